//! Recipients who do not answer, or do not write again: after some working days the next channel is taken.

use super::{KeadaanPenyerahan, PenyerahanId, gagalkan};
use crate::{
    akses::JejakPelaku,
    galat::Galat,
    outbox::{KeadaanPesan, PesanId},
    ports::Ports,
    tenant::Tenant,
};

/// How many attempts one round ends.
const BATAS_RONDE: u32 = 50;
/// Why an attempt failed whose recipient did not answer.
pub const TIDAK_MENJAWAB: &str = "penerima_tidak_menjawab";

/// Why an attempt failed whose document waited for its recipient to open the 24-hour window again.
pub const TIDAK_MENULIS: &str = "penerima_tidak_menulis";

/// End the wait for recipients whose time is over.
#[derive(Clone, Copy, Debug)]
pub struct AkhiriTungguPenerima;

impl AkhiriTungguPenerima {
    /// One round, each attempt in a unit of work of its own; tells how many were ended. Call again until it says 0.
    pub async fn execute(self, ports: &Ports, tenant: &Tenant) -> Result<usize, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let now = ports.clock.now();
        let lewat = work.penerima().lewat(now, BATAS_RONDE).await?;
        let parkir = work.penerima().parkir_lewat(now, BATAS_RONDE).await?;
        drop(work);
        let jumlah = lewat.len() + parkir.len();
        for id in lewat {
            akhiri(ports, tenant, id).await?;
        }
        for (id, pesan) in parkir {
            akhiri_parkir(ports, tenant, id, pesan).await?;
        }
        Ok(jumlah)
    }
}

async fn akhiri(ports: &Ports, tenant: &Tenant, id: PenyerahanId) -> Result<(), Galat> {
    let mut work = ports.store.begin(&tenant.slug).await?;
    if let Some(mut satu) = work.penyerahan().kunci(id).await? {
        if satu.keadaan == KeadaanPenyerahan::MenungguPenerima {
            let jejak = JejakPelaku::Sistem;
            gagalkan(ports, work.as_mut(), tenant, jejak, &mut satu, TIDAK_MENJAWAB).await?;
        } else {
            // A link without an attempt that waits for it is good for nothing.
            work.penerima().cabut_tautan(id).await?;
        }
    }
    work.commit().await?;
    Ok(())
}

/// Ends an attempt whose document is still parked, together with its message; one that failed otherwise without anybody
/// hearing of it ends with what its message says.
async fn akhiri_parkir(
    ports: &Ports,
    tenant: &Tenant,
    id: PenyerahanId,
    pesan: PesanId,
) -> Result<(), Galat> {
    let mut work = ports.store.begin(&tenant.slug).await?;
    // The message before its attempt, as where messages are claimed.
    let Some(isi) = work.pesan().kunci(pesan).await? else { return Ok(()) };
    let Some(mut satu) = work.penyerahan().kunci(id).await? else { return Ok(()) };
    if satu.keadaan != KeadaanPenyerahan::Berjalan || satu.pesan != Some(pesan) {
        return Ok(());
    }
    let galat = match isi.keadaan {
        KeadaanPesan::Tertahan => {
            work.pesan().lewati_tertahan(pesan, TIDAK_MENULIS, ports.clock.now()).await?;
            TIDAK_MENULIS.to_owned()
        }
        KeadaanPesan::Gagal | KeadaanPesan::Dilewati => {
            isi.galat.unwrap_or_else(|| "wa_gagal".to_owned())
        }
        // The resident wrote at this moment.
        KeadaanPesan::Antre | KeadaanPesan::Mengirim | KeadaanPesan::Terkirim => return Ok(()),
    };
    let jejak = JejakPelaku::Sistem;
    gagalkan(ports, work.as_mut(), tenant, jejak, &mut satu, &galat).await?;
    work.commit().await?;
    Ok(())
}
