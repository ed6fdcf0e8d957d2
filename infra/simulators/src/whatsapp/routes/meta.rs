//! Meta's decisions about numbers, tokens and templates.

use std::time::Duration;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    super::{config::SimError, numbers::NumberState},
    Reply, Sim, done,
};

/// The routes.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/numbers/{phone_number_id}", web::post().to(number))
        .route("/tokens", web::post().to(token))
        .route("/templates", web::get().to(templates))
        .route("/templates", web::post().to(template));
}

/// Merges the members into the number's live state.
async fn number(
    sim: Sim,
    phone_number_id: web::Path<String>,
    body: web::Json<Map<String, Value>>,
) -> Reply {
    let changed = sim.0.change_number_state(&phone_number_id, |state| {
        let mut all = serde_json::to_value(state).unwrap_or_default();
        if let Some(all) = all.as_object_mut() {
            all.extend(body.into_inner());
        }
        serde_json::from_value::<NumberState>(all).map_err(|e| SimError::Invalid(e.to_string()))
    })?;
    Ok(HttpResponse::Ok().json(changed))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenBody {
    #[serde(default)]
    phone_number_id: String,
    expire_in_seconds: Option<u64>,
    allow: Option<String>,
}

async fn token(sim: Sim, body: web::Json<TokenBody>) -> Reply {
    if let Some(seconds) = body.expire_in_seconds {
        sim.0.expire_tokens(&body.phone_number_id, Duration::from_secs(seconds))?;
    }
    if let Some(token) = &body.allow {
        sim.0.allow_token(&body.phone_number_id, token)?;
    }
    Ok(done())
}

async fn templates(sim: Sim) -> HttpResponse {
    let state = sim.0.state();
    let all: Vec<_> = state
        .templates
        .iter()
        .map(|template| json!({ "waba_id": template.waba_id, "template": template.view() }))
        .collect();
    HttpResponse::Ok().json(all)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateBody {
    waba_id: String,
    name: String,
    status: Option<String>,
    reason: Option<String>,
    category: Option<String>,
    quality: Option<String>,
}

async fn template(sim: Sim, body: web::Json<TemplateBody>) -> HttpResponse {
    let TemplateBody { waba_id, name, status, reason, category, quality } = body.into_inner();
    let mut found = false;
    if let Some(status) = status {
        found |= sim.0.set_template_status(&waba_id, &name, &status, reason.as_deref());
    }
    if let Some(category) = category {
        found |= sim.0.set_template_category(&waba_id, &name, &category);
    }
    if let Some(quality) = quality {
        found |= sim.0.set_template_quality(&waba_id, &name, &quality);
    }
    HttpResponse::Ok().json(json!({ "success": found }))
}
