//! Decide many tugas at once, each on its own: what fails for one leaves the others done.

use super::{Kasus, putuskan, satu_versi, terapkan, tolak};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    nilai::Kode,
    ports::Ports,
    sop::{Pilihan, TugasId},
};

/// How many tugas one call decides.
pub const BATAS_SEKALIGUS: usize = 100;

/// Decide many tugas with the same outcome.
#[derive(Clone, Debug)]
pub struct PutuskanBanyak {
    /// Which, each with the version of its case the officer looked at.
    pub tugas: Vec<(TugasId, u64)>,
    /// The outcome.
    pub keputusan: String,
    /// Why.
    pub alasan: Option<String>,
    /// Why, by code.
    pub kode_alasan: Option<String>,
}

impl PutuskanBanyak {
    /// Takes and decides each in a unit of work of its own; tells of each what became of it, in the order asked.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<(TugasId, Result<(), Galat>)>, Galat> {
        pelaku.petugas(Izin::TugasKerjakan)?;
        let keputusan = Kode::parse(&self.keputusan).map_err(|salah| salah.di("/keputusan"))?;
        let kode_alasan = self
            .kode_alasan
            .as_deref()
            .map(|kode| Kode::parse(kode).map_err(|salah| salah.di("/kode_alasan")))
            .transpose()?;
        if self.tugas.is_empty() || self.tugas.len() > BATAS_SEKALIGUS {
            let pesan = format!("Pilih 1 sampai {BATAS_SEKALIGUS} tugas.");
            return Err(Galat::isian("/tugas", "jumlah_tugas", pesan));
        }
        let mut hasil = Vec::with_capacity(self.tugas.len());
        for (tugas, versi) in self.tugas {
            let pilihan = Pilihan {
                tugas,
                keputusan: &keputusan,
                alasan: self.alasan.as_deref(),
                kode_alasan: kode_alasan.as_ref(),
            };
            hasil.push((tugas, satu(ports, pelaku, pilihan, versi).await));
        }
        Ok(hasil)
    }
}

async fn satu(
    ports: &Ports,
    pelaku: &Pelaku,
    pilihan: Pilihan<'_>,
    versi: u64,
) -> Result<(), Galat> {
    let petugas = pelaku.petugas(Izin::TugasKerjakan)?;
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    let mut kasus = Kasus::kunci(ports, work.as_mut(), pelaku, pilihan.tugas).await?;
    satu_versi(&kasus, versi)?;
    let diterima = kasus
        .mesin(ports)
        .terima(&kasus.permohonan.keadaan, pilihan.tugas, petugas.petindak())
        .map_err(tolak)?;
    terapkan(ports, work.as_mut(), pelaku, &mut kasus, &diterima, "tugas.terima").await?;
    putuskan(ports, work.as_mut(), pelaku, petugas, kasus, pilihan).await?;
    work.commit().await?;
    Ok(())
}
