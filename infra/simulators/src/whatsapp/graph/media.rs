//! Upload, lookup, download and deletion of media, each with its faults.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, body::SizedStream, http::header, web};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::{StreamExt as _, stream};
use serde::Deserialize;
use serde_json::json;

use super::{
    super::{
        config::SimNumber,
        faults::take,
        media::{MediaItem, Origin, size_limit},
        shared::Shared,
    },
    Sim, account, authorised, authorised_number,
    error::GraphError,
    messages::slow_body,
};

/// `POST /{version}/{phone_number_id}/media`.
pub(super) async fn upload(
    sim: Sim,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let (_, phone_number_id) = path.into_inner();
    match take_upload(&sim.0, &request, &phone_number_id, &body) {
        Ok(id) => HttpResponse::Ok().json(json!({ "id": id })),
        Err(error) => error.response(),
    }
}

fn take_upload(
    shared: &Shared,
    request: &HttpRequest,
    phone_number_id: &str,
    body: &web::Bytes,
) -> Result<String, GraphError> {
    let number = authorised_number(shared, request, phone_number_id)?;
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|v| v.to_str().ok()).unwrap_or_default();
    let parts = crate::multipart::parse(content_type, body)
        .ok_or_else(|| GraphError::parameter("The body is not multipart/form-data"))?;
    let field = |name: &str| parts.iter().find(|part| part.name == name);
    let product = field("messaging_product").map(|part| &part.bytes[..]);
    if product != Some(b"whatsapp".as_slice()) {
        return Err(GraphError::new(
            400,
            100,
            "(#100) The parameter messaging_product is required.",
        ));
    }
    let file = field("file")
        .ok_or_else(|| GraphError::new(400, 100, "(#100) The parameter file is required."))?;
    let declared = field("type").map(|part| String::from_utf8_lossy(&part.bytes).into_owned());
    let mime = file.content_type.clone().or(declared).unwrap_or_default();
    let mime = mime.split(';').next().unwrap_or_default().trim();
    let limit = size_limit(mime).ok_or_else(|| {
        GraphError::new(
            400,
            100,
            format!("(#100) Param file must be a file with one of the supported types. Received file of type '{mime}'."),
        )
    })?;
    if file.bytes.len() > limit {
        return Err(GraphError::parameter(format!("The file is larger than {limit} bytes")));
    }
    let now = shared.clock.now_ms();
    let filename = file.filename.clone();
    let item = shared.state().add_media(
        &number.phone_number_id,
        mime,
        filename,
        file.bytes.clone(),
        now,
        Origin::Upload,
    );
    Ok(item.id)
}

/// What a lookup may ask for.
#[derive(Debug, Deserialize)]
pub(super) struct LookupQuery {
    phone_number_id: Option<String>,
    fields: Option<String>,
}

/// `GET /{version}/{id}`: a media object, or one of the numbers.
pub(super) async fn lookup_or_number(
    sim: Sim,
    path: web::Path<(String, String)>,
    query: web::Query<LookupQuery>,
    request: HttpRequest,
) -> HttpResponse {
    let (_, id) = path.into_inner();
    let shared = &sim.0;
    if shared.numbers.iter().any(|n| n.phone_number_id == id) {
        return match authorised_number(shared, &request, &id) {
            Ok(number) => account::number(shared, number, query.fields.as_deref()),
            Err(error) => error.response(),
        };
    }
    match own_media(shared, &request, &id, query.phone_number_id.as_deref()) {
        Ok(item) => lookup(shared, &item),
        Err(error) => error.response(),
    }
}

