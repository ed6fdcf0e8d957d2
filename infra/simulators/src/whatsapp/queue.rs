//! From updates to POST bodies: scope, gathering into batches, the envelope, duplicates and latency.

use std::{collections::HashMap, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{config::SimNumber, journal::Record, payload::meta_json, shared::Shared, state::State};

/// What an update is about; it decides which faults apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// A resident's message.
    Message,
    /// A status of an office's message.
    Status,
    /// Anything else.
    Field,
}

/// Which account and number a webhook belongs to; account fields have no number, and so no callback of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "Meta's own names")]
pub(super) struct Scope {
    pub(super) app_id: String,
    #[serde(default)]
    pub(super) waba_id: String,
    #[serde(default)]
    pub(super) phone_number_id: String,
}

impl Scope {
    /// The scope of a number.
    pub(super) fn of(number: &SimNumber) -> Self {
        Self {
            app_id: number.app_id.clone(),
            waba_id: number.waba_id.clone(),
            phone_number_id: number.phone_number_id.clone(),
        }
    }

    /// The scope of its account.
    pub(super) fn account(number: &SimNumber) -> Self {
        Self { phone_number_id: String::new(), ..Self::of(number) }
    }
}

/// One change for a callback.
#[derive(Clone, Debug)]
pub(super) struct Update {
    pub(super) scope: Scope,
    pub(super) about: About,
    pub(super) field: String,
    pub(super) value: Value,
    /// The resident, whose updates keep their order while that is switched on.
    pub(super) wa_id: String,
}

/// A webhook that waits for its callback; found again in the journal after a restart.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Leftover {
    pub(super) id: u64,
    pub(super) body: String,
    /// Residents' messages in the body, to note when they were taken.
    #[serde(default)]
    pub(super) wamids: Vec<String>,
    #[serde(flatten)]
    pub(super) scope: Scope,
}

/// Updates that wait for company, by app and by callback of their own.
pub(super) type Gathered = HashMap<(String, Option<String>), Vec<Update>>;

impl State {
    /// The callback that replaces the app's for this scope.
    pub(super) fn override_of(&self, scope: &Scope) -> Option<&str> {
        if scope.phone_number_id.is_empty() {
            return None;
        }
        let own = self.overrides.get(&scope.phone_number_id);
        own.or_else(|| self.overrides.get(&scope.waba_id)).map(|o| o.url.as_str())
    }

    /// Where a webhook goes now; empty while there is no callback.
    pub(super) fn callback_of(&self, scope: &Scope) -> String {
        let own = self.override_of(scope).map(str::to_owned);
        own.or_else(|| self.callbacks.get(&scope.app_id).cloned()).unwrap_or_default()
    }

    /// How long a webhook is on its way, in milliseconds.
    fn way(&mut self) -> i64 {
        let (low, high, tail) = (
            self.faults.webhook_latency_min_ms,
            self.faults.webhook_latency_max_ms,
            self.faults.webhook_latency_tail,
        );
        if high == 0 {
            return 0;
        }
        let usual = self.rng.between(low, high);
        let way = if self.rng.chance(tail) { usual.saturating_mul(10) } else { usual };
        i64::try_from(way).unwrap_or(i64::MAX)
    }

    /// When a webhook reaches its callback.
    fn due(&mut self, update: &Update, now_ms: i64) -> i64 {
        let due = now_ms.saturating_add(self.way());
        if !self.faults.keep_contact_order || self.faults.webhook_latency_max_ms == 0 {
            return due;
        }
        let lane = (update.scope.phone_number_id.clone(), update.wa_id.clone());
        let last = self.lanes.entry(lane).or_insert(due - 1);
        *last = due.max(*last + 1);
        *last
    }

    /// How much later the same webhook comes once more, if it does.
    fn later(&mut self) -> Option<i64> {
        let probability = self.faults.duplicate_later;
        if !self.rng.chance(probability) {
            return None;
        }
        let most = self.faults.duplicate_later_ms;
        i64::try_from(self.rng.between(most / 10, most)).ok()
    }
}

impl Shared {
    /// Lets an update go to its callback, alone or in company, once or more.
    pub(super) fn enqueue(self: &Arc<Self>, update: Update) {
        let mut state = self.state();
        if state.unsubscribed.contains(&update.scope.waba_id) {
            state.counters.webhooks_unsubscribed += 1;
            return;
        }
        if state.faults.batch_max <= 1 {
            drop(state);
            self.post_alone(&update);
            return;
        }
        let key =
            (update.scope.app_id.clone(), state.override_of(&update.scope).map(str::to_owned));
        let waiting = state.gathered.entry(key.clone()).or_default();
        waiting.push(update);
        if waiting.len() == 1 {
            let wait = Duration::from_millis(state.faults.batch_gather_ms);
            drop(state);
            let shared = Arc::clone(self);
            self.spawn(async move {
                tokio::time::sleep(wait).await;
                shared.flush(&key);
            });
        }
    }

    /// Lets an update go without company.
    pub(super) fn post_alone(self: &Arc<Self>, update: &Update) {
        let (due, copies) = {
            let mut state = self.state();
            let twice = match update.about {
                About::Message => state.faults.duplicate_inbound,
                About::Status => state.faults.duplicate_statuses,
                About::Field => 0.0,
            };
            let copies = 1 + usize::from(state.rng.chance(twice));
            let now = self.clock.now_ms();
            (state.due(update, now), copies)
        };
        self.post_later(&update.scope, &envelope(std::slice::from_ref(update)), due, copies);
    }

