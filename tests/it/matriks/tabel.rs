//! The OpenAPI document as a table: every operation, who may call it, and a request that reaches its use case.

use std::fmt::Write;

use loket_domain::id::IdSource;
use loket_infra::crypto::SystemIds;
use loket_tests::app::paket;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

/// One row: an operation.
#[derive(Clone)]
pub struct Operasi {
    /// Its `operationId`.
    pub id: String,
    /// Method.
    pub metode: Method,
    /// Path, as a template.
    pub jalur: String,
    /// Permissions: of every line one is needed; no line for every officer.
    pub izin: Vec<Vec<String>>,
    /// Anybody may call it.
    pub umum: bool,
    /// It asks for a fresh proof.
    pub segar: bool,
    parameter: Vec<Value>,
    badan: Option<(String, Value)>,
}

/// A request that can be sent.
pub struct Permintaan {
    pub jalur: String,
    pub kepala: Vec<(String, String)>,
    pub badan: Option<Value>,
    pub mentah: Option<Vec<u8>>,
}

/// An id that nobody has.
pub fn acak() -> Uuid {
    SystemIds.uuid()
}

/// What stands in the places that a request leaves open.
#[derive(Clone, Copy)]
pub struct Isian<'a> {
    /// Every id, in path, query and body.
    pub id: Uuid,
    /// The office in public paths.
    pub tenant: &'a str,
}

/// Every operation of the document that the server serves.
pub fn semua() -> Vec<Operasi> {
    let dokumen: Value = serde_json::from_str(&loket::http::openapi_json()).unwrap();
    let mut semua = Vec::new();
    for (jalur, metode) in dokumen["paths"].as_object().unwrap() {
        for (nama, isi) in metode.as_object().unwrap() {
            let kode = |satu: &Value| satu.as_str().unwrap().to_owned();
            let daftar = |semua: &Value| semua.as_array().unwrap().iter().map(kode).collect();
            let izin = match &isi["x-izin"] {
                Value::Null => Vec::new(),
                satu @ Value::String(_) => vec![vec![kode(satu)]],
                pilihan @ Value::Array(_) => vec![daftar(pilihan)],
                semua => {
                    let semua: Vec<String> = daftar(&semua["semua"]);
                    semua.into_iter().map(|satu| vec![satu]).collect()
                }
            };
            semua.push(Operasi {
                id: isi["operationId"].as_str().unwrap().to_owned(),
                metode: nama.to_uppercase().parse().unwrap(),
                jalur: jalur.clone(),
                izin,
                umum: isi["security"].is_null(),
                segar: isi["x-segar"] == json!(true),
                parameter: isi["parameters"].as_array().cloned().unwrap_or_default(),
                badan: badan(&dokumen, &isi["requestBody"]),
            });
        }
    }
    semua
}

/// The media type of a body and an example of it.
fn badan(dokumen: &Value, isi: &Value) -> Option<(String, Value)> {
    let (jenis, isi) = isi["content"].as_object()?.iter().next()?;
    let contoh = match &isi["example"] {
        Value::Null => contoh(dokumen, &isi["schema"]),
        ada => ada.clone(),
    };
    Some((jenis.clone(), contoh))
}

/// An example of a schema: its own, or the least that it takes.
fn contoh(dokumen: &Value, skema: &Value) -> Value {
    if let Some(rujukan) = skema["$ref"].as_str() {
        // Packs and SOPs have no example in the document; the seed offices are theirs.
        let balangan = || serde_json::to_value(paket("balangan", "contoh")).unwrap();
        return match rujukan.rsplit('/').next() {
            Some("Paket") => balangan(),
            Some("DefinisiSopView") => balangan()["sop"][0].clone(),
            _ => contoh(dokumen, dokumen.pointer(rujukan.trim_start_matches('#')).unwrap()),
        };
    }
    if !skema["example"].is_null() {
        return skema["example"].clone();
    }
    for pilihan in ["oneOf", "anyOf", "allOf"] {
        if let Some(satu) = skema[pilihan].as_array().and_then(|semua| semua.last()) {
            return contoh(dokumen, satu);
        }
    }
    if let Some(satu) = skema["enum"].as_array().and_then(|semua| semua.first()) {
        return satu.clone();
    }
    match skema["type"].as_str() {
        Some("string") if skema["format"] == "uuid" => json!(Uuid::nil()),
        Some("string") => json!("contoh"),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("array") => json!([]),
        _ => {
            let wajib = skema["required"].as_array().into_iter().flatten();
            let isi = wajib
                .filter_map(Value::as_str)
                .map(|nama| (nama.to_owned(), contoh(dokumen, &skema["properties"][nama])));
            Value::Object(isi.collect())
        }
    }
}

