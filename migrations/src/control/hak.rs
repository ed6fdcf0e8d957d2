//! What the control role may do: the registry and the ledger are read-only to the application.

use sea_orm::{ConnectionTrait, DbErr};

use crate::peran::{CONTROL, SKEMA_CONTROL};

/// Tables that only the owner writes.
const BACA_SAJA: &[&str] = &["tenant", "tenant_kunci", "tenant_riwayat", "versi_skema"];

/// Makes the rights of the control role exact.
pub(super) async fn terapkan(tx: &impl ConnectionTrait) -> Result<(), DbErr> {
    tx.execute_unprepared(&format!(
        r#"REVOKE ALL ON SCHEMA "{SKEMA_CONTROL}" FROM PUBLIC;
           GRANT USAGE ON SCHEMA "{SKEMA_CONTROL}" TO "{CONTROL}";
           REVOKE ALL ON ALL TABLES IN SCHEMA "{SKEMA_CONTROL}" FROM "{CONTROL}";
           GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "{SKEMA_CONTROL}" TO "{CONTROL}";
           REVOKE ALL ON "{SKEMA_CONTROL}".seaql_migrations FROM "{CONTROL}""#,
    ))
    .await?;
    for tabel in BACA_SAJA {
        tx.execute_unprepared(&format!(
            r#"REVOKE INSERT, UPDATE, DELETE ON "{SKEMA_CONTROL}"."{tabel}" FROM "{CONTROL}""#
        ))
        .await?;
    }
    Ok(())
}
