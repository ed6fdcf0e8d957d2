//! The oracle: what every resident saw and what it cost, so that tests need not ask the product.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    counters::Counters,
    entry::{Answer, Direction, LedgerEntry, Reach},
    residents::wa_id as digits,
    shared::Shared,
    state::State,
};

/// Messages and money of one pricing category.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CategoryTotal {
    /// Delivered messages of the category.
    pub delivered: u64,
    /// Those of them that are billed.
    pub billable: u64,
}

/// Sums over the whole ledger, or over one resident.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Messages from residents.
    pub inbound: u64,
    /// Messages taken on from offices.
    pub outbound: u64,
    /// Those that came to a screen.
    pub shown: u64,
    /// Those that wait for a phone.
    pub waiting: u64,
    /// Those that never will.
    pub lost: u64,
    /// Those whose sender was not told that they were taken on.
    pub ambiguous: u64,
    /// Costs per category.
    pub categories: BTreeMap<String, CategoryTotal>,
}

/// A message that should not have reached this resident.
#[derive(Clone, Debug, Serialize)]
pub struct Foreign {
    /// What they saw.
    pub entry: LedgerEntry,
    /// Whose words it contains; `None` when the office wrote to somebody who never wrote to it.
    pub belongs_to: Option<String>,
}

/// Everything at a glance: `GET /sim/oracle`.
#[derive(Clone, Debug, Serialize)]
pub struct Oracle {
    /// Sums.
    pub totals: Totals,
    /// What engine and faults did.
    pub counters: Counters,
    /// How many residents took part.
    pub residents: usize,
    /// Groups of messages that residents saw twice.
    pub sent_twice: Vec<Vec<LedgerEntry>>,
    /// Messages that came to the wrong resident.
    pub foreign: Vec<Foreign>,
    /// Residents whose last message was never answered on their screen.
    pub unanswered: Vec<String>,
}

impl Totals {
    fn add(&mut self, entry: &LedgerEntry) {
        if entry.direction == Direction::Inbound {
            self.inbound += 1;
            return;
        }
        self.outbound += 1;
        self.ambiguous += u64::from(matches!(entry.answer, Answer::Dropped | Answer::ServerError));
        match entry.reach {
            Reach::Waiting => self.waiting += 1,
            Reach::Shown if entry.seen() => self.shown += 1,
            Reach::Shown | Reach::Lost => self.lost += 1,
        }
        if let Some(charge) = entry.charge.as_ref().filter(|_| entry.seen()) {
            let total = self.categories.entry(charge.category.clone()).or_default();
            total.delivered += 1;
            total.billable += u64::from(charge.billable);
        }
    }
}

impl State {
    /// Sums over the ledger; with a resident, over theirs.
    pub(super) fn totals(&self, wa_id: Option<&str>) -> Totals {
        let mut totals = Totals::default();
        match wa_id {
            Some(wa_id) => self.ledger.of(&digits(wa_id)).for_each(|entry| totals.add(entry)),
            None => self.ledger.entries().iter().for_each(|entry| totals.add(entry)),
        }
        totals
    }

    /// Messages with another resident's mark, and ordinary messages to somebody who never wrote to that number.
    pub(super) fn foreign(&self) -> Vec<Foreign> {
        let wrote: BTreeSet<(&str, &str)> = self
            .ledger
            .entries()
            .iter()
            .filter(|e| e.direction == Direction::Inbound)
            .map(|e| (e.phone_number_id.as_str(), e.wa_id.as_str()))
            .collect();
        let seen = self.ledger.entries().iter();
        let seen = seen.filter(|e| e.direction == Direction::Outbound && e.seen());
        seen.filter_map(|entry| {
            let stranger = entry.kind != "template"
                && entry.answer != Answer::None
                && !wrote.contains(&(entry.phone_number_id.as_str(), entry.wa_id.as_str()));
            let belongs_to = self.marked_for_another(entry);
            (stranger || belongs_to.is_some()).then(|| Foreign { entry: entry.clone(), belongs_to })
        })
        .collect()
    }

    fn marked_for_another(&self, entry: &LedgerEntry) -> Option<String> {
        if self.marks.is_empty() {
            return None;
        }
        let own = self.marks.get(&entry.wa_id).map(Vec::as_slice).unwrap_or_default();
        let words = format!("{} {}", entry.text.as_deref().unwrap_or_default(), entry.payload);
        let others = self.marks.iter().filter(|(wa_id, _)| **wa_id != entry.wa_id);
        let mut found = others.filter(|(_, marks)| {
            marks.iter().any(|mark| !own.contains(mark) && words.contains(mark.as_str()))
        });
        found.next().map(|(wa_id, _)| wa_id.clone())
    }

    /// Residents whose last message has nothing shown after it.
    fn unanswered(&self) -> Vec<String> {
        let mut waiting: Vec<String> = self
            .ledger
            .residents()
            .filter(|wa_id| {
                let last = self.ledger.seen_by(wa_id, true).last().map(|e| e.direction);
                last == Some(Direction::Inbound)
            })
            .map(str::to_owned)
            .collect();
        waiting.sort();
        waiting
    }
}

impl Shared {
    /// Everything at a glance.
    pub(super) fn oracle(&self) -> Oracle {
        let state = self.state();
        Oracle {
            totals: state.totals(None),
            counters: state.counters,
            residents: state.ledger.residents().count(),
            sent_twice: state.ledger.duplicates(),
            foreign: state.foreign(),
            unanswered: state.unanswered(),
        }
    }

    /// What a resident saw, in the order it came to the screen; with `all`, what they wrote too.
    pub(super) fn seen_by(&self, wa_id: &str, all: bool) -> Vec<LedgerEntry> {
        self.state().ledger.seen_by(&digits(wa_id), all).into_iter().cloned().collect()
    }
}
