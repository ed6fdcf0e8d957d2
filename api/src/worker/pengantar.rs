//! Deliveries to the office's own systems, beside the worker's other rounds.

use std::{collections::BTreeSet, sync::Arc};

use loket_domain::{
    galat::Galat,
    langganan::{AntarKiriman, TENGGANG_KIRIMAN},
    ports::Ports,
    tenant::TenantSlug,
};
use tokio::{sync::Semaphore, task::JoinSet};

/// How many rounds one tenant gets before the others have their turn.
const RONDE: usize = 50;

/// Messages to the office's own systems. They have rounds of their own: a listener that answers slowly must not keep residents
/// waiting.
pub(super) struct Pengantar {
    sibuk: BTreeSet<TenantSlug>,
    batas: Arc<Semaphore>,
    pekerjaan: JoinSet<TenantSlug>,
}

impl Pengantar {
    pub(super) fn baru(serentak: usize) -> Self {
        let batas = Arc::new(Semaphore::new(serentak.max(1)));
        Self { sibuk: BTreeSet::new(), batas, pekerjaan: JoinSet::new() }
    }

    pub(super) fn kosong(&self) -> bool {
        self.pekerjaan.is_empty()
    }

    /// Delivers for a tenant, unless that is being done.
    pub(super) fn jalan(&mut self, ports: &Ports, slug: &TenantSlug) {
        if !self.sibuk.insert(slug.clone()) {
            return;
        }
        let (ports, slug, batas) = (ports.clone(), slug.clone(), self.batas.clone());
        self.pekerjaan.spawn(async move {
            let _tempat = batas.acquire_owned().await;
            antar(&ports, &slug).await;
            slug
        });
    }

    /// Waits until one of them is done.
    pub(super) async fn rapikan(&mut self) {
        match self.pekerjaan.join_next().await {
            Some(Ok(slug)) => drop(self.sibuk.remove(&slug)),
            Some(Err(galat)) => {
                tracing::error!(%galat, "antaran kabar terputus");
                self.sibuk.clear();
            }
            None => {}
        }
    }

    pub(super) async fn tunggu(mut self) {
        while self.pekerjaan.join_next().await.is_some() {}
    }
}

/// A few rounds of deliveries for one tenant; a suspended one has none.
async fn antar(ports: &Ports, slug: &TenantSlug) {
    let hasil = async {
        let Some(tenant) = ports.daftar.tenant(slug).await? else { return Ok(()) };
        for _ in 0..RONDE {
            let antaran = AntarKiriman { tenggang: TENGGANG_KIRIMAN };
            if antaran.execute(ports, &tenant).await? == 0 {
                break;
            }
        }
        Ok::<_, Galat>(())
    };
    if let Err(galat) = hasil.await {
        tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "kabar ke sistem kantor tidak terantar");
    }
}
