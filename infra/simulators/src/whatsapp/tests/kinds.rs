//! Kinds of message beside text: Flows, links, files, places, cards; and their limits.

use serde_json::{Value, json};

use super::support::{OFFICE, Stage, eventually, text};

async fn code(stage: &Stage, message: &Value) -> i64 {
    let (status, body) = stage.send(message.clone()).await;
    if status == 200 { 0 } else { body["error"]["code"].as_i64().unwrap() }
}

fn interactive(kind: &str, action: &Value) -> Value {
    json!({ "type": "interactive",
        "interactive": { "type": kind, "body": { "text": "x" }, "action": action } })
}

#[tokio::test]
async fn flows_links_places_and_cards_are_checked() {
    let stage = Stage::start().await;
    stage.open_window();
    let flow = |parameters: Value| {
        interactive("flow", &json!({ "name": "flow", "parameters": parameters }))
    };
    let link = |label: &str, url: &str| {
        interactive(
            "cta_url",
            &json!({ "name": "cta_url", "parameters": { "display_text": label, "url": url } }),
        )
    };
    let good = json!({ "flow_message_version": "3", "flow_id": "1", "flow_cta": "Isi formulir",
        "flow_action": "navigate", "flow_action_payload": { "screen": "AWAL" } });
    let changed = |name: &str, value: Value| {
        let mut flow = good.clone();
        flow[name] = value;
        flow
    };
    for (message, expected) in [
        (flow(good.clone()), 0),
        (flow(changed("flow_message_version", json!("2"))), 131_009),
        (flow(changed("flow_name", json!("juga"))), 100),
        (flow(changed("flow_cta", json!("a".repeat(31)))), 100),
        (flow(changed("flow_action_payload", Value::Null)), 131_008),
        (link("Unggah berkas", "https://loket.id/u/1"), 0),
        (link("Unggah", "javascript:alert(1)"), 131_009),
        (link("label yang kepanjangan", "https://x.id"), 100),
        (json!({ "type": "location", "location": { "latitude": -6.2, "longitude": 106.8 } }), 0),
        (
            json!({ "type": "location", "location": { "latitude": -96.2, "longitude": 106.8 } }),
            131_009,
        ),
        (json!({ "type": "location", "location": { "latitude": -6.2 } }), 131_008),
        (json!({ "type": "contacts", "contacts": [{ "name": { "formatted_name": "A" } }] }), 0),
        (json!({ "type": "contacts", "contacts": [{}] }), 131_008),
        (json!({ "type": "audio", "audio": { "id": "1", "caption": "x" } }), 100),
    ] {
        assert_eq!(code(&stage, &message).await, expected, "{message}");
    }
}

#[tokio::test]
async fn files_have_limits_when_uploaded_and_again_when_sent() {
    let stage = Stage::start().await;
    stage.open_window();
    let mut webp = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0".to_vec();
    webp.resize(150 * 1024, 0);
    let still = stage.upload("image/webp", &webp).await;
    webp[20] = 0x02;
    let moving = stage.upload("image/webp", &webp).await;
    let sticker = |id: &str| json!({ "type": "sticker", "sticker": { "id": id } });
    let (_, big) = stage.send(sticker(&still)).await;
    let (_, fine) = stage.send(sticker(&moving)).await;
    let of = |sent: &Value| stage.sim.entry(sent["messages"][0]["id"].as_str().unwrap()).unwrap();
    eventually("both", || !of(&big).statuses.is_empty() && of(&fine).statuses.len() == 2).await;
    assert_eq!(of(&big).statuses[0].code, Some(131_053));
    assert!(!of(&big).seen() && of(&fine).seen());

    let audio = stage.upload("audio/ogg", b"OggS").await;
    assert_eq!(code(&stage, &json!({ "type": "audio", "audio": { "id": audio } })).await, 0);
    assert_eq!(code(&stage, &json!({ "type": "image", "image": { "id": audio } })).await, 131_009);

    let too_big =
        reqwest::multipart::Part::bytes(vec![0; 5 * 1024 * 1024 + 1]).mime_str("image/png");
    let form = reqwest::multipart::Form::new()
        .text("messaging_product", "whatsapp")
        .part("file", too_big.unwrap().file_name("a.png"));
    let url = stage.url(&format!("/v25.0/{OFFICE}/media"));
    let sent = stage.client.post(url).bearer_auth(format!("token-{OFFICE}")).multipart(form).send();
    assert_eq!(sent.await.unwrap().status(), 400);
}

#[tokio::test]
async fn a_reply_keeps_its_context_and_too_large_a_file_arrives_as_an_error() {
    let stage = Stage::start().await;
    stage.open_window();
    let mut reply = text("ya");
    reply["context"] = json!({ "message_id": "wamid.x" });
    assert_eq!(stage.send(reply).await.0, 200);
    assert_eq!(stage.inbox()[0].payload["context"]["message_id"], "wamid.x");
}
