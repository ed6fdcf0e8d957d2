//! Meta's limits on interactive messages: buttons, lists, links and Flows.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    error::GraphError,
    limits::{Checked, list, media, optional, text},
};

/// Any of the interactive kinds.
pub(super) fn check(object: &Value) -> Checked {
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
        Some("flow") => {
            header(&object["header"], &["text", "image", "video", "document"])?;
            text(&object["body"]["text"], "interactive['body']['text']", 1024)?;
            footer(object)?;
            flow(&object["action"])
        }
        Some("location_request_message" | "request_contact_info") => {
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

fn flow(action: &Value) -> Checked {
    if action["name"] != "flow" {
        return Err(GraphError::value("action['name'] must be 'flow'"));
    }
    let parameters = &action["parameters"];
    if parameters["flow_message_version"] != "3" {
        return Err(GraphError::value("parameters['flow_message_version'] must be '3'"));
    }
    match (parameters["flow_id"].as_str(), parameters["flow_name"].as_str()) {
        (Some(_), None) | (None, Some(_)) => {}
        _ => return Err(GraphError::parameter("give either flow_id or flow_name")),
    }
    text(&parameters["flow_cta"], "parameters['flow_cta']", 30)?;
    optional(&parameters["flow_token"], "parameters['flow_token']", 200)?;
    if !matches!(parameters["mode"].as_str(), None | Some("draft" | "published")) {
        return Err(GraphError::value("parameters['mode'] must be 'draft' or 'published'"));
    }
    match parameters["flow_action"].as_str() {
        None | Some("data_exchange") => Ok(()),
        Some("navigate") => {
            let screen = &parameters["flow_action_payload"]["screen"];
            text(screen, "parameters['flow_action_payload']['screen']", 200).map(drop)
        }
        Some(_) => Err(GraphError::value(
            "parameters['flow_action'] must be 'navigate' or 'data_exchange'",
        )),
    }
}
