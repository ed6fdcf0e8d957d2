//! The one table of variables: the check, the evaluation and the documentation are made from it.

use std::collections::HashMap;

use cel::Value;

use super::konteks::KonteksUngkapan;
use crate::{layanan::Kanal, nilai::Kode};

/// The type of a part of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Jenis {
    Bool,
    Int,
    Teks,
    DaftarTeks,
    DaftarInt,
    /// Answers by code; only ever used through a key.
    PetaTeks,
}

impl Jenis {
    /// As people who write expressions call it.
    pub(super) fn nama(self) -> &'static str {
        match self {
            Self::Bool => "ya/tidak",
            Self::Int => "angka",
            Self::Teks => "teks",
            Self::DaftarTeks => "daftar teks",
            Self::DaftarInt => "daftar angka",
            Self::PetaTeks => "kumpulan teks",
        }
    }
}

/// One variable.
pub(super) struct Variabel {
    /// As it is written; a dot separates a group from its member.
    pub(super) nama: &'static str,
    pub(super) jenis: Jenis,
    /// One Indonesian sentence for the documentation.
    pub(super) arti: &'static str,
    pub(super) contoh: &'static str,
    /// The only values there are, when they are few.
    pub(super) pilihan: &'static [&'static str],
    nilai: fn(&KonteksUngkapan) -> Value,
}

/// The variable of answers, whose members the service declares.
pub(super) const ISIAN: &str = "isian";
/// The variable of papers, whose elements the service declares.
pub(super) const BERKAS: &str = "berkas";

