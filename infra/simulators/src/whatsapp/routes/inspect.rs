//! Looking: inboxes, files, the ledger, the oracle.

use std::sync::atomic::Ordering;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    super::{
        entry::{Choice, LedgerEntry},
        residents::wa_id as digits,
        samples,
    },
    NumberQuery, Reply, Sim,
};

/// The routes.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/media/{media_id}", web::get().to(file))
        .route("/ledger", web::get().to(ledger))
        .route("/duplicates", web::get().to(duplicates))
        .route("/oracle", web::get().to(oracle))
        .route("/oracle/{wa_id}", web::get().to(oracle_of))
        .route("/numbers", web::get().to(numbers))
        .route("/samples", web::get().to(all_samples));
}

#[derive(Deserialize)]
pub(super) struct InboxQuery {
    #[serde(default)]
    all: bool,
    #[serde(default)]
    after: u64,
    #[serde(default)]
    since: u64,
    phone_number_id: Option<String>,
}

/// A message, with an address for its file and what can be tapped in it.
#[derive(Serialize)]
struct InboxEntry {
    #[serde(flatten)]
    entry: LedgerEntry,
    #[serde(skip_serializing_if = "Option::is_none")]
    download: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<Choice>,
}

pub(super) async fn inbox(
    sim: Sim,
    wa_id: web::Path<String>,
    query: web::Query<InboxQuery>,
) -> HttpResponse {
    let wanted = query.phone_number_id.as_deref().filter(|id| !id.is_empty());
    let entries: Vec<_> = {
        let state = sim.0.state();
        let seen = state.ledger.seen_by(&digits(&wa_id), query.all).into_iter();
        let new = seen.filter(|e| e.seq > query.after && e.rev > query.since);
        new.filter(|e| wanted.is_none_or(|id| id == e.phone_number_id)).cloned().collect()
    };
    let entries: Vec<_> = entries
        .into_iter()
        .map(|entry| {
            let media = entry.media.as_ref();
            let download = media.map(|m| format!("{}/sim/media/{}", sim.0.base_url, m.media_id));
            let choices = entry.choices();
            InboxEntry { entry, download, choices }
        })
        .collect();
    HttpResponse::Ok().json(entries)
}

async fn file(sim: Sim, media_id: web::Path<String>) -> HttpResponse {
    match sim.0.state().media.get(&media_id) {
        Some(item) => {
            let mut response = HttpResponse::Ok();
            response
                .content_type(item.mime_type.as_str())
                .insert_header(("content-disposition", "inline"))
                .insert_header(("x-content-type-options", "nosniff"));
            if !harmless(&item.mime_type) {
                // Anything can be sent; a browser must not run it as a page of the simulator.
                response.insert_header(("content-security-policy", "sandbox"));
            }
            response.body(item.bytes.clone())
        }
        None => HttpResponse::NotFound().finish(),
    }
}

/// Whether a browser only shows files of this type. PDF viewers do not work inside a sandbox.
fn harmless(mime_type: &str) -> bool {
    const SHOWN: [&str; 4] = ["image/", "audio/", "video/", "application/pdf"];
    SHOWN.iter().any(|kind| mime_type.starts_with(kind)) && !mime_type.starts_with("image/svg")
}

async fn ledger(sim: Sim) -> HttpResponse {
    HttpResponse::Ok().json(sim.0.state().ledger.entries())
}

async fn duplicates(sim: Sim) -> HttpResponse {
    HttpResponse::Ok().json(sim.0.state().ledger.duplicates())
}

async fn oracle(sim: Sim) -> HttpResponse {
    HttpResponse::Ok().json(sim.0.oracle())
}

async fn oracle_of(sim: Sim, wa_id: web::Path<String>) -> HttpResponse {
    let totals = sim.0.state().totals(Some(&wa_id));
    HttpResponse::Ok().json(json!({ "totals": totals, "seen": sim.0.seen_by(&wa_id, true) }))
}

async fn numbers(sim: Sim) -> HttpResponse {
    let state = sim.0.state();
    let numbers: Vec<_> = sim
        .0
        .numbers
        .iter()
        .map(|n| {
            json!({
                "app_id": n.app_id,
                "waba_id": n.waba_id,
                "phone_number_id": n.phone_number_id,
                "display_phone_number": n.display_phone_number,
                "callback_url": state.callbacks.get(&n.app_id),
                "state": state.number(&n.phone_number_id),
            })
        })
        .collect();
    let pending = sim.0.pending.load(Ordering::SeqCst);
    HttpResponse::Ok().json(json!({
        "numbers": numbers,
        "pending": pending,
        "now_ms": sim.0.clock.now_ms(),
        "clock_stopped": sim.0.clock.stopped(),
        "counters": state.counters,
    }))
}

async fn all_samples(sim: Sim, query: web::Query<NumberQuery>) -> Reply {
    let number = sim.0.number(&query.phone_number_id)?;
    let all = samples::all(&sim.0.scene(number, "6281234567890"));
    let by_name: serde_json::Map<_, _> =
        all.into_iter().map(|(name, body)| (name.to_owned(), body)).collect();
    Ok(HttpResponse::Ok().json(by_name))
}
