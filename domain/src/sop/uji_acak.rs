//! Random definitions, grown from a tape of bytes so that failures shrink.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{DefinisiSop, uji_alat::PERAN};

/// Guards that random definitions use.
pub(super) const PENJAGA: [&str; 3] = ["kanal == 'loket'", "kanal == 'daring'", "putaran > 1"];

/// A tape of choices; empty, it always answers 0.
#[derive(Clone, Debug)]
pub(super) struct Pita<'a>(pub &'a [u8]);

impl Pita<'_> {
    /// A number below `n`.
    pub fn pilih(&mut self, n: usize) -> usize {
        let Some((satu, sisa)) = self.0.split_first() else { return 0 };
        self.0 = sisa;
        usize::from(*satu) % n
    }

    /// True once in `n` times, never on an empty tape.
    pub fn sekali(&mut self, n: usize) -> bool {
        self.pilih(n) == n - 1
    }

    fn peran(&mut self) -> &'static str {
        PERAN[self.pilih(PERAN.len())]
    }

    fn penjaga(&mut self) -> &'static str {
        PENJAGA[self.pilih(PENJAGA.len())]
    }
}

/// Grows the steps of a definition.
struct Penumbuh<'a, 'b> {
    pita: &'a mut Pita<'b>,
    tahap: Vec<Value>,
    rantai: Vec<Value>,
    nomor: usize,
}

fn ke(kode: &str) -> Value {
    json!({ "tahap": kode })
}

fn keputusan(kode: &str, tujuan: &Value) -> Map<String, Value> {
    let isi = json!({ "kode": kode, "label": kode, "tujuan": [tujuan] });
    let Value::Object(isi) = isi else { unreachable!() };
    isi
}

impl Penumbuh<'_, '_> {
    fn kode(&mut self) -> String {
        self.nomor += 1;
        format!("t{}", self.nomor)
    }

    /// A row of steps that leads to `akhir`; tells where it begins.
    fn deret(&mut self, panjang: usize, dalam: usize, akhir: &Value) -> String {
        let kode: Vec<String> = (0..panjang).map(|_| self.kode()).collect();
        for (letak, satu) in kode.iter().enumerate() {
            let lanjut = kode.get(letak + 1).map_or_else(|| akhir.clone(), |kode| ke(kode));
            let balik = kode[self.pita.pilih(letak + 1)].clone();
            self.tumbuh(satu, dalam, &lanjut, &balik);
        }
        kode[0].clone()
    }

    fn tumbuh(&mut self, kode: &str, dalam: usize, lanjut: &Value, balik: &str) {
        let mut tahap = json!({ "kode": kode, "nama": kode, "jenis": "umum" });
        if self.pita.sekali(4) {
            tahap["jika"] = json!(self.pita.penjaga());
            tahap["lewat"] = lanjut.clone();
        }
        match self.pita.pilih(9) {
            1 => self.berantai(&mut tahap, lanjut, balik),
            2 => self.bersama(&mut tahap, lanjut, balik),
            3 => {
                tahap["pelaksana"] = json!({ "pemohon": true });
                tahap["keputusan"] =
                    json!([keputusan("ya", lanjut), keputusan("tidak", &ke(balik))]);
            }
            4 => self.menunggu(&mut tahap, lanjut),
            5 | 6 if dalam == 0 || (dalam == 1 && self.pita.sekali(5)) => {
                self.bercabang(&mut tahap, dalam, lanjut);
            }
            _ => self.biasa(&mut tahap, dalam, lanjut, balik),
        }
        self.tahap.push(tahap);
    }

    fn pelaksana(&mut self) -> Value {
        let mut isi = json!({ "salah_satu": [self.pita.peran(), self.pita.peran()] });
        match self.pita.pilih(8) {
            6 => isi["unit"] = json!("kecamatan"),
            7 => isi["tim"] = json!("keliling"),
            _ => {}
        }
        isi
    }

