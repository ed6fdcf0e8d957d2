//! What a tenant's role may do in its schema.

use loket_domain::tenant::TenantSlug;
use sea_orm::{ConnectionTrait, DbErr, Statement};

use crate::peran::APLIKASI;

/// Tables that only grow: the role may read and add rows, never change or remove them. (`FOR UPDATE` needs the right to
/// update, so a writer that must be alone takes an advisory lock.)
const HANYA_TAMBAH: &[&str] = &[
    "audit",
    "audit_jangkar",
    "audit_rantai",
    "blanko_gerak",
    "data_ungkap",
    "dokumen_perbaikan",
    "dokumen_persetujuan",
    "dokumen_register",
    "forum_catatan",
    "forum_sebutan",
    "gangguan_kabar",
    "kontak_jaminan",
    "langganan_percobaan",
    "laporan_harian",
    "loket_berita_acara",
    "loket_pengambilan_isi",
    "pemeriksaan_harian",
    "pencetak_catatan",
    "penyerahan_jejak",
    "penyerahan_penarikan",
    "percakapan_catatan",
    "permohonan_peristiwa",
    "pesan_keluar_jejak",
    "sop_pindah_kasus",
    "tugas_formulir",
    "wa_kanal_peristiwa",
];

/// Tables whose rows are there from the start: the role may read and change them, never add or remove any.
const HANYA_UBAH: &[&str] = &["audit_kepala"];

/// Tables that only grow for everybody but retention: what is due, or erased on request, goes for good. Never the audit
/// trail, nor what the law of archives keeps.
const RETENSI: &[&str] = &[
    "gangguan_kabar",
    "kontak_jaminan",
    "langganan_percobaan",
    "percakapan_catatan",
    "pesan_keluar_jejak",
];

/// Makes the rights of the tenant's roles exact, whatever they were before.
pub(super) async fn terapkan(tx: &impl ConnectionTrait, slug: &TenantSlug) -> Result<(), DbErr> {
    let (skema, peran) = (slug.schema(), slug.role());
    tx.execute_unprepared(&format!(
        r#"GRANT USAGE ON SCHEMA "{skema}" TO "{peran}";
           REVOKE ALL ON ALL TABLES IN SCHEMA "{skema}" FROM "{peran}";
           GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "{skema}" TO "{peran}";
           GRANT USAGE ON ALL SEQUENCES IN SCHEMA "{skema}" TO "{peran}";
           REVOKE ALL ON "{skema}".seaql_migrations FROM "{peran}""#,
    ))
    .await?;
    let retensi = slug.role_retensi();
    siapkan_peran(tx, &retensi).await?;
    tx.execute_unprepared(&format!(
        r#"GRANT USAGE ON SCHEMA "{skema}" TO "{retensi}";
           REVOKE ALL ON ALL TABLES IN SCHEMA "{skema}" FROM "{retensi}";
           GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "{skema}" TO "{retensi}";
           REVOKE ALL ON "{skema}".seaql_migrations FROM "{retensi}""#,
    ))
    .await?;
    for (tabel, hak) in HANYA_TAMBAH
        .iter()
        .map(|tabel| (tabel, "UPDATE, DELETE"))
        .chain(HANYA_UBAH.iter().map(|tabel| (tabel, "INSERT, DELETE")))
    {
        if ada(tx, &skema, tabel).await? {
            let sisa = if RETENSI.contains(tabel) { "UPDATE" } else { hak };
            tx.execute_unprepared(&format!(
                r#"REVOKE {hak} ON "{skema}"."{tabel}" FROM "{peran}";
                   REVOKE {sisa} ON "{skema}"."{tabel}" FROM "{retensi}""#
            ))
            .await?;
        }
    }
    Ok(())
}

/// The role for retention, and the application in it. Any change of memberships makes every backend read them all again,
/// so none is made for nothing.
async fn siapkan_peran(tx: &impl ConnectionTrait, peran: &str) -> Result<(), DbErr> {
    let ada = |sql: &'static str, nilai: Vec<sea_orm::Value>| async move {
        let kueri = Statement::from_sql_and_values(tx.get_database_backend(), sql, nilai);
        tx.query_one_raw(kueri).await.map(|baris| baris.is_some())
    };
    if !ada("SELECT 1 FROM pg_roles WHERE rolname = $1", vec![peran.into()]).await? {
        tx.execute_unprepared(&format!(r#"CREATE ROLE "{peran}" NOLOGIN NOINHERIT"#)).await?;
    }
    let anggota = "SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
                   JOIN pg_roles a ON a.oid = m.member WHERE r.rolname = $1 AND a.rolname = $2";
    if !ada(anggota, vec![peran.into(), APLIKASI.into()]).await? {
        tx.execute_unprepared(&format!(r#"GRANT "{peran}" TO "{APLIKASI}""#)).await?;
    }
    Ok(())
}

async fn ada(tx: &impl ConnectionTrait, skema: &str, tabel: &str) -> Result<bool, DbErr> {
    tx.query_one_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')",
        [skema.into(), tabel.into()],
    ))
    .await
    .map(|baris| baris.is_some())
}
