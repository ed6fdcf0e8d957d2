//! Invitations, resets, changes of passwords.

use loket_tests::{
    app::{SANDI, TestApp},
    klien::Klien,
};
use serde_json::json;
use time::Duration;

use super::{
    SAAT, id, kantor_berjam, kode_isian, kode_surat, langkah_satu, publik, slug, tambah, ubah,
};

const BARU: &str = "kuda laut biru tua";

/// Security bar 7. Security bar 8. Security bar 27.
#[tokio::test]
async fn an_administrator_invites_and_never_sets_a_password() {
    let (app, jam) = kantor_berjam("sinjai").await;
    let admin = app.sebagai("admin").await;
    let isi = json!({ "nama_pengguna": "rina", "nama": "Rina Contoh", "peran": ["operator"] });
    let mut dengan_sandi = isi.clone();
    dengan_sandi["sandi"] = json!(BARU);
    assert_eq!(tambah(&admin, "a", dengan_sandi).await.status, 422, "a password is no field");
    let baru = tambah(&admin, "b", isi).await.ok();
    assert_eq!(baru["sandi_terpasang"], false);
    let kode = baru["undangan"]["kode"].as_str().unwrap().to_owned();
    langkah_satu(&app, "rina", "").await.masalah(401);
    langkah_satu(&app, "rina", &kode).await.masalah(401);

    // It is refused while the password is bad, and stays good.
    let lemah = publik(&app, "sandi", json!({ "kode": kode, "sandi": "password1234" })).await;
    assert_eq!(kode_isian(&lemah), ("/sandi", "sandi_umum"));
    let kantor = json!({ "kode": kode, "sandi": "Disdukcapil Sinjai" });
    assert_eq!(kode_isian(&publik(&app, "sandi", kantor).await), ("/sandi", "sandi_mudah_ditebak"));
    let lebih = json!({ "kode": kode, "sandi": BARU, "aktif": true });
    assert_eq!(publik(&app, "sandi", lebih).await.status, 422);

    // Typed by hand, in capitals and with spaces.
    let ketik = kode.to_uppercase().replace('-', " ");
    let dia = Klien::datang(&app.basis, slug(&app), "rina", (&ketik, BARU)).await;
    assert_eq!(dia.get("/v1/saya").await.ok()["peran"], json!(["operator"]));
    let lagi = publik(&app, "sandi", json!({ "kode": kode, "sandi": BARU })).await;
    assert_eq!(lagi.masalah(401), "kode_tidak_berlaku");

    // An invitation ends, and a newer one calls it off.
    let jalur = format!("/v1/pengguna/{}/undangan", id(&admin, "rina").await);
    let dua = admin.post(&jalur, json!({})).await.ok()["kode"].as_str().unwrap().to_owned();
    let tiga = admin.post(&jalur, json!({})).await.ok()["kode"].as_str().unwrap().to_owned();
    let pakai = async |kode: &str| {
        publik(&app, "sandi", json!({ "kode": kode, "sandi": "kuda laut merah tua" })).await
    };
    assert_eq!(pakai(&dua).await.masalah(401), "kode_tidak_berlaku");
    jam.pindah(SAAT + Duration::hours(72));
    assert_eq!(pakai(&tiga).await.masalah(401), "kode_tidak_berlaku");
    // What nobody used changed nothing.
    Klien::masuk(&app.basis, slug(&app), "rina", BARU).await;
}

