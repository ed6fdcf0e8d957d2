//! Outcomes that nobody knows, and the two ways to settle them.

use loket_simulators::bsre::{Fault, sign_pdf};
use loket_tests::{klien::taruh, sampai};
use serde_json::json;

use super::*;

async fn tanda_tangani_satu(
    kadis: &Klien,
    permohonan: &str,
    passphrase: &str,
) -> loket_tests::klien::Jawaban {
    let tugas = kadis.terima(permohonan, "tte").await;
    let versi = kadis.get(&format!("/v1/tugas/{tugas}")).await.ok()["versi"].clone();
    let isi = json!({ "passphrase": passphrase, "versi": versi });
    kadis.post(&format!("/v1/tugas/{tugas}/tanda-tangan"), isi).await
}

#[tokio::test]
async fn the_signed_file_found_at_the_host_settles_an_unknown_outcome() {
    let app = app().await;
    let semua = beberapa(&app, 1).await;
    let (id, draf) = &semua[0];
    let (kadis, sandi) = (app.sebagai("kadis").await, passphrase(&app.kantor, "kadis"));
    app.kantor.bsre.faults(|faults| faults.next(Fault::DropAfterSign, 1));
    let hilang = tanda_tangani_satu(&kadis, id, &sandi).await;
    assert_eq!(hilang.masalah(409), "tte_belum_tuntas");
    let lagi = tanda_tangani_satu(&kadis, id, &sandi).await;
    assert_eq!(lagi.masalah(409), "tte_belum_tuntas", "tidak pernah dikirim ulang");
    assert_eq!(ditandatangani(&app.kantor, draf), 1);

    let kabur = kadis.get("/v1/tte/percobaan").await.ok()["data"][0].clone();
    assert_eq!(
        (&kabur["keadaan"], &kabur["permohonan_id"], &kabur["sha256"]),
        (&json!("tidak_diketahui"), &json!(id), &json!(crate::pdf::sha256(draf)))
    );
    let admin = app.sebagai("admin").await;
    let terlihat = admin.get("/v1/tte/percobaan").await;
    assert!(terlihat.status == 200 || terlihat.status == 403, "{}", terlihat.teks);
    let jalur = format!("/v1/tte/percobaan/{}", kabur["id"].as_str().unwrap());
    let belum = kadis.post(&format!("{jalur}/pemeriksaan"), json!({})).await;
    assert_eq!(belum.masalah(409), "unggahan_belum_ada");

    // A file that somebody else signed, and a draft that nobody signed, prove nothing.
    let nik = |nama: &str| {
        let orang = app.kantor.petugas.iter().find(|satu| satu.nama_pengguna == nama).unwrap();
        orang.nik.clone().unwrap()
    };
    let tanda = |nama: &str| app.kantor.bsre.signer(&nik(nama)).unwrap();
    for (isi, kode) in [
        (sign_pdf(draf, &tanda("kabid2")).unwrap(), "tte_penanda_tangan_lain"),
        (draf.clone(), "tte_tanpa_tanda_tangan"),
        (
            sign_pdf(&loket_simulators::contoh_pdf("LAIN", &["x"]), &tanda("kadis")).unwrap(),
            "tte_bukan_yang_disetujui",
        ),
    ] {
        let ditolak = unggah_hasil(&kadis, &jalur, &isi).await;
        assert_eq!(ditolak.json["errors"][0]["kode"], kode, "{}", ditolak.teks);
        assert_eq!(dokumen(&kadis, id).await["keadaan"], "draf");
    }
    unggah_hasil(&kadis, &jalur, &sign_pdf(draf, &tanda("kadis")).unwrap()).await.ok();
    assert_eq!(dokumen(&kadis, id).await["keadaan"], "sah");
    assert_eq!(kadis.get("/v1/tte/percobaan").await.ok()["data"], json!([]));
    // The step passes without another call to the host.
    kadis.putuskan(id, "tte", "setuju", None).await.ok();
    assert_eq!(ditandatangani(&app.kantor, draf), 1);
}

async fn unggah_hasil(kadis: &Klien, jalur: &str, isi: &[u8]) -> loket_tests::klien::Jawaban {
    let umum = kadis.post(&format!("{jalur}/hasil"), json!({ "ukuran": isi.len() })).await.ok();
    taruh(&umum["unggah"], isi).await;
    kadis.post(&format!("{jalur}/pemeriksaan"), json!({})).await
}

