//! Take a tugas: the penerimaan of the kartu kendali.

use super::{Kasus, terapkan, tolak};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    ports::Ports,
    sop::TugasId,
};

/// Take a tugas from the queue.
#[derive(Clone, Copy, Debug)]
pub struct TerimaTugas {
    /// Which.
    pub id: TugasId,
}

impl TerimaTugas {
    /// Records the penerimaan with its paraf. Taking one's own tugas again changes nothing.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.petugas(Izin::TugasKerjakan)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut kasus = Kasus::kunci(ports, work.as_mut(), pelaku, self.id).await?;
        let peristiwa = kasus
            .mesin(ports)
            .terima(&kasus.permohonan.keadaan, self.id, petugas.petindak())
            .map_err(tolak)?;
        terapkan(ports, work.as_mut(), pelaku, &mut kasus, &peristiwa, "tugas.terima").await?;
        work.commit().await?;
        Ok(())
    }
}
