//! A clock on a case: it starts, pauses with a cause, goes on and stops.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Durasi, GalatKalender, Kalender, Tenggat, hitung::HariTerpakai};

/// Why a clock stands still.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SebabJeda {
    /// The applicant is to complete something.
    Pemohon,
    /// SIAK cannot be reached.
    SiakGangguan,
    /// Who signs is away.
    PenandaTanganTidakAda,
    /// No blank cards are left.
    BlankoHabis,
    /// No power, or no network.
    ListrikJaringan,
    /// A party outside the office is to answer.
    PihakLuar,
    /// Anything else.
    Lainnya,
}

impl SebabJeda {
    /// As it stands behind *karena*.
    pub fn kalimat(self) -> &'static str {
        match self {
            Self::Pemohon => "menunggu pemohon",
            Self::SiakGangguan => "SIAK tidak dapat diakses",
            Self::PenandaTanganTidakAda => "penanda tangan tidak di tempat",
            Self::BlankoHabis => "blanko habis",
            Self::ListrikJaringan => "listrik atau jaringan padam",
            Self::PihakLuar => "menunggu pihak luar",
            Self::Lainnya => "sebab lain",
        }
    }
}

/// What happens to a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kejadian {
    /// It starts.
    Mulai,
    /// It pauses.
    Jeda(SebabJeda),
    /// It goes on.
    Lanjut,
    /// It stops for good, paused or not.
    Selesai,
}

/// One event in the life of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peristiwa {
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub saat: OffsetDateTime,
    /// What.
    pub kejadian: Kejadian,
}

/// Why a clock refused an event or a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GalatJam {
    /// It has not started.
    #[error("jam belum dimulai")]
    BelumMulai,
    /// It has started before.
    #[error("jam sudah dimulai")]
    SudahMulai,
    /// It stands still already.
    #[error("jam sedang dijeda")]
    SedangDijeda,
    /// It is running.
    #[error("jam tidak sedang dijeda")]
    TidakDijeda,
    /// It has stopped for good.
    #[error("jam sudah selesai")]
    SudahSelesai,
    /// The event lies before the one recorded last.
    #[error("peristiwa lebih awal daripada peristiwa sebelumnya")]
    Mundur,
    /// The calendar gives no deadline.
    #[error(transparent)]
    Kalender(#[from] GalatKalender),
}

/// A clock: its events, always in a sequence that makes sense.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Peristiwa>", into = "Vec<Peristiwa>")]
pub struct Jam {
    pub(super) peristiwa: Vec<Peristiwa>,
}

/// What a clock shows at some moment. Minutes are working minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ringkasan {
    /// When it was started.
    pub masuk: OffsetDateTime,
    /// The end of counting: the moment asked for, or when the clock stopped.
    pub sampai: OffsetDateTime,
    /// All minutes since counting began.
    pub bruto: u64,
    /// Those minutes without the pauses.
    pub bersih: u64,
    /// Minutes of pause per cause.
    pub jeda: BTreeMap<SebabJeda, u64>,
    /// The deadline as promised at the start.
    pub semula: Tenggat,
    /// The deadline after the pauses so far; it still moves while the clock is paused.
    pub tenggat: Tenggat,
    /// Why the clock stands still, if it does.
    pub dijeda: Option<SebabJeda>,
    /// Whether the clock has stopped for good.
    pub selesai: bool,
}

impl Ringkasan {
    /// Whether the deadline had passed by the end of counting.
    pub fn terlambat(&self) -> bool {
        self.tenggat.lewat(self.sampai)
    }
}

/// A pause in minutes of the wall clock, the end not included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Henti {
    pub dari: i64,
    pub sampai: i64,
    pub sebab: SebabJeda,
}

/// What the explanation needs besides the summary.
pub(super) struct Hitungan {
    pub ringkasan: Ringkasan,
    pub henti: Vec<Henti>,
    pub anggaran: u64,
    pub hari: Vec<HariTerpakai>,
}

impl Jam {
    /// A clock that started at that moment.
    pub fn mulai(saat: OffsetDateTime) -> Self {
        Self { peristiwa: vec![Peristiwa { saat, kejadian: Kejadian::Mulai }] }
    }

    /// What happened to it, the earliest first.
    pub fn peristiwa(&self) -> &[Peristiwa] {
        &self.peristiwa
    }

    /// Records an event.
    pub fn catat(&mut self, saat: OffsetDateTime, kejadian: Kejadian) -> Result<(), GalatJam> {
        let terakhir = self.peristiwa.last();
        if terakhir.is_some_and(|lalu| saat < lalu.saat) {
            return Err(GalatJam::Mundur);
        }
        match (terakhir.map(|lalu| lalu.kejadian), kejadian) {
            (Some(Kejadian::Selesai), _) => Err(GalatJam::SudahSelesai),
            (Some(_), Kejadian::Mulai) => Err(GalatJam::SudahMulai),
            (None, Kejadian::Jeda(_) | Kejadian::Lanjut | Kejadian::Selesai) => {
                Err(GalatJam::BelumMulai)
            }
            (Some(Kejadian::Jeda(_)), Kejadian::Jeda(_)) => Err(GalatJam::SedangDijeda),
            (Some(Kejadian::Mulai | Kejadian::Lanjut), Kejadian::Lanjut) => {
                Err(GalatJam::TidakDijeda)
            }
            _ => {
                self.peristiwa.push(Peristiwa { saat, kejadian });
                Ok(())
            }
        }
    }

