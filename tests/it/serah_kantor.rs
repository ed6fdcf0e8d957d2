//! The delivery rules of each seed office end to end, each with the numbers of its daily report against its ledger (P-14).

use std::collections::BTreeMap;

use loket_domain::{
    akses::TambahPengguna,
    layanan::{JenisProduk, Medium, SaluranPenyerahan, periksa_saluran},
    permohonan::CatatanBaru,
    tenant::Paket,
};
use loket_tests::{
    app::{Kantor, SANDI, TestApp, paket, petugas_baru},
    klien::Klien,
    warga::Warga,
};
use reqwest::Method;
use serde_json::{Value, json};
use time::{Duration, UtcOffset};

use crate::{
    balangan::{ajukan_akta, sampai_ditandatangani},
    kartu::{cetak_kasus, siapkan},
    kembaran::{catat, daftarkan, unggah},
    laporan::cocok,
    pekanbaru::{ajukan_pdf, cari},
    penyerahan::{buktikan, buku, menjadi, serahkan},
    sinjai::{hari_lalu, sampai_tte},
};

/// The sums of the ledger by channel and state are those of its rows, as every client reads them; and the report of the day
/// says what the ledger says.
async fn cocok_rekap(app: &TestApp, petugas: &Klien, kasus: &[&str]) {
    let mut harap: BTreeMap<(String, String), u64> = BTreeMap::new();
    for id in kasus {
        for satu in buku(petugas, id).await {
            for jejak in satu["jejak"].as_array().unwrap() {
                let kata = |nilai: &Value| nilai.as_str().unwrap().to_owned();
                let kunci = (kata(&satu["saluran"]), kata(&jejak["keadaan"]));
                *harap.entry(kunci).or_default() += 1;
            }
        }
    }
    let ports = &app.kantor.parts.ports;
    let now = ports.clock.now();
    let hari = Duration::days(1);
    let mut work = ports.store.read(&app.kantor.tenant.slug).await.unwrap();
    let rekap =
        work.penyerahan().rekap_penyerahan(now - hari, now + hari, UtcOffset::UTC).await.unwrap();
    drop(work);
    let mut jumlah: BTreeMap<(String, String), u64> = BTreeMap::new();
    for satu in rekap {
        let kunci = (satu.saluran.kata().to_owned(), satu.keadaan.kata().to_owned());
        *jumlah.entry(kunci).or_default() += satu.jumlah;
        assert!(
            periksa_saluran(satu.jenis, Medium::Kartu, satu.saluran).is_ok()
                || !matches!(satu.jenis, JenisProduk::Kia | JenisProduk::KtpEl),
            "B-24: {} by {}",
            satu.jenis.nama(),
            satu.saluran.kata()
        );
    }
    assert_eq!(jumlah, harap);
    cocok(app).await;
}

fn tanpa_berkas(warga: &Warga<'_>) -> bool {
    warga.masuk().iter().all(|pesan| pesan.media.is_none())
}

