//! Value objects. A raw string becomes one of these once, at the edge, and stays valid.

mod kode;
mod nik;
mod nomor_kk;
mod nomor_registrasi;
mod nomor_wa;
mod rahasia;
mod samar;
mod wilayah;

pub use kode::Kode;
pub use nik::Nik;
pub use nomor_kk::NomorKk;
pub use nomor_registrasi::NomorRegistrasi;
pub use nomor_wa::NomorWa;
pub use rahasia::Rahasia;
pub use samar::{samarkan_json, samarkan_teks};
pub use wilayah::KodeWilayah;

/// Why a text is not the value it should be; the sentence is for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{pesan}")]
pub struct NilaiTidakSah {
    /// Stable code for programs, for example `nik_panjang`.
    pub kode: &'static str,
    /// An Indonesian sentence that a person can act on.
    pub pesan: &'static str,
}

impl NilaiTidakSah {
    /// The violation of the field at `pointer`.
    pub fn di(self, pointer: &str) -> crate::galat::Galat {
        crate::galat::Galat::isian(pointer, self.kode, self.pesan)
    }
}

/// The first `depan` and last `belakang` characters, stars between.
fn samarkan(teks: &str, depan: usize, belakang: usize) -> String {
    let n = teks.chars().count();
    teks.chars()
        .enumerate()
        .map(|(i, c)| if i < depan || i + belakang >= n { c } else { '*' })
        .collect()
}
