//! Ambiguity: what the sender is told against what the resident saw.

use serde_json::{Value, json};

use super::{
    super::{Answer, FailSends},
    support::{Stage, eventually, text},
};

#[tokio::test]
async fn a_dropped_answer_is_still_in_the_ledger_and_a_retry_shows_as_duplicate() {
    let stage = Stage::start().await;
    stage.open_window();
    stage.sim.faults(|f| f.drop_after_accept = 1);
    let mut message = text("Akta Anda selesai");
    message["biz_opaque_callback_data"] = json!("outbox-9");
    let error = stage.try_send(&message).await.unwrap_err();
    assert!(error.is_request(), "{error:?}");
    assert_eq!(stage.inbox().len(), 1);
    assert_eq!(stage.inbox()[0].answer, Answer::Dropped);
    assert!(stage.sim.duplicates().is_empty());

    stage.sim.faults(|f| f.error_after_accept = 1);
    assert_eq!(stage.send(message).await.0, 500);
    let duplicates = stage.sim.duplicates();
    assert_eq!(duplicates.len(), 1);
    assert_eq!(duplicates[0].len(), 2);
    assert_eq!(duplicates[0][1].answer, Answer::ServerError);
    eventually("statuses of both", || stage.callback.statuses().len() == 4).await;
}

#[tokio::test]
async fn refusals_and_cuts_before_accepting_leave_no_trace() {
    let stage = Stage::start().await;
    stage.open_window();
    stage.sim.faults(|f| {
        f.fail_sends = Some(FailSends { count: 2, status: 429, code: 130_429 });
    });
    for _ in 0..2 {
        let (status, body) = stage.send(text("x")).await;
        assert_eq!((status, body["error"]["code"].as_i64()), (429, Some(130_429)));
    }
    stage.sim.faults(|f| f.drop_before_accept = 1);
    assert!(stage.try_send(&text("x")).await.is_err());
    assert!(stage.inbox().is_empty());
    assert_eq!(stage.send(text("x")).await.0, 200);
}

#[tokio::test]
async fn statuses_can_be_held_reordered_and_incomplete() {
    let stage = Stage::start().await;
    stage.open_window();
    stage.sim.faults(|f| {
        (f.hold_statuses, f.read_without_delivered, f.statuses_out_of_order) = (true, true, true);
    });
    stage.send(text("x")).await;
    eventually("only the inbound left", || stage.callback.taken().len() == 1).await;
    assert!(stage.inbox()[0].statuses.is_empty());
    stage.sim.faults(|f| f.hold_statuses = false);
    eventually("both", || stage.inbox()[0].statuses.len() == 2).await;
    let order: Vec<_> = stage.inbox()[0].statuses.iter().map(|s| s.status.clone()).collect();
    assert_eq!(order, ["read", "sent"]);
}

#[tokio::test]
async fn faults_are_merged_over_http_and_typos_are_refused() {
    let stage = Stage::start().await;
    let post = async |body: &str| {
        let request = stage.client.post(stage.url("/sim/faults")).body(body.to_owned());
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let (status, body) = post(r#"{"drop_after_accept":2}"#).await;
    assert_eq!((status, &body["drop_after_accept"]), (200, &json!(2)));
    let (_, body) = post(r#"{"read_receipts":true}"#).await;
    assert_eq!(body["drop_after_accept"], 2);
    assert_eq!(post(r#"{"drop_after_acept":2}"#).await.0, 400);
}
