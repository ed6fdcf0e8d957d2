//! Packs as files and requests: YAML and JSON within bounds, and the bases that the binary carries.

#[cfg(test)]
mod uji;

use std::{fmt, sync::LazyLock};

use loket_domain::tenant::{
    Dasar,
    baca::{UKURAN_MAKS, skema_paket, urai},
};
use serde_json::Value;

/// The base that every office may start from.
const NASIONAL: &str = include_str!("../../../deploy/katalog/nasional.yaml");

static DASAR: LazyLock<Result<Value, DokumenRusak>> = LazyLock::new(|| urai_yaml(NASIONAL));

/// A text that is no document, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DokumenRusak {
    /// The first line is 1; `None` when the fault is the text as a whole.
    pub letak: Option<(usize, usize)>,
    /// What is wrong.
    pub pesan: String,
}

impl fmt::Display for DokumenRusak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((baris, kolom)) = self.letak {
            write!(f, "baris {baris} kolom {kolom}: ")?;
        }
        f.write_str(&self.pesan)
    }
}

impl std::error::Error for DokumenRusak {}

/// The bases that packs may start from.
///
/// # Errors
/// The binary carries one that cannot be read; a test keeps this from being built.
pub fn dasar() -> Result<Vec<Dasar<'static>>, DokumenRusak> {
    match &*DASAR {
        Ok(isi) => Ok(vec![Dasar { nama: "nasional", isi }]),
        Err(rusak) => Err(rusak.clone()),
    }
}

/// The JSON Schema of packs: pretty, in a stable order, with a newline at the end.
pub fn skema_json() -> String {
    format!("{:#}\n", skema_paket())
}

/// Reads a YAML text of one document: at most 1 MiB, aliases unfolded within the bounds of a pack, no field twice.
///
/// # Errors
/// Anything else, with its place.
pub fn urai_yaml(teks: &str) -> Result<Value, DokumenRusak> {
    batasi(teks.len())?;
    if let Some(letak) = kurung_terdalam(teks) {
        let pesan = format!("tanda kurung bertingkat lebih dari {KURUNG_MAKS}");
        return Err(DokumenRusak { letak: Some(letak), pesan });
    }
    urai(yaml_serde::Deserializer::from_str(teks)).map_err(|galat| {
        let letak = galat.location().map(|letak| (letak.line(), letak.column()));
        DokumenRusak { letak, pesan: kalimat_yaml(&galat.to_string()) }
    })
}

/// Reads a JSON text, no field twice.
///
/// # Errors
/// Anything else, with its place.
pub fn urai_json(badan: &[u8]) -> Result<Value, DokumenRusak> {
    batasi(badan.len())?;
    let mut dokumen = serde_json::Deserializer::from_slice(badan);
    urai(&mut dokumen).and_then(|nilai| dokumen.end().map(|()| nilai)).map_err(|galat| {
        let letak = (galat.line() > 0).then(|| (galat.line(), galat.column()));
        DokumenRusak { letak, pesan: tanpa_letak(&galat.to_string(), " at line ") }
    })
}

/// Refuses what is too long before anything of it is looked at.
///
/// # Errors
/// More than 1 MiB.
pub fn batasi(panjang: usize) -> Result<(), DokumenRusak> {
    if panjang <= UKURAN_MAKS {
        return Ok(());
    }
    let pesan = format!("paket paling besar {} KiB", UKURAN_MAKS / 1024);
    Err(DokumenRusak { letak: None, pesan })
}

/// Opening brackets that may stand open at once; the scanner of YAML takes time in the square of their number.
const KURUNG_MAKS: usize = 200;

/// Where too many brackets are open. Those inside texts count as well, and cancel out in any text that people write.
fn kurung_terdalam(teks: &str) -> Option<(usize, usize)> {
    let mut terbuka = 0_usize;
    for (i, baris) in teks.lines().enumerate() {
        for (j, huruf) in baris.chars().enumerate() {
            match huruf {
                '[' | '{' => terbuka += 1,
                ']' | '}' => terbuka = terbuka.saturating_sub(1),
                _ => {}
            }
            if terbuka > KURUNG_MAKS {
                return Some((i + 1, j + 1));
            }
        }
    }
    None
}

fn kalimat_yaml(galat: &str) -> String {
    let galat = tanpa_letak(galat, " at line ");
    if galat.contains("more than one document") {
        "hanya satu dokumen dalam satu berkas; hapus pemisah `---`".to_owned()
    } else if galat.contains("repetition limit") {
        "alias YAML dijabarkan terlalu banyak".to_owned()
    } else if galat.contains("recursion limit") {
        "isinya bertingkat terlalu dalam".to_owned()
    } else if galat.contains("unknown anchor") {
        "alias YAML ini tidak punya jangkar".to_owned()
    } else {
        galat
    }
}

/// The message without the place, which is told in its own words.
fn tanpa_letak(galat: &str, pemisah: &str) -> String {
    galat.split(pemisah).next().unwrap_or(galat).to_owned()
}
