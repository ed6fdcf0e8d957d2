//! The running simulator.

use std::{
    net::TcpListener,
    sync::Arc,
    thread,
    time::{Duration, SystemTime},
};

use actix_web::{
    App, HttpServer,
    dev::ServerHandle,
    rt::System,
    web::{Data, JsonConfig, PayloadConfig},
};
use tokio::sync::oneshot;

use super::{
    appearance::Placing, config::BsreSimConfig, error::SimError, faults::Faults,
    journal::JournalEntry, pki::SigningIdentity, revocation::Revoked, routes, seal, state::State,
};

/// The largest request body: a document of 50 MB in base64 and what surrounds it.
const MAX_BODY: usize = 80 * 1024 * 1024;

/// A running simulator. It has a thread and a runtime of its own, so it outlives the runtime that started it;
/// dropping it stops it.
pub struct BsreSim {
    state: Arc<State>,
    base_url: String,
    server: ServerHandle,
    ended: Option<oneshot::Receiver<()>>,
}

impl BsreSim {
    /// Makes or reads keys and certificates and starts listening.
    ///
    /// # Errors
    /// The address is taken, or `data_dir` cannot be used.
    pub async fn start(config: BsreSimConfig) -> Result<Self, SimError> {
        let (started, starting) = oneshot::channel();
        let (ending, ended) = oneshot::channel();
        thread::Builder::new().name("bsre-sim".to_owned()).spawn(move || {
            System::new().block_on(async move {
                match listen(&config) {
                    Ok((state, base_url, server)) => {
                        let handle = server.handle();
                        if started.send(Ok((state, base_url, handle))).is_ok()
                            && let Err(error) = server.await
                        {
                            tracing::error!(%error, "BSrE simulator");
                        }
                    }
                    Err(error) => drop(started.send(Err(error))),
                }
            });
            // Nobody may be waiting for the end.
            let _ = ending.send(());
        })?;
        let (state, base_url, server) = starting.await.map_err(|_| SimError::Ended)??;
        Ok(Self { state, base_url, server, ended: Some(ended) })
    }

    /// The address to configure as eSign host, without a trailing slash.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The trust anchor in PEM.
    pub fn ca_pem(&self) -> &str {
        &self.state.ca_pem
    }

    /// Every accepted signature, oldest first.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.state.journal().entries().to_vec()
    }

    /// Changes the faults.
    pub fn faults(&self, f: impl FnOnce(&mut Faults)) {
        f(&mut self.state.faults());
    }

    /// The one-time code that was "sent" to a signer's phone.
    pub fn totp(&self, nik: &str) -> Option<String> {
        self.state.codes().sent(nik)
    }

    /// The activation code of the seal that was "sent".
    pub fn seal_activation(&self) -> Option<String> {
        seal::activation(&self.state)
    }

    /// Counts in another way than this generation's clients say.
    pub fn place(&self, placing: Option<Placing>) {
        self.state.place(placing);
    }

    /// Key and certificate of a signer, to sign as another system would.
    pub fn signer(&self, nik: &str) -> Option<SigningIdentity> {
        self.state.signers.get(nik).map(|known| known.identity.clone())
    }

    /// The authority's list of revoked certificates as of now, with those of these signers, revoked an hour ago; PEM.
    ///
    /// # Errors
    /// When the list cannot be written.
    pub fn crl_pem(&self, niks: &[&str]) -> Result<String, SimError> {
        let now = SystemTime::now();
        let known = niks.iter().filter_map(|nik| self.state.signers.get(*nik));
        let since = now - Duration::from_hours(1);
        let revoked: Vec<_> = known
            .map(|known| Revoked { whose: &known.identity, since, compromised: false })
            .collect();
        self.state.authority.crl_pem(&revoked, now)
    }

    /// Stops listening and waits until it has.
    pub async fn stop(mut self) {
        self.server.stop(false).await;
        if let Some(ended) = self.ended.take() {
            drop(ended.await);
        }
    }
}

impl Drop for BsreSim {
    fn drop(&mut self) {
        // The command is sent at once; the future would only wait for its end.
        drop(self.server.stop(false));
    }
}

type Listening = (Arc<State>, String, actix_web::dev::Server);

fn listen(config: &BsreSimConfig) -> Result<Listening, SimError> {
    let listener = TcpListener::bind(config.bind)?;
    let base_url = format!("http://{}", listener.local_addr()?);
    let state = Arc::new(State::new(config)?);
    let shared = Arc::clone(&state);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(Data::new(Arc::clone(&shared)))
            .app_data(PayloadConfig::new(MAX_BODY))
            .app_data(JsonConfig::default().limit(MAX_BODY))
            .configure(routes::configure)
    })
    .workers(2)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok((state, base_url, server))
}
