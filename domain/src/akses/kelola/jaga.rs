//! Guards of administration: known codes only, nobody raises themselves, somebody always remains in charge.

use std::collections::BTreeSet;

use super::RincianPeran;
use crate::{
    akses::{Izin, Pelaku, Pengguna, PenggunaId, Petugas, Siapa},
    galat::{Bentrok, Galat, Pelanggaran},
    nilai::Kode,
    ports::UnitOfWork,
};

/// Who administers officers, and how far: Loket itself and administrators of the office everywhere, those of a unit in it
/// and below.
#[derive(Clone, Copy, Debug)]
pub(in crate::akses) struct Pengelola<'a> {
    /// The officer; `None` is Loket itself.
    pub petugas: Option<&'a Petugas>,
    /// The unit that bounds them.
    pub unit: Option<&'a Kode>,
}

/// Who administers officers here.
///
/// # Errors
/// [`Galat::TidakBerizin`] for everybody else.
pub(in crate::akses) fn pengelola(pelaku: &Pelaku) -> Result<Pengelola<'_>, Galat> {
    match &pelaku.siapa {
        Siapa::Sistem => Ok(Pengelola { petugas: None, unit: None }),
        _ => match pelaku.petugas(Izin::AksesKelola) {
            Ok(petugas) => Ok(Pengelola { petugas: Some(petugas), unit: None }),
            Err(galat) => {
                // Whoever holds it without a unit administers nobody.
                let petugas = pelaku.petugas(Izin::AksesKelolaUnit).map_err(|_| galat)?;
                let unit = petugas.unit.as_ref().map(|unit| &unit.kode);
                let unit = unit.ok_or(Galat::TidakBerizin(Izin::AksesKelola))?;
                Ok(Pengelola { petugas: Some(petugas), unit: Some(unit) })
            }
        },
    }
}

impl Pengelola<'_> {
    /// Whether a place in the office is within reach.
    pub(in crate::akses) async fn mencakup(
        self,
        work: &mut dyn UnitOfWork,
        tempat: Option<&Kode>,
    ) -> Result<bool, Galat> {
        let Some(batas) = self.unit else { return Ok(true) };
        let Some(tempat) = tempat else { return Ok(false) };
        let silsilah = work.akses().silsilah_unit(tempat).await?;
        Ok(silsilah.iter().any(|(_, unit)| unit == batas))
    }

    /// The officer of that id, provided they are within reach; beyond it nobody is there.
    pub(in crate::akses) async fn sasaran(
        self,
        work: &mut dyn UnitOfWork,
        id: PenggunaId,
    ) -> Result<Pengguna, Galat> {
        let tidak_ada = || Galat::TidakDitemukan("pengguna");
        let pengguna = work.akses().pengguna(id).await?.ok_or_else(tidak_ada)?;
        if self.mencakup(work, pengguna.unit.as_ref()).await? {
            Ok(pengguna)
        } else {
            Err(tidak_ada())
        }
    }

    /// The same for a change: an administrator of a unit changes nobody who may do more than they.
    pub(in crate::akses) async fn sasaran_ubah(
        self,
        work: &mut dyn UnitOfWork,
        id: PenggunaId,
    ) -> Result<Pengguna, Galat> {
        let pengguna = self.sasaran(work, id).await?;
        if self.melebihi(work, &pengguna.peran).await? {
            return Err(Bentrok::baru(
                "izin_petugas_lebih_tinggi",
                "Petugas ini memegang izin yang tidak Anda miliki. Minta pengelola kantor.",
            )
            .into());
        }
        Ok(pengguna)
    }

    /// Whether those roles allow what an administrator of a unit may not do by roles of their own.
    pub(in crate::akses) async fn melebihi(
        self,
        work: &mut dyn UnitOfWork,
        peran: &[Kode],
    ) -> Result<bool, Galat> {
        let (Some(petugas), Some(_)) = (self.petugas, self.unit) else { return Ok(false) };
        let semua = work.kelola().daftar_peran().await?;
        Ok(!izin_peran(&semua, peran).is_subset(&izin_peran(&semua, &petugas.peran)))
    }

    /// Refuses to give roles and a place that are not this administrator's to give.
    pub(in crate::akses) async fn boleh_memberi(
        self,
        work: &mut dyn UnitOfWork,
        peran: &[Kode],
        unit: Option<&Kode>,
    ) -> Result<(), Galat> {
        if !self.mencakup(work, unit).await? {
            let kalimat = "Pilih unit Anda sendiri atau unit di bawahnya.";
            return Err(Galat::isian("/unit", "unit_di_luar_kelola", kalimat));
        }
        if self.melebihi(work, peran).await? {
            let kalimat = "Anda hanya dapat memberi peran yang seluruh izinnya juga Anda miliki.";
            return Err(Galat::isian("/peran", "peran_melebihi_izin", kalimat));
        }
        Ok(())
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
