//! What a resident does, by `curl` or from the chat page.

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{
        config::SimError,
        driver::files,
        graph::parse_form,
        inbound::{InboundMedia, Tap},
        residents::wa_id as digits,
        samples::messages,
        shared::Shared,
    },
    NumberQuery, Reply, Sim, done,
};

/// The routes.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/residents/{wa_id}")
            .route("/text", web::post().to(text))
            .route("/media", web::post().to(media))
            .route("/album", web::post().to(album))
            .route("/quick/{kind}", web::post().to(quick))
            .route("/tap", web::post().to(tap))
            .route("/raw", web::post().to(raw))
            .route("/edit", web::post().to(edit))
            .route("/revoke", web::post().to(revoke))
            .route("/react", web::post().to(react))
            .route("/profile", web::post().to(profile))
            .route("/number", web::post().to(number))
            .route("/user-id", web::post().to(user_id))
            .route("/opt-out", web::post().to(opt_out))
            .route("/echo", web::post().to(echo))
            .route("/inbox", web::get().to(super::inspect::inbox)),
    );
}

fn sent(message_id: &str) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "wamid": message_id }))
}

#[derive(Deserialize)]
struct TextBody {
    #[serde(default)]
    phone_number_id: String,
    text: String,
    name: Option<String>,
}

async fn text(sim: Sim, wa_id: web::Path<String>, body: web::Json<TextBody>) -> Reply {
    sim.0.name(&wa_id, body.name.as_deref());
    sim.0.send_text(&wa_id, &body.phone_number_id, &body.text).map(|id| sent(&id))
}

#[derive(Deserialize)]
struct MediaQuery {
    #[serde(default)]
    phone_number_id: String,
    caption: Option<String>,
    name: Option<String>,
    filename: Option<String>,
}

fn content_type(request: &HttpRequest) -> &str {
    let given = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    given.unwrap_or("application/octet-stream")
}

async fn media(
    sim: Sim,
    wa_id: web::Path<String>,
    query: web::Query<MediaQuery>,
    request: HttpRequest,
    body: web::Bytes,
) -> Reply {
    let query = query.into_inner();
    sim.0.name(&wa_id, query.name.as_deref());
    let media = InboundMedia {
        mime_type: content_type(&request).to_owned(),
        bytes: body.to_vec(),
        caption: query.caption.filter(|caption| !caption.is_empty()),
        filename: query.filename,
    };
    let (message_id, media_id) = sim.0.send_media(&wa_id, &query.phone_number_id, media)?;
    Ok(HttpResponse::Ok().json(json!({ "wamid": message_id, "media_id": media_id })))
}

/// Every part of the form that has a file name is one picture of the album.
async fn album(
    sim: Sim,
    wa_id: web::Path<String>,
    query: web::Query<MediaQuery>,
    request: HttpRequest,
    body: web::Bytes,
) -> Reply {
    let query = query.into_inner();
    sim.0.name(&wa_id, query.name.as_deref());
    let parts = parse_form(content_type(&request), &body)
        .ok_or_else(|| SimError::Invalid("the body is not multipart/form-data".to_owned()))?;
    let mut caption = query.caption.filter(|caption| !caption.is_empty());
    let files = parts.into_iter().filter(|part| part.filename.is_some()).map(|part| InboundMedia {
        mime_type: part.content_type.unwrap_or_else(|| "application/octet-stream".to_owned()),
        bytes: part.bytes.to_vec(),
        caption: caption.take(),
        filename: part.filename,
    });
    let album = sim.0.send_album(&wa_id, &query.phone_number_id, files.collect())?;
    let album: Vec<_> =
        album.iter().map(|(wamid, id)| json!({ "wamid": wamid, "media_id": id })).collect();
    Ok(HttpResponse::Ok().json(album))
}

/// A ready-made message with one call: `photo`, `sticker`, `voice`, `location`, `contact`.
async fn quick(
    sim: Sim,
    path: web::Path<(String, String)>,
    query: web::Query<MediaQuery>,
) -> Reply {
    let (wa_id, kind) = path.into_inner();
    sim.0.name(&wa_id, query.name.as_deref());
    let number = &query.phone_number_id;
    let file = match kind.as_str() {
        "photo" => files::photo(sim.0.state().rng.next()),
        "sticker" => files::sticker(),
        "voice" => files::voice(),
        "location" => {
            let content = messages::location(-0.507, 101.448);
            return sim.0.send_raw(&wa_id, number, content).map(|id| sent(&id));
        }
        "contact" => {
            let content = messages::contact("Budi Santoso", "+6281200000001");
            return sim.0.send_raw(&wa_id, number, content).map(|id| sent(&id));
        }
        other => return Err(SimError::Invalid(format!("nothing ready-made is called {other}"))),
    };
    sim.0.send_media(&wa_id, number, file).map(|(id, _)| sent(&id))
}

