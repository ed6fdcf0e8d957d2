//! Message templates: created, listed, and refused when paused.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::{
    super::{config::SimNumber, state::State},
    Sim, authorised,
    error::GraphError,
    limits,
};

/// A template of one account.
#[derive(Clone, Debug)]
pub(in super::super) struct Template {
    pub(in super::super) waba_id: String,
    pub(in super::super) name: String,
    pub(in super::super) language: String,
    /// `APPROVED`, `PENDING`, `PAUSED`, `DISABLED` or `REJECTED`.
    pub(in super::super) status: String,
    definition: Value,
    id: String,
}

impl Template {
    fn view(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "status": self.status,
            "category": self.definition["category"],
            "components": self.definition["components"],
        })
    }
}

/// Whether a template may be sent now: unknown ones only when `strict_templates` is off.
pub(super) fn sendable(
    state: &State,
    number: &SimNumber,
    template: &Value,
) -> Result<(), GraphError> {
    let known = state.templates.iter().find(|t| {
        t.waba_id == number.waba_id
            && template["name"] == t.name
            && template["language"]["code"] == t.language
    });
    let refuse = |code: i64, title: &str| {
        let name = template["name"].as_str().unwrap_or_default();
        Err(GraphError::new(400, code, format!("(#{code}) {title}"))
            .with_details(format!("template name: {name}")))
    };
    match known.map(|t| t.status.as_str()) {
        None if state.faults.strict_templates => {
            refuse(132_001, "Template name does not exist in the translation")
        }
        None | Some("APPROVED") => Ok(()),
        Some("PAUSED") => refuse(132_015, "Template is paused"),
        Some("DISABLED") => refuse(132_016, "Template is disabled"),
        Some(_) => refuse(132_001, "Template is not approved"),
    }
}

/// `POST /{version}/{waba_id}/message_templates`: approved at once.
pub(super) async fn create(
    sim: Sim,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    match try_create(&sim, &path.1, &request, &body) {
        Ok(template) => HttpResponse::Ok().json(json!({
            "id": template.id,
            "status": template.status,
            "category": template.definition["category"],
        })),
        Err(error) => error.response(),
    }
}

fn try_create(
    sim: &Sim,
    waba_id: &str,
    request: &HttpRequest,
    body: &[u8],
) -> Result<Template, GraphError> {
    let own = authorised(&sim.0, request)?;
    if !own.iter().any(|n| n.waba_id == waba_id) {
        return Err(GraphError::unknown_object(waba_id));
    }
    let definition: Value = serde_json::from_slice(body)
        .map_err(|e| GraphError::parameter(format!("The body is not JSON: {e}")))?;
    let name = limits::text(&definition["name"], "name", 512)?.to_owned();
    let language = limits::text(&definition["language"], "language", 20)?.to_owned();
    let category = limits::text(&definition["category"], "category", 20)?;
    if !matches!(category, "UTILITY" | "MARKETING" | "AUTHENTICATION") {
        return Err(GraphError::value("category must be UTILITY, MARKETING or AUTHENTICATION"));
    }
    let mut state = sim.0.state();
    let taken = state
        .templates
        .iter()
        .any(|t| t.waba_id == waba_id && t.name == name && t.language == language);
    if taken {
        return Err(GraphError::parameter("A template with this name and language exists"));
    }
    let template = Template {
        waba_id: waba_id.to_owned(),
        name,
        language,
        status: "APPROVED".to_owned(),
        id: state.rng.between(100_000_000_000_000, 999_999_999_999_999).to_string(),
        definition,
    };
    state.templates.push(template.clone());
    Ok(template)
}

/// `GET /{version}/{waba_id}/message_templates`.
pub(super) async fn list(
    sim: Sim,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> HttpResponse {
    let own = match authorised(&sim.0, &request) {
        Ok(own) => own,
        Err(error) => return error.response(),
    };
    if !own.iter().any(|n| n.waba_id == path.1) {
        return GraphError::unknown_object(&path.1).response();
    }
    let state = sim.0.state();
    let data: Vec<_> =
        state.templates.iter().filter(|t| t.waba_id == path.1).map(Template::view).collect();
    HttpResponse::Ok().json(json!({ "data": data, "paging": {} }))
}
