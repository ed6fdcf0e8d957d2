//! Accepting one message: limits, recipient, window, then the ledger.

use std::sync::Arc;

use serde_json::Value;

use super::{
    super::{
        config::SimNumber,
        ledger::{Answer, Direction, LedgerEntry, LedgerMedia},
        payload::Failure,
        state::{Shared, State},
        status::Link,
    },
    error::GraphError,
    limits, recipient, templates,
};

/// A message the simulator took on.
pub(super) struct Accepted {
    pub(super) wamid: String,
    pub(super) wa_id: String,
    pub(super) input: String,
    pub(super) link: Option<Link>,
    pub(super) failure: Option<Failure>,
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
    if kind == "template" {
        templates::sendable(&state, number, &message["template"])?;
    }
    let (media, link) = attachment(&state, number, kind, message, now)?;
    let failure = may_send(&mut state, number, &wa_id, kind, now)?;
    let message_id = state.new_wamid(&wa_id);
    let entry = LedgerEntry {
        seq: state.ledger.next_seq(),
        at: now,
        direction: Direction::Outbound,
        phone_number_id: number.phone_number_id.clone(),
        wa_id: wa_id.clone(),
        wamid: message_id.clone(),
        kind: kind.to_owned(),
        text: words(kind, &message[kind]),
        payload: message.clone(),
        media,
        biz_opaque_callback_data: opaque.map(str::to_owned),
        answer,
        statuses: Vec::new(),
    };
    state.record(entry);
    Ok(Accepted { wamid: message_id, wa_id, input, link, failure })
}

fn check(kind: &str, message: &Value) -> Result<(), GraphError> {
    let object = &message[kind];
    match kind {
        "text" => limits::text(&object["body"], "text['body']", 4096).map(drop),
        "image" | "document" | "video" | "audio" | "sticker" => limits::media(object, kind),
        "interactive" => limits::interactive(object),
        "template" => limits::template(object),
        "reaction" => {
            limits::text(&object["message_id"], "reaction['message_id']", 512)?;
            object["emoji"]
                .as_str()
                .map(drop)
                .ok_or_else(|| GraphError::missing("reaction['emoji']"))
        }
        "location" if object.is_object() => Ok(()),
        "contacts" if object.is_array() => Ok(()),
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
        return Ok((None, Some(Link { url: url.to_owned(), filename })));
    }
    let id = object["id"].as_str().unwrap_or_default();
    let item = state
        .media
        .get(id)
        .filter(|i| i.known_at(now_ms) && i.phone_number_id == number.phone_number_id)
        .ok_or_else(|| {
            GraphError::parameter(format!("Media id {id} does not exist for this number"))
        })?;
    let fits = match kind {
        "image" => matches!(item.mime_type.as_str(), "image/jpeg" | "image/png"),
        "video" | "audio" => item.mime_type.starts_with(kind),
        "sticker" => item.mime_type == "image/webp",
        _ => !item.mime_type.starts_with("image/") && !item.mime_type.starts_with("audio/"),
    };
    if !fits {
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

/// Window, pair limit and reachability: refused at once, or accepted to fail later.
fn may_send(
    state: &mut State,
    number: &SimNumber,
    wa_id: &str,
    kind: &str,
    now_ms: i64,
) -> Result<Option<Failure>, GraphError> {
    const CLOSED: Failure = Failure {
        code: 131_047,
        title: "Re-engagement message",
        details: "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
    };
    const UNREACHABLE: Failure = Failure {
        code: 131_026,
        title: "Message undeliverable",
        details: "Message Undeliverable.",
    };
    let open = kind == "template" || recipient::window_open(state, number, wa_id, now_ms);
    if state.faults.enforce_window && !open {
        if state.faults.window_as_status {
            return Ok(Some(CLOSED));
        }
        return Err(GraphError::new(400, CLOSED.code, format!("(#131047) {}", CLOSED.title))
            .with_details(CLOSED.details));
    }
    if state.faults.pair_limit && !recipient::pair_allows(state, number, wa_id, now_ms) {
        return Err(GraphError::injected(400, 131_056).with_details(
            "Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.",
        ));
    }
    let unreachable =
        state.faults.not_on_whatsapp.iter().any(|n| n.trim_start_matches('+') == wa_id);
    Ok(unreachable.then_some(UNREACHABLE))
}

/// What a resident reads.
fn words(kind: &str, object: &Value) -> Option<String> {
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
