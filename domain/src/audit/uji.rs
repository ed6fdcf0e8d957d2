//! The verifier against seeded tampering.

use proptest::prelude::*;
use serde_json::{Value, json};
use time::macros::datetime;
use uuid::Uuid;

use super::*;
use crate::{ports::Sidik, tenant::TenantSlug};

/// A stand-in of 256 bits that is good enough to tell changed inputs apart; the real one is in infra.
struct Campur;

impl Sidik for Campur {
    fn sha256(&self, isi: &[u8]) -> Vec<u8> {
        let mut keadaan: [u64; 4] = [0x9e37_79b9, 0x7f4a_7c15, 0xbf58_476d, 0x94d0_49bb];
        for (i, bita) in isi.iter().enumerate() {
            let satu = &mut keadaan[i % 4];
            *satu = (*satu ^ u64::from(*bita)).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
            let lain = *satu;
            keadaan[(i + 1) % 4] ^= lain;
        }
        keadaan.iter().flat_map(|satu| satu.to_be_bytes()).collect()
    }
}

fn kantor() -> TenantSlug {
    TenantSlug::parse("balangan").unwrap()
}

fn baris(n: u64) -> BarisAudit {
    BarisAudit {
        id: Uuid::from_u128(u128::from(n)),
        pada: datetime!(2026-11-23 08:00 UTC) + time::Duration::seconds(n.cast_signed()),
        pelaku: json!({ "jenis": "sistem" }),
        aksi: format!("uji.{}", n % 7),
        objek: "permohonan".to_owned(),
        objek_id: n.is_multiple_of(3).then(|| Uuid::from_u128(u128::from(n) << 64)),
        rincian: json!({ "n": n, "b": { "z": 1, "a": [n, 2.0] } }),
    }
}

fn ikat(semua: impl IntoIterator<Item = BarisAudit>) -> (Vec<MataRantai>, Kepala) {
    let mut kepala = Kepala::kosong();
    let mut rantai = Vec::new();
    for baris in semua {
        let urut = kepala.urut + 1;
        let sidik = sidik_mata(&Campur, &kantor(), urut, &kepala.sidik, &isi_kanonis(&baris));
        rantai.push(MataRantai { urut, audit: baris.id, sidik: sidik.clone(), baris: Some(baris) });
        kepala = Kepala { urut, sidik };
    }
    (rantai, kepala)
}

fn periksa(
    rantai: &[MataRantai],
    kepala: &Kepala,
    jangkar: &[(u64, Vec<u8>)],
) -> Result<RingkasanRantai, Kerusakan> {
    let slug = kantor();
    let mut pemeriksa = PemeriksaRantai::baru(&Campur, &slug, jangkar.to_vec());
    for mata in rantai {
        pemeriksa.tambah(mata)?;
    }
    pemeriksa.selesai(Some(kepala), None)
}

#[test]
fn a_chain_that_nobody_touched_is_whole() {
    let (rantai, kepala) = ikat((1..=50).map(baris));
    let jangkar = [(20, rantai[19].sidik.clone()), (50, kepala.sidik.clone())];
    let hasil = periksa(&rantai, &kepala, &jangkar).unwrap();
    assert_eq!((hasil.jumlah, hasil.jangkar, hasil.terjamin), (50, 2, 50));
    assert_eq!(periksa(&[], &Kepala::kosong(), &[]).unwrap().jumlah, 0);
}

#[test]
fn json_that_means_the_same_has_one_hash() {
    let satu =
        BarisAudit { rincian: json!({ "a": 1, "b": [2.0, { "x": 1, "y": 2 }] }), ..baris(1) };
    let teks = r#"{ "b": [ 2, { "y": 2, "x": 1 } ], "a": 1 }"#;
    let sama = BarisAudit { rincian: serde_json::from_str(teks).unwrap(), ..baris(1) };
    assert_eq!(isi_kanonis(&satu), isi_kanonis(&sama));
    let lain =
        BarisAudit { rincian: json!({ "a": 1, "b": ["2", { "x": 1, "y": 2 }] }), ..baris(1) };
    assert_ne!(isi_kanonis(&satu), isi_kanonis(&lain));
}

#[test]
fn fields_cannot_flow_into_each_other() {
    let satu = BarisAudit { aksi: "ab".to_owned(), objek: "c".to_owned(), ..baris(1) };
    let dua = BarisAudit { aksi: "a".to_owned(), objek: "bc".to_owned(), ..baris(1) };
    assert_ne!(isi_kanonis(&satu), isi_kanonis(&dua));
}

#[test]
fn the_chain_of_one_office_is_no_chain_of_another() {
    let (rantai, kepala) = ikat((1..=3).map(baris));
    let lain = TenantSlug::parse("kudus").unwrap();
    let mut pemeriksa = PemeriksaRantai::baru(&Campur, &lain, Vec::new());
    assert_eq!(pemeriksa.tambah(&rantai[0]).unwrap_err().jenis, JenisKerusakan::IsiBerubah);
    assert!(periksa(&rantai, &kepala, &[]).is_ok());
}

#[test]
fn a_tail_cut_off_with_its_head_put_back_is_found_by_an_anchor_alone() {
    let (rantai, kepala) = ikat((1..=30).map(baris));
    let jangkar = [(30, kepala.sidik.clone())];
    let (pendek, kepala_pendek) = ikat((1..=25).map(baris));
    assert!(periksa(&pendek, &kepala_pendek, &[]).is_ok(), "nothing inside tells");
    let rusak = periksa(&pendek, &kepala_pendek, &jangkar).unwrap_err();
    assert_eq!((rusak.jenis, rusak.urut), (JenisKerusakan::EkorTerpotong, 26));
    assert!(periksa(&rantai, &kepala, &jangkar).is_ok());
}

