//! Where in a document a fault is: from a path by codes to an RFC 6901 pointer with array indexes.

use std::collections::VecDeque;

use serde_json::Value;

use crate::{galat::Pelanggaran, sop::Cacat};

/// Keys that name a thing and never refer to another.
const BUKAN_RUJUKAN: [&str; 4] = ["kode", "nama", "label", "keterangan"];

/// The fault of a pack, placed in the pack as it was written.
pub fn pelanggaran_paket(paket: &Value, cacat: Cacat) -> Pelanggaran {
    let letak = cacat.letak.clone();
    tempatkan(paket, &langkah(&letak), cacat)
}

/// The fault of an SOP, placed in its definition as it was written. What precedes `sop/<kode>` in the path, such as the
/// service whose fields an expression was checked against, is not part of the document.
pub fn pelanggaran_sop(definisi: &Value, cacat: Cacat) -> Pelanggaran {
    let letak = cacat.letak.clone();
    let semua = langkah(&letak);
    let awal = semua.iter().position(|satu| *satu == "sop").map_or(0, |i| i + 2);
    tempatkan(definisi, semua.get(awal..).unwrap_or_default(), cacat)
}

fn langkah(letak: &str) -> Vec<&str> {
    letak.split('/').filter(|satu| !satu.is_empty()).collect()
}

fn tempatkan(akar: &Value, langkah: &[&str], cacat: Cacat) -> Pelanggaran {
    let mut pointer = telusuri(akar, langkah, cacat.kode.ends_with("_ganda"));
    if let Some(nilai) = &cacat.nilai
        && let Some(dalam) = akar.pointer(&pointer).and_then(|asal| cari(asal, nilai))
    {
        pointer.push_str(&dalam);
    }
    Pelanggaran { nilai: cacat.nilai, ..Pelanggaran::baru(pointer, cacat.kode, cacat.pesan) }
}

/// Follows codes through arrays. Stops where the document has nothing of that name, so a pointer always leads to the
/// nearest thing there is, or to the missing field of it.
fn telusuri(akar: &Value, langkah: &[&str], terakhir: bool) -> String {
    let mut pointer = String::new();
    let mut ini = akar;
    for (nomor, satu) in langkah.iter().enumerate() {
        let anak = match ini {
            Value::Array(isi) => {
                let cocok = |isi: &Value| isi.get("kode").and_then(Value::as_str) == Some(*satu);
                let ada = if terakhir && nomor + 1 == langkah.len() {
                    isi.iter().rposition(cocok)
                } else {
                    isi.iter().position(cocok)
                };
                ada.and_then(|i| Some((i.to_string(), isi.get(i)?)))
            }
            Value::Object(isi) => match isi.get(*satu) {
                Some(anak) => Some(((*satu).to_owned(), anak)),
                None => return format!("{pointer}/{}", tangga(satu)),
            },
            // A reference by code to a thing that stands at the root: what is inside it is found there.
            Value::String(kode) if kode == satu && nomor + 1 < langkah.len() => {
                let jenis = nomor.checked_sub(1).and_then(|i| langkah.get(i));
                let rujukan =
                    jenis.is_some_and(|jenis| akar.get(*jenis).is_some_and(Value::is_array));
                return if rujukan {
                    telusuri(akar, langkah.get(nomor - 1..).unwrap_or_default(), terakhir)
                } else {
                    pointer
                };
            }
            _ => None,
        };
        let Some((nama, anak)) = anak else { return pointer };
        pointer = format!("{pointer}/{}", tangga(&nama));
        ini = anak;
    }
    pointer
}

/// The nearest place below `asal` that refers to `nilai`.
fn cari(asal: &Value, nilai: &str) -> Option<String> {
    let mut antre = VecDeque::from([(String::new(), asal)]);
    while let Some((pointer, ini)) = antre.pop_front() {
        match ini {
            Value::String(teks) if teks == nilai => return Some(pointer),
            Value::Array(isi) => antre
                .extend(isi.iter().enumerate().map(|(i, anak)| (format!("{pointer}/{i}"), anak))),
            Value::Object(isi) => antre.extend(
                isi.iter()
                    .filter(|(nama, _)| !BUKAN_RUJUKAN.contains(&nama.as_str()))
                    .map(|(nama, anak)| (format!("{pointer}/{}", tangga(nama)), anak)),
            ),
            _ => {}
        }
    }
    None
}

