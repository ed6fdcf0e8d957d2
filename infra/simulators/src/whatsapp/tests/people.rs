//! Residents who move, hide, block, opt out; and the office's own phone.

use std::time::Duration;

use serde_json::{Value, json};

use super::support::{OFFICE, RESIDENT, Stage, eventually, text, text as text_message};

fn messages(stage: &Stage) -> Vec<Value> {
    let values = stage.callback.taken().into_iter().map(|s| s.value());
    values.filter(|v| v["messages"].is_array()).collect()
}

#[tokio::test]
async fn a_changed_number_comes_from_the_old_one_and_renews_the_user_id() {
    let stage = Stage::start().await;
    stage.open_window();
    let new = "6281299999999";
    let (old_id, fresh_id) =
        (stage.sim.user_id(RESIDENT, OFFICE).unwrap(), stage.sim.user_id(new, OFFICE).unwrap());
    stage.sim.change_number(RESIDENT, new, OFFICE).unwrap();
    eventually("the system message", || messages(&stage).len() == 2).await;
    let all = messages(&stage);
    let value = all.iter().find(|v| v["messages"][0]["type"] == "system").unwrap();
    let message = &value["messages"][0];
    assert!(value.get("contacts").is_none());
    assert_eq!(
        (&message["from"], &message["system"]["new_wa_id"]),
        (&json!(RESIDENT), &json!(new))
    );
    let new_id = stage.sim.user_id(new, OFFICE).unwrap();
    assert!(new_id != old_id && new_id != fresh_id);

    stage.send(text("ke nomor lama")).await;
    eventually("undeliverable", || stage.callback.statuses().contains(&"failed".to_owned())).await;
    let to_new = json!({ "to": format!("+{new}"), "type": "text", "text": { "body": "x" } });
    assert_eq!(stage.send(to_new).await.1["error"]["code"], 131_047, "they have not written yet");
    stage.sim.send_text(new, OFFICE, "ini saya").unwrap();
    let by_id = json!({ "to": null, "recipient": new_id, "type": "text", "text": { "body": "x" } });
    let (status, body) = stage.send(by_id).await;
    assert_eq!((status, &body["contacts"][0]["user_id"]), (200, &json!(new_id)));
}

#[tokio::test]
async fn a_renewed_user_id_makes_the_old_one_nobodys() {
    let stage = Stage::start().await;
    stage.open_window();
    let to =
        |id: &str| json!({ "to": null, "recipient": id, "type": "text", "text": { "body": "x" } });
    let old = stage.sim.user_id(RESIDENT, OFFICE).unwrap();
    assert_eq!(stage.send(to(&old)).await.0, 200);
    stage.sim.renew_user_id(RESIDENT, OFFICE).unwrap();
    assert_eq!(stage.send(to(&old)).await.1["error"]["code"], 131_009);
    assert_eq!(stage.send(to(&stage.sim.user_id(RESIDENT, OFFICE).unwrap())).await.0, 200);
}

#[tokio::test]
async fn a_hidden_phone_is_nowhere_in_webhooks_and_answers() {
    let stage = Stage::start().await;
    stage.sim.resident(RESIDENT, |r| {
        r.hide_phone = true;
        r.username = Some("siti".to_owned());
        r.parent_user_id = Some("ID.ENT.1".to_owned());
    });
    stage.open_window();
    let id = stage.sim.user_id(RESIDENT, OFFICE).unwrap();
    let reply = json!({ "to": null, "recipient": id, "type": "text", "text": { "body": "x" } });
    let (_, body) = stage.send(reply).await;
    eventually("both statuses", || stage.callback.statuses().len() == 2).await;
    assert!(!body.to_string().contains(RESIDENT));
    let leaked = stage.callback.taken().iter().any(|s| {
        // The wamid contains the number in base64, as Meta's do.
        String::from_utf8_lossy(&s.body).contains(RESIDENT)
    });
    assert!(!leaked);
    stage.sim.echo(OFFICE, RESIDENT, "dari ponsel kantor").unwrap();
    stage.sim.opt_out(RESIDENT, OFFICE, true).unwrap();
    eventually("quiet", || stage.sim.pending() == 0).await;
    let bodies = stage.callback.taken();
    assert!(bodies.iter().any(|s| s.value()["message_echoes"][0]["to_user_id"].is_string()));
    assert!(bodies.iter().all(|s| !String::from_utf8_lossy(&s.body).contains(RESIDENT)));
    assert_eq!(messages(&stage)[0]["messages"][0]["from_parent_user_id"], "ID.ENT.1");
}

#[tokio::test]
async fn who_blocked_or_opted_out_is_not_reached() {
    let stage = Stage::start().await;
    stage.open_window();
    stage.sim.resident(RESIDENT, |r| r.blocked = true);
    let (_, sent) = stage.send(text("x")).await;
    let wamid = sent["messages"][0]["id"].as_str().unwrap();
    eventually("failed", || stage.sim.entry(wamid).unwrap().statuses.len() == 1).await;
    assert_eq!(stage.sim.entry(wamid).unwrap().statuses[0].code, Some(131_026));
    assert!(stage.inbox().is_empty());
    stage.sim.resident(RESIDENT, |r| r.blocked = false);

    let promo = json!({ "name": "promo", "language": "id", "category": "MARKETING",
        "components": [{ "type": "BODY", "text": "Halo." }] });
    let url = stage.url(&format!("/v25.0/waba-{OFFICE}/message_templates"));
    stage
        .client
        .post(url)
        .bearer_auth(format!("token-{OFFICE}"))
        .json(&promo)
        .send()
        .await
        .unwrap();
    stage.sim.opt_out(RESIDENT, OFFICE, true).unwrap();
    let promo = json!({ "type": "template", "template": { "name": "promo", "language": { "code": "id" } } });
    let (_, sent) = stage.send(promo).await;
    let wamid = sent["messages"][0]["id"].as_str().unwrap();
    eventually("failed", || stage.sim.entry(wamid).unwrap().statuses.len() == 1).await;
    assert_eq!(stage.sim.entry(wamid).unwrap().statuses[0].code, Some(131_050));
    assert_eq!(stage.send(text("tetap boleh")).await.0, 200);
    eventually("the preference", || {
        stage.callback.taken().iter().any(|s| s.value()["user_preferences"][0]["value"] == "stop")
    })
    .await;
}

