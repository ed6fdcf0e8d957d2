//! Bundles as their signer reads them.

use super::{BarisMeja, Bundel, BundelId, Butir, HitunganButir, KeadaanButir, sampel};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    halaman::{Halaman, Lembar},
    ports::Ports,
};

/// A bundle with all that is in it.
#[derive(Clone, Debug)]
pub struct RincianBundel {
    /// The bundle.
    pub bundel: Bundel,
    /// Every item in the order of signing, with its case and documents, and whether it is a sample.
    pub butir: Vec<(Butir, BarisMeja, bool)>,
}

impl RincianBundel {
    /// How many items stand where.
    pub fn hitungan(&self) -> HitunganButir {
        KeadaanButir::SEMUA.map(|keadaan| {
            let jumlah = self.butir.iter().filter(|(satu, ..)| satu.keadaan == keadaan).count();
            u32::try_from(jumlah).unwrap_or(u32::MAX)
        })
    }
}

/// Read a bundle of mine.
#[derive(Clone, Copy, Debug)]
pub struct BacaBundel {
    /// Which.
    pub id: BundelId,
}

impl BacaBundel {
    /// The bundle, its items and how far it is.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RincianBundel, Galat> {
        let petugas = pelaku.petugas(Izin::DokumenTandaTangan)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let bundel = work.meja().bundel(self.id).await?;
        let bundel =
            bundel.filter(|satu| satu.oleh == petugas.id).ok_or(Galat::TidakDitemukan("bundel"))?;
        let butir = work.meja().butir(self.id).await?;
        let contoh: Vec<_> = sampel(&butir, bundel.contoh).iter().map(|satu| satu.tugas).collect();
        let mut rincian = work.meja().rincian_butir(self.id).await?;
        let butir = butir.into_iter().filter_map(|satu| {
            let letak = rincian.iter().position(|baris| baris.tugas == satu.tugas)?;
            let baris = rincian.swap_remove(letak);
            let dipilih = contoh.contains(&satu.tugas);
            Some((satu, baris, dipilih))
        });
        Ok(RincianBundel { butir: butir.collect(), bundel })
    }
}

/// List my bundles.
#[derive(Clone, Copy, Debug)]
pub struct DaftarBundel {
    /// How many.
    pub halaman: Halaman,
}

impl DaftarBundel {
    /// One page, the newest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<(Bundel, HitunganButir)>, Galat> {
        let petugas = pelaku.petugas(Izin::DokumenTandaTangan)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.meja().daftar_bundel(petugas.id, self.halaman).await?;
        Ok(self.halaman.potong(baris, |(satu, _)| satu.id.uuid()))
    }
}
