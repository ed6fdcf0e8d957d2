//! Whatever sound definition, and whatever officers, applicants and time do: what always holds of a case.

use proptest::prelude::*;
use time::Duration;

use super::{
    uji::{kode, orang},
    uji_acak::{PENJAGA, Pita, ciri, definisi},
    uji_alat::*,
    uji_saksi::Saksi,
    *,
};
use crate::akses::{JenisUnit, UnitPetugas};

/// Officers with two or three roles each; some belong to the unit of the case, some to its team.
fn kantor() -> Vec<Petugas> {
    let kecamatan =
        UnitPetugas { kode: kode("kec_a"), jenis: JenisUnit::Kecamatan, jalur: Vec::new() };
    (0..7)
        .map(|nomor| {
            let peran: Vec<&str> = (0..=2).map(|geser| PERAN[(nomor + geser * 2) % 5]).collect();
            let mut satu = petugas(nomor as u128 + 1, &peran);
            satu.unit = (nomor != 3).then(|| kecamatan.clone());
            satu.tim = if nomor == 5 { Vec::new() } else { vec![kode("keliling")] };
            satu
        })
        .collect()
}

/// Everything a step may ask to be recorded.
fn catatan(kasus: &Kasus, tugas: &TugasTerbuka) -> Vec<Catatan> {
    let owed = kasus.keadaan.tagihan.iter().find(|satu| !satu.lunas);
    let mut semua = vec![
        Catatan::Formulir { kode: "F-1".into() },
        Catatan::Jadwal { pada: kasus.dunia.sekarang + Duration::HOUR, alasan: Some("x".into()) },
        Catatan::Rujukan { nomor: "1".into() },
    ];
    if !tugas.catatan.iter().any(|isi| matches!(isi, Catatan::NomorRegister { .. })) {
        semua.push(Catatan::NomorRegister { register: kode("buku"), nomor: "1".into() });
    }
    semua.extend(owed.map(|satu| Catatan::Pembayaran {
        tarif: satu.tarif.clone(),
        jumlah: satu.jumlah,
        bukti: "STS".into(),
    }));
    semua
}

/// One move of somebody.
fn gerak(
    kasus: &mut Kasus,
    kantor: &[Petugas],
    pita: &mut Pita<'_>,
) -> Result<Vec<Peristiwa>, Penolakan> {
    let apa = pita.pilih(24);
    let oleh = &kantor[pita.pilih(kantor.len())];
    if apa == 21 {
        kasus.dunia.sekarang += Duration::hours(13);
    }
    let Some(tugas) =
        kasus.keadaan.tugas.get(pita.pilih(kasus.keadaan.tugas.len().max(1))).cloned()
    else {
        return match apa {
            0..6 => {
                kasus.dunia.sekarang += Duration::DAY;
                kasus.coba(|m, k| m.batas_habis(k))
            }
            6 => kasus.coba(|m, k| m.batalkan(k, None)),
            _ => kasus.coba(|m, k| m.lengkapi(k)),
        };
    };
    // Half of the time somebody comes who may; otherwise anybody.
    let sah = |satu: &&Petugas| {
        tugas.diterima_oleh.is_none_or(|lama| lama == orang(satu.nomor))
            && tugas.untuk.peran.iter().any(|peran| satu.peran.contains(peran))
    };
    let oleh = if pita.sekali(2) { oleh } else { kantor.iter().find(sah).unwrap_or(oleh) };
    let (id, petindak) = (tugas.id, oleh.petindak());
    match apa {
        0 | 1 => kasus.coba(|m, k| m.terima(k, id, petindak)),
        2 => kasus.coba(|m, k| m.konsultasi(k, id, &kode(PERAN[1]), "Apa?", petindak)),
        3 => kasus.coba(|m, k| m.tarik(k, id, petindak)),
        4 => kasus.coba(|m, k| m.alihkan(k, id, None, None, orang(99))),
        5 => {
            let kepada = &kantor[pita.pilih(kantor.len())];
            kasus.coba(|m, k| m.alihkan(k, id, Some(kepada.petindak()), None, orang(99)))
        }
        6 => kasus.coba(|m, k| m.waktu_tiba(k, id)),
        7 if pita.sekali(20) => kasus.coba(|m, k| m.batalkan(k, Some("batal".into()))),
        8 | 9 => {
            let semua = catatan(kasus, &tugas);
            let isi = semua[pita.pilih(semua.len())].clone();
            kasus.coba(|m, k| m.catat(k, id, isi, petindak))
        }
        _ => {
            let ids = jelajah::Urut::default();
            let mesin = Mesin { definisi: &kasus.definisi, ids: &ids, penilai: &kasus.dunia };
            let pilihan = mesin.pilihan(&kasus.keadaan, &tugas);
            // Mostly the way on, so that cases come far.
            let letak = if pita.sekali(3) { pita.pilih(pilihan.len().max(1)) } else { 0 };
            let (apa, alasan) = pilihan.get(letak).map_or_else(
                || (kode(JAWAB), None),
                |satu| (satu.kode.clone(), satu.kode_alasan.first().cloned()),
            );
            let pilihan = Pilihan {
                tugas: id,
                keputusan: &apa,
                alasan: Some("sebab"),
                kode_alasan: alasan.as_ref(),
            };
            if tugas.untuk.pemohon {
                return kasus.coba(|m, k| m.putuskan_pemohon(k, pilihan));
            }
            let mut semua = kasus.coba(|m, k| m.terima(k, id, petindak))?;
            if pita.sekali(3) {
                return Ok(semua);
            }
            for isi in catatan(kasus, &tugas) {
                if let Ok(lagi) = kasus.coba(|m, k| m.catat(k, id, isi, petindak)) {
                    semua.extend(lagi);
                }
            }
            match kasus.coba(|m, k| m.putuskan(k, pilihan, petindak)) {
                Ok(lagi) => semua.extend(lagi),
                // What was taken and recorded before stays so.
                Err(_) if !semua.is_empty() => {}
                Err(ditolak) => return Err(ditolak),
            }
            Ok(semua)
        }
    }
}

