//! The day that a new case gets by the quota of its service, and when its promise begins to count.

use time::{Date, OffsetDateTime};

use super::{Permohonan, kalender_kanal};
use crate::{
    galat::{Bentrok, Galat, PortError},
    kalender::{GalatKalender, Kalender},
    layanan::{Kanal, Layanan, TanpaSlot, slot},
    ports::UnitOfWork,
};

/// How often a slot is looked for again after somebody else took the last one of the day.
const PERCOBAAN: u32 = 20;

/// Takes the next free slot of the service, in the transaction that registers the case; `None` where no quota applies.
pub(crate) async fn ambil_slot(
    work: &mut dyn UnitOfWork,
    layanan: &Layanan,
    kanal: Kanal,
    sekarang: OffsetDateTime,
) -> Result<Option<Date>, Galat> {
    let Some(kuota) = layanan.kuota.as_ref().filter(|kuota| kuota.berlaku(kanal)) else {
        return Ok(None);
    };
    let kalender = kalender_kanal(work, kanal).await?;
    let hari_ini = kalender.zona.setempat(sekarang).date();
    for _ in 0..PERCOBAAN {
        let terpakai = work.waktu_kerja().slot_terpakai(&layanan.kode, hari_ini).await?;
        let tanggal =
            slot(&kalender, &terpakai, kuota.per_hari, sekarang).map_err(|galat| match galat {
                TanpaSlot::Penuh => Galat::from(Bentrok::baru(
                    "kuota_penuh",
                    "Kuota layanan ini sudah penuh untuk setahun ke depan.",
                )),
                TanpaSlot::Kalender(galat) => PortError::tak_terduga(galat).into(),
            })?;
        if work.waktu_kerja().ambil_slot(&layanan.kode, tanggal, kuota.per_hari).await? {
            return Ok(Some(tanggal));
        }
    }
    Err(PortError::Konflik.into())
}

impl Permohonan {
    /// When the promise begins to count: at registration, or when the office opens on the day of the slot if that is later.
    ///
    /// # Errors
    /// A calendar without working hours.
    pub fn mulai_janji(&self, kalender: &Kalender) -> Result<OffsetDateTime, GalatKalender> {
        Ok(match self.mulai_layanan {
            Some(tanggal) => kalender.buka_sejak(tanggal)?.max(self.dibuat_pada),
            None => self.dibuat_pada,
        })
    }
}
