//! K-1 to K-24: WIS ORA KENCOT and KERAK TELOR.

use serde_json::{Value, json};

use super::{
    Baris,
    Tempat::{Bukan, Paket, Uji},
};

const IT: &str = "tests/it/kembaran.rs";
const ALUR: &str = "domain/src/tenant/uji/alur.rs";
const KARTU: &str = "tests/it/kartu/mod.rs";
const BLANKO: &str = "tests/it/kartu/blanko.rs";
const HAK: &str = "tests/it/kartu/hak.rs";

fn mutu(kelengkapan: &str, waktu: &Value, keluaran: &str) -> Value {
    json!({ "kelengkapan": [kelengkapan], "waktu": waktu, "keluaran": [keluaran] })
}

#[expect(clippy::too_many_lines, reason = "a table: one entry per row of the document")]
pub(super) fn baris() -> Vec<Baris> {
    let sk = "SK Bupati tentang Tim Inovasi dan Tim Pelaksana Kerak Telor";
    let setiap_hari = json!("setiap_hari");
    let menit = |n: u32| json!({ "menit": n });
    vec![
        (
            "K-1",
            vec![
                Paket(
                    "sop/wis_ora_kencot/tahap/instruksi/pelaksana",
                    json!({ "salah_satu": ["camat"] }),
                ),
                Paket(
                    "sop/wis_ora_kencot/tahap/instruksi/mutu_baku",
                    mutu(sk, &menit(5), "Disposisi"),
                ),
            ],
        ),
        (
            "K-2",
            vec![
                Paket(
                    "sop/wis_ora_kencot/tahap/pelajari/pelaksana",
                    json!({ "salah_satu": ["sekcam"] }),
                ),
                Paket(
                    "sop/wis_ora_kencot/tahap/pelajari/mutu_baku",
                    mutu("Disposisi", &menit(10), "Pedoman Teknis"),
                ),
            ],
        ),
        (
            "K-3",
            vec![
                Paket(
                    "sop/wis_ora_kencot/tahap/koordinasi/pelaksana",
                    json!({ "salah_satu": ["kasi"] }),
                ),
                Paket(
                    "sop/wis_ora_kencot/tahap/koordinasi/mutu_baku",
                    mutu("Pedoman Teknis", &json!({ "jam": 1 }), "Rencana Aksi"),
                ),
            ],
        ),
        (
            "K-4",
            vec![
                Paket(
                    "sop/wis_ora_kencot/tahap/laksanakan/pelaksana",
                    json!({ "tim": "tim_pelaksana" }),
                ),
                Paket(
                    "sop/wis_ora_kencot/tahap/laksanakan/mutu_baku",
                    mutu("Rencana Aksi", &setiap_hari, "Aksi"),
                ),
            ],
        ),
        (
            "K-5",
            vec![
                Paket(
                    "sop/wis_ora_kencot/tahap/terima/mutu_baku",
                    mutu("Aksi", &setiap_hari, "Berkas permohonan terverifikasi"),
                ),
                Paket("sop/kia/tahap/terima/mutu_baku/waktu", setiap_hari.clone()),
            ],
        ),
        (
            "K-6",
            vec![
                Paket(
                    "sop/wis_ora_kencot/tahap/verifikasi/mutu_baku",
                    mutu("Berkas permohonan terverifikasi", &menit(5), "Pembuatan dokumen"),
                ),
                Paket("sop/kia/tahap/verifikasi/mutu_baku/waktu", menit(5)),
            ],
        ),
        (
            "K-7",
            vec![
                Paket(
                    "sop/wis_ora_kencot/tahap/layani/mutu_baku",
                    mutu("Pembuatan dokumen", &menit(30), "Dokumen layanan siap"),
                ),
                Paket(
                    "sop/wis_ora_kencot/tahap/verifikasi/keputusan/tidak/tujuan",
                    json!([{ "tahap": "layani" }]),
                ),
            ],
        ),
        (
            "K-8",
            vec![
                Paket(
                    "sop/wis_ora_kencot/tahap/serah/mutu_baku",
                    mutu("Dokumen layanan siap", &menit(15), "Dokumen layanan diterima pemohon"),
                ),
                Paket(
                    "sop/wis_ora_kencot/tahap/verifikasi/keputusan/ya/tujuan",
                    json!([{ "tahap": "serah" }]),
                ),
                Uji(ALUR, "kembaran_instructs_from_the_top_down_in_the_times_of_its_sheet"),
            ],
        ),
        (
            "K-9",
            vec![
                Paket("unit/kecamatan", json!({ "jenis": "kecamatan", "wilayah": "33.02.20" })),
                Paket("unit/desa_ledug", json!({ "jenis": "desa", "induk": "kecamatan" })),
                Paket("peran/petugas_administrator/izin", json!(["tugas.kerjakan"])),
                Paket("peran/petugas_pelayanan/izin", json!(["tugas.kerjakan"])),
            ],
        ),
        (
            "K-10",
            vec![Bukan(
                "Daftar sasaran anak tanpa KIA adalah data yang dikumpulkan kantor; tempatnya belum ada.",
            )],
        ),
        (
            "K-11",
            vec![
                Paket("layanan/kia/kanal", json!(["jemput_bola"])),
                Paket("sop/kia/tahap/foto/pelaksana", json!({ "tim": "jemput_bola" })),
                Uji(IT, "a_child_photographed_at_school_is_served_before_others_when_vulnerable"),
            ],
        ),
        (
            "K-12",
            vec![
                Paket("layanan/kia/kanal", json!(["whatsapp", "daring"])),
                Uji(IT, "a_parent_asks_for_a_kia_by_chat_and_collects_it"),
            ],
        ),
        ("K-13", vec![Paket("layanan/kia/kanal", json!(["loket"]))]),
        (
            "K-14",
            vec![
                Paket(
                    "sop/kia/tahap/cetak/pelaksana",
                    json!({ "salah_satu": ["petugas_administrator"] }),
                ),
                Paket("sop/kia/tahap/registrasi", json!({ "register": "kia" })),
            ],
        ),
        (
            "K-15",
            vec![
                Paket("layanan/kia/janji", json!({ "hari_kerja": 1 })),
                Paket(
                    "layanan/kia/pilih_janji/0/janji/rentang",
                    json!({ "dari": 1, "sampai": 7, "satuan": "hari_kerja" }),
                ),
            ],
        ),
        (
            "K-16",
            vec![
                Paket(
                    "sop/kia/tahap/verifikasi/keputusan/belum_akta/tujuan",
                    json!([{ "tahap": "daftarkan" }]),
                ),
                Paket("layanan/kia/produk/akta", json!({ "jenis": "akta_kelahiran" })),
                Uji(ALUR, "in_kembaran_a_child_without_an_akta_is_registered_first"),
                Uji(
                    KARTU,
                    "a_school_of_sixty_children_is_printed_together_and_each_child_by_its_own_right",
                ),
                Uji(HAK, "a_kia_waits_for_the_akta_of_its_own_case"),
            ],
        ),
        ("K-17", vec![Paket("layanan/kia", json!({ "biaya": "Gratis" }))]),
        (
            "K-18",
            vec![
                Paket("sop/kia/identitas/peralatan", json!(["Kamera", "Blanko KIA"])),
                Paket("kartu", json!({ "cetak": "antrean" })),
                Uji(
                    BLANKO,
                    "when_blank_cards_run_out_the_clocks_stop_and_the_queue_goes_on_in_order_when_some_arrive",
                ),
            ],
        ),
        (
            "K-19",
            vec![Paket(
                "tenant/kontak",
                json!([
                    "Email pelayanankecamatankembaran1@gmail.com",
                    "Instagram @kecamtankembaran"
                ]),
            )],
        ),
        (
            "K-20",
            vec![
                Paket("layanan/disabilitas/janji", json!({ "hari_kerja": 1 })),
                Paket("layanan/disabilitas/isian/kebutuhan", json!({ "jenis": "pilihan" })),
                Uji(IT, "a_guardian_is_served_and_a_fault_of_the_system_stops_the_clock"),
            ],
        ),
        (
            "K-21",
            vec![
                Paket("sop/kia/tahap/antar", json!({ "jadwal": "kunjungan" })),
                Paket("sop/disabilitas/tahap/antar/pelaksana", json!({ "tim": "jujuk_dolanan" })),
            ],
        ),
        (
            "K-22",
            vec![
                Paket("layanan/disabilitas/kanal", json!(["jemput_bola"])),
                Uji(ALUR, "a_guardian_gets_a_visit_and_a_delivery"),
            ],
        ),
        (
            "K-23",
            vec![Paket(
                "layanan/kia/isian/kelompok_rentan",
                json!({
                    "makna": "kelompok_rentan",
                    "pilihan": [{ "kode": "lansia" }, { "kode": "disabilitas" }, { "kode": "anak_usia_dini" }],
                }),
            )],
        ),
        (
            "K-24",
            vec![Bukan(
                "Ruang tunggu, pojok baca dan sarana disabilitas adalah daftar sarana kantor, bukan pengaturan layanan.",
            )],
        ),
    ]
}
