//! What an expression looks at.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use crate::{layanan::Kanal, nilai::Kode};

/// The facts of one case at one moment; the caller collects them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KonteksUngkapan {
    /// The service.
    pub layanan: Kode,
    /// The variant of the service, if it has any.
    pub varian: Option<Kode>,
    /// How the case came in.
    pub kanal: Kanal,
    /// Answers to the service's fields; one that is missing reads as `""`.
    pub isian: BTreeMap<Kode, String>,
    /// Who asks.
    pub pemohon: PemohonUngkapan,
    /// Codes of the requirements that have a sound paper.
    pub berkas: BTreeSet<Kode>,
    /// How often the current step was visited, this time included.
    pub putaran: u32,
    /// Whether somebody else acts for the applicant.
    pub kuasa: bool,
    /// Whole days since the event that is reported (a birth, a death, …), when known.
    pub hari_sejak_peristiwa: Option<u32>,
    /// The day on which the case was registered: rules that start or end on a day look at it.
    pub terdaftar: Date,
    /// Today at the office.
    pub hari_ini: Date,
}

/// What an expression may know of the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PemohonUngkapan {
    /// Age in years, when known.
    pub umur: Option<u16>,
    /// Whether an Indonesian citizen.
    pub wni: bool,
    /// Whether in a vulnerable group.
    pub rentan: bool,
}
