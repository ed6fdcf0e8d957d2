//! Officers and their repository.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use time::{Date, OffsetDateTime};

use super::{
    AturanKeamanan, FaktorSesi, Izin, JenisUnit, Mandat, PenggunaId, SesiBaru, SesiId, UnitPetugas,
};
use crate::{
    galat::PortError,
    nilai::{Kode, Nik, Rahasia},
    sop::Petindak,
    tenant::Peran,
};

/// An officer of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pengguna {
    /// Who.
    pub id: PenggunaId,
    /// The login name, unique in the tenant.
    pub nama_pengguna: String,
    /// Full name, as in the signing certificate.
    pub nama: String,
    /// NIP, when a civil servant.
    pub nip: Option<String>,
    /// NIK; required of who signs.
    pub nik: Option<Nik>,
    /// Their own email address, for what concerns their account.
    pub surel: Option<Rahasia>,
    /// PHC string of the password; `None` until they set one.
    pub sandi_hash: Option<String>,
    /// Whether they may log in.
    pub aktif: bool,
    /// Roles held, by code.
    pub peran: Vec<Kode>,
    /// The unit they work at.
    pub unit: Option<Kode>,
    /// The teams they belong to, by code.
    pub tim: Vec<Kode>,
    /// Grows with every change by an administrator, from 1.
    pub versi: u64,
}

/// A session and what it may do, as one read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SesiHidup {
    /// The officer.
    pub pengguna: PenggunaId,
    /// Full name.
    pub nama: String,
    /// Roles of their own, held now.
    pub peran: Vec<Kode>,
    /// Roles they hold today in another's place.
    pub mandat: Vec<Mandat>,
    /// What own and mandated roles may do.
    pub izin: BTreeSet<Izin>,
    /// Where they work.
    pub unit: Option<UnitPetugas>,
    /// The teams they belong to.
    pub tim: Vec<Kode>,
    /// What opened the session.
    pub faktor: FaktorSesi,
    /// When the officer last showed who they are.
    pub segar_pada: Option<OffsetDateTime>,
    /// What the office demands.
    pub aturan: AturanKeamanan,
}

impl SesiHidup {
    /// Whether a second factor is demanded and was not shown.
    pub fn terbatas(&self) -> bool {
        self.faktor == FaktorSesi::Sandi && self.aturan.wajib(&self.izin)
    }

    /// As the SOP engine needs to know them.
    pub fn petindak(&self) -> Petindak<'_> {
        Petindak {
            id: self.pengguna,
            peran: &self.peran,
            mandat: &self.mandat,
            unit: self.unit.as_ref(),
            tim: &self.tim,
        }
    }
}

/// A refresh token as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSegar {
    /// SHA-256 of the token.
    pub hash: Vec<u8>,
    /// The session.
    pub sesi: SesiId,
    /// The officer.
    pub pengguna: PenggunaId,
    /// When it was used.
    pub dipakai_pada: Option<OffsetDateTime>,
    /// Whether the token that replaced it was used in turn.
    pub pengganti_dipakai: bool,
    /// When the session ends at the latest.
    pub sesi_berakhir: OffsetDateTime,
    /// Whether the session was ended.
    pub sesi_dicabut: bool,
}

/// Officers, roles and sessions of one tenant.
#[async_trait]
pub trait AksesRepository: Send {
    /// The officer of that login name.
    async fn pengguna_bernama(&mut self, nama: &str) -> Result<Option<Pengguna>, PortError>;

    /// The officer of that id.
    async fn pengguna(&mut self, id: PenggunaId) -> Result<Option<Pengguna>, PortError>;

    /// Active officers who hold the role on that day, their own or by mandate, the longest-serving first.
    async fn pemegang_peran(
        &mut self,
        peran: &Kode,
        hari: Date,
    ) -> Result<Vec<Pengguna>, PortError>;

    /// A unit with those above it, the lowest first; empty when there is no such unit.
    async fn silsilah_unit(&mut self, kode: &Kode) -> Result<Vec<(JenisUnit, Kode)>, PortError>;

    /// Adds an officer with their roles, unit and teams.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when the login name is taken.
    async fn tambah_pengguna(
        &mut self,
        pengguna: &Pengguna,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Replaces the stored password hash.
    async fn ganti_sandi(&mut self, id: PenggunaId, hash: &str) -> Result<(), PortError>;

    /// Adds or replaces roles by code.
    async fn simpan_peran(&mut self, peran: &[Peran]) -> Result<(), PortError>;

    /// Every role, by code.
    async fn semua_peran(&mut self) -> Result<Vec<Peran>, PortError>;
    /// What each role is called.
    async fn nama_peran(&mut self) -> Result<BTreeMap<Kode, String>, PortError>;

    /// Begins a session.
    async fn buka_sesi(&mut self, sesi: &SesiBaru) -> Result<(), PortError>;

    /// The session's officer and rights, when the session lives and the officer is active. `hari` is the day on the
    /// tenant's wall clock: mandates are those of that day.
    async fn sesi_hidup(
        &mut self,
        sesi: SesiId,
        pada: OffsetDateTime,
        hari: Date,
    ) -> Result<Option<SesiHidup>, PortError>;

    /// An active officer and what they may do on that day, with or without a session.
    async fn petugas_aktif(
        &mut self,
        id: PenggunaId,
        hari: Date,
    ) -> Result<Option<SesiHidup>, PortError>;

    /// Ends a session; ending it twice is fine.
    async fn cabut_sesi(&mut self, sesi: SesiId, pada: OffsetDateTime) -> Result<(), PortError>;

    /// Stores a fresh refresh token.
    async fn tambah_token(
        &mut self,
        hash: &[u8],
        sesi: SesiId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// The refresh token of that hash, kept from other writers.
    async fn kunci_token(&mut self, hash: &[u8]) -> Result<Option<TokenSegar>, PortError>;

    /// Marks a refresh token used and names its successor.
    async fn pakai_token(
        &mut self,
        hash: &[u8],
        pengganti: &[u8],
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
}
