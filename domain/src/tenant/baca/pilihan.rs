//! One of several shapes: which one was meant, and what is wrong with it.

use serde_json::{Map, Value};

use super::{
    susunan::{Pemeriksa, bertipe, butir},
    tulis::{daftar, dekat, ringkas, ringkas_teks, tambah},
};
use crate::sop::Cacat;

/// Levels of choices inside choices.
const DALAM: u8 = 8;

/// The shapes that a value may have.
#[derive(Default)]
pub(super) struct Alternatif<'s> {
    /// Words.
    kata: Vec<&'s str>,
    /// Objects of one field that says which it is: `{ tahap: … }`.
    bertanda: Vec<(&'s str, &'s Value)>,
    /// Any other shape.
    lain: Vec<&'s Value>,
}

impl<'s> Alternatif<'s> {
    pub(super) fn dari(pemeriksa: &Pemeriksa<'s>, skema: &'s Value) -> Self {
        let mut semua = Self::default();
        for satu in butir(skema, "oneOf").chain(butir(skema, "anyOf")) {
            semua.kumpulkan(pemeriksa, satu, DALAM);
        }
        semua
    }

    fn kumpulkan(&mut self, pemeriksa: &Pemeriksa<'s>, skema: &'s Value, sisa: u8) {
        if let Some(rujukan) = pemeriksa.rujukan(skema)
            && sisa > 0
        {
            return self.kumpulkan(pemeriksa, rujukan, sisa - 1);
        }
        if sisa > 0 && (skema.get("oneOf").is_some() || skema.get("anyOf").is_some()) {
            for satu in butir(skema, "oneOf").chain(butir(skema, "anyOf")) {
                self.kumpulkan(pemeriksa, satu, sisa - 1);
            }
        } else if let Some(kata) = skema.get("const").and_then(Value::as_str) {
            self.kata.push(kata);
        } else if skema.get("enum").is_some() {
            self.kata.extend(butir(skema, "enum").filter_map(Value::as_str));
        } else if let Some(tanda) = tanda(skema) {
            self.bertanda.push((tanda, skema));
        } else {
            self.lain.push(skema);
        }
    }
}

/// The only field of an object that has exactly one.
pub(super) fn tanda(skema: &Value) -> Option<&str> {
    let dikenal = skema.get("properties")?.as_object()?;
    let wajib: Vec<&str> = butir(skema, "required").filter_map(Value::as_str).collect();
    let tertutup = skema.get("additionalProperties") == Some(&Value::Bool(false));
    match wajib.as_slice() {
        [satu] if tertutup && dikenal.len() == 1 && dikenal.contains_key(*satu) => Some(satu),
        _ => None,
    }
}

impl<'s> Pemeriksa<'s> {
    pub(super) fn salah_satu(&mut self, alternatif: &Alternatif<'s>, nilai: &Value, letak: &str) {
        let cocok: Vec<&'s Value> =
            alternatif.lain.iter().copied().filter(|skema| mungkin(skema, nilai)).collect();
        match nilai {
            Value::String(teks) if alternatif.kata.contains(&teks.as_str()) => {}
            Value::String(teks) if cocok.is_empty() && !alternatif.kata.is_empty() => {
                self.kata_salah(alternatif, teks, nilai, letak);
            }
            Value::Object(isi) if cocok.is_empty() && !alternatif.bertanda.is_empty() => {
                self.bertanda(alternatif, isi, nilai, letak);
            }
            _ if cocok.is_empty() => {
                let mut tipe: Vec<&str> =
                    alternatif.lain.iter().flat_map(|skema| tipe(skema)).collect();
                if !alternatif.kata.is_empty() {
                    tipe.push("string");
                }
                if !alternatif.bertanda.is_empty() {
                    tipe.push("object");
                }
                tipe.retain(|satu| *satu != "null");
                tipe.dedup();
                self.jenis_salah(tipe.into_iter(), nilai, letak);
            }
            _ => self.paling_dekat(&cocok, nilai, letak),
        }
    }

    /// The shape with the fewest faults tells what was meant.
    fn paling_dekat(&mut self, cocok: &[&'s Value], nilai: &Value, letak: &str) {
        let coba = |skema: &&'s Value| {
            let mut pemeriksa = Pemeriksa { akar: self.akar, cacat: Vec::new() };
            pemeriksa.periksa(skema, nilai, letak);
            pemeriksa.cacat
        };
        let terbaik = cocok.iter().map(coba).min_by_key(Vec::len);
        self.cacat.extend(terbaik.unwrap_or_default());
    }

    fn kata_salah(&mut self, alternatif: &Alternatif, teks: &str, nilai: &Value, letak: &str) {
        if alternatif.bertanda.iter().any(|(tanda, _)| *tanda == teks) {
            let pesan = format!("`{teks}` perlu isi; tulis `{{ {teks}: … }}`.");
            return self.tambah("pilihan_perlu_isi", letak, pesan, nilai);
        }
        let tanda = alternatif.bertanda.iter().map(|(tanda, _)| *tanda);
        let boleh: Vec<&str> = alternatif.kata.iter().copied().chain(tanda).collect();
        self.pilihan_salah(&boleh, nilai, letak);
    }

    fn bertanda(
        &mut self,
        alternatif: &Alternatif<'s>,
        isi: &Map<String, Value>,
        nilai: &Value,
        letak: &str,
    ) {
        let ada = alternatif.bertanda.iter().find(|(tanda, _)| isi.contains_key(*tanda));
        if let Some((_, skema)) = ada {
            return self.periksa(skema, nilai, letak);
        }
        let mut boleh: Vec<&str> = alternatif.bertanda.iter().map(|(tanda, _)| *tanda).collect();
        let Some((nama, dalam)) = isi.iter().next() else {
            let pesan = format!("Isi salah satu dari {}.", daftar(boleh));
            return self.tambah("isian_wajib", letak, pesan, nilai);
        };
        if alternatif.kata.contains(&nama.as_str()) {
            let pesan = format!("`{nama}` ditulis sebagai kata saja, tanpa isi.");
            return self.tambah("pilihan_tanpa_isi", letak, pesan, nilai);
        }
        let mungkin = dekat(nama, &boleh)
            .map(|kata| format!(" Mungkin maksudnya `{kata}`."))
            .unwrap_or_default();
        boleh.extend(&alternatif.kata);
        let pesan = format!(
            "`{}` bukan pilihan di sini.{mungkin} Pilihannya: {}.",
            ringkas_teks(nama),
            daftar(boleh)
        );
        let cacat = Cacat::baru("pilihan_tidak_dikenal", tambah(letak, nama), pesan);
        self.cacat.push(cacat.dengan_nilai(&ringkas(dalam)));
    }
}

fn tipe(skema: &Value) -> Vec<&str> {
    match skema.get("type") {
        Some(Value::String(satu)) => vec![satu],
        Some(_) => butir(skema, "type").filter_map(Value::as_str).collect(),
        None => Vec::new(),
    }
}

/// Whether the shape is of the value's type.
fn mungkin(skema: &Value, nilai: &Value) -> bool {
    skema.get("type").is_none() || tipe(skema).iter().any(|satu| bertipe(satu, nilai))
}
