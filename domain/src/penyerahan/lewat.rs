//! Recipients who do not answer: after some working days the next channel is taken.

use super::{KeadaanPenyerahan, PenyerahanId, gagalkan};
use crate::{akses::JejakPelaku, galat::Galat, ports::Ports, tenant::Tenant};

/// How many attempts one round ends.
const BATAS_RONDE: u32 = 50;
/// Why an attempt failed whose recipient did not answer.
pub const TIDAK_MENJAWAB: &str = "penerima_tidak_menjawab";

/// End the wait for recipients whose time is over.
#[derive(Clone, Copy, Debug)]
pub struct AkhiriTungguPenerima;

impl AkhiriTungguPenerima {
    /// One round, each attempt in a unit of work of its own; tells how many were ended. Call again until it says 0.
    pub async fn execute(self, ports: &Ports, tenant: &Tenant) -> Result<usize, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let lewat = work.penerima().lewat(ports.clock.now(), BATAS_RONDE).await?;
        drop(work);
        let jumlah = lewat.len();
        for id in lewat {
            akhiri(ports, tenant, id).await?;
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
