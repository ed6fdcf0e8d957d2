//! Many documents, one passphrase, a result for each.

use std::{collections::BTreeSet, time::Duration};

use loket::setup;
use loket_domain::{dokumen::KoneksiTte, nilai::Rahasia};
use loket_simulators::bsre::Fault;
use loket_tests::sampai_dalam;
use serde_json::json;

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_documents_are_signed_in_one_bundle_and_a_bad_one_does_not_stop_the_rest() {
    let app = std::sync::Arc::new(app().await);
    let (layanan, siak) =
        (app.sebagai("operator_layanan").await, app.sebagai("operator_siak").await);
    let mut kerja = Vec::new();
    for jalur in 0..8 {
        let (layanan, siak) = (layanan.clone(), siak.clone());
        kerja.push(tokio::spawn(async move {
            let mut semua = Vec::new();
            for n in 0..25 {
                semua.push(kasus(&layanan, &siak, &format!("kasus-{jalur}-{n}")).await);
            }
            semua
        }));
    }
    let mut semua = Vec::new();
    for satu in kerja {
        semua.extend(satu.await.unwrap());
    }
    let kadis = app.sebagai("kadis").await;
    let antre = antrean(&kadis).await;
    assert_eq!(antre.len(), 200);
    // One draft is damaged in storage after it was checked.
    let rusak = semua[137].0.clone();
    rusakkan_draf(&app.kantor, &rusak).await;

    let bundel = buat_bundel(&kadis, &tugas(&antre), "a").await;
    assert_eq!((&bundel["contoh"], &bundel["ditolak"]), (&json!(10), &json!([])));
    let id = bundel["id"].as_str().unwrap();
    let peringkat = baca(&kadis, id).await;
    let contoh = peringkat["butir"].as_array().unwrap().iter().filter(|b| b["contoh"] == true);
    if contoh.clone().any(|satu| satu["permohonan_id"] == rusak.as_str()) {
        eprintln!("draf yang rusak termasuk contoh");
    }
    assert_eq!(tinjau(&kadis, id).await, 10);
    tanda_tangani(&kadis, id, &passphrase(&app.kantor, "kadis")).await;
    // Progress is seen while it runs, and it only grows.
    let (mut terlihat, mut lalu) = (BTreeSet::new(), 0);
    let akhir = sampai_dalam(Duration::from_mins(8), "bundel selesai", || {
        let rincian = baca(&kadis, id);
        async { Some(rincian.await) }
    })
    .await;
    let mut akhir = akhir;
    while akhir["keadaan"] == "berjalan" {
        let berhasil = akhir["hitungan"]["berhasil"].as_u64().unwrap();
        assert!(berhasil >= lalu, "kemajuan mundur");
        lalu = berhasil;
        terlihat.insert(berhasil);
        tokio::time::sleep(Duration::from_millis(100)).await;
        akhir = baca(&kadis, id).await;
    }
    assert!(terlihat.len() >= 5, "kemajuan tidak terlihat: {terlihat:?}");
    assert_eq!(akhir["keadaan"], "selesai", "{}", akhir["hitungan"]);
    assert_eq!(akhir["hitungan"]["berhasil"], 199, "{}", akhir["hitungan"]);
    assert_eq!(hitung(&akhir, "gagal", Some("draf_tidak_terbaca")), 1);
    let gagal =
        akhir["butir"].as_array().unwrap().iter().find(|b| b["keadaan"] == "gagal").unwrap();
    assert_eq!(gagal["permohonan_id"], rusak.as_str());

    // The host's own ledger: every other draft once, and the damaged one never.
    for (kasus, draf) in &semua {
        let kali = usize::from(*kasus != rusak);
        assert_eq!(ditandatangani(&app.kantor, draf), kali, "{kasus}");
    }
    let jurnal = app.kantor.bsre.journal();
    assert_eq!(jurnal.iter().filter(|satu| satu.signed).count(), 199);
    let keluar: BTreeSet<_> = jurnal.iter().map(|satu| satu.sha256_output.clone()).collect();
    let contoh = dokumen(&layanan, &semua[3].0).await;
    assert_eq!(contoh["keadaan"], "sah", "{contoh}");
    assert!(keluar.contains(contoh["sha256"].as_str().unwrap()), "{contoh}");
    let rinci = layanan.get(&format!("/v1/permohonan/{}", semua[3].0)).await.ok();
    assert_eq!(rinci["status"], "selesai");
    assert_eq!(tugas(&antrean(&kadis).await).len(), 1, "yang rusak kembali ke antrean");
}

