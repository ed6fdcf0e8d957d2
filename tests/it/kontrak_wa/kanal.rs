//! What happens to numbers, accounts and templates reaches whoever watches over operations.

use loket_tests::app::{SANDI, TestApp};
use loket_tests::klien::Klien;
use serde_json::{Value, json};

use super::{
    alat::{dijawab, hitung, kantor, kirim, tuntas},
    contoh::{akun, pesan, teks},
};

async fn admin(app: &TestApp) -> Klien {
    let orang = app.kantor.pemegang("admin");
    Klien::masuk(&app.basis, app.kantor.tenant.slug.as_str(), &orang.nama_pengguna, SANDI).await
}

/// Posts an event of the office's account and waits for it.
async fn terjadi(app: &TestApp, bidang: &str, saat: i64, nilai: &Value) {
    let mut badan = akun(&format!("waba-{}", app.kantor.tenant.slug), bidang, nilai);
    badan["entry"][0]["time"] = json!(saat);
    kirim(app, &badan).await;
    tuntas(app).await;
}

async fn kabar(klien: &Klien) -> Vec<String> {
    let semua = klien.get("/v1/notifikasi?batas=100").await.ok();
    let isi = semua["data"].as_array().unwrap().iter();
    isi.filter(|satu| satu["jenis"] == "saluran")
        .map(|satu| satu["isi"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn events_move_the_known_state_and_tell_the_administrator_in_plain_words() {
    let app = kantor("balangan").await;
    let admin = admin(&app).await;
    let awal = admin.get("/v1/wa/kanal").await.ok();
    assert_eq!(awal["nomor"][0]["phone_number_id"], app.kantor.phone_number_id);
    assert_eq!(awal["nomor"][0]["keadaan"], Value::Null);
    assert_eq!(awal["arus"]["webhook_terakhir_pada"], Value::Null);
    let tampilan: String = awal["nomor"][0]["nomor_tampilan"]
        .as_str()
        .unwrap()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let mutu = |isi: Value| {
        let mut isi = isi;
        isi["display_phone_number"] = json!(tampilan);
        isi
    };
    let templat = |isi: Value| {
        let mut isi = isi;
        isi["message_template_name"] = json!("status_berubah");
        isi["message_template_language"] = json!("id");
        isi
    };
    let nomor = "phone_number_quality_update";
    terjadi(
        &app,
        nomor,
        1_790_000_100,
        &mutu(json!({ "new_quality_score": "GREEN", "current_limit": "TIER_1K" })),
    )
    .await;
    terjadi(&app, nomor, 1_790_000_200, &mutu(json!({ "new_quality_score": "YELLOW" }))).await;
    // Late news change nothing that was told since.
    terjadi(
        &app,
        nomor,
        1_790_000_150,
        &mutu(json!({ "event": "ONBOARDING", "max_daily_conversations_per_business": "TIER_250" })),
    )
    .await;
    terjadi(
        &app,
        "message_template_status_update",
        1_790_000_300,
        &templat(json!({ "event": "REJECTED", "reason": "INVALID_FORMAT" })),
    )
    .await;
    terjadi(
        &app,
        "template_category_update",
        1_790_000_310,
        &templat(json!({ "previous_category": "UTILITY", "new_category": "MARKETING" })),
    )
    .await;
    terjadi(
        &app,
        "account_update",
        1_790_000_400,
        &json!({ "event": "DISABLED_UPDATE", "ban_info": { "waba_ban_state": "DISABLE" } }),
    )
    .await;
    terjadi(
        &app,
        "security",
        1_790_000_500,
        &mutu(json!({ "event": "PIN_RESET_REQUEST", "requester": "61" })),
    )
    .await;
    terjadi(&app, "masa_depan", 1_790_000_600, &json!({ "rahasia": "6281234567890" })).await;

    let kini = admin.get("/v1/wa/kanal").await.ok();
    assert_eq!(kini["nomor"][0]["keadaan"]["mutu"], "kuning");
    assert_eq!(kini["nomor"][0]["keadaan"]["batas"], "TIER_1K");
    assert_eq!(kini["akun"][0]["status"], "DISABLE");
    let peristiwa = kini["peristiwa"].as_array().unwrap();
    assert_eq!(peristiwa.len(), 8);
    assert_eq!(
        (&peristiwa[0]["jenis"], &peristiwa[0]["ringkasan"]),
        (&json!("tak_dikenal"), &json!({ "bidang": "masa_depan" }))
    );
    assert!(!kini.to_string().contains("6281234567890"), "{kini}");
    assert!(kini["arus"]["webhook_terakhir_pada"].is_string());
    assert_eq!(kini["arus"]["masuk_antre"], 0);

    let kabar = kabar(&admin).await;
    for kalimat in [
        format!("Mutu nomor +{tampilan} turun menjadi KUNING."),
        "Templat status_berubah (id) ditolak: INVALID_FORMAT.".to_owned(),
        "Kategori templat status_berubah (id) berubah dari UTILITY menjadi MARKETING; biayanya ikut berubah.".to_owned(),
        "Akun WhatsApp kantor dimatikan. Pesan tidak dapat dikirim.".to_owned(),
    ] {
        assert!(kabar.contains(&kalimat), "{kalimat}: {kabar:?}");
    }
    assert!(kabar.iter().any(|satu| satu.contains("verifikasi dua langkah")), "{kabar:?}");
    assert_eq!(kabar.len(), 5, "{kabar:?}");
    assert_eq!(app.sebagai("kasi").await.get("/v1/wa/kanal").await.masalah(403), "tidak_berizin");
}

#[tokio::test]
async fn a_wish_for_no_marketing_is_kept_without_the_resident() {
    let app = kantor("balangan").await;
    let mut badan = pesan(&app, "6281450000001", "x", &teks("x"));
    let perubahan = &mut badan["entry"][0]["changes"][0];
    perubahan["field"] = json!("user_preferences");
    perubahan["value"].as_object_mut().unwrap().remove("messages");
    perubahan["value"]["user_preferences"] =
        json!([{ "wa_id": "6281450000001", "category": "marketing_messages", "value": "stop" }]);
    assert_eq!(dijawab(&app, &badan).await, 0);
    let tersimpan = "wa_kanal_peristiwa WHERE jenis = 'preferensi' AND ringkasan = '{\"berhenti\": 1, \"lanjut\": 0}'";
    assert_eq!(hitung(&app, tersimpan).await, 1);
    assert_eq!(hitung(&app, "kontak").await, 0);
}
