//! Starting from a base: a pack that says only what differs, put together with the pack it starts from.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::baca::{Jejak, dekat, periksa_dasar, ringkas, tambah};
use crate::{nilai::Kode, sop::Cacat};

/// A base that packs may start from.
#[derive(Clone, Copy, Debug)]
pub struct Dasar<'a> {
    /// As packs name it.
    pub nama: &'a str,
    /// A pack, whole but for who the office is.
    pub isi: &'a Value,
}

/// Where a pack starts: `dasar: { paket: nasional, layanan: [akta_kelahiran] }`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PakaiDasar {
    /// The name of the base.
    pub paket: Kode,
    /// Which of its services the office offers, in the order of the menu.
    pub layanan: LayananDasar,
}

/// Which services of a base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum LayananDasar {
    /// All of them.
    Semua(Semua),
    /// These.
    Pilihan(Vec<Kode>),
}

/// The word for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Semua {
    /// All of them.
    Semua,
}

/// A whole pack, and what of it the office wrote itself.
#[derive(Clone, Debug)]
pub struct Gabungan {
    /// The whole.
    pub utuh: Value,
    milik: Option<(String, Value)>,
}

/// Puts a pack together with the base it names; a pack without `dasar` stays as it is.
///
/// # Errors
/// Every fault of `dasar`, and codes that the pack uses twice in one list.
pub fn gabung_dasar(mut mentah: Value, semua: &[Dasar]) -> Result<Gabungan, Vec<Cacat>> {
    let pakai = mentah.as_object_mut().and_then(|isi| isi.shift_remove("dasar"));
    let Some(pakai) = pakai else { return Ok(Gabungan { utuh: mentah, milik: None }) };
    let mut cacat: Vec<Cacat> = periksa_dasar(&pakai);
    kode_ganda(&mentah, "", &mut cacat);
    if !cacat.is_empty() {
        return Err(cacat);
    }
    let pakai: PakaiDasar = serde_json::from_value(pakai).map_err(|galat| {
        vec![Cacat::baru("dasar_tidak_terbaca", "/dasar", format!("Dasar tidak terbaca: {galat}."))]
    })?;
    let Some(dasar) = semua.iter().find(|satu| satu.nama == pakai.paket.as_str()) else {
        let nama: Vec<String> = semua.iter().map(|satu| format!("`{}`", satu.nama)).collect();
        let pesan = format!("Paket dasar ini tidak ada. Yang ada: {}.", nama.join(", "));
        let cacat = Cacat::baru("dasar_tidak_ada", "/dasar/paket", pesan);
        return Err(vec![cacat.dengan_nilai(pakai.paket.as_str())]);
    };
    let mut isi = dasar.isi.clone();
    pilih_layanan(&mut isi, &pakai.layanan)?;
    let mut utuh = gabung(Jejak::paket(), &isi, &mentah);
    buang_sop(&mut utuh, &mentah);
    Ok(Gabungan { utuh, milik: Some((dasar.nama.to_owned(), mentah)) })
}

impl Gabungan {
    /// The same fault where the office finds it: its place in the pack as written, or the word that the base says so.
    pub fn asal(&self, mut cacat: Cacat) -> Cacat {
        if let Some((dasar, milik)) = &self.milik {
            match asal(&self.utuh, milik, &cacat.letak) {
                Some(letak) => cacat.letak = letak,
                None => cacat.pesan.push_str(&format_dasar(dasar)),
            }
        }
        cacat
    }
}

fn format_dasar(dasar: &str) -> String {
    format!(" Bagian ini berasal dari paket dasar `{dasar}`.")
}

