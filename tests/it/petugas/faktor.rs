//! Second factors.

use std::collections::BTreeSet;

use loket_domain::{
    akses::{AturanKeamanan, FaktorKedua},
    nilai::Rahasia,
};
use loket_tests::{
    app::{Kantor, SANDI, TestApp},
    faktor::{self, langkah_kini},
    klien::Klien,
};
use reqwest::Method;
use serde_json::{Value, json};
use time::Duration;

use super::{
    SAAT, id, kantor_berjam, kode_isian, langkah_satu, publik, slug, tambah, tiket, undangan::angka,
};

/// An officer who came in by password and has no factor yet.
pub(super) async fn setengah_masuk(app: &TestApp, admin: &Klien, nama: &str) -> Klien {
    let isi =
        json!({ "nama_pengguna": nama, "nama": "Baru Contoh", "peran": ["operator", "kadis"] });
    let baru = tambah(admin, nama, isi).await.ok();
    let isi = json!({ "kode": baru["undangan"]["kode"], "sandi": SANDI });
    assert_eq!(publik(app, "sandi", isi).await.status, 204);
    let masuk = langkah_satu(app, nama, SANDI).await;
    assert_eq!((masuk.status.as_u16(), &masuk.json["perlu"]), (201, &json!("daftar_faktor")));
    Klien::dengan_token(&app.basis, masuk.json["token_akses"].as_str().unwrap())
}

/// Security bar 5.
#[tokio::test]
async fn without_the_second_factor_every_operation_but_its_enrolment_is_closed() {
    let app = TestApp::start("sinjai").await;
    let admin = app.sebagai("admin").await;
    let dia = setengah_masuk(&app, &admin, "setengah").await;
    let dokumen: Value = app.anonim().get("/openapi.json").await.ok();
    let boleh: BTreeSet<&str> = [
        "keluar",
        "bacaFaktor",
        "mulaiTotp",
        "sahkanTotp",
        "gantiKodePulih",
        "mulaiKunciSandi",
        "sahkanKunciSandi",
    ]
    .into();
    let mut dicoba = 0;
    for (jalur, isi) in dokumen["paths"].as_object().unwrap() {
        let alamat = jalur
            .split('/')
            .map(|bagian| {
                if bagian.starts_with('{') {
                    "0197a000-0000-7000-8000-000000000000"
                } else {
                    bagian
                }
            })
            .collect::<Vec<_>>()
            .join("/");
        for (metode, operasi) in isi.as_object().unwrap() {
            let nama = operasi["operationId"].as_str().unwrap();
            if operasi["security"][0].get("bearer").is_none() || boleh.contains(nama) {
                continue;
            }
            let metode: Method = metode.to_uppercase().parse().unwrap();
            let kepala = [("content-type", "application/json"), ("idempotency-key", "k")];
            let jawaban = dia.panggil(metode, &alamat, &kepala, Some(b"{}".to_vec())).await;
            assert_eq!(jawaban.masalah(403), "perlu_faktor_kedua", "{nama}");
            dicoba += 1;
        }
    }
    assert!(dicoba > 150, "hanya {dicoba} operasi");
    assert_eq!(
        dia.get("/v1/saya/faktor").await.ok(),
        json!({ "totp": false, "kunci_sandi": 0, "kode_pulih": 0, "wajib": true })
    );
    // With it, the same session is open.
    dia.daftarkan_totp(slug(&app), "setengah").await;
    dia.get("/v1/saya").await.ok();
}

