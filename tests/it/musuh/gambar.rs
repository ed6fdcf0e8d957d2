//! Hostile pictures.

use image::ImageFormat;

use super::{
    Musuh,
    rakit::{foto, nol, padat, png, potong_png, segmen, sisip},
    sah, tolak,
};

const TERPOTONG: &str = "gambar_terpotong";
const RUSAK: &str = "gambar_rusak";
const PIKSEL: &str = "piksel_berlebih";
const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";

pub fn semua() -> Vec<Musuh> {
    let mut semua = png_semua();
    semua.extend(jpeg_semua());
    semua
}

fn png_semua() -> Vec<Musuh> {
    let utuh = foto(120, 90, ImageFormat::Png);
    let mut crc = utuh.clone();
    crc[29] ^= 0xff;
    let teks = [b"Komentar\0\0".as_slice(), &nol(200 << 20)].concat();
    let tanpa_akhir = |isi: &[u8]| isi[..isi.len() - 12].to_vec();
    let akhir = potong_png(*b"IEND", b"");
    let mut bom_teks = tanpa_akhir(&utuh);
    bom_teks.extend(potong_png(*b"zTXt", &teks));
    bom_teks.extend(&akhir);
    let mut berekor = utuh.clone();
    berekor.extend(b"PK\x03\x04 sebuah zip");
    let mut bom_profil = utuh[..33].to_vec();
    bom_profil.extend(potong_png(*b"iCCP", &[b"x\0\0".as_slice(), &nol(200 << 20)].concat()));
    bom_profil.extend(&utuh[33..]);
    vec![
        tolak("png 65535 kuadrat", PIKSEL, png(65_535, 65_535, 8, 2, &padat(&[0; 64]))),
        tolak("png sisi 4 miliar", PIKSEL, png(u32::MAX / 2, 1, 8, 2, &padat(&[0; 64]))),
        tolak("png 10001 lebar", PIKSEL, png(10_001, 1, 8, 0, &padat(&[0; 10_002]))),
        tolak("png 64 megapiksel", PIKSEL, png(8_000, 8_000, 8, 0, &nol(8_000 * 8_001))),
        tolak("png 16 bit tembus", PIKSEL, png(7_000, 7_000, 16, 6, &nol(1 << 20))),
        tolak("png 0 piksel", RUSAK, png(0, 0, 8, 2, &padat(&[0; 4]))),
        tolak("png warna tak dikenal", RUSAK, png(8, 8, 8, 9, &padat(&[0; 64]))),
        tolak("png tanda saja", RUSAK, b"\x89PNG\r\n\x1a\n garbage".to_vec()),
        tolak("png terpotong", TERPOTONG, utuh[..utuh.len() / 2].to_vec()),
        tolak("png crc salah", RUSAK, crc),
        tolak("png isi rusak", RUSAK, png(64, 64, 8, 2, b"ini bukan zlib")),
        tolak("png isi kurang", RUSAK, png(640, 640, 8, 2, &padat(&[0; 64]))),
        tolak("png berekor zip", TERPOTONG, berekor),
        sah("png kosong besar", PNG, png(7_000, 7_000, 8, 0, &nol(7_000 * 7_001))),
        sah("png bom teks", PNG, bom_teks),
        sah("png bom profil warna", PNG, bom_profil),
        sah("png bernama jpeg", PNG, utuh),
    ]
}

fn jpeg_semua() -> Vec<Musuh> {
    let utuh = foto(160, 120, ImageFormat::Jpeg);
    let bingkai = utuh.windows(2).position(|dua| dua == b"\xff\xc0").unwrap();
    let ukuran = |tinggi: u16, lebar: u16| {
        let mut isi = utuh.clone();
        isi[bingkai + 5..bingkai + 7].copy_from_slice(&tinggi.to_be_bytes());
        isi[bingkai + 7..bingkai + 9].copy_from_slice(&lebar.to_be_bytes());
        isi
    };
    let exif = |isi: &[u8]| sisip(&utuh, &segmen(0xe1, &[b"Exif\0\0", isi].concat()));
    let lingkar = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x08\0\0\0";
    let liar = b"MM\0*\xff\xff\xff\xf0\xff\xff\x01\x12";
    let gps =
        b"MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0GPS -3.3194 114.5908";
    let tumpuk: Vec<u8> = (0..150).flat_map(|_| segmen(0xe5, &vec![7; 65_000])).collect();
    let dengan = |ekor: &[u8]| [&utuh[..], ekor].concat();
    let mut huffman = utuh.clone();
    let tabel = huffman.windows(2).position(|dua| dua == b"\xff\xc4").unwrap();
    huffman[tabel + 4..tabel + 21].fill(0xff);
    vec![
        tolak("jpeg 65535 kuadrat", PIKSEL, ukuran(65_535, 65_535)),
        tolak("jpeg 10001 lebar", PIKSEL, ukuran(8, 10_001)),
        tolak("jpeg 72 megapiksel", PIKSEL, ukuran(8_500, 8_500)),
        tolak("jpeg tanpa lebar", RUSAK, ukuran(100, 0)),
        tolak("jpeg setengah", TERPOTONG, utuh[..utuh.len() / 2].to_vec()),
        tolak("jpeg kepala saja", TERPOTONG, utuh[..bingkai + 3].to_vec()),
        tolak("jpeg tiga bita", TERPOTONG, b"\xff\xd8\xff".to_vec()),
        tolak("jpeg awal dan akhir", RUSAK, b"\xff\xd8\xff\xd9".to_vec()),
        tolak("jpeg sampah", RUSAK, b"\xff\xd8\xff\xe0\0\x04ab ini bukan segmen".to_vec()),
        tolak("jpeg segmen nol", RUSAK, b"\xff\xd8\xff\xe0\0\0abcdefgh".to_vec()),
        tolak("jpeg huffman rusak", RUSAK, huffman),
        sah("jpeg ber-gps", JPEG, exif(gps)),
        sah("jpeg exif melingkar", JPEG, exif(lingkar)),
        sah("jpeg exif liar", JPEG, exif(liar)),
        sah("jpeg segmen 9 MB", JPEG, sisip(&utuh, &tumpuk)),
        sah("jpeg berekor zip", JPEG, dengan(b"PK\x03\x04 sebuah zip di belakang")),
        sah("jpeg berekor html", JPEG, dengan(b"<script>alert(1)</script>")),
        sah("jpeg berekor pdf", JPEG, dengan(b"\n%PDF-1.7\n%%EOF\n")),
    ]
}
