//! The templates that every office has from the start: version 0, used until the office publishes its own.

use super::{BagianTemplat as B, IsiTemplat};
use crate::nilai::Kode;

/// The receipt.
pub const TANDA_TERIMA: &str = "tanda_terima";
/// The letter that says that a case is being worked on.
pub const SURAT_KETERANGAN: &str = "surat_keterangan";
/// Every template that Loket brings.
pub const BAWAAN: [&str; 2] = [TANDA_TERIMA, SURAT_KETERANGAN];

/// What the template of that code says when the office has none of its own.
pub fn templat_bawaan(kode: &Kode) -> Option<IsiTemplat> {
    match kode.as_str() {
        TANDA_TERIMA => Some(tanda_terima()),
        SURAT_KETERANGAN => Some(surat_keterangan()),
        _ => None,
    }
}

fn pasangan(label: &str, nilai: &str) -> B {
    B::Pasangan { label: label.to_owned(), nilai: nilai.to_owned() }
}

fn teks(isi: &str) -> B {
    B::Teks(isi.to_owned())
}

fn tanda() -> B {
    B::Tanda { jabatan: "Petugas pelayanan".to_owned(), peran: None }
}

fn tanda_terima() -> IsiTemplat {
    IsiTemplat {
        judul: "Tanda terima permohonan".to_owned(),
        berlaku_hari: None,
        bagian: vec![
            pasangan("Nomor permohonan", "{nomor}"),
            pasangan("Layanan", "{layanan}"),
            pasangan("Pemohon", "{pemohon}"),
            pasangan("Diurus oleh", "{kuasa}"),
            pasangan("Terdaftar", "{terdaftar}"),
            pasangan("Perkiraan selesai", "{perkiraan}"),
            pasangan("Hasil layanan", "{produk}"),
            B::Subjudul("Berkas yang sudah kami terima".to_owned()),
            B::Berkas,
            B::Subjudul("Untuk Anda ketahui".to_owned()),
            B::Butir(
                "Simpan tanda terima ini dan sebutkan nomor permohonan bila bertanya.".to_owned(),
            ),
            B::Butir(
                "Cek perkembangan kapan saja: kirim STATUS ke nomor WhatsApp resmi {kantor}."
                    .to_owned(),
            ),
            B::Butir(
                "Kami tidak pernah meminta uang ke rekening pribadi, kode OTP atau kata sandi."
                    .to_owned(),
            ),
            tanda(),
        ],
    }
}

fn surat_keterangan() -> IsiTemplat {
    IsiTemplat {
        judul: "Surat keterangan".to_owned(),
        berlaku_hari: Some(30),
        bagian: vec![
            teks("Yang bertanda tangan di bawah ini, atas nama {kantor}, menerangkan bahwa:"),
            pasangan("Nama", "{pemohon}"),
            pasangan("NIK", "{nik}"),
            pasangan("Nomor permohonan", "{nomor}"),
            pasangan("Layanan", "{layanan}"),
            pasangan("Terdaftar", "{terdaftar}"),
            teks(
                "telah mengajukan permohonan tersebut di atas, dan permohonannya sedang kami proses. Hasil layanan: {produk}.",
            ),
            teks(
                "Surat keterangan ini dibuat untuk dipergunakan selama hasil layanan belum terbit, berlaku sampai {berlaku_sampai}, dan tidak berlaku lagi sejak hasil layanan terbit.",
            ),
            tanda(),
        ],
    }
}
