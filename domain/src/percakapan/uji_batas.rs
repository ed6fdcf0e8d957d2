//! Properties of the guided intake: whatever comes in, it stays kind, within limits, and never stuck.

use proptest::prelude::*;

use super::{
    uji::{berkas, kode, layanan, teks},
    uji_kumpul::{banyak, dengan, kasus_draf},
    *,
};
use crate::{
    layanan::{Layanan, PilihanIsian, Varian},
    outbox::IsiPesan,
};

/// The two catalogues, and one whose words are as long as they come.
fn katalog(mana: usize) -> Vec<Layanan> {
    let mut semua = if mana == 0 { layanan() } else { banyak() };
    if mana == 2 {
        let panjang = "sangat panjang ".repeat(40);
        for satu in &mut semua {
            satu.ringkasan.clone_from(&panjang);
            satu.varian = (0..11)
                .map(|n| Varian { kode: kode(&format!("v{n}")), nama: panjang.clone() })
                .collect();
            for isian in &mut satu.isian {
                isian.label.clone_from(&panjang);
                isian.pilihan = isian
                    .pilihan
                    .iter()
                    .map(|satu| PilihanIsian { nama: panjang.clone(), ..satu.clone() })
                    .collect();
            }
            for syarat in &mut satu.syarat {
                syarat.petunjuk = Some(panjang.repeat(8));
                syarat.nama.clone_from(&panjang);
            }
        }
    }
    semua
}

fn masukan() -> impl Strategy<Value = Masukan> {
    const KATA: &[&str] = &[
        "1",
        "2",
        "3",
        "9",
        "10",
        "kirim",
        "selesai",
        "menu",
        "status",
        "batal",
        "petugas",
        "lewati",
        "budi",
        "akta",
        "kembali",
        "layanan lain",
        "jawab",
        "wakil",
        "5-1-2026",
        "data penduduk",
        "akta kelahiran",
        "berhenti",
        "mulai",
        "lanjutkan",
        "mulai lagi",
    ];
    const KETUKAN: &[&str] = &[
        "v1:layanan:kk_baru",
        "v1:layanan:akta",
        "v1:kirim:kk_baru",
        "v1:kirim:akta",
        "v1:kata:menu",
        "v1:kelompok:capil",
        "v1:kelompok:dafduk",
        "v1:menu:lain:dafduk:1",
        "v1:varian:akta:hilang",
        "v1:isian:akta:tempat:rumah",
        "v1:wakil:akta:wali",
        "v9:x",
    ];
    prop_oneof![
        4 => prop::sample::select(KATA).prop_map(teks),
        1 => ".{0,200}".prop_map(Masukan::Teks),
        2 => prop::sample::select(KETUKAN).prop_map(|id| Masukan::Pilihan(id.to_owned())),
        2 => (1u128..9).prop_map(berkas),
        1 => prop::collection::vec(1u128..9, 2..8).prop_map(|n| {
            giliran::gabungkan(n.into_iter().map(berkas)).remove(0)
        }),
        1 => Just(Masukan::ditolak("Buram.")),
        1 => Just(Masukan::Lain),
    ]
}

fn muat(isi: &IsiPesan) -> Result<(), TestCaseError> {
    match isi {
        IsiPesan::Teks { isi } => prop_assert!(isi.chars().count() <= 4096),
        IsiPesan::Tombol { isi, tombol } => {
            prop_assert!(isi.chars().count() <= 1024 && (1..=3).contains(&tombol.len()));
            let unik: std::collections::BTreeSet<_> =
                tombol.iter().map(|(_, judul)| judul).collect();
            prop_assert_eq!(unik.len(), tombol.len());
            let pendek = |(id, judul): &(String, String)| {
                id.len() <= 200 && (1..=20).contains(&judul.chars().count())
            };
            prop_assert!(tombol.iter().all(pendek));
        }
        IsiPesan::Daftar { isi, buka, baris } => {
            prop_assert!(isi.chars().count() <= 4096 && buka.chars().count() <= 20);
            prop_assert!((1..=10).contains(&baris.len()));
            let pendek = |(id, judul, ket): &(String, String, String)| {
                id.len() <= 200 && judul.chars().count() <= 24 && ket.chars().count() <= 72
            };
            prop_assert!(baris.iter().all(pendek));
        }
        IsiPesan::Dokumen { .. }
        | IsiPesan::Gambar { .. }
        | IsiPesan::Tautan { .. }
        | IsiPesan::Kode { .. }
        | IsiPesan::Templat { .. } => {
            prop_assert!(false, "the machine sends no files and no templates");
        }
    }
    Ok(())
}

