//! A picture or PDF that an officer is going to send.

use super::{catat, kunci};
use crate::{
    akses::{Izin, Pelaku},
    berkas::{Rencana, Unggahan, buka_unggahan},
    galat::Galat,
    percakapan::KontakId,
    permohonan::Berkas,
    ports::Ports,
};

/// Announce a file for a conversation and get a link to upload it.
#[derive(Clone, Debug)]
pub struct UnggahBerkasPercakapan {
    /// The conversation.
    pub id: KontakId,
    /// What will be put.
    pub rencana: Rencana,
}

impl UnggahBerkasPercakapan {
    /// The file's id and the links. It can be sent once its upload was completed and checked.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Unggahan, Galat> {
        let oleh = pelaku.petugas(Izin::PercakapanBalas)?.id;
        self.rencana.tipe()?;
        let (tenant, rencana) = (&pelaku.tenant, &self.rencana);
        let mut work = ports.store.begin(&tenant.slug).await?;
        kunci(ports, work.as_mut(), self.id).await?;
        let mut berkas =
            Berkas::umumkan(ports, work.as_mut(), tenant, oleh, "lampiran", rencana).await?;
        berkas.kontak = Some(self.id);
        work.permohonan().tambah_berkas(&berkas).await?;
        catat(ports, work.as_mut(), pelaku, self.id, "percakapan.unggah").await?;
        work.commit().await?;
        buka_unggahan(ports, tenant, &berkas, rencana).await
    }
}
