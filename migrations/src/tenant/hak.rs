//! What a tenant's role may do in its schema.

use loket_domain::tenant::TenantSlug;
use sea_orm::{ConnectionTrait, DbErr, Statement};

/// Tables that only grow: the role may read and add rows, never change or remove them. (`FOR UPDATE` needs the right to
/// update, so a writer that must be alone takes an advisory lock.)
const HANYA_TAMBAH: &[&str] = &[
    "audit",
    "audit_jangkar",
    "audit_rantai",
    "blanko_gerak",
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

/// Makes the rights of the tenant's role exact, whatever they were before.
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
    for (tabel, hak) in HANYA_TAMBAH
        .iter()
        .map(|tabel| (tabel, "UPDATE, DELETE"))
        .chain(HANYA_UBAH.iter().map(|tabel| (tabel, "INSERT, DELETE")))
    {
        if ada(tx, &skema, tabel).await? {
            tx.execute_unprepared(&format!(
                r#"REVOKE {hak} ON "{skema}"."{tabel}" FROM "{peran}""#
            ))
            .await?;
        }
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
