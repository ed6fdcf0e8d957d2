//! Bodies that were real once: parts dropped, swapped, doubled and blown up. Nothing panics, every element has a key that
//! fits, and nothing grows beyond what came.
//!
//! `LOKET_UJI_ACAK=100000 cargo test -p loket-infra --lib whatsapp::tests::acak` runs that many cases.

use std::collections::BTreeSet;

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use super::*;

/// Cases of an ordinary run.
const KASUS: u32 = 2_500;

fn atur() -> Config {
    let banyak = std::env::var("LOKET_UJI_ACAK").ok().and_then(|teks| teks.parse().ok());
    Config { cases: banyak.unwrap_or(KASUS), failure_persistence: None, ..Config::default() }
}

fn nilai_pesan(isi: &Value) -> Value {
    let mut pesan = json!({
        "from": WARGA, "from_user_id": "ID.1", "id": "wamid.1", "timestamp": "1750000000",
        "context": { "from": "62811", "id": "wamid.0" },
    });
    pesan.as_object_mut().unwrap().extend(isi.as_object().unwrap().clone());
    json!({
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "62811100001", "phone_number_id": KANTOR },
        "contacts": [{ "profile": { "name": "Siti" }, "wa_id": WARGA, "user_id": "ID.1", "identity_key_hash": "h" }],
        "messages": [pesan],
    })
}

/// One body of every kind.
fn contoh() -> Vec<Value> {
    let media = json!({ "id": "77", "mime_type": "image/jpeg", "sha256": "00", "caption": "c", "url": "https://x" });
    let pesan = [
        json!({ "type": "text", "text": { "body": "halo 😀" } }),
        json!({ "type": "image", "image": media }),
        json!({ "type": "document", "document": media }),
        json!({ "type": "audio", "audio": { "id": "1", "voice": true } }),
        json!({ "type": "sticker", "sticker": { "id": "1", "animated": false } }),
        json!({ "type": "location", "location": { "latitude": -6.2, "longitude": 106.8 } }),
        json!({ "type": "contacts", "contacts": [{ "name": { "formatted_name": "A" }, "phones": [{ "phone": "1" }] }] }),
        json!({ "type": "interactive", "interactive": { "type": "list_reply", "list_reply": { "id": "v1:a", "title": "A" } } }),
        json!({ "type": "interactive", "interactive": { "type": "nfm_reply", "nfm_reply": { "response_json": "{}" } } }),
        json!({ "type": "button", "button": { "payload": "p", "text": "t" } }),
        json!({ "type": "reaction", "reaction": { "message_id": "wamid.0", "emoji": "👍" } }),
        json!({ "type": "order", "order": { "catalog_id": "1", "product_items": [{ "quantity": 1 }] } }),
        json!({ "type": "unsupported", "errors": [{ "code": 131_051, "title": "x" }] }),
        json!({ "type": "system", "system": { "type": "user_changed_number", "wa_id": "6281" } }),
        json!({ "type": "system", "system": { "type": "user_changed_user_id", "user_id": "ID.2" } }),
        json!({ "type": "system", "system": { "type": "customer_identity_changed" }, "identity": { "hash": "h" } }),
        json!({ "type": "edit", "edit": { "original_message_id": "w", "message": { "type": "text", "text": { "body": "b" } } } }),
        json!({ "type": "revoke", "revoke": { "original_message_id": "w" } }),
    ];
    let mut nilai: Vec<(&str, Value)> =
        pesan.into_iter().map(|isi| ("messages", nilai_pesan(&isi))).collect();
    let metadata = json!({ "display_phone_number": "62811100001", "phone_number_id": KANTOR });
    nilai.extend([
        ("messages", json!({ "metadata": metadata, "statuses": [
            { "id": "wamid.9", "status": "failed", "timestamp": "1", "recipient_id": WARGA, "biz_opaque_callback_data": RUJUKAN.to_string(),
              "errors": [{ "code": 131_047, "error_data": { "details": "x" } }], "pricing": { "billable": true } },
            { "id": "wamid.9", "status": "played" },
        ] })),
        ("messages", json!({ "metadata": metadata, "contacts": [{ "wa_id": WARGA }], "errors": [{ "code": 131_000 }] })),
        ("smb_message_echoes", json!({ "metadata": metadata, "message_echoes": [{ "from": "62811", "to": WARGA, "id": "wamid.G", "timestamp": "1", "type": "text", "text": { "body": "b" } }] })),
        ("message_template_status_update", json!({ "event": "REJECTED", "message_template_id": 1, "message_template_name": "n", "message_template_language": "id", "reason": "R", "rejection_info": { "reason": "r" } })),
        ("message_template_quality_update", json!({ "previous_quality_score": "GREEN", "new_quality_score": "RED", "message_template_name": "n" })),
        ("template_category_update", json!({ "previous_category": "UTILITY", "new_category": "MARKETING", "message_template_name": "n" })),
        ("phone_number_quality_update", json!({ "display_phone_number": "62811100001", "event": "FLAGGED", "current_limit": "TIER_1K" })),
        ("phone_number_name_update", json!({ "display_phone_number": "62811100001", "decision": "APPROVED", "requested_verified_name": "N" })),
        ("account_update", json!({ "event": "DISABLED_UPDATE", "ban_info": { "waba_ban_state": ["DISABLE"] }, "restriction_info": [{ "restriction_type": "X" }] })),
        ("account_alerts", json!({ "alert_info": { "alert_severity": "S", "alert_type": "T", "alert_description": "D" } })),
        ("business_capability_update", json!({ "max_daily_conversations_per_business": 2_000 })),
        ("security", json!({ "display_phone_number": "62811100001", "event": "PIN_CHANGED" })),
        ("user_preferences", json!({ "metadata": metadata, "user_preferences": [{ "wa_id": WARGA, "value": "stop" }] })),
    ]);
    let amplop = |(bidang, nilai): (&str, Value)| {
        json!({ "object": "whatsapp_business_account", "entry": [
            { "id": "waba", "time": 1_750_000_000, "changes": [{ "field": bidang, "value": nilai }] },
        ] })
    };
    nilai.into_iter().map(amplop).collect()
}

