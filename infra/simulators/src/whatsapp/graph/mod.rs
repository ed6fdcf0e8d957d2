//! The Graph face: what the product believes to be `graph.facebook.com`.

mod account;
mod error;
mod interactive;
mod limits;
mod media;
mod messages;
mod permission;
mod recipient;
mod send;
pub(super) mod templates;

pub(super) use crate::multipart::parse as parse_form;

use std::sync::Arc;

use actix_web::{HttpRequest, http::header, web};

use self::{error::GraphError, templates::routes as template_routes};
use super::{config::SimNumber, shared::Shared};

/// The routes. They must come after `/sim`, because `/{version}` is only told apart by its shape.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/lookaside/whatsapp_business/attachments/", web::get().to(media::download))
        .service(
            web::scope(r"/{version:v\d+\.\d+}")
                .route("/{id}/messages", web::post().to(messages::post))
                .route("/{id}/media", web::post().to(media::upload))
                .route("/{id}/message_templates", web::post().to(template_routes::create))
                .route("/{id}/message_templates", web::get().to(template_routes::list))
                .route("/{id}/message_templates", web::delete().to(template_routes::delete))
                .route("/{id}/subscribed_apps", web::post().to(account::subscribe))
                .route("/{id}/subscribed_apps", web::get().to(account::subscriptions))
                .route("/{id}/subscribed_apps", web::delete().to(account::unsubscribe))
                .route("/{id}/phone_numbers", web::get().to(account::phone_numbers))
                .route("/{id}", web::get().to(media::lookup_or_number))
                .route("/{id}", web::post().to(account::configure))
                .route("/{id}", web::delete().to(media::delete))
                .default_service(web::to(|| async {
                    GraphError::new(400, 2500, "Unknown path components").response()
                })),
        );
}

/// The shared state as handlers receive it.
type Sim = web::ThinData<Arc<Shared>>;

/// The numbers this request's bearer token may use; 190 when there are none, or no more.
fn authorised<'a>(
    shared: &'a Shared,
    request: &HttpRequest,
) -> Result<Vec<&'a SimNumber>, GraphError> {
    let header = request.headers().get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    let Some(token) = header.and_then(|v| v.strip_prefix("Bearer ")) else {
        return Err(GraphError::new(
            401,
            190,
            "An access token is required to request this resource.",
        ));
    };
    let now = shared.clock.now_ms();
    let state = shared.state();
    let Some(token) = state.tokens.get(token) else {
        return Err(GraphError::new(
            401,
            190,
            "Invalid OAuth access token - Cannot parse access token",
        ));
    };
    if token.expires_ms.is_some_and(|at| at <= now) {
        return Err(GraphError {
            subcode: Some(463),
            ..GraphError::new(401, 190, "Error validating access token: Session has expired")
        });
    }
    let opened = |n: &&SimNumber| token.phone_number_ids.contains(&n.phone_number_id);
    Ok(shared.numbers.iter().filter(opened).collect())
}

/// The number in the path, if the token may use it: 200 for somebody else's, 100 for nobody's.
fn authorised_number<'a>(
    shared: &'a Shared,
    request: &HttpRequest,
    phone_number_id: &str,
) -> Result<&'a SimNumber, GraphError> {
    let own = authorised(shared, request)?;
    if let Some(number) = own.into_iter().find(|n| n.phone_number_id == phone_number_id) {
        return Ok(number);
    }
    if shared.numbers.iter().any(|n| n.phone_number_id == phone_number_id) {
        return Err(GraphError::new(
            403,
            200,
            "(#200) You do not have the necessary permissions to send messages on behalf of this WhatsApp Business Account",
        ));
    }
    Err(GraphError::unknown_object(phone_number_id))
}
