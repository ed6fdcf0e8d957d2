//! A value against the schema: every fault at once, each with its place and what to write instead.
//!
//! Only the keywords that our types need are known; a test fails when a type brings another one. Texts with a form are
//! checked by the very function that reads them later, so that schema and reading cannot drift apart.

use serde_json::{Map, Value};

use super::{
    bentuk,
    pilihan::Alternatif,
    tulis::{daftar, dekat, jenis, nama_jenis, ringkas, ringkas_teks, tambah},
};
use crate::sop::Cacat;

/// After so many faults the rest is not listed.
pub(super) const CACAT_MAKS: usize = 200;

/// Every fault of `nilai` under `skema`, whose `$defs` stand at its root.
pub(super) fn periksa(skema: &Value, nilai: &Value) -> Vec<Cacat> {
    let mut pemeriksa = Pemeriksa { akar: skema, cacat: Vec::new() };
    pemeriksa.periksa(skema, nilai, "");
    let mut cacat = pemeriksa.cacat;
    if cacat.len() > CACAT_MAKS {
        cacat.truncate(CACAT_MAKS);
        let pesan = "Masih ada kesalahan lain; perbaiki yang ini dahulu, lalu periksa lagi.";
        cacat.push(Cacat::baru("terlalu_banyak_cacat", "", pesan));
    }
    cacat
}

pub(super) struct Pemeriksa<'s> {
    pub akar: &'s Value,
    pub cacat: Vec<Cacat>,
}

impl<'s> Pemeriksa<'s> {
    pub(super) fn periksa(&mut self, skema: &'s Value, nilai: &Value, letak: &str) {
        if self.cacat.len() > CACAT_MAKS || skema == &Value::Bool(true) {
            return;
        }
        if skema == &Value::Bool(false) {
            self.tambah("isian_tidak_dikenal", letak, "Isian ini tidak dikenal di sini.", nilai);
            return;
        }
        let sebelum = self.cacat.len();
        if let Some(rujukan) = self.rujukan(skema) {
            self.periksa(rujukan, nilai, letak);
        }
        for satu in butir(skema, "allOf") {
            self.periksa(satu, nilai, letak);
        }
        if skema.get("oneOf").is_some() || skema.get("anyOf").is_some() {
            let alternatif = Alternatif::dari(self, skema);
            self.salah_satu(&alternatif, nilai, letak);
        }
        if !self.tipe(skema, nilai, letak) || !self.harfiah(skema, nilai, letak) {
            return;
        }
        match nilai {
            Value::Object(isi) => self.objek(skema, isi, letak),
            Value::Array(isi) => self.larik(skema, isi, letak),
            Value::String(teks) => self.teks(skema, teks, letak),
            Value::Number(_) => self.bilangan(skema, nilai, letak),
            Value::Null | Value::Bool(_) => {}
        }
        let utuh = skema.get("x-periksa").and_then(Value::as_str);
        if let Some(nama) = utuh
            && self.cacat.len() == sebelum
            && let Err((kode, pesan)) = bentuk::utuh(nama, nilai)
        {
            self.tambah(kode, letak, pesan, nilai);
        }
    }

