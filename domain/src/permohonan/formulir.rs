//! Reading the forms that were filled in at the steps of a case.

use super::{FormulirTerisi, PermohonanId};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::Galat,
    ports::Ports,
};

/// Read the forms of a case.
#[derive(Clone, Copy, Debug)]
pub struct BacaFormulir {
    /// Of which case.
    pub id: PermohonanId,
}

impl BacaFormulir {
    /// Every form as it was filled in, the oldest first; answers are personal, so each reading is audited.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<FormulirTerisi>, Galat> {
        pelaku.petugas(Izin::PermohonanBaca)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.permohonan().baca(self.id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
        let formulir = work.permohonan().formulir(self.id).await?;
        let objek = Some(self.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "formulir.baca", "permohonan", objek);
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(formulir)
    }
}
