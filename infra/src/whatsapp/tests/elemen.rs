//! Everything a webhook brings besides messages and statuses, by the shapes of the contract.

use loket_domain::percakapan::{
    IsiMasuk, IsiPeristiwa, JenisElemen, Mutu, Pengenal, PeristiwaTemplat, UbahTemplat,
};

use super::*;

const BSUID: &str = "ID.ABC123";

/// A body with one change of that field under account `a1`.
fn bidang(nama: &str, nilai: &Value) -> Vec<u8> {
    let perubahan = json!([{ "field": nama, "value": nilai }]);
    let entri = json!([{ "id": "a1", "time": 1_750_000_000, "changes": perubahan }]);
    json!({ "object": "whatsapp_business_account", "entry": entri }).to_string().into_bytes()
}

/// What an account field says, and that it goes to the account.
fn kanal(nama: &str, nilai: &Value) -> IsiPeristiwa {
    let (elemen, terbaca) = satu(&bidang(nama, nilai));
    assert_eq!((elemen.phone_number_id.as_str(), elemen.jenis), ("", JenisElemen::Lain));
    assert_eq!(elemen.waba_id.as_deref(), Some("a1"), "{nama}");
    let ElemenTerbaca::Kanal(peristiwa) = terbaca else { panic!("{nama}: {terbaca:?}") };
    assert_eq!(peristiwa.waba_id.as_deref(), Some("a1"));
    assert_eq!(peristiwa.pada.map(time::OffsetDateTime::unix_timestamp), Some(1_750_000_000));
    peristiwa.isi
}

fn templat(ubah: UbahTemplat) -> IsiPeristiwa {
    let (nama, bahasa) = ("status_berubah".to_owned(), Some("id".to_owned()));
    IsiPeristiwa::Templat(PeristiwaTemplat { nama, bahasa, ubah })
}

fn milik(mut nilai: Value) -> Value {
    nilai["message_template_id"] = json!(806_312_974_732_579_i64);
    nilai["message_template_name"] = json!("status_berubah");
    nilai["message_template_language"] = json!("id");
    nilai
}

#[test]
fn every_field_about_templates_is_read() {
    let kata = |teks: &str| Some(teks.to_owned());
    let keadaan = |keadaan: &str, alasan: Option<&str>| {
        let alasan = alasan.map(str::to_owned);
        templat(UbahTemplat::Keadaan { keadaan: keadaan.to_owned(), alasan })
    };
    let status = "message_template_status_update";
    for (nama, nilai, harapan) in [
        (
            status,
            json!({ "event": "APPROVED", "reason": "NONE" }),
            keadaan("APPROVED", Some("NONE")),
        ),
        (
            status,
            json!({ "event": "REJECTED", "reason": "INVALID_FORMAT", "rejection_info": { "reason": "parameters next to each other" } }),
            keadaan("REJECTED", Some("parameters next to each other")),
        ),
        (
            status,
            json!({ "event": "PENDING_DELETION", "reason": null }),
            keadaan("PENDING_DELETION", None),
        ),
        (
            status,
            json!({ "event": "PAUSED", "other_info": { "title": "FIRST_PAUSE", "description": "paused" } }),
            keadaan("PAUSED", Some("paused")),
        ),
        (
            status,
            json!({ "event": "DISABLED", "disable_info": { "disable_date": 1_751_234_563 } }),
            keadaan("DISABLED", None),
        ),
        (
            "message_template_quality_update",
            json!({ "previous_quality_score": "GREEN", "new_quality_score": "YELLOW" }),
            templat(UbahTemplat::Mutu { lama: Some(Mutu::Hijau), baru: Some(Mutu::Kuning) }),
        ),
        // The documentation shows this content under the field of statuses.
        (
            status,
            json!({ "previous_quality_score": "UNKNOWN", "new_quality_score": "RED" }),
            templat(UbahTemplat::Mutu { lama: None, baru: Some(Mutu::Merah) }),
        ),
        (
            "template_category_update",
            json!({ "previous_category": "UTILITY", "new_category": "MARKETING" }),
            templat(UbahTemplat::Kategori { lama: kata("UTILITY"), baru: "MARKETING".to_owned() }),
        ),
        ("message_template_components_update", json!({}), templat(UbahTemplat::Susunan)),
    ] {
        assert_eq!(kanal(nama, &milik(nilai.clone())), harapan, "{nama} {nilai}");
    }
}

