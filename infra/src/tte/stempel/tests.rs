//! Stamps as phones and readers see them.

use std::io::Cursor;

use loket_simulators::contoh_pdf;

use super::*;

const URL: &str = "https://loket.bantulkab.go.id/v/kab-bantul/01JQ8ZK5M4T7W2X9";

fn isi(nama: &str) -> IsiStempel {
    IsiStempel {
        url: URL.to_owned(),
        atas_nama: Some(
            "Kepala Dinas Kependudukan dan Pencatatan Sipil Kabupaten Bantul".to_owned(),
        ),
        jabatan: "Plh. Kepala Bidang Pelayanan Pencatatan Sipil".to_owned(),
        nama: nama.to_owned(),
    }
}

/// Width, height and grey pixels.
fn urai(png: &[u8]) -> (usize, usize, Vec<u8>) {
    let mut pembaca = png::Decoder::new(Cursor::new(png)).read_info().unwrap();
    let mut isi = vec![0; pembaca.output_buffer_size().unwrap()];
    let info = pembaca.next_frame(&mut isi).unwrap();
    (info.width as usize, info.height as usize, isi)
}

fn baca_qr(png: &[u8]) -> Vec<String> {
    let (lebar, tinggi, isi) = urai(png);
    let mut gambar =
        rqrr::PreparedImage::prepare_from_greyscale(lebar, tinggi, |x, y| isi[y * lebar + x]);
    gambar.detect_grids().iter().map(|kisi| kisi.decode().unwrap().1).collect()
}

#[test]
fn the_qr_of_a_stamp_reads_as_the_address() {
    let png = StempelPng.gambar(&isi("Dra. SRI WAHYUNI, M.Si")).unwrap();

    assert_eq!(baca_qr(&png), [URL]);
    for derajat in [90, 180, 270] {
        assert_eq!(baca_qr(&putar_png(&png, derajat).unwrap()), [URL], "{derajat}");
    }
}

#[test]
fn four_quarter_turns_are_none() {
    let png = StempelPng.gambar(&isi("Dra. SRI WAHYUNI, M.Si")).unwrap();
    let (lebar, tinggi, asli) = urai(&png);

    let sekali = putar_png(&png, 90).unwrap();
    assert_eq!((urai(&sekali).0, urai(&sekali).1), (tinggi, lebar));
    let kembali = putar_png(&sekali, 270).unwrap();
    assert_eq!(urai(&kembali), (lebar, tinggi, asli));
    assert!(putar_png(&png[..200], 90).is_err());
}

#[test]
fn the_longest_names_stay_within_the_frame() {
    let nama = "Prof. Dr. Ir. Hj. SITI NURBAYA ÀÉÎ SASTROAMIDJOJO WIROSABLENG KUSUMADININGRAT, S.H., M.Si., Ph.D.";
    for nama in [nama, &"W".repeat(400), "", "—"] {
        let (lebar, tinggi, titik) = urai(&StempelPng.gambar(&isi(nama)).unwrap());
        let gelap = |x: usize, y: usize| titik[y * lebar + x] < 128;
        // Between the frame and the margin nothing is drawn.
        let (dari, sampai) = (BINGKAI, BINGKAI + SELA / 2);
        for tepi in dari..sampai {
            assert!(!(dari..tinggi - dari).any(|y| gelap(lebar - 1 - tepi, y)), "{nama}");
        }
    }
}

#[test]
fn an_address_that_would_not_be_read_is_refused() {
    let panjang = IsiStempel { url: format!("{URL}/{}", "x".repeat(2_000)), ..isi("A") };
    assert!(matches!(StempelPng.gambar(&panjang), Err(StempelGagal::AlamatTerlaluPanjang)));
}

#[test]
fn every_corner_of_a_page_has_a_place_within_it() {
    let pdf = contoh_pdf("KUTIPAN", &["satu"]);
    let tempat = |pojok| StempelPng.tempat(&pdf, HalamanStempel::Terakhir, pojok).unwrap().kotak;

    let kotak = tempat(Pojok::KananBawah);
    assert_eq!((kotak.x + kotak.lebar, kotak.y), (595.0 - TEPI, TEPI));
    let kotak = tempat(Pojok::KiriAtas);
    assert_eq!((kotak.x, kotak.y + kotak.tinggi), (TEPI, 842.0 - TEPI));
    let tidak_ada = StempelPng.tempat(&pdf, HalamanStempel::Nomor(2), Pojok::KiriAtas);
    assert!(matches!(tidak_ada, Err(StempelGagal::HalamanTidakAda(2))));
    let nol = StempelPng.tempat(&pdf, HalamanStempel::Nomor(0), Pojok::KiriAtas);
    assert!(matches!(nol, Err(StempelGagal::HalamanTidakAda(0))));
    let rusak = StempelPng.tempat(b"bukan", HalamanStempel::Pertama, Pojok::KiriAtas);
    assert!(matches!(rusak, Err(StempelGagal::BukanPdf)));
}