/// Security bar 5.
#[tokio::test]
async fn a_ticket_of_the_first_step_opens_nothing() {
    let app = TestApp::start("sinjai").await;
    let nama = app.kantor.pemegang("kadis").nama_pengguna.clone();
    let tiket = tiket(&app, &nama).await;
    let palsu = Klien::dengan_token(&app.basis, tiket.as_str().unwrap());
    for jalur in ["/v1/saya", "/v1/tugas", "/v1/saya/faktor", "/v1/sesi"] {
        assert_eq!(palsu.get(jalur).await.masalah(401), "sesi_tidak_berlaku", "{jalur}");
    }
    let segar = publik(&app, "sesi/segarkan", json!({ "token_segar": tiket })).await;
    assert_eq!(segar.masalah(401), "sesi_tidak_berlaku");
    for isi in
        [json!({ "tiket": tiket }), json!({ "tiket": tiket, "kode": "1", "kode_pulih": "1" })]
    {
        assert_eq!(kode_isian(&publik(&app, "sesi/faktor", isi).await), ("/kode", "faktor_wajib"));
    }
    let asing = json!({ "tiket": "0".repeat(64), "kode": "123456" });
    assert_eq!(publik(&app, "sesi/faktor", asing).await.masalah(401), "tiket_tidak_berlaku");
}

/// Security bar 6.
#[tokio::test]
async fn a_code_works_once_in_its_half_minute_or_beside_it_and_five_wrong_ones_end_the_ticket() {
    let (app, jam) = kantor_berjam("sinjai").await;
    let admin = app.sebagai("admin").await;
    let dia = setengah_masuk(&app, &admin, "totp").await;
    let benih = dia.panggil(Method::POST, "/v1/saya/totp", &[], None).await.ok();
    assert!(benih["otpauth"].as_str().unwrap().contains(benih["rahasia"].as_str().unwrap()));
    assert!(benih["qr"].as_str().unwrap().starts_with("<svg"));
    let benih = Rahasia::new(benih["rahasia"].as_str().unwrap());
    let kini = langkah_kini(slug(&app));
    let kode = |langkah: u64| faktor::kode(&benih, langkah);
    let salah = dia.post("/v1/saya/totp/sahkan", json!({ "kode": kode(kini + 5) })).await;
    assert_eq!(kode_isian(&salah), ("/kode", "kode_salah"));
    dia.post("/v1/saya/totp/sahkan", json!({ "kode": kode(kini - 1) })).await.ok();

    let coba = async |kode: String| {
        let isi = json!({ "tiket": tiket(&app, "totp").await, "kode": kode });
        publik(&app, "sesi/faktor", isi).await
    };
    // The one of the confirmation is used up; two half minutes away is too far; now and one beside it work once each.
    for salah in [kini - 1, kini - 2, kini + 2] {
        assert_eq!(coba(kode(salah)).await.masalah(401), "faktor_salah");
    }
    coba(kode(kini)).await.ok();
    assert_eq!(coba(kode(kini)).await.masalah(401), "faktor_salah");
    coba(kode(kini + 1)).await.ok();
    assert_eq!(coba(kode(kini)).await.masalah(401), "faktor_salah", "never back");

    // Five wrong ones end the ticket, and slow the account whatever ticket comes next.
    jam.pindah(SAAT + Duration::minutes(20));
    let satu = tiket(&app, "totp").await;
    for _ in 0..5 {
        let isi = json!({ "tiket": satu, "kode": "000000" });
        assert_eq!(publik(&app, "sesi/faktor", isi).await.masalah(401), "faktor_salah");
    }
    let benar = json!({ "tiket": satu, "kode": kode(langkah_kini(slug(&app))) });
    assert_eq!(
        publik(&app, "sesi/faktor", benar.clone()).await.masalah(401),
        "tiket_tidak_berlaku"
    );
    assert_eq!(coba(kode(langkah_kini(slug(&app)))).await.status, 429);
    jam.pindah(SAAT + Duration::minutes(21));
    coba(kode(langkah_kini(slug(&app)))).await.ok();
    // A ticket lasts five minutes.
    let tua = tiket(&app, "totp").await;
    jam.pindah(SAAT + Duration::minutes(26));
    let isi = json!({ "tiket": tua, "kode": kode(langkah_kini(slug(&app))) });
    assert_eq!(publik(&app, "sesi/faktor", isi).await.masalah(401), "tiket_tidak_berlaku");

    // Seeds are sealed, codes hashed.
    let hex = hex::encode(benih.buka());
    let terbaca = format!(
        "SELECT count(*) FROM pengguna_totp WHERE encode(benih_tersegel, 'hex') LIKE '%{hex}%'"
    );
    assert_eq!(angka(&app, &terbaca).await, 0);
    assert!(
        angka(&app, "SELECT count(*) FROM pengguna_totp WHERE octet_length(benih_tersegel) > 32")
            .await
            > 1
    );
    assert_eq!(
        angka(&app, "SELECT count(*) FROM kode_pulih WHERE octet_length(hash) <> 32").await,
        0
    );
}

