//! Request bodies. Each is written into room that is large enough from the start, so that no copy of a passphrase stays
//! behind in memory that was given back.

use loket_domain::{dokumen::TteGagal, galat::PortError};
use serde::Serialize;
use zeroize::Zeroizing;

use super::kirim::Badan;
use crate::crypto::acak;

/// Room for everything that is no file.
const RUANG: usize = 16 * 1024;

fn gagal(galat: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TteGagal {
    TteGagal::TidakTerkirim(PortError::tak_terduga(galat))
}

/// JSON; `besar` is the length of the files in it.
pub(super) fn json(isi: &impl Serialize, besar: usize) -> Result<Badan, TteGagal> {
    let mut badan = Zeroizing::new(Vec::with_capacity(besar + RUANG));
    serde_json::to_writer(&mut *badan, isi).map_err(gagal)?;
    Ok(badan)
}

/// A form of several parts.
pub(super) struct Formulir {
    pembatas: String,
    badan: Badan,
}

impl Formulir {
    /// An empty form; `besar` is the length of the files that will be in it.
    pub(super) fn new(besar: usize) -> Result<Self, TteGagal> {
        let acak = acak::<18>().map_err(|_| gagal("tidak ada keacakan"))?;
        let pembatas = format!("loket-{}", hex::encode(acak));
        Ok(Self { pembatas, badan: Zeroizing::new(Vec::with_capacity(besar + RUANG)) })
    }

    /// A part of text.
    pub(super) fn teks(self, nama: &str, isi: &str) -> Self {
        self.bagian(&format!("name=\"{nama}\""), isi.as_bytes())
    }

    /// A part that is a file.
    pub(super) fn berkas(self, nama: &str, berkas: &str, jenis: &str, isi: &[u8]) -> Self {
        let kepala = format!("name=\"{nama}\"; filename=\"{berkas}\"\r\nContent-Type: {jenis}");
        self.bagian(&kepala, isi)
    }

    fn bagian(mut self, kepala: &str, isi: &[u8]) -> Self {
        let awal =
            format!("--{}\r\nContent-Disposition: form-data; {kepala}\r\n\r\n", self.pembatas);
        self.badan.extend_from_slice(awal.as_bytes());
        self.badan.extend_from_slice(isi);
        self.badan.extend_from_slice(b"\r\n");
        self
    }

    /// Content type and body.
    pub(super) fn selesai(mut self) -> (String, Badan) {
        self.badan.extend_from_slice(format!("--{}--\r\n", self.pembatas).as_bytes());
        (format!("multipart/form-data; boundary={}", self.pembatas), self.badan)
    }
}
