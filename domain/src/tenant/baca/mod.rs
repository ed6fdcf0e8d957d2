//! Reading a pack: bounds first, then its shape, then its meaning; every fault of a stage at once.

mod batas;
mod bentuk;
mod formulir;
mod jejak;
mod pilihan;
mod pohon;
mod skema;
mod susunan;
mod tulis;
#[cfg(test)]
mod uji;
#[cfg(test)]
mod uji_skema;

use serde_json::Value;

pub use batas::{DAFTAR_MAKS, DALAM_MAKS, SIMPUL_MAKS, TEKS_MAKS, UKURAN_MAKS};
pub(crate) use formulir::{periksa_formulir, periksa_skema_formulir};
pub(super) use jejak::Jejak;
pub use pohon::urai;
pub use skema::skema_paket;
pub(super) use tulis::{dekat, ringkas, tambah};

use super::{Dasar, Paket, gabung_dasar};
use crate::sop::Cacat;

/// Reads a pack and checks all of it; `dasar` are the bases it may start from. Places of faults in its shape are RFC
/// 6901 pointers into the pack as it was written.
///
/// # Errors
/// Every fault of the first stage that has any.
pub fn baca_paket(mentah: Value, dasar: &[Dasar]) -> Result<Paket, Vec<Cacat>> {
    let paket = baca_susunan(mentah, dasar)?;
    let cacat = paket.periksa();
    if cacat.is_empty() { Ok(paket) } else { Err(cacat) }
}

/// Reads a pack without asking whether it makes sense; see [`Paket::periksa`].
///
/// # Errors
/// Every fault of its size, of its `dasar`, or of its shape.
pub fn baca_susunan(mentah: Value, dasar: &[Dasar]) -> Result<Paket, Vec<Cacat>> {
    let cacat = batas::periksa(&mentah);
    if !cacat.is_empty() {
        return Err(cacat);
    }
    let gabungan = gabung_dasar(mentah, dasar)?;
    let cacat = susunan::periksa(&skema::PAKET, &gabungan.utuh);
    if !cacat.is_empty() {
        return Err(cacat.into_iter().map(|satu| gabungan.asal(satu)).collect());
    }
    serde_json::from_value(gabungan.utuh).map_err(|galat| {
        vec![Cacat::baru("paket_tidak_terbaca", "", format!("Paket tidak terbaca: {galat}."))]
    })
}

/// Every fault of the value of `dasar`.
pub(super) fn periksa_dasar(pakai: &Value) -> Vec<Cacat> {
    let mut cacat = susunan::periksa(&skema::DASAR, pakai);
    for satu in &mut cacat {
        satu.letak.insert_str(0, "/dasar");
    }
    cacat
}
