//! Every way of signing at the desk: the office's seal, a one-time code, a stamp that shows, both generations of hosts; and
//! what is known of revoked certificates.

use std::sync::Arc;

use loket::setup;
use loket_domain::{
    dokumen::{KoneksiTte, VersiEsign},
    kalender::Clock,
    nilai::Rahasia,
};
use loket_infra::crypto::SystemClock;
use loket_simulators::{
    bsre::{SEAL_NAME, SEAL_SUBSCRIBER, sign_pdf},
    contoh_pdf_beragam,
};
use loket_tests::{jam::Jam, klien::Jawaban, sampai, server::SERVER};
use reqwest::Method;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use time::Duration;

use super::*;
use crate::{pdf::tersedia, pdf_matriks::Gambar};

/// The office of these tests, with another product.
async fn kantor_berproduk(ubah: impl Fn(&mut Value)) -> Kantor {
    Kantor::siapkan_dengan("balangan", |paket| {
        dua_langkah(paket);
        let mut nilai = serde_json::to_value(&*paket).unwrap();
        ubah(&mut nilai["layanan"][0]["produk"][0]);
        *paket = serde_json::from_value(nilai).unwrap();
    })
    .await
}

async fn sambungkan(kantor: &Kantor, ubah: impl Fn(KoneksiTte) -> KoneksiTte) {
    let (basis, ca) = (kantor.bsre.base_url(), kantor.bsre.ca_pem());
    let koneksi = ubah(KoneksiTte::baru(basis, "loket", Rahasia::new("sandi-tte"), ca));
    setup::koneksi_tte(&kantor.parts, &kantor.tenant, koneksi).await.unwrap();
}

/// Takes the TTE tugas of a case and signs at it.
async fn tanda_tangani_di_meja(kadis: &Klien, kasus: &str, kunci: Value) -> Jawaban {
    let tugas = kadis.terima(kasus, "tte").await;
    lagi(kadis, &tugas, kunci).await
}

async fn lagi(kadis: &Klien, tugas: &str, mut kunci: Value) -> Jawaban {
    kunci["versi"] = kadis.get(&format!("/v1/tugas/{tugas}")).await.ok()["versi"].clone();
    kadis.post(&format!("/v1/tugas/{tugas}/tanda-tangan"), kunci).await
}

async fn satu_kasus(app: &TestApp, kunci: &str) -> (String, Vec<u8>) {
    kasus(&app.sebagai("operator_layanan").await, &app.sebagai("operator_siak").await, kunci).await
}

async fn unduh(petugas: &Klien, dokumen: &Value) -> Vec<u8> {
    let jalur = format!("/v1/dokumen/{}/unduhan", dokumen["id"].as_str().unwrap());
    let url = petugas.get(&jalur).await.ok()["url"].as_str().unwrap().to_owned();
    HTTP.get(url).send().await.unwrap().bytes().await.unwrap().to_vec()
}

fn nik_kadis(kantor: &Kantor) -> String {
    let kadis = kantor.petugas.iter().find(|satu| satu.nama_pengguna == "kadis").unwrap();
    kadis.nik.clone().unwrap()
}