/// Security bar 6.
#[tokio::test]
async fn a_recovery_code_works_once_and_an_administrator_helps_who_lost_everything() {
    let (app, jam) = kantor_berjam("sinjai").await;
    let admin = app.sebagai("admin").await;
    let dia = setengah_masuk(&app, &admin, "pulih").await;
    let kode = dia.daftarkan_totp(slug(&app), "pulih").await;
    assert_eq!(kode.len(), 10);
    let pakai = async |kode: &str| {
        let isi = json!({ "tiket": tiket(&app, "pulih").await, "kode_pulih": kode });
        publik(&app, "sesi/faktor", isi).await
    };
    pakai(&kode[0].to_uppercase()).await.ok();
    assert_eq!(pakai(&kode[0]).await.masalah(401), "faktor_salah");
    assert_eq!(dia.get("/v1/saya/faktor").await.ok()["kode_pulih"], 9);
    // New ones call the old ones off.
    let baru = dia.panggil(Method::POST, "/v1/saya/kode-pulih", &[], None).await.ok();
    assert_eq!(pakai(&kode[1]).await.masalah(401), "faktor_salah");
    pakai(baru["kode_pulih"][0].as_str().unwrap()).await.ok();

    let jalur = format!("/v1/pengguna/{}/faktor", id(&admin, "pulih").await);
    dia.get("/v1/saya").await.ok();
    assert_eq!(admin.delete(&jalur).await.status, 204);
    dia.get("/v1/saya").await.masalah(401);
    assert_eq!(pakai_langsung(&app).await, "daftar_faktor");
    let sendiri = format!("/v1/pengguna/{}/faktor", id(&admin, "admin").await);
    assert_eq!(admin.delete(&sendiri).await.masalah(409), "faktor_sendiri");
    jam.pindah(SAAT + Duration::minutes(6));
    assert_eq!(admin.delete(&jalur).await.masalah(403), "perlu_konfirmasi");
}

async fn pakai_langsung(app: &TestApp) -> String {
    langkah_satu(app, "pulih", SANDI).await.ok()["perlu"].as_str().unwrap().to_owned()
}

/// Security bar 5.
#[tokio::test]
async fn an_office_may_demand_it_only_of_who_approves_signs_or_administers() {
    let kantor = Kantor::siapkan_dengan("sinjai", |paket| {
        paket.keamanan = AturanKeamanan { faktor_kedua: FaktorKedua::Penyetuju };
    });
    let app = TestApp::layani(kantor.await);
    let admin = app.sebagai("admin").await;
    let ekspor = admin.get("/v1/paket").await;
    assert!(ekspor.teks.contains("penyetuju"), "{}", ekspor.teks);
    let isi = json!({ "nama_pengguna": "biasa", "nama": "Biasa Contoh", "peran": ["operator"] });
    let baru = tambah(&admin, "k", isi).await.ok();
    publik(&app, "sandi", json!({ "kode": baru["undangan"]["kode"], "sandi": SANDI })).await;
    let masuk = langkah_satu(&app, "biasa", SANDI).await.ok();
    assert_eq!(masuk["perlu"], Value::Null);
    let dia = Klien::dengan_token(&app.basis, masuk["token_akses"].as_str().unwrap());
    dia.get("/v1/permohonan").await.ok();
    // Raised to one who signs, the open session closes until the factor is there.
    super::ubah(&admin, "biasa", json!({ "peran": ["operator", "kadis"] })).await.ok();
    assert_eq!(dia.get("/v1/permohonan").await.masalah(403), "perlu_faktor_kedua");
    dia.daftarkan_totp(slug(&app), "biasa").await;
    dia.get("/v1/permohonan").await.ok();
}
