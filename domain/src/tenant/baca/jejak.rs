//! The schema alongside a value, for who must know which objects are choices.

use serde_json::Value;

use super::{pilihan::tanda, skema, susunan::butir};

/// Levels of references inside references.
const DALAM: u8 = 8;

/// A place in the schema; nothing is known of places that the schema does not have.
#[derive(Clone, Copy, Debug)]
pub(in crate::tenant) struct Jejak<'s> {
    akar: &'s Value,
    di: Option<&'s Value>,
}

impl Jejak<'static> {
    /// The root of a pack.
    pub(in crate::tenant) fn paket() -> Self {
        Self { akar: &skema::PAKET, di: Some(&skema::PAKET) }
    }
}

impl<'s> Jejak<'s> {
    /// Somewhere without a schema.
    #[cfg(test)]
    pub(in crate::tenant) fn buta() -> Self {
        Self { akar: &Value::Null, di: None }
    }

    /// The field of that name.
    pub(in crate::tenant) fn isian(self, nama: &str) -> Self {
        let di = self.bentuk().into_iter().find_map(|skema| {
            let dikenal = skema.get("properties").and_then(|isi| isi.get(nama));
            dikenal
                .or_else(|| skema.get("additionalProperties"))
                .or_else(|| skema.get("patternProperties")?.as_object()?.values().next())
        });
        Self { di, ..self }
    }

    /// The items of the list.
    pub(in crate::tenant) fn butir(self) -> Self {
        let di = self.bentuk().into_iter().find_map(|skema| skema.get("items"));
        Self { di, ..self }
    }

    /// Whether an object here names one choice of several by its only field, as `{ hari_kerja: 1 }` does.
    pub(in crate::tenant) fn pilihan(self) -> bool {
        self.bentuk().into_iter().any(|skema| tanda(skema).is_some())
    }

    /// The shapes that a value here may have.
    fn bentuk(self) -> Vec<&'s Value> {
        let mut semua = Vec::new();
        if let Some(di) = self.di {
            self.kumpulkan(di, DALAM, &mut semua);
        }
        semua
    }

    fn kumpulkan(self, skema: &'s Value, sisa: u8, semua: &mut Vec<&'s Value>) {
        let Some(sisa) = sisa.checked_sub(1) else { return };
        let rujukan = skema.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#'));
        if let Some(rujukan) = rujukan.and_then(|rujukan| self.akar.pointer(rujukan)) {
            self.kumpulkan(rujukan, sisa, semua);
        }
        for kata in ["oneOf", "anyOf", "allOf"] {
            for satu in butir(skema, kata) {
                self.kumpulkan(satu, sisa, semua);
            }
        }
        semua.push(skema);
    }
}
