//! An office whose services each show one kind of step.

use std::sync::Arc;

use loket_domain::tenant::Paket;
use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
};
use serde_json::{Value, json};
use time::OffsetDateTime;

/// Balangan's people and roles with services of one kind of step each, at that moment.
pub async fn kantor(saat: OffsetDateTime) -> (TestApp, Arc<Jam>) {
    let jam = Arc::new(Jam::di(saat));
    let kantor = Kantor::siapkan_pada("balangan", Some(jam.clone()), langkah).await;
    (TestApp::layani(kantor), jam)
}

/// Replaces services and SOPs.
pub fn langkah(paket: &mut Paket) {
    let mut nilai = serde_json::to_value(&*paket).unwrap();
    let sop = [isi(), janji(), denda(), luar(), bersama(), terbatas()];
    nilai["layanan"] = sop.iter().map(|sop| layanan(sop["kode"].as_str().unwrap())).collect();
    nilai["sop"] = json!(sop);
    *paket = serde_json::from_value(nilai).unwrap();
}

fn layanan(kode: &str) -> Value {
    json!({
        "kode": kode, "nama": kode, "nama_pendek": kode, "kelompok": "capil", "sop": kode,
        "kanal": ["loket", "daring", "jemput_bola"],
        "janji": { "hari_kerja": 10 },
        "kuota": { "per_hari": 500, "kanal": ["daring"] },
        "isian": [
            { "kode": "peristiwa", "label": "Tanggal peristiwa", "jenis": "tanggal", "wajib": false,
              "makna": "tanggal_peristiwa" },
            { "kode": "rentan", "label": "Kelompok rentan", "jenis": "pilihan", "wajib": false,
              "makna": "kelompok_rentan", "pilihan": [
                { "kode": "tidak", "nama": "Tidak" }, { "kode": "lansia", "nama": "Lanjut usia" },
            ] },
        ],
        "syarat": [{
            "kode": "foto", "nama": "Pas foto", "wajib": false, "rupa": "salinan", "perlakuan": "tunjukkan",
            "tanda_tangan": ["Kepala desa"], "foto": { "ukuran": "2×3 cm", "latar": "merah" },
        }],
        "produk": [{
            "kode": "surat", "nama": "Surat", "jenis": "surat_keterangan", "medium": "register_kutipan",
            "penyerahan": ["loket"],
        }],
    })
}

fn keputusan(kode: &str, tujuan: Value) -> Value {
    let mut satu = json!({ "kode": kode, "label": kode });
    satu["tujuan"] = Value::Array(vec![tujuan]);
    satu
}

fn sop(kode: &str, tahap: Vec<Value>) -> Value {
    let mut sop = json!({ "kode": kode, "nama": kode, "mulai": tahap[0]["kode"] });
    sop["tahap"] = Value::Array(tahap);
    sop
}

fn tahap(kode: &str, jenis: &str, pelaksana: Value, keputusan: Vec<Value>) -> Value {
    let mut tahap = json!({ "kode": kode, "nama": kode, "jenis": jenis });
    tahap["pelaksana"] = pelaksana;
    tahap["keputusan"] = Value::Array(keputusan);
    tahap
}

fn operator() -> Value {
    json!({ "salah_satu": ["operator_layanan"] })
}

/// A form, questions to the Kasi, and three ends with reason codes.
fn isi() -> Value {
    let mut lanjut = keputusan("lanjut", json!("selesai"));
    lanjut["butuh"] = json!(["formulir"]);
    let beralasan = |kode: &str, alasan: &str, tujuan: Value| {
        let mut satu = keputusan(kode, tujuan);
        satu["alasan"] = json!("wajib");
        satu["kode_alasan"] = json!([alasan]);
        satu
    };
    let kembali = json!({ "pemohon": { "lanjut": "isi", "batas": { "hari_kerja": 3 }, "habis": "dibatalkan" } });
    let mut isi = tahap(
        "isi",
        "verifikasi",
        operator(),
        vec![
            lanjut,
            beralasan("tolak", "bukan_warga", json!("ditolak")),
            beralasan("cabut", "ditarik", json!("dibatalkan")),
            beralasan("kurang", "buram", kembali),
        ],
    );
    isi["konsultasi"] = json!(["kasi"]);
    isi["keterangan"] = json!("Isi sesuai surat keterangan lahir.");
    isi["formulir"] = json!({
        "kode": "F-2.01", "nama": "Pelaporan kelahiran",
        "skema": {
            "type": "object", "required": ["nama", "lahir"], "additionalProperties": false,
            "properties": {
                "nama": { "type": "string", "maxLength": 60 },
                "lahir": { "type": "string", "format": "date" },
                "kelamin": { "enum": ["L", "P"] },
            },
        },
    });
    let mut sop = sop("isi", vec![isi]);
    sop["alasan"] = json!([
        { "kode": "bukan_warga", "nama": "Bukan penduduk daerah ini" },
        { "kode": "ditarik", "nama": "Ditarik pemohon" },
        { "kode": "buram", "nama": "Foto tidak terbaca" },
    ]);
    sop
}

