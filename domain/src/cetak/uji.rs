//! Sheets of the real packs, and of configurations that nobody in their right mind would make.

use std::{collections::BTreeMap, fs, path::Path};

use proptest::prelude::*;
use time::macros::datetime;

use super::*;
use crate::{
    kalender::{DaftarKhusus, DaftarLibur, Kalender},
    nilai::{Kode, KodeWilayah, NomorRegistrasi},
    sop::{DefinisiSop, StatusKasus},
    tenant::Paket,
};

fn paket(nama: &str) -> Paket {
    let letak = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/tenants").join(nama);
    let teks = fs::read_to_string(letak.with_extension("yaml")).unwrap();
    let nilai: serde_json::Value = yaml_serde::from_str(&teks).unwrap();
    serde_json::from_value(nilai).unwrap()
}

fn nama_peran(paket: &Paket) -> BTreeMap<Kode, String> {
    paket.peran.iter().map(|peran| (peran.kode.clone(), peran.nama.clone())).collect()
}

fn lembar(paket: &Paket, sop: &DefinisiSop) -> Lembar {
    lembar_sop(sop, &paket.tenant.nama, &nama_peran(paket))
}

fn tabel(lembar: &Lembar) -> Vec<&Tabel> {
    let tabel = lembar.bagian.iter();
    tabel.filter_map(|b| if let Bagian::Tabel(tabel) = b { Some(tabel) } else { None }).collect()
}

/// The texts of a cell, one per line.
fn teks(sel: &Sel) -> String {
    let satu = |isi: &Isi| match isi {
        Isi::Teks(teks) | Isi::Judul(teks) | Isi::Subjudul(teks) => teks.clone(),
        Isi::Butir(tanda, teks) => format!("{tanda} {teks}"),
        Isi::Pasangan(kunci, nilai) => format!("{kunci}: {nilai}"),
        Isi::Lambang(lambang) => format!("[{lambang:?}]"),
        Isi::Legenda(_) => String::new(),
    };
    sel.isi.iter().map(satu).collect::<Vec<_>>().join("\n").replace('\u{a0}', " ")
}

fn baris(tabel: &Tabel, nomor: &str) -> Vec<String> {
    let baris = tabel.baris.iter().find(|baris| teks(&baris[0]) == nomor);
    baris.unwrap_or_else(|| panic!("no row {nomor}")).iter().map(teks).collect()
}

#[test]
fn every_sop_of_every_pack_has_its_sheet() {
    for nama in ["balangan", "kembaran", "pekanbaru", "sinjai"] {
        let paket = paket(nama);
        for sop in &paket.sop {
            let lembar = lembar(&paket, sop);
            let [identitas, alur] = tabel(&lembar)[..] else { panic!("{nama}: two tables") };
            assert_eq!(identitas.baris.len(), 4);
            let tahap = sop.tahap.iter().map(|tahap| {
                let rantai = tahap.rantai.as_ref().and_then(|kode| sop.rantai(kode));
                rantai.map_or(1, |rantai| rantai.level.len())
            });
            assert_eq!(alur.baris.len(), tahap.sum::<usize>(), "{nama}/{}", sop.kode);
            for baris in &alur.baris {
                assert_eq!(baris.len(), alur.kolom.len(), "{nama}/{}", sop.kode);
                let tanda = baris.iter().filter(|sel| teks(sel).starts_with('[')).count();
                assert!(tanda >= 1, "{nama}/{}: nobody does {:?}", sop.kode, teks(&baris[1]));
            }
            // Packs have few roles, so each column has its name.
            let kepala: Vec<String> = alur.kepala[1].iter().map(teks).collect();
            assert!(paket.peran.iter().any(|peran| kepala.contains(&peran.nama)), "{kepala:?}");
        }
    }
}

