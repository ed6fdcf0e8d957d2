//! Meta's limits on what may be sent, checked one message kind at a time.

use std::collections::HashSet;

use serde_json::Value;

use super::error::GraphError;

type Checked = Result<(), GraphError>;

/// A required string, not empty, of at most `max` characters.
pub(super) fn text<'a>(value: &'a Value, name: &str, max: usize) -> Result<&'a str, GraphError> {
    let text = match value {
        Value::Null => return Err(GraphError::missing(name)),
        Value::String(text) if text.trim().is_empty() => return Err(GraphError::missing(name)),
        Value::String(text) => text,
        _ => return Err(GraphError::parameter(format!("Param {name} must be a string"))),
    };
    if text.chars().count() > max {
        let message = format!("(#100) Param {name} must be at most {max} characters long.");
        return Err(GraphError { message, ..GraphError::parameter(format!("{name} is too long")) });
    }
    Ok(text)
}

/// The same, but it may be left out.
pub(super) fn optional<'a>(
    value: &'a Value,
    name: &str,
    max: usize,
) -> Result<Option<&'a str>, GraphError> {
    if value.is_null() { Ok(None) } else { text(value, name, max).map(Some) }
}

/// A required list whose length lies in the range.
fn list<'a>(
    value: &'a Value,
    name: &str,
    range: std::ops::RangeInclusive<usize>,
) -> Result<&'a [Value], GraphError> {
    let list = value.as_array().ok_or_else(|| GraphError::missing(name))?;
    if range.contains(&list.len()) {
        return Ok(list);
    }
    Err(GraphError::value(format!(
        "{name} must hold {} to {} elements, not {}",
        range.start(),
        range.end(),
        list.len()
    )))
}

/// Any of the interactive kinds.
pub(super) fn interactive(object: &Value) -> Checked {
    match object["type"].as_str() {
        Some("button") => {
            header(&object["header"], &["text", "image", "video", "document"])?;
            text(&object["body"]["text"], "interactive['body']['text']", 1024)?;
            footer(object)?;
            buttons(&object["action"]["buttons"])
        }
        Some("list") => {
            header(&object["header"], &["text"])?;
            text(&object["body"]["text"], "interactive['body']['text']", 4096)?;
            footer(object)?;
            text(&object["action"]["button"], "interactive['action']['button']", 20)?;
            sections(&object["action"]["sections"])
        }
        Some("cta_url") => {
            header(&object["header"], &["text", "image", "video", "document"])?;
            text(&object["body"]["text"], "interactive['body']['text']", 1024)?;
            footer(object)?;
            cta_url(&object["action"])
        }
        Some("flow" | "location_request_message" | "request_contact_info") => {
            text(&object["body"]["text"], "interactive['body']['text']", 1024).map(drop)
        }
        Some(other) => {
            Err(GraphError::value(format!("interactive type '{other}' is not supported")))
        }
        None => Err(GraphError::missing("interactive['type']")),
    }
}

fn header(header: &Value, kinds: &[&str]) -> Checked {
    if header.is_null() {
        return Ok(());
    }
    let kind = header["type"].as_str().ok_or_else(|| GraphError::missing("header['type']"))?;
    if !kinds.contains(&kind) {
        return Err(GraphError::value(format!("header type '{kind}' is not allowed here")));
    }
    if kind == "text" {
        return text(&header["text"], "interactive['header']['text']", 60).map(drop);
    }
    media(&header[kind], kind)
}

fn footer(object: &Value) -> Checked {
    optional(&object["footer"]["text"], "interactive['footer']['text']", 60).map(drop)
}

