//! The applicant has completed what was missing.

use super::{Permohonan, PermohonanId, definisi_kasus, terapkan, tolak};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    ports::{Ports, UnitOfWork},
    sop::Mesin,
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
        pelaku.petugas(Izin::PermohonanBuat)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let permohonan =
            work.permohonan().kunci(self.id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
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
    mut permohonan: Permohonan,
) -> Result<Permohonan, Galat> {
    let (_, definisi) = definisi_kasus(work, &permohonan).await?;
    let peristiwa = Mesin { definisi: &definisi, ids: ports.ids.as_ref() }
        .lengkapi(&permohonan.keadaan)
        .map_err(tolak)?;
    terapkan(ports, work, pelaku, &mut permohonan, &peristiwa, "permohonan.lengkapi").await?;
    if let Some(kontak) = permohonan.kontak {
        work.kontak().selesai_melengkapi(kontak, permohonan.id).await?;
    }
    Ok(permohonan)
}
