//! The audit trail, the fence around the API, and offices that are closed or looked into.

mod bantuan;
mod dibaca;
mod rantai;
mod salinan;
mod tangguh;
mod tepi;

use std::sync::Arc;

use loket_domain::{
    akses::JejakPelaku,
    audit::{CatatanAudit, LaporanRantai, PeriksaAudit, SumberJangkar, TambatkanAudit},
    kalender::Clock,
    ports::{Ports, UnitOfWork},
};
use loket_infra::{
    crypto::{SystemClock, SystemIds},
    postgres::SebabAlih,
};
use loket_tests::{app::Kantor, server::SERVER};
use sqlx::{AssertSqlSafe, PgPool};

/// A reason to close or open an office.
pub fn sebab() -> SebabAlih {
    use loket_domain::id::IdSource;
    SebabAlih {
        id: SystemIds.uuid(),
        oleh: "pengelola".to_owned(),
        alasan: "Uji penangguhan kantor.".to_owned(),
        pada: SystemClock.now(),
    }
}

/// The database as somebody has it who may do everything, inside the office's schema.
async fn superuser(kantor: &Kantor) -> PgPool {
    let skema = kantor.tenant.slug.schema();
    let url = SERVER.postgres.superuser_url("loket_uji");
    let pilihan: sqlx::postgres::PgConnectOptions = url.parse().unwrap();
    PgPool::connect_with(pilihan.options([("search_path", skema)])).await.unwrap()
}

async fn sql(db: &PgPool, sql: impl Into<String>) -> u64 {
    let sql = sql.into();
    sqlx::raw_sql(AssertSqlSafe(sql.clone())).execute(db).await.expect(&sql).rows_affected()
}

async fn angka(db: &PgPool, sql: impl Into<String>) -> i64 {
    let sql = sql.into();
    sqlx::query_scalar(AssertSqlSafe(sql.clone())).fetch_one(db).await.expect(&sql)
}

/// The audit row without which no unit of work is committed, where a test does by hand what a use case does.
pub async fn beralasan(ports: &Ports, work: &mut dyn UnitOfWork) {
    let catatan = CatatanAudit::baru(ports, JejakPelaku::Sistem, "uji.tulis", "uji", None);
    work.audit().catat(&catatan).await.unwrap();
}

/// Rows of the trail, each in a transaction of its own.
async fn tulis(kantor: &Kantor, jumlah: usize) {
    let ports = &kantor.parts.ports;
    for n in 0..jumlah {
        let catatan = CatatanAudit::baru(
            ports,
            JejakPelaku::Sistem,
            "uji.tulis",
            "uji",
            Some(ports.ids.uuid()),
        )
        .dengan(serde_json::json!({ "n": n, "b": { "z": [1, 2.5], "a": "teks \u{1F600}" } }));
        let mut work = ports.store.begin(&kantor.tenant.slug).await.unwrap();
        work.audit().catat(&catatan).await.unwrap();
        work.commit().await.unwrap();
    }
}

async fn tambatkan(kantor: &Kantor) -> Option<u64> {
    let tenant = Arc::clone(&kantor.tenant);
    let jangkar = TambatkanAudit.execute(&kantor.parts.ports, &tenant).await.unwrap();
    jangkar.map(|satu| satu.urut)
}

async fn periksa_dengan(kantor: &Kantor, jangkar: SumberJangkar) -> LaporanRantai {
    let periksa = PeriksaAudit { jangkar };
    periksa.execute(&kantor.parts.ports, &kantor.tenant.slug, &|_| {}).await.unwrap()
}

async fn periksa(kantor: &Kantor) -> LaporanRantai {
    periksa_dengan(kantor, SumberJangkar::Penyimpanan { terbaru: 100, salinan: false }).await
}
