//! Secrets that sign messages, and the port that sends them (Standard Webhooks).

use async_trait::async_trait;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::HasilKiriman;
use crate::nilai::Rahasia;

/// How long the secret before the newest signs besides it.
pub const TUMPANG: Duration = Duration::hours(24);

/// A secret that signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RahasiaTanda {
    /// Its id.
    pub id: Uuid,
    /// `whsec_` and base64 of 32 random bytes.
    pub isi: Rahasia,
    /// When it was made.
    pub dibuat_pada: OffsetDateTime,
}

/// A message ready to be sent.
#[derive(Clone, Debug)]
pub struct KirimanSiap {
    /// `msg_` and the id of the message: the same at every attempt.
    pub id: String,
    /// The moment of this attempt, in seconds.
    pub saat: i64,
    /// Where to.
    pub url: Rahasia,
    /// The exact bytes of the body.
    pub badan: Vec<u8>,
    /// The secrets it is signed with, the newest first.
    pub rahasia: Vec<Rahasia>,
}

/// Sends signed messages to addresses that administrators wrote: TLS, public addresses only, no redirects, bounded.
#[async_trait]
pub trait PengantarKiriman: Send + Sync {
    /// Whether the address may be called at all, by its looks: https, no credentials in it.
    fn boleh(&self, url: &str) -> bool;

    /// A fresh secret.
    fn rahasia_baru(&self) -> Rahasia;

    /// One attempt.
    async fn antar(&self, kiriman: KirimanSiap) -> HasilKiriman;
}