#[test]
fn a_history_rewritten_from_some_row_on_is_found_by_an_anchor_alone() {
    let (asli, kepala) = ikat((1..=30).map(baris));
    let jangkar = [(10, asli[9].sidik.clone()), (30, kepala.sidik)];
    let ubah = |n: u64| {
        let mut satu = baris(n);
        if n == 17 {
            satu.aksi = "lain".to_owned();
        }
        satu
    };
    let (palsu, kepala_palsu) = ikat((1..=30).map(ubah));
    assert!(periksa(&palsu, &kepala_palsu, &[]).is_ok(), "nothing inside tells");
    let rusak = periksa(&palsu, &kepala_palsu, &jangkar).unwrap_err();
    assert_eq!((rusak.jenis, rusak.urut), (JenisKerusakan::JangkarTidakCocok, 30));
}

/// What an attacker does to a stored chain.
#[derive(Clone, Debug)]
enum Ulah {
    UbahAksi(usize),
    UbahRincian(usize),
    UbahWaktu(usize),
    UbahPelaku(usize),
    UbahObjek(usize),
    HapusBaris(usize),
    HapusMata(usize),
    Tukar(usize, usize),
    TukarIsi(usize, usize),
    Sisip(usize),
    Ganda(usize),
    Potong(usize),
    SidikMata(usize, usize),
    Kepala(usize),
}

fn ulah(panjang: usize) -> impl Strategy<Value = Ulah> {
    let i = || 0..panjang;
    prop_oneof![
        i().prop_map(Ulah::UbahAksi),
        i().prop_map(Ulah::UbahRincian),
        i().prop_map(Ulah::UbahWaktu),
        i().prop_map(Ulah::UbahPelaku),
        i().prop_map(Ulah::UbahObjek),
        i().prop_map(Ulah::HapusBaris),
        i().prop_map(Ulah::HapusMata),
        (i(), i()).prop_filter("two", |(a, b)| a != b).prop_map(|(a, b)| Ulah::Tukar(a, b)),
        (i(), i()).prop_filter("two", |(a, b)| a != b).prop_map(|(a, b)| Ulah::TukarIsi(a, b)),
        i().prop_map(Ulah::Sisip),
        i().prop_map(Ulah::Ganda),
        i().prop_map(Ulah::Potong),
        (i(), 0..PANJANG_SIDIK).prop_map(|(a, b)| Ulah::SidikMata(a, b)),
        (0..PANJANG_SIDIK).prop_map(Ulah::Kepala),
    ]
}

fn lakukan(ulah: &Ulah, rantai: &mut Vec<MataRantai>, kepala: &mut Kepala) {
    let isi = |rantai: &mut Vec<MataRantai>, i: usize, ubah: &dyn Fn(&mut BarisAudit)| {
        if let Some(baris) = &mut rantai[i].baris {
            ubah(baris);
        }
    };
    match *ulah {
        Ulah::UbahAksi(i) => isi(rantai, i, &|satu| satu.aksi.push('x')),
        Ulah::UbahRincian(i) => isi(rantai, i, &|satu| satu.rincian["n"] = Value::from(-1)),
        Ulah::UbahWaktu(i) => isi(rantai, i, &|satu| satu.pada += time::Duration::microseconds(1)),
        Ulah::UbahPelaku(i) => isi(rantai, i, &|satu| satu.pelaku = json!({ "jenis": "x" })),
        Ulah::UbahObjek(i) => isi(rantai, i, &|satu| {
            satu.objek_id = if satu.objek_id.is_none() { Some(Uuid::nil()) } else { None };
        }),
        Ulah::HapusBaris(i) => rantai[i].baris = None,
        Ulah::HapusMata(i) => drop(rantai.remove(i)),
        Ulah::Tukar(a, b) => {
            let (x, y) = (rantai[a].urut, rantai[b].urut);
            rantai.swap(a, b);
            (rantai[a].urut, rantai[b].urut) = (x, y);
        }
        Ulah::TukarIsi(a, b) => {
            let (x, y) = (rantai[a].baris.clone(), rantai[b].baris.clone());
            (rantai[a].baris, rantai[b].baris) = (y, x);
        }
        Ulah::Sisip(i) => {
            let mut baru = rantai[i].clone();
            baru.audit = Uuid::from_u128(u128::MAX);
            rantai.insert(i, baru);
        }
        Ulah::Ganda(i) => {
            let sama = rantai[i].clone();
            rantai.insert(i + 1, sama);
        }
        Ulah::Potong(i) => rantai.truncate(i),
        Ulah::SidikMata(i, bita) => rantai[i].sidik[bita] ^= 1,
        Ulah::Kepala(bita) => kepala.sidik[bita] ^= 1,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Security bar 59.
    #[test]
    fn a_thousand_random_edits_deletions_swaps_and_cuts_are_all_found(
        panjang in 5_u64..40, semua in proptest::collection::vec(ulah(5), 1..3),
    ) {
        let (asli, kepala) = ikat((1..=panjang).map(baris));
        let jangkar = [(panjang, kepala.sidik.clone())];
        let (mut rantai, mut akhir) = (asli.clone(), kepala.clone());
        for satu in &semua {
            if rantai.len() >= 5 {
                lakukan(satu, &mut rantai, &mut akhir);
            }
        }
        let sama = rantai == asli && akhir == kepala;
        prop_assert_eq!(periksa(&rantai, &akhir, &jangkar).is_ok(), sama, "{:?}", semua);
    }
}
