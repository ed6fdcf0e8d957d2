//! Read printers and their log.

use super::{CatatanPencetak, Pencetak, PencetakId};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    halaman::{Halaman, Lembar},
    ports::Ports,
};

/// List printers.
#[derive(Clone, Copy, Debug)]
pub struct DaftarPencetak;

impl DaftarPencetak {
    /// Every printer, the oldest first.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<Pencetak>, Galat> {
        pelaku.petugas_salah_satu(&[Izin::KartuCetak, Izin::BlankoKelola])?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.pencetak().daftar().await?)
    }
}

/// Read a printer's log.
#[derive(Clone, Copy, Debug)]
pub struct BacaCatatanPencetak {
    /// Which printer.
    pub id: PencetakId,
    /// How many lines.
    pub halaman: Halaman,
}

impl BacaCatatanPencetak {
    /// One page, the newest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<CatatanPencetak>, Galat> {
        pelaku.petugas_salah_satu(&[Izin::KartuCetak, Izin::BlankoKelola])?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        work.pencetak().baca(self.id).await?.ok_or(Galat::TidakDitemukan("pencetak"))?;
        let baris = work.pencetak().catatan(self.id, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id))
    }
}
