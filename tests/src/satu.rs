//! The list of tenants as a worker of one test sees it: offices of other tests, which live by other clocks, are left out.

use std::sync::Arc;

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    percakapan::NomorResmi,
    ports::DaftarTenant,
    tenant::{Tenant, TenantSlug},
};
use uuid::Uuid;

/// One office of many.
pub struct HanyaSatu {
    /// Which.
    pub slug: TenantSlug,
    /// All of them.
    pub semua: Arc<dyn DaftarTenant>,
}

#[async_trait]
impl DaftarTenant for HanyaSatu {
    async fn tenant(&self, slug: &TenantSlug) -> Result<Option<Arc<Tenant>>, PortError> {
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
        semua.retain(|tenant| tenant.slug == self.slug);
        Ok(semua)
    }

    async fn sehat(&self) -> Result<(), PortError> {
        self.semua.sehat().await
    }
}
