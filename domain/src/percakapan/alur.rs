//! The guided intake: a pure, versioned state machine. `(state, input, context) -> (state, effects)`.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{
    IsiHalaman, Kumpulan, LetakMenu, MintaSerah, MintaTautan, NiatSerah, baca, bahasa,
    jawaban::{LangkahWarga, MintaJawaban},
    kamus::{Kamus, kabar, percakapan, permohonan},
    kumpul::{self, kumpulkan},
    lanjut,
    loket::{self, KataLoket, NiatLoket},
    menu, perintah, serah,
    tautan::{self, melengkapi_lewat_tautan},
    teks,
};
use crate::{
    hak_subjek::JenisHak,
    kartu::AturanKia,
    layanan::Layanan,
    nilai::Kode,
    outbox::IsiPesan,
    permohonan::{BerkasId, PermohonanId},
    sop::TugasId,
    tenant::TeksKantor,
};

/// Version of the machine; it travels in the ids of buttons and rows, so that taps from older texts are recognised.
pub const VERSI_ALUR: &str = "v1";

/// Where a conversation stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "di", rename_all = "snake_case")]
pub enum KeadaanAlur {
    /// Nothing begun.
    #[default]
    Awal,
    /// The menu was shown.
    PilihLayanan {
        /// How often the answer was not understood.
        gagal: u8,
        /// What part of it.
        #[serde(default)]
        letak: LetakMenu,
        /// Files that came before a service was chosen.
        #[serde(default)]
        titipan: Vec<BerkasId>,
    },
    /// A permohonan is being collected.
    Mengumpulkan(Box<Kumpulan>),
    /// A case waits for what is missing.
    Melengkapi {
        /// Which.
        permohonan: PermohonanId,
        /// How many papers came so far.
        jumlah: usize,
    },
    /// A step of a case waits for the applicant's answer.
    Menjawab(MintaJawaban),
    /// The resident comes back after a long silence and was asked whether to go on.
    Lanjut {
        /// Where it stood.
        lalu: Box<KeadaanAlur>,
        /// How often the answer was not understood.
        gagal: u8,
    },
    /// The applicant was asked how a product should reach them.
    MemilihSerah(Box<MintaSerah>),
    /// An officer answers; the machine is silent.
    Petugas,
}

impl KeadaanAlur {
    /// What is being collected, also while a step of a case is asked about in between.
    pub fn kumpulan(&self) -> Option<&Kumpulan> {
        match self {
            Self::Mengumpulkan(kumpulan) => Some(kumpulan),
            Self::Menjawab(minta) => minta.lalu.kumpulan(),
            Self::Lanjut { lalu, .. } => lalu.kumpulan(),
            Self::MemilihSerah(minta) => minta.lalu.kumpulan(),
            _ => None,
        }
    }

    /// Points an idle conversation at the case that waits for its applicant; `None` when the resident is in the middle of
    /// something else, or talks to an officer.
    #[must_use]
    pub fn mulai_melengkapi(self, permohonan: PermohonanId) -> Option<Self> {
        match self {
            Self::Melengkapi { permohonan: lama, .. } if lama == permohonan => Some(self),
            Self::Awal | Self::PilihLayanan { .. } => {
                Some(Self::Melengkapi { permohonan, jumlah: 0 })
            }
            Self::Mengumpulkan(_)
            | Self::Melengkapi { .. }
            | Self::Menjawab(_)
            | Self::Lanjut { .. }
            | Self::MemilihSerah(_)
            | Self::Petugas => None,
        }
    }
}

/// What a resident sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Masukan {
    /// Typed text.
    Teks(String),
    /// A tapped button or row.
    Pilihan(String),
    /// Photos and documents that came together.
    Berkas {
        /// Those that were stored and are sound, in the order they came.
        sah: Vec<BerkasId>,
        /// Why the others are no sound photo or PDF, each reason once.
        ditolak: Vec<String>,
    },
    /// What was filled in on the page behind a link.
    Halaman(IsiHalaman),
    /// Voice, sticker, location, anything else.
    Lain,
}

