//! Pauses from outside a clock's own events, merged into it: time that stands still twice counts once.

use time::OffsetDateTime;

use super::{GalatJam, Jam, Kalender, Kejadian, SebabJeda};

/// A pause from outside; it lasts while `sampai` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sela {
    /// When it began.
    pub dari: OffsetDateTime,
    /// When it ended, that moment not included.
    pub sampai: Option<OffsetDateTime>,
    /// Why.
    pub sebab: SebabJeda,
}

impl Sela {
    /// The part from `awal` on and, when there is one, before `akhir`; nothing when no time is left.
    fn antara(self, awal: OffsetDateTime, akhir: Option<OffsetDateTime>) -> Option<Self> {
        let sampai = match (self.sampai, akhir) {
            (Some(sampai), Some(akhir)) => Some(sampai.min(akhir)),
            (sampai, akhir) => sampai.or(akhir),
        };
        let dari = self.dari.max(awal);
        (sampai.is_none_or(|sampai| dari < sampai)).then_some(Self { dari, sampai, ..self })
    }
}

impl Jam {
    /// The same clock, started no earlier than that moment: what happened before happens then.
    #[must_use]
    pub fn tidak_sebelum(mut self, saat: OffsetDateTime) -> Self {
        for satu in &mut self.peristiwa {
            satu.saat = satu.saat.max(saat);
        }
        self
    }

    /// The same clock, standing still during `luar` too. Where pauses overlap, the time counts for the one that began
    /// first, and for the clock's own before one from outside.
    ///
    /// # Errors
    /// A clock that has not started.
    pub fn disela(&self, luar: &[Sela]) -> Result<Self, GalatJam> {
        let masa = self.masa()?;
        let mut jam = Self::mulai(masa.0);
        for (_, satu) in urai(self.jeda_sendiri(masa), luar, masa) {
            jam.catat(satu.dari, Kejadian::Jeda(satu.sebab))?;
            if let Some(sampai) = satu.sampai {
                jam.catat(sampai, Kejadian::Lanjut)?;
            }
        }
        if let Some(selesai) = masa.1 {
            jam.catat(selesai, Kejadian::Selesai)?;
        }
        Ok(jam)
    }

    /// When it started, and when it stopped for good.
    fn masa(&self) -> Result<(OffsetDateTime, Option<OffsetDateTime>), GalatJam> {
        let (Some(awal), Some(akhir)) = (self.peristiwa.first(), self.peristiwa.last()) else {
            return Err(GalatJam::BelumMulai);
        };
        Ok((awal.saat, (akhir.kejadian == Kejadian::Selesai).then_some(akhir.saat)))
    }

    fn jeda_sendiri(&self, (_, akhir): (OffsetDateTime, Option<OffsetDateTime>)) -> Vec<Sela> {
        let berikut = self.peristiwa.iter().skip(1).map(|satu| Some(satu.saat)).chain([akhir]);
        let pasangan = self.peristiwa.iter().zip(berikut);
        pasangan
            .filter_map(|(satu, sampai)| match satu.kejadian {
                Kejadian::Jeda(sebab) => Some(Sela { dari: satu.saat, sampai, sebab }),
                Kejadian::Mulai | Kejadian::Lanjut | Kejadian::Selesai => None,
            })
            .collect()
    }
}

/// What each pause stops by itself, in order and apart from each other; with the place of a pause from outside in `luar`.
fn urai(
    sendiri: Vec<Sela>,
    luar: &[Sela],
    (awal, akhir): (OffsetDateTime, Option<OffsetDateTime>),
) -> Vec<(Option<usize>, Sela)> {
    let luar = luar.iter().enumerate().map(|(ke, satu)| (Some(ke), *satu));
    let semua = sendiri.into_iter().map(|satu| (None, satu)).chain(luar);
    let mut semua: Vec<_> = semua.collect();
    // By when they really began, which may be before the clock did.
    semua.sort_by_key(|(_, satu)| satu.dari);
    let mut hasil: Vec<(Option<usize>, Sela)> = Vec::with_capacity(semua.len());
    let mut tertutup = awal;
    for (ke, satu) in semua {
        let Some(sisa) = satu.antara(tertutup, akhir) else { continue };
        hasil.push((ke, sisa));
        match sisa.sampai {
            Some(sampai) => tertutup = sampai,
            // Whatever begins later lies within a pause that still lasts.
            None => break,
        }
    }
    hasil
}

impl Kalender {
    /// A line for every pause from outside that shares time with another pause of this clock.
    ///
    /// # Errors
    /// A clock that has not started.
    pub fn jelaskan_bertumpuk(&self, jam: &Jam, luar: &[Sela]) -> Result<Vec<String>, GalatJam> {
        let masa = jam.masa()?;
        let terpakai = urai(jam.jeda_sendiri(masa), luar, masa);
        let bertumpuk = luar.iter().enumerate().filter_map(|(ke, satu)| {
            let utuh = satu.antara(masa.0, masa.1)?;
            let dipakai =
                terpakai.iter().find(|(asal, _)| *asal == Some(ke)).map(|(_, sisa)| *sisa);
            (dipakai != Some(utuh)).then_some(utuh)
        });
        Ok(bertumpuk
            .map(|satu| {
                let sampai = match satu.sampai {
                    Some(sampai) => format!("sampai {}", self.tulis_saat(sampai)),
                    None => "yang masih berlangsung".to_owned(),
                };
                format!(
                    "Gangguan ({}) dari {} {sampai} bersamaan dengan jeda lain; waktu yang sama hanya \
                     dihitung sekali.",
                    satu.sebab.kalimat(),
                    self.tulis_saat(satu.dari),
                )
            })
            .collect())
    }
}
