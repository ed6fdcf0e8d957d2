//! Reading a definition that somebody wrote: every fault of its shape at once, each with its place.
//!
//! serde stops at the first fault, so the document is read in pieces: the sheet, each step, each outcome, each chain.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::letak::tangga;
use crate::{
    galat::Pelanggaran,
    sop::{DefinisiSop, Keputusan, Rantai, Tahap},
};

/// Reads a definition.
///
/// # Errors
/// Every piece that does not read, with its pointer into `dokumen`.
pub fn baca_definisi(dokumen: &Value) -> Result<DefinisiSop, Vec<Pelanggaran>> {
    let tunggal = match serde_json::from_value(dokumen.clone()) {
        Ok(definisi) => return Ok(definisi),
        Err(galat) => keluhan("", dokumen, &galat.to_string(), None),
    };
    let Some(isi) = dokumen.as_object() else { return Err(vec![tunggal]) };
    let mut salah = Vec::new();
    potong::<DefinisiSop>("", isi, &["tahap", "rantai"], &mut salah);
    for (letak, tahap) in anak("", isi, "tahap") {
        let Some(isi) = tahap.as_object() else {
            salah.push(bukan_objek(&letak));
            continue;
        };
        potong::<Tahap>(&letak, isi, &["keputusan"], &mut salah);
        for (letak, keputusan) in anak(&letak, isi, "keputusan") {
            utuh::<Keputusan>(&letak, keputusan, &mut salah);
        }
    }
    for (letak, rantai) in anak("", isi, "rantai") {
        utuh::<Rantai>(&letak, rantai, &mut salah);
    }
    // A fault that only shows in the whole.
    if salah.is_empty() {
        salah.push(tunggal);
    }
    Err(salah)
}

/// The elements of an array, with their pointers.
fn anak<'a>(letak: &str, isi: &'a Map<String, Value>, nama: &str) -> Vec<(String, &'a Value)> {
    let semua = isi.get(nama).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let bernomor = semua.iter().enumerate();
    bernomor.map(|(i, satu)| (format!("{letak}/{nama}/{i}"), satu)).collect()
}

/// Reads an object whose inner lists are read on their own.
fn potong<T: DeserializeOwned>(
    letak: &str,
    isi: &Map<String, Value>,
    dalam: &[&str],
    salah: &mut Vec<Pelanggaran>,
) {
    let mut isi = isi.clone();
    for nama in dalam {
        if isi.get(*nama).is_some_and(Value::is_array) {
            isi.insert((*nama).to_owned(), Value::Array(Vec::new()));
        }
    }
    utuh::<T>(letak, &Value::Object(isi), salah);
}

/// Reads an object, fault after fault: what offends is taken away until the rest reads.
fn utuh<T: DeserializeOwned>(letak: &str, nilai: &Value, salah: &mut Vec<Pelanggaran>) {
    let mut coba = nilai.clone();
    while let Some(galat) = galat::<T>(&coba) {
        let biang = biang::<T>(&coba, &galat);
        let satu = keluhan(letak, nilai, &galat, biang.as_deref());
        // What was taken away is missed; that was told already.
        if salah.iter().any(|lama| lama.pointer == satu.pointer) {
            return;
        }
        salah.push(satu);
        match (biang, coba.as_object_mut()) {
            (Some(nama), Some(isi)) => isi.remove(&nama),
            _ => return,
        };
    }
}

fn galat<T: DeserializeOwned>(nilai: &Value) -> Option<String> {
    serde_json::from_value::<T>(nilai.clone()).err().map(|galat| galat.to_string())
}

/// The field whose removal changes the complaint.
fn biang<T: DeserializeOwned>(nilai: &Value, keluhan: &str) -> Option<String> {
    if keluhan.starts_with("missing field") {
        return None;
    }
    let isi = nilai.as_object()?;
    let nama = isi.keys().find(|nama| {
        let mut tanpa = isi.clone();
        tanpa.remove(nama.as_str());
        galat::<T>(&Value::Object(tanpa)).as_deref() != Some(keluhan)
    });
    nama.cloned()
}