/// `milik` over `dasar`: objects field by field, lists whose items have a `kode` item by item in the order of the base
/// with new ones after, `null` takes away, anything else replaces. A list with codes may also be changed as an object by
/// code, `{ kk: { wajib: false }, ktp: null }`, which is the way to take an item away. An empty list replaces, and so
/// does an object that names one of several choices: of two choices only one can hold.
pub(super) fn gabung(jejak: Jejak, dasar: &Value, milik: &Value) -> Value {
    match (dasar, milik) {
        (Value::Object(dasar), Value::Object(milik)) if !jejak.pilihan() => {
            let mut hasil = dasar.clone();
            for (nama, nilai) in milik {
                if nilai.is_null() {
                    hasil.shift_remove(nama);
                } else {
                    let lama = dasar.get(nama).unwrap_or(&Value::Null);
                    hasil.insert(nama.clone(), gabung(jejak.isian(nama), lama, nilai));
                }
            }
            Value::Object(hasil)
        }
        (Value::Array(dasar), Value::Array(milik)) if berkode(dasar) && berkode(milik) => {
            if milik.is_empty() {
                return Value::Array(Vec::new());
            }
            let mut hasil = dasar.clone();
            for satu in milik {
                taruh(jejak.butir(), &mut hasil, kode(satu).unwrap_or_default(), satu);
            }
            Value::Array(hasil)
        }
        (Value::Array(dasar), Value::Object(milik)) if berkode(dasar) && per_kode(milik) => {
            let mut hasil = dasar.clone();
            for (nama, nilai) in milik {
                if nilai.is_null() {
                    hasil.retain(|satu| kode(satu) != Some(nama));
                } else {
                    taruh(jejak.butir(), &mut hasil, nama, nilai);
                }
            }
            Value::Array(hasil)
        }
        (_, Value::Object(isi)) => {
            let ada = isi.iter().filter(|(_, nilai)| !nilai.is_null());
            let baru = |(nama, nilai): (&String, &Value)| {
                (nama.clone(), gabung(jejak.isian(nama), &Value::Null, nilai))
            };
            Value::Object(ada.map(baru).collect())
        }
        (_, Value::Array(isi)) if berkode(isi) => {
            let baru = |satu: &Value| gabung(jejak.butir(), &Value::Null, satu);
            Value::Array(isi.iter().map(baru).collect())
        }
        _ => milik.clone(),
    }
}

/// Changes the item of that code, or adds one.
fn taruh(jejak: Jejak, hasil: &mut Vec<Value>, nama: &str, nilai: &Value) {
    if let Some(lama) = hasil.iter_mut().find(|satu| kode(satu) == Some(nama)) {
        *lama = gabung(jejak, lama, nilai);
        return;
    }
    let mut baru = Map::new();
    baru.insert("kode".to_owned(), nama.into());
    hasil.push(gabung(jejak, &Value::Object(baru), nilai));
}

fn kode(nilai: &Value) -> Option<&str> {
    nilai.get("kode")?.as_str()
}

fn berkode(isi: &[Value]) -> bool {
    isi.iter().all(|satu| kode(satu).is_some())
}

/// Whether it is an object by code: changes or nothing under every code.
fn per_kode(isi: &Map<String, Value>) -> bool {
    isi.iter().all(|(nama, satu)| {
        satu.is_null() || satu.is_object() && kode(satu).is_none_or(|kode| kode == nama)
    })
}

/// Two items of one code would be merged into one; better said than lost.
fn kode_ganda(nilai: &Value, letak: &str, cacat: &mut Vec<Cacat>) {
    match nilai {
        Value::Object(isi) => {
            for (nama, satu) in isi {
                kode_ganda(satu, &tambah(letak, nama), cacat);
            }
        }
        Value::Array(isi) => {
            let mut dikenal = BTreeSet::new();
            for (i, satu) in isi.iter().enumerate() {
                let tempat = tambah(letak, &i.to_string());
                if let Some(nama) = kode(satu)
                    && !dikenal.insert(nama)
                {
                    let pesan = "Kode ini dipakai dua kali dalam daftar yang sama.";
                    let satu = Cacat::baru("kode_ganda", tambah(&tempat, "kode"), pesan);
                    cacat.push(satu.dengan_nilai(nama));
                }
                kode_ganda(satu, &tempat, cacat);
            }
        }
        _ => {}
    }
}

fn daftar<'a>(isi: &'a Value, nama: &str) -> &'a [Value] {
    isi.get(nama).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Leaves only the chosen services, in the order in which they were chosen.
