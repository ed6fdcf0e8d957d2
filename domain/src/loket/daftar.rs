//! The shelf as officers read it.

use super::{BarisRak, KodeAmbil, SaringRak, UmurRak};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    halaman::{Halaman, Lembar},
    nilai::NomorRegistrasi,
    ports::Ports,
};

/// What somebody says at the counter: a pickup code, a registration number, or the name of a slot.
pub(super) fn baca_cari(teks: &str) -> SaringRak {
    if let Ok(kode) = KodeAmbil::parse(teks) {
        return SaringRak { kode: Some(kode), ..SaringRak::default() };
    }
    if let Ok(nomor) = NomorRegistrasi::parse(teks) {
        return SaringRak { nomor: Some(nomor), ..SaringRak::default() };
    }
    SaringRak { kode_rak: Some(teks.trim().to_uppercase()), ..SaringRak::default() }
}

/// List what waits.
#[derive(Clone, Debug)]
pub struct DaftarRak {
    /// A pickup code, registration number or name of a slot.
    pub cari: Option<String>,
    /// Only of that age.
    pub umur: Option<UmurRak>,
    /// Which page.
    pub halaman: Halaman,
}

impl DaftarRak {
    /// One page, the longest waiting first.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar<BarisRak>, Galat> {
        pelaku.petugas_salah_satu(&[Izin::LoketLayani, Izin::LaporanBaca])?;
        let saring = self.cari.as_deref().map(baca_cari).unwrap_or_default();
        let saring = SaringRak { umur: self.umur, ..saring };
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.loket().daftar(&saring, ports.clock.now(), self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id.uuid()))
    }
}

/// Count what waits, by age (P-14).
#[derive(Clone, Copy, Debug)]
pub struct HitungUmurRak;

impl HitungUmurRak {
    /// Every bucket, the youngest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<(UmurRak, u64)>, Galat> {
        pelaku.petugas_salah_satu(&[Izin::LoketLayani, Izin::LaporanBaca])?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.loket().umur(ports.clock.now()).await?)
    }
}