fn keluhan(letak: &str, nilai: &Value, galat: &str, biang: Option<&str>) -> Pelanggaran {
    let kutip = galat.split('`').nth(1);
    let hilang = kutip.filter(|_| galat.starts_with("missing field"));
    let pointer = match hilang.or(biang) {
        Some(nama) => format!("{letak}/{}", tangga(nama)),
        None => letak.to_owned(),
    };
    let (kode, pesan) = if let Some(nama) = hilang {
        ("isian_wajib", format!("Isian `{nama}` wajib ada."))
    } else if galat.starts_with("unknown field") {
        ("isian_tidak_dikenal", "Isian ini tidak dikenal di sini.".to_owned())
    } else if galat.starts_with("unknown variant") {
        ("pilihan_tidak_dikenal", "Pilihan ini tidak dikenal.".to_owned())
    } else {
        ("nilai_tidak_sah", "Jenis atau nilai isian ini tidak benar.".to_owned())
    };
    let isi = biang.and_then(|nama| nilai.get(nama)).and_then(Value::as_str);
    let isi = isi.or_else(|| kutip.filter(|_| hilang.is_none()));
    Pelanggaran {
        nilai: isi.map(|teks| teks.chars().take(200).collect()),
        ..Pelanggaran::baru(pointer, kode, pesan)
    }
}

fn bukan_objek(letak: &str) -> Pelanggaran {
    Pelanggaran::baru(letak, "nilai_tidak_sah", "Jenis atau nilai isian ini tidak benar.")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sah() -> Value {
        json!({
            "kode": "umum", "nama": "Umum", "mulai": "cek",
            "tahap": [{
                "kode": "cek", "nama": "Cek", "jenis": "verifikasi", "pelaksana": { "salah_satu": ["fo"] },
                "keputusan": [{ "kode": "ya", "label": "Ya", "tujuan": ["selesai"] }],
            }],
        })
    }

    #[test]
    fn every_fault_of_the_shape_is_told_at_once_with_its_place() {
        assert!(baca_definisi(&sah()).is_ok());
        let mut rusak = sah();
        rusak["mulai"] = json!("Cek Dulu");
        rusak["warna"] = json!("biru");
        rusak["tahap"][0]["jenis"] = json!("terbang");
        rusak["tahap"][0]["keputusan"][0]["alasan"] = json!(3);
        rusak["tahap"][0]["keputusan"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "kode": "tidak", "tujuan": [] }));
        rusak["tahap"].as_array_mut().unwrap().push(json!("bukan tahap"));
        rusak["rantai"] = json!([{ "kode": "a", "nama": "A" }]);
        let salah = baca_definisi(&rusak).unwrap_err();
        let mut letak: Vec<_> = salah.iter().map(|s| (s.pointer.as_str(), s.kode)).collect();
        letak.sort_unstable();
        assert_eq!(
            letak,
            [
                ("/mulai", "nilai_tidak_sah"),
                ("/rantai/0/level", "isian_wajib"),
                ("/tahap/0/jenis", "pilihan_tidak_dikenal"),
                ("/tahap/0/keputusan/0/alasan", "nilai_tidak_sah"),
                ("/tahap/0/keputusan/1/label", "isian_wajib"),
                ("/tahap/1", "nilai_tidak_sah"),
                ("/warna", "isian_tidak_dikenal"),
            ]
        );
        let jenis = salah.iter().find(|s| s.pointer == "/tahap/0/jenis").unwrap();
        assert_eq!(jenis.nilai.as_deref(), Some("terbang"));
    }

    #[test]
    fn what_is_no_object_has_one_fault_at_the_root() {
        let salah = baca_definisi(&json!([1])).unwrap_err();
        assert_eq!(salah.iter().map(|s| s.pointer.as_str()).collect::<Vec<_>>(), [""]);
    }
}
