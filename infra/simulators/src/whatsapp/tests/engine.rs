//! The delivery engine: batches, duplicates, outages, give-ups, latency, albums, phones that are off.

use std::{collections::HashSet, time::Duration};

use serde_json::{Value, json};

use super::{
    super::{InboundMedia, Reach},
    support::{OFFICE, OTHER_OFFICE, RESIDENT, Seen, Stage, eventually, text},
};

const HOUR: Duration = Duration::from_hours(1);

fn ids(seen: &[Seen], list: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for body in seen.iter().map(Seen::json) {
        for entry in body["entry"].as_array().unwrap() {
            for change in entry["changes"].as_array().unwrap() {
                for element in change["value"][list].as_array().into_iter().flatten() {
                    ids.push(element["id"].as_str().unwrap().to_owned());
                }
            }
        }
    }
    ids
}

#[tokio::test]
async fn batches_carry_messages_and_statuses_of_several_contacts_and_lose_none() {
    let stage = Stage::start().await;
    stage.open_window();
    stage.sim.faults(|f| (f.batch_max, f.batch_gather_ms) = (12, 60));
    let mut sent = HashSet::new();
    for i in 0..20 {
        let office = if i % 5 == 0 { OTHER_OFFICE } else { OFFICE };
        sent.insert(stage.sim.send_text(&format!("62812000000{i:02}"), office, "halo").unwrap());
    }
    assert_eq!(stage.send(text("jawaban")).await.0, 200);
    eventually("quiet", || stage.sim.pending() == 0).await;
    let taken = stage.callback.taken();
    let arrived = ids(&taken, "messages");
    assert_eq!(arrived.len(), 21, "each once, beside the first");
    assert!(sent.iter().all(|id| arrived.contains(id)));
    assert_eq!(ids(&taken, "statuses").len(), 2);
    assert!(taken.len() < 20, "{} posts", taken.len());
    assert!(stage.sim.counters().batches > 0);
    let mixed = taken.iter().map(Seen::json).any(|b| b["entry"].as_array().unwrap().len() > 1);
    assert!(mixed, "one POST with two accounts");
    assert!(taken.iter().all(Seen::verifies));
}

#[tokio::test]
async fn a_duplicate_comes_hours_later_on_a_clock_that_stands_still() {
    let stage = Stage::start().await;
    stage.sim.stop_clock(true);
    stage.sim.faults(|f| (f.duplicate_later, f.duplicate_later_ms) = (1.0, 5 * 3_600_000));
    stage.open_window();
    eventually("the first", || stage.callback.taken().len() == 1).await;
    eventually("the later one waits", || stage.sim.pending() == 1).await;
    let before = stage.sim.now_ms();
    assert!(stage.sim.settle(6 * HOUR).await);
    let taken = stage.callback.taken();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0].body, taken[1].body);
    assert!(stage.sim.now_ms() - before >= 1_800_000);
    assert_eq!(stage.sim.counters().webhook_duplicates, 1);
}

#[tokio::test]
async fn an_outage_holds_everything_and_its_backlog_arrives_at_once() {
    let stage = Stage::start().await;
    stage.sim.faults(|f| f.outage = true);
    for i in 0..30 {
        stage.sim.send_text(RESIDENT, OFFICE, &format!("pesan {i}")).unwrap();
    }
    assert!(!stage.sim.settle(48 * HOUR).await, "time alone does not end an outage");
    assert!(stage.callback.seen().is_empty());
    stage.sim.faults(|f| f.outage = false);
    eventually("the backlog", || stage.callback.taken().len() == 30).await;
    assert_eq!(stage.sim.counters().webhook_retries, 0);
}

#[tokio::test]
async fn a_webhook_is_retried_ever_less_often_for_seven_days_and_then_dropped_and_counted() {
    let stage = Stage::start().await;
    stage.sim.stop_clock(true);
    stage.callback.answer(500);
    stage.sim.faults(super::super::Faults::retry_like_meta);
    let start = stage.sim.now_ms();
    stage.open_window();
    assert!(stage.sim.settle(Duration::from_hours(8 * 24)).await);
    let days = (stage.sim.now_ms() - start) / 86_400_000;
    assert_eq!(days, 7);
    assert_eq!(stage.sim.counters().webhooks_dropped, 1);
    let attempts = stage.callback.seen().len();
    assert!((20..60).contains(&attempts), "{attempts}");
    assert!(stage.callback.taken().is_empty());
}

