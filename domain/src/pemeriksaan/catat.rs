//! Record a check, and read which days had one.

use time::Date;

use super::Pemeriksaan;
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    layanan::Kanal,
    permohonan::kalender_kanal,
    ports::Ports,
};

/// How many days one reading may span.
const HARI_TERBANYAK: i64 = 92;

/// Record that the caller looked at the inbox now.
#[derive(Clone, Copy, Debug)]
pub struct CatatPemeriksaan;

impl CatatPemeriksaan {
    /// Records it with what waits now.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Pemeriksaan, Galat> {
        let petugas = pelaku.petugas(Izin::PercakapanBaca)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let kalender = kalender_kanal(work.as_mut(), Kanal::Whatsapp).await?;
        let (menunggu, belum_dibaca) = work.kotak().hitung().await?;
        let pada = ports.clock.now();
        let pemeriksaan = Pemeriksaan {
            id: ports.ids.uuid(),
            tanggal: pelaku.tenant.zona.setempat(pada).date(),
            oleh: petugas,
            pada,
            jam_kerja: kalender.bekerja_pada(pada),
            menunggu,
            belum_dibaca,
        };
        work.pemeriksaan().tambah(&pemeriksaan).await?;
        let objek = Some(pemeriksaan.id);
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "pemeriksaan.catat",
            "pemeriksaan_harian",
            objek,
        );
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(pemeriksaan)
    }
}

/// A day with its checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HariTerperiksa {
    /// The day.
    pub tanggal: Date,
    /// Whether the office works on it.
    pub hari_kerja: bool,
    /// Whether it is a working day whose hours are over, and nobody looked in working hours.
    pub terlewat: bool,
    /// Who looked, with their names.
    pub pemeriksaan: Vec<(Pemeriksaan, String)>,
}

/// Read the check log.
#[derive(Clone, Copy, Debug)]
pub struct BacaPemeriksaan {
    /// The first day; 30 days before the last without one.
    pub dari: Option<Date>,
    /// The last day; today without one.
    pub sampai: Option<Date>,
}

impl BacaPemeriksaan {
    /// Every day of the span, the latest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<HariTerperiksa>, Galat> {
        pelaku.petugas(Izin::PercakapanBaca)?;
        let kini = ports.clock.now();
        let sampai = self.sampai.unwrap_or_else(|| pelaku.tenant.zona.setempat(kini).date());
        let dari = self.dari.unwrap_or_else(|| sampai.saturating_sub(time::Duration::days(30)));
        let lama = (sampai - dari).whole_days();
        if !(0..HARI_TERBANYAK).contains(&lama) {
            let pesan = format!("Rentang tanggal harus urut, paling lama {HARI_TERBANYAK} hari.");
            return Err(Galat::isian("dari", "rentang_tanggal_tidak_sah", pesan));
        }
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let kalender = kalender_kanal(work.as_mut(), Kanal::Whatsapp).await?;
        let semua = work.pemeriksaan().daftar(dari, sampai).await?;
        let mut hasil = Vec::new();
        let mut tanggal = sampai;
        while tanggal >= dari {
            let pemeriksaan: Vec<_> =
                semua.iter().filter(|(satu, _)| satu.tanggal == tanggal).cloned().collect();
            let tutup = kalender.tutup_pada(tanggal);
            let sah = pemeriksaan.iter().any(|(satu, _)| satu.jam_kerja);
            hasil.push(HariTerperiksa {
                tanggal,
                hari_kerja: tutup.is_some(),
                terlewat: !sah && tutup.is_some_and(|tutup| tutup <= kini),
                pemeriksaan,
            });
            tanggal = tanggal.previous_day().ok_or_else(|| PortError::tak_terduga("no day"))?;
        }
        Ok(hasil)
    }
}