    fn biasa(&mut self, tahap: &mut Value, dalam: usize, lanjut: &Value, balik: &str) {
        tahap["pelaksana"] = self.pelaksana();
        let mut butuh: Vec<&str> = Vec::new();
        match self.pita.pilih(10) {
            1 => {
                tahap["formulir"] =
                    json!({ "kode": "F-1", "nama": "F", "skema": { "type": "object" } });
                butuh.push("formulir");
            }
            2 => {
                tahap["tarif"] = json!("denda");
                butuh.extend(self.pita.sekali(2).then_some("lunas"));
            }
            3 => {
                tahap["register"] = json!("buku");
                butuh.push("nomor_register");
            }
            4 => {
                tahap["pelaksana"]["pihak_luar"] = json!("Pengadilan");
                butuh.push("rujukan");
            }
            5 => tahap["konsultasi"] = json!(PERAN),
            6 => {
                tahap["jadwal"] = json!("janji");
                butuh.extend(["jadwal", "waktu_tiba"]);
            }
            7 => tahap["jenis"] = json!("proses"),
            _ => {}
        }
        let mut maju = keputusan("lanjut", lanjut);
        maju.insert("butuh".into(), json!(butuh));
        let mut semua = vec![maju];
        match self.pita.pilih(6) {
            1 | 2 => semua.push(keputusan("kembali", &ke(balik))),
            3 => {
                let mut tolak = keputusan("tolak", &json!("ditolak"));
                tolak.insert("kode_alasan".into(), json!(["palsu"]));
                semua.push(tolak);
            }
            // A case goes back to its applicant as a whole.
            4 | 5 if dalam == 0 => {
                let mut pemohon = json!({ "lanjut": balik });
                if self.pita.sekali(2) {
                    pemohon["batas"] = json!({ "hari_kerja": 3 });
                    let habis = [json!("dibatalkan"), ke(balik), lanjut.clone()];
                    pemohon["habis"] = habis[self.pita.pilih(3)].clone();
                }
                semua.push(keputusan("kurang", &json!({ "pemohon": pemohon })));
            }
            _ => {}
        }
        tahap["keputusan"] = json!(semua);
    }

    fn berantai(&mut self, tahap: &mut Value, lanjut: &Value, balik: &str) {
        tahap["jenis"] = json!("persetujuan");
        tahap["rantai"] = self.rantai();
        if self.pita.sekali(3) {
            tahap["pilih_rantai"] =
                json!([{ "jika": self.pita.penjaga(), "rantai": self.rantai() }]);
        }
        tahap["keputusan"] = json!([
            keputusan("setuju", lanjut),
            keputusan("turun", &json!({ "turun": { "dasar": balik } })),
        ]);
    }

    fn rantai(&mut self) -> Value {
        let kode = format!("r{}", self.rantai.len());
        let panjang = 1 + self.pita.pilih(3);
        let level = (0..panjang).map(|letak| {
            let mut level = json!({ "peran": self.pita.peran(), "jenis": "paraf", "nama": "L" });
            if letak + 1 < panjang && self.pita.sekali(3) {
                level["lewati_jika"] = json!(self.pita.penjaga());
            }
            level
        });
        let level: Vec<Value> = level.collect();
        self.rantai.push(json!({ "kode": kode, "nama": kode, "level": level }));
        json!(kode)
    }

    fn bersama(&mut self, tahap: &mut Value, lanjut: &Value, balik: &str) {
        let banyak = 2 + self.pita.pilih(2);
        let semua: Vec<_> = (0..banyak).map(|letak| PERAN[letak]).collect();
        if self.pita.sekali(3) {
            tahap["jenis"] = json!("proses");
        }
        tahap["pelaksana"] = json!({ "semua": semua });
        let mut setuju = keputusan("setuju", lanjut);
        setuju.insert("sepakat".into(), json!(true));
        tahap["keputusan"] = json!([setuju, keputusan("keberatan", &ke(balik))]);
    }