/// Security bar 7.
#[tokio::test]
async fn a_forgotten_password_is_set_anew_by_a_code_that_only_the_officer_reads() {
    let (app, jam) = kantor_berjam("sinjai").await;
    let admin = app.sebagai("admin").await;
    let surel = "petugas.satu@contoh.id";
    let siak1 = app.sebagai("operator_siak").await;
    let nama = app.kantor.pemegang("operator_siak").nama_pengguna.clone();
    let dengan = ubah(&admin, &nama, json!({ "surel": surel })).await;
    assert_eq!(dengan.json["surel"], "p***@contoh.id");

    // The same answer for everybody, and mail for one.
    let (ada, hantu) = (
        publik(&app, "sandi/lupa", json!({ "nama_pengguna": nama })).await,
        publik(&app, "sandi/lupa", json!({ "nama_pengguna": "hantu" })).await,
    );
    assert_eq!((ada.status.as_u16(), &ada.teks), (202, &String::new()));
    assert_eq!((ada.status, ada.teks), (hantu.status, hantu.teks));
    let satu = kode_surat(&app, surel, 1).await;
    publik(&app, "sandi/lupa", json!({ "nama_pengguna": nama })).await;
    let dua = kode_surat(&app, surel, 2).await;
    let pakai =
        async |kode: &str| publik(&app, "sandi", json!({ "kode": kode, "sandi": BARU })).await;
    assert_eq!(pakai(&satu).await.masalah(401), "kode_tidak_berlaku", "a newer one was asked for");
    siak1.get("/v1/saya").await.ok();
    assert_eq!(pakai(&dua).await.status, 204);
    assert_eq!(pakai(&dua).await.masalah(401), "kode_tidak_berlaku");
    siak1.get("/v1/saya").await.masalah(401);
    langkah_satu(&app, &nama, SANDI).await.masalah(401);
    // The second factor is asked for as ever.
    let masuk = langkah_satu(&app, &nama, BARU).await;
    assert_eq!((masuk.status.as_u16(), &masuk.json["perlu"]), (200, &json!("totp")));
    assert!(masuk.json.get("token_akses").is_none(), "{}", masuk.teks);

    // Fifteen minutes, and not more often than three times in them.
    jam.pindah(SAAT + Duration::minutes(20));
    publik(&app, "sandi/lupa", json!({ "nama_pengguna": nama })).await;
    let tiga = kode_surat(&app, surel, 4).await;
    jam.pindah(SAAT + Duration::minutes(35));
    assert_eq!(pakai(&tiga).await.masalah(401), "kode_tidak_berlaku");
    for _ in 0..5 {
        assert_eq!(publik(&app, "sandi/lupa", json!({ "nama_pengguna": nama })).await.status, 202);
    }
    // Two of five: the one of a quarter of an hour ago still counts.
    let dibuat = "SELECT count(*) FROM rahasia_sekali WHERE jenis = 'pemulihan'";
    assert_eq!(angka(&app, dibuat).await, 5);
    // Nothing that was sent can be read in the database any more.
    loket_tests::sampai("antrean kosong", || async {
        let antre = "SELECT count(*) FROM surel_petugas WHERE keadaan IN ('antre', 'mengirim')";
        (angka(&app, antre).await == 0).then_some(())
    })
    .await;
    let sisa = "SELECT count(*) FROM surel_petugas WHERE isi_tersegel IS NOT NULL";
    assert_eq!(angka(&app, sisa).await, 0);
}

/// Security bar 13.
#[tokio::test]
async fn a_new_password_ends_every_other_session_and_its_owner_is_told() {
    let app = TestApp::start("sinjai").await;
    let nama = app.kantor.pemegang("kadis").nama_pengguna.clone();
    let (ini, lain) = (app.sebagai("kadis").await, app.sebagai("kadis").await);
    let admin = app.sebagai("admin").await;
    ubah(&admin, &nama, json!({ "surel": "kadis@contoh.id" })).await.ok();
    let ganti = async |lama: &str, baru: &str| {
        ini.post("/v1/saya/sandi", json!({ "lama": lama, "baru": baru })).await
    };
    assert_eq!(kode_isian(&ganti("bukan yang itu", BARU).await), ("/sandi", "sandi_salah"));
    assert_eq!(kode_isian(&ganti(SANDI, "pendek").await), ("/baru", "sandi_panjang"));
    lain.get("/v1/saya").await.ok();
    assert_eq!(ganti(SANDI, BARU).await.status, 204);
    lain.get("/v1/saya").await.masalah(401);
    ini.get("/v1/saya").await.ok();
    langkah_satu(&app, &nama, SANDI).await.masalah(401);
    assert_eq!(langkah_satu(&app, &nama, BARU).await.status, 200);
    loket_tests::sampai("kabar kata sandi", || async {
        let surat = app.kantor.smtp.mailbox("kadis@contoh.id");
        surat.iter().any(|satu| satu.subject().contains("Kata sandi Anda")).then_some(())
    })
    .await;
}

/// One number of the office's database.
pub(super) async fn angka(app: &TestApp, sql: &str) -> i64 {
    use sea_orm::{ConnectionTrait, DbBackend, Statement};
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let baris = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    baris.unwrap().try_get_by_index(0).unwrap()
}
