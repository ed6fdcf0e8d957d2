//! Emails: what leaves, how the server answered, and the queue.

use std::time::Duration as StdDuration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::PenyerahanId;
use crate::{
    galat::PortError, halaman::Halaman, id::Id, nilai::Rahasia, permohonan::PermohonanId,
    ports::Ports,
};

/// Marks ids of emails.
#[derive(Debug)]
pub enum SurelTag {}
/// The id of an email; its Message-ID is made from it, so that an email that was sent again is recognised as the same.
pub type SurelId = Id<SurelTag>;

/// What an email is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JenisSurel {
    /// Asks whether the address is right, and who the recipient is.
    Konfirmasi,
    /// Brings the one-time link.
    Tautan,
    /// Brings the document.
    Dokumen,
    /// Reminds of a question that is still open.
    Pengingat,
}

impl JenisSurel {
    /// Every kind.
    pub const SEMUA: [Self; 4] = [Self::Konfirmasi, Self::Tautan, Self::Dokumen, Self::Pengingat];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Konfirmasi => "konfirmasi",
            Self::Tautan => "tautan",
            Self::Dokumen => "dokumen",
            Self::Pengingat => "pengingat",
        }
    }

    /// The kind of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// A file that travels with an email.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lampiran {
    /// Object key.
    pub kunci: String,
    /// What it must hash to.
    pub sha256: Vec<u8>,
    /// The name the recipient sees.
    pub nama: String,
}

/// What an email says; stored sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IsiSurel {
    /// To whom.
    pub kepada: String,
    /// The subject; names the case, never a person.
    pub subjek: String,
    /// The text.
    pub teks: String,
    /// The file.
    pub lampiran: Option<Lampiran>,
}

/// An email in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurelKeluar {
    /// Its id.
    pub id: SurelId,
    /// The attempt it belongs to.
    pub penyerahan: PenyerahanId,
    /// What for.
    pub jenis: JenisSurel,
    /// What it says.
    pub isi: IsiSurel,
    /// How often sending was begun.
    pub percobaan: u32,
    /// When it was queued.
    pub dibuat_pada: OffsetDateTime,
}

impl SurelKeluar {
    /// An email of an attempt, queued now.
    pub(crate) fn baru(
        ports: &Ports,
        penyerahan: PenyerahanId,
        jenis: JenisSurel,
        isi: IsiSurel,
    ) -> Self {
        let (id, dibuat_pada) = (ports.ids.id(), ports.clock.now());
        Self { id, penyerahan, jenis, isi, percobaan: 0, dibuat_pada }
    }
}

/// Where an email stands in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanSurel {
    /// Waits for its turn.
    Antre,
    /// Is being handed over.
    Mengirim,
    /// The server took it.
    DiterimaServer,
    /// The server refused it for good, or it came back.
    Gagal,
    /// Not to be sent any more.
    Dilewati,
    /// It was given over and nobody knows what became of it; an officer settles it.
    TidakDiketahui,
}

impl KeadaanSurel {
    /// Every state.
    pub const SEMUA: [Self; 6] = [
        Self::Antre,
        Self::Mengirim,
        Self::DiterimaServer,
        Self::Gagal,
        Self::Dilewati,
        Self::TidakDiketahui,
    ];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Antre => "antre",
            Self::Mengirim => "mengirim",
            Self::DiterimaServer => "diterima_server",
            Self::Gagal => "gagal",
            Self::Dilewati => "dilewati",
            Self::TidakDiketahui => "tidak_diketahui",
        }
    }

    /// The state of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// An email as officers see it: never to whom, nor what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisSurel {
    /// Its id.
    pub id: SurelId,
    /// The attempt it belongs to.
    pub penyerahan: PenyerahanId,
    /// The case.
    pub permohonan: PermohonanId,
    /// What for.
    pub jenis: JenisSurel,
    /// Where it stands.
    pub keadaan: KeadaanSurel,
    /// How often sending was begun.
    pub percobaan: u32,
    /// Whether it may have arrived more than once.
    pub mungkin_ganda: bool,
    /// Why it did not leave, as a stable code.
    pub galat: Option<String>,
    /// When it was queued.
    pub dibuat_pada: OffsetDateTime,
    /// When it ended.
    pub selesai_pada: Option<OffsetDateTime>,
}

/// An email as it is handed to the server.
#[derive(Clone)]
pub struct SurelSiap {
    /// The same at every attempt.
    pub id: SurelId,
    /// The office, as the recipient reads it.
    pub nama_pengirim: String,
    /// The address it comes from; without it, the installation's.
    pub dari: Option<String>,
    /// Where answers go.
    pub balas: Option<String>,
    /// To whom.
    pub kepada: Rahasia,
    /// The subject.
    pub subjek: String,
    /// The text.
    pub teks: String,
    /// Name and bytes of the PDF.
    pub lampiran: Option<(String, Vec<u8>)>,
}

/// Why the server did not take an email.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SurelGagal {
    /// Certainly not taken; trying later may help (4xx, no connection).
    Sementara {
        /// Stable code.
        galat: String,
    },
    /// Certainly not taken, and trying again will not help (5xx).
    Tetap {
        /// Stable code.
        galat: String,
    },
    /// The connection ended after the email was given over: nobody knows.
    TidakDiketahui,
}