#[tokio::test]
async fn a_product_that_is_sealed_carries_the_seal_of_the_office_and_no_other() {
    let kantor = kantor_berproduk(|produk| produk["mode_tte"] = json!("segel")).await;
    let segel = |nama: Option<&'static str>| {
        move |koneksi: KoneksiTte| KoneksiTte {
            segel: Some(SEAL_SUBSCRIBER.to_owned()),
            segel_nama: nama.map(str::to_owned),
            ..koneksi
        }
    };
    let app = TestApp::layani(kantor);
    let kadis = app.sebagai("kadis").await;
    let (kasus, draf) = satu_kasus(&app, "segel").await;
    let tugas = kadis.terima(&kasus, "tte").await;

    let passphrase = json!({ "passphrase": passphrase(&app.kantor, "kadis") });
    let tanpa = lagi(&kadis, &tugas, passphrase.clone()).await;
    assert_eq!(tanpa.masalah(409), "segel_belum_diatur");
    sambungkan(&app.kantor, segel(None)).await;
    let tanpa = lagi(&kadis, &tugas, passphrase.clone()).await;
    assert_eq!(tanpa.masalah(409), "segel_nama_belum_diatur");
    sambungkan(&app.kantor, segel(Some(SEAL_NAME))).await;
    assert_eq!(lagi(&kadis, &tugas, passphrase).await.masalah(409), "segel_butuh_totp");

    let minta = json!({ "jumlah": 1, "segel": true });
    let diminta = kadis.post("/v1/tte/totp", minta.clone()).await;
    assert_eq!(diminta.status, 204, "{}", diminta.teks);
    let salah = lagi(&kadis, &tugas, json!({ "totp": "bukan-kode" })).await;
    assert_eq!(salah.masalah(409), "tte_ditolak");
    let aktivasi = app.kantor.bsre.seal_activation().unwrap();
    let jawaban = lagi(&kadis, &tugas, json!({ "totp": aktivasi })).await;
    assert_eq!(jawaban.status, 204, "{}", jawaban.teks);

    let jurnal = app.kantor.bsre.journal();
    let diterima: Vec<_> = jurnal.iter().filter(|satu| satu.signed).collect();
    assert_eq!((diterima.len(), diterima[0].api.as_str()), (1, "seal"));
    assert_eq!(ditandatangani(&app.kantor, &draf), 1);
    let dokumen = dokumen(&kadis, &kasus).await;
    let tertera = &dokumen["tanda_tangan"];
    assert_eq!(
        (
            &dokumen["keadaan"],
            &tertera["penanda_tangan"],
            &tertera["cocok"],
            &tertera["pencabutan"]
        ),
        (&json!("sah"), &json!(SEAL_NAME), &json!("segel"), &json!("tidak_diketahui")),
        "{dokumen}"
    );
    assert_eq!(tertera["bercap_waktu"], true);
    assert!(
        tertera["berlaku_sampai"].as_str().unwrap()
            > tertera["ditandatangani_pada"].as_str().unwrap()
    );
    let berkas = unduh(&kadis, &dokumen).await;
    crate::pdf::periksa_dengan_alat_luar(&berkas, app.kantor.bsre.ca_pem());
    // The end of the seal's certificate is nobody's own.
    assert_eq!(
        hitung_sql(
            &app.kantor,
            "SELECT count(*) AS n FROM tte_penanda_tangan WHERE berlaku_sampai IS NOT NULL"
        )
        .await,
        0
    );

    // Another seal than the office's: the host signed it, so nobody signs again, and it does not count.
    sambungkan(&app.kantor, segel(Some("SEGEL KANTOR LAIN"))).await;
    let (kasus, draf) = satu_kasus(&app, "segel-lain").await;
    kadis.post("/v1/tte/totp", minta).await;
    let aktivasi = app.kantor.bsre.seal_activation().unwrap();
    let asing = tanda_tangani_di_meja(&kadis, &kasus, json!({ "totp": aktivasi })).await;
    assert_eq!(asing.masalah(409), "tte_penanda_tangan_lain");
    assert_eq!(ditandatangani(&app.kantor, &draf), 1);
    assert_eq!(super::dokumen(&kadis, &kasus).await["keadaan"], "draf");
    let percobaan = kadis.get("/v1/tte/percobaan").await.ok();
    assert_eq!(percobaan["data"][0]["galat"], "tte_penanda_tangan_lain");
}

pub(super) async fn hitung_sql(kantor: &Kantor, sql: &str) -> i64 {
    let tx = kantor.parts.postgres.begin_tenant_read(&kantor.tenant.slug).await.unwrap();
    let baris = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    baris.unwrap().try_get("", "n").unwrap()
}

#[tokio::test]
async fn a_one_time_code_signs_at_the_desk_as_often_as_it_was_asked_for() {
    let app = app().await;
    let kadis = app.sebagai("kadis").await;
    let (pertama, draf) = satu_kasus(&app, "totp-1").await;
    let (kedua, draf_kedua) = satu_kasus(&app, "totp-2").await;
    let diminta = kadis.post("/v1/tte/totp", json!({ "jumlah": 1 })).await;
    assert_eq!(diminta.status, 204, "{}", diminta.teks);
    let kode = app.kantor.bsre.totp(&nik_kadis(&app.kantor)).unwrap();

    let tugas = kadis.terima(&pertama, "tte").await;
    let salah = lagi(&kadis, &tugas, json!({ "totp": "000000x" })).await;
    assert_eq!(salah.masalah(409), "tte_passphrase_salah");
    let dua = json!({ "totp": kode, "passphrase": passphrase(&app.kantor, "kadis") });
    let dua = lagi(&kadis, &tugas, dua).await;
    assert_eq!(dua.masalah(422), "isian_tidak_sah");
    assert_eq!(dua.json["errors"][0]["kode"], "kunci_tte_wajib");
    let sah = lagi(&kadis, &tugas, json!({ "totp": kode })).await;
    assert_eq!(sah.status, 204, "{}", sah.teks);
    let habis = tanda_tangani_di_meja(&kadis, &kedua, json!({ "totp": kode })).await;
    assert_eq!(habis.masalah(409), "tte_passphrase_salah");

    assert_eq!(ditandatangani(&app.kantor, &draf), 1);
    assert_eq!(ditandatangani(&app.kantor, &draf_kedua), 0);
    let dokumen = dokumen(&kadis, &pertama).await;
    assert_eq!(
        (&dokumen["keadaan"], &dokumen["tanda_tangan"]["cocok"]),
        (&json!("sah"), &json!("nik"))
    );
}

