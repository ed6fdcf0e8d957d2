//! The running simulator: its thread, and the Rust face of everything `/sim` offers.

use std::{
    sync::{Arc, Mutex, atomic::Ordering},
    time::Duration,
};

use actix_web::{App, HttpServer, dev::ServerHandle, rt::System, web};
use serde_json::Value;
use tokio::{
    runtime::Handle,
    sync::{Notify, oneshot},
};

use super::{
    clock::SimClock,
    config::{SimError, WhatsAppSimConfig},
    delivery::WebhookAnswer,
    faults::Faults,
    graph,
    inbound::{InboundMedia, Tap},
    ledger::LedgerEntry,
    residents::Resident,
    routes,
    state::{Shared, State},
};

/// The largest request body: a document of 100 MB and the form around it.
const MAX_BODY: usize = 110 * 1024 * 1024;

/// A running simulator. It has a thread and a runtime of its own, so it outlives the runtime that started it;
/// dropping it stops it.
pub struct WhatsAppSim {
    shared: Arc<Shared>,
    server: ServerHandle,
    ended: oneshot::Receiver<()>,
}

impl WhatsAppSim {
    /// Starts listening. Webhooks that an earlier run left undelivered in `data_dir` go out now.
    pub async fn start(config: WhatsAppSimConfig) -> Result<Self, SimError> {
        for number in &config.numbers {
            if !config.apps.iter().any(|app| app.app_id == number.app_id) {
                return Err(SimError::UnknownApp(number.app_id.clone()));
            }
        }
        let (started, starting) = oneshot::channel();
        let (ending, ended) = oneshot::channel();
        std::thread::Builder::new().name("whatsapp-sim".to_owned()).spawn(move || {
            System::new().block_on(async move {
                match listen(config) {
                    Ok((shared, server)) => {
                        let handle = server.handle();
                        shared.resume();
                        if started.send(Ok((shared, handle))).is_ok()
                            && let Err(error) = server.await
                        {
                            tracing::error!(%error, "WhatsApp simulator");
                        }
                    }
                    Err(error) => drop(started.send(Err(error))),
                }
            });
            // Nobody listens when the simulator was dropped instead of stopped.
            let _ = ending.send(());
        })?;
        let (shared, server) = starting.await.map_err(|_| SimError::Ended)??;
        Ok(Self { shared, server, ended })
    }

    /// The address to configure as Graph base URL, without a trailing slash.
    pub fn base_url(&self) -> String {
        self.shared.base_url.clone()
    }

