//! The end of a letter: a QR with small print on the left, the signature on the right; never torn over two pages.

use loket_domain::cetak::Isi;
use qrcode::{Color, EcLevel, QrCode};

use super::{
    baris::{Baris, susun},
    halaman::{Penata, TEPI, Unsur, gaya},
};

/// Side of the QR with its quiet zone, in points: 30 mm, which cheap cameras read from cheap prints.
const SISI: f32 = 85.0;
/// Light modules around a QR.
const TENANG: u16 = 4;
/// Size of the small print.
const KECIL: f32 = 7.5;
/// Size of what stands at the signature.
const BIASA: f32 = 9.5;
/// An empty line: room for a signature and a stamp.
const KOSONG: f32 = 14.0;

/// Sets it, on a new page when it does not fit on this one.
pub(super) fn tata(penata: &mut Penata, qr: &str, kiri: &[String], kanan: &[String]) {
    let lebar = penata.lebar();
    let (lebar_kiri, mulai_kanan) = (lebar * 0.30, lebar * 0.58);
    let kiri = baris(kiri, lebar_kiri, KECIL);
    let kanan = baris(kanan, lebar - mulai_kanan, BIASA);
    let tinggi = |semua: &[Option<Baris>]| -> f32 {
        semua.iter().map(|satu| satu.as_ref().map_or(KOSONG, |baris| baris.tinggi)).sum()
    };
    let perlu = SISI.max(tinggi(&kiri)).max(tinggi(&kanan)) + 8.0;
    if perlu > penata.sisa() {
        penata.ganti();
    }
    let atas = penata.y + 8.0;
    let ruang = penata.sisa() - 8.0;
    gambar_qr(penata, qr, atas);
    for (semua, x) in [(kiri, TEPI + SISI + 6.0), (kanan, TEPI + mulai_kanan)] {
        let mut y = atas;
        for satu in semua {
            match satu {
                // Only texts that no template takes are longer than a page; what does not fit is cut, never torn.
                Some(baris) if y + baris.tinggi > atas + ruang => break,
                Some(baris) => {
                    penata.baris(&baris, x, y, None);
                    y += baris.tinggi;
                }
                None => y += KOSONG,
            }
        }
    }
    penata.y = atas + perlu.min(ruang);
}

/// Lines, each broken to the width; `None` for an empty one.
fn baris(teks: &[String], lebar: f32, ukuran: f32) -> Vec<Option<Baris>> {
    let mut keluar = Vec::new();
    for satu in teks {
        if satu.trim().is_empty() {
            keluar.push(None);
        } else {
            let isi = susun(&[Isi::Teks(satu.clone())], lebar, gaya(ukuran, false));
            keluar.extend(isi.into_iter().map(Some));
        }
    }
    keluar
}

/// Draws the QR as boxes, each run of dark modules of a row as one. What is too long for a QR stands beside it as text.
fn gambar_qr(penata: &mut Penata, isi: &str, atas: f32) {
    let Ok(kode) = QrCode::with_error_correction_level(isi, EcLevel::M) else { return };
    let sisi = kode.width();
    let modul =
        SISI / f32::from(u16::try_from(sisi).unwrap_or(u16::MAX).saturating_add(2 * TENANG));
    let letak = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX) + TENANG) * modul;
    for (b, baris) in kode.to_colors().chunks(sisi).enumerate() {
        let mut k = 0;
        while k < sisi {
            let panjang = baris[k..].iter().take_while(|warna| **warna == Color::Dark).count();
            if panjang > 0 {
                penata.gambar(Unsur::Isian {
                    x: TEPI + letak(k),
                    y: atas + letak(b),
                    lebar: f32::from(u16::try_from(panjang).unwrap_or(u16::MAX)) * modul,
                    tinggi: modul,
                });
            }
            k += panjang.max(1);
        }
    }
}