#[tokio::test]
async fn a_stamp_made_at_the_desk_is_upright_on_turned_pages_and_its_qr_leads_to_the_document() {
    if !tersedia("pdftoppm") {
        assert!(std::env::var_os("CI").is_none(), "pdftoppm tidak terpasang (poppler-utils)");
        eprintln!("dilewati: pdftoppm tidak terpasang");
        return;
    }
    let kantor = kantor_berproduk(|produk| {
        produk["tampilan_tte"] =
            json!({ "terlihat": { "halaman": { "nomor": 1 }, "pojok": "kiri_bawah" } });
    })
    .await;
    let app = TestApp::layani(kantor);
    let (layanan, siak) =
        (app.sebagai("operator_layanan").await, app.sebagai("operator_siak").await);
    let kadis = app.sebagai("kadis").await;
    let diputar: Vec<_> = contoh_pdf_beragam()
        .unwrap()
        .into_iter()
        .filter(|(nama, _)| ["rotated 90", "rotated 180", "rotated 270"].contains(nama))
        .collect();
    assert_eq!(diputar.len(), 3);
    for (nama, draf) in diputar {
        let kasus = kasus_berdraf(&layanan, &siak, nama, &draf).await;
        let kunci = json!({ "passphrase": passphrase(&app.kantor, "kadis") });
        let jawaban = tanda_tangani_di_meja(&kadis, &kasus, kunci).await;
        assert_eq!(jawaban.status, 204, "{nama}: {}", jawaban.teks);
        let dokumen = dokumen(&kadis, &kasus).await;
        let slug = app.kantor.tenant.slug.as_str();
        let berkas = SERVER.dir.join(format!("meja-{slug}-{}.pdf", nama.replace(' ', "-")));
        std::fs::write(&berkas, unduh(&kadis, &dokumen).await).unwrap();

        let halaman = Gambar::dari_pdf(&berkas);
        let mut gambar =
            rqrr::PreparedImage::prepare_from_greyscale(halaman.lebar, halaman.tinggi, |x, y| {
                halaman.isi[y * halaman.lebar + x]
            });
        let kisi = gambar.detect_grids();
        assert_eq!(kisi.len(), 1, "{nama}");
        // Lower left of the page as it is shown, and upright: the corner marks are above and to the left.
        let [kiri_atas, kanan_atas, _, kiri_bawah] = kisi[0].bounds;
        assert!(kanan_atas.x > kiri_atas.x && kiri_bawah.y > kiri_atas.y, "{nama}");
        let (tengah_x, tengah_y) = (halaman.lebar / 2, halaman.tinggi / 2);
        let di = |angka: i32| usize::try_from(angka).unwrap();
        assert!(di(kanan_atas.x) < tengah_x && di(kiri_atas.y) > tengah_y, "{nama}");
        let url = kisi[0].decode().unwrap().1;
        let kode = dokumen["kode_verifikasi"].as_str().unwrap();
        let di_url = url.rsplit('/').next().unwrap().replace('-', "");
        assert_eq!(di_url, kode.replace('-', ""), "{nama}: {url}");
        let publik = Klien::anonim(&app.basis);
        let terbit = publik.get(&format!("/v1/publik/{slug}/verifikasi/{di_url}")).await.ok();
        assert_eq!(terbit["hasil"], "berlaku", "{terbit}");
    }
}

/// A case with this draft, waiting for the signature.
async fn kasus_berdraf(layanan: &Klien, siak: &Klien, kunci: &str, draf: &[u8]) -> String {
    let isi = json!({
        "layanan": "akta_kelahiran", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" }, "isian": {},
    });
    let baru = layanan.post_dengan("/v1/permohonan", &[("idempotency-key", kunci)], isi).await.ok();
    let id = baru["id"].as_str().unwrap().to_owned();
    let proses = siak.terima(&id, "proses").await;
    siak.unggah_dokumen(&id, "akta", draf, false).await.ok();
    siak.putuskan_tugas(&proses, "ajukan", None).await.ok();
    id
}

