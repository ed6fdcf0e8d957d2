//! Who may have a card, and whose cards, printers and jobs are whose.

use super::*;

#[tokio::test]
async fn a_kia_waits_for_the_akta_of_its_own_case() {
    let kantor = Kantor::siapkan_dengan("kembaran", |paket| {
        // An SOP in which the print step is reached before the akta was seen to.
        let mut mentah = serde_json::to_value(&*paket).unwrap();
        let tahap = mentah["sop"][0]["tahap"].as_array_mut().unwrap();
        let periksa = tahap.iter_mut().find(|satu| satu["kode"] == "verifikasi").unwrap();
        let belum = periksa["keputusan"].as_array_mut().unwrap();
        let belum = belum.iter_mut().find(|satu| satu["kode"] == "belum_akta").unwrap();
        belum["tujuan"] = json!([{ "tahap": "cetak" }]);
        let cetak = tahap.iter_mut().find(|satu| satu["kode"] == "cetak").unwrap();
        let urus = json!({
            "kode": "urus_akta", "label": "Urus akta dahulu", "tujuan": [{ "tahap": "daftarkan" }],
        });
        cetak["keputusan"].as_array_mut().unwrap().push(urus);
        *paket = serde_json::from_value(mentah).unwrap();
    })
    .await;
    let app = TestApp::layani(kantor);
    let (adm, depan) =
        (app.sebagai("petugas_administrator").await, app.sebagai("petugas_pelayanan").await);
    let id = daftarkan(&adm, "a", anak(&hari_lalu(&app, 500), "tidak")).await;
    unggah(&adm, &id, &["surat_lahir", "kk", "ktp_orang_tua"]).await;
    adm.putuskan(&id, "foto", "difoto", None).await.ok();
    depan.putuskan(&id, "terima", "diterima", None).await.ok();
    adm.putuskan(&id, "verifikasi", "belum_akta", None).await.ok();
    let pencetak = siapkan(&adm, "kecamatan", &["kia"], 5).await;
    assert_eq!(klaim(&adm, &pencetak, 5).await.ok()["data"], json!([]));
    let tertahan = antrean(&adm, "tertahan").await;
    assert_eq!(tertahan[0]["alasan"], "kia_belum_berakta");
    let ulang = format!("/v1/kartu/antrean/{}/ulang", tertahan[0]["id"].as_str().unwrap());
    assert_eq!(
        adm.post(&ulang, json!({})).await.ok()["keadaan"],
        "tertahan",
        "nothing has changed"
    );
    let cetak = adm.terima(&id, "cetak").await;
    let maju = adm.putuskan_tugas(&cetak, "tercetak", None).await;
    assert_eq!(maju.masalah(409), "kartu_belum_tercetak");
    adm.putuskan_tugas(&cetak, "urus_akta", None).await.ok();
    assert_eq!(antrean(&adm, "dibatalkan").await.len(), 1);
    let urus = adm.terima(&id, "daftarkan").await;
    let nomor = loket_domain::permohonan::CatatanBaru::Rujukan { nomor: "3302-LU-0001".to_owned() };
    crate::kembaran::catat(&app, &adm, &urus, nomor).await;
    adm.putuskan_tugas(&urus, "akta_terbit", None).await.ok();
    cetak_kasus(&adm, &pencetak, &id).await;
    adm.putuskan(&id, "cetak", "tercetak", None).await.ok();
}

#[tokio::test]
async fn the_counter_is_told_the_reason_and_the_way_before_anything_is_registered() {
    let app = TestApp::start("sinjai").await;
    let layanan = app.sebagai("operator").await;
    let tanya = |isi: Value| {
        let layanan = layanan.clone();
        async move { layanan.post("/v1/kartu/kelayakan-kia", isi).await.ok() }
    };
    let boleh = tanya(json!({
        "tanggal_lahir": hari_lalu(&app, 2_500), "terdaftar": true, "punya_akta": true
    }))
    .await;
    assert_eq!((&boleh["layak"], &boleh["perlu_foto"]), (&json!(true), &json!(true)));
    assert_eq!(boleh["jalan"][0]["layanan"], "kia");
    let belum = tanya(json!({ "tanggal_lahir": hari_lalu(&app, 300), "punya_akta": false })).await;
    assert_eq!(belum["halangan"][0]["kode"], "kia_belum_berakta");
    assert_eq!(belum["jalan"][0]["layanan"], "one_three", "akta and KIA from one permohonan");
    let lewat = tanya(json!({ "tanggal_lahir": hari_lalu(&app, 6_300) })).await;
    assert_eq!(lewat["halangan"][0]["kode"], "kia_umur_lewat");
    assert_eq!(lewat["jalan"][0]["layanan"], "perekaman_ktp");
    let salah =
        layanan.post("/v1/kartu/kelayakan-kia", json!({ "tanggal_lahir": "kemarin" })).await;
    assert_eq!(salah.json["errors"][0]["kode"], "tanggal_tidak_sah");
    let kadis = app.sebagai("kadis").await;
    assert_eq!(
        kadis.post("/v1/kartu/kelayakan-kia", json!({})).await.masalah(403),
        "tidak_berizin"
    );
}

