//! Pages: nothing overflows, whatever the text; the file is a PDF that says what the sheet says.

use std::{collections::BTreeMap, fs, path::Path};

use loket_domain::{
    cetak::{Arah, Bagian, Isi, Lambang, Lembar, PencetakPdf, Sel, Tabel, lembar_sop},
    nilai::Kode,
    sop::DefinisiSop,
    tenant::Paket,
};
use proptest::prelude::*;
use serde_json::json;
use time::{OffsetDateTime, macros::datetime};

use super::{
    PdfHelvetica,
    halaman::{Halaman, Tata, Unsur, tata},
};

pub(super) const PADA: OffsetDateTime = datetime!(2026-11-21 10:15 +7);

fn sop_paket() -> Vec<(String, Lembar)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/tenants");
    let mut semua = Vec::new();
    for nama in ["balangan", "kembaran", "pekanbaru", "sinjai"] {
        let teks = fs::read_to_string(folder.join(nama).with_extension("yaml")).unwrap();
        let nilai: serde_json::Value = yaml_serde::from_str(&teks).unwrap();
        let paket: Paket = serde_json::from_value(nilai).unwrap();
        let peran: BTreeMap<Kode, String> =
            paket.peran.iter().map(|peran| (peran.kode.clone(), peran.nama.clone())).collect();
        for sop in &paket.sop {
            let lembar = lembar_sop(sop, &paket.tenant.nama, &peran);
            semua.push((format!("{nama}/{}", sop.kode), lembar));
        }
    }
    semua
}

/// An SOP of `langkah` steps done by `peran` roles, every text being one of these.
fn buatan(langkah: usize, peran: usize, teks: &[String]) -> Lembar {
    let kata = |i: usize| teks[i % teks.len()].clone();
    let tahap = |i: usize| {
        let lanjut = if i + 1 < langkah {
            json!({ "tahap": format!("t{}", i + 1) })
        } else {
            json!("selesai")
        };
        json!({
            "kode": format!("t{i}"), "nama": kata(i), "jenis": "umum",
            "pelaksana": { "salah_satu": [format!("p{}", i % peran), format!("p{}", i / 2 % peran)] },
            "mutu_baku": { "kelengkapan": [kata(i + 1), kata(i + 2)], "keluaran": [kata(i + 3)] },
            "keputusan": [
                { "kode": "lanjut", "label": kata(i + 4), "tujuan": [lanjut] },
                { "kode": "kembali", "label": kata(i + 5), "tujuan": [{ "pemohon": { "lanjut": "t0" } }] },
            ],
            "keterangan": kata(i + 6),
        })
    };
    let definisi: DefinisiSop = serde_json::from_value(json!({
        "kode": "buatan", "nama": kata(0), "mulai": "t0",
        "identitas": { "nomor": kata(1), "dasar_hukum": teks, "peringatan": teks },
        "tahap": (0..langkah).map(tahap).collect::<Vec<_>>(),
    }))
    .unwrap();
    let peran = (0..peran).map(|i| (Kode::parse(&format!("p{i}")).unwrap(), kata(i)));
    lembar_sop(&definisi, &kata(2), &peran.collect())
}

/// Nothing leaves the page, no text leaves its cell, nothing covers a text.
pub(super) fn periksa(nama: &str, tata: &Tata) {
    const HALUS: f32 = 0.02;
    let (lebar, tinggi) = tata.ukuran;
    for (nomor, Halaman { unsur }) in tata.halaman.iter().enumerate() {
        let letak = |apa: &Unsur| format!("{nama}, page {}: {apa:?}", nomor + 1);
        let kotak: Vec<_> = unsur.iter().filter(|u| matches!(u, Unsur::Kotak { .. })).collect();
        let isi: Vec<_> = unsur
            .iter()
            .filter(|u| matches!(u, Unsur::Teks { .. } | Unsur::Lambang { .. }))
            .collect();
        for satu in unsur {
            let (x, y, akhir_x, akhir_y) = satu.batas();
            assert!(x >= 20.0 && akhir_x <= lebar - 20.0, "{}", letak(satu));
            assert!(y >= 20.0 && akhir_y <= tinggi - 14.0, "{}", letak(satu));
        }
        let bertumpuk = |a: &Unsur, b: &Unsur| {
            let (a, b) = (a.batas(), b.batas());
            a.0 + HALUS < b.2 && b.0 + HALUS < a.2 && a.1 + HALUS < b.3 && b.1 + HALUS < a.3
        };
        for (i, satu) in isi.iter().enumerate() {
            let (x, y, akhir_x, akhir_y) = satu.batas();
            let dalam = |k: &&&Unsur| {
                let b = k.batas();
                x >= b.0 - HALUS
                    && y >= b.1 - HALUS
                    && akhir_x <= b.2 + HALUS
                    && akhir_y <= b.3 + HALUS
            };
            let tersentuh = kotak.iter().filter(|k| bertumpuk(satu, k)).count();
            assert_eq!(tersentuh, kotak.iter().filter(dalam).count(), "{}", letak(satu));
            assert!(tersentuh <= 1, "{}", letak(satu));
            for lain in &isi[i + 1..] {
                assert!(!bertumpuk(satu, lain), "{} on {lain:?}", letak(satu));
            }
        }
    }
}

