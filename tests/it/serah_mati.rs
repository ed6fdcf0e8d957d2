//! Hand-overs under SIGKILL, at the very place where it hurts: between what was sent and what was written down. The oracle is
//! the journal of the simulators, not our tables.

use std::{net::TcpListener, time::Duration};

use loket_domain::layanan::SaluranPenyerahan;
use loket_simulators::{bsre::sign_pdf, contoh_pdf};
use loket_tests::{
    app::{Kantor, SANDI},
    klien::{HTTP, Klien},
    sampai,
    server::SERVER,
    warga::Warga,
};
use reqwest::Method;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};

use crate::{
    kembaran::{daftarkan, unggah},
    pekanbaru::{ajukan_pdf, cari},
    proses::Proses,
};

/// An office served by processes of their own.
pub struct Luar {
    /// The office.
    pub kantor: Kantor,
    basis: String,
    _server: Proses,
    /// Its worker.
    pub pekerja: Proses,
}

impl Luar {
    /// Serves an office whose products travel on these channels.
    pub async fn start(saluran: &[SaluranPenyerahan]) -> Self {
        let saluran = saluran.to_vec();
        let kantor = Kantor::siapkan_dengan("pekanbaru", |paket| {
            for produk in paket.layanan.iter_mut().flat_map(|layanan| &mut layanan.produk) {
                produk.penyerahan.clone_from(&saluran);
            }
        })
        .await;
        let alamat = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
        let mut config = SERVER.config();
        config.bind = alamat;
        config.pekerja_tenant = kantor.tenant.slug.to_string();
        let mut lingkungan = SERVER.lingkungan(&config);
        lingkungan.extend([
            ("LOKET_SMTP_HOST", "127.0.0.1".to_owned()),
            ("LOKET_SMTP_PORT", kantor.smtp.port().to_string()),
            ("LOKET_SMTP_TLS", "tanpa".to_owned()),
            ("LOKET_SMTP_DARI", "layanan@loket.uji".to_owned()),
        ]);
        let basis = format!("http://{alamat}");
        kantor.arahkan_webhook(&basis);
        let server = Proses::mulai("serve --tanpa-pekerja", &lingkungan);
        let pekerja = Proses::mulai("worker", &lingkungan);
        sampai("server", || async {
            HTTP.get(format!("{basis}/sehat")).send().await.ok().map(drop)
        })
        .await;
        Self { kantor, basis, _server: server, pekerja }
    }

    /// Its front office.
    pub async fn fo(&self) -> Klien {
        let orang = self.kantor.pemegang("fo");
        Klien::masuk(&self.basis, self.kantor.tenant.slug.as_str(), &orang.nama_pengguna, SANDI)
            .await
    }

    /// Signs the PDF of a case, up to the decision that lets it go.
    async fn sampai_lepas(&self, fo: &Klien, id: &str) -> String {
        fo.putuskan(id, "cek_daftar", "lanjut", None).await.ok();
        let cek = fo.terima(id, "cek_siak").await;
        let nik = self.kantor.pemegang("kadis").nik.clone().unwrap();
        let penanda = self.kantor.bsre.signer(&nik).unwrap();
        let pdf = sign_pdf(&contoh_pdf("KARTU KELUARGA", &["CONTOH", id]), &penanda).unwrap();
        assert_eq!(fo.unggah_dokumen(id, "kk", &pdf, true).await.ok()["keadaan"], "sah");
        cek
    }

    /// How many messages or emails are in that state.
    async fn jumlah(&self, tabel: &str, keadaan: &str) -> i64 {
        let tx =
            self.kantor.parts.postgres.begin_tenant_read(&self.kantor.tenant.slug).await.unwrap();
        let sql = format!(
            "SELECT count(*) AS n FROM {tabel} WHERE jenis = 'dokumen' AND keadaan = '{keadaan}'"
        );
        let baris = Statement::from_string(DbBackend::Postgres, sql);
        tx.query_one_raw(baris).await.unwrap().unwrap().try_get("", "n").unwrap()
    }

    async fn menjadi(&self, fo: &Klien, id: &str, saluran: &str, keadaan: &str) -> Value {
        sampai(&format!("{saluran} {keadaan}"), || async {
            let buku = fo.get(&format!("/v1/permohonan/{id}/penyerahan")).await.ok();
            let satu = buku["data"].as_array()?.last()?.clone();
            (satu["saluran"] == saluran && satu["keadaan"] == keadaan).then_some(satu)
        })
        .await
    }
}

