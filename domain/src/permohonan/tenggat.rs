//! When a case is due, and why: the clock is read off the case's own events.

use time::OffsetDateTime;

use super::{Kejadian, PermohonanId, definisi_kasus};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Bentrok, Galat, PortError},
    kalender::{Durasi, GalatJam, Jam, Kejadian as KejadianJam, Ringkasan, SebabJeda},
    ports::Ports,
    sop::Peristiwa,
};

/// The deadline of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenggatKasus {
    /// What was promised.
    pub janji: Durasi,
    /// What the clock shows now.
    pub ringkasan: Ringkasan,
    /// Why it is due then, line by line.
    pub penjelasan: Vec<String>,
}

/// The clock of a case: it starts with the case, stands still while the applicant completes, stops with the end.
///
/// # Errors
/// Events in an order that no clock can follow.
pub fn jam_kasus(kejadian: &[Kejadian]) -> Result<Option<Jam>, GalatJam> {
    let mut jam: Option<Jam> = None;
    for satu in kejadian {
        let Some(berjalan) = &mut jam else {
            if matches!(satu.peristiwa, Peristiwa::KasusDimulai { .. }) {
                jam = Some(Jam::mulai(satu.pada));
            }
            continue;
        };
        let terjadi = match satu.peristiwa {
            Peristiwa::DikembalikanKePemohon { .. } => KejadianJam::Jeda(SebabJeda::Pemohon),
            Peristiwa::DilengkapiPemohon => KejadianJam::Lanjut,
            Peristiwa::KasusBerakhir { .. } => KejadianJam::Selesai,
            _ => continue,
        };
        berjalan.catat(satu.pada, terjadi)?;
    }
    Ok(jam)
}

/// Ask when a case is due, and why.
#[derive(Clone, Copy, Debug)]
pub struct BacaTenggat {
    /// Which.
    pub id: PermohonanId,
}

impl BacaTenggat {
    /// The deadline as it stands now.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<TenggatKasus, Galat> {
        pelaku.petugas(Izin::PermohonanBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let permohonan =
            work.permohonan().baca(self.id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
        let (layanan, _) = definisi_kasus(work.as_mut(), &permohonan).await?;
        let janji = layanan.janji.map(Durasi::from).ok_or_else(|| {
            Bentrok::baru("layanan_tanpa_janji", "Layanan ini tidak menjanjikan lama proses.")
        })?;
        let kalender = work
            .katalog()
            .kalender()
            .await?
            .ok_or_else(|| PortError::tak_terduga("the tenant has no working hours"))?;
        let kejadian = work.bacaan().linimasa(self.id).await?;
        let kini: OffsetDateTime = ports.clock.now();
        let jam = jam_kasus(&kejadian)
            .map_err(PortError::tak_terduga)?
            .ok_or_else(|| PortError::tak_terduga("a case without a beginning"))?;
        Ok(TenggatKasus {
            janji,
            ringkasan: jam.ringkas(&kalender, janji, kini).map_err(PortError::tak_terduga)?,
            penjelasan: jam.penjelasan(&kalender, janji, kini).map_err(PortError::tak_terduga)?,
        })
    }
}
