//! The database as its superuser sees it: to prepare, to check, and to learn what real rows look like.

use std::path::PathBuf;

use loket_tests::server::SERVER;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgConnection, Row, postgres::PgConnectOptions,
};
use tokio::runtime::Runtime;

use super::galat::{Hasil, Ketika};

/// A connection for SQL text; one statement at a time.
pub struct Basis {
    runtime: Runtime,
    koneksi: PgConnection,
    /// Process id of the postmaster.
    pub postmaster: u32,
}

impl Basis {
    /// Connects to the cluster of this process.
    pub fn buka() -> Hasil<Self> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().ketika("runtime")?;
        let nama = aplikasi()?.get_database().ketika("nama basis data")?.to_owned();
        let alamat: PgConnectOptions =
            SERVER.postgres.superuser_url(&nama).parse().ketika("alamat PostgreSQL")?;
        let koneksi = runtime
            .block_on(PgConnection::connect_with(&alamat.disable_statement_logging()))
            .ketika("PostgreSQL")?;
        let berkas = SERVER.postgres.dir().join("server.pid");
        let postmaster = std::fs::read_to_string(&berkas)
            .ketika("server.pid")?
            .trim()
            .parse()
            .ketika("server.pid")?;
        Ok(Self { runtime, koneksi, postmaster })
    }

    /// Runs one or more statements.
    pub fn jalankan(&mut self, sql: &str) -> Hasil<()> {
        let kerja = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut self.koneksi);
        self.runtime.block_on(kerja).map(drop).ketika(sql)
    }

    /// The first column of every row, which must be text.
    pub fn kolom(&mut self, sql: &str) -> Hasil<Vec<String>> {
        let kerja = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(&mut self.koneksi);
        let baris = self.runtime.block_on(kerja).ketika(sql)?;
        baris.iter().map(|satu| satu.try_get(0).ketika(sql)).collect()
    }

    /// The first column of the one row.
    pub fn satu(&mut self, sql: &str) -> Hasil<String> {
        self.kolom(sql)?.into_iter().next().ketika(sql)
    }

    /// Makes a schema the one that unqualified names mean.
    pub fn masuk_skema(&mut self, skema: &str) -> Hasil<()> {
        self.jalankan(&format!(r#"SET search_path = "{skema}""#))
    }

    /// Up-to-date statistics and no dead rows, so that every measurement begins alike.
    pub fn rapikan(&mut self) -> Hasil<()> {
        self.jalankan("VACUUM ANALYZE")?;
        self.jalankan("CHECKPOINT")
    }

    /// The folder of the programs that belong to the running server.
    pub fn folder_program(&self) -> Hasil<PathBuf> {
        let program = std::fs::read_link(format!("/proc/{}/exe", self.postmaster))
            .ketika("program PostgreSQL yang berjalan")?;
        Ok(program.parent().ketika("program PostgreSQL yang berjalan")?.to_path_buf())
    }
}

/// The application's login.
fn aplikasi() -> Hasil<PgConnectOptions> {
    SERVER.klaster.aplikasi.buka().parse().ketika("alamat PostgreSQL")
}
