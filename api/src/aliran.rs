//! Live updates within one process: one reader per office that has listeners, however many those are.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use loket_domain::{
    akses::PenggunaId,
    aliran::{Kabar, Penanda, UMUR_KABAR, mundur},
    galat::PortError,
    ports::Ports,
    tenant::TenantSlug,
};
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use crate::worker::Kotor;

/// How much and how often.
#[derive(Clone, Copy, Debug)]
pub struct AliranConfig {
    /// How often an office's events are read while somebody listens and nothing rings.
    pub jeda: Duration,
    /// How long a reader rests between two readings at least.
    pub jeda_terkecil: Duration,
    /// How often a listener gets a sign of life, and its session is looked at.
    pub denyut: Duration,
    /// Listeners of one process.
    pub semua: usize,
    /// Listeners of one office.
    pub per_tenant: usize,
    /// Listeners of one officer: screens and devices.
    pub per_petugas: usize,
    /// Events that wait for one listener; who is slower is cut off and resumes.
    pub antrean: usize,
}

impl Default for AliranConfig {
    fn default() -> Self {
        Self {
            jeda: Duration::from_secs(1),
            jeda_terkecil: Duration::from_millis(100),
            denyut: Duration::from_secs(15),
            semua: 2_000,
            per_tenant: 200,
            per_petugas: 5,
            antrean: 256,
        }
    }
}

/// Rows of one reading.
const BATAS_BACA: u32 = 500;
/// How many missed events are sent to who resumes; beyond that they load everything anew.
const BATAS_SUSULAN: usize = 1_000;

/// The live updates of this process.
pub struct Aliran {
    ports: Ports,
    kotor: Arc<Kotor>,
    config: AliranConfig,
    dalam: Mutex<Dalam>,
    tutup: watch::Sender<bool>,
}

#[derive(Default)]
struct Dalam {
    urut: u64,
    jumlah: usize,
    saluran: BTreeMap<TenantSlug, Saluran>,
}

/// The listeners of one office.
struct Saluran {
    nomor: u64,
    penanda: Penanda,
    pendengar: Vec<Pendengar>,
}

struct Pendengar {
    nomor: u64,
    petugas: PenggunaId,
    kirim: mpsc::Sender<Arc<Kabar>>,
}

/// Why nobody more may listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Penuh;

/// A listener; dropped, it listens no more.
pub struct Langganan {
    /// What happens from now on; ends when this listener was too slow.
    pub terima: mpsc::Receiver<Arc<Kabar>>,
    /// Where the office's reader stood when this listener came.
    pub penanda: Penanda,
    /// Turns true when the process ends.
    pub tutup: watch::Receiver<bool>,
    aliran: Arc<Aliran>,
    tenant: TenantSlug,
    nomor: u64,
}

/// What somebody may have missed who resumes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Susulan {
    /// These, in order.
    Kabar(Vec<Kabar>),
    /// Too much, or too long ago: load everything anew.
    Ulang,
}

impl Aliran {
    /// Live updates over these ports; `kotor` rings when something changes in this process.
    pub fn baru(ports: Ports, kotor: Arc<Kotor>, config: AliranConfig) -> Arc<Self> {
        let (tutup, _) = watch::channel(false);
        Arc::new(Self { ports, kotor, config, dalam: Mutex::default(), tutup })
    }

    /// How much and how often.
    pub fn config(&self) -> AliranConfig {
        self.config
    }

    /// Ends every listener, and takes no more.
    pub fn tutup(&self) {
        self.tutup.send_replace(true);
    }

    /// How many listen now.
    pub fn jumlah(&self) -> usize {
        self.dalam().jumlah
    }

    fn dalam(&self) -> MutexGuard<'_, Dalam> {
        self.dalam.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new listener of that office.
    ///
    /// # Errors
    /// The database fails; or, within, there are too many.
    pub async fn langgan(
        self: &Arc<Self>,
        tenant: &TenantSlug,
        petugas: PenggunaId,
    ) -> Result<Result<Langganan, Penuh>, PortError> {
        let ada = self.dalam().saluran.contains_key(tenant);
        // What is there already is nobody's news.
        let awal = if ada { None } else { Some(self.penanda_kini(tenant).await?) };
        let mut dalam = self.dalam();
        let penuh = dalam.jumlah >= self.config.semua || *self.tutup.borrow();
        let penuh = penuh
            || dalam.saluran.get(tenant).is_some_and(|saluran| {
                let milik = saluran.pendengar.iter().filter(|satu| satu.petugas == petugas);
                saluran.pendengar.len() >= self.config.per_tenant
                    || milik.count() >= self.config.per_petugas
            });
        if penuh {
            return Ok(Err(Penuh));
        }
        dalam.urut += 1;
        dalam.jumlah += 1;
        let nomor = dalam.urut;
        let (kirim, terima) = mpsc::channel(self.config.antrean);
        let kosong = !dalam.saluran.contains_key(tenant);
        let saluran = dalam.saluran.entry(tenant.clone()).or_insert_with(|| Saluran {
            nomor,
            // Without a mark (the last listener left a moment ago) the reader begins at this moment.
            penanda: awal.unwrap_or_else(|| Penanda::baru(self.ports.ids.uuid())),
            pendengar: Vec::new(),
        });
        saluran.pendengar.push(Pendengar { nomor, petugas, kirim });
        let penanda = saluran.penanda.clone();
        drop(dalam);
        if kosong {
            tokio::spawn(baca_terus(self.clone(), tenant.clone(), nomor));
        }
        Ok(Ok(Langganan {
            terima,
            penanda,
            tutup: self.tutup.subscribe(),
            aliran: self.clone(),
            tenant: tenant.clone(),
            nomor,
        }))
    }

