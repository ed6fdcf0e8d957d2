//! Accepting one message: limits, recipient, permission, then the ledger.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    super::{
        config::SimNumber,
        entry::{Answer, Direction, LedgerEntry, LedgerMedia, Reach},
        media::carries,
        payload::Failure,
        shared::Shared,
        state::State,
        status::Link,
    },
    error::GraphError,
    interactive, limits, permission, recipient, templates,
};

/// A message the simulator took on.
pub(super) struct Accepted {
    pub(super) wamid: String,
    pub(super) link: Option<Link>,
    pub(super) failure: Option<Failure>,
    pub(super) reply: Value,
}

/// Checks the message and writes it into the ledger.
pub(super) fn accept(
    shared: &Arc<Shared>,
    number: &SimNumber,
    message: &Value,
    answer: Answer,
) -> Result<Accepted, GraphError> {
    if message["messaging_product"] != "whatsapp" {
        return Err(GraphError::parameter("messaging_product must be 'whatsapp'"));
    }
    let kind = message["type"].as_str().unwrap_or("text");
    check(kind, message)?;
    let opaque =
        limits::optional(&message["biz_opaque_callback_data"], "biz_opaque_callback_data", 512)?;
    let (wa_id, input) = recipient::resolve(shared, number, message)?;
    let now = shared.clock.now_ms();
    let mut state = shared.state();
    let rendered = match kind {
        "template" => templates::sendable(&state, number, &message["template"])?,
        _ => None,
    };
    let (media, link) = attachment(&state, number, kind, message, now)?;
    let open = state.window_open(&number.phone_number_id, &wa_id, now);
    let charge = state.charge(number, message, open);
    let failure = permission::may_send(&mut state, number, &wa_id, message, &charge.category, now)?;
    let message_id = state.new_wamid(&wa_id);
    let resident = state.resident(&wa_id);
    let user_id = state.user_id(&number.app_id, &wa_id);
    let reach = match failure {
        Some(_) => Reach::Lost,
        None if resident.phone_off => Reach::Waiting,
        None => Reach::Shown,
    };
    let text = rendered.as_ref().and_then(|r| r["body"].as_str()).map(str::to_owned);
    let entry = LedgerEntry {
        seq: state.ledger.next_seq(),
        at: now,
        direction: Direction::Outbound,
        phone_number_id: number.phone_number_id.clone(),
        wa_id: wa_id.clone(),
        wamid: message_id.clone(),
        kind: kind.to_owned(),
        text: text.or_else(|| words(kind, &message[kind])),
        payload: message.clone(),
        media,
        biz_opaque_callback_data: opaque.map(str::to_owned),
        answer,
        statuses: Vec::new(),
        reach,
        shown_seq: 0,
        taken_at: None,
        charge: Some(charge),
        rendered,
        rev: 0,
    };
    state.record(entry);
    let mut contact = json!({ "input": input });
    if message["to"].is_string() {
        contact["wa_id"] = json!(wa_id);
    } else {
        contact["user_id"] = json!(user_id);
        if !resident.hide_phone {
            contact["wa_id"] = json!(wa_id);
        }
    }
    let mut sent = json!({ "id": message_id });
    if kind == "template" {
        sent["message_status"] = json!("accepted");
    }
    let reply =
        json!({ "messaging_product": "whatsapp", "contacts": [contact], "messages": [sent] });
    Ok(Accepted { wamid: message_id, link, failure, reply })
}

fn check(kind: &str, message: &Value) -> Result<(), GraphError> {
    let object = &message[kind];
    let reply_to = &message["context"]["message_id"];
    limits::optional(reply_to, "context['message_id']", 512)?;
    match kind {
        "text" => limits::text(&object["body"], "text['body']", 4096).map(drop),
        "image" | "document" | "video" | "audio" | "sticker" => limits::media(object, kind),
        "interactive" => interactive::check(object),
        "template" => limits::template(object),
        "reaction" => {
            limits::text(&object["message_id"], "reaction['message_id']", 512)?;
            let emoji = object["emoji"].as_str();
            emoji.map(drop).ok_or_else(|| GraphError::missing("reaction['emoji']"))
        }
        "location" => limits::location(object),
        "contacts" => limits::contacts(object),
        _ => Err(GraphError::value(format!("type '{kind}' is not supported"))),
    }
}

/// The file of the message: looked up now when it has an id, fetched later when it has a link.
fn attachment(
    state: &State,
    number: &SimNumber,
    kind: &str,
    message: &Value,
    now_ms: i64,
) -> Result<(Option<LedgerMedia>, Option<Link>), GraphError> {
    let Some((kind, object)) = file_of(kind, &message[kind]) else { return Ok((None, None)) };
    let filename = object["filename"].as_str().map(str::to_owned);
    if let Some(url) = object["link"].as_str() {
        let link = Link { url: url.to_owned(), filename, kind: kind.to_owned() };
        return Ok((None, Some(link)));
    }
    let id = object["id"].as_str().unwrap_or_default();
    let item = state
        .media
        .get(id)
        .filter(|i| i.known_at(now_ms) && i.phone_number_id == number.phone_number_id)
        .ok_or_else(|| {
            GraphError::parameter(format!("Media id {id} does not exist for this number"))
        })?;
    if !carries(kind, &item.mime_type) {
        return Err(GraphError::value(format!("a {kind} message cannot carry {}", item.mime_type)));
    }
    Ok((Some(item.to_ledger(filename)), None))
}

/// Where a message keeps its file: itself, its interactive header, or its template header.
fn file_of<'a>(kind: &'a str, object: &'a Value) -> Option<(&'a str, &'a Value)> {
    const FILES: [&str; 5] = ["image", "document", "video", "audio", "sticker"];
    if FILES.contains(&kind) {
        return Some((kind, object));
    }
    let holder = match kind {
        "interactive" => &object["header"],
        "template" => object["components"]
            .as_array()?
            .iter()
            .filter(|c| c["type"].as_str().is_some_and(|t| t.eq_ignore_ascii_case("header")))
            .find_map(|c| c["parameters"].get(0))?,
        _ => return None,
    };
    let kind = holder["type"].as_str().filter(|kind| FILES.contains(kind))?;
    Some((kind, &holder[kind]))
}

/// What a resident reads.
pub(super) fn words(kind: &str, object: &Value) -> Option<String> {
    let text = match kind {
        "text" => &object["body"],
        "interactive" => &object["body"]["text"],
        "reaction" => &object["emoji"],
        "template" => {
            let values: Vec<_> = object["components"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|c| c["type"].as_str().is_some_and(|t| t.eq_ignore_ascii_case("body")))
                .flat_map(|c| c["parameters"].as_array().into_iter().flatten())
                .filter_map(|p| p["text"].as_str())
                .collect();
            let name = object["name"].as_str().unwrap_or_default();
            return Some(format!("[{name}] {}", values.join(" | ")));
        }
        _ => &object["caption"],
    };
    text.as_str().map(str::to_owned)
}
