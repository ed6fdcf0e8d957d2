//! Sheets as PDF, written with the fonts that every reader has: Helvetica and Helvetica-Bold, so no font files.
//!
//! The layout works in points from the top left corner of the page; only `pdf` knows that PDF counts from the bottom.

mod baris;
mod halaman;
mod huruf;
mod pdf;
mod tabel;
mod tanda;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod uji_surat;
mod win_ansi;

use loket_domain::cetak::{Lembar, PencetakPdf};
use time::OffsetDateTime;

/// Draws sheets with the base fonts of PDF.
#[derive(Clone, Copy, Debug)]
pub struct PdfHelvetica;

impl PencetakPdf for PdfHelvetica {
    fn cetak(&self, lembar: &Lembar, pada: OffsetDateTime) -> Vec<u8> {
        pdf::tulis(lembar, &halaman::tata(lembar), pada)
    }

    fn halaman(&self, lembar: &Lembar) -> u32 {
        u32::try_from(halaman::tata(lembar).halaman.len()).unwrap_or(u32::MAX)
    }
}
