use loket_domain::{
    akses::{PenggunaId, SesiId},
    tenant::TenantSlug,
};
use uuid::Uuid;

use super::*;

const AWAL: i64 = 1_750_000_000;

fn saat(detik: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(detik).unwrap()
}

struct Diam(OffsetDateTime);

impl Clock for Diam {
    fn now(&self) -> OffsetDateTime {
        self.0
    }
}

fn config() -> TokenConfig {
    TokenConfig { penerbit: "https://loket.example".to_owned(), kelonggaran: Lama::from_secs(30) }
}

fn klaim(terbit: i64) -> KlaimAkses {
    KlaimAkses {
        tenant: TenantSlug::parse("balangan").unwrap(),
        pengguna: PenggunaId::new(Uuid::from_u128(1)),
        sesi: SesiId::new(Uuid::from_u128(2)),
        terbit: saat(terbit),
        berakhir: saat(terbit + 900),
    }
}

fn berkas(nama: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("loket-cincin-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder.join(nama)
}

fn kid(token: &str) -> String {
    jsonwebtoken::decode_header(token).unwrap().kid.unwrap()
}

/// Security bar 14.
#[test]
fn a_rotation_overlaps_and_then_the_old_key_is_refused() {
    let berkas = berkas("putar.json");
    let (lama, baru) = (KunciTanda::acak().unwrap(), KunciTanda::acak().unwrap());
    let mut cincin = Cincin::mulai(&lama, saat(AWAL)).unwrap();
    cincin.simpan(&berkas).unwrap();
    let token = CincinToken::buka(config(), berkas.clone(), Arc::new(Diam(saat(AWAL)))).unwrap();
    let sebelum = token.terbitkan(&klaim(AWAL)).unwrap();
    assert_eq!(kid(&sebelum), lama.publik().kid());

    cincin.putar(&baru, saat(AWAL + 60), Duration::minutes(10)).unwrap();
    cincin.simpan(&berkas).unwrap();
    token.segarkan();
    let mulai = AWAL + 60 + 600;
    // Announced, and readable by others, before it signs.
    let jwks = token.jwks().to_string();
    assert!(jwks.contains(lama.publik().kid()) && jwks.contains(baru.publik().kid()));
    let menjelang = token.terbitkan(&klaim(mulai - 1)).unwrap();
    assert_eq!(kid(&menjelang), lama.publik().kid());
    let sesudah = token.terbitkan(&klaim(mulai)).unwrap();
    assert_eq!(kid(&sesudah), baru.publik().kid());
    // Every token of the old key ends by itself before the key is refused.
    assert!(token.baca(&menjelang, saat(mulai + 898)).is_some());
    assert!(token.baca(&sebelum, saat(AWAL + 890)).is_some());
    let refused = mulai + TUMPANG.whole_seconds();
    assert!(token.baca(&sesudah, saat(mulai + 890)).is_some());
    // Even a token that the old key signs now, and that is sound in everything else, is refused then.
    let curian = EddsaToken::new(&config(), &lama, &[]).unwrap();
    let terlambat = curian.terbitkan(&klaim(refused - 5)).unwrap();
    assert!(token.baca(&terlambat, saat(refused - 1)).is_some());
    assert!(token.baca(&terlambat, saat(refused)).is_none());
    assert!(token.baca(&terlambat, saat(refused + 60)).is_none());
}

/// Security bar 14.
#[test]
fn a_stolen_key_is_refused_at_once_and_the_last_key_cannot_be_taken_away() {
    let berkas = berkas("cabut.json");
    let (lama, baru) = (KunciTanda::acak().unwrap(), KunciTanda::acak().unwrap());
    let mut cincin = Cincin::mulai(&lama, saat(AWAL)).unwrap();
    let kid_lama = lama.publik().kid().to_owned();
    assert!(matches!(cincin.cabut(&kid_lama, saat(AWAL)), Err(CincinError::Kosong)));
    assert!(matches!(cincin.cabut("lain", saat(AWAL)), Err(CincinError::TidakAda)));
    cincin.putar(&baru, saat(AWAL), Duration::ZERO).unwrap();
    cincin.cabut(&kid_lama, saat(AWAL + 1)).unwrap();
    cincin.simpan(&berkas).unwrap();
    let token = CincinToken::buka(config(), berkas, Arc::new(Diam(saat(AWAL + 1)))).unwrap();
    let curian = EddsaToken::new(&config(), &lama, &[]).unwrap().terbitkan(&klaim(AWAL)).unwrap();
    assert!(token.baca(&curian, saat(AWAL + 1)).is_none());
    let sah = token.terbitkan(&klaim(AWAL + 1)).unwrap();
    assert!(token.baca(&sah, saat(AWAL + 1)).is_some());
}

#[test]
fn a_broken_file_leaves_the_ring_as_it_was_read() {
    let berkas = berkas("rusak.json");
    let kunci = KunciTanda::acak().unwrap();
    Cincin::mulai(&kunci, saat(AWAL)).unwrap().simpan(&berkas).unwrap();
    let token = CincinToken::buka(config(), berkas.clone(), Arc::new(Diam(saat(AWAL)))).unwrap();
    let sah = token.terbitkan(&klaim(AWAL)).unwrap();
    for isi in ["", "{", r#"{"kunci":[{"kid":"x","pem":"y"}]}"#] {
        fs::write(&berkas, isi).unwrap();
        token.segarkan();
        assert!(token.baca(&sah, saat(AWAL)).is_some(), "{isi}");
    }
    fs::remove_file(&berkas).unwrap();
    token.segarkan();
    assert!(token.baca(&sah, saat(AWAL)).is_some());
    assert!(CincinToken::buka(config(), berkas, Arc::new(Diam(saat(AWAL)))).is_err());
}

#[test]
fn the_file_is_readable_by_its_owner_alone_and_says_no_key_when_printed() {
    use std::os::unix::fs::PermissionsExt;
    let berkas = berkas("hak.json");
    let cincin = Cincin::mulai(&KunciTanda::acak().unwrap(), saat(AWAL)).unwrap();
    cincin.simpan(&berkas).unwrap();
    cincin.simpan(&berkas).unwrap();
    assert_eq!(fs::metadata(&berkas).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!format!("{cincin:?}").contains("PRIVATE"));
}

#[test]
fn a_ring_forgets_private_keys_that_nobody_needs_and_still_reads_what_they_signed() {
    let (berkas, akses) = (berkas("pensiun.json"), klaim(AWAL));
    let klaim = serde_json::json!({ "kepala": "abc" });
    let pertama = KunciTanda::acak().unwrap();
    let pem = pertama.ke_pem().unwrap().buka().to_owned();
    let surat =
        EddsaToken::new(&config(), &pertama, &[]).unwrap().tanda("jangkar", &klaim).unwrap();
    let mut cincin = Cincin::mulai(&pertama, saat(AWAL)).unwrap();
    for kali in 1..6 {
        let pada = saat(AWAL + kali * 90 * 86_400);
        cincin.putar(&KunciTanda::acak().unwrap(), pada, Duration::minutes(10)).unwrap();
        assert!(cincin.daftar().len() <= 2, "{:?}", cincin.daftar());
        cincin.simpan(&berkas).unwrap();
        let kini = pada + Duration::HOUR;
        let token = CincinToken::buka(config(), berkas.clone(), Arc::new(Diam(kini))).unwrap();
        assert_eq!(token.buka("jangkar", &surat).as_ref(), Some(&klaim), "after {kali} rotations");
        assert_eq!(token.buka("lain", &surat), None, "a statement of another kind");
        let isi = fs::read_to_string(&berkas).unwrap();
        assert_eq!(isi.contains(pem.lines().nth(1).unwrap()), kali == 1, "the private half");
        let announced = token.jwks()["keys"].as_array().unwrap().len();
        assert!(announced <= 2, "only keys of now are announced, not {announced}");
    }
    // A retired key signs nothing that counts as a token, whatever the moment it claims.
    let palsu = EddsaToken::new(&config(), &pertama, &[]).unwrap().terbitkan(&akses).unwrap();
    let token =
        CincinToken::buka(config(), berkas, Arc::new(Diam(saat(AWAL + 500 * 86_400)))).unwrap();
    assert!(token.baca(&palsu, saat(AWAL + 1)).is_none());
}
