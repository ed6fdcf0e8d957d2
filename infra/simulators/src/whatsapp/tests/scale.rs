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
    let receive = |range: std::ops::Range<usize>| {
        let started = Instant::now();
        for i in range {
            stage.sim.send_text(&who(i), OFFICE, "halo").unwrap();
        }
        started.elapsed()
    };
    let first = receive(0..2_000);
    receive(2_000..8_000);
    let last = receive(8_000..10_000);
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
    // A look through all entries would make the last two thousand at least five times as slow, and the machine may be
    // busy with something else; the bounds are generous on both sides.
    assert!(last < first * 6 + Duration::from_secs(2), "{first:?}, then {last:?}");
    assert!(looked < Duration::from_secs(20), "{looked:?}");
    assert_eq!(stage.sim.oracle().residents, 500);
}
