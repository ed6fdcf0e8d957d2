//! Blank cards: a ledger of movements per kind and unit that never goes below nothing (K-18, B-29).

mod baca;
mod baru;
mod catat;
mod jaga;
mod opname;
mod ramal;

pub use baca::*;
pub use baru::*;
pub use catat::*;
pub use opname::*;
pub use ramal::*;

use std::collections::BTreeMap;

use async_trait::async_trait;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{CetakId, JenisKartu};
use crate::{akses::PenggunaId, galat::PortError, halaman::Halaman, nilai::Kode};

/// Why blank cards came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MacamGerak {
    /// Received, from the ministry or the regency.
    Terima,
    /// Printed.
    Pakai,
    /// Spoilt.
    Rusak,
    /// Lost.
    Hilang,
    /// Given to another unit.
    PindahKeluar,
    /// Got from another unit.
    PindahMasuk,
    /// Counted: the difference to what the ledger said.
    Opname,
}

impl MacamGerak {
    /// Every kind.
    pub const SEMUA: [Self; 7] = [
        Self::Terima,
        Self::Pakai,
        Self::Rusak,
        Self::Hilang,
        Self::PindahKeluar,
        Self::PindahMasuk,
        Self::Opname,
    ];

    /// The stable word, as tables and clients write it.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Terima => "terima",
            Self::Pakai => "pakai",
            Self::Rusak => "rusak",
            Self::Hilang => "hilang",
            Self::PindahKeluar => "pindah_keluar",
            Self::PindahMasuk => "pindah_masuk",
            Self::Opname => "opname",
        }
    }

    /// The kind of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// The stock of one kind in one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaldoBlanko {
    /// Which card.
    pub jenis: JenisKartu,
    /// Where.
    pub unit: Kode,
    /// Cards at hand.
    pub keping: u32,
    /// Since when the alarm sounds.
    pub alarm_sejak: Option<OffsetDateTime>,
    /// When it was counted last; `None` when never.
    pub opname_pada: Option<OffsetDateTime>,
}

impl SaldoBlanko {
    /// The stock after a movement; `None` when it would fall below nothing.
    pub fn setelah(&self, jumlah: i64) -> Option<u32> {
        i64::from(self.keping).checked_add(jumlah).and_then(|keping| u32::try_from(keping).ok())
    }
}

/// One movement; never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GerakBlanko {
    /// Its id.
    pub id: Uuid,
    /// Which card.
    pub jenis: JenisKartu,
    /// Where.
    pub unit: Kode,
    /// Why.
    pub macam: MacamGerak,
    /// Cards that came, or went when negative.
    pub jumlah: i64,
    /// The stock after it.
    pub saldo: u32,
    /// The other unit, for cards given or got.
    pub unit_lain: Option<Kode>,
    /// Number of the berita acara.
    pub berita_acara: Option<String>,
    /// Serial number of the card, or the first of a range.
    pub seri_awal: Option<String>,
    /// The last of a range.
    pub seri_akhir: Option<String>,
    /// Why, by code or in words without names.
    pub alasan: Option<String>,
    /// The print job that took it.
    pub cetak: Option<CetakId>,
    /// The day at the office.
    pub tanggal: Date,
    /// Who recorded it.
    pub oleh: PenggunaId,
    /// When.
    pub pada: OffsetDateTime,
}

/// Cards used and spoilt, by day.
pub type Pemakaian = BTreeMap<Date, u32>;

/// Which movements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaringGerak {
    /// Of which card.
    pub jenis: Option<JenisKartu>,
    /// Of which unit.
    pub unit: Option<Kode>,
}

/// Blank cards of one tenant.
#[async_trait]
pub trait BlankoRepository: Send {
    /// Every stock, by kind and unit, at most 400.
    async fn saldo(&mut self) -> Result<Vec<SaldoBlanko>, PortError>;

    /// The same, every one kept from other writers, with one for each of `pasti` even if nothing ever came there. One
    /// order for all, so that two movements never wait for each other.
    async fn kunci_saldo(
        &mut self,
        pasti: &[(JenisKartu, Kode)],
    ) -> Result<Vec<SaldoBlanko>, PortError>;

    /// Stores a stock that was locked.
    async fn simpan_saldo(&mut self, saldo: &SaldoBlanko) -> Result<(), PortError>;

    /// Adds a movement to the ledger.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when the card of that serial number was used or spoilt before.
    async fn tambah_gerak(&mut self, gerak: &GerakBlanko) -> Result<(), PortError>;

    /// Whether a card of that serial number was used or spoilt before.
    async fn seri_terpakai(&mut self, jenis: JenisKartu, seri: &str) -> Result<bool, PortError>;

    /// Cards used and spoilt in the unit on each day from `sejak` on; days without any are left out.
    async fn pemakaian(
        &mut self,
        jenis: JenisKartu,
        unit: &Kode,
        sejak: Date,
    ) -> Result<Pemakaian, PortError>;

    /// The same of every stock, in one reading.
    async fn semua_pemakaian(
        &mut self,
        sejak: Date,
    ) -> Result<BTreeMap<(JenisKartu, Kode), Pemakaian>, PortError>;

    /// Movements, the newest first, one more than asked for when there are more.
    async fn gerak(
        &mut self,
        saring: &SaringGerak,
        halaman: Halaman,
    ) -> Result<Vec<GerakBlanko>, PortError>;

    /// Stocks last counted before `sebelum`, or there since then and never counted, and not reminded of since `diingatkan`.
    async fn belum_dihitung(
        &mut self,
        sebelum: OffsetDateTime,
        diingatkan: OffsetDateTime,
    ) -> Result<Vec<(JenisKartu, Kode)>, PortError>;

    /// Remembers the reminder; false when there was one since `diingatkan`.
    async fn ingatkan_opname(
        &mut self,
        jenis: JenisKartu,
        unit: &Kode,
        diingatkan: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;

    /// A movement that an earlier call with its idempotency key made.
    async fn gerak_lama(&mut self, id: Uuid) -> Result<Option<GerakBlanko>, PortError>;
}
