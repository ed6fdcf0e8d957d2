//! The Rust face of the simulator: everything `/sim` offers, and a little more.

use std::{sync::atomic::Ordering, time::Duration};

use serde_json::Value;

use super::{
    config::{SimError, SimNumber},
    counters::Counters,
    delivery::WebhookAnswer,
    entry::LedgerEntry,
    faults::Faults,
    hostile::{Hostile, HostileAnswer},
    inbound::{InboundMedia, Tap},
    numbers::NumberState,
    oracle::{Foreign, Oracle, Totals},
    queue::Scope,
    residents::{Resident, wa_id as digits},
    samples,
    server::WhatsAppSim,
};

/// The ledger and the oracle.
impl WhatsAppSim {
    /// Every message, oldest first.
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        self.shared.state().ledger.entries().to_vec()
    }

    /// The messages behind this position, oldest first; 0 gives all.
    pub fn ledger_after(&self, seq: u64) -> Vec<LedgerEntry> {
        let state = self.shared.state();
        let new = state.ledger.entries().iter().rev().take_while(|entry| entry.seq > seq);
        let mut new: Vec<_> = new.cloned().collect();
        new.reverse();
        new
    }

    /// One message.
    pub fn entry(&self, wamid: &str) -> Option<LedgerEntry> {
        self.shared.state().ledger.find(wamid).cloned()
    }

    /// Groups of messages that residents saw twice: seen sends sharing one `biz_opaque_callback_data`.
    pub fn duplicates(&self) -> Vec<Vec<LedgerEntry>> {
        self.shared.state().ledger.duplicates()
    }

    /// The same as [`WhatsAppSim::duplicates`], by the name tests read best.
    pub fn sent_twice(&self) -> Vec<Vec<LedgerEntry>> {
        self.duplicates()
    }

    /// What a resident received from offices, in the order it came to the screen.
    pub fn inbox(&self, wa_id: &str) -> Vec<LedgerEntry> {
        self.shared.seen_by(wa_id, false)
    }

    /// The resident's chat as they see it: both sides, in the order of the screen.
    pub fn seen_by(&self, wa_id: &str) -> Vec<LedgerEntry> {
        self.shared.seen_by(wa_id, true)
    }

    /// How many messages of offices are on the resident's screen, without copying them.
    pub fn inbox_len(&self, wa_id: &str) -> usize {
        self.shared.state().ledger.seen_by(&digits(wa_id), false).len()
    }

    /// Gives a resident words that nobody else may ever be shown, for [`WhatsAppSim::foreign`].
    pub fn mark(&self, wa_id: &str, word: &str) {
        let mut state = self.shared.state();
        state.marks.entry(digits(wa_id)).or_default().push(word.to_owned());
    }

    /// Messages that came to the wrong resident.
    pub fn foreign(&self) -> Vec<Foreign> {
        self.shared.state().foreign()
    }

    /// Sums and costs over everything.
    pub fn totals(&self) -> Totals {
        self.shared.state().totals(None)
    }

    /// Sums and costs of one resident.
    pub fn totals_of(&self, wa_id: &str) -> Totals {
        self.shared.state().totals(Some(wa_id))
    }

    /// Everything at a glance.
    pub fn oracle(&self) -> Oracle {
        self.shared.oracle()
    }

    /// What the delivery engine and the faults did.
    pub fn counters(&self) -> Counters {
        self.shared.state().counters
    }

    /// The bytes of a file in the ledger, also after its id expired or was deleted.
    pub fn media_bytes(&self, media_id: &str) -> Option<Vec<u8>> {
        self.shared.state().media.get(media_id).map(|item| item.bytes.to_vec())
    }
}

/// Time, faults and webhooks.
impl WhatsAppSim {
    /// Changes the faults.
    pub fn faults(&self, f: impl FnOnce(&mut Faults)) {
        f(&mut self.shared.state().faults);
        self.shared.ring();
    }

    /// Points an app at another callback; webhooks that wait for it are tried at once.
    pub fn set_callback(&self, app_id: &str, url: &str) {
        self.shared.set_callback(app_id, url);
    }

    /// Performs the verification handshake; true when the callback echoed the challenge.
    pub async fn handshake(&self, app_id: &str) -> Result<bool, SimError> {
        self.shared.handshake(app_id).await
    }

