//! A KIA for a child without an akta (K-16): the akta first, and the KIA follows by itself.

use loket_domain::tenant::Paket;
use loket_simulators::contoh_pdf;
use loket_tests::{
    app::{Kantor, TestApp},
    klien::Klien,
    sampai,
    warga::{FOTO, isi},
};
use serde_json::{Value, json};

use crate::{
    balangan::{sampai_ditandatangani, tanda_tangani},
    kartu::{cetak_kasus, siapkan},
    kembaran::{ajukan, daftarkan},
    loket,
    meja_tte::dua_langkah,
    pekanbaru::cari,
};

/// Balangan with two steps to an akta, and its own KIA service. Whether the KIA is wanted is asked in the chat, too, and a
/// KIA asks for the akta.
fn akta_dan_kia(paket: &mut Paket) {
    let asli = serde_json::to_value(&*paket).unwrap();
    let ambil = |kumpulan: &str, kode: &str| {
        let semua = asli[kumpulan].as_array().unwrap().iter();
        semua.clone().find(|satu| satu["kode"] == kode).unwrap().clone()
    };
    dua_langkah(paket);
    let mut nilai = serde_json::to_value(&*paket).unwrap();
    let pilihan = json!([{ "kode": "ya", "nama": "Ya" }, { "kode": "tidak", "nama": "Tidak" }]);
    let akta = &mut nilai["layanan"][0];
    akta["isian"] = json!([
        { "kode": "nama_anak", "label": "Siapa nama anak?", "jenis": "teks" },
        { "kode": "sekalian_kia", "label": "Sekalian KIA?", "jenis": "pilihan", "pilihan": pilihan },
        {
            "kode": "tanggal_lahir", "label": "Tanggal berapa lahirnya?", "jenis": "tanggal",
            "makna": "tanggal_lahir", "jika": "isian.sekalian_kia == \"ya\"",
        },
    ]);
    akta["susulan"] = json!([{
        "layanan": "kia", "setelah": "akta", "jika": "isian.sekalian_kia == \"ya\"",
        "isian": { "nama_anak": "nama_anak", "tanggal_lahir": "tanggal_lahir", "punya_akta": "sekalian_kia" },
    }]);
    let mut kia = ambil("layanan", "kia");
    kia["syarat"] = json!([]);
    kia["isian"] = json!([
        { "kode": "nama_anak", "label": "Siapa nama anak?", "jenis": "teks" },
        { "kode": "tanggal_lahir", "label": "Tanggal berapa lahirnya?", "jenis": "tanggal", "makna": "tanggal_lahir" },
        {
            "kode": "punya_akta", "label": "Anak sudah punya akta?", "jenis": "pilihan", "pilihan": pilihan,
            "makna": "punya_akta",
        },
    ]);
    nilai["layanan"].as_array_mut().unwrap().push(kia);
    nilai["sop"].as_array_mut().unwrap().push(ambil("sop", "kartu"));
    *paket = serde_json::from_value(nilai).unwrap();
}

async fn app() -> TestApp {
    TestApp::layani(Kantor::siapkan_dengan("balangan", akta_dan_kia).await)
}

fn lahir(app: &TestApp, hari: i64) -> String {
    (app.kantor.parts.ports.clock.now() - time::Duration::days(hari)).date().to_string()
}

fn akta(lahir: &str, sekalian: &str) -> Value {
    let mut isian = json!({ "nama_anak": "Siti Contoh", "sekalian_kia": sekalian });
    if sekalian == "ya" {
        isian["tanggal_lahir"] = json!(lahir);
    }
    json!({
        "layanan": "akta_kelahiran", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" }, "isian": isian,
    })
}

async fn rinci(petugas: &Klien, id: &str) -> Value {
    petugas.get(&format!("/v1/permohonan/{id}")).await.ok()
}

/// The draft, and the signature that issues the akta.
async fn terbitkan(app: &TestApp, id: &str) {
    let siak = app.sebagai("operator_siak").await;
    let proses = siak.terima(id, "proses").await;
    siak.unggah_dokumen(id, "akta", &contoh_pdf("AKTA", &["CONTOH", id]), false).await.ok();
    siak.putuskan_tugas(&proses, "ajukan", None).await.ok();
    tanda_tangani(app, id, "tte").await;
}

async fn sampai_keadaan(petugas: &Klien, id: &str, keadaan: &str) -> Value {
    sampai(&format!("susulan {keadaan}"), || async {
        let satu = rinci(petugas, id).await["susulan"][0].clone();
        (satu["keadaan"] == keadaan).then_some(satu)
    })
    .await
}

