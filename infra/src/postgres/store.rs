//! The store: units of work of a tenant, and the tenants themselves.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    percakapan::NomorResmi,
    ports::{DaftarTenant, Store, UnitOfWork},
    tenant::{Tenant, TenantSlug},
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use uuid::Uuid;

use super::{
    Postgres, TenantTerdaftar, TenantTidakAktif, VersiKunci,
    audit::Tertulis,
    error::port_error,
    kerja::{PgUnitOfWork, Tx},
    simpanan::SimpananSop,
};
use crate::crypto::{KunciInduk, KunciTenant};

/// How many unwrapped keys are kept: more than there are offices in the country.
const KUNCI_TERBANYAK: usize = 1_024;

/// PostgreSQL as the domain sees it. Cheap to clone.
#[derive(Clone)]
pub struct PgStore {
    db: Postgres,
    induk: Arc<KunciInduk>,
    kunci: Arc<Mutex<BTreeMap<TenantSlug, KunciTerbuka>>>,
    sop: Arc<SimpananSop>,
}

/// Unwrapped keys, and what they were unwrapped from.
struct KunciTerbuka {
    bungkus: Vec<VersiKunci>,
    kunci: Arc<KunciTenant>,
}

/// Unwraps the keys of a tenant: the newest version whose time has come seals, all others open.
pub(super) fn kunci_tenant(
    induk: &KunciInduk,
    slug: &TenantSlug,
    semua: &[VersiKunci],
) -> Result<KunciTenant, PortError> {
    let buka = |satu: &VersiKunci| {
        induk.buka_bungkus(slug, &satu.terbungkus.0).map_err(PortError::tak_terduga)
    };
    let aktif = semua.iter().rev().find(|satu| satu.aktif);
    let aktif = aktif.ok_or_else(|| PortError::tak_terduga("tenant tanpa kunci data"))?;
    let mut kunci = KunciTenant::new(slug.clone(), aktif.versi, &buka(aktif)?)
        .map_err(PortError::tak_terduga)?;
    for lain in semua.iter().filter(|satu| satu.versi != aktif.versi) {
        kunci = kunci.dengan_lama(lain.versi, &buka(lain)?).map_err(PortError::tak_terduga)?;
    }
    Ok(kunci)
}

impl fmt::Debug for PgStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PgStore").field("db", &self.db).finish_non_exhaustive()
    }
}

impl PgStore {
    /// A store over these connections; `induk` unwraps the tenants' keys.
    pub fn new(db: Postgres, induk: Arc<KunciInduk>) -> Self {
        Self { db, induk, kunci: Arc::default(), sop: Arc::default() }
    }

    /// The connections.
    pub fn postgres(&self) -> &Postgres {
        &self.db
    }

    async fn terdaftar(&self, slug: &TenantSlug) -> Result<Arc<TenantTerdaftar>, PortError> {
        if let Some(ada) = self.db.tenant(slug).await? {
            return Ok(ada);
        }
        // Nothing of a suspended tenant stays open in memory, its key least of all.
        self.kunci.lock().unwrap_or_else(PoisonError::into_inner).remove(slug);
        Err(PortError::tidak_tersedia("tenant", TenantTidakAktif(slug.clone())))
    }

    /// The tenant's key, unwrapped once.
    fn kunci(&self, terdaftar: &TenantTerdaftar) -> Result<Arc<KunciTenant>, PortError> {
        let slug = &terdaftar.tenant.slug;
        let bungkus = terdaftar.semua_kunci();
        let mut semua = self.kunci.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ada) = semua.get(slug).filter(|k| k.bungkus == bungkus) {
            return Ok(Arc::clone(&ada.kunci));
        }
        let kunci = Arc::new(kunci_tenant(&self.induk, slug, &bungkus)?);
        if semua.len() >= KUNCI_TERBANYAK {
            semua.pop_first();
        }
        semua.insert(slug.clone(), KunciTerbuka { bungkus, kunci: Arc::clone(&kunci) });
        Ok(kunci)
    }

    async fn mulai(&self, slug: &TenantSlug, tulis: bool) -> Result<PgUnitOfWork, PortError> {
        let kunci = self.kunci(&*self.terdaftar(slug).await?)?;
        let tx = if tulis {
            Tx::Tulis(self.db.begin_tenant(slug).await?, Tertulis::default())
        } else {
            Tx::Baca(self.db.begin_tenant_read(slug).await?)
        };
        Ok(PgUnitOfWork {
            tx,
            slug: slug.clone(),
            kunci,
            sop: Arc::clone(&self.sop),
            catatan: Vec::new(),
        })
    }
}

