//! The `/sim` routes and the chat page: how people and scripts play residents.

use std::{sync::Arc, sync::atomic::Ordering, time::Duration};

use actix_web::{HttpRequest, HttpResponse, ResponseError, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    config::SimError,
    faults::Faults,
    inbound::{InboundMedia, Tap},
    ledger::{Direction, LedgerEntry},
    residents::{Resident, wa_id as digits},
    state::Shared,
};

type Sim = web::ThinData<Arc<Shared>>;
type Reply = Result<HttpResponse, SimError>;

impl ResponseError for SimError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::UnknownApp(_) | Self::UnknownNumber(_) => StatusCode::NOT_FOUND,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::Http(_) => StatusCode::BAD_GATEWAY,
            Self::Io(_) | Self::Ended => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code()).json(json!({ "error": self.to_string() }))
    }
}

/// The routes.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route("/", web::get().to(page)).service(
        web::scope("/sim")
            .route("/residents/{wa_id}/text", web::post().to(text))
            .route("/residents/{wa_id}/media", web::post().to(media))
            .route("/residents/{wa_id}/tap", web::post().to(tap))
            .route("/residents/{wa_id}/raw", web::post().to(raw))
            .route("/residents/{wa_id}/profile", web::post().to(profile))
            .route("/residents/{wa_id}/inbox", web::get().to(inbox))
            .route("/media/{media_id}", web::get().to(file))
            .route("/ledger", web::get().to(ledger))
            .route("/duplicates", web::get().to(duplicates))
            .route("/numbers", web::get().to(numbers))
            .route("/faults", web::get().to(faults))
            .route("/faults", web::post().to(set_faults))
            .route("/faults", web::delete().to(reset_faults))
            .route("/clock", web::post().to(clock))
            .route("/callback", web::post().to(callback))
            .route("/templates", web::post().to(template))
            .route("/handshake", web::post().to(handshake))
            .route("/webhook", web::post().to(webhook)),
    );
}

async fn page() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(include_str!("../../static/chat.html"))
}

#[derive(Deserialize)]
struct TextBody {
    #[serde(default)]
    phone_number_id: String,
    text: String,
    name: Option<String>,
}

async fn text(sim: Sim, wa_id: web::Path<String>, body: web::Json<TextBody>) -> Reply {
    sim.0.name(&wa_id, body.name.as_deref());
    let message_id = sim.0.send_text(&wa_id, &body.phone_number_id, &body.text)?;
    Ok(HttpResponse::Ok().json(json!({ "wamid": message_id })))
}

#[derive(Deserialize)]
struct MediaQuery {
    #[serde(default)]
    phone_number_id: String,
    caption: Option<String>,
    name: Option<String>,
    filename: Option<String>,
}

async fn media(
    sim: Sim,
    wa_id: web::Path<String>,
    query: web::Query<MediaQuery>,
    request: HttpRequest,
    body: web::Bytes,
) -> Reply {
    let query = query.into_inner();
    let content_type = request.headers().get("content-type").and_then(|v| v.to_str().ok());
    let mime_type = content_type.unwrap_or("application/octet-stream").to_owned();
    sim.0.name(&wa_id, query.name.as_deref());
    let media = InboundMedia {
        mime_type,
        bytes: body.to_vec(),
        caption: query.caption.filter(|caption| !caption.is_empty()),
        filename: query.filename,
    };
    let (message_id, media_id) = sim.0.send_media(&wa_id, &query.phone_number_id, media)?;
    Ok(HttpResponse::Ok().json(json!({ "wamid": message_id, "media_id": media_id })))
}

#[derive(Deserialize)]
struct TapBody {
    #[serde(default)]
    phone_number_id: String,
    #[serde(flatten)]
    tap: Tap,
}

async fn tap(sim: Sim, wa_id: web::Path<String>, body: web::Json<TapBody>) -> Reply {
    let message_id = sim.0.tap(&wa_id, &body.phone_number_id, &body.tap)?;
    Ok(HttpResponse::Ok().json(json!({ "wamid": message_id })))
}

#[derive(Deserialize)]
struct RawQuery {
    phone_number_id: Option<String>,
}

async fn raw(
    sim: Sim,
    wa_id: web::Path<String>,
    query: web::Query<RawQuery>,
    body: web::Json<Value>,
) -> Reply {
    let mut message = body.into_inner();
    let in_body = message.as_object_mut().and_then(|m| m.shift_remove("phone_number_id"));
    let in_body = in_body.as_ref().and_then(Value::as_str);
    let number = query.phone_number_id.as_deref().or(in_body).unwrap_or_default();
    let message_id = sim.0.send_raw(&wa_id, number, message)?;
    Ok(HttpResponse::Ok().json(json!({ "wamid": message_id })))
}

