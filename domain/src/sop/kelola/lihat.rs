//! Reading SOPs and their versions.

use super::{MasaVersi, RingkasVersi, VersiSop};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    halaman::{Halaman, Lembar},
    nilai::Kode,
    ports::Ports,
};

/// An SOP with the versions that matter now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingkasSop {
    /// Its code.
    pub kode: Kode,
    /// The title of the version in force, or of the newest one.
    pub nama: String,
    /// Drafts, published versions, and retired ones that still have running cases; by number.
    pub versi: Vec<RingkasVersi>,
}

/// List SOPs.
#[derive(Clone, Copy, Debug)]
pub struct DaftarSop;

impl DaftarSop {
    /// Every SOP of the office, by code. An office has a few dozen, so there is one page.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<RingkasSop>, Galat> {
        pelaku.petugas(Izin::SopKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let now = ports.clock.now();
        let mut semua: Vec<RingkasSop> = Vec::new();
        for versi in work.sop().ringkasan_sop().await? {
            let baru = RingkasSop {
                kode: versi.kode.clone(),
                nama: versi.nama.clone(),
                versi: Vec::new(),
            };
            if semua.last().is_none_or(|sop| sop.kode != baru.kode) {
                semua.push(baru);
            }
            let Some(sop) = semua.last_mut() else { continue };
            let ada_berlaku = sop.versi.iter().any(|v| v.keadaan.masa(now) == MasaVersi::Berlaku);
            if !ada_berlaku {
                sop.nama.clone_from(&versi.nama);
            }
            sop.versi.push(versi);
        }
        Ok(semua)
    }
}

/// List the versions of an SOP.
#[derive(Clone, Debug)]
pub struct DaftarVersi {
    /// The SOP.
    pub kode: String,
    /// How many.
    pub halaman: Halaman,
}

impl DaftarVersi {
    /// One page, the newest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<RingkasVersi>, Galat> {
        pelaku.petugas(Izin::SopKelola)?;
        let kode = kode_sop(&self.kode)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.sop().daftar_versi(&kode, self.halaman).await?;
        if baris.is_empty() && self.halaman.sesudah.is_none() {
            return Err(Galat::TidakDitemukan("sop"));
        }
        Ok(self.halaman.potong(baris, |satu| satu.id.uuid()))
    }
}

/// Read one version.
#[derive(Clone, Debug)]
pub struct BacaVersi {
    /// The SOP.
    pub kode: String,
    /// The number.
    pub nomor: u32,
}

impl BacaVersi {
    /// The version with its definition.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<VersiSop, Galat> {
        pelaku.petugas(Izin::SopKelola)?;
        let kode = kode_sop(&self.kode)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let versi = work.sop().versi(&kode, self.nomor).await?;
        versi.ok_or(Galat::TidakDitemukan("versi SOP"))
    }
}

/// The code in a path; anything that cannot be one belongs to nothing.
pub(super) fn kode_sop(teks: &str) -> Result<Kode, Galat> {
    Kode::parse(teks).map_err(|_| Galat::TidakDitemukan("sop"))
}
