//! Reading personal data is in the trail, too (security 57): who looked at what, once in a while and not at every click.

use time::Duration;
use uuid::Uuid;

use super::CatatanAudit;
use crate::{
    akses::{Pelaku, Siapa},
    aliran::mundur,
    galat::Galat,
    ports::Ports,
};

/// The same officer looking at the same thing within this time is one row.
pub const JEDA_DIBACA: Duration = Duration::minutes(10);

/// An officer looks at personal data.
#[derive(Clone, Copy, Debug)]
pub struct Dibaca {
    /// What is done, for example `permohonan.dibaca`.
    pub aksi: &'static str,
    /// The kind of thing.
    pub objek: &'static str,
    /// Which one.
    pub id: Uuid,
}

impl Dibaca {
    /// Writes it down in a transaction of its own. When that fails, nothing may be shown.
    pub async fn catat(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let Siapa::Petugas(petugas) = &pelaku.siapa else { return Ok(()) };
        let slug = &pelaku.tenant.slug;
        let sejak = mundur(ports.ids.uuid(), JEDA_DIBACA);
        let mut work = ports.store.read(slug).await?;
        let sudah = work.audit().sudah_tercatat(petugas.id, self.aksi, self.id, sejak).await?;
        drop(work);
        if sudah {
            return Ok(());
        }
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), self.aksi, self.objek, Some(self.id));
        let mut work = ports.store.begin(slug).await?;
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(())
    }
}
