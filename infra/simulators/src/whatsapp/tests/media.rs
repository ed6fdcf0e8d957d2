//! Media: up, down, expiry, faults.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    super::InboundMedia,
    support::{OFFICE, OTHER_OFFICE, RESIDENT, Stage, eventually},
};

const PDF: &[u8] = b"%PDF-1.7 akta kelahiran";

fn photo() -> InboundMedia {
    InboundMedia {
        mime_type: "image/jpeg".to_owned(),
        bytes: vec![0xFF, 0xD8, 0xFF, 1, 2, 3],
        ..InboundMedia::default()
    }
}

async fn lookup(stage: &Stage, id: &str) -> Value {
    let url = stage.url(&format!("/v25.0/{id}?phone_number_id={OFFICE}"));
    stage.get(&url, &format!("token-{OFFICE}")).await.json().await.unwrap()
}

#[tokio::test]
async fn a_photo_is_looked_up_and_downloaded_with_the_token_only() {
    let stage = Stage::start().await;
    let (_, id) = stage.sim.send_media(RESIDENT, OFFICE, photo()).unwrap();
    let found = lookup(&stage, &id).await;
    assert_eq!(found["mime_type"], "image/jpeg");
    assert_eq!(found["file_size"], 6);
    let url = found["url"].as_str().unwrap();
    stage.sim.faults(|f| f.media_as_documented = true);
    let documented = lookup(&stage, &id).await;
    assert_eq!(documented["file_size"], "6");
    assert!(documented["sha256"].as_str().unwrap().ends_with('='));

    assert_eq!(stage.client.get(url).send().await.unwrap().status(), 401);
    assert_eq!(stage.get(url, &format!("token-{OTHER_OFFICE}")).await.status(), 404);
    let token = format!("token-{OFFICE}");
    let bytes = stage.get(url, &token).await.bytes().await.unwrap();
    assert_eq!(bytes, photo().bytes);
    let sha = ring::digest::digest(&ring::digest::SHA256, &bytes);
    assert_eq!(found["sha256"], hex::encode(sha));

    stage.sim.advance(Duration::from_secs(301));
    assert_eq!(stage.get(url, &token).await.status(), 404);
    assert!(lookup(&stage, &id).await["url"].is_string());
    stage.sim.advance(Duration::from_hours(7 * 24));
    assert_eq!(lookup(&stage, &id).await["error"]["code"], 100);
}

#[tokio::test]
async fn an_uploaded_document_reaches_the_resident_and_can_be_deleted() {
    let stage = Stage::start().await;
    stage.open_window();
    let id = stage.upload("application/pdf", PDF).await;
    let document = json!({ "type": "document", "document": { "id": id, "filename": "Akta.pdf" } });
    assert_eq!(stage.send(document.clone()).await.0, 200);
    let deleted = stage
        .client
        .delete(stage.url(&format!("/v25.0/{id}")))
        .bearer_auth(format!("token-{OFFICE}"))
        .send()
        .await
        .unwrap();
    assert_eq!(deleted.status(), 200);
    assert_eq!(stage.send(document).await.0, 400);

    let media = stage.inbox()[0].media.clone().unwrap();
    assert_eq!(media.filename.as_deref(), Some("Akta.pdf"));
    assert_eq!(stage.sim.media_bytes(&media.media_id).unwrap(), PDF);
    let inbox: Value = stage
        .client
        .get(stage.url(&format!("/sim/residents/{RESIDENT}/inbox")))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let link = inbox[0]["download"].as_str().unwrap();
    assert_eq!(stage.client.get(link).send().await.unwrap().bytes().await.unwrap(), PDF);
}

#[tokio::test]
async fn a_document_sent_by_link_is_fetched() {
    let stage = Stage::start().await;
    stage.open_window();
    let (_, id) = stage
        .sim
        .send_media(
            RESIDENT,
            OFFICE,
            InboundMedia {
                mime_type: "application/pdf".to_owned(),
                bytes: PDF.to_vec(),
                ..photo()
            },
        )
        .unwrap();
    let link = stage.url(&format!("/sim/media/{id}"));
    let document =
        json!({ "type": "document", "document": { "link": link, "filename": "KK.pdf" } });
    assert_eq!(stage.send(document).await.0, 200);
    eventually("fetched", || stage.inbox()[0].media.is_some()).await;
    let media = stage.inbox()[0].media.clone().unwrap();
    assert_eq!(stage.sim.media_bytes(&media.media_id).unwrap(), PDF);

    let broken = json!({ "type": "document", "document": { "link": stage.url("/sim/media/0") } });
    assert_eq!(stage.send(broken).await.0, 200);
    eventually("failed", || stage.callback.statuses().contains(&"failed".to_owned())).await;
}

#[tokio::test]
async fn content_that_is_not_its_type_fails_with_131053() {
    let stage = Stage::start().await;
    stage.open_window();
    let id = stage.upload("image/png", PDF).await;
    let image = json!({ "type": "image", "image": { "id": id } });
    assert_eq!(stage.send(image).await.0, 200);
    eventually("failed", || stage.callback.statuses() == ["failed"]).await;
    assert_eq!(stage.sim.ledger()[1].statuses[0].code, Some(131_053));
}

#[tokio::test]
async fn downloads_can_be_spoiled() {
    let stage = Stage::start().await;
    let (_, id) = stage.sim.send_media(RESIDENT, OFFICE, photo()).unwrap();
    stage.sim.faults(|f| {
        (f.media_lookup_503, f.media_wrong_sha, f.media_download_503) = (1, 1, 1);
        (f.media_truncated, f.media_cut) = (1, 1);
    });
    assert_eq!(lookup(&stage, &id).await["error"]["code"], 2);
    assert_eq!(lookup(&stage, &id).await["sha256"], "0".repeat(64));
    let url = lookup(&stage, &id).await["url"].as_str().unwrap().to_owned();
    let token = format!("token-{OFFICE}");
    assert_eq!(stage.get(&url, &token).await.status(), 503);
    assert_eq!(stage.get(&url, &token).await.bytes().await.unwrap().len(), 3);
    assert!(stage.get(&url, &token).await.bytes().await.is_err());
    assert_eq!(stage.get(&url, &token).await.bytes().await.unwrap().len(), 6);
}
