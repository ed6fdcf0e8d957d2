//! Every kind of message and status of the contract, from the body of the webhook to what is read.

use loket_domain::{
    outbox::BiayaKirim,
    percakapan::{IsiMasuk, JenisElemen, PesanMasuk, StatusKirim, TahapKirim},
};
use time::macros::datetime;

use super::*;

const BSUID: &str = "ID.ABC123";

/// A message of this type and object, as a resident with phone and id sends it.
fn pesan(isi: &Value) -> Value {
    let mut pesan = json!({
        "from": WARGA, "from_user_id": BSUID, "id": "wamid.1", "timestamp": "1750000000",
    });
    pesan.as_object_mut().unwrap().extend(isi.as_object().unwrap().clone());
    json!({
        "contacts": [
            { "profile": { "name": "Orang Lain" }, "wa_id": "6289999999999", "user_id": "ID.LAIN" },
            { "profile": { "name": "Siti" }, "wa_id": WARGA, "user_id": BSUID },
        ],
        "messages": [pesan],
    })
}

fn terbaca(nilai: &Value) -> PesanMasuk {
    match satu(&amplop(nilai)) {
        (_, ElemenTerbaca::Pesan(pesan)) => pesan,
        lain => panic!("{lain:?}"),
    }
}

fn isi_dari(isi: &Value) -> IsiMasuk {
    terbaca(&pesan(isi)).isi
}

#[test]
fn a_message_names_its_sender_moment_and_number() {
    let (elemen, baca) =
        satu(&amplop(&pesan(&json!({ "type": "text", "text": { "body": "halo" } }))));
    assert_eq!((elemen.phone_number_id.as_str(), elemen.jenis), (KANTOR, JenisElemen::Pesan));
    assert_eq!((elemen.kunci.as_str(), elemen.pengirim.as_deref()), ("wamid.1", Some(WARGA)));
    assert_eq!(elemen.isi["metadata"]["phone_number_id"], KANTOR);
    let harapan = PesanMasuk {
        wamid: "wamid.1".to_owned(),
        nomor: Some(NomorWa::parse(WARGA).unwrap()),
        bsuid: Some(BSUID.to_owned()),
        nama: Some(Rahasia::new("Siti")),
        saat: datetime!(2025-06-15 15:06:40 UTC),
        identitas: None,
        isi: IsiMasuk::Teks("halo".to_owned()),
    };
    assert_eq!(baca, ElemenTerbaca::Pesan(harapan));
}

