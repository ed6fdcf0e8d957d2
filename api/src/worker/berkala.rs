//! What is done for a tenant now and then: old rows and objects go, the audit trail is anchored.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use loket_domain::{
    akses::RapikanAkses,
    aliran::PangkasAliran,
    audit::TambatkanAudit,
    berkas::SapuBerkas,
    kartu::{LepasKlaim, blanko::IngatkanOpname},
    ports::Ports,
    retensi::JalankanRetensi,
    tenant::{Tenant, TenantSlug},
};
use tokio::time::Instant;

use super::WorkerConfig;

/// How long a stopping worker tries to anchor what was written last.
const WAKTU_TUTUP: Duration = Duration::from_secs(10);
/// How often what is left over of a tenant is removed.
const JEDA_PANGKAS: Duration = Duration::from_mins(10);
/// How many batches of old events go at once.
const KALI: usize = 4;

/// When what of which tenant is due next.
#[derive(Debug)]
pub(super) struct Berkala {
    jeda_sapu: Duration,
    jeda_jangkar: Duration,
    sapu: JadwalSapu,
    retensi: JadwalSapu,
    jangkar: JadwalSegera,
    sisa: JadwalSegera,
}

impl Berkala {
    pub(super) fn baru(config: WorkerConfig) -> Self {
        Self {
            jeda_sapu: config.sapu,
            jeda_jangkar: config.jangkar,
            sapu: JadwalSapu::default(),
            retensi: JadwalSapu::default(),
            jangkar: JadwalSegera::default(),
            sisa: JadwalSegera::default(),
        }
    }

    /// What comes before a tenant's rounds: what is left over goes, when it is due.
    pub(super) async fn sebelum(&self, ports: &Ports, tenant: &Arc<Tenant>) {
        if !self.sisa.giliran(&tenant.slug, JEDA_PANGKAS) {
            return;
        }
        pangkas_aliran(ports, tenant).await;
        if let Err(galat) = RapikanAkses.execute(ports, tenant).await {
            tracing::warn!(tenant = %tenant.slug, galat = &galat as &dyn std::error::Error, "sisa akun tidak terhapus");
        }
        rapikan_kartu(ports, tenant).await;
    }

    /// What comes after them, when it is due.
    pub(super) async fn sesudah(&self, ports: &Ports, slug: &TenantSlug) {
        self.sapu(ports, slug).await;
        self.retensi(ports, slug).await;
        if !self.jeda_jangkar.is_zero() && self.jangkar.giliran(slug, self.jeda_jangkar) {
            tambatkan(ports, slug).await;
        }
    }

    /// Anchors what was written last before the worker ends.
    pub(super) async fn tutup(&self, ports: &Ports) {
        if self.jeda_jangkar.is_zero() {
            return;
        }
        if tokio::time::timeout(WAKTU_TUTUP, tambatkan_semua(ports)).await.is_err() {
            tracing::warn!("belum semua jejak audit tertambat; proses berikutnya melanjutkan");
        }
    }

    /// Sweeps a piece of the tenant's storage, when it is due.
    async fn sapu(&self, ports: &Ports, slug: &TenantSlug) {
        let Some(sesudah) = self.sapu.giliran(slug, self.jeda_sapu) else { return };
        let Ok(Some(tenant)) = ports.daftar.tenant(slug).await else { return };
        let sesudah = Some(sesudah).filter(|kunci| !kunci.is_empty());
        match (SapuBerkas { uji: false, sesudah }).execute(ports, &tenant).await {
            Ok(hasil) => {
                if let Some(sesudah) = hasil.sesudah {
                    self.sapu.lanjutkan(slug, sesudah);
                }
            }
            Err(galat) => {
                tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "penyimpanan tidak tersapu");
            }
        }
    }

    /// Removes what is due by the schedules of retention, as often as storage is swept.
    async fn retensi(&self, ports: &Ports, slug: &TenantSlug) {
        if self.retensi.giliran(slug, self.jeda_sapu).is_none() {
            return;
        }
        let Ok(Some(tenant)) = ports.daftar.tenant(slug).await else { return };
        match JalankanRetensi::default().execute(ports, &tenant).await {
            Ok(hasil) => {
                if hasil.objek_gagal > 0 {
                    tracing::warn!(tenant = %slug, jumlah = hasil.objek_gagal, "objek yang jatuh tempo belum terhapus");
                }
                if hasil.lagi {
                    self.retensi.lanjutkan(slug, String::new());
                }
            }
            Err(galat) => {
                tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "retensi tidak terproses");
            }
        }
    }
}

