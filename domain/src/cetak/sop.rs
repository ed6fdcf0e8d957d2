//! The SOP-AP sheet (P-15, PermenPAN 35/2012): the identity sheet, then the flow table with one column per pelaksana.

use std::collections::BTreeMap;

use time::{Date, macros::format_description};

use super::{Arah, Bagian, Isi, Lambang, Lembar, Sel, Tabel, alur::Alur, model::bernomor};
use crate::{
    kalender::kalimat_tanggal,
    nilai::Kode,
    sop::{DefinisiSop, IdentitasSop},
};

/// The SOP-AP sheet of a definition. `peran` names the roles; a role without a name shows its code.
pub fn lembar_sop(definisi: &DefinisiSop, kantor: &str, peran: &BTreeMap<Kode, String>) -> Lembar {
    let alur = Alur::baru(definisi, peran);
    let mut bagian = vec![Bagian::Tabel(identitas(definisi, kantor)), Bagian::HalamanBaru];
    let mut pengantar = vec![
        Isi::Subjudul(format!("Prosedur: {}", definisi.nama)),
        Isi::Legenda(vec![Lambang::Ujung, Lambang::Proses, Lambang::Keputusan]),
    ];
    pengantar.extend(alur.keterangan_kolom());
    bagian.extend([Bagian::Isi(pengantar), Bagian::Tabel(alur.tabel())]);
    let nomor = definisi.identitas.nomor.as_deref().map_or(String::new(), |n| format!("{n}, "));
    Lembar {
        judul: format!("SOP {}", definisi.nama),
        kantor: kantor.to_owned(),
        arah: Arah::Mendatar,
        bagian,
        kaki: format!("SOP {nomor}{}", definisi.nama),
    }
}

/// The identity sheet.
fn identitas(definisi: &DefinisiSop, kantor: &str) -> Tabel {
    let isi: &IdentitasSop = &definisi.identitas;
    let teks = |nilai: &Option<String>| nilai.clone().unwrap_or_else(|| "-".to_owned());
    let pasangan = |kunci: &str, nilai: String| Isi::Pasangan(kunci.to_owned(), nilai);
    let kotak = |judul: &str, isi: Vec<Isi>| {
        Sel::isi(std::iter::once(Isi::Subjudul(judul.to_owned())).chain(isi).collect())
    };
    let panjang = |semua: &[&[String]]| -> usize {
        semua.iter().flat_map(|satu| satu.iter()).map(|teks| teks.chars().count()).sum()
    };
    let kiri = panjang(&[&isi.dasar_hukum, &isi.keterkaitan, &isi.peringatan]);
    let kanan = panjang(&[&isi.kualifikasi_pelaksana, &isi.peralatan, &isi.pencatatan]);
    // The fuller side is wider, within reason, so that the sheet stays on one page where it can.
    let bagian_kiri = u32::try_from(kiri * 100 / (kiri + kanan).max(1)).unwrap_or(50).clamp(42, 60);
    Tabel {
        kolom: vec![bagian_kiri, 100 - bagian_kiri],
        kepala: Vec::new(),
        baris: vec![
            vec![
                Sel::isi(vec![
                    Isi::Subjudul(kantor.to_uppercase()),
                    Isi::Judul("Standar Operasional Prosedur".to_owned()),
                ])
                .di_tengah(),
                Sel::isi(vec![
                    pasangan("Nomor SOP", teks(&isi.nomor)),
                    pasangan("Tanggal pembuatan", tanggal(isi.tanggal_pembuatan.as_deref())),
                    pasangan("Tanggal revisi", tanggal(isi.tanggal_revisi.as_deref())),
                    pasangan("Tanggal efektif", tanggal(isi.tanggal_efektif.as_deref())),
                    pasangan("Disahkan oleh", teks(&isi.disahkan_oleh)),
                    pasangan("NIP", teks(&isi.nip_pengesah)),
                    pasangan("Judul SOP", definisi.nama.clone()),
                ]),
            ],
            vec![
                kotak("Dasar hukum", bernomor(&isi.dasar_hukum)),
                kotak("Kualifikasi pelaksana", bernomor(&isi.kualifikasi_pelaksana)),
            ],
            vec![
                kotak("Keterkaitan", bernomor(&isi.keterkaitan)),
                kotak("Peralatan dan perlengkapan", bernomor(&isi.peralatan)),
            ],
            vec![
                kotak("Peringatan", bernomor(&isi.peringatan)),
                kotak("Pencatatan dan pendataan", bernomor(&isi.pencatatan)),
            ],
        ],
        rapat: false,
    }
}

/// A date of the sheet; what is no ISO date stays as the office wrote it.
fn tanggal(teks: Option<&str>) -> String {
    let Some(teks) = teks else { return "-".to_owned() };
    match Date::parse(teks, format_description!("[year]-[month]-[day]")) {
        Ok(tanggal) => kalimat_tanggal(tanggal),
        Err(_) => teks.to_owned(),
    }
}
