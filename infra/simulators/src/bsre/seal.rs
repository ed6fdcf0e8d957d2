//! The office's seal: activation, one-time codes, sealing.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Bytes, Json, ServiceConfig},
};
use serde_json::json;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    routes::{Shared, admitted, answer_v2, bad_request, server_error, unauthorized},
    signing::{self, Api},
    wire::{SealRequest, SignRequest, files},
};

/// The one subscriber this host seals for.
pub const SEAL_SUBSCRIBER: &str = "SEGEL-SIMULATOR";
/// The common name in the certificate of the seal.
pub const SEAL_NAME: &str = "SEGEL KANTOR SIMULATOR - BUKAN ASLI";
/// Codes of activations are kept under this name.
const ACTIVATION: &str = "aktivasi-segel";
/// An activation seals this often before it must be asked for again.
const SEALS_PER_ACTIVATION: usize = 1_000;

/// The routes.
pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .route("/api/v2/seal/get/activation", web::post().to(activate))
        .route("/api/v2/seal/revoke/activation", web::post().to(revoke))
        .route("/api/v2/seal/get/totp", web::post().to(code))
        .route("/api/v2/seal/pdf", web::post().to(seal))
        .route("/sim/seal", web::get().to(show));
}

/// The activation code goes to the subscriber's phone, here to `/sim/seal`.
async fn activate(state: Shared, request: HttpRequest, body: Json<SealRequest>) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    if body.id_subscriber.as_deref() != Some(SEAL_SUBSCRIBER) {
        return bad_request("idSubscriber tidak terdaftar 2011");
    }
    state.codes().issue(ACTIVATION, SEALS_PER_ACTIVATION);
    HttpResponse::Ok().json(json!({"success": true, "message": "Kode aktivasi segel dikirim"}))
}

async fn revoke(state: Shared, request: HttpRequest, body: Json<SealRequest>) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    if state.codes().sent(ACTIVATION) != body.totp {
        return bad_request("Kode aktivasi salah 2031");
    }
    state.codes().revoke(ACTIVATION);
    state.codes().revoke(SEAL_SUBSCRIBER);
    HttpResponse::Ok().json(json!({"success": true, "message": "Aktivasi segel dicabut"}))
}

/// A one-time code for the activation code, in the answer itself.
async fn code(state: Shared, request: HttpRequest, body: Json<SealRequest>) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    let files = files(body.data.as_ref());
    let right = body.totp.as_deref().is_some_and(|code| {
        body.id_subscriber.as_deref() == Some(SEAL_SUBSCRIBER)
            && state.codes().spend(ACTIVATION, code, files)
    });
    if !right {
        return HttpResponse::Ok().json(json!({"result": false, "message": "TOTP tidak valid"}));
    }
    let until = OffsetDateTime::from(SystemTime::now() + Duration::from_mins(5));
    HttpResponse::Ok().json(json!({
        "result": true,
        "message": "TOTP berhasil dibuat",
        "totp": state.codes().issue(SEAL_SUBSCRIBER, files),
        "expires": until.format(&Rfc3339).unwrap_or_default(),
    }))
}

async fn seal(state: Shared, request: HttpRequest, body: Bytes) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    let Ok(parsed) = serde_json::from_slice::<SignRequest>(&body) else {
        return bad_request("Format permintaan tidak dikenal");
    };
    let call = match parsed.call(Api::Seal) {
        Ok(call) if call.who == SEAL_SUBSCRIBER => call,
        Ok(_) => return bad_request("idSubscriber tidak terdaftar 2011"),
        Err(sentence) => return bad_request(sentence),
    };
    let shared = Arc::clone(&state);
    match web::block(move || signing::sign(&shared, &call)).await {
        Ok(Ok(outcome)) => answer_v2(outcome, request.path()).await,
        Ok(Err(error)) => server_error(&error),
        Err(error) => server_error(&error),
    }
}

async fn show(state: Shared) -> HttpResponse {
    HttpResponse::Ok().json(json!({
        "idSubscriber": SEAL_SUBSCRIBER,
        "activation": state.codes().sent(ACTIVATION),
    }))
}

/// The activation code that was "sent".
pub(super) fn activation(state: &super::state::State) -> Option<String> {
    state.codes().sent(ACTIVATION)
}
