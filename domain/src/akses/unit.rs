//! Where officers work: units of the office and the teams across them.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    nilai::{Kode, KodeWilayah},
    sop::Cacat,
};

/// What kind of unit it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum JenisUnit {
    /// The civil-registration office itself.
    Dinas,
    /// A technical unit of it, usually for several kecamatan.
    Upt,
    /// A district.
    Kecamatan,
    /// A village or kelurahan.
    Desa,
    /// An outside partner who helps residents: a hospital, a school, a midwife.
    Mitra,
}

impl JenisUnit {
    /// Its level from the top; a unit stands below units of a smaller level only.
    pub fn tingkat(self) -> u8 {
        match self {
            Self::Dinas => 0,
            Self::Upt => 1,
            Self::Kecamatan => 2,
            Self::Desa => 3,
            Self::Mitra => 4,
        }
    }
}

/// A unit of the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Unique within the tenant.
    pub kode: Kode,
    /// As the office calls it.
    pub nama: String,
    /// Kind.
    pub jenis: JenisUnit,
    /// The unit above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub induk: Option<Kode>,
    /// The region it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wilayah: Option<KodeWilayah>,
}

/// A team: officers who share work, whatever unit they belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tim {
    /// Unique within the tenant.
    pub kode: Kode,
    /// As the office calls it.
    pub nama: String,
}

/// Every fault of a list of units: codes are unique, parents exist, nobody is their own ancestor, and levels go down.
pub fn periksa_unit(semua: &[Unit]) -> Vec<Cacat> {
    let mut cacat = Vec::new();
    let menurut_kode: BTreeMap<&Kode, &Unit> =
        semua.iter().map(|unit| (&unit.kode, unit)).collect();
    if menurut_kode.len() != semua.len() {
        cacat.push(Cacat::baru("unit_ganda", "unit", "Kode unit dipakai dua kali."));
    }
    for unit in semua {
        let letak = format!("unit/{}", unit.kode);
        let Some(induk) = &unit.induk else { continue };
        let Some(atas) = menurut_kode.get(induk) else {
            let pesan = format!("Unit induk `{induk}` belum didefinisikan.");
            cacat.push(Cacat::baru("unit_induk_tidak_ada", letak, pesan));
            continue;
        };
        if jalur_unit(semua, &unit.kode).is_none() {
            let pesan = "Unit ini menjadi induk dari induknya sendiri.";
            cacat.push(Cacat::baru("unit_melingkar", letak, pesan));
        } else if atas.jenis.tingkat() >= unit.jenis.tingkat() {
            let pesan = "Unit harus berada di bawah unit yang lebih tinggi: dinas, UPT, kecamatan, desa, lalu mitra.";
            cacat.push(Cacat::baru("unit_tingkat", letak, pesan));
        }
    }
    cacat
}

/// Every fault of a list of teams.
pub fn periksa_tim(semua: &[Tim]) -> Vec<Cacat> {
    let kode: BTreeSet<&Kode> = semua.iter().map(|tim| &tim.kode).collect();
    if kode.len() == semua.len() {
        Vec::new()
    } else {
        vec![Cacat::baru("tim_ganda", "tim", "Kode tim dipakai dua kali.")]
    }
}

/// The units above `kode`, the nearest first; `None` when they go round in a circle.
pub fn jalur_unit(semua: &[Unit], kode: &Kode) -> Option<Vec<Kode>> {
    let mut jalur: Vec<Kode> = Vec::new();
    let mut kini = kode;
    loop {
        let Some(induk) = semua.iter().find(|unit| &unit.kode == kini)?.induk.as_ref() else {
            return Some(jalur);
        };
        if induk == kode || jalur.contains(induk) {
            return None;
        }
        jalur.push(induk.clone());
        kini = induk;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unit(kode: &str, jenis: JenisUnit, induk: Option<&str>) -> Unit {
        let kode_ = |teks: &str| Kode::parse(teks).unwrap();
        Unit {
            kode: kode_(kode),
            nama: kode.to_owned(),
            jenis,
            induk: induk.map(kode_),
            wilayah: None,
        }
    }

    fn cacat(semua: &[Unit]) -> Vec<&'static str> {
        periksa_unit(semua).into_iter().map(|satu| satu.kode).collect()
    }

    #[test]
    fn an_office_with_its_units_is_sound_and_knows_its_ancestors() {
        use JenisUnit::{Desa, Dinas, Kecamatan, Mitra, Upt};
        let semua = [
            unit("desa_a", Desa, Some("kec_a")),
            unit("dinas", Dinas, None),
            unit("upt_a", Upt, Some("dinas")),
            unit("kec_a", Kecamatan, Some("upt_a")),
            unit("rsud", Mitra, Some("dinas")),
        ];
        assert_eq!(cacat(&semua), Vec::<&str>::new());
        let jalur = jalur_unit(&semua, &semua[0].kode).unwrap();
        assert_eq!(jalur.iter().map(Kode::as_str).collect::<Vec<_>>(), ["kec_a", "upt_a", "dinas"]);
    }

    #[test]
    fn each_fault_of_units_and_teams_is_named() {
        use JenisUnit::{Desa, Dinas, Kecamatan};
        let kembar = [unit("a", Dinas, None), unit("a", Dinas, None)];
        assert_eq!(cacat(&kembar), ["unit_ganda"]);
        assert_eq!(cacat(&[unit("a", Desa, Some("b"))]), ["unit_induk_tidak_ada"]);
        assert_eq!(cacat(&[unit("a", Desa, Some("a"))]), ["unit_melingkar"]);
        let balik = [unit("a", Kecamatan, Some("b")), unit("b", Desa, None)];
        assert_eq!(cacat(&balik), ["unit_tingkat"]);
        let sama = [unit("a", Kecamatan, Some("b")), unit("b", Kecamatan, None)];
        assert_eq!(cacat(&sama), ["unit_tingkat"]);
        let tim = Tim { kode: Kode::parse("jebol").unwrap(), nama: "Jemput bola".to_owned() };
        assert_eq!(periksa_tim(std::slice::from_ref(&tim)), Vec::new());
        assert_eq!(periksa_tim(&[tim.clone(), tim])[0].kode, "tim_ganda");
    }

    proptest! {
        /// Whatever the parents are: what passes the check is a forest, and every ancestor is of a higher level.
        #[test]
        fn what_passes_is_a_forest(induk in prop::collection::vec(prop::option::of(0..6_usize), 6), jenis in prop::collection::vec(0..5_usize, 6)) {
            use JenisUnit::{Desa, Dinas, Kecamatan, Mitra, Upt};
            let nama: Vec<String> = (0..6).map(|n| format!("u{n}")).collect();
            let semua: Vec<Unit> = (0..6)
                .map(|n| unit(&nama[n], [Dinas, Upt, Kecamatan, Desa, Mitra][jenis[n]], induk[n].map(|i| nama[i].as_str())))
                .collect();
            let sehat = periksa_unit(&semua).is_empty();
            for satu in &semua {
                let jalur = jalur_unit(&semua, &satu.kode);
                prop_assert!(!sehat || jalur.is_some());
                for atas in jalur.into_iter().flatten() {
                    let atas = semua.iter().find(|unit| unit.kode == atas).unwrap();
                    prop_assert!(!sehat || atas.jenis.tingkat() < satu.jenis.tingkat());
                }
            }
        }
    }
}
