//! Parallel branches and conditional steps, and the faults that the soundness check finds.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    uji::{self, Selalu, kode},
    *,
};
use crate::{akses::PenggunaId, nilai::Kode, ungkapan::Ungkapan};

pub(super) fn tahap(kode: &str, keputusan: &Value) -> Value {
    json!({
        "kode": kode, "nama": kode, "jenis": "umum",
        "pelaksana": { "salah_satu": ["petugas"] },
        "keputusan": keputusan,
    })
}

pub(super) fn lanjut(ke: &Value) -> Value {
    json!([{ "kode": "lanjut", "label": "Lanjut", "tujuan": ke }])
}

/// A split into two, joined again, with an optional step behind it.
pub(super) fn bercabang() -> Value {
    let mut gabung = tahap("gabung", &lanjut(&json!([{ "tahap": "opsional" }])));
    gabung["gabung"] = json!("semua");
    let mut opsional = tahap("opsional", &lanjut(&json!(["selesai"])));
    opsional["jika"] = json!("kanal == 'loket'");
    opsional["lewat"] = json!("selesai");
    json!({
        "kode": "uji", "nama": "Uji", "mulai": "awal",
        "tahap": [
            tahap("awal", &json!([
                { "kode": "lanjut", "label": "Lanjut", "tujuan": [{ "tahap": "kiri" }, { "tahap": "kanan" }] },
                { "kode": "tolak", "label": "Tolak", "tujuan": ["ditolak"] },
            ])),
            tahap("kiri", &lanjut(&json!([{ "tahap": "gabung" }]))),
            tahap("kanan", &lanjut(&json!([{ "tahap": "gabung" }]))),
            gabung,
            opsional,
        ],
    })
}

pub(super) fn baca(nilai: &Value) -> DefinisiSop {
    serde_json::from_value(nilai.clone()).unwrap()
}

fn cacat(nilai: &Value) -> Vec<&'static str> {
    let peran = BTreeSet::from([kode("petugas"), kode("kasi")]);
    periksa(&baca(nilai), &peran).into_iter().map(|c| c.kode).collect()
}

struct Tetap(bool);

impl Penilai for Tetap {
    fn benar(&self, _: &Ungkapan, _: u32) -> bool {
        self.0
    }

    fn sekarang(&self) -> time::OffsetDateTime {
        Selalu.sekarang()
    }

    fn hari_ini(&self) -> time::Date {
        Selalu.hari_ini()
    }

    fn tenggat(&self, waktu: Waktu) -> Option<time::OffsetDateTime> {
        Selalu.tenggat(waktu)
    }

    fn unit(&self, jenis: crate::akses::JenisUnit) -> Option<Kode> {
        Selalu.unit(jenis)
    }
}

/// Runs a case by always deciding the `pilih`-th open outcome of the `mana`-th open tugas.
fn jalankan(
    definisi: &DefinisiSop,
    penjaga: bool,
    langkah: impl IntoIterator<Item = (usize, usize)>,
) -> KeadaanKasus {
    let ids = jelajah::Urut::default();
    let tetap = Tetap(penjaga);
    let mesin = Mesin { definisi, ids: &ids, penilai: &tetap };
    let mut keadaan = KeadaanKasus::awal().setelah(&mesin.mulai().unwrap());
    let oleh = PenggunaId::new(Uuid::nil());
    for (mana, pilih) in langkah {
        if keadaan.tugas.is_empty() {
            break;
        }
        let tugas = keadaan.tugas[mana % keadaan.tugas.len()].clone();
        let petindak = Petindak::dengan_peran(oleh, &tugas.untuk.peran);
        let terima = mesin.terima(&keadaan, tugas.id, petindak).unwrap();
        keadaan = keadaan.setelah(&terima);
        let pilihan = mesin.pilihan(&keadaan, &tugas);
        let keputusan = &pilihan[pilih % pilihan.len()].kode;
        let putus = mesin
            .putuskan(&keadaan, uji::memilih(tugas.id, keputusan, Some("-")), petindak)
            .unwrap();
        keadaan = keadaan.setelah(&putus);
    }
    keadaan
}

fn terbuka(keadaan: &KeadaanKasus) -> Vec<String> {
    keadaan.tugas.iter().map(|tugas| tugas.tahap.to_string()).collect()
}

