//! Hand a tugas to another officer, or let it go: a hand-over with both parafs.

use super::{Kasus, satu_versi, terapkan, tolak};
use crate::{
    akses::{Izin, Pelaku, PenggunaId, SesiHidup},
    galat::Galat,
    ports::Ports,
    sop::TugasId,
};

/// Hand a tugas on.
#[derive(Clone, Debug)]
pub struct AlihkanTugas {
    /// Which.
    pub id: TugasId,
    /// To whom; without it, back to all who may take it.
    pub kepada: Option<PenggunaId>,
    /// Why.
    pub alasan: Option<String>,
    /// The version of the case the officer looked at.
    pub versi: u64,
}

impl AlihkanTugas {
    /// Hands it on. Who holds it may; anybody else needs the permission to reassign, and says why.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku
            .petugas(Izin::TugasKerjakan)
            .or_else(|salah| pelaku.petugas(Izin::TugasAlihkan).map_err(|_| salah))?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut kasus = Kasus::kunci(ports, work.as_mut(), pelaku, self.id).await?;
        satu_versi(&kasus, self.versi)?;
        let pemegang = kasus.permohonan.keadaan.tugas(self.id).and_then(|t| t.diterima_oleh);
        if pemegang != Some(petugas.id) {
            pelaku.petugas(Izin::TugasAlihkan)?;
            if self.alasan.as_deref().is_none_or(|teks| teks.trim().is_empty()) {
                return Err(Galat::isian(
                    "/alasan",
                    "alasan_wajib",
                    "Alasan mengalihkan tugas petugas lain wajib diisi.",
                ));
            }
        }
        let hari_ini = pelaku.tenant.zona.setempat(ports.clock.now()).date();
        let penerima = match self.kepada {
            None => None,
            Some(id) => {
                let penerima = work.akses().petugas_aktif(id, hari_ini).await?;
                Some(penerima.ok_or_else(|| {
                    Galat::isian(
                        "/kepada",
                        "pengguna_tidak_ada",
                        "Petugas yang dituju tidak ada atau tidak aktif.",
                    )
                })?)
            }
        };
        let peristiwa = kasus
            .mesin(ports)
            .alihkan(
                &kasus.permohonan.keadaan,
                self.id,
                penerima.as_ref().map(SesiHidup::petindak),
                self.alasan.as_deref(),
                petugas.id,
            )
            .map_err(tolak)?;
        terapkan(ports, work.as_mut(), pelaku, &mut kasus, &peristiwa, "tugas.alihkan").await?;
        work.commit().await?;
        Ok(())
    }
}