    /// What `$ref` names.
    pub(super) fn rujukan(&self, skema: &Value) -> Option<&'s Value> {
        self.akar.pointer(skema.get("$ref")?.as_str()?.strip_prefix('#')?)
    }

    pub(super) fn tambah(
        &mut self,
        kode: &'static str,
        letak: &str,
        pesan: impl Into<String>,
        nilai: &Value,
    ) {
        self.cacat.push(Cacat::baru(kode, letak, pesan).dengan_nilai(&ringkas(nilai)));
    }

    fn tipe(&mut self, skema: &Value, nilai: &Value, letak: &str) -> bool {
        let Some(tipe) = skema.get("type") else { return true };
        let tipe: Vec<&str> = match tipe {
            Value::String(satu) => vec![satu],
            lain => lain.as_array().into_iter().flatten().filter_map(Value::as_str).collect(),
        };
        let cocok = tipe.iter().any(|satu| bertipe(satu, nilai));
        if !cocok {
            self.jenis_salah(tipe.into_iter().filter(|satu| *satu != "null"), nilai, letak);
        }
        cocok
    }

    /// The fault of a value of another kind; a number where a text belongs is mostly a code without quotes.
    pub(super) fn jenis_salah<'a>(
        &mut self,
        tipe: impl Iterator<Item = &'a str>,
        nilai: &Value,
        letak: &str,
    ) {
        let nama: Vec<&str> = tipe.map(nama_jenis).collect();
        let nama = nama.join(" atau ");
        let kutip = if nama == "teks" && (nilai.is_number() || nilai.is_boolean()) {
            "; tulis dalam tanda kutip"
        } else {
            ""
        };
        let pesan = format!("Isian ini harus {nama}, bukan {}{kutip}.", jenis(nilai));
        self.tambah("jenis_salah", letak, pesan, nilai);
    }

    fn harfiah(&mut self, skema: &Value, nilai: &Value, letak: &str) -> bool {
        let boleh: Vec<&Value> = match skema.get("const") {
            Some(satu) => vec![satu],
            None if skema.get("enum").is_some() => butir(skema, "enum").collect(),
            None => return true,
        };
        if boleh.contains(&nilai) {
            return true;
        }
        let boleh: Vec<&str> = boleh.into_iter().filter_map(Value::as_str).collect();
        self.pilihan_salah(&boleh, nilai, letak);
        false
    }

    /// The fault of a word that is none of the choices.
    pub(super) fn pilihan_salah(&mut self, boleh: &[&str], nilai: &Value, letak: &str) {
        let mungkin = nilai.as_str().and_then(|teks| dekat(teks, boleh));
        let mungkin =
            mungkin.map(|kata| format!(" Mungkin maksudnya `{kata}`.")).unwrap_or_default();
        let pesan = format!(
            "`{}` bukan pilihan di sini.{mungkin} Pilihannya: {}.",
            ringkas(nilai),
            daftar(boleh.iter().copied())
        );
        self.tambah("pilihan_tidak_dikenal", letak, pesan, nilai);
    }

    fn objek(&mut self, skema: &'s Value, isi: &Map<String, Value>, letak: &str) {
        let dikenal = skema.get("properties").and_then(Value::as_object);
        for wajib in butir(skema, "required").filter_map(Value::as_str) {
            if !isi.contains_key(wajib) {
                let pesan = format!("Isian `{wajib}` wajib ada di sini.");
                self.cacat.push(Cacat::baru("isian_wajib", tambah(letak, wajib), pesan));
            }
        }
        for (nama, nilai) in isi {
            let tempat = tambah(letak, nama);
            match dikenal.and_then(|dikenal| dikenal.get(nama)) {
                Some(satu) => self.periksa(satu, nilai, &tempat),
                None => self.isian_lain(skema, isi, nama, nilai, &tempat),
            }
        }
    }

    /// A field that the schema does not name: free names, or a slip of the pen.
    fn isian_lain(
        &mut self,
        skema: &'s Value,
        isi: &Map<String, Value>,
        nama: &str,
        nilai: &Value,
        letak: &str,
    ) {
        if let Some(boleh) = skema.pointer("/propertyNames/enum").and_then(Value::as_array) {
            let boleh: Vec<&str> = boleh.iter().filter_map(Value::as_str).collect();
            if !boleh.contains(&nama) {
                return self.pilihan_salah(&boleh, &Value::String(nama.to_owned()), letak);
            }
        }
        let pola = skema.get("patternProperties").and_then(Value::as_object);
        for (pola, satu) in pola.into_iter().flatten() {
            match bentuk::berpola(pola).map(|bentuk| (bentuk.periksa)(nama)) {
                Some(Ok(())) => return self.periksa(satu, nilai, letak),
                Some(Err((kode, pesan))) => {
                    let cacat = Cacat::baru(kode, letak, pesan);
                    return self.cacat.push(cacat.dengan_nilai(&ringkas_teks(nama)));
                }
                None => {}
            }
        }
        match skema.get("additionalProperties") {
            Some(Value::Bool(false)) => {
                let dikenal = skema.get("properties").and_then(Value::as_object);
                let dikenal = dikenal.into_iter().flat_map(Map::keys).map(String::as_str);
                let (ada, calon): (Vec<&str>, Vec<&str>) =
                    dikenal.partition(|satu| isi.contains_key(*satu));
                let petunjuk = match (dekat(nama, &calon), dekat(nama, &ada)) {
                    (Some(dekat), _) => format!("mungkin maksudnya `{dekat}`"),
                    (None, Some(dekat)) => format!("`{dekat}` sudah ada di sini"),
                    (None, None) if calon.is_empty() => "hapus isian ini".to_owned(),
                    (None, None) => format!("yang masih dapat diisi: {}", daftar(calon)),
                };
                let nama = ringkas_teks(nama);
                let pesan = format!("Isian `{nama}` tidak dikenal di sini; {petunjuk}.");
                let cacat = Cacat::baru("isian_tidak_dikenal", letak, pesan);
                self.cacat.push(cacat.dengan_nilai(&ringkas(nilai)));
            }
            Some(lain) => self.periksa(lain, nilai, letak),
            None => {}
        }
    }

    fn larik(&mut self, skema: &'s Value, isi: &[Value], letak: &str) {
        let panjang = isi.len() as u64;
        let nilai = || Value::from(isi.to_vec());
        if let Some(min) = bilangan(skema, "minItems").filter(|min| panjang < *min) {
            let pesan = format!("Daftar ini paling sedikit {min} butir.");
            self.tambah("terlalu_sedikit", letak, pesan, &nilai());
        }
        if let Some(maks) = bilangan(skema, "maxItems").filter(|maks| panjang > *maks) {
            let pesan = format!("Daftar ini paling banyak {maks} butir.");
            self.tambah("terlalu_banyak", letak, pesan, &nilai());
        }
        let unik = skema.get("uniqueItems") == Some(&Value::Bool(true));
        for (i, satu) in isi.iter().enumerate() {
            let tempat = tambah(letak, &i.to_string());
            if unik && isi.iter().take(i).any(|dahulu| dahulu == satu) {
                self.tambah("ganda", &tempat, "Butir ini sudah ada dalam daftar.", satu);
            }
            if let Some(skema) = skema.get("items") {
                self.periksa(skema, satu, &tempat);
            }
        }
    }

    fn teks(&mut self, skema: &Value, teks: &str, letak: &str) {
        let panjang = teks.chars().count() as u64;
        let salah = if let Some(min) = bilangan(skema, "minLength").filter(|min| panjang < *min) {
            Some(("terlalu_pendek", format!("Teks ini paling pendek {min} huruf.")))
        } else if let Some(maks) = bilangan(skema, "maxLength").filter(|maks| panjang > *maks) {
            Some(("terlalu_panjang", format!("Teks ini paling panjang {maks} huruf.")))
        } else {
            let bentuk = match skema.get("format").and_then(Value::as_str) {
                Some(nama) => bentuk::bernama(nama),
                None => skema.get("pattern").and_then(Value::as_str).and_then(bentuk::berpola),
            };
            bentuk.and_then(|bentuk| (bentuk.periksa)(teks).err())
        };
        if let Some((kode, pesan)) = salah {
            self.cacat.push(Cacat::baru(kode, letak, pesan).dengan_nilai(&ringkas_teks(teks)));
        }
    }

    fn bilangan(&mut self, skema: &Value, nilai: &Value, letak: &str) {
        let angka = nilai.as_f64().unwrap_or_default();
        if let Some(min) =
            skema.get("minimum").filter(|min| min.as_f64().is_some_and(|m| angka < m))
        {
            self.tambah("terlalu_kecil", letak, format!("Bilangan ini paling kecil {min}."), nilai);
        }
        if let Some(maks) = skema.get("maximum").filter(|m| m.as_f64().is_some_and(|m| angka > m)) {
            self.tambah(
                "terlalu_besar",
                letak,
                format!("Bilangan ini paling besar {maks}."),
                nilai,
            );
        }
    }
}

/// Whether a value is of a schema's `type`. A fraction is no integer, as serde sees it too.
pub(super) fn bertipe(tipe: &str, nilai: &Value) -> bool {
    match tipe {
        "null" => nilai.is_null(),
        "boolean" => nilai.is_boolean(),
        "integer" => nilai.is_i64() || nilai.is_u64(),
        "number" => nilai.is_number(),
        "string" => nilai.is_string(),
        "array" => nilai.is_array(),
        "object" => nilai.is_object(),
        _ => false,
    }
}

/// The items of a keyword that holds a list.
pub(super) fn butir<'s>(skema: &'s Value, kata: &str) -> impl Iterator<Item = &'s Value> {
    skema.get(kata).and_then(Value::as_array).into_iter().flatten()
}

fn bilangan(skema: &Value, kata: &str) -> Option<u64> {
    skema.get(kata).and_then(Value::as_u64)
}
