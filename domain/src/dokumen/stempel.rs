//! The port to visible signatures: what they say, where they go.

use std::fmt;

use crate::galat::PortError;

/// A box in points, measured from the lower left corner of the page as a reader shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kotak {
    /// Left edge.
    pub x: f32,
    /// Lower edge.
    pub y: f32,
    /// Width.
    pub lebar: f32,
    /// Height.
    pub tinggi: f32,
}

/// A picture to put on a page.
#[derive(Clone, PartialEq)]
pub struct Stempel {
    /// The page, from 1.
    pub halaman: u32,
    /// Where on it.
    pub kotak: Kotak,
    /// PNG.
    pub gambar: Vec<u8>,
}

impl fmt::Debug for Stempel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { halaman, kotak, gambar } = self;
        let bita = gambar.len();
        write!(f, "Stempel {{ halaman: {halaman}, kotak: {kotak:?}, gambar: {bita} B }}")
    }
}

/// What a visible signature says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IsiStempel {
    /// The address in the QR, where anybody checks the document.
    pub url: String,
    /// Whose office it is signed for, when somebody stands in: `Kepala Dinas …` of `a.n. Kepala Dinas …`.
    pub atas_nama: Option<String>,
    /// The signer's own office; `Plh.` and `Plt.` belong to it.
    pub jabatan: String,
    /// The signer's name with titles.
    pub nama: String,
}

impl IsiStempel {
    /// The lines, from top to bottom.
    pub fn baris(&self) -> Vec<String> {
        let mut baris = vec!["Ditandatangani secara elektronik oleh:".to_owned()];
        baris.extend(self.atas_nama.as_ref().map(|siapa| format!("a.n. {siapa}")));
        baris.push(self.jabatan.clone());
        baris.push(self.nama.clone());
        baris
    }
}

/// On which page a visible signature goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HalamanStempel {
    /// The first.
    Pertama,
    /// The last.
    Terakhir,
    /// This one, from 1.
    Nomor(u32),
}

/// Into which corner of the page as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pojok {
    /// Upper left.
    KiriAtas,
    /// Upper right.
    KananAtas,
    /// Lower left.
    KiriBawah,
    /// Lower right.
    KananBawah,
}

/// A place on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TempatStempel {
    /// The page, from 1.
    pub halaman: u32,
    /// Where on it.
    pub kotak: Kotak,
}

/// Why there is no visible signature.
#[derive(Debug, thiserror::Error)]
pub enum StempelGagal {
    /// The file is no PDF that can be read.
    #[error("PDF tidak dapat dibaca")]
    BukanPdf,
    /// There is no such page.
    #[error("halaman {0} tidak ada")]
    HalamanTidakAda(u32),
    /// The page is smaller than any legible stamp.
    #[error("halaman terlalu kecil")]
    HalamanTerlaluKecil,
    /// The address does not fit into a QR.
    #[error("alamat verifikasi terlalu panjang untuk QR")]
    AlamatTerlaluPanjang,
    /// The picture could not be made.
    #[error("gambar stempel gagal dibuat")]
    Gambar(#[source] PortError),
}

/// Draws visible signatures and finds their place. Pure computation over files that may be hostile.
pub trait PembuatStempel: Send + Sync {
    /// The picture, as PNG: the QR on the left, the lines beside it.
    ///
    /// # Errors
    /// See [`StempelGagal`].
    fn gambar(&self, isi: &IsiStempel) -> Result<Vec<u8>, StempelGagal>;

    /// A place in a corner of a page, whatever its rotation, cropping and units.
    ///
    /// # Errors
    /// See [`StempelGagal`].
    fn tempat(
        &self,
        pdf: &[u8],
        halaman: HalamanStempel,
        pojok: Pojok,
    ) -> Result<TempatStempel, StempelGagal>;
}
