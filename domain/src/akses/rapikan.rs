//! Remove what ended long ago: failures, tickets, ceremonies, devices, one-time secrets.

use time::Duration;

use crate::{galat::Galat, ports::Ports, tenant::Tenant};

/// How long what ended is kept, so that an administrator can still be told what happened.
const SIMPAN: Duration = Duration::days(7);

/// Tidy up the accounts of a tenant.
#[derive(Clone, Copy, Debug)]
pub struct RapikanAkses;

impl RapikanAkses {
    /// Tells how much was removed.
    pub async fn execute(self, ports: &Ports, tenant: &Tenant) -> Result<u64, Galat> {
        let mut work = ports.store.begin(&tenant.slug).await?;
        let jumlah = work.keamanan().rapikan(ports.clock.now() - SIMPAN).await?;
        work.commit().await?;
        Ok(jumlah)
    }
}
