//! Meta's side: number states, tokens, callbacks of their own, throughput, daily limits, prices.

use std::time::Duration;

use serde_json::{Value, json};

use super::support::{Callback, OFFICE, OTHER_OFFICE, RESIDENT, Stage, eventually, text};

async fn code(stage: &Stage, message: Value) -> i64 {
    let (status, body) = stage.send(message).await;
    if status == 200 { 0 } else { body["error"]["code"].as_i64().unwrap() }
}

fn template(to: &str) -> Value {
    json!({ "to": format!("+{to}"), "type": "template",
        "template": { "name": "kabar", "language": { "code": "id" } } })
}

#[tokio::test]
async fn a_number_shows_its_live_state_and_refuses_when_banned() {
    let stage = Stage::start().await;
    stage.open_window();
    stage
        .sim
        .set_number(OFFICE, |n| {
            n.quality_rating = "RED".to_owned();
            n.throughput = "HIGH".to_owned();
            n.messaging_limit_tier = "TIER_250".to_owned();
        })
        .unwrap();
    let url = stage.url(&format!("/v25.0/{OFFICE}?fields=quality_rating,throughput,status"));
    let shown: Value = stage.get(&url, &format!("token-{OFFICE}")).await.json().await.unwrap();
    assert_eq!(
        shown,
        json!({ "quality_rating": "RED", "throughput": { "level": "HIGH" }, "status": "CONNECTED", "id": OFFICE })
    );
    eventually("the downgrade", || {
        stage.callback.taken().iter().any(|s| {
            let change = s.json()["entry"][0]["changes"][0].clone();
            change["field"] == "phone_number_quality_update"
                && change["value"]["event"] == "DOWNGRADE"
        })
    })
    .await;
    for (status, expected) in
        [("BANNED", 131_031), ("RESTRICTED", 131_048), ("DISCONNECTED", 133_010), ("CONNECTED", 0)]
    {
        stage.sim.set_number(OFFICE, |n| status.clone_into(&mut n.status)).unwrap();
        assert_eq!(code(&stage, text("x")).await, expected, "{status}");
    }
}

#[tokio::test]
async fn a_token_expires_and_another_takes_its_place() {
    let stage = Stage::start().await;
    stage.open_window();
    stage.sim.expire_tokens(OFFICE, Duration::from_hours(1)).unwrap();
    assert_eq!(code(&stage, text("x")).await, 0);
    stage.sim.advance(Duration::from_secs(3601));
    let (status, body) = stage.send(text("x")).await;
    assert_eq!(
        (status, &body["error"]["code"], &body["error"]["error_subcode"]),
        (401, &json!(190), &json!(463))
    );
    stage.sim.allow_token(OFFICE, "baru").unwrap();
    let url = stage.url(&format!("/v25.0/{OFFICE}"));
    assert_eq!(stage.get(&url, "baru").await.status(), 200);
    let other = stage.url(&format!("/v25.0/{OTHER_OFFICE}"));
    assert_eq!(stage.get(&other, "baru").await.status(), 403);
}

