//! Whatever is moved, changed or read with another key does not open.

use proptest::prelude::*;

use loket_domain::id::IdSource;

use super::*;
use crate::crypto::SystemIds;

fn slug(teks: &str) -> TenantSlug {
    TenantSlug::parse(teks).unwrap()
}

fn tenant(nama: &str, byte: u8) -> KunciTenant {
    KunciTenant::new(slug(nama), 1, &KunciData(Zeroizing::new([byte; PANJANG]))).unwrap()
}

fn induk(byte: u8) -> KunciInduk {
    let mut bytes = [byte; PANJANG];
    bytes[0] ^= 0xff;
    KunciInduk::baca(&hex::encode(bytes)).unwrap()
}

proptest! {
    #[test]
    fn what_is_sealed_opens_in_its_place_only(
        isi: Vec<u8>,
        tabel in "[a-z_]{1,12}", tabel2 in "[a-z_]{1,12}",
        kolom in "[a-z_]{1,12}", kolom2 in "[a-z_]{1,12}",
        id: u128, id2: u128,
    ) {
        let kunci = tenant("balangan", 7);
        let (id, id2) = (Uuid::from_u128(id), Uuid::from_u128(id2));
        let segel = kunci.segel(&tabel, &kolom, id, &isi).unwrap();
        prop_assert_eq!(segel.len(), 1 + 12 + isi.len() + 16);
        let terbuka = kunci.buka(&tabel, &kolom, id, &segel).unwrap();
        prop_assert_eq!(terbuka.as_slice(), isi.as_slice());
        let pindah = (&tabel, &kolom, id) != (&tabel2, &kolom2, id2);
        prop_assert_eq!(kunci.buka(&tabel2, &kolom2, id2, &segel).is_err(), pindah);
        if tabel != kolom {
            prop_assert!(kunci.buka(&kolom, &tabel, id, &segel).is_err());
        }
    }

    #[test]
    fn one_flipped_bit_or_a_cut_is_noticed(isi: Vec<u8>, at: usize) {
        let kunci = tenant("balangan", 7);
        let segel = kunci.segel("pemohon", "nik", Uuid::nil(), &isi).unwrap();
        let mut rusak = segel.clone();
        let at = at % (segel.len() * 8);
        rusak[at / 8] ^= 1 << (at % 8);
        prop_assert!(kunci.buka("pemohon", "nik", Uuid::nil(), &rusak).is_err());
        prop_assert!(kunci.buka("pemohon", "nik", Uuid::nil(), &segel[..at / 8]).is_err());
    }

    #[test]
    fn arbitrary_bytes_never_open(isi: Vec<u8>) {
        prop_assert!(tenant("balangan", 7).buka("pemohon", "nik", Uuid::nil(), &isi).is_err());
        prop_assert!(induk(1).buka_bungkus(&slug("balangan"), &isi).is_err());
    }

    #[test]
    fn indexes_tell_values_columns_and_tenants_apart(a in "[0-9]{16}", b in "[0-9]{16}") {
        let satu = tenant("balangan", 7);
        prop_assert_eq!(satu.indeks("nik", &a), satu.indeks("nik", &a));
        prop_assert_eq!(satu.indeks("nik", &a) == satu.indeks("nik", &b), a == b);
        prop_assert_ne!(satu.indeks("nik", &a), satu.indeks("nomor_kk", &a));
        prop_assert_ne!(satu.indeks("nik", &a), tenant("balangan", 8).indeks("nik", &a));
        // Even the same data key, copied to another tenant, gives other indexes.
        prop_assert_ne!(satu.indeks("nik", &a), tenant("tapin", 7).indeks("nik", &a));
    }
}

#[test]
fn another_tenant_cannot_open_even_with_the_same_data_key() {
    let segel = tenant("balangan", 7).segel("pemohon", "nik", Uuid::nil(), b"6310").unwrap();
    assert!(tenant("tapin", 7).buka("pemohon", "nik", Uuid::nil(), &segel).is_err());
    assert!(tenant("balangan", 8).buka("pemohon", "nik", Uuid::nil(), &segel).is_err());
}