    fn menunggu(&mut self, tahap: &mut Value, lanjut: &Value) {
        tahap["jadwal"] = json!({ "tunggu": { "hari_kalender": 10 } });
        tahap["pelaksana"] = self.pelaksana();
        tahap["konsultasi"] = json!(["kasi"]);
        let mut lewat = keputusan("lewat", lanjut);
        lewat.insert("otomatis".into(), json!(true));
        tahap["keputusan"] = json!([lewat]);
    }

    /// A split into two or three rows of steps, and the step that joins them.
    fn bercabang(&mut self, tahap: &mut Value, dalam: usize, lanjut: &Value) {
        let temu = self.kode();
        let banyak = if self.pita.sekali(4) { 3 } else { 2 };
        let mut tujuan = Vec::new();
        for _ in 0..banyak {
            let panjang = if self.pita.sekali(3) { 2 } else { 1 };
            let awal = self.deret(panjang, dalam + 1, &ke(&temu));
            // Sometimes a branch goes straight to the join.
            tujuan.push(ke(if self.pita.sekali(6) { &temu } else { &awal }));
        }
        let mut gabung = json!({
            "kode": temu, "nama": temu, "jenis": "umum",
            "gabung": if self.pita.sekali(2) { "salah_satu" } else { "semua" },
            "pelaksana": self.pelaksana(),
            "keputusan": [keputusan("lanjut", lanjut)],
        });
        if self.pita.sekali(4) {
            gabung["jika"] = json!(self.pita.penjaga());
            gabung["lewat"] = lanjut.clone();
        }
        self.tahap.push(gabung);
        if self.pita.sekali(4) {
            self.bersama(tahap, &Value::Null, "");
            tahap["keputusan"].as_array_mut().unwrap().truncate(1);
            tahap["keputusan"][0]["tujuan"] = json!(tujuan);
        } else {
            tahap["pelaksana"] = self.pelaksana();
            let mut pecah = keputusan("pecah", &Value::Null);
            pecah.insert("tujuan".into(), json!(tujuan));
            tahap["keputusan"] = json!([pecah]);
        }
    }
}

/// The definition that a tape describes, sound or not.
pub(super) fn definisi(pita: &mut Pita<'_>) -> DefinisiSop {
    let panjang = 1 + pita.pilih(3);
    let mut penumbuh = Penumbuh { pita, tahap: Vec::new(), rantai: Vec::new(), nomor: 0 };
    let mulai = penumbuh.deret(panjang, 0, &json!("selesai"));
    serde_json::from_value(json!({
        "kode": "acak", "nama": "Acak", "mulai": mulai,
        "tahap": penumbuh.tahap, "rantai": penumbuh.rantai,
        "alasan": [{ "kode": "palsu", "nama": "Palsu" }],
        "tarif": [{ "kode": "denda", "nama": "D", "baris": [
            { "jika": "kanal == 'loket'", "jumlah": 50_000 }, { "jumlah": 20_000 },
        ] }],
        "register": [{ "kode": "buku", "nama": "B", "pola": "{urut}" }],
    }))
    .unwrap()
}

/// What random definitions were made of, to know that the tests meet all of it.
pub(super) fn ciri(definisi: &DefinisiSop) -> BTreeSet<&'static str> {
    let teks = serde_json::to_string(definisi).unwrap();
    let semua = [
        "salah_satu",
        "semua",
        "pemohon",
        "turun",
        "lewati_jika",
        "pilih_rantai",
        "gabung",
        "lewat",
        "otomatis",
        "habis",
        "tarif",
        "register",
        "formulir",
        "konsultasi",
        "pihak_luar",
        "lunas",
        "waktu_tiba",
        "unit",
        "tim",
        "sepakat",
        "proses",
        "kode_alasan",
    ];
    semua.into_iter().filter(|kata| teks.contains(&format!("\"{kata}\""))).collect()
}
