//! A table of attacks: each token differs from a good one in one thing, and must be refused.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const SEKARANG: i64 = 1_750_000_000;

fn saat(detik: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(detik).unwrap()
}

fn config() -> TokenConfig {
    TokenConfig {
        penerbit: "https://loket.example".to_owned(),
        kelonggaran: Duration::from_secs(30),
    }
}

fn klaim() -> KlaimAkses {
    KlaimAkses {
        tenant: TenantSlug::parse("balangan").unwrap(),
        pengguna: PenggunaId::new(Uuid::from_u128(1)),
        sesi: SesiId::new(Uuid::from_u128(2)),
        terbit: saat(SEKARANG),
        berakhir: saat(SEKARANG + 900),
    }
}

/// An issuer, its key, and the header and claims it would write.
fn dunia() -> (EddsaToken, KunciTanda, Value, Value) {
    let kunci = KunciTanda::acak().unwrap();
    let token = EddsaToken::new(&config(), &kunci, &[]).unwrap();
    let kepala = json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": kunci.kid });
    let isi = json!({
        "iss": "https://loket.example", "aud": "loket:balangan", "ten": "balangan",
        "sub": Uuid::from_u128(1), "sid": Uuid::from_u128(2),
        "iat": SEKARANG, "nbf": SEKARANG, "exp": SEKARANG + 900,
    });
    (token, kunci, kepala, isi)
}

fn rakit(kepala: &Value, isi: &Value, tanda: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let pesan = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(kepala.to_string()),
        URL_SAFE_NO_PAD.encode(isi.to_string())
    );
    let tanda = URL_SAFE_NO_PAD.encode(tanda(pesan.as_bytes()));
    format!("{pesan}.{tanda}")
}

fn tanda_tangan(kunci: &KunciTanda, pesan: &[u8]) -> Vec<u8> {
    use ed25519_dalek::Signer;
    kunci.kunci.sign(pesan).to_bytes().to_vec()
}

#[test]
fn a_token_comes_back_as_it_was_issued() {
    let (token, ..) = dunia();
    let teks = token.terbitkan(&klaim()).unwrap();
    assert_eq!(token.baca(&teks, saat(SEKARANG)), Some(klaim()));
    assert_eq!(token.baca(&teks, saat(SEKARANG + 929)), Some(klaim()));
    assert_eq!(token.baca(&teks, saat(SEKARANG + 930)), None);
    assert_eq!(token.baca(&teks, saat(SEKARANG - 30)), Some(klaim()));
    assert_eq!(token.baca(&teks, saat(SEKARANG - 31)), None);
}

#[test]
fn the_good_token_of_the_table_is_good() {
    let (token, kunci, kepala, isi) = dunia();
    let teks = rakit(&kepala, &isi, |pesan| tanda_tangan(&kunci, pesan));
    assert_eq!(token.baca(&teks, saat(SEKARANG)), Some(klaim()));
}

#[test]
fn one_wrong_claim_is_enough_to_be_refused() {
    let (token, kunci, kepala, isi) = dunia();
    let lain: &[(&str, Value)] = &[
        ("exp", json!(SEKARANG - 31)),
        ("exp", json!(SEKARANG + 901)),
        ("exp", json!(i64::MAX)),
        ("exp", json!("1750000900")),
        ("exp", json!(1e300)),
        ("nbf", json!(SEKARANG + 31)),
        ("iat", json!(SEKARANG + 31)),
        ("iat", json!(i64::MIN)),
        ("iss", json!("https://lain.example")),
        ("iss", json!(["https://loket.example"])),
        ("aud", json!("loket:tapin")),
        ("aud", json!("balangan")),
        ("aud", json!(["loket:balangan"])),
        ("aud", json!(["loket:balangan", "loket:tapin"])),
        ("ten", json!("tapin")),
        ("ten", json!("Balangan\"; DROP")),
        ("sub", json!("admin")),
        ("sid", json!("")),
    ];
    for (nama, nilai) in lain {
        let mut salah = isi.clone();
        salah[nama] = nilai.clone();
        let teks = rakit(&kepala, &salah, |pesan| tanda_tangan(&kunci, pesan));
        assert_eq!(token.baca(&teks, saat(SEKARANG)), None, "{nama} = {nilai}");
    }
    for nama in ["iss", "aud", "ten", "sub", "sid", "iat", "nbf", "exp"] {
        let mut salah = isi.clone();
        salah.as_object_mut().unwrap().remove(nama);
        let teks = rakit(&kepala, &salah, |pesan| tanda_tangan(&kunci, pesan));
        assert_eq!(token.baca(&teks, saat(SEKARANG)), None, "without {nama}");
    }
}