#[test]
fn the_identity_sheet_of_pekanbaru_is_the_one_on_its_wall() {
    let paket = paket("pekanbaru");
    let lembar = lembar(&paket, &paket.sop[0]);
    let identitas = tabel(&lembar)[0];
    let kanan = teks(&identitas.baris[0][1]);
    for satu in [
        "Nomor SOP: 060/Dukcapil-PDIP/702/2020",
        "Tanggal pembuatan: 1 April 2020",
        "Tanggal revisi: 6 April 2020",
        "Tanggal efektif: 9 April 2020",
        "NIP: 19681109 198909 2 001",
    ] {
        assert!(kanan.contains(satu), "{kanan}");
    }
    let butir = |b: usize, k: usize| {
        let isi = identitas.baris[b][k].isi.iter();
        isi.filter(|isi| matches!(isi, Isi::Butir(..))).count()
    };
    // Dasar hukum, kualifikasi, keterkaitan, peralatan, peringatan, pencatatan (P-15).
    let jumlah = [butir(1, 0), butir(1, 1), butir(2, 0), butir(2, 1), butir(3, 0), butir(3, 1)];
    assert_eq!(jumlah, [13, 4, 0, 3, 4, 5]);
}

#[test]
fn outcomes_name_the_steps_they_lead_to_and_a_chain_climbs() {
    let paket = paket("balangan");
    let lembar = lembar(&paket, &paket.sop[0]);
    let alur = tabel(&lembar)[1];
    let satu = baris(alur, "1");
    assert!(satu[1].contains("kembali ke pemohon, lalu ke 1"), "{satu:?}");
    assert!(satu[1].contains("permohonan ditolak"), "{satu:?}");
    assert!(satu[2].starts_with("[Ujung]\nke 2"), "{satu:?}");
    assert!(baris(alur, "4").contains(&"[Proses]\nke 5.1".to_owned()));
    assert!(baris(alur, "5.1")[1].contains("ke 5.2"));
    assert!(baris(alur, "5.3")[1].contains("Setuju: ke 6"), "{:?}", baris(alur, "5.3"));
    assert!(baris(alur, "5.2").contains(&"[Keputusan]\nke 5.3, 4".to_owned()));
}

/// An SOP with one step per role, all of that name.
fn ramai(jumlah: usize, nama: &str) -> (DefinisiSop, BTreeMap<Kode, String>) {
    let kode = |i: usize| format!("peran_{i}");
    let tahap = |i: usize| {
        let tujuan = if i + 1 < jumlah {
            serde_json::json!({ "tahap": format!("tahap_{}", i + 1) })
        } else {
            serde_json::json!("selesai")
        };
        serde_json::json!({
            "kode": format!("tahap_{i}"), "nama": nama, "jenis": "umum",
            "pelaksana": { "salah_satu": [kode(i)] },
            "keputusan": [{ "kode": "lanjut", "label": nama, "tujuan": [tujuan] }],
        })
    };
    let definisi = serde_json::json!({
        "kode": "ramai", "nama": nama, "mulai": "tahap_0",
        "tahap": (0..jumlah).map(tahap).collect::<Vec<_>>(),
    });
    let peran = (0..jumlah).map(|i| (Kode::parse(&kode(i)).unwrap(), format!("{nama} {i}")));
    (serde_json::from_value(definisi).unwrap(), peran.collect())
}

#[test]
fn many_roles_get_letters_and_very_many_share_a_column() {
    let kepala = |jumlah: usize| {
        let (definisi, peran) = ramai(jumlah, "Petugas");
        let lembar = lembar_sop(&definisi, "Kantor", &peran);
        let Bagian::Isi(isi) = &lembar.bagian[2] else { panic!("introduction") };
        let alur = tabel(&lembar)[1];
        let mut kepala: Vec<String> = alur.kepala[1].iter().map(teks).collect();
        kepala.truncate(alur.kepala[1].len() - 3);
        let huruf = isi.iter().filter(|isi| matches!(isi, Isi::Butir(..))).count();
        (kepala, huruf, teks(&alur.baris[jumlah - 1][2]))
    };
    let (nama, huruf, _) = kepala(3);
    assert_eq!((nama[2].as_str(), huruf), ("Petugas 2", 0));
    let (nama, huruf, _) = kepala(10);
    assert_eq!((nama[9].as_str(), huruf), ("J", 10));
    let (nama, huruf, akhir) = kepala(40);
    assert_eq!((nama.len(), huruf), (0, 0));
    assert!(akhir.contains("Petugas 39"), "{akhir}");
}