fn lookup(shared: &Shared, item: &MediaItem) -> HttpResponse {
    let now = shared.clock.now_ms();
    let mut state = shared.state();
    if take(&mut state.faults.media_lookup_503) {
        return GraphError::new(503, 2, "Service temporarily unavailable").response();
    }
    let wrong_sha = take(&mut state.faults.media_wrong_sha);
    let wrong_mime = take(&mut state.faults.media_wrong_mime);
    let sha256 = if wrong_sha { "0".repeat(64) } else { item.sha256.clone() };
    let (sha256, file_size) = if state.faults.media_as_documented {
        let raw = hex::decode(&sha256).unwrap_or_default();
        (STANDARD.encode(raw), json!(item.bytes.len().to_string()))
    } else {
        (sha256, json!(item.bytes.len()))
    };
    let mime_type = if wrong_mime { "application/octet-stream" } else { &item.mime_type };
    HttpResponse::Ok().json(json!({
        "url": format!("{}{}", shared.base_url, state.media.download_path(&item.id, now)),
        "mime_type": mime_type,
        "sha256": sha256,
        "file_size": file_size,
        "id": item.id,
        "messaging_product": "whatsapp",
    }))
}

/// `DELETE /{version}/{media_id}`.
pub(super) async fn delete(
    sim: Sim,
    path: web::Path<(String, String)>,
    query: web::Query<LookupQuery>,
    request: HttpRequest,
) -> HttpResponse {
    let (_, id) = path.into_inner();
    match own_media(&sim.0, &request, &id, query.phone_number_id.as_deref()) {
        Ok(item) => {
            sim.0.state().media.delete(&item.id);
            HttpResponse::Ok().json(json!({ "success": true }))
        }
        Err(error) => error.response(),
    }
}

/// The media object, if it still exists and belongs to a number of this token.
fn own_media(
    shared: &Shared,
    request: &HttpRequest,
    id: &str,
    phone_number_id: Option<&str>,
) -> Result<MediaItem, GraphError> {
    let own = authorised(shared, request)?;
    let now = shared.clock.now_ms();
    let state = shared.state();
    state
        .media
        .get(id)
        .filter(|item| item.known_at(now) && belongs(item, &own))
        .filter(|item| phone_number_id.is_none_or(|wanted| wanted == item.phone_number_id))
        .cloned()
        .ok_or_else(|| GraphError::unknown_object(id))
}

fn belongs(item: &MediaItem, own: &[&SimNumber]) -> bool {
    own.iter().any(|number| number.phone_number_id == item.phone_number_id)
}

/// The query of a download url.
#[derive(Debug, Deserialize)]
pub(super) struct DownloadQuery {
    mid: String,
    ext: i64,
    hash: String,
}

/// `GET /lookaside/…`: the bytes, with the bearer token, for five minutes.
pub(super) async fn download(
    sim: Sim,
    query: web::Query<DownloadQuery>,
    request: HttpRequest,
) -> HttpResponse {
    let shared = &sim.0;
    let own = match authorised(shared, &request) {
        Ok(own) => own,
        Err(error) => return error.response(),
    };
    let now = shared.clock.now_ms();
    let mut state = shared.state();
    let found = state.media.by_url(&query.mid, query.ext, &query.hash, now).cloned();
    let Some(item) = found.filter(|item| belongs(item, &own)) else {
        return HttpResponse::NotFound().finish();
    };
    if take(&mut state.faults.media_download_503) {
        return HttpResponse::ServiceUnavailable().finish();
    }
    let half = item.bytes.slice(..item.bytes.len() / 2);
    let mut response = HttpResponse::Ok();
    response.content_type(item.mime_type.as_str());
    if take(&mut state.faults.media_truncated) {
        return response.body(half);
    }
    if take(&mut state.faults.media_slow) {
        let wait = Duration::from_millis(state.faults.slow_body_ms);
        return response.body(slow_body(&item.bytes, wait));
    }
    if take(&mut state.faults.media_cut) {
        let broken = stream::iter([Ok(half)]).chain(stream::once(async {
            // Long enough for the first half to leave.
            tokio::time::sleep(Duration::from_millis(50)).await;
            Err(std::io::Error::new(std::io::ErrorKind::ConnectionAborted, "cut by a fault"))
        }));
        return response.body(SizedStream::new(item.bytes.len() as u64, Box::pin(broken)));
    }
    response.body(item.bytes)
}
