//! What is asked for on the page behind a one-time link, and what becomes of what was filled in there: pure.

mod halaman;
mod isi;
mod model;
mod siapkan;

use serde::{Deserialize, Serialize};

pub use halaman::{
    Butir, Formulir, HalamanTautan, HasilKiriman, IsiHalamanTautan, LihatTautan, Medan,
    terlalu_besar,
};
pub use isi::*;
pub use model::*;
pub(crate) use siapkan::*;

use super::{
    Efek, KeadaanAlur, KonteksAlur, Kumpulan, SerahAwal, VERSI_ALUR, baca,
    kamus::{Kamus, tautan as kata},
    kumpul, teks, teks_tautan,
};
use crate::{
    layanan::{Isian, JenisIsian, Layanan, Produk, Syarat, Tangkap},
    nilai::Kode,
    permohonan::{BerkasId, PermohonanId},
};

/// What a link is for. It opens a page only while the conversation still is about the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "untuk", rename_all = "snake_case")]
pub enum SubjekTautan {
    /// The permohonan that is being collected.
    Kumpulan {
        /// Its service.
        layanan: Kode,
        /// The version of the machine that asked.
        versi: String,
    },
    /// A case that waits for what is missing.
    Melengkapi {
        /// Which.
        permohonan: PermohonanId,
    },
}

impl SubjekTautan {
    /// What a link would be for in that state; a question of a step in between does not end it.
    pub fn dari(keadaan: &KeadaanAlur) -> Option<Self> {
        match keadaan {
            KeadaanAlur::Mengumpulkan(kumpulan) => Some(Self::kumpulan(kumpulan)),
            KeadaanAlur::Melengkapi { permohonan, .. } => {
                Some(Self::Melengkapi { permohonan: *permohonan })
            }
            KeadaanAlur::Menjawab(minta) => Self::dari(&minta.lalu),
            KeadaanAlur::Lanjut { lalu, .. } => Self::dari(lalu),
            KeadaanAlur::MemilihSerah(minta) => Self::dari(&minta.lalu),
            KeadaanAlur::Awal | KeadaanAlur::PilihLayanan { .. } | KeadaanAlur::Petugas => None,
        }
    }

    fn kumpulan(kumpulan: &Kumpulan) -> Self {
        Self::Kumpulan { layanan: kumpulan.layanan.clone(), versi: VERSI_ALUR.to_owned() }
    }
}

/// The machine asks for a link: whoever carries it out makes the token, or finds the one that is still good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MintaTautan {
    /// What it is for.
    pub subjek: SubjekTautan,
    /// The message, with `{batas}` where the end of the link's life belongs.
    pub isi: String,
}

/// What a page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Diminta<'a> {
    /// A field.
    Isian(&'a Isian),
    /// A paper.
    Syarat(&'a Syarat),
    /// How a product should reach the applicant.
    Serah(&'a Produk),
}

impl<'l> Diminta<'l> {
    /// Its code; fields and papers each have their own.
    pub const fn kode(&self) -> &'l Kode {
        match self {
            Self::Isian(isian) => &isian.kode,
            Self::Syarat(syarat) => &syarat.kode,
            Self::Serah(produk) => &produk.kode,
        }
    }

    /// Whether it must be there.
    pub const fn wajib(&self) -> bool {
        match self {
            Self::Isian(isian) => isian.wajib,
            Self::Syarat(syarat) => syarat.wajib,
            Self::Serah(_) => false,
        }
    }
}

/// What was filled in on a page and is sound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IsiHalaman {
    /// Answers, normalised.
    pub isian: Vec<(Kode, String)>,
    /// Papers that were stored, with the requirement each answers; none for a paper of another kind.
    pub berkas: Vec<(Option<Kode>, BerkasId)>,
    /// How which product should reach the applicant.
    pub serah: Vec<(Kode, SerahAwal)>,
    /// Whether a choice could not be read.
    pub serah_salah: bool,
    /// Optional fields that were left open.
    pub isian_lewati: Vec<Kode>,
    /// Optional papers that were left out.
    pub lewati: Vec<Kode>,
    /// Whether everything that was sent could be read.
    pub tuntas: bool,
}

