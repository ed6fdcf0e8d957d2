//! What else residents and offices do on their phones, beside writing and tapping.

use std::sync::Arc;

use serde_json::Value;

use super::{
    config::{SimError, SimNumber},
    entry::{Answer, Direction, LedgerEntry, Reach},
    payload::{Form, value_base},
    queue::{About, Scope, Update},
    residents::{Resident, wa_id as digits},
    samples::{self, Scene, fields, messages},
    shared::Shared,
};

/// System messages come without `contacts`.
const BARE: Form = Form { contacts: false, errors: None };

impl Shared {
    /// Changes what is known of a resident.
    pub(super) fn change_resident(&self, wa_id: &str, change: impl FnOnce(&mut Resident)) {
        let wa_id = digits(wa_id);
        {
            let mut state = self.state();
            let mut resident = state.resident(&wa_id);
            change(&mut resident);
            state.record_resident(&wa_id, resident);
        }
        self.ring();
    }

    /// The resident moves to another number: the old one leaves WhatsApp and the user id is renewed.
    pub(super) fn change_number(
        self: &Arc<Self>,
        old: &str,
        new: &str,
        phone_number_id: &str,
    ) -> Result<String, SimError> {
        let (old, new) = (digits(old), digits(new));
        if new.is_empty() || old == new {
            return Err(SimError::Invalid("the new number must be another one".to_owned()));
        }
        let content = messages::changed_number(&old, &new);
        let message_id = self.receive(&old, phone_number_id, &BARE, content)?;
        let profile = self.state().resident(&old);
        self.change_resident(&new, |resident| {
            *resident = Resident { user_id_renewals: profile.user_id_renewals + 1, ..profile };
        });
        self.change_resident(&old, |resident| {
            *resident = Resident { not_on_whatsapp: true, ..Resident::default() };
        });
        Ok(message_id)
    }

    /// The business-scoped user id is renewed, the number stays.
    pub(super) fn renew_user_id(
        self: &Arc<Self>,
        wa_id: &str,
        phone_number_id: &str,
    ) -> Result<String, SimError> {
        let app_id = &self.number(phone_number_id)?.app_id;
        let resident = digits(wa_id);
        let old = self.state().user_id(app_id, &resident);
        self.change_resident(&resident, |resident| resident.user_id_renewals += 1);
        let new = self.state().user_id(app_id, &resident);
        let content = messages::changed_user_id(&old, &new);
        self.receive(&resident, phone_number_id, &BARE, content)
    }

    /// The resident stops, or resumes, marketing messages; the number's account hears of it.
    pub(super) fn opt_out(
        self: &Arc<Self>,
        wa_id: &str,
        phone_number_id: &str,
        out: bool,
    ) -> Result<(), SimError> {
        let number = self.number(phone_number_id)?;
        let resident = digits(wa_id);
        self.change_resident(&resident, |resident| resident.opted_out = out);
        let user_id = self.state().user_id(&number.app_id, &resident);
        let at = self.clock.now_ms() / 1000;
        let mut value = fields::preference(&resident, &user_id, !out, at);
        if self.state().resident(&resident).hide_phone {
            for list in ["contacts", "user_preferences"] {
                value[list][0].as_object_mut().map(|object| object.shift_remove("wa_id"));
            }
        }
        self.enqueue(about_number(number, "user_preferences", value, &resident));
        Ok(())
    }

    /// Somebody writes to the resident on the office's own phone: `smb_message_echoes`.
    pub(super) fn echo(
        self: &Arc<Self>,
        phone_number_id: &str,
        wa_id: &str,
        text: &str,
    ) -> Result<String, SimError> {
        let number = self.number(phone_number_id)?;
        let resident = digits(wa_id);
        let at = self.clock.now_ms();
        let content = messages::text(text);
        let (message_id, value) = {
            let mut state = self.state();
            let message_id = state.new_wamid(&resident);
            let office = digits(&number.display_phone_number);
            let mut value = fields::echo(&office, &resident, &message_id, at / 1000, &content);
            let Resident { phone_off, hide_phone, .. } = state.resident(&resident);
            let echo = value["message_echoes"][0].as_object_mut();
            if let Some(echo) = echo.filter(|_| hide_phone) {
                echo.shift_remove("to");
                let user_id = state.user_id(&number.app_id, &resident);
                echo.insert("to_user_id".to_owned(), user_id.into());
            }
            let entry = LedgerEntry {
                seq: state.ledger.next_seq(),
                at,
                direction: Direction::Outbound,
                phone_number_id: number.phone_number_id.clone(),
                wa_id: resident.clone(),
                wamid: message_id.clone(),
                kind: "text".to_owned(),
                text: Some(text.to_owned()),
                payload: content,
                media: None,
                biz_opaque_callback_data: None,
                answer: Answer::None,
                statuses: Vec::new(),
                reach: if phone_off { Reach::Waiting } else { Reach::Shown },
                shown_seq: 0,
                taken_at: None,
                charge: None,
                rendered: None,
                rev: 0,
            };
            state.record(entry);
            (message_id, value)
        };
        self.enqueue(about_number(number, "smb_message_echoes", value, &resident));
        Ok(message_id)
    }

    /// A status that the engine would not report by itself, such as `played` or a second `read`.
    pub(super) fn report_status(
        self: &Arc<Self>,
        wamid: &str,
        status: &str,
    ) -> Result<(), SimError> {
        let phone_number_id = {
            let state = self.state();
            state.ledger.find(wamid).map(|entry| entry.phone_number_id.clone())
        };
        let unknown = || SimError::Invalid(format!("no message {wamid}"));
        let number = self.number(&phone_number_id.ok_or_else(unknown)?)?;
        let update = self.status_update(number, wamid, status, false, None);
        self.enqueue(update.ok_or_else(unknown)?);
        Ok(())
    }

    /// Queues the sample of this name. A resident's message is written into the ledger and has a fresh id.
    pub(super) fn send_sample(
        self: &Arc<Self>,
        name: &str,
        wa_id: &str,
        phone_number_id: &str,
    ) -> Result<Option<String>, SimError> {
        let number = self.number(phone_number_id)?;
        if let Some((_, content, form)) =
            messages::all().into_iter().find(|(known, ..)| *known == name)
        {
            return self.receive(wa_id, phone_number_id, &form, content).map(Some);
        }
        let wa_id = digits(wa_id);
        let scene = self.scene(number, &wa_id);
        let (_, body) = samples::all(&scene)
            .into_iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| SimError::Invalid(format!("no sample {name}; GET /sim/samples")))?;
        let change = &body["entry"][0]["changes"][0];
        let field = change["field"].as_str().unwrap_or_default();
        self.field(phone_number_id, field, change["value"].clone())?;
        Ok(None)
    }

    /// A scene of now, whose samples have ids of their own.
    pub(super) fn scene<'a>(&self, number: &'a SimNumber, wa_id: &'a str) -> Scene<'a> {
        let salt = self.state().rng.next();
        Scene { number, wa_id, at: self.clock.now_ms() / 1000, salt }
    }
}

/// A change about a number, with `metadata`.
fn about_number(number: &SimNumber, field: &str, members: Value, wa_id: &str) -> Update {
    let mut value = value_base(number);
    if let Value::Object(members) = members {
        value.extend(members);
    }
    Update {
        scope: Scope::of(number),
        about: About::Field,
        field: field.to_owned(),
        value: Value::Object(value),
        wa_id: wa_id.to_owned(),
    }
}
