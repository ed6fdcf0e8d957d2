//! The registry and the version ledger, as the owner of schema `control` sees them.

use loket_domain::tenant::TenantSlug;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, Statement, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::peran::SKEMA_CONTROL;

/// A tenant that lacks the newest migration.
pub(super) struct Tertinggal {
    pub(super) id: Uuid,
    pub(super) slug: TenantSlug,
    pub(super) dsn_id: String,
}

/// Tenants that have `sasaran`, and those that do not, by slug. A tenant still being provisioned is neither: its
/// provisioning migrates it.
pub(super) async fn baca_tertinggal(
    control: &DatabaseConnection,
    sasaran: &str,
) -> Result<(Vec<TenantSlug>, Vec<Tertinggal>), DbErr> {
    let tx = mulai(control).await?;
    let baris = tx
        .query_all_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "SELECT t.id, t.slug, t.dsn_id, EXISTS (
                 SELECT 1 FROM versi_skema v WHERE v.tenant_id = t.id AND v.versi = $1) AS terkini
             FROM tenant t WHERE t.keadaan <> 'menyiapkan' ORDER BY t.slug",
            [sasaran.into()],
        ))
        .await?;
    let (mut terkini, mut tertinggal) = (Vec::new(), Vec::new());
    for b in baris {
        let slug = TenantSlug::parse(&b.try_get::<String>("", "slug")?)
            .map_err(|e| DbErr::Type(e.to_string()))?;
        if b.try_get("", "terkini")? {
            terkini.push(slug);
        } else {
            let (id, dsn_id) = (b.try_get("", "id")?, b.try_get("", "dsn_id")?);
            tertinggal.push(Tertinggal { id, slug, dsn_id });
        }
    }
    tx.commit().await?;
    Ok((terkini, tertinggal))
}

/// Writes into the ledger that the tenant has every migration of `M`.
pub async fn catat_versi<M: MigratorTrait>(
    control: &DatabaseConnection,
    tenant: Uuid,
    pada: OffsetDateTime,
) -> Result<(), DbErr> {
    let tx = mulai(control).await?;
    for m in M::migrations() {
        tx.execute_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "INSERT INTO versi_skema (tenant_id, versi, diterapkan_pada) VALUES ($1, $2, $3)
             ON CONFLICT (tenant_id, versi) DO NOTHING",
            [tenant.into(), m.name().into(), pada.into()],
        ))
        .await?;
    }
    tx.commit().await
}

async fn mulai(control: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let tx = control.begin().await?;
    tx.execute_unprepared(&format!(r#"SET LOCAL search_path = "{SKEMA_CONTROL}""#)).await?;
    Ok(tx)
}
