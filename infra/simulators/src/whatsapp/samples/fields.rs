//! Samples of fields about a number and its templates.

use serde_json::{Value, json};

use super::{Scene, references::REFERENCE};

/// An event of a template's life.
pub(in super::super) fn template_status(
    (id, name, language): (&str, &str, &str),
    category: &str,
    event: &str,
    reason: Option<&str>,
) -> Value {
    let mut value = json!({
        "event": event,
        "message_template_id": id.parse::<u64>().unwrap_or_default(),
        "message_template_name": name,
        "message_template_language": language,
        "message_template_category": category,
        "reason": reason.unwrap_or("NONE"),
    });
    match event {
        "PAUSED" => {
            value["other_info"] = json!({ "title": "FIRST_PAUSE",
                "description": "Your WhatsApp message template has been paused for 3 hours." });
        }
        "DISABLED" => value["disable_info"] = json!({ "disable_date": "1790000000" }),
        _ => {}
    }
    value
}

/// A template that changed its category.
pub(in super::super) fn template_category(
    (id, name, language): (&str, &str, &str),
    from: &str,
    to: &str,
) -> Value {
    json!({
        "message_template_id": id.parse::<u64>().unwrap_or_default(),
        "message_template_name": name, "message_template_language": language,
        "previous_category": from, "new_category": to,
    })
}

/// A template whose quality changed.
pub(in super::super) fn template_quality(
    (id, name, language): (&str, &str, &str),
    from: &str,
    to: &str,
) -> Value {
    json!({
        "previous_quality_score": from, "new_quality_score": to,
        "message_template_id": id.parse::<u64>().unwrap_or_default(),
        "message_template_name": name, "message_template_language": language,
    })
}

/// A number whose quality or limit changed.
pub(in super::super) fn number_quality(display: &str, event: &str, limit: &str) -> Value {
    json!({ "display_phone_number": display, "event": event, "current_limit": limit })
}

/// A resident who wants no marketing, or wants it again.
pub(in super::super) fn preference(wa_id: &str, user_id: &str, wants: bool, at: i64) -> Value {
    let value = if wants { "resume" } else { "stop" };
    json!({
        "contacts": [{ "profile": { "name": "Warga" }, "wa_id": wa_id, "user_id": user_id }],
        "user_preferences": [{ "wa_id": wa_id, "user_id": user_id, "category": "marketing_messages",
            "value": value, "detail": format!("User requested to {value} marketing messages"), "timestamp": at }],
    })
}

/// A message written on the office's own phone.
pub(in super::super) fn echo(from: &str, to: &str, wamid: &str, at: i64, content: &Value) -> Value {
    let mut message = json!({ "from": from, "to": to, "id": wamid, "timestamp": at.to_string() });
    if let (Some(message), Value::Object(content)) = (message.as_object_mut(), content) {
        message.extend(content.clone());
    }
    json!({ "message_echoes": [message] })
}

/// Every field of this kind.
pub(super) fn all(scene: &Scene<'_>) -> Vec<(&'static str, Value)> {
    [templates(scene), coexistence(scene), rest(scene)].concat()
}

fn templates(scene: &Scene<'_>) -> Vec<(&'static str, Value)> {
    const KABAR: (&str, &str, &str) = ("5943777519024", "kabar_permohonan", "id");
    let event = |event: &str, reason: Option<&str>| {
        let value = template_status(KABAR, "UTILITY", event, reason);
        scene.change("message_template_status_update", &value)
    };
    let changed = |value: Value, field: &str| scene.change(field, &value);
    vec![
        ("template_approved", event("APPROVED", None)),
        ("template_pending", event("PENDING", None)),
        ("template_rejected", event("REJECTED", Some("TAG_CONTENT_MISMATCH"))),
        ("template_paused", event("PAUSED", None)),
        ("template_flagged", event("FLAGGED", None)),
        ("template_disabled", event("DISABLED", None)),
        ("template_reinstated", event("REINSTATED", None)),
        ("template_pending_deletion", event("PENDING_DELETION", None)),
        (
            "template_category",
            changed(template_category(KABAR, "UTILITY", "MARKETING"), "template_category_update"),
        ),
        (
            "template_category_soon",
            changed(
                json!({ "message_template_id": 5_943_777_519_024_u64, "message_template_name": "kabar_permohonan",
                    "message_template_language": "id", "correct_category": "MARKETING", "category": "UTILITY" }),
                "template_category_update",
            ),
        ),
        (
            "template_quality",
            changed(template_quality(KABAR, "GREEN", "YELLOW"), "message_template_quality_update"),
        ),
        (
            "template_components",
            changed(
                json!({ "message_template_id": 5_943_777_519_024_u64, "message_template_name": "kabar_permohonan",
                    "message_template_language": "id", "message_template_element": "Permohonan {{1}} selesai." }),
                "message_template_components_update",
            ),
        ),
    ]
}

