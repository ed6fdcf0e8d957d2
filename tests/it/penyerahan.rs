//! Hand-overs end to end: who gets what on which channel, and what happens when it does not arrive.

use loket_domain::{
    akses::kenali,
    dokumen::{Dokumen, DokumenId, KeadaanDokumen},
    layanan::{JenisProduk, Medium, SaluranPenyerahan},
    nilai::Kode,
    penyerahan::nyatakan_siap,
};
use loket_simulators::{bsre::sign_pdf, contoh_pdf};
use loket_tests::{
    app::{Kantor, TestApp},
    klien::{Jawaban, Klien, taruh},
    sampai,
    warga::{FOTO, tautan},
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::kembaran::{daftarkan, unggah};

pub const NIK: &str = "1471012502100003";

/// Pekanbaru, with these channels for its PDF.
pub async fn kantor(saluran: &[SaluranPenyerahan]) -> TestApp {
    let saluran = saluran.to_vec();
    let kantor = Kantor::siapkan_dengan("pekanbaru", |paket| {
        for produk in paket.layanan.iter_mut().flat_map(|layanan| &mut layanan.produk) {
            produk.penyerahan.clone_from(&saluran);
        }
    })
    .await;
    TestApp::layani(kantor)
}

/// Somebody at the counter, with a number that an officer typed.
pub async fn di_loket(fo: &Klien, pemohon: Value) -> String {
    let isi = json!({
        "layanan": "kirim_pdf", "kanal": "loket", "pemohon": pemohon,
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471012502100003" },
    });
    let id = daftarkan(fo, "a", isi).await;
    unggah(fo, &id, &["ktp"]).await;
    id
}

/// Signs the PDF and lets it go; the bytes.
pub async fn serahkan(app: &TestApp, fo: &Klien, id: &str) -> Vec<u8> {
    fo.putuskan(id, "cek_daftar", "lanjut", None).await.ok();
    let cek = fo.terima(id, "cek_siak").await;
    let kadis = app.kantor.pemegang("kadis");
    let penanda = app.kantor.bsre.signer(kadis.nik.as_deref().unwrap()).unwrap();
    let pdf = sign_pdf(&contoh_pdf("KARTU KELUARGA", &["CONTOH"]), &penanda).unwrap();
    assert_eq!(fo.unggah_dokumen(id, "kk", &pdf, true).await.ok()["keadaan"], "sah");
    fo.putuskan_tugas(&cek, "sudah_tte", None).await.ok();
    pdf
}

pub async fn buku(petugas: &Klien, id: &str) -> Vec<Value> {
    let buku = petugas.get(&format!("/v1/permohonan/{id}/penyerahan")).await.ok();
    buku["data"].as_array().unwrap().clone()
}

/// Waits until the ledger of a case reads so: channel and state of every attempt.
pub async fn menjadi(petugas: &Klien, id: &str, harap: &[(&str, &str)]) -> Vec<Value> {
    let harap: Vec<Value> = harap.iter().map(|(a, b)| json!([a, b])).collect();
    sampai(&format!("buku {harap:?}"), || async {
        let semua = buku(petugas, id).await;
        let kini: Vec<Value> =
            semua.iter().map(|satu| json!([satu["saluran"], satu["keadaan"]])).collect();
        (kini == harap).then_some(semua)
    })
    .await
}

/// The path of an address.
fn jalur(app: &TestApp, url: &str) -> String {
    url.strip_prefix(&app.basis).unwrap_or_else(|| panic!("{url}")).to_owned()
}

pub async fn jawab(app: &TestApp, jalur: &str, jawaban: &str) -> Jawaban {
    let isi = format!("jawaban={jawaban}").into_bytes();
    let kepala = [("content-type", "application/x-www-form-urlencoded")];
    app.anonim().panggil(Method::POST, jalur, &kepala, Some(isi)).await
}

/// The link in the newest message of a resident that has one.
pub async fn undangan(app: &TestApp, nomor: &str) -> String {
    let warga = app.kantor.warga(nomor);
    let url = sampai("undangan", || async { warga.masuk().iter().rev().find_map(tautan) }).await;
    jalur(app, &url)
}

/// The link in an email.
pub async fn undangan_surel(app: &TestApp, alamat: &str) -> String {
    let url = sampai("surel undangan", || async {
        let surat = app.kantor.smtp.mailbox(alamat);
        let teks = surat
            .iter()
            .map(loket_simulators::smtp::Mail::text)
            .find(|teks| teks.contains("/ambil/"))?;
        teks.lines().find(|baris| baris.contains("/ambil/")).map(str::to_owned)
    })
    .await;
    jalur(app, url.trim())
}

#[tokio::test]
async fn a_number_that_an_officer_typed_gets_the_file_only_after_the_right_answer() {
    use SaluranPenyerahan::{Loket, Whatsapp};
    let app = kantor(&[Whatsapp, Loket]).await;
    let fo = app.sebagai("fo").await;
    let pemohon = json!({ "nama": "Budi Contoh", "nik": NIK, "nomor_wa": "0812 0000 0701" });
    let id = di_loket(&fo, pemohon).await;
    let warga = app.kantor.warga("6281200000701");
    // The 24-hour window is open; the number proves nothing by that.
    warga.tulis("halo").await;
    let pdf = serahkan(&app, &fo, &id).await;
    let halaman = undangan(&app, "6281200000701").await;
    menjadi(&fo, &id, &[("whatsapp", "menunggu_penerima")]).await;
    let lihat = app.anonim().get(&halaman).await;
    assert_eq!(lihat.status, 200, "{}", lihat.teks);
    assert!(lihat.teks.contains("Empat angka terakhir NIK"), "{}", lihat.teks);
    assert!(!lihat.teks.contains("Budi") && !lihat.teks.contains(NIK), "nothing personal");
    let csp = lihat.header["content-security-policy"].to_str().unwrap();
    assert!(csp.contains("default-src 'none'") && !csp.contains("script-src"), "{csp}");
    let salah = jawab(&app, &halaman, "0000").await;
    assert_eq!(salah.status, 422);
    assert!(salah.teks.contains("Sisa percobaan: 2"), "{}", salah.teks);
    assert!(warga.masuk().iter().all(|pesan| pesan.media.is_none()), "nothing left yet");
    assert_eq!(jawab(&app, &halaman, "0003").await.status, 200);
    let (_, diterima) = warga.dokumen("kk-").await;
    assert_eq!(diterima, pdf);
    let semua = menjadi(&fo, &id, &[("whatsapp", "diserahkan")]).await;
    let jejak: Vec<&Value> =
        semua[0]["jejak"].as_array().unwrap().iter().map(|satu| &satu["keadaan"]).collect();
    assert_eq!(jejak, ["menunggu_penerima", "berjalan", "diserahkan"]);
}

#[tokio::test]
async fn three_wrong_answers_close_the_link_and_the_counter_takes_over() {
    use SaluranPenyerahan::{Loket, Tautan, Whatsapp};
    let app = kantor(&[Whatsapp, Tautan, Loket]).await;
    let fo = app.sebagai("fo").await;
    let pemohon = json!({ "nama": "Budi Contoh", "nik": NIK, "nomor_wa": "0812 0000 0702" });
    let id = di_loket(&fo, pemohon).await;
    let warga = app.kantor.warga("6281200000702");
    warga.tulis("halo").await;
    serahkan(&app, &fo, &id).await;
    let halaman = undangan(&app, "6281200000702").await;
    for (jawaban, status) in [("1111", 422), ("22", 422), ("", 410), ("0003", 410)] {
        assert_eq!(jawab(&app, &halaman, jawaban).await.status.as_u16(), status, "{jawaban}");
    }
    // Not by another link, where the question could be tried again.
    let semua = menjadi(&fo, &id, &[("whatsapp", "gagal"), ("loket", "siap")]).await;
    assert_eq!(semua[0]["galat"], "penerima_salah");
    warga.pesan("diambil di loket kantor").await;
    assert!(warga.masuk().iter().all(|pesan| pesan.media.is_none()));
    let kabar = fo.get("/v1/notifikasi").await.ok();
    assert!(kabar.to_string().contains("tiga kali salah"), "{kabar}");
    let lagi = format!("/v1/penyerahan/{}/ulangi", semua[0]["id"].as_str().unwrap());
    let sedang = fo.post(&lagi, json!({})).await;
    assert_eq!(sedang.masalah(409), "sedang_diserahkan", "one attempt at a time");
}

#[tokio::test]
async fn a_one_time_link_gives_the_file_once_and_a_broken_download_for_a_while() {
    use SaluranPenyerahan::{Loket, Tautan};
    let app = kantor(&[Tautan, Loket]).await;
    let fo = app.sebagai("fo").await;
    let pemohon = json!({ "nama": "Budi Contoh", "nomor_wa": "0812 0000 0703" });
    let id = di_loket(&fo, pemohon).await;
    // No NIK is known: a PIN, told at the counter.
    let pin = fo.post(&format!("/v1/permohonan/{id}/penyerahan/pin"), json!({})).await.ok();
    let pin = pin["pin"].as_str().unwrap().to_owned();
    app.kantor.warga("6281200000703").tulis("halo").await;
    let pdf = serahkan(&app, &fo, &id).await;
    let halaman = undangan(&app, "6281200000703").await;
    let lain = halaman.replacen(app.kantor.tenant.slug.as_str(), "balangan_0", 1);
    assert_eq!(app.anonim().get(&lain).await.status, 404, "of another office");
    for _ in 0..3 {
        assert_eq!(app.anonim().get(&halaman).await.status, 200, "looking uses nothing up");
    }
    let berkas = jawab(&app, &halaman, &pin).await;
    assert_eq!(berkas.status, 200);
    assert_eq!(berkas.isi, pdf);
    let kepala = |nama: &str| berkas.header[nama].to_str().unwrap().to_owned();
    assert_eq!(kepala("content-type"), "application/pdf");
    assert_eq!(kepala("cache-control"), "no-store");
    assert_eq!(kepala("x-content-type-options"), "nosniff");
    assert!(kepala("content-disposition").starts_with("attachment; filename=\"kk-"));
    assert_eq!(jawab(&app, &halaman, &pin).await.isi, pdf, "the download broke off");
    let semua = menjadi(&fo, &id, &[("tautan", "diserahkan")]).await;
    let tarik = format!("/v1/penyerahan/{}/penarikan", semua[0]["id"].as_str().unwrap());
    let hasil = fo.post(&tarik, json!({ "sebab": "salah_orang" })).await.ok();
    assert_eq!(hasil["sudah_sampai"], true);
    assert_eq!(jawab(&app, &halaman, &pin).await.status, 410, "taken back");
    menjadi(&fo, &id, &[("tautan", "ditarik")]).await;
    assert_eq!(
        fo.post(&tarik, json!({ "sebab": "salah_orang" })).await.masalah(409),
        "keadaan_penyerahan"
    );
    let daftar = fo.get("/v1/penarikan").await.ok();
    assert_eq!(daftar["data"][0]["penyerahan_id"], semua[0]["id"]);
}

#[tokio::test]
async fn an_email_carries_the_pdf_after_its_address_was_confirmed() {
    use SaluranPenyerahan::{Email, Loket, Whatsapp};
    let app = kantor(&[Whatsapp, Email, Loket]).await;
    let fo = app.sebagai("fo").await;
    let id = di_loket(&fo, json!({ "nama": "Budi Contoh", "nik": NIK })).await;
    let pilih = format!("/v1/permohonan/{id}/penyerahan/pilihan");
    let isi = |surel: &str| json!({ "produk": "kk", "saluran": "email", "surel": surel });
    let put = async |isi: Value| {
        let kepala = [("content-type", "application/json")];
        fo.panggil(Method::PUT, &pilih, &kepala, Some(isi.to_string().into_bytes())).await
    };
    assert_eq!(put(isi("bukan surel")).await.status, 422);
    assert_eq!(put(isi("budi@contoh.id")).await.ok()["tujuan"], "b***@contoh.id");
    let pdf = serahkan(&app, &fo, &id).await;
    let halaman = undangan_surel(&app, "budi@contoh.id").await;
    menjadi(&fo, &id, &[("email", "menunggu_penerima")]).await;
    assert_eq!(jawab(&app, &halaman, "0003").await.status, 200);
    let nama = sampai("surel dengan PDF", || async {
        let surat = app.kantor.smtp.mailbox("budi@contoh.id");
        surat.iter().find_map(|satu| Some((satu.clone(), satu.attachments().pop()?)))
    })
    .await;
    assert_eq!(nama.0.attachment(&nama.1).unwrap(), pdf);
    for surat in app.kantor.smtp.mailbox("budi@contoh.id") {
        let isi = format!("{} {}", surat.subject(), surat.text());
        assert!(!isi.contains(NIK) && !isi.contains("Budi"), "nothing personal: {isi}");
    }
    menjadi(&fo, &id, &[("email", "diserahkan")]).await;
}

#[tokio::test]
async fn a_mail_server_that_refuses_sends_the_applicant_to_the_counter() {
    use SaluranPenyerahan::{Email, Loket};
    let app = kantor(&[Email, Loket]).await;
    let fo = app.sebagai("fo").await;
    let id = di_loket(&fo, json!({ "nama": "Budi Contoh", "nik": NIK })).await;
    let pilih = format!("/v1/permohonan/{id}/penyerahan/pilihan");
    let isi = json!({ "produk": "kk", "saluran": "email", "surel": "tidak-ada@contoh.id" });
    let kepala = [("content-type", "application/json")];
    fo.panggil(Method::PUT, &pilih, &kepala, Some(isi.to_string().into_bytes())).await.ok();
    app.kantor.smtp.faults(|f| f.rcpt_5xx = 1);
    serahkan(&app, &fo, &id).await;
    let semua = menjadi(&fo, &id, &[("email", "gagal"), ("loket", "siap")]).await;
    assert_eq!(semua[0]["galat"], "smtp_550");
}

#[tokio::test]
async fn an_email_without_an_answer_is_sent_again_as_the_same_one() {
    use SaluranPenyerahan::{Email, Loket};
    let app = kantor(&[Email, Loket]).await;
    let fo = app.sebagai("fo").await;
    let id = di_loket(&fo, json!({ "nama": "Budi Contoh", "nik": NIK })).await;
    let pilih = format!("/v1/permohonan/{id}/penyerahan/pilihan");
    let isi = json!({ "produk": "kk", "saluran": "email", "surel": "siti@contoh.id" });
    let kepala = [("content-type", "application/json")];
    fo.panggil(Method::PUT, &pilih, &kepala, Some(isi.to_string().into_bytes())).await.ok();
    app.kantor.smtp.faults(|f| f.drop_after_data = 1);
    serahkan(&app, &fo, &id).await;
    let surat = sampai("surel kedua", || async {
        let surat = app.kantor.smtp.mailbox("siti@contoh.id");
        (surat.len() == 2).then_some(surat)
    })
    .await;
    assert_eq!(surat[0].message_id(), surat[1].message_id(), "recognisable as one");
    menjadi(&fo, &id, &[("email", "menunggu_penerima")]).await;
}

#[tokio::test]
async fn a_recall_is_kept_says_what_cannot_be_undone_and_bars_the_number() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281200000704");
    let nomor = crate::pekanbaru::ajukan_pdf(&warga).await;
    let fo = app.sebagai("fo").await;
    let id = crate::pekanbaru::cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    serahkan(&app, &fo, &id).await;
    warga.dokumen("kk-").await;
    let semua = menjadi(&fo, &id, &[("whatsapp", "diserahkan")]).await;
    let satu = semua[0]["id"].as_str().unwrap();
    let tarik = json!({ "sebab": "salah_nomor", "catatan": "Nomor tetangga." });
    let hasil = fo.post(&format!("/v1/penyerahan/{satu}/penarikan"), tarik).await.ok();
    assert_eq!(hasil["sudah_sampai"], true);
    assert!(hasil["tindak_lanjut"].as_str().unwrap().contains("tidak dapat menghapus"));
    // The same number is not tried again for this case.
    let ulang = format!("/v1/penyerahan/{satu}/ulangi");
    assert_eq!(fo.post(&ulang, json!({})).await.masalah(409), "saluran_belum_mungkin");
    fo.post(&ulang, json!({ "saluran": "loket" })).await.ok();
    menjadi(&fo, &id, &[("whatsapp", "ditarik"), ("loket", "siap")]).await;
    let saring = fo.get("/v1/penyerahan?saluran=loket&keadaan=siap&batas=1").await.ok();
    assert_eq!(saring["data"][0]["permohonan_id"], id);
}

