//! Templates: rules, review, webhooks, and what is checked when one is sent.

use serde_json::{Value, json};

use super::{
    super::Review,
    support::{OFFICE, RESIDENT, Stage, eventually},
};

const WABA: &str = "waba-100001";

fn definition(name: &str, body: &str, examples: &[&str]) -> Value {
    let mut component = json!({ "type": "BODY", "text": body });
    if !examples.is_empty() {
        component["example"] = json!({ "body_text": [examples] });
    }
    json!({ "name": name, "language": "id", "category": "UTILITY", "components": [component] })
}

async fn create(stage: &Stage, definition: &Value) -> (u16, Value) {
    let url = stage.url(&format!("/v25.0/{WABA}/message_templates"));
    let request = stage.client.post(url).bearer_auth(format!("token-{OFFICE}")).json(definition);
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

fn message(name: &str, values: &[&str]) -> Value {
    let values: Vec<_> = values.iter().map(|v| json!({ "type": "text", "text": v })).collect();
    json!({ "type": "template", "template": { "name": name, "language": { "code": "id" },
        "components": [{ "type": "body", "parameters": values }] } })
}

/// Values of this field that the callback took.
fn events(stage: &Stage, field: &str) -> Vec<Value> {
    let bodies = stage.callback.taken().into_iter().map(|s| s.json()["entry"][0].clone());
    let of_field = bodies.filter(|e| e["id"] == WABA && e["changes"][0]["field"] == field);
    of_field.map(|e| e["changes"][0]["value"].clone()).collect()
}

#[tokio::test]
async fn a_template_that_breaks_a_rule_is_refused() {
    let stage = Stage::start().await;
    let mut wrong_category = definition("a", "Halo.", &[]);
    wrong_category["category"] = json!("SERVICE");
    let mut no_body = definition("a", "Halo.", &[]);
    no_body["components"] = json!([{ "type": "FOOTER", "text": "x" }]);
    let mut many_buttons = definition("a", "Halo.", &[]);
    let button = json!({ "type": "QUICK_REPLY", "text": "Ya" });
    many_buttons["components"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "type": "BUTTONS", "buttons": vec![button; 11] }));
    for (bad, code) in [
        (definition("Kabar Baru", "Halo.", &[]), 100),
        (definition("a", "{{1}} selesai.", &["x"]), 100),
        (definition("a", "Selesai {{1}}", &["x"]), 100),
        (definition("a", "Nomor {{1}}{{2}} selesai.", &["x", "y"]), 100),
        (definition("a", "Nomor {{1}} {{2}} selesai.", &["x", "y"]), 100),
        (definition("a", "Nomor {{2}} selesai.", &["x"]), 100),
        (definition("a", "Nomor {{1}} selesai.", &[]), 100),
        (definition("a", &"a".repeat(1025), &[]), 100),
        (wrong_category, 131_009),
        (no_body, 131_008),
        (many_buttons, 100),
    ] {
        let (status, body) = create(&stage, &bad).await;
        assert_eq!((status, body["error"]["code"].as_i64().unwrap()), (400, code), "{bad} {body}");
    }
    let good = definition("kabar_1", "Nomor {{1}} a.n. {{2}} selesai.", &["A-1", "Siti"]);
    assert_eq!(create(&stage, &good).await.0, 200);
    assert_eq!(create(&stage, &good).await.1["error"]["error_subcode"], 2_388_024);
}

