//! How large a pack may be, whatever it says.

use serde_json::Value;

use super::tulis::{ringkas, ringkas_teks, tambah};
use crate::sop::Cacat;

/// Bytes of a pack as a file or a request.
pub const UKURAN_MAKS: usize = 1024 * 1024;
/// Values of a pack, those inside others counted.
pub const SIMPUL_MAKS: usize = 100_000;
/// Levels of lists and objects inside each other.
pub const DALAM_MAKS: usize = 32;
/// Characters of one text.
pub const TEKS_MAKS: usize = 8_000;
/// Items of one list, and fields of one object.
pub const DAFTAR_MAKS: usize = 2_000;
/// Characters of the name of a field.
const NAMA_MAKS: usize = 100;

/// Everything that is too large, and every character that cannot be stored.
pub(super) fn periksa(nilai: &Value) -> Vec<Cacat> {
    let mut hitung = Hitung { simpul: 0, cacat: Vec::new() };
    hitung.telusur(nilai, "", 0);
    if hitung.simpul > SIMPUL_MAKS {
        let pesan =
            format!("Paket memuat lebih dari {SIMPUL_MAKS} nilai; bagi atau ringkas isinya.");
        hitung.cacat.push(Cacat::baru("paket_terlalu_besar", "", pesan));
    }
    hitung.cacat
}

struct Hitung {
    simpul: usize,
    cacat: Vec<Cacat>,
}

impl Hitung {
    fn telusur(&mut self, nilai: &Value, letak: &str, dalam: usize) {
        self.simpul += 1;
        if self.simpul > SIMPUL_MAKS {
            return;
        }
        match nilai {
            Value::String(teks) => self.teks(teks, letak),
            Value::Array(isi) => {
                if self.muat(isi.len(), nilai, letak, dalam) {
                    for (i, satu) in isi.iter().enumerate() {
                        self.telusur(satu, &tambah(letak, &i.to_string()), dalam + 1);
                    }
                }
            }
            Value::Object(isi) => {
                if self.muat(isi.len(), nilai, letak, dalam) {
                    for (nama, satu) in isi {
                        if nama.chars().count() > NAMA_MAKS || nama.contains('\0') {
                            let pesan = format!(
                                "Nama isian paling panjang {NAMA_MAKS} huruf, tanpa karakter kendali."
                            );
                            let cacat = Cacat::baru("nama_isian_tidak_sah", letak, pesan);
                            self.cacat.push(cacat.dengan_nilai(&ringkas_teks(nama)));
                        } else {
                            self.telusur(satu, &tambah(letak, nama), dalam + 1);
                        }
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn teks(&mut self, teks: &str, letak: &str) {
        if teks.chars().count() > TEKS_MAKS {
            let pesan = format!("Teks ini paling panjang {TEKS_MAKS} huruf.");
            let cacat = Cacat::baru("teks_terlalu_panjang", letak, pesan);
            self.cacat.push(cacat.dengan_nilai(&ringkas_teks(teks)));
        }
        if teks.contains('\0') {
            let pesan = "Teks ini memuat karakter yang tidak dapat disimpan.";
            let cacat = Cacat::baru("karakter_tidak_sah", letak, pesan);
            self.cacat.push(cacat.dengan_nilai(&ringkas_teks(&teks.replace('\0', "␀"))));
        }
    }

    /// Whether what is inside is looked at.
    fn muat(&mut self, jumlah: usize, nilai: &Value, letak: &str, dalam: usize) -> bool {
        if jumlah > DAFTAR_MAKS {
            let pesan = format!("Bagian ini paling banyak {DAFTAR_MAKS} butir.");
            let cacat = Cacat::baru("daftar_terlalu_panjang", letak, pesan);
            self.cacat.push(cacat.dengan_nilai(&ringkas(nilai)));
            return false;
        }
        if dalam >= DALAM_MAKS && jumlah > 0 {
            let pesan = format!("Bagian ini bertingkat lebih dari {DALAM_MAKS}.");
            self.cacat.push(Cacat::baru("terlalu_dalam", letak, pesan));
            return false;
        }
        true
    }
}
