//! The one mutable heart of the simulator, behind a mutex, and what every face shares.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use actix_web::web::Bytes;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio::{runtime::Handle, sync::Notify};

use super::{
    clock::{SimClock, SplitMix},
    config::{SimApp, SimError, SimNumber, WhatsAppSimConfig},
    faults::Faults,
    graph::templates::Template,
    journal::{Journal, Record},
    ledger::{Direction, Ledger, LedgerEntry, LedgerStatus},
    media::{MediaItem, MediaStore, Origin},
    residents::Resident,
};

/// A recipient's allowance under the pair limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct PairBucket {
    pub(super) tokens: u32,
    pub(super) refilled_ms: i64,
}

/// A webhook found undelivered in the journal.
pub(super) struct Leftover {
    pub(super) id: u64,
    pub(super) app_id: String,
    pub(super) body: String,
}

/// What changes.
pub(super) struct State {
    pub(super) rng: SplitMix,
    pub(super) faults: Faults,
    pub(super) ledger: Ledger,
    pub(super) media: MediaStore,
    pub(super) journal: Journal,
    pub(super) callbacks: HashMap<String, String>,
    pub(super) residents: HashMap<String, Resident>,
    /// Last inbound message per (number, resident): opens the 24-hour window.
    pub(super) windows: HashMap<(String, String), i64>,
    pub(super) pairs: HashMap<(String, String), PairBucket>,
    pub(super) templates: Vec<Template>,
    pub(super) next_webhook: u64,
    pub(super) leftovers: Vec<Leftover>,
}

impl State {
    /// Empty, or as the data directory remembers.
    pub(super) fn open(config: &WhatsAppSimConfig) -> std::io::Result<Self> {
        let (journal, records) = match &config.data_dir {
            Some(dir) => Journal::open(dir)?,
            None => (Journal::default(), Vec::new()),
        };
        let mut state = Self {
            rng: SplitMix::new(config.seed ^ (records.len() as u64).rotate_left(32)),
            faults: Faults::default(),
            ledger: Ledger::default(),
            media: MediaStore::open(config.seed, config.data_dir.as_deref())?,
            journal,
            callbacks: config
                .apps
                .iter()
                .map(|app| (app.app_id.clone(), app.callback_url.clone()))
                .collect(),
            residents: HashMap::new(),
            windows: HashMap::new(),
            pairs: HashMap::new(),
            templates: Vec::new(),
            next_webhook: 1,
            leftovers: Vec::new(),
        };
        for record in records {
            state.replay(record);
        }
        Ok(state)
    }

    fn replay(&mut self, record: Record) {
        match record {
            Record::Entry(entry) => {
                self.note_window(&entry);
                self.ledger.push(*entry);
            }
            Record::Status { wamid, status } => {
                if let Some(entry) = self.ledger.find_mut(&wamid) {
                    entry.statuses.push(status);
                }
            }
            Record::Media { wamid, media } => {
                if let Some(entry) = self.ledger.find_mut(&wamid) {
                    entry.media = Some(media);
                }
            }
            Record::Queued { id, app_id, body } => {
                self.next_webhook = self.next_webhook.max(id + 1);
                self.leftovers.push(Leftover { id, app_id, body });
            }
            Record::Settled { id } => self.leftovers.retain(|left| left.id != id),
            Record::Resident { wa_id, resident } => {
                self.residents.insert(wa_id, resident);
            }
        }
    }

    fn note_window(&mut self, entry: &LedgerEntry) {
        if entry.direction == Direction::Inbound {
            let pair = (entry.phone_number_id.clone(), entry.wa_id.clone());
            let last = self.windows.entry(pair).or_insert(entry.at);
            *last = entry.at.max(*last);
        }
    }

    /// Writes a message into the ledger.
    pub(super) fn record(&mut self, entry: LedgerEntry) {
        self.note_window(&entry);
        let record = Record::Entry(Box::new(entry));
        self.journal.write(&record);
        if let Record::Entry(entry) = record {
            self.ledger.push(*entry);
        }
    }

