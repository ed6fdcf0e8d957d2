//! The statements of the daily work, for tools that measure the same statements without Loket around them.

use super::akses;
pub use super::{
    bacaan::ANTREAN,
    percakapan::SIMPAN,
    permohonan::{BUKA, CATAT, PUTUSKAN, TERIMA},
    pool::MASIH_BERSIH,
};

/// The live session of an access token: session `$1` at `$2`, on the day `$3`.
pub fn sesi() -> &'static str {
    &akses::SESI_HIDUP
}
