//! A print job: one card of one case on its way through the printer.

use std::collections::BTreeMap;

use async_trait::async_trait;
use time::{Date, OffsetDateTime};

use super::{CetakId, PencetakId};
use crate::{
    akses::PenggunaId, dokumen::DokumenId, galat::PortError, halaman::Halaman,
    layanan::JenisProduk, nilai::Kode, permohonan::PermohonanId, sop::TugasId,
};

/// What is printed on a blank card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JenisKartu {
    /// Electronic identity card.
    KtpEl,
    /// Child identity card.
    Kia,
}

impl JenisKartu {
    /// Every kind.
    pub const SEMUA: [Self; 2] = [Self::KtpEl, Self::Kia];

    /// The stable word, as tables and clients write it.
    pub fn kata(self) -> &'static str {
        match self {
            Self::KtpEl => "ktp_el",
            Self::Kia => "kia",
        }
    }

    /// As people say it.
    pub fn nama(self) -> &'static str {
        match self {
            Self::KtpEl => "KTP-el",
            Self::Kia => "KIA",
        }
    }

    /// The kind of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }

    /// The blank card that a product is printed on.
    pub fn dari_produk(jenis: JenisProduk) -> Option<Self> {
        match jenis {
            JenisProduk::KtpEl => Some(Self::KtpEl),
            JenisProduk::Kia => Some(Self::Kia),
            _ => None,
        }
    }
}

/// Where a print job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeadaanCetak {
    /// In the queue.
    Menunggu,
    /// Not in the queue: the card may not be printed yet, for a reason by code.
    Tertahan,
    /// Taken by an officer for a printer.
    Diambil,
    /// The printer is at it.
    Dicetak,
    /// Printed.
    Selesai,
    /// Given back to who decides the step: it cannot be printed.
    Dikembalikan,
    /// Called off: the step was left, or the case ended.
    Dibatalkan,
}

impl KeadaanCetak {
    /// Every state.
    pub const SEMUA: [Self; 7] = [
        Self::Menunggu,
        Self::Tertahan,
        Self::Diambil,
        Self::Dicetak,
        Self::Selesai,
        Self::Dikembalikan,
        Self::Dibatalkan,
    ];

    /// The stable word, as tables and clients write it.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Menunggu => "menunggu",
            Self::Tertahan => "tertahan",
            Self::Diambil => "diambil",
            Self::Dicetak => "dicetak",
            Self::Selesai => "selesai",
            Self::Dikembalikan => "dikembalikan",
            Self::Dibatalkan => "dibatalkan",
        }
    }

    /// The state of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }

    /// Whether the card may still be printed.
    pub fn terbuka(self) -> bool {
        !matches!(self, Self::Selesai | Self::Dibatalkan)
    }
}

/// A print job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CetakKartu {
    /// Its id.
    pub id: CetakId,
    /// The case.
    pub permohonan: PermohonanId,
    /// The tugas of kind `cetak` it came from.
    pub tugas: TugasId,
    /// The version of the product that it makes.
    pub dokumen: DokumenId,
    /// On which blank card.
    pub jenis: JenisKartu,
    /// The unit that serves the case.
    pub unit: Option<Kode>,
    /// Whether the applicant is in a vulnerable group (K-23).
    pub prioritas: bool,
    /// When the case is due.
    pub tenggat: Option<OffsetDateTime>,
    /// When it came in.
    pub masuk_pada: OffsetDateTime,
    /// Whether a card was spoilt: it goes before everything else.
    pub ulang: bool,
    /// Its turn: the earlier, the sooner.
    pub giliran: OffsetDateTime,
    /// The batch it is printed with; empty for a single one.
    pub rombongan: String,
    /// Where it stands.
    pub keadaan: KeadaanCetak,
    /// Why it is held back, or was given back, by code.
    pub alasan: Option<String>,
    /// How many cards were spoilt on it since it last entered the queue.
    pub gagal: u16,
    /// The printer, once taken.
    pub pencetak: Option<PencetakId>,
    /// The officer who took it.
    pub oleh: Option<PenggunaId>,
    /// When it last changed.
    pub diubah_pada: OffsetDateTime,
}

/// A print job in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisCetak {
    /// The job.
    pub cetak: CetakKartu,
    /// Registration number of the case.
    pub nomor: String,
    /// The service.
    pub layanan_nama: String,
}

/// Which print jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaringCetak {
    /// Where they stand.
    pub keadaan: KeadaanCetak,
    /// On which blank card.
    pub jenis: Option<JenisKartu>,
    /// Taken for which printer.
    pub pencetak: Option<PencetakId>,
}

/// Cards that were printed, counted; no person behind a number (K-25).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisCakupan {
    /// What was printed.
    pub jenis: JenisKartu,
    /// Whole years of age on the day it was printed, where the birthday is known.
    pub umur: Option<u16>,
    /// The unit of the case: a desa, a school, the office.
    pub unit: Option<Kode>,
    /// How many.
    pub jumlah: u64,
}

/// Print jobs of one tenant.
#[async_trait]
pub trait KartuRepository: Send {
    /// Adds a job.
    async fn tambah(&mut self, cetak: &CetakKartu) -> Result<(), PortError>;

    /// A job, for reading.
    async fn baca(&mut self, id: CetakId) -> Result<Option<CetakKartu>, PortError>;

    /// A job, kept from other writers. Lock its case first.
    async fn kunci(&mut self, id: CetakId) -> Result<Option<CetakKartu>, PortError>;

    /// Stores a job's new state.
    async fn simpan(&mut self, cetak: &CetakKartu) -> Result<(), PortError>;

    /// Every job of a case, the oldest first, kept from other writers.
    async fn milik(&mut self, id: PermohonanId) -> Result<Vec<CetakKartu>, PortError>;

    /// Products of the case whose cards are in the queue and not printed yet.
    async fn belum_tercetak(&mut self, id: PermohonanId) -> Result<Vec<Kode>, PortError>;

    /// The turn of the batch: that of its first job still in the queue.
    async fn giliran_rombongan(
        &mut self,
        jenis: JenisKartu,
        rombongan: &str,
    ) -> Result<Option<OffsetDateTime>, PortError>;

    /// Takes up to `jumlah` jobs of these kinds that the unit serves, those whose turn it is; jobs that another officer
    /// is just taking are passed over, never waited for.
    async fn klaim(
        &mut self,
        jenis: &[JenisKartu],
        unit: &Kode,
        jumlah: u32,
    ) -> Result<Vec<BarisCetak>, PortError>;

    /// Jobs in the order of the queue, one more than asked for when there are more.
    async fn daftar(
        &mut self,
        saring: &SaringCetak,
        halaman: Halaman,
    ) -> Result<Vec<BarisCetak>, PortError>;

    /// How many jobs are still to be printed that could take a blank card of each stock: those of its unit and of the units
    /// below it, and those that belong to no unit.
    async fn jumlah_terbuka(&mut self) -> Result<BTreeMap<(JenisKartu, Kode), u64>, PortError>;

    /// Jobs that were taken, or begun and not marked as stuck, before that moment; the longest waiting first.
    async fn klaim_lewat(
        &mut self,
        sebelum: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<CetakId>, PortError>;

    /// Counts a printed card.
    async fn hitung_cakupan(
        &mut self,
        tanggal: Date,
        baris: &BarisCakupan,
    ) -> Result<(), PortError>;

    /// Cards printed between two days, both counted.
    async fn cakupan(&mut self, dari: Date, sampai: Date) -> Result<Vec<BarisCakupan>, PortError>;
}
