//! Public verification: by code, on the page, by the file; replaced, withdrawn, altered, guessed at.

use loket_simulators::{bsre::sign_pdf, contoh_pdf};
use loket_tests::{
    app::TestApp,
    klien::{HTTP, Jawaban, Klien},
    sampai,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    balangan::{ajukan_akta, sampai_ditandatangani},
    pekanbaru::cari,
};

/// What the public reads of a code.
pub async fn periksa(app: &TestApp, kode: &str) -> Jawaban {
    let slug = &app.kantor.tenant.slug;
    app.anonim().get(&format!("/v1/publik/{slug}/verifikasi/{kode}")).await
}

/// The body of a form with one file.
fn formulir(isi: &[u8]) -> (String, Vec<u8>) {
    let mut badan = b"--batas\r\ncontent-disposition: form-data; name=\"berkas\"; filename=\"a.pdf\"\r\ncontent-type: application/pdf\r\n\r\n".to_vec();
    badan.extend_from_slice(isi);
    badan.extend_from_slice(b"\r\n--batas--\r\n");
    ("multipart/form-data; boundary=batas".to_owned(), badan)
}

/// What the public reads of a file.
pub async fn periksa_berkas(app: &TestApp, isi: &[u8]) -> Value {
    let (jenis, badan) = formulir(isi);
    let jalur = format!("/v1/publik/{}/verifikasi", app.kantor.tenant.slug);
    let header = [("content-type", jenis.as_str())];
    app.anonim().panggil(Method::POST, &jalur, &header, Some(badan)).await.ok()
}

async fn halaman(app: &TestApp, jalur: &str) -> Jawaban {
    app.anonim().get(&format!("/v/{}{jalur}", app.kantor.tenant.slug)).await
}

/// The products of a case.
pub async fn produk(petugas: &Klien, id: &str) -> Value {
    petugas.get(&format!("/v1/permohonan/{id}/dokumen")).await.ok()
}

/// The version of the only product that counts.
async fn sekarang(petugas: &Klien, id: &str) -> Value {
    produk(petugas, id).await["produk"][0]["sekarang"].clone()
}

/// Nothing that the public reads says anything of whom a document is about.
fn tanpa_data_pribadi(teks: &str, rahasia: &[&str]) {
    for satu in rahasia {
        assert!(!teks.contains(satu), "{satu} dalam {teks}");
    }
}

/// The file of a document, as an officer downloads it.
async fn unduh(petugas: &Klien, id: &str) -> Vec<u8> {
    let tautan = petugas.get(&format!("/v1/dokumen/{id}/unduhan")).await.ok();
    let jawaban = HTTP.get(tautan["url"].as_str().unwrap()).send().await.unwrap();
    jawaban.bytes().await.unwrap().to_vec()
}