/// B-22..B-26: the PDF to the applicant's own number, a hardcopy on wish, cards at the counter only.
#[tokio::test]
async fn balangan_sends_pdfs_to_the_own_number_prints_on_wish_and_keeps_cards_at_the_counter() {
    let app = TestApp::start("balangan").await;
    let (layanan, loket) = (app.sebagai("operator_layanan").await, app.sebagai("loket").await);
    let warga = app.kantor.warga("6281300000931");
    let akta = cari(&layanan, &ajukan_akta(&warga).await).await["id"].as_str().unwrap().to_owned();
    layanan.putuskan(&akta, "verifikasi_awal", "lengkap", None).await.ok();
    app.sebagai("operator_siak").await.putuskan(&akta, "verifikasi_siak", "lolos", None).await.ok();
    sampai_ditandatangani(&app, &akta).await;
    layanan.putuskan(&akta, "kirim", "terkirim", None).await.ok();
    warga.dokumen("akta-").await;
    menjadi(&layanan, &akta, &[("whatsapp", "diserahkan")]).await;
    // B-25: a printed copy on wish waits at the counter beside it.
    let cetak = json!({ "permohonan_id": akta, "produk": "akta" });
    loket.post("/v1/loket/rak", cetak).await.ok();
    menjadi(&layanan, &akta, &[("whatsapp", "diserahkan"), ("loket", "siap")]).await;

    // B-21, B-24, B-26: a card is printed, waits, and is offered in no other way.
    let isi = json!({
        "layanan": "ktp_el", "kanal": "loket",
        "pemohon": { "nama": "Siti Aminah", "nik": "6311014101900001", "nomor_wa": "0813 0000 0932" },
        "isian": { "sebab": "berubah" },
    });
    let kartu = daftarkan(&layanan, "kartu", isi).await;
    let tawaran = layanan.get(&format!("/v1/permohonan/{kartu}/penyerahan/pilihan")).await.ok();
    assert_eq!(tawaran["data"][0]["boleh"], json!(["loket"]));
    let pilih = format!("/v1/permohonan/{kartu}/penyerahan/pilihan");
    for softcopy in ["whatsapp", "email", "tautan"] {
        let isi = json!({ "produk": "ktp_el", "saluran": softcopy, "surel": "a@contoh.id" });
        let kepala = [("content-type", "application/json")];
        let isi = Some(isi.to_string().into_bytes());
        let tolak = layanan.panggil(Method::PUT, &pilih, &kepala, isi).await;
        assert_eq!(tolak.json["errors"][0]["kode"], "kartu_tidak_boleh_softcopy", "{softcopy}");
    }
    assert!(tanpa_berkas(&app.kantor.warga("6281300000932")));
    cocok_rekap(&app, &layanan, &[&akta, &kartu]).await;
}

/// P-3, P-7, P-14: the signed PDF by WhatsApp, else at the counter.
#[tokio::test]
async fn pekanbaru_sends_the_signed_pdf_and_its_report_counts_what_left_and_what_waits() {
    let app = TestApp::start("pekanbaru").await;
    let fo = app.sebagai("fo").await;
    let warga = app.kantor.warga("6281200000933");
    let kirim = cari(&fo, &ajukan_pdf(&warga).await).await["id"].as_str().unwrap().to_owned();
    serahkan(&app, &fo, &kirim).await;
    warga.dokumen("kk-").await;
    menjadi(&fo, &kirim, &[("whatsapp", "diserahkan")]).await;
    // Nobody of this number is known: it waits at the counter.
    let ambil = crate::penyerahan::di_loket(
        &fo,
        json!({ "nama": "Budi Contoh", "nik": "1471012502100003" }),
    )
    .await;
    serahkan(&app, &fo, &ambil).await;
    menjadi(&fo, &ambil, &[("loket", "siap")]).await;
    cocok_rekap(&app, &fo, &[&kirim, &ambil]).await;
}

fn dengan_kurir(paket: &mut Paket) {
    use SaluranPenyerahan::{Kurir, Loket};
    let layanan = paket.layanan.iter_mut().find(|satu| satu.kode.as_str() == "disabilitas");
    layanan.unwrap().produk[0].penyerahan = vec![Loket, Kurir];
}

