//! The applicant has completed what was missing.

use super::{Kasus, Permohonan, PermohonanId, terapkan, tolak};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    ports::{Ports, UnitOfWork},
};

/// Send a completed case back to work, on behalf of the applicant.
#[derive(Clone, Copy, Debug)]
pub struct LengkapiPermohonan {
    /// Which.
    pub id: PermohonanId,
}

impl LengkapiPermohonan {
    /// Resumes at the step the decision named.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        pelaku.boleh(Izin::PermohonanBuat)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let permohonan =
            work.permohonan().kunci(self.id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
        pelaku.jangkau(permohonan.unit.as_ref())?;
        lanjutkan(ports, work.as_mut(), pelaku, permohonan).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Resumes a locked case.
pub(crate) async fn lanjutkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    permohonan: Permohonan,
) -> Result<Permohonan, Galat> {
    let mut kasus = Kasus::muat(ports, work, pelaku, permohonan).await?;
    let peristiwa = kasus.mesin(ports).lengkapi(&kasus.permohonan.keadaan).map_err(tolak)?;
    terapkan(ports, work, pelaku, &mut kasus, &peristiwa, "permohonan.lengkapi").await?;
    let permohonan = &kasus.permohonan;
    if let Some(kontak) = permohonan.kontak {
        work.kontak().selesai_melengkapi(kontak, permohonan.id).await?;
    }
    Ok(kasus.permohonan)
}