/// Every variable, in the order of the documentation.
pub(super) const VARIABEL: &[Variabel] = &[
    Variabel {
        nama: "layanan",
        jenis: Jenis::Teks,
        arti: "Kode layanan.",
        contoh: r#"layanan == "kk_baru""#,
        pilihan: &[],
        nilai: |k| k.layanan.as_str().into(),
    },
    Variabel {
        nama: "varian",
        jenis: Jenis::Teks,
        arti: r#"Kode varian layanan; "" bila tidak ada."#,
        contoh: r#"varian in ["hilang", "rusak"]"#,
        pilihan: &[],
        nilai: |k| k.varian.as_ref().map_or("", Kode::as_str).into(),
    },
    Variabel {
        nama: "kanal",
        jenis: Jenis::Teks,
        arti: "Cara permohonan masuk.",
        contoh: r#"kanal == "loket""#,
        pilihan: &["whatsapp", "loket", "daring", "jemput_bola"],
        nilai: |k| {
            match k.kanal {
                Kanal::Whatsapp => "whatsapp",
                Kanal::Loket => "loket",
                Kanal::Daring => "daring",
                Kanal::JemputBola => "jemput_bola",
            }
            .into()
        },
    },
    Variabel {
        nama: ISIAN,
        jenis: Jenis::PetaTeks,
        arti: r#"Jawaban pemohon menurut kode isian; "" bila belum diisi."#,
        contoh: r#"isian.alasan != "" atau isian["alasan"] != """#,
        pilihan: &[],
        nilai: |k| {
            k.isian
                .iter()
                .map(|(kode, teks)| (kode.as_str().to_owned(), Value::from(teks.as_str())))
                .collect::<HashMap<_, _>>()
                .into()
        },
    },
    Variabel {
        nama: "pemohon.umur",
        jenis: Jenis::Int,
        arti: "Umur pemohon dalam tahun; -1 bila tidak diketahui.",
        contoh: "pemohon.umur >= 17",
        pilihan: &[],
        nilai: |k| Value::Int(k.pemohon.umur.map_or(-1, i64::from)),
    },
    Variabel {
        nama: "pemohon.wni",
        jenis: Jenis::Bool,
        arti: "Apakah pemohon WNI.",
        contoh: "!pemohon.wni",
        pilihan: &[],
        nilai: |k| Value::Bool(k.pemohon.wni),
    },
    Variabel {
        nama: "pemohon.rentan",
        jenis: Jenis::Bool,
        arti: "Apakah pemohon termasuk kelompok rentan.",
        contoh: "pemohon.rentan || pemohon.umur >= 60",
        pilihan: &[],
        nilai: |k| Value::Bool(k.pemohon.rentan),
    },
    Variabel {
        nama: BERKAS,
        jenis: Jenis::DaftarTeks,
        arti: "Kode syarat yang berkasnya sudah ada.",
        contoh: r#""kk" in berkas"#,
        pilihan: &[],
        nilai: |k| k.berkas.iter().map(Kode::as_str).collect::<Vec<_>>().into(),
    },
    Variabel {
        nama: "putaran",
        jenis: Jenis::Int,
        arti: "Sudah berapa kali permohonan sampai di tahap ini.",
        contoh: "putaran > 3",
        pilihan: &[],
        nilai: |k| Value::Int(k.putaran.into()),
    },
    Variabel {
        nama: "kuasa",
        jenis: Jenis::Bool,
        arti: "Apakah permohonan diurus oleh kuasa.",
        contoh: "kuasa",
        pilihan: &[],
        nilai: |k| Value::Bool(k.kuasa),
    },
    Variabel {
        nama: "peristiwa.hari",
        jenis: Jenis::Int,
        arti: "Jumlah hari sejak peristiwa yang dilaporkan; -1 bila tidak diketahui.",
        contoh: "peristiwa.hari > 60",
        pilihan: &[],
        nilai: |k| Value::Int(k.hari_sejak_peristiwa.map_or(-1, i64::from)),
    },
    Variabel {
        nama: "terdaftar",
        jenis: Jenis::Int,
        arti: "Tanggal permohonan terdaftar sebagai angka tahun-bulan-hari; aturan yang berlaku sejak suatu hari memakainya, sehingga permohonan lama tetap pada aturan lama.",
        contoh: "terdaftar >= 20270101",
        pilihan: &[],
        nilai: |k| Value::Int(angka_tanggal(k.terdaftar)),
    },
    Variabel {
        nama: "sekarang.tahun",
        jenis: Jenis::Int,
        arti: "Tahun ini.",
        contoh: "sekarang.tahun >= 2026",
        pilihan: &[],
        nilai: |k| Value::Int(k.hari_ini.year().into()),
    },
    Variabel {
        nama: "sekarang.bulan",
        jenis: Jenis::Int,
        arti: "Bulan ini, 1 sampai 12.",
        contoh: "sekarang.bulan == 8",
        pilihan: &[],
        nilai: |k| Value::Int(u8::from(k.hari_ini.month()).into()),
    },
    Variabel {
        nama: "sekarang.hari",
        jenis: Jenis::Int,
        arti: "Tanggal hari ini, 1 sampai 31.",
        contoh: "sekarang.hari <= 7",
        pilihan: &[],
        nilai: |k| Value::Int(k.hari_ini.day().into()),
    },
];

/// A day as a number that reads like it: 20270131.
fn angka_tanggal(hari: time::Date) -> i64 {
    i64::from(hari.year()) * 10_000
        + i64::from(u8::from(hari.month())) * 100
        + i64::from(hari.day())
}

impl Variabel {
    /// Its value.
    pub(super) fn nilai(&self, konteks: &KonteksUngkapan) -> Value {
        (self.nilai)(konteks)
    }
}

/// The variable of that name.
pub(super) fn cari(nama: &str) -> Option<&'static Variabel> {
    VARIABEL.iter().find(|variabel| variabel.nama == nama)
}

/// The variables of a group, such as `pemohon`.
pub(super) fn anggota(grup: &str) -> impl Iterator<Item = &'static Variabel> {
    VARIABEL
        .iter()
        .filter(move |variabel| variabel.nama.split_once('.').is_some_and(|(g, _)| g == grup))
}
