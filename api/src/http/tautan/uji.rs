//! The page as a browser gets it.

use loket_domain::percakapan::{
    Butir, Formulir, HalamanTautan, HasilKiriman, IsiHalamanTautan, Medan,
};

use super::lembar;

fn butir(nama: &str, label: &str, medan: Medan) -> Butir {
    Butir {
        nama: nama.to_owned(),
        label: label.to_owned(),
        petunjuk: Some("Foto aslinya, seluruh tulisan terbaca dan tidak silau.".to_owned()),
        wajib: true,
        medan,
        nilai: String::new(),
        galat: None,
    }
}

fn formulir(butir: Vec<Butir>, hasil: Option<HasilKiriman>) -> String {
    lembar::halaman(&HalamanTautan {
        kantor: "Dinas Kependudukan dan Pencatatan Sipil Kota Pekanbaru".to_owned(),
        nomor_wa: Some("6281100".to_owned()),
        isi: IsiHalamanTautan::Formulir(Box::new(Formulir {
            judul: "Akta kelahiran".to_owned(),
            permintaan: None,
            butir,
            berlaku_sampai: "Selasa, 24 November 2026 pukul 10.00 WIB".to_owned(),
            pemberitahuan:
                "Data Anda hanya untuk <permohonan> ini. Ketik DATA SAYA untuk salinannya."
                    .to_owned(),
            hasil,
        })),
    })
}

#[test]
fn the_longest_page_is_below_ten_kilobytes_and_needs_neither_script_nor_anything_from_elsewhere() {
    let semua: Vec<Butir> = (0..20)
        .map(|n| {
            let medan = if n < 2 { Medan::Nomor } else { Medan::Berkas };
            butir(
                &format!("syarat.surat_keterangan_{n}"),
                "Surat keterangan lahir dari rumah sakit",
                medan,
            )
        })
        .collect();
    let isi = formulir(semua, None);
    assert!(isi.len() < 10_000, "{} bytes", isi.len());
    for terlarang in [
        "<script",
        "http://",
        "https://",
        "<img",
        "<link",
        "javascript:",
        "url(",
        "onload",
        "onclick",
    ] {
        assert!(!isi.contains(terlarang), "{terlarang}");
    }
    assert!(isi.contains("accept=\"image/*,application/pdf\""));
    assert!(isi.contains("<form method=\"post\" enctype=\"multipart/form-data\""));
    assert!(isi.contains("Data Anda hanya untuk &lt;permohonan&gt; ini. Ketik DATA SAYA"));
}

#[test]
fn what_was_typed_and_what_an_office_wrote_is_never_markup() {
    let mut satu = butir("isian.a\"b", "<b>Nama</b> & \"anak\"", Medan::Teks);
    satu.nilai = "\"><script>alert(1)</script>".to_owned();
    satu.galat = Some("<i>salah</i>".to_owned());
    let hasil = HasilKiriman { diterima: vec!["<u>KK</u>".to_owned()], dari: 2, galat: None };
    let isi = formulir(vec![satu], Some(hasil));
    for terlarang in ["<script", "<b>Nama", "<i>salah", "<u>KK", "name=\"isian.a\"b\""] {
        assert!(!isi.contains(terlarang), "{terlarang}");
    }
    assert!(isi.contains("1 dari 2 sudah kami terima"));
    assert!(isi.contains("value=\"&quot;&gt;&lt;script"));
}

#[test]
fn a_choice_that_was_made_is_still_made_when_the_page_comes_again() {
    let mut satu = butir(
        "isian.kelompok",
        "Kelompok",
        Medan::Pilihan(vec!["Tidak".to_owned(), "Lansia".to_owned()]),
    );
    satu.nilai = "2".to_owned();
    assert!(formulir(vec![satu], None).contains("<option value=\"2\" selected>Lansia"));
}
