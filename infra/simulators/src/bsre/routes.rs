//! The host's HTTP face, and the `/sim` routes that steer it.

use std::{io, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{self, Bytes, Data, Json, ServiceConfig},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::stream;
use serde_json::{Value, json};

use super::{
    config::SignerStatus,
    error::SimError,
    faults::Fault,
    signing::{self, Outcome},
    state::State,
    verify,
    wire::{FaultRequest, SignRequest, StatusRequest, VerifyRequest},
};

type Shared = Data<Arc<State>>;

/// All routes.
pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .route("/api/v2/sign/pdf", web::post().to(sign))
        .route("/api/v2/user/check/status", web::post().to(status))
        .route("/api/v2/verify/pdf", web::post().to(verify_pdf))
        .route("/sim/journal", web::get().to(journal))
        .route("/sim/faults", web::get().to(show_faults))
        .route("/sim/faults", web::post().to(add_fault))
        .route("/sim/faults", web::delete().to(clear_faults))
        .route("/sim/ca.pem", web::get().to(ca_pem));
}

async fn sign(state: Shared, request: HttpRequest, body: Bytes) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    let Ok(parsed) = serde_json::from_slice::<SignRequest>(&body) else {
        return bad_request("Format permintaan tidak dikenal");
    };
    let shared = Arc::clone(&state);
    match web::block(move || signing::sign(&shared, parsed)).await {
        Ok(Ok(Outcome::Answer { body, fault })) => answer(&json!(body), fault).await,
        Ok(Ok(Outcome::Refused(body))) => HttpResponse::BadRequest().json(body),
        Ok(Ok(Outcome::Replaced(fault))) => replaced(fault, request.path()),
        Ok(Err(error)) => server_error(&error),
        Err(error) => server_error(&error),
    }
}

/// Puts the answer on the wire, or lets it break on the way.
async fn answer(body: &Value, fault: Option<Fault>) -> HttpResponse {
    if let Some(delay) = fault.and_then(Fault::delay) {
        tokio::time::sleep(delay).await;
    }
    let text = Bytes::from(body.to_string());
    let kept = match fault {
        Some(Fault::DropAfterSign) => 0,
        Some(Fault::CutAnswer) => text.len() / 2,
        _ => return HttpResponse::Ok().content_type("application/json").body(text),
    };
    let broken = || io::Error::from(io::ErrorKind::ConnectionReset);
    let length = u64::try_from(text.len()).unwrap_or_default();
    let chunks = vec![Ok(text.slice(..kept)), Err(broken())];
    HttpResponse::Ok()
        .content_type("application/json")
        .no_chunking(length)
        .streaming(stream::iter(chunks))
}

fn replaced(fault: Fault, path: &str) -> HttpResponse {
    let html = |status| {
        HttpResponse::build(status)
            .content_type("text/html")
            .body("<html><head><title>Error</title></head><body>nginx</body></html>")
    };
    match fault {
        Fault::Unauthorized => unauthorized(path),
        Fault::BadGatewayHtml => html(StatusCode::BAD_GATEWAY),
        Fault::BadRequestHtml => html(StatusCode::BAD_REQUEST),
        Fault::OkHtml => html(StatusCode::OK),
        _ => HttpResponse::InternalServerError().json(json!({
            "status": 500,
            "error": "Internal Server Error",
            "path": path,
        })),
    }
}

async fn status(state: Shared, request: HttpRequest, body: Json<StatusRequest>) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    let nik = body.into_inner().nik.unwrap_or_default();
    let known = state.signers.get(&nik).map(|known| known.signer.status);
    let status = match state.faults().peek(&nik) {
        Some(Fault::Status(status)) => status,
        Some(Fault::NotRegistered) => SignerStatus::NotRegistered,
        _ => known.unwrap_or(SignerStatus::NotRegistered),
    };
    let (code, message) = match status {
        SignerStatus::NotRegistered => (2011, "User tidak terdaftar"),
        SignerStatus::NoCertificate => (2021, "User tidak memiliki sertifikat"),
        _ => (1111, "User sudah terdaftar"),
    };
    HttpResponse::Ok().json(json!({
        "status_code": code,
        "message": format!("{message} (status {})", status.as_str()),
        "status": status.as_str(),
    }))
}

async fn verify_pdf(
    state: Shared,
    request: HttpRequest,
    body: Json<VerifyRequest>,
) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    let shared = Arc::clone(&state);
    let checked = web::block(move || {
        let pdf = STANDARD.decode(&body.file).map_err(SimError::crypto)?;
        verify::verdict(&pdf, &shared.authority)
    });
    match checked.await {
        Ok(Ok(verdict)) => HttpResponse::Ok().json(verdict),
        Ok(Err(error)) => server_error(&error),
        Err(error) => server_error(&error),
    }
}

async fn journal(state: Shared) -> HttpResponse {
    HttpResponse::Ok().json(state.journal().entries())
}

async fn show_faults(state: Shared) -> HttpResponse {
    HttpResponse::Ok().json(&*state.faults())
}

async fn add_fault(state: Shared, body: Json<FaultRequest>) -> HttpResponse {
    let mut faults = state.faults();
    match &body.nik {
        Some(nik) => faults.for_nik(nik, body.fault),
        None => faults.next(body.fault, body.count.unwrap_or(1)),
    }
    HttpResponse::Ok().json(&*faults)
}

async fn clear_faults(state: Shared) -> HttpResponse {
    state.faults().clear();
    HttpResponse::NoContent().finish()
}

async fn ca_pem(state: Shared) -> HttpResponse {
    HttpResponse::Ok().content_type("application/x-pem-file").body(state.ca_pem.clone())
}

fn admitted(state: &State, request: &HttpRequest) -> bool {
    let value = request.headers().get(header::AUTHORIZATION);
    state.admits(value.and_then(|value| value.to_str().ok()))
}

fn unauthorized(path: &str) -> HttpResponse {
    let now = time::OffsetDateTime::from(std::time::SystemTime::now()).unix_timestamp();
    HttpResponse::Unauthorized().json(json!({
        "timestamp": now,
        "status": 401,
        "error": "Unauthorized",
        "path": path,
    }))
}

fn bad_request(error: &str) -> HttpResponse {
    HttpResponse::BadRequest().json(json!({"status_code": 400, "error": error}))
}

fn server_error(error: &dyn std::error::Error) -> HttpResponse {
    tracing::warn!(%error, "BSrE simulator");
    HttpResponse::InternalServerError()
        .json(json!({"status": 500, "error": "Internal Server Error"}))
}