/// A change to one node.
#[derive(Clone, Debug)]
enum Ubah {
    Buang,
    Ganti(Value),
    Ganda(u8),
    Bungkus(u8),
    Larik,
    TukarJenis,
    Teks(String),
}

fn ubah() -> impl Strategy<Value = Ubah> {
    let angka = prop::sample::select(vec![
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e308),
        json!(-1e-308),
        json!("99999999999999999999999999999999999999"),
        json!("-1"),
    ]);
    let teks = prop_oneof![
        ".{0,12}",
        Just("\u{0}".to_owned()),
        Just("\u{10ffff}\u{fffd}\u{202e}".to_owned()),
        Just("x".repeat(4_000)),
        Just("\\ud83d".to_owned()),
        Just("system".to_owned()),
        Just("edit".to_owned()),
    ];
    prop_oneof![
        Just(Ubah::Buang),
        prop_oneof![
            Just(json!(null)),
            Just(json!({})),
            Just(json!([])),
            any::<bool>().prop_map(Value::from)
        ]
        .prop_map(Ubah::Ganti),
        angka.prop_map(Ubah::Ganti),
        (1_u8..40).prop_map(Ubah::Ganda),
        (1_u8..100).prop_map(Ubah::Bungkus),
        Just(Ubah::Larik),
        Just(Ubah::TukarJenis),
        teks.prop_map(Ubah::Teks),
    ]
}

/// How many nodes there are.
fn simpul(nilai: &Value) -> usize {
    1 + match nilai {
        Value::Array(isi) => isi.iter().map(simpul).sum(),
        Value::Object(isi) => isi.values().map(simpul).sum::<usize>(),
        _ => 0,
    }
}

/// The node of that number, counted from the root.
fn pilih<'a>(nilai: &'a mut Value, ke: &mut usize) -> Option<&'a mut Value> {
    if *ke == 0 {
        return Some(nilai);
    }
    *ke -= 1;
    match nilai {
        Value::Array(isi) => isi.iter_mut().find_map(|satu| pilih(satu, ke)),
        Value::Object(isi) => isi.values_mut().find_map(|satu| pilih(satu, ke)),
        _ => None,
    }
}

/// Stands for any number of nodes until [`ratakan`] puts them in its place.
const PENGGANTI: &str = "\u{1}";