/// A name as a step of a pointer.
pub(super) fn tangga(nama: &str) -> String {
    nama.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn dokumen() -> Value {
        json!({
            "peran": [{ "kode": "fo" }],
            "layanan": [
                { "kode": "kk", "sop": "umum" },
                { "kode": "kia", "sop": "umum", "produk": [{ "kode": "kartu" }] },
                { "kode": "kia", "sop": "umum" },
            ],
            "sop": [
                { "kode": "lain", "mulai": "a", "tahap": [] },
                {
                    "kode": "umum", "mulai": "entah",
                    "tahap": [
                        { "kode": "cek", "keputusan": [] },
                        {
                            "kode": "kirim", "jika": "kanal",
                            "pelaksana": { "salah_satu": ["fo", "lurah"] },
                            "keputusan": [
                                { "kode": "ya", "tujuan": ["selesai"] },
                                { "kode": "hilang", "tujuan": ["selesai", { "tahap": "hilang" }] },
                            ],
                        },
                    ],
                    "rantai": [{ "kode": "pejabat", "level": [{ "peran": "kasi" }, { "peran": "lurah" }] }],
                },
            ],
        })
    }

    fn paket(letak: &str, kode: &'static str, nilai: Option<&str>) -> String {
        let cacat = Cacat::baru(kode, letak, "");
        let cacat = match nilai {
            Some(nilai) => cacat.dengan_nilai(nilai),
            None => cacat,
        };
        pelanggaran_paket(&dokumen(), cacat).pointer
    }

    #[test]
    fn a_path_by_codes_becomes_a_pointer_with_indexes() {
        for (letak, nilai, pointer) in [
            ("sop/umum/mulai", Some("entah"), "/sop/1/mulai"),
            ("sop/umum/tahap/kirim", Some("lurah"), "/sop/1/tahap/1/pelaksana/salah_satu/1"),
            ("sop/umum/tahap/kirim", None, "/sop/1/tahap/1"),
            (
                "sop/umum/tahap/kirim/keputusan/hilang",
                Some("hilang"),
                "/sop/1/tahap/1/keputusan/1/tujuan/1/tahap",
            ),
            ("sop/umum/rantai/pejabat", Some("lurah"), "/sop/1/rantai/0/level/1/peran"),
            ("layanan/kia/sop/umum/tahap/kirim/jika", Some("kanal"), "/sop/1/tahap/1/jika"),
            ("layanan/kia/produk/kartu", None, "/layanan/1/produk/0"),
            ("layanan/kia/isian", None, "/layanan/1/isian"),
            ("layanan/kia/sop/umum", None, "/layanan/1/sop"),
            ("layanan/kia", None, "/layanan/1"),
            ("layanan", None, "/layanan"),
            ("sop/tak_ada/tahap/x", None, "/sop"),
        ] {
            assert_eq!(paket(letak, "uji", nilai), pointer, "{letak}");
        }
        assert_eq!(paket("layanan/kia", "layanan_ganda", None), "/layanan/2", "the second of two");
    }

    #[test]
    fn in_a_definition_alone_the_pointer_starts_at_the_definition() {
        let definisi = dokumen()["sop"][1].clone();
        for letak in ["sop/umum/tahap/kirim/jika", "layanan/kia/sop/umum/tahap/kirim/jika"] {
            let salah =
                pelanggaran_sop(&definisi, Cacat::baru("uji", letak, "").dengan_nilai("kanal"));
            assert_eq!(
                (salah.pointer.as_str(), salah.nilai.as_deref()),
                ("/tahap/1/jika", Some("kanal"))
            );
        }
        assert_eq!(pelanggaran_sop(&definisi, Cacat::baru("uji", "sop/umum", "")).pointer, "");
    }
}