#[tokio::test]
async fn a_review_can_wait_reject_or_judge_and_each_decision_is_told() {
    let stage = Stage::start().await;
    stage.sim.faults(|f| f.template_review = Review::Pending);
    let (_, made) = create(&stage, &definition("kabar", "Selesai.", &[])).await;
    assert_eq!(made["status"], "PENDING");
    assert_eq!(stage.send(message("kabar", &[])).await.1["error"]["code"], 132_001);
    assert!(stage.sim.set_template_status(WABA, "kabar", "APPROVED"));
    assert_eq!(stage.send(message("kabar", &[])).await.0, 200);

    stage.sim.faults(|f| f.template_review = Review::Judge);
    let (_, asks) = create(&stage, &definition("minta", "Balas dengan NIK Anda ya.", &[])).await;
    assert_eq!(asks["status"], "REJECTED");
    let (_, fine) = create(&stage, &definition("ambil", "KTP Anda dapat diambil.", &[])).await;
    assert_eq!(fine["status"], "APPROVED");

    assert!(stage.sim.set_template_category(WABA, "kabar", "MARKETING"));
    assert!(stage.sim.set_template_quality(WABA, "kabar", "RED"));
    assert!(stage.sim.set_template_status(WABA, "kabar", "DISABLED"));
    assert_eq!(stage.send(message("kabar", &[])).await.1["error"]["code"], 132_016);
    assert!(!stage.sim.set_template_status(WABA, "tak_ada", "PAUSED"));

    let status = "message_template_status_update";
    eventually("all webhooks", || {
        events(&stage, status).len() == 4
            && events(&stage, "template_category_update").len() == 1
            && events(&stage, "message_template_quality_update").len() == 1
    })
    .await;
    let told = events(&stage, status);
    let of = |name: &str, event: &str| {
        told.iter()
            .find(|v| v["message_template_name"] == name && v["event"] == event)
            .unwrap()
            .clone()
    };
    assert_eq!(of("minta", "REJECTED")["reason"], "INVALID_FORMAT");
    assert_eq!(
        of("kabar", "APPROVED")["message_template_id"].to_string(),
        made["id"].as_str().unwrap()
    );
    assert_eq!(of("kabar", "DISABLED")["message_template_language"], "id");
    assert!(told.iter().all(|v| v.get("metadata").is_none()));
    let category = events(&stage, "template_category_update").remove(0);
    assert_eq!(
        (&category["previous_category"], &category["new_category"]),
        (&json!("UTILITY"), &json!("MARKETING"))
    );
}

#[tokio::test]
async fn the_number_of_values_must_fit_and_the_resident_reads_them_in_place() {
    let stage = Stage::start().await;
    let mut with_buttons = definition("kabar", "Nomor {{1}} atas nama {{2}} selesai.", &["A", "B"]);
    with_buttons["components"].as_array_mut().unwrap().push(json!({ "type": "BUTTONS",
        "buttons": [{ "type": "QUICK_REPLY", "text": "Lanjutkan" }] }));
    create(&stage, &with_buttons).await;
    assert_eq!(stage.send(message("kabar", &["A-1"])).await.1["error"]["code"], 132_000);
    let mut full = message("kabar", &["A-1", "Siti"]);
    full["template"]["components"].as_array_mut().unwrap().push(json!({ "type": "button",
        "sub_type": "quick_reply", "index": "0", "parameters": [{ "type": "payload", "payload": "lanjut-7" }] }));
    let (status, sent) = stage.send(full).await;
    assert_eq!((status, &sent["messages"][0]["message_status"]), (200, &json!("accepted")));
    let seen = stage.inbox().remove(0);
    assert_eq!(seen.text.as_deref(), Some("Nomor A-1 atas nama Siti selesai."));
    let choice = seen.choices().remove(0);
    assert_eq!(
        (choice.id.as_str(), choice.title.as_str(), choice.kind.as_str()),
        ("lanjut-7", "Lanjutkan", "template")
    );
}

#[tokio::test]
async fn a_media_header_must_come_along() {
    let stage = Stage::start().await;
    let mut with_file = definition("berkas", "Dokumen Anda terlampir.", &[]);
    let header =
        json!({ "type": "HEADER", "format": "DOCUMENT", "example": { "header_handle": ["4::x"] } });
    with_file["components"].as_array_mut().unwrap().insert(0, header);
    assert_eq!(create(&stage, &with_file).await.0, 200);
    assert_eq!(stage.send(message("berkas", &[])).await.1["error"]["code"], 132_012);
    let id = stage.upload("application/pdf", b"%PDF-1.7").await;
    let mut full = message("berkas", &[]);
    full["template"]["components"].as_array_mut().unwrap().push(json!({ "type": "header",
        "parameters": [{ "type": "document", "document": { "id": id, "filename": "kk.pdf" } }] }));
    assert_eq!(stage.send(full).await.0, 200);
    assert_eq!(stage.inbox()[0].media.as_ref().unwrap().filename.as_deref(), Some("kk.pdf"));
}