#[tokio::test]
async fn the_number_a_first_generation_host_gives_is_kept_with_the_attempt() {
    let app = app().await;
    sambungkan(&app.kantor, |koneksi| KoneksiTte {
        versi: VersiEsign::V1,
        asal_koordinat: VersiEsign::V1.asal_baku(),
        ..koneksi
    })
    .await;
    let kadis = app.sebagai("kadis").await;
    let (kasus, _) = satu_kasus(&app, "v1").await;
    let kunci = json!({ "passphrase": passphrase(&app.kantor, "kadis") });
    assert_eq!(tanda_tangani_di_meja(&kadis, &kasus, kunci).await.status, 204);
    let tercatat = "SELECT count(*) AS n FROM tte_percobaan WHERE keadaan = 'berhasil' AND length(nomor_host) = 32";
    assert_eq!(hitung_sql(&app.kantor, tercatat).await, 1);
    // The host of the first generation stamps no time.
    assert_eq!(dokumen(&kadis, &kasus).await["tanda_tangan"]["bercap_waktu"], false);

    // Signed, and lost on the way: by the number, the host's people find the file.
    let (kasus, draf) = satu_kasus(&app, "v1-hilang").await;
    let kunci = json!({ "passphrase": "sim:download_gone" });
    let hilang = tanda_tangani_di_meja(&kadis, &kasus, kunci).await;
    assert_eq!(hilang.masalah(409), "tte_belum_tuntas");
    let percobaan = kadis.get("/v1/tte/percobaan").await.ok()["data"][0].clone();
    assert_eq!(
        (&percobaan["keadaan"], &percobaan["galat"]),
        (&json!("tidak_diketahui"), &json!("tte_tidak_terunduh"))
    );
    assert_eq!(percobaan["nomor_host"].as_str().unwrap().len(), 32, "{percobaan}");
    assert_eq!(ditandatangani(&app.kantor, &draf), 1);
}

#[tokio::test]
async fn a_signer_whose_certificate_was_revoked_is_refused_by_the_list_the_office_keeps() {
    let app = app().await;
    let (kadis, admin) = (app.sebagai("kadis").await, app.sebagai("admin").await);
    let nik = nik_kadis(&app.kantor);
    let atur = async |klien: &Klien, crl: &str, wajib: bool| {
        let isi = json!({ "crl": crl, "wajib": wajib }).to_string().into_bytes();
        let kepala = [("content-type", "application/json")];
        klien.panggil(Method::PUT, "/v1/tte/pencabutan", &kepala, Some(isi)).await
    };
    let kunci = json!({ "passphrase": passphrase(&app.kantor, "kadis") });

    // Evidence is wanted, and there is none.
    let bersih = app.kantor.bsre.crl_pem(&[]).unwrap();
    assert_eq!(
        atur(&app.sebagai("operator_siak").await, &bersih, true).await.masalah(403),
        "tidak_berizin"
    );
    for salah in ["bukan daftar", app.kantor.bsre.ca_pem()] {
        let tolak = atur(&admin, salah, true).await;
        assert_eq!(tolak.masalah(422), "isian_tidak_sah");
        let salah = &tolak.json["errors"][0];
        assert_eq!((&salah["pointer"], &salah["kode"]), (&json!("/crl"), &json!("crl_rusak")));
    }
    atur(&admin, "", true).await.ok();
    let (kasus, _) = satu_kasus(&app, "tanpa-bukti").await;
    let tolak = tanda_tangani_di_meja(&kadis, &kasus, kunci.clone()).await;
    assert_eq!(tolak.masalah(409), "tte_pencabutan_tidak_diketahui");

    // The list is there, and does not name the signer.
    let tersimpan = atur(&admin, &bersih, true).await.ok();
    assert_eq!((&tersimpan["wajib"], &tersimpan["daftar"][0]["jumlah"]), (&json!(true), &json!(0)));
    let (kasus, _) = satu_kasus(&app, "bersih").await;
    assert_eq!(tanda_tangani_di_meja(&kadis, &kasus, kunci.clone()).await.status, 204);
    assert_eq!(dokumen(&kadis, &kasus).await["tanda_tangan"]["pencabutan"], "tidak_dicabut");

    // It does.
    let dicabut = app.kantor.bsre.crl_pem(&[&nik]).unwrap();
    atur(&admin, &dicabut, false).await.ok();
    let kini = admin.get("/v1/tte/pencabutan").await.ok();
    assert_eq!((&kini["wajib"], &kini["daftar"][0]["jumlah"]), (&json!(false), &json!(1)));
    let (kasus, draf) = satu_kasus(&app, "dicabut").await;
    let tolak = tanda_tangani_di_meja(&kadis, &kasus, kunci).await;
    assert_eq!(tolak.masalah(409), "tte_sertifikat_dicabut");
    assert_eq!(
        ditandatangani(&app.kantor, &draf),
        1,
        "host tidak tahu, dan tidak ditanya dua kali"
    );
    assert_eq!(dokumen(&kadis, &kasus).await["keadaan"], "draf");
    // Neither does what was signed elsewhere count.
    let (layanan, siak) =
        (app.sebagai("operator_layanan").await, app.sebagai("operator_siak").await);
    let isi = json!({
        "layanan": "akta_kelahiran", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" }, "isian": {},
    });
    let baru =
        layanan.post_dengan("/v1/permohonan", &[("idempotency-key", "siak")], isi).await.ok();
    let id = baru["id"].as_str().unwrap();
    siak.terima(id, "proses").await;
    let luar = sign_pdf(&draf, &app.kantor.bsre.signer(&nik).unwrap()).unwrap();
    let tolak = siak.unggah_dokumen(id, "akta", &luar, true).await;
    assert_eq!(tolak.masalah(422), "isian_tidak_sah");
    assert_eq!(tolak.json["errors"][0]["kode"], "tte_sertifikat_dicabut");
    let jejak = "SELECT count(*) AS n FROM audit WHERE aksi = 'koneksi_tte.pencabutan'";
    assert_eq!(hitung_sql(&app.kantor, jejak).await, 3);
}