#[test]
fn both_branches_must_arrive_before_the_join_opens() {
    let definisi = baca(&bercabang());
    assert_eq!(terbuka(&jalankan(&definisi, true, [(0, 0)])), ["kiri", "kanan"]);
    assert_eq!(terbuka(&jalankan(&definisi, true, [(0, 0), (1, 0)])), ["kiri"]);
    let bergabung = jalankan(&definisi, true, [(0, 0), (1, 0), (0, 0)]);
    assert_eq!(terbuka(&bergabung), ["gabung"]);
    assert!(bergabung.tiba.is_empty() && bergabung.tugas[0].cabang.is_empty());
}

#[test]
fn a_conditional_step_is_done_or_passed_over() {
    let definisi = baca(&bercabang());
    let sampai_gabung = [(0, 0), (0, 0), (0, 0), (0, 0)];
    assert_eq!(terbuka(&jalankan(&definisi, true, sampai_gabung)), ["opsional"]);
    assert_eq!(jalankan(&definisi, false, sampai_gabung).status.kata(), "selesai");
}

#[test]
fn the_first_branch_may_win_and_the_others_are_called_off() {
    let mut nilai = bercabang();
    nilai["tahap"][3]["gabung"] = json!("salah_satu");
    assert_eq!(cacat(&nilai), Vec::<&str>::new());
    let definisi = baca(&nilai);
    let keadaan = jalankan(&definisi, true, [(0, 0), (1, 0)]);
    assert_eq!(terbuka(&keadaan), ["gabung"]);
    assert!(keadaan.tiba.is_empty());
}

#[test]
fn an_outcome_that_does_not_apply_is_not_open() {
    let mut nilai = bercabang();
    nilai["tahap"][0]["keputusan"][1]["jika"] = json!("kanal == 'loket'");
    let definisi = baca(&nilai);
    let ids = jelajah::Urut::default();
    let mesin = Mesin { definisi: &definisi, ids: &ids, penilai: &Tetap(false) };
    let keadaan = KeadaanKasus::awal().setelah(&mesin.mulai().unwrap());
    let tugas = &keadaan.tugas[0];
    assert_eq!(mesin.pilihan(&keadaan, tugas).len(), 1);
    let petindak = Petindak::dengan_peran(PenggunaId::new(Uuid::nil()), &tugas.untuk.peran);
    let diterima = keadaan.clone().setelah(&mesin.terima(&keadaan, tugas.id, petindak).unwrap());
    assert_eq!(
        mesin.putuskan(&diterima, uji::memilih(tugas.id, &kode("tolak"), None), petindak),
        Err(Penolakan::KeputusanTidakAda(vec!["lanjut".to_owned()])),
    );
}

#[test]
fn a_sound_split_passes_and_a_simulation_lists_its_paths() {
    assert_eq!(cacat(&bercabang()), Vec::<&str>::new());
    let hasil = simulasikan(&baca(&bercabang()));
    assert!(!hasil.terpotong);
    // Refused at once; two orders of the branches, each with and without the optional step.
    assert_eq!(hasil.jalur.len(), 5);
    assert_eq!(hasil.jalur[0].akhir, Akhir::Ditolak);
}

#[test]
fn a_dead_end_is_shown_by_the_path_that_leads_there() {
    let mut nilai = bercabang();
    nilai["tahap"][3]["keputusan"][0]["tujuan"] = json!([{ "tahap": "gabung" }]);
    let semua = periksa(&baca(&nilai), &BTreeSet::from([kode("petugas")]));
    let buntu = semua.iter().find(|c| c.letak.ends_with("tahap/gabung")).unwrap();
    assert!(
        buntu.pesan.contains("awal: lanjut -> kiri: lanjut -> kanan: lanjut"),
        "{}",
        buntu.pesan
    );
}

proptest! {
    /// No walk through a sound definition loses a token: there is open work until the end, and then none.
    #[test]
    fn a_running_case_always_has_open_work(
        penjaga in any::<bool>(),
        salah_satu in any::<bool>(),
        langkah in prop::collection::vec((0usize..4, 0usize..4), 0..20),
    ) {
        let mut nilai = bercabang();
        if salah_satu {
            nilai["tahap"][3]["gabung"] = json!("salah_satu");
        }
        let keadaan = jalankan(&baca(&nilai), penjaga, langkah);
        let berjalan = keadaan.status == StatusKasus::Berjalan;
        prop_assert_eq!(berjalan, !keadaan.tugas.is_empty());
        prop_assert!(berjalan || keadaan.tiba.is_empty());
        let unik: BTreeSet<&Kode> = keadaan.tugas.iter().map(|tugas| &tugas.tahap).collect();
        prop_assert_eq!(unik.len(), keadaan.tugas.len());
    }
}
