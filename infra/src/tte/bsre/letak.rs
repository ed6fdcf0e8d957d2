//! The place of a visible signature in the numbers of a host.

use std::panic::{AssertUnwindSafe, catch_unwind};

use loket_domain::{
    dokumen::{AcuanHalaman, AsalKoordinat, KoneksiTte, Stempel, Tampilan, TteGagal},
    galat::PortError,
};

use super::super::{geometri::Lembar, pades, stempel::putar_png};

/// A picture and its place, as one host counts.
#[derive(Debug, PartialEq)]
pub(super) struct Letak {
    pub(super) halaman: u32,
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) lebar: f32,
    pub(super) tinggi: f32,
    pub(super) gambar: Vec<u8>,
}

impl Letak {
    /// The place on this document, or nothing when the signature does not show.
    pub(super) fn dari(
        pdf: &[u8],
        tampilan: &Tampilan,
        koneksi: &KoneksiTte,
    ) -> Result<Option<Self>, TteGagal> {
        match tampilan {
            Tampilan::TakTerlihat => Ok(None),
            Tampilan::Terlihat(stempel) => Self::terlihat(pdf, stempel, koneksi).map(Some),
        }
    }

    /// The place of a stamp.
    pub(super) fn terlihat(
        pdf: &[u8],
        stempel: &Stempel,
        koneksi: &KoneksiTte,
    ) -> Result<Self, TteGagal> {
        // The PDF reader is not ours.
        let lembar = catch_unwind(AssertUnwindSafe(|| lembar(pdf, stempel.halaman)))
            .ok()
            .flatten()
            .ok_or_else(|| gagal("halaman untuk stempel tidak dapat dibaca"))?;
        let letak = hitung(lembar, stempel, koneksi)?;
        letak.ok_or_else(|| gagal("stempel berada di luar halaman"))
    }
}

fn gagal(sebab: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TteGagal {
    TteGagal::TidakTerkirim(PortError::tak_terduga(sebab))
}

fn lembar(pdf: &[u8], halaman: u32) -> Option<Lembar> {
    let dokumen = pades::buka(pdf)?;
    let urutan = usize::try_from(halaman).ok()?.checked_sub(1)?;
    Lembar::baca(&dokumen, dokumen.page_iter().nth(urutan)?)
}

/// `None` when the box leaves the page.
fn hitung(
    lembar: Lembar,
    stempel: &Stempel,
    koneksi: &KoneksiTte,
) -> Result<Option<Letak>, TteGagal> {
    let kotak = stempel.kotak;
    let (lebar_halaman, tinggi_halaman) = lembar.ukuran();
    let di_dalam = kotak.x >= 0.0
        && kotak.y >= 0.0
        && kotak.lebar > 0.0
        && kotak.tinggi > 0.0
        && kotak.x + kotak.lebar <= lebar_halaman
        && kotak.y + kotak.tinggi <= tinggi_halaman;
    if !di_dalam {
        return Ok(None);
    }
    // Hosts count in the units of the page, which hardly any page sets to anything but points.
    let (kiri, bawah, lebar, tinggi, setinggi, gambar) = match koneksi.acuan_halaman {
        AcuanHalaman::Tampak => {
            let satuan = lembar.satuan;
            (
                kotak.x / satuan,
                kotak.y / satuan,
                kotak.lebar / satuan,
                kotak.tinggi / satuan,
                tinggi_halaman / satuan,
                stempel.gambar.clone(),
            )
        }
        AcuanHalaman::Asli => {
            let asli = lembar.ke_asli(kotak);
            (
                asli.0[0] - lembar.media.0[0],
                asli.0[1] - lembar.media.0[1],
                asli.lebar(),
                asli.tinggi(),
                lembar.media.tinggi(),
                // The page will be turned clockwise when it is shown, and the picture with it.
                putar_png(&stempel.gambar, lembar.putar).map_err(gagal)?,
            )
        }
    };
    let y = match koneksi.asal_koordinat {
        AsalKoordinat::KiriBawah => bawah,
        AsalKoordinat::KiriAtas => setinggi - bawah - tinggi,
    };
    Ok(Some(Letak { halaman: stempel.halaman, x: kiri, y, lebar, tinggi, gambar }))
}
