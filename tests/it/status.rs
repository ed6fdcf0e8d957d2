//! The status of a case without logging in: four digits open it, and guessing does not.

use loket_tests::{
    app::{Kantor, TestApp},
    klien::{HTTP, Jawaban, Klien},
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{kembaran::unggah, klien::acak};

const NIK: &str = "1471012502100003";

async fn daftarkan(app: &TestApp) -> (String, String) {
    let isi = json!({
        "layanan": "kirim_pdf", "kanal": "loket",
        "pemohon": { "nama": "Budi Rahasia", "nik": NIK, "nomor_wa": "081200007788" },
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471012502100003" },
    });
    let kunci = acak().to_string();
    let fo = app.sebagai("fo").await;
    let baru = fo.post_dengan("/v1/permohonan", &[("idempotency-key", &kunci)], isi).await.ok();
    let teks = |nama: &str| baru[nama].as_str().unwrap().to_owned();
    (teks("id"), teks("nomor"))
}

async fn cek(app: &TestApp, nomor: &str, bukti: &str) -> Jawaban {
    let slug = &app.kantor.tenant.slug;
    app.anonim().get(&format!("/v1/publik/{slug}/permohonan/{nomor}?pembuktian={bukti}")).await
}

async fn atur(admin: &Klien, pembuktian: &str) -> Jawaban {
    let isi = json!({ "pembuktian": pembuktian }).to_string().into_bytes();
    let kepala = [("content-type", "application/json")];
    admin.panggil(Method::PUT, "/v1/pengaturan/status-publik", &kepala, Some(isi)).await
}

fn polos(jawaban: &Jawaban) -> Value {
    let mut isi = jawaban.json.clone();
    isi["instance"] = Value::Null;
    isi
}

#[tokio::test]
async fn who_knows_number_and_digits_reads_where_it_stands_and_nothing_else() {
    let app = TestApp::start("pekanbaru").await;
    let (id, nomor) = daftarkan(&app).await;
    let status = cek(&app, &nomor, "0003").await;
    for orang in ["Budi", NIK, "81200007788"] {
        assert!(!status.teks.contains(orang), "{}", status.teks);
    }
    let status = status.ok();
    let mut kunci: Vec<&String> = status.as_object().unwrap().keys().collect();
    kunci.sort();
    assert_eq!(kunci, ["diubah_pada", "janji", "layanan", "nomor", "status", "tahap"]);
    assert_eq!((&status["status"], &status["nomor"]), (&json!("berjalan"), &json!(nomor)));
    assert_eq!(status["tahap"].as_array().unwrap().len(), 1);
    let fo = app.sebagai("fo").await;
    unggah(&fo, &id, &["ktp"]).await;
    fo.putuskan(&id, "cek_daftar", "lanjut", None).await.ok();
    let sesudah = cek(&app, &nomor, "0003").await.ok();
    assert_ne!(sesudah["tahap"], status["tahap"]);
}

/// Security bar 18. Nothing tells whether there is such a case.
#[tokio::test]
async fn wrong_unknown_mistyped_and_switched_off_are_one_answer() {
    let (app, lain) = (TestApp::start("pekanbaru").await, TestApp::start("pekanbaru").await);
    let (_, nomor) = daftarkan(&app).await;
    let (_, asing) = daftarkan(&lain).await;
    let salah = cek(&app, &nomor, "9999").await;
    assert_eq!(salah.masalah(404), "tidak_ditemukan");
    let harap = polos(&salah);
    // The next number of the series, with its right check digit: the same office counts in fives.
    let lain_nomor = if asing == nomor { tambah(&nomor) } else { asing };
    for (nomor, apa) in [
        (lain_nomor.as_str(), "nobody has it"),
        ("1471-2026-00042-0", "wrong check digit"),
        ("bukan-nomor", "no number"),
        ("%27%20OR%201%3D1--", "SQL"),
    ] {
        let jawaban = cek(&app, nomor, "0003").await;
        assert_eq!((jawaban.status.as_u16(), polos(&jawaban)), (404, harap.clone()), "{apa}");
    }
    let hantu = app
        .anonim()
        .get(&format!("/v1/publik/kantor_hantu/permohonan/{nomor}?pembuktian=0003"))
        .await;
    assert_eq!(polos(&hantu), harap);
    let admin = app.sebagai("admin").await;
    atur(&admin, "mati").await.ok();
    assert_eq!(polos(&cek(&app, &nomor, "0003").await), harap);
    for buruk in ["", "123", "12345", "12a4", "١٢٣٤"] {
        assert_eq!(cek(&app, &nomor, buruk).await.status, 422, "{buruk}");
    }
}

/// The number after that one.
fn tambah(nomor: &str) -> String {
    let bagian: Vec<&str> = nomor.split('-').collect();
    let urut: u64 = bagian[2].parse().unwrap();
    let wilayah = loket_domain::nilai::KodeWilayah::parse(&format!(
        "{}.{}",
        &bagian[0][..2],
        &bagian[0][2..4]
    ))
    .unwrap();
    loket_domain::nilai::NomorRegistrasi::buat(&wilayah, bagian[1].parse().unwrap(), urut + 500)
        .to_string()
}

#[tokio::test]
async fn the_office_decides_what_who_asks_has_to_know() {
    let app = TestApp::start("pekanbaru").await;
    let (_, nomor) = daftarkan(&app).await;
    let admin = app.sebagai("admin").await;
    assert_eq!(admin.get("/v1/pengaturan/status-publik").await.ok()["pembuktian"], "nik_atau_wa4");
    atur(&admin, "nik4").await.ok();
    cek(&app, &nomor, "0003").await.ok();
    atur(&admin, "wa4").await.ok();
    cek(&app, &nomor, "0003").await.masalah(404);
    cek(&app, &nomor, "7788").await.ok();
    assert_eq!(atur(&admin, "nama_ibu").await.status, 422);
    atur(&app.sebagai("fo").await, "mati").await.masalah(403);
}

/// Offices whose cases hold no NIK are asked by number: by one that its holder wrote from, never by one that was only typed.
#[tokio::test]
async fn a_case_without_a_nik_opens_by_a_number_that_wrote_and_not_by_one_that_was_typed() {
    let app = TestApp::start("pekanbaru").await;
    let fo = app.sebagai("fo").await;
    let ketikan = crate::kode_nomor::daftarkan(&fo, "081200007799").await;
    let harap = cek(&app, &ketikan.nomor, "0000").await;
    assert_eq!(harap.masalah(404), "tidak_ditemukan");
    assert_eq!(
        polos(&cek(&app, &ketikan.nomor, "7799").await),
        polos(&harap),
        "typed, and nobody showed that it is theirs"
    );
    let warga = app.kantor.warga("6281200007701");
    let nomor = crate::pekanbaru::ajukan_pdf(&warga).await;
    cek(&app, &nomor, "7702").await.masalah(404);
    assert_eq!(cek(&app, &nomor, "7701").await.ok()["nomor"], nomor.as_str());
    // A case that holds a NIK is never opened by a number.
    let (_, bernik) = daftarkan(&app).await;
    app.kantor.warga("6281200007788").tulis("halo").await;
    cek(&app, &bernik, "7788").await.masalah(404);
    cek(&app, &bernik, "0003").await.ok();
    // An office that wants the NIK and nothing else says so.
    atur(&app.sebagai("admin").await, "nik4").await.ok();
    cek(&app, &nomor, "7701").await.masalah(404);
}

/// Security bar 45. Five wrong answers, and neither the sixth nor the right one is looked at; another process knows it too.
#[tokio::test]
async fn guessing_at_a_number_stops_and_stays_stopped_after_a_restart() {
    let app = TestApp::start("pekanbaru").await;
    let (_, nomor) = daftarkan(&app).await;
    let (_, tetangga) = daftarkan(&app).await;
    for ke in 0..5 {
        cek(&app, &nomor, &format!("99{ke:02}")).await.masalah(404);
    }
    let jawaban = cek(&app, &nomor, "0003").await;
    assert_eq!(jawaban.masalah(429), "terlalu_banyak_percobaan");
    assert!(jawaban.header.contains_key("retry-after"));
    cek(&app, &tetangga, "0003").await.ok();
    // A number that nobody has is closed in the same way.
    let kosong = tambah(&nomor);
    for _ in 0..5 {
        cek(&app, &kosong, "0000").await.masalah(404);
    }
    cek(&app, &kosong, "0000").await.masalah(429);
    let TestApp { basis, .. } = &app;
    let lama = basis.clone();
    let Kantor { tenant, .. } = &app.kantor;
    let kedua = kedua(&app);
    assert_ne!(lama, kedua);
    let jalur = format!("{kedua}/v1/publik/{}/permohonan/{nomor}?pembuktian=0003", tenant.slug);
    assert_eq!(
        HTTP.get(jalur).send().await.unwrap().status(),
        429,
        "the counter is in the database"
    );
}

/// The same office, served by a fresh process-like server with nothing in its memory.
fn kedua(app: &TestApp) -> String {
    use std::{net::TcpListener, sync::Arc};

    use loket::{
        aliran::{Aliran, AliranConfig},
        http::{AppState, Batas, Metrik, serve},
        meja::Meja,
        worker::Kotor,
    };
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let basis = format!("http://{}", listener.local_addr().unwrap());
    let ports = app.kantor.parts.ports.clone();
    let kotor = Arc::new(Kotor::default());
    let state = AppState {
        meja: Meja::baru(),
        aliran: Aliran::baru(ports.clone(), kotor.clone(), AliranConfig::default()),
        ports,
        kotor: Arc::new(move |tenant| kotor.tandai(tenant)),
        metrik: Arc::new(Metrik::default()),
        batas: Batas::default(),
        penjaga: Arc::default(),
        pagar: Arc::default(),
        bingkai: loket::compose::bingkai,
    };
    tokio::spawn(serve(listener, state, 1).unwrap());
    basis
}

#[tokio::test]
async fn the_page_takes_the_digits_by_post_and_says_it_in_indonesian() {
    let app = TestApp::start("pekanbaru").await;
    let (_, nomor) = daftarkan(&app).await;
    let jalur = format!("/s/{}", app.kantor.tenant.slug);
    let halaman = app.anonim().get(&jalur).await;
    assert!(halaman.teks.contains("Nomor registrasi") && halaman.teks.contains("method=\"post\""));
    let csp = halaman.header["content-security-policy"].to_str().unwrap();
    assert!(csp.contains("default-src 'none'") && csp.contains("style-src 'sha256-"), "{csp}");
    let kirim = async |nomor: &str, bukti: &str| {
        let isi = format!("nomor={nomor}&pembuktian={bukti}").into_bytes();
        let kepala = [("content-type", "application/x-www-form-urlencoded")];
        app.anonim().panggil(Method::POST, &jalur, &kepala, Some(isi)).await
    };
    let status = kirim(&nomor, "0003").await;
    assert_eq!(status.status, 200);
    assert!(
        status.teks.contains("Sedang diproses") && status.teks.contains(&nomor),
        "{}",
        status.teks
    );
    assert!(!status.teks.contains("Budi"));
    let (salah, asing) = (kirim(&nomor, "9999").await, kirim("1471-2026-00042-0", "9999").await);
    assert_eq!((salah.status.as_u16(), asing.status.as_u16()), (404, 404));
    assert_eq!(salah.teks.replace(&nomor, ""), asing.teks.replace("1471-2026-00042-0", ""));
    assert!(!salah.teks.contains("9999"), "the digits are never written back");
}
