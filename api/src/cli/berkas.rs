//! Packs as files.

use std::{fs::File, io::Read, path::Path};

use loket_domain::{
    sop::Cacat,
    tenant::{
        Paket,
        baca::{UKURAN_MAKS, baca_susunan},
    },
};

use super::Gagal;
use crate::paket::{batasi, dasar, urai_yaml};

/// Reads a pack from a YAML file, over its base; what it means is not asked yet.
pub(super) fn baca_berkas(letak: &Path) -> Result<Paket, Gagal> {
    let gagal =
        |galat: &dyn std::fmt::Display| Gagal::kata(format!("{}: {galat}", letak.display()));
    let mut teks = String::new();
    // One byte more than may be read shows that there is more.
    let batas = UKURAN_MAKS as u64 + 1;
    File::open(letak)
        .and_then(|berkas| berkas.take(batas).read_to_string(&mut teks))
        .map_err(|galat| gagal(&galat))?;
    batasi(teks.len()).map_err(|rusak| gagal(&rusak))?;
    baca_paket(&teks).map_err(|galat| gagal(&galat))
}

/// Reads a pack from YAML, over its base; what it means is not asked yet.
pub fn baca_paket(teks: &str) -> Result<Paket, Gagal> {
    let mentah =
        urai_yaml(teks).map_err(|rusak| Gagal::kata(format!("paket tidak terbaca: {rusak}")))?;
    let dasar = dasar().map_err(Gagal::dari)?;
    baca_susunan(mentah, &dasar).map_err(|cacat| {
        let baris: Vec<String> = cacat.iter().map(kalimat).collect();
        Gagal::kata(format!("{} kesalahan dalam paket\n{}", cacat.len(), baris.join("\n")))
    })
}

/// A fault on one line: place, sentence, value, code.
pub(super) fn kalimat(cacat: &Cacat) -> String {
    let letak = if cacat.letak.is_empty() { "paket" } else { &cacat.letak };
    let nilai = cacat.nilai.as_ref().map(|nilai| format!(" (tertulis: {nilai})"));
    format!("{letak}: {}{} [{}]", cacat.pesan, nilai.unwrap_or_default(), cacat.kode)
}

/// Prints every fault of what a pack means.
pub(super) fn periksa(paket: &Paket) -> Result<(), Gagal> {
    let cacat = paket.periksa();
    for satu in &cacat {
        eprintln!("{}", kalimat(satu));
    }
    if cacat.is_empty() {
        Ok(())
    } else {
        Err(Gagal::kata(format!("paket punya {} cacat; tidak ada yang diubah", cacat.len())))
    }
}
