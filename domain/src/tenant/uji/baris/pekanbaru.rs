//! P-1 to P-15: MENWA.

use serde_json::{Value, json};

use super::{
    Baris,
    Tempat::{Bukan, Paket, Uji},
};

const IT: &str = "tests/it/pekanbaru.rs";
const CETAK: &str = "tests/it/cetak.rs";
const ALUR: &str = "domain/src/tenant/uji/alur.rs";

fn oleh(peran: &str, menit: u32) -> Value {
    json!({ "pelaksana": { "salah_satu": [peran] }, "mutu_baku": { "waktu": { "menit": menit } } })
}

pub(super) fn baris() -> Vec<Baris> {
    vec![
        (
            "P-1",
            ["fo", "kasi", "kabid", "kadis"]
                .map(|peran| {
                    let letak = match peran {
                        "fo" => "peran/fo/izin",
                        "kasi" => "peran/kasi/izin",
                        "kabid" => "peran/kabid/izin",
                        _ => "peran/kadis/izin",
                    };
                    Paket(letak, json!(["tugas.kerjakan"]))
                })
                .into(),
        ),
        (
            "P-2",
            vec![
                Paket("sop/menwa/tahap/cek_daftar", oleh("fo", 1)),
                Paket(
                    "layanan/kirim_pdf/isian",
                    json!([{ "kode": "jenis_dokumen" }, { "kode": "nomor_dokumen" }]),
                ),
            ],
        ),
        (
            "P-3",
            vec![
                Paket("sop/menwa/tahap/cek_siak", oleh("fo", 1)),
                Paket(
                    "sop/menwa/tahap/cek_siak/keputusan/sudah_tte",
                    json!({ "aksi": ["kirim_dokumen"], "tujuan": ["selesai"] }),
                ),
                Uji(IT, "a_document_that_is_signed_already_leaves_at_once"),
            ],
        ),
        ("P-4", vec![Paket("sop/menwa/tahap/konsultasi_kasi", oleh("kasi", 1))]),
        ("P-5", vec![Paket("sop/menwa/tahap/konsultasi_kabid", oleh("kabid", 1))]),
        ("P-6", vec![Paket("sop/menwa/tahap/tte_kadis", oleh("kadis", 1))]),
        (
            "P-7",
            vec![
                Paket("sop/menwa/tahap/kirim", oleh("fo", 2)),
                Paket("layanan/kirim_pdf/janji", json!({ "menit": 7 })),
                Uji(ALUR, "pekanbaru_states_two_minutes_when_it_is_signed_and_seven_when_not"),
            ],
        ),
        ("P-8", vec![Uji(CETAK, "the_kartu_kendali_prints_with_both_parafs_and_is_audited")]),
        ("P-9", vec![Uji(CETAK, "the_kartu_kendali_prints_with_both_parafs_and_is_audited")]),
        ("P-10", vec![Uji(IT, "a_document_that_is_signed_already_leaves_at_once")]),
        (
            "P-11",
            vec![Paket(
                "sop/menwa/identitas/pencatatan",
                json!([
                    "Petugas pelayanan / pelaksana selalu mengecek dokumen yang dimohonkan pada database;"
                ]),
            )],
        ),
        ("P-12", vec![Paket("sop/menwa/tahap/cek_daftar", json!({ "jenis": "registrasi" }))]),
        (
            "P-13",
            vec![
                Paket("sop/menwa/tahap/cek_siak/konsultasi", json!(["kasi", "kabid"])),
                Uji(ALUR, "an_officer_in_doubt_asks_above_and_keeps_the_work"),
            ],
        ),
        (
            "P-14",
            vec![Bukan(
                "Laporan harian pengambilan dan pengiriman PDF belum ada; datanya ada pada penyerahan permohonan.",
            )],
        ),
        (
            "P-15",
            vec![
                Paket(
                    "sop/menwa/identitas",
                    json!({
                        "nomor": "060/Dukcapil-PDIP/702/2020",
                        "tanggal_pembuatan": "2020-04-01",
                        "tanggal_revisi": "2020-04-06",
                        "tanggal_efektif": "2020-04-09",
                        "nip_pengesah": "19681109 198909 2 001",
                    }),
                ),
                Uji(ALUR, "pekanbaru_keeps_its_sheet"),
            ],
        ),
    ]
}