    fn flush(self: &Arc<Self>, key: &(String, Option<String>)) {
        let mut waiting = self.state().gathered.remove(key).unwrap_or_default();
        while let Some(first) = waiting.first() {
            let scope = first.scope.clone();
            let (size, due, copies) = {
                let mut state = self.state();
                let most = u64::from(state.faults.batch_max.max(1));
                let size = usize::try_from(state.rng.between(1, most)).unwrap_or(1);
                let twice = state.faults.duplicate_inbound.max(state.faults.duplicate_statuses);
                let copies = 1 + usize::from(state.rng.chance(twice));
                let size = size.min(waiting.len());
                state.counters.batches += u64::from(size > 1);
                (size, self.clock.now_ms().saturating_add(state.way()), copies)
            };
            let batch: Vec<Update> = waiting.drain(..size).collect();
            self.post_later(&scope, &envelope(&batch), due, copies);
        }
    }

    /// Posts a body when its time has come, `copies` times at once and perhaps once more hours later.
    pub(super) fn post_later(
        self: &Arc<Self>,
        scope: &Scope,
        payload: &Value,
        due: i64,
        copies: usize,
    ) {
        let (body, wamids) = (meta_json(payload), wamids(payload));
        let mut moments = vec![due; copies];
        {
            let mut state = self.state();
            moments.extend(state.later().map(|later| due.saturating_add(later)));
            state.counters.webhook_duplicates += moments.len() as u64 - 1;
        }
        for at in moments {
            let webhook = {
                let mut state = self.state();
                let id = state.next_webhook;
                state.next_webhook += 1;
                let webhook = Leftover {
                    id,
                    body: body.clone(),
                    wamids: wamids.clone(),
                    scope: scope.clone(),
                };
                if state.journal.keeps() {
                    state.journal.write(&Record::Queued(webhook.clone()));
                }
                webhook
            };
            self.deliver(webhook, at);
        }
    }
}

/// The ids of the residents' messages in a body.
fn wamids(payload: &Value) -> Vec<String> {
    let entries = payload["entry"].as_array().into_iter().flatten();
    let changes = entries.flat_map(|e| e["changes"].as_array().into_iter().flatten());
    let messages = changes.flat_map(|c| c["value"]["messages"].as_array().into_iter().flatten());
    messages.filter_map(|m| m["id"].as_str().map(str::to_owned)).collect()
}

/// The body around some updates: one entry per account, one change per number, or several.
pub(super) fn envelope(updates: &[Update]) -> Value {
    let mut entries: Vec<(String, Vec<(String, Value)>)> = Vec::new();
    for update in updates {
        let at = entries.iter().position(|(waba, _)| *waba == update.scope.waba_id);
        let at = at.unwrap_or_else(|| {
            entries.push((update.scope.waba_id.clone(), Vec::new()));
            entries.len() - 1
        });
        let changes = &mut entries[at].1;
        let same = changes.iter_mut().find(|(field, value)| {
            *field == update.field
                && field == "messages"
                && value["metadata"] == update.value["metadata"]
                && value.get("errors").is_none()
                && update.value.get("errors").is_none()
        });
        match same {
            Some((_, value)) => join(value, &update.value),
            None => changes.push((update.field.clone(), update.value.clone())),
        }
    }
    let entries: Vec<Value> = entries
        .into_iter()
        .map(|(waba, changes)| {
            let changes: Vec<_> = changes
                .into_iter()
                .map(|(field, value)| json!({ "value": value, "field": field }))
                .collect();
            json!({ "id": waba, "changes": changes })
        })
        .collect();
    json!({ "object": "whatsapp_business_account", "entry": entries })
}

/// Adds contacts, messages and statuses of `more` to `value`.
fn join(value: &mut Value, more: &Value) {
    for list in ["contacts", "messages", "statuses"] {
        for element in more[list].as_array().into_iter().flatten() {
            match value[list].as_array_mut() {
                Some(all) if list == "contacts" && all.contains(element) => {}
                Some(all) => all.push(element.clone()),
                None => value[list] = json!([element]),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(waba: &str, phone: &str, list: &str, id: &str) -> Update {
        Update {
            scope: Scope {
                app_id: "app".to_owned(),
                waba_id: waba.to_owned(),
                phone_number_id: phone.to_owned(),
            },
            about: About::Message,
            field: "messages".to_owned(),
            value: json!({ "metadata": { "phone_number_id": phone }, list: [{ "id": id }] }),
            wa_id: String::new(),
        }
    }

    #[test]
    fn a_batch_has_an_entry_per_account_and_a_change_per_number() {
        let body = envelope(&[
            update("w1", "1", "messages", "a"),
            update("w2", "3", "messages", "b"),
            update("w1", "2", "messages", "c"),
            update("w1", "1", "statuses", "d"),
            update("w1", "1", "messages", "e"),
        ]);
        let w1 = &body["entry"][0]["changes"];
        assert_eq!(w1[0]["value"]["messages"], json!([{ "id": "a" }, { "id": "e" }]));
        assert_eq!(w1[0]["value"]["statuses"], json!([{ "id": "d" }]));
        assert_eq!(w1[1]["value"]["messages"], json!([{ "id": "c" }]));
        assert_eq!(body["entry"][1]["id"], "w2");
    }
}
