//! The one error of the bench: a sentence that says what went wrong.

use std::fmt;

/// Why the bench stopped.
#[derive(Debug)]
pub struct Gagal(String);

impl Gagal {
    /// With this sentence.
    pub fn baru(kalimat: impl Into<String>) -> Self {
        Self(kalimat.into())
    }
}

impl fmt::Display for Gagal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Gagal {}

/// What every step of the bench returns.
pub type Hasil<T> = Result<T, Gagal>;

/// Says what was being done when something failed.
pub trait Ketika<T> {
    /// The failure, with `apa` in front.
    fn ketika(self, apa: &str) -> Hasil<T>;
}

impl<T, E: fmt::Display> Ketika<T> for Result<T, E> {
    fn ketika(self, apa: &str) -> Hasil<T> {
        self.map_err(|sebab| Gagal(format!("{apa}: {sebab}")))
    }
}

impl<T> Ketika<T> for Option<T> {
    fn ketika(self, apa: &str) -> Hasil<T> {
        self.ok_or_else(|| Gagal(apa.to_owned()))
    }
}
