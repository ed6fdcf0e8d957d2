//! Samples: complete, unlike each other, and postable.

use std::collections::BTreeSet;

use serde_json::Value;

use super::support::{OFFICE, RESIDENT, Seen, Stage, eventually};

#[tokio::test]
async fn every_type_status_and_field_of_the_contract_has_a_sample() {
    let stage = Stage::start().await;
    let samples = stage.sim.samples(RESIDENT, OFFICE).unwrap();
    let names: BTreeSet<_> = samples.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), samples.len(), "names are unique");
    let (mut types, mut statuses, mut fields) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (_, body) in &samples {
        let change = &body["entry"][0]["changes"][0];
        fields.insert(change["field"].as_str().unwrap());
        let words = |list: &str, member: &str| -> Vec<String> {
            let list = change["value"][list].as_array().into_iter().flatten();
            list.map(|element| element[member].as_str().unwrap().to_owned()).collect()
        };
        types.extend(words("messages", "type"));
        statuses.extend(words("statuses", "status"));
    }
    for kind in [
        "text",
        "image",
        "video",
        "document",
        "audio",
        "voice",
        "sticker",
        "location",
        "contacts",
        "interactive",
        "button",
        "reaction",
        "order",
        "unsupported",
        "system",
        "edit",
        "revoke",
        "request_welcome",
    ] {
        assert!(types.contains(kind), "type {kind}");
    }
    for status in ["sent", "delivered", "read", "failed", "played", "deleted"] {
        assert!(statuses.contains(status), "status {status}");
    }
    for field in [
        "messages",
        "message_template_status_update",
        "template_category_update",
        "message_template_quality_update",
        "phone_number_quality_update",
        "account_update",
        "account_alerts",
        "business_capability_update",
        "user_preferences",
        "security",
        "smb_message_echoes",
        "history",
        "calls",
    ] {
        assert!(fields.contains(field), "field {field}");
    }
}

#[tokio::test]
async fn samples_have_ids_of_their_own_each_time() {
    let stage = Stage::start().await;
    let ids = || -> BTreeSet<String> {
        let samples = stage.sim.samples(RESIDENT, OFFICE).unwrap().into_iter();
        let ids = samples.filter_map(|(_, body)| {
            let value = &body["entry"][0]["changes"][0]["value"];
            value["messages"][0]["id"].as_str().map(str::to_owned)
        });
        ids.collect()
    };
    let (first, second) = (ids(), ids());
    assert!(first.len() > 40);
    assert!(first.is_disjoint(&second));
}

#[tokio::test]
async fn every_sample_can_be_posted_by_name() {
    let stage = Stage::start().await;
    let samples = stage.sim.samples(RESIDENT, OFFICE).unwrap();
    for (name, _) in &samples {
        if *name == "text_username_only" {
            continue;
        }
        let url =
            stage.url(&format!("/sim/samples/{name}?wa_id={RESIDENT}&phone_number_id={OFFICE}"));
        let answer: Value = stage.client.post(url).send().await.unwrap().json().await.unwrap();
        assert!(answer.get("error").is_none(), "{name}: {answer}");
    }
    eventually("all", || stage.callback.taken().len() == samples.len() - 1).await;
    assert!(stage.callback.taken().iter().all(Seen::verifies));
    assert!(stage.sim.send_sample("tak_ada", RESIDENT, OFFICE).is_err());
    let kinds: BTreeSet<_> = stage.sim.ledger().into_iter().map(|e| e.kind).collect();
    assert!(kinds.contains("hologram") && kinds.contains("system"));
}
