//! The forms that texts and objects of a pack have beyond their type: the same checks that reading itself makes.

use serde::de::DeserializeOwned;
use serde_json::Value;
use time::{Date, macros::format_description};

use crate::{
    kalender::{JamKerja, Pukul, RentangJam, RentangWaktu},
    nilai::{Kode, KodeWilayah, NilaiTidakSah},
    tenant::TenantSlug,
};

/// Stable code and sentence of a fault.
type Salah = (&'static str, String);

/// A form of texts.
pub(super) struct Bentuk {
    /// The schema's `format`.
    pub nama: &'static str,
    /// The schema's `pattern`, when it has one.
    pub pola: Option<&'static str>,
    /// The check that decides.
    pub periksa: fn(&str) -> Result<(), Salah>,
}

/// Every form there is.
pub(super) static SEMUA: [Bentuk; 6] = [
    Bentuk { nama: "kode", pola: Some(Kode::POLA), periksa: |teks| nilai(Kode::parse(teks)) },
    Bentuk {
        nama: "kode-wilayah",
        pola: Some(KodeWilayah::POLA),
        periksa: |teks| nilai(KodeWilayah::parse(teks)),
    },
    Bentuk {
        nama: "tenant",
        pola: Some(TenantSlug::POLA),
        periksa: |teks| nilai(TenantSlug::parse(teks)),
    },
    Bentuk {
        nama: "pukul",
        pola: Some(Pukul::POLA),
        periksa: |teks| jam(teks.parse::<Pukul>().map(drop)),
    },
    Bentuk {
        nama: "rentang-jam",
        pola: Some(RentangJam::POLA),
        periksa: |teks| jam(teks.parse::<RentangJam>().map(drop)),
    },
    Bentuk { nama: "date", pola: None, periksa: tanggal },
];

/// The form of that `format`.
pub(super) fn bernama(nama: &str) -> Option<&'static Bentuk> {
    SEMUA.iter().find(|bentuk| bentuk.nama == nama)
}

/// The form of that `pattern`.
pub(super) fn berpola(pola: &str) -> Option<&'static Bentuk> {
    SEMUA.iter().find(|bentuk| bentuk.pola == Some(pola))
}

/// The check behind `x-periksa`: what no schema can say of a whole object.
pub(super) fn utuh(nama: &str, isi: &Value) -> Result<(), Salah> {
    match nama {
        "jam_kerja" => coba::<JamKerja>("jam_kerja_tidak_sah", isi),
        "rentang_waktu" => coba::<RentangWaktu>("rentang_terbalik", isi),
        _ => Ok(()),
    }
}

fn coba<T: DeserializeOwned>(kode: &'static str, isi: &Value) -> Result<(), Salah> {
    match serde_json::from_value::<T>(isi.clone()) {
        Ok(_) => Ok(()),
        Err(galat) => Err((kode, kalimat(&galat.to_string()))),
    }
}

fn nilai<T>(hasil: Result<T, NilaiTidakSah>) -> Result<(), Salah> {
    hasil.map(drop).map_err(|salah| (salah.kode, salah.pesan.to_owned()))
}

fn jam(hasil: Result<(), crate::kalender::GalatJamKerja>) -> Result<(), Salah> {
    hasil.map_err(|galat| ("jam_tidak_sah", kalimat(&galat.to_string())))
}

fn tanggal(teks: &str) -> Result<(), Salah> {
    Date::parse(teks, format_description!("[year]-[month]-[day]"))
        .map(drop)
        .map_err(|_| ("tanggal_tidak_sah", "Tulis tanggal seperti 2026-03-31.".to_owned()))
}

/// With a capital and a full stop.
fn kalimat(teks: &str) -> String {
    let mut huruf = teks.chars();
    let awal = huruf.next().map(|satu| satu.to_uppercase().to_string()).unwrap_or_default();
    format!("{awal}{}.", huruf.as_str())
}
