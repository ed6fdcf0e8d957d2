//! Forms of steps: their schema when it is saved, and their answers when they are filled in.

use serde_json::Value;

use super::susunan;
use crate::{galat::Pelanggaran, sop::Cacat};

/// What the schema of a form may say: only what the check of answers holds to.
const KATA: &[&str] = &[
    "$comment",
    "additionalProperties",
    "const",
    "description",
    "enum",
    "examples",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "properties",
    "required",
    "title",
    "type",
    "uniqueItems",
];
/// Forms of texts that the check knows.
const FORMAT: &[&str] = &["date"];
/// Kinds of values.
const TIPE: &[&str] = &["array", "boolean", "integer", "null", "number", "object", "string"];

/// Every fault of the schema of a form that stands at `letak`.
pub(crate) fn periksa_skema_formulir(skema: &Value, letak: &str, cacat: &mut Vec<Cacat>) {
    if skema.get("type").and_then(Value::as_str) != Some("object") {
        let pesan = "Skema formulir adalah JSON Schema dengan `type: object`.";
        cacat.push(Cacat::baru("skema_formulir", letak, pesan));
    }
    periksa_bagian(skema, letak, cacat);
}

fn periksa_bagian(skema: &Value, letak: &str, cacat: &mut Vec<Cacat>) {
    let mut salah = |letak: String, pesan: String| {
        cacat.push(Cacat::baru("skema_formulir", letak, pesan));
    };
    let Some(isi) = skema.as_object() else {
        if !skema.is_boolean() {
            salah(letak.to_owned(), "Bagian skema formulir harus objek.".to_owned());
        }
        return;
    };
    for (nama, nilai) in isi {
        let tempat = format!("{letak}/{nama}");
        let teks = |boleh: &[&str]| nilai.as_str().is_some_and(|satu| boleh.contains(&satu));
        if !KATA.contains(&nama.as_str()) {
            salah(tempat, format!("Kata kunci `{nama}` tidak didukung pada skema formulir."));
        } else if nama == "type" && !teks(TIPE) {
            salah(tempat, format!("`type` harus salah satu dari: {}.", TIPE.join(", ")));
        } else if nama == "format" && !teks(FORMAT) {
            salah(tempat, format!("`format` yang didukung: {}.", FORMAT.join(", ")));
        }
    }
    for (nama, bagian) in isi.get("properties").and_then(Value::as_object).into_iter().flatten() {
        periksa_bagian(bagian, &format!("{letak}/properties/{nama}"), cacat);
    }
    for nama in ["items", "additionalProperties"] {
        if let Some(bagian) = isi.get(nama) {
            periksa_bagian(bagian, &format!("{letak}/{nama}"), cacat);
        }
    }
}

/// The answers of a form against its schema. Answers are personal, so no fault repeats one.
///
/// # Errors
/// Every fault at once, with pointers under `/isi`.
pub(crate) fn periksa_formulir(skema: &Value, isi: &Value) -> Result<(), Vec<Pelanggaran>> {
    let salah: Vec<_> = susunan::periksa(skema, isi)
        .into_iter()
        .map(|cacat| {
            let pesan = if cacat.kode == "pilihan_tidak_dikenal" {
                "Jawaban ini tidak ada dalam pilihan formulir.".to_owned()
            } else {
                cacat.pesan
            };
            Pelanggaran::baru(format!("/isi{}", cacat.letak), cacat.kode, pesan)
        })
        .collect();
    if salah.is_empty() { Ok(()) } else { Err(salah) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_that_asks_for_more_than_is_checked_is_refused() {
        let mut cacat = Vec::new();
        let skema = json!({
            "type": "object",
            "properties": {
                "a": { "type": "string", "pattern": "^x$" },
                "b": { "type": "array", "items": { "type": "teks" } },
                "c": { "type": "string", "format": "email" },
                "d": 3,
            },
            "if": {},
        });
        periksa_skema_formulir(&skema, "skema", &mut cacat);
        let letak: Vec<_> = cacat.iter().map(|satu| satu.letak.as_str()).collect();
        assert_eq!(
            letak,
            [
                "skema/if",
                "skema/properties/a/pattern",
                "skema/properties/b/items/type",
                "skema/properties/c/format",
                "skema/properties/d",
            ]
        );
    }

    #[test]
    fn wrong_answers_are_told_without_being_repeated() {
        let skema = json!({
            "type": "object",
            "required": ["nama", "lahir"],
            "additionalProperties": false,
            "properties": {
                "nama": { "type": "string", "maxLength": 60 },
                "lahir": { "type": "string", "format": "date" },
                "kelamin": { "enum": ["L", "P"] },
            },
        });
        let benar = json!({ "nama": "Siti", "lahir": "2026-01-05", "kelamin": "P" });
        assert_eq!(periksa_formulir(&skema, &benar), Ok(()));
        let salah = json!({ "lahir": "kemarin", "kelamin": "rahasia", "lain": 1 });
        let salah = periksa_formulir(&skema, &salah).unwrap_err();
        let pointer: Vec<_> = salah.iter().map(|satu| satu.pointer.as_str()).collect();
        assert_eq!(pointer, ["/isi/nama", "/isi/lahir", "/isi/kelamin", "/isi/lain"]);
        for satu in salah {
            assert!(satu.nilai.is_none() && !satu.pesan.contains("rahasia"), "{satu:?}");
        }
    }
}