/// When the storage of which tenant is swept next, and from where on.
#[derive(Debug, Default)]
struct JadwalSapu(Mutex<BTreeMap<TenantSlug, (Instant, Option<String>)>>);

impl JadwalSapu {
    /// Where to begin, when it is due; an empty text is the very beginning. A tenant seen for the first time waits its time, so that not all of them are swept
    /// at once after a start.
    fn giliran(&self, tenant: &TenantSlug, jeda: Duration) -> Option<String> {
        let mut semua = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kini = Instant::now();
        let (pada, sesudah) = semua.entry(tenant.clone()).or_insert((kini + jeda, None));
        if *pada > kini {
            return None;
        }
        // Whatever becomes of this round, the next one is not before its time.
        *pada = kini + jeda;
        Some(sesudah.take().unwrap_or_default())
    }

    /// There is more: it goes on at the next look.
    fn lanjutkan(&self, tenant: &TenantSlug, sesudah: String) {
        let mut semua = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        semua.insert(tenant.clone(), (Instant::now(), Some(sesudah)));
    }
}

/// When something is done for which tenant next. A tenant seen for the first time is looked at at once: what an older
/// release or an earlier process left is seen to then.
#[derive(Debug, Default)]
struct JadwalSegera(Mutex<BTreeMap<TenantSlug, Instant>>);

impl JadwalSegera {
    fn giliran(&self, tenant: &TenantSlug, jeda: Duration) -> bool {
        let mut semua = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kini = Instant::now();
        if semua.get(tenant).is_some_and(|pada| *pada > kini) {
            return false;
        }
        semua.insert(tenant.clone(), kini + jeda);
        true
    }
}

/// Anchors what was written since the last time, office by office.
async fn tambatkan_semua(ports: &Ports) {
    match ports.daftar.aktif().await {
        Ok(semua) => {
            for tenant in semua {
                tambatkan(ports, &tenant.slug).await;
            }
        }
        Err(galat) => {
            tracing::warn!(galat = &galat as &dyn std::error::Error, "daftar tenant tidak terbaca");
        }
    }
}

/// Anchors the head of one tenant's trail. The signed head is also in the log: one more place that is not the database.
async fn tambatkan(ports: &Ports, slug: &TenantSlug) {
    let Ok(Some(tenant)) = ports.daftar.tenant(slug).await else { return };
    match TambatkanAudit.execute(ports, &tenant).await {
        Ok(Some(jangkar)) => tracing::info!(
            target: "loket::jangkar",
            tenant = %slug,
            urut = jangkar.urut,
            surat = jangkar.surat,
            "jejak audit tertambat"
        ),
        Ok(None) => {}
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "jejak audit belum tertambat");
        }
    }
}

/// Cards that were taken and never printed, and stocks that nobody counted.
async fn rapikan_kartu(ports: &Ports, tenant: &Arc<Tenant>) {
    if let Err(galat) = LepasKlaim.execute(ports, tenant).await {
        tracing::warn!(tenant = %tenant.slug, galat = &galat as &dyn std::error::Error, "kartu yang diambil tidak dilepas");
    }
    if let Err(galat) = IngatkanOpname.execute(ports, tenant).await {
        tracing::warn!(tenant = %tenant.slug, galat = &galat as &dyn std::error::Error, "opname tidak diingatkan");
    }
}

/// Removes old events, in batches.
async fn pangkas_aliran(ports: &Ports, tenant: &Arc<Tenant>) {
    for _ in 0..KALI {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tenants_storage_is_swept_in_its_own_time_and_goes_on_where_it_stopped() {
        let (satu, dua) =
            (TenantSlug::parse("satu").expect("slug"), TenantSlug::parse("dua").expect("slug"));
        let (jadwal, jam) = (JadwalSapu::default(), Duration::from_hours(1));
        // Seen for the first time: not all tenants at once after a start.
        assert_eq!(jadwal.giliran(&satu, jam), None);
        assert_eq!(jadwal.giliran(&satu, jam), None);
        assert_eq!(jadwal.giliran(&dua, Duration::ZERO).as_deref(), Some(""), "from the beginning");
        // A round that did not see everything goes on at the next look, and waits its time afterwards.
        jadwal.lanjutkan(&satu, "tenant/satu/berkas/7".to_owned());
        assert_eq!(jadwal.giliran(&dua, jam).as_deref(), Some(""), "due, though another goes on");
        assert_eq!(jadwal.giliran(&satu, jam).as_deref(), Some("tenant/satu/berkas/7"));
        assert_eq!(jadwal.giliran(&satu, jam), None);
    }
}
