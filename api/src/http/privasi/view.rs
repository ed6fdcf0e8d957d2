//! What officers read.

use std::collections::BTreeMap;

use loket_domain::{
    akses::PenggunaId,
    privasi::{DaftarPemrosesan, DataTerungkap, HasilInsiden, KorbanInsiden},
    retensi::{JadwalRetensi, JenisRetensi as Jenis},
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::isian::JenisRetensi;

/// Data in full. Only what was asked for is there.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "nik": "6311010101900001", "nomor_kk": "6311010101150001", "nomor_wa": "6281234567890", "isian": null
}))]
pub(super) struct DataTerungkapView {
    /// The applicant's NIK.
    nik: Option<String>,
    /// The family card number.
    nomor_kk: Option<String>,
    /// The WhatsApp number.
    nomor_wa: Option<String>,
    /// The answers, by field.
    isian: Option<BTreeMap<String, String>>,
}

impl From<DataTerungkap> for DataTerungkapView {
    fn from(data: DataTerungkap) -> Self {
        Self {
            nik: data.nik.map(|nomor| nomor.lengkap().to_owned()),
            nomor_kk: data.nomor_kk.map(|nomor| nomor.lengkap().to_owned()),
            nomor_wa: data.nomor_wa.map(|nomor| nomor.lengkap().to_owned()),
            isian: data.isian.map(|isian| {
                isian.into_iter().map(|(kode, jawaban)| (kode.into(), jawaban)).collect()
            }),
        }
    }
}

/// The number of a contact.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "nomor_wa": "6281234567890" }))]
pub(super) struct NomorTerungkapView {
    /// The WhatsApp number; null when WhatsApp hides it.
    pub nomor_wa: Option<String>,
}

/// How long the office keeps what.
#[derive(Serialize, ToSchema)]
pub(super) struct RetensiView {
    /// Every kind.
    data: Vec<JadwalView>,
}

/// How long a kind of data is kept.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "jenis": "draf", "nama": "Isian percakapan yang tidak dilanjutkan", "hari": 30, "bawaan": 30,
    "paling_cepat": 1, "paling_lama": 180, "sejak": "pesan terakhir warga",
    "dasar": "UU 27/2022 ps. 42 ayat (1) huruf b: tujuan pemrosesan sudah tercapai."
}))]
struct JadwalView {
    /// The kind.
    jenis: JenisRetensi,
    /// As officers read it.
    nama: &'static str,
    /// Days.
    hari: u32,
    /// Days where the office decides nothing.
    bawaan: u32,
    /// The fewest days.
    paling_cepat: u32,
    /// The most days.
    paling_lama: u32,
    /// From when they count.
    sejak: &'static str,
    /// Why that long.
    dasar: &'static str,
}

impl From<JadwalRetensi> for RetensiView {
    fn from(jadwal: JadwalRetensi) -> Self {
        let satu = |jenis: Jenis| {
            let sifat = jenis.sifat();
            JadwalView {
                jenis: jenis.into(),
                nama: sifat.nama,
                hari: jadwal.hari(jenis),
                bawaan: sifat.bawaan,
                paling_cepat: sifat.paling_cepat,
                paling_lama: sifat.paling_lama,
                sejak: sifat.sejak,
                dasar: sifat.dasar,
            }
        };
        Self { data: Jenis::SEMUA.into_iter().map(satu).collect() }
    }
}

/// The register of processing.
#[derive(Serialize, ToSchema)]
pub(super) struct PemrosesanView {
    /// Who decides about the processing.
    #[schema(example = "Disdukcapil Kabupaten Balangan")]
    pengendali: String,
    /// The kinds of processing.
    data: Vec<KegiatanView>,
    /// Services that are about children or ask for specific data.
    layanan_khusus: Vec<String>,
}

/// One kind of processing.
#[derive(Serialize, ToSchema)]
struct KegiatanView {
    /// Its code.
    #[schema(example = "percakapan")]
    kode: &'static str,
    /// Which data.
    data: &'static str,
    /// Whose.
    subjek: &'static str,
    /// What for.
    tujuan: &'static str,
    /// On what legal basis.
    dasar: &'static str,
    /// Whether some of it is specific personal data (UU 27/2022 ps. 4 ayat 2).
    spesifik: bool,
    /// Whether children are among the subjects.
    anak: bool,
    /// How long it is kept.
    retensi: String,
    /// Who gets it.
    penerima: Vec<&'static str>,
    /// How it is kept safe.
    pengamanan: &'static str,
}