fn jalani(kasus: &mut Kasus, pita: &mut Pita<'_>, langkah: usize) -> Result<(), TestCaseError> {
    let kantor = kantor();
    let mut saksi = Saksi::default();
    saksi.periksa(kasus, &kantor)?;
    for _ in 0..langkah {
        let sebelum = (kasus.keadaan.clone(), kasus.riwayat.len());
        if let Ok(peristiwa) = gerak(kasus, &kantor, pita) {
            prop_assert_eq!(&kasus.riwayat[sebelum.1..], &peristiwa[..]);
            saksi.periksa(kasus, &kantor)?;
        } else {
            prop_assert_eq!((kasus.keadaan.clone(), kasus.riwayat.len()), sebelum);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn no_case_of_a_sound_definition_ever_breaks(
        bentuk in prop::collection::vec(any::<u8>(), 0..80),
        benar in 0_u8..8,
        langkah in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let definisi = definisi(&mut Pita(&bentuk));
        prop_assume!(cacat_dari(&definisi).is_empty());
        let benar: Vec<&str> =
            PENJAGA.iter().enumerate().filter(|(i, _)| benar >> i & 1 == 1).map(|(_, u)| *u).collect();
        let mut kasus = Kasus::dari(definisi, &benar);
        jalani(&mut kasus, &mut Pita(&langkah), 120)?;
    }

    /// Even a definition that the check refuses never makes the engine panic.
    #[test]
    fn an_unsound_definition_is_refused_and_never_panics(bentuk in prop::collection::vec(any::<u8>(), 0..60), hilang in 0_usize..12) {
        let mut definisi = definisi(&mut Pita(&bentuk));
        let hilang = hilang % definisi.tahap.len();
        definisi.tahap.remove(hilang);
        let _ = cacat_dari(&definisi);
    }
}

/// The properties say something only if the random definitions have everything, and cases come to their end.
#[test]
fn random_definitions_are_mostly_sound_and_have_everything() {
    let acak = |benih: u64, panjang: usize| {
        let mut angka = benih.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let satu = move |_| {
            angka ^= angka << 13;
            angka ^= angka >> 7;
            angka ^= angka << 17;
            angka.to_le_bytes()[3]
        };
        (0..panjang).map(satu).collect::<Vec<u8>>()
    };
    let (mut sah, mut selesai) = (0, 0);
    let mut terlihat = std::collections::BTreeSet::new();
    let mut terjadi = std::collections::BTreeSet::new();
    for benih in 1..=200 {
        let definisi = definisi(&mut Pita(&acak(benih, 120)));
        if !cacat_dari(&definisi).is_empty() {
            continue;
        }
        sah += 1;
        terlihat.extend(ciri(&definisi));
        let mut kasus = Kasus::dari(definisi, &PENJAGA[..usize::try_from(benih % 3).unwrap()]);
        jalani(&mut kasus, &mut Pita(&acak(benih + 1_000, 1_500)), 200).unwrap();
        selesai += usize::from(kasus.keadaan.status.kata() == "selesai");
        for satu in &kasus.riwayat {
            let nilai = serde_json::to_value(satu).unwrap();
            terjadi.insert(nilai["jenis"].as_str().unwrap().to_owned());
        }
    }
    assert!(sah >= 100 && selesai >= 30, "{sah} sound, {selesai} done");
    assert_eq!(terlihat.len(), 22, "{terlihat:?}");
    // All that can happen, but for warnings and moves to another version.
    assert_eq!(terjadi.len(), 13, "{terjadi:?}");
}
