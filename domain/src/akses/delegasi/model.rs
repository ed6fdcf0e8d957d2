//! The delegation, the mandate it gives, and where delegations are kept.

use async_trait::async_trait;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::{
    akses::PenggunaId, galat::PortError, halaman::Halaman, id::Id, kalender::tanggal_iso,
    nilai::Kode,
};

/// Marks ids of delegations.
#[derive(Debug)]
pub enum DelegasiTag {}
/// The id of a delegation.
pub type DelegasiId = Id<DelegasiTag>;

/// Why somebody acts in another's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JenisDelegasi {
    /// Pelaksana harian: the holder is away for a while.
    Plh,
    /// Pelaksana tugas: the post is vacant.
    Plt,
}

impl JenisDelegasi {
    /// As it stands before the name of the post.
    pub fn singkatan(self) -> &'static str {
        match self {
            Self::Plh => "Plh.",
            Self::Plt => "Plt.",
        }
    }
}

/// How many days a delegation may last, both ends counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BatasDelegasi {
    /// Of a Plh.
    #[serde(default = "plh_hari")]
    pub plh_hari: u16,
    /// Of a Plt.
    #[serde(default = "plt_hari")]
    pub plt_hari: u16,
}

fn plh_hari() -> u16 {
    30
}

fn plt_hari() -> u16 {
    92
}

impl Default for BatasDelegasi {
    fn default() -> Self {
        Self { plh_hari: plh_hari(), plt_hari: plt_hari() }
    }
}

impl BatasDelegasi {
    /// The limit of that kind, in days.
    pub fn hari(self, jenis: JenisDelegasi) -> u16 {
        match jenis {
            JenisDelegasi::Plh => self.plh_hari,
            JenisDelegasi::Plt => self.plt_hari,
        }
    }

    /// Whether it is the one that offices have unless they say otherwise.
    pub fn bawaan(&self) -> bool {
        *self == Self::default()
    }
}

/// A delegation. Days are those of the tenant's wall clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegasi {
    /// Its id.
    pub id: DelegasiId,
    /// Plh or Plt.
    pub jenis: JenisDelegasi,
    /// Whose place is taken.
    pub dari: PenggunaId,
    /// Who takes it.
    pub kepada: PenggunaId,
    /// Number of the SK or surat perintah.
    pub nomor_sk: String,
    /// First day.
    pub mulai: Date,
    /// Last day.
    pub sampai: Date,
    /// The roles that go over.
    pub peran: Vec<Kode>,
    /// Who recorded it.
    pub dibuat_oleh: PenggunaId,
    /// When it was recorded.
    pub dibuat_pada: OffsetDateTime,
    /// When it was called off.
    pub dicabut_pada: Option<OffsetDateTime>,
}

/// Where a delegation stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanDelegasi {
    /// Its first day is still to come.
    AkanDatang,
    /// In force.
    Berlaku,
    /// Its last day is over.
    Berakhir,
    /// Called off.
    Dicabut,
}

impl Delegasi {
    /// Where it stands on that day.
    pub fn keadaan(&self, hari: Date) -> KeadaanDelegasi {
        if self.dicabut_pada.is_some() {
            KeadaanDelegasi::Dicabut
        } else if hari < self.mulai {
            KeadaanDelegasi::AkanDatang
        } else if hari > self.sampai {
            KeadaanDelegasi::Berakhir
        } else {
            KeadaanDelegasi::Berlaku
        }
    }

    /// Whether the delegate may act on that day.
    pub fn berlaku(&self, hari: Date) -> bool {
        self.keadaan(hari) == KeadaanDelegasi::Berlaku
    }

    /// How many days it lasts, both ends counted; none or less when it ends before it starts.
    pub fn lama(&self) -> i64 {
        (self.sampai - self.mulai).whole_days() + 1
    }

    /// Whether both give a role of the same officer on the same day.
    pub fn bertumpuk(&self, lain: &Self) -> bool {
        self.dari == lain.dari
            && self.dicabut_pada.is_none()
            && lain.dicabut_pada.is_none()
            && self.mulai <= lain.sampai
            && lain.mulai <= self.sampai
            && self.peran.iter().any(|peran| lain.peran.contains(peran))
    }
}

/// A role that an officer holds for somebody else today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandat {
    /// The role.
    pub peran: Kode,
    /// As the office calls it.
    pub peran_nama: String,
    /// In whose place.
    pub dari: PenggunaId,
    /// Their full name.
    pub dari_nama: String,
    /// Plh or Plt.
    pub jenis: JenisDelegasi,
    /// Number of the SK.
    pub nomor_sk: String,
    /// The delegation it comes from.
    pub delegasi: DelegasiId,
    /// The last day.
    #[serde(with = "tanggal_iso")]
    pub sampai: Date,
}

impl Mandat {
    /// As it stands above a signature: `Plh. Kepala Dinas a.n. Gusti Ardiansyah (SK 800/45/2026)`.
    pub fn atas_nama(&self) -> String {
        let (jenis, peran) = (self.jenis.singkatan(), &self.peran_nama);
        format!("{jenis} {peran} a.n. {} (SK {})", self.dari_nama, self.nomor_sk)
    }
}

/// A delegation in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisDelegasi {
    /// The delegation.
    pub delegasi: Delegasi,
    /// Full name of whose place is taken.
    pub dari_nama: String,
    /// Full name of who takes it.
    pub kepada_nama: String,
}

/// Delegations of one tenant.
#[async_trait]
pub trait DelegasiRepository: Send {
    /// Adds one.
    async fn tambah(&mut self, delegasi: &Delegasi) -> Result<(), PortError>;

    /// The one of that id, with names.
    async fn satu(&mut self, id: DelegasiId) -> Result<Option<BarisDelegasi>, PortError>;

    /// Calls one off.
    async fn cabut(&mut self, id: DelegasiId, pada: OffsetDateTime) -> Result<(), PortError>;

    /// Those that take the officer's place or give them another's, not called off, and not over before `hari`.
    async fn menyangkut(
        &mut self,
        pengguna: PenggunaId,
        hari: Date,
    ) -> Result<Vec<Delegasi>, PortError>;

    /// The newest first; with `hari` only those not called off and not over before it; one row more when there are more.
    async fn daftar(
        &mut self,
        hari: Option<Date>,
        halaman: Halaman,
    ) -> Result<Vec<BarisDelegasi>, PortError>;

    /// How long they may last in this office.
    async fn batas(&mut self) -> Result<BatasDelegasi, PortError>;

    /// Stores how long they may last.
    async fn simpan_batas(
        &mut self,
        batas: BatasDelegasi,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
}
