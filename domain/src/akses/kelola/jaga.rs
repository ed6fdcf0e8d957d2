//! Guards of administration: known codes only, nobody raises themselves, somebody always remains in charge.

use std::collections::BTreeSet;

use super::RincianPeran;
use crate::{
    akses::{Izin, Pelaku, Petugas, Siapa},
    galat::{Bentrok, Galat, Pelanggaran},
    nilai::Kode,
    ports::UnitOfWork,
};

/// The officer who administers; `None` is Loket itself.
///
/// # Errors
/// [`Galat::TidakBerizin`] for everybody else.
pub(in crate::akses) fn pengelola(pelaku: &Pelaku) -> Result<Option<&Petugas>, Galat> {
    match &pelaku.siapa {
        Siapa::Sistem => Ok(None),
        Siapa::Petugas(_) | Siapa::Pemohon(_) | Siapa::Klien(_) => {
            pelaku.petugas(Izin::AksesKelola).map(Some)
        }
    }
}

/// Codes as they came in, each fault with its place.
///
/// # Errors
/// [`Galat::TidakSah`] with everything that is no code.
pub(in crate::akses) fn kode_semua(teks: &[String], pointer: &str) -> Result<Vec<Kode>, Galat> {
    let mut salah = Vec::new();
    let mut kode = Vec::with_capacity(teks.len());
    for (urut, satu) in teks.iter().enumerate() {
        match Kode::parse(satu) {
            Ok(satu) => kode.push(satu),
            Err(sebab) => salah.push(Pelanggaran::baru(
                format!("{pointer}/{urut}"),
                sebab.kode,
                sebab.pesan.to_owned(),
            )),
        }
    }
    if salah.is_empty() { Ok(kode) } else { Err(Galat::TidakSah(salah)) }
}

/// What belongs to an officer, as it came in.
#[derive(Clone, Copy, Debug)]
pub(in crate::akses) struct Tempat<'a> {
    pub peran: &'a [Kode],
    pub unit: Option<&'a Kode>,
    pub tim: &'a [Kode],
}

impl Tempat<'_> {
    /// Roles, unit and teams must be those of the office.
    pub(in crate::akses) async fn periksa(self, work: &mut dyn UnitOfWork) -> Result<(), Galat> {
        let mut salah = Vec::new();
        let mut langgar = |pointer: String, kode, pesan: String| {
            salah.push(Pelanggaran::baru(pointer, kode, pesan));
        };
        let peran = work.kelola().daftar_peran().await?;
        for (urut, kode) in self.peran.iter().enumerate() {
            if !peran.iter().any(|ada| &ada.peran.kode == kode) {
                let kalimat = format!("Peran `{kode}` tidak ada di kantor ini.");
                langgar(format!("/peran/{urut}"), "peran_tidak_ada", kalimat);
            }
        }
        if let Some(kode) = self.unit
            && !work.kelola().daftar_unit().await?.iter().any(|unit| &unit.kode == kode)
        {
            let kalimat = format!("Unit `{kode}` tidak ada di kantor ini.");
            langgar("/unit".to_owned(), "unit_tidak_ada", kalimat);
        }
        if !self.tim.is_empty() {
            let tim = work.kelola().daftar_tim().await?;
            for (urut, kode) in self.tim.iter().enumerate() {
                if !tim.iter().any(|ada| &ada.kode == kode) {
                    let kalimat = format!("Tim `{kode}` tidak ada di kantor ini.");
                    langgar(format!("/tim/{urut}"), "tim_tidak_ada", kalimat);
                }
            }
        }
        if salah.is_empty() { Ok(()) } else { Err(Galat::TidakSah(salah)) }
    }
}

/// What these roles may do together.
pub fn izin_peran<'a>(
    semua: &[RincianPeran],
    peran: impl IntoIterator<Item = &'a Kode>,
) -> BTreeSet<Izin> {
    peran
        .into_iter()
        .filter_map(|kode| semua.iter().find(|satu| &satu.peran.kode == kode))
        .flat_map(|satu| satu.peran.izin.iter().copied())
        .collect()
}

/// The refusal of an administrator who would raise themselves.
pub(in crate::akses) fn menaikkan_diri(pesan: &str) -> Galat {
    Bentrok::baru("menaikkan_izin_sendiri", pesan).into()
}

/// How many officers were in charge before a change.
#[derive(Clone, Copy, Debug)]
pub(in crate::akses) struct Pengurus(u64);

impl Pengurus {
    /// Counts before the change.
    pub(in crate::akses) async fn sebelum(work: &mut dyn UnitOfWork) -> Result<Self, Galat> {
        Ok(Self(work.kelola().jumlah_pemegang_izin(Izin::AksesKelola).await?))
    }

    /// Refuses a change after which nobody is in charge any more.
    pub(in crate::akses) async fn tersisa(self, work: &mut dyn UnitOfWork) -> Result<(), Galat> {
        let sesudah = work.kelola().jumlah_pemegang_izin(Izin::AksesKelola).await?;
        if self.0 > 0 && sesudah == 0 {
            return Err(Bentrok::baru(
                "pengelola_terakhir",
                "Setelah perubahan ini tidak ada lagi petugas aktif yang dapat mengelola akses. Tunjuk pengelola lain dahulu.",
            )
            .into());
        }
        Ok(())
    }
}
