//! The worker: processes what the webhook stored, sends what is due and moves cases between SOP versions, tenant by tenant.

mod pengantar;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use loket_domain::{
    akses::{KirimSurelPetugas, RapikanAkses},
    aliran::PangkasAliran,
    audit::TambatkanAudit,
    berkas::{PindaiTertahan, SapuBerkas},
    dokumen::{JagaPenandaTangan, SapuTte},
    galat::Galat,
    gangguan::{AturanKabar, KabarkanGangguan},
    hak_subjek::JagaHakSubjek,
    kartu::{LepasKlaim, blanko::IngatkanOpname},
    laporan::TutupLaporan,
    loket::{IngatkanPengambilan, KirimTandaTerimaDiminta, RapikanRak},
    outbox::KirimAntrean,
    pemeriksaan::PeriksaHarian,
    penyerahan::{AkhiriTungguPenerima, IngatkanPenerima, KirimSurel},
    percakapan::{ProsesMasuk, RondeMasuk, Tenang},
    permohonan::{JalankanPengingat, MulaiSusulan},
    ports::Ports,
    retensi::JalankanRetensi,
    sop::KerjakanPindah,
    tenant::{Tenant, TenantSlug},
};
use time::OffsetDateTime;
use tokio::{
    sync::{Notify, Semaphore, watch},
    task::JoinSet,
    time::Instant,
};

use self::pengantar::Pengantar;

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

/// When the head of which tenant's trail is anchored next. A tenant seen for the first time is looked at at once: what an
/// older release wrote is tied then.
#[derive(Debug, Default)]
struct JadwalJangkar(Mutex<BTreeMap<TenantSlug, Instant>>);

impl JadwalJangkar {
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

/// How long a stopping worker tries to anchor what was written last.
const WAKTU_TUTUP: Duration = Duration::from_secs(10);
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
    let jadwal = Arc::new(JadwalSapu::default());
    let jangkar = Arc::new(JadwalJangkar::default());
    let mut pengantar = Pengantar::baru(config.serentak);
    let jadwal_retensi = Arc::new(JadwalSapu::default());
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
            let pangkas = dipangkas.get(&slug).is_none_or(|lalu| lalu.elapsed() >= JEDA_PANGKAS);
            if pangkas {
                dipangkas.insert(slug.clone(), Instant::now());
            }
            let (ports, batas, kotor) = (ports.clone(), batas.clone(), kotor.clone());
            let (jadwal, jadwal_retensi, jangkar) =
                (jadwal.clone(), jadwal_retensi.clone(), jangkar.clone());
            pekerjaan.spawn(async move {
                let _tempat = batas.acquire_owned().await;
                let lagi = satu_tenant(&ports, &slug, config, &kotor, pangkas).await;
                sapu(&ports, &slug, config, &jadwal).await;
                retensi(&ports, &slug, config, &jadwal_retensi).await;
                if !config.jangkar.is_zero() && jangkar.giliran(&slug, config.jangkar) {
                    tambatkan(&ports, &slug).await;
                }
                (slug, lagi)
            });
        }
    }
    while pekerjaan.join_next().await.is_some() {}
    pengantar.tunggu().await;
    if config.jangkar.is_zero() {
        return;
    }
    if tokio::time::timeout(WAKTU_TUTUP, tambatkan_semua(&ports)).await.is_err() {
        tracing::warn!("belum semua jejak audit tertambat; proses berikutnya melanjutkan");
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
        if let Err(galat) = RapikanAkses.execute(ports, &tenant).await {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "sisa akun tidak terhapus");
        }
        rapikan_kartu(ports, &tenant).await;
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