impl Masukan {
    /// One sound file.
    pub fn berkas(id: BerkasId) -> Self {
        Self::Berkas { sah: vec![id], ditolak: Vec::new() }
    }

    /// One file that was refused.
    pub fn ditolak(alasan: impl Into<String>) -> Self {
        Self::Berkas { sah: Vec::new(), ditolak: vec![alasan.into()] }
    }
}

/// A case as STATUS tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusKasusWarga {
    /// Its id.
    pub id: PermohonanId,
    /// The number.
    pub nomor: String,
    /// The service's name.
    pub layanan: String,
    /// A sentence on where it stands.
    pub kalimat: String,
    /// Whether it waits for the applicant.
    pub menunggu: bool,
    /// Steps of it that wait for the applicant's answer.
    pub ditanya: Vec<LangkahWarga>,
    /// Whether there is more than one way in which it may reach the applicant.
    pub banyak_cara: bool,
}

/// What the machine needs to know.
#[derive(Clone, Copy, Debug)]
pub struct KonteksAlur<'a> {
    /// The office's name.
    pub kantor: &'a str,
    /// Its settings, and the languages it speaks besides Indonesian.
    pub kata: &'a TeksKantor,
    /// Its words, in the language of this contact.
    pub kamus: &'a Kamus,
    /// Services offered by chat, in menu order.
    pub layanan: &'a [Layanan],
    /// Open cases of this contact.
    pub kasus: &'a [StatusKasusWarga],
    /// Who may have a KIA.
    pub kia: AturanKia,
    /// Which words of the counter are answered.
    pub loket: KataLoket,
    /// Today at the office.
    pub hari_ini: Date,
    /// Whether this contact has not seen the present notice yet.
    pub perlu_pemberitahuan: bool,
    /// Whether the contact was silent for more than a day before this.
    pub lama_diam: bool,
    /// Whether the contact asked not to get news.
    pub berhenti: bool,
}

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Efek {
    /// Answer: at most one per turn.
    Balas(IsiPesan),
    /// Answer with a link to the page on which the question is answered.
    MintaTautan(MintaTautan),
    /// The notice was shown: record it.
    CatatPemberitahuan,
    /// The resident wants an officer: say when one answers.
    KePetugas,
    /// The resident asks about their own data: write it down, and say when it is answered.
    HakSubjek(JenisHak),
    /// The resident wants to be answered in this language; `None` is Indonesian.
    GantiBahasa(Option<Kode>),
    /// The resident wants no news any more, or again.
    TerimaKabar(bool),
    /// Register the permohonan; its number is the answer.
    Ajukan(Box<Kumpulan>),
    /// The applicant sent one more paper for the case that waits: attach it at once, so that what was acknowledged
    /// stays with the case whatever the applicant does next.
    Lampirkan {
        /// Which.
        permohonan: PermohonanId,
        /// The paper.
        berkas: BerkasId,
    },
    /// The applicant says that the case is complete.
    Lengkapi {
        /// Which.
        permohonan: PermohonanId,
    },
    /// The applicant chooses how a product reaches them; what is open of the choice is asked for.
    Serah(NiatSerah),
    /// Something is asked of the counter: a ticket, a receipt.
    Loket(NiatLoket),
    /// The applicant decides a step of theirs.
    Putuskan {
        /// Which.
        tugas: TugasId,
        /// The outcome.
        keputusan: Kode,
        /// Why.
        alasan: Option<String>,
    },
}

