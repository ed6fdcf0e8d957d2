//! The routes of templates, and the webhooks that tell of their life.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{
        super::{
            config::{SimError, SimNumber},
            faults::Review,
            queue::{About, Scope, Update},
            samples::fields,
            shared::Shared,
        },
        Sim, authorised,
        error::GraphError,
    },
    Template, codes, rules,
};

/// An account may have this many.
const MOST: usize = 250;

/// The account in the path, if the token may use one of its numbers.
fn own_account<'a>(
    shared: &'a Shared,
    request: &HttpRequest,
    waba_id: &str,
) -> Result<&'a SimNumber, GraphError> {
    let own = authorised(shared, request)?;
    let found = own.into_iter().find(|n| n.waba_id == waba_id);
    found.ok_or_else(|| GraphError::unknown_object(waba_id))
}

/// `POST /{version}/{waba_id}/message_templates`.
pub(in super::super) async fn create(
    sim: Sim,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    match try_create(&sim.0, &path.1, &request, &body) {
        Ok(template) => HttpResponse::Ok().json(json!({
            "id": template.id,
            "status": template.status,
            "category": template.category(),
        })),
        Err(error) => error.response(),
    }
}

fn try_create(
    shared: &Arc<Shared>,
    waba_id: &str,
    request: &HttpRequest,
    body: &[u8],
) -> Result<Template, GraphError> {
    let number = own_account(shared, request, waba_id)?;
    let definition: Value = serde_json::from_slice(body)
        .map_err(|e| GraphError::parameter(format!("The body is not JSON: {e}")))?;
    rules::check(&definition)?;
    let text = |name: &str| definition[name].as_str().unwrap_or_default().to_owned();
    let template = {
        let mut state = shared.state();
        let own = || state.templates.iter().filter(|t| t.waba_id == waba_id);
        if own().any(|t| t.name == text("name") && t.language == text("language")) {
            return Err(GraphError {
                subcode: Some(2_388_024),
                ..GraphError::parameter(
                    "There is already content in this language for this template.",
                )
            });
        }
        if own().count() >= MOST {
            return Err(GraphError {
                subcode: Some(2_388_019),
                ..GraphError::parameter(format!("The account has {MOST} templates already"))
            });
        }
        let (status, reason) = reviewed(state.faults.template_review, &definition);
        let template = Template {
            waba_id: waba_id.to_owned(),
            name: text("name"),
            language: text("language"),
            status: status.to_owned(),
            quality: "UNKNOWN".to_owned(),
            reason: reason.map(str::to_owned),
            id: state.rng.between(100_000_000_000_000, 999_999_999_999_999).to_string(),
            definition: kept(definition),
        };
        state.templates.push(template.clone());
        template
    };
    if template.status != "PENDING" {
        shared.template_event(number, &template, &template.status);
    }
    Ok(template)
}

/// The definition as it is kept.
fn kept(definition: Value) -> Value {
    if codes::is_authentication(&definition) { codes::worded(definition) } else { definition }
}

fn reviewed(review: Review, definition: &Value) -> (&'static str, Option<&'static str>) {
    let objection = match review {
        Review::Approve => None,
        Review::Pending => return ("PENDING", None),
        Review::Reject => Some("TAG_CONTENT_MISMATCH"),
        Review::Judge => rules::objection(definition),
    };
    objection.map_or(("APPROVED", None), |reason| ("REJECTED", Some(reason)))
}

/// What a list may ask for.
#[derive(Debug, Deserialize)]
pub(in super::super) struct ListQuery {
    name: Option<String>,
    status: Option<String>,
    limit: Option<usize>,
    after: Option<String>,
}

/// `GET /{version}/{waba_id}/message_templates`.
pub(in super::super) async fn list(
    sim: Sim,
    path: web::Path<(String, String)>,
    query: web::Query<ListQuery>,
    request: HttpRequest,
) -> HttpResponse {
    if let Err(error) = own_account(&sim.0, &request, &path.1) {
        return error.response();
    }
    let state = sim.0.state();
    let wanted = |t: &&Template| {
        t.waba_id == path.1
            && query.name.as_ref().is_none_or(|name| t.name.contains(name))
            && query.status.as_ref().is_none_or(|status| t.status == *status)
    };
    let limit = query.limit.unwrap_or(25).clamp(1, MOST);
    let start = query.after.as_deref().and_then(|after| after.parse::<usize>().ok()).unwrap_or(0);
    let all: Vec<_> = state.templates.iter().filter(wanted).collect();
    let data: Vec<_> = all.iter().skip(start).take(limit).map(|t| t.view()).collect();
    let end = start + data.len();
    let mut paging =
        json!({ "cursors": { "before": start.to_string(), "after": end.to_string() } });
    if end < all.len() {
        let base = &sim.0.base_url;
        paging["next"] = json!(format!(
            "{base}/{}/{}/message_templates?limit={limit}&after={end}",
            path.0, path.1
        ));
    }
    HttpResponse::Ok().json(json!({ "data": data, "paging": paging }))
}

/// Which template to delete: all languages of a name, or one by its id.
#[derive(Debug, Deserialize)]
pub(in super::super) struct DeleteQuery {
    name: String,
    hsm_id: Option<String>,
}

