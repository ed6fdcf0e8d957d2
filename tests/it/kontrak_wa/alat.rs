//! Posting a signed webhook, and looking at what it left.

use loket_tests::{app::TestApp, sampai};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::Value;

use crate::buruk::{tanda, webhook};

/// An office whose simulator answers everybody and reports nothing by itself.
pub async fn kantor(nama: &str) -> TestApp {
    let app = TestApp::start(nama).await;
    app.kantor.wa.faults(|faults| {
        faults.enforce_window = false;
        faults.hold_statuses = true;
    });
    app
}

/// Posts exactly these bytes, signed for the office's app; it must be taken.
pub async fn kirim_bita(app: &TestApp, bita: &[u8]) {
    let tanda = tanda(&app.kantor.app_secret, bita);
    assert_eq!(webhook(app, bita.to_vec(), Some(&tanda)).await, 200);
}

/// Posts a body.
pub async fn kirim(app: &TestApp, badan: &Value) {
    kirim_bita(app, badan.to_string().as_bytes()).await;
}

/// The first column of the first row, as text, in the schema of the office.
pub async fn tanya(app: &TestApp, sql: &str) -> Option<String> {
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let sql = format!("SELECT nilai::text FROM ({sql}) AS satu (nilai)");
    let baris = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    baris.and_then(|baris| baris.try_get_by_index::<Option<String>>(0).unwrap())
}

/// A count.
pub async fn hitung(app: &TestApp, dari: &str) -> u64 {
    let jumlah = tanya(app, &format!("SELECT count(*) FROM {dari}")).await;
    jumlah.unwrap().parse().unwrap()
}

/// Waits until everything stored was processed; nothing of it may have failed.
pub async fn tuntas(app: &TestApp) {
    sampai("semua elemen diproses", || async {
        (hitung(app, "wa_masuk WHERE keadaan = 'antre'").await == 0).then_some(())
    })
    .await;
    let gagal = tanya(
        app,
        "SELECT string_agg(kunci || ' ' || galat, '; ') FROM wa_masuk WHERE keadaan = 'gagal'",
    );
    assert_eq!(gagal.await, None);
}

/// Posts a body and waits until it was processed; tells how many answers that queued.
pub async fn dijawab(app: &TestApp, badan: &Value) -> u64 {
    const DARI_BOT: &str = "pesan_keluar WHERE asal = 'sistem'";
    let sebelum = hitung(app, DARI_BOT).await;
    kirim(app, badan).await;
    tuntas(app).await;
    hitung(app, DARI_BOT).await - sebelum
}