impl From<DaftarPemrosesan> for PemrosesanView {
    fn from(daftar: DaftarPemrosesan) -> Self {
        let kegiatan = daftar.pemrosesan.into_iter().map(|satu| KegiatanView {
            kode: satu.kode,
            data: satu.data,
            subjek: satu.subjek,
            tujuan: satu.tujuan,
            dasar: satu.dasar,
            spesifik: satu.spesifik,
            anak: satu.anak,
            retensi: satu.retensi,
            penerima: satu
                .penerima
                .into_iter()
                .map(loket_domain::privasi::PenerimaData::nama)
                .collect(),
            pengamanan: satu.pengamanan,
        });
        Self {
            pengendali: daftar.pengendali,
            data: kegiatan.collect(),
            layanan_khusus: daftar.layanan_khusus,
        }
    }
}

/// What is known of a breach.
#[derive(Serialize, ToSchema)]
pub(super) struct InsidenView {
    /// From when.
    #[serde(with = "time::serde::rfc3339")]
    sejak: OffsetDateTime,
    /// Until when.
    #[serde(with = "time::serde::rfc3339")]
    sampai: OffsetDateTime,
    /// When it became known.
    #[serde(with = "time::serde::rfc3339")]
    diketahui: OffsetDateTime,
    /// When subjects and the authority must have been told: 3 x 24 hours later.
    #[serde(with = "time::serde::rfc3339")]
    batas: OffsetDateTime,
    /// Whose data could be reached, by case.
    permohonan: Vec<KorbanView>,
    /// Whether there are more than are named.
    terpotong: bool,
    /// Which kinds of data.
    kategori: Vec<&'static str>,
    /// Contacts whose messages were exchanged then.
    kontak: u64,
    /// Papers and documents that were opened.
    dibuka: u64,
    /// Revealings of masked data.
    ungkap: u64,
    /// Hand-overs to the wrong recipient.
    salah_kirim: u64,
    /// Officers who reached data.
    petugas: Vec<PetugasView>,
    /// A draft of the notice, to be completed by the office.
    draf: String,
}

/// A case whose data could be reached.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "nomor": "6311-2026-00042-7", "anak": false,
    "whatsapp": true, "berkas": 3
}))]
struct KorbanView {
    /// The case.
    permohonan_id: Uuid,
    /// Its number.
    nomor: String,
    /// Whether it is about a child.
    anak: bool,
    /// Whether the subject can be told over WhatsApp.
    whatsapp: bool,
    /// Papers of it.
    berkas: u64,
}

impl From<KorbanInsiden> for KorbanView {
    fn from(satu: KorbanInsiden) -> Self {
        Self {
            permohonan_id: satu.permohonan.uuid(),
            nomor: satu.nomor.to_string(),
            anak: satu.anak,
            whatsapp: satu.whatsapp,
            berkas: satu.berkas,
        }
    }
}

/// An officer who reached data.
#[derive(Serialize, ToSchema)]
#[schema(as = PetugasTerjangkau)]
struct PetugasView {
    /// Who.
    id: Uuid,
    /// Full name.
    nama: String,
    /// Lines of theirs in the trail.
    jumlah: u64,
}

impl From<(PenggunaId, String, u64)> for PetugasView {
    fn from((id, nama, jumlah): (PenggunaId, String, u64)) -> Self {
        Self { id: id.uuid(), nama, jumlah }
    }
}

impl From<HasilInsiden> for InsidenView {
    fn from(hasil: HasilInsiden) -> Self {
        Self {
            sejak: hasil.dari,
            sampai: hasil.sampai,
            diketahui: hasil.diketahui,
            batas: hasil.batas,
            permohonan: hasil.korban.into_iter().map(Into::into).collect(),
            terpotong: hasil.terpotong,
            kategori: hasil.kategori,
            kontak: hasil.rincian.kontak,
            dibuka: hasil.rincian.dibuka,
            ungkap: hasil.rincian.ungkap,
            salah_kirim: hasil.rincian.salah_kirim,
            petugas: hasil.rincian.petugas.into_iter().map(Into::into).collect(),
            draf: hasil.draf,
        }
    }
}
