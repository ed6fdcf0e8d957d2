//! Residents who act by themselves, against an office of a few lines.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};

use super::{
    super::driver::{Action, Driver, End, Nudge, Persona, Script},
    support::{OFFICE, Stage},
};

/// Answers texts with buttons, taps with a request for a photo, and photos with thanks.
async fn office(stage: &Stage, open: &AtomicBool) {
    let mut answered = HashSet::new();
    while open.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(5)).await;
        for seen in stage.callback.taken() {
            let message = seen.value()["messages"][0].clone();
            let Some(id) = message["id"].as_str() else { continue };
            if !answered.insert(id.to_owned()) {
                continue;
            }
            let Some(mut reply) = reply_to(&message) else { continue };
            reply["to"] = json!(format!("+{}", message["from"].as_str().unwrap()));
            stage.send(reply).await;
        }
    }
}

fn reply_to(message: &Value) -> Option<Value> {
    let text = |body: &str| json!({ "type": "text", "text": { "body": body } });
    let tapped = message["interactive"]["button_reply"]["id"] == "akta";
    let typed = message["text"]["body"] == "Akta Kelahiran";
    match message["type"].as_str()? {
        "text" | "interactive" if tapped || typed => Some(text("kirim foto")),
        "image" => Some(text("terima kasih")),
        "text" => Some(json!({ "type": "interactive", "interactive": { "type": "button",
            "body": { "text": "Pilih" }, "action": { "buttons": [
                { "type": "reply", "reply": { "id": "akta", "title": "Akta Kelahiran" } } ] } } })),
        _ => None,
    }
}

fn straight() -> Script {
    Script::answering("halo", |message| match message.text.as_deref() {
        Some("terima kasih") => Action::Done,
        Some("kirim foto") => Action::Photo,
        _ => Action::Tap("akta".to_owned()),
    })
}

async fn play(stage: &Stage, driver: Driver) -> super::super::driver::Report {
    let open = AtomicBool::new(true);
    let (report, ()) = tokio::join!(
        async {
            let report = driver.run().await;
            open.store(false, Ordering::SeqCst);
            report
        },
        office(stage, &open)
    );
    report
}

#[tokio::test]
async fn calm_and_hasty_residents_get_what_they_came_for() {
    let stage = Stage::start().await;
    let mut driver = Driver::new(&stage.sim, 5);
    for i in 0..4 {
        driver = driver.resident(&format!("628130000000{i}"), OFFICE, straight());
    }
    for i in 4..8 {
        let script = straight().persona(Persona::hasty());
        driver = driver.resident(&format!("628130000000{i}"), OFFICE, script);
    }
    let report = play(&stage, driver).await;
    assert!(report.residents.iter().all(|o| o.end == End::Done), "{report:#?}");
    assert_eq!(report.residents[0].log, ["text \"halo\"", "tap akta", "photo", "done"]);
    assert!(report.messages() >= 24);
}

#[tokio::test]
async fn silent_residents_let_the_clock_jump_and_the_product_can_follow() {
    let stage = Stage::start().await;
    let jumps = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&jumps);
    let steps = || {
        Script::steps([
            Action::text("halo"),
            Action::Silent(Duration::from_hours(72)),
            Action::Done,
        ])
    };
    let before = stage.sim.now_ms();
    let driver = Driver::new(&stage.sim, 1)
        .calm(Duration::from_millis(50))
        .on_jump(move |by| noted.lock().unwrap().push(by))
        .resident("6281300000001", OFFICE, steps())
        .resident("6281300000002", OFFICE, straight())
        .patience(Duration::from_millis(800));
    let report = play(&stage, driver).await;
    assert_eq!(report.residents[1].end, End::Done);
    assert!(stage.sim.now_ms() - before >= 72 * 3_600_000);
    assert_eq!(jumps.lock().unwrap().len(), 1);
    assert_eq!(report.residents[0].end, End::OutOfPatience, "nothing came after the silence");
}

#[tokio::test]
async fn chaotic_and_random_residents_use_every_means_and_the_unanswered_are_reported() {
    let stage = Stage::start().await;
    let nudge =
        Nudge { after: Duration::from_millis(150), times: 2, action: Action::text("halo?") };
    let driver = Driver::new(&stage.sim, 11)
        .patience(Duration::from_millis(600))
        .resident("6281300000001", OFFICE, straight().persona(Persona::chaotic()).nudge(nudge))
        .resident("6281300000002", OFFICE, Script::random(15).persona(Persona::chaotic()))
        .resident("6281300000003", OFFICE, Script::steps([Action::Sticker, Action::Done]))
        .resident(
            "6281300000004",
            OFFICE,
            Script::answering("halo", |_| Action::Tap("tak-ada".to_owned())),
        );
    let report = play(&stage, driver).await;
    let ends: Vec<_> = report.residents.iter().map(|o| o.end).collect();
    assert_eq!(ends[2..], [End::OutOfPatience, End::Refused]);
    assert_eq!(
        report.stuck().len(),
        ends.iter().filter(|e| matches!(e, End::OutOfPatience | End::Refused)).count()
    );
    assert!(report.residents[0].wamids.len() >= 3);
}
