//! Forged and stale credentials: every one is answered alike, whatever is wrong with it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use loket_domain::{
    akses::{KlaimAkses, kenali},
    ports::Ports,
};
use loket_infra::crypto::{EddsaToken, KunciTanda, TokenConfig};
use loket_tests::{
    app::{Kantor, SANDI, TestApp},
    klien::{HTTP, Klien},
    sampai,
    server::SERVER,
};
use reqwest::Method;
use ring::{
    hmac,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// The parts of a good token of that officer, and the key that signs them.
struct Sah {
    kepala: Value,
    klaim: Value,
    kunci: Ed25519KeyPair,
    utuh: String,
}

fn urai(bagian: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(bagian).unwrap()).unwrap()
}

/// The installation's own key, as its operator has it.
fn kunci_server() -> Ed25519KeyPair {
    let pem = SERVER.config().kunci_token.unwrap().buka().to_owned();
    let badan: String = pem.lines().filter(|baris| !baris.starts_with("-----")).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(badan).unwrap();
    Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).unwrap()
}

impl Sah {
    fn dari(petugas: &Klien) -> Self {
        let utuh = petugas.token.clone().unwrap();
        let bagian: Vec<&str> = utuh.split('.').collect();
        let (kepala, klaim) = (urai(bagian[0]), urai(bagian[1]));
        Self { kepala, klaim, kunci: kunci_server(), utuh }
    }

    /// Signs these very texts.
    fn tulis(&self, kepala: &str, klaim: &str) -> String {
        let pesan = format!("{}.{}", URL_SAFE_NO_PAD.encode(kepala), URL_SAFE_NO_PAD.encode(klaim));
        let tanda = URL_SAFE_NO_PAD.encode(self.kunci.sign(pesan.as_bytes()));
        format!("{pesan}.{tanda}")
    }

    /// The good token with one thing changed in its header.
    fn kepala(&self, ubah: impl FnOnce(&mut Value)) -> String {
        let mut kepala = self.kepala.clone();
        ubah(&mut kepala);
        self.tulis(&kepala.to_string(), &self.klaim.to_string())
    }

    /// The good token with one thing changed in its claims.
    fn klaim(&self, ubah: impl FnOnce(&mut Value)) -> String {
        let mut klaim = self.klaim.clone();
        ubah(&mut klaim);
        self.tulis(&self.kepala.to_string(), &klaim.to_string())
    }

    /// The good token under another algorithm and signature.
    fn dengan(&self, alg: &str, tanda: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
        let mut kepala = self.kepala.clone();
        kepala["alg"] = json!(alg);
        let pesan = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(kepala.to_string()),
            URL_SAFE_NO_PAD.encode(self.klaim.to_string())
        );
        let tanda = URL_SAFE_NO_PAD.encode(tanda(pesan.as_bytes()));
        format!("{pesan}.{tanda}")
    }
}

fn hs256(kunci: &[u8], pesan: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, kunci), pesan).as_ref().to_vec()
}

fn kunci_lain() -> Ed25519KeyPair {
    let acak = ring::rand::SystemRandom::new();
    Ed25519KeyPair::from_pkcs8(Ed25519KeyPair::generate_pkcs8(&acak).unwrap().as_ref()).unwrap()
}

fn jwk(kunci: &Ed25519KeyPair) -> Value {
    let x = URL_SAFE_NO_PAD.encode(kunci.public_key().as_ref());
    json!({ "kty": "OKP", "crv": "Ed25519", "x": x })
}