/// The text of each page, as a reader extracts it.
pub(super) fn teks_pdf(pdf: &[u8]) -> Vec<String> {
    let dokumen = lopdf::Document::load_mem(pdf).unwrap();
    dokumen.get_pages().keys().map(|nomor| dokumen.extract_text(&[*nomor]).unwrap()).collect()
}

#[test]
fn every_sop_of_every_pack_prints() {
    for (nama, lembar) in sop_paket() {
        let tata = tata(&lembar);
        periksa(&nama, &tata);
        let pdf = PdfHelvetica.cetak(&lembar, PADA);
        let teks = teks_pdf(&pdf);
        assert_eq!(teks.len(), tata.halaman.len(), "{nama}");
        assert!((2..=4).contains(&teks.len()), "{nama}: {} pages", teks.len());
        for (i, satu) in teks.iter().enumerate() {
            assert!(satu.contains(&format!("Halaman {} dari {}", i + 1, teks.len())), "{nama}");
        }
        assert!(teks[0].contains("Dasar hukum") && teks[0].contains("STANDAR OPERASIONAL"));
        assert!(teks.iter().any(|satu| satu.contains("Mutu baku")), "{nama}");
    }
}

#[test]
fn the_sheet_of_pekanbaru_holds_what_its_pack_says() {
    let (_, lembar) = sop_paket().into_iter().find(|(nama, _)| nama == "pekanbaru/menwa").unwrap();
    let semua = teks_pdf(&PdfHelvetica.cetak(&lembar, PADA)).join(" ");
    // Lines break where they must; words stay whole.
    for kata in ["060/Dukcapil-PDIP/702/2020", "NOVRITA,", "19681109", "Walikota", "MENWA"] {
        assert!(semua.contains(kata), "{kata} is missing");
    }
    let nomor = semua.find("Nomor SOP").unwrap();
    assert!(semua[nomor..].starts_with("Nomor SOP\n:\n060/"), "a label is read before its value");
    assert!(semua.contains("2017 – 2022."), "a dash that Helvetica has stays a dash");
}

#[test]
fn the_file_names_itself_and_is_the_same_every_time() {
    let (_, lembar) = sop_paket().remove(0);
    let pdf = PdfHelvetica.cetak(&lembar, PADA);
    assert_eq!(pdf, PdfHelvetica.cetak(&lembar, PADA));
    assert_ne!(pdf, PdfHelvetica.cetak(&lembar, PADA + time::Duration::DAY));
    let dokumen = lopdf::Document::load_mem(&pdf).unwrap();
    let info = dokumen.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let info = dokumen.get_dictionary(info).unwrap();
    assert_eq!(info.get(b"Title").unwrap().as_str().unwrap(), lembar.judul.as_bytes());
    assert_eq!(info.get(b"CreationDate").unwrap().as_str().unwrap(), b"D:20261121101500+07'00");
}

