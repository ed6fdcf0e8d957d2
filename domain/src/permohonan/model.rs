//! The case and its papers.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::{BerkasId, PermohonanId};
use crate::{
    akses::{JejakPelaku, PenggunaId},
    berkas::{Penolakan, SifatBerkas},
    galat::PortError,
    layanan::Kanal,
    nilai::{Kode, Nik, NomorKk, NomorRegistrasi, NomorWa, Rahasia},
    percakapan::KontakId,
    sop::{KeadaanKasus, Peristiwa, SopVersiId},
};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pemohon {
    /// Full name.
    pub nama: Rahasia,
    /// NIK, when given.
    pub nik: Option<Nik>,
    /// Family card number, when given.
    pub nomor_kk: Option<NomorKk>,
    /// The number that messages and documents go to.
    pub nomor_wa: Option<NomorWa>,
}

/// In what capacity somebody acts for the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HubunganKuasa {
    /// A relative on the same family card.
    Keluarga,
    /// The guardian of a child or of a disabled person (K-20).
    Wali,
    /// A village official, for who has no smartphone (S-8).
    AparatDesa,
    /// Somebody with a written mandate (F-1.07).
    Kuasa,
}

/// Who acts for the applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kuasa {
    /// In what capacity.
    pub hubungan: HubunganKuasa,
    /// Full name.
    pub nama: Rahasia,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permohonan {
    /// Its id.
    pub id: PermohonanId,
    /// The number people read out.
    pub nomor: NomorRegistrasi,
    /// The service.
    pub layanan: Kode,
    /// The service's name when the case began.
    pub layanan_nama: String,
    /// The SOP version it is pinned to.
    pub sop: SopVersiId,
    /// The variant of the service.
    pub varian: Option<Kode>,
    /// How it came in.
    pub kanal: Kanal,
    /// The unit that serves it.
    pub unit: Option<Kode>,
    /// Whether it goes before others: the applicant is in a vulnerable group (K-23).
    pub prioritas: bool,
    /// Whether it is about somebody under 18 (UU 27/2022 ps. 4, 25).
    pub anak: bool,
    /// Who acts for the applicant.
    pub kuasa: Option<Kuasa>,
    /// The contact it talks to.
    pub kontak: Option<KontakId>,
    /// Who asks.
    pub pemohon: Pemohon,
    /// Answers to the service's fields, normalised; personal.
    pub isian: BTreeMap<Kode, String>,
    /// Where it stands.
    pub keadaan: KeadaanKasus,
    /// The day it was given by the quota of its service, where one applies.
    pub mulai_layanan: Option<Date>,
    /// When it was registered.
    pub dibuat_pada: OffsetDateTime,
    /// When it last changed.
    pub diubah_pada: OffsetDateTime,
}

/// Where a paper stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeadaanBerkas {
    /// The upload was announced and has not been completed.
    Menunggu,
    /// Its content was checked.
    Sah {
        /// Of the original.
        sha256: Vec<u8>,
    },
    /// Its content was checked, and it waits for the scanner: nobody may open it, and it does not count yet.
    Ditahan {
        /// Of the original.
        sha256: Vec<u8>,
    },
    /// It was refused.
    Ditolak {
        /// An Indonesian sentence that a person can act on.
        alasan: String,
        /// The stable code of the reason, where it was kept.
        kode: Option<String>,
        /// Of what was refused, where it was kept.
        sha256: Option<Vec<u8>>,
    },
    /// The upload was announced and never came.
    Kedaluwarsa,
}

impl KeadaanBerkas {
    /// Refused for that reason.
    pub fn ditolak(alasan: Penolakan, sha256: Option<Vec<u8>>) -> Self {
        Self::Ditolak {
            alasan: alasan.kalimat().to_owned(),
            kode: Some(alasan.kode().to_owned()),
            sha256,
        }
    }

    /// Whether it counts.
    pub fn sah(&self) -> bool {
        matches!(self, Self::Sah { .. })
    }

    /// Whether its sender has done their part: it counts, or will once the scanner has said so.
    pub fn diterima(&self) -> bool {
        matches!(self, Self::Sah { .. } | Self::Ditahan { .. })
    }
}

/// How a paper came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsalBerkas {
    /// As a WhatsApp photo or document.
    Whatsapp,
    /// By a presigned upload, or on the page behind a one-time link.
    Unggah,
}