fn dokumen(warga: &Warga<'_>) -> usize {
    warga.masuk().iter().filter(|pesan| pesan.media.is_some()).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_killed_after_the_channel_took_a_document_sends_it_no_second_time() {
    let mut luar = Luar::start(&[SaluranPenyerahan::Whatsapp, SaluranPenyerahan::Loket]).await;
    let warga_id = "6281200000921";
    let nomor = ajukan_pdf(&luar.kantor.warga(warga_id)).await;
    let fo = luar.fo().await;
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    let cek = luar.sampai_lepas(&fo, &id).await;
    // The channel takes the file and is in the middle of saying so; its statuses come later.
    luar.kantor.wa.faults(|f| {
        f.hold_statuses = true;
        f.slow_body = 20;
        f.slow_body_ms = 30_000;
    });
    fo.putuskan_tugas(&cek, "sudah_tte", None).await.ok();
    sampai("dokumen diterima saluran", || async {
        (dokumen(&luar.kantor.warga(warga_id)) == 1).then_some(())
    })
    .await;
    luar.pekerja.bunuh();
    assert_eq!(luar.jumlah("pesan_keluar", "mengirim").await, 1, "nothing was written down");
    luar.kantor.wa.faults(|f| {
        f.hold_statuses = false;
        f.slow_body = 0;
    });
    let satu = luar.menjadi(&fo, &id, "whatsapp", "diserahkan").await;
    assert_eq!(satu["urutan"], 1);
    // Longer than the grace after which a send without a word is taken for lost.
    let kemudian = tokio::time::Instant::now() + Duration::from_secs(7);
    tokio::time::sleep_until(kemudian).await;
    assert_eq!(dokumen(&luar.kantor.warga(warga_id)), 1);
    assert!(luar.kantor.wa.duplicates().is_empty(), "{:#?}", luar.kantor.wa.duplicates());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_killed_before_the_channel_took_a_document_loses_nothing() {
    let mut luar = Luar::start(&[SaluranPenyerahan::Whatsapp, SaluranPenyerahan::Loket]).await;
    let warga_id = "6281200000922";
    let nomor = ajukan_pdf(&luar.kantor.warga(warga_id)).await;
    let fo = luar.fo().await;
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    let cek = luar.sampai_lepas(&fo, &id).await;
    luar.kantor.wa.faults(|f| f.slow_answer_ms = 30_000);
    fo.putuskan_tugas(&cek, "sudah_tte", None).await.ok();
    sampai("dokumen sedang dikirim", || async {
        (luar.jumlah("pesan_keluar", "mengirim").await == 1).then_some(())
    })
    .await;
    luar.pekerja.bunuh();
    assert_eq!(dokumen(&luar.kantor.warga(warga_id)), 0, "the channel had not taken it");
    luar.kantor.wa.faults(|f| f.slow_answer_ms = 0);
    luar.menjadi(&fo, &id, "whatsapp", "diserahkan").await;
    assert_eq!(dokumen(&luar.kantor.warga(warga_id)), 1);
    assert!(luar.kantor.wa.duplicates().is_empty(), "{:#?}", luar.kantor.wa.duplicates());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_killed_after_the_mail_server_took_a_document_leaves_it_unknown_and_unrepeated() {
    let mut luar = Luar::start(&[SaluranPenyerahan::Email, SaluranPenyerahan::Loket]).await;
    let fo = luar.fo().await;
    let isi = json!({
        "layanan": "kirim_pdf", "kanal": "loket",
        "pemohon": { "nama": "Budi Contoh", "nik": "1471012502100003" },
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471012502100003" },
    });
    let id = daftarkan(&fo, "mati", isi).await;
    unggah(&fo, &id, &["ktp"]).await;
    let pilih = format!("/v1/permohonan/{id}/penyerahan/pilihan");
    let surel = json!({ "produk": "kk", "saluran": "email", "surel": "mati@contoh.id" });
    let kepala = [("content-type", "application/json")];
    fo.panggil(Method::PUT, &pilih, &kepala, Some(surel.to_string().into_bytes())).await.ok();
    let cek = luar.sampai_lepas(&fo, &id).await;
    fo.putuskan_tugas(&cek, "sudah_tte", None).await.ok();
    let url = sampai("undangan", || async {
        let teks = luar.kantor.smtp.mailbox("mati@contoh.id").first()?.text();
        teks.lines().find(|baris| baris.contains("/ambil/")).map(|baris| baris.trim().to_owned())
    })
    .await;
    luar.kantor.smtp.faults(|f| f.slow_after_data = 1);
    let jalur = url.strip_prefix("https://loket.uji").unwrap();
    let kepala = [("content-type", "application/x-www-form-urlencoded")];
    let jawab = Klien::anonim(&luar.basis)
        .panggil(Method::POST, jalur, &kepala, Some(b"jawaban=0003".to_vec()))
        .await;
    assert_eq!(jawab.status, 200, "{}", jawab.teks);
    let terkirim = || {
        let semua = luar.kantor.smtp.mailbox("mati@contoh.id");
        semua.iter().filter(|satu| !satu.attachments().is_empty()).count()
    };
    sampai("surel diterima server", || async { (terkirim() == 1).then_some(()) }).await;
    luar.pekerja.bunuh();
    assert_eq!(luar.jumlah("surel_keluar", "mengirim").await, 1, "nothing was written down");
    sampai("tidak diketahui", || async {
        (luar.jumlah("surel_keluar", "tidak_diketahui").await == 1).then_some(())
    })
    .await;
    let satu = luar.menjadi(&fo, &id, "email", "berjalan").await;
    assert_eq!(satu["galat"], "kirim_tidak_diketahui", "visible, and not lost");
    let semua = luar.kantor.smtp.mailbox("mati@contoh.id");
    assert_eq!(semua.iter().filter(|satu| !satu.attachments().is_empty()).count(), 1);
}