/// Security bar 18.
#[tokio::test]
async fn printers_print_jobs_and_blank_cards_of_another_office_do_not_exist() {
    let (kita, mereka) = (TestApp::start("kembaran").await, TestApp::start("kembaran").await);
    let (adm, depan) =
        (kita.sebagai("petugas_administrator").await, kita.sebagai("petugas_pelayanan").await);
    let pencetak = siapkan(&adm, "kecamatan", &["kia"], 5).await;
    sampai_cetak(&adm, &depan, "k", anak(&hari_lalu(&kita, 400), "tidak")).await;
    let id = klaim(&adm, &pencetak, 1).await.ok()["data"][0]["id"].as_str().unwrap().to_owned();
    // The stranger has a token of another office and a printer of their own.
    let asing = mereka.sebagai("petugas_administrator").await;
    siapkan(&asing, "kecamatan", &["kia"], 5).await;
    let acak = "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e99";
    for (jalur, isi) in [
        ("/v1/kartu/antrean/{id}/mulai", json!({})),
        ("/v1/kartu/antrean/{id}/lepas", json!({})),
        ("/v1/kartu/antrean/{id}/tercetak", json!({})),
        ("/v1/kartu/antrean/{id}/rusak", json!({ "sebab": "cetak_buram" })),
    ] {
        let milik = asing.post(&jalur.replace("{id}", &id), isi.clone()).await;
        let entah = asing.post(&jalur.replace("{id}", acak), isi).await;
        assert_eq!(
            (milik.status, entah.status),
            (reqwest::StatusCode::NOT_FOUND, entah.status),
            "{jalur}"
        );
        assert_eq!(
            (&milik.json["code"], &milik.json["detail"]),
            (&entah.json["code"], &entah.json["detail"])
        );
    }
    assert_eq!(klaim(&asing, &pencetak, 1).await.status, reqwest::StatusCode::NOT_FOUND);
    assert_eq!(antrean(&asing, "diambil").await, Vec::<Value>::new());
    // Nothing of it happened here, and the stocks are two.
    assert_eq!(antrean(&adm, "diambil").await.len(), 1);
    gerak(
        &asing,
        "h",
        "kia",
        "kecamatan",
        json!({ "macam": "hilang", "jumlah": 2, "alasan": "terbakar" }),
    )
    .await
    .ok();
    assert_eq!(
        (saldo(&adm).await["keping"].clone(), saldo(&asing).await["keping"].clone()),
        (json!(5), json!(3))
    );
}

#[tokio::test]
async fn what_the_demo_brings_along_is_entered_once_in_the_name_of_an_officer_who_may() {
    let app = TestApp::start("balangan").await;
    let (parts, tenant) = (&app.kantor.parts, &app.kantor.tenant);
    let kasi = app.sebagai("kasi").await;
    let isi = async |oleh: &str| {
        let mesin = TambahPencetak {
            nama: "Mesin cetak kartu 1".to_owned(),
            kartu: BTreeSet::from([JenisKartu::Kia]),
            unit: "disdukcapil".to_owned(),
            nomor_seri: None,
            ribbon: 250,
            film: 500,
            idempotensi: ("demo/pencetak".to_owned(), Vec::new()),
        };
        let blanko = CatatGerakBlanko {
            jenis: JenisKartu::Kia,
            unit: "disdukcapil".to_owned(),
            gerak: GerakBaru::Terima {
                jumlah: 200,
                berita_acara: "BA-DEMO".to_owned(),
                seri: None,
            },
            idempotensi: ("demo/blanko".to_owned(), Vec::new()),
        };
        setup::kartu_contoh(parts, tenant, oleh, vec![mesin], vec![blanko]).await
    };
    assert!(isi("loket").await.is_err(), "who may not, does not");
    let kini = async || {
        let mesin = kasi.get("/v1/kartu/pencetak").await.ok()["data"].as_array().unwrap().len();
        (mesin, saldo(&kasi).await["keping"].clone())
    };
    isi("kasi").await.unwrap();
    assert_eq!(kini().await, (1, json!(200)));
    // The demo starts again, after cards were used and the machine was put away.
    let pakai = json!({ "macam": "rusak", "jumlah": 3, "alasan": "jatuh" });
    gerak(&kasi, "rusak", "kia", "disdukcapil", pakai).await.ok();
    isi("kasi").await.unwrap();
    assert_eq!(kini().await, (1, json!(197)));
}
