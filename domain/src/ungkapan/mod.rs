//! Guards, conditional requirements, fees and skip rules, written as CEL expressions that are checked when saved.
//!
//! An [`Ungkapan`] keeps its source text, so that configuration can be read with all its faults and every fault be
//! reported at once. [`Ungkapan::periksa`] type-checks it against the one table of variables ([`dokumentasi`] prints it);
//! only a checked expression is ever saved.
//!
//! ```
//! use loket_domain::ungkapan::{Tipe, Ungkapan};
//!
//! assert!(Ungkapan::parse(r#"pemohon.umur >= 17 && "kk" in berkas"#, Tipe::Bool).is_ok());
//! assert!(Ungkapan::parse("peristiwa.hari > 60 ? 50000 : 0", Tipe::Int).is_ok());
//!
//! let salah = Ungkapan::parse("pemohon.umr >= 17", Tipe::Bool).unwrap_err();
//! assert_eq!(salah.kode, "variabel_tidak_dikenal");
//! assert_eq!(salah.bagian, "pemohon.umr");
//! assert!(salah.pesan.contains("pemohon.umur"));
//! ```
//!
//! # What an expression may say
//! Logic `&& || !`, comparison `== != < <= > >=`, arithmetic `+ - * / %`, `in` a list, the ternary `a ? b : c`, and the
//! functions of the table. Numbers are whole. There are no loops (`all`, `exists`, `map`, `filter`), no regular
//! expressions, no conversions, no escapes in quoted text and no comments: an expression is at most
//! [`Ungkapan::PANJANG_MAKS`] characters and [`Ungkapan::KEDALAMAN_MAKS`] levels deep, so it ends in bounded time.
//!
//! # What happens at run time
//! A checked expression has a value in every context, but for two arithmetic cases: division by zero, and a number beyond
//! 64 bits. Then a guard is **false** as a whole (even under `!`), and an amount or text is `None`; `&&` and `||` spare
//! an operand that the other decides, so `peristiwa.hari > 0 && 100 / peristiwa.hari > 3` is safe.
//! An answer that was not given is `""`, an unknown number is `-1`. An unchecked faulty expression behaves like one that
//! divides by zero.

mod dokumentasi;
mod fungsi;
mod konteks;
mod nama;
mod nilai;
mod periksa;
mod salah;
mod saring;
mod tolak;
mod tulis;
mod variabel;

#[cfg(test)]
mod uji;
#[cfg(test)]
mod uji_sifat;
#[cfg(test)]
mod uji_tolak;

use std::{
    fmt,
    sync::{Arc, LazyLock},
};

use cel::{
    Env,
    parser::{Expression, PrattParser},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use dokumentasi::dokumentasi;
pub use konteks::{KonteksUngkapan, PemohonUngkapan};
pub use salah::UngkapanSalah;
pub(crate) use salah::terdekat;

use crate::nilai::Kode;

/// The standard functions.
static LINGKUNGAN: LazyLock<Arc<Env>> =
    LazyLock::new(|| Arc::new(Env::default().with_optional_support(false).with_stdlib()));

/// The parser counts more levels than the check does; this only bounds its stack.
const KEDALAMAN_PENGURAI: u16 = 96;

/// What an expression has to result in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tipe {
    /// Yes or no: guards, conditional requirements, skip rules.
    Bool,
    /// A whole number: amounts.
    Int,
    /// A text.
    Teks,
}

/// What the check knows of the service an expression belongs to; the default knows nothing and accepts any code.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lingkup<'a> {
    /// Codes of the declared fields, when known.
    pub isian: Option<&'a [Kode]>,
    /// Codes of the declared requirements, when known.
    pub syarat: Option<&'a [Kode]>,
}

/// The source of an expression. Reading it from configuration checks nothing; see the module.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Ungkapan(String);

impl Ungkapan {
    /// The longest source, in characters.
    pub const PANJANG_MAKS: usize = 1_000;
    /// The deepest nesting, both of brackets and of operators.
    pub const KEDALAMAN_MAKS: usize = 32;

    /// Reads and checks an expression.
    ///
    /// # Errors
    /// The first fault.
    pub fn parse(teks: &str, harapan: Tipe) -> Result<Self, UngkapanSalah> {
        let ungkapan = Self(teks.to_owned());
        ungkapan.periksa(harapan)?;
        Ok(ungkapan)
    }

    /// Checks that it reads well, uses only known names, and results in `harapan`.
    ///
    /// # Errors
    /// The first fault.
    pub fn periksa(&self, harapan: Tipe) -> Result<(), UngkapanSalah> {
        self.periksa_dalam(harapan, Lingkup::default())
    }

    /// [`Self::periksa`], and that the fields and requirements it names are those of the service.
    ///
    /// # Errors
    /// The first fault.
    pub fn periksa_dalam(&self, harapan: Tipe, lingkup: Lingkup) -> Result<(), UngkapanSalah> {
        self.pohon(harapan, lingkup).map(drop)
    }

    /// Whether a guard holds; false when it cannot be computed.
    pub fn nilai_bool(&self, konteks: &KonteksUngkapan) -> bool {
        matches!(self.hitung(Tipe::Bool, konteks), Some(cel::Value::Bool(true)))
    }

    /// An amount; `None` when it cannot be computed.
    pub fn nilai_int(&self, konteks: &KonteksUngkapan) -> Option<i64> {
        match self.hitung(Tipe::Int, konteks) {
            Some(cel::Value::Int(nilai)) => Some(nilai),
            _ => None,
        }
    }

    /// A text; `None` when it cannot be computed.
    pub fn nilai_teks(&self, konteks: &KonteksUngkapan) -> Option<String> {
        match self.hitung(Tipe::Teks, konteks) {
            Some(cel::Value::String(nilai)) => Some((*nilai).clone()),
            _ => None,
        }
    }

    /// The source.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn hitung(&self, harapan: Tipe, konteks: &KonteksUngkapan) -> Option<cel::Value> {
        nilai::coba(&self.pohon(harapan, Lingkup::default()).ok()?, konteks).ok()
    }

    fn pohon(&self, harapan: Tipe, lingkup: Lingkup) -> Result<Expression, UngkapanSalah> {
        saring::saring(&self.0)?;
        // The library's other parser spends 200 KB of stack on each bracket in an unoptimised build.
        let pohon = PrattParser::new()
            .max_recursion_depth(KEDALAMAN_PENGURAI)
            .parse(&self.0)
            .map_err(|galat| salah::tak_terbaca(&self.0, &galat))?;
        periksa::periksa(&pohon, harapan, lingkup)?;
        Ok(pohon)
    }
}

impl fmt::Display for Ungkapan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
