//! At the end of a working day on which nobody looked at the inbox, those who watch the operation are told.

use std::sync::Arc;

use serde_json::json;
use time::{Date, OffsetDateTime};

use super::{HariPeriksa, Langkah, berikutnya, nilai};
use crate::{
    akses::{Izin, JejakPelaku},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    kalender::{Kalender, kalimat_tanggal},
    layanan::Kanal,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// Close working days that are over.
#[derive(Clone, Copy, Debug)]
pub struct PeriksaHarian;

impl PeriksaHarian {
    /// One round; tells how many days were closed. One query when nothing is due. Several workers at once close a day once.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<usize, Galat> {
        let kini = ports.clock.now();
        let mut work = ports.store.read(&tenant.slug).await?;
        let hari = work.pemeriksaan().hari_terbuka().await?;
        drop(work);
        if hari.is_some_and(|hari| hari.jatuh > kini) {
            return Ok(0);
        }
        let mut work = ports.store.begin(&tenant.slug).await?;
        let Some(kalender) = work.katalog().kalender().await? else { return Ok(0) };
        let kalender = kalender.untuk(Kanal::Whatsapp);
        let ditutup = match hari {
            None => {
                buka(work.as_mut(), &kalender, None, kini).await?;
                0
            }
            Some(hari) => tutup(ports, work.as_mut(), &kalender, hari, kini).await?,
        };
        work.commit().await?;
        Ok(ditutup)
    }
}

async fn buka(
    work: &mut dyn UnitOfWork,
    kalender: &Kalender,
    sesudah: Option<Date>,
    kini: OffsetDateTime,
) -> Result<(), Galat> {
    let hari = berikutnya(kalender, sesudah, kini).map_err(PortError::tak_terduga)?;
    work.pemeriksaan().buka_hari(hari).await?;
    Ok(())
}

async fn tutup(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kalender: &Kalender,
    hari: HariPeriksa,
    kini: OffsetDateTime,
) -> Result<usize, Galat> {
    if !work.pemeriksaan().kunci_hari(hari.tanggal).await? {
        return Ok(0);
    }
    let terlewat = match nilai(kalender, hari, kini) {
        Langkah::Tunggu(kemudian) => {
            work.pemeriksaan().buka_hari(kemudian).await?;
            return Ok(0);
        }
        Langkah::Libur => false,
        Langkah::Usai => !work.pemeriksaan().diperiksa(hari.tanggal).await?,
    };
    work.pemeriksaan().tutup_hari(hari.tanggal, kini, terlewat).await?;
    buka(work, kalender, Some(hari.tanggal), kini).await?;
    if terlewat {
        beritahu(ports, work, hari.tanggal).await?;
    }
    Ok(1)
}

/// Tells every role that watches the operation.
async fn beritahu(ports: &Ports, work: &mut dyn UnitOfWork, tanggal: Date) -> Result<(), Galat> {
    let peran = work.akses().semua_peran().await?;
    for satu in peran.into_iter().filter(|satu| satu.izin.contains(&Izin::OperasiLihat)) {
        let notifikasi = Notifikasi::baru(
            ports,
            Kepada::Peran(satu.kode),
            JenisNotifikasi::Pemeriksaan,
            format!(
                "Kotak pesan warga belum diperiksa pada hari kerja {}.",
                kalimat_tanggal(tanggal)
            ),
        );
        work.notifikasi().tambah(&notifikasi).await?;
    }
    let catatan = CatatanAudit::baru(
        ports,
        JejakPelaku::Sistem,
        "pemeriksaan.terlewat",
        "pemeriksaan_hari",
        None,
    )
    .dengan(json!({ "tanggal": tanggal.to_string() }));
    work.audit().catat(&catatan).await?;
    Ok(())
}
