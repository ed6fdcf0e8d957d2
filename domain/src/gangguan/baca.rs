//! How far the telling of an interruption is.

use std::collections::BTreeMap;

use super::{HitunganKabar, PapanKabar, kabari::langkah_terkena};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    kalender::GangguanId,
    ports::Ports,
};

/// An interruption with how far its telling is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RincianGangguan {
    /// The interruption and its telling.
    pub papan: PapanKabar,
    /// Cases.
    pub hitungan: HitunganKabar,
    /// Open tugas by what the work is called, while it lasts.
    pub tahap: Vec<(String, u32)>,
    /// Working minutes from its beginning to its end, or until now.
    pub menit_jeda: u64,
}

/// Read an interruption.
#[derive(Clone, Copy, Debug)]
pub struct BacaGangguan {
    /// Which.
    pub id: GangguanId,
}

impl BacaGangguan {
    /// The interruption with its progress.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RincianGangguan, Galat> {
        pelaku.petugas_salah_satu(&[Izin::OperasiGangguan, Izin::OperasiLihat])?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let papan =
            work.kabar_gangguan().papan(self.id).await?.ok_or(Galat::TidakDitemukan("gangguan"))?;
        let gangguan = &papan.gangguan;
        let langkah = match gangguan.selesai {
            None => langkah_terkena(work.as_mut(), gangguan).await?,
            Some(_) => Vec::new(),
        };
        let hitungan = work.kabar_gangguan().hitung(gangguan, &langkah).await?;
        let sampai = gangguan.selesai.map_or_else(|| ports.clock.now(), |(pada, _)| pada);
        let kalender = work.katalog().kalender().await?;
        let menit_jeda = kalender.map_or(0, |k| k.menit_kerja_antara(gangguan.mulai_pada, sampai));
        let mut tahap: BTreeMap<String, u32> = BTreeMap::new();
        for satu in langkah {
            *tahap.entry(satu.nama).or_default() += satu.jumlah;
        }
        Ok(RincianGangguan { papan, hitungan, tahap: tahap.into_iter().collect(), menit_jeda })
    }
}
