//! The host's HTTP face of the second generation, and the `/sim` routes that steer it.

use std::{io, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::{StatusCode, header},
    web::{self, Bytes, Data, Json, Path, ServiceConfig},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::{StreamExt, stream};
use serde_json::json;

use super::{
    appearance::Placing,
    config::SignerStatus,
    error::SimError,
    faults::Fault,
    seal,
    signing::{self, Api, Outcome},
    state::State,
    v1, verify,
    wire::{FaultRequest, PersonRequest, SignRequest, VerifyRequest, files},
};

pub(super) type Shared = Data<Arc<State>>;

/// All routes.
pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .configure(v1::configure)
        .configure(seal::configure)
        .route("/api/v2/sign/pdf", web::post().to(sign))
        .route("/api/v2/sign/get/totp", web::post().to(totp))
        .route("/api/v2/user/check/status", web::post().to(status))
        .route("/api/v2/user/certificate/chain/{id}", web::get().to(chain))
        // Sources disagree about the name.
        .route("/api/v2/user/registration", web::post().to(register))
        .route("/api/v2/user/register", web::post().to(register))
        .route("/api/v2/verify/pdf", web::post().to(verify_pdf))
        .route("/sim/journal", web::get().to(journal))
        .route("/sim/faults", web::get().to(show_faults))
        .route("/sim/faults", web::post().to(add_fault))
        .route("/sim/faults", web::delete().to(clear_faults))
        .route("/sim/totp/{nik}", web::get().to(sent_totp))
        .route("/sim/placing", web::put().to(place))
        .route("/sim/ca.pem", web::get().to(ca_pem));
}

async fn sign(state: Shared, request: HttpRequest, body: Bytes) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    let Ok(parsed) = serde_json::from_slice::<SignRequest>(&body) else {
        return bad_request("Format permintaan tidak dikenal");
    };
    let call = match parsed.call(Api::V2) {
        Ok(call) => call,
        Err(sentence) => return bad_request(sentence),
    };
    let shared = Arc::clone(&state);
    match web::block(move || signing::sign(&shared, &call)).await {
        Ok(Ok(outcome)) => answer_v2(outcome, request.path()).await,
        Ok(Err(error)) => server_error(&error),
        Err(error) => server_error(&error),
    }
}

/// Puts the outcome on the wire, or lets it break on the way.
pub(super) async fn answer_v2(outcome: Outcome, path: &str) -> HttpResponse {
    let (time, signed, fault) = match outcome {
        Outcome::Answer { time, files, fault } => (time, files, fault),
        Outcome::Refused(body) => return HttpResponse::BadRequest().json(body),
        Outcome::Replaced(fault) => return replaced(fault, path),
    };
    if let Some(delay) = fault.and_then(Fault::delay) {
        tokio::time::sleep(delay).await;
    }
    let encoded = |bytes: &[u8]| match fault {
        Some(Fault::NotBase64) => "bukan base64!".to_owned(),
        Some(Fault::EmptyAnswer | Fault::DownloadGone) => String::new(),
        _ => STANDARD.encode(bytes),
    };
    let file: Vec<String> = signed.iter().map(|signed| encoded(&signed.bytes)).collect();
    let text = Bytes::from(json!({"time": time, "file": file}).to_string());
    let mut answer = HttpResponse::Ok();
    answer.content_type("application/json");
    match fault {
        Some(Fault::DropAfterSign) => broken_off(answer, &text, 0),
        Some(Fault::CutAnswer) => broken_off(answer, &text, text.len() / 2),
        _ => answer.body(text),
    }
}

