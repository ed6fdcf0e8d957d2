//! The guided intake: a pure, versioned state machine. `(state, input, context) -> (state, effects)`.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{
    IsiHalaman, Kumpulan, LetakMenu, MintaTautan, baca,
    jawaban::{LangkahWarga, MintaJawaban},
    kumpul::{self, kumpulkan},
    menu,
    tautan::{self, melengkapi_lewat_tautan},
    teks,
};
use crate::{
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
    /// An officer answers; the machine is silent.
    Petugas,
}

impl KeadaanAlur {
    /// What is being collected, also while a step of a case is asked about in between.
    pub fn kumpulan(&self) -> Option<&Kumpulan> {
        match self {
            Self::Mengumpulkan(kumpulan) => Some(kumpulan),
            Self::Menjawab(minta) => minta.lalu.kumpulan(),
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
            Self::Mengumpulkan(_) | Self::Melengkapi { .. } | Self::Menjawab(_) | Self::Petugas => {
                None
            }
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
    /// A photo or document that was stored and is sound.
    Berkas(BerkasId),
    /// A file that is not a sound photo or PDF, with the reason.
    BerkasDitolak(String),
    /// What was filled in on the page behind a link.
    Halaman(IsiHalaman),
    /// Voice, sticker, location, anything else.
    Lain,
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
}

/// What the machine needs to know.
#[derive(Clone, Copy, Debug)]
pub struct KonteksAlur<'a> {
    /// The office's name.
    pub kantor: &'a str,
    /// Its own words.
    pub kata: &'a TeksKantor,
    /// Services offered by chat, in menu order.
    pub layanan: &'a [Layanan],
    /// Open cases of this contact.
    pub kasus: &'a [StatusKasusWarga],
    /// Today at the office.
    pub hari_ini: Date,
    /// Whether this contact has not seen the present notice yet.
    pub perlu_pemberitahuan: bool,
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
    if let Some(kata) = kata_umum(masukan) {
        return perintah(keadaan, kata, konteks);
    }
    if let Masukan::Halaman(isi) = masukan {
        return tautan::terima(keadaan, isi, konteks);
    }
    match keadaan {
        KeadaanAlur::Awal => sapa(konteks),
        KeadaanAlur::PilihLayanan { gagal, letak } => menu::pilih(gagal, &letak, masukan, konteks),
        KeadaanAlur::Mengumpulkan(kumpulan) => kumpulkan(kumpulan, masukan, konteks),
        KeadaanAlur::Melengkapi { permohonan, jumlah } => {
            melengkapi(permohonan, jumlah, masukan, konteks)
        }
        KeadaanAlur::Menjawab(minta) => minta.langkah(masukan, konteks),
        KeadaanAlur::Petugas => (KeadaanAlur::Petugas, Vec::new()),
    }
}

/// Words that work at every step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KataUmum {
    Menu,
    Status,
    Batal,
    Petugas,
    Lengkapi,
    Jawab,
}

fn kata_umum(masukan: &Masukan) -> Option<KataUmum> {
    let teks = match masukan {
        Masukan::Teks(teks) => teks.trim().to_lowercase(),
        Masukan::Pilihan(id) => id.strip_prefix(&format!("{VERSI_ALUR}:kata:"))?.to_owned(),
        _ => return None,
    };
    match teks.as_str() {
        "menu" | "0" | "mulai" => Some(KataUmum::Menu),
        "status" => Some(KataUmum::Status),
        "batal" => Some(KataUmum::Batal),
        "petugas" | "operator" | "bantuan" => Some(KataUmum::Petugas),
        "lengkapi" => Some(KataUmum::Lengkapi),
        "jawab" => Some(KataUmum::Jawab),
        _ => None,
    }
}

