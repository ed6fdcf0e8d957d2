//! Elements of webhooks that could not be processed, and what an officer does about them.

use time::OffsetDateTime;
use uuid::Uuid;

use super::JenisElemen;
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::Galat,
    halaman::{Halaman, Lembar},
    ports::Ports,
};

/// An element that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MasukGagal {
    /// Its id.
    pub id: Uuid,
    /// What kind.
    pub jenis: JenisElemen,
    /// The service number.
    pub phone_number_id: String,
    /// How often it was tried.
    pub percobaan: u32,
    /// Stable code of the last reason.
    pub galat: Option<String>,
    /// When it came.
    pub diterima_pada: OffsetDateTime,
}

/// List elements that were given up.
#[derive(Clone, Copy, Debug)]
pub struct DaftarMasukGagal {
    /// How many.
    pub halaman: Halaman,
}

impl DaftarMasukGagal {
    /// One page, the newest first, without what they say.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<MasukGagal>, Galat> {
        pelaku.petugas(Izin::OperasiLihat)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.masuk().daftar_gagal(self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id))
    }
}

/// Process an element once more.
#[derive(Clone, Copy, Debug)]
pub struct UlangiMasuk {
    /// Which.
    pub id: Uuid,
}

impl UlangiMasuk {
    /// Puts it back into the inbox.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        pelaku.petugas(Izin::WaKelola)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if !work.masuk().ulangi(self.id, ports.clock.now()).await? {
            return Err(Galat::TidakDitemukan("pesan masuk yang gagal"));
        }
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "masuk.ulang", "wa_masuk", Some(self.id));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(())
    }
}