    /// What happened about and after a listener's mark, in order; some of it may be known to the mark.
    pub async fn susulan(
        &self,
        tenant: &TenantSlug,
        penanda: &Penanda,
    ) -> Result<Susulan, PortError> {
        if penanda.terjauh() < mundur(self.ports.ids.uuid(), UMUR_KABAR) {
            return Ok(Susulan::Ulang);
        }
        let kabar = self.baca(tenant, penanda.sejak(), BATAS_SUSULAN).await?;
        let banyak = kabar.len() > BATAS_SUSULAN;
        Ok(if banyak { Susulan::Ulang } else { Susulan::Kabar(kabar) })
    }

    /// A mark that knows all that is visible now.
    async fn penanda_kini(&self, tenant: &TenantSlug) -> Result<Penanda, PortError> {
        let mut penanda = Penanda::baru(self.ports.ids.uuid());
        for satu in self.baca(tenant, penanda.sejak(), usize::MAX).await? {
            penanda.terima(satu.id);
        }
        Ok(penanda)
    }

    /// Events behind `sejak`; stops after the first reading that exceeds `cukup`.
    async fn baca(
        &self,
        tenant: &TenantSlug,
        mut sejak: Uuid,
        cukup: usize,
    ) -> Result<Vec<Kabar>, PortError> {
        let mut semua = Vec::new();
        loop {
            let mut work = self.ports.store.read(tenant).await?;
            let kabar = work.aliran().sejak(sejak, BATAS_BACA).await?;
            drop(work);
            let habis = kabar.len() < BATAS_BACA as usize;
            sejak = kabar.last().map_or(sejak, |satu| satu.id);
            semua.extend(kabar);
            if habis || semua.len() > cukup {
                return Ok(semua);
            }
        }
    }

    /// Where the reader of that number stands; `None` when it is needed no more.
    fn sejak(&self, tenant: &TenantSlug, nomor: u64) -> Option<Uuid> {
        let dalam = self.dalam();
        let saluran = dalam.saluran.get(tenant).filter(|saluran| saluran.nomor == nomor)?;
        Some(saluran.penanda.sejak())
    }

    /// Gives every listener what is new.
    fn sebar(&self, tenant: &TenantSlug, kabar: Vec<Kabar>) {
        let mut dalam = self.dalam();
        let Some(saluran) = dalam.saluran.get_mut(tenant) else { return };
        for satu in kabar {
            if !saluran.penanda.terima(satu.id) {
                continue;
            }
            let satu = Arc::new(satu);
            for pendengar in &mut saluran.pendengar {
                if pendengar.kirim.try_send(satu.clone()).is_err() {
                    // Too slow: its queue ends here, behind what it holds. It resumes by its mark.
                    pendengar.kirim = mpsc::channel(1).0;
                }
            }
        }
    }
}

impl Drop for Langganan {
    fn drop(&mut self) {
        let mut dalam = self.aliran.dalam();
        dalam.jumlah = dalam.jumlah.saturating_sub(1);
        if let Some(saluran) = dalam.saluran.get_mut(&self.tenant) {
            saluran.pendengar.retain(|satu| satu.nomor != self.nomor);
            if saluran.pendengar.is_empty() {
                dalam.saluran.remove(&self.tenant);
            }
        }
    }
}

/// Reads the events of an office while it has listeners.
async fn baca_terus(aliran: Arc<Aliran>, tenant: TenantSlug, nomor: u64) {
    let bel = aliran.kotor.dengarkan(&tenant);
    let mut tutup = aliran.tutup.subscribe();
    while let Some(sejak) = aliran.sejak(&tenant, nomor) {
        match aliran.baca(&tenant, sejak, usize::MAX).await {
            Ok(kabar) => aliran.sebar(&tenant, kabar),
            Err(galat) => {
                tracing::warn!(tenant = %tenant, galat = &galat as &dyn std::error::Error, "kabar tidak terbaca");
            }
        }
        // However often the bell rings, an office is read at most so often.
        tokio::time::sleep(aliran.config.jeda_terkecil).await;
        tokio::select! {
            _ = tutup.changed() => break,
            () = bel.notified() => {}
            () = tokio::time::sleep(aliran.config.jeda) => {}
        }
    }
    let dalam = aliran.dalam();
    if !dalam.saluran.contains_key(&tenant) {
        aliran.kotor.berhenti_mendengar(&tenant);
    }
}
