//! A server's first preparation: logins, the control role, the database. Done once per server by somebody with the right
//! to create roles and databases; running it again changes nothing but the passwords.

use std::str::FromStr;

use loket_domain::{galat::PortError, nilai::Rahasia};
use loket_migrations::peran::{APLIKASI, CONTROL, PEMILIK};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, postgres::PgConnectOptions,
};

use super::{error::sqlx_error, sandi};

/// What to prepare.
#[derive(Clone, Debug)]
pub struct KlasterBaru {
    /// Name of the database; lower-case letters, digits and underscores.
    pub basis_data: String,
    /// Password of the owner's login.
    pub sandi_pemilik: Rahasia,
    /// Password of the application's login.
    pub sandi_aplikasi: Rahasia,
}

/// How to connect afterwards.
#[derive(Clone, Debug)]
pub struct AlamatKlaster {
    /// URL of the owner, for migrations and provisioning.
    pub pemilik: Rahasia,
    /// URL of the application.
    pub aplikasi: Rahasia,
}

/// Prepares the server behind `url`, a login that may create roles and databases. Several callers at once are in order.
pub async fn siapkan_klaster(
    url: &Rahasia,
    baru: &KlasterBaru,
) -> Result<AlamatKlaster, PortError> {
    let nama = &baru.basis_data;
    let sah = nama.starts_with(|c: char| c.is_ascii_lowercase())
        && nama.len() <= 63
        && nama.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !sah {
        return Err(PortError::tak_terduga(format!("nama basis data {nama:?} tidak sah")));
    }
    let alamat = PgConnectOptions::from_str(url.buka())
        .map_err(sqlx_error)?
        .application_name("loket-siapkan")
        .disable_statement_logging();
    let pemilik = sandi::verifikator(&baru.sandi_pemilik)?;
    let aplikasi = sandi::verifikator(&baru.sandi_aplikasi)?;
    langkah(&alamat, nama, &pemilik, &aplikasi).await.map_err(sqlx_error)?;

    let milik = |login: &str, sandi: &Rahasia| {
        let alamat = alamat.clone().database(nama).username(login).password(sandi.buka());
        Rahasia::new(alamat.to_url_lossy().to_string())
    };
    Ok(AlamatKlaster {
        pemilik: milik(PEMILIK, &baru.sandi_pemilik),
        aplikasi: milik(APLIKASI, &baru.sandi_aplikasi),
    })
}

async fn langkah(
    alamat: &PgConnectOptions,
    nama: &str,
    pemilik: &str,
    aplikasi: &str,
) -> Result<(), sqlx::Error> {
    let mut admin = PgConnection::connect_with(alamat).await?;
    peran(&mut admin, pemilik, aplikasi).await?;
    basis_data(&mut admin, nama).await?;
    admin.close().await?;

    let mut admin = PgConnection::connect_with(&alamat.clone().database(nama)).await?;
    tertutup(&mut admin, nama).await?;
    admin.close().await
}

/// Logins and the control role, under a lock of the maintenance database.
async fn peran(admin: &mut PgConnection, pemilik: &str, aplikasi: &str) -> Result<(), sqlx::Error> {
    let mut tx = admin.begin_with("BEGIN; SET LOCAL client_min_messages = 'warning'").await?;
    tx.execute("SELECT pg_advisory_xact_lock(hashtextextended('loket:klaster', 0))").await?;
    for nama in [PEMILIK, APLIKASI, CONTROL] {
        let ada = sqlx::query("SELECT 1 FROM pg_roles WHERE rolname = $1").bind(nama);
        if ada.fetch_optional(&mut *tx).await?.is_none() {
            tx.execute(AssertSqlSafe(format!(r#"CREATE ROLE "{nama}" NOLOGIN NOINHERIT"#))).await?;
        }
    }
    tx.execute(AssertSqlSafe(format!(
        r#"ALTER ROLE "{PEMILIK}" LOGIN CREATEROLE NOCREATEDB PASSWORD '{pemilik}';
           ALTER ROLE "{APLIKASI}" LOGIN NOINHERIT NOCREATEROLE NOCREATEDB PASSWORD '{aplikasi}';
           GRANT "{CONTROL}" TO "{APLIKASI}""#,
    )))
    .await?;
    tx.commit().await
}

/// The database, unless it is there. `C` order is the same on every machine; texts are UTF-8 all the same.
async fn basis_data(admin: &mut PgConnection, nama: &str) -> Result<(), sqlx::Error> {
    let ada = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(nama);
    if ada.fetch_optional(&mut *admin).await?.is_some() {
        return Ok(());
    }
    let hasil = admin
        .execute(AssertSqlSafe(format!(
            r#"CREATE DATABASE "{nama}" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"#
        )))
        .await;
    match hasil {
        Err(sqlx::Error::Database(e)) if matches!(e.code().as_deref(), Some("42P04" | "23505")) => {
            Ok(())
        }
        hasil => hasil.map(drop),
    }
}

/// Takes from everybody what PostgreSQL gives to everybody, and gives the two logins what they need.
async fn tertutup(admin: &mut PgConnection, nama: &str) -> Result<(), sqlx::Error> {
    let mut tx = admin.begin_with("BEGIN; SET LOCAL client_min_messages = 'warning'").await?;
    tx.execute("SELECT pg_advisory_xact_lock(hashtextextended('loket:klaster', 0))").await?;
    tx.execute(AssertSqlSafe(format!(
        r#"REVOKE ALL ON DATABASE "{nama}" FROM PUBLIC;
           GRANT CONNECT, CREATE ON DATABASE "{nama}" TO "{PEMILIK}";
           GRANT CONNECT ON DATABASE "{nama}" TO "{APLIKASI}";
           ALTER ROLE "{APLIKASI}" IN DATABASE "{nama}" SET search_path = '';
           REVOKE ALL ON SCHEMA public FROM PUBLIC;
           ALTER DEFAULT PRIVILEGES FOR ROLE "{PEMILIK}" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"#,
    )))
    .await?;
    tx.commit().await
}
