//! The port to object storage.

use std::time::Duration;

use async_trait::async_trait;
use time::OffsetDateTime;

use crate::galat::PortError;

/// A link that lets a browser upload exactly one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TautanUnggah {
    /// Where to PUT.
    pub url: String,
    /// Headers that must accompany the PUT, as signed.
    pub header: Vec<(String, String)>,
}

/// An object as storage lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjekTerdaftar {
    /// Its key.
    pub kunci: String,
    /// When it was stored.
    pub diubah_pada: OffsetDateTime,
}

/// Whether storage itself keeps originals from being changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KunciObjek {
    /// The bucket has object lock: originals cannot be changed before their time.
    Aktif,
    /// The server or the bucket has none: originals are safe from Loket's own links only.
    TidakDidukung,
}

/// Object storage. Keys begin with the tenant and end in something unguessable.
#[async_trait]
pub trait PenyimpanObjek: Send + Sync {
    /// Stores the bytes; overwrites nothing that matters, as keys are fresh.
    async fn simpan(&self, kunci: &str, tipe: &str, isi: Vec<u8>) -> Result<(), PortError>;

    /// Stores an original: with its checksum, under a key that must be fresh, and locked where the bucket can.
    async fn simpan_tetap(
        &self,
        kunci: &str,
        tipe: &str,
        isi: Vec<u8>,
        sha256: &[u8],
    ) -> Result<(), PortError>;

    /// Reads an object of at most `batas` bytes; `None` when there is no such object.
    ///
    /// # Errors
    /// [`PortError::TakTerduga`] when it is larger than `batas`.
    async fn ambil(&self, kunci: &str, batas: u64) -> Result<Option<Vec<u8>>, PortError>;

    /// Whether there is such an object.
    async fn ada(&self, kunci: &str) -> Result<bool, PortError>;

    /// Removes an object; absence is fine.
    async fn hapus(&self, kunci: &str) -> Result<(), PortError>;

    /// Removes an object for good: every version and every delete marker, also where the bucket keeps originals locked and
    /// the key of Loket may lift that. Absence is fine. Returns how many went.
    ///
    /// # Errors
    /// Something of it is still there.
    async fn hapus_tuntas(&self, kunci: &str) -> Result<u64, PortError>;

    /// The same for what is under a prefix, at most `batas` versions at once.
    async fn hapus_tuntas_awalan(&self, awalan: &str, batas: u32) -> Result<u64, PortError>;

    /// A link to PUT exactly `ukuran` bytes of `tipe`.
    async fn tautan_unggah(
        &self,
        kunci: &str,
        tipe: &str,
        ukuran: u64,
        umur: Duration,
    ) -> Result<TautanUnggah, PortError>;

    /// A link to GET the object as an attachment called `nama`, with a fixed content type.
    async fn tautan_unduh(
        &self,
        kunci: &str,
        nama: &str,
        tipe: &str,
        umur: Duration,
    ) -> Result<String, PortError>;

    /// Begins an upload in parts; gives its id.
    async fn mulai_bagian(&self, kunci: &str, tipe: &str) -> Result<String, PortError>;

    /// A link to PUT exactly `ukuran` bytes as part `nomor` of an upload.
    async fn tautan_bagian(
        &self,
        kunci: &str,
        unggah: &str,
        nomor: u32,
        ukuran: u64,
        umur: Duration,
    ) -> Result<TautanUnggah, PortError>;

    /// Puts the parts, each with its entity tag, together to one object; `false` when the store does not take them, such
    /// as one that is missing.
    async fn rangkai(
        &self,
        kunci: &str,
        unggah: &str,
        bagian: &[(u32, String)],
    ) -> Result<bool, PortError>;

    /// Gives up an upload in parts; absence is fine.
    async fn batalkan_bagian(&self, kunci: &str, unggah: &str) -> Result<(), PortError>;

    /// Uploads in parts under that prefix that were begun before that moment and are still open, as far as the server can
    /// tell: key and upload.
    async fn bagian_terbuka(
        &self,
        awalan: &str,
        sebelum: OffsetDateTime,
    ) -> Result<Vec<(String, String)>, PortError>;

    /// Objects under that prefix after that key, in order of their keys.
    async fn daftar(
        &self,
        awalan: &str,
        sesudah: Option<&str>,
        batas: u32,
    ) -> Result<Vec<ObjekTerdaftar>, PortError>;

    /// Whether originals are locked.
    async fn kunci_objek(&self) -> Result<KunciObjek, PortError>;

    /// Whether the store answers and the bucket exists.
    async fn sehat(&self) -> Result<(), PortError>;
}
