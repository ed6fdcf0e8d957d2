//! The state of service numbers and of pairs: who may send, how fast, and what holds for one contact only.

use async_trait::async_trait;
use serde_json::json;
use time::{Duration, OffsetDateTime};

use crate::{
    akses::{Izin, JejakPelaku, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    percakapan::KontakId,
    ports::{Ports, UnitOfWork},
};

use super::penjelasan;

/// How fast a number is when nobody said otherwise, in messages per second. A number shared with the WhatsApp Business
/// app makes 20.
pub const LAJU_BAKU: u32 = 80;

/// Why a number stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SebabJeda {
    /// Somebody has to repair a token, a right or a registration.
    Akses,
    /// The channel stopped the sender.
    Pengirim,
}

impl SebabJeda {
    /// How long to wait before one message tries the number out, after so many pauses in a row.
    pub fn tunggu(self, jeda_ke: u32) -> Duration {
        let (awal, paling) = match self {
            Self::Akses => (Duration::minutes(5), Duration::hours(1)),
            Self::Pengirim => (Duration::hours(6), Duration::hours(24)),
        };
        awal.saturating_mul(2_i32.saturating_pow(jeda_ke.min(16))).min(paling)
    }
}

/// Whether a number may send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeadaanSaluran {
    /// It sends.
    Aktif,
    /// It keeps its messages.
    Dijeda {
        /// Stable code.
        sebab: String,
        /// When one message tries it out.
        lanjut_pada: OffsetDateTime,
    },
}

/// A service number as the outbox knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saluran {
    /// The channel's id of the number.
    pub phone_number_id: String,
    /// Whether it may send.
    pub keadaan: KeadaanSaluran,
    /// Since when.
    pub sejak: OffsetDateTime,
    /// How many pauses there were since it last sent.
    pub jeda_ke: u32,
    /// Until when it waits because it was too fast.
    pub lambat_sampai: Option<OffsetDateTime>,
    /// How fast it may send.
    pub laju_per_detik: u32,
    /// Quality rating, in the channel's word.
    pub kualitas: Option<String>,
    /// Messaging tier, in the channel's word.
    pub tingkat: Option<String>,
    /// How many residents may be written to first in 24 hours.
    pub batas_portofolio: Option<i64>,
    /// When any of this last changed.
    pub diperbarui_pada: OffsetDateTime,
}

/// What the channel says about a number; what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MutuSaluran {
    /// Quality rating, in the channel's word.
    pub kualitas: Option<String>,
    /// Messaging tier, in the channel's word.
    pub tingkat: Option<String>,
    /// How many residents may be written to first in 24 hours.
    pub batas_portofolio: Option<i64>,
}

/// Numbers and pairs of one tenant.
#[async_trait]
pub trait SaluranRepository: Send {
    /// Every number, by id.
    async fn daftar(&mut self) -> Result<Vec<Saluran>, PortError>;

    /// The number, kept from other writers; made active when it is not known yet.
    async fn kunci(
        &mut self,
        phone_number_id: &str,
        pada: OffsetDateTime,
    ) -> Result<Saluran, PortError>;

