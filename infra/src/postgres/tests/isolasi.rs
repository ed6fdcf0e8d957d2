//! Two tenants behind one connection, with errors between them.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn two_tenants_on_one_connection_each_see_only_themselves() {
    let uji = Uji::dengan_tenant(&["balangan", "kudus"]).await;
    let db = uji.aplikasi().await;
    for slug in ["balangan", "kudus"].into_iter().cycle().take(40) {
        let tx = db.begin_tenant(&s(slug)).await.unwrap();
        assert_eq!(Tampak::di(&tx).await, Tampak::milik(slug));
        tx.commit().await.unwrap();

        let tx = db.begin_tenant_read(&s(slug)).await.unwrap();
        assert_eq!(Tampak::di(&tx).await, Tampak::milik(slug));
        assert_eq!(kode_db(&jalankan(&tx, "DELETE FROM surat").await.unwrap_err()), "25006");
        drop(tx);

        let tx = db.begin_control().await.unwrap();
        let akun: String =
            baris(&tx, "SELECT current_user::text AS u").await.try_get("", "u").unwrap();
        assert_eq!(akun, "loket_control");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_failed_transaction_reaches_the_next_borrower() {
    let uji = Uji::dengan_tenant(&["balangan", "kudus"]).await;
    let db = uji.aplikasi().await;
    let hantu = tenant_tanpa_peran(&uji).await;
    for ke in 0..20 {
        let tx = db.begin_tenant(&s("balangan")).await.unwrap();
        jalankan(&tx, "INSERT INTO surat VALUES (2, 'tersisa')").await.unwrap();
        match ke % 4 {
            // A failing statement; dropped.
            0 => {
                assert!(jalankan(&tx, "SELECT 1/0").await.is_err());
                drop(tx);
            }
            // A failing statement; committed all the same.
            1 => {
                assert!(jalankan(&tx, "SELECT 1/0").await.is_err());
                assert!(matches!(tx.commit().await, Err(PortError::TakTerduga(_))));
            }
            // A commit that fails, on a constraint checked only then.
            2 => {
                jalankan(&tx, "INSERT INTO surat VALUES (3, 'balangan')").await.unwrap();
                assert!(matches!(tx.commit().await, Err(PortError::Konflik)));
            }
            // A begin that fails, on a role that does not exist.
            _ => {
                drop(tx);
                assert!(db.begin_tenant(&hantu).await.is_err());
            }
        }
        let (akun, jalur, _, terlihat) = tanpa_cakupan(&db).await;
        assert_eq!((akun.as_str(), jalur.as_str()), ("loket_app", ""), "after failure {ke}");
        assert_eq!(terlihat, Err("42P01".to_owned()), "after failure {ke}");
        for slug in ["kudus", "balangan"] {
            let tx = db.begin_tenant_read(&s(slug)).await.unwrap();
            assert_eq!(Tampak::di(&tx).await, Tampak::milik(slug), "after failure {ke}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_release_guard_a_failed_begin_poisons_the_connection() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    let mut config = uji.satu_koneksi();
    config.jaga.pelepasan = false;
    let db = Postgres::connect(&config).await.unwrap();
    let hantu = tenant_tanpa_peran(&uji).await;

    assert!(db.begin_tenant(&hantu).await.is_err());

    let (_, _, _, terlihat) = tanpa_cakupan(&db).await;
    assert_eq!(terlihat, Err("25P02".to_owned()), "the guard would have nothing to do");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_level_setting_does_not_outlive_its_transaction() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    let db = uji.aplikasi().await;
    for sql in [
        "SET search_path = t_balangan",
        "SET ROLE loket_t_balangan",
        "COMMIT; SET ROLE loket_t_balangan; BEGIN",
    ] {
        let tx = db.begin_tenant(&s("balangan")).await.unwrap();
        tx.execute_unprepared(sql).await.unwrap();
        tx.commit().await.unwrap();
        let (akun, jalur, _, terlihat) = tanpa_cakupan(&db).await;
        assert_eq!((akun.as_str(), jalur.as_str()), ("loket_app", ""), "after {sql}");
        assert!(terlihat.is_err(), "after {sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_on_another_server_is_found_there() {
    let uji = Uji::siap().await;
    let kedua = basis_data_baru().await;
    let pemilik =
        PostgresConfig::pemilik(uji.alamat.pemilik.clone()).dengan_server("kedua", kedua.pemilik);
    let admin = PostgresAdmin::connect(&pemilik).await.unwrap();
    let jauh = TenantBaru { dsn_id: "kedua".to_owned(), ..tenant_baru("kudus") };
    admin.buat_tenant_dengan::<Pertama>(&tenant_baru("balangan")).await.unwrap();
    admin.buat_tenant_dengan::<Pertama>(&jauh).await.unwrap();

    let config = uji.satu_koneksi().dengan_server("kedua", kedua.aplikasi);
    let db = Postgres::connect(&config).await.unwrap();

    let mut server = Vec::new();
    for slug in ["balangan", "kudus"] {
        let tx = db.begin_tenant(&s(slug)).await.unwrap();
        jalankan(&tx, "SELECT isi FROM surat").await.unwrap();
        let sql = "SELECT current_database()::text AS d";
        server.push(baris(&tx, sql).await.try_get::<String>("", "d").unwrap());
    }
    assert_ne!(server[0], server[1]);
}

/// An active tenant in the registry whose role and schema are missing.
async fn tenant_tanpa_peran(uji: &Uji) -> TenantSlug {
    let pool = sqlx::PgPool::connect(uji.alamat.pemilik.buka()).await.unwrap();
    let sql =
        "INSERT INTO control.tenant SELECT $1, 'tanpa_peran', 'x', '63', 'WIB', 't_tanpa_peran',
               'loket_t_tanpa_peran', 'utama', 'aktif', '', now()";
    sqlx::query(sql).bind(uuid_baru()).execute(&pool).await.unwrap();
    pool.close().await;
    s("tanpa_peran")
}