#[tokio::test]
async fn what_was_issued_is_checked_corrected_and_withdrawn_in_public() {
    let app = TestApp::start("balangan").await;
    let warga = app.kantor.warga("6281300001701");
    let nomor = ajukan_akta(&warga).await;
    let (layanan, siak, kasi) = (
        app.sebagai("operator_layanan").await,
        app.sebagai("operator_siak").await,
        app.sebagai("kasi").await,
    );
    let id = cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();
    let rahasia = ["Zahra", "Fauzi", "Paringin", nomor.as_str(), "1300001701"];
    layanan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
    siak.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();

    // Good meanwhile: a letter that ends when the certificate is there.
    let surat = json!({ "templat": "surat_keterangan" });
    let surat = {
        let (jalur, kunci) =
            (format!("/v1/permohonan/{id}/sementara"), [("idempotency-key", "sementara")]);
        layanan.post_dengan(&jalur, &kunci, surat).await.ok()
    };
    let kode_surat = surat["kode_verifikasi"].as_str().unwrap();
    let terlihat = periksa(&app, kode_surat).await;
    assert_eq!(terlihat.json["hasil"], "berlaku");
    assert!(terlihat.json["berlaku_sampai"].is_string());
    tanpa_data_pribadi(&terlihat.teks, &rahasia);

    sampai_ditandatangani(&app, &id).await;
    assert_eq!(periksa(&app, kode_surat).await.json["hasil"], "diganti");
    let daftar = produk(&layanan, &id).await;
    let lama = daftar["produk"][0]["sekarang"].clone();
    assert_eq!(lama["keadaan"], "sah");
    let setuju = daftar["produk"][0]["persetujuan"].as_array().unwrap();
    assert_eq!(setuju.len(), 2, "kasi and kabid approved, kadis signed");
    assert!(setuju.iter().all(|satu| satu["sha256"] == setuju[0]["sha256"]), "one draft");
    let kode = lama["kode_verifikasi"].as_str().unwrap();

    // By code: in any way people type it, with the same fields as ever.
    let baik = periksa(&app, kode).await;
    assert_eq!(baik.json["hasil"], "berlaku");
    assert_eq!(baik.json["dokumen"], "Kutipan akta kelahiran");
    assert_eq!(baik.json["penanda_tangan"], app.kantor.pemegang("kadis").nama.as_str());
    assert_eq!(baik.json["jabatan"], "Kepala Dinas");
    assert_eq!(baik.json["halaman"], 1);
    let sidik = lama["sha256"].as_str().unwrap();
    assert_eq!(baik.json["sidik_awal"], &sidik[..16]);
    tanpa_data_pribadi(&baik.teks, &rahasia);
    let ketik = kode.to_lowercase().replace('-', "");
    assert_eq!(periksa(&app, &ketik).await.json, baik.json);

    // On the page that the QR opens.
    let laman = halaman(&app, &format!("/{kode}")).await;
    assert_eq!(laman.status, 200);
    assert!(laman.teks.contains("Berlaku") && !laman.teks.contains("<script"), "{}", laman.teks);
    assert!(laman.teks.len() < 10_000, "{}", laman.teks.len());
    tanpa_data_pribadi(&laman.teks, &rahasia);
    let kepala = |nama: &str| laman.header[nama].to_str().unwrap().to_owned();
    assert_eq!(kepala("cache-control"), "no-store");
    assert!(
        kepala("content-security-policy").starts_with("default-src 'none'; style-src 'sha256-")
    );

    // By the file, and altered in one byte.
    let pdf = unduh(&layanan, lama["id"].as_str().unwrap()).await;
    assert_eq!(periksa_berkas(&app, &pdf).await, baik.json);
    let mut rusak = pdf.clone();
    let letak = rusak.windows(6).position(|jendela| jendela == b"CONTOH").unwrap();
    rusak[letak] = b'D';
    let berubah = periksa_berkas(&app, &rusak).await;
    assert_eq!(berubah["hasil"], "berubah", "{berubah}");
    assert_eq!(berubah["dokumen"], Value::Null);

    // The correction: free, prefilled, before others, one at a time.
    let jalur = format!("/v1/dokumen/{}/perbaikan", lama["id"].as_str().unwrap());
    let isi = json!({ "alasan": "Nama ibu salah ketik." });
    assert_eq!(layanan.post(&jalur, isi.clone()).await.masalah(403), "tidak_berizin");
    let baru = kasi.post(&jalur, isi.clone()).await.ok();
    assert_eq!(kasi.post(&jalur, isi).await.masalah(409), "perbaikan_sudah_ada");
    warga.pesan("sedang kami perbaiki").await;
    let id_baru = baru["permohonan_id"].as_str().unwrap().to_owned();
    assert_eq!(produk(&layanan, &id_baru).await["memperbaiki"]["dokumen_id"], lama["id"]);
    // The papers of the first case count; nobody brings them twice.
    layanan.putuskan(&id_baru, "verifikasi_awal", "lengkap", None).await.ok();
    siak.putuskan(&id_baru, "verifikasi_siak", "lolos", None).await.ok();
    assert_eq!(periksa(&app, kode).await.json["hasil"], "berlaku", "until the new one is signed");
    sampai_ditandatangani(&app, &id_baru).await;
    let diganti = periksa(&app, kode).await;
    assert_eq!(diganti.json["hasil"], "diganti");
    assert!(diganti.json["berubah"].is_string());
    let kalimat = diganti.json["kalimat"].as_str().unwrap();
    assert!(kalimat.contains("diganti oleh dokumen lebih baru tanggal "), "{kalimat}");
    tanpa_data_pribadi(&diganti.teks, &rahasia);
    assert_eq!(periksa_berkas(&app, &pdf).await["hasil"], "diganti");
    warga.pesan("sudah diganti dengan yang baru").await;
    let pengganti = sekarang(&layanan, &id_baru).await;
    let riwayat = produk(&layanan, &id).await["produk"][0]["riwayat"][0].clone();
    assert_eq!(riwayat["pengganti_id"], pengganti["id"]);
    assert_eq!(pengganti["menggantikan_id"], riwayat["id"]);

    // Withdrawn: once, told, and read by everybody.
    let jalur = format!("/v1/dokumen/{}/pencabutan", pengganti["id"].as_str().unwrap());
    let isi = json!({ "kode": "dasar_tidak_sah", "alasan": "Surat lahir palsu atas nama Zahra." });
    assert_eq!(layanan.post(&jalur, isi.clone()).await.masalah(403), "tidak_berizin");
    kasi.post(&jalur, json!({ "kode": "lainnya", "alasan": " " })).await.masalah(422);
    assert_eq!(kasi.post(&jalur, isi.clone()).await.ok()["keadaan"], "dicabut");
    assert_eq!(kasi.post(&jalur, isi).await.masalah(409), "dokumen_tidak_berlaku");
    let kode_baru = pengganti["kode_verifikasi"].as_str().unwrap();
    let dicabut = periksa(&app, kode_baru).await;
    assert_eq!(dicabut.json["hasil"], "dicabut");
    tanpa_data_pribadi(&dicabut.teks, &rahasia);
    let laman = halaman(&app, &format!("?kode={kode_baru}")).await;
    assert!(laman.teks.contains("Dicabut"), "{}", laman.teks);
    warga.pesan("sudah dicabut").await;
}

