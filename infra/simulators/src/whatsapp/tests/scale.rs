//! Ten thousand messages, five hundred residents.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{
    super::{Tap, TapKind},
    support::{OFFICE, Stage, config},
};

#[tokio::test]
async fn ten_thousand_messages_of_five_hundred_residents_stay_quick() {
    let stage = Stage::start_with(config()).await;
    stage.sim.faults(|f| f.outage = true);
    let who = |i: usize| format!("62813{:07}", i % 500);
    let started = Instant::now();
    for i in 0..10_000 {
        stage.sim.send_text(&who(i), OFFICE, "halo").unwrap();
    }
    let received = started.elapsed();
    let started = Instant::now();
    let tap =
        Tap { id: "x".to_owned(), title: "x".to_owned(), kind: TapKind::Button, description: None };
    for i in 0..500 {
        assert_eq!(stage.sim.seen_by(&who(i)).len(), 20);
        assert_eq!(stage.sim.inbox_len(&who(i)), 0);
        stage.sim.tap(&who(i), OFFICE, &tap).unwrap();
    }
    let id = stage.sim.user_id(&who(499), OFFICE).unwrap();
    let reply = json!({ "to": null, "recipient": id, "type": "text", "text": { "body": "x" } });
    for _ in 0..20 {
        assert_eq!(stage.send(reply.clone()).await.0, 200);
    }
    let looked = started.elapsed();
    // Generous for a slow machine in debug; quadratic work takes minutes.
    assert!(received < Duration::from_secs(15), "{received:?}");
    assert!(looked < Duration::from_secs(5), "{looked:?}");
    assert_eq!(stage.sim.oracle().residents, 500);
}