#[tokio::test]
async fn latency_reorders_contacts_but_keeps_each_contact_in_order() {
    let stage = Stage::start().await;
    stage.sim.stop_clock(true);
    stage.sim.faults(|f| {
        (f.webhook_latency_min_ms, f.webhook_latency_max_ms) = (10, 60_000);
        f.webhook_latency_tail = 0.2;
    });
    let mut sent = Vec::new();
    for turn in 0..4 {
        for who in 0..6 {
            let id = stage.sim.send_text(&format!("6281300000{who}"), OFFICE, &format!("{turn}"));
            sent.push((who, id.unwrap()));
        }
    }
    assert!(stage.sim.settle(HOUR).await);
    let arrived = ids(&stage.callback.taken(), "messages");
    let order: Vec<_> = sent.iter().map(|(_, id)| id.clone()).collect();
    assert_eq!(arrived.len(), order.len());
    assert_ne!(arrived, order, "contacts overtake each other");
    for who in 0..6 {
        let own: Vec<_> = sent.iter().filter(|(w, _)| *w == who).map(|(_, id)| id).collect();
        let came: Vec<_> = arrived.iter().filter(|id| own.contains(id)).collect();
        assert_eq!(came, own);
    }
}

#[tokio::test]
async fn statuses_can_overtake_the_answer_to_the_send() {
    let stage = Stage::start().await;
    stage.open_window();
    stage.sim.faults(|f| f.status_before_answer = true);
    let (status, _) = stage.send(text("cepat")).await;
    assert_eq!(status, 200);
    assert_eq!(stage.callback.statuses(), ["sent", "delivered"]);
}

#[tokio::test]
async fn an_album_is_as_many_parallel_posts_even_while_batches_are_on() {
    let stage = Stage::start().await;
    stage.sim.faults(|f| (f.batch_max, f.batch_gather_ms) = (50, 5_000));
    let photos = (0..5_u8).map(|i| InboundMedia {
        mime_type: "image/jpeg".to_owned(),
        bytes: vec![0xFF, 0xD8, 0xFF, i],
        ..InboundMedia::default()
    });
    let album = stage.sim.send_album(RESIDENT, OFFICE, photos.collect()).unwrap();
    assert_eq!(album.len(), 5);
    eventually("five posts", || stage.callback.taken().len() == 5).await;
}

#[tokio::test]
async fn a_phone_that_is_off_gets_its_messages_late_or_after_thirty_days_never() {
    let stage = Stage::start().await;
    stage.sim.stop_clock(true);
    stage.open_window();
    stage.sim.phone_off(RESIDENT, true);
    stage.send(text("satu")).await;
    assert!(!stage.sim.settle(HOUR).await, "it waits");
    assert_eq!(stage.callback.statuses(), ["sent"]);
    assert!(stage.inbox().is_empty());
    assert_eq!(stage.sim.ledger()[1].reach, Reach::Waiting);

    stage.sim.send_text(RESIDENT, OFFICE, "dari ponsel lain").unwrap();
    stage.sim.phone_off(RESIDENT, false);
    assert!(stage.sim.settle(HOUR).await);
    assert_eq!(stage.callback.statuses(), ["sent", "delivered"]);
    let screen: Vec<_> = stage.sim.seen_by(RESIDENT).into_iter().map(|e| e.text.unwrap()).collect();
    assert_eq!(screen, ["halo", "dari ponsel lain", "satu"], "as it came to the screen");

    stage.sim.phone_off(RESIDENT, true);
    let (_, sent) = stage.send(text("terlambat")).await;
    assert!(stage.sim.settle(Duration::from_hours(31 * 24)).await);
    stage.sim.phone_off(RESIDENT, false);
    let wamid = sent["messages"][0]["id"].as_str().unwrap();
    assert_eq!(stage.sim.entry(wamid).unwrap().reach, Reach::Lost);
    assert_eq!(stage.inbox().len(), 1);
    assert_eq!(stage.sim.counters().messages_expired, 1);
}

#[tokio::test]
async fn a_slow_body_and_a_slow_file_come_whole_in_the_end() {
    let stage = Stage::start().await;
    stage.open_window();
    stage.sim.faults(|f| (f.slow_body, f.slow_body_ms, f.media_slow) = (1, 150, 1));
    let before = std::time::Instant::now();
    let (status, body) = stage.send(text("pelan")).await;
    assert_eq!((status, body["messages"][0]["id"].is_string()), (200, true));
    assert!(before.elapsed() >= Duration::from_millis(150));

    let photo = InboundMedia {
        mime_type: "image/png".to_owned(),
        bytes: vec![7; 64],
        ..InboundMedia::default()
    };
    let (_, id) = stage.sim.send_media(RESIDENT, OFFICE, photo).unwrap();
    let token = format!("token-{OFFICE}");
    let found: Value =
        stage.get(&stage.url(&format!("/v25.0/{id}")), &token).await.json().await.unwrap();
    let bytes = stage.get(found["url"].as_str().unwrap(), &token).await.bytes().await.unwrap();
    assert_eq!(bytes.len(), 64);
    assert_eq!(json!(stage.sim.counters().sends_accepted), 1);
}
