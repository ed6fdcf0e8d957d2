//! What the report says, and where closed reports are kept.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    galat::PortError,
    layanan::{JenisProduk, SaluranPenyerahan},
    nilai::Rahasia,
};

/// What is counted of hand-overs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kejadian {
    /// Sent, or laid ready at the counter.
    Dikirim,
    /// Delivered to a device, or handed over by somebody on the way.
    Sampai,
    /// Did not arrive.
    Gagal,
    /// Collected by the applicant.
    DiambilSendiri,
    /// Collected by somebody for the applicant.
    DiambilKuasa,
    /// Taken back.
    Ditarik,
}

impl Kejadian {
    /// Every one there is.
    pub const SEMUA: [Self; 6] = [
        Self::Dikirim,
        Self::Sampai,
        Self::Gagal,
        Self::DiambilSendiri,
        Self::DiambilKuasa,
        Self::Ditarik,
    ];

    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Dikirim => "dikirim",
            Self::Sampai => "sampai",
            Self::Gagal => "gagal",
            Self::DiambilSendiri => "diambil_sendiri",
            Self::DiambilKuasa => "diambil_kuasa",
            Self::Ditarik => "ditarik",
        }
    }

    /// As people read it.
    pub fn kalimat(self) -> &'static str {
        match self {
            Self::Dikirim => "Dikirim/disiapkan",
            Self::Sampai => "Sampai",
            Self::Gagal => "Gagal",
            Self::DiambilSendiri => "Diambil sendiri",
            Self::DiambilKuasa => "Diambil kuasa/wali",
            Self::Ditarik => "Ditarik kembali",
        }
    }
}

/// Numbers of one kind of document on one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarisLaporan {
    /// National kind.
    pub jenis: JenisProduk,
    /// Channel.
    pub saluran: SaluranPenyerahan,
    /// Sent, or laid ready.
    pub dikirim: u64,
    /// Delivered.
    pub sampai: u64,
    /// Failed.
    pub gagal: u64,
    /// Collected by the applicant.
    pub diambil_sendiri: u64,
    /// Collected for the applicant.
    pub diambil_kuasa: u64,
    /// Taken back.
    pub ditarik: u64,
    /// On their way or waiting when the span ended.
    pub menunggu: u64,
}

/// How many of one kind were produced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dihasilkan {
    /// National kind.
    pub jenis: JenisProduk,
    /// How many were signed or finished.
    pub jumlah: u64,
}

/// A number of an earlier report that has changed since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Koreksi {
    /// Of which day.
    pub tanggal: Date,
    /// National kind.
    pub jenis: JenisProduk,
    /// Channel.
    pub saluran: SaluranPenyerahan,
    /// Which number.
    pub kolom: String,
    /// By how much.
    pub selisih: i64,
}

/// The numbers of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ringkasan {
    /// Produced, by kind.
    pub dihasilkan: Vec<Dihasilkan>,
    /// By kind and channel.
    pub baris: Vec<BarisLaporan>,
    /// Corrections of earlier reports.
    pub koreksi: Vec<Koreksi>,
}

/// A line of the list (P-12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RincianLaporan {
    /// When.
    pub pada: OffsetDateTime,
    /// The applicant.
    pub nama: Rahasia,
    /// The registration number.
    pub nomor: String,
    /// National kind.
    pub jenis: JenisProduk,
    /// As the resident knows it.
    pub dokumen: String,
    /// Channel.
    pub saluran: SaluranPenyerahan,
    /// What happened.
    pub kejadian: Kejadian,
    /// Who did it; `None` when Loket itself did.
    pub petugas: Option<String>,
}

/// A report over days of the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laporan {
    /// The first day.
    pub dari: Date,
    /// The last day.
    pub sampai: Date,
    /// The numbers.
    pub ringkasan: Ringkasan,
    /// The list, in order of time.
    pub rincian: Vec<RincianLaporan>,
    /// Whether the list was cut; the numbers never are.
    pub terpotong: bool,
}

/// A closed report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaporanTertutup {
    /// Its id.
    pub id: Uuid,
    /// The report.
    pub laporan: Laporan,
    /// SHA-256 of its text.
    pub sha256: Vec<u8>,
    /// When it was closed.
    pub dibuat_pada: OffsetDateTime,
}

/// The head of a closed report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KepalaLaporan {
    /// Its id.
    pub id: Uuid,
    /// The day.
    pub tanggal: Date,
    /// The numbers.
    pub ringkasan: Ringkasan,
    /// SHA-256 of its text.
    pub sha256: Vec<u8>,
    /// When it was closed.
    pub dibuat_pada: OffsetDateTime,
}

/// The report of one tenant: the ledger counted, and closed reports.
#[async_trait]
pub trait LaporanHarianRepository: Send {
    /// Numbers from the first moment to before the second, by kind and channel.
    async fn rekap(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
    ) -> Result<Vec<BarisLaporan>, PortError>;
    /// Products that were signed or finished between these moments.
    async fn dihasilkan(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
    ) -> Result<Vec<Dihasilkan>, PortError>;
    /// What happened between these moments, in order of time, at most so many.
    async fn rincian(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<RincianLaporan>, PortError>;
    /// The day of the last closed report.
    async fn hari_terakhir(&mut self) -> Result<Option<Date>, PortError>;
    /// Keeps every other closing out until the unit of work ends.
    async fn kunci_laporan(&mut self) -> Result<(), PortError>;
    /// Keeps a report for good.
    async fn tutup(&mut self, laporan: &LaporanTertutup) -> Result<(), PortError>;
    /// Heads of closed reports of these days, the latest first.
    async fn kepala(&mut self, dari: Date, sampai: Date) -> Result<Vec<KepalaLaporan>, PortError>;
    /// The closed report of a day.
    async fn tertutup(&mut self, tanggal: Date) -> Result<Option<LaporanTertutup>, PortError>;
}
