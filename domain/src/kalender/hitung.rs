//! The calendar of an office and its arithmetic: day by day, never minute by minute.
//!
//! Every moment stands for the minute that it lies in, so counts of adjoining intervals add up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime, UtcOffset};

use super::{
    DaftarKhusus, DaftarLibur, Durasi, JamKerja, Satuan, Tenggat, ZonaWaktu,
    jam_kerja::{Pukul, RentangJam, SEHARI},
};
use crate::layanan::Kanal;

const HARI_UNIX: i64 = 2_440_588;
const PANJANG_HARI: i64 = SEHARI as i64;
/// A calendar that stands still this long never works.
const BATAS_KOSONG: u32 = 731;
/// No promise reaches further than twenty years.
const BATAS_HARI: u32 = 20 * 366;

/// Why a deadline could not be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GalatKalender {
    /// Not one working minute within two years.
    #[error("kalender tidak memuat jam kerja selama dua tahun")]
    TanpaJamKerja,
    /// Beyond twenty years, or beyond the dates that a computer can write.
    #[error("tenggat terlalu jauh")]
    TerlaluJauh,
}

/// When an office works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kalender {
    /// The zone of its wall clock.
    pub zona: ZonaWaktu,
    /// Its hours.
    pub jam: JamKerja,
    /// Its holidays.
    #[serde(default)]
    pub libur: DaftarLibur,
    /// Days on which it works all the same.
    #[serde(default, skip_serializing_if = "DaftarKhusus::kosong")]
    pub khusus: DaftarKhusus,
    /// Channels with hours of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jam_kanal: Vec<JamKanal>,
}

/// A channel that is served at hours of its own, such as evenings by WhatsApp.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JamKanal {
    /// The channel.
    pub kanal: Kanal,
    /// Its hours.
    pub jam: JamKerja,
}

/// Minutes of one day that counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HariTerpakai {
    pub tanggal: Date,
    pub menit: u32,
}

impl Kalender {
    /// The calendar by which cases of that channel are worked on.
    #[must_use]
    pub fn untuk(mut self, kanal: Kanal) -> Self {
        if let Some(letak) = self.jam_kanal.iter().position(|satu| satu.kanal == kanal) {
            self.jam = self.jam_kanal.swap_remove(letak).jam;
        }
        self.jam_kanal.clear();
        self
    }

    /// Whether the office works in that minute.
    pub fn bekerja_pada(&self, saat: OffsetDateTime) -> bool {
        let menit = self.menit_setempat(saat);
        let awal = awal_hari(menit);
        self.rentang(menit.div_euclid(PANJANG_HARI)).iter().any(|rentang| {
            let (dari, sampai) = batas(awal, *rentang);
            (dari..sampai).contains(&menit)
        })
    }

    /// Whether the office works at all on that date.
    pub fn hari_kerja(&self, tanggal: Date) -> bool {
        !self.rentang_tanggal(tanggal).is_empty()
    }

    /// When the working hours of that date end; `None` on a day off.
    pub fn tutup_pada(&self, tanggal: Date) -> Option<OffsetDateTime> {
        let tutup = self.rentang_tanggal(tanggal).last()?;
        let menit = hari_unix(tanggal) * PANJANG_HARI + i64::from(tutup.akhir().menit());
        self.saat(menit).ok()
    }

    /// The first working day on or after a date.
    pub fn hari_kerja_pertama(&self, tanggal: Date) -> Result<Date, GalatKalender> {
        let hari = self.hari_kerja_sejak(hari_unix(tanggal))?;
        self::tanggal(hari).ok_or(GalatKalender::TerlaluJauh)
    }

    /// The first working minute on or after a date; no cut-off applies.
    pub fn buka_sejak(&self, tanggal: Date) -> Result<OffsetDateTime, GalatKalender> {
        self.saat(self.mulai(hari_unix(tanggal) * PANJANG_HARI, false)?)
    }

    /// Working minutes from `a` up to, not including, `b`; none when `b` is not later.
    pub fn menit_kerja_antara(&self, a: OffsetDateTime, b: OffsetDateTime) -> u64 {
        self.menit_kerja(self.menit_setempat(a), self.menit_setempat(b))
    }

    /// When a request of that moment begins to count: in the first working minute from then on, or
    /// from the next working day when it came after the cut-off.
    pub fn mulai_efektif(&self, saat: OffsetDateTime) -> Result<OffsetDateTime, GalatKalender> {
        self.saat(self.mulai(self.menit_setempat(saat), true)?)
    }

