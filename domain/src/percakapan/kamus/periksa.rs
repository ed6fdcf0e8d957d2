//! The check of a text before it is stored, with sample data as long as they come.

use super::{super::teks::isi_pola, Teks};

/// What is wrong with the words of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacatTeks {
    /// Stable code.
    pub kode: &'static str,
    /// An Indonesian sentence that a person can act on.
    pub pesan: String,
}

/// Sample data for what may be filled in: what residents are likely to see.
pub fn contoh(isian: &str) -> &'static str {
    match isian {
        "nomor" | "permohonan" => "6311-2026-00042-7",
        "layanan" => "Akta Kelahiran",
        "nama" => "Siti Aminah",
        "alasan" => "foto kartu keluarga kurang jelas",
        "saat" | "mulai" | "batas" => "Senin, 23 November 2026 pukul 10.00 WITA",
        "tanggal" => "Senin, 23 November 2026",
        "jam" => "Senin sampai Jumat pukul 08.00-15.00",
        "syarat" | "kurang" | "daftar" => "Kartu keluarga",
        "dokumen" => "Kutipan akta kelahiran",
        "status" => "sedang diproses",
        "tahap" => "Apakah data pada draf sudah benar?",
        "pilihan" => "Ya, sudah benar",
        "hubungan" => "Keluarga",
        "ukuran" => "3x4, latar merah",
        "siapa" => "dua orang saksi",
        "lain" => "persediaan blanko kartu sedang habis",
        "biaya" => "Gratis",
        "lama" => "1 hari kerja",
        "bahasa" => "bahasa Indonesia",
        "sebab" => "Kuota hari ini sudah penuh.",
        "kantor" => "Disdukcapil Kabupaten Balangan",
        "cara" => "dikirim ke WhatsApp Anda",
        "alamat_tautan" => {
            "https://loket.contoh.go.id/kabupaten_contoh/ambil/5f1d3b7a9c2e4860b1d2f3a4c5e6f708192a3b4c5d6e7f80"
        }
        "tagihan" => "Rp50.000",
        "kode" => "A012",
        "jenis" => "Pengambilan dokumen",
        "letak" => "12 orang di depan Anda, kira-kira 45 menit lagi.",
        "jadwal" => "Selasa, 24 November 2026 pukul 09.00 WITA",
        _ => "2",
    }
}

/// The longest that is filled in, for the check of limits.
fn terpanjang(isian: &str) -> String {
    let panjang = match isian {
        "layanan" | "dokumen" | "alasan" | "nama" | "syarat" | "sebab" | "lain" | "tahap"
        | "kantor" => 120,
        "kurang" | "daftar" => 300,
        "loket" | "jenis" => 60,
        "letak" => 200,
        _ => contoh(isian).chars().count(),
    };
    "x".repeat(panjang)
}

/// The names in braces of a text.
fn nama_isian(pola: &str) -> Vec<&str> {
    let bagian = pola.split('{').skip(1);
    bagian.filter_map(|ekor| ekor.split_once('}').map(|(nama, _)| nama)).collect()
}

/// Every fault of the words for a text that allows `isian` and `batas` characters after filling in.
pub fn periksa_pola(pola: &str, isian: &[&str], batas: usize) -> Vec<CacatTeks> {
    let mut cacat = Vec::new();
    if pola.trim().is_empty() {
        let pesan = "Teks tidak boleh kosong.".to_owned();
        cacat.push(CacatTeks { kode: "teks_kosong", pesan });
    }
    for nama in nama_isian(pola) {
        if !isian.contains(&nama) {
            let boleh: Vec<String> = isian.iter().map(|satu| format!("{{{satu}}}")).collect();
            let boleh = if boleh.is_empty() {
                "tidak ada yang bisa diisikan di sini".to_owned()
            } else {
                format!("yang bisa: {}", boleh.join(", "))
            };
            let pesan = format!("`{{{nama}}}` tidak dikenal; {boleh}.");
            cacat.push(CacatTeks { kode: "isian_tidak_dikenal", pesan });
        }
    }
    if pola.matches('{').count() != pola.matches('}').count() {
        let pesan = "Kurung kurawal tidak berpasangan.".to_owned();
        cacat.push(CacatTeks { kode: "kurung_tidak_berpasangan", pesan });
    }
    let nilai: Vec<String> = isian.iter().map(|nama| terpanjang(nama)).collect();
    let pasangan: Vec<(&str, &str)> =
        isian.iter().copied().zip(nilai.iter().map(String::as_str)).collect();
    let panjang = isi_pola(pola, &pasangan).chars().count();
    if panjang > batas {
        let pesan = format!("Setelah diisi bisa sampai {panjang} huruf; paling banyak {batas}.");
        cacat.push(CacatTeks { kode: "teks_terlalu_panjang", pesan });
    }
    cacat
}

impl Teks {
    /// Every fault of other words for this text.
    pub fn periksa(&self, pola: &str) -> Vec<CacatTeks> {
        periksa_pola(pola, self.isian, self.batas)
    }
}

/// The words with sample data filled in.
pub fn pratinjau(pola: &str, isian: &[&str]) -> String {
    let pasangan: Vec<(&str, &str)> = isian.iter().map(|nama| (*nama, contoh(nama))).collect();
    isi_pola(pola, &pasangan)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{super::semua, *};

    #[test]
    fn every_text_has_a_name_of_its_own_and_is_sound() {
        let kode: BTreeSet<_> = semua().map(|satu| satu.kode).collect();
        assert_eq!(kode.len(), semua().count());
        for satu in semua() {
            assert_eq!(satu.periksa(satu.bawaan), [], "{}", satu.kode);
            let isian: BTreeSet<_> = nama_isian(satu.bawaan).into_iter().collect();
            assert_eq!(isian, satu.isian.iter().copied().collect(), "{}", satu.kode);
            assert!(!pratinjau(satu.bawaan, satu.isian).contains('{'), "{}", satu.kode);
        }
    }

    #[test]
    fn faults_are_told_all_at_once() {
        let teks = super::super::teks("titipan").unwrap();
        let kode = |pola: &str| -> Vec<_> {
            teks.periksa(pola).into_iter().map(|cacat| cacat.kode).collect()
        };
        assert_eq!(kode("{jumlah} berkas"), Vec::<&str>::new());
        assert_eq!(kode("  "), ["teks_kosong"]);
        assert_eq!(kode("{nik} {jumlah"), ["isian_tidak_dikenal", "kurung_tidak_berpasangan"]);
        assert_eq!(kode(&"x".repeat(1_001)), ["teks_terlalu_panjang"]);
        let tombol = super::super::teks("tombol_kirim").unwrap();
        assert_eq!(tombol.periksa("Kirim permohonan sekarang").len(), 1);
    }

    proptest! {
        #[test]
        fn no_words_make_the_check_panic(pola in ".{0,300}", dengan in "[{}a-z ]{0,60}") {
            for satu in semua().take(5) {
                let _ = satu.periksa(&pola);
                let _ = pratinjau(&dengan, satu.isian);
            }
        }
    }
}
