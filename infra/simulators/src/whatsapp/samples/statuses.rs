//! Samples of statuses.

use serde_json::{Value, json};

use super::{Scene, references::REFERENCE};

/// Every kind of status.
pub(super) fn all(scene: &Scene<'_>) -> Vec<(&'static str, Value)> {
    let pricing = |model: &str, billable: bool| json!({ "billable": billable, "pricing_model": model, "type": "regular", "category": "service" });
    let conversation = json!({ "id": "ee3fd9d64566e9c5bb4a3d2b2a9b9c4e",
        "expiration_timestamp": (scene.at + 86_400).to_string(), "origin": { "type": "service" } });
    let error = json!([{ "code": 131_026, "title": "Message undeliverable", "message": "Message undeliverable",
        "error_data": { "details": "Message Undeliverable." }, "href": "https://developers.facebook.com/" }]);
    vec![
        ("status_sent", status(scene, "sent", json!({ "pricing": pricing("PMP", true) }))),
        (
            "status_sent_old_pricing",
            status(
                scene,
                "sent",
                json!({ "pricing": pricing("CBP", false), "conversation": conversation }),
            ),
        ),
        (
            "status_delivered",
            status(scene, "delivered", json!({ "pricing": pricing("PMP", true) })),
        ),
        ("status_read", status(scene, "read", json!({}))),
        ("status_played", status(scene, "played", json!({}))),
        ("status_deleted", status(scene, "deleted", json!({}))),
        ("status_failed", status(scene, "failed", json!({ "errors": error }))),
        (
            "status_with_reference",
            status(scene, "delivered", json!({ "biz_opaque_callback_data": "0190-abc" })),
        ),
        ("status_without_recipient", status(scene, "read", json!({ "recipient_id": null }))),
        (
            "status_of_unknown_message",
            status(scene, "delivered", json!({ "id": "wamid.VGlkYWtBZGE=" })),
        ),
        ("status_unknown_word", status(scene, "teleported", json!({}))),
    ]
}

/// One status; `null` members are left out.
fn status(scene: &Scene<'_>, word: &str, more: Value) -> Value {
    let sender = scene.sender();
    let mut object = json!({
        "id": REFERENCE, "status": word, "timestamp": scene.at.to_string(),
        "recipient_id": sender.wa_id, "recipient_user_id": sender.user_id,
    });
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
        object.retain(|_, value| !value.is_null());
    }
    scene.change("messages", &scene.about_number(&json!({ "statuses": [object] })))
}
