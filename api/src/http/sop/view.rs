//! SOPs and their versions, as clients read them.

use loket_domain::{
    galat::{Galat, PortError},
    halaman::Lembar,
    sop::{
        HasilPeriksa, Jalur, KeadaanVersi, MasaVersi, RingkasSop, RingkasVersi, Simulasi, VersiSop,
    },
};
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::{
    kata::StatusPermohonan,
    problem::{IsianSalah, Problem},
};

/// Paths that an answer lists at most; the shortest come first.
const JALUR_TERBANYAK: usize = 200;

/// The definition of an SOP, in the form that packs have: an identity sheet, steps with outcomes, approval chains.
#[derive(ToSchema)]
#[schema(value_type = Object, example = json!({
    "kode": "surat", "nama": "Surat keterangan", "mulai": "periksa",
    "tahap": [{
        "kode": "periksa", "nama": "Memeriksa berkas", "jenis": "verifikasi",
        "pelaksana": { "salah_satu": ["fo"] },
        "keputusan": [
            { "kode": "lengkap", "label": "Lengkap", "tujuan": ["selesai"] },
            { "kode": "kurang", "label": "Kurang", "alasan": "wajib",
              "tujuan": [{ "pemohon": { "lanjut": "periksa" } }] }
        ]
    }]
}))]
#[expect(dead_code, reason = "only its schema is used; the body is read piece by piece")]
pub(super) struct DefinisiSopView(Value);

/// Where a version stands now.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum MasaView {
    /// A draft.
    Draf,
    /// Published, but not in force yet.
    Diumumkan,
    /// New cases take it.
    Berlaku,
    /// Another one took over; older cases keep it.
    Digantikan,
    /// Retired.
    Pensiun,
}

impl From<MasaVersi> for MasaView {
    fn from(masa: MasaVersi) -> Self {
        match masa {
            MasaVersi::Draf => Self::Draf,
            MasaVersi::Diumumkan => Self::Diumumkan,
            MasaVersi::Berlaku => Self::Berlaku,
            MasaVersi::Digantikan => Self::Digantikan,
            MasaVersi::Pensiun => Self::Pensiun,
        }
    }
}

/// When a version is in force.
#[derive(Serialize, ToSchema)]
struct WaktuView {
    /// Where it stands now.
    keadaan: MasaView,
    /// When it was published.
    #[serde(with = "time::serde::rfc3339::option")]
    terbit_pada: Option<OffsetDateTime>,
    /// From when new cases take it.
    #[serde(with = "time::serde::rfc3339::option")]
    berlaku_pada: Option<OffsetDateTime>,
    /// When the next one takes over.
    #[serde(with = "time::serde::rfc3339::option")]
    digantikan_pada: Option<OffsetDateTime>,
    /// When it was retired.
    #[serde(with = "time::serde::rfc3339::option")]
    pensiun_pada: Option<OffsetDateTime>,
}

impl WaktuView {
    fn new(keadaan: &KeadaanVersi, pada: OffsetDateTime) -> Self {
        let kosong = Self {
            keadaan: keadaan.masa(pada).into(),
            terbit_pada: None,
            berlaku_pada: None,
            digantikan_pada: None,
            pensiun_pada: None,
        };
        match *keadaan {
            KeadaanVersi::Draf => kosong,
            KeadaanVersi::Terbit { terbit_pada, berlaku_pada, digantikan_pada } => Self {
                terbit_pada: Some(terbit_pada),
                berlaku_pada: Some(berlaku_pada),
                digantikan_pada,
                ..kosong
            },
            KeadaanVersi::Pensiun { pensiun_pada } => Self { pensiun_pada, ..kosong },
        }
    }
}

