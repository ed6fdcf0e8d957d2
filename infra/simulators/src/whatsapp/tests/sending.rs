//! The Graph face: answers, statuses, limits, tokens, the window.

use std::time::Duration;

use serde_json::{Value, json};

use super::support::{OFFICE, OTHER_OFFICE, RESIDENT, Stage, eventually, text};

#[tokio::test]
async fn a_send_is_answered_shown_and_followed_by_statuses() {
    let stage = Stage::start().await;
    stage.open_window();
    let mut message = text("Permohonan diterima");
    message["biz_opaque_callback_data"] = json!("outbox-1");
    let (status, body) = stage.send(message).await;
    assert_eq!(status, 200);
    assert_eq!(body["messaging_product"], "whatsapp");
    assert_eq!(body["contacts"][0], json!({ "input": "+6281234567890", "wa_id": RESIDENT }));
    let wamid = body["messages"][0]["id"].as_str().unwrap();

    eventually("both statuses", || stage.callback.statuses().len() == 2).await;
    let mut statuses = stage.callback.statuses();
    statuses.sort();
    assert_eq!(statuses, ["delivered", "sent"]);
    let status = stage.callback.taken().pop().unwrap().value()["statuses"][0].clone();
    assert_eq!(status["id"], wamid);
    assert_eq!(status["recipient_id"], RESIDENT);
    assert_eq!(status["biz_opaque_callback_data"], "outbox-1");

    let inbox = stage.inbox();
    assert_eq!(inbox.len(), 1);
    assert_eq!(inbox[0].text.as_deref(), Some("Permohonan diterima"));
    assert_eq!(inbox[0].wamid, wamid);
    assert_eq!(inbox[0].statuses.len(), 2);
}

#[tokio::test]
async fn outside_the_window_only_templates_go() {
    let stage = Stage::start().await;
    let template = json!({ "type": "template", "template": {
        "name": "status_permohonan", "language": { "code": "id" },
        "components": [{ "type": "body", "parameters": [{ "type": "text", "text": "selesai" }] }],
    }});
    assert_eq!(code(&stage, text("halo")).await, (400, 131_047));
    assert_eq!(stage.send(template.clone()).await.0, 200);
    stage.open_window();
    assert_eq!(stage.send(text("halo")).await.0, 200);
    stage.sim.advance(Duration::from_secs(24 * 3600 + 1));
    assert_eq!(code(&stage, text("halo")).await, (400, 131_047));

    stage.sim.faults(|f| f.window_as_status = true);
    assert_eq!(stage.send(text("halo")).await.0, 200);
    eventually("failed", || stage.callback.statuses().contains(&"failed".to_owned())).await;
    assert_eq!(stage.inbox().len(), 2);
}

#[tokio::test]
async fn tokens_reach_their_own_number_only() {
    let stage = Stage::start().await;
    let post = async |token: &str, number: &str| {
        let url = stage.url(&format!("/v25.0/{number}/messages"));
        let request = stage.client.post(url).bearer_auth(token).json(&text("x"));
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let body: Value = response.json().await.unwrap();
        assert!(body["error"]["fbtrace_id"].is_string());
        (status, body["error"]["code"].as_i64().unwrap())
    };
    assert_eq!(post("nobody", OFFICE).await, (401, 190));
    assert_eq!(post(&format!("token-{OTHER_OFFICE}"), OFFICE).await, (403, 200));
    assert_eq!(post(&format!("token-{OFFICE}"), "999").await, (400, 100));
}

