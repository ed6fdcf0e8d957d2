//! The check of uploaded files, as the domain asks for it.

use loket_domain::permohonan::{PengenalBerkas, TipeBerkas as Tipe};

use super::{TipeBerkas, tipe_isi};

/// Recognises files by what is in them.
#[derive(Clone, Copy, Debug, Default)]
pub struct PengenalIsi;

impl PengenalBerkas for PengenalIsi {
    fn kenali(&self, isi: &[u8]) -> Option<Tipe> {
        tipe_isi(isi).map(|tipe| match tipe {
            TipeBerkas::Jpeg => Tipe::Jpeg,
            TipeBerkas::Png => Tipe::Png,
            TipeBerkas::Pdf => Tipe::Pdf,
        })
    }
}
