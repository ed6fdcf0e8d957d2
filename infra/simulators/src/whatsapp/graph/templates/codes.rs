//! Authentication templates: Meta words them, and the sender gives the code twice.

use serde_json::{Value, json};

use super::{super::error::GraphError, component, rules};

/// The most characters of a code.
const LONGEST: usize = 15;

/// Whether the definition is one.
pub(super) fn is_authentication(definition: &Value) -> bool {
    definition["category"] == "AUTHENTICATION"
}

/// The components of a new or edited one: a body without words, perhaps an expiry, and the button that copies.
pub(super) fn check(components: &Value) -> Result<(), GraphError> {
    let list = components.as_array().ok_or_else(|| GraphError::missing("components"))?;
    let known = |c: &Value| {
        let kind = c["type"].as_str().unwrap_or_default().to_uppercase();
        matches!(kind.as_str(), "BODY" | "FOOTER" | "BUTTONS")
    };
    if !list.iter().all(known) {
        return Err(rules::invalid("an authentication template has a body, a footer and buttons"));
    }
    let body =
        component(components, "BODY").ok_or_else(|| GraphError::missing("components['BODY']"))?;
    if !body["text"].is_null() || !body["example"].is_null() {
        return Err(rules::invalid(
            "the body of an authentication template has no text of its own",
        ));
    }
    let advice = &body["add_security_recommendation"];
    if !advice.is_null() && !advice.is_boolean() {
        return Err(GraphError::value("add_security_recommendation must be a boolean"));
    }
    if let Some(footer) = component(components, "FOOTER") {
        let minutes = footer["code_expiration_minutes"].as_u64();
        if !footer["text"].is_null() || !minutes.is_some_and(|m| (1..=90).contains(&m)) {
            return Err(rules::invalid("code_expiration_minutes must be 1 to 90"));
        }
    }
    let buttons = component(components, "BUTTONS").and_then(|c| c["buttons"].as_array());
    let copies = |b: &Value| {
        let is = |name: &str, word: &str| {
            b[name].as_str().is_some_and(|found| found.eq_ignore_ascii_case(word))
        };
        is("type", "OTP") && is("otp_type", "COPY_CODE")
    };
    match buttons.map(Vec::as_slice) {
        Some([button]) if copies(button) => Ok(()),
        _ => Err(rules::invalid("an authentication template has one button of type OTP")),
    }
}

/// The definition as Meta keeps it: with its words, and a button that has become one of type URL.
pub(super) fn worded(mut definition: Value) -> Value {
    let components = &definition["components"];
    let advised = component(components, "BODY")
        .is_some_and(|body| body["add_security_recommendation"] == true);
    let advice = if advised { " Demi keamanan, jangan bagikan kode ini." } else { "" };
    let minutes =
        component(components, "FOOTER").and_then(|f| f["code_expiration_minutes"].as_u64());
    let label = component(components, "BUTTONS")
        .and_then(|c| c["buttons"][0]["text"].as_str())
        .unwrap_or("Salin kode")
        .to_owned();
    let expiry = minutes.map_or_else(String::new, |m| format!("&code_expiration_minutes={m}"));
    let url =
        format!("https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE{expiry}&code=otp{{{{1}}}}");
    let body = format!("*{{{{1}}}}* adalah kode verifikasi Anda.{advice}");
    let mut kept = vec![json!({
        "type": "BODY", "text": body, "add_security_recommendation": advised,
        "example": { "body_text": [["123456"]] },
    })];
    if let Some(minutes) = minutes {
        let text = format!("Kode ini kedaluwarsa dalam {minutes} menit.");
        kept.push(json!({ "type": "FOOTER", "text": text, "code_expiration_minutes": minutes }));
    }
    let button = json!({ "type": "URL", "text": label, "url": url, "example": ["otp123456"] });
    kept.push(json!({ "type": "BUTTONS", "buttons": [button] }));
    definition["components"] = Value::Array(kept);
    definition
}

/// What is sent with one: the code in the body, and the same code for the button.
pub(super) fn check_sent(sent: &Value) -> Result<(), GraphError> {
    let list = sent.as_array().map(Vec::as_slice).unwrap_or_default();
    let code = |kind: &str| {
        let found =
            list.iter().find(|c| c["type"].as_str().is_some_and(|t| t.eq_ignore_ascii_case(kind)));
        found.and_then(|c| c["parameters"][0]["text"].as_str())
    };
    let body = code("body").unwrap_or_default();
    if body.chars().count() > LONGEST {
        return Err(GraphError::parameter(format!("a code has at most {LONGEST} characters")));
    }
    match code("button") {
        Some(button) if button != body => {
            Err(GraphError::parameter("the button must carry the code of the body"))
        }
        // A missing one is told like that of any other template.
        _ => Ok(()),
    }
}
