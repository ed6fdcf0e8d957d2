//! Files that are what they seem, and files that only seem.

use proptest::prelude::*;

use super::*;

fn png(lebar: u32, tinggi: u32) -> Vec<u8> {
    let mut isi = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".to_vec();
    isi.extend(lebar.to_be_bytes());
    isi.extend(tinggi.to_be_bytes());
    isi.extend(b"\x08\x02\x00\x00\x00crc.\x00\x00\x00\x01IDAT.crc.");
    isi.extend(b"\x00\x00\x00\x00IEND\xae\x42\x60\x82");
    isi
}

fn jpeg(lebar: u16, tinggi: u16) -> Vec<u8> {
    // The thumbnail inside the EXIF segment has an end marker of its own.
    let mut isi = b"\xff\xd8\xff\xe1\x00\x0aExif\xff\xd8\xff\xd9\xff\xff\xc0\x00\x0b\x08".to_vec();
    isi.extend(tinggi.to_be_bytes());
    isi.extend(lebar.to_be_bytes());
    isi.extend(b"\x01\x01\x11\x00\xff\xda\x00\x03\x00data\xff\x00data\xff\xd9");
    isi
}

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n";

#[test]
fn the_three_kinds_are_recognised() {
    assert_eq!(tipe_isi(&png(640, 480)), Some(TipeBerkas::Png));
    assert_eq!(tipe_isi(&jpeg(640, 480)), Some(TipeBerkas::Jpeg));
    assert_eq!(tipe_isi(PDF), Some(TipeBerkas::Pdf));
    let mut dengan_ekor = jpeg(640, 480);
    dengan_ekor.extend(b"what the phone's maker appended");
    assert_eq!(tipe_isi(&dengan_ekor), Some(TipeBerkas::Jpeg));
}

#[test]
fn other_kinds_are_not() {
    for isi in [
        &b""[..],
        b"GIF89a",
        b"PK\x03\x04word/document.xml",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><script>",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"MZ\x90\x00",
        b"\x7fELF",
    ] {
        assert_eq!(tipe_isi(isi), None, "{isi:?}");
    }
}

#[test]
fn absurd_sizes_are_refused() {
    for (lebar, tinggi) in [(0, 1), (1, 0), (20_001, 1), (1, 20_001), (u32::MAX, u32::MAX)] {
        assert_eq!(tipe_isi(&png(lebar, tinggi)), None, "{lebar}x{tinggi}");
    }
    for (lebar, tinggi) in [(0, 1), (1, 0), (20_001, 1), (1, 20_001)] {
        assert_eq!(tipe_isi(&jpeg(lebar, tinggi)), None, "{lebar}x{tinggi}");
    }
    assert_eq!(tipe_isi(&png(20_000, 20_000)), Some(TipeBerkas::Png));
}

#[test]
fn a_pdf_begins_at_the_first_byte_ends_and_needs_no_password() {
    assert_eq!(tipe_isi(&[b"\n", PDF].concat()), None);
    assert_eq!(tipe_isi(&PDF[..PDF.len() - 8]), None);
    assert_eq!(tipe_isi(&[PDF, &[b' '; 4096]].concat()), None);
    let tersandi = String::from_utf8_lossy(PDF).replace("/Root", "/Encrypt 2 0 R/Root");
    assert_eq!(tipe_isi(tersandi.as_bytes()), None);
    let kamus = String::from_utf8_lossy(PDF).replace("/Root", "/Encrypt<</V 4>>/Root");
    assert_eq!(tipe_isi(kamus.as_bytes()), None);
    let nama_lain = String::from_utf8_lossy(PDF).replace("/Root", "/EncryptMetadata false/Root");
    assert_eq!(tipe_isi(nama_lain.as_bytes()), Some(TipeBerkas::Pdf));
}

proptest! {
    #[test]
    fn a_picture_that_is_cut_off_is_refused(panjang: prop::sample::Index) {
        let (png, jpeg) = (png(640, 480), jpeg(640, 480));
        prop_assert_eq!(tipe_isi(&png[..panjang.index(png.len())]), None);
        prop_assert_eq!(tipe_isi(&jpeg[..panjang.index(jpeg.len())]), None);
    }

    #[test]
    fn no_bytes_make_it_panic(awal in 0_usize..3, isi: Vec<u8>) {
        let awalan: [&[u8]; 3] = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", b"%PDF-"];
        tipe_isi(&[awalan[awal], &isi].concat());
    }
}
