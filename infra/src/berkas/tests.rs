//! Files that are what they seem, and files that only seem. What breaks a checker is tried against real children, in
//! `tests/it/musuh`.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use loket_domain::{
    berkas::{HasilPeriksa, Penolakan, SISI_CUPLIKAN, SISI_TAMPILAN},
    permohonan::TipeBerkas,
};
use loket_simulators::contoh_pdf;
use proptest::prelude::*;

use super::*;

fn tulis(gambar: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut keluar = std::io::Cursor::new(Vec::new());
    gambar.into().write_to(&mut keluar, format).unwrap();
    keluar.into_inner()
}

/// Red on the left, blue on the right.
fn dua_warna(lebar: u32, tinggi: u32) -> RgbImage {
    RgbImage::from_fn(lebar, tinggi, |x, _| {
        if x < lebar / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) }
    })
}

/// A JPEG with a segment of EXIF in front of its pixels: an orientation, a place on earth, and a remark.
fn dengan_exif(jpeg: &[u8], arah: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    tiff.extend(b"\x01\x12\0\x03\0\0\0\x01\0");
    tiff.extend([arah, 0, 0]);
    tiff.extend(b"\x01\x0e\0\x02\0\0\0\x10\0\0\0\x26\0\0\0\0");
    tiff.extend(b"GPS -3.33,114.59");
    let mut isi = jpeg[..2].to_vec();
    isi.extend(b"\xff\xe1");
    isi.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
    isi.extend(b"Exif\0\0");
    isi.extend(tiff);
    isi.extend(b"\xff\xfe\0\x09RAHASIA");
    isi.extend(&jpeg[2..]);
    isi
}

fn sah(isi: &[u8]) -> HasilPeriksa {
    periksa_isi(isi).unwrap()
}

fn buka(isi: Option<&Vec<u8>>) -> DynamicImage {
    image::load_from_memory_with_format(isi.unwrap(), ImageFormat::Jpeg).unwrap()
}

#[test]
fn the_three_kinds_are_recognised_by_their_content() {
    let png = sah(&tulis(dua_warna(64, 48), ImageFormat::Png));
    assert_eq!((png.tipe, png.sifat.lebar, png.sifat.tinggi), (TipeBerkas::Png, 64, 48));
    let jpeg = sah(&tulis(dua_warna(64, 48), ImageFormat::Jpeg));
    assert_eq!((jpeg.tipe, jpeg.sifat.halaman), (TipeBerkas::Jpeg, 1));
    let pdf = sah(&contoh_pdf("AKTA", &["CONTOH"]));
    assert_eq!((pdf.tipe, pdf.sifat.halaman, pdf.sifat.revisi), (TipeBerkas::Pdf, 1, 0));
    assert_eq!((pdf.tampilan, pdf.cuplikan), (None, None));
}

#[test]
fn the_copy_for_viewing_is_upright_and_holds_nothing_but_its_pixels() {
    let asal = dengan_exif(&tulis(dua_warna(64, 32), ImageFormat::Jpeg), 6);
    let mut dengan_ekor = asal.clone();
    dengan_ekor.extend(b"PK\x03\x04 what somebody appended");
    for isi in [asal, dengan_ekor] {
        let hasil = sah(&isi);
        assert_eq!((hasil.sifat.lebar, hasil.sifat.tinggi), (32, 64), "turned by a quarter");
        for salinan in [&hasil.tampilan, &hasil.cuplikan] {
            let salinan = salinan.as_ref().unwrap();
            for jejak in [&b"GPS"[..], b"Exif", b"RAHASIA", b"PK\x03\x04"] {
                assert_eq!(utuh::posisi(salinan, jejak), None, "{jejak:?}");
            }
            assert!(salinan.ends_with(b"\xff\xd9"));
        }
        let tampilan = buka(hasil.tampilan.as_ref()).into_rgb8();
        assert_eq!(tampilan.dimensions(), (32, 64));
        let [merah, _, biru] = tampilan.get_pixel(16, 5).0;
        assert!(merah > 150 && biru < 90, "what was on the left is on top");
    }
}

