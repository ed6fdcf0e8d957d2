//! Meta's limits on what may be sent: texts, files, places, cards and template messages.

use serde_json::Value;

use super::error::GraphError;

pub(super) type Checked = Result<(), GraphError>;

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
pub(super) fn list<'a>(
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

/// An image, document, video, audio or sticker by id or link.
pub(super) fn media(object: &Value, kind: &str) -> Checked {
    if object.is_null() {
        return Err(GraphError::missing(kind));
    }
    optional(&object["caption"], &format!("{kind}['caption']"), 1024)?;
    if matches!(kind, "audio" | "sticker") && !object["caption"].is_null() {
        return Err(GraphError::parameter(format!("{kind} takes no caption")));
    }
    optional(&object["filename"], &format!("{kind}['filename']"), 240)?;
    match (&object["id"], &object["link"]) {
        (Value::String(id), Value::Null) if !id.is_empty() => Ok(()),
        (Value::Null, Value::String(link)) if link.starts_with("http") => Ok(()),
        (Value::Null, Value::Null) => Err(GraphError::missing(&format!("{kind}['id']"))),
        _ => Err(GraphError::value(format!("{kind} takes either an id or a link"))),
    }
}

/// A place: within the world.
pub(super) fn location(object: &Value) -> Checked {
    for (name, most) in [("latitude", 90.0), ("longitude", 180.0)] {
        let value = &object[name];
        let degrees = value.as_f64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
        let degrees: f64 =
            degrees.ok_or_else(|| GraphError::missing(&format!("location['{name}']")))?;
        if degrees.abs() > most {
            return Err(GraphError::value(format!("location['{name}'] is out of range")));
        }
    }
    Ok(())
}

/// Cards: each with a name and its formatted form.
pub(super) fn contacts(value: &Value) -> Checked {
    for card in list(value, "contacts", 1..=257)? {
        text(&card["name"]["formatted_name"], "contacts['name']['formatted_name']", 1024)?;
    }
    Ok(())
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
