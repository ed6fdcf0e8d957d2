//! Passkeys: an authenticator in software drives the real endpoints.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use loket_tests::{
    app::{SANDI, TestApp},
    klien::{Jawaban, Klien},
    passkey::Autentikator,
    sampai,
};
use reqwest::Method;
use serde_json::{Value, json};
use time::Duration;

use super::{
    SAAT, faktor::setengah_masuk, id, kantor_berjam, kode_isian, langkah_satu, publik, slug, ubah,
    undangan::angka,
};

/// The page of this installation, as its public address says.
const ASAL: &str = "https://loket.uji";
const MULAI: &str = "/v1/saya/kunci-sandi/mulai";
const KUNCI: &str = "/v1/saya/kunci-sandi";

/// Why an answer is refused, and what makes it so.
type Salah = (&'static str, fn(&mut Autentikator));

async fn kosong(klien: &Klien, jalur: &str) -> Jawaban {
    klien.panggil(Method::POST, jalur, &[], None).await
}

async fn simpan(klien: &Klien, label: &str, jawaban: &Value) -> Jawaban {
    klien.post(KUNCI, json!({ "label": label, "jawaban": jawaban })).await
}

/// Makes a passkey with that authenticator.
async fn daftarkan(klien: &Klien, alat: &mut Autentikator) -> Value {
    let mulai = kosong(klien, MULAI).await.ok();
    let jawaban = simpan(klien, "Ponsel kantor", &alat.daftar(&mulai["pilihan"])).await;
    assert_eq!(jawaban.status, 201, "{}", jawaban.teks);
    jawaban.json
}

/// A right password.
async fn tiket(app: &TestApp, nama: &str) -> Value {
    let jawaban = langkah_satu(app, nama, SANDI).await;
    assert_eq!(jawaban.status, 200, "{}", jawaban.teks);
    jawaban.json["tiket"].clone()
}

/// What the browser is asked for that ticket.
async fn tanya(app: &TestApp, tiket: &Value) -> Value {
    publik(app, "sesi/kunci-sandi/mulai", json!({ "tiket": tiket })).await.ok()["pilihan"].clone()
}

async fn jawab(app: &TestApp, tiket: &Value, jawaban: Value) -> Jawaban {
    publik(app, "sesi/kunci-sandi", json!({ "tiket": tiket, "jawaban": jawaban })).await
}

/// A login with that authenticator.
async fn masuk(app: &TestApp, nama: &str, alat: &mut Autentikator) -> Klien {
    let tiket = tiket(app, nama).await;
    let pilihan = tanya(app, &tiket).await;
    let token = jawab(app, &tiket, alat.bukti(&pilihan)).await.ok();
    Klien::dengan_token(&app.basis, token["token_akses"].as_str().unwrap())
}

/// Why the last answer was refused, as the trail has it.
async fn sebab(app: &TestApp) -> String {
    use sea_orm::{ConnectionTrait, DbBackend, Statement};
    let sql = "SELECT rincian->>'sebab' FROM audit WHERE aksi = 'faktor.kunci_sandi_ditolak'
               ORDER BY id DESC LIMIT 1";
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let baris = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    baris.unwrap().try_get_by_index(0).unwrap()
}

/// Security bar 5. Security bar 6.
#[tokio::test]
async fn a_passkey_alone_is_a_second_factor_from_its_making_to_its_removal() {
    let app = TestApp::start("sinjai").await;
    let admin = app.sebagai("admin").await;
    let dia = setengah_masuk(&app, &admin, "kunci").await;
    let mulai = kosong(&dia, MULAI).await.ok();
    let pilihan = &mulai["pilihan"];
    assert_eq!(
        (&pilihan["rp"]["id"], &pilihan["attestation"]),
        (&json!("loket.uji"), &json!("none"))
    );
    assert_eq!(pilihan["user"]["name"], format!("kunci@{}", slug(&app)));
    let tantangan = B64.decode(pilihan["challenge"].as_str().unwrap()).unwrap();
    assert!(tantangan.len() >= 32, "{}", tantangan.len());
    let siapa = B64.decode(pilihan["user"]["id"].as_str().unwrap()).unwrap();

    // The first factor brings recovery codes and opens the session.
    dia.get("/v1/saya").await.masalah(403);
    let mut alat = Autentikator::baru(ASAL);
    let dibuat = simpan(&dia, " Ponsel kantor ", &alat.daftar(pilihan)).await;
    assert_eq!(dibuat.status, 201, "{}", dibuat.teks);
    assert_eq!(dibuat.json["kunci_sandi"]["label"], "Ponsel kantor");
    let pulih = dibuat.json["kode_pulih"].as_array().unwrap().clone();
    assert_eq!(pulih.len(), 10);
    dia.get("/v1/saya").await.ok();
    assert_eq!(
        dia.get("/v1/saya/faktor").await.ok(),
        json!({ "totp": false, "kunci_sandi": 1, "kode_pulih": 10, "wajib": true })
    );

    // A login asks for it; it says whose it is, or does not.
    let satu = langkah_satu(&app, "kunci", SANDI).await.ok();
    assert_eq!(
        (&satu["perlu"], &satu["cara"]),
        (&json!("kunci_sandi"), &json!(["kunci_sandi", "kode_pulih"]))
    );
    let pilihan = tanya(&app, &satu["tiket"]).await;
    assert_eq!(pilihan["allowCredentials"].as_array().unwrap().len(), 1);
    let isi = json!({
        "tiket": satu["tiket"], "jawaban": alat.bukti(&pilihan), "ingat_perangkat": true
    });
    let token = publik(&app, "sesi/kunci-sandi", isi).await.ok();
    assert!(token["token_perangkat"].is_string() && token["perlu"].is_null(), "{token}");
    let dia = Klien::dengan_token(&app.basis, token["token_akses"].as_str().unwrap());
    dia.get("/v1/saya").await.ok();
    alat.pemegang = Some(siapa);
    let dia_juga = masuk(&app, "kunci", &mut alat).await;
    assert_eq!(dia_juga.get("/v1/sesi").await.ok()["data"][0]["faktor"], "dua");
    assert!(dia.get(KUNCI).await.ok()["data"][0]["terakhir_pada"].is_string());
    // A recovery code stands in for it.
    let isi = json!({ "tiket": tiket(&app, "kunci").await, "kode_pulih": pulih[0] });
    publik(&app, "sesi/faktor", isi).await.ok();

    // A second one ends the other sessions, brings no codes, and is none of those that are there.
    let mulai = kosong(&dia, MULAI).await.ok();
    let kecuali = mulai["pilihan"]["excludeCredentials"].as_array().unwrap().clone();
    assert_eq!(kecuali.len(), 1);
    assert_eq!(kecuali[0]["id"], B64.encode(&alat.kredensial));
    let mut dua = Autentikator::baru(ASAL);
    dua.menghitung = false;
    let baru = simpan(&dia, "Kunci USB", &dua.daftar(&mulai["pilihan"])).await.ok();
    assert_eq!(baru["kode_pulih"], json!([]));
    dia_juga.get("/v1/saya").await.masalah(401);
    // One that does not count is taken as often as it likes.
    for _ in 0..2 {
        masuk(&app, "kunci", &mut dua).await;
    }

    // Removed while somebody was asked for it, it opens nothing.
    let (lama, satu) =
        (dibuat.json["kunci_sandi"]["id"].as_str().unwrap(), tiket(&app, "kunci").await);
    let pilihan = tanya(&app, &satu).await;
    let hapus = format!("{KUNCI}/{lama}");
    assert_eq!(dia.delete(&hapus).await.status, 204);
    assert_eq!(dia.delete(&hapus).await.masalah(404), "tidak_ditemukan");
    assert_eq!(jawab(&app, &satu, alat.bukti(&pilihan)).await.masalah(401), "faktor_salah");
    assert_eq!(sebab(&app).await, "kredensial");
    // The last one stays, as long as the office demands one.
    let terakhir = format!("{KUNCI}/{}", baru["kunci_sandi"]["id"].as_str().unwrap());
    assert_eq!(dia.delete(&terakhir).await.masalah(409), "faktor_terakhir");
    dia.daftarkan_totp(slug(&app), "kunci").await;
    let satu = langkah_satu(&app, "kunci", SANDI).await.ok();
    assert_eq!(satu["cara"], json!(["totp", "kunci_sandi", "kode_pulih"]));
    assert_eq!(dia.delete(&terakhir).await.status, 204);

    // Names and keys are sealed, questions are gone with their answers.
    daftarkan(&dia, &mut Autentikator::baru(ASAL)).await;
    let polos = "SELECT count(*) FROM kunci_sandi WHERE octet_length(sidik) <> 32
        OR encode(label_tersegel, 'escape') LIKE '%Ponsel%' OR encode(isi_tersegel, 'escape') LIKE '%cred%'";
    assert_eq!(angka(&app, polos).await, 0);
    let sisa = "SELECT count(*) FROM kunci_sandi_upacara";
    assert_eq!(angka(&app, sisa).await, 0);

    // An administrator takes all of it from who lost everything.
    let jalur = format!("/v1/pengguna/{}/faktor", id(&admin, "kunci").await);
    assert_eq!(admin.delete(&jalur).await.status, 204);
    assert_eq!(angka(&app, "SELECT count(*) FROM kunci_sandi").await, 0);
    let satu = langkah_satu(&app, "kunci", SANDI).await;
    assert_eq!((satu.status.as_u16(), &satu.json["perlu"]), (201, &json!("daftar_faktor")));
}

/// Security bar 5.
#[tokio::test]
async fn an_answer_counts_on_our_pages_by_a_verified_user_for_that_very_question_and_once() {
    let (app, jam) = kantor_berjam("sinjai").await;
    let admin = app.sebagai("admin").await;
    let (dia, lain) =
        (setengah_masuk(&app, &admin, "satu").await, setengah_masuk(&app, &admin, "dua").await);

    // Making one.
    let mut alat = Autentikator::baru(ASAL);
    let contoh = alat.daftar(&kosong(&dia, MULAI).await.ok()["pilihan"]);
    assert_eq!(kode_isian(&simpan(&dia, "", &contoh).await), ("/label", "label_tidak_sah"));
    let rusak = simpan(&dia, "Kunci", &json!({ "id": "x" })).await;
    assert_eq!(kode_isian(&rusak), ("/jawaban", "kunci_sandi_tidak_terbaca"));
    let salah: [Salah; 7] = [
        ("asal", |alat| alat.asal = "https://loket.uji.jahat.id".to_owned()),
        ("asal", |alat| alat.asal = "http://loket.uji".to_owned()),
        ("lintas_asal", |alat| alat.lintas_asal = true),
        ("rp", |alat| alat.rp = Some("jahat.id".to_owned())),
        ("verifikasi", |alat| alat.verifikasi = false),
        ("tantangan", |alat| alat.tantangan = Some(B64.encode([7; 32]))),
        ("kehadiran", |alat| alat.hadir = false),
    ];
    for (ke, (kata, ubah)) in salah.iter().enumerate() {
        // Out of the way of the limit on failures.
        jam.pindah(SAAT + Duration::minutes(20 * i64::try_from(ke).unwrap()));
        let dia = setengah(&app, "satu").await;
        let mut palsu = alat.clone();
        ubah(&mut palsu);
        let jawaban = palsu.daftar(&kosong(&dia, MULAI).await.ok()["pilihan"]);
        let ditolak = simpan(&dia, "Kunci", &jawaban).await;
        assert_eq!(kode_isian(&ditolak), ("/jawaban", "kunci_sandi_ditolak"), "{kata}");
        assert_eq!(sebab(&app).await, *kata);
        // The question is used up, whatever the answer was.
        let lagi = simpan(&dia, "Kunci", &contoh).await;
        assert_eq!(lagi.masalah(409), "kunci_sandi_belum_dimulai", "{kata}");
    }
    jam.pindah(SAAT + Duration::hours(3));
    let (dia, lain_sesi) = (setengah(&app, "satu").await, setengah(&app, "satu").await);
    let mulai = kosong(&dia, MULAI).await.ok();
    let jawaban = alat.daftar(&mulai["pilihan"]);
    let asing = simpan(&lain_sesi, "Kunci", &jawaban).await;
    assert_eq!(asing.masalah(409), "kunci_sandi_belum_dimulai", "a question of another session");
    jam.pindah(SAAT + Duration::hours(3) + Duration::minutes(5));
    let lewat = simpan(&dia, "Kunci", &jawaban).await;
    assert_eq!(lewat.masalah(409), "kunci_sandi_belum_dimulai", "five minutes");
    daftarkan(&dia, &mut alat).await;
    // What somebody has, nobody else gets.
    drop(lain);
    let lain = setengah(&app, "dua").await;
    let curian = alat.daftar(&kosong(&lain, MULAI).await.ok()["pilihan"]);
    let ditolak = simpan(&lain, "Kunci", &curian).await;
    assert_eq!(ditolak.masalah(409), "kunci_sandi_sudah_terdaftar");
    let mut alat_lain = Autentikator::baru(ASAL);
    daftarkan(&lain, &mut alat_lain).await;

    // Showing one.
    let salah: [Salah; 8] = [
        ("asal", |alat| alat.asal = "https://loket.uji:8443".to_owned()),
        ("asal", |alat| alat.asal = "https://jahat.loket.uji".to_owned()),
        ("lintas_asal", |alat| alat.lintas_asal = true),
        ("rp", |alat| alat.rp = Some("jahat.id".to_owned())),
        ("verifikasi", |alat| alat.verifikasi = false),
        ("kehadiran", |alat| alat.hadir = false),
        ("jenis", |alat| alat.jenis = Some("webauthn.create")),
        ("pemegang", |alat| alat.pemegang = Some(vec![9; 16])),
    ];
    for (ke, (kata, ubah)) in salah.iter().enumerate() {
        jam.pindah(SAAT + Duration::hours(4) + Duration::minutes(20 * i64::try_from(ke).unwrap()));
        let satu = tiket(&app, "satu").await;
        let pilihan = tanya(&app, &satu).await;
        let mut palsu = alat.clone();
        ubah(&mut palsu);
        let ditolak = jawab(&app, &satu, palsu.bukti(&pilihan)).await;
        assert_eq!(ditolak.masalah(401), "faktor_salah", "{kata}");
        assert_eq!(sebab(&app).await, *kata);
        // Used up: even the right answer comes too late.
        let benar = alat.bukti(&pilihan);
        assert_eq!(jawab(&app, &satu, benar).await.masalah(401), "faktor_salah", "{kata}");
        assert_eq!(sebab(&app).await, "tanpa_tantangan");
    }
    jam.pindah(SAAT + Duration::hours(8));
    let satu = tiket(&app, "satu").await;
    let tolak = async |jawaban: Value, kata: &str| {
        assert_eq!(jawab(&app, &satu, jawaban).await.masalah(401), "faktor_salah", "{kata}");
        assert_eq!(sebab(&app).await, kata);
    };
    // Another officer's key, and another key under this one's name.
    tolak(alat_lain.bukti(&tanya(&app, &satu).await), "kredensial").await;
    let mut peniru = Autentikator::baru(ASAL);
    peniru.kredensial.clone_from(&alat.kredensial);
    peniru.penghitung = 900;
    tolak(peniru.bukti(&tanya(&app, &satu).await), "tanda_tangan").await;
    // A question of another ticket, and one that was asked again since.
    let dua = tiket(&app, "satu").await;
    let milik_dua = tanya(&app, &dua).await;
    tolak(alat.bukti(&milik_dua), "tanpa_tantangan").await;
    let lama = tanya(&app, &satu).await;
    tanya(&app, &satu).await;
    tolak(alat.bukti(&lama), "tantangan").await;
    // What is no answer at all is no try, and uses nothing up.
    let pilihan = tanya(&app, &satu).await;
    let rusak = jawab(&app, &satu, json!({ "id": 1 })).await;
    assert_eq!(kode_isian(&rusak), ("/jawaban", "kunci_sandi_tidak_terbaca"));
    let benar = alat.bukti(&pilihan);
    jawab(&app, &satu, benar.clone()).await.ok();
    // The same once more, with the ticket that it opened and with another.
    assert_eq!(jawab(&app, &satu, benar.clone()).await.masalah(401), "tiket_tidak_berlaku");
    tanya(&app, &dua).await;
    assert_eq!(jawab(&app, &dua, benar).await.masalah(401), "faktor_salah");
    assert_eq!(sebab(&app).await, "tantangan");
    // A ticket ends after five minutes, and its question with it.
    let pilihan = tanya(&app, &dua).await;
    jam.pindah(SAAT + Duration::hours(8) + Duration::minutes(5));
    let terlambat = jawab(&app, &dua, alat.bukti(&pilihan)).await;
    assert_eq!(terlambat.masalah(401), "tiket_tidak_berlaku");
}

/// A session of somebody without a factor.
async fn setengah(app: &TestApp, nama: &str) -> Klien {
    let masuk = langkah_satu(app, nama, SANDI).await.ok();
    Klien::dengan_token(&app.basis, masuk["token_akses"].as_str().unwrap())
}

/// Security bar 4. Security bar 6.
#[tokio::test]
async fn five_wrong_answers_end_the_ticket_and_slow_the_account_whatever_is_shown_next() {
    let (app, jam) = kantor_berjam("sinjai").await;
    let admin = app.sebagai("admin").await;
    let dia = setengah_masuk(&app, &admin, "laju").await;
    let mut alat = Autentikator::baru(ASAL);
    let kode = daftarkan(&dia, &mut alat).await["kode_pulih"][0].clone();
    let mut palsu = alat.clone();
    palsu.asal = "https://jahat.id".to_owned();
    let satu = tiket(&app, "laju").await;
    for _ in 0..5 {
        let pilihan = tanya(&app, &satu).await;
        let ditolak = jawab(&app, &satu, palsu.bukti(&pilihan)).await;
        assert_eq!(ditolak.masalah(401), "faktor_salah");
    }
    let mulai = publik(&app, "sesi/kunci-sandi/mulai", json!({ "tiket": satu })).await;
    assert_eq!(mulai.masalah(401), "tiket_tidak_berlaku");
    let dua = tiket(&app, "laju").await;
    let pilihan = tanya(&app, &dua).await;
    alat.penghitung = palsu.penghitung;
    let benar = alat.bukti(&pilihan);
    let tunggu = jawab(&app, &dua, benar.clone()).await;
    assert_eq!(tunggu.masalah(429), "terlalu_banyak_percobaan");
    let isi = json!({ "tiket": dua, "kode_pulih": kode });
    assert_eq!(publik(&app, "sesi/faktor", isi).await.status, 429, "one counter for all of them");
    // Refused for its time alone, the answer is not used up.
    jam.pindah(SAAT + Duration::seconds(31));
    jawab(&app, &dua, benar).await.ok();
}

/// Security bar 16.
#[tokio::test]
async fn a_passkey_confirms_the_session_in_which_it_was_asked_for() {
    let (app, jam) = kantor_berjam("sinjai").await;
    let admin = app.sebagai("admin").await;
    let mut alat = Autentikator::baru(ASAL);
    daftarkan(&setengah_masuk(&app, &admin, "segar").await, &mut alat).await;
    let (dia, lain) =
        (masuk(&app, "segar", &mut alat).await, masuk(&app, "segar", &mut alat).await);
    jam.pindah(SAAT + Duration::minutes(6));
    let konfirmasi = "/v1/sesi/konfirmasi";
    let mulai = "/v1/sesi/konfirmasi/kunci-sandi";
    let jalur = "/v1/saya/kode-pulih";
    assert_eq!(kosong(&dia, jalur).await.masalah(403), "perlu_konfirmasi");
    assert_eq!(kosong(&dia, MULAI).await.masalah(403), "perlu_konfirmasi");
    let milik = dia.get(KUNCI).await.ok()["data"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(dia.delete(&format!("{KUNCI}/{milik}")).await.masalah(403), "perlu_konfirmasi");

    let salah = async |klien: &Klien, jawaban: &Value| {
        let jawaban = klien.post(konfirmasi, json!({ "kunci_sandi": jawaban })).await;
        assert_eq!(kode_isian(&jawaban), ("/kunci_sandi", "kunci_sandi_salah"));
        sebab(&app).await
    };
    let pilihan = kosong(&dia, mulai).await.ok()["pilihan"].clone();
    let benar = alat.bukti(&pilihan);
    assert_eq!(salah(&lain, &benar).await, "tanpa_tantangan", "asked in another session");
    // A question of a login is none of a session.
    let pilihan_masuk = tanya(&app, &tiket(&app, "segar").await).await;
    assert_eq!(salah(&lain, &alat.clone().bukti(&pilihan_masuk)).await, "tanpa_tantangan");
    let rusak = dia.post(konfirmasi, json!({ "kunci_sandi": "x" })).await;
    assert_eq!(kode_isian(&rusak), ("/kunci_sandi", "kunci_sandi_tidak_terbaca"));
    let dua = dia.post(konfirmasi, json!({ "kunci_sandi": benar, "sandi": SANDI })).await;
    assert_eq!(kode_isian(&dua), ("/sandi", "bukti_wajib"));
    let segar = dia.post(konfirmasi, json!({ "kunci_sandi": benar })).await.ok();
    assert_eq!(segar["segar_sampai"], "2027-03-01T09:11:00+08:00");
    assert_eq!(salah(&dia, &benar).await, "tanpa_tantangan", "once");
    kosong(&dia, jalur).await.ok();
    assert_eq!(kosong(&lain, jalur).await.masalah(403), "perlu_konfirmasi", "each for itself");
    // Asked more than five minutes ago.
    let pilihan = kosong(&lain, mulai).await.ok()["pilihan"].clone();
    jam.pindah(SAAT + Duration::minutes(11));
    assert_eq!(salah(&lain, &alat.bukti(&pilihan)).await, "tanpa_tantangan");
    // Who has none is told so.
    let kadis = app.sebagai("kadis").await;
    assert_eq!(kosong(&kadis, mulai).await.masalah(409), "kunci_sandi_tidak_ada");
}

/// Security bar 13.
#[tokio::test]
async fn a_copied_authenticator_is_refused_and_frozen_and_its_owner_is_told() {
    let app = TestApp::start("sinjai").await;
    let admin = app.sebagai("admin").await;
    let mut alat = Autentikator::baru(ASAL);
    let dia = setengah_masuk(&app, &admin, "salin").await;
    let kode = daftarkan(&dia, &mut alat).await["kode_pulih"].clone();
    ubah(&admin, "salin", json!({ "surel": "salin@contoh.id" })).await.ok();
    masuk(&app, "salin", &mut alat).await;
    // Two questions at once: what the second is measured by is what the first left.
    let mut salinan = alat.clone();
    let (satu, dua) = (tiket(&app, "salin").await, tiket(&app, "salin").await);
    let (tanya_satu, tanya_dua) = (tanya(&app, &satu).await, tanya(&app, &dua).await);
    let token = jawab(&app, &satu, alat.bukti(&tanya_satu)).await.ok();
    let terbuka = Klien::dengan_token(&app.basis, token["token_akses"].as_str().unwrap());
    terbuka.get("/v1/saya").await.ok();
    let ditolak = jawab(&app, &dua, salinan.bukti(&tanya_dua)).await;
    assert_eq!(ditolak.masalah(401), "faktor_salah");
    assert_eq!(sebab(&app).await, "mundur");

    // Nobody knows which of the two it was: every session is over, and neither opens anything any more.
    terbuka.get("/v1/saya").await.masalah(401);
    let catatan = "SELECT count(*) FROM audit WHERE aksi = 'faktor.kunci_sandi_dibekukan'
        AND (rincian->>'sesi_diakhiri')::int > 0";
    assert_eq!(angka(&app, catatan).await, 1);
    let satu = langkah_satu(&app, "salin", SANDI).await.ok();
    assert_eq!(
        satu["cara"],
        json!(["kunci_sandi", "kode_pulih"]),
        "the password alone is still not enough"
    );
    let mulai = publik(&app, "sesi/kunci-sandi/mulai", json!({ "tiket": satu["tiket"] })).await;
    assert_eq!(mulai.masalah(409), "kunci_sandi_tidak_ada");
    sampai("surat kepada pemilik", || async {
        let surat = app.kantor.smtp.mailbox("salin@contoh.id");
        surat.iter().any(|satu| satu.subject().contains("dibekukan")).then_some(())
    })
    .await;

    // By a recovery code the owner comes in, reads it, and makes a new one before the old one goes.
    let isi = json!({ "tiket": satu["tiket"], "kode_pulih": kode[0] });
    let token = publik(&app, "sesi/faktor", isi).await.ok();
    let dia = Klien::dengan_token(&app.basis, token["token_akses"].as_str().unwrap());
    assert!(dia.get("/v1/notifikasi").await.ok().to_string().contains("dibekukan"));
    let milik = dia.get(KUNCI).await.ok();
    assert_eq!(milik["data"][0]["dibekukan"], true);
    let beku = format!("{KUNCI}/{}", milik["data"][0]["id"].as_str().unwrap());
    assert_eq!(dia.delete(&beku).await.masalah(409), "faktor_terakhir");
    let mut baru = Autentikator::baru(ASAL);
    assert_eq!(daftarkan(&dia, &mut baru).await["kode_pulih"], json!([]));
    assert_eq!(dia.delete(&beku).await.status, 204);
    masuk(&app, "salin", &mut baru).await;
}

/// Security bar 18.
#[tokio::test]
async fn a_passkey_of_one_office_opens_nothing_in_another() {
    let (sini, sana) = (TestApp::start("sinjai").await, TestApp::start("sinjai").await);
    let mut alat = Vec::new();
    for app in [&sini, &sana] {
        let admin = app.sebagai("admin").await;
        let dia = setengah_masuk(app, &admin, "sama").await;
        let mut satu = Autentikator::baru(ASAL);
        daftarkan(&dia, &mut satu).await;
        alat.push((satu, dia));
    }
    let [(mut alat_sini, dia), (_, dia_sana)] = <[_; 2]>::try_from(alat).unwrap();
    let (tiket_sini, tiket_sana) = (tiket(&sini, "sama").await, tiket(&sana, "sama").await);
    let mulai = publik(&sana, "sesi/kunci-sandi/mulai", json!({ "tiket": tiket_sini })).await;
    assert_eq!(mulai.masalah(401), "tiket_tidak_berlaku");
    let pilihan = tanya(&sini, &tiket_sini).await;
    let jawaban = alat_sini.bukti(&pilihan);
    assert_eq!(
        jawab(&sana, &tiket_sini, jawaban.clone()).await.masalah(401),
        "tiket_tidak_berlaku"
    );
    tanya(&sana, &tiket_sana).await;
    assert_eq!(jawab(&sana, &tiket_sana, jawaban.clone()).await.masalah(401), "faktor_salah");
    assert_eq!(sebab(&sana).await, "kredensial");
    // Asked there, and answered with the key of here.
    let pilihan_sana = tanya(&sana, &tiket_sana).await;
    let silang = alat_sini.clone().bukti(&pilihan_sana);
    assert_eq!(jawab(&sana, &tiket_sana, silang).await.masalah(401), "faktor_salah");
    assert_eq!(sebab(&sana).await, "kredensial");
    jawab(&sini, &tiket_sini, jawaban).await.ok();
    let milik = dia.get(KUNCI).await.ok()["data"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(dia_sana.delete(&format!("{KUNCI}/{milik}")).await.masalah(404), "tidak_ditemukan");
}
