//! What stays between runs, and the `/sim` routes that people use.

use serde_json::{Value, json};

use super::{
    super::{InboundMedia, WhatsAppSim},
    support::{OFFICE, RESIDENT, SECRET, Seen, Stage, config, eventually},
};

#[tokio::test]
async fn ledger_media_and_undelivered_webhooks_survive_a_restart() {
    let dir = std::env::temp_dir().join(format!("wa-sim-{}", std::process::id()));
    let mut config = config();
    config.data_dir = Some(dir.clone());
    let first = WhatsAppSim::start(config.clone()).await.unwrap();
    let pdf = InboundMedia {
        mime_type: "application/pdf".to_owned(),
        bytes: b"%PDF-1.4".to_vec(),
        ..InboundMedia::default()
    };
    let (wamid, media_id) = first.send_media(RESIDENT, OFFICE, pdf).unwrap();
    config.bind = first.base_url().trim_start_matches("http://").parse().unwrap();
    first.stop().await;

    let stage = Stage::start_with(config).await;
    eventually("the old webhook", || stage.callback.taken().len() == 1).await;
    assert_eq!(stage.callback.taken()[0].value()["messages"][0]["id"], wamid);
    assert_eq!(stage.sim.ledger()[0].wamid, wamid);
    assert_eq!(stage.sim.media_bytes(&media_id).unwrap(), b"%PDF-1.4");
    assert_eq!(stage.send(super::support::text("masih terbuka")).await.0, 200);
    stage.sim.stop().await;
    std::fs::remove_dir_all(dir).unwrap();
}

#[tokio::test]
async fn residents_are_driven_by_curl() {
    let stage = Stage::start().await;
    let post = async |path: &str, kind: &str, body: &str| -> Value {
        let request = stage.client.post(stage.url(path)).header("content-type", kind);
        request.body(body.to_owned()).send().await.unwrap().json().await.unwrap()
    };
    let base = format!("/sim/residents/0{}", &RESIDENT[2..]);
    let text = json!({ "phone_number_id": OFFICE, "text": "halo", "name": "Siti" }).to_string();
    let sent = post(&format!("{base}/text"), "application/json", &text).await;
    assert!(sent["wamid"].as_str().unwrap().starts_with("wamid."));
    let photo = format!("{base}/media?phone_number_id={OFFICE}&caption=KTP");
    assert!(post(&photo, "image/jpeg", "x").await["media_id"].is_string());
    let tap = json!({ "phone_number_id": OFFICE, "id": "ya", "title": "Ya", "kind": "button" });
    post(&format!("{base}/tap"), "application/json", &tap.to_string()).await;
    let raw = json!({ "type": "unsupported", "phone_number_id": OFFICE, "id": "wamid.sendiri" });
    let raw = post(&format!("{base}/raw"), "application/json", &raw.to_string()).await;
    assert_eq!(raw["wamid"], "wamid.sendiri");

    eventually("four webhooks", || stage.callback.taken().len() == 4).await;
    let seen = stage.callback.taken();
    assert!(seen.iter().all(Seen::verifies));
    assert!(seen.iter().all(|s| s.value()["contacts"][0]["profile"]["name"] == "Siti"));
    assert!(seen.iter().all(|s| s.value()["messages"][0].get("phone_number_id").is_none()));

    let answer = post("/sim/webhook?app_id=app-1", "application/json", "{\"object\":\"x\"}").await;
    assert_eq!(answer["status"], 200);
    assert!(stage.callback.taken().pop().unwrap().verifies());
    assert_eq!(post("/sim/handshake", "", "").await["verified"], true);
    assert!(!stage.sim.base_url().contains(SECRET));

    let nobody = json!({ "phone_number_id": "0", "text": "x" }).to_string();
    let refused = post(&format!("{base}/text"), "application/json", &nobody).await;
    assert!(refused["error"].as_str().unwrap().contains("phone_number_id"));
    let page = stage.client.get(stage.url("/")).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("SIMULATOR — bukan WhatsApp asli"));
}

#[tokio::test]
async fn a_number_describes_itself() {
    let stage = Stage::start().await;
    let url = stage.url(&format!("/v25.0/{OFFICE}?fields=display_phone_number,quality_rating"));
    let number: Value = stage.get(&url, &format!("token-{OFFICE}")).await.json().await.unwrap();
    assert_eq!(
        number,
        json!({ "display_phone_number": "+62 811-100001", "quality_rating": "GREEN", "id": OFFICE })
    );
}
