//! WhatsApp's webhook: verified over the raw bytes, stored, and only then answered. Beside it the state of the channel.

mod kanal;
mod laporan;
#[cfg(test)]
mod uji;
mod view;

use std::collections::HashMap;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    post,
    web::{self, Data, Query},
};
use loket_domain::{
    galat::{Galat, PortError},
    percakapan::{HasilWebhook, TerimaWebhook},
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    AppState,
    badan::badan,
    dokumentasi::galat::{GalatJabatTangan, GalatWebhook},
    problem::Problem,
};

const X_HUB_SIGNATURE_256: HeaderName = HeaderName::from_static("x-hub-signature-256");
/// Meta's challenges are short numbers; nothing longer is echoed.
const PANJANG_TANTANGAN: usize = 256;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(jabat_tangan)
        .service(terima)
        .service(kanal::baca)
        .service(kanal::verifikasi)
        .service(laporan::daftar)
        .service(laporan::ubah);
}

/// Shake hands with Meta
///
/// Echoes the challenge when the verify token is that of one of our apps.
#[utoipa::path(
    tag = "whatsapp",
    operation_id = "jabatTanganWebhook",
    params(
        ("hub.mode" = String, Query, description = "Always `subscribe`", example = "subscribe"),
        ("hub.verify_token" = String, Query, description = "The verify token of the app"),
        ("hub.challenge" = String, Query, description = "What to echo", example = "1158201444"),
    ),
    responses(
        (status = OK, description = "The challenge", body = String, content_type = "text/plain", example = "1158201444"),
        GalatJabatTangan,
    ),
)]
#[get("/v1/wa/webhook")]
async fn jabat_tangan(state: Data<AppState>, req: HttpRequest) -> Result<HttpResponse, Problem> {
    let tantangan = tantangan(req.query_string()).ok_or_else(ditolak)?;
    let cocok = state.ports.pintu.token_cocok(&tantangan.token).await.map_err(Galat::from)?;
    if !cocok {
        return Err(ditolak());
    }
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
        .body(tantangan.tantangan))
}

/// A handshake that is complete.
#[derive(Debug, PartialEq, Eq)]
struct Tantangan {
    token: String,
    tantangan: String,
}

fn tantangan(kueri: &str) -> Option<Tantangan> {
    let mut isi = Query::<HashMap<String, String>>::from_query(kueri).ok()?.into_inner();
    let tantangan = isi.remove("hub.challenge")?;
    let layak = isi.remove("hub.mode")? == "subscribe"
        && (1..=PANJANG_TANTANGAN).contains(&tantangan.len())
        && tantangan.bytes().all(|b| b.is_ascii_graphic());
    let token = isi.remove("hub.verify_token")?;
    layak.then_some(Tantangan { token, tantangan })
}

fn ditolak() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "jabat_tangan_ditolak", "Jabat tangan webhook ditolak.")
}

/// Receive what happened on WhatsApp
///
/// The signature covers the raw bytes and decides, together with the number, which office an element belongs to.
/// Everything is stored before the answer; what comes again is recognised. 503 asks Meta to send it again, also what is
/// for an office that is suspended: it is stored nowhere meanwhile.
#[utoipa::path(
    tag = "whatsapp",
    operation_id = "terimaWebhook",
    request_body(
        content = serde_json::Value, content_type = "application/json",
        description = "A webhook of the Cloud API, at most 3 MB",
        example = json!({ "object": "whatsapp_business_account", "entry": [] }),
    ),
    responses((status = OK, description = "Everything is stored"), GalatWebhook),
    security(("tanda_tangan_meta" = [])),
)]
#[post("/v1/wa/webhook")]
async fn terima(
    state: Data<AppState>,
    req: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let Some(tanda_tangan) = tanda_tangan(&req) else {
        return Err(tanda_tangan_salah(&state));
    };
    let batas = state.batas;
    let isi = badan(&req, &mut payload.into_inner(), batas.webhook, batas.waktu_badan).await?;
    let penanda = state.ports.pintu.penanda(&isi, tanda_tangan).await;
    let Some(aplikasi) = penanda.map_err(|galat| kirim_ulang(galat.into()))? else {
        return Err(tanda_tangan_salah(&state));
    };
    let elemen = state.ports.pintu.urai(&isi);
    let semua = elemen.len() as u64;
    let hasil = TerimaWebhook { aplikasi, elemen }.execute(&state.ports).await;
    let HasilWebhook { baru, tak_dikenal, tertunda, tenant } = hasil.map_err(kirim_ulang)?;
    state.metrik.elemen_wa(semua, baru, tak_dikenal);
    if tak_dikenal > 0 {
        tracing::warn!(tak_dikenal, "elemen webhook untuk nomor yang tidak dikenal");
    }
    for satu in &tenant {
        (state.kotor)(satu);
    }
    if tertunda > 0 {
        tracing::warn!(
            tertunda,
            "elemen webhook untuk kantor yang ditangguhkan; diminta dikirim ulang"
        );
        return Err(kirim_ulang(PortError::tidak_tersedia("tenant", "ditangguhkan").into()));
    }
    Ok(HttpResponse::Ok().finish())
}

/// The one signature of the request.
fn tanda_tangan(req: &HttpRequest) -> Option<&str> {
    let mut semua = req.headers().get_all(X_HUB_SIGNATURE_256);
    let (Some(satu), None) = (semua.next(), semua.next()) else { return None };
    satu.to_str().ok()
}

fn tanda_tangan_salah(state: &AppState) -> Problem {
    state.metrik.tanda_tangan_gagal();
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "tanda_tangan_salah",
        "Tanda tangan webhook tidak cocok.",
    )
    .dengan_kepala(
        header::WWW_AUTHENTICATE,
        HeaderValue::from_static(r#"X-Hub-Signature-256 realm="loket""#),
    )
}

/// Whatever went wrong, it was not stored: Meta shall send it again.
fn kirim_ulang(galat: Galat) -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "webhook_belum_tersimpan",
        "Belum tersimpan. Kirim ulang.",
    )
    .dengan_kepala(header::RETRY_AFTER, HeaderValue::from_static("5"))
    .karena(galat)
}