fn perintah(
    keadaan: KeadaanAlur,
    kata: KataUmum,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    match kata {
        KataUmum::Menu => sapa(konteks),
        KataUmum::Status => status(keadaan, konteks),
        KataUmum::Batal => match keadaan {
            KeadaanAlur::Mengumpulkan(_) => (KeadaanAlur::Awal, balas(teks::DIBATALKAN)),
            KeadaanAlur::Menjawab(minta) => {
                kumpul::lanjutkan(*minta.lalu, konteks, teks::JAWABAN_DIBATALKAN)
            }
            lain => (lain, balas(teks::TIDAK_ADA_YANG_DIBATALKAN)),
        },
        KataUmum::Petugas => ke_petugas(konteks),
        KataUmum::Jawab => match ditanya(konteks).next() {
            Some((kasus, langkah)) => {
                let isi = langkah.pesan(&kasus.nomor, teks::PILIH_ATAU_KETIK);
                let minta = MintaJawaban::baru(langkah.tugas, keadaan);
                (KeadaanAlur::Menjawab(minta), vec![Efek::Balas(isi)])
            }
            None => (keadaan, balas(teks::TIDAK_ADA_YANG_DITANYA)),
        },
        KataUmum::Lengkapi => match konteks.kasus.iter().find(|kasus| kasus.menunggu) {
            Some(kasus) => {
                let balasan = if melengkapi_lewat_tautan(konteks.kata.tangkap_bawaan) {
                    vec![tautan::ulangi_melengkapi(kasus.id, konteks, "")]
                } else {
                    balas(teks::mulai_melengkapi(&kasus.nomor, &kasus.kalimat))
                };
                (KeadaanAlur::Melengkapi { permohonan: kasus.id, jumlah: 0 }, balasan)
            }
            None => (keadaan, balas(teks::TIDAK_ADA_YANG_KURANG)),
        },
    }
}

/// The hand-over to an officer.
pub(super) fn ke_petugas(konteks: &KonteksAlur<'_>) -> (KeadaanAlur, Vec<Efek>) {
    (KeadaanAlur::Petugas, balas(teks::ke_petugas(&konteks.kata.jam_layanan)))
}

/// Steps that wait for an answer, with their cases.
pub(super) fn ditanya<'a>(
    konteks: &KonteksAlur<'a>,
) -> impl Iterator<Item = (&'a StatusKasusWarga, &'a LangkahWarga)> {
    let kasus = konteks.kasus.iter();
    kasus.flat_map(|satu| satu.ditanya.iter().map(move |langkah| (satu, langkah)))
}

/// Where the cases stand; a step that waits for an answer brings its buttons along.
fn status(keadaan: KeadaanAlur, konteks: &KonteksAlur<'_>) -> (KeadaanAlur, Vec<Efek>) {
    let isi = teks::status(konteks.kasus);
    let Some((kasus, langkah)) = ditanya(konteks).next() else {
        return (keadaan, balas(teks::potong_pesan(&isi)));
    };
    let menganggur = matches!(keadaan, KeadaanAlur::Awal | KeadaanAlur::PilihLayanan { .. });
    let cara = if menganggur { teks::PILIH_ATAU_KETIK } else { teks::KETUK_ATAU_JAWAB };
    let isi = langkah.pesan_setelah(&isi, &kasus.nomor, cara);
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
    (KeadaanAlur::PilihLayanan { gagal: 0, letak }, efek)
}

fn melengkapi(
    permohonan: PermohonanId,
    mut jumlah: usize,
    masukan: &Masukan,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    let mut efek = Vec::new();
    let lewat_tautan = melengkapi_lewat_tautan(konteks.kata.tangkap_bawaan);
    let tautan = |pembuka| {
        let tetap = KeadaanAlur::Melengkapi { permohonan, jumlah };
        (tetap, vec![tautan::ulangi_melengkapi(permohonan, konteks, pembuka)])
    };
    let isi = match masukan {
        Masukan::Berkas(id) => {
            jumlah += 1;
            efek.push(Efek::Lampirkan { permohonan, berkas: *id });
            teks::kelengkapan_diterima(jumlah)
        }
        Masukan::Teks(jawaban) if baca::selesai(jawaban) => {
            if jumlah == 0 && lewat_tautan {
                return tautan("");
            } else if jumlah == 0 {
                teks::BELUM_ADA_KELENGKAPAN.to_owned()
            } else {
                return (KeadaanAlur::Awal, vec![Efek::Lengkapi { permohonan }]);
            }
        }
        Masukan::BerkasDitolak(alasan) => alasan.clone(),
        Masukan::Pilihan(_) if lewat_tautan => return tautan(teks::PILIHAN_USANG),
        Masukan::Pilihan(_) => format!("{}{}", teks::PILIHAN_USANG, teks::CARA_MELENGKAPI),
        _ if lewat_tautan => return tautan(""),
        _ => teks::CARA_MELENGKAPI.to_owned(),
    };
    efek.extend(balas(isi));
    (KeadaanAlur::Melengkapi { permohonan, jumlah }, efek)
}

pub(super) fn balas(isi: impl Into<String>) -> Vec<Efek> {
    vec![Efek::Balas(IsiPesan::Teks { isi: isi.into() })]
}
