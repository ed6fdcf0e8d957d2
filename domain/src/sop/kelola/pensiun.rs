//! Retire a version.

use super::{KeadaanVersi, MasaVersi, VersiSop, draf::catat, lihat::kode_sop};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Bentrok, Galat},
    ports::Ports,
};

/// Retire a version that nothing needs any more; an announced version is withdrawn by it.
#[derive(Clone, Debug)]
pub struct PensiunkanVersi {
    /// The SOP.
    pub kode: String,
    /// The number.
    pub nomor: u32,
}

impl PensiunkanVersi {
    /// Retires it. Retiring it again changes nothing.
    ///
    /// # Errors
    /// Running cases are pinned to it, or it is in force and active services need it; the counts are told.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<VersiSop, Galat> {
        pelaku.petugas(Izin::SopKelola)?;
        let kode = kode_sop(&self.kode)?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.sop().kunci_sop(&kode).await?;
        let versi = work
            .sop()
            .kunci_versi(&kode, self.nomor)
            .await?
            .ok_or(Galat::TidakDitemukan("versi SOP"))?;
        let masa = versi.keadaan.masa(now);
        match masa {
            MasaVersi::Pensiun => return Ok(versi),
            MasaVersi::Draf => {
                return Err(Bentrok::baru(
                    "versi_masih_draf",
                    "Draf belum pernah berlaku; hapus saja drafnya.",
                )
                .into());
            }
            MasaVersi::Diumumkan | MasaVersi::Berlaku | MasaVersi::Digantikan => {}
        }
        let kasus = work.sop().kasus_berjalan(versi.id).await?;
        let layanan = match masa {
            MasaVersi::Berlaku => work.sop().layanan_sop(&kode).await?.len(),
            _ => 0,
        };
        if kasus > 0 || layanan > 0 {
            let alasan = if kasus > 0 { "sop_dipakai_kasus" } else { "sop_dipakai_layanan" };
            let pesan = format!(
                "Versi ini masih dibutuhkan {kasus} permohonan yang berjalan dan {layanan} layanan aktif."
            );
            return Err(Bentrok::baru(alasan, pesan).into());
        }
        work.sop().pensiunkan(&versi, now, masa == MasaVersi::Diumumkan).await?;
        let versi =
            VersiSop { keadaan: KeadaanVersi::Pensiun { pensiun_pada: Some(now) }, ..versi };
        catat(ports, work.as_mut(), pelaku.jejak(), "sop.pensiun", &versi).await?;
        work.commit().await?;
        Ok(versi)
    }
}
