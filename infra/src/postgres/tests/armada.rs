//! The fleet migrator.

use std::{sync::Mutex, time::Duration};

use loket_migrations::{
    fleet::{Kegagalan, Kemajuan, LaporanArmada, PilihanArmada},
    tenant::TenantMigrator,
};

use super::{penyiapan::sidik, *};

/// The next release: one more column, one more table.
struct Kedua;

impl MigratorTrait for Kedua {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let isi = "ALTER TABLE surat ADD COLUMN catatan text NOT NULL DEFAULT '';
                   CREATE TABLE lampiran (id int PRIMARY KEY, surat_id int NOT NULL REFERENCES surat (id));
                   CREATE INDEX lampiran_surat ON lampiran (surat_id)";
        vec![Box::new(SQL_PERTAMA), Box::new(SqlMigration { nama: "m0002_lampiran", isi })]
    }
}

const ARMADA: [&str; 4] = ["balangan", "kudus", "sleman", "banjar"];

#[tokio::test(flavor = "multi_thread")]
async fn the_fleet_resumes_after_a_failing_tenant() {
    let uji = Uji::dengan_tenant(&ARMADA).await;
    halangi(&uji, "CREATE TABLE t_sleman.lampiran (id int)").await;

    let laporan = migrasikan(&uji, &PilihanArmada::default()).await;
    assert_eq!(laporan.dimigrasi, [s("balangan"), s("banjar"), s("kudus")]);
    assert!(laporan.gagal[0].alasan.contains("already exists"), "{}", laporan.gagal[0].alasan);
    assert!(!laporan.tuntas());
    assert_eq!(sidik(&uji, "sleman").await.iter().filter(|b| b.contains("catatan")).count(), 0);

    halangi(&uji, "DROP TABLE t_sleman.lampiran").await;
    let laporan = migrasikan(&uji, &PilihanArmada::default()).await;
    assert_eq!(laporan.dimigrasi, [s("sleman")]);
    assert_eq!(laporan.terkini.len(), 3);
    assert!(laporan.tuntas());

    let laporan = migrasikan(&uji, &PilihanArmada::default()).await;
    assert_eq!((laporan.dimigrasi.len(), laporan.terkini.len()), (0, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_follows_a_canary_that_failed() {
    let uji = Uji::dengan_tenant(&ARMADA).await;
    halangi(&uji, "CREATE TABLE t_kudus.lampiran (id int)").await;
    let pilihan = PilihanArmada { kenari: Some(s("kudus")), ..Default::default() };

    let laporan = migrasikan(&uji, &pilihan).await;

    assert_eq!(laporan.gagal.iter().map(|g| &g.slug).collect::<Vec<_>>(), [&s("kudus")]);
    assert_eq!(laporan.ditunda, [s("balangan"), s("banjar"), s("sleman")]);
    assert!(laporan.dimigrasi.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn fresh_equals_migrated() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    migrasikan(&uji, &PilihanArmada::default()).await;
    uji.admin.buat_tenant_dengan::<Kedua>(&tenant_baru("kudus")).await.unwrap();
    let segar = sidik(&uji, "kudus").await;
    assert!(segar.len() > 20);
    assert_eq!(sidik(&uji, "balangan").await, segar);
    let tx = uji.aplikasi().await.begin_tenant(&s("balangan")).await.unwrap();
    jalankan(&tx, "INSERT INTO lampiran VALUES (1, 1)").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_in_use_is_waited_for() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    let db = uji.aplikasi().await;
    let tx = db.begin_tenant(&s("balangan")).await.unwrap();
    jalankan(&tx, "SELECT isi FROM surat").await.unwrap();
    let pemakai = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(2500)).await;
        drop(tx);
    });

    let laporan = migrasikan(&uji, &PilihanArmada::default()).await;

    pemakai.await.unwrap();
    assert_eq!(laporan.dimigrasi, [s("balangan")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_ledger_line_is_written_again_and_progress_is_told() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    halangi(&uji, "DELETE FROM control.versi_skema").await;
    let kabar = Mutex::new(Vec::new());
    let catat = |k: &Kemajuan| kabar.lock().unwrap().push(k.clone());
    let pilihan = PilihanArmada::default();
    uji.admin.migrasikan_dengan::<Pertama>(&pilihan, KINI, &catat).await.unwrap();
    assert_eq!(
        *kabar.lock().unwrap(),
        [
            Kemajuan::Mulai { tertinggal: 1, terkini: 0 },
            Kemajuan::Selesai { slug: s("balangan"), versi: Vec::new() },
        ]
    );
    let laporan = uji.admin.migrasikan_dengan::<Pertama>(&pilihan, KINI, &catat).await.unwrap();
    assert_eq!(laporan.terkini, [s("balangan")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_on_an_unknown_server_fails_alone() {
    let uji = Uji::dengan_tenant(&["balangan", "kudus"]).await;
    halangi(&uji, "UPDATE control.tenant SET dsn_id = 'hilang' WHERE slug = 'kudus'").await;
    let laporan = migrasikan(&uji, &PilihanArmada::default()).await;
    assert_eq!(laporan.dimigrasi, [s("balangan")]);
    let alasan = "Custom Error: server hilang tidak dikenal".to_owned();
    assert_eq!(laporan.gagal, [Kegagalan { slug: s("kudus"), alasan }]);
}

async fn migrasikan(uji: &Uji, pilihan: &PilihanArmada) -> LaporanArmada {
    uji.admin.migrasikan_dengan::<Kedua>(pilihan, KINI, &|_| ()).await.unwrap()
}

/// A tenant's schema as the first release made it.
struct Awal;

impl MigratorTrait for Awal {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        TenantMigrator::migrations().into_iter().take(1).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_with_officers_keeps_them_through_every_migration() {
    let uji = Uji::siap().await;
    uji.admin.buat_tenant_dengan::<Awal>(&tenant_baru("balangan")).await.expect("provision");
    let db = uji.aplikasi().await;
    let tx = db.begin_tenant(&s("balangan")).await.unwrap();
    for sql in [
        "INSERT INTO peran (kode, nama, izin) VALUES ('kasi', 'Kasi', '{tugas.kerjakan}')",
        "INSERT INTO pengguna (id, nama_pengguna, nama, sandi_hash, aktif, dibuat_pada)
         VALUES ('01900000-0000-7000-8000-000000000001', 'siti', 'Siti', 'x', true, now())",
        "INSERT INTO pengguna_peran VALUES ('01900000-0000-7000-8000-000000000001', 'kasi')",
    ] {
        jalankan(&tx, sql).await.unwrap();
    }
    tx.commit().await.unwrap();

    let pilihan = PilihanArmada::default();
    let laporan =
        uji.admin.migrasikan_dengan::<TenantMigrator>(&pilihan, KINI, &|_| ()).await.unwrap();
    assert_eq!(laporan.dimigrasi, [s("balangan")]);
    let tx = db.begin_tenant(&s("balangan")).await.unwrap();
    let sql = "SELECT concat_ws(' ', p.nama, pp.peran_kode, p.versi, r.versi, p.unit_kode IS NULL)
               FROM pengguna p JOIN pengguna_peran pp ON pp.pengguna_id = p.id JOIN peran r ON r.kode = pp.peran_kode";
    let isi: String = baris(&tx, sql).await.try_get_by_index(0).unwrap();
    assert_eq!(isi, "Siti kasi 1 1 t");
}

/// Something the owner does behind the migrator's back.
async fn halangi(uji: &Uji, sql: &'static str) {
    let pool = sqlx::PgPool::connect(uji.alamat.pemilik.buka()).await.unwrap();
    sqlx::raw_sql(sql).execute(&pool).await.unwrap();
    pool.close().await;
}
