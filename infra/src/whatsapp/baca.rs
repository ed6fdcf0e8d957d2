//! A stored element, read loosely.

use loket_domain::{
    nilai::{NomorWa, Rahasia},
    outbox::BiayaKirim,
    percakapan::{ElemenTerbaca, IsiMasuk, PesanMasuk, StatusKirim, TahapKirim, VERSI_ALUR},
};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::longgar::{bulat, saat, sha256, teks};

/// What the element says; anything not understood is [`ElemenTerbaca::Lain`].
pub(super) fn elemen(elemen: &Value) -> ElemenTerbaca {
    let nilai = &elemen["nilai"];
    match elemen["jenis"].as_str() {
        Some("pesan") => pesan(nilai, &elemen["kontak"]).map(ElemenTerbaca::Pesan),
        Some("status") => status(nilai).map(ElemenTerbaca::Status),
        _ => None,
    }
    .unwrap_or(ElemenTerbaca::Lain)
}

/// A message; `None` when nobody is named who could be answered.
fn pesan(nilai: &Value, kontak: &Value) -> Option<PesanMasuk> {
    let salah_satu = |a: &Value, b: &Value| teks(a).or_else(|| teks(b));
    let nomor = salah_satu(&nilai["from"], &kontak["wa_id"]).and_then(|nomor| nomor_wa(&nomor));
    let bsuid = salah_satu(&nilai["from_user_id"], &kontak["user_id"]);
    if nomor.is_none() && bsuid.is_none() {
        return None;
    }
    Some(PesanMasuk {
        wamid: teks(&nilai["id"]).unwrap_or_default(),
        nomor,
        bsuid,
        nama: teks(&kontak["profile"]["name"]).map(Rahasia::new),
        saat: waktu(nilai),
        isi: isi(nilai),
    })
}

/// The wire names users in international form without the plus.
fn nomor_wa(teks: &str) -> Option<NomorWa> {
    NomorWa::parse(&format!("+{}", teks.trim_start_matches('+'))).ok()
}

/// Without a moment the oldest one: nothing may be concluded from it.
fn waktu(nilai: &Value) -> OffsetDateTime {
    saat(&nilai["timestamp"]).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn isi(nilai: &Value) -> IsiMasuk {
    let jenis = nilai["type"].as_str().unwrap_or_default();
    let objek = &nilai[jenis];
    match jenis {
        "text" => teks(&objek["body"]).map(IsiMasuk::Teks),
        "button" => balasan_templat(objek),
        "image" | "document" => {
            let sha256 = sha256(&objek["sha256"]);
            teks(&objek["id"]).map(|media| IsiMasuk::Media { media, sha256 })
        }
        "interactive" => pilihan(objek),
        "reaction" | "edit" | "revoke" | "system" => Some(IsiMasuk::Diam),
        _ => None,
    }
    .unwrap_or(IsiMasuk::Lain)
}

/// A quick reply of a template: by the id we gave it, or by its words when it came without.
fn balasan_templat(objek: &Value) -> Option<IsiMasuk> {
    let (id, judul) = (teks(&objek["payload"]), teks(&objek["text"]));
    match (id, judul) {
        (Some(id), judul) if id.starts_with(VERSI_ALUR) => {
            Some(IsiMasuk::Pilihan { id, judul: judul.unwrap_or_default() })
        }
        (id, judul) => judul.or(id).map(IsiMasuk::Teks),
    }
}

fn pilihan(objek: &Value) -> Option<IsiMasuk> {
    let jenis = objek["type"].as_str()?;
    let balasan = matches!(jenis, "button_reply" | "list_reply").then(|| &objek[jenis])?;
    let judul = teks(&balasan["title"]).unwrap_or_default();
    Some(IsiMasuk::Pilihan { id: teks(&balasan["id"])?, judul })
}

fn status(nilai: &Value) -> Option<StatusKirim> {
    let tahap = match nilai["status"].as_str()? {
        "sent" => TahapKirim::Sent,
        "delivered" => TahapKirim::Delivered,
        "read" | "played" => TahapKirim::Read,
        "failed" => TahapKirim::Failed,
        _ => return None,
    };
    let galat = nilai["errors"].as_array().into_iter().flatten().find_map(|g| bulat(&g["code"]));
    let rujukan = nilai["biz_opaque_callback_data"].as_str();
    Some(StatusKirim {
        wamid: teks(&nilai["id"])?,
        rujukan: rujukan.and_then(|teks| Uuid::parse_str(teks).ok()),
        tahap,
        galat,
        biaya: biaya(&nilai["pricing"]),
        saat: waktu(nilai),
    })
}

/// What the status says about cost. Older webhooks tell whether it is charged only by the kind of pricing.
fn biaya(nilai: &Value) -> Option<BiayaKirim> {
    let kategori = teks(&nilai["category"])?.to_lowercase();
    let jenis = teks(&nilai["type"]);
    let gratis = jenis.as_deref().is_some_and(|jenis| jenis.starts_with("free"));
    let ditagih = match &nilai["billable"] {
        Value::Bool(ditagih) => *ditagih,
        Value::String(kata) => kata.eq_ignore_ascii_case("true"),
        _ => !gratis,
    };
    Some(BiayaKirim { ditagih, kategori, model: teks(&nilai["pricing_model"]), jenis })
}
