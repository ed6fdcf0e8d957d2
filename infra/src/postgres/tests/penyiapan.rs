//! Provisioning: the same end whatever happened before.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn provisioning_twice_changes_nothing_and_keeps_the_first_key() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    let semula = sidik(&uji, "balangan").await;
    let lagi = TenantBaru {
        kunci_terbungkus: Tersegel(b"kunci lain".to_vec()),
        ..tenant_baru("balangan")
    };

    let terdaftar = uji.admin.buat_tenant_dengan::<Pertama>(&lagi).await.unwrap();

    assert_ne!(terdaftar.tenant.id, lagi.tenant.id);
    assert_eq!(terdaftar.kunci_terbungkus, Tersegel(b"balangan".to_vec()));
    assert_eq!(sidik(&uji, "balangan").await, semula);
    let tx = uji.aplikasi().await.begin_tenant(&s("balangan")).await.unwrap();
    assert_eq!(Tampak::di(&tx).await, Tampak::milik("balangan"));
}

#[tokio::test(flavor = "multi_thread")]
async fn provisioning_at_once_from_many_sides_ends_with_one_tenant() {
    let uji = Uji::siap().await;
    let mut tugas = tokio::task::JoinSet::new();
    for i in 0..12 {
        let admin = uji.admin.clone();
        let baru = tenant_baru(["balangan", "kudus", "sleman"][i % 3]);
        tugas.spawn(async move { admin.buat_tenant_dengan::<Pertama>(&baru).await });
    }
    let mut id = std::collections::BTreeMap::new();
    while let Some(hasil) = tugas.join_next().await {
        let t = hasil.unwrap().expect("every call succeeds").tenant;
        assert_eq!(*id.entry(t.slug).or_insert(t.id), t.id);
    }
    assert_eq!(uji.aplikasi().await.tenant_aktif().await.unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn provisioning_that_stopped_halfway_is_continued() {
    let uji = Uji::siap().await;
    let rusak = uji.admin.buat_tenant_dengan::<Rusak>(&tenant_baru("balangan")).await;
    assert!(rusak.is_err());
    let db = uji.aplikasi().await;
    assert!(db.tenant(&s("balangan")).await.unwrap().is_none(), "not active before it is ready");
    let galat = db.begin_tenant(&s("balangan")).await.unwrap_err();
    assert!(matches!(galat, PortError::TidakTersedia { sistem: "tenant", .. }));

    uji.admin.buat_tenant_dengan::<Pertama>(&tenant_baru("balangan")).await.unwrap();

    // The name is looked up again as soon as the copy is old enough to ask.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(db.tenant(&s("balangan")).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slug_that_belongs_to_another_region_is_a_conflict() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    let mut lain = tenant_baru("balangan");
    lain.tenant.wilayah = KodeWilayah::parse("33.19").unwrap();
    let hasil = uji.admin.buat_tenant_dengan::<Pertama>(&lain).await;
    assert!(matches!(hasil, Err(PortError::Konflik)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_tables_can_be_made() {
    let uji = Uji::siap().await;
    uji.admin.buat_tenant(&tenant_baru("balangan")).await.unwrap();
    let db = uji.aplikasi().await;
    let tx = db.begin_tenant(&s("balangan")).await.unwrap();
    // A table without a primary key could never move to another server.
    let sql = "SELECT count(*) AS n FROM pg_class c WHERE c.relkind = 'r'
               AND c.relnamespace = 't_balangan'::regnamespace AND NOT EXISTS
               (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)";
    assert_eq!(baris(&tx, sql).await.try_get::<i64>("", "n").unwrap(), 0);
    for tabel in ["audit", "permohonan_peristiwa"] {
        let sql = format!(
            "SELECT has_table_privilege('{tabel}', 'INSERT') AS tambah,
                 has_table_privilege('{tabel}', 'UPDATE, DELETE, TRUNCATE') AS ubah"
        );
        let hak = baris(&tx, &sql).await;
        assert!(hak.try_get::<bool>("", "tambah").unwrap(), "{tabel} takes no rows");
        assert!(!hak.try_get::<bool>("", "ubah").unwrap(), "{tabel} can be changed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_tenant_is_closed_within_the_age_of_the_registry() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    let config = PostgresConfig {
        umur_register: std::time::Duration::from_millis(50),
        ..uji.satu_koneksi()
    };
    let db = Postgres::connect(&config).await.unwrap();
    drop(db.begin_tenant(&s("balangan")).await.unwrap());

    assert!(uji.admin.buka_tutup(&s("balangan"), false, &sebab()).await.unwrap());
    tokio::time::sleep(config.umur_register).await;
    assert!(db.begin_tenant(&s("balangan")).await.is_err());
    assert!(db.tenant_aktif().await.unwrap().is_empty());
    uji.admin.buat_tenant_dengan::<Pertama>(&tenant_baru("balangan")).await.unwrap();
    tokio::time::sleep(config.umur_register).await;
    assert!(db.begin_tenant(&s("balangan")).await.is_err(), "provisioning does not open it again");

    assert!(uji.admin.buka_tutup(&s("balangan"), true, &sebab()).await.unwrap());
    tokio::time::sleep(config.umur_register).await;
    drop(db.begin_tenant(&s("balangan")).await.unwrap());
    assert!(!uji.admin.buka_tutup(&s("tidak_ada"), true, &sebab()).await.unwrap());
}

/// A release that cannot be applied.
struct Rusak;

impl MigratorTrait for Rusak {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(SqlMigration { nama: "m0001_awal", isi: "SELECT 1/0" })]
    }
}

/// Everything that makes up a tenant's schema: columns, constraints, indexes, rights.
pub(super) async fn sidik(uji: &Uji, slug: &str) -> Vec<String> {
    let pool = sqlx::PgPool::connect(uji.alamat.pemilik.buka()).await.unwrap();
    let sql = "
        SELECT format('%s.%s %s %s %s', c.relname, a.attname, a.atttypid::regtype, a.attnotnull,
                   pg_get_expr(d.adbin, d.adrelid))
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r'
        UNION ALL SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = $1::regnamespace
        UNION ALL SELECT replace(indexdef, $1, '') FROM pg_indexes WHERE schemaname = $1
        UNION ALL SELECT format('%s %s', c.relname, replace(c.relacl::text, $1, '')) FROM pg_class c
        WHERE c.relnamespace = $1::regnamespace
        UNION ALL SELECT replace(nspacl::text, $1, '') FROM pg_namespace WHERE nspname = $1
        ORDER BY 1";
    let kueri = sqlx::query_scalar(sql).bind(s(slug).schema());
    let baris: Vec<Option<String>> = kueri.fetch_all(&pool).await.unwrap();
    pool.close().await;
    // The role carries the tenant's name; everything else must be equal.
    baris.into_iter().flatten().map(|b| b.replace(slug, "*")).collect()
}
