//! When a case is due, and why: the clock is read off the case's own events.

use super::{Kejadian, PermohonanId, definisi_kasus, konteks_kasus};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Bentrok, Galat, PortError},
    kalender::{Durasi, GalatJam, Jam, Kejadian as KejadianJam, Ringkasan, SebabJeda},
    nilai::Kode,
    ports::Ports,
    sop::{DefinisiSop, KeadaanKasus, StatusKasus},
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

/// The clock of a case: it starts with the case, or with the step that the promise names; it stands still while the
/// applicant is to act and while every open step pauses it; it stops with the end.
///
/// # Errors
/// Events in an order that no clock can follow.
pub fn jam_kasus(
    kejadian: &[Kejadian],
    definisi: &DefinisiSop,
    sejak: Option<&Kode>,
) -> Result<Option<Jam>, GalatJam> {
    let mut keadaan = KeadaanKasus::awal();
    let mut jam: Option<Jam> = None;
    let mut sebelum = None;
    for satu in kejadian {
        keadaan = keadaan.setelah([&satu.peristiwa]);
        let Some(berjalan) = &mut jam else {
            let mulai = sejak.is_none_or(|tahap| keadaan.kunjungan(tahap) > 0);
            if mulai {
                jam = Some(Jam::mulai(satu.pada));
            }
            continue;
        };
        let kini = sebab_jeda(&keadaan, definisi);
        let berakhir = matches!(keadaan.status, StatusKasus::Berakhir { .. });
        match (sebelum, kini) {
            _ if berakhir => berjalan.catat(satu.pada, KejadianJam::Selesai)?,
            (None, Some(sebab)) => berjalan.catat(satu.pada, KejadianJam::Jeda(sebab))?,
            (Some(_), None) => berjalan.catat(satu.pada, KejadianJam::Lanjut)?,
            (Some(lama), Some(sebab)) if lama != sebab => {
                berjalan.catat(satu.pada, KejadianJam::Lanjut)?;
                berjalan.catat(satu.pada, KejadianJam::Jeda(sebab))?;
            }
            _ => {}
        }
        sebelum = kini;
    }
    Ok(jam)
}

/// Why the clock of a case stands still.
fn sebab_jeda(keadaan: &KeadaanKasus, definisi: &DefinisiSop) -> Option<SebabJeda> {
    if matches!(keadaan.status, StatusKasus::MenungguPemohon { .. }) {
        return Some(SebabJeda::Pemohon);
    }
    let mut sebab = keadaan.tugas.iter().map(|tugas| {
        let tahap = definisi.tahap(&tugas.tahap)?;
        if tugas.untuk.pemohon { Some(SebabJeda::Pemohon) } else { tahap.jeda }
    });
    let pertama = sebab.next()??;
    sebab.all(|lain| lain.is_some()).then_some(pertama)
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
        let (layanan, definisi) = definisi_kasus(work.as_mut(), &permohonan).await?;
        let (zona, kini) = (pelaku.tenant.zona, ports.clock.now());
        let konteks = konteks_kasus(&permohonan, &layanan, &[], zona, kini);
        let janji = layanan.janji_berlaku(&konteks).map(Durasi::from).ok_or_else(|| {
            Bentrok::baru("layanan_tanpa_janji", "Layanan ini tidak menjanjikan lama proses.")
        })?;
        let kalender = work
            .katalog()
            .kalender()
            .await?
            .ok_or_else(|| PortError::tak_terduga("the tenant has no working hours"))?;
        let kejadian = work.bacaan().linimasa(self.id).await?;
        let jam = jam_kasus(&kejadian, &definisi, layanan.janji_sejak.as_ref())
            .map_err(PortError::tak_terduga)?
            .ok_or_else(|| {
                Bentrok::baru(
                    "janji_belum_mulai",
                    "Waktu layanan ini dihitung sejak suatu tahap dibuka, dan tahap itu belum dibuka.",
                )
            })?;
        Ok(TenggatKasus {
            janji,
            ringkasan: jam.ringkas(&kalender, janji, kini).map_err(PortError::tak_terduga)?,
            penjelasan: jam.penjelasan(&kalender, janji, kini).map_err(PortError::tak_terduga)?,
        })
    }
}