/// The mail server.
#[async_trait]
pub trait PengirimSurel: Send + Sync {
    /// Whether there is one.
    fn ada(&self) -> bool;

    /// Hands an email over; `Ok` when the server took it. Whether it reaches the mailbox, no server tells.
    async fn kirim(&self, surel: SurelSiap) -> Result<(), SurelGagal>;
}

/// What became of an email.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HasilSurel {
    /// The server took it.
    Diterima,
    /// Certainly not taken; again at this moment.
    CobaLagi {
        /// When.
        pada: OffsetDateTime,
        /// Stable code.
        galat: String,
    },
    /// Never to be taken.
    Gagal {
        /// Stable code.
        galat: String,
    },
    /// Not to be sent any more, by a rule.
    Dilewati {
        /// Stable code.
        galat: String,
    },
}

/// How often an email is tried before the next channel is taken.
pub const BATAS_SUREL: u32 = 10;

/// What follows from an answer of the server; `None` leaves it unknown until it is taken for lost.
pub fn putuskan_surel(
    hasil: Result<(), SurelGagal>,
    percobaan: u32,
    now: OffsetDateTime,
) -> Option<HasilSurel> {
    Some(match hasil {
        Ok(()) => HasilSurel::Diterima,
        Err(SurelGagal::TidakDiketahui) => return None,
        Err(SurelGagal::Tetap { galat }) => HasilSurel::Gagal { galat },
        Err(SurelGagal::Sementara { galat }) if percobaan + 1 >= BATAS_SUREL => {
            HasilSurel::Gagal { galat }
        }
        Err(SurelGagal::Sementara { galat }) => {
            HasilSurel::CobaLagi { pada: now + jeda_surel(percobaan), galat }
        }
    })
}

/// Waits 5, 10, 20 … seconds, at most an hour.
fn jeda_surel(percobaan: u32) -> StdDuration {
    StdDuration::from_secs(5u64.saturating_mul(2u64.saturating_pow(percobaan)).min(3_600))
}

/// The queue of emails of one tenant.
#[async_trait]
pub trait SurelRepository: Send {
    /// Queues an email.
    async fn antrekan(&mut self, surel: &SurelKeluar) -> Result<(), PortError>;

    /// Claims up to `batas` emails that are due, the oldest first, and marks them as being sent since `pada`.
    async fn klaim(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<SurelKeluar>, PortError>;

    /// Writes what became of a claimed email.
    async fn selesai(
        &mut self,
        id: SurelId,
        hasil: &HasilSurel,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Puts emails without a document back that are being sent since before `batas` and whose outcome never became known;
    /// they are marked, as they may arrive twice. Returns how many were put back.
    async fn lepaskan_macet(
        &mut self,
        batas: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError>;

    /// Emails with a document that are being sent since before `batas` and whose outcome never became known, at most
    /// `paling`, with their attempts.
    async fn dokumen_macet(
        &mut self,
        batas: OffsetDateTime,
        paling: u32,
    ) -> Result<Vec<(SurelId, PenyerahanId)>, PortError>;

    /// Says of such an email that nobody knows what became of it; `false` when it ended meanwhile.
    async fn nyatakan_tak_diketahui(
        &mut self,
        id: SurelId,
        batas: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;

    /// Writes what an officer knows about the emails of an attempt that left or may have: they came back with that code, or
    /// arrived. Returns how many.
    async fn tuntaskan(
        &mut self,
        id: PenyerahanId,
        galat: Option<&str>,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError>;

    /// Emails behind the cursor, the newest first, and one more than asked for.
    async fn daftar(
        &mut self,
        keadaan: Option<KeadaanSurel>,
        halaman: Halaman,
    ) -> Result<Vec<BarisSurel>, PortError>;

    /// Drops what still waits of an attempt.
    async fn batalkan(&mut self, id: PenyerahanId, pada: OffsetDateTime) -> Result<(), PortError>;
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const KINI: OffsetDateTime = datetime!(2026-11-23 09:00 +08);

    #[test]
    fn a_server_that_is_busy_is_asked_again_and_one_that_refuses_is_not() {
        let sementara = || Err(SurelGagal::Sementara { galat: "smtp_451".to_owned() });
        let tetap = Err(SurelGagal::Tetap { galat: "smtp_550".to_owned() });
        assert_eq!(putuskan_surel(Ok(()), 0, KINI), Some(HasilSurel::Diterima));
        assert!(matches!(
            putuskan_surel(sementara(), 0, KINI),
            Some(HasilSurel::CobaLagi { pada, .. }) if pada > KINI
        ));
        assert!(matches!(
            putuskan_surel(sementara(), BATAS_SUREL, KINI),
            Some(HasilSurel::Gagal { .. })
        ));
        assert!(matches!(putuskan_surel(tetap, 0, KINI), Some(HasilSurel::Gagal { .. })));
        assert_eq!(putuskan_surel(Err(SurelGagal::TidakDiketahui), 0, KINI), None);
    }

    #[test]
    fn waiting_grows_and_stays_bounded() {
        let detik = [0, 1, 2, 40].map(|kali| jeda_surel(kali).as_secs());
        assert_eq!(detik, [5, 10, 20, 3_600]);
    }
}
