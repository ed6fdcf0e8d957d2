//! What residents do: write, send files, tap, react, or send anything at all.

use std::sync::Arc;

use actix_web::web::Bytes;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    config::{SimError, SimNumber},
    faults::take,
    ledger::{Answer, Direction, LedgerEntry, LedgerMedia},
    media::Origin,
    payload,
    residents::wa_id as digits,
    state::{Shared, State},
};

/// Where a tapped choice was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TapKind {
    /// A reply button.
    Button,
    /// A row of a list.
    List,
    /// A quick reply under a template.
    Template,
}

/// A resident's tap.
#[derive(Clone, Debug, Deserialize)]
pub struct Tap {
    /// Identifier of the button or row; the payload of a template's quick reply.
    pub id: String,
    /// What the resident saw on it.
    pub title: String,
    /// Where it was shown.
    pub kind: TapKind,
    /// Second line of a list row.
    #[serde(default)]
    pub description: Option<String>,
}

/// A file a resident sends.
#[derive(Clone, Debug, Default)]
pub struct InboundMedia {
    /// MIME type; it decides the message type.
    pub mime_type: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Caption, for images, videos and documents.
    pub caption: Option<String>,
    /// File name, for documents.
    pub filename: Option<String>,
}

impl Shared {
    /// A text; gives the message id.
    pub(super) fn send_text(
        self: &Arc<Self>,
        wa_id: &str,
        phone_number_id: &str,
        text: &str,
    ) -> Result<String, SimError> {
        let content = json!({ "type": "text", "text": { "body": text } });
        self.receive(wa_id, phone_number_id, |_, _| (content, None))
    }

    /// A file; gives message id and media id.
    pub(super) fn send_media(
        self: &Arc<Self>,
        wa_id: &str,
        phone_number_id: &str,
        media: InboundMedia,
    ) -> Result<(String, String), SimError> {
        let mut media_id = String::new();
        let now = self.clock.now_ms();
        let base_url = self.base_url.clone();
        let message_id = self.receive(wa_id, phone_number_id, |state, number| {
            let InboundMedia { mime_type, bytes, caption, filename } = media;
            let item = state.add_media(
                &number.phone_number_id,
                &mime_type,
                filename.clone(),
                Bytes::from(bytes),
                now,
                Origin::Resident,
            );
            media_id.clone_from(&item.id);
            let mut raw_sha = hex::decode(&item.sha256).unwrap_or_default();
            if take(&mut state.faults.inbound_wrong_sha) {
                raw_sha.reverse();
            }
            let kind = kind_of(&mime_type);
            let mut object = Map::new();
            let with_caption = matches!(kind, "image" | "video" | "document");
            if let Some(caption) = caption.filter(|_| with_caption) {
                object.insert("caption".into(), json!(caption));
            }
            if kind == "document" {
                object.insert("filename".into(), json!(filename.as_deref().unwrap_or("file")));
            }
            object.insert("mime_type".into(), json!(mime_type));
            object.insert("sha256".into(), json!(STANDARD.encode(raw_sha)));
            object.insert("id".into(), json!(item.id));
            match kind {
                "audio" => drop(object.insert("voice".into(), json!(mime_type.contains("ogg")))),
                "sticker" => drop(object.insert("animated".into(), json!(false))),
                _ => {}
            }
            if state.faults.media_url_in_webhook {
                let path = state.media.download_path(&item.id, now);
                object.insert("url".into(), json!(format!("{base_url}{path}")));
            }
            (json!({ "type": kind, kind: object }), Some(item.to_ledger(filename)))
        })?;
        Ok((message_id, media_id))
    }

