//! The published JSON Schema of a pack, made from the types that read it.

use std::sync::LazyLock;

use schemars::{JsonSchema, Schema, generate::SchemaSettings, transform::RecursiveTransform};
use serde_json::{Map, Value, json};

use super::super::{PakaiDasar, Paket};

/// The schema of a whole pack, JSON Schema 2020-12: `$defs` and the pack itself.
pub(super) static PAKET: LazyLock<Value> = LazyLock::new(untuk::<Paket>);

/// The schema of `dasar`.
pub(super) static DASAR: LazyLock<Value> = LazyLock::new(untuk::<PakaiDasar>);

/// The schema that editors and other programs read: a whole pack, or one that starts from a base and says only what
/// differs.
pub fn skema_paket() -> Value {
    let (utuh, mut defs) = pisah(&PAKET);
    let (dasar, defs_dasar) = pisah(&DASAR);
    defs.extend(defs_dasar);
    let bagian: Map<String, Value> = utuh["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(nama, _)| (nama.clone(), Value::Bool(true)))
        .chain([("dasar".to_owned(), json!({ "$ref": "#/$defs/PakaiDasar" }))])
        .collect();
    defs.insert("PakaiDasar".to_owned(), dasar);
    defs.insert("PaketUtuh".to_owned(), utuh);
    defs.insert(
        "PaketBerdasar".to_owned(),
        json!({
            "description": "A pack that starts from a base and says only what differs; it is checked once both are put together.",
            "type": "object",
            "properties": bagian,
            "required": ["dasar"],
            "additionalProperties": false,
        }),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Paket konfigurasi Loket",
        "type": "object",
        "if": { "required": ["dasar"] },
        "then": { "$ref": "#/$defs/PaketBerdasar" },
        "else": { "$ref": "#/$defs/PaketUtuh" },
        "$defs": defs,
    })
}

/// A schema without its definitions, and those.
fn pisah(skema: &Value) -> (Value, Map<String, Value>) {
    let mut isi = skema.as_object().cloned().unwrap_or_default();
    isi.shift_remove("$schema");
    let defs = isi.shift_remove("$defs").and_then(|defs| defs.as_object().cloned());
    (Value::Object(isi), defs.unwrap_or_default())
}

fn untuk<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12()
        .with_transform(RecursiveTransform(batas_bilangan))
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// Says the upper end of numbers, which the generator leaves out for wide ones, instead of formats that only Rust knows.
fn batas_bilangan(skema: &mut Schema) {
    let maks = match skema.get("format").and_then(Value::as_str) {
        Some("uint8") => u64::from(u8::MAX),
        Some("uint16") => u64::from(u16::MAX),
        Some("uint32") => u64::from(u32::MAX),
        Some("uint64" | "uint") => u64::MAX,
        _ => return,
    };
    skema.remove("format");
    skema.insert("maximum".to_owned(), maks.into());
}
