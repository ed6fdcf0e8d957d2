//! The owner's work: migrating the fleet, preparing tenants, opening and closing them.

mod tenant_baru;

use std::collections::BTreeMap;

use loket_domain::{galat::PortError, tenant::TenantSlug};
use loket_migrations::{
    MigratorTrait, control,
    fleet::{Armada, Kemajuan, LaporanArmada, PilihanArmada},
    peran::SKEMA_CONTROL,
    tenant::TenantMigrator,
};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqlxPostgresConnector, Statement, TransactionTrait,
};
use time::OffsetDateTime;
use uuid::Uuid;

pub use tenant_baru::TenantBaru;

use super::{
    config::PostgresConfig,
    error::port_error,
    pool,
    registry::{KeadaanTenant, TenantTerdaftar},
};

/// Connections of the login that owns every schema. Not for serving requests: nothing here is bound to a tenant's role.
#[derive(Clone, Debug)]
pub struct PostgresAdmin {
    pub(super) control: DatabaseConnection,
    pub(super) server: BTreeMap<String, DatabaseConnection>,
}

impl PostgresAdmin {
    /// Connects as the owner; see [`PostgresConfig::pemilik`].
    pub async fn connect(config: &PostgresConfig) -> Result<Self, PortError> {
        let server: BTreeMap<_, _> = pool::buka_semua(config)
            .await?
            .into_iter()
            .map(|(id, k)| (id, SqlxPostgresConnector::from_sqlx_postgres_pool(k.pool)))
            .collect();
        let control = config.server.first().and_then(|s| server.get(&s.dsn_id)).cloned();
        let control =
            control.ok_or_else(|| PortError::tak_terduga("tidak ada server PostgreSQL"))?;
        Ok(Self { control, server })
    }

    /// Brings schema `control` up to date; needed once before the first tenant.
    pub async fn siapkan_control(&self) -> Result<Vec<String>, PortError> {
        control::pasang(&self.control).await.map_err(port_error)
    }

    /// Migrates control and every tenant that is behind; see [`Armada::jalankan`].
    pub async fn migrasikan(
        &self,
        pilihan: &PilihanArmada,
        pada: OffsetDateTime,
        kabar: &(dyn Fn(&Kemajuan) + Send + Sync),
    ) -> Result<LaporanArmada, PortError> {
        self.migrasikan_dengan::<TenantMigrator>(pilihan, pada, kabar).await
    }

    pub(super) async fn migrasikan_dengan<M: MigratorTrait>(
        &self,
        pilihan: &PilihanArmada,
        pada: OffsetDateTime,
        kabar: &(dyn Fn(&Kemajuan) + Send + Sync),
    ) -> Result<LaporanArmada, PortError> {
        let armada = Armada { control: &self.control, server: &self.server };
        armada.jalankan::<M>(pilihan, pada, kabar).await.map_err(port_error)
    }

    /// Prepares a tenant from nothing to active: registry row, schema, role, tables, rights. Running it again, or twice at
    /// once, ends the same way, and continues what was interrupted. An existing tenant keeps its id and key, which are in
    /// the answer; one of another region or on another server is a conflict. A suspended tenant stays suspended.
    pub async fn buat_tenant(&self, baru: &TenantBaru) -> Result<TenantTerdaftar, PortError> {
        self.buat_tenant_dengan::<TenantMigrator>(baru).await
    }

    pub(super) async fn buat_tenant_dengan<M: MigratorTrait>(
        &self,
        baru: &TenantBaru,
    ) -> Result<TenantTerdaftar, PortError> {
        tenant_baru::buat::<M>(&self.control, &self.server, baru).await
    }

    /// Opens or closes a tenant that is ready, and writes down why. False when there is no such tenant, it is not ready
    /// yet, or its key was destroyed.
    ///
    /// Serving processes follow within the age of their copy of the registry.
    pub async fn buka_tutup(
        &self,
        slug: &TenantSlug,
        buka: bool,
        sebab: &SebabAlih,
    ) -> Result<bool, PortError> {
        let keadaan = if buka { KeadaanTenant::Aktif } else { KeadaanTenant::Ditangguhkan };
        let tx = mulai_control(&self.control).await.map_err(port_error)?;
        let hasil = tx
            .execute_raw(Statement::from_sql_and_values(
                DbBackend::Postgres,
                "WITH alih AS (
                     UPDATE tenant SET keadaan = $1 WHERE slug = $2 AND keadaan <> 'menyiapkan'
                         AND kunci_dihapus_pada IS NULL
                     RETURNING id
                 )
                 INSERT INTO tenant_riwayat (id, tenant_id, keadaan, oleh, alasan, pada)
                 SELECT $3, id, $1, $4, $5, $6 FROM alih",
                [
                    keadaan.kode().into(),
                    slug.as_str().into(),
                    sebab.id.into(),
                    sebab.oleh.as_str().into(),
                    sebab.alasan.as_str().into(),
                    sebab.pada.into(),
                ],
            ))
            .await
            .map_err(port_error)?;
        tx.commit().await.map_err(port_error)?;
        Ok(hasil.rows_affected() == 1)
    }

    /// Closes every connection.
    pub async fn tutup(&self) {
        for db in self.server.values() {
            if let Err(galat) = db.close_by_ref().await {
                tracing::debug!(%galat, "koneksi pemilik tidak tertutup rapi");
            }
        }
    }
}

/// By whom and why a tenant is closed or opened.
#[derive(Clone, Debug)]
pub struct SebabAlih {
    /// The id of the row that says so.
    pub id: Uuid,
    /// Who, as they named themselves.
    pub oleh: String,
    /// Why: 10 to 500 characters.
    pub alasan: String,
    /// When.
    pub pada: OffsetDateTime,
}

/// The owner's transaction on the control schema.
pub(super) async fn mulai_control(
    control: &DatabaseConnection,
) -> Result<DatabaseTransaction, DbErr> {
    let tx = control.begin().await?;
    tx.execute_unprepared(&format!(r#"SET LOCAL search_path = "{SKEMA_CONTROL}""#)).await?;
    Ok(tx)
}