/// Overwrites the stored draft of a case.
async fn rusakkan_draf(kantor: &Kantor, permohonan: &str) {
    let ports = &kantor.parts.ports;
    let mut work = ports.store.read(&kantor.tenant.slug).await.unwrap();
    let id: uuid::Uuid = permohonan.parse().unwrap();
    let semua = work.dokumen().milik(id.into()).await.unwrap();
    let loket_domain::dokumen::KeadaanDokumen::Draf { draf, .. } = &semua[0].keadaan else {
        panic!("bukan draf")
    };
    ports.objek.simpan(&draf.kunci, "application/pdf", b"%PDF-rusak".to_vec()).await.unwrap();
}

#[tokio::test]
async fn a_bundle_is_signed_only_after_its_samples_were_opened_and_judged() {
    let app = app().await;
    let semua = beberapa(&app, 5).await;
    let kadis = app.sebagai("kadis").await;
    let antre = tugas(&antrean(&kadis).await);
    let asing = app.kantor.parts.ports.ids.uuid().to_string();
    let mut diminta = antre.clone();
    diminta.push(asing.clone());
    let baru = buat_bundel(&kadis, &diminta, "a").await;
    assert_eq!(baru["ditolak"], json!([{ "tugas_id": asing, "kode": "tidak_dalam_antrean" }]));
    let id = baru["id"].as_str().unwrap();
    assert_eq!(buat_bundel(&kadis, &diminta, "a").await["id"], id, "kunci yang sama");
    let lain = json!({ "tugas": antre });
    let lagi = kadis.post_dengan("/v1/tte/bundel", &[("idempotency-key", "b")], lain).await;
    assert_eq!(lagi.masalah(409), "tidak_ada_yang_dapat_ditandatangani");

    let jalur = format!("/v1/tte/bundel/{id}");
    let kunci = json!({ "passphrase": passphrase(&app.kantor, "kadis") });
    let dini = kadis.post(&format!("{jalur}/tanda-tangan"), kunci.clone()).await;
    assert_eq!(dini.masalah(409), "contoh_belum_dinilai");
    assert_eq!(dini.json["pilihan"].as_array().unwrap().len(), 3);

    // A sample that was not opened cannot be judged.
    let rincian = baca(&kadis, id).await;
    let contoh: Vec<String> = rincian["butir"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|satu| satu["contoh"] == true)
        .map(|satu| satu["tugas_id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(contoh.len(), 3);
    let nilai = format!("{jalur}/butir/{}/penilaian", contoh[0]);
    let tutup = kadis.post(&nilai, json!({ "layak": true })).await;
    assert_eq!(tutup.masalah(409), "contoh_belum_dibuka");
    let tanpa = kadis.post(&nilai, json!({ "layak": false })).await;
    assert_eq!(tanpa.json["errors"][0]["kode"], "alasan_wajib", "{}", tanpa.teks);
    let salah =
        json!({ "layak": false, "alasan": "Nama ibu salah tulis.", "keputusan": "kembalikan" });
    kadis.post(&nilai, salah).await.ok();
    let rincian = baca(&kadis, id).await;
    assert_eq!(hitung(&rincian, "dikeluarkan", Some("tidak_layak")), 1);
    let baru: Vec<_> =
        rincian["butir"].as_array().unwrap().iter().filter(|b| b["contoh"] == true).collect();
    assert_eq!(baru.len(), 3, "contoh lain menggantikan");
    let dikembalikan =
        rincian["butir"].as_array().unwrap().iter().find(|b| b["tugas_id"] == contoh[0].as_str());
    let kasus_kembali = dikembalikan.unwrap()["permohonan_id"].as_str().unwrap().to_owned();
    let siak = app.sebagai("operator_siak").await;
    siak.terima(&kasus_kembali, "proses").await;

    assert_eq!(tinjau(&kadis, id).await, 3);
    let keduanya = json!({ "passphrase": "a", "totp": "1" });
    let rancu = kadis.post(&format!("{jalur}/tanda-tangan"), keduanya).await;
    assert_eq!(rancu.json["errors"][0]["kode"], "kunci_tte_wajib", "{}", rancu.teks);
    tanda_tangani(&kadis, id, &passphrase(&app.kantor, "kadis")).await;
    let akhir = tunggu(&kadis, id).await;
    assert_eq!(
        (&akhir["keadaan"], &akhir["hitungan"]["berhasil"]),
        (&json!("selesai"), &json!(4)),
        "{akhir}"
    );
    let kali: usize = semua.iter().map(|(_, draf)| ditandatangani(&app.kantor, draf)).sum();
    assert_eq!(kali, 4);
    let lagi = kadis.post(&format!("{jalur}/tanda-tangan"), kunci).await;
    assert_eq!(lagi.masalah(409), "bundel_sudah_selesai");
    let lain = app.sebagai("kabid").await;
    lain.get(&jalur).await.masalah(403);
    let daftar = kadis.get("/v1/tte/bundel").await.ok();
    assert_eq!(daftar["data"][0]["hitungan"]["berhasil"], 4);
}

#[tokio::test]
async fn one_wrong_passphrase_is_the_last_call_and_the_rest_is_untouched() {
    let app = app().await;
    let semua = beberapa(&app, 6).await;
    let kadis = app.sebagai("kadis").await;
    let bundel = buat_bundel(&kadis, &tugas(&antrean(&kadis).await), "a").await;
    let id = bundel["id"].as_str().unwrap();
    tinjau(&kadis, id).await;
    tanda_tangani(&kadis, id, "bukan ini").await;
    let henti = tunggu(&kadis, id).await;
    assert_eq!(
        (&henti["keadaan"], &henti["sebab"]),
        (&json!("terhenti"), &json!("kunci_salah")),
        "{henti}"
    );
    // Exactly one item was tried; five were never touched.
    assert_eq!(hitung(&henti, "menunggu", Some("tte_passphrase_salah")), 1);
    assert_eq!(hitung(&henti, "menunggu", None), 5);
    tanda_tangani(&kadis, id, &passphrase(&app.kantor, "kadis")).await;
    let akhir = tunggu(&kadis, id).await;
    assert_eq!(akhir["hitungan"]["berhasil"], 6, "{akhir}");
    for (_, draf) in &semua {
        assert_eq!(ditandatangani(&app.kantor, draf), 1);
    }
}

#[tokio::test]
async fn three_calls_that_cannot_be_sent_stop_the_bundle_and_nothing_is_lost() {
    let app = app().await;
    let semua = beberapa(&app, 6).await;
    let kadis = app.sebagai("kadis").await;
    let bundel = buat_bundel(&kadis, &tugas(&antrean(&kadis).await), "a").await;
    let id = bundel["id"].as_str().unwrap();
    tinjau(&kadis, id).await;
    atur_host(&app.kantor, "http://127.0.0.1:9").await;
    tanda_tangani(&kadis, id, &passphrase(&app.kantor, "kadis")).await;
    let henti = tunggu(&kadis, id).await;
    assert_eq!(
        (&henti["keadaan"], &henti["sebab"]),
        (&json!("terhenti"), &json!("tidak_terkirim")),
        "{henti}"
    );
    assert_eq!(hitung(&henti, "menunggu", Some("sistem_tidak_tersedia")), 3, "{henti}");
    assert_eq!(hitung(&henti, "menunggu", None), 3);
    atur_host(&app.kantor, app.kantor.bsre.base_url()).await;
    tanda_tangani(&kadis, id, &passphrase(&app.kantor, "kadis")).await;
    assert_eq!(tunggu(&kadis, id).await["hitungan"]["berhasil"], 6);
    for (_, draf) in &semua {
        assert_eq!(ditandatangani(&app.kantor, draf), 1);
    }
}

async fn atur_host(kantor: &Kantor, basis: &str) {
    let sandi = Rahasia::new("sandi-tte");
    let koneksi = KoneksiTte::baru(basis, "loket", sandi, kantor.bsre.ca_pem());
    setup::koneksi_tte(&kantor.parts, &kantor.tenant, koneksi).await.unwrap();
}

#[tokio::test]
async fn each_document_has_a_result_of_its_own() {
    let app = app().await;
    let semua = beberapa(&app, 6).await;
    let kadis = app.sebagai("kadis").await;
    let bundel = buat_bundel(&kadis, &tugas(&antrean(&kadis).await), "a").await;
    let id = bundel["id"].as_str().unwrap();
    tinjau(&kadis, id).await;
    app.kantor.bsre.faults(|faults| {
        faults.next(Fault::BadRequestHtml, 1);
        faults.next(Fault::AlteredText, 1);
        faults.next(Fault::DropAfterSign, 1);
    });
    tanda_tangani(&kadis, id, &passphrase(&app.kantor, "kadis")).await;
    let akhir = tunggu(&kadis, id).await;
    assert_eq!(akhir["keadaan"], "selesai", "{akhir}");
    assert_eq!(akhir["hitungan"]["berhasil"], 3, "{akhir}");
    assert_eq!(hitung(&akhir, "gagal", Some("tte_ditolak")), 1);
    assert_eq!(akhir["hitungan"]["tidak_diketahui"], 2);
    let kabur = kadis.get("/v1/tte/percobaan").await.ok();
    assert_eq!(kabur["data"].as_array().unwrap().len(), 2, "{kabur}");
    for (kasus, draf) in &semua {
        assert!(ditandatangani(&app.kantor, draf) <= 1, "{kasus}");
    }
    // What is unknown stays visible in the queue, and cannot be put into another bundle.
    let antre = antrean(&kadis).await;
    assert_eq!(antre.iter().filter(|satu| satu["percobaan_id"].is_string()).count(), 2);
    let lagi = buat_bundel(&kadis, &tugas(&antre), "b").await;
    assert_eq!(lagi["ditolak"].as_array().unwrap().len(), 2);
    assert!(lagi["ditolak"].as_array().unwrap().iter().all(|s| s["kode"] == "tte_belum_tuntas"));
}