#[test]
fn the_same_value_never_looks_the_same_and_the_plain_text_is_nowhere() {
    let kunci = tenant("balangan", 7);
    let nik = b"6310010101900001";
    let satu = kunci.segel("pemohon", "nik", Uuid::nil(), nik).unwrap();
    let dua = kunci.segel("pemohon", "nik", Uuid::nil(), nik).unwrap();
    assert_ne!(satu, dua);
    assert!(!satu.windows(nik.len()).any(|bagian| bagian == nik));
}

#[test]
fn after_rotation_old_and_new_are_readable_and_searchable() {
    let (lama, baru) = (KunciData::acak().unwrap(), KunciData::acak().unwrap());
    let dulu = KunciTenant::new(slug("balangan"), 1, &lama).unwrap();
    let segel = dulu.segel("pemohon", "nik", Uuid::nil(), b"6310").unwrap();

    let kini = KunciTenant::new(slug("balangan"), 2, &baru).unwrap();
    assert!(kini.buka("pemohon", "nik", Uuid::nil(), &segel).is_err());
    let kini = kini.dengan_lama(1, &lama).unwrap();
    assert_eq!(kini.buka("pemohon", "nik", Uuid::nil(), &segel).unwrap().as_slice(), b"6310");
    let baru = kini.segel("pemohon", "nik", Uuid::nil(), b"6310").unwrap();
    assert_eq!((baru[0], kini.versi()), (2, 2));
    assert_eq!(
        kini.indeks_semua("nik", "6310"),
        [kini.indeks("nik", "6310"), dulu.indeks("nik", "6310")]
    );
}

#[test]
fn a_data_key_opens_for_its_tenant_under_its_master_key_only() {
    let data = KunciData::acak().unwrap();
    let bungkus = induk(1).bungkus(&slug("balangan"), &data).unwrap();
    assert_eq!(*induk(1).buka_bungkus(&slug("balangan"), &bungkus).unwrap().0, *data.0);
    assert!(induk(1).buka_bungkus(&slug("tapin"), &bungkus).is_err());
    assert!(induk(2).buka_bungkus(&slug("balangan"), &bungkus).is_err());
}

#[test]
fn the_master_key_is_read_from_hex_base64_and_files_and_nothing_else() {
    let mut bytes = [0_u8; PANJANG];
    bytes[31] = 1;
    let data = KunciData::acak().unwrap();
    let bungkus =
        KunciInduk::baca(&hex::encode(bytes)).unwrap().bungkus(&slug("tapin"), &data).unwrap();
    let path = std::env::temp_dir().join(format!("loket-kunci-{}", SystemIds.uuid()));
    let buka = |induk: KunciInduk| induk.buka_bungkus(&slug("tapin"), &bungkus).unwrap();
    buka(KunciInduk::baca(&format!("{}\n", STANDARD.encode(bytes))).unwrap());
    for isi in [bytes.to_vec(), hex::encode(bytes).into_bytes()] {
        fs::write(&path, isi).unwrap();
        buka(KunciInduk::dari_berkas(&path).unwrap());
    }
    fs::write(&path, b"pendek").unwrap();
    assert!(KunciInduk::dari_berkas(&path).is_err());
    fs::remove_file(&path).unwrap();
    assert!(KunciInduk::dari_berkas(&path).is_err());
    for teks in ["", "zz", &"0".repeat(64), &"a".repeat(64), &"g1".repeat(32), "c2hvcnQ="] {
        assert!(KunciInduk::baca(teks).is_err(), "{teks:?}");
    }
}

#[test]
fn a_name_with_the_separator_is_refused_and_debug_shows_no_key() {
    let kunci = tenant("balangan", 7);
    assert!(matches!(kunci.segel("a|b", "c", Uuid::nil(), b""), Err(KunciError::Nama)));
    assert!(matches!(kunci.segel("a", "b|c", Uuid::nil(), b""), Err(KunciError::Nama)));
    let teks = format!("{kunci:?} {:?} {:?}", KunciData(Zeroizing::new([7; 32])), induk(1));
    assert!(!teks.contains('7'), "{teks}");
}
