//! Who may do a tugas.

use super::super::{JenisTahap, KeadaanKasus, Penolakan, TugasTerbuka};
use crate::{
    akses::{Mandat, PenggunaId, UnitPetugas},
    nilai::Kode,
};

/// The officer who acts, as the engine needs to know them.
#[derive(Clone, Copy, Debug)]
pub struct Petindak<'a> {
    /// Who.
    pub id: PenggunaId,
    /// The roles of their own.
    pub peran: &'a [Kode],
    /// The roles they hold today as Plh or Plt.
    pub mandat: &'a [Mandat],
    /// Their unit.
    pub unit: Option<&'a UnitPetugas>,
    /// Their teams.
    pub tim: &'a [Kode],
}

impl<'a> Petindak<'a> {
    /// An officer who acts by their own roles, in no unit and no team.
    pub fn dengan_peran(id: PenggunaId, peran: &'a [Kode]) -> Self {
        Self { id, peran, mandat: &[], unit: None, tim: &[] }
    }
}

/// Whether the officer may do the tugas, and in whose place.
pub(super) fn boleh_mengerjakan(
    terbuka: &TugasTerbuka,
    oleh: Petindak<'_>,
) -> Result<Option<PenggunaId>, Penolakan> {
    let untuk = &terbuka.untuk;
    if untuk.pengguna.is_some_and(|lain| lain != oleh.id) {
        return Err(Penolakan::UntukPetugasLain);
    }
    let satuan = |milik: &UnitPetugas| {
        untuk.unit.is_none_or(|unit| unit == milik.jenis)
            && untuk.kode_unit.as_ref().is_none_or(|unit| unit == &milik.kode)
    };
    let tanpa_unit = untuk.unit.is_none() && untuk.kode_unit.is_none();
    // The officer's own unit counts, not the ones above it: a village officer does no work of the district.
    if !tanpa_unit && !oleh.unit.is_some_and(satuan) {
        return Err(Penolakan::UntukUnitLain);
    }
    if untuk.tim.as_ref().is_some_and(|tim| !oleh.tim.contains(tim)) {
        return Err(Penolakan::UntukTimLain);
    }
    if untuk.peran.iter().any(|peran| oleh.peran.contains(peran)) {
        return Ok(None);
    }
    let mandat = oleh.mandat.iter().find(|mandat| untuk.peran.contains(&mandat.peran));
    mandat.map(|mandat| Some(mandat.dari)).ok_or(Penolakan::BukanPelaksana)
}

/// Maker is not approver, and nobody approves two levels of one round, or for two roles.
pub(super) fn periksa_pemisahan(
    keadaan: &KeadaanKasus,
    terbuka: &TugasTerbuka,
    oleh: PenggunaId,
) -> Result<(), Penolakan> {
    let kunjungan = keadaan.putaran(terbuka);
    // Several who make a draft together may make it again after a return.
    let membuat = terbuka.jenis == JenisTahap::Proses;
    let terlibat = keadaan.jejak.iter().any(|jejak| {
        jejak.oleh == oleh
            && ((jejak.jenis == JenisTahap::Proses && !membuat)
                || (jejak.jenis != JenisTahap::Konsultasi
                    && jejak.tahap == terbuka.tahap
                    && jejak.kunjungan == kunjungan))
    });
    if terlibat { Err(Penolakan::PembuatBukanPenyetuju) } else { Ok(()) }
}
