//! What tests and the bench share: one PostgreSQL cluster and one S3 server per process, and offices that are started
//! exactly as users start them.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has to stop")]

pub mod app;
pub mod faktor;
pub mod jam;
pub mod klien;
pub mod passkey;
pub mod server;
pub mod warga;

use std::{
    future::Future,
    time::{Duration, Instant},
};

/// Asks until there is an answer; panics with `apa` when none comes within the limit.
pub async fn sampai<T, F>(apa: &str, tanya: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    sampai_dalam(Duration::from_mins(3), apa, tanya).await
}

/// The same with a limit of its own.
pub async fn sampai_dalam<T, F>(paling_lama: Duration, apa: &str, mut tanya: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let batas = Instant::now() + paling_lama;
    loop {
        if let Some(jawaban) = tanya().await {
            return jawaban;
        }
        assert!(Instant::now() < batas, "belum terjadi setelah {paling_lama:?}: {apa}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