fn lengkap(kumpulan: &Kumpulan, konteks: &KonteksAlur<'_>) -> Result<(), TestCaseError> {
    let layanan = konteks.layanan.iter().find(|l| l.kode == kumpulan.layanan).unwrap();
    let (berlaku, terbuka) = kumpulan.konteks(layanan, konteks.hari_ini);
    prop_assert!(kumpulan.nama.is_some() && terbuka.is_empty() && kumpulan.tanya_wakil.is_none());
    prop_assert!(
        layanan.baca_varian(kumpulan.varian.as_ref().map(crate::nilai::Kode::as_str)).is_ok()
    );
    let jawaban = kumpulan.isian.iter().map(|(k, v)| (k.to_string(), v.clone())).collect();
    let awal = crate::ungkapan::KonteksUngkapan {
        isian: std::collections::BTreeMap::new(),
        ..Kumpulan { isian: std::collections::BTreeMap::new(), ..kumpulan.clone() }
            .konteks(layanan, konteks.hari_ini)
            .0
    };
    prop_assert!(layanan.baca_isian(&jawaban, &awal).is_ok(), "{:?}", kumpulan);
    for syarat in layanan.syarat_berlaku(&berlaku) {
        let ada = kumpulan.berkas.iter().any(|(kode, _)| syarat.dijawab(kode));
        prop_assert!(ada || !syarat.wajib, "{}", syarat.kode);
    }
    Ok(())
}

proptest! {
    /// Whatever a resident sends, in any order: at most one answer per turn, within WhatsApp's limits, never silence but
    /// while an officer answers, a permohonan is only sent complete, and the words of the menu always lead out.
    #[test]
    fn any_conversation_stays_kind_and_within_limits(
        mana in 0..3_usize,
        bertanya in any::<bool>(),
        masukan in prop::collection::vec((masukan(), prop::bool::weighted(0.1)), 0..40),
    ) {
        let (layanan, kasus) = (katalog(mana), if bertanya { vec![kasus_draf()] } else { Vec::new() });
        let mut keadaan = KeadaanAlur::Awal;
        for (satu, lama_diam) in masukan {
            let di_petugas = keadaan == KeadaanAlur::Petugas;
            let (sesudah, efek) =
                dengan(&layanan, &kasus, |konteks| {
                    langkah(keadaan, &satu, &KonteksAlur { lama_diam, ..*konteks })
                });
            let jawaban = efek
                .iter()
                .filter(|e| {
                    let diam = Efek::CatatPemberitahuan;
                    **e != diam && !matches!(e, Efek::Lampirkan { .. } | Efek::TerimaKabar(_))
                })
                .count();
            prop_assert!(jawaban == 1 || (di_petugas && jawaban == 0));
            for akibat in &efek {
                match akibat {
                    Efek::Balas(isi) => muat(isi)?,
                    Efek::Ajukan(kumpulan) => {
                        dengan(&layanan, &kasus, |konteks| lengkap(kumpulan, konteks))?;
                    }
                    Efek::Putuskan { keputusan, alasan, .. } => {
                        prop_assert!(bertanya);
                        prop_assert!(keputusan.as_str() == "benar" || alasan.is_some());
                    }
                    _ => {}
                }
            }
            let json = serde_json::to_value(&sesudah).unwrap();
            prop_assert_eq!(&sesudah, &serde_json::from_value::<KeadaanAlur>(json).unwrap());
            let (menu, _) = dengan(&layanan, &kasus, |konteks| {
                langkah(sesudah.clone(), &teks("menu"), konteks)
            });
            let di_menu = matches!(menu, KeadaanAlur::PilihLayanan { gagal: 0, .. });
            prop_assert!(di_menu, "{:?}", menu);
            keadaan = sesudah;
        }
    }
}
