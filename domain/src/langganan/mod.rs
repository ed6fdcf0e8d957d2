//! What the office's own systems are told: signed messages over HTTPS with ids and codes, never personal data.
//!
//! A message is written in the transaction of the change it speaks of, so it exists exactly when the change does. It is
//! delivered at least once: a listener tells copies apart by `webhook-id`, which never changes, not in a replay either.

mod aturan;
mod baca;
mod kelola;
mod kirim;
mod rahasia;
mod ulang;

pub use aturan::*;
pub use baca::*;
pub use kelola::*;
pub use kirim::*;
pub use rahasia::*;
pub use ulang::*;

use async_trait::async_trait;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{akses::PenggunaId, galat::PortError, halaman::Halaman, id::Id, nilai::Rahasia};

/// Marks ids of subscriptions.
#[derive(Debug)]
pub enum LanggananTag {}
/// The id of a subscription.
pub type LanggananId = Id<LanggananTag>;

/// Marks ids of messages to listeners.
#[derive(Debug)]
pub enum KirimanTag {}
/// The id of a message to a listener; `msg_` and this id is its `webhook-id`.
pub type KirimanId = Id<KirimanTag>;

/// What can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JenisPeristiwa {
    /// A case was registered.
    PermohonanMasuk,
    /// A case moved: another status, or other open steps.
    PermohonanBerubah,
    /// A case ended: done, refused or called off.
    PermohonanBerakhir,
    /// A document took effect: signed and verified, or there on paper.
    DokumenTerbit,
    /// An issued document lost its effect: replaced or withdrawn.
    DokumenGugur,
    /// A hand-over moved.
    PenyerahanBerubah,
    /// A test that an administrator sent.
    Uji,
}

impl JenisPeristiwa {
    /// Every kind.
    pub const SEMUA: [Self; 7] = [
        Self::PermohonanMasuk,
        Self::PermohonanBerubah,
        Self::PermohonanBerakhir,
        Self::DokumenTerbit,
        Self::DokumenGugur,
        Self::PenyerahanBerubah,
        Self::Uji,
    ];

    /// The stable word, as messages and subscriptions write it.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::PermohonanMasuk => "permohonan.masuk",
            Self::PermohonanBerubah => "permohonan.berubah",
            Self::PermohonanBerakhir => "permohonan.berakhir",
            Self::DokumenTerbit => "dokumen.terbit",
            Self::DokumenGugur => "dokumen.gugur",
            Self::PenyerahanBerubah => "penyerahan.berubah",
            Self::Uji => "uji",
        }
    }

    /// The kind of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }

    /// Whether one can subscribe to it; a test goes to every subscription.
    pub fn dapat_dilanggan(self) -> bool {
        self != Self::Uji
    }
}

/// Something that can be told. `urutan` is the place of the state among the states of the same thing.
#[derive(Clone, Debug, PartialEq)]
pub struct PeristiwaKeluar {
    /// What happened.
    pub jenis: JenisPeristiwa,
    /// To which case, document or hand-over.
    pub objek: Uuid,
    /// Its place.
    pub urutan: u64,
    /// Ids and codes.
    pub isi: Value,
    /// When.
    pub pada: OffsetDateTime,
}

/// Where a subscription stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanLangganan {
    /// Messages go out.
    Aktif,
    /// An administrator stopped it.
    Nonaktif,
    /// Loket stopped it: nothing arrived for days.
    Berhenti,
    /// It is gone; its ledger stays.
    Dihapus,
}

impl KeadaanLangganan {
    /// Every state.
    pub const SEMUA: [Self; 4] = [Self::Aktif, Self::Nonaktif, Self::Berhenti, Self::Dihapus];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Aktif => "aktif",
            Self::Nonaktif => "nonaktif",
            Self::Berhenti => "berhenti",
            Self::Dihapus => "dihapus",
        }
    }

    /// The state of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Langganan {
    /// Its id.
    pub id: LanggananId,
    /// Its name.
    pub nama: String,
    /// Where the listener is; it may hold a secret of theirs.
    pub url: Rahasia,
    /// What it hears of.
    pub jenis: Vec<JenisPeristiwa>,
    /// Where it stands.
    pub keadaan: KeadaanLangganan,
    /// Since when nothing arrives.
    pub gagal_sejak: Option<OffsetDateTime>,
    /// Grows with every change, from 1.
    pub versi: u64,
    /// Who set it up.
    pub dibuat_oleh: PenggunaId,
    /// When.
    pub dibuat_pada: OffsetDateTime,
    /// When it last changed.
    pub diubah_pada: OffsetDateTime,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanKiriman {
    /// It waits for its moment.
    Antre,
    /// It is being sent.
    Mengirim,
    /// The listener took it.
    Terkirim,
    /// It was tried to the end.
    Gagal,
    /// It was not sent, as the subscription stood still; a replay sends it.
    Dilewati,
}

impl KeadaanKiriman {
    /// Every state.
    pub const SEMUA: [Self; 5] =
        [Self::Antre, Self::Mengirim, Self::Terkirim, Self::Gagal, Self::Dilewati];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Antre => "antre",
            Self::Mengirim => "mengirim",
            Self::Terkirim => "terkirim",
            Self::Gagal => "gagal",
            Self::Dilewati => "dilewati",
        }
    }

    /// The state of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// A message to a listener.