fn kalender() -> Kalender {
    let paket = paket("pekanbaru");
    Kalender {
        zona: paket.tenant.zona,
        jam: paket.jam_kerja,
        libur: DaftarLibur::default(),
        khusus: DaftarKhusus::default(),
        jam_kanal: Vec::new(),
    }
}

fn paraf(oleh: Option<&str>, pada: OffsetDateTime) -> Paraf {
    Paraf { oleh: oleh.map(str::to_owned), atas_nama: None, pada }
}

#[test]
fn the_kartu_kendali_says_who_when_and_where_the_case_waited() {
    let kalender = kalender();
    let nomor = NomorRegistrasi::buat(&KodeWilayah::parse("14.71").unwrap(), 2026, 42);
    let selesai = datetime!(2026-11-24 2:00 UTC);
    let baris = [
        BarisKartu {
            urutan: 1,
            kegiatan: "Memeriksa berkas".to_owned(),
            penyerahan: paraf(None, datetime!(2026-11-23 1:00 UTC)),
            // 08.00 to 08.30 in WIB, then over the lunch break.
            penerimaan: Some(paraf(Some("Sari Rahmawati"), datetime!(2026-11-23 1:30 UTC))),
            selesai_pada: Some(datetime!(2026-11-23 6:30 UTC)),
            hasil: Some("Lengkap".to_owned()),
        },
        BarisKartu {
            urutan: 2,
            kegiatan: "Paraf Kepala Seksi".to_owned(),
            penyerahan: paraf(Some("Sari Rahmawati"), datetime!(2026-11-23 6:30 UTC)),
            penerimaan: Some(Paraf {
                atas_nama: Some("Kepala Seksi".to_owned()),
                ..paraf(Some("Budi Hartono"), datetime!(2026-11-23 7:00 UTC))
            }),
            selesai_pada: None,
            hasil: None,
        },
        BarisKartu {
            urutan: 3,
            kegiatan: "Cabang arsip".to_owned(),
            penyerahan: paraf(Some("Sari Rahmawati"), datetime!(2026-11-23 6:30 UTC)),
            penerimaan: None,
            selesai_pada: Some(datetime!(2026-11-23 7:00 UTC)),
            hasil: None,
        },
    ];
    let kartu = KartuKendali {
        kantor: "Disdukcapil",
        nomor: &nomor,
        layanan: "Kirim PDF",
        pemohon: &nama_singkat("Siti Aminah"),
        status: &StatusKasus::Berjalan,
        masuk: datetime!(2026-11-23 1:00 UTC),
        kalender: &kalender,
        baris: &baris,
    };
    let lembar = lembar_kartu_kendali(&kartu, selesai);
    let isi = tabel(&lembar)[0];
    let satu = baris_teks(isi, 0);
    assert_eq!(satu[2], "Pemohon\n23 November 2026, 08.00 WIB");
    assert_eq!(satu[3], "Sari Rahmawati\n23 November 2026, 08.30 WIB");
    assert_eq!(satu[4..], ["30 menit", "4 jam", "Lengkap"]);
    let dua = baris_teks(isi, 1);
    assert!(dua[3].starts_with("Budi Hartono\na.n. Kepala Seksi\n"), "{dua:?}");
    // 14.00 to closing at 16.00, and 07.30 to 09.00 the next day.
    assert_eq!(dua[4..], ["30 menit", "3 jam 30 menit, berjalan", "Sedang dikerjakan"]);
    assert_eq!(baris_teks(isi, 2)[3..], ["-", "30 menit", "-", "Dibatalkan"]);
    let jumlah = baris_teks(isi, 3);
    assert_eq!(jumlah[1..3], ["1 jam 30 menit", "7 jam 30 menit"]);
    let halaman = html(&lembar);
    assert!(halaman.contains("Siti A.") && !halaman.contains("Aminah"));
}

