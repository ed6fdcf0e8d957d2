//! Which steps need what broke, and when people are told: pure.

use time::{Duration, OffsetDateTime, Time};

use crate::{
    kalender::{Durasi, GalatKalender, Gangguan, Kalender, SebabGangguan},
    layanan::{Layanan, Medium, ModeTte},
    sop::{DefinisiSop, JenisTahap, Tahap},
};

/// When people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AturanKabar {
    /// How long an interruption lasts before anybody is told: a short one is nobody's news.
    pub tunda: Duration,
    /// How long a resident who heard of a cause is not told of the same cause again, when it breaks anew.
    pub jeda_ulang: Duration,
    /// How often cases are looked for that came to a step which needs what broke.
    pub sapuan: Duration,
}

impl Default for AturanKabar {
    fn default() -> Self {
        Self {
            tunda: Duration::minutes(15),
            jeda_ulang: Duration::minutes(60),
            sapuan: Duration::minutes(5),
        }
    }
}

/// What is to do about an interruption now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Giliran {
    /// Nothing before that moment.
    Tunggu(OffsetDateTime),
    /// Tell whom it holds up.
    Kabari,
    /// Tell those who were told that it is over.
    Pulihkan,
    /// Nothing ever again: it was over before anybody was told.
    Usai,
}

impl AturanKabar {
    /// What is to do about an interruption at `kini`; `diketahui` says whether anybody knows of it.
    pub fn giliran(&self, gangguan: &Gangguan, diketahui: bool, kini: OffsetDateTime) -> Giliran {
        let mulai = gangguan.mulai_pada.saturating_add(self.tunda);
        match (gangguan.selesai.is_some(), diketahui) {
            (true, true) => Giliran::Pulihkan,
            (true, false) => Giliran::Usai,
            (false, _) if kini < mulai => Giliran::Tunggu(mulai),
            (false, _) => Giliran::Kabari,
        }
    }
}

/// When those who watch the operation are reminded of an interruption that lasts: a working day after it began, and then
/// each working day as the office opens.
///
/// # Errors
/// The calendar gives no such day.
pub fn ingat_pada(
    kalender: &Kalender,
    mulai: OffsetDateTime,
    terakhir: Option<OffsetDateTime>,
) -> Result<OffsetDateTime, GalatKalender> {
    let Some(terakhir) = terakhir else {
        return Ok(kalender.tambah(mulai, Durasi::HariKerja(1))?.saat);
    };
    let hari_itu = kalender.zona.setempat(terakhir).replace_time(Time::MIDNIGHT);
    Ok(kalender.tambah(hari_itu.saturating_add(Duration::DAY), Durasi::Menit(1))?.saat)
}

/// Whether work of that kind at that step of a case of that service needs what broke. The kind is that of the tugas: at a
/// step with an approval chain, that of the level.
///
/// | cause | needs it |
/// |---|---|
/// | SIAK | making the draft, printing, signing inside SIAK, and whatever step lists SIAK among what must be at hand |
/// | signer | signing, electronically or on paper |
/// | blank cards | printing a card, and whatever step lists a blanko |
/// | power, network | everything that is done at the office |
///
/// What the applicant or a party outside the office is to do goes on in any case.
pub fn butuh(sebab: SebabGangguan, jenis: JenisTahap, tahap: &Tahap, layanan: &Layanan) -> bool {
    if tahap.pelaksana.pemohon || jenis == JenisTahap::PihakLuar {
        return false;
    }
    match sebab {
        SebabGangguan::Siak => match jenis {
            JenisTahap::Proses | JenisTahap::Cetak => true,
            JenisTahap::Tte if ditandatangani_di_siak(layanan) => true,
            _ => perlu(tahap, "siak"),
        },
        SebabGangguan::PenandaTangan => {
            matches!(jenis, JenisTahap::Tte | JenisTahap::TandaTanganBasah)
        }
        SebabGangguan::Blanko => {
            perlu(tahap, "blanko")
                || (jenis == JenisTahap::Cetak
                    && layanan.produk.iter().any(|satu| satu.medium == Medium::Kartu))
        }
        SebabGangguan::ListrikJaringan => true,
    }
}

fn ditandatangani_di_siak(layanan: &Layanan) -> bool {
    let pdf = layanan.produk.iter().filter(|satu| satu.medium == Medium::PdfTte);
    pdf.into_iter().any(|satu| satu.mode_tte == ModeTte::Siak)
}

/// Whether the step lists that thing among what must be at hand: *SIAK*, *Aplikasi SIAK*, *Blanko KIA*; not the *Hasil
/// verifikasi SIAK*, which is a paper.
fn perlu(tahap: &Tahap, benda: &str) -> bool {
    tahap.mutu_baku.kelengkapan.iter().any(|satu| {
        let kata: Vec<String> =
            satu.split_whitespace().map(|kata| kata.trim_matches(',').to_lowercase()).collect();
        match kata.first().map(String::as_str) {
            Some("aplikasi") => kata.get(1).is_some_and(|kata| kata == benda),
            Some(pertama) => pertama == benda,
            None => false,
        }
    })
}

/// Whether a case of the service will need what broke at any step of its SOP; what a new case is told.
pub fn akan_butuh(gangguan: &Gangguan, definisi: &DefinisiSop, layanan: &Layanan) -> bool {
    gangguan.mengenai(&layanan.kode)
        && definisi.tahap.iter().any(|tahap| {
            let rantai = std::iter::once(&tahap.rantai)
                .flatten()
                .chain(tahap.pilih_rantai.iter().map(|pilih| &pilih.rantai));
            let level = rantai
                .filter_map(|kode| definisi.rantai.iter().find(|satu| &satu.kode == kode))
                .flat_map(|rantai| rantai.level.iter().map(|level| level.jenis));
            std::iter::once(tahap.jenis)
                .chain(level)
                .any(|jenis| butuh(gangguan.sebab, jenis, tahap, layanan))
        })
}
