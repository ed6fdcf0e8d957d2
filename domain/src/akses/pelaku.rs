//! Who acts, in which tenant: passed to every use case.

#[cfg(test)]
mod uji;

use std::{collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};

use time::OffsetDateTime;

use super::{Izin, JenisUnit, Klien, KlienId, Mandat, PenggunaId, SesiId, UMUR_SEGAR};
use crate::{
    galat::{GagalMasuk, Galat},
    nilai::Kode,
    percakapan::KontakId,
    ports::Ports,
    sop::Petindak,
    tenant::Tenant,
};

/// Where an officer works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitPetugas {
    /// The unit.
    pub kode: Kode,
    /// Its kind.
    pub jenis: JenisUnit,
    /// The units above it, the nearest first.
    pub jalur: Vec<Kode>,
}

/// An officer with a live session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Petugas {
    /// Who.
    pub id: PenggunaId,
    /// Full name.
    pub nama: String,
    /// The session.
    pub sesi: SesiId,
    /// Roles of their own, held now.
    pub peran: Vec<Kode>,
    /// Roles they hold today in another's place.
    pub mandat: Vec<Mandat>,
    /// Own and mandated roles together.
    pub peran_berlaku: Vec<Kode>,
    /// What all those roles may do.
    pub izin: BTreeSet<Izin>,
    /// Where they work.
    pub unit: Option<UnitPetugas>,
    /// The teams they belong to.
    pub tim: Vec<Kode>,
    /// When they last showed who they are.
    pub segar_pada: Option<OffsetDateTime>,
    /// Whether the second factor that their office demands is missing: the session opens nothing but its enrolment.
    pub terbatas: bool,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Siapa {
    /// An officer.
    Petugas(Box<Petugas>),
    /// A resident, known by their contact.
    Pemohon(KontakId),
    /// Staff of the platform in a support session: reads, and changes nothing.
    Bantuan(Box<Petugas>),
    /// A program of the tenant's own. It is no officer: it takes no tugas, approves and signs nothing.
    Klien(Box<Klien>),
    /// Loket itself, on a schedule or at set-up.
    Sistem,
}

/// Who acts, in which tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pelaku {
    /// The tenant: everything the use case touches belongs to it.
    pub tenant: Arc<Tenant>,
    /// Who.
    pub siapa: Siapa,
}

/// Who acted, as events and audit rows keep it: ids, never names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "jenis", rename_all = "snake_case")]
pub enum JejakPelaku {
    /// An officer.
    Petugas {
        /// Who.
        id: PenggunaId,
    },
    /// A resident.
    Pemohon {
        /// Their contact.
        kontak: KontakId,
    },
    /// Staff of the platform.
    Bantuan {
        /// The support session.
        id: SesiId,
    },
    /// A program of the tenant's own.
    Klien {
        /// Which.
        id: KlienId,
    },
    /// Loket itself.
    Sistem,
}

impl Pelaku {
    /// Who acted, for the record.
    pub fn jejak(&self) -> JejakPelaku {
        match &self.siapa {
            Siapa::Petugas(petugas) => JejakPelaku::Petugas { id: petugas.id },
            Siapa::Pemohon(kontak) => JejakPelaku::Pemohon { kontak: *kontak },
            Siapa::Bantuan(petugas) => JejakPelaku::Bantuan { id: petugas.sesi },
            Siapa::Klien(klien) => JejakPelaku::Klien { id: klien.id },
            Siapa::Sistem => JejakPelaku::Sistem,
        }
    }

    /// The officer who acts, when it is one.
    pub fn pengguna(&self) -> Option<PenggunaId> {
        match &self.siapa {
            Siapa::Petugas(petugas) => Some(petugas.id),
            Siapa::Pemohon(_) | Siapa::Bantuan(_) | Siapa::Klien(_) | Siapa::Sistem => None,
        }
    }

    /// The unit of the officer who acts.
    pub fn unit(&self) -> Option<&Kode> {
        match &self.siapa {
            Siapa::Petugas(petugas) => petugas.unit.as_ref().map(|unit| &unit.kode),
            Siapa::Pemohon(_) | Siapa::Bantuan(_) | Siapa::Klien(_) | Siapa::Sistem => None,
        }
    }

    /// The officer who acts, whatever they may do: for what concerns nobody but themselves.
    ///
    /// # Errors
    /// [`GagalMasuk::SesiTidakBerlaku`] for everybody else.
    pub fn sendiri(&self) -> Result<&Petugas, Galat> {
        match &self.siapa {
            Siapa::Petugas(petugas) => Ok(petugas),
            _ => Err(GagalMasuk::SesiTidakBerlaku.into()),
        }
    }