/// Proof of a hand-over, put and written down.
pub async fn buktikan(petugas: &Klien, id: &str) -> Jawaban {
    let umum = json!({ "tipe": "image/jpeg", "ukuran": FOTO.len() });
    let umum = petugas.post(&format!("/v1/penyerahan/{id}/bukti"), umum).await.ok();
    taruh(&umum["unggah"], FOTO).await;
    let hasil = json!({ "penerima": { "nama": "Becce Contoh", "hubungan": "sendiri" } });
    petugas.post(&format!("/v1/penyerahan/{id}/hasil"), hasil).await
}

#[tokio::test]
async fn sinjai_sends_papers_to_the_village_with_both_parafs_and_only_its_official_hands_them_over()
{
    let app = TestApp::start("sinjai").await;
    let desa = app.sebagai("aparat_desa").await;
    let isi = json!({
        "layanan": "one_three", "kanal": "loket",
        "pemohon": { "nama": "Becce Contoh" },
        "kuasa": { "hubungan": "aparat_desa", "nama": "Ambo Contoh" },
        "isian": {
            "nama_anak": "Andi Contoh", "tempat_lahir": "Bonto Katute",
            "tanggal_lahir": crate::sinjai::hari_lalu(&app, 10), "kelompok_rentan": "lansia",
        },
    });
    let id = daftarkan(&desa, "a", isi).await;
    unggah(&desa, &id, &["formulir_f201", "sptjm_lahir", "buku_nikah", "kk"]).await;
    app.sebagai("pegawai").await.putuskan(&id, "verifikasi", "lengkap", None).await.ok();
    crate::sinjai::sampai_tte(&app, &id, &["kk", "akta"]).await;
    let operator = app.sebagai("operator").await;
    operator.putuskan(&id, "kirim", "terkirim", None).await.ok();
    let semua = menjadi(&operator, &id, &[("desa", "antre"), ("desa", "antre")]).await;
    let isi: Vec<&str> = semua.iter().map(|satu| satu["id"].as_str().unwrap()).collect();
    let surat = json!({ "unit": "desa_bonto_katute", "penyerahan": isi });
    assert_eq!(desa.post("/v1/surat-jalan", surat.clone()).await.masalah(403), "tidak_berizin");
    let surat = operator.post("/v1/surat-jalan", surat.clone()).await.ok();
    let satu = format!("/v1/surat-jalan/{}", surat["id"].as_str().unwrap());
    assert_eq!(desa.get(&satu).await.status, 404, "not theirs before it leaves");
    let awal = desa.post(&format!("{satu}/penerimaan"), json!({})).await;
    assert_eq!(awal.status, 404, "nothing was given away yet");
    let jalan = operator.post(&format!("{satu}/penyerahan"), json!({})).await.ok();
    assert_eq!(
        (&jalan["keadaan"], &jalan["langkah"][0]["penerimaan"]),
        (&json!("di_jalan"), &Value::Null)
    );
    menjadi(&operator, &id, &[("desa", "berjalan"), ("desa", "berjalan")]).await;
    let bukan = operator.post(&format!("{satu}/penerimaan"), json!({})).await;
    assert_eq!(bukan.status, 404, "only the unit takes it");
    let terima = json!({ "kurang": [isi[1]] });
    let tiba = desa.post(&format!("{satu}/penerimaan"), terima).await.ok();
    assert_eq!((&tiba["keadaan"], &tiba["langkah"][0]["kurang"]), (&json!("diterima"), &json!(1)));
    assert!(tiba["langkah"][0]["penerimaan"]["oleh"]["nama"].is_string());
    let lembar = desa.get(&format!("{satu}/lembar?format=html")).await;
    assert!(lembar.teks.contains("SURAT JALAN"), "{}", lembar.teks);
    let kini = [("desa", "siap"), ("desa", "gagal"), ("loket", "siap")];
    menjadi(&operator, &id, &kini).await;
    assert_eq!(buktikan_kosong(&desa, isi[0]).await, "bukti_wajib");
    let hasil = json!({ "penerima": { "nama": "Becce Contoh", "hubungan": "sendiri" } });
    let kantor = operator.post(&format!("/v1/penyerahan/{}/hasil", isi[0]), hasil).await;
    assert_eq!(kantor.status, 404, "what a village holds is handed over by the village");
    assert_eq!(buktikan(&desa, isi[0]).await.ok()["keadaan"], "diserahkan");
    let daftar = desa.get("/v1/penyerahan").await.ok();
    assert_eq!(daftar["data"].as_array().unwrap().len(), 2, "only what travels to the village");
}

