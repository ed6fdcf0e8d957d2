//! Bodies of any shape: nothing panics, and nothing spoils its neighbours.

use loket_domain::percakapan::JenisElemen;
use proptest::prelude::*;
use serde_json::Map;

use super::*;

fn pesan_ke(n: usize) -> Value {
    json!({
        "from": format!("62812{n:07}"), "id": format!("wamid.{n}"), "timestamp": "1750000000",
        "type": "text", "text": { "body": format!("pesan {n}") },
    })
}

#[test]
fn a_full_webhook_keeps_its_order_and_puts_messages_first() {
    let statuses: Vec<_> =
        (0..500).map(|n| json!({ "id": format!("wamid.{n}"), "status": "sent" })).collect();
    let messages: Vec<_> = (0..500).map(pesan_ke).collect();
    let contacts: Vec<_> = (0..500)
        .map(|n| json!({ "wa_id": format!("62812{n:07}"), "profile": { "name": n.to_string() } }))
        .collect();
    let badan =
        amplop(&json!({ "statuses": statuses, "messages": messages, "contacts": contacts }));
    let semua = urai(&badan);
    assert_eq!(semua.len(), 1000);
    for (n, elemen) in semua.iter().enumerate() {
        let jenis = if n < 500 { JenisElemen::Pesan } else { JenisElemen::Status };
        assert_eq!(elemen.jenis, jenis, "{n}");
        assert!(elemen.kunci.contains(&format!("wamid.{}", n % 500)), "{n} {}", elemen.kunci);
    }
    assert_eq!(semua[321].isi["kontak"]["profile"]["name"], "321");
    let kunci: std::collections::BTreeSet<_> = semua.iter().map(|e| &e.kunci).collect();
    assert_eq!(kunci.len(), 1000);
}

#[test]
fn several_accounts_numbers_and_fields_in_one_body_stand_for_themselves() {
    let nilai = |id: &str, isi: &Value| {
        let mut nilai = json!({ "metadata": { "phone_number_id": id } });
        nilai.as_object_mut().unwrap().extend(isi.as_object().unwrap().clone());
        nilai
    };
    let ubah = |field: &str, value: Value| json!({ "field": field, "value": value });
    let badan = json!({ "object": "whatsapp_business_account", "entry": [
        { "id": "a", "changes": [
            ubah("account_update", json!({ "event": "DISABLED_UPDATE" })),
            ubah("messages", nilai("1", &json!({ "statuses": [{ "id": "wamid.8", "status": "sent" }] }))),
            7,
            ubah("messages", nilai("2", &json!({ "messages": [pesan_ke(1), 5, null], "errors": [{ "code": 131_000 }] }))),
        ] },
        "bukan entri",
        { "id": "b", "changes": [
            ubah("smb_message_echoes", nilai("1", &json!({ "message_echoes": [pesan_ke(2)] }))),
            ubah("messages", nilai("1", &json!({ "messages": [pesan_ke(3)] }))),
            ubah("messages", json!({ "messages": [pesan_ke(4)] })),
            ubah("messages", nilai("3", &json!({ "statuses": [{ "status": "sent" }] }))),
            ubah("messages", nilai("3", &json!({}))),
        ] },
    ] });
    let semua = urai(badan.to_string().as_bytes());
    let ringkas: Vec<_> = semua
        .iter()
        .map(|e| (e.phone_number_id.as_str(), e.kunci.split(':').next().unwrap()))
        .collect();
    assert_eq!(
        ringkas,
        [
            ("2", "wamid.1"),
            ("1", "wamid.3"),
            ("", "wamid.4"),
            ("1", "gema"),
            ("1", "status"),
            ("", "lain"),
            ("", "lain"),
            ("2", "lain"),
            ("2", "lain"),
            ("2", "lain"),
            ("3", "lain"),
            ("3", "lain"),
        ]
    );
    let lain: Vec<_> = semua.iter().filter(|e| e.kunci.starts_with("lain:")).collect();
    assert!(lain.iter().all(|e| e.jenis == JenisElemen::Lain && e.kunci.len() == 5 + 64));
    // Only what is told of an account may be handed to everybody in it.
    let berakun: Vec<_> = semua.iter().filter_map(|e| e.waba_id.as_deref()).collect();
    assert_eq!(berakun, ["a"]);
    let kanal = lain.iter().filter(|e| matches!(api().baca(&e.isi), ElemenTerbaca::Kanal(_)));
    assert_eq!(kanal.count(), 1);
}

#[test]
fn escaping_changes_nothing() {
    let mut nilai = json!({ "messages": [pesan_ke(1)] });
    nilai["messages"][0]["text"]["body"] = json!("Café / 😀 \"é\" @");
    let polos = amplop(&nilai);
    let lolos: String = String::from_utf8(polos.clone())
        .unwrap()
        .chars()
        .flat_map(|c| match c {
            '/' => vec!["\\/".to_owned()],
            c if c.is_ascii() => vec![c.to_string()],
            c => c.encode_utf16(&mut [0; 2]).iter().map(|u| format!("\\u{u:04x}")).collect(),
        })
        .collect();
    assert_eq!(satu(lolos.as_bytes()), satu(&polos));
}

