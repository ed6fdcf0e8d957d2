//! Planted faults: each code of the check, by a definition that has it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    uji::kode,
    uji_cabang::{baca, bercabang, lanjut, tahap},
    *,
};

/// Faults that only a walk finds.
const JALUR: [&str; 4] =
    ["jalan_buntu", "selesai_dalam_cabang", "cabang_tak_tertutup", "cabang_macet"];

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
    ("isian_pemberitahuan", |d| {
        d["tahap"][1]["keputusan"][0]["beritahu_pemohon"] = json!("x");
        d["tahap"][1]["keputusan"][0]["terjemahan"] = json!({ "jv": "{nik}" });
    }),
    ("terjemahan_tanpa_asli", |d| {
        d["tahap"][1]["keputusan"][0]["terjemahan"] = json!({ "jv": "x" });
    }),
    ("teks_terlalu_panjang", |d| {
        d["tahap"][1]["keputusan"][0]["beritahu_pemohon"] = json!("x".repeat(1_025));
    }),
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
    ("pelaksana_ganda", |d| d["tahap"][0]["pelaksana"]["semua"] = json!(["kasi"])),
    ("pelaksana_ganda", |d| d["tahap"][0]["pelaksana"] = json!({ "pemohon": true, "tim": "a" })),
    // Two joins for one split: each waits for the branch of the other.
    ("cabang_macet", |d| {
        d["tahap"][1]["keputusan"][0]["tujuan"] = json!([{ "tahap": "opsional" }]);
        d["tahap"][4]["gabung"] = json!("semua");
        d["tahap"][4]["jika"] = Value::Null;
        d["tahap"][4]["lewat"] = Value::Null;
    }),
    ("rantai_tanpa_bawaan", |d| {
        berantai(d);
        d["tahap"][1]["pilih_rantai"] = json!([{ "jika": "putaran > 1", "rantai": "r" }]);
        d["tahap"][1]["rantai"] = Value::Null;
    }),
    ("rantai_tidak_ada", |d| {
        berantai(d);
        d["tahap"][1]["pilih_rantai"] = json!([{ "jika": "putaran > 1", "rantai": "x" }]);
    }),
    ("pihak_luar_tanpa_pencatat", |d| {
        d["tahap"][1]["pelaksana"] = json!({ "semua": ["petugas", "kasi"], "pihak_luar": "KUA" });
        d["tahap"][1]["keputusan"][0]["sepakat"] = json!(true);
    }),
    ("catatan_tanpa_petugas", |d| {
        d["tahap"][1]["pelaksana"] = json!({ "pemohon": true });
        d["tahap"][1]["jadwal"] = json!("janji");
    }),
    ("peran_tidak_ada", |d| d["tahap"][1]["konsultasi"] = json!(["lurah"])),
    ("sepakat_tidak_tepat", |d| {
        d["tahap"][1]["pelaksana"] = json!({ "semua": ["petugas", "kasi"] });
    }),
    ("sepakat_tanpa_semua", |d| d["tahap"][1]["keputusan"][0]["sepakat"] = json!(true)),
    ("level_akhir_dilewati", |d| {
        berantai(d);
        d["rantai"][0]["level"][0]["lewati_jika"] = json!("putaran > 1");
    }),
    ("turun_tidak_tepat", |d| {
        d["tahap"][1]["keputusan"][0]["tujuan"] = json!([{ "turun": { "dasar": "awal" } }]);
    }),
    ("turun_tidak_tepat", |d| {
        berantai(d);
        d["tahap"][1]["keputusan"][0]["tujuan"] = json!([{ "turun": { "dasar": "awal" } }]);
    }),
    ("turun_tidak_tepat", |d| d["tahap"][4]["lewat"] = json!({ "turun": { "dasar": "awal" } })),
    ("habis_tanpa_batas", |d| {
        kembali(d, &json!({ "lanjut": "awal", "habis": "dibatalkan" }));
    }),
    ("habis_tidak_tepat", |d| {
        kembali(
            d,
            &json!({
                "lanjut": "awal", "batas": { "hari_kerja": 3 }, "habis": { "pemohon": { "lanjut": "awal" } },
            }),
        );
    }),
    ("tujuan_tidak_ada", |d| {
        kembali(
            d,
            &json!({ "lanjut": "awal", "batas": { "hari_kerja": 3 }, "habis": { "tahap": "x" } }),
        );
    }),
    ("batas_tidak_tepat", |d| kembali(d, &json!({ "lanjut": "awal", "batas": "setiap_hari" }))),
    ("butuh_tak_terpenuhi", |d| d["tahap"][0]["keputusan"][0]["butuh"] = json!(["formulir"])),
    ("butuh_tak_terpenuhi", |d| d["tahap"][0]["keputusan"][0]["butuh"] = json!(["lunas"])),
    ("butuh_tak_terpenuhi", |d| {
        // A bill that only an officer could record, where none works.
        bertarif(d);
        d["tahap"][4]["pelaksana"] = json!({ "pemohon": true });
        d["tahap"][4]["keputusan"][0]["butuh"] = json!(["lunas"]);
    }),
    ("otomatis_tidak_tepat", |d| d["tahap"][0]["keputusan"][0]["otomatis"] = json!(true)),
    ("kode_alasan_tidak_ada", |d| d["tahap"][0]["keputusan"][0]["kode_alasan"] = json!(["x"])),
    ("tarif_tidak_ada", |d| d["tahap"][0]["tarif"] = json!("x")),
    ("register_tidak_ada", |d| d["tahap"][0]["register"] = json!("x")),
    ("tarif_kosong", |d| d["tarif"] = json!([{ "kode": "t", "nama": "T", "baris": [] }])),
    ("masa_bebas_terbalik", |d| {
        bertarif(d);
        d["tarif"][0]["bebas"] =
            json!([{ "mulai": "2026-02-01", "sampai": "2026-01-01", "dasar": "SK" }]);
    }),
    ("baris_tak_terjangkau", |d| {
        bertarif(d);
        d["tarif"][0]["baris"] = json!([{ "jumlah": 1 }, { "jumlah": 2 }]);
    }),
    ("pola_register", |d| d["register"] = json!([{ "kode": "b", "nama": "B", "pola": "{tahun}" }])),
    ("pola_register", |d| {
        d["register"] = json!([{ "kode": "b", "nama": "B", "pola": "{urut} {nik}" }]);
    }),
    ("eskalasi_tanpa_waktu", |d| {
        d["tahap"][0]["eskalasi"] = json!([{ "saat": { "persen": 80 }, "peran": "kasi" }]);
    }),
    ("eskalasi_kepada", |d| d["eskalasi"] = json!([{ "saat": { "persen": 80 } }])),
    ("eskalasi_saat", |d| d["eskalasi"] = json!([{ "saat": { "persen": 0 }, "peran": "kasi" }])),
    ("eskalasi_saat", |d| {
        d["eskalasi"] = json!([{ "saat": { "lewat": "setiap_hari" }, "peran": "kasi" }]);
    }),
    ("pemberitahuan_tak_terjadi", |d| {
        d["tahap"][0]["pemberitahuan"] =
            json!([{ "saat": "ditagih", "kepada": "pemohon", "pesan": "x" }]);
    }),
    ("isian_pemberitahuan", |d| {
        d["tahap"][0]["pemberitahuan"] =
            json!([{ "saat": "dibuka", "kepada": "pemohon", "pesan": "{nik}" }]);
    }),
    ("skema_formulir", |d| {
        d["tahap"][0]["formulir"] =
            json!({ "kode": "F", "nama": "F", "skema": { "type": "string" } });
    }),
    ("waktu_tunggu", |d| d["tahap"][0]["jadwal"] = json!({ "tunggu": "setiap_hari" })),
    ("kode_ganda", |d| {
        d["alasan"] = json!([{ "kode": "a", "nama": "A" }, { "kode": "a", "nama": "B" }]);
    }),
];

