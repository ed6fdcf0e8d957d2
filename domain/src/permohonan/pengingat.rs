//! Moments of a case at which something is due: pure.

use async_trait::async_trait;
use time::OffsetDateTime;
use uuid::Uuid;

use super::PermohonanId;
use crate::{
    galat::PortError,
    kalender::{Durasi, GalatJam, GalatKalender, Jam, Kalender, Sela},
    sop::{Bagian, DefinisiSop, Peristiwa, SaatEskalasi, Tahap, TugasDibuka, TugasId, Waktu},
};

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JenisPengingat {
    /// A warning by the rule of that number.
    Eskalasi(u16),
    /// The waiting period of a step is over.
    WaktuTiba,
    /// The applicant's time to complete is over.
    BatasPemohon,
}

/// A moment to act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pengingat {
    /// Its id.
    pub id: Uuid,
    /// The case.
    pub permohonan: PermohonanId,
    /// The tugas; none when the applicant is waited for.
    pub tugas: Option<TugasId>,
    /// What is due.
    pub jenis: JenisPengingat,
    /// When.
    pub pada: OffsetDateTime,
}

/// Moments of one tenant.
#[async_trait]
pub trait PengingatRepository: Send {
    /// Adds moments.
    async fn tambah(
        &mut self,
        pengingat: &[Pengingat],
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// What is due at `pada`, the oldest first.
    async fn jatuh_tempo(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<Pengingat>, PortError>;

    /// Whether the moment is still to be acted upon; kept from other writers. Lock its case first.
    async fn kunci(&mut self, id: Uuid) -> Result<bool, PortError>;

    /// It was acted upon, or became needless.
    async fn selesai(&mut self, id: Uuid, pada: OffsetDateTime) -> Result<(), PortError>;

    /// It comes later; when it was due first is remembered.
    async fn tunda(&mut self, id: Uuid, sampai: OffsetDateTime) -> Result<(), PortError>;

    /// When it was made, and when it was due first.
    async fn semula(
        &mut self,
        id: Uuid,
    ) -> Result<Option<(OffsetDateTime, OffsetDateTime)>, PortError>;

    /// What was put off comes when it was due first, so that it is acted upon in that order; tells how many.
    async fn lepaskan(&mut self, pada: OffsetDateTime) -> Result<u64, PortError>;
}

/// The moments that follow from what just happened: what is due, at which tugas, when.
///
/// # Errors
/// The calendar gives no deadline.
pub fn pengingat_dari(
    definisi: &DefinisiSop,
    kalender: Option<&Kalender>,
    peristiwa: &[Peristiwa],
    sekarang: OffsetDateTime,
) -> Result<Vec<(Option<TugasId>, JenisPengingat, OffsetDateTime)>, GalatKalender> {
    let mut semua = Vec::new();
    for satu in peristiwa {
        match satu {
            Peristiwa::TugasDibuka(dibuka)
                if dibuka.bagian.and_then(Bagian::konsultasi).is_none() =>
            {
                let Some(tahap) = definisi.tahap(&dibuka.tahap) else { continue };
                semua.extend(menunggu(tahap, dibuka));
                let (Some(kalender), Some(waktu)) = (kalender, tahap.mutu_baku.waktu) else {
                    continue;
                };
                for (nomor, aturan) in definisi.eskalasi(tahap).iter().enumerate() {
                    let pada = saat_eskalasi(kalender, sekarang, waktu, aturan.saat)?;
                    let jenis = JenisPengingat::Eskalasi(u16::try_from(nomor).unwrap_or(u16::MAX));
                    semua.push((Some(dibuka.tugas), jenis, pada));
                }
            }
            Peristiwa::DikembalikanKePemohon { batas: Some(batas), .. } => {
                semua.push((None, JenisPengingat::BatasPemohon, *batas));
            }
            _ => {}
        }
    }
    Ok(semua)
}

fn menunggu(
    tahap: &Tahap,
    dibuka: &TugasDibuka,
) -> Option<(Option<TugasId>, JenisPengingat, OffsetDateTime)> {
    let otomatis = tahap.keputusan.iter().any(|satu| satu.otomatis);
    let jadwal = dibuka.jadwal.filter(|_| otomatis)?;
    Some((Some(dibuka.tugas), JenisPengingat::WaktuTiba, jadwal))
}

/// When a rule warns, of a step that takes `waktu` and opened at `mulai`.
fn saat_eskalasi(
    kalender: &Kalender,
    mulai: OffsetDateTime,
    waktu: Waktu,
    saat: SaatEskalasi,
) -> Result<OffsetDateTime, GalatKalender> {
    let durasi = Durasi::from(waktu);
    let tenggat = kalender.tambah(mulai, durasi)?.saat;
    match saat {
        SaatEskalasi::Lewat(lewat) => Ok(kalender.tambah(tenggat, lewat.into())?.saat),
        SaatEskalasi::Persen(100..) => Ok(tenggat),
        SaatEskalasi::Persen(persen) if durasi.urai().2.waktu_kerja() => {
            let menit = kalender.menit_kerja_antara(mulai, tenggat) * u64::from(persen) / 100;
            let menit = u32::try_from(menit).map_err(|_| GalatKalender::TerlaluJauh)?;
            Ok(kalender.tambah(mulai, Durasi::Menit(menit))?.saat.min(tenggat))
        }
        SaatEskalasi::Persen(persen) => Ok(mulai + (tenggat - mulai) * i32::from(persen) / 100),
    }
}

/// When a moment comes that was made at `dibuat` for `semula`, as the interruptions have moved it until `kini`: by exactly
/// the working time that they took.
///
/// # Errors
/// The calendar gives no such moment.
pub fn tergeser(
    kalender: &Kalender,
    (dibuat, semula): (OffsetDateTime, OffsetDateTime),
    gangguan: &[Sela],
    kini: OffsetDateTime,
) -> Result<OffsetDateTime, GalatJam> {
    let kena = |satu: &Sela| satu.dari < semula && satu.sampai.is_none_or(|akhir| akhir > dibuat);
    let menit = kalender.menit_kerja_antara(dibuat, semula);
    if menit == 0 || !gangguan.iter().any(kena) {
        return Ok(semula);
    }
    let menit = u32::try_from(menit).map_err(|_| GalatKalender::TerlaluJauh)?;
    let jam = Jam::mulai(dibuat).disela(gangguan)?;
    Ok(jam.ringkas(kalender, Durasi::Menit(menit), kini)?.tenggat.saat.max(semula))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    fn kalender() -> Kalender {
        serde_json::from_value(serde_json::json!({
            "zona": "WITA",
            "jam": { "biasa": {
                "senin": ["08:00-12:00", "13:00-16:00"], "selasa": ["08:00-16:00"],
                "rabu": ["08:00-16:00"], "kamis": ["08:00-16:00"], "jumat": ["08:00-11:00"],
            } },
        }))
        .unwrap()
    }

    #[test]
    fn eighty_per_cent_of_an_hour_that_ends_after_lunch() {
        let mulai = datetime!(2026-04-06 11:30 +8);
        let saat = |saat| saat_eskalasi(&kalender(), mulai, Waktu::Jam(1), saat).unwrap();
        assert_eq!(saat(SaatEskalasi::Persen(100)), datetime!(2026-04-06 13:30 +8));
        assert_eq!(saat(SaatEskalasi::Persen(80)), datetime!(2026-04-06 13:18 +8));
        let lewat = SaatEskalasi::Lewat(Waktu::Jam(3));
        assert_eq!(saat(lewat), datetime!(2026-04-07 8:30 +8));
    }

    fn siak(dari: OffsetDateTime, sampai: OffsetDateTime) -> Sela {
        Sela { dari, sampai: Some(sampai), sebab: crate::kalender::SebabJeda::SiakGangguan }
    }

    #[test]
    fn a_warning_moves_by_the_working_time_of_an_interruption() {
        let dibuat = datetime!(2026-04-06 9:00 +8);
        let semula = datetime!(2026-04-06 10:00 +8);
        let saat = |gangguan: &[Sela], kini| {
            tergeser(&kalender(), (dibuat, semula), gangguan, kini).unwrap()
        };
        let kini = datetime!(2026-04-06 15:00 +8);
        assert_eq!(saat(&[], kini), semula);
        // Half past nine to half past one: two and a half hours before lunch, half an hour behind it.
        let lama = siak(datetime!(2026-04-06 9:30 +8), datetime!(2026-04-06 13:30 +8));
        assert_eq!(saat(&[lama], kini), datetime!(2026-04-06 14:00 +8));
        let sesudah = siak(datetime!(2026-04-06 11:00 +8), datetime!(2026-04-06 13:30 +8));
        assert_eq!(saat(&[sesudah], kini), semula, "what broke later moves nothing");
        let malam = siak(datetime!(2026-04-05 20:00 +8), datetime!(2026-04-06 7:00 +8));
        assert_eq!(saat(&[malam], kini), semula, "what broke outside working hours took nothing");
    }

    proptest! {
        #[test]
        fn warnings_keep_their_order_through_interruptions(
            a in 1_i64..600, b in 1_i64..600, dari in 0_i64..600, lama in 1_i64..2_000,
        ) {
            let dibuat = datetime!(2026-04-06 8:00 +8);
            let menit = time::Duration::minutes;
            let gangguan = [siak(dibuat + menit(dari), dibuat + menit(dari + lama))];
            let kini = dibuat + menit(6_000);
            let saat = |m| {
                let semula = kalender().tambah(dibuat, Durasi::Menit(u32::try_from(m).unwrap())).unwrap().saat;
                (semula, tergeser(&kalender(), (dibuat, semula), &gangguan, kini).unwrap())
            };
            let ((semula_a, geser_a), (semula_b, geser_b)) = (saat(a.min(b)), saat(a.max(b)));
            prop_assert!(geser_a <= geser_b, "{} {}", geser_a, geser_b);
            prop_assert!(geser_a >= semula_a && geser_b >= semula_b);
        }

        #[test]
        fn no_warning_comes_before_its_cause_and_a_greater_share_never_earlier(
            jam in 0_i64..2_000, menit in 1_u32..5_000, a in 1_u8..=100, b in 1_u8..=100,
            hari in any::<bool>(),
        ) {
            let mulai = datetime!(2026-04-06 0:00 +8) + time::Duration::hours(jam);
            let waktu = if hari { Waktu::HariKalender(menit % 30) } else { Waktu::Menit(menit) };
            let saat = |persen| {
                saat_eskalasi(&kalender(), mulai, waktu, SaatEskalasi::Persen(persen)).unwrap()
            };
            prop_assert!(saat(a) >= mulai);
            prop_assert!(saat(a.min(b)) <= saat(a.max(b)));
            let lewat = SaatEskalasi::Lewat(Waktu::Menit(menit));
            let lewat = saat_eskalasi(&kalender(), mulai, waktu, lewat).unwrap();
            prop_assert!(lewat >= saat(100));
        }
    }
}
