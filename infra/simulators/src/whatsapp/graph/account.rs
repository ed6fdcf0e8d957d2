//! What the Graph API tells about numbers and accounts, and their callbacks.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::{
    super::{config::SimNumber, numbers::Override, shared::Shared},
    Sim, authorised, authorised_number,
    error::GraphError,
    templates::routes as template_routes,
};

fn describe(shared: &Shared, number: &SimNumber) -> Value {
    let state = shared.state();
    let live = state.number(&number.phone_number_id);
    let name =
        live.verified_name.unwrap_or_else(|| format!("Kantor {}", number.display_phone_number));
    let own = |id: &str| state.overrides.get(id).map(|o| o.url.clone());
    let mut webhooks = json!({ "application": state.callbacks.get(&number.app_id) });
    if let Some(url) = own(&number.waba_id) {
        webhooks["whatsapp_business_account"] = json!(url);
    }
    if let Some(url) = own(&number.phone_number_id) {
        webhooks["phone_number"] = json!(url);
    }
    json!({
        "verified_name": name,
        "code_verification_status": "VERIFIED",
        "display_phone_number": number.display_phone_number,
        "quality_rating": live.quality_rating,
        "platform_type": "CLOUD_API",
        "throughput": { "level": live.throughput },
        "messaging_limit_tier": live.messaging_limit_tier,
        "whatsapp_business_manager_messaging_limit": live.messaging_limit_tier,
        "name_status": live.name_status,
        "status": live.status,
        "account_mode": live.account_mode,
        "webhook_configuration": webhooks,
        "id": number.phone_number_id,
    })
}

/// `GET /{version}/{phone_number_id}?fields=…`.
pub(super) fn number(shared: &Shared, number: &SimNumber, fields: Option<&str>) -> HttpResponse {
    const USUAL: &str = "verified_name,code_verification_status,display_phone_number,quality_rating,platform_type,throughput,webhook_configuration";
    let wanted: Vec<&str> = fields.unwrap_or(USUAL).split(',').map(str::trim).collect();
    let mut all = describe(shared, number);
    if let Some(unknown) = wanted.iter().find(|name| all.get(**name).is_none()) {
        return GraphError::new(
            400,
            100,
            format!("(#100) Tried accessing nonexisting field ({unknown})"),
        )
        .response();
    }
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
            let own = own.into_iter().filter(|n| n.waba_id == path.1);
            let numbers: Vec<_> = own.map(|n| describe(&sim.0, n)).collect();
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
    if let Err(error) = own_account(&sim.0, &request, &path.1) {
        return error.response();
    }
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    if let Err(error) = replace_callback(&sim.0, &path.1, &body).await {
        return error.response();
    }
    sim.0.state().unsubscribed.remove(&path.1);
    HttpResponse::Ok().json(json!({ "success": true }))
}

/// `DELETE /{version}/{waba_id}/subscribed_apps`: from now on nothing is sent for the account.
pub(super) async fn unsubscribe(
    sim: Sim,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> HttpResponse {
    if let Err(error) = own_account(&sim.0, &request, &path.1) {
        return error.response();
    }
    let mut state = sim.0.state();
    state.unsubscribed.insert(path.1.clone());
    state.overrides.remove(&path.1);
    HttpResponse::Ok().json(json!({ "success": true }))
}

/// `GET /{version}/{waba_id}/subscribed_apps`.
pub(super) async fn subscriptions(
    sim: Sim,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> HttpResponse {
    let number = match own_account(&sim.0, &request, &path.1) {
        Ok(number) => number,
        Err(error) => return error.response(),
    };
    let state = sim.0.state();
    if state.unsubscribed.contains(&path.1) {
        return HttpResponse::Ok().json(json!({ "data": [] }));
    }
    let mut app =
        json!({ "whatsapp_business_api_data": { "id": number.app_id, "name": number.app_id } });
    if let Some(own) = state.overrides.get(&path.1) {
        app["override_callback_uri"] = json!(own.url);
    }
    HttpResponse::Ok().json(json!({ "data": [app] }))
}

/// `POST /{version}/{id}`: the callback of one number, or other components of a template.
pub(super) async fn configure(
    sim: Sim,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let (_, id) = path.into_inner();
    let Ok(body) = serde_json::from_slice::<Value>(&body) else {
        return GraphError::parameter("The body is not JSON").response();
    };
    let done = if sim.0.numbers.iter().any(|n| n.phone_number_id == id) {
        match authorised_number(&sim.0, &request, &id) {
            // Other settings of a number are taken and forgotten.
            Ok(_) if body["webhook_configuration"].is_null() => Ok(()),
            Ok(_) => replace_callback(&sim.0, &id, &body["webhook_configuration"]).await,
            Err(error) => Err(error),
        }
    } else {
        template_routes::edit(&sim.0, &request, &id, &body)
    };
    match done {
        Ok(()) => HttpResponse::Ok().json(json!({ "success": true })),
        Err(error) => error.response(),
    }
}

fn own_account<'a>(
    shared: &'a Shared,
    request: &HttpRequest,
    waba_id: &str,
) -> Result<&'a SimNumber, GraphError> {
    let own = authorised(shared, request)?;
    let found = own.into_iter().find(|n| n.waba_id == waba_id);
    found.ok_or_else(|| GraphError::unknown_object(waba_id))
}

/// Sets `override_callback_uri` for an account or a number once it has passed the handshake; an empty one, or its
/// absence, goes back to the app's.
async fn replace_callback(shared: &Arc<Shared>, id: &str, body: &Value) -> Result<(), GraphError> {
    let url = body["override_callback_uri"].as_str().unwrap_or_default();
    if url.is_empty() {
        shared.state().overrides.remove(id);
    } else {
        let verify_token = body["verify_token"].as_str().unwrap_or_default().to_owned();
        let verified = shared.handshake_with(url, &verify_token).await;
        if !matches!(verified, Ok(true)) {
            return Err(GraphError {
                subcode: Some(2_200),
                ..GraphError::parameter(
                    "Callback verification failed: the challenge did not come back",
                )
            });
        }
        let replaced = Override { url: url.to_owned(), verify_token };
        shared.state().overrides.insert(id.to_owned(), replaced);
    }
    shared.state().callback_turn += 1;
    shared.ring();
    Ok(())
}
