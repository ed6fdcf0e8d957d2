//! Where a visible signature ends up, whatever the host counts from.

use loket_domain::dokumen::{
    AcuanHalaman, AsalKoordinat, HalamanStempel, IsiStempel, Kotak, PembuatStempel, Pojok, Stempel,
};
use loket_simulators::{bsre::Placing, contoh_pdf_beragam};
use lopdf::{Document, Object};

use super::*;
use crate::tte::{StempelPng, geometri::Lembar};

fn gambar() -> Vec<u8> {
    let isi = IsiStempel {
        url: "https://loket.contoh.go.id/v/1".to_owned(),
        atas_nama: None,
        jabatan: "Kepala Dinas".to_owned(),
        nama: NAMA.to_owned(),
    };
    StempelPng.gambar(&isi).unwrap()
}

/// The rectangle of the signature on the first page, and the page.
fn persegi(pdf: &[u8]) -> ([f32; 4], Lembar) {
    let dokumen = Document::load_mem(pdf).unwrap();
    let id = dokumen.page_iter().next().unwrap();
    let anotasi = dokumen.get_dictionary(id).unwrap().get_deref(b"Annots", &dokumen).unwrap();
    let Object::Reference(tanda) = anotasi.as_array().unwrap()[0] else { panic!() };
    let kotak = dokumen.get_dictionary(tanda).unwrap().get(b"Rect").unwrap().as_array().unwrap();
    let angka: Vec<f32> = kotak.iter().map(|satu| satu.as_float().unwrap()).collect();
    (angka.try_into().unwrap(), Lembar::baca(&dokumen, id).unwrap())
}

#[tokio::test]
async fn a_stamp_is_where_it_was_meant_to_be_on_every_page_for_every_way_of_counting() {
    let sim = simulator().await;
    let klien = Bsre::new().unwrap();
    let gambar = gambar();
    for versi in [VersiEsign::V1, VersiEsign::V2] {
        for asal_koordinat in [AsalKoordinat::KiriAtas, AsalKoordinat::KiriBawah] {
            for acuan_halaman in [AcuanHalaman::Tampak, AcuanHalaman::Asli] {
                sim.place(Some(Placing {
                    from_top: asal_koordinat == AsalKoordinat::KiriAtas,
                    as_shown: acuan_halaman == AcuanHalaman::Tampak,
                }));
                let koneksi = KoneksiTte {
                    versi,
                    asal_koordinat,
                    acuan_halaman,
                    ..koneksi(sim.base_url(), sim.ca_pem())
                };
                for (nama, pdf) in contoh_pdf_beragam().unwrap() {
                    let pojok = Pojok::KananBawah;
                    let tempat = StempelPng.tempat(&pdf, HalamanStempel::Terakhir, pojok).unwrap();
                    let permintaan = PermintaanTte {
                        pdf,
                        tampilan: Tampilan::Terlihat(Stempel {
                            halaman: tempat.halaman,
                            kotak: tempat.kotak,
                            gambar: gambar.clone(),
                        }),
                        ..permintaan(NIK, PASSPHRASE)
                    };
                    let hasil = klien.tanda_tangani(&koneksi, permintaan).await.unwrap().pdf;

                    let (didapat, lembar) = persegi(&hasil);
                    let diharapkan = lembar.ke_asli(tempat.kotak).0;
                    for (satu, lain) in didapat.iter().zip(diharapkan) {
                        assert!(
                            (satu - lain).abs() < 0.01,
                            "{nama}, {versi:?}, {asal_koordinat:?}, {acuan_halaman:?}: {didapat:?} bukan {diharapkan:?}"
                        );
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn a_box_outside_its_page_never_leaves() {
    let (alamat, banyak) = peladen(b"");
    let klien = Bsre::new().unwrap();
    let tinggi = f32::NAN;
    for (halaman, kotak) in [
        (1, Kotak { x: 500.0, y: 10.0, lebar: 200.0, tinggi: 60.0 }),
        (1, Kotak { x: -1.0, y: 10.0, lebar: 200.0, tinggi: 60.0 }),
        (1, Kotak { x: 1.0, y: 10.0, lebar: 200.0, tinggi }),
        (2, Kotak { x: 1.0, y: 10.0, lebar: 200.0, tinggi: 60.0 }),
        (0, Kotak { x: 1.0, y: 10.0, lebar: 200.0, tinggi: 60.0 }),
    ] {
        let stempel = Stempel { halaman, kotak, gambar: gambar() };
        let tampilan = Tampilan::Terlihat(stempel);
        let permintaan = PermintaanTte { tampilan, ..permintaan(NIK, PASSPHRASE) };
        let gagal = klien.tanda_tangani(&koneksi(&alamat, ""), permintaan).await.unwrap_err();
        assert_eq!(jenis(&gagal), "tidak terkirim", "{halaman} {kotak:?}");
    }
    assert_eq!(banyak.load(Ordering::SeqCst), 0);
}
