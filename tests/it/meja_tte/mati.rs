//! kill -9 of the serving process at every point of signing where it waits for somebody: signed at most once, every
//! unknown outcome visible, nothing unverified counts (F4).

use std::net::TcpListener;

use base64::{Engine, engine::general_purpose::STANDARD};
use loket::setup;
use loket_domain::{dokumen::KoneksiTte, nilai::Rahasia};
use loket_tests::{klien::taruh, sampai, server::SERVER};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::json;

use super::{
    pintu::{Pintu, Tahan},
    *,
};
use crate::proses::Proses;

/// Where the process is when it dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Titik {
    /// The run begins: the first row of the item cannot be written.
    Butir,
    /// The case cannot be locked: no attempt yet.
    Kasus,
    /// The attempt is committed, the draft is being read.
    Draf,
    /// The request left, the host has not read it.
    SebelumHost,
    /// The host signed, nobody heard.
    SesudahHost,
    /// The answer is verified, storage has not taken it.
    SebelumSimpan,
    /// Storage has it, nobody heard.
    SesudahSimpan,
    /// Storage has it, the row cannot be written.
    Baris,
    /// The document counts, the step cannot be passed.
    Lulus,
}

const SEMUA: [Titik; 9] = [
    Titik::Butir,
    Titik::Kasus,
    Titik::Draf,
    Titik::SebelumHost,
    Titik::SesudahHost,
    Titik::SebelumSimpan,
    Titik::SesudahSimpan,
    Titik::Baris,
    Titik::Lulus,
];