#[derive(Clone, Debug, PartialEq)]
pub struct Kiriman {
    /// Its id.
    pub id: KirimanId,
    /// To which subscription.
    pub langganan: LanggananId,
    /// What it tells.
    pub jenis: JenisPeristiwa,
    /// Ids and codes.
    pub isi: Value,
    /// When it happened.
    pub pada: OffsetDateTime,
    /// Where it stands.
    pub keadaan: KeadaanKiriman,
    /// Attempts in this round.
    pub percobaan: u32,
    /// From 1; every replay is another round.
    pub putaran: u32,
    /// When it is tried next.
    pub coba_pada: OffsetDateTime,
    /// When it ended.
    pub selesai_pada: Option<OffsetDateTime>,
    /// Why the last attempt failed, as a stable code.
    pub galat: Option<String>,
}

/// One attempt, for the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Percobaan {
    /// The message.
    pub kiriman: KirimanId,
    /// Its round.
    pub putaran: u32,
    /// Which attempt of that round, from 1.
    pub ke: u32,
    /// When it began.
    pub mulai_pada: OffsetDateTime,
    /// When it ended.
    pub selesai_pada: OffsetDateTime,
    /// The HTTP status that came back.
    pub status: Option<u16>,
    /// Why it failed, as a stable code.
    pub galat: Option<String>,
}

/// What becomes of a message after an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NasibKiriman {
    /// The listener took it.
    Terkirim,
    /// Once more at this moment.
    CobaLagi(OffsetDateTime),
    /// Never again by itself.
    Gagal,
}

/// Subscriptions and their messages of one tenant.
#[async_trait]
pub trait LanggananRepository: Send {
    /// Adds a subscription with its first secret.
    async fn tambah(&mut self, satu: &Langganan, rahasia: &RahasiaTanda) -> Result<(), PortError>;

    /// A subscription.
    async fn satu(&mut self, id: LanggananId) -> Result<Option<Langganan>, PortError>;

    /// The same, kept from other writers.
    async fn kunci(&mut self, id: LanggananId) -> Result<Option<Langganan>, PortError>;

    /// Subscriptions that are not gone, the newest first; one row more when there are more.
    async fn daftar(&mut self, halaman: Halaman) -> Result<Vec<Langganan>, PortError>;

    /// How many are not gone.
    async fn jumlah(&mut self) -> Result<u64, PortError>;

    /// Stores everything of a subscription but who made it.
    async fn simpan(&mut self, satu: &Langganan) -> Result<(), PortError>;

    /// Remembers since when nothing arrives there; nobody decided that, so it is no change of the subscription.
    async fn gagal_sejak(
        &mut self,
        id: LanggananId,
        sejak: Option<OffsetDateTime>,
    ) -> Result<(), PortError>;

    /// Adds a secret; those before it sign until `sampai` besides it.
    async fn putar_rahasia(
        &mut self,
        id: LanggananId,
        rahasia: &RahasiaTanda,
        sampai: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// The secrets that sign at that moment, the newest first.
    async fn rahasia(
        &mut self,
        id: LanggananId,
        pada: OffsetDateTime,
    ) -> Result<Vec<RahasiaTanda>, PortError>;

    /// Queues a message to that one subscription.
    async fn antrekan(&mut self, kiriman: &Kiriman, objek: Uuid) -> Result<(), PortError>;

    /// Claims messages of active subscriptions that are due, at most `batas`, and marks them as being sent since `pada`.
    async fn klaim(&mut self, pada: OffsetDateTime, batas: u32) -> Result<Vec<Kiriman>, PortError>;

    /// Makes messages due again that are being sent since before `batas`: their process died. Returns how many.
    async fn lepaskan_macet(
        &mut self,
        batas: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError>;

    /// Writes an attempt into the ledger and what becomes of its message.
    async fn selesai(
        &mut self,
        percobaan: &Percobaan,
        nasib: &NasibKiriman,
    ) -> Result<(), PortError>;

    /// Skips what still waits for a subscription.
    async fn lewati(&mut self, id: LanggananId, pada: OffsetDateTime) -> Result<u64, PortError>;

    /// A message, kept from other writers.
    async fn kunci_kiriman(
        &mut self,
        langganan: LanggananId,
        id: KirimanId,
    ) -> Result<Option<Kiriman>, PortError>;

    /// Messages of a subscription, the newest first; one row more when there are more.
    async fn kiriman(
        &mut self,
        id: LanggananId,
        keadaan: Option<KeadaanKiriman>,
        halaman: Halaman,
    ) -> Result<Vec<Kiriman>, PortError>;

    /// The attempts of a message, the oldest first; the last 100.
    async fn percobaan(&mut self, id: KirimanId) -> Result<Vec<Percobaan>, PortError>;

    /// Queues a message once more, in a new round; nothing for one that waits or is being sent.
    async fn ulangi(&mut self, id: KirimanId, pada: OffsetDateTime) -> Result<(), PortError>;

    /// The same for messages of that span of time that ended, at most `batas`, the oldest first; `semua` takes those that
    /// arrived too. Returns how many.
    async fn ulangi_rentang(
        &mut self,
        id: LanggananId,
        rentang: (OffsetDateTime, OffsetDateTime),
        semua: bool,
        batas: u32,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError>;
}