#[test]
fn copies_are_bounded_and_never_enlarged() {
    let kecil = sah(&tulis(dua_warna(10, 20), ImageFormat::Png));
    assert_eq!(buka(kecil.cuplikan.as_ref()).width(), 10);
    let besar = sah(&tulis(dua_warna(5_000, 100), ImageFormat::Png));
    assert_eq!((besar.sifat.lebar, besar.sifat.tinggi), (5_000, 100));
    assert_eq!(buka(besar.tampilan.as_ref()).width(), SISI_TAMPILAN);
    assert_eq!(buka(besar.cuplikan.as_ref()).width(), SISI_CUPLIKAN);
}

#[test]
fn what_shows_through_becomes_white_as_paper_is() {
    let bening = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]));
    let hasil = sah(&tulis(bening, ImageFormat::Png));
    let piksel = buka(hasil.tampilan.as_ref()).into_rgb8().get_pixel(4, 4).0;
    assert!(piksel.iter().all(|warna| *warna > 250), "{piksel:?}");
}

#[test]
fn a_signed_pdf_is_sound_and_tells_its_revision() {
    let mut pdf = contoh_pdf("AKTA", &["CONTOH"]);
    let awal = sah(&pdf).sifat.revisi;
    let xref = utuh::posisi(&pdf, b"startxref").unwrap();
    let letak = String::from_utf8_lossy(&pdf[xref + 9..]).trim().to_owned();
    let letak = letak.split_whitespace().next().unwrap().to_owned();
    let baru = pdf.len();
    // An update that adds one object nobody refers to.
    pdf.extend(b"\n900 0 obj\n<<>>\nendobj\n");
    let tabel = pdf.len();
    pdf.extend(format!("xref\n900 1\n{:010} 00000 n \n", baru + 1).bytes());
    let akar = akar(&pdf);
    pdf.extend(
        format!("trailer\n<</Size 901/Root {akar}/Prev {letak}>>\nstartxref\n{tabel}\n%%EOF\n")
            .bytes(),
    );
    let hasil = sah(&pdf);
    assert_eq!((hasil.sifat.revisi, hasil.sifat.halaman), (awal + 1, 1));
}

fn akar(pdf: &[u8]) -> String {
    let teks = String::from_utf8_lossy(pdf);
    let sisa = teks.split("/Root").nth(1).unwrap().trim_start().to_owned();
    sisa.split('R').next().unwrap().to_owned() + "R"
}

#[test]
fn a_pdf_begins_at_the_first_byte_and_needs_no_password() {
    let pdf = contoh_pdf("AKTA", &["CONTOH"]);
    assert_eq!(periksa_isi(&[b"\n", &pdf[..]].concat()), Err(Penolakan::BukanJpegPngPdf));
    assert_eq!(periksa_isi(&[&pdf[..], &[b' '; 4096]].concat()), Err(Penolakan::PdfRusak));
    for (dari, ke, hasil) in [
        ("/Root", "/Encrypt 2 0 R/Root", Err(Penolakan::PdfTerkunci)),
        ("/Root", "/Encrypt<</V 4>>/Root", Err(Penolakan::PdfTerkunci)),
    ] {
        let teks = String::from_utf8_lossy(&pdf).replace(dari, ke);
        assert_eq!(periksa_isi(teks.as_bytes()).map(|hasil| hasil.tipe), hasil, "{ke}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_picture_that_is_cut_off_is_refused(panjang: prop::sample::Index) {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let isi = tulis(dua_warna(40, 30), format);
            prop_assert!(periksa_isi(&isi[..panjang.index(isi.len())]).is_err());
        }
    }

    #[test]
    fn no_bytes_make_it_panic(awal in 0_usize..4, isi: Vec<u8>) {
        let awalan: [&[u8]; 4] =
            [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", b"%PDF-1.7\n", b""];
        let _ = periksa_isi(&[awalan[awal], &isi].concat());
        let _ = periksa_isi(&[awalan[awal], &isi, b"\n%%EOF"].concat());
    }
}