/// An answer that announces all of its body, and breaks off after `kept` bytes; with none of them, not even its head
/// arrives.
pub(super) fn broken_off(
    mut answer: HttpResponseBuilder,
    body: &Bytes,
    kept: usize,
) -> HttpResponse {
    let length = u64::try_from(body.len()).unwrap_or_default();
    let first = stream::iter((kept > 0).then(|| Ok(body.slice(..kept))));
    let broken = stream::once(async move {
        if kept > 0 {
            // What was written leaves before the connection breaks.
            tokio::task::yield_now().await;
        }
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    answer.no_chunking(length).streaming(first.chain(broken))
}

pub(super) fn replaced(fault: Fault, path: &str) -> HttpResponse {
    let html = |status| {
        HttpResponse::build(status)
            .content_type("text/html")
            .body("<html><head><title>Error</title></head><body>nginx</body></html>")
    };
    match fault {
        Fault::Unauthorized => unauthorized(path),
        Fault::BadGatewayHtml => html(StatusCode::BAD_GATEWAY),
        Fault::BadRequestHtml => html(StatusCode::BAD_REQUEST),
        Fault::BadRequestText => not_json("Request tidak dapat diproses"),
        Fault::OkHtml => html(StatusCode::OK),
        _ => HttpResponse::InternalServerError().json(json!({
            "status": 500,
            "error": "Internal Server Error",
            "path": path,
        })),
    }
}

/// 400 with text under a JSON content type, as the live host answers.
fn not_json(text: &'static str) -> HttpResponse {
    HttpResponse::BadRequest().content_type("application/json").body(text)
}

async fn totp(state: Shared, request: HttpRequest, body: Json<PersonRequest>) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    let nik = body.nik.clone().unwrap_or_default();
    if state.status(&nik) != SignerStatus::Issue {
        return bad_request("Permintaan TOTP gagal : User tidak terdaftar 2011");
    }
    state.codes().issue(&nik, files(body.data.as_ref()));
    HttpResponse::Ok().json(json!({
        "success": true,
        "message": "Silakan gunakan TOTP pada aplikasi BeSign Mobile",
    }))
}

async fn status(state: Shared, request: HttpRequest, body: Json<PersonRequest>) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    let body = body.into_inner();
    let status = state.status(&body.nik.or(body.email).unwrap_or_default());
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

/// The chain of a signer in base64, leaf first.
async fn chain(state: Shared, request: HttpRequest, id: Path<String>) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    let identity = if *id == seal::SEAL_SUBSCRIBER {
        Some(&state.seal)
    } else {
        state.signers.get(id.as_str()).map(|known| &known.identity)
    };
    let Some(identity) = identity else { return not_json("Identity tidak ditemukan") };
    match identity.chain_der(&state.authority) {
        Ok(chain) => {
            let chain: Vec<String> = chain.iter().map(|der| STANDARD.encode(der)).collect();
            HttpResponse::Ok().json(json!({"success": true, "data": chain}))
        }
        Err(error) => server_error(&error),
    }
}

async fn register(state: Shared, request: HttpRequest, body: Json<PersonRequest>) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    let body = body.into_inner();
    let (Some(nama), Some(email)) = (body.nama, body.email) else {
        return bad_request("nama dan email harus diisi");
    };
    if nama.trim().is_empty() || !email.contains('@') {
        return bad_request("nama atau email tidak valid");
    }
    state.register(&email);
    HttpResponse::Ok().json(json!({"success": true, "message": "Pendaftaran diterima"}))
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

async fn sent_totp(state: Shared, nik: Path<String>) -> HttpResponse {
    HttpResponse::Ok().json(json!({"totp": state.codes().sent(&nik)}))
}

async fn place(state: Shared, body: Json<Placing>) -> HttpResponse {
    state.place(Some(body.into_inner()));
    HttpResponse::NoContent().finish()
}

async fn ca_pem(state: Shared) -> HttpResponse {
    HttpResponse::Ok().content_type("application/x-pem-file").body(state.ca_pem.clone())
}

pub(super) fn admitted(state: &State, request: &HttpRequest) -> bool {
    let value = request.headers().get(header::AUTHORIZATION);
    state.admits(value.and_then(|value| value.to_str().ok()))
}

pub(super) fn unauthorized(path: &str) -> HttpResponse {
    let now = time::OffsetDateTime::from(std::time::SystemTime::now()).unix_timestamp();
    HttpResponse::Unauthorized().json(json!({
        "timestamp": now,
        "status": 401,
        "error": "Unauthorized",
        "path": path,
    }))
}

pub(super) fn bad_request(error: &str) -> HttpResponse {
    HttpResponse::BadRequest().json(json!({"status_code": 400, "error": error}))
}

pub(super) fn server_error(error: &dyn std::error::Error) -> HttpResponse {
    tracing::warn!(%error, "BSrE simulator");
    HttpResponse::InternalServerError()
        .json(json!({"status": 500, "error": "Internal Server Error"}))
}
