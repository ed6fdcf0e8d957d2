//! Notes that officers leave for each other; never sent.

use uuid::Uuid;

use super::{catat, kunci, teks_wajib};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    nilai::Rahasia,
    percakapan::KontakId,
    ports::Ports,
};

/// Characters of a note.
pub const BATAS_CATATAN: usize = 2_000;

/// Leave a note at a conversation.
#[derive(Clone, Debug)]
pub struct CatatPercakapan {
    /// The conversation.
    pub id: KontakId,
    /// The note.
    pub isi: Rahasia,
}

impl CatatPercakapan {
    /// Keeps it, sealed; tells its id.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Uuid, Galat> {
        let petugas = pelaku.petugas(Izin::PercakapanBalas)?.id;
        let isi = Rahasia::new(teks_wajib(self.isi.buka(), BATAS_CATATAN, "/isi", "Catatan")?);
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        kunci(ports, work.as_mut(), self.id).await?;
        let id = ports.ids.uuid();
        work.kotak().tambah_catatan(id, self.id, petugas, &isi, ports.clock.now()).await?;
        catat(ports, work.as_mut(), pelaku, self.id, "percakapan.catat").await?;
        work.commit().await?;
        Ok(id)
    }
}
