//! Take in a webhook: stored, each element in its tenant, before anybody answers 200.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use uuid::Uuid;

use super::ElemenMasuk;
use crate::{
    galat::{Galat, PortError},
    ports::Ports,
    tenant::{Tenant, TenantSlug},
};

/// The gate of the webhook: who signed, and what is inside.
#[async_trait]
pub trait PintuWebhook: Send + Sync {
    /// The app whose secret made this `X-Hub-Signature-256` over exactly these bytes; compared in constant time.
    async fn penanda(&self, badan: &[u8], tanda_tangan: &str) -> Result<Option<Uuid>, PortError>;

    /// Whether the token of a handshake is that of any app; compared in constant time.
    async fn token_cocok(&self, token: &str) -> Result<bool, PortError>;

    /// The elements of a body, read loosely: whatever is not understood becomes an element of its own or is left out,
    /// and never spoils its neighbours.
    fn urai(&self, badan: &[u8]) -> Vec<ElemenMasuk>;
}

/// Store the elements of a webhook whose signature was verified.
#[derive(Clone, Debug)]
pub struct TerimaWebhook {
    /// The app whose secret signed it.
    pub aplikasi: Uuid,
    /// Its elements.
    pub elemen: Vec<ElemenMasuk>,
}

/// What was stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HasilWebhook {
    /// New elements.
    pub baru: u64,
    /// Elements of numbers that are unknown or of another app: counted, stored nowhere.
    pub tak_dikenal: u64,
    /// Elements of suspended tenants: stored nowhere and not acknowledged, so that they come again when the tenant is
    /// back.
    pub tertunda: u64,
    /// Tenants that now have work.
    pub tenant: Vec<TenantSlug>,
}

/// Where an element belongs.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Tujuan {
    /// To whoever answers that number. One that is unknown is never looked up by its account.
    Nomor(String),
    /// To everybody with a number in that account.
    Akun(String),
    /// To nobody.
    Tanpa,
}

impl Tujuan {
    fn dari(elemen: &ElemenMasuk) -> Self {
        match (elemen.phone_number_id.as_str(), &elemen.waba_id) {
            ("", Some(akun)) => Self::Akun(akun.clone()),
            ("", None) => Self::Tanpa,
            (nomor, _) => Self::Nomor(nomor.to_owned()),
        }
    }

    async fn tenant(&self, ports: &Ports, aplikasi: Uuid) -> Result<Vec<Arc<Tenant>>, PortError> {
        match self {
            Self::Nomor(nomor) => {
                let tenant = ports.daftar.tenant_nomor(nomor, aplikasi).await?;
                Ok(tenant.into_iter().collect())
            }
            Self::Akun(akun) => ports.daftar.tenant_waba(akun, aplikasi).await,
            Self::Tanpa => Ok(Vec::new()),
        }
    }

    async fn ditangguhkan(&self, ports: &Ports, aplikasi: Uuid) -> Result<bool, PortError> {
        match self {
            Self::Nomor(nomor) => ports.daftar.ditangguhkan(Some(nomor), None, aplikasi).await,
            Self::Akun(akun) => ports.daftar.ditangguhkan(None, Some(akun), aplikasi).await,
            Self::Tanpa => Ok(false),
        }
    }
}

impl TerimaWebhook {
    /// One transaction per tenant. An error means that not everything was stored: the sender tries again, and what was
    /// stored is recognised.
    pub async fn execute(self, ports: &Ports) -> Result<HasilWebhook, Galat> {
        let now = ports.clock.now();
        let mut hasil = HasilWebhook::default();
        let mut per_tujuan: BTreeMap<Tujuan, Vec<ElemenMasuk>> = BTreeMap::new();
        for elemen in self.elemen {
            per_tujuan.entry(Tujuan::dari(&elemen)).or_default().push(elemen);
        }
        let mut per_tenant: BTreeMap<TenantSlug, Vec<ElemenMasuk>> = BTreeMap::new();
        for (tujuan, elemen) in per_tujuan {
            let tenant = tujuan.tenant(ports, self.aplikasi).await?;
            if tenant.is_empty() {
                let jumlah = elemen.len() as u64;
                if tujuan.ditangguhkan(ports, self.aplikasi).await? {
                    hasil.tertunda += jumlah;
                } else {
                    hasil.tak_dikenal += jumlah;
                }
            }
            for satu in tenant {
                per_tenant.entry(satu.slug.clone()).or_default().extend(elemen.iter().cloned());
            }
        }
        for (slug, elemen) in per_tenant {
            let elemen: Vec<(Uuid, ElemenMasuk)> =
                elemen.into_iter().map(|satu| (ports.ids.uuid(), satu)).collect();
            let mut work = ports.store.begin(&slug).await?;
            hasil.baru += work.masuk().simpan(&elemen, now).await?;
            work.commit().await?;
            hasil.tenant.push(slug);
        }
        Ok(hasil)
    }
}