#[tokio::test]
async fn a_kia_begins_by_itself_once_the_akta_is_issued_and_the_parent_is_told() {
    let app = app().await;
    let layanan = app.sebagai("operator_layanan").await;
    let warga = app.kantor.warga("6281300009301");
    let terdaftar = ajukan(
        &warga,
        "akta kelahiran",
        "Budi Contoh",
        &[
            ("nama anak", "Siti Contoh"),
            ("Sekalian KIA", "ya"),
            ("Tanggal berapa", &lahir(&app, 300)),
        ],
    )
    .await;
    let nomor = loket_tests::warga::nomor(&terdaftar);
    let id = cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();
    let menunggu = rinci(&layanan, &id).await;
    assert_eq!(
        menunggu["susulan"],
        json!([{ "layanan": "kia", "setelah": "akta", "keadaan": "menunggu", "permohonan_id": null, "galat": null }])
    );

    terbitkan(&app, &id).await;
    let mulai = sampai_keadaan(&layanan, &id, "dimulai").await;
    let kia = rinci(&layanan, mulai["permohonan_id"].as_str().unwrap()).await;
    assert_eq!(
        (&kia["layanan"], &kia["induk_id"], &kia["isian"]["nama_anak"], &kia["pemohon"]["nama"]),
        (&json!("kia"), &json!(id), &json!("Siti Contoh"), &json!("Budi Contoh"))
    );
    assert_eq!((&kia["kanal"], &kia["status"]), (&json!("whatsapp"), &json!("berjalan")));
    let kabar = isi(&warga.pesan("kami daftarkan dengan nomor").await);
    assert!(kabar.contains(kia["nomor"].as_str().unwrap()) && kabar.contains(&nomor), "{kabar}");
    // Once, however often the worker comes by.
    let tinjau = layanan.get("/v1/permohonan?layanan=kia&batas=100").await.ok();
    assert_eq!(tinjau["data"].as_array().unwrap().len(), 1);
    let lagi = rinci(&layanan, &id).await;
    assert_eq!(lagi["susulan"][0]["permohonan_id"], kia["id"]);
}

#[tokio::test]
async fn what_cannot_follow_is_told_to_an_officer_and_never_holds_up_the_akta() {
    let app = app().await;
    let layanan = app.sebagai("operator_layanan").await;
    // Seventeen: an akta is for everybody, a KIA is not.
    let tua = daftarkan(&layanan, "tua", akta(&lahir(&app, 17 * 366), "ya")).await;
    terbitkan(&app, &tua).await;
    let gagal = sampai_keadaan(&layanan, &tua, "gagal").await;
    assert_eq!(
        (&gagal["galat"], &gagal["permohonan_id"]),
        (&json!("kia_umur_lewat"), &Value::Null)
    );
    assert_eq!(rinci(&layanan, &tua).await["status"], "selesai");
    let kabar = layanan.get("/v1/notifikasi?batas=100").await.ok();
    assert!(
        kabar.to_string().contains("tidak dapat didaftarkan sendiri (kia_umur_lewat)"),
        "{kabar}"
    );

    // Who wants none gets none; a case that is called off starts nothing.
    let tanpa = daftarkan(&layanan, "tanpa", akta("", "tidak")).await;
    assert_eq!(rinci(&layanan, &tanpa).await["susulan"], json!([]));
    let batal = daftarkan(&layanan, "batal", akta(&lahir(&app, 300), "ya")).await;
    let isi = json!({ "alasan": "diajukan dua kali" });
    let dibatalkan = layanan.post(&format!("/v1/permohonan/{batal}/pembatalan"), isi).await;
    assert_eq!(dibatalkan.status, 204, "{}", dibatalkan.teks);
    assert_eq!(rinci(&layanan, &batal).await["susulan"][0]["keadaan"], "batal");
    let kia = layanan.get("/v1/permohonan?layanan=kia&batas=100").await.ok();
    assert_eq!(kia["data"], json!([]));
}

