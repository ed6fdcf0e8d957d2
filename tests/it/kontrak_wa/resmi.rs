//! Official numbers: for everybody, signed, and in the chat; and reports of those that are not.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use loket_tests::{app::TestApp, klien::Jawaban, warga::isi};
use reqwest::Method;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::{Value, json};

use super::alat::{hitung, kantor, tanya};

/// The claims of a compact JWS, checked with the published keys as a stranger would.
fn periksa_jws(surat: &str, jwks: &Value) -> (Value, Value) {
    let bagian: Vec<&str> = surat.split('.').collect();
    let [kepala, isi, tanda] = bagian[..] else { panic!("{surat}") };
    let urai = |teks: &str| -> Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(teks).unwrap()).unwrap()
    };
    let kunci = jwks["keys"].as_array().unwrap().iter();
    let kunci = kunci.clone().find(|satu| satu["kid"] == urai(kepala)["kid"]).unwrap();
    let publik = URL_SAFE_NO_PAD.decode(kunci["x"].as_str().unwrap()).unwrap();
    UnparsedPublicKey::new(&ED25519, publik)
        .verify(format!("{kepala}.{isi}").as_bytes(), &URL_SAFE_NO_PAD.decode(tanda).unwrap())
        .unwrap();
    (urai(kepala), urai(isi))
}

fn kepala(jawaban: &Jawaban, nama: &str) -> String {
    jawaban.header.get(nama).map(|nilai| nilai.to_str().unwrap().to_owned()).unwrap_or_default()
}

