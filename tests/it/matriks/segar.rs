//! Which operations ask for a fresh proof: exactly those that the document says.

use std::sync::Arc;

use loket_domain::kalender::Clock;
use loket_infra::crypto::SystemClock;
use loket_tests::{
    app::{Kantor, TestApp, paket},
    jam::Jam,
};
use time::Duration;

use super::{
    SEMUA, kirim, peran_uji, petugas,
    tabel::{Isian, acak, semua},
};

/// Takes a whole pack.
const PAKET: &str = "muatPaket";
/// Ends the session that asks.
const TERAKHIR: &str = "keluar";

/// Security bar 16. Five minutes after the proof, whoever may do everything is asked again by every operation that the document
/// marks with `x-segar`, before anything is looked for or changed, and by no other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_session_is_asked_again_exactly_where_the_document_says() {
    let mulai = SystemClock.now();
    let jam = Arc::new(Jam::di(mulai));
    let kantor = Kantor::siapkan_pada("balangan", Some(jam.clone()), peran_uji).await;
    let app = TestApp::layani(kantor);
    let semua_izin = petugas(&app, SEMUA).await;
    jam.pindah(mulai + Duration::minutes(5));
    let tenant = app.kantor.tenant.slug.as_str();
    let mut operasi: Vec<_> =
        semua().into_iter().filter(|satu| !satu.umum && satu.id != "terimaWebhook").collect();
    operasi.sort_by_key(|satu| satu.id == TERAKHIR);
    let mut salah = Vec::new();
    for satu in &operasi {
        let mut permintaan = satu.permintaan(Isian { id: acak(), tenant });
        if satu.id == PAKET {
            // A pack of another office is refused for that, whoever asks: this one is their own.
            permintaan.badan = Some(serde_json::to_value(paket("balangan", tenant)).unwrap());
        }
        let balasan = kirim(&app.basis, &semua_izin, satu, &permintaan, &[]).await;
        let ditanya = (balasan.status, balasan.kode.as_str()) == (403, "perlu_konfirmasi");
        if ditanya != satu.segar {
            salah.push(format!("{}: {} {}", satu.nama(), balasan.status, balasan.teks));
        }
    }
    assert!(salah.is_empty(), "{} differ:\n{}", salah.len(), salah.join("\n"));
    let segar = operasi.iter().filter(|satu| satu.segar).count();
    assert!(segar >= 20, "the document has lost its marks: {segar}");
}
