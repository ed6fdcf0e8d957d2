//! Who may say what: signatures, numbers and accounts.

use loket::setup;
use loket_domain::{nilai::Rahasia, percakapan::NomorLayanan};
use loket_tests::{app::TestApp, klien::HTTP};
use serde_json::json;

use super::{
    alat::{hitung, kantor, kirim, tuntas},
    contoh::{akun, amplop, pesan, satu_pesan, teks},
};
use crate::buruk::{tanda, webhook};

/// Security bar 37.
#[tokio::test]
async fn only_the_secret_of_the_app_over_exactly_these_bytes_is_a_signature() {
    let app = kantor("sinjai").await;
    let badan = pesan(&app, "6281420000001", "wamid.t", &teks("halo")).to_string().into_bytes();
    let benar = tanda(&app.kantor.app_secret, &badan);
    let hex = benar.trim_start_matches("sha256=");
    for salah in [
        None,
        Some(tanda("rahasia lain", &badan)),
        Some(tanda("", &badan)),
        Some(hex.to_owned()),
        Some(format!("sha1={hex}")),
        Some(format!("SHA256={hex}")),
        Some(format!("sha256={}", hex.to_uppercase())),
        Some(format!("sha256={}", &hex[..62])),
        Some(format!("sha256={hex}00")),
        Some(format!("sha256={hex},sha256={hex}")),
        Some("sha256=".to_owned()),
    ] {
        assert_eq!(webhook(&app, badan.clone(), salah.as_deref()).await, 401, "{salah:?}");
    }
    for letak in [0, badan.len() / 2, badan.len() - 1] {
        let mut berubah = badan.clone();
        berubah[letak] ^= 1;
        assert_eq!(webhook(&app, berubah, Some(&benar)).await, 401);
    }
    let ganda = HTTP
        .post(format!("{}/v1/wa/webhook", app.basis))
        .header("x-hub-signature-256", &benar)
        .header("x-hub-signature-256", &benar)
        .body(badan.clone());
    assert_eq!(ganda.send().await.unwrap().status(), 401, "dua tanda tangan");
    assert_eq!(hitung(&app, "wa_masuk").await, 0);
    assert_eq!(webhook(&app, badan, Some(&benar)).await, 200);
    assert_eq!(hitung(&app, "wa_masuk").await, 1);
}

/// Security bar 44.
#[tokio::test]
async fn a_handshake_needs_no_signature_and_the_right_token() {
    let app = kantor("sinjai").await;
    assert!(app.kantor.wa.handshake(&app.kantor.app_id).await.unwrap());
    let jabat = |token: &str| {
        let jalur = format!(
            "{}/v1/wa/webhook?hub.mode=subscribe&hub.verify_token={token}&hub.challenge=1158201444",
            app.basis
        );
        HTTP.get(jalur).send()
    };
    let benar = jabat(&app.kantor.verify_token).await.unwrap();
    assert_eq!(benar.status(), 200);
    assert_eq!(benar.headers()["content-type"], "text/plain; charset=utf-8");
    assert_eq!(benar.headers()["x-content-type-options"], "nosniff");
    assert_eq!(benar.text().await.unwrap(), "1158201444");
    let token = &app.kantor.verify_token;
    for salah in ["", "bukan", &token[1..], &format!("{token}x"), &token.to_uppercase()] {
        assert_eq!(jabat(salah).await.unwrap().status(), 403, "{salah}");
    }
}

/// Puts the number of one office under the app and the account of another, as one provider would.
async fn pindahkan(dari: &TestApp, ke: &TestApp, waba: &str) {
    for kantor in [&dari.kantor, &ke.kantor] {
        let nomor = NomorLayanan {
            phone_number_id: kantor.phone_number_id.clone(),
            nomor_tampilan: format!("+62 800 {}", kantor.phone_number_id),
            waba_id: Some(waba.to_owned()),
            base_url: kantor.wa.base_url(),
            versi: "v25.0".to_owned(),
            token: Rahasia::new(format!("token-{}", kantor.tenant.slug)),
            host_media: Vec::new(),
        };
        setup::nomor_wa(&kantor.parts, &kantor.tenant, &ke.kantor.app_id, nomor).await.unwrap();
    }
    dari.kantor.parts.postgres.segarkan_register().await;
    ke.kantor.parts.postgres.segarkan_register().await;
}

