//! The entries of the ledger, indexed by message, by resident and by user id.

use std::collections::HashMap;

use super::entry::{Direction, LedgerEntry, LedgerStatus, Reach};

/// The entries, oldest first.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    entries: Vec<LedgerEntry>,
    by_wamid: HashMap<String, usize>,
    by_resident: HashMap<String, Vec<usize>>,
    shown: u64,
    rev: u64,
}

impl Ledger {
    /// The number the next entry will have.
    pub(super) fn next_seq(&self) -> u64 {
        self.entries.last().map_or(1, |last| last.seq + 1)
    }

    /// Grows with every change.
    pub(super) fn rev(&self) -> u64 {
        self.rev
    }

    pub(super) fn push(&mut self, mut entry: LedgerEntry) {
        if entry.reach == Reach::Shown && entry.shown_seq == 0 {
            self.shown += 1;
            entry.shown_seq = self.shown;
        }
        self.shown = self.shown.max(entry.shown_seq);
        self.rev += 1;
        entry.rev = self.rev;
        let at = self.entries.len();
        self.by_wamid.insert(entry.wamid.clone(), at);
        self.by_resident.entry(entry.wa_id.clone()).or_default().push(at);
        self.entries.push(entry);
    }

    pub(super) fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }

    pub(super) fn find(&self, wamid: &str) -> Option<&LedgerEntry> {
        self.by_wamid.get(wamid).map(|at| &self.entries[*at])
    }

    /// Changes an entry, if it exists.
    pub(super) fn change(&mut self, wamid: &str, change: impl FnOnce(&mut LedgerEntry)) {
        let Some(at) = self.by_wamid.get(wamid) else { return };
        self.rev += 1;
        let entry = &mut self.entries[*at];
        entry.rev = self.rev;
        change(entry);
    }

    /// Adds a status; a failure takes the message off the screen.
    pub(super) fn status(&mut self, wamid: &str, status: LedgerStatus) {
        self.change(wamid, |entry| {
            if status.status == "failed" && entry.direction == Direction::Outbound {
                entry.reach = Reach::Lost;
            }
            entry.statuses.push(status);
        });
    }

    /// Moves a message on or off the screen.
    pub(super) fn reach(&mut self, wamid: &str, reach: Reach) {
        let place = self.shown + 1;
        let mut used = false;
        self.change(wamid, |entry| {
            entry.reach = reach;
            if reach == Reach::Shown && entry.shown_seq == 0 {
                entry.shown_seq = place;
                used = true;
            }
        });
        self.shown += u64::from(used);
    }

    /// The entries of one resident, oldest first.
    pub(super) fn of(&self, wa_id: &str) -> impl DoubleEndedIterator<Item = &LedgerEntry> {
        let places = self.by_resident.get(wa_id).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|at| &self.entries[*at])
    }

    /// Everyone who ever wrote or was written to.
    pub(super) fn residents(&self) -> impl Iterator<Item = &str> {
        self.by_resident.keys().map(String::as_str)
    }

    /// What came to the resident's screen, in the order it came; with `all`, what they wrote too.
    pub(super) fn seen_by(&self, wa_id: &str, all: bool) -> Vec<&LedgerEntry> {
        let wanted = |e: &&LedgerEntry| e.seen() && (all || e.direction == Direction::Outbound);
        let mut seen: Vec<_> = self.of(wa_id).filter(wanted).collect();
        seen.sort_by_key(|e| e.shown_seq);
        seen
    }

    /// Groups of seen sends that share one `biz_opaque_callback_data`.
    pub(super) fn duplicates(&self) -> Vec<Vec<LedgerEntry>> {
        let mut groups: Vec<Vec<&LedgerEntry>> = Vec::new();
        let mut place: HashMap<(&str, &str), usize> = HashMap::new();
        let sends = self.entries.iter().filter(|e| e.direction == Direction::Outbound && e.seen());
        for entry in sends {
            let Some(key) = entry.biz_opaque_callback_data.as_deref() else { continue };
            let at = *place.entry((entry.phone_number_id.as_str(), key)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[at].push(entry);
        }
        let twice = groups.into_iter().filter(|group| group.len() > 1);
        twice.map(|group| group.into_iter().cloned().collect()).collect()
    }
}
