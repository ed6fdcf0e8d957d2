//! A private PostgreSQL cluster from the binaries installed on this machine.

mod apt;
mod binaries;
mod cluster;
mod owner;
mod server;
#[cfg(test)]
mod tests;

use std::{
    fs,
    path::{Path, PathBuf},
};

use loket_domain::nilai::Rahasia;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

pub use self::apt::install_with_apt;
use self::{cluster::Cluster, server::Server};
use super::{EmbeddedError, Progress};

/// How the cluster shall be.
#[derive(Clone, Debug)]
pub struct EmbeddedPostgresConfig {
    /// A folder of its own; made when missing, used again when it holds a cluster.
    pub data_dir: PathBuf,
    /// Whether committed data survive a crash of the machine. Tests are faster without.
    pub durable: bool,
    /// Whether the data are removed when the server stops.
    pub ephemeral: bool,
    /// What is told meanwhile.
    pub progress: Progress,
}

/// A running cluster. It stops when this value is dropped, and also when the process is killed.
#[derive(Debug)]
pub struct EmbeddedPostgres {
    cluster: Cluster,
    server: Server,
    ephemeral: bool,
}

impl EmbeddedPostgres {
    /// Starts the cluster and waits until it takes connections.
    pub async fn start(config: EmbeddedPostgresConfig) -> Result<Self, EmbeddedError> {
        let postgres = blocking(move || Self::start_blocking(&config)).await?;
        match postgres.connect("postgres").await {
            Ok(connection) => {
                connection.close().await.map_err(EmbeddedError::Connection)?;
                Ok(postgres)
            }
            Err(EmbeddedError::Connection(sqlx::Error::Database(error)))
                if error.code().as_deref() == Some("28P01") =>
            {
                Err(EmbeddedError::PasswordLost(postgres.dir().join("superuser.password")))
            }
            Err(error) => Err(error),
        }
    }

    /// The same for callers outside an async runtime.
    pub fn start_blocking(config: &EmbeddedPostgresConfig) -> Result<Self, EmbeddedError> {
        let EmbeddedPostgresConfig { data_dir, durable, ephemeral, progress } = config;
        let cluster = Cluster::open(data_dir, *durable, *ephemeral, progress)?;
        progress.tell(format!("Menyalakan PostgreSQL {}", cluster.binaries.major));
        let server = Server::start(&cluster, *durable, *ephemeral)?;
        progress.tell(format!("PostgreSQL siap di 127.0.0.1:{}", server.port));
        Ok(Self { cluster, server, ephemeral: *ephemeral })
    }

    /// Where a superuser connects to the database `db`. The address holds the password.
    pub fn superuser_url(&self, db: &str) -> String {
        let password = self.cluster.password.buka();
        format!("postgres://postgres:{password}@127.0.0.1:{}/{db}", self.server.port)
    }

    /// The password of the user `postgres`.
    pub fn superuser_password(&self) -> &Rahasia {
        &self.cluster.password
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.server.port
    }

    /// The major version that runs.
    pub fn major_version(&self) -> u32 {
        self.cluster.binaries.major
    }

    /// Where the data really are: another folder than asked for when the server's user cannot reach that one.
    pub fn dir(&self) -> &Path {
        &self.cluster.home.dir
    }

    /// Whether the server still runs.
    pub fn is_running(&mut self) -> bool {
        self.server.is_running()
    }

    /// Makes the database `name` unless it is there. Lower-case letters, digits and underscores only.
    pub async fn ensure_database(&self, name: &str) -> Result<(), EmbeddedError> {
        let valid = (1..=63).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !valid {
            return Err(EmbeddedError::DatabaseName(name.to_owned()));
        }
        let mut connection = self.connect("postgres").await?;
        let made = sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE \"{name}\"")))
            .execute(&mut connection)
            .await;
        match made {
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42P04") => {}
            Err(error) => return Err(EmbeddedError::Connection(error)),
            Ok(_) => {}
        }
        connection.close().await.map_err(EmbeddedError::Connection)
    }

    /// Stops the server and waits for it; the data of an ephemeral cluster are gone afterwards.
    pub async fn stop(mut self) -> Result<(), EmbeddedError> {
        blocking(move || {
            self.server.stop(&self.cluster)?;
            let dir = self.dir();
            // The keeper removed what is inside, but may lack the right to remove the folder itself.
            if self.ephemeral && dir.exists() {
                fs::remove_dir(dir).map_err(EmbeddedError::io(dir))?;
            }
            Ok(())
        })
        .await
    }

    async fn connect(&self, db: &str) -> Result<PgConnection, EmbeddedError> {
        PgConnection::connect(&self.superuser_url(db)).await.map_err(EmbeddedError::Connection)
    }
}

/// Waiting for processes does not belong on an async thread.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, EmbeddedError> + Send + 'static,
) -> Result<T, EmbeddedError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(EmbeddedError::NotReady(error.to_string())),
    }
}
