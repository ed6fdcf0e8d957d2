//! The menu: a flat list of services while it fits, families and pages beyond that.

use serde::{Deserialize, Serialize};

use super::{
    Efek, KeadaanAlur, KonteksAlur, Masukan, VERSI_ALUR, baca,
    kamus::{Kamus, percakapan as kata},
    kumpul,
    pilihan::{BARIS, BATAS_KETERANGAN, BATAS_TEKS, bernomor},
    teks,
};
use crate::{
    layanan::{Kelompok, Layanan},
    nilai::Kode,
    outbox::IsiPesan,
};

/// Services of a flat list; the tenth row is the officer's.
const DATAR: usize = 9;
/// Services of a page; the other rows lead on and back.
const SEHALAMAN: usize = 8;

/// What part of the menu was shown last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "jenis", rename_all = "snake_case")]
pub enum LetakMenu {
    /// The first list: every service, or the families.
    #[default]
    Utama,
    /// The services of a family.
    Kelompok {
        /// Which.
        kelompok: Kelompok,
        /// From 0.
        halaman: usize,
    },
    /// The services that a typed word meant.
    Cocok {
        /// Which, in menu order.
        layanan: Vec<Kode>,
        /// From 0.
        halaman: usize,
    },
}

impl LetakMenu {
    /// The same list, another page.
    fn di_halaman(&self, baru: usize) -> Self {
        match self {
            Self::Utama => Self::Utama,
            Self::Kelompok { kelompok, .. } => {
                Self::Kelompok { kelompok: *kelompok, halaman: baru }
            }
            Self::Cocok { layanan, .. } => Self::Cocok { layanan: layanan.clone(), halaman: baru },
        }
    }
}

/// A row.
enum Opsi<'a> {
    Layanan(&'a Layanan),
    Kelompok(Kelompok),
    /// Another place of the menu.
    Ke(Arah, LetakMenu),
    Petugas,
}

/// Where a row leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arah {
    Lain,
    Kembali,
}

impl Opsi<'_> {
    fn id(&self) -> String {
        match self {
            Self::Layanan(layanan) => format!("{VERSI_ALUR}:layanan:{}", layanan.kode),
            Self::Kelompok(kelompok) => format!("{VERSI_ALUR}:kelompok:{}", kode(*kelompok)),
            Self::Ke(arah, letak) => {
                let arah = if *arah == Arah::Kembali { "kembali" } else { "lain" };
                match letak {
                    LetakMenu::Utama => format!("{VERSI_ALUR}:menu:{arah}:utama"),
                    LetakMenu::Kelompok { kelompok, halaman } => {
                        format!("{VERSI_ALUR}:menu:{arah}:{}:{halaman}", kode(*kelompok))
                    }
                    LetakMenu::Cocok { halaman, .. } => {
                        format!("{VERSI_ALUR}:menu:{arah}:cocok:{halaman}")
                    }
                }
            }
            Self::Petugas => format!("{VERSI_ALUR}:kata:petugas"),
        }
    }

    fn judul(&self, kamus: &Kamus) -> String {
        match self {
            Self::Layanan(layanan) => teks::potong(&layanan.nama_pendek, BARIS.1),
            Self::Kelompok(kelompok) => nama(*kelompok, kamus),
            Self::Ke(Arah::Lain, _) => kamus.kata(&kata::BARIS_LAIN),
            Self::Ke(Arah::Kembali, _) => kamus.kata(&kata::BARIS_KEMBALI),
            Self::Petugas => kamus.kata(&kata::BARIS_PETUGAS),
        }
    }

    fn keterangan(&self, layanan: &[Layanan], kamus: &Kamus) -> String {
        match self {
            Self::Layanan(satu) => teks::potong(&satu.ringkasan, BATAS_KETERANGAN),
            Self::Kelompok(kelompok) => {
                let nama: Vec<_> = layanan
                    .iter()
                    .filter(|satu| satu.kelompok == *kelompok)
                    .map(|satu| satu.nama_pendek.as_str())
                    .collect();
                teks::potong(&nama.join(", "), BATAS_KETERANGAN)
            }
            Self::Ke(..) => String::new(),
            Self::Petugas => kamus.kata(&kata::BARIS_PETUGAS_KETERANGAN),
        }
    }
}

fn kode(kelompok: Kelompok) -> &'static str {
    match kelompok {
        Kelompok::Dafduk => "dafduk",
        Kelompok::Capil => "capil",
        Kelompok::Data => "data",
    }
}

