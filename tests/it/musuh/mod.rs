//! Hostile files, made here: each with the verdict it must get. They meet the real child, directly and through the server.

mod gambar;
mod lain;
mod pdf;
pub mod rakit;
mod uji;

/// What must become of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hasil {
    /// It is accepted, as this type.
    Sah(&'static str),
    /// It is refused with this code.
    Tolak(&'static str),
}

/// A file with what must become of it.
pub struct Musuh {
    pub nama: &'static str,
    pub isi: Vec<u8>,
    pub hasil: Hasil,
}

fn tolak(nama: &'static str, kode: &'static str, isi: impl Into<Vec<u8>>) -> Musuh {
    Musuh { nama, isi: isi.into(), hasil: Hasil::Tolak(kode) }
}

fn sah(nama: &'static str, tipe: &'static str, isi: impl Into<Vec<u8>>) -> Musuh {
    Musuh { nama, isi: isi.into(), hasil: Hasil::Sah(tipe) }
}

/// All of them.
pub fn semua() -> Vec<Musuh> {
    let mut semua = lain::semua();
    semua.extend(gambar::semua());
    semua.extend(pdf::semua());
    semua
}
