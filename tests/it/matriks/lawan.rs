//! Bodies that say more than they may, for every operation that takes one.

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use super::{
    SEMUA, kantor_diam, kirim, petugas,
    tabel::{Isian, acak, semua},
};

/// What an attacker would like to set: nobody's body has these.
const ASING: [(&str, &str); 4] = [
    ("tenant_id", "lain"),
    ("dibuat_oleh", "saya"),
    ("ditandatangani_pada", "2026-01-01T00:00:00Z"),
    ("__proto__", "x"),
];

/// Security bar 27. Every operation with a JSON body refuses a field that the document does not name, and does nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_field_that_the_document_does_not_name_is_refused_on_every_body() {
    let app = kantor_diam().await;
    let petugas = petugas(&app, SEMUA).await;
    let tenant = app.kantor.tenant.slug.as_str();
    let operasi = semua();
    let operasi: Vec<_> = operasi
        .iter()
        // Meta adds fields as it likes; what is not known is left alone there.
        .filter(|satu| satu.badan_json() && satu.id != "terimaWebhook")
        .collect();
    assert!(operasi.len() > 70, "{}", operasi.len());
    let sel: Vec<_> =
        operasi.iter().flat_map(|satu| ASING.iter().map(move |asing| (*satu, *asing))).collect();
    let jumlah = sel.len();
    let salah: Vec<String> = stream::iter(sel)
        .map(|(satu, (nama, nilai))| {
            let (basis, petugas) = (app.basis.clone(), petugas.clone());
            async move {
                let mut permintaan = satu.permintaan(Isian { id: acak(), tenant });
                permintaan.badan.as_mut().unwrap()[nama] = json!(nilai);
                let balasan = kirim(&basis, &petugas, satu, &permintaan, &[]).await;
                let json: Value = serde_json::from_str(&balasan.teks).unwrap_or_default();
                // Who asks what is wrong with an SOP is told, with 200.
                let (status, daftar) = match satu.id.as_str() {
                    "periksaSop" => (200, "cacat"),
                    _ => (422, "errors"),
                };
                let ditunjuk = json[daftar].as_array().is_some_and(|semua| {
                    semua.iter().any(|s| s["pointer"].as_str().is_some_and(|p| p.contains(nama)))
                });
                (balasan.status != status || !ditunjuk)
                    .then(|| format!("{} {nama}: {} {}", satu.nama(), balasan.status, balasan.teks))
            }
        })
        .buffer_unordered(8)
        .filter_map(|hasil| async move { hasil })
        .collect()
        .await;
    assert!(salah.is_empty(), "{} of {jumlah}:\n{}", salah.len(), salah.join("\n"));
}