fn buttons(value: &Value) -> Checked {
    let buttons = list(value, "interactive['action']['buttons']", 1..=3)?;
    let (mut ids, mut titles) = (HashSet::new(), HashSet::new());
    for button in buttons {
        if button["type"] != "reply" {
            return Err(GraphError::value("button type must be 'reply'"));
        }
        let reply = &button["reply"];
        let id = text(&reply["id"], "button['reply']['id']", 256)?;
        let title = text(&reply["title"], "button['reply']['title']", 20)?;
        if !ids.insert(id) || !titles.insert(title) {
            return Err(GraphError::value("button ids and titles must be unique"));
        }
    }
    Ok(())
}

fn sections(value: &Value) -> Checked {
    let sections = list(value, "interactive['action']['sections']", 1..=10)?;
    let mut ids = HashSet::new();
    let mut rows_in_all = 0;
    for section in sections {
        if sections.len() > 1 {
            text(&section["title"], "section['title']", 24)?;
        } else {
            optional(&section["title"], "section['title']", 24)?;
        }
        for row in list(&section["rows"], "section['rows']", 1..=10)? {
            rows_in_all += 1;
            text(&row["title"], "row['title']", 24)?;
            optional(&row["description"], "row['description']", 72)?;
            if !ids.insert(text(&row["id"], "row['id']", 200)?) {
                return Err(GraphError::value("row ids must be unique"));
            }
        }
    }
    if rows_in_all > 10 {
        return Err(GraphError::value(format!(
            "Total row count exceed max allowed count: 10 (got {rows_in_all})"
        )));
    }
    Ok(())
}

fn cta_url(action: &Value) -> Checked {
    if action["name"] != "cta_url" {
        return Err(GraphError::value("action['name'] must be 'cta_url'"));
    }
    let parameters = &action["parameters"];
    text(&parameters["display_text"], "parameters['display_text']", 20)?;
    let url = text(&parameters["url"], "parameters['url']", 2000)?;
    if url.starts_with("http://") || url.starts_with("https://") {
        return Ok(());
    }
    Err(GraphError::value("parameters['url'] must be an http or https address"))
}

/// An image, document, video, audio or sticker by id or link.
pub(super) fn media(object: &Value, kind: &str) -> Checked {
    if object.is_null() {
        return Err(GraphError::missing(kind));
    }
    optional(&object["caption"], &format!("{kind}['caption']"), 1024)?;
    match (&object["id"], &object["link"]) {
        (Value::String(id), Value::Null) if !id.is_empty() => Ok(()),
        (Value::Null, Value::String(link)) if link.starts_with("http") => Ok(()),
        (Value::Null, Value::Null) => Err(GraphError::missing(&format!("{kind}['id']"))),
        _ => Err(GraphError::value(format!("{kind} takes either an id or a link"))),
    }
}

/// A template message.
pub(super) fn template(object: &Value) -> Checked {
    if object.is_null() {
        return Err(GraphError::missing("template"));
    }
    text(&object["name"], "template['name']", 512)?;
    text(&object["language"]["code"], "template['language']['code']", 20)?;
    for component in object["components"].as_array().into_iter().flatten() {
        let kind = component["type"].as_str().unwrap_or_default().to_lowercase();
        if !matches!(kind.as_str(), "header" | "body" | "button" | "footer" | "carousel") {
            return Err(GraphError::parameter(format!("component type '{kind}' is not known")));
        }
        for parameter in component["parameters"].as_array().into_iter().flatten() {
            template_parameter(parameter)?;
        }
    }
    Ok(())
}

fn template_parameter(parameter: &Value) -> Checked {
    match parameter["type"].as_str() {
        Some("text") => {
            let text = text(&parameter["text"], "parameter['text']", 32_768)?;
            if text.contains(['\n', '\t']) || text.contains("     ") {
                return Err(GraphError::new(400, 132_018, "(#132018) There's an issue with the parameters in your template")
                    .with_details("Param text cannot have new-line/tab characters or more than 4 consecutive spaces"));
            }
            Ok(())
        }
        Some(kind @ ("document" | "image" | "video")) => media(&parameter[kind], kind),
        Some(_) => Ok(()),
        None => Err(GraphError::missing("parameter['type']")),
    }
}