async fn buktikan_kosong(petugas: &Klien, id: &str) -> String {
    let hasil = json!({ "penerima": { "nama": "Becce Contoh", "hubungan": "sendiri" } });
    let jawaban = petugas.post(&format!("/v1/penyerahan/{id}/hasil"), hasil).await;
    jawaban.masalah(409).to_owned()
}

#[tokio::test]
async fn kembaran_brings_a_letter_to_a_disabled_resident_and_the_counter_waits_when_nobody_is_home()
{
    let app = TestApp::start("kembaran").await;
    let depan = app.sebagai("petugas_pelayanan").await;
    let isi = json!({
        "layanan": "disabilitas", "kanal": "loket",
        "pemohon": { "nama": "Tono Contoh" },
        "kuasa": { "hubungan": "wali", "nama": "Sri Contoh" },
        "isian": {
            "dokumen": "kartu keluarga", "kelompok_rentan": "disabilitas", "kebutuhan": "didampingi",
        },
    });
    let id = daftarkan(&depan, "a", isi).await;
    let pilih = format!("/v1/permohonan/{id}/penyerahan/pilihan");
    let tawaran = depan.get(&pilih).await.ok();
    assert_eq!(tawaran["data"][0]["boleh"], json!(["loket", "kunjungan"]), "K-21");
    let kepala = [("content-type", "application/json")];
    let put = async |isi: Value| {
        depan.panggil(Method::PUT, &pilih, &kepala, Some(isi.to_string().into_bytes())).await
    };
    let softcopy = put(json!({ "produk": "dokumen", "saluran": "whatsapp" })).await;
    assert_eq!(softcopy.status, 422, "{}", softcopy.teks);
    assert!(softcopy.teks.contains("kartu_tidak_boleh_softcopy"), "{}", softcopy.teks);
    let rumah = json!({
        "produk": "dokumen", "saluran": "kunjungan", "alamat": "RT 2 RW 1 Desa Contoh, Kembaran",
    });
    put(rumah).await.ok();

    // As the printer's desk says it: the letter is there.
    let ports = &app.kantor.parts.ports;
    let pelaku = kenali(ports, depan.token.as_deref().unwrap()).await.unwrap();
    let mut work = ports.store.begin(&app.kantor.tenant.slug).await.unwrap();
    let mut dokumen = Dokumen {
        id: DokumenId::new(ports.ids.uuid()),
        permohonan: id.parse::<uuid::Uuid>().unwrap().into(),
        produk: Kode::parse("dokumen").unwrap(),
        jenis: JenisProduk::SuratKeterangan,
        medium: Medium::SuratBasah,
        nama: "Dokumen kependudukan".to_owned(),
        nomor: None,
        versi: 1,
        bertanda_tangan: false,
        unggahan: None,
        keadaan: KeadaanDokumen::Dikerjakan,
        jejak: loket_domain::dokumen::JejakDokumen::default(),
        dibuat_pada: ports.clock.now(),
    };
    work.dokumen().tambah(&dokumen).await.unwrap();
    nyatakan_siap(ports, work.as_mut(), &pelaku, &mut dokumen).await.unwrap();
    work.commit().await.unwrap();

    let semua = menjadi(&depan, &id, &[("kunjungan", "antre")]).await;
    let satu = format!("/v1/penyerahan/{}", semua[0]["id"].as_str().unwrap());
    assert_eq!(semua[0]["tujuan"], "RT 2 R***", "masked");
    let belum = depan.post(&format!("{satu}/keberangkatan"), json!({})).await;
    assert_eq!(belum.masalah(409), "belum_ditugaskan");
    let petugas = pelaku.pengguna().unwrap().uuid();
    let tugas = json!({ "petugas_id": petugas }).to_string().into_bytes();
    depan.panggil(Method::PUT, &format!("{satu}/penugasan"), &kepala, Some(tugas)).await.ok();
    depan.post(&format!("{satu}/keberangkatan"), json!({})).await.ok();
    depan.post(&format!("{satu}/hasil"), json!({ "gagal": "tidak_ada_orang" })).await.ok();
    let semua = menjadi(&depan, &id, &[("kunjungan", "gagal"), ("loket", "siap")]).await;
    assert_eq!(semua[0]["galat"], "tidak_ada_orang");
}
