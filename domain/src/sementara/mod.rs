//! Interim products: letters and receipts that Loket itself renders from versioned templates, good until the real product is
//! there.

mod bawaan;
mod kelola;
mod kirim;
mod rakit;
mod susun;
mod templat;
mod terbit;
#[cfg(test)]
mod uji;

pub use bawaan::*;
pub use kelola::*;
pub use kirim::*;
pub use rakit::*;
pub use susun::*;
pub use templat::*;
pub use terbit::*;

use async_trait::async_trait;
use time::{Date, OffsetDateTime};

use crate::{
    akses::PenggunaId, dokumen::ObjekBerkas, galat::PortError, id::Id, nilai::Kode,
    permohonan::PermohonanId, verifikasi::KodeVerifikasi,
};

/// Marks ids of interim products.
#[derive(Debug)]
pub enum SementaraTag {}
/// The id of an interim product.
pub type SementaraId = Id<SementaraTag>;

/// Where an interim product stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanSementara {
    /// It is good, until its day when it has one.
    Berlaku,
    /// A newer one, or the product itself, took its place.
    Diganti,
    /// Withdrawn.
    Dicabut,
}

impl KeadaanSementara {
    /// Every state.
    pub const SEMUA: [Self; 3] = [Self::Berlaku, Self::Diganti, Self::Dicabut];

    /// The stable word, as tables and clients write it.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Berlaku => "berlaku",
            Self::Diganti => "diganti",
            Self::Dicabut => "dicabut",
        }
    }
}

/// A rendered interim product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sementara {
    /// Its id.
    pub id: SementaraId,
    /// The case.
    pub permohonan: PermohonanId,
    /// The template.
    pub templat: Kode,
    /// Its version; 0 is the one that Loket brings.
    pub templat_versi: u32,
    /// Its title.
    pub nama: String,
    /// Its number.
    pub nomor: String,
    /// The code on it.
    pub kode: KodeVerifikasi,
    /// Where it stands.
    pub keadaan: KeadaanSementara,
    /// The PDF.
    pub berkas: ObjekBerkas,
    /// Its pages.
    pub halaman: u32,
    /// The last day on which it is good.
    pub berlaku_sampai: Option<Date>,
    /// Who had it rendered.
    pub oleh: PenggunaId,
    /// When.
    pub dibuat_pada: OffsetDateTime,
    /// When it lost its place.
    pub berubah_pada: Option<OffsetDateTime>,
}

/// Where a version of a template stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeadaanTemplatDokumen {
    /// It is being written.
    Draf,
    /// It is used from that moment on, until a later one is.
    Terbit {
        /// Since when.
        sejak: OffsetDateTime,
        /// Who published it.
        oleh: PenggunaId,
    },
}

/// A version of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersiTemplat {
    /// Its id.
    pub id: uuid::Uuid,
    /// The template.
    pub kode: Kode,
    /// From 1.
    pub versi: u32,
    /// Where it stands.
    pub keadaan: KeadaanTemplatDokumen,
    /// What it says.
    pub isi: IsiTemplat,
    /// Who wrote it first.
    pub dibuat_oleh: PenggunaId,
    /// When it last changed.
    pub diubah_pada: OffsetDateTime,
}

/// Templates and interim products of one tenant.
#[async_trait]
pub trait SementaraRepository: Send {
    /// Every version of a template, or of all, the newest first.
    async fn versi_templat(&mut self, kode: Option<&Kode>) -> Result<Vec<VersiTemplat>, PortError>;

    /// The version in force at that moment.
    async fn templat_berlaku(
        &mut self,
        kode: &Kode,
        pada: OffsetDateTime,
    ) -> Result<Option<VersiTemplat>, PortError>;

    /// Stores a draft: a new row, or the changed content of the one draft there is.
    async fn simpan_draf_templat(&mut self, draf: &VersiTemplat) -> Result<(), PortError>;

    /// Publishes a draft.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when it is no draft any more.
    async fn terbitkan_templat(
        &mut self,
        id: uuid::Uuid,
        oleh: PenggunaId,
        sejak: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Adds an interim product; earlier ones of the same template and case lose their place to it.
    async fn tambah(&mut self, satu: &Sementara) -> Result<(), PortError>;

    /// An interim product, for reading.
    async fn baca(&mut self, id: SementaraId) -> Result<Option<Sementara>, PortError>;

    /// Interim products of a case, the newest first.
    async fn milik(&mut self, id: PermohonanId) -> Result<Vec<Sementara>, PortError>;

    /// Letters of a case that were good meanwhile lose their place to the product itself; receipts stay.
    async fn gantikan(&mut self, id: PermohonanId, pada: OffsetDateTime) -> Result<(), PortError>;
}
