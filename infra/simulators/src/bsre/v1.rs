//! The first generation: multipart in, the PDF itself out, and a document id to fetch it once more.

use std::{collections::VecDeque, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Bytes, Path, ServiceConfig},
};
use serde_json::json;

use super::{
    appearance::{Placing, Visible},
    config::SignerStatus,
    error::SimError,
    faults::Fault,
    routes::{Shared, admitted, bad_request, broken_off, replaced, server_error, unauthorized},
    signing::{self, Api, Call, Credential, Outcome, Property, Signed},
    verify,
};
use crate::multipart::{self, Part};

/// Signed files kept for a download; the oldest go first.
const MOST_DOCUMENTS: usize = 500;

/// Signed files that were not fetched yet.
#[derive(Default)]
pub(super) struct Documents(VecDeque<(String, Bytes)>);

impl Documents {
    /// Keeps a file under its id.
    pub(super) fn keep(&mut self, id: &str, bytes: &[u8]) {
        self.0.push_back((id.to_owned(), Bytes::copy_from_slice(bytes)));
        if self.0.len() > MOST_DOCUMENTS {
            self.0.pop_front();
        }
    }

    /// Gives a file out, once.
    fn take(&mut self, id: &str) -> Option<Bytes> {
        let at = self.0.iter().position(|(kept, _)| kept == id)?;
        self.0.remove(at).map(|(_, bytes)| bytes)
    }
}

/// The routes.
pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .route("/api/sign/pdf", web::post().to(sign))
        .route("/api/sign/download/{id}", web::get().to(download))
        .route("/api/sign/verify", web::post().to(verify_pdf))
        .route("/api/user/status/{nik}", web::get().to(status));
}

async fn sign(state: Shared, request: HttpRequest, body: Bytes) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    let call = match parts(&request, &body).and_then(|parts| call(&parts)) {
        Ok(call) => call,
        Err(sentence) => return bad_request(sentence),
    };
    let shared = Arc::clone(&state);
    match web::block(move || signing::sign(&shared, &call)).await {
        Ok(Ok(Outcome::Answer { files, fault, .. })) => answer(files, fault).await,
        Ok(Ok(Outcome::Refused(body))) => HttpResponse::BadRequest().json(body),
        Ok(Ok(Outcome::Replaced(fault))) => replaced(fault, request.path()),
        Ok(Err(error)) => server_error(&error),
        Err(error) => server_error(&error),
    }
}

fn parts(request: &HttpRequest, body: &Bytes) -> Result<Vec<Part>, &'static str> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    multipart::parse(kind.unwrap_or_default(), body).ok_or("Format permintaan tidak dikenal")
}

fn call(parts: &[Part]) -> Result<Call, &'static str> {
    let part = |name: &str| parts.iter().find(|part| part.name == name).map(|part| &part.bytes);
    let text = |name: &str| {
        part(name).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default().to_owned()
    };
    let number = |name: &str, default: f32| text(name).parse().unwrap_or(default);
    let visible = match text("tampilan").as_str() {
        "invisible" => None,
        "visible" if !text("tag_koordinat").is_empty() => {
            return Err("tag_koordinat tidak ditemukan pada dokumen");
        }
        "visible" => {
            let image = match text("image").as_str() {
                "true" => Some(part("imageTTD").ok_or("imageTTD harus diisi")?.to_vec()),
                _ => None,
            };
            Some(Visible {
                page: text("page").parse().unwrap_or(1),
                origin_x: number("xAxis", 0.0),
                origin_y: number("yAxis", 0.0),
                width: number("width", 180.0),
                height: number("height", 60.0),
                placing: Placing::V1,
                image,
            })
        }
        _ => return Err("tampilan harus visible atau invisible"),
    };
    let property = Property { visible, location: text("location"), reason: text("reason") };
    Ok(Call {
        api: Api::V1,
        who: text("nik"),
        credential: Credential::Passphrase(text("passphrase")),
        properties: vec![property],
        files: part("file").map(|file| vec![file.to_vec()]).unwrap_or_default(),
    })
}

async fn answer(files: Vec<Signed>, fault: Option<Fault>) -> HttpResponse {
    if let Some(delay) = fault.and_then(Fault::delay) {
        tokio::time::sleep(delay).await;
    }
    let Some(Signed { id, bytes }) = files.into_iter().next() else {
        return HttpResponse::Ok().content_type("application/pdf").finish();
    };
    let bytes = match fault {
        Some(Fault::EmptyAnswer | Fault::DownloadGone) => Bytes::new(),
        _ => Bytes::from(bytes),
    };
    let mut answer = HttpResponse::Ok();
    answer.content_type("application/pdf").insert_header(("id_dokumen", id));
    match fault {
        Some(Fault::DropAfterSign) => broken_off(answer, &bytes, 0),
        Some(Fault::CutAnswer) => broken_off(answer, &bytes, bytes.len() / 2),
        _ => answer.body(bytes),
    }
}

async fn download(state: Shared, request: HttpRequest, id: Path<String>) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    match state.documents().take(&id) {
        Some(bytes) => HttpResponse::Ok().content_type("application/pdf").body(bytes),
        None => HttpResponse::NotFound().json(json!({
            "status_code": 4044,
            "error": "File tidak tersedia, pastikan bahwa dokumen belum di download",
        })),
    }
}

async fn verify_pdf(state: Shared, request: HttpRequest, body: Bytes) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    let parts = parts(&request, &body).unwrap_or_default();
    let Some(file) = parts.into_iter().find(|part| part.name == "signed_file") else {
        return bad_request("signed_file harus diisi");
    };
    let shared = Arc::clone(&state);
    let checked = web::block(move || -> Result<_, SimError> {
        let name = file.filename.unwrap_or_default();
        verify::verdict_v1(&file.bytes, &name, &shared.authority)
    });
    match checked.await {
        Ok(Ok(verdict)) => HttpResponse::Ok().json(verdict),
        Ok(Err(error)) => server_error(&error),
        Err(error) => server_error(&error),
    }
}

async fn status(state: Shared, request: HttpRequest, nik: Path<String>) -> HttpResponse {
    if !admitted(&state, &request) {
        return unauthorized(request.path());
    }
    let (code, message) = match state.status(&nik) {
        SignerStatus::NotRegistered => (1110, "User belum terdaftar".to_owned()),
        status => (
            1111,
            format!(
                "User sudah terdaftar dan memiliki sertifikat dengan status {}",
                status.as_str()
            ),
        ),
    };
    HttpResponse::Ok().json(json!({
        "status_code": code,
        "status": state.status(&nik).as_str(),
        "message": message,
    }))
}
