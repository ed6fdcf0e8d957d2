//! What the Graph API tells about numbers and accounts.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::{super::config::SimNumber, Sim, authorised, error::GraphError};

fn describe(number: &SimNumber) -> Value {
    json!({
        "verified_name": format!("Kantor {}", number.display_phone_number),
        "code_verification_status": "VERIFIED",
        "display_phone_number": number.display_phone_number,
        "quality_rating": "GREEN",
        "platform_type": "CLOUD_API",
        "throughput": { "level": "STANDARD" },
        "name_status": "APPROVED",
        "status": "CONNECTED",
        "account_mode": "LIVE",
        "id": number.phone_number_id,
    })
}

/// `GET /{version}/{phone_number_id}?fields=…`.
pub(super) fn number(number: &SimNumber, fields: Option<&str>) -> HttpResponse {
    const USUAL: &str = "verified_name,code_verification_status,display_phone_number,quality_rating,platform_type,throughput";
    let wanted: Vec<&str> = fields.unwrap_or(USUAL).split(',').map(str::trim).collect();
    let mut all = describe(number);
    if let Some(all) = all.as_object_mut() {
        all.retain(|name, _| name == "id" || wanted.contains(&name.as_str()));
    }
    HttpResponse::Ok().json(all)
}

/// `GET /{version}/{waba_id}/phone_numbers`.
pub(super) async fn phone_numbers(
    sim: Sim,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> HttpResponse {
    match authorised(&sim.0, &request) {
        Ok(own) => {
            let numbers: Vec<_> =
                own.into_iter().filter(|n| n.waba_id == path.1).map(describe).collect();
            HttpResponse::Ok().json(json!({ "data": numbers }))
        }
        Err(error) => error.response(),
    }
}

/// `POST /{version}/{waba_id}/subscribed_apps`, with or without a callback of its own.
pub(super) async fn subscribe(
    sim: Sim,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let own = match authorised(&sim.0, &request) {
        Ok(own) => own,
        Err(error) => return error.response(),
    };
    let Some(number) = own.into_iter().find(|n| n.waba_id == path.1) else {
        return GraphError::unknown_object(&path.1).response();
    };
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    if let Some(url) = body["override_callback_uri"].as_str() {
        sim.0.set_callback(&number.app_id, url);
    }
    HttpResponse::Ok().json(json!({ "success": true }))
}

/// `GET /{version}/{waba_id}/subscribed_apps`.
pub(super) async fn subscriptions(
    sim: Sim,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> HttpResponse {
    match authorised(&sim.0, &request) {
        Ok(own) => {
            let apps: Vec<_> = own
                .into_iter()
                .filter(|n| n.waba_id == path.1)
                .map(|n| json!({ "whatsapp_business_api_data": { "id": n.app_id, "name": n.app_id } }))
                .take(1)
                .collect();
            HttpResponse::Ok().json(json!({ "data": apps }))
        }
        Err(error) => error.response(),
    }
}