    /// The deadline of what the office received at that moment. The cut-off applies; calendar days
    /// and weeks run from the date of the event itself.
    pub fn tambah(&self, saat: OffsetDateTime, durasi: Durasi) -> Result<Tenggat, GalatKalender> {
        let (dari, sampai, satuan) = durasi.urai();
        let menit = self.menit_setempat(saat);
        let mulai = if satuan.waktu_kerja() { self.mulai(menit, true)? } else { menit };
        self.tenggat(mulai, dari, sampai, satuan, false)
    }

    /// The deadline of what an applicant is asked to do at that moment. No cut-off applies, and a
    /// last day on which the office is closed moves to the next working day.
    pub fn tenggat_pemohon(
        &self,
        saat: OffsetDateTime,
        durasi: Durasi,
    ) -> Result<Tenggat, GalatKalender> {
        let (dari, sampai, satuan) = durasi.urai();
        let menit = self.menit_setempat(saat);
        let mulai = if satuan.waktu_kerja() { self.mulai(menit, false)? } else { menit };
        self.tenggat(mulai, dari, sampai, satuan, true)
    }

    fn tenggat(
        &self,
        mulai: i64,
        dari: Option<u32>,
        sampai: u32,
        satuan: Satuan,
        geser: bool,
    ) -> Result<Tenggat, GalatKalender> {
        let akhir = |n| self.akhir(mulai, n, satuan, geser).and_then(|menit| self.saat(menit));
        Ok(Tenggat {
            mulai: self.saat(mulai)?,
            paling_cepat: dari.map(akhir).transpose()?,
            saat: akhir(sampai)?,
        })
    }

    fn akhir(&self, mulai: i64, n: u32, satuan: Satuan, geser: bool) -> Result<i64, GalatKalender> {
        let hari = mulai.div_euclid(PANJANG_HARI);
        match satuan {
            Satuan::Menit => Ok(self.jalan(mulai, u64::from(n), &[], true)?.0),
            Satuan::Jam => Ok(self.jalan(mulai, u64::from(n) * 60, &[], true)?.0),
            Satuan::HariKerja => {
                let mut hari = hari;
                for langkah in 0..n {
                    if langkah >= BATAS_HARI {
                        return Err(GalatKalender::TerlaluJauh);
                    }
                    hari = self.hari_kerja_sejak(hari + 1)?;
                }
                let tutup = self.rentang(hari).last().ok_or(GalatKalender::TanpaJamKerja)?;
                Ok(hari * PANJANG_HARI + i64::from(tutup.akhir().menit()))
            }
            Satuan::HariKalender | Satuan::Minggu => {
                let n = if satuan == Satuan::Minggu { i64::from(n) * 7 } else { i64::from(n) };
                if n > i64::from(BATAS_HARI) {
                    return Err(GalatKalender::TerlaluJauh);
                }
                let akhir = if geser { self.hari_kerja_sejak(hari + n)? } else { hari + n };
                Ok((akhir + 1) * PANJANG_HARI - 1)
            }
        }
    }

    /// Walks from `mulai` until `anggaran` minutes are used, leaving out `jeda` and, when `kerja`,
    /// all that is not working time.
    pub(super) fn jalan(
        &self,
        mulai: i64,
        anggaran: u64,
        jeda: &[(i64, i64)],
        kerja: bool,
    ) -> Result<(i64, Vec<HariTerpakai>), GalatKalender> {
        let mut terpakai = Vec::new();
        if anggaran == 0 {
            return Ok((mulai, terpakai));
        }
        let mut sisa = i64::try_from(anggaran).map_err(|_| GalatKalender::TerlaluJauh)?;
        let mut kosong = 0;
        let hari_mulai = mulai.div_euclid(PANJANG_HARI);
        for hari in hari_mulai..hari_mulai + i64::from(BATAS_HARI) {
            let awal = hari * PANJANG_HARI;
            let rentang: Vec<_> = if kerja {
                self.rentang(hari).iter().map(|rentang| batas(awal, *rentang)).collect()
            } else {
                vec![(awal, awal + PANJANG_HARI)]
            };
            kosong = if rentang.is_empty() { kosong + 1 } else { 0 };
            if kosong > BATAS_KOSONG {
                return Err(GalatKalender::TanpaJamKerja);
            }
            let mut dipakai = 0;
            let mut akhir = None;
            for (dari, sampai) in rentang {
                for (dari, sampai) in potong(dari.max(mulai), sampai, jeda) {
                    if akhir.is_none() {
                        let ambil = sisa.min(sampai - dari);
                        dipakai += ambil;
                        sisa -= ambil;
                        akhir = (sisa == 0).then_some(dari + ambil);
                    }
                }
            }
            let tanggal = tanggal(hari).ok_or(GalatKalender::TerlaluJauh)?;
            terpakai.push(HariTerpakai { tanggal, menit: u32::try_from(dipakai).unwrap_or(0) });
            if let Some(akhir) = akhir {
                return Ok((akhir, terpakai));
            }
        }
        Err(GalatKalender::TerlaluJauh)
    }

