//! The worker: processes what the webhook stored, sends what is due and moves cases between SOP versions, tenant by tenant.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use loket_domain::{
    aliran::PangkasAliran,
    outbox::KirimAntrean,
    pemeriksaan::PeriksaHarian,
    penyerahan::{AkhiriTungguPenerima, KirimSurel},
    percakapan::{ProsesMasuk, RondeMasuk, Tenang},
    permohonan::JalankanPengingat,
    ports::Ports,
    sop::KerjakanPindah,
    tenant::{Tenant, TenantSlug},
};
use time::OffsetDateTime;
use tokio::{
    sync::{Notify, Semaphore, watch},
    task::JoinSet,
    time::Instant,
};

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
    /// How long a sender must be quiet before files are answered.
    pub tenang: Tenang,
}

/// How often old events of a tenant are removed.
const JEDA_PANGKAS: Duration = Duration::from_mins(10);
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
    let mut dipangkas: BTreeMap<TenantSlug, Instant> = BTreeMap::new();
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
            if sibuk.contains(&slug) {
                // Its round may already have passed the new work, so it is named again for the round after.
                kotor.tenant.lock().unwrap_or_else(PoisonError::into_inner).insert(slug);
                continue;
            }
            sibuk.insert(slug.clone());
            let pangkas = dipangkas.get(&slug).is_none_or(|lalu| lalu.elapsed() >= JEDA_PANGKAS);
            if pangkas {
                dipangkas.insert(slug.clone(), Instant::now());
            }
            let (ports, batas, kotor) = (ports.clone(), batas.clone(), kotor.clone());
            pekerjaan.spawn(async move {
                let _tempat = batas.acquire_owned().await;
                let lagi = satu_tenant(&ports, &slug, config, &kotor, pangkas).await;
                (slug, lagi)
            });
        }
    }
    while pekerjaan.join_next().await.is_some() {}
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
    pangkas: bool,
) -> Lagi {
    let tenant = match ports.daftar.tenant(slug).await {
        Ok(Some(tenant)) => tenant,
        Ok(None) => return Lagi::Tidak,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "tenant tidak terbaca");
            return Lagi::Tidak;
        }
    };
    if pangkas {
        pangkas_aliran(ports, &tenant).await;
    }
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

/// Removes old events, in batches.
async fn pangkas_aliran(ports: &Ports, tenant: &Arc<Tenant>) {
    for _ in 0..RONDE {
        match PangkasAliran.execute(ports, tenant).await {
            Ok(0) => return,
            Ok(_) => {}
            Err(galat) => {
                tracing::warn!(tenant = %tenant.slug, galat = &galat as &dyn std::error::Error, "kabar lama tidak terhapus");
                return;
            }
        }
    }
}

/// One round: how much was done, and when turns are due that wait.
async fn ronde(
    ports: &Ports,
    tenant: &Arc<Tenant>,
    config: WorkerConfig,
) -> (usize, Option<OffsetDateTime>) {
    let slug = &tenant.slug;
    let proses = ProsesMasuk { tenang: config.tenang };
    let masuk = match proses.execute(ports, tenant).await {
        Ok(ronde) => ronde,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "kotak masuk tidak terproses");
            RondeMasuk::default()
        }
    };
    let tenggang = time::Duration::try_from(config.tenggang).unwrap_or(time::Duration::MAX);
    let keluar = match (KirimAntrean { tenggang }).execute(ports, tenant).await {
        Ok(jumlah) => jumlah,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "antrean kirim tidak terproses");
            0
        }
    };
    let pindah = match KerjakanPindah.execute(ports, tenant).await {
        Ok(jumlah) => jumlah,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "pemindahan SOP tidak terproses");
            0
        }
    };
    let tempo = match JalankanPengingat.execute(ports, tenant).await {
        Ok(jumlah) => jumlah,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "pengingat tidak terproses");
            0
        }
    };
    let periksa = match PeriksaHarian.execute(ports, tenant).await {
        Ok(jumlah) => jumlah,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "pemeriksaan harian tidak terproses");
            0
        }
    };
    let surel = match (KirimSurel { tenggang }).execute(ports, tenant).await {
        Ok(jumlah) => jumlah,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "antrean surel tidak terproses");
            0
        }
    };
    let penerima = match AkhiriTungguPenerima.execute(ports, tenant).await {
        Ok(jumlah) => jumlah,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "penerima yang tidak menjawab tidak terproses");
            0
        }
    };
    let semua = [masuk.selesai, keluar, pindah, tempo, periksa, surel, penerima];
    (semua.iter().sum(), masuk.lagi_pada)
}
