//! What residents send: composed, written into the ledger, and queued as a webhook.

use std::sync::Arc;

use actix_web::web::Bytes;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    config::{SimError, SimNumber},
    entry::{Answer, Direction, LedgerEntry, LedgerMedia, Reach},
    faults::take,
    media::{Origin, animated},
    payload::{self, Form, Sender},
    queue::Update,
    residents::wa_id as digits,
    samples::messages,
    shared::Shared,
    state::State,
};

/// A resident's file may not be larger.
const LARGEST_FILE: usize = 100 * 1024 * 1024;

/// Where a tapped choice was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
        self.receive(wa_id, phone_number_id, &Form::default(), messages::text(text))
    }

    /// A file; gives message id and media id.
    pub(super) fn send_media(
        self: &Arc<Self>,
        wa_id: &str,
        phone_number_id: &str,
        media: InboundMedia,
    ) -> Result<(String, String), SimError> {
        let (message_id, media_id, update) = self.compose_media(wa_id, phone_number_id, media)?;
        self.enqueue(update);
        Ok((message_id, media_id))
    }

    /// Several files chosen together: as many webhooks at the same moment, never gathered.
    pub(super) fn send_album(
        self: &Arc<Self>,
        wa_id: &str,
        phone_number_id: &str,
        files: Vec<InboundMedia>,
    ) -> Result<Vec<(String, String)>, SimError> {
        let mut composed = Vec::with_capacity(files.len());
        for file in files {
            composed.push(self.compose_media(wa_id, phone_number_id, file)?);
        }
        let sent = composed.into_iter().map(|(message_id, media_id, update)| {
            self.post_alone(&update);
            (message_id, media_id)
        });
        Ok(sent.collect())
    }

    fn compose_media(
        &self,
        wa_id: &str,
        phone_number_id: &str,
        media: InboundMedia,
    ) -> Result<(String, String, Update), SimError> {
        let number = self.number(phone_number_id)?;
        let now = self.clock.now_ms();
        if media.bytes.len() > LARGEST_FILE {
            let content = messages::too_large();
            let (message_id, update) =
                self.compose(wa_id, number, &Form::default(), true, |_, _| (content, None))?;
            return Ok((message_id, String::new(), update));
        }
        let mut media_id = String::new();
        let (message_id, update) =
            self.compose(wa_id, number, &Form::default(), true, |state, number| {
                let (content, kept) = self.media_content(state, number, media, now);
                media_id.clone_from(&kept.media_id);
                (content, Some(kept))
            })?;
        Ok((message_id, media_id, update))
    }

    fn media_content(
        &self,
        state: &mut State,
        number: &SimNumber,
        media: InboundMedia,
        now: i64,
    ) -> (Value, LedgerMedia) {
        let InboundMedia { mime_type, bytes, caption, filename } = media;
        let moving = animated(&bytes);
        let item = state.add_media(
            &number.phone_number_id,
            &mime_type,
            filename.clone(),
            Bytes::from(bytes),
            now,
            Origin::Resident,
        );
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
            "sticker" => drop(object.insert("animated".into(), json!(moving))),
            _ => {}
        }
        if state.faults.media_url_in_webhook {
            let path = state.media.download_path(&item.id, now);
            object.insert("url".into(), json!(format!("{}{path}", self.base_url)));
        }
        (json!({ "type": kind, kind: object }), item.to_ledger(filename))
    }

    /// A tap on a button or row, in the context of the latest message that offered it.
    pub(super) fn tap(
        self: &Arc<Self>,
        wa_id: &str,
        phone_number_id: &str,
        tap: &Tap,
    ) -> Result<String, SimError> {
        let number = self.number(phone_number_id)?;
        let resident = digits(wa_id);
        let (message_id, update) =
            self.compose(wa_id, number, &Form::default(), true, |state, number| {
                let offered = state.ledger.of(&resident).rev().find(|e| {
                    e.direction == Direction::Outbound
                        && e.phone_number_id == number.phone_number_id
                        && match tap.kind {
                            TapKind::Template => e.kind == "template",
                            TapKind::Button | TapKind::List => {
                                e.choice_ids().contains(&tap.id.as_str())
                            }
                        }
                });
                let context = offered.map(|offered| {
                    json!({ "from": digits(&number.display_phone_number), "id": offered.wamid })
                });
                (messages::tap(tap, context), None)
            })?;
        self.enqueue(update);
        Ok(message_id)
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
        self.receive(wa_id, phone_number_id, &Form::default(), message)
    }

    /// Writes the message into the ledger and lets its webhook go.
    pub(super) fn receive(
        self: &Arc<Self>,
        wa_id: &str,
        phone_number_id: &str,
        form: &Form,
        content: Value,
    ) -> Result<String, SimError> {
        let number = self.number(phone_number_id)?;
        let (message_id, update) =
            self.compose(wa_id, number, form, true, |_, _| (content, None))?;
        self.enqueue(update);
        Ok(message_id)
    }

    /// Makes a resident's message and its webhook; with `record`, it was really sent and stands in the ledger.
    pub(super) fn compose(
        &self,
        wa_id: &str,
        number: &SimNumber,
        form: &Form,
        record: bool,
        content: impl FnOnce(&mut State, &SimNumber) -> (Value, Option<LedgerMedia>),
    ) -> Result<(String, Update), SimError> {
        let wa_id = digits(wa_id);
        if wa_id.is_empty() {
            return Err(SimError::Invalid("the resident's number has no digits".to_owned()));
        }
        let at = self.clock.now_ms();
        let mut state = self.state();
        let sender = Sender {
            resident: state.resident(&wa_id),
            user_id: state.user_id(&number.app_id, &wa_id),
            wa_id,
        };
        let fresh = state.new_wamid(&sender.wa_id);
        let (content, media) = content(&mut state, number);
        let mut message = sender.message_base(&fresh, at);
        if let Value::Object(content) = content {
            message.extend(content);
        }
        let message = Value::Object(message);
        let message_id = message["id"].as_str().unwrap_or(&fresh).to_owned();
        let update = payload::inbound(number, &sender, &message, form);
        if record {
            state.throughput_allows(&number.phone_number_id, at);
            let entry = LedgerEntry {
                seq: state.ledger.next_seq(),
                at,
                direction: Direction::Inbound,
                phone_number_id: number.phone_number_id.clone(),
                wa_id: sender.wa_id,
                wamid: message_id.clone(),
                kind: message["type"].as_str().unwrap_or_default().to_owned(),
                text: words(&message),
                payload: message,
                media,
                biz_opaque_callback_data: None,
                answer: Answer::None,
                statuses: Vec::new(),
                reach: Reach::Shown,
                shown_seq: 0,
                taken_at: None,
                charge: None,
                rendered: None,
                rev: 0,
            };
            state.record(entry);
        }
        Ok((message_id, update))
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
    let edited = &object["message"]["text"]["body"];
    [&object["body"], &object["caption"], interactive, &object["text"], &object["emoji"], edited]
        .into_iter()
        .find_map(Value::as_str)
        .map(str::to_owned)
}
