//! Forged and unusual webhooks.

use serde_json::Value;

use super::{
    super::Hostile,
    support::{OFFICE, RESIDENT, Seen, Stage, config},
};

#[tokio::test]
async fn forged_webhooks_do_not_verify_and_are_not_in_the_ledger() {
    let stage = Stage::start().await;
    for mode in Hostile::ALL.into_iter().filter(|mode| !mode.genuine()) {
        let sent = stage.sim.hostile(mode, RESIDENT, OFFICE, "palsu").await.unwrap();
        assert_eq!((sent.answer.status, sent.wamids.len()), (200, 1));
        let seen = stage.callback.seen().pop().unwrap();
        let exact = seen.verifies() && seen.signature.as_ref().is_some_and(|s| s.len() == 71);
        assert_eq!(exact, mode == Hostile::ForeignNumber, "{mode:?}");
        if mode == Hostile::ForeignNumber {
            assert_eq!(seen.value()["metadata"]["phone_number_id"], "999999999999999");
        }
    }
    assert!(stage.sim.ledger().is_empty());
}

#[tokio::test]
async fn a_foreign_number_is_that_of_another_app_when_there_is_one() {
    let mut config = config();
    let mut second = config.apps[0].clone();
    second.app_id = "app-2".to_owned();
    config.apps.push(second);
    config.numbers[1].app_id = "app-2".to_owned();
    let stage = Stage::start_with(config).await;
    stage.sim.hostile(Hostile::ForeignNumber, RESIDENT, OFFICE, "curi").await.unwrap();
    let seen = stage.callback.seen().pop().unwrap();
    assert!(seen.verifies());
    assert_eq!(seen.value()["metadata"]["phone_number_id"], super::support::OTHER_OFFICE);
    assert!(stage.sim.hostile(Hostile::TwoNumbers, RESIDENT, OFFICE, "x").await.is_err());
}

#[tokio::test]
async fn genuine_oddities_verify_and_stand_in_the_ledger() {
    let stage = Stage::start().await;
    let mut expected = 0;
    for (mode, messages) in [
        (Hostile::HugeBody, 1),
        (Hostile::TwoNumbers, 2),
        (Hostile::TwoWabas, 2),
        (Hostile::UnknownField, 1),
    ] {
        let sent = stage.sim.hostile(mode, RESIDENT, OFFICE, "asli").await.unwrap();
        assert_eq!(sent.wamids.len(), messages);
        expected += messages;
        let seen = stage.callback.seen().pop().unwrap();
        assert!(seen.verifies(), "{mode:?}");
        let body = seen.json();
        match mode {
            Hostile::HugeBody => assert_eq!(seen.body.len(), 3 * 1024 * 1024),
            Hostile::UnknownField => {
                assert_eq!(body["entry"][0]["changes"].as_array().unwrap().len(), 2);
            }
            _ => assert_eq!(body["entry"].as_array().unwrap().len(), 2),
        }
        assert_eq!(stage.sim.ledger().len(), expected);
    }
}

#[tokio::test]
async fn every_mode_is_a_route() {
    let stage = Stage::start().await;
    for mode in Hostile::ALL {
        let name = serde_json::to_value(mode).unwrap();
        let url = stage.url(&format!("/sim/hostile/{}", name.as_str().unwrap()));
        let body = serde_json::json!({ "phone_number_id": OFFICE, "wa_id": RESIDENT, "text": "x" });
        let sent = stage.client.post(url).json(&body).send().await.unwrap();
        let answer: Value = sent.json().await.unwrap();
        assert_eq!(answer["answer"]["status"], 200, "{mode:?}: {answer}");
    }
    assert_eq!(stage.callback.seen().iter().filter(|s: &&Seen| s.signature.is_none()).count(), 1);
}
