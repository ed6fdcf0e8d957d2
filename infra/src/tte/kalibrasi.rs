//! A page to see where a host puts a stamp: a grid in points, and a frame where each stamp belongs.

use loket_domain::dokumen::{HalamanStempel, PembuatStempel, Pojok, StempelGagal};
use lopdf::{Document, Object, Stream, dictionary};

use super::{StempelPng, geometri::Lembar, stempel::gagal};

/// A4 in points.
const LEBAR: u16 = 595;
const TINGGI: u16 = 842;
const JARAK: u16 = 50;

/// Every corner, with its name on the page.
pub const POJOK: [(Pojok, &str); 4] = [
    (Pojok::KiriAtas, "kiri atas"),
    (Pojok::KananAtas, "kanan atas"),
    (Pojok::KiriBawah, "kiri bawah"),
    (Pojok::KananBawah, "kanan bawah"),
];

/// The page, turned clockwise by 0, 90, 180 or 270 degrees when it is shown.
///
/// # Errors
/// The page cannot be written.
pub fn halaman_kalibrasi(putar: u16) -> Result<Vec<u8>, StempelGagal> {
    let kosong = tulis(putar, String::new())?;
    let dokumen = Document::load_mem(&kosong).map_err(gagal)?;
    let id = dokumen.page_iter().next().ok_or(StempelGagal::BukanPdf)?;
    let lembar = Lembar::baca(&dokumen, id).ok_or(StempelGagal::BukanPdf)?;
    let mut isi = kisi();
    for (pojok, nama) in POJOK {
        let tempat = StempelPng.tempat(&kosong, HalamanStempel::Pertama, pojok)?;
        let [kiri, bawah, kanan, atas] = lembar.ke_asli(tempat.kotak).0;
        isi.push_str(&format!(
            "0.8 0 0 RG 1 w {kiri} {bawah} {} {} re S BT /F1 7 Tf {} {} Td (stempel {nama}) Tj ET\n",
            kanan - kiri,
            atas - bawah,
            kiri + 3.0,
            bawah - 8.0,
        ));
    }
    tulis(putar, isi)
}

/// Lines every fifty points, numbered from the lower left corner of the page as it is stored.
fn kisi() -> String {
    let mut isi = "0.85 G 0.4 w\n".to_owned();
    for x in (0..LEBAR).step_by(usize::from(JARAK)) {
        isi.push_str(&format!("{x} 0 m {x} {TINGGI} l S BT /F1 6 Tf {x} 2 Td ({x}) Tj ET\n"));
    }
    for y in (0..TINGGI).step_by(usize::from(JARAK)) {
        let dari_atas = TINGGI - y;
        isi.push_str(&format!(
            "0 {y} m {LEBAR} {y} l S BT /F1 6 Tf 2 {y} Td ({y} / {dari_atas} dari atas) Tj ET\n"
        ));
    }
    isi
}

fn tulis(putar: u16, isi: String) -> Result<Vec<u8>, StempelGagal> {
    let mut dokumen = Document::with_version("1.7");
    let pohon = dokumen.new_object_id();
    let huruf = dictionary! {
        "Type" => "Font",
        "Subtype" => "Type1",
        "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    };
    let isi = dokumen.add_object(Stream::new(dictionary! {}, isi.into_bytes()));
    let halaman = dokumen.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => pohon,
        "MediaBox" => [0, 0, i64::from(LEBAR), i64::from(TINGGI)].map(Object::Integer).to_vec(),
        "Rotate" => i64::from(putar % 360),
        "Contents" => isi,
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => huruf } },
    });
    let simpul = dictionary! { "Type" => "Pages", "Kids" => vec![halaman.into()], "Count" => 1 };
    dokumen.objects.insert(pohon, Object::Dictionary(simpul));
    let katalog = dokumen.add_object(dictionary! { "Type" => "Catalog", "Pages" => pohon });
    dokumen.trailer.set("Root", katalog);
    let mut hasil = Vec::new();
    dokumen.save_to(&mut hasil).map_err(gagal)?;
    Ok(hasil)
}
