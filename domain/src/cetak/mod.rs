//! Printing: sheets as a small document model, their builders, HTML, and the port to PDF.

mod alur;
mod html;
mod kendali;
mod model;
mod perintah;
mod sop;
#[cfg(test)]
mod uji;

pub use html::{Lolos, html};
pub use kendali::{BarisKartu, KartuKendali, Paraf, lembar_kartu_kendali, nama_singkat};
pub use model::{Arah, Bagian, Isi, Lambang, Lembar, Petak, Sel, Tabel, petak};
pub use perintah::{CetakKartuKendali, CetakSop};
pub use sop::lembar_sop;

use time::OffsetDateTime;

/// Draws sheets as PDF.
pub trait PencetakPdf: Send + Sync {
    /// The PDF. The same sheet and the same moment give the same bytes.
    fn cetak(&self, lembar: &Lembar, pada: OffsetDateTime) -> Vec<u8>;

    /// How many pages that PDF has.
    fn halaman(&self, lembar: &Lembar) -> u32;
}