#[tokio::test]
async fn what_waits_to_be_sent_is_called_off_when_the_document_is_withdrawn() {
    let app = TestApp::start("balangan").await;
    let warga = app.kantor.warga("6281300001702");
    let nomor = ajukan_akta(&warga).await;
    let layanan = app.sebagai("operator_layanan").await;
    let id = cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();
    layanan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
    let siak = app.sebagai("operator_siak").await;
    siak.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();
    sampai_ditandatangani(&app, &id).await;
    // The resident has been silent for long: the document waits in the outbox.
    crate::pengiriman::tutup_jendela(&app).await;
    layanan.putuskan(&id, "kirim", "terkirim", None).await.ok();
    sampai("dokumen tertahan", || async {
        let daftar = layanan.get("/v1/pesan-keluar?keadaan=tertahan").await.ok();
        (!daftar["data"].as_array()?.is_empty()).then_some(())
    })
    .await;
    let dokumen = sekarang(&layanan, &id).await["id"].as_str().unwrap().to_owned();
    let isi = json!({ "kode": "data_salah", "alasan": "Salah ketik." });
    let kasi = app.sebagai("kasi").await;
    kasi.post(&format!("/v1/dokumen/{dokumen}/pencabutan"), isi).await.ok();
    let serah = produk(&layanan, &id).await["produk"][0]["penyerahan"][0].clone();
    assert_eq!(serah["galat"], "dokumen_dicabut", "{serah}");
    assert_eq!(serah["keadaan"], "dibatalkan");
    // Even when the resident writes again, the withdrawn file does not leave.
    warga.tulis("halo").await;
    warga.pesan("sudah dicabut").await;
    assert!(warga.masuk().iter().all(|pesan| pesan.media.is_none()), "nothing withdrawn leaves");
}

