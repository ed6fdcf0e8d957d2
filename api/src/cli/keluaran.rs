//! What the command line says when something fails: the cause, chain and all, for the person at the terminal.

use std::{error::Error, fmt};

use loket_domain::galat::Galat;

/// A command that failed.
#[derive(Debug)]
pub struct Gagal(String);

impl Gagal {
    /// A failure in these words.
    pub fn kata(teks: impl Into<String>) -> Self {
        Self(teks.into())
    }

    /// A failure with its causes.
    pub fn dari(galat: impl Error) -> Self {
        let mut teks = galat.to_string();
        let mut sebab = galat.source();
        while let Some(satu) = sebab {
            let tambahan = satu.to_string();
            if !teks.contains(&tambahan) {
                teks.push_str(": ");
                teks.push_str(&tambahan);
            }
            sebab = satu.source();
        }
        Self(teks)
    }

    /// A refusal of the business, field by field.
    pub fn dari_galat(galat: Galat) -> Self {
        match galat {
            Galat::TidakSah(salah) => Self(
                salah
                    .iter()
                    .map(|satu| format!("{}: {} [{}]", satu.pointer, satu.pesan, satu.kode))
                    .collect::<Vec<_>>()
                    .join("\n       "),
            ),
            lain => Self::dari(lain),
        }
    }
}

impl fmt::Display for Gagal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