impl Operasi {
    /// `METHOD /path (operationId)`, for people.
    pub fn nama(&self) -> String {
        format!("{} {} ({})", self.metode, self.jalur, self.id)
    }

    /// Whether a path, a query or the body names something by id.
    pub fn menyebut_id(&self) -> bool {
        let beku = |id| {
            let p = self.permintaan(Isian { id, tenant: "x" });
            (p.jalur, p.badan)
        };
        beku(Uuid::from_u128(1)) != beku(Uuid::from_u128(2))
    }

    /// Whether its path names something by id.
    pub fn jalur_ber_id(&self) -> bool {
        let uuid = |satu: &Value| satu["in"] == "path" && satu["schema"]["format"] == "uuid";
        self.parameter.iter().any(uuid)
    }

    /// Whether it takes a JSON object.
    pub fn badan_json(&self) -> bool {
        self.badan
            .as_ref()
            .is_some_and(|(jenis, isi)| jenis == "application/json" && isi.is_object())
    }

    /// The request: examples of the document, with these ids.
    pub fn permintaan(&self, isian: Isian<'_>) -> Permintaan {
        let mut jalur = self.jalur.clone();
        let mut kueri: Vec<String> = Vec::new();
        let mut kepala = Vec::new();
        for satu in &self.parameter {
            let nama = satu["name"].as_str().unwrap();
            let uuid = satu["schema"]["format"] == "uuid";
            let nilai = if uuid {
                isian.id.to_string()
            } else if nama == "tenant" {
                isian.tenant.to_owned()
            } else {
                teks(&satu["example"]).unwrap_or_else(|| bawaan(nama, &satu["schema"]))
            };
            match satu["in"].as_str().unwrap() {
                "path" => jalur = jalur.replace(&format!("{{{nama}}}"), &urlen(&nilai)),
                "query" if satu["required"] == true => {
                    kueri.push(format!("{nama}={}", urlen(&nilai)));
                }
                "header" if nama == "Idempotency-Key" => {
                    kepala.push((nama.to_owned(), acak().to_string()));
                }
                "header" if satu["required"] == true => kepala.push((nama.to_owned(), nilai)),
                _ => {}
            }
        }
        if !kueri.is_empty() {
            jalur = format!("{jalur}?{}", kueri.join("&"));
        }
        let (mut badan, mut mentah) = (None, None);
        if let Some((jenis, contoh)) = &self.badan {
            kepala.push(("content-type".to_owned(), jenis.clone()));
            match (jenis.as_str(), contoh) {
                ("application/json", contoh) => {
                    let mut isi = contoh.clone();
                    ganti_id(&mut isi, isian.id);
                    badan = Some(isi);
                }
                (_, Value::String(teks)) => mentah = Some(teks.clone().into_bytes()),
                _ => mentah = Some(Vec::new()),
            }
        }
        Permintaan { jalur, kepala, badan, mentah }
    }
}

impl Permintaan {
    /// The bytes of the body.
    pub fn isi(&self) -> Option<Vec<u8>> {
        let json = self.badan.as_ref().map(|isi| isi.to_string().into_bytes());
        json.or_else(|| self.mentah.clone())
    }
}

fn teks(nilai: &Value) -> Option<String> {
    match nilai {
        Value::Null => None,
        Value::String(teks) => Some(teks.clone()),
        lain => Some(lain.to_string()),
    }
}

fn bawaan(nama: &str, skema: &Value) -> String {
    match (nama, skema["type"].as_str()) {
        ("tanggal", _) => "2027-03-01".to_owned(),
        ("bahasa", _) => "id".to_owned(),
        (_, Some("integer")) => "1".to_owned(),
        _ => "contoh".to_owned(),
    }
}

fn urlen(teks: &str) -> String {
    teks.bytes().fold(String::new(), |mut hasil, b| {
        if b.is_ascii_alphanumeric() || b"-_.~".contains(&b) {
            hasil.push(char::from(b));
        } else {
            let _ = write!(hasil, "%{b:02X}");
        }
        hasil
    })
}

fn ganti_id(nilai: &mut Value, id: Uuid) {
    match nilai {
        Value::String(teks) if Uuid::parse_str(teks).is_ok() => *teks = id.to_string(),
        Value::Array(semua) => semua.iter_mut().for_each(|satu| ganti_id(satu, id)),
        Value::Object(isi) => isi.values_mut().for_each(|satu| ganti_id(satu, id)),
        _ => {}
    }
}
