//! Papers as clients read them.

use std::collections::BTreeMap;

use loket_domain::{
    berkas::Duplikat,
    nilai::Kode,
    permohonan::{AsalBerkas, Berkas, KeadaanBerkas},
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::kata::hex;

/// A paper.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "syarat": "surat_lahir",
    "nama": "surat_lahir.jpg",
    "asal": "unggah",
    "keadaan": "sah",
    "alasan": null,
    "alasan_kode": null,
    "tipe": "image/jpeg",
    "ukuran": 482_113,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "lebar": 1_200,
    "tinggi": 1_600,
    "halaman": 1,
    "revisi": 0,
    "bercuplikan": true,
    "duplikat": null,
    "dibuat_pada": "2026-01-05T02:00:00Z"
}))]
pub(in crate::http) struct BerkasView {
    /// Its id.
    id: Uuid,
    /// The requirement it is for, when known.
    syarat: Option<String>,
    /// A name made by Loket.
    nama: String,
    /// How it came in.
    asal: AsalView,
    /// Where it stands; only `sah` counts and can be opened. `ditahan` waits for the virus scanner.
    keadaan: KeadaanBerkasView,
    /// Why it was refused, or what it waits for.
    alasan: Option<String>,
    /// Why it was refused, by code.
    alasan_kode: Option<String>,
    /// MIME type; by content once checked.
    tipe: String,
    /// Bytes.
    ukuran: u64,
    /// SHA-256 of the original, once checked.
    sha256: Option<String>,
    /// Pixels of a picture, upright; 0 for a PDF, null before the check.
    lebar: Option<u32>,
    /// Pixels of a picture, upright; 0 for a PDF, null before the check.
    tinggi: Option<u32>,
    /// Pages of a PDF; null before the check.
    halaman: Option<u32>,
    /// How often a PDF was changed after it was made; a signature is one change. Earlier revisions may hold what the last one
    /// no longer shows.
    revisi: Option<u32>,
    /// Whether it has a thumbnail; see `daftarCuplikan`.
    bercuplikan: bool,
    /// Set when another paper has the same content. Filled where a case is read.
    duplikat: Option<DuplikatView>,
    /// When it was announced or came in.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
}

/// An earlier paper with the same content.
#[derive(Clone, Copy, Serialize, ToSchema)]
struct DuplikatView {
    /// The earlier paper.
    berkas_id: Uuid,
    /// Whether it belongs to this very case.
    permohonan_ini: bool,
}

/// How a paper came in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AsalView {
    Whatsapp,
    Unggah,
}

/// Where a paper stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = KeadaanBerkas)]
enum KeadaanBerkasView {
    Menunggu,
    Ditahan,
    Sah,
    Ditolak,
    Kedaluwarsa,
}

/// What a state says besides its name.
#[derive(Default)]
struct Rincian {
    alasan: Option<String>,
    kode: Option<String>,
    sha256: Option<Vec<u8>>,
}

fn rincian(keadaan: KeadaanBerkas) -> (KeadaanBerkasView, Rincian) {
    match keadaan {
        KeadaanBerkas::Menunggu => (KeadaanBerkasView::Menunggu, Rincian::default()),
        KeadaanBerkas::Kedaluwarsa => (KeadaanBerkasView::Kedaluwarsa, Rincian::default()),
        KeadaanBerkas::Ditahan { sha256 } => {
            let alasan = Some("Menunggu pemindaian virus.".to_owned());
            let isi = Rincian { alasan, sha256: Some(sha256), ..Rincian::default() };
            (KeadaanBerkasView::Ditahan, isi)
        }
        KeadaanBerkas::Sah { sha256 } => {
            (KeadaanBerkasView::Sah, Rincian { sha256: Some(sha256), ..Rincian::default() })
        }
        KeadaanBerkas::Ditolak { alasan, kode, sha256 } => {
            (KeadaanBerkasView::Ditolak, Rincian { alasan: Some(alasan), kode, sha256 })
        }
    }
}

impl From<Berkas> for BerkasView {
    fn from(berkas: Berkas) -> Self {
        let (keadaan, isi) = rincian(berkas.keadaan);
        let sifat = berkas.sifat;
        Self {
            id: berkas.id.uuid(),
            syarat: berkas.syarat.map(Kode::into),
            nama: berkas.nama,
            asal: match berkas.asal {
                AsalBerkas::Whatsapp => AsalView::Whatsapp,
                AsalBerkas::Unggah => AsalView::Unggah,
            },
            keadaan,
            alasan: isi.alasan,
            alasan_kode: isi.kode,
            tipe: berkas.tipe,
            ukuran: berkas.ukuran,
            sha256: isi.sha256.map(|sidik| hex(&sidik)),
            lebar: sifat.map(|sifat| sifat.lebar),
            tinggi: sifat.map(|sifat| sifat.tinggi),
            halaman: sifat.map(|sifat| sifat.halaman),
            revisi: sifat.map(|sifat| sifat.revisi),
            bercuplikan: berkas.cuplikan.is_some(),
            duplikat: None,
            dibuat_pada: berkas.dibuat_pada,
        }
    }
}

impl BerkasView {
    /// The papers of a case, told which of them were there before.
    pub(in crate::http) fn semua(berkas: Vec<Berkas>, duplikat: &[Duplikat]) -> Vec<Self> {
        let duplikat: BTreeMap<Uuid, DuplikatView> = duplikat
            .iter()
            .map(|satu| {
                let dari =
                    DuplikatView { berkas_id: satu.dari.uuid(), permohonan_ini: satu.kasus_ini };
                (satu.berkas.uuid(), dari)
            })
            .collect();
        let satu = |satu: Berkas| {
            let mut view = Self::from(satu);
            view.duplikat = duplikat.get(&view.id).copied();
            view
        };
        berkas.into_iter().map(satu).collect()
    }
}