impl Titik {
    /// What becomes of the item once the dead process was swept up behind.
    fn akibat(self) -> Akibat {
        match self {
            Self::Butir | Self::Kasus | Self::Lulus => Akibat::Menunggu,
            Self::SesudahSimpan | Self::Baris => Akibat::Dipulihkan,
            Self::Draf | Self::SebelumHost => Akibat::TidakDiketahui { ditandatangani: false },
            Self::SesudahHost | Self::SebelumSimpan => {
                Akibat::TidakDiketahui { ditandatangani: true }
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Akibat {
    /// Untouched; signing it again is safe.
    Menunggu,
    /// What reached storage was verified and counts.
    Dipulihkan,
    /// A person settles it.
    TidakDiketahui { ditandatangani: bool },
}

struct Panggung {
    kantor: Kantor,
    basis: String,
    host: Pintu,
    s3: Pintu,
    server: Proses,
    _pekerja: Proses,
}

impl Panggung {
    async fn siap() -> Self {
        let kantor = kantor().await;
        let host = Pintu::buka(kantor.bsre.base_url());
        let sandi = Rahasia::new("sandi-tte");
        let koneksi = KoneksiTte::baru(&*host.alamat, "loket", sandi, kantor.bsre.ca_pem());
        setup::koneksi_tte(&kantor.parts, &kantor.tenant, koneksi).await.unwrap();
        let mut config = SERVER.config();
        let s3 = Pintu::buka(&config.s3_endpoint);
        config.bind = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
        let basis = format!("http://{}", config.bind);
        // The sweep waits for calls that may still run; here they are dead soon.
        config.tte_tenggang_detik = 8;
        config.pekerja_tenant = kantor.tenant.slug.to_string();
        let pekerja = Proses::mulai("worker", &SERVER.lingkungan(&config));
        config.s3_endpoint.clone_from(&s3.alamat);
        let server = Proses::mulai("serve --tanpa-pekerja", &SERVER.lingkungan(&config));
        hidup(&basis).await;
        Self { kantor, basis, host, s3, server, _pekerja: pekerja }
    }

    /// Begins to hold what the point is about.
    async fn pasang(
        &self,
        titik: Titik,
        permohonan: &str,
        bundel: &str,
    ) -> Option<DatabaseTransaction> {
        let tahan = |metode, jalur, sesudah| Tahan { metode, jalur, sesudah };
        match titik {
            Titik::Draf => self.s3.tahan(tahan("GET", "/dokumen/", false)),
            Titik::SebelumHost => self.host.tahan(tahan("POST", "/sign/pdf", false)),
            Titik::SesudahHost | Titik::Lulus | Titik::Baris => {
                self.host.tahan(tahan("POST", "/sign/pdf", true));
            }
            Titik::SebelumSimpan => self.s3.tahan(tahan("PUT", "/dokumen/", false)),
            Titik::SesudahSimpan => self.s3.tahan(tahan("PUT", "/dokumen/", true)),
            Titik::Butir => {
                let sql = format!(
                    "SELECT 1 FROM tte_bundel_butir WHERE bundel_id = '{bundel}' FOR UPDATE"
                );
                return Some(self.kunci(&sql).await);
            }
            Titik::Kasus => {
                let sql = format!("SELECT 1 FROM permohonan WHERE id = '{permohonan}' FOR UPDATE");
                return Some(self.kunci(&sql).await);
            }
        }
        None
    }

    /// A row lock of somebody else.
    async fn kunci(&self, sql: &str) -> DatabaseTransaction {
        use sea_orm::TransactionTrait;
        let url = SERVER.postgres.superuser_url("loket_uji");
        let db = sea_orm::Database::connect(url).await.unwrap();
        let tx = db.begin().await.unwrap();
        let skema = self.kantor.tenant.slug.schema();
        tx.execute_unprepared(&format!(r#"SET LOCAL search_path = "{skema}""#)).await.unwrap();
        tx.execute_unprepared(sql).await.unwrap();
        tx
    }

    /// Waits until the process is there; what the host answered, where that was held.
    async fn sampai_di(&self, titik: Titik, terkunci: Option<&DatabaseTransaction>) -> Vec<u8> {
        match (titik, terkunci) {
            (_, Some(pemegang)) => {
                self.menunggu_kunci(pemegang).await;
                Vec::new()
            }
            (Titik::SebelumHost | Titik::SesudahHost, None) => self.host.tertahan().await,
            (_, None) => self.s3.tertahan().await,
        }
    }

    /// Somebody waits for what this transaction holds.
    async fn menunggu_kunci(&self, pemegang: &DatabaseTransaction) {
        let satu = |sql: String| sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, sql);
        let pid = pemegang.query_one_raw(satu("SELECT pg_backend_pid()".to_owned())).await;
        let pid: i32 = pid.unwrap().unwrap().try_get_by_index(0).unwrap();
        sampai("proses menunggu kunci", || async {
            let sql = format!(
                "SELECT count(*) FROM pg_locks l WHERE NOT l.granted AND {pid} = ANY (pg_blocking_pids(l.pid))"
            );
            let baris = pemegang.query_one_raw(satu(sql)).await.unwrap().unwrap();
            (baris.try_get_by_index::<i64>(0).unwrap() > 0).then_some(())
        })
        .await;
    }
}

async fn hidup(basis: &str) {
    sampai("server hidup", || async {
        HTTP.get(format!("{basis}/openapi.json")).send().await.ok().map(drop)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_killed_at_any_point_of_signing_signs_at_most_once_and_hides_nothing() {
    let mut panggung = Panggung::siap().await;
    let mut selesai = Vec::new();
    for titik in SEMUA {
        let basis = panggung.basis.clone();
        let layanan = masuk_peran(&panggung, "operator_layanan").await;
        let siak = masuk_peran(&panggung, "operator_siak").await;
        let kadis = masuk_peran(&panggung, "kadis").await;
        let (id, draf) = kasus(&layanan, &siak, &format!("titik-{titik:?}")).await;
        let bundel =
            buat_bundel(&kadis, &tugas(&antrean(&kadis).await), &format!("{titik:?}")).await;
        let bundel = bundel["id"].as_str().unwrap().to_owned();
        assert_eq!(tinjau(&kadis, &bundel).await, 1);
        let sandi = passphrase(&panggung.kantor, "kadis");

        let mut terkunci = None;
        let jawaban = match titik {
            // The database comes in only once the signature is on its way.
            Titik::Baris | Titik::Lulus => {
                let tabel = if titik == Titik::Baris { "dokumen" } else { "permohonan" };
                let kolom = if titik == Titik::Baris { "permohonan_id" } else { "id" };
                panggung.kantor.bsre.faults(|faults| {
                    faults.next(loket_simulators::bsre::Fault::SlowMs(1_500), 1);
                });
                tanda_tangani(&kadis, &bundel, &sandi).await;
                sampai("host menandatangani", || async {
                    (ditandatangani(&panggung.kantor, &draf) == 1).then_some(())
                })
                .await;
                let sql = format!("SELECT 1 FROM {tabel} WHERE {kolom} = '{id}' FOR UPDATE");
                let pemegang = panggung.kunci(&sql).await;
                panggung.menunggu_kunci(&pemegang).await;
                terkunci = Some(pemegang);
                Vec::new()
            }
            _ => {
                terkunci = panggung.pasang(titik, &id, &bundel).await.or(terkunci);
                if titik == Titik::Butir {
                    // The lock is on the row that the run takes, not on the bundle that begins it.
                    let isi = json!({ "passphrase": sandi });
                    let jalur = format!("/v1/tte/bundel/{bundel}/tanda-tangan");
                    assert_eq!(kadis.post(&jalur, isi).await.status, 202);
                } else {
                    tanda_tangani(&kadis, &bundel, &sandi).await;
                }
                panggung.sampai_di(titik, terkunci.as_ref()).await
            }
        };
        panggung.server.bunuh();
        panggung.host.lepas();
        panggung.s3.lepas();
        if let Some(tx) = terkunci {
            tx.rollback().await.unwrap();
        }
        hidup(&basis).await;

        // The session outlives the process that opened it.
        let akhir = tunggu(&kadis, &bundel).await;
        periksa(&panggung, &kadis, titik, (&id, &draf, &bundel), &akhir).await;
        tuntaskan(&panggung, &kadis, titik, (&id, &draf, &bundel), &jawaban).await;
        selesai.push((id, draf));
        eprintln!("{titik:?}: {:?}", titik.akibat());
    }
    let kadis = masuk_peran(&panggung, "kadis").await;
    for (id, draf) in &selesai {
        assert_eq!(ditandatangani(&panggung.kantor, draf), 1, "{id}");
        assert_eq!(dokumen(&kadis, id).await["keadaan"], "sah", "{id}");
        let rinci = kadis.get(&format!("/v1/permohonan/{id}")).await.ok();
        assert_eq!(rinci["status"], "selesai", "{id}");
    }
    assert_eq!(kadis.get("/v1/tte/percobaan").await.ok()["data"], json!([]));
}

async fn masuk_peran(panggung: &Panggung, peran: &str) -> Klien {
    let nama = panggung.kantor.pemegang(peran).nama_pengguna.clone();
    masuk(&panggung.basis, &panggung.kantor, &nama).await
}

/// What everybody sees once the sweep came by.
async fn periksa(
    panggung: &Panggung,
    kadis: &Klien,
    titik: Titik,
    (id, draf, _): (&str, &[u8], &str),
    akhir: &Value,
) {
    let kabur = kadis.get("/v1/tte/percobaan").await.ok()["data"].as_array().unwrap().clone();
    let keadaan = dokumen(kadis, id).await["keadaan"].clone();
    let kali = ditandatangani(&panggung.kantor, draf);
    match titik.akibat() {
        Akibat::Menunggu | Akibat::Dipulihkan => {
            assert_eq!(kabur, Vec::<Value>::new(), "{titik:?}");
            assert_eq!(akhir["hitungan"]["menunggu"], 1, "{titik:?}: {akhir}");
            assert_eq!(akhir["sebab"], "proses_berhenti", "{titik:?}");
            let sah = kali == 1;
            assert_eq!(keadaan, if sah { "sah" } else { "draf" }, "{titik:?}");
            assert_eq!(sah, !matches!(titik, Titik::Butir | Titik::Kasus), "{titik:?}");
        }
        Akibat::TidakDiketahui { ditandatangani } => {
            assert_eq!(kali, usize::from(ditandatangani), "{titik:?}");
            assert_eq!(keadaan, "draf", "{titik:?}: belum diperiksa, belum sah");
            assert_eq!(kabur.len(), 1, "{titik:?}");
            assert_eq!(kabur[0]["permohonan_id"], id, "{titik:?}");
            assert_eq!(akhir["hitungan"]["tidak_diketahui"], 1, "{titik:?}: {akhir}");
            let antre = antrean(kadis).await;
            assert!(antre.iter().any(|satu| satu["percobaan_id"].is_string()), "{titik:?}");
        }
    }
}

/// A person settles what is unknown by what the host's ledger says; then the case goes on.
async fn tuntaskan(
    panggung: &Panggung,
    kadis: &Klien,
    titik: Titik,
    (id, _, bundel): (&str, &[u8], &str),
    jawaban: &[u8],
) {
    let sandi = passphrase(&panggung.kantor, "kadis");
    match titik.akibat() {
        Akibat::Menunggu | Akibat::Dipulihkan => {
            tanda_tangani(kadis, bundel, &sandi).await;
            let ulang = tunggu(kadis, bundel).await;
            assert_eq!(ulang["hitungan"]["berhasil"], 1, "{titik:?}: {ulang}");
        }
        Akibat::TidakDiketahui { ditandatangani } => {
            let semua = kadis.get("/v1/tte/percobaan").await.ok();
            let jalur = format!("/v1/tte/percobaan/{}", semua["data"][0]["id"].as_str().unwrap());
            if ditandatangani {
                let berkas = ditemukan(panggung, titik, jawaban, id).await;
                let isi = json!({ "ukuran": berkas.len() });
                let umum = kadis.post(&format!("{jalur}/hasil"), isi).await.ok();
                taruh(&umum["unggah"], &berkas).await;
                kadis.post(&format!("{jalur}/pemeriksaan"), json!({})).await.ok();
                kadis.putuskan(id, "tte", "setuju", None).await.ok();
            } else {
                let isi = json!({ "alasan": "Proses mati.", "bukti": "Jurnal simulator kosong." });
                kadis.post(&format!("{jalur}/penuntasan"), isi).await.ok();
                let baru = tugas(&antrean(kadis).await);
                let baru = buat_bundel(kadis, &baru, &format!("ulang-{titik:?}")).await;
                let baru = baru["id"].as_str().unwrap();
                tinjau(kadis, baru).await;
                tanda_tangani(kadis, baru, &sandi).await;
                assert_eq!(tunggu(kadis, baru).await["hitungan"]["berhasil"], 1, "{titik:?}");
            }
        }
    }
}

/// The file as the operator of the host finds it: what the host answered, or the same signer's signature on the draft.
async fn ditemukan(panggung: &Panggung, titik: Titik, jawaban: &[u8], id: &str) -> Vec<u8> {
    if titik == Titik::SesudahHost {
        let isi: Value = serde_json::from_slice(jawaban).unwrap();
        return STANDARD.decode(isi["file"][0].as_str().unwrap()).unwrap();
    }
    // The test's own door held the file on its way to storage, so it is signed here as the host did it.
    let orang = panggung.kantor.pemegang("kadis");
    let tanda = panggung.kantor.bsre.signer(orang.nik.as_ref().unwrap()).unwrap();
    let ports = &panggung.kantor.parts.ports;
    let mut work = ports.store.read(&panggung.kantor.tenant.slug).await.unwrap();
    let kasus: uuid::Uuid = id.parse().unwrap();
    let semua = work.dokumen().milik(kasus.into()).await.unwrap();
    let loket_domain::dokumen::KeadaanDokumen::Draf { draf, .. } = &semua[0].keadaan else {
        panic!("bukan draf")
    };
    let draf = ports.objek.ambil(&draf.kunci, 20_000_000).await.unwrap().unwrap();
    loket_simulators::bsre::sign_pdf(&draf, &tanda).unwrap()
}
