//! Products as clients read and write them.

use std::collections::BTreeMap;

use loket_domain::{
    dokumen::{AlasanCabut, CatatanRegister, DaftarProdukKasus, Persetujuan, ProdukKasus},
    nilai::Rahasia,
    penyerahan::Penyerahan,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::{
    dokumen::DokumenView,
    kata::{JenisProduk, Medium, SaluranPenyerahan, hex},
    sementara::SementaraView,
};

time::serde::format_description!(tanggal, Date, "[year]-[month]-[day]");

/// The SIAK number.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "nomor": "6311-LU-05012026-0001" }))]
pub(super) struct NomorRequest {
    /// The number; `null` takes it away, where it is not required.
    pub nomor: Option<String>,
}

/// A document whose number was written.
#[derive(Serialize, ToSchema)]
pub(super) struct NomorView {
    /// The document.
    pub dokumen: DokumenView,
    /// Whether a document of another case has the same number.
    pub nomor_ganda: bool,
}

/// Why a document is withdrawn.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AlasanCabut)]
pub(super) enum AlasanCabutKata {
    DataSalah,
    TerbitGanda,
    DasarTidakSah,
    PutusanPengadilan,
    PermintaanPemilik,
    Lainnya,
}

impl From<AlasanCabutKata> for AlasanCabut {
    fn from(kata: AlasanCabutKata) -> Self {
        match kata {
            AlasanCabutKata::DataSalah => Self::DataSalah,
            AlasanCabutKata::TerbitGanda => Self::TerbitGanda,
            AlasanCabutKata::DasarTidakSah => Self::DasarTidakSah,
            AlasanCabutKata::PutusanPengadilan => Self::PutusanPengadilan,
            AlasanCabutKata::PermintaanPemilik => Self::PermintaanPemilik,
            AlasanCabutKata::Lainnya => Self::Lainnya,
        }
    }
}

/// A withdrawal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kode": "data_salah", "alasan": "Tanggal lahir tidak sesuai surat keterangan lahir." }))]
pub(super) struct PencabutanRequest {
    /// Why.
    pub kode: AlasanCabutKata,
    /// Why, in words, at most 500 characters; kept sealed.
    #[schema(value_type = String, max_length = 500)]
    pub alasan: Rahasia,
}

/// A correction.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "alasan": "Nama ibu salah ketik.", "isian": {} }))]
pub(super) struct PerbaikanRequest {
    /// Why, at most 500 characters; kept sealed.
    #[schema(value_type = String, max_length = 500)]
    pub alasan: Rahasia,
    /// The service of the correction; without it, the same.
    #[serde(default)]
    pub layanan: Option<String>,
    /// Answers that are corrected; the others are those of the first case.
    #[serde(default)]
    pub isian: BTreeMap<String, String>,
}

/// The case that corrects.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "nomor": "63.11-2026-000124-0",
    "memperbaiki": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00"
}))]
pub(super) struct PerbaikanView {
    /// The case.
    pub permohonan_id: Uuid,
    /// Its number.
    pub nomor: String,
    /// The document it corrects.
    pub memperbaiki: Uuid,
}

/// An entry to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "produk": "akta", "buku": "II", "halaman": "17", "tanggal": "2026-01-05" }))]
pub(super) struct RegisterRequest {
    /// The product of the service.
    pub produk: String,
    /// The volume.
    #[serde(default)]
    pub buku: Option<String>,
    /// The page.
    #[serde(default)]
    pub halaman: Option<String>,
    /// The day of the entry; today when absent.
    #[serde(default, with = "tanggal::option")]
    #[schema(value_type = Option<String>, format = Date)]
    pub tanggal: Option<Date>,
}

/// A letter to begin.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "produk": "dokumen" }))]
pub(super) struct MulaiRequest {
    /// The product of the service.
    pub produk: String,
}

/// A signature on paper.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "penanda_tangan": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e05", "tanggal": "2026-01-05", "distempel": true
}))]
pub(super) struct BasahRequest {
    /// The official who signed.
    pub penanda_tangan: Uuid,
    /// The day they signed.
    #[serde(with = "tanggal")]
    #[schema(value_type = String, format = Date)]
    pub tanggal: Date,
    /// Whether the office's stamp is on it; without it, the letter does not count.
    pub distempel: bool,
}

/// A scan to announce.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "ukuran": 240_112 }))]
pub(super) struct PindaianRequest {
    /// Bytes of the PDF, at most 20 MB.
    #[schema(minimum = 1, maximum = 20_971_520)]
    pub ukuran: u64,
}

/// An entry of a register.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "dokumen_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "register": "akta_kelahiran", "tahun": 2026, "urut": 12,
    "nomor": "12/LHR/33.02/2026", "buku": "II", "halaman": "17", "tanggal": "2026-01-05",
    "oleh": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e05", "dibuat_pada": "2026-01-05T03:00:00Z"
}))]
pub(super) struct RegisterView {
    /// What was entered.
    dokumen_id: Uuid,
    /// The book.
    register: String,
    /// The year of the series.
    tahun: i32,
    /// The place in it, from 1.
    urut: u64,
    /// As it reads.
    nomor: String,
    /// The volume.
    buku: Option<String>,
    /// The page.
    halaman: Option<String>,
    /// The day of the entry.
    #[serde(with = "tanggal")]
    #[schema(value_type = String, format = Date)]
    tanggal: Date,
    /// The officer.
    oleh: Uuid,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
}

