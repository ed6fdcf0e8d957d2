//! A copy that was restored, and the command that checks it.

use std::process::{Command, Output};

use loket_tests::{
    app::Kantor,
    server::{SERVER, program, urut},
};
use serde_json::Value;

use super::{sql, superuser, tambatkan, tulis};
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
    let berkas = SERVER.dir.join(format!("{salinan}.dump"));
    let dump = Command::new(pg_dump())
        .args(["--format=custom", "--schema=control", "--schema", &kantor.tenant.slug.schema()])
        .arg("--file")
        .arg(&berkas)
        .arg(SERVER.postgres.superuser_url("loket_uji"))
        .output()
        .unwrap();
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
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