#[tokio::test]
async fn a_kia_without_an_akta_or_for_somebody_too_old_is_refused_in_plain_words_by_rest_and_in_the_chat()
 {
    let app = app().await;
    let layanan = app.sebagai("operator_layanan").await;
    let kia = |lahir: &str, punya: &str| {
        json!({
            "layanan": "kia", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" },
            "isian": { "nama_anak": "Siti Contoh", "tanggal_lahir": lahir, "punya_akta": punya },
        })
    };
    let (muda, tua) = (lahir(&app, 300), lahir(&app, 17 * 366));
    for (kunci, isi, pointer, kode, kata) in [
        ("a", kia(&tua, "ya"), "/isian/tanggal_lahir", "kia_umur_lewat", "KTP-el"),
        (
            "b",
            kia(&muda, "tidak"),
            "/isian/punya_akta",
            "kia_belum_berakta",
            "Ajukan layanan Akta kelahiran; setelah aktanya terbit, KIA kami daftarkan sendiri.",
        ),
    ] {
        let tolak = layanan.post_dengan("/v1/permohonan", &[("idempotency-key", kunci)], isi).await;
        assert_eq!(tolak.masalah(422), "isian_tidak_sah");
        let salah = &tolak.json["errors"][0];
        assert_eq!((&salah["pointer"], &salah["kode"]), (&json!(pointer), &json!(kode)));
        assert!(salah["pesan"].as_str().unwrap().contains(kata), "{salah}");
    }
    for (n, lahir, punya, kata) in
        [(1, &tua, "ya", "sampai umur 16 tahun"), (2, &muda, "tidak", "KIA kami daftarkan sendiri")]
    {
        let wa_id = format!("628130000932{n}");
        let warga = app.kantor.warga(&wa_id);
        warga.tulis("halo").await;
        warga.tulis("kartu identitas anak").await;
        let mut pesan = warga.tulis("Budi Contoh").await;
        for _ in 0..8 {
            let teks = isi(&pesan);
            if teks.contains(kata) {
                break;
            }
            assert!(!teks.contains("sudah terdaftar"), "{teks}");
            pesan = match () {
                () if teks.contains("Balas KIRIM") => warga.tulis("KIRIM").await,
                () if teks.contains("nama anak") => warga.tulis("Siti Contoh").await,
                () if teks.contains("Tanggal berapa") => warga.tulis(lahir).await,
                () => warga.tulis(punya).await,
            };
        }
        assert!(isi(&pesan).contains(kata), "{}", isi(&pesan));
    }
    let semua = layanan.get("/v1/permohonan?layanan=kia&batas=100").await.ok();
    assert_eq!(semua["data"], json!([]));
}