#[test]
fn one_wrong_header_field_is_enough_to_be_refused() {
    let (token, kunci, kepala, isi) = dunia();
    let lain: &[(&str, Value)] = &[
        ("alg", json!("none")),
        ("alg", json!("None")),
        ("alg", json!("HS256")),
        ("alg", json!("RS256")),
        ("alg", json!("ES256")),
        ("typ", json!("JWT")),
        ("typ", json!("AT+JWT")),
        ("typ", Value::Null),
        ("kid", json!("")),
        ("kid", json!("../../etc/passwd")),
        ("kid", json!("' OR 1=1 --")),
        ("kid", json!(format!("{} ", kunci.kid))),
        ("kid", Value::Null),
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("jku", json!("https://jahat.example/jwks")),
        ("x5u", json!("https://jahat.example/cert")),
        ("x5c", json!([])),
        ("zip", json!("DEF")),
        ("jwk", json!({ "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode([7; 32]) })),
    ];
    for (nama, nilai) in lain {
        let mut salah = kepala.clone();
        salah[nama] = nilai.clone();
        let teks = rakit(&salah, &isi, |pesan| tanda_tangan(&kunci, pesan));
        assert_eq!(token.baca(&teks, saat(SEKARANG)), None, "{nama} = {nilai}");
    }
    for nama in ["alg", "typ", "kid"] {
        let mut salah = kepala.clone();
        salah.as_object_mut().unwrap().remove(nama);
        let teks = rakit(&salah, &isi, |pesan| tanda_tangan(&kunci, pesan));
        assert_eq!(token.baca(&teks, saat(SEKARANG)), None, "without {nama}");
    }
}

#[test]
fn a_signature_by_anything_but_the_key_is_refused() {
    let (token, kunci, kepala, isi) = dunia();
    let lain = KunciTanda::acak().unwrap();
    let hs256 = |rahasia: &[u8], pesan: &[u8]| {
        let kunci = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, rahasia);
        ring::hmac::sign(&kunci, pesan).as_ref().to_vec()
    };
    let pem = kunci.publik().ke_pem().unwrap();
    let mut hs = kepala.clone();
    hs["alg"] = json!("HS256");
    let mut tanpa = kepala.clone();
    tanpa["alg"] = json!("none");
    let palsu = [
        rakit(&kepala, &isi, |pesan| tanda_tangan(&lain, pesan)),
        rakit(&kepala, &isi, |_| Vec::new()),
        rakit(&kepala, &isi, |_| vec![0; 64]),
        rakit(&tanpa, &isi, |_| Vec::new()),
        rakit(&hs, &isi, |pesan| hs256(pem.as_bytes(), pesan)),
        rakit(&hs, &isi, |pesan| hs256(kunci.publik().kunci.as_bytes(), pesan)),
        rakit(&kepala, &isi, |pesan| hs256(kunci.publik().kunci.as_bytes(), pesan)),
    ];
    for teks in palsu {
        assert_eq!(token.baca(&teks, saat(SEKARANG)), None, "{teks}");
    }
}

#[test]
fn a_rotated_key_is_accepted_while_it_is_listed_and_refused_afterwards() {
    let (lama, kunci_lama, ..) = dunia();
    let teks = lama.terbitkan(&klaim()).unwrap();
    let baru = KunciTanda::acak().unwrap();
    let tumpang = EddsaToken::new(&config(), &baru, &[kunci_lama.publik()]).unwrap();
    assert_eq!(tumpang.baca(&teks, saat(SEKARANG)), Some(klaim()));
    let teks_baru = tumpang.terbitkan(&klaim()).unwrap();
    assert_eq!(lama.baca(&teks_baru, saat(SEKARANG)), None);
    let selesai = EddsaToken::new(&config(), &baru, &[]).unwrap();
    assert_eq!(selesai.baca(&teks, saat(SEKARANG)), None);
    assert_eq!(selesai.baca(&teks_baru, saat(SEKARANG)), Some(klaim()));
}

#[test]
fn keys_survive_pem_and_the_kid_is_the_published_thumbprint() {
    let kunci = KunciTanda::acak().unwrap();
    let ulang = KunciTanda::dari_pem(&kunci.ke_pem().unwrap()).unwrap();
    assert_eq!(ulang.publik(), kunci.publik());
    let publik = KunciPeriksa::dari_pem(&kunci.publik().ke_pem().unwrap()).unwrap();
    assert_eq!(publik, kunci.publik());
    assert!(KunciTanda::dari_pem(&Rahasia::new("-----BEGIN PRIVATE KEY-----")).is_err());
    // RFC 8037, appendix A.3.
    let x = URL_SAFE_NO_PAD.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
    let contoh = VerifyingKey::from_bytes(x.as_slice().try_into().unwrap()).unwrap();
    assert_eq!(kid(&contoh), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

#[test]
fn settings_and_lifetimes_beyond_the_limits_are_refused() {
    let kunci = KunciTanda::acak().unwrap();
    let longgar = TokenConfig { kelonggaran: Duration::from_secs(31), ..config() };
    assert_eq!(EddsaToken::new(&longgar, &kunci, &[]).unwrap_err(), TokenError::Pengaturan);
    let (token, ..) = dunia();
    for detik in [-1, 0, 901] {
        let klaim = KlaimAkses { berakhir: saat(SEKARANG + detik), ..klaim() };
        assert!(token.terbitkan(&klaim).is_err(), "{detik}");
    }
}

proptest! {
    #[test]
    fn a_changed_character_anywhere_is_refused(at: usize, huruf in "[A-Za-z0-9_.-]") {
        let (token, ..) = dunia();
        let teks = token.terbitkan(&klaim()).unwrap();
        let at = at % teks.len();
        let mut rusak = teks.clone();
        rusak.replace_range(at..=at, &huruf);
        prop_assume!(rusak != teks);
        prop_assert_eq!(token.baca(&rusak, saat(SEKARANG)), None);
    }

    #[test]
    fn no_text_makes_it_panic(teks in ".{0,200}") {
        prop_assert_eq!(dunia().0.baca(&teks, saat(SEKARANG)), None);
    }
}

#[test]
fn a_statement_reads_back_under_its_own_kind_and_under_a_key_that_was_retired() {
    let (token, kunci, _, _) = dunia();
    let isi = json!({ "iss": "https://loket.example", "urut": 7 });
    let surat = token.tanda("loket-jangkar+jwt", &isi).unwrap();
    assert_eq!(token.buka("loket-jangkar+jwt", &surat), Some(isi.clone()));
    assert_eq!(token.buka("loket-lain+jwt", &surat), None);
    assert_eq!(token.buka("at+jwt", &surat), None);
    let akses = token.terbitkan(&klaim()).unwrap();
    assert_eq!(token.buka("loket-jangkar+jwt", &akses), None, "an access token is no statement");
    assert_eq!(token.buka("at+jwt", &akses), None);
    let mut rusak = surat.clone();
    let n = rusak.find('.').unwrap() + 3;
    rusak.replace_range(n..=n, if &rusak[n..=n] == "A" { "B" } else { "A" });
    assert_eq!(token.buka("loket-jangkar+jwt", &rusak), None);

    let baru = KunciTanda::acak().unwrap();
    let tanpa = EddsaToken::new(&config(), &baru, &[]).unwrap();
    assert_eq!(tanpa.buka("loket-jangkar+jwt", &surat), None);
    let dengan = EddsaToken::new(&config(), &baru, &[kunci.publik()]).unwrap();
    assert_eq!(dengan.buka("loket-jangkar+jwt", &surat), Some(isi));
}
