//! A callback server that answers as told, and a client that speaks like the product.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, Ordering},
    },
    time::{Duration, Instant},
};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde_json::{Value, json};

use super::super::{LedgerEntry, SimApp, SimNumber, WhatsAppSim, WhatsAppSimConfig};

pub(super) const SECRET: &str = "app-secret-1";
pub(super) const OFFICE: &str = "100001";
pub(super) const OTHER_OFFICE: &str = "100002";
pub(super) const RESIDENT: &str = "6281234567890";

/// A webhook as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) signature: Option<String>,
    pub(super) body: Vec<u8>,
    pub(super) answered: u16,
}

impl Seen {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(super) fn value(&self) -> Value {
        self.json()["entry"][0]["changes"][0]["value"].clone()
    }

    /// Whether the signature fits the exact bytes.
    pub(super) fn verifies(&self) -> bool {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
        let hex = self.signature.as_deref().and_then(|s| s.strip_prefix("sha256="));
        hex.and_then(|h| hex::decode(h).ok())
            .is_some_and(|tag| ring::hmac::verify(&key, &self.body, &tag).is_ok())
    }
}

/// The product's side of the webhook.
#[derive(Clone, Default)]
pub(super) struct Callback {
    seen: Arc<Mutex<Vec<Seen>>>,
    status: Arc<AtomicU16>,
}

impl Callback {
    pub(super) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Webhooks that were answered with 200.
    pub(super) fn taken(&self) -> Vec<Seen> {
        self.seen().into_iter().filter(|s| s.answered == 200).collect()
    }

    /// Status words of the webhooks that were taken.
    pub(super) fn statuses(&self) -> Vec<String> {
        let words = self
            .taken()
            .into_iter()
            .filter_map(|s| s.value()["statuses"][0]["status"].as_str().map(str::to_owned));
        words.collect()
    }

    pub(super) fn answer(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// A callback that listens, and its address.
    pub(super) fn started(status: u16) -> (Self, String) {
        let callback = Self::default();
        callback.answer(status);
        let url = callback.listen();
        (callback, url)
    }

    fn listen(&self) -> String {
        let callback = self.clone();
        let server = HttpServer::new(move || {
            App::new()
                .app_data(web::ThinData(callback.clone()))
                .app_data(web::PayloadConfig::new(4 * 1024 * 1024))
                .route("/hook", web::post().to(receive))
                .route("/hook", web::get().to(verify))
        })
        .workers(1)
        .disable_signals()
        .bind("127.0.0.1:0")
        .unwrap();
        let url = format!("http://{}/hook", server.addrs()[0]);
        tokio::spawn(server.run());
        url
    }
}

async fn receive(
    callback: web::ThinData<Callback>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let answered = callback.0.status.load(Ordering::SeqCst);
    let signature = request.headers().get("X-Hub-Signature-256");
    callback.0.seen.lock().unwrap().push(Seen {
        signature: signature.map(|v| v.to_str().unwrap().to_owned()),
        body: body.to_vec(),
        answered,
    });
    HttpResponse::build(answered.try_into().unwrap()).finish()
}

async fn verify(query: web::Query<Vec<(String, String)>>) -> HttpResponse {
    let find = |key: &str| query.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
    if find("hub.mode").as_deref() == Some("subscribe")
        && find("hub.verify_token").as_deref() == Some("verify-1")
    {
        return HttpResponse::Ok().body(find("hub.challenge").unwrap());
    }
    HttpResponse::Forbidden().finish()
}

/// A simulator with two offices under one app, its callback, and a client.
pub(super) struct Stage {
    pub(super) sim: WhatsAppSim,
    pub(super) callback: Callback,
    pub(super) callback_url: String,
    pub(super) client: reqwest::Client,
}

pub(super) fn config() -> WhatsAppSimConfig {
    let number = |id: &str| SimNumber {
        app_id: "app-1".to_owned(),
        waba_id: format!("waba-{id}"),
        phone_number_id: id.to_owned(),
        display_phone_number: format!("+62 811-{id}"),
        access_token: format!("token-{id}"),
    };
    WhatsAppSimConfig {
        bind: "127.0.0.1:0".parse().unwrap(),
        apps: vec![SimApp {
            app_id: "app-1".to_owned(),
            app_secret: SECRET.to_owned(),
            verify_token: "verify-1".to_owned(),
            callback_url: String::new(),
        }],
        numbers: vec![number(OFFICE), number(OTHER_OFFICE)],
        data_dir: None,
        seed: 7,
    }
}

impl Stage {
    pub(super) async fn start() -> Self {
        Self::start_with(config()).await
    }

    pub(super) async fn start_with(config: WhatsAppSimConfig) -> Self {
        let sim = WhatsAppSim::start(config).await.unwrap();
        let (callback, callback_url) = Callback::started(200);
        sim.set_callback("app-1", &callback_url);
        sim.faults(|f| {
            (f.status_latency_min_ms, f.status_latency_max_ms) = (1, 3);
            (f.webhook_retry_first_ms, f.webhook_retry_cap_ms) = (5, 20);
        });
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { sim, callback, callback_url, client }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sim.base_url())
    }

    /// The resident writes, so that the window is open.
    pub(super) fn open_window(&self) {
        self.sim.send_text(RESIDENT, OFFICE, "halo").unwrap();
    }

    /// Sends as the first office; gives HTTP status and body.
    pub(super) async fn send(&self, message: Value) -> (u16, Value) {
        let response = self.try_send(&message).await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    pub(super) async fn try_send(&self, message: &Value) -> reqwest::Result<reqwest::Response> {
        let mut full = json!({ "messaging_product": "whatsapp", "to": format!("+{RESIDENT}") });
        full.as_object_mut().unwrap().extend(message.as_object().unwrap().clone());
        self.client
            .post(self.url(&format!("/v25.0/{OFFICE}/messages")))
            .bearer_auth(format!("token-{OFFICE}"))
            .json(&full)
            .send()
            .await
    }

    /// Uploads as the first office; gives the media id.
    pub(super) async fn upload(&self, mime: &str, bytes: &[u8]) -> String {
        let file = reqwest::multipart::Part::bytes(bytes.to_vec())
            .file_name("berkas.pdf")
            .mime_str(mime)
            .unwrap();
        let form = reqwest::multipart::Form::new()
            .text("messaging_product", "whatsapp")
            .text("type", mime.to_owned())
            .part("file", file);
        let response = self
            .client
            .post(self.url(&format!("/v25.0/{OFFICE}/media")))
            .bearer_auth(format!("token-{OFFICE}"))
            .multipart(form)
            .send()
            .await
            .unwrap();
        let body: Value = response.json().await.unwrap();
        body["id"].as_str().unwrap_or_else(|| panic!("no id in {body}")).to_owned()
    }

    pub(super) async fn get(&self, url: &str, token: &str) -> reqwest::Response {
        self.client.get(url).bearer_auth(token).send().await.unwrap()
    }

    /// The office's messages in the resident's chat.
    pub(super) fn inbox(&self) -> Vec<LedgerEntry> {
        self.sim.inbox(RESIDENT)
    }
}

/// Polls until the condition holds; panics with `what` after ten seconds.
pub(super) async fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !condition() {
        assert!(Instant::now() < deadline, "not within ten seconds: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

pub(super) fn text(body: &str) -> Value {
    json!({ "type": "text", "text": { "body": body } })
}