#[tokio::test]
async fn two_offices_in_one_post_each_get_their_own() {
    let (satu, dua) = (kantor("sinjai").await, kantor("kembaran").await);
    pindahkan(&dua, &satu, "waba-bersama-a").await;
    let mut badan = pesan(&satu, "6281420000002", "wamid.p1", &teks("halo"));
    let milik_dua = pesan(&dua, "6281420000003", "wamid.p2", &teks("halo"));
    badan["entry"].as_array_mut().unwrap().push(milik_dua["entry"][0].clone());
    kirim(&satu, &badan).await;
    tuntas(&satu).await;
    tuntas(&dua).await;
    for (app, kunci) in [(&satu, "wamid.p1"), (&dua, "wamid.p2")] {
        assert_eq!(hitung(app, "wa_masuk").await, 1);
        assert_eq!(hitung(app, &format!("wa_masuk WHERE kunci = '{kunci}'")).await, 1);
    }
}

/// Security bar 41.
#[tokio::test]
async fn a_number_or_an_account_of_another_app_is_stored_nowhere() {
    let (kita, mereka) = (kantor("sinjai").await, kantor("kembaran").await);
    let waba = format!("waba-{}", mereka.kantor.tenant.slug);
    let peristiwa =
        json!({ "event": "DISABLED_UPDATE", "ban_info": { "waba_ban_state": "DISABLE" } });
    // Signed with our own secret, but naming them.
    kirim(&kita, &pesan(&mereka, "6281420000004", "wamid.c", &teks("halo"))).await;
    kirim(&kita, &akun(&waba, "account_update", &peristiwa)).await;
    kirim(&kita, &akun("waba-entah", "account_update", &peristiwa)).await;
    // Our own account on the envelope does not open somebody else's number, nor one that is unknown.
    let mut titipan = pesan(&mereka, "6281420000004", "wamid.d", &teks("halo"));
    titipan["entry"][0]["id"] = json!(format!("waba-{}", kita.kantor.tenant.slug));
    kirim(&kita, &titipan).await;
    let tanpa_nomor =
        json!({ "messages": [satu_pesan("6281420000004", "wamid.f", &teks("halo"))] });
    let mut tanpa_nomor = amplop("", &tanpa_nomor);
    tanpa_nomor["entry"][0]["id"] = json!(format!("waba-{}", kita.kantor.tenant.slug));
    kirim(&kita, &tanpa_nomor).await;
    assert_eq!((hitung(&kita, "wa_masuk").await, hitung(&mereka, "wa_masuk").await), (0, 0));
    let metrik = kita.anonim().get("/metrics").await.teks;
    let baris = metrik.lines().find(|b| b.contains("tak_dikenal") && !b.starts_with('#')).unwrap();
    assert!(baris.ends_with(" 5"), "{baris}");
}

#[tokio::test]
async fn what_is_told_of_an_account_reaches_every_office_in_it() {
    let (satu, dua) = (kantor("sinjai").await, kantor("kembaran").await);
    pindahkan(&dua, &satu, "waba-bersama-b").await;
    let peristiwa = json!({ "event": "ACCOUNT_RESTRICTION", "restriction_info": [{ "restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING" }] });
    kirim(&satu, &akun("waba-bersama-b", "account_update", &peristiwa)).await;
    kirim(&satu, &akun("waba-bersama-b", "account_update", &peristiwa)).await;
    // A number of one of them is no matter of the other.
    let tampilan = format!("62800{}", dua.kantor.phone_number_id);
    let mutu = json!({ "display_phone_number": tampilan, "event": "FLAGGED", "current_limit": "TIER_250" });
    kirim(&satu, &akun("waba-bersama-b", "phone_number_quality_update", &mutu)).await;
    for app in [&satu, &dua] {
        tuntas(app).await;
        assert_eq!(hitung(app, "wa_kanal_peristiwa WHERE jenis = 'akun'").await, 1);
        let diberitahu =
            hitung(app, "notifikasi WHERE isi LIKE 'Akun WhatsApp kantor dibatasi%'").await;
        assert!(diberitahu > 0);
    }
    assert_eq!(hitung(&satu, "wa_kanal_peristiwa WHERE jenis = 'mutu_nomor'").await, 0);
    assert_eq!(hitung(&dua, "wa_kanal_peristiwa WHERE jenis = 'mutu_nomor'").await, 1);
}
