//! B-1 to B-28: Dik Jamila me-WA.

use serde_json::json;

use super::{
    Baris,
    Tempat::{Bukan, Paket, Uji},
};

const IT: &str = "tests/it/balangan.rs";
const ALUR: &str = "domain/src/tenant/uji/alur.rs";
const KARTU: &str = "tests/it/kartu/mod.rs";

#[expect(clippy::too_many_lines, reason = "a table: one entry per row of the document")]
pub(super) fn baris() -> Vec<Baris> {
    vec![
        (
            "B-1",
            vec![Paket("peran/aktor_inovasi/izin", json!(["permohonan.baca", "operasi.lihat"]))],
        ),
        (
            "B-2",
            vec![
                Paket("peran/operator_layanan/izin", json!(["tugas.kerjakan", "permohonan.buat"])),
                Paket(
                    "sop/dokumen/identitas/kualifikasi_pelaksana",
                    json!(["Sopan, ramah dan profesional"]),
                ),
            ],
        ),
        ("B-3", vec![Paket("peran/operator_siak/izin", json!(["dokumen.unggah"]))]),
        (
            "B-4",
            vec![Paket(
                "sop/dokumen/rantai/pejabat/level",
                json!([
                    { "peran": "kabid", "jenis": "validasi" },
                    { "peran": "kadis", "jenis": "tte" },
                ]),
            )],
        ),
        ("B-5", vec![Paket("sop/dokumen/tahap/serah/pelaksana/salah_satu", json!(["loket"]))]),
        (
            "B-6",
            vec![Paket(
                "layanan/akta_kelahiran/isian/kelompok_rentan",
                json!({ "makna": "kelompok_rentan" }),
            )],
        ),
        (
            "B-7",
            vec![Bukan(
                "Nomor WA disiapkan lewat baris perintah bersama tokennya, bukan lewat paket.",
            )],
        ),
        ("B-8", vec![Uji(IT, "a_birth_certificate_goes_through_both_loops_the_chain_and_home")]),
        (
            "B-9",
            vec![
                Paket("layanan/kk_perubahan", json!({ "kelompok": "dafduk" })),
                Paket("layanan/akta_kelahiran", json!({ "kelompok": "capil" })),
                Paket("layanan/data_kependudukan", json!({ "kelompok": "data" })),
            ],
        ),
        (
            "B-10",
            vec![
                Paket("sop/dokumen/tahap/verifikasi_awal/mutu_baku/waktu", json!("setiap_hari")),
                Paket("sop/kartu/tahap/verifikasi_awal/mutu_baku/waktu", json!("setiap_hari")),
            ],
        ),
        (
            "B-11",
            vec![
                Paket(
                    "sop/dokumen/tahap/verifikasi_awal/keputusan/kurang",
                    json!({ "alasan": "wajib" }),
                ),
                Uji(IT, "a_birth_certificate_goes_through_both_loops_the_chain_and_home"),
            ],
        ),
        (
            "B-12",
            vec![Paket(
                "sop/dokumen/tahap/verifikasi_awal/keputusan/lengkap",
                json!({ "butuh": ["berkas_lengkap"], "tujuan": [{ "tahap": "verifikasi_siak" }] }),
            )],
        ),
        ("B-13", vec![Paket("layanan/akta_kelahiran/janji", json!({ "hari_kerja": 1 }))]),
        ("B-14", vec![Uji(IT, "a_birth_certificate_goes_through_both_loops_the_chain_and_home")]),
        (
            "B-15",
            vec![Paket(
                "sop/dokumen/tahap/verifikasi_siak/pelaksana",
                json!({ "salah_satu": ["operator_siak"] }),
            )],
        ),
        (
            "B-16",
            vec![
                Paket(
                    "sop/dokumen/tahap/verifikasi_siak/keputusan/tidak_lolos/tujuan",
                    json!([{ "tahap": "beritahu" }]),
                ),
                Paket(
                    "sop/dokumen/tahap/beritahu/keputusan/minta/tujuan/0/pemohon",
                    json!({ "lanjut": "verifikasi_siak", "batas": { "hari_kalender": 30 } }),
                ),
                Uji(ALUR, "what_is_not_completed_in_time_comes_back_to_the_operator"),
            ],
        ),
        (
            "B-17",
            vec![Paket("sop/dokumen/tahap/proses/mutu_baku/keluaran", json!(["Draf dokumen"]))],
        ),
        ("B-18", vec![Paket("peran/operator_siak/izin", json!(["berkas.unggah"]))]),
        (
            "B-19",
            vec![Paket(
                "sop/dokumen/tahap/proses/keputusan/ajukan",
                json!({ "butuh": ["draf_dokumen"], "tujuan": [{ "tahap": "persetujuan" }] }),
            )],
        ),
        (
            "B-20",
            vec![
                Paket(
                    "sop/dokumen/tahap/persetujuan/keputusan/setuju/tujuan",
                    json!([{ "tahap": "kirim" }]),
                ),
                Uji(ALUR, "balangan_goes_through_both_loops_the_chain_and_the_counter"),
            ],
        ),
        (
            "B-21",
            vec![
                Paket("layanan/ktp_el", json!({ "sop": "kartu" })),
                Paket("layanan/kia", json!({ "sop": "kartu" })),
                Paket(
                    "sop/kartu/tahap/cetak/pelaksana",
                    json!({ "salah_satu": ["operator_siak"] }),
                ),
                Paket("kartu", json!({ "cetak": "antrean" })),
                Uji(
                    KARTU,
                    "a_ktp_el_is_printed_directly_and_a_spoilt_card_goes_to_the_head_of_the_queue",
                ),
            ],
        ),
        ("B-22", vec![Uji(IT, "a_birth_certificate_goes_through_both_loops_the_chain_and_home")]),
        (
            "B-23",
            vec![Paket(
                "sop/dokumen/tahap/kirim/keputusan/terkirim",
                json!({ "butuh": ["dokumen_sah"], "aksi": ["kirim_dokumen"] }),
            )],
        ),
        (
            "B-24",
            vec![
                Uji(IT, "a_card_is_printed_and_collected_and_never_leaves_as_a_file"),
                Uji(
                    "domain/src/tenant/uji/bentuk.rs",
                    "a_card_on_whatsapp_is_refused_in_every_pack_that_has_one",
                ),
            ],
        ),
        (
            "B-25",
            vec![Paket(
                "sop/dokumen/tahap/kirim/keputusan/titip_loket/tujuan",
                json!([{ "tahap": "serah" }]),
            )],
        ),
        (
            "B-26",
            vec![
                Paket("layanan/ktp_el/produk/ktp_el/penyerahan", json!(["loket"])),
                Paket("sop/kartu/tahap/serah/pelaksana", json!({ "salah_satu": ["loket"] })),
            ],
        ),
        (
            "B-27",
            vec![Uji(
                "domain/src/tenant/uji/bentuk.rs",
                "the_survey_link_reaches_the_applicant_at_every_end",
            )],
        ),
        (
            "B-28",
            vec![
                Paket(
                    "sop/dokumen/eskalasi",
                    json!([{ "saat": { "lewat": { "jam": 1 } }, "peran": "kasi" }]),
                ),
                Paket("sop/dokumen/tahap/verifikasi_awal/konsultasi", json!(["kasi"])),
                Uji(ALUR, "an_officer_in_doubt_asks_above_and_keeps_the_work"),
            ],
        ),
    ]
}