    /// The first working minute from `menit` on.
    pub(super) fn mulai(&self, menit: i64, dengan_batas: bool) -> Result<i64, GalatKalender> {
        let hari = menit.div_euclid(PANJANG_HARI);
        let awal = hari * PANJANG_HARI;
        let lewat = dengan_batas && self.batas(hari).is_some_and(|b| menit - awal > b);
        if !lewat {
            for rentang in self.rentang(hari) {
                let (dari, sampai) = batas(awal, *rentang);
                if menit < sampai {
                    return Ok(menit.max(dari));
                }
            }
        }
        let berikut = self.hari_kerja_sejak(hari + 1)?;
        let buka = self.rentang(berikut).first().ok_or(GalatKalender::TanpaJamKerja)?;
        Ok(batas(berikut * PANJANG_HARI, *buka).0)
    }

    fn batas(&self, hari: i64) -> Option<i64> {
        let tanggal = tanggal(hari)?;
        self.jam.batas_pada(tanggal).map(Pukul::menit).map(i64::from)
    }

    fn hari_kerja_sejak(&self, hari: i64) -> Result<i64, GalatKalender> {
        (hari..=hari + i64::from(BATAS_KOSONG))
            .find(|hari| !self.rentang(*hari).is_empty())
            .ok_or(GalatKalender::TanpaJamKerja)
    }

    pub(super) fn menit_kerja(&self, a: i64, b: i64) -> u64 {
        if b <= a {
            return 0;
        }
        let mut jumlah = 0;
        for hari in a.div_euclid(PANJANG_HARI)..=(b - 1).div_euclid(PANJANG_HARI) {
            for rentang in self.rentang(hari) {
                let (dari, sampai) = batas(hari * PANJANG_HARI, *rentang);
                jumlah += u64::try_from(sampai.min(b) - dari.max(a)).unwrap_or(0);
            }
        }
        jumlah
    }

    fn rentang(&self, hari: i64) -> &[RentangJam] {
        tanggal(hari).map_or(&[], |tanggal| self.rentang_tanggal(tanggal))
    }

    fn rentang_tanggal(&self, tanggal: Date) -> &[RentangJam] {
        let biasa = self.jam.rentang_pada(tanggal);
        match self.khusus.pada(tanggal) {
            Some(khusus) if !khusus.jam().is_empty() => khusus.jam(),
            None if self.libur.libur_pada(tanggal) => &[],
            Some(_) | None => biasa,
        }
    }

    fn selisih(&self) -> UtcOffset {
        self.zona.setempat(OffsetDateTime::UNIX_EPOCH).offset()
    }

    /// Whole minutes of the wall clock since its 1 January 1970.
    pub(super) fn menit_setempat(&self, saat: OffsetDateTime) -> i64 {
        saat.unix_timestamp().div_euclid(60) + i64::from(self.selisih().whole_minutes())
    }

    pub(super) fn saat(&self, menit: i64) -> Result<OffsetDateTime, GalatKalender> {
        let detik = (menit - i64::from(self.selisih().whole_minutes())) * 60;
        OffsetDateTime::from_unix_timestamp(detik)
            .ok()
            .and_then(|saat| saat.checked_to_offset(self.selisih()))
            .ok_or(GalatKalender::TerlaluJauh)
    }
}

fn awal_hari(menit: i64) -> i64 {
    menit.div_euclid(PANJANG_HARI) * PANJANG_HARI
}

fn batas(awal: i64, rentang: RentangJam) -> (i64, i64) {
    (awal + i64::from(rentang.awal().menit()), awal + i64::from(rentang.akhir().menit()))
}

fn tanggal(hari: i64) -> Option<Date> {
    i32::try_from(hari + HARI_UNIX).ok().and_then(|hari| Date::from_julian_day(hari).ok())
}

fn hari_unix(tanggal: Date) -> i64 {
    i64::from(tanggal.to_julian_day()) - HARI_UNIX
}

/// What `jeda`, ordered and apart from each other, leaves of an interval.
fn potong(mut dari: i64, sampai: i64, jeda: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut sisa = Vec::new();
    for &(henti, lanjut) in jeda {
        if lanjut <= dari || henti >= sampai {
            continue;
        }
        if henti > dari {
            sisa.push((dari, henti));
        }
        dari = dari.max(lanjut);
    }
    if dari < sampai {
        sisa.push((dari, sampai));
    }
    sisa
}
