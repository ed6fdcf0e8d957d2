//! The port to object storage.

use std::time::Duration;

use async_trait::async_trait;

use crate::galat::PortError;

/// A link that lets a browser upload exactly one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TautanUnggah {
    /// Where to PUT.
    pub url: String,
    /// Headers that must accompany the PUT, as signed.
    pub header: Vec<(String, String)>,
}

/// Object storage. Keys begin with the tenant and end in something unguessable.
#[async_trait]
pub trait PenyimpanObjek: Send + Sync {
    /// Stores the bytes; overwrites nothing that matters, as keys are fresh.
    async fn simpan(&self, kunci: &str, tipe: &str, isi: Vec<u8>) -> Result<(), PortError>;

    /// Reads an object of at most `batas` bytes; `None` when there is no such object.
    ///
    /// # Errors
    /// [`PortError::TakTerduga`] when it is larger than `batas`.
    async fn ambil(&self, kunci: &str, batas: u64) -> Result<Option<Vec<u8>>, PortError>;

    /// Removes an object; absence is fine.
    async fn hapus(&self, kunci: &str) -> Result<(), PortError>;

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

    /// Whether the store answers and the bucket exists.
    async fn sehat(&self) -> Result<(), PortError>;
}
