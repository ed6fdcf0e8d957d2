//! What tests and the bench share: one PostgreSQL cluster and one S3 server per process, and offices that are started
//! exactly as users start them.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has to stop")]

pub mod app;
pub mod jam;
pub mod klien;
pub mod satu;
pub mod server;
pub mod warga;

use std::{
    future::Future,
    time::{Duration, Instant},
};

/// Asks until there is an answer; panics with `apa` when none comes within the limit.
pub async fn sampai<T, F>(apa: &str, mut tanya: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let batas = Instant::now() + Duration::from_mins(1);
    loop {
        if let Some(jawaban) = tanya().await {
            return jawaban;
        }
        assert!(Instant::now() < batas, "belum terjadi setelah satu menit: {apa}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
