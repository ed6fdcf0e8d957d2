//! The one error type of every use case: what was refused, why, and what the caller can do now.

use std::error::Error as StdError;

use crate::akses::Izin;

/// Why a use case ended without doing anything.
///
/// Reuse a variant unless a program must tell the cases apart; `api` maps it to one problem+json.
#[derive(Debug, thiserror::Error)]
pub enum Galat {
    /// It does not exist, or belongs to another tenant: the two are never told apart.
    #[error("{0} tidak ditemukan")]
    TidakDitemukan(&'static str),
    /// No valid session, or the credentials do not match.
    #[error(transparent)]
    Autentikasi(#[from] GagalMasuk),
    /// The caller is known but lacks the permission.
    #[error("tidak memiliki izin {}", .0.kode())]
    TidakBerizin(Izin),
    /// Input that cannot be accepted, field by field.
    #[error("ada {} isian yang belum benar", .0.len())]
    TidakSah(Vec<Pelanggaran>),
    /// Signing, exporting and administering ask the officer to show again who they are.
    #[error("perlu konfirmasi")]
    PerluKonfirmasi,
    /// The office demands a second factor that the officer has not enrolled.
    #[error("perlu faktor kedua")]
    PerluFaktorKedua,
    /// Too many failures; the next attempt waits.
    #[error("terlalu banyak percobaan")]
    TerlaluSering {
        /// How long.
        tunggu: time::Duration,
    },
    /// The number got as many codes as it may have; the next one waits.
    #[error("terlalu banyak kode")]
    KodeTerlaluSering {
        /// How long.
        tunggu: time::Duration,
    },
    /// The request is sound but does not fit the state of things now.
    #[error(transparent)]
    Bentrok(#[from] Bentrok),
    /// An outside system or the database failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl Galat {
    /// One violated field.
    pub fn isian(pointer: impl Into<String>, kode: &'static str, pesan: impl Into<String>) -> Self {
        Self::TidakSah(vec![Pelanggaran::baru(pointer, kode, pesan)])
    }

    /// A short code of the cause for a trace; it never holds what a resident wrote.
    pub const fn sebab(&self) -> &'static str {
        match self {
            Self::Port(PortError::Konflik) => "konflik",
            Self::Port(PortError::TidakTersedia { sistem, .. }) => sistem,
            Self::Port(PortError::TakTerduga(_)) => "tak_terduga",
            Self::Bentrok(bentrok) => bentrok.kode,
            _ => "ditolak",
        }
    }
}

/// Why somebody was not let in. The texts never tell whether the account exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GagalMasuk {
    /// Unknown user or wrong password.
    #[error("nama pengguna atau kata sandi salah")]
    KredensialSalah,
    /// No token, or one that is forged, expired or of another tenant.
    #[error("sesi tidak berlaku, silakan masuk kembali")]
    SesiTidakBerlaku,
    /// No ticket of a login's first step, or one that is used up, expired or tried too often.
    #[error("langkah masuk sudah lewat, silakan mulai lagi")]
    TiketTidakBerlaku,
    /// A second factor that does not match.
    #[error("faktor kedua salah")]
    FaktorSalah,
    /// No invitation or reset, or one that is used up or expired.
    #[error("kode sekali pakai tidak berlaku")]
    RahasiaTidakBerlaku,
}

/// One field of the input that cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pelanggaran {
    /// RFC 6901 pointer into the request body, for example `/pemohon/nik`.
    pub pointer: String,
    /// Stable code for programs.
    pub kode: &'static str,
    /// An Indonesian sentence that a person can act on.
    pub pesan: String,
    /// The offending value; only where it is configuration, never what a resident wrote.
    pub nilai: Option<String>,
}

impl Pelanggaran {
    /// A violation that does not repeat the value.
    pub fn baru(pointer: impl Into<String>, kode: &'static str, pesan: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), kode, pesan: pesan.into(), nilai: None }
    }
}

/// A conflict with the present state. `kode` is stable; `pilihan` says what is possible now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{pesan}")]
pub struct Bentrok {
    /// Stable code for programs, for example `tugas_sudah_selesai`.
    pub kode: &'static str,
    /// An Indonesian sentence that a person can act on.
    pub pesan: String,
    /// Decisions or actions open to the caller now; empty when there is none.
    pub pilihan: Vec<String>,
}

impl Bentrok {
    /// A conflict without alternatives.
    pub fn baru(kode: &'static str, pesan: impl Into<String>) -> Self {
        Self { kode, pesan: pesan.into(), pilihan: Vec::new() }
    }

    /// The same conflict, naming what is possible instead.
    #[must_use]
    pub fn dengan_pilihan(mut self, pilihan: Vec<String>) -> Self {
        self.pilihan = pilihan;
        self
    }
}

/// A failure behind a port. Never shown to a caller; logged once where it becomes an answer.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// A concurrent change won; the whole use case may be tried again.
    #[error("perubahan bersamaan")]
    Konflik,
    /// The system cannot be reached or is too busy; trying later may help.
    #[error("sistem {sistem} sedang tidak tersedia")]
    TidakTersedia {
        /// Which system: `postgres`, `s3`, `whatsapp`, `tte`.
        sistem: &'static str,
        /// What happened.
        #[source]
        sumber: Box<dyn StdError + Send + Sync>,
    },
    /// A bug, or data that nobody expected.
    #[error("kesalahan tak terduga")]
    TakTerduga(#[source] Box<dyn StdError + Send + Sync>),
}

impl PortError {
    /// Wraps an error nobody expected.
    pub fn tak_terduga(sumber: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::TakTerduga(sumber.into())
    }

    /// Wraps a failure of a system that may come back.
    pub fn tidak_tersedia(
        sistem: &'static str,
        sumber: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self::TidakTersedia { sistem, sumber: sumber.into() }
    }
}