#[async_trait]
impl Store for PgStore {
    async fn begin(&self, tenant: &TenantSlug) -> Result<Box<dyn UnitOfWork>, PortError> {
        Ok(Box::new(self.mulai(tenant, true).await?))
    }

    async fn begin_retensi(&self, tenant: &TenantSlug) -> Result<Box<dyn UnitOfWork>, PortError> {
        let kunci = self.kunci(&*self.terdaftar(tenant).await?)?;
        let tx = Tx::Tulis(self.db.begin_tenant_retensi(tenant).await?, Tertulis::default());
        Ok(Box::new(PgUnitOfWork {
            tx,
            slug: tenant.clone(),
            kunci,
            sop: Arc::clone(&self.sop),
            catatan: Vec::new(),
        }))
    }

    async fn read(&self, tenant: &TenantSlug) -> Result<Box<dyn UnitOfWork>, PortError> {
        Ok(Box::new(self.mulai(tenant, false).await?))
    }
}

#[async_trait]
impl DaftarTenant for PgStore {
    async fn tenant(&self, slug: &TenantSlug) -> Result<Option<Arc<Tenant>>, PortError> {
        Ok(self.db.tenant(slug).await?.map(|terdaftar| Arc::new(terdaftar.tenant.clone())))
    }

    async fn tenant_nomor(
        &self,
        phone_number_id: &str,
        aplikasi: Uuid,
    ) -> Result<Option<Arc<Tenant>>, PortError> {
        let nomor = self.db.nomor(phone_number_id).await?;
        let milik = nomor.filter(|nomor| nomor.aplikasi.id == aplikasi);
        Ok(milik.map(|nomor| Arc::new(nomor.tenant.tenant.clone())))
    }

    async fn tenant_waba(
        &self,
        waba_id: &str,
        aplikasi: Uuid,
    ) -> Result<Vec<Arc<Tenant>>, PortError> {
        let semua = self.db.tenant_waba(waba_id, aplikasi).await?;
        Ok(semua.iter().map(|terdaftar| Arc::new(terdaftar.tenant.clone())).collect())
    }

    async fn ditangguhkan(
        &self,
        phone_number_id: Option<&str>,
        waba_id: Option<&str>,
        aplikasi: Uuid,
    ) -> Result<bool, PortError> {
        self.db.nomor_ditangguhkan(phone_number_id, waba_id, aplikasi).await
    }

    async fn nomor_resmi(&self) -> Result<Vec<NomorResmi>, PortError> {
        let semua = self.db.nomor_aktif().await?;
        let mut nomor: Vec<_> = semua
            .iter()
            .map(|satu| NomorResmi {
                tenant: satu.tenant.tenant.slug.clone(),
                kantor: satu.tenant.tenant.nama.clone(),
                nomor: satu.nomor_tampilan.clone(),
            })
            .collect();
        nomor.sort();
        Ok(nomor)
    }

    async fn aktif(&self) -> Result<Vec<Arc<Tenant>>, PortError> {
        let semua = self.db.tenant_aktif().await?;
        Ok(semua.iter().map(|terdaftar| Arc::new(terdaftar.tenant.clone())).collect())
    }

    async fn sehat(&self) -> Result<(), PortError> {
        let tx = self.db.begin_control_read().await?;
        let tanya = Statement::from_string(DbBackend::Postgres, "SELECT 1 FROM tenant LIMIT 1");
        tx.query_one_raw(tanya).await.map(drop).map_err(port_error)
    }
}