#[test]
fn every_type_of_message_is_read() {
    let teks = |isi: &str| IsiMasuk::Teks(isi.to_owned());
    let pilihan = |id: &str| IsiMasuk::Pilihan { id: id.to_owned(), judul: "Ya".to_owned() };
    let media = |sha256| IsiMasuk::Media { media: "77".to_owned(), sha256 };
    let hex = "ab".repeat(32);
    let nol = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    for (isi, harapan) in [
        (
            json!({ "type": "text", "text": { "body": "halo" }, "referral": { "source_id": "1" } }),
            teks("halo"),
        ),
        (
            json!({ "type": "text", "text": { "body": "x" }, "context": { "forwarded": true } }),
            teks("x"),
        ),
        (
            json!({ "type": "button", "button": { "payload": "p", "text": "Lanjutkan" } }),
            teks("Lanjutkan"),
        ),
        (
            json!({ "type": "interactive", "interactive": { "type": "button_reply", "button_reply": { "id": "a", "title": "Ya" } } }),
            pilihan("a"),
        ),
        (
            json!({ "type": "interactive", "interactive": { "type": "list_reply", "list_reply": { "id": "b", "title": "Ya", "description": "d" } } }),
            pilihan("b"),
        ),
        (
            json!({ "type": "image", "image": { "id": "77", "mime_type": "image/jpeg", "sha256": nol, "caption": "c", "url": "https://x" } }),
            media(Some(vec![0; 32])),
        ),
        (
            json!({ "type": "document", "document": { "id": 77, "sha256": hex, "filename": "a.pdf" } }),
            media(Some(vec![0xab; 32])),
        ),
        (json!({ "type": "image", "image": { "id": "77" } }), media(None)),
        (json!({ "type": "video", "video": { "id": "77" } }), IsiMasuk::Lain),
        (json!({ "type": "audio", "audio": { "id": "77", "voice": true } }), IsiMasuk::Lain),
        (json!({ "type": "voice", "voice": { "id": "77" } }), IsiMasuk::Lain),
        (
            json!({ "type": "sticker", "sticker": { "id": "77", "animated": false } }),
            IsiMasuk::Lain,
        ),
        (
            json!({ "type": "location", "location": { "latitude": -6.2, "longitude": 106.8 } }),
            IsiMasuk::Lain,
        ),
        (
            json!({ "type": "contacts", "contacts": [{ "name": { "formatted_name": "A" } }] }),
            IsiMasuk::Lain,
        ),
        (
            json!({ "type": "order", "order": { "catalog_id": "1", "product_items": [{ "quantity": "2" }] } }),
            IsiMasuk::Lain,
        ),
        (
            json!({ "type": "interactive", "interactive": { "type": "nfm_reply", "nfm_reply": { "response_json": "{}" } } }),
            IsiMasuk::Lain,
        ),
        (json!({ "type": "interactive" }), IsiMasuk::Lain),
        (
            json!({ "type": "interactive", "interactive": { "type": "button_reply" } }),
            IsiMasuk::Lain,
        ),
        (
            json!({ "type": "unsupported", "errors": [{ "code": 131_051, "details": "x" }] }),
            IsiMasuk::Lain,
        ),
        (
            json!({ "type": "unsupported", "errors": [{ "code": 131_052, "error_data": { "details": "x" } }], "unsupported": { "type": "poll" } }),
            IsiMasuk::TerlaluBesar,
        ),
        (json!({ "type": "unknown" }), IsiMasuk::Lain),
        (json!({ "type": "request_welcome" }), IsiMasuk::Sambutan),
        (
            json!({ "type": "contacts", "contacts": [{ "origin": "contact_request", "phones": [{ "wa_id": "628" }] }] }),
            IsiMasuk::Lain,
        ),
        (
            json!({ "type": "interactive", "errors": [{ "code": 131_000, "title": "x" }] }),
            IsiMasuk::Lain,
        ),
        (json!({ "type": "hologram", "hologram": 7 }), IsiMasuk::Lain),
        (json!({ "type": 7 }), IsiMasuk::Lain),
        (json!({ "type": "text", "text": "halo" }), IsiMasuk::Lain),
        (json!({}), IsiMasuk::Lain),
    ] {
        assert_eq!(isi_dari(&isi), harapan, "{isi}");
    }
}

#[test]
fn a_sender_may_lack_phone_id_or_contact() {
    let teks = json!({ "type": "text", "text": { "body": "x" } });
    let tanpa = |nama: &[&str]| {
        let mut nilai = pesan(&teks);
        for nama in nama {
            nilai["messages"][0].as_object_mut().unwrap().remove(*nama);
        }
        nilai
    };
    // Only the id: the contact still gives the phone, unless it is hidden there too.
    let mut nilai = tanpa(&["from"]);
    assert!(terbaca(&nilai).nomor.is_some());
    nilai["contacts"][1].as_object_mut().unwrap().remove("wa_id");
    let pesan_nya = terbaca(&nilai);
    assert_eq!((pesan_nya.nomor, pesan_nya.bsuid.as_deref()), (None, Some(BSUID)));
    assert_eq!(pesan_nya.nama, Some(Rahasia::new("Siti")));
    assert_eq!(satu(&amplop(&nilai)).0.pengirim.as_deref(), Some(BSUID));
    // Only the phone, without contacts.
    let mut nilai = tanpa(&["from_user_id"]);
    nilai.as_object_mut().unwrap().remove("contacts");
    let pesan_nya = terbaca(&nilai);
    assert_eq!((pesan_nya.nomor.is_some(), pesan_nya.bsuid, pesan_nya.nama), (true, None, None));
    // Nobody: kept, but there is nobody to answer.
    let (elemen, terbaca) = satu(&amplop(&tanpa(&["from", "from_user_id"])));
    assert_eq!((elemen.jenis, elemen.pengirim), (JenisElemen::Pesan, None));
    assert_eq!(terbaca, ElemenTerbaca::Lain);
}

