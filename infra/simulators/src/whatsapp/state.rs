//! The one mutable heart of the simulator, behind a mutex.

use std::collections::{HashMap, HashSet};

use actix_web::web::Bytes;
use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    clock::SplitMix,
    config::WhatsAppSimConfig,
    counters::Counters,
    entry::{Direction, LedgerEntry, LedgerStatus, Reach},
    faults::Faults,
    graph::templates::Template,
    journal::{Journal, Record},
    ledger::Ledger,
    media::{MediaItem, MediaStore, Origin},
    numbers::{NumberState, Override, Token},
    queue::{Gathered, Leftover},
    residents::Resident,
};

/// An allowance that refills with time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    pub(super) tokens: u32,
    pub(super) refilled_ms: i64,
}

/// What changes.
pub(super) struct State {
    pub(super) rng: SplitMix,
    pub(super) faults: Faults,
    pub(super) counters: Counters,
    pub(super) ledger: Ledger,
    pub(super) media: MediaStore,
    pub(super) journal: Journal,
    /// Callback per app.
    pub(super) callbacks: HashMap<String, String>,
    /// Grows when a callback moves, so that waiting webhooks are tried at once.
    pub(super) callback_turn: u64,
    /// Callbacks that replace the app's, by account id or phone number id.
    pub(super) overrides: HashMap<String, Override>,
    /// Accounts whose app has unsubscribed.
    pub(super) unsubscribed: HashSet<String>,
    pub(super) tokens: HashMap<String, Token>,
    pub(super) numbers: HashMap<String, NumberState>,
    pub(super) residents: HashMap<String, Resident>,
    /// The resident behind a business-scoped user id.
    pub(super) user_ids: HashMap<String, String>,
    /// Last inbound message per number and resident: opens the 24-hour window.
    pub(super) windows: HashMap<(String, String), i64>,
    pub(super) pairs: HashMap<(String, String), Bucket>,
    pub(super) throughput: HashMap<String, Bucket>,
    /// When a portfolio (here: the app) last began to write to a resident outside the window.
    pub(super) begun: HashMap<String, HashMap<String, i64>>,
    pub(super) templates: Vec<Template>,
    /// Words that belong to one resident only, for [`WhatsAppSim::foreign`](super::WhatsAppSim::foreign).
    pub(super) marks: HashMap<String, Vec<String>>,
    pub(super) gathered: Gathered,
    /// Earliest moment for the next webhook of a contact, while their order is kept.
    pub(super) lanes: HashMap<(String, String), i64>,
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
        let mut tokens: HashMap<String, Token> = HashMap::new();
        for number in &config.numbers {
            let token = tokens
                .entry(number.access_token.clone())
                .or_insert_with(|| Token { phone_number_ids: Vec::new(), expires_ms: None });
            token.phone_number_ids.push(number.phone_number_id.clone());
        }
        let mut state = Self {
            rng: SplitMix::new(config.seed ^ (records.len() as u64).rotate_left(32)),
            faults: Faults::default(),
            counters: Counters::default(),
            ledger: Ledger::default(),
            media: MediaStore::open(config.seed, config.data_dir.as_deref())?,
            journal,
            callbacks: config
                .apps
                .iter()
                .map(|app| (app.app_id.clone(), app.callback_url.clone()))
                .collect(),
            callback_turn: 0,
            overrides: HashMap::new(),
            unsubscribed: HashSet::new(),
            tokens,
            numbers: HashMap::new(),
            residents: HashMap::new(),
            user_ids: HashMap::new(),
            windows: HashMap::new(),
            pairs: HashMap::new(),
            throughput: HashMap::new(),
            begun: HashMap::new(),
            templates: Vec::new(),
            marks: HashMap::new(),
            gathered: Gathered::default(),
            lanes: HashMap::new(),
            next_webhook: 1,
            leftovers: Vec::new(),
        };
        for record in records {
            state.replay(record);
        }
        state.index_user_ids(config);
        Ok(state)
    }

    fn replay(&mut self, record: Record) {
        match record {
            Record::Entry(entry) => {
                self.note_window(&entry);
                self.ledger.push(*entry);
            }
            Record::Status { wamid, status } => self.ledger.status(&wamid, status),
            Record::Media { wamid, media } => {
                self.ledger.change(&wamid, |entry| entry.media = Some(media));
            }
            Record::Reach { wamid, reach } => self.ledger.reach(&wamid, reach),
            Record::Queued(leftover) => {
                self.next_webhook = self.next_webhook.max(leftover.id + 1);
                self.leftovers.push(leftover);
            }
            Record::Settled { id } => self.leftovers.retain(|left| left.id != id),
            Record::Resident { wa_id, resident } => {
                self.residents.insert(wa_id, resident);
            }
        }
    }

    fn index_user_ids(&mut self, config: &WhatsAppSimConfig) {
        let known: Vec<String> = self.ledger.residents().map(str::to_owned).collect();
        for app in &config.apps {
            for wa_id in &known {
                self.user_id(&app.app_id, wa_id);
            }
        }
    }

    fn note_window(&mut self, entry: &LedgerEntry) {
        let opens = entry.direction == Direction::Inbound
            && !matches!(entry.kind.as_str(), "system" | "request_welcome");
        if opens {
            let pair = (entry.phone_number_id.clone(), entry.wa_id.clone());
            let last = self.windows.entry(pair).or_insert(entry.at);
            *last = entry.at.max(*last);
        }
    }

    /// Writes a message into the ledger.
    pub(super) fn record(&mut self, entry: LedgerEntry) {
        self.note_window(&entry);
        if !self.journal.keeps() {
            self.ledger.push(entry);
            return;
        }
        let record = Record::Entry(Box::new(entry));
        self.journal.write(&record);
        if let Record::Entry(entry) = record {
            self.ledger.push(*entry);
        }
    }

    /// Writes a status under its message.
    pub(super) fn record_status(&mut self, wamid: &str, status: LedgerStatus) {
        if self.journal.keeps() {
            let wamid = wamid.to_owned();
            self.journal.write(&Record::Status { wamid, status: status.clone() });
        }
        self.ledger.status(wamid, status);
    }

    /// Moves a message on or off the resident's screen.
    pub(super) fn record_reach(&mut self, wamid: &str, reach: Reach) {
        if self.journal.keeps() {
            self.journal.write(&Record::Reach { wamid: wamid.to_owned(), reach });
        }
        self.ledger.reach(wamid, reach);
    }

    /// Keeps a profile; a phone that is on again shows what waited for it.
    pub(super) fn record_resident(&mut self, wa_id: &str, resident: Resident) {
        if self.journal.keeps() {
            self.journal
                .write(&Record::Resident { wa_id: wa_id.to_owned(), resident: resident.clone() });
        }
        if !resident.phone_off {
            let waiting: Vec<String> = self
                .ledger
                .of(wa_id)
                .filter(|e| e.reach == Reach::Waiting)
                .map(|e| e.wamid.clone())
                .collect();
            for wamid in waiting {
                self.record_reach(&wamid, Reach::Shown);
            }
        }
        self.residents.insert(wa_id.to_owned(), resident);
    }

    /// What is known of a resident, or the usual.
    pub(super) fn resident(&self, wa_id: &str) -> Resident {
        self.residents.get(wa_id).cloned().unwrap_or_default()
    }

    /// The business-scoped user id, which from now on can be written to.
    pub(super) fn user_id(&mut self, app_id: &str, wa_id: &str) -> String {
        let user_id = match self.residents.get(wa_id) {
            Some(resident) => resident.user_id(app_id, wa_id),
            None => Resident::default().user_id(app_id, wa_id),
        };
        if !self.user_ids.contains_key(&user_id) {
            self.user_ids.insert(user_id.clone(), wa_id.to_owned());
        }
        user_id
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

    /// The live state of a number.
    pub(super) fn number(&self, phone_number_id: &str) -> NumberState {
        self.numbers.get(phone_number_id).cloned().unwrap_or_default()
    }
}
