//! What Meta demands of a new template, and what a strict reviewer would reject.

use serde_json::Value;

use super::{
    super::{error::GraphError, limits},
    codes,
};

/// A refusal that names the rule.
pub(super) fn invalid(details: impl Into<String>) -> GraphError {
    GraphError { subcode: Some(2_388_023), ..GraphError::parameter(details) }
}

/// The variables of a text, in order of first appearance.
pub(super) fn variables(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("{{") {
        let Some((name, tail)) = after.split_once("}}") else { break };
        let name = name.trim();
        if !found.contains(&name) {
            found.push(name);
        }
        rest = tail;
    }
    found
}

/// Everything that is checked before a template is reviewed.
pub(super) fn check(definition: &Value) -> Result<(), GraphError> {
    let name = limits::text(&definition["name"], "name", 512)?;
    if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        return Err(invalid("name may only have lower-case letters, digits and underscores"));
    }
    let language = limits::text(&definition["language"], "language", 20)?;
    if !is_language(language) {
        return Err(invalid(format!("language '{language}' is not supported")));
    }
    let category = limits::text(&definition["category"], "category", 20)?;
    if !matches!(category, "UTILITY" | "MARKETING" | "AUTHENTICATION") {
        return Err(GraphError::value("category must be UTILITY, MARKETING or AUTHENTICATION"));
    }
    check_components(&definition["components"], codes::is_authentication(definition))
}

/// `id`, `en_US` and the like.
fn is_language(code: &str) -> bool {
    let (language, country) = code.split_once('_').unwrap_or((code, "ID"));
    (2..=3).contains(&language.len())
        && language.chars().all(|c| c.is_ascii_lowercase())
        && country.len() == 2
        && country.chars().all(|c| c.is_ascii_uppercase())
}

/// The components of a new or edited template.
pub(super) fn check_components(components: &Value, authentication: bool) -> Result<(), GraphError> {
    if authentication {
        return codes::check(components);
    }
    let list = components.as_array().ok_or_else(|| GraphError::missing("components"))?;
    let mut seen = Vec::new();
    for component in list {
        let kind = component["type"].as_str().unwrap_or_default().to_uppercase();
        match kind.as_str() {
            "HEADER" => header(component)?,
            "BODY" => {
                let body = limits::text(&component["text"], "body['text']", 1024)?;
                placement(body)?;
                examples(body, &component["example"]["body_text"][0], "body_text")?;
            }
            "FOOTER" => {
                let footer = limits::text(&component["text"], "footer['text']", 60)?;
                if !variables(footer).is_empty() {
                    return Err(invalid("a footer has no variables"));
                }
            }
            "BUTTONS" => buttons(&component["buttons"])?,
            other => return Err(invalid(format!("component type '{other}' is not known"))),
        }
        if seen.contains(&kind) {
            return Err(invalid(format!("there is more than one {kind}")));
        }
        seen.push(kind);
    }
    if seen.iter().any(|kind| kind == "BODY") {
        return Ok(());
    }
    Err(GraphError::missing("components['BODY']"))
}

fn header(component: &Value) -> Result<(), GraphError> {
    match component["format"].as_str() {
        Some("TEXT") => {
            let text = limits::text(&component["text"], "header['text']", 60)?;
            if variables(text).len() > 1 {
                return Err(invalid("a header has at most one variable"));
            }
            examples(text, &component["example"]["header_text"], "header_text")
        }
        Some("DOCUMENT" | "IMAGE" | "VIDEO") => {
            let given = component["example"]["header_handle"].as_array();
            if given.is_some_and(|list| !list.is_empty()) {
                return Ok(());
            }
            Err(invalid("a media header needs example['header_handle']"))
        }
        Some("LOCATION") => Ok(()),
        _ => Err(invalid("header['format'] must be TEXT, DOCUMENT, IMAGE, VIDEO or LOCATION")),
    }
}

/// Variables must not begin or end the body, nor touch each other, and are numbered from 1 without gaps.
fn placement(body: &str) -> Result<(), GraphError> {
    let trimmed = body.trim();
    if trimmed.starts_with("{{") || trimmed.ends_with("}}") {
        return Err(GraphError {
            subcode: Some(2_388_299),
            ..invalid("Variables can't be at the start or end of the template.")
        });
    }
    let touching = trimmed.split("}}").skip(1).any(|rest| rest.trim_start().starts_with("{{"));
    if touching {
        return Err(invalid("Variables must not touch each other."));
    }
    let names = variables(trimmed);
    let numbers: Vec<usize> = names.iter().filter_map(|n| n.parse().ok()).collect();
    if numbers.is_empty() {
        let plain = |n: &&str| {
            !n.is_empty()
                && n.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        return if names.iter().all(plain) {
            Ok(())
        } else {
            Err(invalid("Variable names may only have lower-case letters, digits and underscores."))
        };
    }
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    if numbers.len() == names.len() && sorted.iter().copied().eq(1..=names.len()) {
        return Ok(());
    }
    Err(invalid("Variables must be numbered from {{1}} without gaps."))
}

/// Each variable needs an example.
fn examples(text: &str, given: &Value, name: &str) -> Result<(), GraphError> {
    let wanted = variables(text).len();
    let count = given.as_array().map_or(0, Vec::len);
    if wanted == 0 || count == wanted {
        return Ok(());
    }
    Err(GraphError {
        subcode: Some(2_388_043),
        ..invalid(format!("example['{name}'] has {count} values for {wanted} variables"))
    })
}

fn buttons(value: &Value) -> Result<(), GraphError> {
    let buttons = value.as_array().filter(|list| (1..=10).contains(&list.len()));
    let buttons = buttons.ok_or_else(|| invalid("there may be 1 to 10 buttons"))?;
    for button in buttons {
        let kind = button["type"].as_str().unwrap_or_default();
        if !matches!(kind, "OTP" | "COPY_CODE") {
            limits::text(&button["text"], "button['text']", 25)?;
        }
        match kind {
            "QUICK_REPLY" | "OTP" | "COPY_CODE" | "FLOW" => {}
            "PHONE_NUMBER" => {
                limits::text(&button["phone_number"], "button['phone_number']", 20)?;
            }
            "URL" => {
                let url = limits::text(&button["url"], "button['url']", 2000)?;
                let count = variables(url).len();
                if count > 1 || (count == 1 && !url.ends_with("}}")) {
                    return Err(invalid("a button's url has at most one variable, at its end"));
                }
                examples(url, &button["example"], "url")?;
            }
            other => return Err(invalid(format!("button type '{other}' is not known"))),
        }
    }
    Ok(())
}

/// What a reviewer who reads Meta's policy would object to.
pub(super) fn objection(definition: &Value) -> Option<&'static str> {
    let text = definition["components"].to_string().to_lowercase();
    let asks = ["nik", "nomor induk kependudukan", "nomor kk", "ktp", "kartu keluarga"].iter().any(
        |word| {
            text.split(|c: char| !c.is_alphanumeric() && c != ' ')
                .any(|piece| format!(" {piece} ").contains(&format!(" {word} ")))
        },
    );
    let requests = ["kirim", "unggah", "balas dengan", "isi", "sebutkan", "send", "upload"];
    (asks && requests.iter().any(|word| text.contains(word))).then_some("INVALID_FORMAT")
}
