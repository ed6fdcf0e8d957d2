//! The watch over those who sign: states and ends of certificates, of the lists of revoked ones, and the hold while nobody
//! can sign.

mod aturan;
mod baca;
mod crl;
mod kerja;

pub use aturan::*;
pub use baca::*;
pub use crl::{KeadaanCrl, keadaan_crl};
pub(in crate::dokumen) use kerja::gagal_tanya;
pub use kerja::*;

use async_trait::async_trait;
use time::OffsetDateTime;

use super::{Dokumen, DokumenId};
use crate::{akses::PenggunaId, galat::PortError};

/// The certificate of a signer, as it was last known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sertifikat {
    /// Whose.
    pub pengguna: PenggunaId,
    /// What the host said: `ISSUE`, `EXPIRED`, …
    pub status: Option<String>,
    /// When it said so.
    pub diperiksa_pada: Option<OffsetDateTime>,
    /// Why the last check failed, as a stable code.
    pub galat: Option<String>,
    /// The end of the certificate, as the last verified signature showed it.
    pub berlaku_sampai: Option<OffsetDateTime>,
    /// The nearest warning that was given for that end, in days.
    pub peringatan_hari: Option<u16>,
}

impl Sertifikat {
    /// Nothing is known yet.
    pub fn baru(pengguna: PenggunaId) -> Self {
        Self {
            pengguna,
            status: None,
            diperiksa_pada: None,
            galat: None,
            berlaku_sampai: None,
            peringatan_hari: None,
        }
    }
}

/// What is known of signers.
#[async_trait]
pub trait PenjagaanRepository: Send {
    /// When the watch is due again; `None` before the first time.
    async fn jaga_berikut(&mut self) -> Result<Option<OffsetDateTime>, PortError>;

    /// Takes the watch that is due at `pada`; false when another worker was first.
    async fn klaim_jaga(
        &mut self,
        pada: OffsetDateTime,
        berikut: OffsetDateTime,
    ) -> Result<bool, PortError>;

    /// What is known of these officers' certificates.
    async fn sertifikat(&mut self, pengguna: &[PenggunaId]) -> Result<Vec<Sertifikat>, PortError>;

    /// The same, one of each officer, which nobody else changes before the transaction ends.
    async fn kunci_sertifikat(
        &mut self,
        pengguna: &[PenggunaId],
    ) -> Result<Vec<Sertifikat>, PortError>;

    /// Stores what is known.
    async fn simpan_sertifikat(&mut self, sertifikat: &Sertifikat) -> Result<(), PortError>;

    /// A verified signature showed when its certificate ends. A later end is another certificate: warnings begin anew.
    async fn catat_akhir_sertifikat(
        &mut self,
        pengguna: PenggunaId,
        sampai: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Writes down that this is announced about that list of revoked certificates; false when it was before.
    async fn catat_peringatan_crl(
        &mut self,
        sidik: &[u8],
        tingkat: &str,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;

    /// A document, for reading.
    async fn dokumen_satu(&mut self, id: DokumenId) -> Result<Option<Dokumen>, PortError>;
}