/// A version in a list.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "versi": 2,
    "nama": "Pengiriman PDF lewat WhatsApp",
    "revisi": 3,
    "kasus_berjalan": 12,
    "dibuat_pada": "2026-01-05T03:10:00Z",
    "keadaan": "berlaku",
    "terbit_pada": "2026-01-06T01:00:00Z",
    "berlaku_pada": "2026-01-06T01:00:00Z",
    "digantikan_pada": null,
    "pensiun_pada": null
}))]
struct RingkasVersiView {
    /// Its id.
    id: Uuid,
    /// Its number.
    versi: u32,
    /// The title on its sheet.
    nama: String,
    /// Grows with every replacement of the draft.
    revisi: u64,
    /// How many running cases are pinned to it.
    kasus_berjalan: u64,
    /// When the draft was made.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it is in force.
    #[serde(flatten)]
    waktu: WaktuView,
}

impl RingkasVersiView {
    fn new(satu: RingkasVersi, pada: OffsetDateTime) -> Self {
        Self {
            id: satu.id.uuid(),
            versi: satu.nomor,
            nama: satu.nama,
            revisi: satu.revisi,
            kasus_berjalan: satu.kasus_berjalan,
            dibuat_pada: satu.dibuat_pada,
            waktu: WaktuView::new(&satu.keadaan, pada),
        }
    }
}

/// The SOPs of an office.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarSopView {
    /// By code.
    data: Vec<SopView>,
}

/// An SOP with the versions that matter now.
#[derive(Serialize, ToSchema)]
struct SopView {
    /// Its code.
    kode: String,
    /// The title of the version in force, or of the newest one.
    nama: String,
    /// The number of the version that new cases take.
    berlaku: Option<u32>,
    /// The number of the version that is announced.
    diumumkan: Option<u32>,
    /// The numbers of drafts.
    draf: Vec<u32>,
    /// Drafts, published versions, and retired ones that still have running cases.
    versi: Vec<RingkasVersiView>,
}

impl DaftarSopView {
    pub(super) fn new(semua: Vec<RingkasSop>, pada: OffsetDateTime) -> Self {
        let sop = |sop: RingkasSop| {
            let di = |masa| {
                let cocok = sop.versi.iter().filter(move |v| v.keadaan.masa(pada) == masa);
                cocok.map(|versi| versi.nomor).collect::<Vec<_>>()
            };
            SopView {
                berlaku: di(MasaVersi::Berlaku).pop(),
                diumumkan: di(MasaVersi::Diumumkan).pop(),
                draf: di(MasaVersi::Draf),
                kode: sop.kode.into(),
                nama: sop.nama,
                versi: sop.versi.into_iter().map(|v| RingkasVersiView::new(v, pada)).collect(),
            }
        };
        Self { data: semua.into_iter().map(sop).collect() }
    }
}

/// One page of versions.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarVersi {
    /// The newest first.
    data: Vec<RingkasVersiView>,
    /// Send it as `sesudah` for the next page; null on the last one.
    berikut: Option<Uuid>,
}

impl LembarVersi {
    pub(super) fn new(lembar: Lembar<RingkasVersi>, pada: OffsetDateTime) -> Self {
        let baris = lembar.baris.into_iter();
        Self {
            data: baris.map(|satu| RingkasVersiView::new(satu, pada)).collect(),
            berikut: lembar.berikut,
        }
    }
}

/// A version with its definition.
#[derive(Serialize, ToSchema)]
pub(super) struct VersiSopView {
    /// Its id.
    id: Uuid,
    /// The SOP.
    kode: String,
    /// Its number.
    versi: u32,
    /// Grows with every replacement of the draft.
    revisi: u64,
    /// When the draft was made.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it is in force.
    #[serde(flatten)]
    waktu: WaktuView,
    /// What it says.
    #[schema(value_type = DefinisiSopView)]
    definisi: Value,
}