fn baris_teks(tabel: &Tabel, i: usize) -> Vec<String> {
    tabel.baris[i].iter().map(teks).collect()
}

#[test]
fn a_name_is_shortened() {
    for (nama, singkat) in [
        ("Siti Aminah", "Siti A."),
        ("  Muhammad  al-Fatih bin  Umar ", "Muhammad A. B. U."),
        ("Suparman", "Sup*****"),
        ("Ani", "Ani"),
        ("R. 'Ayu", "R. A."),
        (" ", "-"),
    ] {
        assert_eq!(nama_singkat(nama), singkat, "{nama}");
    }
}

/// Every tag of the page is one that the renderer writes, and no attribute is of another's making.
fn periksa_html(halaman: &str) {
    const UNSUR: &[&str] = &[
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "header", "section", "div",
        "p", "h1", "span", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "svg",
        "rect", "path", "footer",
    ];
    const ATRIBUT: &[&str] = &[
        "lang",
        "charset",
        "name",
        "content",
        "class",
        "width",
        "colspan",
        "rowspan",
        "data-judul",
        "viewBox",
        "role",
        "aria-label",
        "x",
        "y",
        "height",
        "rx",
        "d",
        "html",
    ];
    assert_eq!(halaman.matches("</style").count(), 1);
    let gaya = halaman.find("<style>").unwrap()..halaman.find("</style>").unwrap();
    let sisa = format!("{}{}", &halaman[..gaya.start], &halaman[gaya.end..]);
    for potongan in sisa.split('<').skip(1) {
        let (tag, teks) = potongan.split_once('>').expect("a tag ends");
        assert!(!teks.contains('>'), "{potongan}");
        let tag = tag.trim_start_matches('/').trim_end_matches('/');
        // Attributes are all double-quoted, so odd pieces are values.
        let luar: Vec<&str> = tag.split('"').step_by(2).collect();
        let mut kata =
            luar.iter().flat_map(|satu| satu.split([' ', '='])).filter(|k| !k.is_empty());
        let unsur = kata.next().unwrap_or_default();
        assert!(UNSUR.contains(&unsur), "<{tag}>");
        for atribut in kata {
            assert!(ATRIBUT.contains(&atribut), "<{tag}>");
        }
    }
}

/// A sheet on which every text is that text.
fn penuh(teks: &str) -> Lembar {
    let (definisi, peran) = ramai(3, teks);
    let mut lembar = lembar_sop(&definisi, teks, &peran);
    lembar.bagian.insert(
        0,
        Bagian::Judul {
            kop: teks.to_owned(),
            judul: teks.to_owned(),
            bawah: vec![teks.to_owned()],
        },
    );
    lembar
}

#[test]
fn no_text_becomes_markup() {
    for serangan in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</style><script>alert(1)</script>",
        "</title><svg/onload=alert(1)>",
        "\\\"; } body { background: url(//jahat) } /*",
        "<!-- &lt;script&gt; --> &#60;b&#62;",
        "\0\u{8}\u{1f}",
    ] {
        let halaman = html(&penuh(serangan));
        periksa_html(&halaman);
        // The footer stands in a string of the style, too.
        let gaya = halaman.split("style>").nth(1).unwrap();
        assert!(!gaya.contains("url(") && !gaya.contains("alert("), "{serangan}");
    }
    assert!(html(&penuh("a < b & c")).contains("a &lt; b &amp; c"));
}

proptest! {
    #[test]
    fn whatever_the_text_the_page_stays_whole(teks in "\\PC{0,80}", tanda in "[<>\"'&/=\\\\ ;{}!a-c-]{0,60}") {
        periksa_html(&html(&penuh(&teks)));
        periksa_html(&html(&penuh(&tanda)));
    }
}
