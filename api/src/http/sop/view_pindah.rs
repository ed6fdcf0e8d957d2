//! Orders to move cases, as clients read them.

use std::collections::BTreeMap;

use loket_domain::sop::{
    BarisPindah, HasilPindah, JumlahPindah, KataHasil, KeadaanPindah, LaporanPindah, Pindah,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// What became of a case.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum HasilKasus {
    /// It was moved.
    Dipindah,
    /// A rehearsal found that it can be moved.
    Dapat,
    /// It stays.
    Tetap,
}

impl From<HasilKasus> for KataHasil {
    fn from(hasil: HasilKasus) -> Self {
        match hasil {
            HasilKasus::Dipindah => Self::Dipindah,
            HasilKasus::Dapat => Self::Dapat,
            HasilKasus::Tetap => Self::Tetap,
        }
    }
}

impl From<KataHasil> for HasilKasus {
    fn from(hasil: KataHasil) -> Self {
        match hasil {
            KataHasil::Dipindah => Self::Dipindah,
            KataHasil::Dapat => Self::Dapat,
            KataHasil::Tetap => Self::Tetap,
        }
    }
}

/// Where an order stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum KeadaanPesanan {
    Antre,
    Berjalan,
    Selesai,
    Gagal,
}

/// An order to move running cases.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "kode": "menwa",
    "dari_versi": 1,
    "ke_versi": 2,
    "peta": { "cek_siak": "periksa_siak" },
    "uji_coba": false,
    "keadaan": "berjalan",
    "galat": null,
    "jumlah": 120,
    "dipindah": 50,
    "dapat": 0,
    "tetap": 2,
    "dibuat_pada": "2026-01-05T03:10:00Z",
    "selesai_pada": null
}))]
pub(super) struct PindahView {
    /// Its id.
    id: Uuid,
    /// The SOP.
    kode: String,
    /// The version that the cases leave.
    dari_versi: u32,
    /// The version that they go to.
    ke_versi: u32,
    /// Steps that have another code there.
    peta: BTreeMap<String, String>,
    /// Whether it only reports.
    uji_coba: bool,
    /// Where it stands.
    keadaan: KeadaanPesanan,
    /// Why it was given up: a stable code.
    galat: Option<String>,
    /// How many cases ran on the old version when it was ordered.
    jumlah: u64,
    /// How many were moved.
    dipindah: u64,
    /// How many can be moved, in a rehearsal.
    dapat: u64,
    /// How many stay.
    tetap: u64,
    /// When it was ordered.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When the last case was settled.
    #[serde(with = "time::serde::rfc3339::option")]
    selesai_pada: Option<OffsetDateTime>,
}

impl PindahView {
    pub(super) fn new(pindah: Pindah, jumlah: JumlahPindah) -> Self {
        let (keadaan, galat, selesai_pada) = match pindah.keadaan {
            KeadaanPindah::Antre => (KeadaanPesanan::Antre, None, None),
            KeadaanPindah::Berjalan => (KeadaanPesanan::Berjalan, None, None),
            KeadaanPindah::Selesai { pada } => (KeadaanPesanan::Selesai, None, Some(pada)),
            KeadaanPindah::Gagal { galat, pada } => {
                (KeadaanPesanan::Gagal, Some(galat), Some(pada))
            }
        };
        Self {
            id: pindah.id.uuid(),
            kode: pindah.kode.into(),
            dari_versi: pindah.dari.1,
            ke_versi: pindah.ke.1,
            peta: pindah.peta.into_iter().map(|(a, b)| (a.into(), b.into())).collect(),
            uji_coba: pindah.uji_coba,
            keadaan,
            galat,
            jumlah: pindah.jumlah,
            dipindah: jumlah.dipindah,
            dapat: jumlah.dapat,
            tetap: jumlah.tetap,
            dibuat_pada: pindah.dibuat_pada,
            selesai_pada,
        }
    }
}

/// An order with one page of what became of cases.
#[derive(Serialize, ToSchema)]
pub(super) struct LaporanPindahView {
    /// The order.
    pindah: PindahView,
    /// What became of cases, by case id.
    data: Vec<KasusPindahView>,
    /// Send it as `sesudah` for the next page; null on the last one.
    berikut: Option<Uuid>,
}

/// What became of one case.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "nomor": "6311-2026-000012-4",
    "hasil": "tetap",
    "alasan": {
        "kode": "pelaksana_tidak_cocok",
        "pesan": "Peran yang memegang tugas ini tidak boleh mengerjakannya di versi baru; selesaikan dahulu tahap ini.",
        "tahap": "cek_siak"
    },
    "pada": "2026-01-05T03:10:00Z"
}))]
struct KasusPindahView {
    /// The case.
    permohonan_id: Uuid,
    /// Its number.
    nomor: String,
    /// What became of it.
    hasil: HasilKasus,
    /// Why it stays.
    alasan: Option<AlasanView>,
    /// When it was settled.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

/// Why a case stays.
#[derive(Serialize, ToSchema)]
struct AlasanView {
    /// Stable code for programs.
    kode: &'static str,
    /// An Indonesian sentence that a person can act on.
    pesan: &'static str,
    /// The step as the case knows it, when the reason has one.
    tahap: Option<String>,
}

impl From<BarisPindah> for KasusPindahView {
    fn from(baris: BarisPindah) -> Self {
        let hasil = baris.hasil.kata().into();
        let alasan = match baris.hasil {
            HasilPindah::Dipindah | HasilPindah::Dapat => None,
            HasilPindah::Tetap(tetap) => Some(AlasanView {
                kode: tetap.hambatan.kode(),
                pesan: tetap.hambatan.kalimat(),
                tahap: tetap.tahap.map(Into::into),
            }),
        };
        Self {
            permohonan_id: baris.permohonan.uuid(),
            nomor: baris.nomor.to_string(),
            hasil,
            alasan,
            pada: baris.pada,
        }
    }
}

impl From<LaporanPindah> for LaporanPindahView {
    fn from(laporan: LaporanPindah) -> Self {
        Self {
            pindah: PindahView::new(laporan.pindah, laporan.jumlah),
            data: laporan.hasil.baris.into_iter().map(Into::into).collect(),
            berikut: laporan.hasil.berikut,
        }
    }
}
