//! The packs of `deploy/tenants` as they are: sound, refused once broken, and walked on the engine.

mod alur;
mod baris;
mod bentuk;
mod jalur;
mod meja;
mod petugas;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, de::DeserializeOwned};

use super::{Paket, TenantSlug};
use crate::{
    nilai::Kode,
    sop::{DefinisiSop, uji::kode},
};

fn deploy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy")
}

fn baca<T: DeserializeOwned>(letak: &Path) -> T {
    let teks = fs::read_to_string(letak).unwrap_or_else(|e| panic!("{}: {e}", letak.display()));
    let nilai: serde_json::Value =
        yaml_serde::from_str(&teks).unwrap_or_else(|e| panic!("{}: {e}", letak.display()));
    serde_json::from_value(nilai).unwrap_or_else(|e| panic!("{}: {e}", letak.display()))
}

fn paket(slug: &str) -> Paket {
    baca(&deploy().join("tenants").join(format!("{slug}.yaml")))
}

/// Every pack there is, so that a new region is checked without being named here.
fn semua() -> Vec<Paket> {
    let mut letak: Vec<PathBuf> = fs::read_dir(deploy().join("tenants"))
        .unwrap()
        .map(|isi| isi.unwrap().path())
        .filter(|letak| letak.extension().is_some_and(|x| x == "yaml"))
        .collect();
    letak.sort();
    letak.iter().map(|letak| baca(letak)).collect()
}

fn sop(paket: &Paket, apa: &str) -> DefinisiSop {
    paket.sop.iter().find(|sop| sop.kode == kode(apa)).unwrap().clone()
}

/// An officer of `deploy/demo/petugas.yaml`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PetugasContoh {
    nama_pengguna: String,
    nama: String,
    nip: Option<String>,
    nik: Option<String>,
    peran: Vec<Kode>,
    unit: Option<Kode>,
    #[serde(default)]
    tim: Vec<Kode>,
    passphrase_simulator: Option<String>,
}

fn semua_petugas() -> BTreeMap<TenantSlug, Vec<PetugasContoh>> {
    baca(&deploy().join("demo/petugas.yaml"))
}
