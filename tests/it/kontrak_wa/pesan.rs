//! Messages and statuses of every kind, in batches and in every way of writing.

use loket_tests::sampai;
use serde_json::{Value, json};

use super::{
    alat::{dijawab, hitung, kantor, kirim, kirim_bita, tanya, tuntas},
    contoh::{Harapan, amplop, pesan, satu_pesan, semua_jenis, teks},
};

#[tokio::test]
async fn every_type_of_message_is_stored_and_nobody_is_left_without_an_answer() {
    let app = kantor("sinjai").await;
    for (ke, (nama, bentuk, harapan)) in semua_jenis().into_iter().enumerate() {
        let dari = format!("62814100{ke:05}");
        let (pertama, kedua) = (format!("wamid.{ke}.a"), format!("wamid.{ke}.b"));
        let jumlah = u64::from(harapan == Harapan::Dijawab);
        assert_eq!(dijawab(&app, &pesan(&app, &dari, &pertama, &bentuk)).await, jumlah, "{nama}");
        let tersimpan = format!("wa_masuk WHERE kunci = '{pertama}' AND keadaan = 'selesai'");
        assert_eq!(hitung(&app, &tersimpan).await, 1, "{nama}");
        // In the middle of a conversation it is the same.
        dijawab(&app, &pesan(&app, &dari, &format!("{pertama}.menu"), &teks("menu"))).await;
        assert_eq!(dijawab(&app, &pesan(&app, &dari, &kedua, &bentuk)).await, jumlah, "{nama}");
        let diterima = 1 + 2 * usize::try_from(jumlah).unwrap();
        sampai(&format!("{nama}: {diterima} jawaban"), || async {
            (app.kantor.warga(&dari).masuk().len() == diterima).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn an_error_that_names_only_the_contact_is_answered_once() {
    let app = kantor("sinjai").await;
    let dari = "6281410000900";
    let badan = amplop(
        &app.kantor.phone_number_id,
        &json!({
            "contacts": [{ "profile": { "name": "Contoh" }, "wa_id": dari }],
            "errors": [{ "code": 131_000, "title": "Something went wrong" }],
        }),
    );
    assert_eq!(dijawab(&app, &badan).await, 1);
    assert_eq!(dijawab(&app, &badan).await, 0, "kiriman ulang");
}

/// Security bar 40.
#[tokio::test]
async fn every_status_moves_the_message_forward_or_is_kept() {
    let app = kantor("sinjai").await;
    let dari = "6281410000901";
    let status = |wamid: &str, kata: &str, tambahan: Value| {
        let mut satu =
            json!({ "id": wamid, "status": kata, "timestamp": "1790000000", "recipient_id": dari });
        satu.as_object_mut().unwrap().extend(tambahan.as_object().unwrap().clone());
        amplop(&app.kantor.phone_number_id, &json!({ "statuses": [satu] }))
    };
    let harga = json!({ "pricing": { "billable": true, "pricing_model": "PMP", "type": "regular", "category": "service" } });
    for (ke, (urutan, akhir)) in [
        (vec![("sent", json!({})), ("delivered", harga.clone()), ("read", harga)], "read"),
        (vec![("read", json!({})), ("delivered", json!({})), ("sent", json!({}))], "read"),
        (
            vec![
                (
                    "delivered",
                    json!({ "recipient_user_id": "ID.7", "conversation": { "id": "c" } }),
                ),
                ("played", json!({})),
            ],
            "read",
        ),
        (vec![("sent", json!({})), ("deleted", json!({})), ("warning", json!({}))], "sent"),
        (
            vec![
                ("sent", json!({})),
                ("failed", json!({ "errors": [{ "code": 131_026, "title": "x" }] })),
                ("sent", json!({})),
            ],
            "failed",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let warga = format!("{dari}{ke}");
        let balasan = sampai("jawaban", || async {
            if app.kantor.warga(&warga).masuk().is_empty() {
                kirim(&app, &pesan(&app, &warga, &format!("wamid.s{ke}"), &teks("halo"))).await;
                tuntas(&app).await;
            }
            app.kantor.warga(&warga).masuk().into_iter().next()
        })
        .await;
        for (kata, tambahan) in urutan {
            kirim(&app, &status(&balasan.wamid, kata, tambahan)).await;
        }
        tuntas(&app).await;
        let kini =
            format!("SELECT status_kirim FROM pesan_keluar WHERE wamid = '{}'", balasan.wamid);
        assert_eq!(tanya(&app, &kini).await.as_deref(), Some(akhir), "{ke}");
    }
    let asing =
        status("wamid.tak-ada", "delivered", json!({ "biz_opaque_callback_data": "bukan-id" }));
    assert_eq!(dijawab(&app, &asing).await, 0);
}

#[tokio::test]
async fn a_thousand_updates_in_one_post_are_each_processed_once() {
    let app = kantor("sinjai").await;
    let messages: Vec<Value> = (0..200)
        .map(|n| {
            satu_pesan(&format!("62814200{:05}", n % 40), &format!("wamid.b{n}"), &teks("menu"))
        })
        .collect();
    let statuses: Vec<Value> = (0..780)
        .map(|n| json!({ "id": format!("wamid.x{n}"), "status": "delivered", "timestamp": "1790000000" }))
        .collect();
    let mut badan =
        amplop(&app.kantor.phone_number_id, &json!({ "statuses": statuses, "messages": messages }));
    let lain = (0..20).map(|n| json!({
        "field": "phone_number_name_update",
        "value": { "display_phone_number": "1", "decision": "DEFERRED", "n": n, "metadata": { "phone_number_id": app.kantor.phone_number_id } },
    }));
    badan["entry"][0]["changes"].as_array_mut().unwrap().extend(lain);
    let mulai = std::time::Instant::now();
    kirim(&app, &badan).await;
    assert!(mulai.elapsed().as_secs() < 10, "stored in {:?}", mulai.elapsed());
    assert_eq!(hitung(&app, "wa_masuk").await, 1_000);
    kirim(&app, &badan).await;
    sampai("semua diproses", || async {
        (hitung(&app, "wa_masuk WHERE keadaan = 'selesai'").await == 1_000).then_some(())
    })
    .await;
    // What one sender wrote in one go is answered once.
    assert_eq!(hitung(&app, "pesan_keluar").await, 40, "one answer per sender");
    assert_eq!(hitung(&app, "kontak").await, 40);
}

#[tokio::test]
async fn three_megabytes_are_taken_and_one_byte_more_is_not() {
    use crate::buruk::{tanda, webhook};
    let app = kantor("sinjai").await;
    let buat = |panjang: usize| {
        let isi = json!({ "type": "hologram", "hologram": "x".repeat(panjang) });
        pesan(&app, "6281410000902", "wamid.besar", &isi).to_string().into_bytes()
    };
    let batas = 3 * 1024 * 1024;
    let isian = batas - buat(0).len();
    let lebih = buat(isian + 1);
    assert_eq!(lebih.len(), batas + 1);
    let tanda_lebih = tanda(&app.kantor.app_secret, &lebih);
    assert_eq!(webhook(&app, lebih, Some(&tanda_lebih)).await, 413);
    assert_eq!(hitung(&app, "wa_masuk").await, 0);
    kirim_bita(&app, &buat(isian)).await;
    tuntas(&app).await;
    assert_eq!(hitung(&app, "pesan_keluar").await, 1, "and it is answered");
}

#[tokio::test]
async fn escaped_bytes_are_verified_as_they_came_and_read_as_they_mean() {
    let app = kantor("sinjai").await;
    let dari = "6281410000903";
    kirim(&app, &pesan(&app, dari, "wamid.e0", &teks("halo"))).await;
    tuntas(&app).await;
    let polos = pesan(&app, dari, "wamid.e1", &teks("KATA")).to_string();
    // Upper and lower case digits, an escaped slash, half an emoji beside it: all legal or at least seen.
    let lolos = polos
        .replace("KATA", "\\u0073\\u0054atus")
        .replace("Contoh", "Caf\\u00e9 \\/ \\uD83D\\uDE00 \\ud83d");
    assert_ne!(lolos, polos);
    kirim_bita(&app, lolos.as_bytes()).await;
    app.kantor.warga(dari).pesan("Belum ada permohonan dari nomor ini").await;
}

/// Security bar 39. Meta retries for a week: what comes late counts, and what comes again does no harm.
#[tokio::test]
async fn a_message_of_last_week_is_taken_and_its_replay_changes_nothing() {
    let app = kantor("sinjai").await;
    let mut badan = pesan(&app, "6281410000905", "wamid.lama", &teks("halo"));
    let saat = &mut badan["entry"][0]["changes"][0]["value"]["messages"][0]["timestamp"];
    let kini: i64 = saat.as_str().unwrap().parse().unwrap();
    *saat = json!((kini - 7 * 24 * 3_600).to_string());
    for _ in 0..3 {
        kirim(&app, &badan).await;
        tuntas(&app).await;
    }
    assert_eq!(hitung(&app, "wa_masuk WHERE kunci = 'wamid.lama'").await, 1);
    assert_eq!(hitung(&app, "wa_masuk").await, 1);
    assert_eq!(hitung(&app, "kontak").await, 1);
    assert!(hitung(&app, "pesan_keluar").await <= 1, "one answer, or a template in its place");
}

/// Security bar 38.
#[tokio::test]
async fn the_same_body_twenty_times_at_once_is_processed_once() {
    let app = kantor("sinjai").await;
    let badan = pesan(&app, "6281410000904", "wamid.ganda", &teks("halo")).to_string();
    let semua: Vec<_> = (0..20).map(|_| kirim_bita(&app, badan.as_bytes())).collect();
    futures_util::future::join_all(semua).await;
    tuntas(&app).await;
    assert_eq!(hitung(&app, "wa_masuk").await, 1);
    assert_eq!(hitung(&app, "pesan_keluar").await, 1);
    assert_eq!(hitung(&app, "kontak").await, 1);
}

#[tokio::test]
async fn what_the_office_writes_by_phone_silences_the_bot() {
    let app = kantor("sinjai").await;
    let dari = "6281410000905";
    let halo = pesan(&app, dari, "wamid.g0", &teks("halo"));
    assert_eq!(dijawab(&app, &halo).await, 1);
    let mut gema = amplop(
        &app.kantor.phone_number_id,
        &json!({ "message_echoes": [
        { "from": "62800", "to": dari, "id": "wamid.g1", "timestamp": "1790000000", "type": "text", "text": { "body": "Silakan datang besok." } },
        { "from": "62800", "to": "6281410000906", "id": "wamid.g2", "timestamp": "1790000000", "type": "image", "image": { "id": "1" } },
    ] }),
    );
    gema["entry"][0]["changes"][0]["field"] = json!("smb_message_echoes");
    assert_eq!(dijawab(&app, &gema).await, 0);
    assert_eq!(dijawab(&app, &gema).await, 0, "kiriman ulang");
    assert_eq!(hitung(&app, "kontak WHERE petugas_sejak IS NOT NULL").await, 2);
    assert_eq!(hitung(&app, "wa_masuk WHERE kontak_indeks IS NOT NULL").await, 3);
    assert_eq!(dijawab(&app, &pesan(&app, dari, "wamid.g3", &teks("baik pak"))).await, 0);
    assert_eq!(dijawab(&app, &pesan(&app, dari, "wamid.g4", &teks("menu"))).await, 1);
}