/// Headers: none of these says what a header of ours says.
fn kepala_palsu(sah: &Sah, semua: &mut Vec<(String, String)>) {
    let mut tambah = |nama: &str, token: String| semua.push((nama.to_owned(), token));
    let publik = sah.kunci.public_key().as_ref().to_vec();
    let kosong = |_: &[u8]| Vec::new();
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        tambah(&format!("alg {alg:?}"), sah.dengan(alg, kosong));
    }
    tambah(
        "none dengan tanda asli",
        sah.dengan("none", |pesan| sah.kunci.sign(pesan).as_ref().to_vec()),
    );
    tambah("HS256 oleh kunci publik", sah.dengan("HS256", |pesan| hs256(&publik, pesan)));
    tambah("HS256 oleh kunci kosong", sah.dengan("HS256", |pesan| hs256(b"", pesan)));
    tambah("HS384", sah.dengan("HS384", |pesan| hs256(&publik, pesan)));
    tambah("HS512", sah.dengan("HS512", |pesan| hs256(&publik, pesan)));
    for alg in ["RS256", "PS256", "ES384", "Ed25519", "eddsa", "EDDSA"] {
        tambah(alg, sah.dengan(alg, |pesan| sah.kunci.sign(pesan).as_ref().to_vec()));
    }
    let acak = ring::rand::SystemRandom::new();
    let p256 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &acak).unwrap();
    let p256 = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, p256.as_ref(), &acak);
    let p256 = p256.unwrap();
    tambah(
        "ES256",
        sah.dengan("ES256", |pesan| p256.sign(&acak, pesan).unwrap().as_ref().to_vec()),
    );
    let lain = kunci_lain();
    let oleh_lain = Sah {
        kunci: lain,
        kepala: sah.kepala.clone(),
        klaim: sah.klaim.clone(),
        utuh: String::new(),
    };
    tambah("kunci lain", oleh_lain.klaim(|_| {}));
    tambah("jwk sisipan", oleh_lain.kepala(|kepala| kepala["jwk"] = jwk(&oleh_lain.kunci)));
    tambah(
        "jwk sisipan, kid-nya",
        oleh_lain.kepala(|kepala| {
            kepala["jwk"] = jwk(&oleh_lain.kunci);
            kepala["kid"] = json!("punyaku");
        }),
    );
    tambah("jwk asli", sah.kepala(|kepala| kepala["jwk"] = jwk(&sah.kunci)));
    tambah(
        "jku",
        oleh_lain.kepala(|kepala| kepala["jku"] = json!("https://jahat.example/jwks.json")),
    );
    tambah(
        "jku, tanda asli",
        sah.kepala(|kepala| kepala["jku"] = json!("https://jahat.example/jwks.json")),
    );
    tambah("x5u", sah.kepala(|kepala| kepala["x5u"] = json!("https://jahat.example/c.pem")));
    tambah("x5c", sah.kepala(|kepala| kepala["x5c"] = json!(["TUlJQg=="])));
    for kid in [
        "",
        "lain",
        "../../../../dev/null",
        "/etc/passwd",
        "' OR '1'='1",
        "x'; DROP TABLE sesi; --",
        "%00",
        "kid\n",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        tambah(&format!("kid {kid:?}"), sah.kepala(|kepala| kepala["kid"] = json!(kid)));
    }
    let asli = sah.kepala["kid"].as_str().unwrap().to_owned();
    tambah("kid berspasi", sah.kepala(|kepala| kepala["kid"] = json!(format!("{asli} "))));
    tambah("kid kapital", sah.kepala(|kepala| kepala["kid"] = json!(asli.to_uppercase() + "x")));
    tambah("kid angka", sah.kepala(|kepala| kepala["kid"] = json!(1)));
    tambah("kid larik", sah.kepala(|kepala| kepala["kid"] = json!([asli])));
    tambah("tanpa kid", sah.kepala(|kepala| drop(kepala.as_object_mut().unwrap().remove("kid"))));
    tambah("tanpa alg", sah.kepala(|kepala| drop(kepala.as_object_mut().unwrap().remove("alg"))));
    tambah("tanpa typ", sah.kepala(|kepala| drop(kepala.as_object_mut().unwrap().remove("typ"))));
    for typ in ["JWT", "at+JWT ", "nomor-resmi+jwt", "application/at+jwt", ""] {
        tambah(&format!("typ {typ:?}"), sah.kepala(|kepala| kepala["typ"] = json!(typ)));
    }
    tambah("crit", sah.kepala(|kepala| kepala["crit"] = json!(["exp"])));
    tambah(
        "crit asing",
        sah.kepala(|kepala| {
            kepala["crit"] = json!(["urn:lain"]);
            kepala["urn:lain"] = json!(true);
        }),
    );
    tambah("enc", sah.kepala(|kepala| kepala["enc"] = json!("A256GCM")));
    tambah("zip", sah.kepala(|kepala| kepala["zip"] = json!("DEF")));
}

