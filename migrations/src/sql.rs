//! A migration that is one SQL file, and how a set of them is applied.

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, MigratorTrait, SchemaManager};

/// One SQL file, sent as one message inside the migration's transaction.
#[derive(Clone, Copy, Debug)]
pub struct SqlMigration {
    /// Name in the ledger; the file's stem, never changed once released.
    pub nama: &'static str,
    /// The statements.
    pub isi: &'static str,
}

impl MigrationName for SqlMigration {
    fn name(&self) -> &str {
        self.nama
    }
}

#[async_trait]
impl MigrationTrait for SqlMigration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.isi).await.map(drop)
    }
}

/// Applies what is pending in the schema the search path points at; returns the names.
pub(crate) async fn terapkan<M: MigratorTrait>(
    tx: &DatabaseTransaction,
) -> Result<Vec<String>, DbErr> {
    let baru: Vec<String> =
        M::get_pending_migrations(tx).await?.iter().map(|m| m.name().to_owned()).collect();
    if !baru.is_empty() {
        M::up(tx, None).await?;
    }
    Ok(baru)
}
