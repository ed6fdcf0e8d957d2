//! Where messages may go, and whose they are.

use super::*;

/// Security bar 42.
#[tokio::test]
async fn only_public_addresses_over_tls_can_be_listeners() {
    let mut kantor = Kantor::siapkan("pekanbaru").await;
    kantor.parts.ports.kiriman = Arc::new(PengantarHttp::new(false).unwrap());
    let app = TestApp::layani(kantor);
    let (admin, pendengar) = (app.sebagai("admin").await, Pendengar::mulai());
    for url in [
        pendengar.basis.as_str(),
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://2130706433/",
        "https://10.0.0.1/",
        "https://server/",
        "https://metadata.google.internal/",
        "http://contoh.go.id/",
        "https://user:sandi@contoh.go.id/",
        "ftp://contoh.go.id/",
        "bukan alamat",
        "",
    ] {
        let jawaban = langgan(&admin, url, &["permohonan.masuk"]).await;
        assert_eq!(jawaban.masalah(422), "isian_tidak_sah", "{url}");
        assert_eq!(jawaban.json["errors"][0]["pointer"], "/url", "{url}");
        assert_eq!(jawaban.json["errors"][0]["kode"], "url_tidak_boleh", "{url}");
    }
    langgan(&admin, "https://contoh.go.id/kabar", &["permohonan.masuk"]).await.ok();
}

/// Security bar 42. An address that was let in by looser rules is still looked at when it is called.
#[tokio::test]
async fn an_inner_address_is_refused_at_the_call_and_the_ledger_says_so() {
    let (mut app, _) = kantor_berjam(datetime!(2027-03-01 09:00 +07)).await;
    app.hentikan_pekerja().await;
    let (admin, pendengar) = (app.sebagai("admin").await, Pendengar::mulai());
    let (id, _) = langganan(&admin, &pendengar.basis.replace("127.0.0.1", "localhost")).await;
    admin.post(&format!("/v1/langganan/{id}/uji"), json!({})).await.ok();
    let mut ports = app.kantor.parts.ports.clone();
    ports.kiriman = Arc::new(PengantarHttp::new(false).unwrap());
    let antar = AntarKiriman { tenggang: Duration::seconds(90) };
    assert_eq!(antar.execute(&ports, &app.kantor.tenant).await.unwrap(), 1);
    assert!(pendengar.semua().is_empty());
    let satu = kiriman(&admin, &id).await.remove(0);
    let jalur = format!("/v1/langganan/{id}/kiriman/{}/percobaan", satu["id"].as_str().unwrap());
    let percobaan = admin.get(&jalur).await.ok();
    assert_eq!(percobaan["data"][0]["galat"], "alamat_terlarang");
    assert!(percobaan["data"][0]["status"].is_null());
}

/// Security bar 29.
#[tokio::test]
async fn a_suspended_office_tells_nothing_until_it_is_open_again() {
    let (mut app, _) = kantor_berjam(datetime!(2027-03-01 09:00 +07)).await;
    app.hentikan_pekerja().await;
    let (admin, pendengar) = (app.sebagai("admin").await, Pendengar::mulai());
    let (id, _) = langganan(&admin, &pendengar.basis).await;
    admin.post(&format!("/v1/langganan/{id}/uji"), json!({})).await.ok();
    tangguhkan(&app, true).await;
    let antar_lagi = AntarKiriman { tenggang: Duration::seconds(90) };
    assert!(antar_lagi.execute(&app.kantor.parts.ports, &app.kantor.tenant).await.is_err());
    assert!(pendengar.semua().is_empty());
    tangguhkan(&app, false).await;
    assert_eq!(antar(&app).await, 1);
    assert_eq!(pendengar.semua().len(), 1);
}

/// Security bar 17, 18.
#[tokio::test]
async fn subscriptions_are_for_their_own_office_and_its_administrators() {
    let (satu, dua) = (TestApp::start("pekanbaru").await, TestApp::start("pekanbaru").await);
    let (admin, pendengar) = (satu.sebagai("admin").await, Pendengar::mulai());
    let (id, _) = langganan(&admin, &pendengar.basis).await;
    for peran in ["fo", "kasi", "kadis"] {
        langgan(&satu.sebagai(peran).await, &pendengar.basis, &["permohonan.masuk"])
            .await
            .masalah(403);
    }
    let lain = dua.sebagai("admin").await;
    for jalur in [format!("/v1/langganan/{id}"), format!("/v1/langganan/{id}/kiriman")] {
        lain.get(&jalur).await.masalah(404);
    }
    lain.post(&format!("/v1/langganan/{id}/uji"), json!({})).await.masalah(404);
    lain.post(&format!("/v1/langganan/{id}/rahasia"), json!({})).await.masalah(404);
    lain.delete(&format!("/v1/langganan/{id}")).await.masalah(404);
    daftarkan(&dua).await;
    daftarkan(&satu).await;
    let semua = pendengar.tunggu(1).await;
    assert!(
        semua
            .iter()
            .all(|kabar| kabar.json()["data"]["tenant"] == satu.kantor.tenant.slug.as_str())
    );
    assert!(admin.delete(&format!("/v1/langganan/{id}")).await.status.is_success());
    admin.get(&format!("/v1/langganan/{id}")).await.masalah(404);
}