/// The left branch walks a chain.
fn berantai(d: &mut Value) {
    d["rantai"] = json!([{ "kode": "r", "nama": "R", "level": [{ "peran": "kasi", "jenis": "paraf", "nama": "P" }] }]);
    d["tahap"][1]["rantai"] = json!("r");
    d["tahap"][1]["pelaksana"] = json!({});
    d["tahap"][1]["keputusan"][0]["kode"] = json!("setuju");
}

/// The first step bills.
fn bertarif(d: &mut Value) {
    d["tarif"] = json!([{ "kode": "t", "nama": "T", "baris": [{ "jumlah": 1 }] }]);
    d["tahap"][0]["tarif"] = json!("t");
}

/// The first step may send the case back to its applicant.
fn kembali(d: &mut Value, pemohon: &Value) {
    d["tahap"][0]["keputusan"][1]["tujuan"] = json!([{ "pemohon": pemohon }]);
}

#[test]
fn every_planted_fault_is_named() {
    assert!(RUSAK.len() >= 60);
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
        let semua = periksa(&baca(&nilai), &BTreeSet::from([kode("petugas"), kode("kasi")]));
        let satu = semua.iter().find(|cacat| cacat.kode == *harapan);
        let satu = satu.unwrap_or_else(|| panic!("#{nomor}: {harapan} tidak ada dalam {semua:?}"));
        assert!(satu.letak.starts_with("sop/uji"), "{satu:?}");
        if JALUR.contains(harapan) {
            assert!(satu.pesan.contains("awal"), "a fault of a path shows the path: {satu:?}");
        }
    }
}

/// What no small change plants: a definition that is too large.
const LAIN: [&str; 1] = ["terlalu_bercabang"];

#[test]
fn every_code_of_the_check_has_its_planted_fault() {
    let sumber = [
        include_str!("periksa/mod.rs"),
        include_str!("periksa/catatan.rs"),
        include_str!("periksa/keputusan.rs"),
        include_str!("periksa/pelaksana.rs"),
        include_str!("jelajah.rs"),
    ];
    let ditanam: BTreeSet<&str> = RUSAK.iter().map(|(kode, _)| *kode).chain(LAIN).collect();
    for awal in ["Cacat::baru(", "salah(", "tidak_ada("] {
        for bagian in sumber.iter().flat_map(|teks| teks.split(awal).skip(1)) {
            let Some(sisa) = bagian.trim_start().strip_prefix('"') else { continue };
            let kode = sisa.split('"').next().unwrap();
            assert!(ditanam.contains(kode), "`{kode}` has no planted fault; add a row to RUSAK");
        }
    }
}
