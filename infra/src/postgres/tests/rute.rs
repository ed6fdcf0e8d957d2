//! Routing of WhatsApp numbers.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_number_leads_to_its_tenant_and_to_the_secret_of_its_app() {
    let uji = Uji::dengan_tenant(&["balangan", "kudus"]).await;
    let db = uji.aplikasi().await;
    let mut aplikasi = AplikasiWa {
        id: uuid_baru(),
        app_id: "1000".to_owned(),
        rahasia_tersegel: Tersegel(vec![1]),
        token_verifikasi_tersegel: Tersegel(vec![2]),
    };
    db.simpan_aplikasi_wa(&aplikasi).await.unwrap();
    let nomor = |tenant: &str| NomorBaru {
        phone_number_id: "628".to_owned(),
        nomor_tampilan: "+62 8".to_owned(),
        waba_id: None,
        app_id: "1000".to_owned(),
        tenant: s(tenant),
    };
    assert!(db.nomor("628").await.unwrap().is_none());
    db.arahkan_nomor(&nomor("balangan")).await.unwrap();
    db.arahkan_nomor(&nomor("balangan")).await.unwrap();

    // New secrets for the same app; its id stays.
    let lama = std::mem::replace(&mut aplikasi.id, uuid_baru());
    aplikasi.rahasia_tersegel = Tersegel(vec![3]);
    db.simpan_aplikasi_wa(&aplikasi).await.unwrap();

    let terdaftar = db.nomor("628").await.unwrap().unwrap();
    assert_eq!(terdaftar.tenant.tenant.slug, s("balangan"));
    assert_eq!(
        (terdaftar.aplikasi.id, &terdaftar.aplikasi.rahasia_tersegel),
        (lama, &Tersegel(vec![3]))
    );
    assert_eq!(db.aplikasi_wa("1000").await.unwrap().unwrap().id, lama);

    // A number is not taken away from its tenant, and not given to nobody.
    assert!(matches!(db.arahkan_nomor(&nomor("kudus")).await, Err(PortError::Konflik)));
    assert!(matches!(db.arahkan_nomor(&nomor("tidak_ada")).await, Err(PortError::Konflik)));
    assert!(!format!("{terdaftar:?}").contains("[3]"), "sealed bytes are not printed");
}
