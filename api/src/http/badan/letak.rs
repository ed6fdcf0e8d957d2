//! Where in a JSON body the fault is.
//!
//! serde says what is wrong but not where. The place is found by taking fields away: whichever makes the complaint
//! change is the one complained about. Values are never repeated in the answer; they may be personal.

use actix_web::http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::http::problem::Problem;

/// Objects with more fields than this are not searched.
const PALING_BANYAK: usize = 32;

/// Reads a body.
pub(super) fn baca_json<T: DeserializeOwned>(badan: &[u8]) -> Result<T, Problem> {
    let nilai: Value = serde_json::from_slice(badan).map_err(|_| {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "json_tidak_sah",
            "Isi permintaan bukan JSON yang benar.",
        )
    })?;
    if let Some(pointer) = letak_nol(&nilai) {
        return Err(Problem::isian(
            pointer,
            "karakter_tidak_sah",
            "Isian ini memuat karakter yang tidak dapat disimpan.",
        ));
    }
    serde_json::from_value::<T>(nilai.clone()).map_err(|salah| {
        let keluhan = salah.to_string();
        let (kode, pesan) = golongan(&keluhan);
        Problem::isian(letak::<T>(&nilai, &keluhan), kode, pesan)
    })
}

/// The stable code and the sentence for a complaint of serde.
pub(super) fn golongan(keluhan: &str) -> (&'static str, &'static str) {
    let ada = |kata: &str| keluhan.contains(kata);
    if ada("missing field") {
        ("isian_wajib", "Isian ini wajib ada.")
    } else if ada("unknown field") {
        ("isian_tidak_dikenal", "Isian ini tidak dikenal di sini.")
    } else if ada("unknown variant") {
        ("pilihan_tidak_dikenal", "Pilihan ini tidak dikenal.")
    } else {
        ("nilai_tidak_sah", "Jenis atau nilai isian ini tidak benar.")
    }
}

/// Where the first NUL character stands; the database cannot hold it.
fn letak_nol(nilai: &Value) -> Option<String> {
    let (tangga, dalam) = match nilai {
        Value::String(teks) => return teks.contains('\0').then(String::new),
        Value::Array(isi) => {
            isi.iter().enumerate().find_map(|(i, v)| Some((i.to_string(), letak_nol(v)?)))?
        }
        Value::Object(isi) => isi.iter().find_map(|(nama, v)| {
            if nama.contains('\0') {
                return Some((String::new(), String::new()));
            }
            Some((nama.clone(), letak_nol(v)?))
        })?,
        _ => return None,
    };
    Some(format!("/{}{dalam}", aman(&tangga)))
}

fn letak<T: DeserializeOwned>(nilai: &Value, keluhan: &str) -> String {
    let hilang = keluhan.strip_prefix("missing field `").and_then(|sisa| sisa.split('`').next());
    let mut jejak = Vec::new();
    if let Some(nama) = hilang {
        if cari_tempat_hilang::<T>(nilai, &mut jejak, nama, keluhan) {
            jejak.push(nama.to_owned());
        }
    } else {
        cari_biang::<T>(nilai, &mut jejak, keluhan);
    }
    jejak.iter().fold(String::new(), |pointer, tangga| pointer + "/" + &aman(tangga))
}

/// Walks to the field whose removal changes the complaint.
fn cari_biang<T: DeserializeOwned>(akar: &Value, jejak: &mut Vec<String>, keluhan: &str) {
    while let Some(isi) = objek(akar, jejak) {
        let tanpa = |nama: &[&String]| {
            let mut coba = akar.clone();
            if let Some(dalam) = objek_mut(&mut coba, jejak) {
                for satu in nama {
                    dalam.shift_remove(satu.as_str());
                }
            }
            keluhan_atas::<T>(coba)
        };
        let calon: Vec<&String> =
            isi.keys().filter(|nama| tanpa(&[nama]).as_deref() != Some(keluhan)).collect();
        // Without the tag that says what an object is, the complaint is always about the tag; it is not the culprit
        // when something else is.
        let bukan_penanda = |nama: &&&String| {
            let mut lain = calon.iter().filter(|satu| satu != nama);
            lain.all(|lain| tanpa(&[lain]) == tanpa(&[lain, nama]))
        };
        let biang = calon.iter().find(bukan_penanda).or(calon.first());
        let Some(nama) = biang.map(|nama| (*nama).clone()) else { return };
        jejak.push(nama);
    }
}

