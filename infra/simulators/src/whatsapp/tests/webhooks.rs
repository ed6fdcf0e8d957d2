//! Webhooks: signature, shape, retries, handshake.

use serde_json::json;

use super::{
    super::{InboundMedia, Resident, Tap, TapKind},
    support::{OFFICE, RESIDENT, Stage, eventually, text},
};

#[tokio::test]
async fn the_signature_fits_the_exact_ascii_bytes() {
    let stage = Stage::start().await;
    let wamid = stage.sim.send_text(RESIDENT, OFFICE, "apa kabar? 😀 é http://a/b").unwrap();
    eventually("the webhook", || !stage.callback.taken().is_empty()).await;

    let seen = stage.callback.taken().remove(0);
    assert!(seen.verifies());
    assert!(seen.body.is_ascii());
    let raw = String::from_utf8(seen.body.clone()).unwrap();
    assert!(raw.contains(r"\ud83d\ude00 \u00e9 http:\/\/a\/b"), "{raw}");

    let value = seen.value();
    assert_eq!(value["metadata"]["phone_number_id"], OFFICE);
    assert_eq!(value["contacts"][0]["wa_id"], RESIDENT);
    assert_eq!(value["messages"][0]["id"], wamid);
    assert_eq!(value["messages"][0]["from"], RESIDENT);
    assert_eq!(value["messages"][0]["text"]["body"], "apa kabar? 😀 é http://a/b");
    assert_eq!(seen.json()["entry"][0]["id"], "waba-100001");
}

#[tokio::test]
async fn a_webhook_is_retried_until_it_is_taken_and_then_no_more() {
    let stage = Stage::start().await;
    stage.callback.answer(503);
    stage.sim.send_text(RESIDENT, OFFICE, "halo").unwrap();
    eventually("three attempts", || stage.callback.seen().len() >= 3).await;
    stage.callback.answer(200);
    eventually("quiet", || stage.sim.pending() == 0).await;
    assert_eq!(stage.callback.taken().len(), 1);
    let seen = stage.callback.seen();
    assert!(seen.iter().all(|s| s.body == seen[0].body && s.verifies()));
}

#[tokio::test]
async fn a_webhook_waits_for_a_server_that_is_down() {
    let stage = Stage::start().await;
    let url = stage.callback_url.clone();
    stage.sim.set_callback("app-1", "http://127.0.0.1:9/hook");
    stage.sim.send_text(RESIDENT, OFFICE, "halo").unwrap();
    eventually("it waits", || stage.sim.pending() == 1).await;
    assert!(stage.callback.seen().is_empty());
    stage.sim.set_callback("app-1", &url);
    eventually("it arrives", || stage.callback.taken().len() == 1).await;
}

#[tokio::test]
async fn the_handshake_echoes_the_challenge() {
    let stage = Stage::start().await;
    assert!(stage.sim.handshake("app-1").await.unwrap());
}

#[tokio::test]
async fn spoiled_signatures_are_followed_by_a_good_one() {
    let stage = Stage::start().await;
    stage.callback.answer(401);
    stage.sim.faults(|f| {
        (f.wrong_secret, f.missing_signature, f.wrong_prefix, f.altered_byte) = (1, 1, 1, 1);
        f.webhook_max_attempts = 2;
    });
    stage.sim.send_text(RESIDENT, OFFICE, "halo").unwrap();
    eventually("given up", || stage.sim.pending() == 0).await;
    let seen = stage.callback.seen();
    assert!(seen[0].signature.is_none() && !seen[0].verifies());
    assert!(seen[1].verifies());
    assert_eq!(seen.len(), 2);
}

#[tokio::test]
async fn each_kind_of_inbound_message_has_metas_shape() {
    let stage = Stage::start().await;
    stage.open_window();
    let list = json!({ "type": "interactive", "interactive": {
        "type": "list", "body": { "text": "Pilih layanan" },
        "action": { "button": "Layanan", "sections": [{ "rows": [{ "id": "akta", "title": "Akta Kelahiran" }] }] },
    }});
    let (_, sent) = stage.send(list).await;
    let tap = Tap {
        id: "akta".to_owned(),
        title: "Akta Kelahiran".to_owned(),
        kind: TapKind::List,
        description: None,
    };
    stage.sim.tap(RESIDENT, OFFICE, &tap).unwrap();
    let pdf = InboundMedia {
        mime_type: "application/pdf".to_owned(),
        bytes: b"%PDF-1.7".to_vec(),
        caption: Some("KK saya".to_owned()),
        filename: Some("kk.pdf".to_owned()),
    };
    let (_, media_id) = stage.sim.send_media(RESIDENT, OFFICE, pdf).unwrap();
    let voice =
        InboundMedia { mime_type: "audio/ogg; codecs=opus".to_owned(), ..Default::default() };
    stage.sim.send_media(RESIDENT, OFFICE, voice).unwrap();
    let place = json!({ "type": "location", "location": { "latitude": -6.2, "longitude": 106.8 } });
    stage.sim.send_raw(RESIDENT, OFFICE, place).unwrap();

    let messages = || -> Vec<_> {
        let all = stage.callback.taken().into_iter().map(|s| s.value()["messages"][0].clone());
        all.filter(|m| !m.is_null()).collect()
    };
    eventually("five messages", || messages().len() == 5).await;
    let of = |kind: &str| messages().into_iter().find(|m| m["type"] == kind).unwrap();
    assert_eq!(of("interactive")["interactive"]["list_reply"]["id"], "akta");
    assert_eq!(of("interactive")["context"]["id"], sent["messages"][0]["id"]);
    assert_eq!(of("document")["document"]["id"], media_id);
    assert_eq!(of("document")["document"]["filename"], "kk.pdf");
    assert_eq!(of("document")["document"]["caption"], "KK saya");
    assert_eq!(of("audio")["audio"]["voice"], true);
    assert_eq!(of("location")["location"]["latitude"], -6.2);
}

#[tokio::test]
async fn a_resident_who_hides_the_phone_arrives_without_it() {
    let stage = Stage::start().await;
    let hidden = Resident { hide_phone: true, ..Resident::default() };
    stage.sim.set_resident(RESIDENT, hidden);
    stage.open_window();
    eventually("the webhook", || !stage.callback.taken().is_empty()).await;
    let value = stage.callback.taken()[0].value();
    assert!(value["contacts"][0].get("wa_id").is_none());
    assert!(value["messages"][0].get("from").is_none());

    let user_id = value["messages"][0]["from_user_id"].as_str().unwrap().to_owned();
    let mut reply = text("baik");
    (reply["recipient"], reply["to"]) = (json!(user_id), json!(null));
    assert_eq!(stage.send(reply).await.0, 200);
}

#[tokio::test]
async fn duplicates_are_the_same_bytes_twice() {
    let stage = Stage::start().await;
    stage.sim.faults(|f| f.duplicate_inbound = 1.0);
    stage.open_window();
    eventually("two webhooks", || stage.callback.taken().len() == 2).await;
    let taken = stage.callback.taken();
    assert_eq!(taken[0].body, taken[1].body);
    assert_eq!(stage.sim.ledger().len(), 1);
}