    /// Posts these exact bytes to the app's callback, signed, once.
    pub async fn webhook(&self, app_id: &str, body: Vec<u8>) -> Result<WebhookAnswer, SimError> {
        let app_id = self.shared.app(app_id)?.app_id.clone();
        self.shared.post_once(&Scope { app_id, ..Scope::default() }, body.into()).await
    }

    /// Queues a payload for the app's callback like any other webhook: escaped, signed and retried.
    pub fn enqueue_webhook(&self, app_id: &str, payload: &Value) -> Result<(), SimError> {
        let app_id = self.shared.app(app_id)?.app_id.clone();
        let scope = Scope { app_id, ..Scope::default() };
        let now = self.shared.clock.now_ms();
        self.shared.post_later(&scope, payload, now, 1);
        Ok(())
    }

    /// Queues any field: of the number when the value has `metadata`, else of its account.
    pub fn field(&self, phone_number_id: &str, field: &str, value: Value) -> Result<(), SimError> {
        self.shared.field(phone_number_id, field, value)
    }

    /// Posts a forged, broken, huge or unusual webhook with a text of the resident, and gives the answer.
    pub async fn hostile(
        &self,
        mode: Hostile,
        wa_id: &str,
        phone_number_id: &str,
        text: &str,
    ) -> Result<HostileAnswer, SimError> {
        self.shared.hostile(mode, wa_id, phone_number_id, text).await
    }

    /// A sample of every webhook in the contract for this number and resident, each with ids of its own.
    pub fn samples(
        &self,
        wa_id: &str,
        phone_number_id: &str,
    ) -> Result<Vec<(&'static str, Value)>, SimError> {
        let wa_id = digits(wa_id);
        let number = self.shared.number(phone_number_id)?;
        Ok(samples::all(&self.shared.scene(number, &wa_id)))
    }

    /// Queues the sample of this name; gives the message id when it is a resident's message.
    pub fn send_sample(
        &self,
        name: &str,
        wa_id: &str,
        phone_number_id: &str,
    ) -> Result<Option<String>, SimError> {
        self.shared.send_sample(name, wa_id, phone_number_id)
    }

    /// Webhooks and statuses still on their way.
    pub fn pending(&self) -> usize {
        self.shared.pending.load(Ordering::SeqCst)
    }

    /// Pushes the simulator's clock: windows close, media expire, and what waited for that moment goes on.
    pub fn advance(&self, by: Duration) {
        self.shared.advance(by);
    }

    /// Stops the clock, so that it moves only by [`WhatsAppSim::advance`] and [`WhatsAppSim::settle`], or lets it go.
    pub fn stop_clock(&self, stop: bool) {
        self.shared.clock.stop(stop);
        self.shared.ring();
    }

    /// The simulator's time, in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.shared.clock.now_ms()
    }

    /// Jumps from one awaited moment to the next until nothing is on its way, or `most` has passed on the
    /// simulator's clock. False when something is left.
    pub async fn settle(&self, most: Duration) -> bool {
        self.shared.settle(most).await
    }
}

/// Meta's side: numbers, tokens, templates.
impl WhatsAppSim {
    /// The business numbers.
    pub fn numbers(&self) -> &[SimNumber] {
        &self.shared.numbers
    }

    /// Changes the live state of a number; a changed limit or flag is told by webhook.
    pub fn set_number(
        &self,
        phone_number_id: &str,
        change: impl FnOnce(&mut NumberState),
    ) -> Result<(), SimError> {
        let changed = self.shared.change_number_state(phone_number_id, |mut state| {
            change(&mut state);
            Ok(state)
        });
        changed.map(drop)
    }

    /// Lets the number's tokens expire after this time on the simulator's clock; sends then fail with 190.
    pub fn expire_tokens(&self, phone_number_id: &str, after: Duration) -> Result<(), SimError> {
        self.shared.expire_tokens(phone_number_id, after)
    }

    /// Makes a token valid for a number.
    pub fn allow_token(&self, phone_number_id: &str, token: &str) -> Result<(), SimError> {
        self.shared.allow_token(phone_number_id, token)
    }

    /// Sets the status of a created template (`APPROVED`, `PAUSED`, `DISABLED`, `REJECTED`, …) and sends
    /// `message_template_status_update`; false when there is none.
    pub fn set_template_status(&self, waba_id: &str, name: &str, status: &str) -> bool {
        self.shared.set_template_status(waba_id, name, status, None)
    }

