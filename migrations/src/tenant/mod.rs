//! The tenant set, and one tenant's step: path, migrations, rights, in a transaction the caller owns.

mod hak;

use loket_domain::tenant::TenantSlug;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

use crate::sql::{SqlMigration, terapkan};

/// The migrations of every tenant schema, in order.
#[derive(Clone, Copy, Debug)]
pub struct TenantMigrator;

impl MigratorTrait for TenantMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        [
            ("m0001_awal", include_str!("m0001_awal.sql")),
            ("m0002_sop_versi", include_str!("m0002_sop_versi.sql")),
            ("m0003_akses", include_str!("m0003_akses.sql")),
            ("m0004_kalender", include_str!("m0004_kalender.sql")),
            ("m0005_sop", include_str!("m0005_sop.sql")),
            ("m0006_pengingat", include_str!("m0006_pengingat.sql")),
            ("m0007_percakapan", include_str!("m0007_percakapan.sql")),
            ("m0008_kirim", include_str!("m0008_kirim.sql")),
            ("m0009_kotak", include_str!("m0009_kotak.sql")),
            ("m0010_tautan", include_str!("m0010_tautan.sql")),
            ("m0011_kanal", include_str!("m0011_kanal.sql")),
            ("m0012_berkas", include_str!("m0012_berkas.sql")),
            ("m0013_tte", include_str!("m0013_tte.sql")),
            ("m0014_meja_tte", include_str!("m0014_meja_tte.sql")),
            ("m0015_gangguan_kabar", include_str!("m0015_gangguan_kabar.sql")),
            ("m0016_penyerahan_inti", include_str!("m0016_penyerahan_inti.sql")),
            ("m0017_dokumen", include_str!("m0017_dokumen.sql")),
            ("m0018_penyerahan", include_str!("m0018_penyerahan.sql")),
            ("m0019_loket", include_str!("m0019_loket.sql")),
            ("m0020_kartu", include_str!("m0020_kartu.sql")),
            ("m0021_kunci_objek", include_str!("m0021_kunci_objek.sql")),
            ("m0022_kirim", include_str!("m0022_kirim.sql")),
            ("m0023_tte_lanjut", include_str!("m0023_tte_lanjut.sql")),
            ("m0024_petugas", include_str!("m0024_petugas.sql")),
            ("m0025_mesin", include_str!("m0025_mesin.sql")),
            ("m0026_privasi", include_str!("m0026_privasi.sql")),
            ("m0027_jejak", include_str!("m0027_jejak.sql")),
            ("m0028_passkey", include_str!("m0028_passkey.sql")),
            ("m0029_kode_nomor", include_str!("m0029_kode_nomor.sql")),
            ("m0030_sisa", include_str!("m0030_sisa.sql")),
            ("m0031_bawaan", include_str!("m0031_bawaan.sql")),
        ]
        .map(|(nama, isi)| Box::new(SqlMigration { nama, isi }) as Box<dyn MigrationTrait>)
        .into()
    }
}

/// Keeps every other migration and provisioning of the tenant out until the transaction ends, and bounds how long any
/// lock is waited for. First thing in the transaction.
pub async fn kunci(tx: &DatabaseTransaction, slug: &TenantSlug) -> Result<(), DbErr> {
    tx.execute_unprepared(
        "SET LOCAL lock_timeout = '2s'; SET LOCAL client_min_messages = 'warning'",
    )
    .await?;
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
        [format!("loket:tenant:{slug}").into()],
    ))
    .await
    .map(drop)
}

/// Brings the tenant's schema up to date and makes the rights of its role exact; schema and role exist already.
/// Returns what was applied. Call [`kunci`] first, commit after: the tenant is upgraded entirely or not at all.
pub async fn pasang<M: MigratorTrait>(
    tx: &DatabaseTransaction,
    slug: &TenantSlug,
) -> Result<Vec<String>, DbErr> {
    tx.execute_unprepared(&format!(r#"SET LOCAL search_path = "{}""#, slug.schema())).await?;
    let baru = terapkan::<M>(tx).await?;
    hak::terapkan(tx, slug).await?;
    Ok(baru)
}
