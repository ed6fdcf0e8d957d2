//! Preparing a tenant, in steps that can each be repeated.

use std::collections::BTreeMap;

use loket_domain::{
    galat::PortError,
    tenant::{Tenant, TenantSlug},
};
use loket_migrations::{
    MigratorTrait, bisa_diulang, fleet::catat_versi, jeda, peran::APLIKASI, tenant,
};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, Statement,
    TransactionTrait,
};
use time::OffsetDateTime;

use super::{
    super::{
        error::port_error,
        registry::{KeadaanTenant, PILIH_TENANT, TenantTerdaftar, Tersegel, tenant_dari},
    },
    mulai_control,
};

/// Attempts when roles or schemas are being made by others at the same moment.
const PERCOBAAN: u32 = 8;

/// A tenant to prepare.
#[derive(Clone, Debug)]
pub struct TenantBaru {
    /// Who it is, with a fresh id; schema and role follow from the slug.
    pub tenant: Tenant,
    /// The server it shall live on.
    pub dsn_id: String,
    /// Its data key, wrapped by the master key.
    pub kunci_terbungkus: Tersegel,
    /// The present moment.
    pub dibuat_pada: OffsetDateTime,
}

pub(super) async fn buat<M: MigratorTrait>(
    control: &DatabaseConnection,
    server: &BTreeMap<String, DatabaseConnection>,
    baru: &TenantBaru,
) -> Result<TenantTerdaftar, PortError> {
    let db = server.get(&baru.dsn_id).ok_or_else(|| {
        PortError::tak_terduga(format!("server {} tidak dikonfigurasi", baru.dsn_id))
    })?;
    let terdaftar = daftarkan(control, baru).await.map_err(port_error)?;
    if terdaftar.dsn_id != baru.dsn_id || terdaftar.tenant.wilayah != baru.tenant.wilayah {
        return Err(PortError::Konflik);
    }
    let mut ke = 1;
    loop {
        match bangun::<M>(db, &baru.tenant.slug).await {
            Err(galat) if ke < PERCOBAAN && bisa_diulang(&galat) => {
                tokio::time::sleep(jeda(ke)).await;
                ke += 1;
            }
            hasil => break hasil.map_err(port_error)?,
        }
    }
    catat_versi::<M>(control, terdaftar.tenant.id.uuid(), baru.dibuat_pada)
        .await
        .map_err(port_error)?;
    aktifkan(control, terdaftar).await.map_err(port_error)
}

/// The registry row: the new one, or the one that was there.
async fn daftarkan(
    control: &DatabaseConnection,
    baru: &TenantBaru,
) -> Result<TenantTerdaftar, DbErr> {
    let tx = mulai_control(control).await?;
    tx.execute_raw(Statement::from_sql_and_values(
        DbBackend::Postgres,
        "INSERT INTO tenant (id, slug, nama, kode_wilayah, zona, schema_name, role_name, dsn_id, keadaan,
             kunci_terbungkus, dibuat_pada)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (slug) DO NOTHING",
        [
            baru.tenant.id.uuid().into(),
            baru.tenant.slug.as_str().into(),
            baru.tenant.nama.as_str().into(),
            baru.tenant.wilayah.as_str().into(),
            baru.tenant.zona.nama().into(),
            baru.tenant.slug.schema().into(),
            baru.tenant.slug.role().into(),
            baru.dsn_id.as_str().into(),
            KeadaanTenant::Menyiapkan.kode().into(),
            baru.kunci_terbungkus.0.clone().into(),
            baru.dibuat_pada.into(),
        ],
    ))
    .await?;
    let baris = tx
        .query_one_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            format!("{PILIH_TENANT} WHERE slug = $1"),
            [baru.tenant.slug.as_str().into()],
        ))
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(baru.tenant.slug.to_string()))?;
    let terdaftar = tenant_dari(&baris)?;
    tx.commit().await?;
    Ok(terdaftar)
}

/// Schema, role, membership, tables and rights, all or nothing.
async fn bangun<M: MigratorTrait>(db: &DatabaseConnection, slug: &TenantSlug) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    tenant::kunci(&tx, slug).await?;
    let (skema, peran) = (slug.schema(), slug.role());
    if !ada(&tx, "SELECT 1 FROM pg_roles WHERE rolname = $1", [peran.as_str()]).await? {
        tx.execute_unprepared(&format!(r#"CREATE ROLE "{peran}" NOLOGIN NOINHERIT"#)).await?;
    }
    let anggota = "SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
                   JOIN pg_roles a ON a.oid = m.member WHERE r.rolname = $1 AND a.rolname = $2";
    // Any change of memberships makes every backend read them all again, so none is made for nothing.
    if !ada(&tx, anggota, [peran.as_str(), APLIKASI]).await? {
        tx.execute_unprepared(&format!(r#"GRANT "{peran}" TO "{APLIKASI}""#)).await?;
    }
    tx.execute_unprepared(&format!(r#"CREATE SCHEMA IF NOT EXISTS "{skema}""#)).await?;
    tenant::pasang::<M>(&tx, slug).await?;
    tx.commit().await
}

async fn ada<const N: usize>(
    tx: &DatabaseTransaction,
    sql: &str,
    nilai: [&str; N],
) -> Result<bool, DbErr> {
    let nilai = nilai.map(sea_orm::Value::from);
    let pernyataan = Statement::from_sql_and_values(DbBackend::Postgres, sql, nilai);
    tx.query_one_raw(pernyataan).await.map(|baris| baris.is_some())
}

/// Opens a tenant that was being prepared; any other state stays.
async fn aktifkan(
    control: &DatabaseConnection,
    mut terdaftar: TenantTerdaftar,
) -> Result<TenantTerdaftar, DbErr> {
    if terdaftar.keadaan == KeadaanTenant::Menyiapkan {
        let tx = mulai_control(control).await?;
        tx.execute_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "UPDATE tenant SET keadaan = 'aktif' WHERE id = $1 AND keadaan = 'menyiapkan'",
            [terdaftar.tenant.id.uuid().into()],
        ))
        .await?;
        tx.commit().await?;
        terdaftar.keadaan = KeadaanTenant::Aktif;
    }
    Ok(terdaftar)
}
