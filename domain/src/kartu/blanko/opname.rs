//! Stocks that nobody counted for too long.

use std::sync::Arc;

use serde_json::json;
use time::Duration;

use super::jaga::beritahu;
use crate::{
    akses::{Pelaku, Siapa},
    audit::CatatanAudit,
    galat::Galat,
    ports::Ports,
    tenant::Tenant,
};

/// A reminder is repeated after this long.
const ULANG: Duration = Duration::days(7);

/// Remind the office of stocks that are due to be counted.
#[derive(Clone, Copy, Debug)]
pub struct IngatkanOpname;

impl IngatkanOpname {
    /// One reminder per stock and week until it is counted; tells how many. One query when none is due.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<usize, Galat> {
        let kini = ports.clock.now();
        let mut work = ports.store.read(&tenant.slug).await?;
        let hari = work.katalog().aturan_kartu().await?.blanko.opname_hari;
        if hari == 0 {
            return Ok(0);
        }
        let (sebelum, diingatkan) = (kini - Duration::days(i64::from(hari)), kini - ULANG);
        let ada = work.blanko().belum_dihitung(sebelum, diingatkan).await?;
        drop(work);
        if ada.is_empty() {
            return Ok(0);
        }
        let mut work = ports.store.begin(&tenant.slug).await?;
        let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Sistem };
        let mut jumlah = 0;
        for (jenis, unit) in &ada {
            // Another worker may have been first.
            if !work.blanko().ingatkan_opname(*jenis, unit, diingatkan, kini).await? {
                continue;
            }
            jumlah += 1;
            let isi = format!(
                "Blanko {} di unit {unit} belum dihitung selama {hari} hari. Hitung, lalu catat opname.",
                jenis.nama()
            );
            beritahu(ports, work.as_mut(), isi).await?;
            let catatan =
                CatatanAudit::baru(ports, pelaku.jejak(), "blanko.ingatkan_opname", "blanko", None)
                    .dengan(json!({ "jenis": jenis.kata(), "unit": unit }));
            work.audit().catat(&catatan).await?;
        }
        work.commit().await?;
        Ok(jumlah)
    }
}