/// B-26: what the pack of Balangan says, to the parent who takes the card home.
#[tokio::test]
async fn in_balangan_a_parent_who_asks_for_an_akta_takes_the_kia_home_without_asking_again() {
    let app = TestApp::start("balangan").await;
    let layanan = app.sebagai("operator_layanan").await;
    let warga = app.kantor.warga("6281300009341");
    let jawaban = [
        ("nama lengkap anak", "Siti Contoh"),
        ("Di mana dan tanggal", "Paringin, tahun lalu"),
        ("Sekalian dibuatkan KIA", "ya"),
        ("Tanggal berapa anak lahir", &lahir(&app, 300)),
    ];
    let terdaftar = ajukan(&warga, "akta kelahiran", "Budi Contoh", &jawaban).await;
    let akta = loket_tests::warga::nomor(&terdaftar);
    let id = cari(&layanan, &akta).await["id"].as_str().unwrap().to_owned();
    layanan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
    let siak = app.sebagai("operator_siak").await;
    siak.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();
    sampai_ditandatangani(&app, &id).await;
    let mulai = sampai_keadaan(&layanan, &id, "dimulai").await;
    let kia = mulai["permohonan_id"].as_str().unwrap();
    warga.pesan("kami daftarkan dengan nomor").await;

    // What the office just issued, and what the parent showed for it: nobody sends it twice.
    let rincian = rinci(&layanan, kia).await;
    assert_eq!(rincian["berkas"], json!([]));
    let bawaan = rincian["bawaan"].as_array().unwrap();
    let kode: Vec<&Value> = bawaan.iter().map(|satu| &satu["syarat"]).collect();
    assert_eq!(kode, ["kk", "ktp_orang_tua", "akta_kelahiran"]);
    assert!(bawaan.iter().all(|satu| satu["permohonan_id"] == json!(id)), "{rincian}");
    for satu in bawaan {
        let jalur = match (satu["berkas_id"].as_str(), satu["dokumen_id"].as_str()) {
            (Some(berkas), None) => format!("/v1/berkas/{berkas}/unduhan"),
            (None, Some(dokumen)) => format!("/v1/dokumen/{dokumen}/unduhan"),
            lain => panic!("one of them: {lain:?}"),
        };
        assert!(layanan.get(&jalur).await.ok()["url"].is_string());
    }
    layanan.putuskan(kia, "verifikasi_awal", "lengkap", None).await.ok();
    siak.putuskan(kia, "verifikasi_siak", "lolos", None).await.ok();
    let mesin = siapkan(&app.sebagai("kasi").await, "disdukcapil", &["kia"], 3).await;
    cetak_kasus(&siak, &mesin, kia).await;
    siak.putuskan(kia, "cetak", "tercetak", None).await.ok();
    warga.pesan("sudah selesai dicetak").await;

    // A parent collects the card of a child: by their own identity, and with a photo.
    let petugas = app.sebagai("loket").await;
    loket::rak(&petugas, kia, "kia").await;
    let nomor = rinci(&petugas, kia).await["nomor"].as_str().unwrap().to_owned();
    let (foto, _) = loket::bukti(&petugas, kia, FOTO).await;
    let mut ini = json!({
        "kode": nomor, "pengambil": "orang_tua_wali", "nama": "Aminah Contoh", "hubungan": "ibu",
        "identitas": "ktp_el", "akhir_identitas": "0001",
    });
    let tanpa = loket::ambil(&petugas, "kia", &ini).await;
    assert_eq!(tanpa.masalah(422), "isian_tidak_sah");
    assert_eq!(tanpa.json["errors"][0]["kode"], "bukti_wajib");
    ini["bukti_id"] = json!(foto);
    let hasil = loket::ambil(&petugas, "kia", &ini).await.ok();
    assert_eq!(
        (&hasil["permohonan_nomor"], &hasil["nama"], &hasil["tahap_selesai"]),
        (&json!(nomor), &json!("Aminah C."), &json!(true))
    );
    let jalur = format!("/v1/loket/pengambilan/{}", hasil["id"].as_str().unwrap());
    assert_eq!(petugas.get(&jalur).await.ok()["permohonan_nomor"], json!(nomor));
    assert_eq!(rinci(&petugas, kia).await["status"], "selesai");
    // The akta is not the card of a child, and goes another way.
    assert_eq!(rinci(&petugas, &id).await["status"], "berjalan");
    let berkas = warga.masuk().iter().filter(|pesan| pesan.media.is_some()).count();
    assert_eq!(berkas, 0, "B-24: the KIA never leaves as a file");

    // A misspelt card is the office's to mend: the correction brings along what the KIA itself had brought.
    let kasi = app.sebagai("kasi").await;
    let kartu = rinci(&kasi, kia).await["dokumen"][0]["id"].as_str().unwrap().to_owned();
    let salah = json!({ "alasan": "Nama anak salah ketik." });
    let perbaikan = kasi.post(&format!("/v1/dokumen/{kartu}/perbaikan"), salah).await.ok();
    let perbaikan = perbaikan["permohonan_id"].as_str().unwrap();
    assert_eq!(rinci(&layanan, perbaikan).await["bawaan"], rincian["bawaan"]);
    let kecil = layanan.get(&format!("/v1/permohonan/{perbaikan}/berkas/cuplikan")).await.ok();
    assert_eq!(kecil["data"].as_array().unwrap().len(), 2, "its photos are looked at: {kecil}");
    layanan.putuskan(perbaikan, "verifikasi_awal", "lengkap", None).await.ok();
}

#[tokio::test]
async fn who_has_no_akta_is_told_the_way_in_the_chat_before_a_single_paper_is_asked_for() {
    for (slug, kata) in [
        (
            "balangan",
            "Ajukan layanan Akta kelahiran; setelah aktanya terbit, KIA kami daftarkan sendiri.",
        ),
        ("sinjai", "untuk anak baru lahir; akta dan KIA terbit dari satu permohonan."),
    ] {
        let app = TestApp::start(slug).await;
        let warga = app.kantor.warga("6281300009342");
        for teks in ["halo", "kartu identitas anak", "Budi Contoh", "Siti Contoh"] {
            warga.tulis(teks).await;
        }
        // Too old: the answer is asked for again, as it may have been a slip.
        let tua = isi(&warga.tulis(&lahir(&app, 17 * 366)).await);
        assert!(tua.contains("sampai umur 16 tahun") && tua.contains("Tanggal berapa"), "{tua}");
        let muda = isi(&warga.tulis(&lahir(&app, 300)).await);
        assert!(muda.contains("sudah punya akta kelahiran?"), "{muda}");
        let belum = isi(&warga.tulis("tidak").await);
        assert!(belum.contains(kata), "{slug}: {belum}");
        assert!(belum.contains("sudah punya akta kelahiran?"), "{belum}");
        assert!(!belum.contains("Kirim foto"), "{belum}");
        // An akta that was found after all.
        let ada = isi(&warga.tulis("ya").await);
        assert!(ada.contains("Kirim foto") || ada.contains("Kartu keluarga"), "{ada}");
    }
}
