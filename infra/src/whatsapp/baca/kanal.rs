//! Fields about numbers, accounts and templates.

use loket_domain::percakapan::{IsiPeristiwa, Mutu, PeristiwaKanal, PeristiwaTemplat, UbahTemplat};
use serde_json::Value;

use crate::whatsapp::longgar::{bulat, saat, teks};

/// The longest word that is kept of what the channel says.
const KATA_TERPANJANG: usize = 300;

/// The event; a field that is not known is named and nothing more.
pub(super) fn peristiwa(elemen: &Value) -> PeristiwaKanal {
    let (bidang, nilai) = (elemen["bidang"].as_str().unwrap_or_default(), &elemen["nilai"]);
    let isi = match bidang {
        "message_template_status_update"
        | "message_template_quality_update"
        | "template_category_update"
        | "message_template_components_update" => templat(bidang, nilai),
        "phone_number_quality_update" => Some(mutu_nomor(nilai)),
        "phone_number_name_update" => kata(&nilai["decision"]).map(|putusan| {
            let nama = kata(&nilai["requested_verified_name"]);
            IsiPeristiwa::NamaNomor { nomor: nomor(nilai), putusan, nama }
        }),
        "account_update" => akun(nilai),
        "account_review_update" => kata(&nilai["decision"])
            .map(|peristiwa| IsiPeristiwa::Akun { peristiwa, rinci: Vec::new() }),
        "account_alerts" => Some(peringatan(nilai)),
        "business_capability_update" => Some(IsiPeristiwa::Kemampuan {
            batas: salah_satu(
                nilai,
                &["max_daily_conversations_per_business", "max_daily_conversation_per_phone"],
            ),
            nomor_terbanyak: salah_satu(
                nilai,
                &["max_phone_numbers_per_business", "max_phone_numbers_per_waba"],
            ),
        }),
        "security" => kata(&nilai["event"])
            .map(|peristiwa| IsiPeristiwa::Keamanan { nomor: nomor(nilai), peristiwa }),
        "user_preferences" => Some(preferensi(nilai)),
        _ => None,
    };
    PeristiwaKanal {
        waba_id: teks(&elemen["akun"]),
        pada: saat(&elemen["waktu"]),
        isi: isi.unwrap_or_else(|| IsiPeristiwa::TakDikenal { bidang: potong(bidang) }),
    }
}

fn templat(bidang: &str, nilai: &Value) -> Option<IsiPeristiwa> {
    let ada = |nama: &str| !nilai[nama].is_null();
    // The content decides: quality was seen under the field of statuses too.
    let ubah = if ada("new_quality_score") {
        let mutu = |nama: &str| mutu(&nilai[nama]);
        UbahTemplat::Mutu { lama: mutu("previous_quality_score"), baru: mutu("new_quality_score") }
    } else if ada("new_category") {
        let lama = kata(&nilai["previous_category"]);
        UbahTemplat::Kategori { lama, baru: kata(&nilai["new_category"])? }
    } else if bidang == "message_template_components_update" {
        UbahTemplat::Susunan
    } else {
        let alasan = [
            &nilai["rejection_info"]["reason"],
            &nilai["reason"],
            &nilai["other_info"]["description"],
        ];
        UbahTemplat::Keadaan {
            keadaan: kata(&nilai["event"])?,
            alasan: alasan.into_iter().find_map(kata),
        }
    };
    Some(IsiPeristiwa::Templat(PeristiwaTemplat {
        nama: kata(&nilai["message_template_name"])
            .or_else(|| kata(&nilai["message_template_id"]))?,
        bahasa: kata(&nilai["message_template_language"]),
        ubah,
    }))
}

fn mutu_nomor(nilai: &Value) -> IsiPeristiwa {
    let baru = ["new_quality_score", "quality_score", "quality_rating", "current_quality"];
    IsiPeristiwa::MutuNomor {
        nomor: nomor(nilai),
        peristiwa: kata(&nilai["event"]),
        lama: mutu(&nilai["previous_quality_score"]),
        mutu: baru.into_iter().find_map(|nama| mutu(&nilai[nama])),
        batas: salah_satu(nilai, &["max_daily_conversations_per_business", "current_limit"]),
    }
}

fn akun(nilai: &Value) -> Option<IsiPeristiwa> {
    let mut rinci: Vec<String> = [
        &nilai["ban_info"]["waba_ban_state"],
        &nilai["violation_info"]["violation_type"],
        &nilai["partner_client_certification_info"]["status"],
    ]
    .into_iter()
    .flat_map(satu_atau_banyak)
    .collect();
    for satu in nilai["restriction_info"].as_array().into_iter().flatten().take(10) {
        rinci.extend(kata(&satu["restriction_type"]));
    }
    Some(IsiPeristiwa::Akun { peristiwa: kata(&nilai["event"])?, rinci })
}

/// Older payloads carry the alert in `value` itself.
fn peringatan(nilai: &Value) -> IsiPeristiwa {
    let info = &nilai["alert_info"];
    let baca = |nama: &str| kata(&info[nama]).or_else(|| kata(&nilai[nama]));
    IsiPeristiwa::Peringatan {
        jenis: baca("alert_type").unwrap_or_else(|| "UNKNOWN".to_owned()),
        tingkat: baca("alert_severity"),
        keterangan: baca("alert_description"),
    }
}

fn preferensi(nilai: &Value) -> IsiPeristiwa {
    let (mut berhenti, mut lanjut) = (0_u32, 0_u32);
    for satu in nilai["user_preferences"].as_array().into_iter().flatten() {
        match satu["value"].as_str() {
            Some("stop") => berhenti += 1,
            Some("resume") => lanjut += 1,
            _ => {}
        }
    }
    IsiPeristiwa::Preferensi { berhenti, lanjut }
}

fn nomor(nilai: &Value) -> Option<String> {
    kata(&nilai["display_phone_number"])
}

fn mutu(nilai: &Value) -> Option<Mutu> {
    match nilai.as_str()?.to_ascii_uppercase().as_str() {
        "GREEN" | "HIGH" => Some(Mutu::Hijau),
        "YELLOW" | "MEDIUM" => Some(Mutu::Kuning),
        "RED" | "LOW" => Some(Mutu::Merah),
        _ => None,
    }
}

fn salah_satu(nilai: &Value, nama: &[&str]) -> Option<String> {
    nama.iter().find_map(|nama| kata(&nilai[nama]))
}

fn satu_atau_banyak(nilai: &Value) -> Vec<String> {
    match nilai {
        Value::Array(isi) => isi.iter().take(10).filter_map(kata).collect(),
        satu => kata(satu).into_iter().collect(),
    }
}

/// A word of the channel, as text or number, cut where it is longer than anybody reads.
fn kata(nilai: &Value) -> Option<String> {
    match bulat(nilai) {
        Some(angka) if nilai.is_number() => Some(angka.to_string()),
        _ => teks(nilai).map(|teks| potong(&teks)),
    }
}

fn potong(teks: &str) -> String {
    teks.chars().take(KATA_TERPANJANG).collect()
}
