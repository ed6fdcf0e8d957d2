//! The offices as a worker sees them that works for some of them only.

use std::{collections::BTreeSet, sync::Arc};

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    percakapan::NomorResmi,
    ports::DaftarTenant,
    tenant::{Tenant, TenantSlug},
};
use uuid::Uuid;

/// Some offices of many; the others are nobody's here.
pub struct Hanya {
    tenant: BTreeSet<TenantSlug>,
    semua: Arc<dyn DaftarTenant>,
}

impl Hanya {
    /// These of all; without any, all of them.
    pub fn dari(
        tenant: BTreeSet<TenantSlug>,
        semua: Arc<dyn DaftarTenant>,
    ) -> Arc<dyn DaftarTenant> {
        if tenant.is_empty() { semua } else { Arc::new(Self { tenant, semua }) }
    }
}

#[async_trait]
impl DaftarTenant for Hanya {
    async fn tenant(&self, slug: &TenantSlug) -> Result<Option<Arc<Tenant>>, PortError> {
        if !self.tenant.contains(slug) {
            return Ok(None);
        }
        self.semua.tenant(slug).await
    }

    async fn tenant_nomor(
        &self,
        phone_number_id: &str,
        aplikasi: Uuid,
    ) -> Result<Option<Arc<Tenant>>, PortError> {
        self.semua.tenant_nomor(phone_number_id, aplikasi).await
    }

    async fn tenant_waba(
        &self,
        waba_id: &str,
        aplikasi: Uuid,
    ) -> Result<Vec<Arc<Tenant>>, PortError> {
        self.semua.tenant_waba(waba_id, aplikasi).await
    }

    async fn ditangguhkan(
        &self,
        phone_number_id: Option<&str>,
        waba_id: Option<&str>,
        aplikasi: Uuid,
    ) -> Result<bool, PortError> {
        self.semua.ditangguhkan(phone_number_id, waba_id, aplikasi).await
    }

    async fn nomor_resmi(&self) -> Result<Vec<NomorResmi>, PortError> {
        self.semua.nomor_resmi().await
    }

    async fn aktif(&self) -> Result<Vec<Arc<Tenant>>, PortError> {
        let mut semua = self.semua.aktif().await?;
        semua.retain(|tenant| self.tenant.contains(&tenant.slug));
        Ok(semua)
    }

    async fn sehat(&self) -> Result<(), PortError> {
        self.semua.sehat().await
    }
}