/// A paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Berkas {
    /// Its id.
    pub id: BerkasId,
    /// The case; `None` while a conversation still collects.
    pub permohonan: Option<PermohonanId>,
    /// Who sent it, when it came by chat or by a one-time link; or whom it will be sent to.
    pub kontak: Option<KontakId>,
    /// The officer who announced it.
    pub pengunggah: Option<PenggunaId>,
    /// The requirement it is for, when known.
    pub syarat: Option<Kode>,
    /// A name made by Loket, never the sender's.
    pub nama: String,
    /// How it came in.
    pub asal: AsalBerkas,
    /// Where it stands.
    pub keadaan: KeadaanBerkas,
    /// MIME type; by content once checked.
    pub tipe: String,
    /// Bytes.
    pub ukuran: u64,
    /// The key of the original in object storage.
    pub kunci: String,
    /// The key of the copy for viewing: upright, without anything but its pixels.
    pub tampilan: Option<String>,
    /// The key of the thumbnail.
    pub cuplikan: Option<String>,
    /// The upload in parts that was begun for it.
    pub unggah_bagian: Option<String>,
    /// What is known of its content, once checked.
    pub sifat: Option<SifatBerkas>,
    /// When it was announced or came in.
    pub dibuat_pada: OffsetDateTime,
}

/// A form as it was filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct FormulirTerisi {
    /// Where.
    pub tugas: crate::sop::TugasId,
    /// Its code.
    pub kode: String,
    /// The answers; personal.
    pub isi: serde_json::Value,
    /// By whom.
    pub oleh: crate::akses::PenggunaId,
    /// When.
    pub pada: OffsetDateTime,
}

/// Cases of one tenant.
#[async_trait]
pub trait PermohonanRepository: Send {
    /// The next number of that series and year, from 1, never given twice.
    async fn nomor_urut(&mut self, deret: &str, tahun: i32) -> Result<u64, PortError>;

    /// Keeps the answers of a form, sealed.
    #[expect(clippy::too_many_arguments, reason = "one row, every column distinct in type")]
    async fn tambah_formulir(
        &mut self,
        id: uuid::Uuid,
        permohonan: PermohonanId,
        tugas: crate::sop::TugasId,
        kode: &str,
        isi: &serde_json::Value,
        oleh: crate::akses::PenggunaId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// The forms of a case, the latest answers of each step last.
    async fn formulir(&mut self, id: PermohonanId) -> Result<Vec<FormulirTerisi>, PortError>;

    /// Stores a new case with its first events, tugas and kartu kendali.
    async fn tambah(
        &mut self,
        permohonan: &Permohonan,
        peristiwa: &[Peristiwa],
        pelaku: JejakPelaku,
    ) -> Result<(), PortError>;

    /// The case, kept from other writers until the unit of work ends.
    async fn kunci(&mut self, id: PermohonanId) -> Result<Option<Permohonan>, PortError>;

    /// The case of that tugas, kept from other writers until the unit of work ends.
    async fn kunci_oleh_tugas(
        &mut self,
        tugas: crate::sop::TugasId,
    ) -> Result<Option<Permohonan>, PortError>;

    /// The case, for reading.
    async fn baca(&mut self, id: PermohonanId) -> Result<Option<Permohonan>, PortError>;

    /// Stores the new state and the events that led to it; tugas and kartu kendali follow the events.
    async fn simpan(
        &mut self,
        permohonan: &Permohonan,
        peristiwa: &[Peristiwa],
        pelaku: JejakPelaku,
    ) -> Result<(), PortError>;

    /// Open cases of a contact, the oldest first, at most 20.
    async fn milik_kontak(&mut self, kontak: KontakId) -> Result<Vec<Permohonan>, PortError>;

    /// Adds a paper.
    async fn tambah_berkas(&mut self, berkas: &Berkas) -> Result<(), PortError>;

    /// A paper, kept from other writers.
    async fn kunci_berkas(&mut self, id: BerkasId) -> Result<Option<Berkas>, PortError>;

    /// Stores a paper's new state, case and requirement.
    async fn simpan_berkas(&mut self, berkas: &Berkas) -> Result<(), PortError>;

    /// Papers of a case, the oldest first.
    async fn berkas(&mut self, id: PermohonanId) -> Result<Vec<Berkas>, PortError>;

    /// What an earlier call with this idempotency key made: the fingerprint of its body, and the id.
    async fn idempotensi(
        &mut self,
        pengguna: crate::akses::PenggunaId,
        kunci: &str,
    ) -> Result<Option<(Vec<u8>, uuid::Uuid)>, PortError>;

    /// Remembers what this call made.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when a concurrent call was first.
    async fn catat_idempotensi(
        &mut self,
        pengguna: crate::akses::PenggunaId,
        kunci: &str,
        sidik: &[u8],
        hasil: uuid::Uuid,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
}