    /// Writes a status under its message.
    pub(super) fn record_status(&mut self, wamid: &str, status: LedgerStatus) {
        self.journal.write(&Record::Status { wamid: wamid.to_owned(), status: status.clone() });
        if let Some(entry) = self.ledger.find_mut(wamid) {
            entry.statuses.push(status);
        }
    }

    /// Keeps a profile.
    pub(super) fn record_resident(&mut self, wa_id: &str, resident: Resident) {
        self.journal
            .write(&Record::Resident { wa_id: wa_id.to_owned(), resident: resident.clone() });
        self.residents.insert(wa_id.to_owned(), resident);
    }

    /// A fresh message id.
    pub(super) fn new_wamid(&mut self, wa_id: &str) -> String {
        let mut raw = vec![0x1D];
        raw.extend_from_slice(wa_id.as_bytes());
        raw.extend_from_slice(&self.ledger.next_seq().to_be_bytes());
        raw.extend_from_slice(&self.rng.next().to_be_bytes());
        format!("wamid.{}", STANDARD.encode(raw))
    }

    /// Keeps bytes under a fresh media id.
    pub(super) fn add_media(
        &mut self,
        phone_number_id: &str,
        mime_type: &str,
        filename: Option<String>,
        bytes: Bytes,
        now_ms: i64,
        origin: Origin,
    ) -> MediaItem {
        let id = loop {
            let id = self.rng.between(1_000_000_000_000_000, 9_999_999_999_999_999).to_string();
            if !self.media.contains(&id) {
                break id;
            }
        };
        let mut item = MediaItem::new(id, phone_number_id, mime_type, bytes, now_ms, origin);
        item.filename = filename;
        self.media.put(item.clone());
        item
    }
}

/// Everything the faces share.
pub(super) struct Shared {
    pub(super) apps: Vec<SimApp>,
    pub(super) numbers: Vec<SimNumber>,
    pub(super) base_url: String,
    pub(super) clock: SimClock,
    pub(super) client: reqwest::Client,
    /// The simulator's own runtime: deliveries outlive the test that caused them.
    pub(super) runtime: Handle,
    /// Rung when a callback or a fault changes, so that waiting deliveries look again.
    pub(super) changed: Notify,
    pub(super) pending: AtomicUsize,
    pub(super) state: Mutex<State>,
}

impl Shared {
    /// The state; a panic elsewhere does not end the simulation.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number with this id; an empty id means the only one.
    pub(super) fn number(&self, phone_number_id: &str) -> Result<&SimNumber, SimError> {
        match self.numbers.as_slice() {
            [only] if phone_number_id.is_empty() => Ok(only),
            numbers => numbers
                .iter()
                .find(|n| n.phone_number_id == phone_number_id)
                .ok_or_else(|| SimError::UnknownNumber(phone_number_id.to_owned())),
        }
    }

    /// The app with this id; an empty id means the only one.
    pub(super) fn app(&self, app_id: &str) -> Result<&SimApp, SimError> {
        match self.apps.as_slice() {
            [only] if app_id.is_empty() => Ok(only),
            apps => apps
                .iter()
                .find(|a| a.app_id == app_id)
                .ok_or_else(|| SimError::UnknownApp(app_id.to_owned())),
        }
    }

    /// Points an app at another callback and wakes what waited for it.
    pub(super) fn set_callback(&self, app_id: &str, url: &str) {
        self.state().callbacks.insert(app_id.to_owned(), url.to_owned());
        self.changed.notify_waiters();
    }

    /// Runs a background task on the simulator's runtime, counted as pending work.
    pub(super) fn spawn(self: &Arc<Self>, task: impl Future<Output = ()> + Send + 'static) {
        self.pending.fetch_add(1, Ordering::SeqCst);
        let shared = Arc::clone(self);
        self.runtime.spawn(async move {
            task.await;
            shared.pending.fetch_sub(1, Ordering::SeqCst);
        });
    }

    /// Waits, but not longer than until something changed.
    pub(super) async fn pause(&self, wait: Duration) {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = self.changed.notified() => {}
        }
    }
}