async fn profile(sim: Sim, wa_id: web::Path<String>, body: web::Json<Resident>) -> HttpResponse {
    sim.0.state().record_resident(&digits(&wa_id), body.into_inner());
    HttpResponse::Ok().json(json!({ "success": true }))
}

#[derive(Deserialize)]
struct InboxQuery {
    #[serde(default)]
    all: bool,
    #[serde(default)]
    after: u64,
    phone_number_id: Option<String>,
}

/// A message, with an address for its file.
#[derive(Serialize)]
struct InboxEntry {
    #[serde(flatten)]
    entry: LedgerEntry,
    #[serde(skip_serializing_if = "Option::is_none")]
    download: Option<String>,
}

async fn inbox(sim: Sim, wa_id: web::Path<String>, query: web::Query<InboxQuery>) -> HttpResponse {
    let wanted = query.phone_number_id.as_deref().filter(|id| !id.is_empty());
    let entries: Vec<_> = sim
        .0
        .inbox(&wa_id, query.all)
        .into_iter()
        .filter(|e| e.seq > query.after && wanted.is_none_or(|id| id == e.phone_number_id))
        .map(|entry| {
            let media = entry.media.as_ref();
            let download = media.map(|m| format!("{}/sim/media/{}", sim.0.base_url, m.media_id));
            InboxEntry { entry, download }
        })
        .collect();
    HttpResponse::Ok().json(entries)
}

async fn file(sim: Sim, media_id: web::Path<String>) -> HttpResponse {
    match sim.0.state().media.get(&media_id) {
        Some(item) => HttpResponse::Ok()
            .content_type(item.mime_type.as_str())
            .insert_header(("content-disposition", "inline"))
            .body(item.bytes.clone()),
        None => HttpResponse::NotFound().finish(),
    }
}

async fn ledger(sim: Sim) -> HttpResponse {
    HttpResponse::Ok().json(sim.0.state().ledger.entries())
}

async fn duplicates(sim: Sim) -> HttpResponse {
    HttpResponse::Ok().json(sim.0.state().ledger.duplicates())
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
            })
        })
        .collect();
    let pending = sim.0.pending.load(Ordering::SeqCst);
    HttpResponse::Ok().json(json!({ "numbers": numbers, "pending": pending }))
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
    sim.0.changed.notify_waiters();
    Ok(HttpResponse::Ok().json(merged))
}

async fn reset_faults(sim: Sim) -> HttpResponse {
    sim.0.state().faults = Faults::default();
    sim.0.changed.notify_waiters();
    HttpResponse::Ok().json(Faults::default())
}

#[derive(Deserialize)]
struct ClockBody {
    advance_seconds: u64,
}

async fn clock(sim: Sim, body: web::Json<ClockBody>) -> HttpResponse {
    sim.0.clock.advance(Duration::from_secs(body.advance_seconds));
    HttpResponse::Ok().json(json!({ "now_ms": sim.0.clock.now_ms() }))
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
    Ok(HttpResponse::Ok().json(json!({ "success": true })))
}

#[derive(Deserialize)]
struct TemplateBody {
    waba_id: String,
    name: String,
    status: String,
}

async fn template(sim: Sim, body: web::Json<TemplateBody>) -> HttpResponse {
    let found = sim.0.set_template_status(&body.waba_id, &body.name, &body.status);
    HttpResponse::Ok().json(json!({ "success": found }))
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
    Ok(HttpResponse::Ok().json(sim.0.post_once(&query.app_id, body).await?))
}

impl Shared {
    /// Remembers the profile name a resident gave along with a message.
    fn name(&self, wa_id: &str, name: Option<&str>) {
        let Some(name) = name.filter(|name| !name.is_empty()) else { return };
        let wa_id = digits(wa_id);
        let mut state = self.state();
        let old = state.residents.get(&wa_id).cloned().unwrap_or_default();
        if old.name.as_deref() != Some(name) {
            state.record_resident(&wa_id, Resident { name: Some(name.to_owned()), ..old });
        }
    }

    /// What a resident saw, oldest first; with `all`, what they wrote too.
    pub(super) fn inbox(&self, wa_id: &str, all: bool) -> Vec<LedgerEntry> {
        let wa_id = digits(wa_id);
        let state = self.state();
        let entries = state.ledger.entries().iter();
        entries
            .filter(|e| e.wa_id == wa_id && e.seen())
            .filter(|e| all || e.direction == Direction::Outbound)
            .cloned()
            .collect()
    }

    /// Sets the status of a template in all its languages; false when there is none.
    pub(super) fn set_template_status(&self, waba_id: &str, name: &str, status: &str) -> bool {
        let mut state = self.state();
        let mut found = false;
        for template in
            state.templates.iter_mut().filter(|t| t.waba_id == waba_id && t.name == name)
        {
            status.clone_into(&mut template.status);
            found = true;
        }
        found
    }
}