/// A family as residents read it.
fn nama(kelompok: Kelompok, kamus: &Kamus) -> String {
    kamus.kata(match kelompok {
        Kelompok::Dafduk => &kata::KELOMPOK_DAFDUK,
        Kelompok::Capil => &kata::KELOMPOK_CAPIL,
        Kelompok::Data => &kata::KELOMPOK_DATA,
    })
}

/// The families that have services, in the order of the law.
fn kelompok(layanan: &[Layanan]) -> Vec<Kelompok> {
    [Kelompok::Dafduk, Kelompok::Capil, Kelompok::Data]
        .into_iter()
        .filter(|satu| layanan.iter().any(|layanan| layanan.kelompok == *satu))
        .collect()
}

/// The rows at a place of the menu, at most ten.
fn opsi<'a>(letak: &LetakMenu, layanan: &'a [Layanan]) -> Vec<Opsi<'a>> {
    let berkeluarga = layanan.len() > DATAR;
    let keluarga = kelompok(layanan);
    let (semua, halaman): (Vec<&Layanan>, usize) = match letak {
        LetakMenu::Utama if !berkeluarga => {
            return layanan.iter().map(Opsi::Layanan).chain([Opsi::Petugas]).collect();
        }
        LetakMenu::Utama if keluarga.len() > 1 => {
            return keluarga.into_iter().map(Opsi::Kelompok).chain([Opsi::Petugas]).collect();
        }
        LetakMenu::Utama => (layanan.iter().collect(), 0),
        LetakMenu::Kelompok { kelompok, halaman } => {
            (layanan.iter().filter(|satu| satu.kelompok == *kelompok).collect(), *halaman)
        }
        LetakMenu::Cocok { layanan: kode, halaman } => {
            (layanan.iter().filter(|satu| kode.contains(&satu.kode)).collect(), *halaman)
        }
    };
    // A lone family is its own first list.
    let sendiri = || LetakMenu::Kelompok { kelompok: keluarga[0], halaman: 0 };
    let letak = if *letak == LetakMenu::Utama { sendiri() } else { letak.clone() };
    let terakhir = semua.len().div_ceil(SEHALAMAN).saturating_sub(1);
    let halaman = halaman.min(terakhir);
    let awal = halaman * SEHALAMAN;
    let mut baris: Vec<_> =
        semua.into_iter().skip(awal).take(SEHALAMAN).map(Opsi::Layanan).collect();
    if halaman < terakhir {
        baris.push(Opsi::Ke(Arah::Lain, letak.di_halaman(halaman + 1)));
    }
    let ke_utama = keluarga.len() > 1 || matches!(letak, LetakMenu::Cocok { .. });
    baris.push(match halaman.checked_sub(1) {
        Some(sebelum) => Opsi::Ke(Arah::Kembali, letak.di_halaman(sebelum)),
        None if ke_utama => Opsi::Ke(Arah::Kembali, LetakMenu::Utama),
        None => Opsi::Petugas,
    });
    baris
}

/// The list at a place of the menu.
pub(super) fn daftar(letak: &LetakMenu, konteks: &KonteksAlur<'_>, pembuka: &str) -> IsiPesan {
    let opsi = opsi(letak, konteks.layanan);
    let baris: Vec<_> = opsi
        .iter()
        .map(|satu| {
            (satu.id(), satu.judul(konteks.kamus), satu.keterangan(konteks.layanan, konteks.kamus))
        })
        .collect();
    let bernomor = bernomor(baris.iter().map(|(_, judul, _)| judul.as_str()));
    let ekor = konteks.kamus.pola(if konteks.layanan.len() > DATAR {
        &kata::CARA_MEMILIH_BANYAK
    } else {
        &kata::CARA_MEMILIH
    });
    IsiPesan::Daftar {
        isi: teks::potong(&format!("{pembuka}\n\n{bernomor}\n\n{ekor}"), BATAS_TEKS),
        buka: konteks.kamus.kata(&kata::BUKA_MENU),
        baris,
    }
}

/// What a resident meant.
enum Maksud<'a> {
    Opsi(Opsi<'a>),
    Banyak(Vec<Kode>),
    Usang,
    Tidak,
}

