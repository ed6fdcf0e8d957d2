//! The control set: the registry of tenants, routing of numbers, the version ledger.

mod hak;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, TransactionTrait};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

use crate::{
    peran::SKEMA_CONTROL,
    sql::{SqlMigration, terapkan},
};

/// The migrations of schema `control`, in order.
#[derive(Clone, Copy, Debug)]
pub struct ControlMigrator;

impl MigratorTrait for ControlMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        [
            ("m0001_awal", include_str!("m0001_awal.sql")),
            ("m0002_wa", include_str!("m0002_wa.sql")),
            ("m0004_kunci", include_str!("m0004_kunci.sql")),
            ("m0005_riwayat", include_str!("m0005_riwayat.sql")),
        ]
        .map(|(nama, isi)| Box::new(SqlMigration { nama, isi }) as Box<dyn MigrationTrait>)
        .into()
    }
}

/// Brings schema `control` up to date and gives its role exactly the rights it should have. Returns what was applied.
///
/// Two callers at once run one after the other.
pub async fn pasang(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let tx = db.begin().await?;
    tx.execute_unprepared(&format!(
        r#"SET LOCAL client_min_messages = 'warning'; SET LOCAL lock_timeout = '30s';
           SELECT pg_advisory_xact_lock(hashtextextended('loket:control', 0));
           CREATE SCHEMA IF NOT EXISTS "{SKEMA_CONTROL}"; SET LOCAL search_path = "{SKEMA_CONTROL}""#,
    ))
    .await?;
    let baru = terapkan::<ControlMigrator>(&tx).await?;
    hak::terapkan(&tx).await?;
    tx.commit().await?;
    Ok(baru)
}