impl From<CatatanRegister> for RegisterView {
    fn from(satu: CatatanRegister) -> Self {
        Self {
            dokumen_id: satu.dokumen.uuid(),
            register: satu.register.into(),
            tahun: satu.tahun,
            urut: satu.urut,
            nomor: satu.nomor,
            buku: satu.buku,
            halaman: satu.halaman,
            tanggal: satu.tanggal,
            oleh: satu.oleh.uuid(),
            dibuat_pada: satu.dibuat_pada,
        }
    }
}

/// What an approver saw.
#[derive(Serialize, ToSchema)]
struct PersetujuanView {
    /// The version.
    dokumen_id: Uuid,
    /// At which tugas.
    tugas_id: Uuid,
    /// The step.
    tahap: String,
    /// The level of a chain, from 0.
    level: Option<u32>,
    /// SHA-256 of the draft at that moment.
    sha256: String,
    /// Who.
    oleh: Uuid,
    /// Their name.
    nama: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

impl From<Persetujuan> for PersetujuanView {
    fn from(satu: Persetujuan) -> Self {
        Self {
            dokumen_id: satu.dokumen.uuid(),
            tugas_id: satu.tugas.uuid(),
            tahap: satu.tahap.into(),
            level: satu.level,
            sha256: hex(&satu.sha256),
            oleh: satu.oleh.uuid(),
            nama: satu.nama,
            pada: satu.pada,
        }
    }
}

/// A hand-over, in short.
#[derive(Serialize, ToSchema)]
struct PenyerahanRingkas {
    /// Its id.
    id: Uuid,
    /// Which version.
    dokumen_id: Uuid,
    /// How.
    saluran: SaluranPenyerahan,
    /// Where it stands.
    keadaan: &'static str,
    /// Why it failed or was called off.
    galat: Option<String>,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    diubah_pada: OffsetDateTime,
}

impl From<Penyerahan> for PenyerahanRingkas {
    fn from(satu: Penyerahan) -> Self {
        Self {
            id: satu.id.uuid(),
            dokumen_id: satu.dokumen.uuid(),
            saluran: satu.saluran.into(),
            keadaan: satu.keadaan.kata(),
            galat: satu.galat,
            diubah_pada: satu.diubah_pada,
        }
    }
}

/// One product of a case.
#[derive(Serialize, ToSchema)]
struct ProdukView {
    /// Its code.
    kode: String,
    /// As residents know it.
    nama: String,
    /// National kind.
    jenis: JenisProduk,
    /// What it is made of.
    medium: Medium,
    /// Whether this case brings it.
    berlaku: bool,
    /// The version that counts.
    sekarang: Option<DokumenView>,
    /// Whether a document of another case has the same SIAK number.
    nomor_ganda: bool,
    /// Its entry in a register.
    register: Option<RegisterView>,
    /// What was approved of any version, the oldest first.
    persetujuan: Vec<PersetujuanView>,
    /// Hand-overs of any version, the oldest first.
    penyerahan: Vec<PenyerahanRingkas>,
    /// Every version, the newest first.
    riwayat: Vec<DokumenView>,
}

/// What a case corrects.
#[derive(Serialize, ToSchema)]
struct MemperbaikiView {
    /// The document.
    dokumen_id: Uuid,
    /// The case it belongs to.
    permohonan_id: Uuid,
}

/// The products of a case.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarProdukView {
    /// By product, in the order of the service.
    produk: Vec<ProdukView>,
    /// Interim products, the newest first.
    sementara: Vec<SementaraView>,
    /// What this case corrects.
    memperbaiki: Option<MemperbaikiView>,
}

fn produk(satu: ProdukKasus) -> Option<ProdukView> {
    let pertama = satu.riwayat.first();
    let (kode, nama, jenis, medium) = match (&satu.produk, pertama) {
        (Some(p), _) => (p.kode.clone(), p.nama.clone(), p.jenis, p.medium),
        (None, Some(d)) => (d.produk.clone(), d.nama.clone(), d.jenis, d.medium),
        (None, None) => return None,
    };
    Some(ProdukView {
        kode: kode.into(),
        nama,
        jenis: jenis.into(),
        medium: medium.into(),
        berlaku: satu.berlaku,
        sekarang: satu.sekarang.map(Into::into),
        nomor_ganda: satu.nomor_ganda,
        register: satu.register.map(Into::into),
        persetujuan: satu.persetujuan.into_iter().map(Into::into).collect(),
        penyerahan: satu.penyerahan.into_iter().map(Into::into).collect(),
        riwayat: satu.riwayat.into_iter().map(Into::into).collect(),
    })
}

impl From<DaftarProdukKasus> for DaftarProdukView {
    fn from(daftar: DaftarProdukKasus) -> Self {
        Self {
            produk: daftar.produk.into_iter().filter_map(produk).collect(),
            sementara: daftar.sementara.into_iter().map(Into::into).collect(),
            memperbaiki: daftar.memperbaiki.map(|(dokumen, permohonan)| MemperbaikiView {
                dokumen_id: dokumen.uuid(),
                permohonan_id: permohonan.uuid(),
            }),
        }
    }
}