#[tokio::test]
async fn metas_limits_are_enforced() {
    let stage = Stage::start().await;
    stage.open_window();
    let rows = |count: usize| -> Vec<Value> {
        (0..count).map(|i| json!({ "id": i.to_string(), "title": format!("Baris {i}") })).collect()
    };
    let list = |rows: Vec<Value>| {
        json!({ "type": "interactive", "interactive": { "type": "list", "body": { "text": "x" },
            "action": { "button": "Pilih", "sections": [{ "title": "A", "rows": rows }] } } })
    };
    let buttons = |titles: &[&str]| {
        let buttons: Vec<_> = titles
            .iter()
            .enumerate()
            .map(
                |(i, t)| json!({ "type": "reply", "reply": { "id": format!("b{i}"), "title": t } }),
            )
            .collect();
        json!({ "type": "interactive", "interactive": { "type": "button", "body": { "text": "x" },
            "action": { "buttons": buttons } } })
    };
    let mut without_plus = text("x");
    without_plus["to"] = json!(RESIDENT);

    for good in [
        text(&"é".repeat(4096)),
        list(rows(10)),
        buttons(&["Ya", "Tidak", "Bicara petugas"]),
        json!({ "type": "interactive", "interactive": { "type": "cta_url", "body": { "text": "x" },
            "action": { "name": "cta_url", "parameters": { "display_text": "Unggah", "url": "https://x.id/a" } } } }),
    ] {
        let (status, body) = stage.send(good).await;
        assert_eq!(status, 200, "{body}");
    }
    for (bad, expected) in [
        (text(&"a".repeat(4097)), 100),
        (text(""), 131_008),
        (without_plus, 100),
        (list(rows(11)), 131_009),
        (list(vec![json!({ "id": "1", "title": "a".repeat(25) })]), 100),
        (buttons(&["a", "b", "c", "d"]), 131_009),
        (buttons(&["Ya", "Ya"]), 131_009),
        (buttons(&["judul yang terlalu panjang"]), 100),
        (json!({ "type": "document", "document": { "id": "1" } }), 100),
        (json!({ "type": "hologram" }), 131_009),
    ] {
        assert_eq!(code(&stage, bad.clone()).await, (400, expected), "{bad}");
    }
    assert_eq!(stage.inbox().len(), 4);
}

#[tokio::test]
async fn the_pair_limit_holds_one_recipient_when_switched_on() {
    let stage = Stage::start().await;
    stage.open_window();
    stage.sim.faults(|f| f.pair_limit = true);
    for _ in 0..45 {
        assert_eq!(stage.send(text("x")).await.0, 200);
    }
    assert_eq!(code(&stage, text("x")).await, (400, 131_056));
    stage.sim.advance(Duration::from_secs(7));
    assert_eq!(stage.send(text("x")).await.0, 200);
}

#[tokio::test]
async fn a_message_can_be_marked_as_read_with_typing() {
    let stage = Stage::start().await;
    let wamid = stage.sim.send_text(RESIDENT, OFFICE, "halo").unwrap();
    let read =
        json!({ "status": "read", "message_id": wamid, "typing_indicator": { "type": "text" } });
    let (status, body) = stage.send(read).await;
    assert_eq!((status, &body["success"]), (200, &json!(true)));
    assert_eq!(stage.sim.ledger()[0].statuses[0].status, "read");
    let unknown = json!({ "status": "read", "message_id": "wamid.x" });
    assert_eq!(code(&stage, unknown).await.1, 131_009);
}

#[tokio::test]
async fn templates_are_created_listed_and_paused() {
    let stage = Stage::start().await;
    let (waba, token) = (format!("waba-{OFFICE}"), format!("token-{OFFICE}"));
    let url = stage.url(&format!("/v25.0/{waba}/message_templates"));
    let definition = json!({ "name": "kabar", "language": "id", "category": "UTILITY",
        "components": [{ "type": "BODY", "text": "Kabar: {{1}}.", "example": { "body_text": [["baik"]] } }] });
    let created = stage.client.post(&url).bearer_auth(&token).json(&definition).send().await;
    assert_eq!(created.unwrap().status(), 200);
    let listed: Value = stage.get(&url, &token).await.json().await.unwrap();
    assert_eq!(listed["data"][0]["name"], "kabar");

    let template = |name: &str| {
        json!({ "type": "template", "template": { "name": name, "language": { "code": "id" },
            "components": [{ "type": "body", "parameters": [{ "type": "text", "text": "selesai" }] }] } })
    };
    stage.sim.faults(|f| f.strict_templates = true);
    assert_eq!(stage.send(template("kabar")).await.0, 200);
    assert_eq!(code(&stage, template("lain")).await.1, 132_001);
    assert!(stage.sim.set_template_status(&waba, "kabar", "PAUSED"));
    assert_eq!(code(&stage, template("kabar")).await.1, 132_015);
}

/// HTTP status and Graph code of a refused send.
async fn code(stage: &Stage, message: Value) -> (u16, i64) {
    let (status, body) = stage.send(message).await;
    (status, body["error"]["code"].as_i64().unwrap_or_default())
}