#[tokio::test]
async fn a_number_and_an_account_may_have_callbacks_of_their_own() {
    let stage = Stage::start().await;
    let own = Callback::started(200);
    let post = async |path: &str, body: Value| {
        let request = stage.client.post(stage.url(path)).bearer_auth(format!("token-{OFFICE}"));
        request.json(&body).send().await.unwrap().status().as_u16()
    };
    let good = json!({ "override_callback_uri": own.1, "verify_token": "verify-1" });
    let bad = json!({ "override_callback_uri": own.1, "verify_token": "salah" });
    let number = format!("/v25.0/{OFFICE}");
    assert_eq!(post(&number, json!({ "webhook_configuration": bad })).await, 400);
    assert_eq!(post(&number, json!({ "webhook_configuration": good })).await, 200);
    stage.open_window();
    eventually("at the number's callback", || own.0.taken().len() == 1).await;
    assert!(stage.callback.taken().is_empty());
    stage.sim.field(OFFICE, "account_update", json!({ "event": "VERIFIED_ACCOUNT" })).unwrap();
    eventually("account fields go to the app", || stage.callback.taken().len() == 1).await;

    assert_eq!(
        post(&number, json!({ "webhook_configuration": { "override_callback_uri": "" } })).await,
        200
    );
    let account = format!("/v25.0/waba-{OFFICE}/subscribed_apps");
    assert_eq!(post(&account, good).await, 200);
    stage.open_window();
    eventually("at the account's callback", || own.0.taken().len() == 2).await;

    let url = stage.url(&account);
    let request = stage.client.delete(&url).bearer_auth(format!("token-{OFFICE}"));
    assert_eq!(request.send().await.unwrap().status(), 200);
    stage.open_window();
    eventually("nothing leaves", || stage.sim.pending() == 0).await;
    assert_eq!(own.0.taken().len(), 2);
    assert_eq!(stage.sim.counters().webhooks_unsubscribed, 1);
    assert_eq!(post(&account, json!({})).await, 200);
    stage.open_window();
    eventually("subscribed again, at the app's", || stage.callback.taken().len() == 2).await;
}

#[tokio::test]
async fn throughput_counts_in_and_out_and_refills() {
    let stage = Stage::start().await;
    stage.open_window();
    stage.sim.stop_clock(true);
    stage.sim.faults(|f| f.mps = Some(10));
    for _ in 0..6 {
        stage.sim.send_text(RESIDENT, OFFICE, "x").unwrap();
    }
    let mut codes = Vec::new();
    for _ in 0..5 {
        codes.push(code(&stage, text("x")).await);
    }
    assert_eq!(codes, [0, 0, 0, 0, 130_429]);
    stage.sim.advance(Duration::from_millis(250));
    assert_eq!(code(&stage, text("x")).await, 0);
}

#[tokio::test]
async fn a_portfolio_begins_with_so_many_residents_a_day_outside_windows() {
    let stage = Stage::start().await;
    stage.sim.faults(|f| f.daily_users = Some(2));
    assert_eq!(code(&stage, template("6281200000001")).await, 0);
    assert_eq!(code(&stage, template("6281200000001")).await, 0, "the same resident counts once");
    assert_eq!(code(&stage, template("6281200000002")).await, 0);
    assert_eq!(code(&stage, template("6281200000003")).await, 80_007);
    stage.open_window();
    assert_eq!(code(&stage, text("x")).await, 0, "inside the window is free");
    stage.sim.advance(Duration::from_hours(25));
    assert_eq!(code(&stage, template("6281200000003")).await, 0);
}

#[tokio::test]
async fn the_ledger_knows_what_each_category_costs() {
    let stage = Stage::start().await;
    let marketing = json!({ "name": "promo", "language": "id", "category": "MARKETING",
        "components": [{ "type": "BODY", "text": "Halo." }] });
    let url = stage.url(&format!("/v25.0/waba-{OFFICE}/message_templates"));
    let made =
        stage.client.post(url).bearer_auth(format!("token-{OFFICE}")).json(&marketing).send();
    assert_eq!(made.await.unwrap().status(), 200);
    stage.open_window();
    assert_eq!(code(&stage, text("x")).await, 0);
    assert_eq!(code(&stage, template(RESIDENT)).await, 0);
    let mut promo = template(RESIDENT);
    promo["template"]["name"] = json!("promo");
    assert_eq!(code(&stage, promo).await, 0);
    stage.sim.faults(|f| (f.charge_service, f.charge_utility_in_window) = (false, false));
    assert_eq!(code(&stage, text("x")).await, 0);
    assert_eq!(code(&stage, template(RESIDENT)).await, 0);

    let totals = stage.sim.totals_of(RESIDENT);
    let of = |name: &str| (totals.categories[name].delivered, totals.categories[name].billable);
    assert_eq!((of("service"), of("utility"), of("marketing")), ((2, 1), (2, 1), (1, 1)));
    assert_eq!((totals.inbound, totals.shown, totals.lost), (1, 5, 0));
}
