//! Any document into one JSON value: bounded while it is being read, no field written twice.

use std::{cell::Cell, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

use super::batas::{DALAM_MAKS, SIMPUL_MAKS};

/// Reads a document of any self-describing format, aliases expanded.
///
/// # Errors
/// One of the format, or an Indonesian sentence: more than [`SIMPUL_MAKS`] values, more than [`DALAM_MAKS`] levels, a
/// field written twice, a field name or value that JSON does not know. Reading stops there, so that a small text that
/// unfolds into a huge one costs no more than the bound.
pub fn urai<'de, D: Deserializer<'de>>(dokumen: D) -> Result<Value, D::Error> {
    Pohon { sisa: &Cell::new(SIMPUL_MAKS), dalam: 0 }.deserialize(dokumen)
}

#[derive(Clone, Copy)]
struct Pohon<'a> {
    sisa: &'a Cell<usize>,
    dalam: usize,
}

impl Pohon<'_> {
    fn anak<E: Error>(self) -> Result<Self, E> {
        if self.dalam == DALAM_MAKS {
            return Err(E::custom(format!("isinya bertingkat lebih dari {DALAM_MAKS}")));
        }
        Ok(Self { dalam: self.dalam + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Pohon<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, dokumen: D) -> Result<Value, D::Error> {
        let Some(sisa) = self.sisa.get().checked_sub(1) else {
            let pesan = format!("isinya lebih dari {SIMPUL_MAKS} nilai setelah dijabarkan");
            return Err(D::Error::custom(pesan));
        };
        self.sisa.set(sisa);
        dokumen.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Pohon<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("teks, bilangan, ya/tidak, daftar atau isian")
    }

    fn visit_bool<E: Error>(self, nilai: bool) -> Result<Value, E> {
        Ok(Value::Bool(nilai))
    }

    fn visit_i64<E: Error>(self, nilai: i64) -> Result<Value, E> {
        Ok(nilai.into())
    }

    fn visit_u64<E: Error>(self, nilai: u64) -> Result<Value, E> {
        Ok(nilai.into())
    }

    fn visit_f64<E: Error>(self, nilai: f64) -> Result<Value, E> {
        Number::from_f64(nilai)
            .map(Value::Number)
            .ok_or_else(|| E::custom("bilangan harus berhingga"))
    }

    fn visit_str<E: Error>(self, nilai: &str) -> Result<Value, E> {
        Ok(nilai.into())
    }

    fn visit_string<E: Error>(self, nilai: String) -> Result<Value, E> {
        Ok(Value::String(nilai))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut isi: A) -> Result<Value, A::Error> {
        let anak = self.anak()?;
        let mut daftar = Vec::new();
        while let Some(satu) = isi.next_element_seed(anak)? {
            daftar.push(satu);
        }
        Ok(Value::Array(daftar))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut isi: A) -> Result<Value, A::Error> {
        let anak = self.anak()?;
        let mut peta = Map::new();
        while let Some(nama) = isi.next_key_seed(Nama(&peta))? {
            let nilai = isi.next_value_seed(anak)?;
            peta.insert(nama, nilai);
        }
        Ok(Value::Object(peta))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Value, A::Error> {
        Err(A::Error::custom("tanda seru (tag YAML) tidak dipakai di sini"))
    }
}

/// The name of a field: a text, and not one of those before it. Refused here, so that the place is that of the name.
struct Nama<'a>(&'a Map<String, Value>);

impl<'de> DeserializeSeed<'de> for Nama<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, dokumen: D) -> Result<String, D::Error> {
        dokumen.deserialize_any(self)
    }
}

impl Visitor<'_> for Nama<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("nama isian berupa teks; tulis dalam tanda kutip")
    }

    fn visit_str<E: Error>(self, nama: &str) -> Result<String, E> {
        if self.0.contains_key(nama) {
            let nama: String = nama.chars().take(80).collect();
            return Err(E::custom(format!("isian `{nama}` ditulis dua kali")));
        }
        Ok(nama.to_owned())
    }
}