fn pilih_layanan(isi: &mut Value, pilihan: &LayananDasar) -> Result<(), Vec<Cacat>> {
    let LayananDasar::Pilihan(pilihan) = pilihan else { return Ok(()) };
    let mut terpilih: Vec<Value> = Vec::with_capacity(pilihan.len());
    let mut cacat = Vec::new();
    let ada: Vec<&str> = daftar(isi, "layanan").iter().filter_map(kode).collect();
    for (i, satu) in pilihan.iter().enumerate() {
        let letak = format!("/dasar/layanan/{i}");
        if terpilih.iter().any(|layanan| kode(layanan) == Some(satu.as_str())) {
            let pesan = "Layanan ini sudah dipilih.";
            cacat.push(Cacat::baru("ganda", letak, pesan).dengan_nilai(satu.as_str()));
            continue;
        }
        let layanan = daftar(isi, "layanan").iter().find(|x| kode(x) == Some(satu.as_str()));
        if let Some(layanan) = layanan {
            terpilih.push(layanan.clone());
        } else {
            let petunjuk = match dekat(satu.as_str(), &ada) {
                Some(dekat) => format!("Mungkin maksudnya `{dekat}`."),
                None => format!("Yang ada: {}.", ada.join(", ")),
            };
            let pesan = format!("Layanan ini tidak ada dalam paket dasar. {petunjuk}");
            let satu = Cacat::baru("layanan_dasar_tidak_ada", letak, pesan)
                .dengan_nilai(&ringkas(&satu.as_str().into()));
            cacat.push(satu);
        }
    }
    if !cacat.is_empty() {
        return Err(cacat);
    }
    if let Some(isi) = isi.as_object_mut() {
        isi.insert("layanan".to_owned(), Value::Array(terpilih));
    }
    Ok(())
}

/// Leaves out SOPs of the base that no service of the office needs.
fn buang_sop(utuh: &mut Value, milik: &Value) {
    let nama = |satu: &Value| satu.get("sop").and_then(Value::as_str).map(str::to_owned);
    let dipakai = |layanan| daftar(layanan, "pilih_sop").iter().chain([layanan]).filter_map(nama);
    let mut perlu: BTreeSet<String> = daftar(utuh, "layanan").iter().flat_map(dipakai).collect();
    match milik.get("sop") {
        Some(Value::Array(isi)) => perlu.extend(isi.iter().filter_map(kode).map(str::to_owned)),
        Some(Value::Object(isi)) => perlu.extend(isi.keys().cloned()),
        _ => {}
    }
    if let Some(Value::Array(sop)) = utuh.get_mut("sop") {
        sop.retain(|satu| kode(satu).is_none_or(|kode| perlu.contains(kode)));
    }
}

/// Where in `milik` the place `letak` of the whole was written; `None` when the base says it.
fn asal(utuh: &Value, milik: &Value, letak: &str) -> Option<String> {
    let mut hasil = String::new();
    let (mut utuh, mut milik) = (Some(utuh), Some(milik));
    for langkah in letak.split('/').skip(1) {
        let langkah = langkah.replace("~1", "/").replace("~0", "~");
        let punya = milik?;
        utuh = match utuh {
            Some(Value::Array(isi)) => langkah.parse::<usize>().ok().and_then(|i| isi.get(i)),
            Some(lain) => lain.get(&langkah),
            None => None,
        };
        let (nama, dalam) = match (utuh.and_then(kode), punya) {
            (Some(kode_ini), Value::Array(isi)) => {
                let i = isi.iter().position(|satu| kode(satu) == Some(kode_ini))?;
                (i.to_string(), isi.get(i))
            }
            (Some(kode_ini), Value::Object(isi)) if isi.contains_key(kode_ini) => {
                (kode_ini.to_owned(), isi.get(kode_ini))
            }
            (_, Value::Array(isi)) => {
                let dalam = langkah.parse::<usize>().ok().and_then(|i| isi.get(i));
                (langkah, dalam)
            }
            (_, lain) => {
                let dalam = lain.get(&langkah);
                (langkah, dalam)
            }
        };
        hasil = tambah(&hasil, &nama);
        milik = dalam;
    }
    Some(hasil)
}