#[test]
fn every_field_about_numbers_is_read() {
    let kata = |teks: &str| Some(teks.to_owned());
    let mutu = |peristiwa: Option<&str>, mutu, batas: Option<&str>| IsiPeristiwa::MutuNomor {
        nomor: kata("628001000"),
        peristiwa: peristiwa.map(str::to_owned),
        lama: None,
        mutu,
        batas: batas.map(str::to_owned),
    };
    let nomor = "phone_number_quality_update";
    for (nama, nilai, harapan) in [
        (
            nomor,
            json!({ "display_phone_number": "628001000", "event": "DOWNGRADE", "current_limit": "TIER_1K", "old_limit": "TIER_10K" }),
            mutu(Some("DOWNGRADE"), None, Some("TIER_1K")),
        ),
        (
            nomor,
            json!({ "display_phone_number": 628_001_000, "event": "FLAGGED", "max_daily_conversations_per_business": "TIER_2K", "current_limit": "TIER_1K" }),
            mutu(Some("FLAGGED"), None, Some("TIER_2K")),
        ),
        (
            nomor,
            json!({ "display_phone_number": "628001000", "new_quality_score": "YELLOW" }),
            mutu(None, Some(Mutu::Kuning), None),
        ),
        (
            "phone_number_name_update",
            json!({ "display_phone_number": "628001000", "decision": "APPROVED", "requested_verified_name": "Disdukcapil", "rejection_reason": null }),
            IsiPeristiwa::NamaNomor {
                nomor: kata("628001000"),
                putusan: "APPROVED".to_owned(),
                nama: kata("Disdukcapil"),
            },
        ),
    ] {
        assert_eq!(kanal(nama, &nilai), harapan, "{nama} {nilai}");
    }
}

