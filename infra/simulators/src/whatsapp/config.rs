//! What a simulator is started with, and how it fails.

use std::{net::SocketAddr, path::PathBuf};

/// Settings of one simulator process.
#[derive(Clone, Debug)]
pub struct WhatsAppSimConfig {
    /// Where to listen; port 0 takes a free one.
    pub bind: SocketAddr,
    /// The Meta apps, each with one callback.
    pub apps: Vec<SimApp>,
    /// The business numbers, each owned by one app.
    pub numbers: Vec<SimNumber>,
    /// Where ledger and media stay between runs; `None` keeps them in memory.
    pub data_dir: Option<PathBuf>,
    /// Seed of latencies and faults.
    pub seed: u64,
}

/// A Meta app: it owns the webhook secret.
#[derive(Clone, Debug)]
pub struct SimApp {
    /// The app's id.
    pub app_id: String,
    /// Key of the webhook signature.
    pub app_secret: String,
    /// Token of the verification handshake.
    pub verify_token: String,
    /// Where webhooks go; empty holds them back until [`WhatsAppSim::set_callback`](super::WhatsAppSim::set_callback).
    pub callback_url: String,
}

/// A business number.
#[derive(Clone, Debug)]
pub struct SimNumber {
    /// The app whose callback and secret serve this number.
    pub app_id: String,
    /// The WhatsApp Business Account, `entry[].id` of webhooks.
    pub waba_id: String,
    /// The Graph id of the number.
    pub phone_number_id: String,
    /// The number as people read it, e.g. `+62 812-1111-0001`.
    pub display_phone_number: String,
    /// The bearer token that may use this number.
    pub access_token: String,
}

/// Why the simulator could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// Listening, or keeping the data directory, failed.
    #[error("simulator I/O: {0}")]
    Io(#[from] std::io::Error),
    /// The HTTP client could not be made, or a callback could not be reached.
    #[error("simulator HTTP: {0}")]
    Http(#[from] reqwest::Error),
    /// A number names an app that is not configured.
    #[error("no app with id {0}")]
    UnknownApp(String),
    /// No business number has this id.
    #[error("no number with phone_number_id {0:?}")]
    UnknownNumber(String),
    /// The request to the `/sim` routes is malformed.
    #[error("{0}")]
    Invalid(String),
    /// The server thread ended before it could answer.
    #[error("the simulator's thread ended")]
    Ended,
}