impl VersiSopView {
    pub(super) fn new(versi: VersiSop, pada: OffsetDateTime) -> Result<Self, Problem> {
        let definisi = serde_json::to_value(&versi.definisi)
            .map_err(|galat| Galat::Port(PortError::tak_terduga(galat)))?;
        Ok(Self {
            id: versi.id.uuid(),
            kode: versi.definisi.kode.into(),
            versi: versi.nomor,
            revisi: versi.revisi,
            dibuat_pada: versi.dibuat_pada,
            waktu: WaktuView::new(&versi.keadaan, pada),
            definisi,
        })
    }
}

/// What a check found.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "layak": false,
    "cacat": [{
        "pointer": "/tahap/3/keputusan/0/tujuan/0/tahap",
        "kode": "tujuan_tidak_ada",
        "pesan": "Tahap tujuan `kirm` tidak ada.",
        "nilai": "kirm"
    }],
    "peringatan": []
}))]
pub(super) struct PeriksaView {
    /// Whether it may be published.
    layak: bool,
    /// Faults: with any of these it serves nobody.
    cacat: Vec<IsianSalah>,
    /// Warnings: it is sound, but work would lie still; publishing needs `paksa`.
    peringatan: Vec<IsianSalah>,
}

impl From<HasilPeriksa> for PeriksaView {
    fn from(hasil: HasilPeriksa) -> Self {
        Self {
            layak: hasil.cacat.is_empty(),
            cacat: hasil.cacat.into_iter().map(Into::into).collect(),
            peringatan: hasil.peringatan.into_iter().map(Into::into).collect(),
        }
    }
}

/// Every path through a definition.
#[derive(Serialize, ToSchema)]
pub(super) struct SimulasiView {
    /// Paths, the shortest first, at most 200.
    jalur: Vec<JalurView>,
    /// How many paths were found.
    jumlah_jalur: usize,
    /// Whether there are more paths than were counted.
    terpotong: bool,
    /// The least working minutes of a path that ends well.
    menit_tercepat: Option<u64>,
    /// The most working minutes of a path that ends well.
    menit_terlama: Option<u64>,
    /// Working minutes per role on the longest path that ends well.
    beban: Vec<BebanView>,
}

/// One path from the start to an end.
#[derive(Serialize, ToSchema)]
struct JalurView {
    /// The steps.
    langkah: Vec<LangkahView>,
    /// How it ends.
    akhir: StatusPermohonan,
    /// Working minutes by mutu baku.
    menit: u64,
    /// Working days by mutu baku.
    hari_kerja: u64,
}

/// One step of a path.
#[derive(Serialize, ToSchema)]
struct LangkahView {
    /// The step; null when the applicant completed.
    tahap: Option<String>,
    /// The level of the chain, from 0.
    level: Option<u16>,
    /// The outcome.
    keputusan: Option<String>,
}

/// The load of a role.
#[derive(Serialize, ToSchema)]
struct BebanView {
    /// The role.
    peran: String,
    /// Working minutes.
    menit: u64,
}

impl From<Jalur> for JalurView {
    fn from(jalur: Jalur) -> Self {
        let langkah = jalur.langkah.into_iter().map(|satu| LangkahView {
            tahap: satu.tahap.map(Into::into),
            level: satu.level,
            keputusan: satu.keputusan.map(Into::into),
        });
        Self {
            langkah: langkah.collect(),
            akhir: jalur.akhir.into(),
            menit: jalur.menit,
            hari_kerja: jalur.hari_kerja,
        }
    }
}

impl From<Simulasi> for SimulasiView {
    fn from(hasil: Simulasi) -> Self {
        let rentang = hasil.rentang_selesai();
        Self {
            jumlah_jalur: hasil.jalur.len(),
            terpotong: hasil.terpotong,
            menit_tercepat: rentang.map(|(cepat, _)| cepat),
            menit_terlama: rentang.map(|(_, lama)| lama),
            beban: hasil
                .beban
                .into_iter()
                .map(|(peran, menit)| BebanView { peran: peran.into(), menit })
                .collect(),
            jalur: hasil.jalur.into_iter().take(JALUR_TERBANYAK).map(Into::into).collect(),
        }
    }
}
