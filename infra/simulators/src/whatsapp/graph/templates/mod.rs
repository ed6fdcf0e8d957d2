//! Message templates: kept per account, reviewed, and filled in when sent.

mod codes;
pub(super) mod routes;
mod rules;

use serde_json::{Value, json};

use super::{
    super::{config::SimNumber, state::State},
    error::GraphError,
};

/// A template of one account, in one language.
#[derive(Clone, Debug)]
pub(in super::super) struct Template {
    pub(in super::super) waba_id: String,
    pub(in super::super) name: String,
    pub(in super::super) language: String,
    /// `APPROVED`, `PENDING`, `PAUSED`, `DISABLED` or `REJECTED`.
    pub(in super::super) status: String,
    /// `GREEN`, `YELLOW`, `RED` or `UNKNOWN`.
    pub(in super::super) quality: String,
    pub(in super::super) reason: Option<String>,
    pub(in super::super) definition: Value,
    pub(in super::super) id: String,
}

impl Template {
    /// `UTILITY`, `MARKETING` or `AUTHENTICATION`.
    pub(in super::super) fn category(&self) -> &str {
        self.definition["category"].as_str().unwrap_or("UTILITY")
    }

    /// Id, name and language, as webhooks name it.
    pub(in super::super) fn key(&self) -> (&str, &str, &str) {
        (&self.id, &self.name, &self.language)
    }

    /// As the Graph API shows it.
    pub(in super::super) fn view(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "status": self.status,
            "category": self.category(),
            "quality_score": { "score": self.quality },
            "rejected_reason": self.reason.as_deref().unwrap_or("NONE"),
            "parameter_format": self.definition["parameter_format"].as_str().unwrap_or("POSITIONAL"),
            "components": self.definition["components"],
        })
    }

    fn component(&self, kind: &str) -> Option<&Value> {
        component(&self.definition["components"], kind)
    }
}

/// The first component of this type, in any case.
fn component<'a>(components: &'a Value, kind: &str) -> Option<&'a Value> {
    let of_kind =
        |c: &&Value| c["type"].as_str().is_some_and(|found| found.eq_ignore_ascii_case(kind));
    components.as_array()?.iter().find(of_kind)
}

impl State {
    /// The template a message names.
    pub(in super::super) fn template(&self, waba_id: &str, template: &Value) -> Option<&Template> {
        self.templates.iter().find(|t| {
            t.waba_id == waba_id
                && template["name"] == t.name
                && template["language"]["code"] == t.language
        })
    }
}

/// Whether a template may be sent now, and what the resident reads. Unknown ones pass unless `strict_templates`.
pub(super) fn sendable(
    state: &State,
    number: &SimNumber,
    template: &Value,
) -> Result<Option<Value>, GraphError> {
    let refuse = |code: i64, title: &str| {
        let name = template["name"].as_str().unwrap_or_default();
        Err(GraphError::new(400, code, format!("(#{code}) {title}"))
            .with_details(format!("template name: {name}")))
    };
    let Some(known) = state.template(&number.waba_id, template) else {
        if state.faults.strict_templates {
            return refuse(132_001, "Template name does not exist in the translation");
        }
        return Ok(None);
    };
    match known.status.as_str() {
        "APPROVED" if codes::is_authentication(&known.definition) => {
            codes::check_sent(&template["components"])?;
            filled(known, &template["components"]).map(Some)
        }
        "APPROVED" => filled(known, &template["components"]).map(Some),
        "PAUSED" => refuse(132_015, "Template is paused"),
        "DISABLED" => refuse(132_016, "Template is disabled"),
        _ => refuse(132_001, "Template is not approved"),
    }
}

/// The template with the message's values in place.
fn filled(template: &Template, sent: &Value) -> Result<Value, GraphError> {
    let mut rendered = json!({});
    if let Some(header) = template.component("HEADER") {
        let parameters = parameters(sent, "header");
        match header["format"].as_str() {
            Some("TEXT") => {
                rendered["header"] = json!(fill(&header["text"], parameters, "header")?);
            }
            Some(format @ ("DOCUMENT" | "IMAGE" | "VIDEO")) => {
                let wanted = format.to_lowercase();
                if parameters.first().is_none_or(|p| p["type"] != wanted) {
                    return Err(GraphError::new(
                        400,
                        132_012,
                        "(#132012) Parameter format does not match format in the created template",
                    )
                    .with_details(format!(
                        "header: Format mismatch, expected {format}, received UNKNOWN"
                    )));
                }
            }
            _ => {}
        }
    }
    if let Some(body) = template.component("BODY") {
        rendered["body"] = json!(fill(&body["text"], parameters(sent, "body"), "body")?);
    }
    if let Some(footer) = template.component("FOOTER") {
        rendered["footer"] = footer["text"].clone();
    }
    if let Some(buttons) = template.component("BUTTONS") {
        rendered["buttons"] = filled_buttons(&buttons["buttons"], sent)?;
    }
    Ok(rendered)
}

fn parameters<'a>(sent: &'a Value, kind: &str) -> &'a [Value] {
    let found = component(sent, kind).and_then(|c| c["parameters"].as_array());
    found.map(Vec::as_slice).unwrap_or_default()
}

/// The text with each variable replaced; 132000 when their number differs.
fn fill(text: &Value, parameters: &[Value], place: &str) -> Result<String, GraphError> {
    let text = text.as_str().unwrap_or_default();
    let names = rules::variables(text);
    if names.len() != parameters.len() {
        return Err(GraphError::new(
            400,
            132_000,
            "(#132000) Number of parameters does not match the expected number of params",
        )
        .with_details(format!(
            "{place}: number of localizable_params ({}) does not match the expected number of params ({})",
            parameters.len(),
            names.len()
        )));
    }
    let mut out = text.to_owned();
    for (at, name) in names.iter().enumerate() {
        let by_name = parameters.iter().find(|p| p["parameter_name"] == *name);
        let positional = name.parse::<usize>().ok().and_then(|n| parameters.get(n.checked_sub(1)?));
        let value = by_name.or(positional).or_else(|| parameters.get(at));
        let value = value.and_then(|v| v["text"].as_str()).unwrap_or_default();
        out = out.replace(&format!("{{{{{name}}}}}"), value);
    }
    Ok(out)
}

fn filled_buttons(buttons: &Value, sent: &Value) -> Result<Value, GraphError> {
    let mut filled = Vec::new();
    for (at, button) in buttons.as_array().into_iter().flatten().enumerate() {
        let mut button = button.clone();
        let url = button["url"].as_str().unwrap_or_default().to_owned();
        if !rules::variables(&url).is_empty() {
            let given = sent.as_array().into_iter().flatten().find(|c| {
                c["type"].as_str().is_some_and(|t| t.eq_ignore_ascii_case("button"))
                    && index_of(c) == Some(at)
            });
            let value =
                given.and_then(|c| c["parameters"][0]["text"].as_str()).ok_or_else(|| {
                    GraphError::missing(&format!(
                        "Button at index {at} of type Url requires a parameter"
                    ))
                })?;
            button["url"] = json!(url.replace("{{1}}", value));
        }
        filled.push(button);
    }
    Ok(Value::Array(filled))
}

/// The place of a button, which senders write as a number or in quotes.
fn index_of(component: &Value) -> Option<usize> {
    let index = &component["index"];
    let number = index.as_u64().and_then(|number| usize::try_from(number).ok());
    number.or_else(|| index.as_str()?.parse().ok())
}