    /// Every message, oldest first.
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        self.shared.state().ledger.entries().to_vec()
    }

    /// Groups of messages that residents saw twice: seen sends sharing one `biz_opaque_callback_data`.
    pub fn duplicates(&self) -> Vec<Vec<LedgerEntry>> {
        self.shared.state().ledger.duplicates()
    }

    /// What a resident received from offices, oldest first.
    pub fn inbox(&self, wa_id: &str) -> Vec<LedgerEntry> {
        self.shared.inbox(wa_id, false)
    }

    /// The bytes of a file in the ledger, also after its id expired or was deleted.
    pub fn media_bytes(&self, media_id: &str) -> Option<Vec<u8>> {
        self.shared.state().media.get(media_id).map(|item| item.bytes.to_vec())
    }

    /// Changes the faults.
    pub fn faults(&self, f: impl FnOnce(&mut Faults)) {
        f(&mut self.shared.state().faults);
        self.shared.changed.notify_waiters();
    }

    /// Points an app at another callback; webhooks that wait for it are tried at once.
    pub fn set_callback(&self, app_id: &str, url: &str) {
        self.shared.set_callback(app_id, url);
    }

    /// Performs the verification handshake; true when the callback echoed the challenge.
    pub async fn handshake(&self, app_id: &str) -> Result<bool, SimError> {
        self.shared.handshake(app_id).await
    }

    /// Posts these exact bytes to the app's callback, signed, once.
    pub async fn webhook(&self, app_id: &str, body: Vec<u8>) -> Result<WebhookAnswer, SimError> {
        self.shared.post_once(app_id, body.into()).await
    }

    /// Queues a payload for the app's callback like any other webhook: escaped, signed and retried.
    pub fn enqueue_webhook(&self, app_id: &str, payload: &Value) -> Result<(), SimError> {
        let app_id = &self.shared.app(app_id)?.app_id;
        self.shared.enqueue(app_id, payload, 1);
        Ok(())
    }

    /// Webhooks and statuses still on their way.
    pub fn pending(&self) -> usize {
        self.shared.pending.load(Ordering::SeqCst)
    }

    /// Pushes the simulator's clock: windows close, media expire.
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
    }

    /// Sets what WhatsApp knows about a resident.
    pub fn set_resident(&self, wa_id: &str, resident: Resident) {
        let wa_id = super::residents::wa_id(wa_id);
        self.shared.state().record_resident(&wa_id, resident);
    }

    /// Sets the status of a created template (`APPROVED`, `PAUSED`, `DISABLED`, …); false when there is none.
    pub fn set_template_status(&self, waba_id: &str, name: &str, status: &str) -> bool {
        self.shared.set_template_status(waba_id, name, status)
    }

    /// A resident writes; gives the message id.
    pub fn send_text(
        &self,
        wa_id: &str,
        phone_number_id: &str,
        text: &str,
    ) -> Result<String, SimError> {
        self.shared.send_text(wa_id, phone_number_id, text)
    }

    /// A resident sends a file; gives message id and media id.
    pub fn send_media(
        &self,
        wa_id: &str,
        phone_number_id: &str,
        media: InboundMedia,
    ) -> Result<(String, String), SimError> {
        self.shared.send_media(wa_id, phone_number_id, media)
    }

    /// A resident taps a button or a row, old or new; gives the message id.
    pub fn tap(&self, wa_id: &str, phone_number_id: &str, tap: &Tap) -> Result<String, SimError> {
        self.shared.tap(wa_id, phone_number_id, tap)
    }

    /// A resident sends any message object; gives the message id.
    pub fn send_raw(
        &self,
        wa_id: &str,
        phone_number_id: &str,
        message: Value,
    ) -> Result<String, SimError> {
        self.shared.send_raw(wa_id, phone_number_id, message)
    }

    /// Stops listening and delivering.
    pub async fn stop(mut self) {
        self.server.stop(false).await;
        // An error means that the thread is gone already.
        let _ = (&mut self.ended).await;
    }
}

impl Drop for WhatsAppSim {
    fn drop(&mut self) {
        // The command is sent when the future is made; waiting for it is for `stop`.
        drop(self.server.stop(false));
    }
}

fn listen(config: WhatsAppSimConfig) -> Result<(Arc<Shared>, actix_web::dev::Server), SimError> {
    // An error means that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let state = State::open(&config)?;
    let listener = std::net::TcpListener::bind(config.bind)?;
    let mut address = listener.local_addr()?;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let shared = Arc::new(Shared {
        apps: config.apps,
        numbers: config.numbers,
        base_url: format!("http://{address}"),
        clock: SimClock::default(),
        client: reqwest::Client::builder().no_proxy().build()?,
        runtime: Handle::current(),
        changed: Notify::new(),
        pending: 0.into(),
        state: Mutex::new(state),
    });
    let state_of_app = Arc::clone(&shared);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::ThinData(Arc::clone(&state_of_app)))
            .app_data(web::PayloadConfig::new(MAX_BODY))
            .app_data(
                web::JsonConfig::default()
                    .limit(MAX_BODY)
                    .content_type_required(false)
                    .error_handler(|error, _| SimError::Invalid(error.to_string()).into()),
            )
            .configure(routes::routes)
            .configure(graph::routes)
    })
    .workers(1)
    .disable_signals()
    .shutdown_timeout(1)
    .listen(listener)?
    .run();
    Ok((shared, server))
}