#[tokio::test]
async fn a_file_of_somebody_else_is_told_apart_from_the_offices_own() {
    let app = TestApp::start("pekanbaru").await;
    let kadis = app.kantor.pemegang("kadis");
    let penanda = app.kantor.bsre.signer(kadis.nik.as_deref().unwrap()).unwrap();
    let polos = contoh_pdf("SURAT", &["CONTOH"]);
    let asing = periksa_berkas(&app, &sign_pdf(&polos, &penanda).unwrap()).await;
    assert_eq!(asing["hasil"], "bukan_catatan");
    assert_eq!(asing["penanda_tangan"], kadis.nama.as_str());
    assert_eq!(periksa_berkas(&app, &polos).await["hasil"], "tanpa_tanda_tangan");
    assert_eq!(periksa_berkas(&app, b"bukan pdf").await["hasil"], "tidak_terbaca");
    let mut panjang = b"%PDF-1.7\n".to_vec();
    panjang.resize(20 * 1024 * 1024 + 1, b'a');
    let (jenis, badan) = formulir(&panjang);
    let jalur = format!("/v1/publik/{}/verifikasi", app.kantor.tenant.slug);
    let header = [("content-type", jenis.as_str())];
    let besar = app.anonim().panggil(Method::POST, &jalur, &header, Some(badan)).await;
    assert_eq!(besar.masalah(413), "isi_terlalu_besar");
    let kosong = app.anonim().panggil(Method::POST, &jalur, &header, Some(formulir(b"").1)).await;
    kosong.masalah(422);
    let header = [("content-type", "application/pdf")];
    let polos_saja = app.anonim().panggil(Method::POST, &jalur, &header, Some(polos.clone())).await;
    assert_eq!(polos_saja.masalah(415), "jenis_isi_tidak_didukung");
    // The page takes the same file.
    let (jenis, badan) = formulir(&polos);
    let header = [("content-type", jenis.as_str())];
    let jalur = format!("/v/{}", app.kantor.tenant.slug);
    let laman = app.anonim().panggil(Method::POST, &jalur, &header, Some(badan)).await;
    assert!(laman.teks.contains("tidak punya tanda tangan elektronik"), "{}", laman.teks);
}

#[tokio::test]
async fn guessing_is_slowed_down_and_a_typing_error_is_told_at_once() {
    let app = TestApp::start("balangan").await;
    let ids = app.kantor.parts.ports.ids.clone();
    let acak = || loket_domain::verifikasi::KodeVerifikasi::baru(ids.as_ref()).to_string();
    // A typing error costs no guess.
    for _ in 0..30 {
        let salah = periksa(&app, "7Q2M-KX9D-0FHA-0000").await;
        salah.masalah(422);
        assert_eq!(salah.json["errors"][0]["kode"], "kode_verifikasi_salah_ketik");
    }
    let tidak_ada = periksa(&app, &acak()).await;
    assert_eq!(tidak_ada.json["hasil"], "tidak_ditemukan");
    // An office that is not there answers in the same way.
    let lain = app.anonim().get(&format!("/v1/publik/tidak_ada/verifikasi/{}", acak())).await;
    assert_eq!(lain.json, tidak_ada.json);
    let mut terakhir = periksa(&app, &acak()).await;
    for _ in 0..40 {
        if terakhir.status == 429 {
            break;
        }
        assert_eq!(terakhir.json, tidak_ada.json, "every wrong code looks the same");
        terakhir = periksa(&app, &acak()).await;
    }
    assert_eq!(terakhir.masalah(429), "terlalu_banyak_percobaan");
    assert_eq!(terakhir.header["retry-after"], "600");
    let laman = halaman(&app, &format!("/{}", acak())).await;
    assert_eq!(laman.status, 429);
    assert!(laman.header.contains_key("retry-after"));
}
