//! The oracle: what each resident saw and sent, in order.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Who sent the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the resident to the office.
    Inbound,
    /// From the office to the resident.
    Outbound,
}

/// What the caller of the send was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// 200 with the message id.
    Accepted,
    /// Nothing: the connection was closed.
    Dropped,
    /// 500, although the message went out.
    ServerError,
    /// Not a send: a resident's message.
    None,
}

/// The file of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerMedia {
    /// Its bytes: [`WhatsAppSim::media_bytes`](super::WhatsAppSim::media_bytes) or `/sim/media/{media_id}`.
    pub media_id: String,
    /// Declared MIME type.
    pub mime_type: String,
    /// File name shown to the resident, for documents.
    pub filename: Option<String>,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Size in bytes.
    pub size: usize,
}

/// A status that was reported (or, for inbound messages, `read` by the office).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerStatus {
    /// `sent`, `delivered`, `read` or `failed`.
    pub status: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Graph error code of a failure.
    pub code: Option<i64>,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// Position in the ledger, from 1.
    pub seq: u64,
    /// When, in milliseconds since 1970 of the simulator's clock.
    pub at: i64,
    /// Who sent it.
    pub direction: Direction,
    /// The office's number.
    pub phone_number_id: String,
    /// The resident, digits only.
    pub wa_id: String,
    /// The message id.
    pub wamid: String,
    /// `text`, `image`, `document`, `interactive`, `template`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// The words a reader sees: body, caption, title of a tap, emoji.
    pub text: Option<String>,
    /// The message object as it was sent.
    pub payload: Value,
    /// Its file.
    pub media: Option<LedgerMedia>,
    /// The sender's own reference.
    pub biz_opaque_callback_data: Option<String>,
    /// What the sender was told.
    pub answer: Answer,
    /// Statuses so far, in the order they were reported.
    pub statuses: Vec<LedgerStatus>,
}

impl LedgerEntry {
    /// Whether the resident ever saw it.
    pub fn seen(&self) -> bool {
        !self.statuses.iter().any(|s| s.status == "failed")
    }

    /// Identifiers of the buttons and rows a resident can tap in this message.
    pub fn choice_ids(&self) -> Vec<&str> {
        let action = &self.payload["interactive"]["action"];
        let buttons = action["buttons"].as_array().into_iter().flatten().map(|b| &b["reply"]["id"]);
        let rows = action["sections"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|s| s["rows"].as_array().into_iter().flatten())
            .map(|r| &r["id"]);
        buttons.chain(rows).filter_map(Value::as_str).collect()
    }
}

/// The entries, with an index by message id.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    entries: Vec<LedgerEntry>,
    by_wamid: HashMap<String, usize>,
}

impl Ledger {
    /// The number the next entry will have.
    pub(super) fn next_seq(&self) -> u64 {
        self.entries.last().map_or(1, |last| last.seq + 1)
    }

    pub(super) fn push(&mut self, entry: LedgerEntry) {
        self.by_wamid.insert(entry.wamid.clone(), self.entries.len());
        self.entries.push(entry);
    }

    pub(super) fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }

    pub(super) fn find(&self, wamid: &str) -> Option<&LedgerEntry> {
        self.by_wamid.get(wamid).map(|at| &self.entries[*at])
    }

    pub(super) fn find_mut(&mut self, wamid: &str) -> Option<&mut LedgerEntry> {
        self.by_wamid.get(wamid).map(|at| &mut self.entries[*at])
    }

    /// Groups of seen sends that share one `biz_opaque_callback_data`.
    pub(super) fn duplicates(&self) -> Vec<Vec<LedgerEntry>> {
        let mut groups: Vec<(&str, Vec<LedgerEntry>)> = Vec::new();
        let mut place: HashMap<&str, usize> = HashMap::new();
        let sends = self.entries.iter().filter(|e| e.direction == Direction::Outbound && e.seen());
        for entry in sends {
            let Some(key) = entry.biz_opaque_callback_data.as_deref() else { continue };
            let at = *place.entry(key).or_insert_with(|| {
                groups.push((key, Vec::new()));
                groups.len() - 1
            });
            groups[at].1.push(entry.clone());
        }
        groups.into_iter().map(|(_, group)| group).filter(|group| group.len() > 1).collect()
    }
}
