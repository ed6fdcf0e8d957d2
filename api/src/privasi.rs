//! What the command line does for the protection of personal data.

use std::sync::Arc;

use loket_domain::{audit::CatatanAudit, galat::Galat, tenant::Tenant};

use crate::{compose::Parts, setup::sistem};

/// A row of the tenant's trail for what the platform did to it.
pub async fn catat_sistem(
    parts: &Parts,
    tenant: &Tenant,
    aksi: &'static str,
    rincian: serde_json::Value,
) -> Result<(), Galat> {
    let pelaku = sistem(&Arc::new(tenant.clone()));
    let id = Some(tenant.id.uuid());
    let catatan =
        CatatanAudit::baru(&parts.ports, pelaku.jejak(), aksi, "tenant", id).dengan(rincian);
    let mut work = parts.ports.store.begin(&tenant.slug).await?;
    work.audit().catat(&catatan).await?;
    work.commit().await?;
    Ok(())
}
