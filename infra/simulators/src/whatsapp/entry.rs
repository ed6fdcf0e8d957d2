//! One line of the ledger: a message, what became of it, and what it cost.

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
    /// Not a send: a resident's message, or one written on the office's own phone.
    None,
}

/// Whether the message came to the resident's screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// It did.
    #[default]
    Shown,
    /// Not yet: the phone is off.
    Waiting,
    /// It never will: it failed, or nobody fetched it for 30 days.
    Lost,
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
    /// `sent`, `delivered`, `read` or `failed`; `typing` under a resident's message.
    pub status: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Graph error code of a failure.
    pub code: Option<i64>,
}

/// What an outbound message costs once it is delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// `service`, `utility`, `marketing` or `authentication`.
    pub category: String,
    /// Whether Meta bills it.
    pub billable: bool,
    /// `regular` or `free_customer_service`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// Something the resident can tap in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// `button`, `list` or `template`.
    pub kind: String,
    /// Identifier of the button or row; payload of a template's quick reply.
    pub id: String,
    /// What stands on it.
    pub title: String,
    /// Second line of a list row.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<String>,
    /// Heading of the list row's section.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub section: Option<String>,
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
    /// Whether the resident saw it.
    #[serde(default)]
    pub reach: Reach,
    /// Its place among everything that came to any screen; a message that waited for the phone has a later one.
    #[serde(default)]
    pub shown_seq: u64,
    /// When the office's callback took a resident's message, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<i64>,
    /// What it costs, for outbound messages.
    #[serde(default)]
    pub charge: Option<Charge>,
    /// A known template with its values filled in: `header`, `body`, `footer`, `buttons`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rendered: Option<Value>,
    /// Grows with every change of this entry; for pages that ask what is new.
    #[serde(default)]
    pub rev: u64,
}

impl LedgerEntry {
    /// Whether the resident ever saw it.
    pub fn seen(&self) -> bool {
        self.reach == Reach::Shown && !self.statuses.iter().any(|s| s.status == "failed")
    }

    /// Everything a resident can tap in this message.
    pub fn choices(&self) -> Vec<Choice> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let maybe = |value: &Value| value.as_str().map(str::to_owned);
        let action = &self.payload["interactive"]["action"];
        let mut choices = Vec::new();
        for button in action["buttons"].as_array().into_iter().flatten() {
            choices.push(Choice {
                kind: "button".to_owned(),
                id: text(&button["reply"]["id"]),
                title: text(&button["reply"]["title"]),
                description: None,
                section: None,
            });
        }
        for section in action["sections"].as_array().into_iter().flatten() {
            for row in section["rows"].as_array().into_iter().flatten() {
                choices.push(Choice {
                    kind: "list".to_owned(),
                    id: text(&row["id"]),
                    title: text(&row["title"]),
                    description: maybe(&row["description"]),
                    section: maybe(&section["title"]),
                });
            }
        }
        choices.extend(self.quick_replies());
        choices
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

    /// The quick replies of a template: payloads from the send, titles from the definition when it is known.
    fn quick_replies(&self) -> Vec<Choice> {
        let known = self.rendered.as_ref().and_then(|r| r["buttons"].as_array());
        let sent: Vec<(String, &str)> = self.payload["template"]["components"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|c| is(&c["type"], "button") && is(&c["sub_type"], "quick_reply"))
            .map(|c| {
                let index =
                    c["index"].as_str().map_or_else(|| c["index"].to_string(), str::to_owned);
                (index, c["parameters"][0]["payload"].as_str().unwrap_or_default())
            })
            .collect();
        let choice = |id: &str, title: &str| Choice {
            kind: "template".to_owned(),
            id: id.to_owned(),
            title: title.to_owned(),
            description: None,
            section: None,
        };
        let Some(known) = known else {
            return sent.iter().map(|(_, payload)| choice(payload, payload)).collect();
        };
        let replies = known.iter().enumerate().filter(|(_, b)| is(&b["type"], "quick_reply"));
        replies
            .map(|(at, button)| {
                let title = button["text"].as_str().unwrap_or_default();
                let payload = sent.iter().find(|(index, _)| *index == at.to_string());
                choice(payload.map_or(title, |(_, payload)| payload), title)
            })
            .collect()
    }
}

/// Whether a JSON string is this word, in any case.
fn is(value: &Value, word: &str) -> bool {
    value.as_str().is_some_and(|text| text.eq_ignore_ascii_case(word))
}