    /// Signing, exporting and administering (officers, roles, delegations, programs and their keys, listeners, what is kept
    /// how long, what the public is told) ask for an officer who showed within the last minutes who they are: at login, or
    /// by confirming the session. The one rule for all of it. Revealing one number is daily work: it asks for a reason, and
    /// is audited.
    ///
    /// # Errors
    /// [`Galat::PerluKonfirmasi`] otherwise, and for everybody who has no session to confirm.
    pub fn wajib_segar(&self, ports: &Ports) -> Result<(), Galat> {
        match &self.siapa {
            Siapa::Sistem => Ok(()),
            Siapa::Petugas(petugas)
                if petugas.segar_pada.is_some_and(|sejak| {
                    (sejak..sejak + UMUR_SEGAR).contains(&ports.clock.now())
                }) =>
            {
                Ok(())
            }
            _ => Err(Galat::PerluKonfirmasi),
        }
    }

    /// Refuses a session whose second factor is missing.
    ///
    /// # Errors
    /// [`Galat::PerluFaktorKedua`].
    pub fn bukan_terbatas(&self) -> Result<(), Galat> {
        match &self.siapa {
            Siapa::Petugas(petugas) if petugas.terbatas => Err(Galat::PerluFaktorKedua),
            _ => Ok(()),
        }
    }

    /// The officer who acts, provided they hold one of the permissions, of which there is at least one.
    ///
    /// # Errors
    /// [`Galat::TidakBerizin`], naming the first, for everybody else.
    pub fn petugas_salah_satu<const N: usize>(&self, izin: &[Izin; N]) -> Result<&Petugas, Galat> {
        const { assert!(N > 0) };
        let cocok = izin.iter().find_map(|satu| self.petugas(*satu).ok());
        cocok.ok_or(Galat::TidakBerizin(izin[0]))
    }

    /// The officer who acts, provided they hold the permission.
    ///
    /// # Errors
    /// [`Galat::TidakBerizin`] for everybody else.
    pub fn petugas(&self, izin: Izin) -> Result<&Petugas, Galat> {
        match &self.siapa {
            Siapa::Petugas(petugas) | Siapa::Bantuan(petugas) if petugas.izin.contains(&izin) => {
                Ok(petugas)
            }
            _ => Err(Galat::TidakBerizin(izin)),
        }
    }

    /// An officer or a program with the permission. Only what a program may do at all asks this; everything else asks for
    /// [`Self::petugas`].
    ///
    /// # Errors
    /// [`Galat::TidakBerizin`] for everybody else.
    pub fn boleh(&self, izin: Izin) -> Result<(), Galat> {
        self.penanggung(izin).map(drop)
    }

    /// The same, with the id under which quotas and idempotency keys of the caller are counted: officers and programs
    /// share no ids.
    ///
    /// # Errors
    /// [`Galat::TidakBerizin`] for everybody else.
    pub fn penanggung(&self, izin: Izin) -> Result<PenggunaId, Galat> {
        match &self.siapa {
            Siapa::Klien(klien) if klien.izin.contains(&izin) => {
                Ok(PenggunaId::new(klien.id.uuid()))
            }
            _ => self.petugas(izin).map(|petugas| petugas.id),
        }
    }

    /// The units to which a program is limited; `None` for everybody who is not.
    pub fn batas_unit(&self) -> Option<&[Kode]> {
        match &self.siapa {
            Siapa::Klien(klien) => klien.unit.as_deref(),
            Siapa::Petugas(_) | Siapa::Pemohon(_) | Siapa::Bantuan(_) | Siapa::Sistem => None,
        }
    }

    /// A case of that unit is the caller's business.
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`], the same as for a case that is not there.
    pub fn jangkau(&self, unit: Option<&Kode>) -> Result<(), Galat> {
        match &self.siapa {
            Siapa::Klien(klien) if !klien.menjangkau(unit) => {
                Err(Galat::TidakDitemukan("permohonan"))
            }
            _ => Ok(()),
        }
    }
}

impl Petugas {
    /// As the SOP engine needs to know them.
    pub fn petindak(&self) -> Petindak<'_> {
        Petindak {
            id: self.id,
            peran: &self.peran,
            mandat: &self.mandat,
            unit: self.unit.as_ref(),
            tim: &self.tim,
        }
    }

    /// The mandate by which they hold the role; `None` when it is their own, or not theirs at all.
    pub fn mandat_untuk(&self, peran: &Kode) -> Option<&Mandat> {
        if self.peran.contains(peran) {
            return None;
        }
        self.mandat.iter().find(|mandat| &mandat.peran == peran)
    }
}