/// Walks to the object that lacks `nama`: the one where adding it changes the complaint to another than "unknown".
fn cari_tempat_hilang<T: DeserializeOwned>(
    akar: &Value,
    jejak: &mut Vec<String>,
    nama: &str,
    keluhan: &str,
) -> bool {
    let Some(isi) = objek(akar, jejak) else { return false };
    if !isi.contains_key(nama) {
        let mut coba = akar.clone();
        if let Some(dalam) = objek_mut(&mut coba, jejak) {
            dalam.insert(nama.to_owned(), Value::Null);
        }
        let kini = keluhan_atas::<T>(coba);
        let asing = kini.as_deref().is_some_and(|k| k.starts_with("unknown field"));
        if !asing && kini.as_deref() != Some(keluhan) {
            return true;
        }
    }
    for (anak, _) in isi.iter().filter(|(_, v)| v.is_object()) {
        jejak.push(anak.clone());
        if cari_tempat_hilang::<T>(akar, jejak, nama, keluhan) {
            return true;
        }
        jejak.pop();
    }
    false
}

fn keluhan_atas<T: DeserializeOwned>(nilai: Value) -> Option<String> {
    serde_json::from_value::<T>(nilai).err().map(|salah| salah.to_string())
}

fn objek<'a>(akar: &'a Value, jejak: &[String]) -> Option<&'a Map<String, Value>> {
    let isi = jejak.iter().try_fold(akar, |nilai, nama| nilai.get(nama))?.as_object()?;
    (isi.len() <= PALING_BANYAK && jejak.len() < 4).then_some(isi)
}

fn objek_mut<'a>(akar: &'a mut Value, jejak: &[String]) -> Option<&'a mut Map<String, Value>> {
    jejak.iter().try_fold(akar, |nilai, nama| nilai.get_mut(nama))?.as_object_mut()
}

/// A name as a step of an RFC 6901 pointer, cut short.
fn aman(nama: &str) -> String {
    nama.chars().take(60).collect::<String>().replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use actix_web::ResponseError;
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Luar {
        kode: String,
        jumlah: u32,
        dalam: Dalam,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Dalam {
        nama: String,
        nik: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(tag = "jenis", rename_all = "snake_case", deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    enum Bertanda {
        Bayar { jumlah: u32, bukti: String },
        Lain {},
    }

    #[test]
    fn the_tag_of_an_object_is_not_blamed_for_its_fields() {
        for (nilai, letak) in [
            (json!({ "jenis": "bayar", "jumlah": "x", "bukti": "1" }), "/jumlah"),
            (json!({ "jenis": "bayar", "jumlah": 1 }), "/bukti"),
            (json!({ "jenis": "lain", "asing": 1 }), "/asing"),
            (json!({ "jenis": "entah", "jumlah": 1 }), "/jenis"),
            (json!({ "jumlah": 1 }), "/jenis"),
        ] {
            let salah = baca_json::<Bertanda>(nilai.to_string().as_bytes()).unwrap_err();
            assert_eq!(salah.view().errors[0].pointer, letak, "{nilai}");
        }
    }

    fn tempat(nilai: &Value) -> (String, &'static str) {
        let problem = baca_json::<Luar>(nilai.to_string().as_bytes()).unwrap_err();
        assert_eq!(problem.status_code(), StatusCode::UNPROCESSABLE_ENTITY);
        let salah = problem.view().errors.remove(0);
        (salah.pointer, salah.kode)
    }

    #[test]
    fn every_fault_is_found_where_it_is() {
        let dalam = json!({ "nama": "a" });
        for (nilai, pointer, kode) in [
            (json!({ "kode": 1, "jumlah": 1, "dalam": dalam }), "/kode", "nilai_tidak_sah"),
            (json!({ "kode": "a", "jumlah": -1, "dalam": dalam }), "/jumlah", "nilai_tidak_sah"),
            (
                json!({ "kode": "a", "jumlah": 1, "dalam": { "nama": [] } }),
                "/dalam/nama",
                "nilai_tidak_sah",
            ),
            (
                json!({ "kode": "a", "jumlah": 1, "dalam": dalam, "a/b": 1 }),
                "/a~1b",
                "isian_tidak_dikenal",
            ),
            (
                json!({ "kode": "a", "jumlah": 1, "dalam": { "nama": "a", "id": 1 } }),
                "/dalam/id",
                "isian_tidak_dikenal",
            ),
            (json!({ "kode": "a", "dalam": dalam }), "/jumlah", "isian_wajib"),
            (json!({ "kode": "a", "jumlah": 1, "dalam": {} }), "/dalam/nama", "isian_wajib"),
            (
                json!({ "kode": "a", "jumlah": 1, "dalam": { "nama": "a\u{0}b" } }),
                "/dalam/nama",
                "karakter_tidak_sah",
            ),
        ] {
            assert_eq!(tempat(&nilai), (pointer.to_owned(), kode), "{nilai}");
        }
    }

    #[test]
    fn what_is_not_json_is_a_bad_request() {
        let problem = baca_json::<Luar>(b"{\"kode\":").unwrap_err();
        assert_eq!((problem.status_code().as_u16(), problem.kode()), (400, "json_tidak_sah"));
    }

    #[test]
    fn a_huge_object_is_refused_without_a_search() {
        let besar: Map<String, Value> = (0..5000).map(|i| (format!("k{i}"), json!(1))).collect();
        assert_eq!(tempat(&Value::Object(besar)).0, "");
    }
}
