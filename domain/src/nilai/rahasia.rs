//! A text that must never be printed.

use std::fmt;

use serde::{Deserialize, Deserializer};

/// A secret: passphrase, token, personal text. `Debug` and `Display` never show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Rahasia(String);

impl Rahasia {
    /// Wraps the secret.
    pub fn new(isi: impl Into<String>) -> Self {
        Self(isi.into())
    }

    /// The secret itself; name the use at the call site.
    pub fn buka(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Rahasia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[rahasia]")
    }
}

impl<'de> Deserialize<'de> for Rahasia {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl Drop for Rahasia {
    /// Overwrites the bytes, so that a passphrase does not linger in freed memory.
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}