/// Claims: signed by the right key, and still none of ours.
fn klaim_palsu(sah: &Sah, semua: &mut Vec<(String, String)>) {
    let mut tambah = |nama: String, token: String| semua.push((nama, token));
    let kini = sah.klaim["iat"].as_i64().unwrap();
    for nama in ["iss", "aud", "sub", "sid", "ten", "iat", "nbf", "exp"] {
        let tanpa = |klaim: &mut Value| drop(klaim.as_object_mut().unwrap().remove(nama));
        tambah(format!("tanpa {nama}"), sah.klaim(tanpa));
        tambah(format!("{nama} null"), sah.klaim(|klaim| klaim[nama] = Value::Null));
        tambah(format!("{nama} objek"), sah.klaim(|klaim| klaim[nama] = json!({})));
        // The same claim twice: which one counts is nobody's guess.
        let badan = sah.klaim.to_string();
        let ganda = format!("{},{}:{}}}", &badan[..badan.len() - 1], json!(nama), sah.klaim[nama]);
        tambah(format!("{nama} ganda"), sah.tulis(&sah.kepala.to_string(), &ganda));
    }
    for (nama, klaim, nilai) in [
        ("iss lain", "iss", json!("https://jahat.example")),
        ("iss bergaris miring", "iss", json!("https://loket.uji/")),
        ("iss larik", "iss", json!(["https://loket.uji"])),
        ("aud kantor lain", "aud", json!("loket:kantor_lain")),
        ("aud larik", "aud", json!([sah.klaim["aud"], "loket:kantor_lain"])),
        ("aud kosong", "aud", json!("")),
        ("ten kantor lain", "ten", json!("kantor_lain")),
        ("ten bukan slug", "ten", json!("../control")),
        ("ten SQL", "ten", json!("a\"; DROP SCHEMA control; --")),
        ("sub acak", "sub", json!(Uuid::from_u128(7))),
        ("sub bukan uuid", "sub", json!("kadis")),
        ("sid acak", "sid", json!(Uuid::from_u128(7))),
        ("sid nol", "sid", json!(Uuid::nil())),
        ("exp teks", "exp", json!((kini + 900).to_string())),
        ("exp pecahan besar", "exp", json!(1.0e300)),
        ("exp terlalu lama", "exp", json!(kini + 901)),
        ("exp sehari", "exp", json!(kini + 86_400)),
        ("exp sebelum iat", "exp", json!(kini - 1)),
        ("exp negatif", "exp", json!(-1)),
        ("nbf nanti", "nbf", json!(kini + 3_600)),
        ("iat nanti", "iat", json!(kini + 3_600)),
    ] {
        tambah(nama.to_owned(), sah.klaim(|isi| isi[klaim] = nilai.clone()));
    }
    tambah(
        "kantor lain seutuhnya".to_owned(),
        sah.klaim(|klaim| {
            klaim["ten"] = json!("kantor_lain");
            klaim["aud"] = json!("loket:kantor_lain");
        }),
    );
    tambah(
        "kedaluwarsa".to_owned(),
        sah.klaim(|klaim| {
            for nama in ["iat", "nbf"] {
                klaim[nama] = json!(kini - 1_000);
            }
            klaim["exp"] = json!(kini - 100);
        }),
    );
    tambah(
        "seluruhnya nanti".to_owned(),
        sah.klaim(|klaim| {
            for nama in ["iat", "nbf"] {
                klaim[nama] = json!(kini + 600);
            }
            klaim["exp"] = json!(kini + 1_500);
        }),
    );
    tambah("klaim bukan objek".to_owned(), sah.tulis(&sah.kepala.to_string(), "[]"));
    tambah("klaim bukan JSON".to_owned(), sah.tulis(&sah.kepala.to_string(), "klaim"));
    tambah("klaim kosong".to_owned(), sah.tulis(&sah.kepala.to_string(), ""));
}

