//! Where the servers are and how their connections behave.

use std::time::Duration;

use loket_domain::nilai::Rahasia;

/// The `dsn_id` of the server that holds schema `control`.
pub const DSN_UTAMA: &str = "utama";

/// One PostgreSQL server.
#[derive(Clone, Debug)]
pub struct ServerPostgres {
    /// The name tenants are placed by.
    pub dsn_id: String,
    /// `postgres://` URL with the login and password.
    pub url: Rahasia,
}

/// Servers and the limits of every connection to them.
#[derive(Clone, Debug)]
pub struct PostgresConfig {
    /// The servers; the first holds schema `control`.
    pub server: Vec<ServerPostgres>,
    /// Connections per server.
    pub koneksi_maks: u32,
    /// How long a caller waits for a connection.
    pub batas_antre: Duration,
    /// `statement_timeout`.
    pub batas_pernyataan: Duration,
    /// `lock_timeout`: nobody waits longer for what another transaction holds.
    pub batas_kunci: Duration,
    /// `idle_in_transaction_session_timeout`: the server's own end to a transaction somebody forgot.
    pub batas_diam: Duration,
    /// Age at which a connection is replaced, which also frees what its backend remembers of many schemas.
    pub umur_koneksi: Duration,
    /// Shown in `pg_stat_activity`.
    pub nama_aplikasi: String,
    /// How old the copy of the registry may be.
    pub umur_register: Duration,
    /// The guards against leaks; off only to prove what they are for.
    pub(super) jaga: Penjagaan,
}

/// Which guards are on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Penjagaan {
    /// Check a connection when it comes back.
    pub(super) pelepasan: bool,
    /// Begin in a task of its own.
    pub(super) mulai: bool,
}

impl PostgresConfig {
    /// The application's connections to one server, with limits for short transactions.
    pub fn aplikasi(url: Rahasia) -> Self {
        Self {
            server: vec![ServerPostgres { dsn_id: DSN_UTAMA.to_owned(), url }],
            koneksi_maks: 10,
            // Together under the five seconds after which a caller has gone.
            batas_antre: Duration::from_millis(2500),
            batas_kunci: Duration::from_secs(2),
            batas_pernyataan: Duration::from_secs(15),
            batas_diam: Duration::from_secs(15),
            umur_koneksi: Duration::from_mins(15),
            nama_aplikasi: "loket".to_owned(),
            umur_register: Duration::from_secs(3),
            jaga: Penjagaan { pelepasan: true, mulai: true },
        }
    }

    /// The owner's connections to one server, for migrations and provisioning.
    pub fn pemilik(url: Rahasia) -> Self {
        Self {
            koneksi_maks: 6,
            batas_antre: Duration::from_secs(30),
            batas_kunci: Duration::from_mins(10),
            batas_pernyataan: Duration::from_mins(10),
            batas_diam: Duration::from_mins(1),
            nama_aplikasi: "loket-migrate".to_owned(),
            ..Self::aplikasi(url)
        }
    }

    /// The same, with one more server for tenants.
    #[must_use]
    pub fn dengan_server(mut self, dsn_id: impl Into<String>, url: Rahasia) -> Self {
        self.server.push(ServerPostgres { dsn_id: dsn_id.into(), url });
        self
    }
}