    /// What the clock shows at `kini`, for a promise of `durasi`. Later events are not looked at.
    ///
    /// A pause gives back exactly the working time that it took; under a promise of calendar days
    /// or weeks, exactly its length.
    pub fn ringkas(
        &self,
        kalender: &Kalender,
        durasi: Durasi,
        kini: OffsetDateTime,
    ) -> Result<Ringkasan, GalatJam> {
        Ok(self.hitung(kalender, durasi, kini)?.ringkasan)
    }

    pub(super) fn hitung(
        &self,
        kalender: &Kalender,
        durasi: Durasi,
        kini: OffsetDateTime,
    ) -> Result<Hitungan, GalatJam> {
        let terjadi = self.peristiwa.iter().take_while(|satu| satu.saat <= kini);
        let terjadi: Vec<Peristiwa> = terjadi.copied().collect();
        let (Some(awal), Some(akhir)) = (terjadi.first(), terjadi.last()) else {
            return Err(GalatJam::BelumMulai);
        };
        let selesai = akhir.kejadian == Kejadian::Selesai;
        let sampai = if selesai { akhir.saat } else { kini };
        let henti = henti(&terjadi, kalender, sampai);

        let semula = kalender.tambah(awal.saat, durasi)?;
        let mulai = kalender.menit_setempat(semula.mulai);
        let hingga = kalender.menit_setempat(sampai);
        let bruto = kalender.menit_kerja(mulai, hingga);
        let mut jeda = BTreeMap::new();
        for satu in &henti {
            *jeda.entry(satu.sebab).or_default() +=
                kalender.menit_kerja(satu.dari.max(mulai), satu.sampai);
        }
        let bersih = bruto - jeda.values().sum::<u64>();

        let kerja = durasi.urai().2.waktu_kerja();
        let potongan: Vec<_> = henti.iter().map(|satu| (satu.dari, satu.sampai)).collect();
        let anggaran = |tenggat: OffsetDateTime| {
            let tenggat = kalender.menit_setempat(tenggat);
            if kerja {
                kalender.menit_kerja(mulai, tenggat)
            } else {
                u64::try_from(tenggat - mulai).unwrap_or(0)
            }
        };
        let geser = |tenggat| kalender.jalan(mulai, anggaran(tenggat), &potongan, kerja);
        let (saat, hari) = geser(semula.saat)?;
        let paling_cepat = semula.paling_cepat.map(geser).transpose()?;
        let paling_cepat = paling_cepat.map(|(menit, _)| kalender.saat(menit)).transpose()?;
        let tenggat = Tenggat { mulai: semula.mulai, paling_cepat, saat: kalender.saat(saat)? };
        let dijeda = match akhir.kejadian {
            Kejadian::Jeda(sebab) => Some(sebab),
            Kejadian::Mulai | Kejadian::Lanjut | Kejadian::Selesai => None,
        };
        let anggaran = anggaran(semula.saat);
        let ringkasan = Ringkasan {
            masuk: awal.saat,
            sampai,
            bruto,
            bersih,
            jeda,
            semula,
            tenggat,
            dijeda,
            selesai,
        };
        Ok(Hitungan { ringkasan, henti, anggaran, hari })
    }
}

fn henti(terjadi: &[Peristiwa], kalender: &Kalender, sampai: OffsetDateTime) -> Vec<Henti> {
    let akhir = terjadi.iter().skip(1).map(|satu| satu.saat).chain([sampai]);
    terjadi
        .iter()
        .zip(akhir)
        .filter_map(|(satu, akhir)| match satu.kejadian {
            Kejadian::Jeda(sebab) => Some(Henti {
                dari: kalender.menit_setempat(satu.saat),
                sampai: kalender.menit_setempat(akhir),
                sebab,
            }),
            Kejadian::Mulai | Kejadian::Lanjut | Kejadian::Selesai => None,
        })
        .collect()
}

impl TryFrom<Vec<Peristiwa>> for Jam {
    type Error = GalatJam;

    fn try_from(peristiwa: Vec<Peristiwa>) -> Result<Self, Self::Error> {
        let mut jam = Self::default();
        for satu in peristiwa {
            jam.catat(satu.saat, satu.kejadian)?;
        }
        Ok(jam)
    }
}

impl From<Jam> for Vec<Peristiwa> {
    fn from(jam: Jam) -> Self {
        jam.peristiwa
    }
}