#[test]
fn a_message_without_id_or_moment_is_kept() {
    let mut nilai = pesan(&json!({ "type": "text", "text": { "body": "x" } }));
    for nama in ["id", "timestamp"] {
        nilai["messages"][0].as_object_mut().unwrap().remove(nama);
    }
    let (elemen, _) = satu(&amplop(&nilai));
    assert!(elemen.kunci.starts_with("tanpa_id:") && elemen.kunci.len() == 9 + 64);
    assert_eq!(elemen.kunci, satu(&amplop(&nilai)).0.kunci);
    let pesan_nya = terbaca(&nilai);
    assert_eq!((pesan_nya.wamid.as_str(), pesan_nya.saat.unix_timestamp()), ("", 0));
}

#[test]
fn every_status_is_read() {
    let status = |kata: &str| {
        json!({ "statuses": [{
            "id": "wamid.9", "status": kata, "timestamp": 1_750_000_000, "recipient_id": WARGA,
            "biz_opaque_callback_data": RUJUKAN.to_string(),
            "pricing": { "billable": true, "pricing_model": "PMP", "category": "service" },
        }] })
    };
    for (kata, tahap) in [
        ("sent", TahapKirim::Sent),
        ("delivered", TahapKirim::Delivered),
        ("read", TahapKirim::Read),
        ("played", TahapKirim::Read),
        ("failed", TahapKirim::Failed),
    ] {
        let (elemen, terbaca) = satu(&amplop(&status(kata)));
        assert_eq!(elemen.jenis, JenisElemen::Status);
        assert_eq!((elemen.kunci, elemen.pengirim), (format!("status:wamid.9:{kata}"), None));
        let harapan = StatusKirim {
            wamid: "wamid.9".to_owned(),
            rujukan: Some(RUJUKAN),
            tahap,
            galat: None,
            biaya: Some(BiayaKirim {
                ditagih: true,
                kategori: "service".to_owned(),
                model: Some("PMP".to_owned()),
                jenis: None,
            }),
            saat: datetime!(2025-06-15 15:06:40 UTC),
        };
        assert_eq!(terbaca, ElemenTerbaca::Status(harapan), "{kata}");
    }
    for kata in ["deleted", "warning", "SENT"] {
        let (elemen, terbaca) = satu(&amplop(&status(kata)));
        assert_eq!((elemen.jenis, terbaca), (JenisElemen::Status, ElemenTerbaca::Lain));
    }
}

#[test]
fn a_failed_status_carries_its_code() {
    for (errors, galat) in [
        (json!([{ "code": 131_047, "error_data": { "details": "x" } }]), Some(131_047)),
        (json!([{ "title": "x" }, { "code": "131026" }]), Some(131_026)),
        (json!("rusak"), None),
        (json!(null), None),
    ] {
        let nilai = json!({ "statuses": [{
            "id": "wamid.9", "status": "failed", "errors": errors, "biz_opaque_callback_data": "bukan",
        }] });
        let (_, ElemenTerbaca::Status(status)) = satu(&amplop(&nilai)) else { panic!("{errors}") };
        assert_eq!((status.galat, status.rujukan), (galat, None), "{errors}");
    }
}
