//! The content of residents' messages, one builder per kind.

use serde_json::{Value, json};

use super::{
    super::{
        inbound::{Tap, TapKind},
        payload::Form,
    },
    references::{HASH_BASE64, MEDIA_ID, REFERENCE, forwarded, referral},
};

/// A text.
pub(in super::super) fn text(body: &str) -> Value {
    json!({ "type": "text", "text": { "body": body } })
}

/// A tap.
pub(in super::super) fn tap(tap: &Tap, context: Option<Value>) -> Value {
    let mut reply = json!({ "id": tap.id, "title": tap.title });
    if let Some(description) = &tap.description {
        reply["description"] = json!(description);
    }
    let mut tapped = match tap.kind {
        TapKind::Button => interactive("button_reply", &reply),
        TapKind::List => interactive("list_reply", &reply),
        TapKind::Template => {
            json!({ "type": "button", "button": { "payload": tap.id, "text": tap.title } })
        }
    };
    if let Some(context) = context {
        tapped["context"] = context;
    }
    tapped
}

fn interactive(kind: &str, reply: &Value) -> Value {
    json!({ "type": "interactive", "interactive": { "type": kind, kind: reply } })
}

/// A reaction; without an emoji, its removal.
pub(in super::super) fn reaction(wamid: &str, emoji: Option<&str>) -> Value {
    json!({ "type": "reaction", "reaction": { "message_id": wamid, "emoji": emoji.unwrap_or_default() } })
}

/// A new text for an earlier message.
pub(in super::super) fn edit(wamid: &str, text: &str) -> Value {
    json!({ "type": "edit", "edit": {
        "original_message_id": wamid, "message": { "type": "text", "text": { "body": text } } } })
}

/// An earlier message taken back.
pub(in super::super) fn revoke(wamid: &str) -> Value {
    json!({ "type": "revoke", "revoke": { "original_message_id": wamid } })
}

/// A place.
pub(in super::super) fn location(latitude: f64, longitude: f64) -> Value {
    json!({ "type": "location", "location": { "latitude": latitude, "longitude": longitude } })
}

/// Somebody's card.
pub(in super::super) fn contact(name: &str, phone: &str) -> Value {
    let first = name.split(' ').next().unwrap_or_default();
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    json!({ "type": "contacts", "contacts": [{
        "name": { "formatted_name": name, "first_name": first },
        "phones": [{ "phone": phone, "wa_id": digits, "type": "CELL" }],
    }] })
}

/// The first opening of the chat, before anything is written.
pub(in super::super) fn welcome() -> Value {
    json!({ "type": "request_welcome" })
}

/// Something the API does not carry, in the newer of two error shapes.
pub(in super::super) fn unsupported(kind: &str) -> Value {
    json!({ "type": "unsupported", "unsupported": { "type": kind }, "errors": [{
        "code": 131_051, "title": "Message type unknown", "message": "Message type unknown",
        "error_data": { "details": "Message type is currently not supported." } }] })
}

/// A file of more than 100 MB.
pub(in super::super) fn too_large() -> Value {
    json!({ "type": "unsupported", "errors": [{
        "code": 131_052, "title": "Media download error", "message": "Media download error",
        "error_data": { "details": "Unable to download the media sent by the user: the file is larger than 100 MB." } }] })
}

/// The number of the chat is now another one.
pub(in super::super) fn changed_number(old: &str, new: &str) -> Value {
    json!({ "type": "system", "system": {
        "type": "user_changed_number", "wa_id": new, "new_wa_id": new,
        "body": format!("User Warga changed from {old} to {new}") } })
}

/// The business-scoped user id is now another one.
pub(in super::super) fn changed_user_id(old: &str, new: &str) -> Value {
    json!({ "type": "system", "system": {
        "type": "user_changed_user_id", "user_id": new, "old_user_id": old,
        "body": "User Warga changed their user id" } })
}

/// The phone or its keys are others.
pub(in super::super) fn changed_identity(hash: &str) -> Value {
    json!({ "type": "system", "system": {
        "type": "customer_identity_changed", "body": "Warga's security code changed" },
        "identity": { "acknowledged": true, "created_timestamp": "1790000000", "hash": hash } })
}

fn media(kind: &str, mime: &str, more: &Value) -> Value {
    let mut object = json!({ "mime_type": mime, "sha256": HASH_BASE64, "id": MEDIA_ID });
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more.clone());
    }
    json!({ "type": kind, kind: object })
}

/// `content` with one more member.
fn with(mut content: Value, name: &str, value: Value) -> Value {
    content[name] = value;
    content
}

fn order(quantity: &Value, price: &Value) -> Value {
    json!({ "type": "order", "order": { "catalog_id": "194836987003835", "text": "pesan ini", "product_items": [
        { "product_retailer_id": "map-akta", "quantity": quantity, "item_price": price, "currency": "IDR" }] } })
}

/// Every kind of message, with what surrounds it.
pub(in super::super) fn all() -> Vec<(&'static str, Value, Form)> {
    let usual = [texts(), files(), objects(), replies(), odd()].concat();
    let mut all: Vec<_> = usual.into_iter().map(|(n, c)| (n, c, Form::default())).collect();
    let bare = Form { contacts: false, errors: None };
    for (name, content) in system() {
        all.push((name, content, bare.clone()));
    }
    let errors = json!([{ "code": 131_000, "title": "Something went wrong",
        "message": "Something went wrong", "error_data": { "details": "Could not load the reply." } }]);
    let lost = Form { contacts: true, errors: Some(errors) };
    all.push(("interactive_without_object", json!({ "type": "interactive" }), lost));
    all.push(("text_without_contacts", text("halo"), bare.clone()));
    let (name, content) = ("unsupported_without_contacts", unsupported("poll"));
    all.push((name, content, bare));
    all
}