/// `DELETE /{version}/{waba_id}/message_templates?name=…`.
pub(in super::super) async fn delete(
    sim: Sim,
    path: web::Path<(String, String)>,
    query: web::Query<DeleteQuery>,
    request: HttpRequest,
) -> HttpResponse {
    if let Err(error) = own_account(&sim.0, &request, &path.1) {
        return error.response();
    }
    let mut state = sim.0.state();
    let before = state.templates.len();
    state.templates.retain(|t| {
        t.waba_id != path.1
            || t.name != query.name
            || query.hsm_id.as_ref().is_some_and(|id| *id != t.id)
    });
    if state.templates.len() == before {
        return GraphError::parameter("Message template was not found").response();
    }
    HttpResponse::Ok().json(json!({ "success": true }))
}

/// `POST /{version}/{template_id}`: other components, reviewed anew.
pub(in super::super) fn edit(
    shared: &Arc<Shared>,
    request: &HttpRequest,
    id: &str,
    changes: &Value,
) -> Result<(), GraphError> {
    let known = shared.state().templates.iter().find(|t| t.id == id).cloned();
    let known = known.ok_or_else(|| GraphError::unknown_object(id))?;
    let waba_id = known.waba_id;
    let category = &changes["category"];
    let authentication = match category.as_str() {
        Some(category) => category == "AUTHENTICATION",
        None => codes::is_authentication(&known.definition),
    };
    let number = own_account(shared, request, &waba_id)?;
    if !changes["components"].is_null() {
        rules::check_components(&changes["components"], authentication)?;
    }
    let edited = {
        let mut state = shared.state();
        let review = state.faults.template_review;
        let Some(template) = state.templates.iter_mut().find(|t| t.id == id) else {
            return Err(GraphError::unknown_object(id));
        };
        for name in ["components", "category"] {
            if !changes[name].is_null() {
                template.definition[name] = changes[name].clone();
            }
        }
        template.definition = kept(template.definition.take());
        let (status, reason) = reviewed(review, &template.definition);
        status.clone_into(&mut template.status);
        template.reason = reason.map(str::to_owned);
        template.clone()
    };
    shared.template_event(number, &edited, &edited.status);
    Ok(())
}

impl Shared {
    /// Sets the status of a template in all its languages, with the webhook; false when there is none.
    pub(in super::super::super) fn set_template_status(
        self: &Arc<Self>,
        waba_id: &str,
        name: &str,
        status: &str,
        reason: Option<&str>,
    ) -> bool {
        self.change_templates(waba_id, name, |number, template| {
            status.clone_into(&mut template.status);
            template.reason = reason.map(str::to_owned);
            template_update(number, template, status)
        })
    }

    /// Moves a template to another category, as Meta does on its own account.
    pub(in super::super::super) fn set_template_category(
        self: &Arc<Self>,
        waba_id: &str,
        name: &str,
        category: &str,
    ) -> bool {
        self.change_templates(waba_id, name, |number, template| {
            let value = fields::template_category(template.key(), template.category(), category);
            template.definition["category"] = json!(category);
            account_update(number, "template_category_update", value)
        })
    }

    /// Changes the quality of a template.
    pub(in super::super::super) fn set_template_quality(
        self: &Arc<Self>,
        waba_id: &str,
        name: &str,
        quality: &str,
    ) -> bool {
        self.change_templates(waba_id, name, |number, template| {
            let value = fields::template_quality(template.key(), &template.quality, quality);
            quality.clone_into(&mut template.quality);
            account_update(number, "message_template_quality_update", value)
        })
    }

    fn change_templates(
        self: &Arc<Self>,
        waba_id: &str,
        name: &str,
        change: impl Fn(&SimNumber, &mut Template) -> Update,
    ) -> bool {
        let Some(number) = self.numbers.iter().find(|n| n.waba_id == waba_id) else { return false };
        let (found, updates) = {
            let mut state = self.state();
            let same = |t: &&mut Template| t.waba_id == waba_id && t.name == name;
            let changed = state.templates.iter_mut().filter(same);
            let updates: Vec<_> = changed.map(|t| change(number, t)).collect();
            (!updates.is_empty(), updates)
        };
        for update in updates {
            self.enqueue(update);
        }
        found
    }

    fn template_event(self: &Arc<Self>, number: &SimNumber, template: &Template, event: &str) {
        self.enqueue(template_update(number, template, event));
    }

    /// Queues any field of a number's account, or of the number itself when the value has `metadata`.
    pub(in super::super::super) fn field(
        self: &Arc<Self>,
        phone_number_id: &str,
        field: &str,
        value: Value,
    ) -> Result<(), SimError> {
        let number = self.number(phone_number_id)?;
        let mut update = account_update(number, field, value);
        if update.value["metadata"].is_object() {
            update.scope = Scope::of(number);
        }
        self.enqueue(update);
        Ok(())
    }
}

/// A change of the account that owns a number.
fn account_update(number: &SimNumber, field: &str, value: Value) -> Update {
    Update {
        scope: Scope::account(number),
        about: About::Field,
        field: field.to_owned(),
        value,
        wa_id: String::new(),
    }
}

/// A change of a template's status.
fn template_update(number: &SimNumber, template: &Template, event: &str) -> Update {
    let reason = template.reason.as_deref();
    let value = fields::template_status(template.key(), template.category(), event, reason);
    account_update(number, "message_template_status_update", value)
}
