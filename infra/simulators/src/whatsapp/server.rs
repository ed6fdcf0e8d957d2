//! The running simulator: its thread, its listener, its end.

use std::sync::{Arc, Mutex};

use actix_web::{App, HttpServer, dev::ServerHandle, rt::System, web};
use tokio::{
    runtime::Handle,
    sync::{Semaphore, oneshot, watch},
};

use super::{
    clock::SimClock,
    config::{SimError, WhatsAppSimConfig},
    graph, routes,
    shared::Shared,
    state::State,
    timing::Deadlines,
};

/// Webhook posts on their way at the same time, at most.
const POSTS_AT_ONCE: usize = 128;
/// The largest request body: a document of 100 MB and the form around it.
const MAX_BODY: usize = 110 * 1024 * 1024;

/// A running simulator. It has a thread and a runtime of its own, so it outlives the runtime that started it;
/// dropping it stops it.
pub struct WhatsAppSim {
    pub(super) shared: Arc<Shared>,
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
        changed: watch::Sender::new(0),
        deadlines: Deadlines::default(),
        posts: Semaphore::new(POSTS_AT_ONCE),
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