/// K-20, K-21: a letter on paper for a disabled resident, brought to the door by a courier with proof of who took it.
#[tokio::test]
async fn kembaran_has_a_courier_bring_a_letter_and_the_ledger_says_who_took_it() {
    let app = TestApp::layani(Kantor::siapkan_dengan("kembaran", dengan_kurir).await);
    let depan = app.sebagai("petugas_pelayanan").await;
    let isi = json!({
        "layanan": "disabilitas", "kanal": "loket",
        "pemohon": { "nama": "Tono Contoh" },
        "kuasa": { "hubungan": "wali", "nama": "Sri Contoh" },
        "isian": {
            "dokumen": "kartu keluarga", "kelompok_rentan": "disabilitas", "kebutuhan": "didampingi",
        },
    });
    let id = daftarkan(&depan, "kurir", isi).await;
    unggah(&depan, &id, &["kk", "ktp_wali"]).await;
    let pilih = format!("/v1/permohonan/{id}/penyerahan/pilihan");
    let put = async |jalur: &str, isi: Value| {
        let kepala = [("content-type", "application/json")];
        depan.panggil(Method::PUT, jalur, &kepala, Some(isi.to_string().into_bytes())).await
    };
    let pendek = json!({ "produk": "dokumen", "saluran": "kurir", "alamat": "RT 2" });
    assert_eq!(put(&pilih, pendek).await.json["errors"][0]["kode"], "alamat_wajib");
    let rumah = json!({
        "produk": "dokumen", "saluran": "kurir", "alamat": "RT 2 RW 1 Desa Contoh, Kembaran",
    });
    put(&pilih, rumah).await.ok();
    depan.putuskan(&id, "terima", "ya", None).await.ok();
    let adm = app.sebagai("petugas_administrator").await;
    adm.putuskan(&id, "proses", "selesai_diproses", None).await.ok();
    let registrasi = adm.terima(&id, "registrasi").await;
    catat(&app, &adm, &registrasi, CatatanBaru::NomorRegister).await;
    let surat = json!({ "produk": "dokumen" });
    let surat = adm.post(&format!("/v1/permohonan/{id}/surat"), surat).await.ok();
    let camat = crate::dokumen::id_petugas(&app, "camat").await;
    let basah = json!({
        "penanda_tangan": camat, "tanggal": crate::dokumen::hari_ini(&app), "distempel": true,
    });
    let jalur = format!("/v1/dokumen/{}/tanda-tangan-basah", surat["id"].as_str().unwrap());
    adm.post(&jalur, basah).await.ok();
    let semua = menjadi(&depan, &id, &[("kurir", "antre")]).await;
    assert_eq!(semua[0]["tujuan"], "RT 2 R***", "masked");
    let satu = semua[0]["id"].as_str().unwrap();
    let kurir = crate::dokumen::id_petugas(&app, "petugas_pelayanan").await;
    put(&format!("/v1/penyerahan/{satu}/penugasan"), json!({ "petugas_id": kurir })).await.ok();
    depan.post(&format!("/v1/penyerahan/{satu}/keberangkatan"), json!({})).await.ok();
    menjadi(&depan, &id, &[("kurir", "berjalan")]).await;
    assert_eq!(buktikan(&depan, satu).await.ok()["keadaan"], "diserahkan");
    let semua = menjadi(&depan, &id, &[("kurir", "diserahkan")]).await;
    let jejak = semua[0]["jejak"].as_array().unwrap();
    let keadaan: Vec<&Value> = jejak.iter().map(|satu| &satu["keadaan"]).collect();
    assert_eq!(keadaan, ["antre", "berjalan", "diserahkan"]);
    assert!(jejak[2]["oleh"]["nama"].is_string(), "who handed it over");
    cocok_rekap(&app, &depan, &[&id]).await;
}

/// An official of the kecamatan above the village.
async fn pegawai_kecamatan(app: &TestApp) -> Klien {
    let tambah = TambahPengguna {
        nama_pengguna: "kecamatan".to_owned(),
        nama: "Hasna Contoh".to_owned(),
        nip: None,
        nik: None,
        peran: vec!["aparat_desa".to_owned()],
        unit: Some("kec_sinjai_borong".to_owned()),
        tim: Vec::new(),
        surel: None,
        idempotensi: None,
    };
    petugas_baru(&app.kantor.parts, &app.kantor.tenant, tambah).await;
    Klien::masuk(&app.basis, app.kantor.tenant.slug.as_str(), "kecamatan", SANDI).await
}