fn terapkan(nilai: &mut Value, ubah: &Ubah) {
    let lama = nilai.take();
    *nilai = match ubah {
        Ubah::Buang => json!({ PENGGANTI: [] }),
        Ubah::Ganda(kali) => json!({ PENGGANTI: vec![lama; usize::from(*kali)] }),
        Ubah::Ganti(baru) => baru.clone(),
        Ubah::Teks(teks) => json!(teks),
        Ubah::Larik => json!([lama]),
        Ubah::Bungkus(lapis) => (0..*lapis).fold(lama, |dalam, n| {
            if n % 2 == 0 { json!([dalam]) } else { json!({ "entry": dalam }) }
        }),
        Ubah::TukarJenis => match lama {
            Value::String(teks) => json!(teks.len()),
            Value::Number(angka) => json!(angka.to_string()),
            Value::Array(isi) => isi.into_iter().next().unwrap_or(Value::Null),
            Value::Object(isi) => Value::Array(isi.into_iter().map(|(_, isi)| isi).collect()),
            lain => json!([lain]),
        },
    };
}

/// Puts what stands for several nodes, or for none, in its place.
fn ratakan(nilai: Value) -> Vec<Value> {
    match nilai {
        Value::Object(mut isi) => {
            if let Some(Value::Array(banyak)) = isi.remove(PENGGANTI) {
                return banyak;
            }
            let rata = isi
                .into_iter()
                .filter_map(|(nama, isi)| Some((nama, ratakan(isi).into_iter().next()?)));
            vec![Value::Object(rata.collect())]
        }
        Value::Array(isi) => vec![Value::Array(isi.into_iter().flat_map(ratakan).collect())],
        lain => vec![lain],
    }
}

/// What must hold of any body.
fn periksa(api: &CloudApi, badan: &[u8]) -> Result<(), TestCaseError> {
    let semua = urai(badan);
    prop_assert!(
        semua.len() <= badan.len() + 1,
        "{} elemen dari {} bita",
        semua.len(),
        badan.len()
    );
    let mut kunci = BTreeSet::new();
    for elemen in &semua {
        prop_assert!(!elemen.kunci.is_empty() && elemen.kunci.len() <= 520, "{}", elemen.kunci);
        prop_assert!(!elemen.kunci.contains('\0'));
        prop_assert!(elemen.phone_number_id.len() <= 520);
        prop_assert!(elemen.pengirim.as_ref().is_none_or(|satu| satu.len() <= 520));
        prop_assert!(elemen.waba_id.is_none() || elemen.phone_number_id.is_empty());
        // What is stored is read back the same, and reading it is a matter of the element alone.
        let tersimpan: Value = serde_json::from_str(&elemen.isi.to_string()).unwrap();
        let terbaca = api.baca(&tersimpan);
        if let ElemenTerbaca::Kanal(peristiwa) = &terbaca {
            prop_assert!(peristiwa.isi.ringkasan().to_string().len() < 20_000);
        }
        kunci.insert((&elemen.phone_number_id, &elemen.kunci));
    }
    prop_assert_eq!(urai(badan), semua.clone(), "dua kali dibaca, dua kali sama");
    Ok(())
}

#[test]
fn mutated_bodies_do_no_harm() {
    let api = api();
    let contoh = contoh();
    for satu in &contoh {
        periksa(&api, satu.to_string().as_bytes()).unwrap();
    }
    let strategi = (
        prop::sample::select(contoh),
        prop::collection::vec((any::<prop::sample::Index>(), ubah()), 1..6),
        any::<bool>(),
    );
    let mut pelari = TestRunner::new(atur());
    pelari
        .run(&strategi, |(mut badan, ubahan, lolos)| {
            for (letak, ubah) in ubahan {
                let mut ke = letak.index(simpul(&badan));
                if let Some(satu) = pilih(&mut badan, &mut ke) {
                    terapkan(satu, &ubah);
                }
                badan = ratakan(badan).into_iter().next().unwrap_or_default();
            }
            let mut teks = badan.to_string();
            if lolos {
                teks = teks.replace('/', "\\/").replace("halo", "\\ud83dhalo\\u0000");
            }
            periksa(&api, teks.as_bytes())
        })
        .unwrap();
}

#[test]
fn cut_and_flipped_bytes_do_no_harm() {
    let api = api();
    let strategi = (
        prop::sample::select(contoh()),
        any::<prop::sample::Index>(),
        prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
    );
    let mut pelari = TestRunner::new(atur());
    pelari
        .run(&strategi, |(badan, potong, balik)| {
            let mut bita = badan.to_string().into_bytes();
            for (letak, isi) in balik {
                let letak = letak.index(bita.len());
                bita[letak] = isi;
            }
            bita.truncate(potong.index(bita.len() + 1));
            periksa(&api, &bita)
        })
        .unwrap();
}