/// What a collection asks for by link now: every such field and paper at once, so that one visit to the page is enough.
pub fn diminta<'l>(
    kumpulan: &Kumpulan,
    layanan: &'l Layanan,
    konteks: &KonteksAlur<'_>,
) -> Vec<Diminta<'l>> {
    let bawaan = konteks.kata.tangkap_bawaan;
    let (berlaku, terbuka) = kumpulan.konteks(layanan, konteks.hari_ini);
    let isian = terbuka.into_iter().filter(|isian| isian.cara_tangkap(bawaan) == Tangkap::Tautan);
    let syarat = layanan
        .syarat_berlaku(&berlaku)
        .into_iter()
        .filter(|syarat| kumpulan.kurang(syarat) && syarat.cara_tangkap(bawaan) == Tangkap::Tautan);
    let mut semua: Vec<_> = isian.map(Diminta::Isian).chain(syarat.map(Diminta::Syarat)).collect();
    // Nobody is sent to the page for the choice alone; there, it is asked along with the rest.
    if !semua.is_empty() || kumpulan.serah_tunda {
        let produk = Kumpulan::dapat_dipilih(layanan, &berlaku).into_iter();
        semua.extend(produk.map(|(produk, _)| Diminta::Serah(produk)));
    }
    semua
}

/// The question that is answered on the page.
pub(super) fn minta(
    kumpulan: &Kumpulan,
    diminta: &[Diminta<'_>],
    konteks: &KonteksAlur<'_>,
    pembuka: &str,
) -> Efek {
    Efek::MintaTautan(MintaTautan {
        subjek: SubjekTautan::kumpulan(kumpulan),
        isi: teks_tautan::ajakan(konteks.kamus, pembuka, konteks.kantor, diminta),
    })
}

/// The request for what a case lacks, on the page.
pub(crate) fn minta_melengkapi(
    kamus: &Kamus,
    permohonan: PermohonanId,
    pembuka: &str,
    kantor: &str,
) -> MintaTautan {
    MintaTautan {
        subjek: SubjekTautan::Melengkapi { permohonan },
        isi: teks_tautan::ajakan_melengkapi(kamus, pembuka, kantor),
    }
}

/// Whether the office asks for what a case lacks by link.
pub(crate) fn melengkapi_lewat_tautan(bawaan: Option<Tangkap>) -> bool {
    bawaan != Some(Tangkap::Chat)
}

/// A typed answer although the page was offered. What can be nothing else is taken: it has been sent already, and asking
/// for it once more helps nobody. Free text is not: it may as well be a question.
pub(super) fn jawab_di_chat(
    kumpulan: &mut Kumpulan,
    diminta: &[Diminta<'_>],
    jawaban: &str,
    kamus: &Kamus,
) -> Result<String, String> {
    if baca::lewati(jawaban) && diminta.iter().all(|satu| !satu.wajib()) {
        for satu in diminta {
            lewati(kumpulan, satu);
        }
        return Ok(String::new());
    }
    let pasti = diminta.iter().find_map(|satu| match satu {
        Diminta::Isian(isian)
            if matches!(
                isian.jenis,
                JenisIsian::Nik | JenisIsian::NomorKk | JenisIsian::Tanggal
            ) =>
        {
            isian.baca(jawaban).ok().map(|nilai| (isian.kode.clone(), nilai))
        }
        // By its words only: no numbers stand in the chat that a figure could mean.
        Diminta::Isian(isian)
            if isian.jenis == JenisIsian::Pilihan && jawaban.chars().any(char::is_alphabetic) =>
        {
            isian.baca(jawaban).ok().map(|nilai| (isian.kode.clone(), nilai))
        }
        _ => None,
    });
    match pasti {
        Some((kode, nilai)) => {
            kumpulan.isian.insert(kode, nilai);
            Ok(kamus.kata(&kata::DITERIMA_DI_CHAT))
        }
        None => Err(String::new()),
    }
}

fn lewati(kumpulan: &mut Kumpulan, satu: &Diminta<'_>) {
    match satu {
        Diminta::Isian(isian) => kumpulan.isian_lewati.push(isian.kode.clone()),
        Diminta::Syarat(syarat) => kumpulan.lewati.push(syarat.kode.clone()),
        Diminta::Serah(_) => kumpulan.serah_tunda = false,
    }
}

/// What was filled in on the page enters the conversation. Only what is asked for now counts; nothing is said in the chat
/// while the page still asks for more.
pub(super) fn terima(
    keadaan: KeadaanAlur,
    isi: &IsiHalaman,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    match keadaan {
        KeadaanAlur::Mengumpulkan(kumpulan) => terima_kumpulan(kumpulan, isi, konteks),
        KeadaanAlur::Melengkapi { permohonan, jumlah } => {
            let lampirkan = isi.berkas.iter();
            let lampirkan =
                lampirkan.map(|(_, berkas)| Efek::Lampirkan { permohonan, berkas: *berkas });
            let mut efek: Vec<Efek> = lampirkan.collect();
            let jumlah = jumlah + efek.len();
            if isi.tuntas && jumlah > 0 {
                efek.push(Efek::Lengkapi { permohonan });
                return (KeadaanAlur::Awal, efek);
            }
            (KeadaanAlur::Melengkapi { permohonan, jumlah }, efek)
        }
        KeadaanAlur::Menjawab(mut minta) => {
            let (lalu, mut efek) = terima(*minta.lalu, isi, konteks);
            minta.lalu = Box::new(lalu);
            // The chat is at another question; what was collected is taken up again after it.
            efek.retain(|satu| !matches!(satu, Efek::Balas(_) | Efek::MintaTautan(_)));
            (KeadaanAlur::Menjawab(minta), efek)
        }
        KeadaanAlur::MemilihSerah(mut minta) => {
            let (lalu, mut efek) = terima(*minta.lalu, isi, konteks);
            minta.lalu = Box::new(lalu);
            efek.retain(|satu| !matches!(satu, Efek::Balas(_) | Efek::MintaTautan(_)));
            (KeadaanAlur::MemilihSerah(minta), efek)
        }
        // The page says by itself that the resident goes on.
        KeadaanAlur::Lanjut { lalu, .. } => terima(*lalu, isi, konteks),
        lain => (lain, Vec::new()),
    }
}

fn terima_kumpulan(
    mut kumpulan: Box<Kumpulan>,
    isi: &IsiHalaman,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    let Some(layanan) = konteks.layanan.iter().find(|satu| satu.kode == kumpulan.layanan) else {
        return (KeadaanAlur::Mengumpulkan(kumpulan), Vec::new());
    };
    let semula = diminta(&kumpulan, layanan, konteks);
    kumpulan.serah_tunda = isi.serah_salah;
    for satu in &semula {
        match satu {
            Diminta::Serah(produk) => {
                if let Some((kode, awal)) = isi.serah.iter().find(|(kode, _)| kode == &produk.kode)
                {
                    kumpulan.serah.insert(kode.clone(), awal.clone());
                } else if isi.tuntas {
                    kumpulan.serah.remove(&produk.kode);
                }
            }
            Diminta::Isian(isian) => {
                if let Some((_, nilai)) = isi.isian.iter().find(|(kode, _)| kode == &isian.kode) {
                    kumpulan.isian.insert(isian.kode.clone(), nilai.clone());
                } else if !isian.wajib && isi.isian_lewati.contains(&isian.kode) {
                    lewati(&mut kumpulan, satu);
                }
            }
            Diminta::Syarat(syarat) => {
                let berkas =
                    isi.berkas.iter().find(|(kode, _)| kode.as_ref() == Some(&syarat.kode));
                if let Some((_, berkas)) = berkas {
                    kumpulan.berkas.push((syarat.kode.clone(), *berkas));
                } else if !syarat.wajib && isi.lewati.contains(&syarat.kode) {
                    lewati(&mut kumpulan, satu);
                }
            }
        }
    }
    let berubah = diminta(&kumpulan, layanan, konteks) != semula;
    // A question that the answers opened in the chat is asked at once: what is typed there next must not be taken for an
    // answer to something nobody asked.
    let efek = if berubah && !kumpul::di_halaman(&kumpulan, layanan, konteks) {
        vec![kumpul::tanya(
            &kumpulan,
            layanan,
            konteks,
            &format!("{}\n", konteks.kamus.pola(&kata::HALAMAN_DITERIMA)),
        )]
    } else {
        Vec::new()
    };
    (KeadaanAlur::Mengumpulkan(kumpulan), efek)
}

/// While a case waits: what the chat answers to anything but a paper, when the office asks by link.
pub(super) fn ulangi_melengkapi(
    permohonan: PermohonanId,
    konteks: &KonteksAlur<'_>,
    pembuka: &str,
) -> Efek {
    let kasus = konteks.kasus.iter().find(|satu| satu.id == permohonan);
    let tentang = kasus.map(|satu| teks_tautan::tentang(konteks.kamus, &satu.nomor, &satu.kalimat));
    let pemisah = if pembuka.is_empty() { "" } else { "\n" };
    let pembuka = format!("{pembuka}{pemisah}{}", tentang.unwrap_or_default());
    let pembuka = teks::potong(&pembuka, teks_tautan::PEMBUKA_MAKS);
    Efek::MintaTautan(minta_melengkapi(konteks.kamus, permohonan, &pembuka, konteks.kantor))
}
