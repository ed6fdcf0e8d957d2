//! Protection of personal data (UU 27/2022): revealing what is masked, the register of processing, breaches.

mod insiden;
mod pemrosesan;
mod ungkap;

use async_trait::async_trait;
use time::OffsetDateTime;

use crate::{akses::PenggunaId, galat::PortError, percakapan::KontakId, permohonan::PermohonanId};

pub use insiden::{
    HasilInsiden, KorbanInsiden, PeriksaInsiden, RincianInsiden, batas_pemberitahuan,
};
pub use pemrosesan::{
    BacaPemrosesan, DaftarPemrosesan, Pemrosesan, PenerimaData, UMUR_DEWASA, lembar_pemrosesan,
};
pub use ungkap::{
    AlasanUngkap, BidangUngkap, DataTerungkap, ObjekUngkap, Ungkap, UngkapKontak, UngkapPermohonan,
};

/// The protection of personal data in the store.
#[async_trait]
pub trait PrivasiRepository: Send {
    /// Records that data were revealed.
    async fn catat_ungkap(&mut self, ungkap: &Ungkap) -> Result<(), PortError>;

    /// How often the officer revealed data since then.
    async fn jumlah_ungkap(
        &mut self,
        oleh: PenggunaId,
        sejak: OffsetDateTime,
    ) -> Result<u64, PortError>;

    /// Whether the officer has taken a tugas of the case that is still open.
    async fn memegang_tugas(
        &mut self,
        permohonan: PermohonanId,
        oleh: PenggunaId,
    ) -> Result<bool, PortError>;

    /// Remembers the hash of the notice a contact was shown.
    async fn catat_sidik_pemberitahuan(
        &mut self,
        kontak: KontakId,
        sidik: &[u8],
    ) -> Result<(), PortError>;

    /// Whose data could be reached in a span of time, the oldest case first, at most `banyak`; by one officer only when
    /// named.
    async fn korban(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
        oleh: Option<PenggunaId>,
        banyak: u32,
    ) -> Result<Vec<KorbanInsiden>, PortError>;

    /// What happened in the span that bears on the breach.
    async fn rincian_insiden(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
        oleh: Option<PenggunaId>,
    ) -> Result<RincianInsiden, PortError>;
}
