//! A stored element, read loosely.

mod isi;
mod kanal;
mod sistem;

use loket_domain::{
    nilai::{NomorWa, Rahasia},
    outbox::BiayaKirim,
    percakapan::{
        ElemenTerbaca, Gema, IsiGema, Pengenal, Penulis, PesanMasuk, StatusKirim, TahapKirim,
    },
};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::longgar::{bulat, saat, teks};

/// What the element says; anything not understood is [`ElemenTerbaca::Lain`].
pub(super) fn elemen(elemen: &Value) -> ElemenTerbaca {
    let nilai = &elemen["nilai"];
    match elemen["jenis"].as_str() {
        Some("pesan") => pesan(nilai, &elemen["kontak"]),
        Some("status") => status(nilai).map(ElemenTerbaca::Status),
        Some("gema") => gema(nilai, &elemen["metadata"]).map(ElemenTerbaca::Gema),
        Some("kanal") => Some(ElemenTerbaca::Kanal(kanal::peristiwa(elemen))),
        _ => None,
    }
    .unwrap_or(ElemenTerbaca::Lain)
}

/// A message; `None` when nobody is named who could be answered, and when it was written to a group.
fn pesan(nilai: &Value, kontak: &Value) -> Option<ElemenTerbaca> {
    if !nilai["group_id"].is_null() {
        return None;
    }
    let salah_satu = |a: &Value, b: &Value| teks(a).or_else(|| teks(b));
    let siapa = Pengenal {
        nomor: salah_satu(&nilai["from"], &kontak["wa_id"]).and_then(|nomor| nomor_wa(&nomor)),
        bsuid: salah_satu(&nilai["from_user_id"], &kontak["user_id"]),
    };
    if nilai["type"] == "system" {
        return sistem::peristiwa(nilai, siapa);
    }
    if siapa == Pengenal::default() {
        return None;
    }
    let penulis = Penulis {
        siapa,
        nama: teks(&kontak["profile"]["name"]).map(Rahasia::new),
        saat: waktu(nilai),
    };
    let jenis = nilai["type"].as_str().unwrap_or_default();
    let objek = &nilai[jenis];
    let asli = || teks(&objek["original_message_id"]).or_else(|| teks(&objek["message_id"]));
    Some(match jenis {
        "reaction" => ElemenTerbaca::Reaksi { penulis, asli: asli(), emoji: teks(&objek["emoji"]) },
        "edit" => {
            ElemenTerbaca::Sunting { penulis, asli: asli(), isi: isi::kata(&objek["message"]) }
        }
        "revoke" => ElemenTerbaca::Hapus { penulis, asli: asli() },
        _ => ElemenTerbaca::Pesan(PesanMasuk {
            wamid: teks(&nilai["id"]).unwrap_or_default(),
            nomor: penulis.siapa.nomor,
            bsuid: penulis.siapa.bsuid,
            nama: penulis.nama,
            saat: penulis.saat,
            identitas: teks(&kontak["identity_key_hash"])
                .or_else(|| teks(&nilai["identity"]["hash"])),
            isi: isi::isi(nilai),
        }),
    })
}

/// What the office wrote; `None` when nobody is named.
fn gema(nilai: &Value, metadata: &Value) -> Option<Gema> {
    let kepada = Pengenal {
        nomor: teks(&nilai["to"]).and_then(|nomor| nomor_wa(&nomor)),
        bsuid: teks(&nilai["to_user_id"]),
    };
    if kepada == Pengenal::default() {
        return None;
    }
    let jenis = nilai["type"].as_str().unwrap_or("unknown");
    Some(Gema {
        wamid: teks(&nilai["id"])?,
        nomor_layanan: teks(&metadata["phone_number_id"])?,
        kepada,
        saat: waktu(nilai),
        isi: IsiGema { teks: isi::kata(nilai), jenis: jenis.chars().take(40).collect() },
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

fn status(nilai: &Value) -> Option<StatusKirim> {
    let tahap = match nilai["status"].as_str()? {
        "sent" => TahapKirim::Sent,
        "delivered" => TahapKirim::Delivered,
        "read" | "played" => TahapKirim::Read,
        "failed" => TahapKirim::Failed,
        // `deleted`, `warning` and words to come say nothing of how far a message came.
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
