//! Conditions that a list is narrowed by, each with its own value.

use std::fmt::Write as _;

use loket_domain::halaman::Halaman;
use sea_orm::Value;
use time::OffsetDateTime;
use uuid::Uuid;

/// A page behind a cursor: `$1` is the cursor, `$2` one row more than asked for, conditions follow.
pub(super) struct Saring {
    pub(super) nilai: Vec<Value>,
    pub(super) syarat: String,
}

impl Saring {
    /// The page, not narrowed yet.
    pub(super) fn halaman(halaman: Halaman) -> Self {
        let sesudah = halaman.sesudah.unwrap_or(Uuid::max());
        let nilai = vec![sesudah.into(), (i64::from(halaman.batas) + 1).into()];
        Self { nilai, syarat: String::new() }
    }

    /// Only where that holds, when there is something to compare with; `kolom` ends with its operator.
    #[must_use]
    pub(super) fn bila(mut self, kolom: &str, isi: Option<impl Into<Value>>) -> Self {
        if let Some(isi) = isi {
            self.nilai.push(isi.into());
            // Writing to a String cannot fail.
            let _ = write!(self.syarat, " AND {kolom} ${}", self.nilai.len());
        }
        self
    }
}

/// The smallest id that was made at that moment.
pub(super) fn id_sejak(saat: OffsetDateTime) -> Uuid {
    let milidetik = u64::try_from(saat.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
    let mut isi = [0; 16];
    isi[..6].copy_from_slice(&milidetik.to_be_bytes()[2..]);
    Uuid::from_bytes(isi)
}
