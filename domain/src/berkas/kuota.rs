//! How much one sender may send in a day (security 36).

use time::{OffsetDateTime, Time};

use crate::{
    akses::PenggunaId,
    galat::{Bentrok, Galat},
    percakapan::KontakId,
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// What one sender may send in a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jatah {
    /// Files.
    pub berkas: u64,
    /// Bytes.
    pub bita: u64,
}

/// What senders may send in a day, by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KuotaBerkas {
    /// A resident, in the chat and on the page behind a link together.
    pub warga: Jatah,
    /// An officer, through the API.
    pub petugas: Jatah,
}

impl Default for KuotaBerkas {
    fn default() -> Self {
        const MB: u64 = 1024 * 1024;
        Self {
            warga: Jatah { berkas: 100, bita: 300 * MB },
            petugas: Jatah { berkas: 2_000, bita: 10_000 * MB },
        }
    }
}

/// Who sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pengirim {
    /// A resident.
    Warga(KontakId),
    /// An officer.
    Petugas(PenggunaId),
}

/// What somebody sent since the day began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pemakaian {
    /// Files.
    pub berkas: u64,
    /// Bytes.
    pub bita: u64,
}

impl Pemakaian {
    /// With one more file.
    #[must_use]
    pub fn tambah(self, bita: u64) -> Self {
        Self { berkas: self.berkas + 1, bita: self.bita.saturating_add(bita) }
    }

    /// Whether that much is within what is allowed.
    pub fn dalam(self, jatah: Jatah) -> bool {
        self.berkas <= jatah.berkas && self.bita <= jatah.bita
    }
}

/// The sentence for who sent too much today.
pub const KUOTA_HABIS: &str =
    "Jumlah kiriman Anda hari ini sudah mencapai batas. Kirim lagi besok, atau hubungi petugas.";

impl KuotaBerkas {
    /// What that sender may send in a day.
    pub fn jatah(&self, pengirim: Pengirim) -> Jatah {
        match pengirim {
            Pengirim::Warga(_) => self.warga,
            Pengirim::Petugas(_) => self.petugas,
        }
    }
}

/// What that sender sent today, by the office's wall clock.
pub(crate) async fn terpakai(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    pengirim: Pengirim,
) -> Result<Pemakaian, Galat> {
    Ok(work.berkas().pemakaian(pengirim, awal_hari(tenant, ports.clock.now())).await?)
}

/// When the day of that moment began at the office.
fn awal_hari(tenant: &Tenant, saat: OffsetDateTime) -> OffsetDateTime {
    tenant.zona.setempat(saat).replace_time(Time::MIDNIGHT)
}

/// Refuses an officer who announced too much today.
pub(crate) async fn periksa_kuota(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    pengirim: Pengirim,
    ukuran: u64,
) -> Result<(), Galat> {
    let lalu = terpakai(ports, work, tenant, pengirim).await?;
    if lalu.tambah(ukuran).dalam(ports.kuota.jatah(pengirim)) {
        return Ok(());
    }
    Err(Bentrok::baru("kuota_berkas_habis", KUOTA_HABIS).into())
}