#[tokio::test]
async fn the_office_phone_writes_and_statuses_can_be_reported_by_hand() {
    let stage = Stage::start().await;
    stage.open_window();
    let wamid = stage.sim.echo(OFFICE, RESIDENT, "Bapak bisa datang besok").unwrap();
    eventually("the echo", || {
        stage
            .callback
            .taken()
            .iter()
            .any(|s| s.value()["message_echoes"][0]["id"] == wamid.as_str())
    })
    .await;
    let echo = stage.callback.taken().into_iter().find(|s| s.value()["message_echoes"].is_array());
    let echo = echo.unwrap().json()["entry"][0]["changes"][0].clone();
    assert_eq!(echo["field"], "smb_message_echoes");
    assert_eq!(echo["value"]["message_echoes"][0]["to"], RESIDENT);
    assert_eq!(stage.inbox()[0].text.as_deref(), Some("Bapak bisa datang besok"));
    stage.sim.report_status(&wamid, "played").unwrap();
    eventually("played", || stage.callback.statuses() == ["played"]).await;
    assert!(stage.sim.report_status("wamid.x", "read").is_err());
}

#[tokio::test]
async fn people_do_all_this_by_curl_too() {
    let stage = Stage::start().await;
    let post = async |path: &str, body: Value| -> Value {
        let url = stage.url(&format!("/sim/{path}"));
        stage.client.post(url).json(&body).send().await.unwrap().json().await.unwrap()
    };
    let who = format!("residents/{RESIDENT}");
    let office = |more: Value| {
        let mut body = json!({ "phone_number_id": OFFICE });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let text = post(&format!("{who}/text"), office(json!({ "text": "halo" }))).await;
    let wamid = text["wamid"].clone();
    for (path, body) in [
        ("edit", json!({ "wamid": wamid, "text": "hai" })),
        ("react", json!({ "wamid": wamid, "emoji": "👍" })),
        ("react", json!({ "wamid": wamid })),
        ("revoke", json!({ "wamid": wamid })),
        ("echo", json!({ "text": "dari kantor" })),
        ("opt-out", json!({ "out": true })),
    ] {
        let answer = post(&format!("{who}/{path}"), office(body)).await;
        assert!(answer.get("error").is_none(), "{path}: {answer}");
    }
    for kind in ["photo", "sticker", "voice", "location", "contact"] {
        let path = format!("{who}/quick/{kind}?phone_number_id={OFFICE}");
        assert!(post(&path, json!({})).await["wamid"].is_string(), "{kind}");
    }
    let profile = post(&format!("{who}/profile"), json!({ "phone_off": true })).await;
    assert_eq!((&profile["phone_off"], &profile["opted_out"]), (&json!(true), &json!(true)));
    assert!(
        post(&format!("{who}/profile"), json!({ "fone_off": true })).await["error"].is_string()
    );
    let moved = post(&format!("{who}/number"), office(json!({ "to": "081277777777" }))).await;
    assert!(moved["wamid"].is_string());
    let changed = post(&format!("numbers/{OFFICE}"), json!({ "quality_rating": "YELLOW" })).await;
    assert_eq!(changed["quality_rating"], "YELLOW");
    post("tokens", json!({ "phone_number_id": OFFICE, "expire_in_seconds": 0 })).await;
    assert_eq!(stage.send(text_message("x")).await.0, 401);
    let clock =
        post("clock", json!({ "stop": true, "advance_seconds": 60, "settle_seconds": 3600 })).await;
    assert!(clock["now_ms"].is_i64() && clock["settled"].is_boolean());

    let form = reqwest::multipart::Form::new()
        .part(
            "a",
            reqwest::multipart::Part::bytes(vec![1])
                .file_name("1.jpg")
                .mime_str("image/jpeg")
                .unwrap(),
        )
        .part(
            "b",
            reqwest::multipart::Part::bytes(vec![2])
                .file_name("2.jpg")
                .mime_str("image/jpeg")
                .unwrap(),
        );
    let url = stage
        .url(&format!("/sim/residents/081266666666/album?phone_number_id={OFFICE}&caption=KK"));
    let album: Value =
        stage.client.post(url).multipart(form).send().await.unwrap().json().await.unwrap();
    assert_eq!(album.as_array().unwrap().len(), 2);
    stage.sim.stop_clock(false);
    stage.sim.advance(Duration::from_secs(1));
    let oracle: Value =
        stage.client.get(stage.url("/sim/oracle")).send().await.unwrap().json().await.unwrap();
    assert_eq!(oracle["residents"], 2, "who moved has not written yet");
}