/// The office's number, `+62…`.
async fn nomor_kami(app: &TestApp) -> String {
    let slug = &app.kantor.tenant.slug;
    let surat = app.anonim().get(&format!("/v1/publik/nomor-resmi/{slug}")).await.ok();
    surat["data"][0]["nomor"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_list_is_public_signed_and_may_be_kept() {
    let app = TestApp::start("balangan").await;
    let (klien, slug) = (app.anonim(), app.kantor.tenant.slug.as_str());
    let surat = klien.get(&format!("/v1/publik/nomor-resmi/{slug}")).await;
    assert_eq!(kepala(&surat, "cache-control"), "public, max-age=300");
    let tanda = kepala(&surat, "etag");
    let jwks = klien.get("/.well-known/jwks.json").await.ok();
    let (kepala_jws, klaim) = periksa_jws(surat.json["jws"].as_str().unwrap(), &jwks);
    assert_eq!(
        (kepala_jws["alg"].as_str(), kepala_jws["typ"].as_str()),
        (Some("EdDSA"), Some("nomor-resmi+jwt"))
    );
    assert!(kepala_jws["jku"].is_null() && kepala_jws["jwk"].is_null());
    assert_eq!(klaim["nomor_resmi"], surat.json["data"]);
    assert_eq!(klaim["nomor_resmi"][0]["tenant"], slug);
    assert_eq!(klaim["exp"].as_i64().unwrap() - klaim["iat"].as_i64().unwrap(), 24 * 3600);
    assert!(jwks["keys"][0]["d"].is_null(), "no private part");
    // A statement for the public opens no door.
    let palsu =
        loket_tests::klien::Klien::dengan_token(&app.basis, surat.json["jws"].as_str().unwrap());
    assert_eq!(palsu.get("/v1/saya").await.masalah(401), "sesi_tidak_berlaku");

    let jalur = format!("/v1/publik/nomor-resmi/{slug}");
    let lagi = klien.panggil(Method::GET, &jalur, &[("if-none-match", &tanda)], None).await;
    assert_eq!((lagi.status.as_u16(), lagi.teks.as_str()), (304, ""));
    let semua = klien.get("/v1/publik/nomor-resmi").await.ok();
    let ada = semua["data"].as_array().unwrap().iter().any(|satu| satu["tenant"] == slug);
    assert!(ada, "{semua}");
    assert_eq!(klien.get("/v1/publik/nomor-resmi/tidak_ada").await.masalah(404), "tidak_ditemukan");
    assert_eq!(
        kepala(&klien.get("/v1/publik/nomor-resmi/tidak_ada").await, "cache-control"),
        "no-store"
    );
}

#[tokio::test]
async fn anybody_can_check_a_number_by_program_and_on_a_small_page() {
    let app = TestApp::start("balangan").await;
    let klien = app.anonim();
    let kami = nomor_kami(&app).await;
    let lokal = kami.replacen("+62", "0", 1);
    for (nomor, resmi) in [
        (kami.replace('+', "%2B"), true),
        (lokal.clone(), true),
        ("0812-3456-7890".to_owned(), false),
    ] {
        let hasil = klien.get(&format!("/v1/publik/nomor-resmi/periksa?nomor={nomor}")).await.ok();
        assert_eq!(hasil["resmi"], resmi, "{nomor}: {hasil}");
    }
    let bukan = klien.get("/v1/publik/nomor-resmi/periksa?nomor=halo").await;
    assert_eq!(bukan.masalah(422), "isian_tidak_sah");
    let halaman = klien.get(&format!("/nomor-resmi?nomor={lokal}")).await;
    assert_eq!(halaman.status, 200);
    assert!(halaman.teks.contains("Ya, resmi.") && halaman.teks.contains(&app.kantor.tenant.nama));
    assert!(
        !halaman.teks.contains("<script")
            && kepala(&halaman, "content-security-policy").contains("form-action 'self'")
    );
    let jahat =
        klien.get("/nomor-resmi?nomor=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E08123456789").await;
    assert!(!jahat.teks.contains("<script"), "{}", jahat.teks);
    assert!(klien.get("/nomor-resmi?nomor=08123456789").await.teks.contains("Bukan nomor resmi."));
}

#[tokio::test]
async fn the_chat_says_which_number_is_official() {
    let app = kantor("balangan").await;
    let warga = app.kantor.warga("6281460000001");
    let kami = nomor_kami(&app).await;
    let ya = isi(&warga.tulis("Apakah nomor ini resmi?").await);
    assert!(ya.starts_with("Ya, Anda sedang menulis ke nomor resmi") && ya.contains(&kami), "{ya}");
    assert!(ya.contains("/nomor-resmi"), "{ya}");
    let bukan = isi(&warga.tulis("apakah 0812-3456-7890 nomor resmi?").await);
    assert!(bukan.contains("+6281234567890 bukan nomor resmi kami"), "{bukan}");
    let lokal = kami.replacen("+62", "0", 1);
    let milik = isi(&warga.tulis(&format!("cek nomor {lokal} resmi?")).await);
    assert!(milik.contains(&format!("Ya, {kami} adalah nomor resmi")), "{milik}");
    let tetangga = TestApp::start("sinjai").await;
    app.kantor.parts.postgres.segarkan_register().await;
    let lain = nomor_kami(&tetangga).await;
    let lain = isi(&warga.tulis(&format!("apa {lain} nomor resmi?")).await);
    assert!(lain.contains("tetapi nomor resmi"), "{lain}");
}

#[tokio::test]
async fn a_scam_is_reported_in_the_chat_and_followed_up_by_officers() {
    let app = kantor("balangan").await;
    let warga = app.kantor.warga("6281460000002");
    assert!(isi(&warga.tulis("LAPOR").await).contains("ketik LAPOR lalu nomor"));
    assert_eq!(hitung(&app, "laporan_penipuan").await, 0);
    let diterima = isi(&warga.tulis("Lapor 0812 3456 7890 mengaku petugas minta uang").await);
    assert!(diterima.contains("sudah kami catat"), "{diterima}");
    let tersegel =
        tanya(&app, "SELECT encode(isi_tersegel, 'escape') FROM laporan_penipuan").await.unwrap();
    assert!(!tersegel.contains("mengaku petugas"), "kept sealed");
    assert_eq!(
        hitung(&app, "audit WHERE aksi = 'laporan_penipuan.buat' AND rincian::text LIKE '%8123%'")
            .await,
        0
    );

    let admin = app.sebagai("admin").await;
    let daftar = admin.get("/v1/laporan-penipuan?keadaan=baru").await.ok();
    let satu = &daftar["data"][0];
    assert_eq!(
        (satu["nomor"].as_str(), satu["keadaan"].as_str()),
        (Some("6281234567890"), Some("baru"))
    );
    assert_eq!(satu["isi"], "0812 3456 7890 mengaku petugas minta uang");
    let jalur = format!("/v1/laporan-penipuan/{}/keadaan", satu["id"].as_str().unwrap());
    let ke = |keadaan: &str| json!({ "keadaan": keadaan });
    assert_eq!(admin.post(&jalur, ke("ditindak")).await.ok()["keadaan"], "ditindak");
    assert_eq!(admin.post(&jalur, ke("baru")).await.masalah(409), "laporan_sudah_lebih_jauh");
    assert_eq!(admin.post(&jalur, ke("selesai")).await.ok()["keadaan"], "selesai");
    assert_eq!(admin.get("/v1/laporan-penipuan?keadaan=baru").await.ok()["data"], json!([]));
    let inovasi = app.sebagai("aktor_inovasi").await;
    assert_eq!(inovasi.post(&jalur, ke("selesai")).await.masalah(403), "tidak_berizin");
    let kabar = admin.get("/v1/notifikasi").await.ok().to_string();
    assert!(kabar.contains("laporan penipuan baru") && !kabar.contains("8123"), "{kabar}");
    for n in 0..12 {
        warga.tulis(&format!("lapor penipu nomor {n}")).await;
    }
    assert_eq!(hitung(&app, "laporan_penipuan").await, 10, "nobody floods the list");
}