#[tokio::test]
async fn only_the_signer_says_that_nothing_was_signed_and_says_why() {
    let app = app().await;
    let semua = beberapa(&app, 1).await;
    let (id, draf) = &semua[0];
    let (kadis, sandi) = (app.sebagai("kadis").await, passphrase(&app.kantor, "kadis"));
    app.kantor.bsre.faults(|faults| faults.next(Fault::ServerErrorJson, 1));
    let galat = tanda_tangani_satu(&kadis, id, &sandi).await;
    assert_eq!(galat.masalah(409), "tte_belum_tuntas");
    let percobaan = kadis.get("/v1/tte/percobaan").await.ok()["data"][0]["id"].clone();
    let jalur = format!("/v1/tte/percobaan/{}/penuntasan", percobaan.as_str().unwrap());
    let isi = json!({ "alasan": "Layanan menjawab 500.", "bukti": "Riwayat eSign kosong." });
    let siak = app.sebagai("operator_siak").await;
    siak.post(&jalur, isi.clone()).await.masalah(403);
    let kosong = json!({ "alasan": " ", "bukti": "x" });
    let salah = kadis.post(&jalur, kosong).await;
    assert_eq!(salah.json["errors"][0]["pointer"], "/alasan", "{}", salah.teks);
    kadis.post(&jalur, isi.clone()).await.ok();
    assert_eq!(kadis.post(&jalur, isi).await.masalah(409), "percobaan_sudah_tuntas");
    tanda_tangani_satu(&kadis, id, &sandi).await.ok();
    assert_eq!(ditandatangani(&app.kantor, draf), 1);
    let akhir = dokumen(&kadis, id).await;
    assert_eq!(akhir["keadaan"], "sah");
}

#[tokio::test]
async fn the_watchers_are_told_of_an_attempt_that_nobody_finished() {
    let app = app().await;
    let semua = beberapa(&app, 1).await;
    let kadis = app.sebagai("kadis").await;
    let tugas = kadis.terima(&semua[0].0, "tte").await;
    // What a process leaves behind that dies between the attempt and the answer.
    let ports = &app.kantor.parts.ports;
    let mut work = ports.store.begin(&app.kantor.tenant.slug).await.unwrap();
    let kasus: uuid::Uuid = semua[0].0.parse().unwrap();
    let dokumen_id = work.dokumen().milik(kasus.into()).await.unwrap()[0].id;
    let pengguna = work.akses().pengguna_bernama("kadis").await.unwrap().unwrap();
    let percobaan = loket_domain::dokumen::Percobaan {
        id: ports.ids.id(),
        dokumen: dokumen_id,
        tugas: tugas.parse::<uuid::Uuid>().unwrap().into(),
        sha256: ports.sidik(&semua[0].1),
        oleh: pengguna.id,
        keadaan: loket_domain::dokumen::KeadaanPercobaan::Berjalan,
        galat: None,
        kunci_hasil: None,
        kunci_unggah: None,
        nomor_host: None,
        dimulai_pada: ports.clock.now(),
    };
    work.dokumen().mulai_percobaan(&percobaan).await.unwrap();
    crate::jejak::beralasan(ports, work.as_mut()).await;
    work.commit().await.unwrap();
    let jalur = format!("/v1/tte/percobaan/{}/penuntasan", percobaan.id);
    let isi = json!({ "alasan": "a", "bukti": "b" });
    assert_eq!(kadis.post(&jalur, isi.clone()).await.masalah(409), "percobaan_masih_berjalan");
    let kabur = sampai("percobaan menjadi tidak diketahui", || async {
        let satu = kadis.get("/v1/tte/percobaan").await.ok()["data"][0].clone();
        (satu["keadaan"] == "tidak_diketahui").then_some(satu)
    })
    .await;
    assert_eq!(kabur["galat"], "tte_terputus");
    let notifikasi = kadis.get("/v1/notifikasi").await.ok().to_string();
    assert!(notifikasi.contains("tidak diketahui"), "{notifikasi}");
    kadis.post(&jalur, isi).await.ok();
}
