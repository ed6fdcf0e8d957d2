//! A forgotten password: a one-time secret goes to the officer's own address, and to nobody else.

use super::{JenisRahasia, terbitkan_rahasia};
use crate::{
    akses::{Asal, JejakPelaku, kunci_alamat, perlambat, tenant_publik},
    audit::CatatanAudit,
    galat::Galat,
    ports::Ports,
    tenant::TenantSlug,
};

/// How many resets one account asks for in [`crate::akses::JENDELA_GAGAL`] before the rest are passed over in silence.
const BATAS_PERMINTAAN: u64 = 3;

/// Ask for a reset.
#[derive(Debug)]
pub struct LupaSandi {
    /// The tenant in the path.
    pub tenant: TenantSlug,
    /// Login name.
    pub nama_pengguna: String,
    /// Where it is asked from.
    pub asal: Asal,
}

impl LupaSandi {
    /// Sends the secret, when there is such an officer with an address of their own. The answer never tells.
    pub async fn execute(self, ports: &Ports) -> Result<(), Galat> {
        let tenant = tenant_publik(ports, &self.tenant).await?;
        let now = ports.clock.now();
        let nama = self.nama_pengguna.trim().to_lowercase();
        let mut work = ports.store.begin(&tenant.slug).await?;
        if let Some(alamat) = &self.asal.alamat {
            // Every request counts: one address does not walk through the names of an office.
            let kunci = kunci_alamat(alamat);
            perlambat(work.as_mut(), &kunci, crate::akses::BATAS_ALAMAT, now).await?;
            work.keamanan().catat_gagal(&kunci, ports.ids.uuid(), now).await?;
        }
        let kunci = format!("lupa/{nama}");
        let gagal = work.keamanan().gagal(&kunci, now - crate::akses::JENDELA_GAGAL).await?;
        let pengguna = work.akses().pengguna_bernama(&nama).await?.filter(|orang| orang.aktif);
        work.keamanan().catat_gagal(&kunci, ports.ids.uuid(), now).await?;
        if gagal.jumlah < BATAS_PERMINTAAN
            && let Some(pengguna) = pengguna.filter(|orang| orang.surel.is_some())
            && ports.surel.ada()
        {
            terbitkan_rahasia(ports, work.as_mut(), &tenant, &pengguna, JenisRahasia::Pemulihan)
                .await?;
            let jejak = JejakPelaku::Petugas { id: pengguna.id };
            let objek = Some(pengguna.id.uuid());
            let catatan =
                CatatanAudit::baru(ports, jejak, "sandi.minta_pemulihan", "pengguna", objek);
            work.audit().catat(&catatan).await?;
        }
        work.commit().await?;
        Ok(())
    }
}