/// Sweeps a piece of the tenant's storage, when it is due.
async fn sapu(ports: &Ports, slug: &TenantSlug, config: WorkerConfig, jadwal: &JadwalSapu) {
    let Some(sesudah) = jadwal.giliran(slug, config.sapu) else { return };
    let Ok(Some(tenant)) = ports.daftar.tenant(slug).await else { return };
    let sesudah = Some(sesudah).filter(|kunci| !kunci.is_empty());
    match (SapuBerkas { uji: false, sesudah }).execute(ports, &tenant).await {
        Ok(hasil) => {
            if let Some(sesudah) = hasil.sesudah {
                jadwal.lanjutkan(slug, sesudah);
            }
        }
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "penyimpanan tidak tersapu");
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

/// Removes what is due by the schedules of retention, as often as storage is swept.
async fn retensi(ports: &Ports, slug: &TenantSlug, config: WorkerConfig, jadwal: &JadwalSapu) {
    if jadwal.giliran(slug, config.sapu).is_none() {
        return;
    }
    let Ok(Some(tenant)) = ports.daftar.tenant(slug).await else { return };
    match JalankanRetensi::default().execute(ports, &tenant).await {
        Ok(hasil) => {
            if hasil.objek_gagal > 0 {
                tracing::warn!(tenant = %slug, jumlah = hasil.objek_gagal, "objek yang jatuh tempo belum terhapus");
            }
            if hasil.lagi {
                jadwal.lanjutkan(slug, String::new());
            }
        }
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "retensi tidak terproses");
        }
    }
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
    let keluar = terhitung(
        slug,
        "antrean kirim tidak terproses",
        (KirimAntrean { tenggang }).execute(ports, tenant),
    )
    .await;
    let pindah =
        terhitung(slug, "pemindahan SOP tidak terproses", KerjakanPindah.execute(ports, tenant))
            .await;
    let tempo =
        terhitung(slug, "pengingat tidak terproses", JalankanPengingat.execute(ports, tenant))
            .await;
    let susulan = terhitung(
        slug,
        "permohonan lanjutan tidak terdaftar",
        Box::pin(MulaiSusulan.execute(ports, tenant)),
    )
    .await;
    let periksa =
        terhitung(slug, "pemeriksaan harian tidak terproses", PeriksaHarian.execute(ports, tenant))
            .await;
    let surel = terhitung(
        slug,
        "antrean surel tidak terproses",
        (KirimSurel { tenggang }).execute(ports, tenant),
    )
    .await;
    let surel = surel
        + terhitung(
            slug,
            "surel petugas tidak terproses",
            (KirimSurelPetugas { tenggang }).execute(ports, tenant),
        )
        .await;
    let penerima = terhitung(
        slug,
        "penerima yang tidak menjawab tidak terproses",
        AkhiriTungguPenerima.execute(ports, tenant),
    )
    .await;
    let ingat = terhitung(
        slug,
        "pengingat penerima tidak terproses",
        IngatkanPenerima.execute(ports, tenant),
    )
    .await;
    let tertahan =
        terhitung(slug, "berkas tertahan belum terpindai", PindaiTertahan.execute(ports, tenant))
            .await;
    let loket = ronde_loket(ports, tenant).await;
    let hak = terhitung(
        slug,
        "permintaan subjek data tidak terjaga",
        JagaHakSubjek.execute(ports, tenant),
    )
    .await;
    let tte = tanda_tangan(ports, tenant, config).await;
    let gangguan = terhitung(
        slug,
        "kabar gangguan tidak terproses",
        (KabarkanGangguan { aturan: config.gangguan }).execute(ports, tenant),
    )
    .await;
    let lain = [tertahan, gangguan, tte, loket, surel, penerima, ingat, hak];
    let selesai = masuk.selesai + keluar + pindah + tempo + susulan + periksa;
    (selesai + lain.iter().sum::<usize>(), masuk.lagi_pada)
}

/// How much a part of the round did; a part that fails says so and holds up none of the others.
async fn terhitung(
    slug: &TenantSlug,
    gagal: &'static str,
    kerja: impl Future<Output = Result<usize, Galat>>,
) -> usize {
    match kerja.await {
        Ok(jumlah) => jumlah,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "{gagal}");
            0
        }
    }
}

/// Signing: what a dead process left behind, and the watch over those who sign.
async fn tanda_tangan(ports: &Ports, tenant: &Arc<Tenant>, config: WorkerConfig) -> usize {
    let slug = &tenant.slug;
    let tenggang = time::Duration::try_from(config.tte).unwrap_or(time::Duration::MAX);
    let sapu = match (SapuTte { tenggang }).execute(ports, tenant).await {
        Ok(jumlah) => jumlah,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "percobaan TTE tidak tersapu");
            0
        }
    };
    let jaga = match JagaPenandaTangan.execute(ports, tenant).await {
        Ok(jumlah) => jumlah,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "penanda tangan tidak terjaga");
            0
        }
    };
    sapu + jaga
}

/// What the counter has to do: the shelf, reminders, the daily report.
async fn ronde_loket(ports: &Ports, tenant: &Arc<Tenant>) -> usize {
    let mut jumlah = 0;
    let hasil = [
        ("tanda terima", KirimTandaTerimaDiminta.execute(ports, tenant).await),
        ("rak", RapikanRak.execute(ports, tenant).await),
        ("pengingat pengambilan", IngatkanPengambilan.execute(ports, tenant).await),
        ("laporan harian", TutupLaporan.execute(ports, tenant).await),
    ];
    for (apa, satu) in hasil {
        match satu {
            Ok(selesai) => jumlah += selesai,
            Err(galat) => {
                tracing::warn!(tenant = %tenant.slug, apa, galat = &galat as &dyn std::error::Error, "pekerjaan loket tidak terproses");
            }
        }
    }
    jumlah
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
