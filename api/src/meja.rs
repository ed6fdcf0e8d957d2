//! Runs bundles of signatures in the background of the serving process: the passphrase lives here, in memory, and
//! nowhere else.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use loket_domain::{
    akses::Pelaku,
    dokumen::{AkhiriBundel, BundelId, HasilButir, KerjakanButir, KunciTte, Laju},
    ports::Ports,
    sop::TugasId,
    tenant::TenantSlug,
};
use tokio::{runtime::Handle, task::JoinSet};
use tracing::Instrument;

type Kabari = Arc<dyn Fn(&TenantSlug) + Send + Sync>;

/// The bundles that are being signed in this process.
pub struct Meja {
    /// Where they run: not on the thread of a request, which may end before them.
    tempat: Handle,
    berhenti: Arc<AtomicBool>,
    berjalan: Mutex<JoinSet<()>>,
}

impl Meja {
    /// A desk whose work runs on the runtime this is called on.
    pub fn baru() -> Arc<Self> {
        Arc::new(Self {
            tempat: Handle::current(),
            berhenti: Arc::default(),
            berjalan: Mutex::default(),
        })
    }

    /// Signs these tugas of a bundle, in order, until they are through or something stops them.
    pub fn mulai(
        &self,
        ports: &Ports,
        pelaku: Pelaku,
        bundel: BundelId,
        tugas: Vec<TugasId>,
        kunci: KunciTte,
        kabari: Kabari,
    ) {
        let jalan = Jalan {
            ports: ports.clone(),
            pelaku: Arc::new(pelaku),
            bundel,
            kunci: Arc::new(kunci),
            kabari,
            berhenti: self.berhenti.clone(),
        };
        let mut semua = self.berjalan.lock().unwrap_or_else(PoisonError::into_inner);
        // What is over leaves the set, so that it does not grow.
        while semua.try_join_next().is_some() {}
        semua.spawn_on(jalan.jalankan(tugas).in_current_span(), &self.tempat);
    }

    /// Begins nothing more, and waits for the calls under way: what was sent is not left unknown for a restart.
    pub async fn tutup(&self) {
        self.berhenti.store(true, Ordering::Relaxed);
        let mut semua =
            std::mem::take(&mut *self.berjalan.lock().unwrap_or_else(PoisonError::into_inner));
        while semua.join_next().await.is_some() {}
    }
}

/// One run.
struct Jalan {
    ports: Ports,
    pelaku: Arc<Pelaku>,
    bundel: BundelId,
    kunci: Arc<KunciTte>,
    kabari: Kabari,
    berhenti: Arc<AtomicBool>,
}

impl Jalan {
    async fn jalankan(self, tugas: Vec<TugasId>) {
        let mut laju = Laju::default();
        let mut sisa = tugas.into_iter();
        let mut kerja: JoinSet<HasilButir> = JoinSet::new();
        loop {
            while laju.boleh_mulai() {
                if self.berhenti.load(Ordering::Relaxed) {
                    laju.hentikan();
                    break;
                }
                let Some(satu) = sisa.next() else { break };
                laju.mulai();
                kerja.spawn(self.satu(satu));
            }
            match kerja.join_next().await {
                None => break,
                Some(Ok(hasil)) => laju.selesai(hasil),
                Some(Err(putus)) => {
                    // What a panic says may hold anything, so only that it happened is written here.
                    tracing::error!(batal = putus.is_cancelled(), "satu tanda tangan terputus");
                    laju.selesai(HasilButir::TidakDiketahui);
                }
            }
            (self.kabari)(&self.pelaku.tenant.slug);
        }
        let akhiri = AkhiriBundel { id: self.bundel, henti: laju.henti() };
        if let Err(galat) = akhiri.execute(&self.ports, &self.pelaku.tenant).await {
            // The sweep finds a bundle that gives no sign of life.
            tracing::error!(bundel = %self.bundel, sebab = galat.sebab(), "akhir bundel tidak tercatat");
        }
        (self.kabari)(&self.pelaku.tenant.slug);
    }

    fn satu(&self, tugas: TugasId) -> impl Future<Output = HasilButir> + Send + 'static {
        let (ports, pelaku, kunci) = (self.ports.clone(), self.pelaku.clone(), self.kunci.clone());
        let bundel = self.bundel;
        async move {
            let kerjakan = KerjakanButir { bundel, tugas, kunci: &kunci };
            match kerjakan.execute(&ports, &pelaku).await {
                Ok(hasil) => hasil,
                Err(galat) => {
                    tracing::error!(%bundel, %tugas, sebab = galat.sebab(), "hasil tanda tangan tidak tercatat");
                    HasilButir::TidakTerkirim
                }
            }
        }
    }
}