/// One step of the machine.
pub fn langkah(
    keadaan: KeadaanAlur,
    masukan: &Masukan,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    if let Some(kata) = perintah::kata_umum(masukan) {
        return perintah::jalankan(keadaan, kata, konteks);
    }
    if let Masukan::Halaman(isi) = masukan {
        return tautan::terima(keadaan, isi, konteks);
    }
    if let Some(niat) = serah::ketukan(masukan) {
        return (keadaan, vec![Efek::Serah(niat)]);
    }
    if perintah::minta_kirim(&keadaan, masukan) {
        return (keadaan, vec![Efek::Serah(NiatSerah::default())]);
    }
    if let Some(efek) = loket::diminta(&keadaan, masukan, konteks) {
        return (keadaan, vec![efek]);
    }
    if let Some(efek) = bahasa::dipilih(masukan, konteks) {
        return (keadaan, efek);
    }
    if konteks.lama_diam
        && lanjut::di_tengah(&keadaan)
        && !matches!(masukan, Masukan::Berkas { .. })
    {
        return lanjut::tawarkan_lanjut(keadaan, 0, konteks);
    }
    match keadaan {
        KeadaanAlur::Awal => awal(masukan, konteks),
        KeadaanAlur::PilihLayanan { gagal, letak, titipan } => {
            pilih(gagal, &letak, titipan, masukan, konteks)
        }
        KeadaanAlur::Mengumpulkan(kumpulan) => kumpulkan(kumpulan, masukan, konteks),
        KeadaanAlur::Melengkapi { permohonan, jumlah } => {
            melengkapi(permohonan, jumlah, masukan, konteks)
        }
        KeadaanAlur::Menjawab(minta) => minta.langkah(masukan, konteks),
        KeadaanAlur::Lanjut { lalu, gagal } => lanjut::jawab(*lalu, gagal, masukan, konteks),
        KeadaanAlur::MemilihSerah(minta) => minta.langkah(masukan, konteks),
        KeadaanAlur::Petugas => (KeadaanAlur::Petugas, Vec::new()),
    }
}

/// The first message: a greeting. A file that comes out of the blue is kept for what it turns out to be for.
fn awal(masukan: &Masukan, konteks: &KonteksAlur<'_>) -> (KeadaanAlur, Vec<Efek>) {
    let Masukan::Berkas { sah, .. } = masukan else { return sapa(konteks) };
    let mut menunggu = konteks.kasus.iter().filter(|kasus| kasus.menunggu);
    match (sah.is_empty(), menunggu.next(), menunggu.next()) {
        (true, ..) => sapa(konteks),
        (false, Some(kasus), None) => melengkapi(kasus.id, 0, masukan, konteks),
        (false, ..) => lanjut::titip(sah.clone(), konteks),
    }
}

/// An answer to the menu; files that wait go with the service that is chosen.
fn pilih(
    gagal: u8,
    letak: &LetakMenu,
    mut titipan: Vec<BerkasId>,
    masukan: &Masukan,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    if let Masukan::Berkas { sah, .. } = masukan
        && !sah.is_empty()
    {
        titipan.extend(sah);
        return lanjut::titip(titipan, konteks);
    }
    let (keadaan, efek) = menu::pilih(gagal, letak, masukan, konteks);
    match keadaan {
        KeadaanAlur::PilihLayanan { gagal, letak, .. } => {
            (KeadaanAlur::PilihLayanan { gagal, letak, titipan }, efek)
        }
        KeadaanAlur::Mengumpulkan(mut kumpulan) => {
            kumpul::terima_titipan(&mut kumpulan, &titipan, konteks);
            (KeadaanAlur::Mengumpulkan(kumpulan), efek)
        }
        lain => (lain, efek),
    }
}

/// The hand-over to an officer.
pub(super) fn ke_petugas() -> (KeadaanAlur, Vec<Efek>) {
    (KeadaanAlur::Petugas, vec![Efek::KePetugas])
}

/// Steps that wait for an answer, with their cases.
pub(super) fn ditanya<'a>(
    konteks: &KonteksAlur<'a>,
) -> impl Iterator<Item = (&'a StatusKasusWarga, &'a LangkahWarga)> {
    let kasus = konteks.kasus.iter();
    kasus.flat_map(|satu| satu.ditanya.iter().map(move |langkah| (satu, langkah)))
}