/// Shapes: cut, turned round, doubled, flipped.
fn bentuk_palsu(sah: &Sah, semua: &mut Vec<(String, String)>) {
    let mut tambah = |nama: String, token: String| semua.push((nama, token));
    let [a, b, c] = sah.utuh.split('.').collect::<Vec<_>>()[..] else { panic!("bentuk") };
    for (nama, token) in [
        ("satu bagian", a.to_owned()),
        ("dua bagian", format!("{a}.{b}")),
        ("tanpa tanda", format!("{a}.{b}.")),
        ("empat bagian", format!("{a}.{b}.{c}.{c}")),
        ("bagian tertukar", format!("{b}.{a}.{c}")),
        ("tanda terbalik", format!("{a}.{b}.{}", c.chars().rev().collect::<String>())),
        ("tanda terpotong", format!("{a}.{b}.{}", &c[..c.len() - 2])),
        ("tanda berganda", format!("{a}.{b}.{c}{c}")),
        ("ekor", format!("{}x", sah.utuh)),
        ("isian base64", format!("{a}.{b}.{c}=")),
        ("base64 biasa", format!("{a}.{b}.+/{}", &c[2..])),
        ("titik", "..".to_owned()),
        ("kata", "rahasia".to_owned()),
        ("panjang", format!("{}.{b}.{c}", "A".repeat(3_000))),
    ] {
        tambah(nama.to_owned(), token);
    }
    for letak in [0, a.len() / 2, a.len() + 3, a.len() + b.len() / 2, a.len() + b.len() + 4] {
        let mut bita = sah.utuh.clone().into_bytes();
        bita[letak] = if bita[letak] == b'A' { b'B' } else { b'A' };
        tambah(format!("huruf {letak} terganti"), String::from_utf8(bita).unwrap());
    }
}

/// Keys of machine callers that are none.
fn kunci_palsu(kantor: &str, semua: &mut Vec<(String, String)>) {
    let isi = "0123456789abcdef".repeat(4);
    for (nama, token) in [
        ("kunci acak", format!("lk_{kantor}_0123abcd_{isi}")),
        ("kunci kantor asing", format!("lk_kantor_lain_0123abcd_{isi}")),
        ("kunci tanpa kantor", format!("lk_0123abcd_{isi}")),
        ("kunci pendek", format!("lk_{kantor}_0123abcd_{}", &isi[1..])),
        ("kunci panjang", format!("lk_{kantor}_0123abcd_{isi}0")),
        ("kunci kapital", format!("lk_{kantor}_0123abcd_{}", isi.to_uppercase())),
        ("kunci SQL", format!("lk_{kantor}'--_0123abcd_{isi}")),
        ("kunci control", format!("lk_control_0123abcd_{isi}")),
        ("kunci kosong", "lk_".to_owned()),
        ("kunci di JWT", format!("lk_{}", "a.b.c")),
    ] {
        semua.push((nama.to_owned(), token));
    }
}

/// Every credential gets the very same refusal as the first.
async fn semua_ditolak(app: &TestApp, semua: &[(String, String)]) {
    let mut harap: Option<Value> = None;
    for (nama, token) in semua {
        let jawaban = Klien::dengan_token(&app.basis, token).get("/v1/saya").await;
        assert_eq!(jawaban.status, 401, "{nama}: {}", jawaban.teks);
        assert!(jawaban.header.contains_key("www-authenticate"), "{nama}");
        let mut isi = jawaban.json;
        isi["instance"] = Value::Null;
        assert_eq!(&isi, harap.get_or_insert_with(|| isi.clone()), "{nama}");
    }
}

/// Security bar 9-11, 13, 14.
#[tokio::test]
async fn every_forged_credential_is_refused_with_the_same_words() {
    let app = TestApp::start("sinjai").await;
    let petugas = app.sebagai("operator_siak").await;
    let sah = Sah::dari(&petugas);
    // The table stands on a token that opens: rebuilt from its parts it still does.
    let dibangun = sah.klaim(|_| {});
    Klien::dengan_token(&app.basis, &dibangun).get("/v1/saya").await.ok();
    let mut semua = Vec::new();
    kepala_palsu(&sah, &mut semua);
    klaim_palsu(&sah, &mut semua);
    bentuk_palsu(&sah, &mut semua);
    kunci_palsu(app.kantor.tenant.slug.as_str(), &mut semua);
    assert!(semua.len() >= 120, "{}", semua.len());
    semua_ditolak(&app, &semua).await;
    petugas.get("/v1/saya").await.ok();
}

