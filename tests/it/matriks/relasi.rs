//! Who stands how to a case: maker and approver, levels of a chain, clicks at once.

use futures_util::future::join_all;
use loket_simulators::contoh_pdf;
use loket_tests::{app::TestApp, klien::Klien};
use serde_json::json;

use super::petugas_berperan;
use crate::{balangan::ajukan_akta, pekanbaru::cari};

/// A case whose draft `pembuat` made and sent up the chain.
async fn di_rantai(app: &TestApp, wa_id: &str, pembuat: &Klien) -> String {
    let nomor = ajukan_akta(&app.kantor.warga(wa_id)).await;
    let layanan = app.sebagai("operator_layanan").await;
    let id = cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();
    layanan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
    pembuat.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();
    let proses = pembuat.terima(&id, "proses").await;
    let draf = contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["CONTOH"]);
    pembuat.unggah_dokumen(&id, "akta", &draf, false).await.ok();
    pembuat.putuskan_tugas(&proses, "ajukan", None).await.ok();
    id
}

/// How many decisions the kartu kendali of the case shows.
async fn putusan(petugas: &Klien, id: &str) -> usize {
    let kartu = petugas.get(&format!("/v1/permohonan/{id}/kartu-kendali")).await.ok();
    let baris = kartu["data"].as_array().unwrap().iter();
    baris.filter(|satu| satu["keputusan"].is_string()).count()
}

/// Security bar 26. Roles may meet in one person; the steps of a case do not: who made the draft approves it at no level, who
/// approved at one level does not approve at the next, and no level is taken before its turn.
#[tokio::test]
async fn nobody_approves_their_own_work_or_twice_or_before_their_turn() {
    let app = TestApp::start("balangan").await;
    let semua = petugas_berperan(&app, &["operator_siak", "kasi", "kabid"]).await;
    let berdua = petugas_berperan(&app, &["kasi", "kabid"]).await;
    let id = di_rantai(&app, "6281400000911", &semua).await;
    let layanan = app.sebagai("operator_layanan").await;
    let awal = putusan(&layanan, &id).await;

    // The maker holds the role, takes the tugas, and still may not let it rise.
    let milik = semua.terima(&id, "persetujuan").await;
    let sendiri = semua.putuskan_tugas(&milik, "setuju", None).await;
    assert_eq!(sendiri.masalah(409), "pembuat_bukan_penyetuju");
    let versi = semua.get(&format!("/v1/tugas/{milik}")).await.ok()["versi"].clone();
    let lepas = json!({ "versi": versi });
    let lepas = semua.post(&format!("/v1/tugas/{milik}/pengalihan"), lepas).await;
    assert!(lepas.status.is_success(), "{}", lepas.teks);

    // Above them nobody decides for them: neither the next level nor the last, with or without a signature.
    for peran in ["kabid", "kadis"] {
        let atasan = app.sebagai(peran).await;
        let ambil = atasan.post(&format!("/v1/tugas/{milik}/penerimaan"), json!({})).await;
        assert_eq!(ambil.masalah(409), "bukan_pelaksana", "{peran}");
        let putus = atasan.putuskan_tugas(&milik, "setuju", None).await;
        assert_eq!(putus.status, 409, "{peran}: {}", putus.teks);
    }
    let passphrase = app.kantor.pemegang("kadis").passphrase_simulator.clone().unwrap();
    let isi = json!({ "passphrase": passphrase, "versi": versi });
    let tanda =
        app.sebagai("kadis").await.post(&format!("/v1/tugas/{milik}/tanda-tangan"), isi).await;
    assert!(tanda.status.is_client_error(), "{}", tanda.teks);
    assert_eq!(putusan(&layanan, &id).await, awal, "nothing was decided");

    // One person at two levels.
    berdua.putuskan(&id, "persetujuan", "setuju", None).await.ok();
    let lagi = berdua.terima(&id, "persetujuan").await;
    let dua_kali = berdua.putuskan_tugas(&lagi, "setuju", None).await;
    assert_eq!(dua_kali.masalah(409), "pembuat_bukan_penyetuju");
    assert_eq!(putusan(&layanan, &id).await, awal + 1);
}

/// Security bar 26. Between approval and signature the draft is what was approved: no other comes in.
#[tokio::test]
async fn nothing_is_changed_under_an_approval() {
    let app = TestApp::start("balangan").await;
    let siak = app.sebagai("operator_siak").await;
    let id = di_rantai(&app, "6281400000912", &siak).await;
    let lain = contoh_pdf("AKTA LAIN", &["CONTOH"]);
    let isi = json!({ "produk": "akta", "ukuran": lain.len(), "bertanda_tangan": false });
    for sebelum in [None, Some("kasi")] {
        if let Some(peran) = sebelum {
            app.sebagai(peran).await.putuskan(&id, "persetujuan", "setuju", None).await.ok();
        }
        let jalur = format!("/v1/permohonan/{id}/dokumen");
        let umum = siak.post(&jalur, isi.clone()).await;
        if umum.status.is_success() {
            // Announcing may be allowed; what counts is that it does not become the draft.
            loket_tests::klien::taruh(&umum.json["unggah"], &lain).await;
            let dokumen = umum.json["id"].as_str().unwrap();
            siak.post(&format!("/v1/dokumen/{dokumen}/selesai"), json!({})).await.masalah(409);
        } else {
            umum.masalah(409);
        }
    }
}

/// Security bar 26. Twenty approvals in one moment are one transition.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_approvals_at_once_are_one() {
    let app = TestApp::start("balangan").await;
    let siak = app.sebagai("operator_siak").await;
    let id = di_rantai(&app, "6281400000913", &siak).await;
    let kasi = app.sebagai("kasi").await;
    let tugas = kasi.terima(&id, "persetujuan").await;
    let versi = kasi.get(&format!("/v1/tugas/{tugas}")).await.ok()["versi"].clone();
    let sebelum = putusan(&kasi, &id).await;
    let klik = (0..20).map(|_| {
        let isi = json!({ "keputusan": "setuju", "versi": versi });
        let (kasi, jalur) = (kasi.clone(), format!("/v1/tugas/{tugas}/keputusan"));
        async move { kasi.post(&jalur, isi).await }
    });
    let jawaban = join_all(klik).await;
    let berhasil = jawaban.iter().filter(|satu| satu.status.is_success()).count();
    assert_eq!(berhasil, 1);
    assert!(jawaban.iter().all(|satu| satu.status.is_success() || satu.status == 409));
    assert_eq!(putusan(&kasi, &id).await, sebelum + 1);
}