#[tokio::test]
async fn an_account_has_at_most_250_templates_listed_in_pages_and_deleted_by_name() {
    let stage = Stage::start().await;
    for i in 0..250 {
        assert_eq!(create(&stage, &definition(&format!("t_{i:03}"), "Halo.", &[])).await.0, 200);
    }
    assert_eq!(
        create(&stage, &definition("lebih", "Halo.", &[])).await.1["error"]["error_subcode"],
        2_388_019
    );
    let token = format!("token-{OFFICE}");
    let mut url = stage.url(&format!("/v25.0/{WABA}/message_templates?limit=100"));
    let mut names = Vec::new();
    loop {
        let page: Value = stage.get(&url, &token).await.json().await.unwrap();
        names.extend(page["data"].as_array().unwrap().iter().map(|t| t["name"].clone()));
        match page["paging"]["next"].as_str() {
            Some(next) => url = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(names.len(), 250);
    let delete = async |name: &str| {
        let url = stage.url(&format!("/v25.0/{WABA}/message_templates?name={name}"));
        stage.client.delete(url).bearer_auth(&token).send().await.unwrap().status().as_u16()
    };
    assert_eq!((delete("t_007").await, delete("t_007").await), (200, 400));
    assert_eq!(create(&stage, &definition("lebih", "Halo.", &[])).await.0, 200);
    assert!(stage.sim.user_id(RESIDENT, OFFICE).unwrap().starts_with("ID."));
}

/// An authentication template, as an office hands it in.
fn codes(name: &str) -> Value {
    let button = json!({ "type": "OTP", "otp_type": "COPY_CODE", "text": "Salin kode" });
    json!({ "name": name, "language": "id", "category": "AUTHENTICATION", "message_send_ttl_seconds": 600,
        "components": [
            { "type": "BODY", "add_security_recommendation": false },
            { "type": "FOOTER", "code_expiration_minutes": 10 },
            { "type": "BUTTONS", "buttons": [button] },
        ] })
}

#[tokio::test]
async fn meta_words_a_template_for_codes_and_takes_the_code_for_body_and_button() {
    let stage = Stage::start().await;
    let mut own_words = codes("a");
    own_words["components"][0]["text"] = json!("Kode Anda {{1}} ya.");
    let mut no_button = codes("a");
    no_button["components"].as_array_mut().unwrap().pop();
    let mut late = codes("a");
    late["components"][1]["code_expiration_minutes"] = json!(91);
    for bad in [own_words, no_button, late] {
        assert_eq!(create(&stage, &bad).await.0, 400, "{bad}");
    }
    assert_eq!(create(&stage, &codes("kode")).await.0, 200);
    let send = |body: &str, button: Option<&str>| {
        let text = |code: &str| json!([{ "type": "text", "text": code }]);
        let mut components = vec![json!({ "type": "body", "parameters": text(body) })];
        components.extend(button.map(|code| {
            json!({ "type": "button", "sub_type": "url", "index": "0", "parameters": text(code) })
        }));
        json!({ "type": "template", "template": { "name": "kode", "language": { "code": "id" },
            "components": components } })
    };
    for (bad, code) in [
        (send("012345", None), 131_008),
        (send("012345", Some("999999")), 100),
        (send("0123456789012345", Some("0123456789012345")), 100),
    ] {
        let (status, body) = stage.send(bad).await;
        assert_eq!((status, body["error"]["code"].as_i64()), (400, Some(code)), "{body}");
    }
    assert_eq!(stage.send(send("012345", Some("012345"))).await.0, 200);
    let taken = stage.sim.inbox(RESIDENT);
    assert_eq!(taken[0].text.as_deref(), Some("*012345* adalah kode verifikasi Anda."));
    let rendered = taken[0].rendered.as_ref().unwrap();
    assert!(rendered["buttons"][0]["url"].as_str().unwrap().ends_with("code=otp012345"));
    assert_eq!(taken[0].charge.as_ref().unwrap().category, "authentication");
}
