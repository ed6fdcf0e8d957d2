//! Faults, time, callbacks, and webhooks made by hand.

use std::time::Duration;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{config::SimError, faults::Faults, hostile::Hostile, queue::Scope},
    NumberQuery, Reply, Sim, done,
};

/// The routes.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/faults", web::get().to(faults))
        .route("/faults", web::post().to(set_faults))
        .route("/faults", web::delete().to(reset_faults))
        .route("/clock", web::post().to(clock))
        .route("/callback", web::post().to(callback))
        .route("/handshake", web::post().to(handshake))
        .route("/webhook", web::post().to(webhook))
        .route("/field/{field}", web::post().to(field))
        .route("/hostile/{mode}", web::post().to(hostile))
        .route("/samples/{name}", web::post().to(sample));
}

async fn faults(sim: Sim) -> HttpResponse {
    HttpResponse::Ok().json(&sim.0.state().faults)
}

async fn set_faults(sim: Sim, body: web::Json<Value>) -> Reply {
    let merged = {
        let mut state = sim.0.state();
        state.faults = state.faults.merged(&body).map_err(SimError::Invalid)?;
        state.faults.clone()
    };
    sim.0.ring();
    Ok(HttpResponse::Ok().json(merged))
}

async fn reset_faults(sim: Sim) -> HttpResponse {
    sim.0.state().faults = Faults::default();
    sim.0.ring();
    HttpResponse::Ok().json(Faults::default())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockBody {
    stop: Option<bool>,
    #[serde(default)]
    advance_seconds: u64,
    settle_seconds: Option<u64>,
}

async fn clock(sim: Sim, body: web::Json<ClockBody>) -> HttpResponse {
    if let Some(stop) = body.stop {
        sim.0.clock.stop(stop);
    }
    sim.0.advance(Duration::from_secs(body.advance_seconds));
    let settled = match body.settle_seconds {
        Some(most) => Some(sim.0.settle(Duration::from_secs(most)).await),
        None => None,
    };
    HttpResponse::Ok().json(json!({ "now_ms": sim.0.clock.now_ms(), "settled": settled }))
}

#[derive(Deserialize)]
struct CallbackBody {
    #[serde(default)]
    app_id: String,
    url: String,
}

async fn callback(sim: Sim, body: web::Json<CallbackBody>) -> Reply {
    let app_id = &sim.0.app(&body.app_id)?.app_id;
    sim.0.set_callback(app_id, &body.url);
    Ok(done())
}

#[derive(Deserialize)]
struct AppQuery {
    #[serde(default)]
    app_id: String,
}

async fn handshake(sim: Sim, query: web::Query<AppQuery>) -> Reply {
    let verified = sim.0.handshake(&query.app_id).await?;
    Ok(HttpResponse::Ok().json(json!({ "verified": verified })))
}

async fn webhook(sim: Sim, query: web::Query<AppQuery>, body: web::Bytes) -> Reply {
    let app_id = sim.0.app(&query.app_id)?.app_id.clone();
    let scope = Scope { app_id, ..Scope::default() };
    Ok(HttpResponse::Ok().json(sim.0.post_once(&scope, body).await?))
}

async fn field(
    sim: Sim,
    field: web::Path<String>,
    query: web::Query<NumberQuery>,
    body: web::Json<Value>,
) -> Reply {
    sim.0.field(&query.phone_number_id, &field, body.into_inner()).map(|()| done())
}

#[derive(Deserialize)]
struct HostileBody {
    #[serde(default)]
    phone_number_id: String,
    wa_id: String,
    #[serde(default)]
    text: String,
}

async fn hostile(sim: Sim, mode: web::Path<String>, body: web::Json<HostileBody>) -> Reply {
    let mode: Hostile = serde_json::from_value(json!(mode.into_inner()))
        .map_err(|error| SimError::Invalid(error.to_string()))?;
    let answer = sim.0.hostile(mode, &body.wa_id, &body.phone_number_id, &body.text).await?;
    Ok(HttpResponse::Ok().json(answer))
}

#[derive(Deserialize)]
struct SampleQuery {
    #[serde(default)]
    phone_number_id: String,
    #[serde(default = "somebody")]
    wa_id: String,
}

fn somebody() -> String {
    "6281234567890".to_owned()
}

async fn sample(sim: Sim, name: web::Path<String>, query: web::Query<SampleQuery>) -> Reply {
    let message_id = sim.0.send_sample(&name, &query.wa_id, &query.phone_number_id)?;
    Ok(HttpResponse::Ok().json(json!({ "wamid": message_id })))
}
