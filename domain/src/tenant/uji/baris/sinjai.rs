//! S-1 to S-11: PENCET WA SAJA.

use serde_json::json;

use super::{
    Baris,
    Tempat::{Bukan, Paket, Uji},
};

const IT: &str = "tests/it/sinjai.rs";
const ALUR: &str = "domain/src/tenant/uji/alur.rs";

#[expect(clippy::too_many_lines, reason = "a table: one entry per row of the document")]
pub(super) fn baris() -> Vec<Baris> {
    let terbuka = json!(["operator", "pegawai", "operator_siak", "verifikator_siak"]);
    vec![
        (
            "S-1",
            vec![
                Bukan(
                    "Nomor per layanan belum ada: setiap nomor kantor memuat menu semua layanan.",
                ),
                Uji(IT, "a_parent_gets_kk_akta_and_kia_from_one_birth"),
            ],
        ),
        (
            "S-2",
            vec![Paket(
                "sop/dokumen/tahap/verifikasi/pemberitahuan",
                json!([{ "saat": "dibuka", "kepada": { "peran": "operator" } }]),
            )],
        ),
        (
            "S-3",
            vec![
                Paket(
                    "sop/dokumen/tahap/verifikasi/keputusan/kurang/tujuan/0/pemohon",
                    json!({ "lanjut": "verifikasi" }),
                ),
                Paket("sop/dokumen/tahap/forum", json!({ "jenis": "verifikasi" })),
            ],
        ),
        (
            "S-4",
            vec![
                Paket("sop/dokumen/tahap/forum/pelaksana/salah_satu", terbuka),
                Paket("peran/pegawai/izin", json!(["permohonan.buat", "tugas.kerjakan"])),
            ],
        ),
        (
            "S-5",
            vec![
                Paket(
                    "sop/dokumen/rantai/verifikator/level",
                    json!([{ "peran": "verifikator_siak", "jenis": "validasi" }]),
                ),
                Paket(
                    "sop/dokumen/tahap/tte",
                    json!({ "jenis": "tte", "pelaksana": { "salah_satu": ["kadis"] } }),
                ),
                Uji(ALUR, "in_sinjai_who_entered_it_does_not_verify_it"),
            ],
        ),
        (
            "S-6",
            vec![Paket(
                "layanan/akta_kelahiran/syarat/hardcopy",
                json!({ "perlakuan": "tunjukkan" }),
            )],
        ),
        (
            "S-7",
            vec![
                Bukan(
                    "Pengiriman lewat surel belum didukung; PDF dikirim ke nomor WhatsApp pemohon.",
                ),
                Uji("domain/src/tenant/uji/bentuk.rs", "each_fault_of_a_pack_is_named"),
            ],
        ),
        (
            "S-8",
            vec![
                Paket("peran/aparat_desa/izin", json!(["permohonan.buat", "berkas.unggah"])),
                Paket("unit/desa_bonto_katute", json!({ "jenis": "desa" })),
                Uji(IT, "a_village_official_asks_for_who_has_no_phone"),
            ],
        ),
        (
            "S-9",
            vec![
                Paket(
                    "layanan/akta_kelahiran",
                    json!({ "janji": { "menit": 15 }, "janji_sejak": "input_siak" }),
                ),
                Paket(
                    "layanan/one_three",
                    json!({ "janji": { "menit": 15 }, "janji_sejak": "input_siak" }),
                ),
            ],
        ),
        (
            "S-10",
            vec![
                Paket(
                    "layanan/one_three/produk",
                    json!([{ "jenis": "kk" }, { "jenis": "akta_kelahiran" }, { "jenis": "kia" }]),
                ),
                Paket("layanan/akta_kelahiran/kanal", json!(["jemput_bola"])),
                Paket("sop/perekaman/tahap/kunjungan/pelaksana", json!({ "tim": "pelangi_warga" })),
                Paket("tim/sayang_dilan", json!({})),
                Uji(IT, "a_parent_gets_kk_akta_and_kia_from_one_birth"),
                Uji(
                    ALUR,
                    "one_three_makes_three_documents_of_one_birth_and_a_late_one_goes_to_the_kadis",
                ),
            ],
        ),
        (
            "S-11",
            vec![
                Paket("sop/dokumen/tahap/terlambat", json!({ "jika": "peristiwa.hari > 60" })),
                Paket(
                    "layanan/one_three/isian/tanggal_lahir",
                    json!({ "makna": "tanggal_peristiwa" }),
                ),
            ],
        ),
    ]
}
