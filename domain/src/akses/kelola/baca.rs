//! Reading officers, roles, units and teams.

use super::{RincianPeran, SaringPengguna, pengelola};
use crate::{
    akses::{Izin, Pelaku, Pengguna, PenggunaId, Tim, Unit},
    galat::Galat,
    halaman::{Halaman, Lembar},
    ports::Ports,
};

/// List officers.
#[derive(Clone, Debug)]
pub struct DaftarPengguna {
    /// Which.
    pub saring: SaringPengguna,
    /// How many.
    pub halaman: Halaman,
}

impl DaftarPengguna {
    /// One page, the longest-serving first.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar<Pengguna>, Galat> {
        let kelola = pengelola(pelaku)?;
        let saring = SaringPengguna { di_bawah: kelola.unit.cloned(), ..self.saring };
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.kelola().daftar_pengguna(&saring, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id.uuid()))
    }
}

/// Read an officer.
#[derive(Clone, Copy, Debug)]
pub struct BacaPengguna {
    /// Which.
    pub id: PenggunaId,
}

impl BacaPengguna {
    /// The officer.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Pengguna, Galat> {
        let kelola = pengelola(pelaku)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        kelola.sasaran(work.as_mut(), self.id).await
    }
}

/// Read what officers can be given: roles, units, teams.
#[derive(Clone, Copy, Debug)]
pub struct AcuanAkses;

impl AcuanAkses {
    /// Every role, by code.
    pub async fn peran(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<RincianPeran>, Galat> {
        pengelola(pelaku)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.kelola().daftar_peran().await?)
    }

    /// Units in use.
    pub async fn unit(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<Unit>, Galat> {
        pengelola(pelaku)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.kelola().daftar_unit().await?)
    }

    /// Teams in use.
    pub async fn tim(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<Tim>, Galat> {
        pengelola(pelaku)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.kelola().daftar_tim().await?)
    }

    /// The catalogue of permissions.
    ///
    /// # Errors
    /// [`Galat::TidakBerizin`] without the permission to administer.
    pub fn izin(self, pelaku: &Pelaku) -> Result<&'static [Izin], Galat> {
        pengelola(pelaku)?;
        Ok(&Izin::SEMUA)
    }
}