#[test]
fn half_an_emoji_spoils_one_character_only() {
    let badan =
        String::from_utf8(amplop(&json!({ "messages": [pesan_ke(1), pesan_ke(2)] }))).unwrap();
    let rusak = badan.replace("pesan 1", "potong\\ud83d");
    let semua = urai(rusak.as_bytes());
    assert_eq!(semua.len(), 2);
    assert_eq!(semua[0].isi["nilai"]["text"]["body"], "potong\u{fffd}");
}

#[test]
fn what_is_no_json_counts_as_one_unknown_element() {
    let bom = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for badan in [b"".as_slice(), b"halo", b"{\"entry\":", &[0xff, 0xfe], bom.as_bytes()] {
        let (elemen, terbaca) = satu(badan);
        assert_eq!((elemen.phone_number_id.as_str(), elemen.isi), ("", Value::Null));
        assert_eq!(terbaca, ElemenTerbaca::Lain);
    }
    for badan in ["{}", "[]", "7", "null", r#"{"entry":null}"#, r#"{"entry":[{}]}"#] {
        assert!(urai(badan.as_bytes()).is_empty(), "{badan}");
    }
}

#[test]
fn keys_fit_a_column_and_hold_no_nul() {
    let mut panjang = pesan_ke(1);
    panjang["id"] = json!("x".repeat(5000));
    panjang["from"] = json!("6".repeat(5000));
    let mut nol = pesan_ke(2);
    nol["id"] = json!("wamid.\u{0}2");
    for elemen in urai(&amplop(&json!({ "messages": [panjang, nol] }))) {
        assert!(elemen.kunci.len() < 100 && !elemen.kunci.contains('\0'), "{}", elemen.kunci);
        assert!(elemen.pengirim.unwrap().len() < 100);
        assert!(!elemen.isi.to_string().contains("\\u0000"));
    }
}

/// Any JSON, in which the names of the contract are frequent.
fn apa_saja() -> impl Strategy<Value = Value> {
    let nama = prop::sample::select(vec![
        "object",
        "entry",
        "id",
        "changes",
        "field",
        "value",
        "metadata",
        "phone_number_id",
        "contacts",
        "wa_id",
        "user_id",
        "profile",
        "name",
        "messages",
        "statuses",
        "errors",
        "from",
        "from_user_id",
        "timestamp",
        "type",
        "text",
        "body",
        "image",
        "sha256",
        "interactive",
        "button_reply",
        "title",
        "status",
        "code",
        "jenis",
        "nilai",
        "kontak",
        "biz_opaque_callback_data",
    ]);
    let kata = prop::sample::select(vec![
        "messages",
        "text",
        "image",
        "interactive",
        "button_reply",
        "system",
        "sent",
        "failed",
        "pesan",
        "status",
        "1",
        "99999999999999999999",
        "-1",
        "",
    ]);
    let daun = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        kata.prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    daun.prop_recursive(7, 64, 6, move |dalam| {
        let objek = prop::collection::vec((nama.clone(), dalam.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(dalam, 0..4).prop_map(Value::from),
            objek.prop_map(|isi| {
                Value::Object(
                    isi.into_iter().map(|(n, v)| (n.to_owned(), v)).collect::<Map<_, _>>(),
                )
            }),
        ]
    })
}

proptest! {
    #[test]
    fn no_json_makes_it_panic(akar in apa_saja(), nilai in apa_saja(), pesan in apa_saja(), status in apa_saja()) {
        let api = api();
        let nilai_lengkap = json!({
            "metadata": { "phone_number_id": KANTOR }, "contacts": nilai,
            "messages": [pesan, pesan_ke(1)], "statuses": [status],
        });
        let dengan = |value: &Value| json!({ "entry": [{ "changes": [{ "field": "messages", "value": value }] }] });
        for badan in [&akar, &dengan(&nilai), &dengan(&nilai_lengkap)] {
            for elemen in urai(badan.to_string().as_bytes()) {
                let _ = api.baca(&elemen.isi);
            }
        }
        let semua = urai(dengan(&nilai_lengkap).to_string().as_bytes());
        prop_assert!(semua.iter().any(|e| e.kunci == "wamid.1"), "the good neighbour is gone");
        let _ = (api.baca(&akar), api.baca(&json!({ "jenis": "pesan", "nilai": pesan, "kontak": nilai })));
        let _ = api.baca(&json!({ "jenis": "status", "nilai": status }));
    }

    #[test]
    fn no_bytes_make_it_panic(badan: Vec<u8>) {
        let _ = urai(&badan);
    }
}