/// Security bar 13. Genuine in everything, and its session is over, or its officer gone.
#[tokio::test]
async fn a_genuine_token_of_an_ended_session_or_a_disabled_officer_is_refused() {
    let app = TestApp::start("pekanbaru").await;
    let slug = app.kantor.tenant.slug.as_str();
    let keluar = app.sebagai("fo").await;
    let nonaktif =
        Klien::masuk(&app.basis, slug, &app.kantor.pemegang("kasi").nama_pengguna, SANDI).await;
    keluar.delete("/v1/sesi").await;
    let admin = app.sebagai("admin").await;
    let semua = admin.get("/v1/pengguna?batas=100").await.ok();
    let nama = &app.kantor.pemegang("kasi").nama_pengguna;
    let orang = semua["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|satu| satu["nama_pengguna"] == nama.as_str());
    let orang = orang.unwrap();
    let jalur = format!("/v1/pengguna/{}", orang["id"].as_str().unwrap());
    let cocok = format!("\"v{}\"", orang["versi"]);
    let kepala = [("content-type", "application/json"), ("if-match", cocok.as_str())];
    admin.panggil(Method::PATCH, &jalur, &kepala, Some(br#"{"aktif":false}"#.to_vec())).await.ok();
    let tabel: Vec<(String, String)> = [("keluar", &keluar), ("nonaktif", &nonaktif)]
        .map(|(nama, klien)| (nama.to_owned(), klien.token.clone().unwrap()))
        .into();
    semua_ditolak(&app, &tabel).await;
}

/// Security bar 13, 18. A session of one office under the name of another, signed by the right key.
#[tokio::test]
async fn a_session_of_another_office_opens_nothing_even_under_a_sound_signature() {
    let (satu, dua) = (TestApp::start("sinjai").await, TestApp::start("sinjai").await);
    let petugas = satu.sebagai("operator_siak").await;
    let sah = Sah::dari(&petugas);
    let lain = dua.kantor.tenant.slug.to_string();
    let tabel = vec![(
        "sesi kantor lain".to_owned(),
        sah.klaim(|klaim| {
            klaim["ten"] = json!(lain);
            klaim["aud"] = json!(format!("loket:{lain}"));
        }),
    )];
    semua_ditolak(&dua, &tabel).await;
    petugas.get("/v1/saya").await.ok();
}

/// Security bar 14. What a key signs that left the installation is refused, however sound.
#[tokio::test]
async fn a_token_of_a_retired_key_is_refused() {
    let app = TestApp::start("sinjai").await;
    let petugas = app.sebagai("operator_siak").await;
    let ports: &Ports = &app.kantor.parts.ports;
    let now = ports.clock.now();
    let klaim = ports.token.baca(petugas.token.as_deref().unwrap(), now).unwrap();
    let config = TokenConfig {
        penerbit: SERVER.config().publik_url,
        kelonggaran: std::time::Duration::from_secs(30),
    };
    let (lama, baru) = (KunciTanda::acak().unwrap(), KunciTanda::acak().unwrap());
    let dulu = EddsaToken::new(&config, &lama, &[]).unwrap();
    let token =
        loket_domain::akses::PenerbitToken::terbitkan(&dulu, &KlaimAkses { ..klaim }).unwrap();
    let mut bertumpang = ports.clone();
    bertumpang.token =
        std::sync::Arc::new(EddsaToken::new(&config, &baru, &[lama.publik()]).unwrap());
    kenali(&bertumpang, &token).await.unwrap();
    let mut pensiun = ports.clone();
    pensiun.token = std::sync::Arc::new(EddsaToken::new(&config, &baru, &[]).unwrap());
    kenali(&pensiun, &token).await.unwrap_err();
    semua_ditolak(&app, &[("kunci pensiun".to_owned(), token)]).await;
}

/// Security bar 9. A credential is one bearer text in one header, and never part of an address.
#[tokio::test]
async fn a_credential_anywhere_but_in_its_header_is_none() {
    let app = TestApp::start("sinjai").await;
    let petugas = app.sebagai("operator_siak").await;
    let token = petugas.token.clone().unwrap();
    let alamat = |ekor: &str| format!("{}/v1/saya{ekor}", app.basis);
    let minta = [
        HTTP.get(alamat(&format!("?access_token={token}"))),
        HTTP.get(alamat(&format!("?token={token}"))),
        HTTP.get(alamat("")).header("cookie", format!("token={token}")),
        HTTP.get(alamat("")).header("authorization", format!("Basic {token}")),
        HTTP.get(alamat("")).header("authorization", token.clone()),
        HTTP.get(alamat("")).header("authorization", format!("Bearer {token} {token}")),
        HTTP.get(alamat("")).header("authorization", format!("Bearer {token},Bearer {token}")),
        HTTP.get(alamat("")).header("x-authorization", format!("Bearer {token}")),
        HTTP.get(alamat("")).bearer_auth(&token).header("authorization", "Bearer lain"),
    ];
    for satu in minta {
        assert_eq!(satu.send().await.unwrap().status(), 401);
    }
    petugas.get("/v1/saya").await.ok();
}

/// Runs `loket kunci …` as an operator does, beside the server.
fn perintah_kunci(kata: &[&str]) {
    let kata: Vec<std::ffi::OsString> =
        ["loket", "kunci"].iter().chain(kata).map(std::ffi::OsString::from).collect();
    let hasil = std::thread::spawn(move || loket::cli::jalankan(kata)).join().unwrap();
    assert_eq!(format!("{hasil:?}"), format!("{:?}", std::process::ExitCode::SUCCESS));
}

fn kid(klien: &Klien) -> String {
    let token = klien.token.clone().unwrap();
    urai(token.split('.').next().unwrap())["kid"].as_str().unwrap().to_owned()
}

/// Security bar 14. Announced, used, overlapped, refused: all of it while the server runs.
#[tokio::test]
async fn a_rotation_by_the_command_line_reaches_a_running_server() {
    let berkas = SERVER.dir.join(format!("cincin-{}.json", crate::klien::acak()));
    let jalur = berkas.to_str().unwrap().to_owned();
    perintah_kunci(&["putar", &jalur]);
    let mut config = SERVER.config();
    config.kunci_token = None;
    config.kunci_token_cincin_berkas = Some(berkas);
    let parts = loket::compose::compose(&config).await.unwrap();
    let mut kantor = Kantor::siapkan("sinjai").await;
    kantor.parts.ports.token = parts.ports.token.clone();
    kantor.parts.ports.surat = parts.ports.surat.clone();
    let app = TestApp::layani(kantor);
    let lama = app.sebagai("operator_siak").await;
    let dibaca = async || {
        let jwks = app.anonim().get("/.well-known/jwks.json").await.ok();
        let kunci = jwks["keys"].as_array().unwrap().iter();
        kunci.map(|satu| satu["kid"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(dibaca().await, [kid(&lama)]);

    perintah_kunci(&["putar", &jalur, "--jeda-menit", "0"]);
    sampai("kunci baru diumumkan", || async { (dibaca().await.len() == 2).then_some(()) }).await;
    let baru = app.sebagai("operator_siak").await;
    assert_ne!(kid(&baru), kid(&lama));
    lama.get("/v1/saya").await.ok();
    baru.get("/v1/saya").await.ok();

    perintah_kunci(&["cabut", &jalur, &kid(&lama)]);
    sampai("kunci lama ditolak", || async {
        (lama.get("/v1/saya").await.status == 401).then_some(())
    })
    .await;
    baru.get("/v1/saya").await.ok();
    semua_ditolak(&app, &[("kunci dicabut".to_owned(), lama.token.clone().unwrap())]).await;
}