/// Where the cases stand; a step that waits for an answer brings its buttons along.
pub(super) fn status(keadaan: KeadaanAlur, konteks: &KonteksAlur<'_>) -> (KeadaanAlur, Vec<Efek>) {
    let isi = teks::status(konteks.kamus, konteks.kasus);
    let Some((kasus, langkah)) = ditanya(konteks).next() else {
        return (keadaan, balas(teks::potong_pesan(&isi)));
    };
    let menganggur = matches!(keadaan, KeadaanAlur::Awal | KeadaanAlur::PilihLayanan { .. });
    let cara = if menganggur { &permohonan::PILIH_ATAU_KETIK } else { &kabar::KETUK_ATAU_JAWAB };
    let isi = langkah.pesan_setelah(konteks.kamus, &isi, &kasus.nomor, cara);
    let keadaan = if menganggur {
        KeadaanAlur::Menjawab(MintaJawaban::baru(langkah.tugas, keadaan))
    } else {
        keadaan
    };
    (keadaan, vec![Efek::Balas(isi)])
}

/// The greeting with the menu; with the notice when it is new.
pub(super) fn sapa(konteks: &KonteksAlur<'_>) -> (KeadaanAlur, Vec<Efek>) {
    let letak = LetakMenu::default();
    let mut efek = vec![Efek::Balas(menu::daftar(&letak, konteks, &teks::salam(konteks)))];
    if konteks.perlu_pemberitahuan {
        efek.push(Efek::CatatPemberitahuan);
    }
    (KeadaanAlur::PilihLayanan { gagal: 0, letak, titipan: Vec::new() }, efek)
}

fn melengkapi(
    permohonan: PermohonanId,
    mut jumlah: usize,
    masukan: &Masukan,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    let kamus = konteks.kamus;
    let mut efek = Vec::new();
    let lewat_tautan = melengkapi_lewat_tautan(konteks.kata.tangkap_bawaan);
    let sampai_kini = jumlah;
    let tautan = |pembuka: &str| {
        let tetap = KeadaanAlur::Melengkapi { permohonan, jumlah: sampai_kini };
        (tetap, vec![tautan::ulangi_melengkapi(permohonan, konteks, pembuka)])
    };
    let isi = match masukan {
        Masukan::Berkas { sah, ditolak } => {
            jumlah += sah.len();
            efek.extend(sah.iter().map(|berkas| Efek::Lampirkan { permohonan, berkas: *berkas }));
            let mut kalimat = ditolak.clone();
            kalimat.extend((jumlah > 0).then(|| {
                kamus.isi(&kabar::KELENGKAPAN_DITERIMA, &[("jumlah", &jumlah.to_string())])
            }));
            kalimat.join("\n")
        }
        Masukan::Teks(jawaban) if baca::selesai(jawaban) => {
            if jumlah == 0 && lewat_tautan {
                return tautan("");
            } else if jumlah == 0 {
                kamus.kata(&kabar::BELUM_ADA_KELENGKAPAN)
            } else {
                return (KeadaanAlur::Awal, vec![Efek::Lengkapi { permohonan }]);
            }
        }
        Masukan::Pilihan(_) if lewat_tautan => {
            return tautan(kamus.pola(&percakapan::PILIHAN_USANG));
        }
        Masukan::Pilihan(_) => format!(
            "{}\n{}",
            kamus.pola(&percakapan::PILIHAN_USANG),
            kamus.pola(&kabar::CARA_MELENGKAPI)
        ),
        _ if lewat_tautan => return tautan(""),
        _ => kamus.kata(&kabar::CARA_MELENGKAPI),
    };
    efek.extend(balas(isi));
    (KeadaanAlur::Melengkapi { permohonan, jumlah }, efek)
}

pub(super) fn balas(isi: impl Into<String>) -> Vec<Efek> {
    vec![Efek::Balas(IsiPesan::Teks { isi: isi.into() })]
}
