//! What an uploaded file really is, by its content. Names and declared types are never asked.

mod gambar;
mod pdf;
mod pengenal;

pub use pengenal::PengenalIsi;

/// The kinds of file that residents and officers may hand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TipeBerkas {
    /// A JPEG photo.
    Jpeg,
    /// A PNG picture.
    Png,
    /// A PDF document.
    Pdf,
}

impl TipeBerkas {
    /// The media type.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// The usual ending of a file name, without the dot.
    pub const fn akhiran(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// Recognises a whole file; `None` for every other kind, and for one that is cut off, absurdly large or encrypted.
pub fn tipe_isi(isi: &[u8]) -> Option<TipeBerkas> {
    match infer::get(isi)?.mime_type() {
        "image/jpeg" => gambar::jpeg_utuh(isi).then_some(TipeBerkas::Jpeg),
        "image/png" => gambar::png_utuh(isi).then_some(TipeBerkas::Png),
        "application/pdf" => pdf::utuh(isi).then_some(TipeBerkas::Pdf),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
