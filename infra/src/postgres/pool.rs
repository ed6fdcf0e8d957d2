//! Connection pools, with the guard that no connection comes back inside somebody's transaction.

use std::{collections::BTreeMap, str::FromStr, time::Duration};

use loket_domain::galat::PortError;
use sqlx::{
    ConnectOptions, Connection, PgConnection, PgPool, Row,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{
    config::{Penjagaan, PostgresConfig},
    error::sqlx_error,
};

/// True when the connection is as it was opened: outside any transaction, as its login, without a path.
///
/// In an open transaction `now()` is the moment it began; in a failed one the query itself fails.
pub const MASIH_BERSIH: &str = "SELECT (now() = statement_timestamp() AND current_user = session_user \
                            AND current_setting('search_path') = '')::text";

/// A connection idle for longer is tried before it is handed out.
const DIAM_DIPERIKSA: Duration = Duration::from_secs(30);

/// One server's connections.
#[derive(Clone, Debug)]
pub(super) struct Kolam {
    pub(super) pool: PgPool,
    pub(super) jaga: Penjagaan,
    /// How long a caller waits for a connection.
    pub(super) batas: Duration,
}

/// Opens the pools of every server. Only the first must answer now: a tenant server that is down must not keep the
/// others from their work.
pub(super) async fn buka_semua(
    config: &PostgresConfig,
) -> Result<BTreeMap<String, Kolam>, PortError> {
    let mut semua = BTreeMap::new();
    for (i, server) in config.server.iter().enumerate() {
        let sambungan = sambungan(config, server.url.buka())?;
        let pilihan = pilihan(config);
        let pool = if i == 0 {
            pilihan.connect_with(sambungan).await.map_err(sqlx_error)?
        } else {
            pilihan.connect_lazy_with(sambungan)
        };
        semua.insert(
            server.dsn_id.clone(),
            Kolam { pool, jaga: config.jaga, batas: config.batas_antre },
        );
    }
    Ok(semua)
}

fn sambungan(config: &PostgresConfig, url: &str) -> Result<PgConnectOptions, PortError> {
    Ok(PgConnectOptions::from_str(url)
        .map_err(sqlx_error)?
        .application_name(&config.nama_aplikasi)
        .options([
            ("search_path", String::new()),
            ("statement_timeout", milidetik(config.batas_pernyataan)),
            ("lock_timeout", milidetik(config.batas_kunci)),
            ("idle_in_transaction_session_timeout", milidetik(config.batas_diam)),
        ])
        .disable_statement_logging())
}

fn milidetik(lama: Duration) -> String {
    lama.as_millis().to_string()
}

fn pilihan(config: &PostgresConfig) -> PgPoolOptions {
    let jaga = config.jaga.pelepasan;
    PgPoolOptions::new()
        .max_connections(config.koneksi_maks)
        .min_connections(0)
        .acquire_timeout(config.batas_antre)
        .max_lifetime(config.umur_koneksi)
        .test_before_acquire(false)
        .before_acquire(|koneksi, catatan| {
            Box::pin(async move {
                Ok(catatan.idle_for < DIAM_DIPERIKSA || koneksi.ping().await.is_ok())
            })
        })
        .after_release(move |koneksi, _| {
            Box::pin(async move { Ok(!jaga || masih_bersih(koneksi).await) })
        })
}

/// Asks with a simple query, which also works behind a failed begin. Anything but a clear yes closes the connection.
async fn masih_bersih(koneksi: &mut PgConnection) -> bool {
    let jawaban = sqlx::raw_sql(MASIH_BERSIH)
        .fetch_one(koneksi)
        .await
        .and_then(|baris| baris.try_get::<String, _>(0));
    let bersih = matches!(jawaban.as_deref(), Ok("true"));
    if !bersih {
        tracing::warn!(?jawaban, "koneksi kembali dalam keadaan tidak bersih, ditutup");
    }
    bersih
}