    /// A tap on a button or row, in the context of the latest message that offered it.
    pub(super) fn tap(
        self: &Arc<Self>,
        wa_id: &str,
        phone_number_id: &str,
        tap: &Tap,
    ) -> Result<String, SimError> {
        let resident = digits(wa_id);
        self.receive(wa_id, phone_number_id, |state, number| {
            let offered = state.ledger.entries().iter().rev().find(|e| {
                e.direction == Direction::Outbound
                    && e.wa_id == resident
                    && e.phone_number_id == number.phone_number_id
                    && match tap.kind {
                        TapKind::Template => e.kind == "template",
                        TapKind::Button | TapKind::List => {
                            e.choice_ids().contains(&tap.id.as_str())
                        }
                    }
            });
            let mut content = Map::new();
            if let Some(offered) = offered {
                let from = digits(&number.display_phone_number);
                content.insert("context".into(), json!({ "from": from, "id": offered.wamid }));
            }
            let mut reply = json!({ "id": tap.id, "title": tap.title });
            if let Some(description) = &tap.description {
                reply["description"] = json!(description);
            }
            let (kind, object) = match tap.kind {
                TapKind::Button => {
                    ("interactive", json!({ "type": "button_reply", "button_reply": reply }))
                }
                TapKind::List => {
                    ("interactive", json!({ "type": "list_reply", "list_reply": reply }))
                }
                TapKind::Template => ("button", json!({ "payload": tap.id, "text": tap.title })),
            };
            content.insert("type".into(), json!(kind));
            content.insert(kind.into(), object);
            (Value::Object(content), None)
        })
    }

    /// Any message object, merged over `from`, `id` and `timestamp`.
    pub(super) fn send_raw(
        self: &Arc<Self>,
        wa_id: &str,
        phone_number_id: &str,
        message: Value,
    ) -> Result<String, SimError> {
        if !message.is_object() {
            return Err(SimError::Invalid("the message must be a JSON object".to_owned()));
        }
        self.receive(wa_id, phone_number_id, |_, _| (message, None))
    }

    /// Writes the message into the ledger and lets its webhook go.
    fn receive(
        self: &Arc<Self>,
        wa_id: &str,
        phone_number_id: &str,
        content: impl FnOnce(&mut State, &SimNumber) -> (Value, Option<LedgerMedia>),
    ) -> Result<String, SimError> {
        let number = self.number(phone_number_id)?;
        let wa_id = digits(wa_id);
        if wa_id.is_empty() {
            return Err(SimError::Invalid("the resident's number has no digits".to_owned()));
        }
        let at = self.clock.now_ms();
        let (message_id, body, copies) = {
            let mut state = self.state();
            let resident = state.residents.get(&wa_id).cloned().unwrap_or_default();
            let fresh = state.new_wamid(&wa_id);
            let (content, media) = content(&mut state, number);
            let mut message = payload::message_base(number, &wa_id, &resident, &fresh, at);
            if let Value::Object(content) = content {
                message.extend(content);
            }
            let message = Value::Object(message);
            let message_id = message["id"].as_str().unwrap_or(&fresh).to_owned();
            let body = payload::inbound(number, &wa_id, &resident, &message);
            let entry = LedgerEntry {
                seq: state.ledger.next_seq(),
                at,
                direction: Direction::Inbound,
                phone_number_id: number.phone_number_id.clone(),
                wa_id,
                wamid: message_id.clone(),
                kind: message["type"].as_str().unwrap_or_default().to_owned(),
                text: words(&message),
                payload: message,
                media,
                biz_opaque_callback_data: None,
                answer: Answer::None,
                statuses: Vec::new(),
            };
            state.record(entry);
            let twice = state.faults.duplicate_inbound;
            (message_id, body, 1 + usize::from(state.rng.chance(twice)))
        };
        self.enqueue(&number.app_id, &body, copies);
        Ok(message_id)
    }
}

/// The message type WhatsApp makes of a file.
fn kind_of(mime_type: &str) -> &'static str {
    match mime_type.split(['/', ';']).next().unwrap_or_default() {
        _ if mime_type.starts_with("image/webp") => "sticker",
        "image" => "image",
        "audio" => "audio",
        "video" => "video",
        _ => "document",
    }
}

/// What a reader of the ledger wants to see of an inbound message.
fn words(message: &Value) -> Option<String> {
    let kind = message["type"].as_str()?;
    let object = &message[kind];
    let interactive = object["type"].as_str().map_or(&Value::Null, |kind| &object[kind]["title"]);
    [&object["body"], &object["caption"], interactive, &object["text"], &object["emoji"]]
        .into_iter()
        .find_map(Value::as_str)
        .map(str::to_owned)
}
