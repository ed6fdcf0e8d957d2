//! The foundation against a real server: one private cluster per run, one database per test.

mod armada;
mod batal;
mod hak;
mod isolasi;
mod penyiapan;
mod pintu_wa;
mod rute;
mod store;

use std::{
    env, process,
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use loket_domain::{
    id::Id,
    kalender::ZonaWaktu,
    nilai::{KodeWilayah, Rahasia},
    tenant::{Tenant, TenantSlug},
};
use loket_migrations::{MigrationTrait, MigratorTrait, SqlMigration};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, QueryResult, Statement};
use sqlx::error::DatabaseError;
use time::{OffsetDateTime, macros::datetime};
use uuid::Uuid;

use super::*;
use crate::embedded::{EmbeddedPostgres, EmbeddedPostgresConfig, Progress};

/// The moment every test lives in.
const KINI: OffsetDateTime = datetime!(2026-03-02 08:00 +08);

static KLASTER: LazyLock<EmbeddedPostgres> = LazyLock::new(|| {
    EmbeddedPostgres::start_blocking(&EmbeddedPostgresConfig {
        data_dir: env::temp_dir().join(format!("loket-tenansi-{}", process::id())),
        durable: false,
        ephemeral: true,
        progress: Progress::default(),
    })
    .expect("start PostgreSQL")
});

/// A database of the test's own, with schema `control`.
struct Uji {
    alamat: AlamatKlaster,
    admin: PostgresAdmin,
}

impl Uji {
    async fn siap() -> Self {
        let alamat = basis_data_baru().await;
        let admin = PostgresAdmin::connect(&PostgresConfig::pemilik(alamat.pemilik.clone()))
            .await
            .expect("connect as owner");
        admin.siapkan_control().await.expect("migrate control");
        Self { alamat, admin }
    }

    /// Tenants with the table `surat`, and one row in it that tells whose it is.
    async fn dengan_tenant(slug: &[&str]) -> Self {
        let uji = Self::siap().await;
        for slug in slug {
            uji.admin.buat_tenant_dengan::<Pertama>(&tenant_baru(slug)).await.expect("provision");
            let tx = uji.aplikasi().await.begin_tenant(&s(slug)).await.unwrap();
            jalankan(&tx, &format!("INSERT INTO surat VALUES (1, '{slug}')")).await.unwrap();
            tx.commit().await.unwrap();
        }
        uji
    }

    /// The application on ONE connection, so that everybody follows in somebody's footsteps.
    async fn aplikasi(&self) -> Postgres {
        Postgres::connect(&self.satu_koneksi()).await.expect("connect as application")
    }

    fn satu_koneksi(&self) -> PostgresConfig {
        PostgresConfig { koneksi_maks: 1, ..PostgresConfig::aplikasi(self.alamat.aplikasi.clone()) }
    }
}

async fn basis_data_baru() -> AlamatKlaster {
    static NOMOR: AtomicU32 = AtomicU32::new(0);
    let baru = KlasterBaru {
        basis_data: format!("uji_{}", NOMOR.fetch_add(1, Ordering::Relaxed)),
        sandi_pemilik: Rahasia::new("kunci rumah '%"),
        sandi_aplikasi: Rahasia::new("kunci loket"),
    };
    let url = Rahasia::new(KLASTER.superuser_url("postgres"));
    siapkan_klaster(&url, &baru).await.expect("prepare the cluster")
}

/// A UUID that nobody else has.
fn uuid_baru() -> Uuid {
    static NOMOR: AtomicU32 = AtomicU32::new(1);
    Uuid::from_u128(NOMOR.fetch_add(1, Ordering::Relaxed).into())
}

fn sebab() -> SebabAlih {
    SebabAlih {
        id: loket_domain::id::IdSource::uuid(&crate::crypto::SystemIds),
        oleh: "pengelola".to_owned(),
        alasan: "Uji penangguhan kantor.".to_owned(),
        pada: datetime!(2026-01-05 00:00 UTC),
    }
}

fn s(slug: &str) -> TenantSlug {
    TenantSlug::parse(slug).unwrap()
}

fn tenant_baru(slug: &str) -> TenantBaru {
    TenantBaru {
        tenant: Tenant {
            id: Id::new(uuid_baru()),
            slug: s(slug),
            nama: format!("Disdukcapil {slug}"),
            wilayah: KodeWilayah::parse("63.11").unwrap(),
            zona: ZonaWaktu::Wita,
        },
        dsn_id: DSN_UTAMA.to_owned(),
        kunci_terbungkus: Tersegel(slug.as_bytes().to_vec()),
        dibuat_pada: KINI,
    }
}

/// The tables of these tests, as a first release would have them.
struct Pertama;

const SQL_PERTAMA: SqlMigration = SqlMigration {
    nama: "m0001_awal",
    isi: "CREATE TABLE surat (id int PRIMARY KEY, isi text NOT NULL,
              CONSTRAINT surat_isi_unik UNIQUE (isi) DEFERRABLE INITIALLY DEFERRED);
          CREATE TABLE audit (id int PRIMARY KEY, isi text NOT NULL);
          CREATE TABLE permohonan_peristiwa (id int PRIMARY KEY, isi text NOT NULL)",
};

impl MigratorTrait for Pertama {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(SQL_PERTAMA)]
    }
}

async fn jalankan(tx: &impl ConnectionTrait, sql: &str) -> Result<(), DbErr> {
    tx.execute_raw(Statement::from_string(DbBackend::Postgres, sql)).await.map(drop)
}

async fn baris(tx: &impl ConnectionTrait, sql: &str) -> QueryResult {
    let pernyataan = Statement::from_string(DbBackend::Postgres, sql);
    tx.query_one_raw(pernyataan).await.unwrap().expect("one row")
}

/// Where a transaction stands, and what it sees there.
#[derive(Debug, PartialEq, Eq, FromQueryResult)]
struct Tampak {
    peran: String,
    jalur: String,
    isi: String,
}

impl Tampak {
    async fn di(tx: &impl ConnectionTrait) -> Self {
        let sql = "SELECT current_user::text AS peran, current_setting('search_path') AS jalur,
                       (SELECT string_agg(isi, ',') FROM surat) AS isi";
        Self::from_query_result(&baris(tx, sql).await, "").unwrap()
    }

    fn milik(slug: &str) -> Self {
        Self { peran: s(slug).role(), jalur: s(slug).schema(), isi: slug.to_owned() }
    }
}

/// What somebody gets who takes a connection around all guards: who they are, and whether tenant data are in reach.
async fn tanpa_cakupan(db: &Postgres) -> (String, String, i32, Result<(), String>) {
    use sqlx::Row;
    let mut koneksi = db.dalam.utama.pool.acquire().await.unwrap();
    let sql = "SELECT current_user::text, current_setting('search_path'), pg_backend_pid()";
    let baris = match sqlx::raw_sql(sql).fetch_one(&mut *koneksi).await {
        Ok(baris) => baris,
        Err(galat) => return (String::new(), String::new(), 0, Err(kode(&galat))),
    };
    let terlihat = sqlx::raw_sql("SELECT isi FROM surat").fetch_all(&mut *koneksi).await;
    let terlihat = terlihat.map(drop).map_err(|galat| kode(&galat));
    (baris.get(0), baris.get(1), baris.get(2), terlihat)
}

fn kode(galat: &sqlx::Error) -> String {
    galat.as_database_error().and_then(DatabaseError::code).unwrap_or_default().into_owned()
}

fn kode_db(galat: &DbErr) -> String {
    loket_migrations::sqlstate(galat).unwrap_or_else(|| galat.to_string())
}