fn texts() -> Vec<(&'static str, Value)> {
    vec![
        ("text", text("Assalamualaikum, mau urus akta kelahiran 🙏 (é, \"kutip\", a/b)")),
        (
            "text_reply",
            with(text("yang ini"), "context", json!({ "from": "62811", "id": REFERENCE })),
        ),
        ("text_forwarded", with(text("info"), "context", forwarded(false))),
        ("text_frequently_forwarded", with(text("info"), "context", forwarded(true))),
        ("text_from_advertisement", with(text("halo"), "referral", referral())),
        (
            "text_about_product",
            with(
                text("ada?"),
                "context",
                json!({ "from": "62811", "id": REFERENCE,
                "referred_product": { "catalog_id": "1", "product_retailer_id": "map-akta" } }),
            ),
        ),
        ("text_in_group", with(text("halo semua"), "group_id", json!("Y2FwaV9ncm91cDox"))),
    ]
}

fn files() -> Vec<(&'static str, Value)> {
    let url = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&source=webhook&ext=1&hash=x";
    vec![
        ("image", media("image", "image/jpeg", &json!({ "caption": "KTP depan" }))),
        ("image_with_url", media("image", "image/jpeg", &json!({ "url": url }))),
        ("video", media("video", "video/mp4", &json!({ "caption": "rumah" }))),
        (
            "document",
            media("document", "application/pdf", &json!({ "filename": "kk.pdf", "caption": "KK" })),
        ),
        ("document_without_name", media("document", "application/octet-stream", &json!({}))),
        ("audio_voice", media("audio", "audio/ogg; codecs=opus", &json!({ "voice": true }))),
        ("audio_file", media("audio", "audio/mpeg", &json!({ "voice": false }))),
        ("voice_legacy", media("voice", "audio/ogg; codecs=opus", &json!({}))),
        ("sticker", media("sticker", "image/webp", &json!({ "animated": false }))),
        ("sticker_animated", media("sticker", "image/webp", &json!({ "animated": true }))),
    ]
}

fn objects() -> Vec<(&'static str, Value)> {
    let mut named = location(-0.5071, 101.4478);
    named["location"]["name"] = json!("Dinas Dukcapil");
    named["location"]["address"] = json!("Jl. Jenderal Sudirman");
    named["location"]["url"] = json!("https://contoh.id/dukcapil");
    let mut requested = contact("Siti Aminah", "+62 812-3456-7890");
    requested["contacts"][0]["origin"] = json!("contact_request");
    let mut card = contact("Budi", "+6281300000000");
    card["contacts"][0]["vcard"] = json!("BEGIN:VCARD\nVERSION:3.0\nFN:Budi\nEND:VCARD");
    card["contacts"][0]["emails"] = json!([{ "email": "budi@contoh.id", "type": "HOME" }]);
    vec![
        ("location", location(-6.2, 106.8)),
        ("location_named", named),
        ("contacts", contact("Budi Santoso", "+6281234567000")),
        ("contacts_with_vcard", card),
        ("contacts_requested", requested),
        ("order", order(&json!(2), &json!(15_000))),
        ("order_in_strings", order(&json!("2"), &json!("15000.00"))),
    ]
}

fn replies() -> Vec<(&'static str, Value)> {
    let context = || json!({ "from": "62811", "id": REFERENCE });
    let button = interactive("button_reply", &json!({ "id": "ya", "title": "Ya" }));
    let row = json!({ "id": "akta", "title": "Akta Kelahiran", "description": "Baru lahir" });
    let flow = json!({ "name": "flow", "body": "Sent",
        "response_json": "{\"flow_token\":\"t-1\",\"nama\":\"Siti\"}" });
    let quick =
        json!({ "type": "button", "button": { "payload": "lanjutkan", "text": "Lanjutkan" } });
    vec![
        ("button_reply", with(button, "context", context())),
        ("list_reply", with(interactive("list_reply", &row), "context", context())),
        ("flow_reply", with(interactive("nfm_reply", &flow), "context", context())),
        ("template_button", with(quick.clone(), "context", context())),
        ("template_button_without_context", quick),
        ("reaction", reaction(REFERENCE, Some("👍"))),
        ("reaction_removed", reaction(REFERENCE, None)),
        (
            "reaction_removed_without_key",
            json!({ "type": "reaction", "reaction": { "message_id": REFERENCE } }),
        ),
        ("edit", edit(REFERENCE, "maksud saya akta kematian")),
        ("revoke", revoke(REFERENCE)),
    ]
}

fn odd() -> Vec<(&'static str, Value)> {
    vec![
        ("unsupported", unsupported("poll_creation")),
        (
            "unsupported_old_shape",
            json!({ "type": "unsupported", "errors": [{ "code": 131_051,
                "title": "Unsupported message type", "details": "Message type is not currently supported" }] }),
        ),
        ("media_too_large", too_large()),
        ("request_welcome", welcome()),
        ("unknown_type", json!({ "type": "hologram", "hologram": { "depth": 3 } })),
    ]
}

fn system() -> Vec<(&'static str, Value)> {
    let mut old = changed_number("6281234567890", "6281299999999");
    if let Some(system) = old["system"].as_object_mut() {
        system.shift_remove("new_wa_id");
    }
    vec![
        ("system_user_changed_number", changed_number("6281234567890", "6281299999999")),
        ("system_user_changed_number_wa_id_only", old),
        ("system_user_changed_user_id", changed_user_id("ID.A1", "ID.B2")),
        ("system_customer_identity_changed", changed_identity("Xz9=")),
    ]
}