#[test]
fn header_rows_stand_on_every_page_of_their_table() {
    let teks = ["Memeriksa berkas permohonan dan mencatatnya di buku".to_owned()];
    let lembar = buatan(60, 4, &teks);
    let tata = tata(&lembar);
    periksa("60 steps", &tata);
    let halaman = teks_pdf(&PdfHelvetica.cetak(&lembar, PADA));
    assert!(halaman.len() > 4, "{} pages", halaman.len());
    assert!(
        halaman[1..].iter().all(|satu| satu.contains("Aktivitas") && satu.contains("Mutu baku"))
    );
    let nomor = halaman.join("\n");
    assert!((1..=60).all(|n| nomor.lines().any(|baris| baris.trim() == n.to_string())));
}

#[test]
fn a_row_longer_than_a_page_goes_on_over_the_next() {
    let panjang = (0..2000).map(|i| format!("kata{i}")).collect::<Vec<_>>().join(" ");
    let lembar = buatan(2, 2, &[panjang]);
    periksa("long rows", &tata(&lembar));
    let semua = teks_pdf(&PdfHelvetica.cetak(&lembar, PADA)).join(" ");
    for i in [0, 999, 1999] {
        assert!(semua.contains(&format!("kata{i}")), "kata{i} is missing");
    }
}

#[test]
fn an_empty_sheet_is_one_page() {
    let lembar = Lembar {
        judul: String::new(),
        kantor: String::new(),
        arah: Arah::Tegak,
        bagian: vec![
            Bagian::HalamanBaru,
            Bagian::Isi(Vec::new()),
            Bagian::Tabel(Tabel { kolom: vec![], kepala: vec![], baris: vec![], rapat: false }),
        ],
        kaki: String::new(),
    };
    assert_eq!(teks_pdf(&PdfHelvetica.cetak(&lembar, PADA)).len(), 1);
}

/// Text as people and machines make it: words, one endless word, signs of other scripts.
pub(super) fn teks_acak() -> impl Strategy<Value = String> {
    prop_oneof![
        "([a-zA-Z]{1,12}[ ,./-]){0,30}",
        "[A-Za-z0-9/]{0,200}",
        "\\PC{0,60}",
        "(Wm[\u{a0}\n–é→日]){0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_overflows(
        langkah in 1_usize..25,
        peran in 1_usize..40,
        teks in proptest::collection::vec(teks_acak(), 1..8),
    ) {
        let lembar = buatan(langkah, peran, &teks);
        periksa("random", &tata(&lembar));
        let jumlah = lopdf::Document::load_mem(&PdfHelvetica.cetak(&lembar, PADA)).unwrap();
        prop_assert!(jumlah.get_pages().len() >= 2);
    }

    #[test]
    fn nothing_overflows_on_a_portrait_sheet(
        teks in proptest::collection::vec(teks_acak(), 7),
        baris in 0_usize..30,
    ) {
        let sel = |i: usize| Sel::isi(vec![
            Isi::Subjudul(teks[i % 7].clone()),
            Isi::Butir(teks[(i + 1) % 7].clone(), teks[(i + 2) % 7].clone()),
            Isi::Lambang(Lambang::Keputusan),
        ]);
        let bebas = vec![
            Isi::Pasangan(teks[0].clone(), teks[1].clone()),
            Isi::Pasangan(teks[2].clone(), teks[3].clone()),
            Isi::Legenda(vec![Lambang::Ujung, Lambang::Proses, Lambang::Keputusan]),
            Isi::Judul(teks[4].clone()),
            Isi::Teks(teks[5].clone()),
        ];
        let lembar = Lembar {
            judul: teks[0].clone(),
            kantor: teks[1].clone(),
            arah: Arah::Tegak,
            bagian: vec![
                Bagian::Judul { kop: teks[2].clone(), judul: teks[3].clone(), bawah: teks.clone() },
                Bagian::Isi(bebas.clone()),
                Bagian::Tabel(Tabel {
                    kolom: vec![22, 124, 104, 104, 56, 56, 66],
                    kepala: vec![(0..7).map(|i| Sel::kepala(&*teks[i])).collect()],
                    baris: (0..baris)
                        .map(|i| vec![
                            Sel::kosong(), sel(i).seluas(2, 1), Sel::isi(bebas.clone()).di_tengah().seluas(3, 1), sel(i + 1),
                        ])
                        .collect(),
                    rapat: true,
                }),
            ],
            kaki: teks[6].clone(),
        };
        periksa("random", &tata(&lembar));
    }
}
