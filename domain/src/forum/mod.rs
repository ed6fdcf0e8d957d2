//! The Forum: where employees check requests together (S-3) and drop those they received (S-4).

mod catatan;
mod permintaan;
mod sebutan;
mod titip;

pub use catatan::*;
pub use permintaan::*;
pub use sebutan::*;
pub use titip::*;

use async_trait::async_trait;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    id::Id,
    nilai::Rahasia,
    permohonan::{Berkas, BerkasId, PermohonanId},
};

/// Characters of what is written in the Forum.
pub const BATAS_FORUM: usize = 4_000;

/// Marks ids of dropped requests.
#[derive(Debug)]
pub enum PermintaanTag {}
/// The id of a dropped request.
pub type PermintaanId = Id<PermintaanTag>;

/// A note at a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatatanForum {
    /// Its id.
    pub id: Uuid,
    /// The case.
    pub permohonan: PermohonanId,
    /// Who wrote it.
    pub oleh: PenggunaId,
    /// What; personal.
    pub isi: Rahasia,
    /// When.
    pub pada: OffsetDateTime,
}

/// A note as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisForum {
    /// The note.
    pub catatan: CatatanForum,
    /// The name of who wrote it.
    pub nama: String,
    /// Login names of those it mentions.
    pub sebutan: Vec<String>,
}

/// A dropped request with the names of those it passed through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisPermintaan {
    /// The request.
    pub permintaan: Permintaan,
    /// Who dropped it.
    pub nama_pembuat: String,
    /// Who took it.
    pub nama_pengambil: Option<String>,
}

/// The Forum of one tenant.
#[async_trait]
pub trait ForumRepository: Send {
    /// Adds a note, sealed, and whom it mentions.
    async fn tambah_catatan(
        &mut self,
        catatan: &CatatanForum,
        sebutan: &[PenggunaId],
    ) -> Result<(), PortError>;

    /// Notes of a case, the newest first; one row more when there are more.
    async fn catatan(
        &mut self,
        id: PermohonanId,
        halaman: Halaman,
    ) -> Result<Vec<BarisForum>, PortError>;

    /// Active officers of these login names.
    async fn bernama(&mut self, nama: &[String]) -> Result<Vec<(PenggunaId, String)>, PortError>;

    /// Adds a dropped request, sealed.
    async fn tambah_permintaan(&mut self, permintaan: &Permintaan) -> Result<(), PortError>;

    /// A dropped request, kept from other writers.
    async fn kunci_permintaan(&mut self, id: PermintaanId)
    -> Result<Option<Permintaan>, PortError>;

    /// Stores where a dropped request stands.
    async fn simpan_permintaan(
        &mut self,
        permintaan: &Permintaan,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Dropped requests, the newest first; one row more when there are more.
    async fn daftar_permintaan(
        &mut self,
        keadaan: Option<&str>,
        halaman: Halaman,
    ) -> Result<Vec<BarisPermintaan>, PortError>;

    /// One dropped request.
    async fn permintaan(&mut self, id: PermintaanId) -> Result<Option<BarisPermintaan>, PortError>;

    /// Ties an announced file to a dropped request.
    async fn tambah_berkas(&mut self, id: PermintaanId, berkas: BerkasId) -> Result<(), PortError>;

    /// The files of a dropped request, the oldest first.
    async fn berkas(&mut self, id: PermintaanId) -> Result<Vec<Berkas>, PortError>;
}
