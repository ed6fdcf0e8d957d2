//! The public catalogue.

use super::Layanan;
use crate::{akses::tenant_publik, galat::Galat, nilai::Kode, ports::Ports, tenant::TenantSlug};

/// What an office offers, for everybody to read.
#[derive(Clone, Debug)]
pub struct KatalogPublik {
    /// The office.
    pub tenant: TenantSlug,
}

impl KatalogPublik {
    /// Active services in menu order.
    pub async fn execute(self, ports: &Ports) -> Result<Vec<Layanan>, Galat> {
        let tenant = tenant_publik(ports, &self.tenant).await?;
        let mut work = ports.store.read(&tenant.slug).await?;
        Ok(work.katalog().daftar_layanan().await?)
    }

    /// One of them.
    pub async fn satu(self, ports: &Ports, kode: &str) -> Result<Layanan, Galat> {
        let tenant = tenant_publik(ports, &self.tenant).await?;
        let kode = Kode::parse(kode).map_err(|_| Galat::TidakDitemukan("layanan"))?;
        let mut work = ports.store.read(&tenant.slug).await?;
        work.katalog().layanan(&kode).await?.ok_or(Galat::TidakDitemukan("layanan"))
    }
}
