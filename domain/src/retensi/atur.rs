//! The office's schedule.

use serde_json::json;

use super::{JadwalRetensi, JenisRetensi};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::Galat,
    ports::Ports,
};

/// How long the office keeps what.
#[derive(Clone, Copy, Debug)]
pub struct BacaRetensi;

impl BacaRetensi {
    /// The schedule.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<JadwalRetensi, Galat> {
        pelaku.petugas(Izin::PrivasiKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.retensi().jadwal().await?)
    }
}

/// Decide how long the office keeps what.
#[derive(Clone, Debug)]
pub struct AturRetensi {
    /// The schedule, whole: a kind that is left out is as everywhere.
    pub jadwal: JadwalRetensi,
}

impl AturRetensi {
    /// Stores it; the next round of the worker goes by it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<JadwalRetensi, Galat> {
        pelaku.petugas(Izin::PrivasiKelola)?;
        pelaku.wajib_segar(ports)?;
        let cacat = self.jadwal.cacat();
        if !cacat.is_empty() {
            return Err(Galat::TidakSah(cacat));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let lama = work.retensi().jadwal().await?;
        work.retensi().simpan_jadwal(&self.jadwal, ports.clock.now()).await?;
        let berubah: Vec<_> = JenisRetensi::SEMUA
            .into_iter()
            .filter(|jenis| lama.hari(*jenis) != self.jadwal.hari(*jenis))
            .map(|jenis| {
                json!({ "jenis": jenis.kode(), "dari": lama.hari(jenis), "ke": self.jadwal.hari(jenis) })
            })
            .collect();
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "retensi.atur", "pengaturan", None)
            .dengan(json!({ "berubah": berubah }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(self.jadwal)
    }
}
