//! The `/sim` routes and the chat page: how people and scripts play residents, Meta and the network.

mod control;
mod inspect;
mod meta;
mod residents;

use std::sync::Arc;

use actix_web::{HttpResponse, ResponseError, http::StatusCode, web};
use serde_json::json;

use super::{config::SimError, shared::Shared};

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
            .configure(residents::routes)
            .configure(inspect::routes)
            .configure(control::routes)
            .configure(meta::routes),
    );
}

async fn page() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(include_str!("../../../static/chat.html"))
}

/// What every action answers that has nothing else to say.
fn done() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "success": true }))
}

/// A query that may name a number.
#[derive(serde::Deserialize)]
struct NumberQuery {
    #[serde(default)]
    phone_number_id: String,
}