#[tokio::test]
async fn who_signs_inside_siak_is_warned_of_the_end_of_their_certificate_too() {
    let jam = Arc::new(Jam::di(SystemClock.now()));
    let kantor = Kantor::siapkan_pada("balangan", Some(jam.clone() as Arc<dyn Clock>), |paket| {
        dua_langkah(paket);
        let mut nilai = serde_json::to_value(&*paket).unwrap();
        nilai["layanan"][0]["produk"][0]["mode_tte"] = json!("siak");
        *paket = serde_json::from_value(nilai).unwrap();
    })
    .await;
    let app = TestApp::layani(kantor);
    let (layanan, siak) =
        (app.sebagai("operator_layanan").await, app.sebagai("operator_siak").await);
    let isi = json!({
        "layanan": "akta_kelahiran", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" }, "isian": {},
    });
    let baru = layanan.post_dengan("/v1/permohonan", &[("idempotency-key", "s")], isi).await.ok();
    let id = baru["id"].as_str().unwrap();
    siak.terima(id, "proses").await;
    let draf = contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["CONTOH"]);
    let luar = sign_pdf(&draf, &app.kantor.bsre.signer(&nik_kadis(&app.kantor)).unwrap()).unwrap();
    let sah = siak.unggah_dokumen(id, "akta", &luar, true).await.ok();
    let sampai_pada = sah["tanda_tangan"]["berlaku_sampai"].as_str().unwrap().to_owned();

    let kadis = app.sebagai("kadis").await;
    let aku = kadis.get("/v1/tte/penanda-tangan").await.ok()["data"][0].clone();
    assert_eq!((&aku["peran"], &aku["sertifikat"]["status"]), (&json!(["kadis"]), &Value::Null));
    assert_eq!(aku["sertifikat"]["berlaku_sampai"], sampai_pada.as_str());
    let rfc = time::format_description::well_known::Rfc3339;
    let akhir = time::OffsetDateTime::parse(&sampai_pada, &rfc).unwrap();
    for (hari, jumlah) in [(59, 1), (29, 2), (6, 3)] {
        jam.pindah(akhir - Duration::days(hari));
        sampai(&format!("peringatan {hari} hari"), || async {
            // Sessions end with the days.
            let kadis = app.sebagai("kadis").await;
            let kabar = kadis.get("/v1/notifikasi?batas=100").await.ok();
            let baris = kabar["data"].as_array()?;
            let terhitung = baris
                .iter()
                .filter(|satu| {
                    satu["isi"].as_str().unwrap_or_default().contains("Sertifikat TTE kadis")
                })
                .count();
            (terhitung == jumlah).then_some(())
        })
        .await;
    }
    // Nothing is held, and the host was never asked about them.
    assert_eq!(
        hitung_sql(
            &app.kantor,
            "SELECT count(*) AS n FROM tte_penanda_tangan WHERE status IS NOT NULL"
        )
        .await,
        0
    );
}