/// S-8, P-9: from the office over the kecamatan to the village, with both parafs at each hand-over.
#[tokio::test]
async fn sinjai_sends_papers_over_the_kecamatan_to_the_village_and_everybody_signs() {
    let app = TestApp::start("sinjai").await;
    let (desa, operator) = (app.sebagai("aparat_desa").await, app.sebagai("operator").await);
    let kecamatan = pegawai_kecamatan(&app).await;
    let isi = json!({
        "layanan": "one_three", "kanal": "loket",
        "pemohon": { "nama": "Becce Contoh" },
        "kuasa": { "hubungan": "aparat_desa", "nama": "Ambo Contoh" },
        "isian": {
            "nama_anak": "Andi Contoh", "tempat_lahir": "Bonto Katute",
            "tanggal_lahir": hari_lalu(&app, 10), "kelompok_rentan": "lansia",
        },
    });
    let id = daftarkan(&desa, "jalan", isi).await;
    unggah(&desa, &id, &["formulir_f201", "sptjm_lahir", "buku_nikah", "kk"]).await;
    app.sebagai("pegawai").await.putuskan(&id, "verifikasi", "lengkap", None).await.ok();
    sampai_tte(&app, &id, &["kk", "akta"]).await;
    let siak = app.sebagai("operator_siak").await;
    let pencetak = siapkan(&siak, "disdukcapil", &["kia"], 3).await;
    cetak_kasus(&siak, &pencetak, &id).await;
    operator.putuskan(&id, "kirim", "terkirim", None).await.ok();
    // The KIA travels with the papers, never as a file.
    let semua =
        menjadi(&operator, &id, &[("desa", "antre"), ("desa", "antre"), ("desa", "antre")]).await;
    let isi: Vec<&str> = semua.iter().map(|satu| satu["id"].as_str().unwrap()).collect();
    let surat = json!({ "unit": "desa_bonto_katute", "penyerahan": isi });
    let surat = operator.post("/v1/surat-jalan", surat).await.ok();
    let satu = format!("/v1/surat-jalan/{}", surat["id"].as_str().unwrap());
    let jalur = |apa: &str| format!("{satu}/{apa}");
    let entah = json!({ "ke": "disdukcapil_lain" });
    assert_eq!(
        operator.post(&jalur("penyerahan"), entah).await.json["errors"][0]["kode"],
        "bukan_jalurnya"
    );
    let singgah = json!({ "ke": "kec_sinjai_borong" });
    operator.post(&jalur("penyerahan"), singgah).await.ok();
    assert_eq!(desa.get(&satu).await.status, 404, "not on its way to them yet");
    assert_eq!(desa.post(&jalur("penerimaan"), json!({})).await.status, 404);
    let di_jalan = operator.post(&jalur("penyerahan"), json!({})).await;
    assert_eq!(di_jalan.masalah(409), "masih_di_jalan", "nobody gives away what they do not hold");
    let terima = kecamatan.post(&jalur("penerimaan"), json!({})).await.ok();
    assert_eq!(terima["keadaan"], "di_jalan", "it is not where it goes");
    menjadi(&operator, &id, &[("desa", "berjalan"); 3]).await;
    assert_eq!(
        kecamatan.post(&jalur("penerimaan"), json!({})).await.masalah(409),
        "sudah_diterima"
    );
    let bukan = operator.post(&jalur("penyerahan"), json!({})).await;
    assert_eq!(bukan.masalah(409), "dipegang_unit_lain");
    kecamatan.post(&jalur("penyerahan"), json!({})).await.ok();
    let tiba = desa.post(&jalur("penerimaan"), json!({})).await.ok();
    assert_eq!(tiba["keadaan"], "diterima");
    let langkah = tiba["langkah"].as_array().unwrap();
    assert_eq!(langkah.len(), 2);
    for (ke, tujuan) in langkah.iter().zip(["kec_sinjai_borong", "desa_bonto_katute"]) {
        assert_eq!(ke["ke"], tujuan);
        for paraf in ["penyerahan", "penerimaan"] {
            assert!(ke[paraf]["oleh"]["nama"].is_string(), "P-9: {paraf} {ke}");
        }
    }
    menjadi(&operator, &id, &[("desa", "siap"); 3]).await;
    for satu in &isi {
        assert_eq!(buktikan(&desa, satu).await.ok()["keadaan"], "diserahkan");
    }
    menjadi(&operator, &id, &[("desa", "diserahkan"); 3]).await;
    cocok_rekap(&app, &operator, &[&id]).await;
}

/// S-7: the PDF to the applicant's email, as the pack has it.
#[tokio::test]
async fn sinjai_offers_the_email_the_village_and_the_counter_for_a_pdf() {
    let sinjai = paket("sinjai", "sinjai_uji");
    let produk = sinjai.layanan.iter().flat_map(|layanan| &layanan.produk);
    for satu in produk {
        use SaluranPenyerahan::{Desa, Email, Loket, Whatsapp};
        let harap: &[SaluranPenyerahan] = match satu.medium {
            Medium::PdfTte => &[Whatsapp, Email, Desa, Loket],
            _ => &[Desa, Loket],
        };
        assert_eq!(satu.penyerahan, harap, "{}", satu.kode);
    }
    // Kembaran's order is asked of its pack in the same way: K-21 is possible for every paper.
    let kembaran = paket("kembaran", "kembaran_uji");
    for satu in kembaran.layanan.iter().flat_map(|layanan| &layanan.produk) {
        assert!(satu.penyerahan.contains(&SaluranPenyerahan::Kunjungan), "{}", satu.kode);
    }
}
