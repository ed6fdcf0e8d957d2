//! The only way to a connection: a transaction that names its tenant, or control, in the message that begins it.

use std::{
    marker::PhantomData,
    sync::atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use loket_domain::{galat::PortError, tenant::TenantSlug};
use loket_migrations::peran::{CONTROL, SKEMA_CONTROL};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use sea_query_sqlx::SqlxValues;
use sqlx::{AssertSqlSafe, Executor, Postgres, Transaction};
use tokio::sync::Mutex;
use tracing::Instrument;

use super::{
    error::{db_err, sqlx_error},
    pool::Kolam,
    sabar::tunggu,
};

/// A transaction inside one scope `S`; statements name tables without a schema. Dropped without a commit it undoes
/// everything. One statement runs at a time.
#[derive(Debug)]
pub struct ScopedTx<S> {
    tx: Mutex<Transaction<'static, Postgres>>,
    /// A statement failed, so PostgreSQL may refuse the rest, and would answer `COMMIT` with a silent rollback.
    pernah_gagal: AtomicBool,
    /// The scope's name, for locks.
    nama: String,
    cakupan: PhantomData<fn() -> S>,
}

/// One tenant, reading and writing.
pub type TenantTx = ScopedTx<InTenant>;
/// One tenant, reading one snapshot.
pub type TenantReadTx = ScopedTx<InTenantRead>;
/// Schema `control`, reading and writing.
pub type ControlTx = ScopedTx<InControl>;
/// Schema `control`, reading one snapshot.
pub type ControlReadTx = ScopedTx<InControlRead>;

/// Scope of a [`TenantTx`].
#[derive(Debug)]
pub enum InTenant {}
/// Scope of a [`TenantReadTx`].
#[derive(Debug)]
pub enum InTenantRead {}
/// Scope of a [`ControlTx`].
#[derive(Debug)]
pub enum InControl {}
/// Scope of a [`ControlReadTx`].
#[derive(Debug)]
pub enum InControlRead {}

mod segel {
    /// Scopes that can be committed.
    pub trait Tulis {}
    impl Tulis for super::InTenant {}
    impl Tulis for super::InControl {}
}

const TULIS: &str = "BEGIN";
const BACA: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

impl TenantTx {
    pub(super) async fn mulai(kolam: &Kolam, slug: &TenantSlug) -> Result<Self, PortError> {
        buka(kolam, TULIS, &slug.role(), &slug.schema()).await
    }

    /// In the tenant's role for retention; everything else is the same.
    pub(super) async fn mulai_retensi(kolam: &Kolam, slug: &TenantSlug) -> Result<Self, PortError> {
        buka(kolam, TULIS, &slug.role_retensi(), &slug.schema()).await
    }
}

impl TenantReadTx {
    pub(super) async fn mulai(kolam: &Kolam, slug: &TenantSlug) -> Result<Self, PortError> {
        buka(kolam, BACA, &slug.role(), &slug.schema()).await
    }
}

impl ControlTx {
    pub(super) async fn mulai(kolam: &Kolam) -> Result<Self, PortError> {
        buka(kolam, TULIS, CONTROL, SKEMA_CONTROL).await
    }
}

impl ControlReadTx {
    pub(super) async fn mulai(kolam: &Kolam) -> Result<Self, PortError> {
        buka(kolam, BACA, CONTROL, SKEMA_CONTROL).await
    }
}

impl<S: segel::Tulis> ScopedTx<S> {
    /// Makes the changes last. Refused when a statement failed and left the transaction unusable, where `COMMIT` alone
    /// would report success and keep nothing.
    pub async fn commit(self) -> Result<(), PortError> {
        let mut tx = self.tx.into_inner();
        if self.pernah_gagal.into_inner() {
            tx.execute("SELECT 1").await.map_err(sqlx_error)?;
        }
        tx.commit().await.map_err(sqlx_error)
    }

    /// Waits until no other transaction of this scope holds the lock `nama`, and holds it to the end.
    pub async fn kunci(&self, nama: &str) -> Result<(), DbErr> {
        self.execute_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
            [format!("{}:{nama}", self.nama).into()],
        ))
        .await
        .map(drop)
    }
}

impl<S> ScopedTx<S> {
    /// Remembers that something failed.
    fn catat<T>(&self, hasil: Result<T, sqlx::Error>) -> Result<T, DbErr> {
        hasil.map_err(|galat| {
            self.pernah_gagal.store(true, Ordering::Relaxed);
            db_err(galat)
        })
    }
}

/// Sends one message: begin, role, path. `peran` and `skema` are from a [`TenantSlug`] or constants, so they cannot leave
/// their quotes.
///
/// It runs in a task of its own: a begin that is dropped on its way would hand its connection, inside the transaction of
/// this tenant, to whoever comes next.
async fn buka<S>(
    kolam: &Kolam,
    mulai: &str,
    peran: &str,
    skema: &str,
) -> Result<ScopedTx<S>, PortError> {
    let pool = kolam.pool.clone();
    let sql = format!(r#"{mulai}; SET LOCAL ROLE "{peran}"; SET LOCAL search_path = "{skema}""#);
    // In a box: every caller's future would carry it otherwise.
    let mulai = Box::pin(async move { pool.begin_with(AssertSqlSafe(sql)).await });
    let tx = tunggu(kolam.batas, async {
        if kolam.jaga.mulai {
            tokio::spawn(mulai.in_current_span()).await.map_err(PortError::tak_terduga)?
        } else {
            mulai.await
        }
        .map_err(sqlx_error)
    })
    .await?;
    Ok(ScopedTx {
        tx: Mutex::new(tx),
        pernah_gagal: AtomicBool::new(false),
        nama: skema.to_owned(),
        cakupan: PhantomData,
    })
}

#[async_trait]
impl<S> ConnectionTrait for ScopedTx<S> {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        let mut tx = self.tx.lock().await;
        let hasil = sqlx::query_with(AssertSqlSafe(stmt.sql), nilai(stmt.values));
        self.catat(hasil.execute(&mut **tx).await).map(Into::into)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut tx = self.tx.lock().await;
        self.catat(tx.execute(AssertSqlSafe(sql.to_owned())).await).map(Into::into)
    }

    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut tx = self.tx.lock().await;
        let kueri = sqlx::query_with(AssertSqlSafe(stmt.sql), nilai(stmt.values));
        let baris = self.catat(kueri.fetch_optional(&mut **tx).await)?;
        Ok(baris.map(Into::into))
    }

    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut tx = self.tx.lock().await;
        let kueri = sqlx::query_with(AssertSqlSafe(stmt.sql), nilai(stmt.values));
        let baris = self.catat(kueri.fetch_all(&mut **tx).await)?;
        Ok(baris.into_iter().map(Into::into).collect())
    }
}

fn nilai(nilai: Option<sea_orm::Values>) -> SqlxValues {
    SqlxValues(nilai.unwrap_or(sea_orm::Values(Vec::new())))
}