#[test]
fn every_field_about_accounts_is_read() {
    let kata = |teks: &str| Some(teks.to_owned());
    let akun = |peristiwa: &str, rinci: &[&str]| IsiPeristiwa::Akun {
        peristiwa: peristiwa.to_owned(),
        rinci: rinci.iter().map(|satu| (*satu).to_owned()).collect(),
    };
    for (nama, nilai, harapan) in [
        (
            "account_update",
            json!({ "event": "DISABLED_UPDATE", "ban_info": { "waba_ban_state": "DISABLE", "waba_ban_date": "April 17, 2026" } }),
            akun("DISABLED_UPDATE", &["DISABLE"]),
        ),
        (
            "account_update",
            json!({ "event": "DISABLED_UPDATE", "ban_info": { "waba_ban_state": ["SCHEDULE_FOR_DISABLE"] } }),
            akun("DISABLED_UPDATE", &["SCHEDULE_FOR_DISABLE"]),
        ),
        (
            "account_update",
            json!({ "event": "ACCOUNT_VIOLATION", "violation_info": { "violation_type": "SPAM" } }),
            akun("ACCOUNT_VIOLATION", &["SPAM"]),
        ),
        (
            "account_update",
            json!({ "event": "ACCOUNT_RESTRICTION", "restriction_info": [{ "restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1 }] }),
            akun("ACCOUNT_RESTRICTION", &["RESTRICTED_BIZ_INITIATED_MESSAGING"]),
        ),
        (
            "account_update",
            json!({ "event": "PARTNER_ADDED", "waba_info": { "waba_id": "1" } }),
            akun("PARTNER_ADDED", &[]),
        ),
        ("account_review_update", json!({ "decision": "REJECTED" }), akun("REJECTED", &[])),
        (
            "account_alerts",
            json!({ "entity_type": "BUSINESS", "entity_id": 1, "alert_info": { "alert_severity": "CRITICAL", "alert_status": "ACTIVE", "alert_type": "OBA_REJECTED", "alert_description": "d" } }),
            IsiPeristiwa::Peringatan {
                jenis: "OBA_REJECTED".to_owned(),
                tingkat: kata("CRITICAL"),
                keterangan: kata("d"),
            },
        ),
        (
            "business_capability_update",
            json!({ "max_daily_conversations_per_business": 2_000, "max_phone_numbers_per_waba": 25 }),
            IsiPeristiwa::Kemampuan { batas: kata("2000"), nomor_terbanyak: kata("25") },
        ),
        (
            "business_capability_update",
            json!({ "max_daily_conversation_per_phone": -1 }),
            IsiPeristiwa::Kemampuan { batas: kata("-1"), nomor_terbanyak: None },
        ),
        (
            "security",
            json!({ "display_phone_number": "628001000", "event": "PIN_RESET_REQUEST", "requester": "61" }),
            IsiPeristiwa::Keamanan {
                nomor: kata("628001000"),
                peristiwa: "PIN_RESET_REQUEST".to_owned(),
            },
        ),
        (
            "payment_configuration_update",
            json!({ "x": 1 }),
            IsiPeristiwa::TakDikenal { bidang: "payment_configuration_update".to_owned() },
        ),
        ("masa_depan", json!([]), IsiPeristiwa::TakDikenal { bidang: "masa_depan".to_owned() }),
        (
            "account_update",
            json!({}),
            IsiPeristiwa::TakDikenal { bidang: "account_update".to_owned() },
        ),
    ] {
        assert_eq!(kanal(nama, &nilai), harapan, "{nama} {nilai}");
    }
}

#[test]
fn what_is_told_of_residents_is_kept_by_number_and_holds_nothing_of_them() {
    let metadata = json!({ "display_phone_number": "62811100001", "phone_number_id": KANTOR });
    let preferensi = json!({
        "metadata": metadata, "contacts": [{ "wa_id": WARGA, "profile": { "name": "Siti" } }],
        "user_preferences": [
            { "wa_id": WARGA, "category": "marketing_messages", "value": "stop", "timestamp": 1 },
            { "wa_id": WARGA, "category": "marketing_messages", "value": "resume" }, 7,
        ],
    });
    let (elemen, terbaca) = satu(&bidang("user_preferences", &preferensi));
    assert_eq!((elemen.phone_number_id.as_str(), elemen.waba_id), (KANTOR, None));
    let ElemenTerbaca::Kanal(peristiwa) = terbaca else { panic!("{terbaca:?}") };
    assert_eq!(peristiwa.isi, IsiPeristiwa::Preferensi { berhenti: 1, lanjut: 1 });
    assert!(!peristiwa.isi.ringkasan().to_string().contains(WARGA));
    // Without a number nobody may have it, whatever account it came under.
    for nama in ["history", "calls", "smb_app_state_sync", "smb_message_echoes", "messages"] {
        let (elemen, _) = satu(&bidang(nama, &json!({ "history": [{ "threads": [WARGA] }] })));
        assert_eq!((elemen.phone_number_id.as_str(), elemen.waba_id), ("", None), "{nama}");
    }
}

#[test]
fn an_echo_waits_behind_the_resident_it_was_written_to() {
    let gema = |isi: Value| {
        let mut satu = json!({ "from": "62811100001", "to": WARGA, "id": "wamid.G", "timestamp": "1750000000" });
        satu.as_object_mut().unwrap().extend(isi.as_object().unwrap().clone());
        let metadata = json!({ "display_phone_number": "62811100001", "phone_number_id": KANTOR });
        bidang("smb_message_echoes", &json!({ "metadata": metadata, "message_echoes": [satu] }))
    };
    for (isi, teks) in [
        (json!({ "type": "text", "text": { "body": "Silakan datang." } }), Some("Silakan datang.")),
        (json!({ "type": "image", "image": { "id": "7", "caption": "ini" } }), Some("ini")),
        (json!({ "type": "revoke", "revoke": { "original_message_id": "wamid.F" } }), None),
        (json!({ "type": "hologram" }), None),
        (json!({}), None),
    ] {
        let (elemen, terbaca) = satu(&gema(isi.clone()));
        assert_eq!(
            (elemen.kunci.as_str(), elemen.pengirim.as_deref()),
            ("gema:wamid.G", Some(WARGA))
        );
        let ElemenTerbaca::Gema(gema) = terbaca else { panic!("{isi}: {terbaca:?}") };
        assert_eq!((gema.wamid.as_str(), gema.nomor_layanan.as_str()), ("wamid.G", KANTOR));
        assert_eq!(
            (gema.isi.teks.as_deref(), gema.kepada.nomor),
            (teks, NomorWa::parse(WARGA).ok())
        );
    }
    let (elemen, terbaca) = satu(&gema(json!({ "to": "+62 812", "to_user_id": BSUID })));
    assert_eq!(elemen.pengirim.as_deref(), Some("62 812"));
    let ElemenTerbaca::Gema(gema) = terbaca else { panic!("{terbaca:?}") };
    assert_eq!(gema.kepada.bsuid.as_deref(), Some(BSUID));
}

fn pesan(isi: &Value) -> ElemenTerbaca {
    let mut satu =
        json!({ "from": WARGA, "from_user_id": BSUID, "id": "wamid.1", "timestamp": "1750000000" });
    satu.as_object_mut().unwrap().extend(isi.as_object().unwrap().clone());
    satu_pesan(&satu)
}

fn satu_pesan(pesan: &Value) -> ElemenTerbaca {
    satu(&amplop(&json!({ "messages": [pesan] }))).1
}

#[test]
fn a_change_of_who_somebody_is_is_told_apart_from_what_they_write() {
    let nomor = |teks: &str| NomorWa::parse(&format!("+{teks}")).ok();
    let lama = Pengenal { nomor: nomor(WARGA), bsuid: None };
    for sistem in [
        json!({ "type": "user_changed_number", "body": "x", "wa_id": "6281200000001" }),
        json!({ "type": "user_changed_number", "new_wa_id": "6281200000001" }),
        json!({ "type": "customer_changed_number", "wa_id": "6281200000001" }),
    ] {
        let baru = nomor("6281200000001");
        let harapan = ElemenTerbaca::NomorBerubah { lama: lama.clone(), baru };
        assert_eq!(pesan(&json!({ "type": "system", "system": sistem })), harapan, "{sistem}");
    }
    let siapa = Pengenal { nomor: nomor(WARGA), bsuid: Some("ID.LAMA".to_owned()) };
    let id = json!({ "type": "user_changed_user_id", "previous_user_id": "ID.LAMA", "user_id": BSUID, "wa_id": WARGA });
    assert_eq!(
        pesan(&json!({ "type": "system", "system": id })),
        ElemenTerbaca::IdBerubah { siapa, baru: Some(BSUID.to_owned()) }
    );
    let siapa = Pengenal { nomor: nomor(WARGA), bsuid: Some(BSUID.to_owned()) };
    for isi in [
        json!({ "type": "system", "system": { "type": "customer_identity_changed" }, "identity": { "hash": "h" } }),
        json!({ "type": "system", "system": { "type": "customer_identity_changed", "identity": "h", "customer": WARGA } }),
        json!({ "type": "system", "system": { "type": "user_identity_changed", "identity": { "hash": "h" } } }),
    ] {
        let harapan =
            ElemenTerbaca::IdentitasBerubah { siapa: siapa.clone(), hash: Some("h".to_owned()) };
        assert_eq!(pesan(&isi), harapan, "{isi}");
    }
    for isi in [
        json!({ "type": "system" }),
        json!({ "type": "system", "system": { "type": "user_preference_changed", "marketing": "stop" } }),
        json!({ "type": "system", "system": { "type": 7 } }),
        json!({ "type": "text", "text": { "body": "halo" }, "group_id": "g" }),
    ] {
        assert_eq!(pesan(&isi), ElemenTerbaca::Lain, "{isi}");
    }
    let tanpa_siapa = json!({ "id": "wamid.2", "type": "system", "system": { "type": "user_changed_number", "wa_id": "6281" } });
    assert_eq!(satu_pesan(&tanpa_siapa), ElemenTerbaca::Lain);
}

#[test]
fn edits_revocations_and_reactions_name_the_message() {
    let isi = json!({ "type": "edit", "edit": { "original_message_id": "wamid.0", "message": { "type": "text", "text": { "body": "baru" } } } });
    let ElemenTerbaca::Sunting { asli, isi, .. } = pesan(&isi) else { panic!("sunting") };
    assert_eq!((asli.as_deref(), isi.as_deref()), (Some("wamid.0"), Some("baru")));
    let isi = json!({ "type": "revoke", "revoke": { "original_message_id": "wamid.0" } });
    let ElemenTerbaca::Hapus { asli, .. } = pesan(&isi) else { panic!("hapus") };
    assert_eq!(asli.as_deref(), Some("wamid.0"));
    for (objek, harapan) in [
        (json!({ "message_id": "wamid.0", "emoji": "👍" }), Some("👍")),
        (json!({ "message_id": "wamid.0", "emoji": "" }), None),
        (json!({ "message_id": "wamid.0" }), None),
    ] {
        let isi = json!({ "type": "reaction", "reaction": objek });
        let ElemenTerbaca::Reaksi { asli, emoji, penulis } = pesan(&isi) else { panic!("reaksi") };
        assert_eq!((asli.as_deref(), emoji.as_deref()), (Some("wamid.0"), harapan));
        assert_eq!(penulis.siapa.bsuid.as_deref(), Some(BSUID));
    }
}

#[test]
fn an_error_that_names_only_the_contact_is_answered() {
    let galat = json!([{ "code": 131_000, "title": "Something went wrong" }]);
    let kontak = json!([{ "profile": { "name": "Siti" }, "user_id": BSUID }]);
    let semua = urai(&amplop(&json!({ "contacts": kontak, "errors": galat })));
    assert_eq!(semua.len(), 2);
    assert_eq!((semua[0].jenis, semua[0].pengirim.as_deref()), (JenisElemen::Pesan, Some(BSUID)));
    let ElemenTerbaca::Pesan(pesan) = api().baca(&semua[0].isi) else { panic!("{semua:?}") };
    assert_eq!((pesan.isi, pesan.bsuid.as_deref()), (IsiMasuk::Lain, Some(BSUID)));
    // Beside a message the error says nothing more.
    let kontak = json!([{ "wa_id": WARGA }]);
    let pesan = json!([{ "from": WARGA, "id": "wamid.3", "type": "interactive" }]);
    let semua = urai(&amplop(&json!({ "contacts": kontak, "messages": pesan, "errors": galat })));
    assert_eq!(semua.iter().filter(|satu| satu.jenis == JenisElemen::Pesan).count(), 1);
}

#[test]
fn an_identity_travels_with_the_message() {
    let kontak =
        json!([{ "wa_id": WARGA, "identity_key_hash": "h1", "profile": { "name": "Siti" } }]);
    let pesan =
        json!([{ "from": WARGA, "id": "wamid.4", "type": "text", "text": { "body": "x" } }]);
    let (_, terbaca) = satu(&amplop(&json!({ "contacts": kontak, "messages": pesan })));
    let ElemenTerbaca::Pesan(pesan) = terbaca else { panic!("{terbaca:?}") };
    assert_eq!(pesan.identitas.as_deref(), Some("h1"));
}

#[test]
fn a_status_may_name_its_reader_by_id_only() {
    let nilai = json!({ "statuses": [{ "id": "wamid.9", "status": "read", "timestamp": "1750000000", "recipient_user_id": BSUID, "recipient_parent_user_id": null }] });
    assert!(matches!(satu(&amplop(&nilai)).1, ElemenTerbaca::Status(_)));
}
