//! The port of the signing desk.

use async_trait::async_trait;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{AturanContoh, BarisMeja, Bundel, BundelId, Butir, HitunganButir};
use crate::{
    akses::PenggunaId,
    dokumen::{BarisPercobaan, PenjagaanRepository, Percobaan, PercobaanId},
    galat::PortError,
    halaman::Halaman,
    sop::{Petindak, TugasId},
    verifikasi::KodeVerifikasi,
};

/// The desk of one tenant: queue, bundles, attempts that nobody knows the end of, certificates.
#[async_trait]
pub trait MejaRepository: PenjagaanRepository + Send {
    /// How many samples are reviewed here.
    async fn aturan_contoh(&mut self) -> Result<AturanContoh, PortError>;

    /// Stores how many.
    async fn simpan_aturan_contoh(
        &mut self,
        aturan: AturanContoh,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// TTE tugas open to this officer, those before others first, then the oldest; one row more when there are more.
    async fn antrean(
        &mut self,
        untuk: Petindak<'_>,
        halaman: Halaman,
    ) -> Result<Vec<BarisMeja>, PortError>;

    /// The same, only of these tugas.
    async fn antrean_tertentu(
        &mut self,
        untuk: Petindak<'_>,
        tugas: &[TugasId],
    ) -> Result<Vec<BarisMeja>, PortError>;

    /// Stores a new bundle. Items of bundles of others that are not being signed are taken over.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when one of them is in another bundle meanwhile.
    async fn tambah_bundel(&mut self, bundel: &Bundel, butir: &[Butir]) -> Result<(), PortError>;

    /// A bundle.
    async fn bundel(&mut self, id: BundelId) -> Result<Option<Bundel>, PortError>;

    /// The same, kept from other writers.
    async fn kunci_bundel(&mut self, id: BundelId) -> Result<Option<Bundel>, PortError>;

    /// Stores where a bundle stands.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when it would be the signer's second that runs.
    async fn simpan_bundel(&mut self, bundel: &Bundel) -> Result<(), PortError>;

    /// The bundle of this officer that is being signed.
    async fn bundel_berjalan(&mut self, oleh: PenggunaId) -> Result<Option<BundelId>, PortError>;

    /// Bundles of an officer with their counts, the newest first; one row more when there are more.
    async fn daftar_bundel(
        &mut self,
        oleh: PenggunaId,
        halaman: Halaman,
    ) -> Result<Vec<(Bundel, HitunganButir)>, PortError>;

    /// Every item of a bundle, in the order of signing.
    async fn butir(&mut self, id: BundelId) -> Result<Vec<Butir>, PortError>;

    /// An item, kept from other writers.
    async fn kunci_butir(
        &mut self,
        id: BundelId,
        tugas: TugasId,
    ) -> Result<Option<Butir>, PortError>;

    /// Stores where an item stands.
    async fn simpan_butir(&mut self, id: BundelId, butir: &Butir) -> Result<(), PortError>;

    /// Registration numbers of the cases of a bundle, and the names of what is signed, by tugas in the order of signing.
    async fn rincian_butir(&mut self, id: BundelId) -> Result<Vec<BarisMeja>, PortError>;

    /// A sign of life of a bundle that is being signed.
    async fn detak(&mut self, id: BundelId, pada: OffsetDateTime) -> Result<(), PortError>;

    /// Bundles that are being signed and gave no sign of life since that moment.
    async fn bundel_diam(&mut self, sejak: OffsetDateTime) -> Result<Vec<BundelId>, PortError>;

    /// Attempts that run since before that moment, the oldest first.
    async fn percobaan_lewat(
        &mut self,
        sebelum: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<Percobaan>, PortError>;

    /// Attempts nobody knows the end of, of one signer or of all, the newest first; one row more when there are more.
    async fn percobaan_belum_tuntas(
        &mut self,
        oleh: Option<PenggunaId>,
        halaman: Halaman,
    ) -> Result<Vec<BarisPercobaan>, PortError>;

    /// Attempts at a tugas whose end nobody knows.
    async fn percobaan_tugas(&mut self, tugas: TugasId) -> Result<Vec<PercobaanId>, PortError>;

    /// Writes where a person puts the file they found at the host.
    async fn catat_kunci_unggah(&mut self, id: PercobaanId, kunci: &str) -> Result<(), PortError>;

    /// Writes why a person says that nothing was signed.
    async fn catat_pernyataan(&mut self, id: PercobaanId, catatan: &str) -> Result<(), PortError>;

    /// Gives a document the code by which it is checked, unless it has one; tells the one it has.
    async fn beri_kode_verifikasi(
        &mut self,
        dokumen: Uuid,
        kode: &KodeVerifikasi,
    ) -> Result<KodeVerifikasi, PortError>;
}
