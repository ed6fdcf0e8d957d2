//! A copy that was restored, and the command that checks it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use loket_tests::{
    app::{Kantor, TestApp},
    server::{SERVER, program, urut},
};
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgPool};

use super::{periksa, sql, superuser, tambatkan, tulis};
use crate::rahasia::pg_dump;

fn loket(argumen: &[&str], ubah: &[(&'static str, String)]) -> Output {
    let config = SERVER.config();
    Command::new(program())
        .args(argumen)
        .envs(SERVER.lingkungan(&config))
        .env("LOKET_DATABASE_ADMIN_URL", config.database_admin_url.as_ref().unwrap().buka())
        .envs(ubah.iter().cloned())
        .output()
        .unwrap()
}

/// A backup of one office and of what all share.
fn cadangkan(kantor: &Kantor) -> PathBuf {
    let berkas = SERVER.dir.join(format!("cadangan-{}.dump", urut()));
    let dump = Command::new(pg_dump())
        .args(["--format=custom", "--schema=control", "--schema", &kantor.tenant.slug.schema()])
        .arg("--file")
        .arg(&berkas)
        .arg(SERVER.postgres.superuser_url("loket_uji"))
        .output()
        .unwrap();
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    berkas
}

fn baris(keluar: &Output) -> Value {
    let teks = String::from_utf8_lossy(&keluar.stdout);
    let satu = teks
        .lines()
        .next()
        .unwrap_or_else(|| panic!("nothing was said: {}", String::from_utf8_lossy(&keluar.stderr)));
    serde_json::from_str(satu).unwrap()
}

/// Security bar 64.
#[tokio::test]
async fn a_restored_copy_verifies_and_the_command_names_the_first_bad_row() {
    let kantor = Kantor::siapkan("pekanbaru").await;
    tulis(&kantor, 10).await;
    let urut_jangkar = tambatkan(&kantor).await.unwrap();
    tulis(&kantor, 5).await;
    let slug = kantor.tenant.slug.as_str();
    let argumen = ["audit", "verify", "--tenant", slug];
    let asli = loket(&argumen, &[]);
    assert!(asli.status.success(), "{}", String::from_utf8_lossy(&asli.stderr));
    let asli = baris(&asli);
    assert_eq!(asli["utuh"], true);
    assert_eq!(asli["terjamin_sampai"], urut_jangkar);

    let salinan = format!("loket_salinan_{}", urut());
    let db = superuser(&kantor).await;
    sql(&db, format!("CREATE DATABASE {salinan} OWNER loket_pemilik")).await;
    let berkas = cadangkan(&kantor);
    let pulih = Command::new(pg_dump().with_file_name("pg_restore"))
        .arg("--dbname")
        .arg(SERVER.postgres.superuser_url(&salinan))
        .arg(&berkas)
        .output()
        .unwrap();
    assert!(pulih.status.success(), "{}", String::from_utf8_lossy(&pulih.stderr));
    let url = SERVER.config().database_url.buka().replace("loket_uji", &salinan);
    let ke_salinan = [("LOKET_DATABASE_URL", url)];
    let pulih = loket(&argumen, &ke_salinan);
    assert!(pulih.status.success(), "{}", String::from_utf8_lossy(&pulih.stderr));
    assert_eq!(baris(&pulih)["kepala"], asli["kepala"]);

    // The office went on since: what was signed then is missing in the copy, which only `--salinan` excuses.
    tulis(&kantor, 3).await;
    tambatkan(&kantor).await.unwrap();
    let terpotong = loket(&argumen, &ke_salinan);
    assert_eq!(terpotong.status.code(), Some(1));
    assert_eq!(baris(&terpotong)["rusak"]["jenis"], "ekor_terpotong");
    let latihan = loket(&[&argumen[..], &["--salinan"]].concat(), &ke_salinan);
    assert!(latihan.status.success(), "{}", String::from_utf8_lossy(&latihan.stderr));
    let latihan = baris(&latihan);
    assert_eq!(
        (&latihan["kepala"], &latihan["jangkar_sesudah"]),
        (&asli["kepala"], &Value::from(1))
    );
    assert_eq!(latihan["terjamin_sampai"], urut_jangkar);

    // The copy is changed, and only the copy.
    let lain = sqlx::PgPool::connect(&SERVER.postgres.superuser_url(&salinan)).await.unwrap();
    let skema = kantor.tenant.slug.schema();
    sql(
        &lain,
        format!(
            "UPDATE {skema}.audit SET aksi = 'lain' WHERE id = (
                 SELECT audit_id FROM {skema}.audit_rantai WHERE urut = 4)"
        ),
    )
    .await;
    lain.close().await;
    let rusak = loket(&argumen, &ke_salinan);
    assert_eq!(rusak.status.code(), Some(1));
    let rusak = baris(&rusak);
    assert_eq!((&rusak["utuh"], &rusak["rusak"]["urut"]), (&Value::Bool(false), &Value::from(4)));
    assert_eq!(rusak["rusak"]["jenis"], "isi_berubah");
    assert!(rusak["rusak"]["audit_id"].is_string());
    assert!(loket(&argumen, &[]).status.success(), "the original is whole");
}

/// Security bar 64, as `deploy/latihan` does it every month.
#[tokio::test]
async fn the_drill_restores_a_backup_checks_it_and_leaves_nothing() {
    let kantor = Kantor::siapkan("pekanbaru").await;
    tulis(&kantor, 5).await;
    tambatkan(&kantor).await.unwrap();
    let cadangan = cadangkan(&kantor);
    // Last night's backup: the office has gone on, and its later heads are signed.
    tulis(&kantor, 3).await;
    tambatkan(&kantor).await.unwrap();
    let jalur = format!(
        "{}:{}",
        pg_dump().parent().unwrap().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let latihan = |berkas: &Path| {
        let config = SERVER.config();
        Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/latihan"))
            .args(["--tenant", kantor.tenant.slug.as_str()])
            .arg(berkas)
            .envs(SERVER.lingkungan(&config))
            .env("PATH", &jalur)
            .env("LOKET_PROGRAM", program())
            .env("LOKET_LATIHAN_URL", SERVER.postgres.superuser_url("loket_uji"))
            .output()
            .unwrap()
    };
    let keluar = latihan(&cadangan);
    let teks = String::from_utf8_lossy(&keluar.stdout);
    assert!(keluar.status.success(), "{teks}{}", String::from_utf8_lossy(&keluar.stderr));
    let laporan = teks.lines().find(|baris| baris.starts_with('{')).unwrap();
    let laporan: Value = serde_json::from_str(laporan).unwrap();
    assert_eq!(
        (&laporan["utuh"], &laporan["jangkar_sesudah"]),
        (&Value::Bool(true), &Value::from(1))
    );

    // Half a backup is none.
    let isi = std::fs::read(&cadangan).unwrap();
    std::fs::write(&cadangan, &isi[..isi.len() / 2]).unwrap();
    assert!(!latihan(&cadangan).status.success());
    let sisa = "SELECT count(*) FROM pg_database WHERE datname LIKE 'loket_latihan_%'".to_owned();
    assert_eq!(super::angka(&superuser(&kantor).await, sisa).await, 0);
}

/// Every row of every table of the office, as one digest per table.
async fn sidik(db: &PgPool) -> BTreeMap<String, String> {
    let tabel: Vec<String> = sqlx::query_scalar(
        "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1",
    )
    .fetch_all(db)
    .await
    .unwrap();
    let mut semua = BTreeMap::new();
    for nama in tabel {
        let sql = format!(
            "SELECT coalesce(md5(string_agg(x::text, '|' ORDER BY x::text)), '') FROM {nama} x"
        );
        let satu: String = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(db).await.unwrap();
        semua.insert(nama, satu);
    }
    semua
}

/// Every id of every table of the office.
async fn semua_id(db: &PgPool) -> Vec<String> {
    let tabel: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.columns
         WHERE table_schema = current_schema() AND column_name = 'id' AND data_type = 'uuid'",
    )
    .fetch_all(db)
    .await
    .unwrap();
    let mut semua = Vec::new();
    for nama in tabel {
        let sql = format!("SELECT id::text FROM {nama}");
        let id: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(db).await.unwrap();
        semua.extend(id);
    }
    semua
}

fn alat_pg(nama: &str, argumen: &[&str]) -> Vec<u8> {
    let keluar = Command::new(pg_dump().with_file_name(nama)).args(argumen).output().unwrap();
    assert!(keluar.status.success(), "{nama}: {}", String::from_utf8_lossy(&keluar.stderr));
    keluar.stdout
}

/// Security bar 25. The backup of one office, as `deploy/README.md` makes and restores it.
#[tokio::test]
async fn the_backup_of_one_office_holds_nothing_of_another_and_its_restore_touches_no_other() {
    let (kita, mereka) = (Kantor::siapkan("pekanbaru").await, Kantor::siapkan("pekanbaru").await);
    for kantor in [&kita, &mereka] {
        tulis(kantor, 5).await;
        tambatkan(kantor).await.unwrap();
    }
    let (db_kita, db_mereka) = (superuser(&kita).await, superuser(&mereka).await);
    let (sebelum, mereka_sebelum) = (sidik(&db_kita).await, sidik(&db_mereka).await);
    let (skema, url) = (kita.tenant.slug.schema(), SERVER.postgres.superuser_url("loket_uji"));
    let teks = alat_pg("pg_dump", &["--schema", &skema, "--inserts", "--dbname", &url]);
    let teks = String::from_utf8(teks).unwrap();
    assert!(semua_id(&db_kita).await.iter().all(|id| teks.contains(id.as_str())), "it is whole");
    let asing = semua_id(&db_mereka).await;
    assert!(asing.len() >= 30, "only {}", asing.len());
    for kenari in asing.iter().map(String::as_str).chain([mereka.tenant.slug.as_str()]) {
        assert!(!teks.contains(kenari), "{kenari} of another office is in the backup");
    }

    let berkas = SERVER.dir.join(format!("{skema}.dump"));
    let jalur = berkas.to_str().unwrap();
    alat_pg("pg_dump", &["--format=custom", "--schema", &skema, "--file", jalur, "--dbname", &url]);
    // What came after the backup is lost with the restore, and nothing else.
    tulis(&kita, 3).await;
    assert_ne!(sidik(&db_kita).await, sebelum);
    db_kita.close().await;
    alat_pg(
        "pg_restore",
        &["--clean", "--if-exists", "--single-transaction", "--dbname", &url, jalur],
    );
    let db_kita = superuser(&kita).await;
    assert_eq!(sidik(&db_kita).await, sebelum, "as it was when the backup was made");
    assert_eq!(sidik(&db_mereka).await, mereka_sebelum, "the other office is untouched");
    // It is served again, under the rights that it had, and its trail is whole.
    for kantor in [&kita, &mereka] {
        assert!(periksa(kantor).await.utuh());
    }
    let app = TestApp::layani(kita);
    let petugas = app.sebagai("fo").await;
    petugas.get("/v1/tugas").await.ok();
}

#[tokio::test]
async fn a_suspension_by_the_command_line_has_its_reason_in_the_trail_of_the_office() {
    let kantor = Kantor::siapkan("pekanbaru").await;
    let slug = kantor.tenant.slug.as_str();
    let tanpa = loket(&["tenant", "tangguhkan", slug, "--oleh", "ani", "--alasan", "x"], &[]);
    assert_eq!(tanpa.status.code(), Some(1));
    let alasan = "Perjanjian layanan berakhir.";
    for perintah in ["tangguhkan", "aktifkan"] {
        let keluar = loket(&["tenant", perintah, slug, "--oleh", "ani", "--alasan", alasan], &[]);
        assert!(keluar.status.success(), "{}", String::from_utf8_lossy(&keluar.stderr));
        if perintah == "tangguhkan" {
            let tutup = loket(&["audit", "verify", "--tenant", slug], &[]);
            assert!(!tutup.status.success(), "nothing of a suspended office is read");
        }
    }
    let db = superuser(&kantor).await;
    let cari = "SELECT aksi FROM audit WHERE objek = 'tenant' AND rincian ->> 'alasan' = 'Perjanjian layanan berakhir.' ORDER BY id";
    let semua: Vec<String> = sqlx::query_scalar(cari).fetch_all(&db).await.unwrap();
    assert_eq!(semua, ["tenant.tangguhkan", "tenant.aktifkan"]);
    let riwayat = super::angka(
        &db,
        format!(
            "SELECT count(*) FROM control.tenant_riwayat r JOIN control.tenant t ON t.id = r.tenant_id
             WHERE t.slug = '{slug}'"
        ),
    );
    assert_eq!(riwayat.await, 2);
}
