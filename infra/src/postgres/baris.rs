//! Between columns and the domain: sealed fields, words, numbers. What does not read is an error, never a guess.

use loket_domain::{
    galat::PortError,
    nilai::{Kode, Rahasia},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::crypto::KunciTenant;

/// Seals and opens the fields of one row.
#[derive(Clone, Copy)]
pub(super) struct Segel<'a> {
    kunci: &'a KunciTenant,
    tabel: &'static str,
    id: Uuid,
}

impl<'a> Segel<'a> {
    /// For the row `id` of `tabel`.
    pub(super) fn new(kunci: &'a KunciTenant, tabel: &'static str, id: Uuid) -> Self {
        Self { kunci, tabel, id }
    }

    pub(super) fn teks(self, kolom: &str, isi: &str) -> Result<Vec<u8>, PortError> {
        self.kunci.segel(self.tabel, kolom, self.id, isi.as_bytes()).map_err(PortError::tak_terduga)
    }

    pub(super) fn json(self, kolom: &str, isi: &impl Serialize) -> Result<Vec<u8>, PortError> {
        let isi = zeroize::Zeroizing::new(serde_json::to_vec(isi).map_err(PortError::tak_terduga)?);
        self.kunci.segel(self.tabel, kolom, self.id, &isi).map_err(PortError::tak_terduga)
    }

    pub(super) fn buka_teks(self, kolom: &str, tersegel: &[u8]) -> Result<Rahasia, PortError> {
        let isi = self.kunci.buka(self.tabel, kolom, self.id, tersegel);
        let isi = isi.map_err(PortError::tak_terduga)?;
        Ok(Rahasia::new(std::str::from_utf8(&isi).map_err(PortError::tak_terduga)?))
    }

    pub(super) fn buka_json<T: DeserializeOwned>(
        self,
        kolom: &str,
        tersegel: &[u8],
    ) -> Result<T, PortError> {
        let isi = self.kunci.buka(self.tabel, kolom, self.id, tersegel);
        serde_json::from_slice(&isi.map_err(PortError::tak_terduga)?)
            .map_err(PortError::tak_terduga)
    }
}

/// A value as JSON.
pub(super) fn ke_json(isi: &impl Serialize) -> Result<serde_json::Value, PortError> {
    serde_json::to_value(isi).map_err(PortError::tak_terduga)
}

/// A value from JSON.
pub(super) fn dari_json<T: DeserializeOwned>(isi: serde_json::Value) -> Result<T, PortError> {
    serde_json::from_value(isi).map_err(PortError::tak_terduga)
}

/// The word that serde has for a variant.
pub(super) fn kata(varian: &impl Serialize) -> Result<String, PortError> {
    match ke_json(varian)? {
        serde_json::Value::String(kata) => Ok(kata),
        lain => Err(rusak(format!("{lain} bukan kata"))),
    }
}

/// The variant of that word.
pub(super) fn dari_kata<T: DeserializeOwned>(kata: String) -> Result<T, PortError> {
    dari_json(serde_json::Value::String(kata))
}

/// A code that was stored.
pub(super) fn kode(teks: &str) -> Result<Kode, PortError> {
    Kode::parse(teks).map_err(PortError::tak_terduga)
}

/// A number in the other type's range.
pub(super) fn bilangan<A, B>(angka: A) -> Result<B, PortError>
where
    B: TryFrom<A>,
    B::Error: std::error::Error + Send + Sync + 'static,
{
    B::try_from(angka).map_err(PortError::tak_terduga)
}

/// A stored value that cannot be what it should be.
pub(super) fn rusak(apa: impl Into<String>) -> PortError {
    PortError::tak_terduga(apa.into())
}
