//! The worker: processes what the webhook stored, sends what is due and moves cases between SOP versions, tenant by tenant.

mod berkala;
mod hanya;
mod pengantar;
mod ronde;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use loket_domain::{gangguan::AturanKabar, percakapan::Tenang, ports::Ports, tenant::TenantSlug};
use tokio::{
    sync::{Notify, Semaphore, watch},
    task::JoinSet,
    time::Instant,
};

pub use self::hanya::Hanya;
use self::{berkala::Berkala, pengantar::Pengantar, ronde::ronde};

/// Tenants that have work, as the serving side tells. A set, so that a thousand messages for one tenant are one entry.
#[derive(Debug, Default)]
pub struct Kotor {
    tenant: Mutex<BTreeSet<TenantSlug>>,
    bel: Notify,
    /// Who in this process follows the events of a tenant.
    pendengar: Mutex<BTreeMap<TenantSlug, Arc<Notify>>>,
}

impl Kotor {
    /// This tenant has work.
    pub fn tandai(&self, tenant: &TenantSlug) {
        self.tenant.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant.clone());
        self.bel.notify_one();
        self.kabari(tenant);
    }

    /// Something changed at this tenant: wakes who follows its events in this process.
    pub fn kabari(&self, tenant: &TenantSlug) {
        let semua = self.pendengar.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bel) = semua.get(tenant) {
            bel.notify_one();
        }
    }

    /// A bell that rings when something changes at this tenant, until [`Self::berhenti_mendengar`].
    pub fn dengarkan(&self, tenant: &TenantSlug) -> Arc<Notify> {
        let mut semua = self.pendengar.lock().unwrap_or_else(PoisonError::into_inner);
        semua.entry(tenant.clone()).or_default().clone()
    }

    /// Nobody in this process follows the events of this tenant any more.
    pub fn berhenti_mendengar(&self, tenant: &TenantSlug) {
        self.pendengar.lock().unwrap_or_else(PoisonError::into_inner).remove(tenant);
    }

    fn ambil(&self) -> BTreeSet<TenantSlug> {
        std::mem::take(&mut *self.tenant.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// How the worker works.
#[derive(Clone, Copy, Debug)]
pub struct WorkerConfig {
    /// How long a send may stay unknown; see [`KirimAntrean`].
    pub tenggang: Duration,
    /// How often every tenant is looked at, whether it was named or not.
    pub sapuan: Duration,
    /// How many tenants are worked on at once.
    pub serentak: usize,
    /// After how long a signing call that nobody wrote the end of counts as unknown.
    pub tte: Duration,
    /// How long a sender must be quiet before files are answered.
    pub tenang: Tenang,
    /// When people are told of interruptions.
    pub gangguan: AturanKabar,
    /// How often the storage of a tenant is swept.
    pub sapu: Duration,
    /// How often the head of a tenant's audit trail is signed and kept outside the database; zero for never.
    pub jangkar: Duration,
}

/// How many rounds one tenant gets before the others have their turn.
const RONDE: usize = 4;

/// Runs until `berhenti` says so; the rounds under way are finished first.
pub async fn jalankan(
    ports: Ports,
    kotor: Arc<Kotor>,
    config: WorkerConfig,
    mut berhenti: watch::Receiver<bool>,
) {
    let batas = Arc::new(Semaphore::new(config.serentak.max(1)));
    let mut jam = tokio::time::interval(config.sapuan);
    jam.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut sibuk: BTreeSet<TenantSlug> = BTreeSet::new();
    // When the turns of a tenant are due that wait for their sender to be quiet.
    let mut weker: BTreeMap<TenantSlug, Instant> = BTreeMap::new();
    let mut pekerjaan: JoinSet<(TenantSlug, Lagi)> = JoinSet::new();
    let berkala = Arc::new(Berkala::baru(config));
    let mut pengantar = Pengantar::baru(config.serentak);
    loop {
        let mut giliran = BTreeSet::new();
        tokio::select! {
            _ = berhenti.changed() => break,
            _ = jam.tick() => match ports.daftar.aktif().await {
                Ok(semua) => giliran.extend(semua.iter().map(|tenant| tenant.slug.clone())),
                Err(galat) => tracing::warn!(galat = &galat as &dyn std::error::Error, "daftar tenant tidak terbaca"),
            },
            () = kotor.bel.notified() => {}
            () = sampai(weker.values().min().copied()), if !weker.is_empty() => {}
            () = pengantar.rapikan(), if !pengantar.kosong() => continue,
            Some(selesai) = pekerjaan.join_next(), if !pekerjaan.is_empty() => match selesai {
                Ok((tenant, lagi)) => {
                    sibuk.remove(&tenant);
                    match lagi {
                        Lagi::Sekarang => drop(giliran.insert(tenant)),
                        Lagi::Pada(saat) => drop(weker.insert(tenant, saat)),
                        Lagi::Tidak => {}
                    }
                }
                Err(galat) => {
                    tracing::error!(%galat, "ronde pekerja terputus");
                    sibuk.clear();
                }
            },
        }
        giliran.append(&mut kotor.ambil());
        let kini = Instant::now();
        weker.retain(|tenant, saat| {
            let tiba = *saat <= kini;
            if tiba {
                giliran.insert(tenant.clone());
            }
            !tiba
        });
        for slug in giliran {
            pengantar.jalan(&ports, &slug);
            if sibuk.contains(&slug) {
                // Its round may already have passed the new work, so it is named again for the round after.
                kotor.tenant.lock().unwrap_or_else(PoisonError::into_inner).insert(slug);
                continue;
            }
            sibuk.insert(slug.clone());
            let (ports, batas, kotor) = (ports.clone(), batas.clone(), kotor.clone());
            let berkala = berkala.clone();
            pekerjaan.spawn(async move {
                let _tempat = batas.acquire_owned().await;
                let lagi = satu_tenant(&ports, &slug, config, &kotor, &berkala).await;
                berkala.sesudah(&ports, &slug).await;
                (slug, lagi)
            });
        }
    }
    while pekerjaan.join_next().await.is_some() {}
    pengantar.tunggu().await;
    berkala.tutup(&ports).await;
}

async fn sampai(saat: Option<Instant>) {
    if let Some(saat) = saat {
        tokio::time::sleep_until(saat).await;
    }
}

/// Whether a tenant has more work.
enum Lagi {
    Sekarang,
    Pada(Instant),
    Tidak,
}

/// A few rounds for one tenant.
async fn satu_tenant(
    ports: &Ports,
    slug: &TenantSlug,
    config: WorkerConfig,
    kotor: &Kotor,
    berkala: &Berkala,
) -> Lagi {
    let tenant = match ports.daftar.tenant(slug).await {
        Ok(Some(tenant)) => tenant,
        Ok(None) => return Lagi::Tidak,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "tenant tidak terbaca");
            return Lagi::Tidak;
        }
    };
    berkala.sebelum(ports, &tenant).await;
    for _ in 0..RONDE {
        let (jumlah, lagi_pada) = ronde(ports, &tenant, config).await;
        if jumlah == 0 {
            return lagi_pada.map_or(Lagi::Tidak, |pada| {
                let nanti = (pada - ports.clock.now()).try_into().unwrap_or(Duration::ZERO);
                Lagi::Pada(Instant::now() + nanti)
            });
        }
        kotor.kabari(slug);
    }
    Lagi::Sekarang
}
