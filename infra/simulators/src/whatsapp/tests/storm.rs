//! A storm of failing sends: a sender who retries by its own reference, judged by the ledger.

use serde_json::json;

use super::{
    super::FailMix,
    support::{OFFICE, RESIDENT, Stage, text},
};

#[tokio::test]
async fn with_half_of_the_sends_failing_everything_arrives_and_duplicates_are_counted() {
    let stage = Stage::start().await;
    stage.open_window();
    stage.sim.faults(|f| f.fail_probability = 0.5);
    for number in 0..40 {
        let mut message = text(&format!("pesan {number}"));
        message["biz_opaque_callback_data"] = json!(format!("outbox-{number}"));
        let mut tries = 0;
        loop {
            tries += 1;
            assert!(tries < 50, "pesan {number}");
            match stage.try_send(&message).await {
                Ok(answer) if answer.status() == 200 => break,
                Ok(_) | Err(_) => {}
            }
        }
    }
    let counters = stage.sim.counters();
    let inbox = stage.inbox();
    for number in 0..40 {
        let wanted = format!("pesan {number}");
        assert!(inbox.iter().any(|e| e.text.as_deref() == Some(&wanted)));
    }
    assert!(
        counters.sends_ambiguous > 3 && counters.sends_cut > 0 && counters.sends_refused > 3,
        "{counters:?}"
    );
    assert_eq!(counters.sends_accepted, inbox.len() as u64);
    assert_eq!(counters.sends_accepted - counters.sends_ambiguous, 40);
    let twice: usize = stage.sim.sent_twice().iter().map(|group| group.len() - 1).sum();
    assert_eq!(twice as u64, counters.sends_ambiguous, "this sender retries blindly");
    assert_eq!(stage.sim.totals_of(RESIDENT).ambiguous, counters.sends_ambiguous);
}

#[tokio::test]
async fn a_mix_is_set_over_http_and_what_is_never_accepted_is_never_seen() {
    let stage = Stage::start().await;
    stage.open_window();
    let before = json!({ "fail_probability": 1.0, "fail_mix": { "drop_before": 1, "drop_after": 0,
        "500_before": 1, "500_after": 0, "131000": 1, "130429": 1, "131056": 1 } });
    let set = stage.client.post(stage.url("/sim/faults")).json(&before).send().await.unwrap();
    assert_eq!(set.status(), 200);
    for _ in 0..20 {
        if let Ok(answer) = stage.try_send(&text("x")).await {
            assert_ne!(answer.status(), 200);
        }
    }
    assert!(stage.inbox().is_empty());
    stage.sim.faults(|f| f.fail_mix = FailMix { pair: 0, ..f.fail_mix });
    assert_eq!(stage.sim.counters().sends_accepted, 0);
    assert!(stage.sim.foreign().is_empty());
    assert!(
        stage.sim.oracle().unanswered.contains(&RESIDENT.to_owned()),
        "{OFFICE} never got through"
    );
}
