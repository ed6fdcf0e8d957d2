//! What PostgreSQL itself refuses, whatever the application asks.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_tenants_role_is_refused_in_every_other_schema() {
    let uji = Uji::dengan_tenant(&["balangan", "kudus"]).await;
    let db = uji.aplikasi().await;
    for sql in [
        "SELECT isi FROM t_kudus.surat",
        "INSERT INTO t_kudus.surat VALUES (9, 'x')",
        "SELECT slug FROM control.tenant",
        "SELECT app_id FROM control.wa_aplikasi",
        "CREATE TABLE t_balangan.baru (id int)",
        "SELECT version FROM seaql_migrations",
        "TRUNCATE surat",
        "DROP TABLE surat",
    ] {
        let tx = db.begin_tenant(&s("balangan")).await.unwrap();
        assert_eq!(kode_db(&jalankan(&tx, sql).await.expect_err(sql)), "42501", "{sql}");
    }
    let tx = db.begin_control().await.unwrap();
    let galat = jalankan(&tx, "SELECT isi FROM t_kudus.surat").await.unwrap_err();
    assert_eq!(kode_db(&galat), "42501");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_application_login_has_no_rights_of_its_own() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    let pool = sqlx::PgPool::connect(uji.alamat.aplikasi.buka()).await.unwrap();
    for sql in [
        "SELECT isi FROM t_balangan.surat",
        "SELECT slug FROM control.tenant",
        "CREATE TABLE public.baru (id int)",
        "CREATE TEMPORARY TABLE baru (id int)",
        "CREATE SCHEMA baru",
        "CREATE ROLE baru",
        "SET ROLE loket_pemilik",
    ] {
        let galat = sqlx::raw_sql(sql).execute(&pool).await.expect_err(sql);
        assert_eq!(kode(&galat), "42501", "{sql}");
    }
    let galat = sqlx::raw_sql("SELECT isi FROM surat").execute(&pool).await.unwrap_err();
    assert_eq!(kode(&galat), "42P01");
}

#[tokio::test(flavor = "multi_thread")]
async fn append_only_tables_take_new_rows_and_keep_the_old() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    let db = uji.aplikasi().await;
    for tabel in ["audit", "permohonan_peristiwa"] {
        let tx = db.begin_tenant(&s("balangan")).await.unwrap();
        jalankan(&tx, &format!("INSERT INTO {tabel} VALUES (1, 'a')")).await.unwrap();
        jalankan(&tx, &format!("SELECT isi FROM {tabel}")).await.unwrap();
        tx.commit().await.unwrap();
        for sql in [
            format!("UPDATE {tabel} SET isi = 'b'"),
            format!("DELETE FROM {tabel}"),
            format!("TRUNCATE {tabel}"),
            format!("INSERT INTO {tabel} VALUES (1, 'b') ON CONFLICT (id) DO UPDATE SET isi = 'b'"),
        ] {
            let tx = db.begin_tenant(&s("balangan")).await.unwrap();
            assert_eq!(kode_db(&jalankan(&tx, &sql).await.expect_err(&sql)), "42501", "{sql}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_control_role_reads_the_registry_and_never_writes_it() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    let db = uji.aplikasi().await;
    for sql in [
        "UPDATE tenant SET keadaan = 'aktif'",
        "DELETE FROM versi_skema",
        "SELECT version FROM seaql_migrations",
        "CREATE TABLE baru (id int)",
    ] {
        let tx = db.begin_control().await.unwrap();
        jalankan(&tx, "SELECT slug FROM tenant").await.unwrap();
        assert_eq!(kode_db(&jalankan(&tx, sql).await.expect_err(sql)), "42501", "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_violated_constraint_is_named() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    let tx = uji.aplikasi().await.begin_tenant(&s("balangan")).await.unwrap();
    let galat = jalankan(&tx, "INSERT INTO surat VALUES (1, 'lain')").await.unwrap_err();
    assert_eq!(batasan(&galat), Some("surat_pkey"));
    assert!(matches!(port_error(galat), PortError::Konflik));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_of_one_tenant_does_not_stop_another() {
    let uji = Uji::dengan_tenant(&["balangan", "kudus"]).await;
    let db =
        Postgres::connect(&PostgresConfig::aplikasi(uji.alamat.aplikasi.clone())).await.unwrap();
    let pemegang = db.begin_tenant(&s("balangan")).await.unwrap();
    pemegang.kunci("audit").await.unwrap();

    db.begin_tenant(&s("kudus")).await.unwrap().kunci("audit").await.unwrap();

    let antre = db.begin_tenant(&s("balangan")).await.unwrap();
    jalankan(&antre, "SET LOCAL lock_timeout = '50ms'").await.unwrap();
    // Nobody else won: waiting was given up, and trying again later may help.
    let galat = port_error(antre.kunci("audit").await.unwrap_err());
    assert!(matches!(galat, PortError::TidakTersedia { .. }));
}