/// What comes from an office that also uses the WhatsApp Business app, and calls.
fn coexistence(scene: &Scene<'_>) -> Vec<(&'static str, Value)> {
    let sender = scene.sender();
    let office: String =
        scene.number.display_phone_number.chars().filter(char::is_ascii_digit).collect();
    let text = json!({ "type": "text", "text": { "body": "Bapak bisa datang besok" } });
    let echoed = echo(&office, &sender.wa_id, &scene.wamid("echo"), scene.at, &text);
    let thread = json!([{ "id": sender.wa_id, "messages": [{ "from": sender.wa_id, "id": scene.wamid("history"),
        "timestamp": (scene.at - 86_400).to_string(), "type": "text", "text": { "body": "kemarin" },
        "history_context": { "status": "READ" } }] }]);
    let history = json!({ "history": [{ "metadata": { "phase": 0, "chunk_order": 1, "progress": 55 }, "threads": thread }] });
    let declined = json!({ "history": [{ "errors": [{ "code": 2_593_109, "title": "History sync is turned off",
        "message": "History sync is turned off", "error_data": { "details": "History sharing is turned off by the business" } }] }] });
    let call = |event: &str, more: Value| {
        let mut call = json!({ "id": "wacid.ABGG", "from": sender.wa_id, "to": office, "event": event,
            "timestamp": scene.at.to_string(), "direction": "USER_INITIATED" });
        if let (Some(call), Value::Object(more)) = (call.as_object_mut(), more) {
            call.extend(more);
        }
        json!({ "contacts": [sender.contact()], "calls": [call] })
    };
    let offer = json!({ "session": { "sdp_type": "offer", "sdp": "v=0\r\n" } });
    let sync = json!({ "state_sync": [{ "type": "contact", "action": "add", "contact": { "full_name": "Budi",
        "phone_number": sender.wa_id }, "metadata": { "timestamp": scene.at.to_string() } }] });
    let change = |field: &str, members: &Value| scene.change(field, &scene.about_number(members));
    vec![
        ("smb_message_echo", change("smb_message_echoes", &echoed)),
        ("smb_app_state_sync", change("smb_app_state_sync", &sync)),
        ("history", change("history", &history)),
        ("history_declined", change("history", &declined)),
        ("call_connect", change("calls", &call("connect", offer))),
        (
            "call_terminate",
            change("calls", &call("terminate", json!({ "status": "COMPLETED", "duration": 42 }))),
        ),
    ]
}

fn rest(scene: &Scene<'_>) -> Vec<(&'static str, Value)> {
    let sender = scene.sender();
    let choice = |wants| {
        let value = preference(&sender.wa_id, &sender.user_id, wants, scene.at);
        scene.change("user_preferences", &scene.about_number(&value))
    };
    let error = json!({ "errors": [{ "code": 130_429, "title": "Rate limit hit", "message": "Rate limit hit",
        "error_data": { "details": "Message failed to send because there were too many messages." } }] });
    let both = json!({ "contacts": [sender.contact()],
        "messages": [{ "from": sender.wa_id, "id": scene.wamid("both"), "timestamp": scene.at.to_string(),
            "type": "text", "text": { "body": "halo" } }],
        "statuses": [{ "id": REFERENCE, "status": "read", "timestamp": scene.at.to_string(), "recipient_id": sender.wa_id }] });
    vec![
        ("user_stops_marketing", choice(false)),
        ("user_resumes_marketing", choice(true)),
        ("value_errors", scene.change("messages", &scene.about_number(&error))),
        ("message_and_status", scene.change("messages", &scene.about_number(&both))),
        ("empty_value", scene.change("messages", &scene.about_number(&json!({})))),
        (
            "unknown_field",
            scene.change("hologram_projection_update", &json!({ "projection": [1, null] })),
        ),
    ]
}
