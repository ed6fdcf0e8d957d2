//! What a message holds.

use loket_domain::percakapan::{IsiMasuk, VERSI_ALUR};
use serde_json::Value;

use crate::whatsapp::longgar::{bulat, sha256, teks};

/// The channel's code for a file that it does not carry.
const TERLALU_BESAR: i64 = 131_052;

/// The content; what is not understood is [`IsiMasuk::Lain`].
pub(super) fn isi(nilai: &Value) -> IsiMasuk {
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
        "request_welcome" => Some(IsiMasuk::Sambutan),
        _ => None,
    }
    .unwrap_or_else(|| galat(nilai))
}

/// A message that could not be carried says why.
fn galat(nilai: &Value) -> IsiMasuk {
    let kode = nilai["errors"].as_array().into_iter().flatten();
    if kode.filter_map(|satu| bulat(&satu["code"])).any(|kode| kode == TERLALU_BESAR) {
        IsiMasuk::TerlaluBesar
    } else {
        IsiMasuk::Lain
    }
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

/// The words of any message: its text, caption, or what was tapped.
pub(super) fn kata(pesan: &Value) -> Option<String> {
    let objek = &pesan[pesan["type"].as_str()?];
    let balasan = objek["type"].as_str().map_or(&Value::Null, |jenis| &objek[jenis]["title"]);
    [&objek["body"], &objek["caption"], &objek["text"], balasan].into_iter().find_map(teks)
}