/// An answer to the menu.
pub(super) fn pilih(
    gagal: u8,
    letak: &LetakMenu,
    masukan: &Masukan,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    let tampil = |letak: LetakMenu, gagal: u8, pembuka: &str| {
        let isi = daftar(&letak, konteks, pembuka);
        (KeadaanAlur::PilihLayanan { gagal, letak, titipan: Vec::new() }, vec![Efek::Balas(isi)])
    };
    let kamus = konteks.kamus;
    match maksud(letak, masukan, konteks) {
        Maksud::Opsi(Opsi::Layanan(layanan)) => kumpul::mulai(layanan, konteks),
        Maksud::Opsi(Opsi::Kelompok(kelompok)) => {
            tampil(LetakMenu::Kelompok { kelompok, halaman: 0 }, 0, &nama(kelompok, kamus))
        }
        Maksud::Opsi(Opsi::Ke(_, letak)) => {
            let pembuka = match &letak {
                LetakMenu::Kelompok { kelompok, .. } => nama(*kelompok, kamus),
                LetakMenu::Utama | LetakMenu::Cocok { .. } => kamus.kata(&kata::PILIH_LAYANAN),
            };
            tampil(letak, 0, &pembuka)
        }
        Maksud::Opsi(Opsi::Petugas) => super::alur::ke_petugas(),
        Maksud::Banyak(layanan) => {
            tampil(LetakMenu::Cocok { layanan, halaman: 0 }, 0, kamus.pola(&kata::BEBERAPA_COCOK))
        }
        Maksud::Usang => tampil(letak.clone(), gagal, kamus.pola(&kata::PILIHAN_USANG)),
        Maksud::Tidak => {
            let gagal = gagal.saturating_add(1);
            let pembuka =
                if gagal >= 3 { &kata::TAWARKAN_PETUGAS } else { &kata::PILIHAN_TIDAK_DIKENALI };
            tampil(letak.clone(), gagal, kamus.pola(pembuka))
        }
    }
}

/// A tap acts only on the list that is shown now; words find a service at every level.
fn maksud<'a>(letak: &LetakMenu, masukan: &Masukan, konteks: &KonteksAlur<'a>) -> Maksud<'a> {
    let layanan = konteks.layanan;
    let mut opsi = opsi(letak, layanan);
    match masukan {
        Masukan::Pilihan(id) => match opsi.iter().position(|satu| satu.id() == *id) {
            Some(letak) => Maksud::Opsi(opsi.swap_remove(letak)),
            None => Maksud::Usang,
        },
        Masukan::Teks(jawaban) => {
            let judul: Vec<String> = opsi.iter().map(|satu| satu.judul(konteks.kamus)).collect();
            let judul: Vec<&str> = judul.iter().map(String::as_str).collect();
            if let Some(letak) = baca::dipilih(jawaban, &judul) {
                return Maksud::Opsi(opsi.swap_remove(letak));
            }
            if baca::angka(jawaban).is_some() {
                return Maksud::Tidak;
            }
            cari(jawaban, konteks)
        }
        _ => Maksud::Tidak,
    }
}

/// The services, or the family, that typed words mean: by full name first, by a part of it otherwise.
fn cari<'a>(jawaban: &str, konteks: &KonteksAlur<'a>) -> Maksud<'a> {
    let layanan = konteks.layanan;
    let kecil = jawaban.trim().to_lowercase();
    let sama = |satu: &&Layanan| {
        satu.nama.to_lowercase() == kecil || satu.nama_pendek.to_lowercase() == kecil
    };
    if let Some(satu) = layanan.iter().find(sama) {
        return Maksud::Opsi(Opsi::Layanan(satu));
    }
    let keluarga = kelompok(layanan);
    if layanan.len() > DATAR
        && let Some(satu) = keluarga
            .into_iter()
            .find(|k| nama(*k, konteks.kamus).to_lowercase() == kecil || kode(*k) == kecil)
    {
        return Maksud::Opsi(Opsi::Kelompok(satu));
    }
    let cocok: Vec<&Layanan> = layanan
        .iter()
        .filter(|satu| baca::cocok(&satu.nama, jawaban) || baca::cocok(&satu.nama_pendek, jawaban))
        .collect();
    match cocok.as_slice() {
        [] => Maksud::Tidak,
        [satu] => Maksud::Opsi(Opsi::Layanan(satu)),
        banyak => Maksud::Banyak(banyak.iter().map(|satu| satu.kode.clone()).collect()),
    }
}
