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

fn tahap(kode: &str, keputusan: &Value) -> Value {
    json!({
        "kode": kode, "nama": kode, "jenis": "umum",
        "pelaksana": { "salah_satu": ["petugas"] },
        "keputusan": keputusan,
    })
}

fn lanjut(ke: &Value) -> Value {
    json!([{ "kode": "lanjut", "label": "Lanjut", "tujuan": ke }])
}

/// A split into two, joined again, with an optional step behind it.
fn bercabang() -> Value {
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

fn baca(nilai: &Value) -> DefinisiSop {
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

/// A change that breaks a definition.
type Rusak = fn(&mut Value);

/// Planted faults, each with the code that must name it.
const RUSAK: &[(&str, Rusak)] = &[
    ("mulai_tidak_ada", |d| d["mulai"] = json!("entah")),
    ("tahap_ganda", |d| d["tahap"][1]["kode"] = json!("kanan")),
    ("pelaksana_kosong", |d| d["tahap"][0]["pelaksana"] = json!({})),
    ("peran_tidak_ada", |d| d["tahap"][0]["pelaksana"]["salah_satu"] = json!(["lurah"])),
    ("tanpa_keputusan", |d| d["tahap"][1]["keputusan"] = json!([])),
    ("keputusan_ganda", |d| d["tahap"][0]["keputusan"][1]["kode"] = json!("lanjut")),
    ("tanpa_tujuan", |d| d["tahap"][1]["keputusan"][0]["tujuan"] = json!([])),
    ("tujuan_tidak_ada", |d| d["tahap"][1]["keputusan"][0]["tujuan"] = json!([{ "tahap": "x" }])),
    ("tujuan_tidak_ada", |d| d["tahap"][4]["lewat"] = json!({ "tahap": "x" })),
    ("lewat_tidak_lengkap", |d| d["tahap"][4]["lewat"] = Value::Null),
    ("lewat_tidak_lengkap", |d| d["tahap"][4]["jika"] = Value::Null),
    ("cabang_bukan_tahap", |d| {
        d["tahap"][0]["keputusan"][0]["tujuan"] = json!([{ "tahap": "kiri" }, "selesai"]);
    }),
    ("rantai_tidak_ada", |d| {
        d["tahap"][1]["rantai"] = json!("x");
        d["tahap"][1]["pelaksana"] = json!({});
    }),
    ("rantai_tanpa_setuju", |d| {
        d["rantai"] = json!([{ "kode": "r", "nama": "R", "level": [{ "peran": "kasi", "jenis": "paraf", "nama": "P" }] }]);
        d["tahap"][1]["rantai"] = json!("r");
        d["tahap"][1]["pelaksana"] = json!({});
    }),
    ("rantai_kosong", |d| d["rantai"] = json!([{ "kode": "r", "nama": "R", "level": [] }])),
    ("level_jenis", |d| {
        d["rantai"] = json!([{ "kode": "r", "nama": "R", "level": [{ "peran": "kasi", "jenis": "cetak", "nama": "P" }] }]);
    }),
    ("peran_tidak_ada", |d| {
        d["rantai"] = json!([{ "kode": "r", "nama": "R", "level": [{ "peran": "x", "jenis": "paraf", "nama": "P" }] }]);
    }),
    ("pelaksana_ganda", |d| {
        d["rantai"] = json!([{ "kode": "r", "nama": "R", "level": [{ "peran": "kasi", "jenis": "paraf", "nama": "P" }] }]);
        d["tahap"][1]["rantai"] = json!("r");
    }),
    ("kirim_bukan_tahap_kirim", |d| {
        d["tahap"][1]["keputusan"][0]["aksi"] = json!(["kirim_dokumen"]);
    }),
    ("isian_pemberitahuan", |d| d["tahap"][1]["keputusan"][0]["beritahu_pemohon"] = json!("{nik}")),
    ("tahap_tak_terjangkau", |d| {
        d["tahap"].as_array_mut().unwrap().push(tahap("pulau", &lanjut(&json!(["selesai"]))));
    }),
    ("jalan_buntu", |d| {
        d["tahap"][3]["keputusan"][0]["tujuan"] = json!([{ "tahap": "gabung" }]);
    }),
    // A branch that goes home without its join.
    ("selesai_dalam_cabang", |d| d["tahap"][1]["keputusan"][0]["tujuan"] = json!(["selesai"])),
    // A case waits for its applicant as a whole.
    ("jalan_rusak", |d| {
        d["tahap"][1]["keputusan"][0]["tujuan"] = json!([{ "pemohon": { "lanjut": "kiri" } }]);
    }),
    // One branch splits again without ever joining.
    ("cabang_tak_tertutup", |d| {
        d["tahap"][1]["keputusan"][0]["tujuan"] =
            json!([{ "tahap": "kiri" }, { "tahap": "gabung" }]);
    }),
    // Steps that are passed over in a circle.
    ("jalan_rusak", |d| {
        let mut putar = tahap("putar", &lanjut(&json!(["selesai"])));
        putar["jika"] = json!("kanal == 'loket'");
        putar["lewat"] = json!({ "tahap": "opsional" });
        d["tahap"].as_array_mut().unwrap().push(putar);
        d["tahap"][4]["lewat"] = json!({ "tahap": "putar" });
    }),
    // No outcome is open when the guard does not hold.
    ("jalan_buntu", |d| d["tahap"][3]["keputusan"][0]["jika"] = json!("kanal == 'loket'")),
    ("penjaga_terlalu_banyak", |d| {
        for n in 0..9 {
            let mut lagi = tahap(&format!("t{n}"), &lanjut(&json!(["selesai"])));
            lagi["jika"] = json!(format!("putaran > {n}"));
            lagi["lewat"] = json!("selesai");
            d["tahap"].as_array_mut().unwrap().push(lagi);
        }
    }),
];

#[test]
fn every_planted_fault_is_named() {
    assert!(RUSAK.len() >= 25);
    for (nomor, (harapan, rusak)) in RUSAK.iter().enumerate() {
        let mut nilai = bercabang();
        rusak(&mut nilai);
        if let Some(tahap) = nilai["tahap"].as_array_mut() {
            for satu in tahap {
                if let Some(isi) = satu.as_object_mut() {
                    isi.retain(|_, nilai| !nilai.is_null());
                }
            }
        }
        let ditemukan = cacat(&nilai);
        assert!(ditemukan.contains(harapan), "#{nomor}: {harapan} tidak ada dalam {ditemukan:?}");
    }
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