    /// Rejects a created template for a reason; false when there is none.
    pub fn reject_template(&self, waba_id: &str, name: &str, reason: &str) -> bool {
        self.shared.set_template_status(waba_id, name, "REJECTED", Some(reason))
    }

    /// Moves a template to another category and sends `template_category_update`; false when there is none.
    pub fn set_template_category(&self, waba_id: &str, name: &str, category: &str) -> bool {
        self.shared.set_template_category(waba_id, name, category)
    }

    /// Changes a template's quality and sends `message_template_quality_update`; false when there is none.
    pub fn set_template_quality(&self, waba_id: &str, name: &str, quality: &str) -> bool {
        self.shared.set_template_quality(waba_id, name, quality)
    }
}

/// Residents.
impl WhatsAppSim {
    /// Sets what WhatsApp knows about a resident.
    pub fn set_resident(&self, wa_id: &str, resident: Resident) {
        self.shared.change_resident(wa_id, |known| *known = resident);
    }

    /// Changes some of what WhatsApp knows about a resident: name, blocked, phone off, …
    pub fn resident(&self, wa_id: &str, change: impl FnOnce(&mut Resident)) {
        self.shared.change_resident(wa_id, change);
    }

    /// Switches the phone off, or on: then what waited arrives.
    pub fn phone_off(&self, wa_id: &str, off: bool) {
        self.shared.change_resident(wa_id, |resident| resident.phone_off = off);
    }

    /// The resident's business-scoped user id towards a number's portfolio.
    pub fn user_id(&self, wa_id: &str, phone_number_id: &str) -> Result<String, SimError> {
        let app_id = &self.shared.number(phone_number_id)?.app_id;
        Ok(self.shared.state().user_id(app_id, &digits(wa_id)))
    }

    /// A resident writes; gives the message id.
    pub fn send_text(
        &self,
        wa_id: &str,
        phone_number_id: &str,
        text: &str,
    ) -> Result<String, SimError> {
        self.shared.send_text(wa_id, phone_number_id, text)
    }

    /// A resident sends a file; gives message id and media id.
    pub fn send_media(
        &self,
        wa_id: &str,
        phone_number_id: &str,
        media: InboundMedia,
    ) -> Result<(String, String), SimError> {
        self.shared.send_media(wa_id, phone_number_id, media)
    }

    /// A resident sends several files at once: as many parallel webhooks. Gives message and media ids.
    pub fn send_album(
        &self,
        wa_id: &str,
        phone_number_id: &str,
        files: Vec<InboundMedia>,
    ) -> Result<Vec<(String, String)>, SimError> {
        self.shared.send_album(wa_id, phone_number_id, files)
    }

    /// A resident taps a button or a row, old or new; gives the message id.
    pub fn tap(&self, wa_id: &str, phone_number_id: &str, tap: &Tap) -> Result<String, SimError> {
        self.shared.tap(wa_id, phone_number_id, tap)
    }

    /// A resident sends any message object; gives the message id.
    pub fn send_raw(
        &self,
        wa_id: &str,
        phone_number_id: &str,
        message: Value,
    ) -> Result<String, SimError> {
        self.shared.send_raw(wa_id, phone_number_id, message)
    }

    /// The resident moves to another number: a system message from the old one; the user id is renewed.
    pub fn change_number(
        &self,
        old: &str,
        new: &str,
        phone_number_id: &str,
    ) -> Result<String, SimError> {
        self.shared.change_number(old, new, phone_number_id)
    }

    /// The business-scoped user id is renewed while the number stays.
    pub fn renew_user_id(&self, wa_id: &str, phone_number_id: &str) -> Result<String, SimError> {
        self.shared.renew_user_id(wa_id, phone_number_id)
    }

    /// The resident stops marketing messages, or takes them again; sends `user_preferences`.
    pub fn opt_out(&self, wa_id: &str, phone_number_id: &str, out: bool) -> Result<(), SimError> {
        self.shared.opt_out(wa_id, phone_number_id, out)
    }

    /// Somebody writes to the resident on the office's own phone: `smb_message_echoes`. Gives the message id.
    pub fn echo(&self, phone_number_id: &str, wa_id: &str, text: &str) -> Result<String, SimError> {
        self.shared.echo(phone_number_id, wa_id, text)
    }

    /// A status the engine would not report by itself, such as `played`, or `read` days later.
    pub fn report_status(&self, wamid: &str, status: &str) -> Result<(), SimError> {
        self.shared.report_status(wamid, status)
    }
}