#[derive(Deserialize)]
struct TapBody {
    #[serde(default)]
    phone_number_id: String,
    #[serde(flatten)]
    tap: Tap,
}

async fn tap(sim: Sim, wa_id: web::Path<String>, body: web::Json<TapBody>) -> Reply {
    sim.0.tap(&wa_id, &body.phone_number_id, &body.tap).map(|id| sent(&id))
}

#[derive(Deserialize)]
struct RawQuery {
    phone_number_id: Option<String>,
}

async fn raw(
    sim: Sim,
    wa_id: web::Path<String>,
    query: web::Query<RawQuery>,
    body: web::Json<Value>,
) -> Reply {
    let mut message = body.into_inner();
    let in_body = message.as_object_mut().and_then(|m| m.shift_remove("phone_number_id"));
    let name = message.as_object_mut().and_then(|m| m.shift_remove("name"));
    sim.0.name(&wa_id, name.as_ref().and_then(Value::as_str));
    let in_body = in_body.as_ref().and_then(Value::as_str);
    let number = query.phone_number_id.as_deref().or(in_body).unwrap_or_default();
    sim.0.send_raw(&wa_id, number, message).map(|id| sent(&id))
}

/// An act upon an earlier message.
#[derive(Deserialize)]
struct OnMessage {
    #[serde(default)]
    phone_number_id: String,
    wamid: String,
    #[serde(default)]
    text: String,
    emoji: Option<String>,
}

async fn edit(sim: Sim, wa_id: web::Path<String>, body: web::Json<OnMessage>) -> Reply {
    let content = messages::edit(&body.wamid, &body.text);
    sim.0.send_raw(&wa_id, &body.phone_number_id, content).map(|id| sent(&id))
}

async fn revoke(sim: Sim, wa_id: web::Path<String>, body: web::Json<OnMessage>) -> Reply {
    let content = messages::revoke(&body.wamid);
    sim.0.send_raw(&wa_id, &body.phone_number_id, content).map(|id| sent(&id))
}

async fn react(sim: Sim, wa_id: web::Path<String>, body: web::Json<OnMessage>) -> Reply {
    let content = messages::reaction(&body.wamid, body.emoji.as_deref());
    sim.0.send_raw(&wa_id, &body.phone_number_id, content).map(|id| sent(&id))
}

async fn profile(sim: Sim, wa_id: web::Path<String>, body: web::Json<Value>) -> Reply {
    let wa_id = digits(&wa_id);
    let merged = sim.0.state().resident(&wa_id).merged(&body).map_err(SimError::Invalid)?;
    sim.0.change_resident(&wa_id, |resident| resident.clone_from(&merged));
    Ok(HttpResponse::Ok().json(merged))
}

#[derive(Deserialize)]
struct NumberBody {
    #[serde(default)]
    phone_number_id: String,
    to: String,
}

async fn number(sim: Sim, wa_id: web::Path<String>, body: web::Json<NumberBody>) -> Reply {
    sim.0.change_number(&wa_id, &body.to, &body.phone_number_id).map(|id| sent(&id))
}

async fn user_id(sim: Sim, wa_id: web::Path<String>, query: web::Query<NumberQuery>) -> Reply {
    sim.0.renew_user_id(&wa_id, &query.phone_number_id).map(|id| sent(&id))
}

#[derive(Deserialize)]
struct OptOutBody {
    #[serde(default)]
    phone_number_id: String,
    out: bool,
}

async fn opt_out(sim: Sim, wa_id: web::Path<String>, body: web::Json<OptOutBody>) -> Reply {
    sim.0.opt_out(&wa_id, &body.phone_number_id, body.out).map(|()| done())
}

async fn echo(sim: Sim, wa_id: web::Path<String>, body: web::Json<TextBody>) -> Reply {
    sim.0.echo(&body.phone_number_id, &wa_id, &body.text).map(|id| sent(&id))
}

impl Shared {
    /// Remembers the profile name a resident gave along with a message.
    fn name(&self, wa_id: &str, name: Option<&str>) {
        let Some(name) = name.filter(|name| !name.is_empty()) else { return };
        let known = self.state().resident(&digits(wa_id)).name;
        if known.as_deref() != Some(name) {
            self.change_resident(wa_id, |resident| resident.name = Some(name.to_owned()));
        }
    }
}
