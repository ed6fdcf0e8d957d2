//! How long one request waits for connections, over all of its transactions.

use std::{cell::Cell, future::Future, time::Duration};

use loket_domain::galat::PortError;
use tokio::time::Instant;

/// What a request that has waited its time may still wait for a connection that is free.
const SEKEJAP: Duration = Duration::from_millis(50);

tokio::task_local! {
    static TERPAKAI: Cell<Duration>;
}

#[derive(Debug, thiserror::Error)]
#[error("koneksi tidak didapat dalam {0:?}")]
struct TerlaluLama(Duration);

/// Runs a request: its transactions together wait for connections only as long as one of them may alone. Without this a
/// request with three transactions could wait three times as long as its caller does.
pub async fn satu_kesabaran<F: Future>(kerja: F) -> F::Output {
    TERPAKAI.scope(Cell::new(Duration::ZERO), kerja).await
}

/// Waits at most `batas`, less what the request around it has waited before.
pub(super) async fn tunggu<T>(
    batas: Duration,
    kerja: impl Future<Output = Result<T, PortError>>,
) -> Result<T, PortError> {
    let terpakai = TERPAKAI.try_with(Cell::get).unwrap_or_default();
    let sisa = batas.saturating_sub(terpakai).max(SEKEJAP);
    let mulai = Instant::now();
    let hasil = tokio::time::timeout(sisa, kerja).await;
    // Outside of a request nothing is counted.
    TERPAKAI.try_with(|satu| satu.set(satu.get() + mulai.elapsed())).unwrap_or_default();
    hasil.unwrap_or_else(|_| Err(PortError::tidak_tersedia("postgres", TerlaluLama(sisa))))
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    const BATAS: Duration = Duration::from_millis(120);

    /// Waits for what never comes; says how long it was allowed to.
    async fn sia_sia() -> String {
        let galat = tunggu::<()>(BATAS, pending()).await.unwrap_err();
        assert!(matches!(galat, PortError::TidakTersedia { sistem: "postgres", .. }));
        galat.to_string()
    }

    fn selama(batas: Duration) -> String {
        PortError::tidak_tersedia("postgres", TerlaluLama(batas)).to_string()
    }

    #[tokio::test]
    async fn the_transactions_of_a_request_wait_together_no_longer_than_one_may() {
        satu_kesabaran(async {
            assert_eq!(sia_sia().await, selama(BATAS));
            // What is free is taken even then.
            assert_eq!(sia_sia().await, selama(SEKEJAP));
            tunggu(BATAS, ready(Ok(()))).await.unwrap();
        })
        .await;
    }

    #[tokio::test]
    async fn work_outside_of_a_request_waits_its_time_at_each_transaction() {
        for _ in 0..2 {
            assert_eq!(sia_sia().await, selama(BATAS));
        }
    }
}