fn janji() -> Value {
    let mut hadir = keputusan("hadir", json!("selesai"));
    hadir["butuh"] = json!(["jadwal", "waktu_tiba"]);
    let mut janji = tahap("janji", "jadwal", operator(), vec![hadir]);
    janji["jadwal"] = json!("janji");
    sop("janji", vec![janji])
}

/// A fine by lateness, waived for some days, and a register that waits for it to be paid.
fn denda() -> Value {
    let lanjut = keputusan("lanjut", json!({ "tahap": "buku" }));
    let mut tagih = tahap("tagih", "pembayaran", operator(), vec![lanjut]);
    tagih["tarif"] = json!("denda");
    let mut catat = keputusan("catat", json!("selesai"));
    catat["butuh"] = json!(["lunas", "nomor_register"]);
    let mut buku = tahap("buku", "arsip", operator(), vec![catat]);
    buku["register"] = json!("kelahiran");
    let mut sop = sop("denda", vec![tagih, buku]);
    sop["tarif"] = json!([{
        "kode": "denda", "nama": "Denda keterlambatan",
        "baris": [
            { "jika": "peristiwa.hari > 60", "jumlah": 50_000 },
            { "jika": "peristiwa.hari > 30", "jumlah": 25_000 },
        ],
        "bebas": [{ "mulai": "2026-08-10", "sampai": "2026-08-20", "dasar": "Keputusan Bupati 1/2026" }],
    }]);
    sop["register"] = json!([{
        "kode": "kelahiran", "nama": "Register kelahiran", "pola": "{wilayah}-LT-{bulan}{tahun}-{urut}",
    }]);
    sop
}

fn luar() -> Value {
    let mut terjawab = keputusan("terjawab", json!("selesai"));
    terjawab["butuh"] = json!(["rujukan"]);
    let mut pelaksana = operator();
    pelaksana["pihak_luar"] = json!("Pengadilan Negeri Paringin");
    sop("luar", vec![tahap("luar", "pihak_luar", pelaksana, vec![terjawab])])
}

/// Two roles together, then a chain by channel with a level that may be skipped and a way down, then the applicant.
fn bersama() -> Value {
    let mut cocok = keputusan("cocok", json!({ "tahap": "naik" }));
    cocok["sepakat"] = json!(true);
    let beda = keputusan("beda", json!("ditolak"));
    let periksa = tahap(
        "periksa",
        "verifikasi",
        json!({ "semua": ["operator_siak", "kasi"] }),
        vec![cocok, beda],
    );
    let turun = json!({ "turun": { "dasar": "periksa" } });
    let naik = json!({
        "kode": "naik", "nama": "Persetujuan", "jenis": "persetujuan", "rantai": "panjang",
        "pilih_rantai": [{ "jika": "kanal == 'jemput_bola'", "rantai": "pendek" }],
        "keputusan": [
            keputusan("setuju", json!({ "tahap": "tanya" })),
            keputusan("perbaiki", turun),
        ],
    });
    let tanya = tahap(
        "tanya",
        "umum",
        json!({ "pemohon": true }),
        vec![
            keputusan("benar", json!("selesai")),
            keputusan("salah", json!({ "tahap": "periksa" })),
        ],
    );
    let level = |peran: &str| json!({ "peran": peran, "jenis": "persetujuan", "nama": format!("Persetujuan {peran}") });
    let mut kabid = level("kabid");
    kabid["lewati_jika"] = json!("kanal == 'daring'");
    let mut sop = sop("bersama", vec![periksa, naik, tanya]);
    sop["rantai"] = json!([
        { "kode": "panjang", "nama": "Panjang", "level": [level("kasi"), kabid, level("kadis")] },
        { "kode": "pendek", "nama": "Pendek", "level": [level("kadis")] },
    ]);
    sop
}

/// Only for officers of the dinas, then only for a team.
fn terbatas() -> Value {
    let siapa =
        |batas: &str, isi: &str| json!({ "salah_satu": ["operator_layanan", "kasi"], batas: isi });
    let unit = tahap(
        "unit",
        "verifikasi",
        siapa("unit", "dinas"),
        vec![keputusan("lanjut", json!({ "tahap": "tim" }))],
    );
    let tim = tahap(
        "tim",
        "verifikasi",
        siapa("tim", "jemput_bola"),
        vec![keputusan("selesai", json!("selesai"))],
    );
    sop("terbatas", vec![unit, tim])
}