    /// Stores whether it may send, since when, and how often it was paused.
    async fn simpan_keadaan(
        &mut self,
        saluran: &Saluran,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Sets how fast it may send; `false` when there is no such number.
    async fn atur_laju(
        &mut self,
        phone_number_id: &str,
        per_detik: u32,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;

    /// Keeps what the channel says about a number; made when it is not known yet.
    async fn catat_mutu(
        &mut self,
        phone_number_id: &str,
        mutu: &MutuSaluran,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Lets the number, or every number when none is named, wait until that moment.
    async fn perlambat(
        &mut self,
        phone_number_id: Option<&str>,
        sampai: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Lets this contact wait, after so many refusals in a row; 0 and no moment set it free.
    async fn tahan_pasangan(
        &mut self,
        kontak: KontakId,
        sampai: Option<OffsetDateTime>,
        gagal_ke: u32,
    ) -> Result<(), PortError>;

    /// When the contact last wrote, and whether the channel refused a message since; no message of theirs is taken in
    /// until the unit of work ends, so that what is parked by this answer is released by the next message.
    async fn kunci_jendela(
        &mut self,
        kontak: KontakId,
    ) -> Result<(Option<OffsetDateTime>, bool), PortError>;

    /// The channel counts the contact's window as closed.
    async fn tolak_jendela(
        &mut self,
        kontak: KontakId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// The template of this closed window was queued; `false` when it had been before.
    async fn catat_templat(
        &mut self,
        kontak: KontakId,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;

    /// The resident takes no templates, or takes them again.
    async fn tolak_templat(
        &mut self,
        kontak: KontakId,
        sejak: Option<OffsetDateTime>,
    ) -> Result<(), PortError>;
}

/// Stops a number and keeps its messages; tells who watches over operations, the first time.
pub(super) async fn jeda_saluran(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    phone_number_id: &str,
    galat: &str,
    sebab: SebabJeda,
) -> Result<(), PortError> {
    let now = ports.clock.now();
    let mut saluran = work.saluran().kunci(phone_number_id, now).await?;
    let baru = saluran.keadaan == KeadaanSaluran::Aktif;
    let lanjut_pada = now + sebab.tunggu(saluran.jeda_ke);
    saluran.keadaan = KeadaanSaluran::Dijeda { sebab: galat.to_owned(), lanjut_pada };
    saluran.jeda_ke = saluran.jeda_ke.saturating_add(1);
    if baru {
        saluran.sejak = now;
    }
    work.saluran().simpan_keadaan(&saluran, now).await?;
    if !baru {
        return Ok(());
    }
    let kata = penjelasan(galat);
    let isi = format!(
        "Pengiriman lewat nomor WhatsApp {phone_number_id} dijeda. {} {}",
        kata.kalimat, kata.tindakan
    );
    kabari_operasi(ports, work, isi).await?;
    let catatan =
        CatatanAudit::baru(ports, JejakPelaku::Sistem, "saluran.jeda", "wa_saluran", None)
            .dengan(json!({ "phone_number_id": phone_number_id, "galat": galat }));
    work.audit().catat(&catatan).await
}

/// A message left through a number that was being tried out: it works again.
pub(super) async fn pulihkan_saluran(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    phone_number_id: &str,
    pelaku: JejakPelaku,
) -> Result<Option<Saluran>, PortError> {
    let now = ports.clock.now();
    let mut saluran = work.saluran().kunci(phone_number_id, now).await?;
    if saluran.keadaan == KeadaanSaluran::Aktif {
        return Ok(None);
    }
    saluran.keadaan = KeadaanSaluran::Aktif;
    (saluran.sejak, saluran.diperbarui_pada, saluran.jeda_ke) = (now, now, 0);
    work.saluran().simpan_keadaan(&saluran, now).await?;
    let catatan = CatatanAudit::baru(ports, pelaku, "saluran.lanjut", "wa_saluran", None)
        .dengan(json!({ "phone_number_id": phone_number_id }));
    work.audit().catat(&catatan).await?;
    Ok(Some(saluran))
}

/// A notice to everybody who watches over operations.
pub(crate) async fn kabari_operasi(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    isi: String,
) -> Result<(), PortError> {
    let notifikasi =
        Notifikasi::baru(ports, Kepada::Izin(Izin::OperasiLihat), JenisNotifikasi::Saluran, isi);
    work.notifikasi().tambah(&notifikasi).await
}

/// List the office's service numbers.
#[derive(Clone, Copy, Debug)]
pub struct DaftarSaluran;

impl DaftarSaluran {
    /// Every number; an office has a handful.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<Saluran>, Galat> {
        pelaku.petugas(Izin::OperasiLihat)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.saluran().daftar().await?)
    }
}

/// Let a paused number send again.
#[derive(Clone, Debug)]
pub struct LanjutkanSaluran {
    /// Which.
    pub phone_number_id: String,
}

impl LanjutkanSaluran {
    /// Sets it going; its messages leave in order.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Saluran, Galat> {
        pelaku.petugas(Izin::WaKelola)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        ada(work.as_mut(), &self.phone_number_id).await?;
        let saluran =
            pulihkan_saluran(ports, work.as_mut(), &self.phone_number_id, pelaku.jejak()).await?;
        let saluran = saluran.ok_or_else(|| {
            Bentrok::baru("saluran_tidak_dijeda", "Nomor ini tidak sedang dijeda.")
        })?;
        work.commit().await?;
        Ok(saluran)
    }
}

/// Set how fast a number may send.
#[derive(Clone, Debug)]
pub struct AturLaju {
    /// Which.
    pub phone_number_id: String,
    /// Messages per second, 1 to 1,000.
    pub per_detik: u32,
}

impl AturLaju {
    /// Stores it; it counts from the next claim on.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Saluran, Galat> {
        pelaku.petugas(Izin::WaKelola)?;
        if !(1..=1_000).contains(&self.per_detik) {
            return Err(Galat::isian(
                "/per_detik",
                "laju_di_luar_batas",
                "Isi laju antara 1 dan 1000 pesan per detik.",
            ));
        }
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if !work.saluran().atur_laju(&self.phone_number_id, self.per_detik, now).await? {
            return Err(Galat::TidakDitemukan("nomor WhatsApp"));
        }
        let saluran = work.saluran().kunci(&self.phone_number_id, now).await?;
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "saluran.laju", "wa_saluran", None)
            .dengan(
                json!({ "phone_number_id": self.phone_number_id, "per_detik": self.per_detik }),
            );
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(saluran)
    }
}

async fn ada(work: &mut dyn UnitOfWork, phone_number_id: &str) -> Result<(), Galat> {
    let semua = work.saluran().daftar().await?;
    if semua.iter().any(|satu| satu.phone_number_id == phone_number_id) {
        Ok(())
    } else {
        Err(Galat::TidakDitemukan("nomor WhatsApp"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_tried_out_ever_more_rarely_but_at_least_daily() {
        assert_eq!(SebabJeda::Akses.tunggu(0), Duration::minutes(5));
        assert_eq!(SebabJeda::Akses.tunggu(2), Duration::minutes(20));
        assert_eq!(SebabJeda::Akses.tunggu(u32::MAX), Duration::hours(1));
        assert_eq!(SebabJeda::Pengirim.tunggu(0), Duration::hours(6));
        assert_eq!(SebabJeda::Pengirim.tunggu(9), Duration::hours(24));
    }
}
