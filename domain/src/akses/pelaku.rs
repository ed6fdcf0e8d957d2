//! Who acts, in which tenant: passed to every use case.

use std::{collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{Izin, PenggunaId, SesiId};
use crate::{galat::Galat, nilai::Kode, percakapan::KontakId, sop::Petindak, tenant::Tenant};

/// An officer with a live session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Petugas {
    /// Who.
    pub id: PenggunaId,
    /// Full name.
    pub nama: String,
    /// The session.
    pub sesi: SesiId,
    /// Roles held now.
    pub peran: Vec<Kode>,
    /// What those roles may do.
    pub izin: BTreeSet<Izin>,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Siapa {
    /// An officer.
    Petugas(Petugas),
    /// A resident, known by their contact.
    Pemohon(KontakId),
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
    /// Loket itself.
    Sistem,
}

impl Pelaku {
    /// Who acted, for the record.
    pub fn jejak(&self) -> JejakPelaku {
        match &self.siapa {
            Siapa::Petugas(petugas) => JejakPelaku::Petugas { id: petugas.id },
            Siapa::Pemohon(kontak) => JejakPelaku::Pemohon { kontak: *kontak },
            Siapa::Sistem => JejakPelaku::Sistem,
        }
    }

    /// The unit of the officer who acts.
    pub fn unit(&self) -> Option<&Kode> {
        None
    }

    /// The officer who acts, provided they hold the permission.
    ///
    /// # Errors
    /// [`Galat::TidakBerizin`] for everybody else.
    pub fn petugas(&self, izin: Izin) -> Result<&Petugas, Galat> {
        match &self.siapa {
            Siapa::Petugas(petugas) if petugas.izin.contains(&izin) => Ok(petugas),
            _ => Err(Galat::TidakBerizin(izin)),
        }
    }
}

impl Petugas {
    /// As the SOP engine needs to know them.
    pub fn petindak(&self) -> Petindak<'_> {
        Petindak::dengan_peran(self.id, &self.peran)
    }
}
