//! What live screens are told: that something changed, never what it says.

mod penanda;

pub use penanda::*;

use std::sync::Arc;

use async_trait::async_trait;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    akses::PenggunaId,
    galat::{Galat, PortError},
    nilai::Kode,
    percakapan::KontakId,
    permohonan::PermohonanId,
    ports::Ports,
    tenant::Tenant,
};

/// How long events are kept; who was away longer loads everything anew.
pub const UMUR_KABAR: Duration = Duration::hours(24);
/// How many old events one round removes.
const BATAS_PANGKAS: u32 = 1_000;

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JenisKabar {
    /// A resident wrote.
    PesanMasuk,
    /// A message to a resident was queued, or an echo came in.
    PesanKeluar,
    /// A message to a resident got further, or failed.
    Status,
    /// A conversation stands elsewhere: unread, waiting, assigned, handed back.
    Percakapan,
    /// An officer left a note at a conversation.
    Catatan,
    /// There is a notice.
    Notifikasi,
    /// Something was written or changed in the Forum.
    Forum,
}

impl JenisKabar {
    /// Every kind there is.
    pub const SEMUA: [Self; 7] = [
        Self::PesanMasuk,
        Self::PesanKeluar,
        Self::Status,
        Self::Percakapan,
        Self::Catatan,
        Self::Notifikasi,
        Self::Forum,
    ];

    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::PesanMasuk => "pesan_masuk",
            Self::PesanKeluar => "pesan_keluar",
            Self::Status => "status",
            Self::Percakapan => "percakapan",
            Self::Catatan => "catatan",
            Self::Notifikasi => "notifikasi",
            Self::Forum => "forum",
        }
    }
}

/// One event: ids and counters only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kabar {
    /// Its id, UUIDv7.
    pub id: Uuid,
    /// What changed.
    pub jenis: JenisKabar,
    /// At which conversation.
    pub kontak: Option<KontakId>,
    /// At which case.
    pub permohonan: Option<PermohonanId>,
    /// Which message, note or request.
    pub objek: Option<Uuid>,
    /// Only for holders of this role.
    pub peran: Option<Kode>,
    /// Only for this officer.
    pub pengguna: Option<PenggunaId>,
    /// How much is unread at that conversation.
    pub belum_dibaca: Option<u32>,
}

impl Kabar {
    /// Whether an officer with these roles is meant.
    pub fn untuk(&self, petugas: PenggunaId, peran: &[Kode]) -> bool {
        self.pengguna.is_none_or(|satu| satu == petugas)
            && self.peran.as_ref().is_none_or(|satu| peran.contains(satu))
    }
}

/// Events of one tenant. They are written where the change is stored, in the same transaction.
#[async_trait]
pub trait AliranRepository: Send {
    /// Events with a greater id, the smallest first, at most `batas`.
    async fn sejak(&mut self, id: Uuid, batas: u32) -> Result<Vec<Kabar>, PortError>;

    /// Removes up to `batas` events of before that moment; tells how many.
    async fn pangkas(&mut self, sebelum: OffsetDateTime, batas: u32) -> Result<u64, PortError>;
}

/// Remove events that nobody resumes from any more.
#[derive(Clone, Copy, Debug)]
pub struct PangkasAliran;

impl PangkasAliran {
    /// One round; tells how many were removed. Call again until it says 0.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<u64, Galat> {
        let mut work = ports.store.begin(&tenant.slug).await?;
        let sebelum = ports.clock.now() - UMUR_KABAR;
        let jumlah = work.aliran().pangkas(sebelum, BATAS_PANGKAS).await?;
        work.commit().await?;
        Ok(jumlah)
    }
}
