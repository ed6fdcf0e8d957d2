//! Refreshing and logging out.

use super::{Tiket, tambah_token, tenant_publik, tiket};
use crate::{
    akses::{JejakPelaku, Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{GagalMasuk, Galat},
    nilai::Rahasia,
    ports::Ports,
    tenant::TenantSlug,
};

/// Trade a refresh token for a fresh pair.
#[derive(Debug)]
pub struct Segarkan {
    /// The tenant in the path.
    pub tenant: TenantSlug,
    /// The refresh token.
    pub token: Rahasia,
}

impl Segarkan {
    /// Rotates. A token that comes back after its successor was used ends the session: somebody copied it. One that
    /// comes back while its successor is untouched is a lost answer, and is served once more.
    pub async fn execute(self, ports: &Ports) -> Result<Tiket, Galat> {
        let tenant = tenant_publik(ports, &self.tenant).await?;
        let now = ports.clock.now();
        let hash = ports.sidik(self.token.buka().as_bytes());
        let mut work = ports.store.begin(&tenant.slug).await?;
        let tidak_berlaku = || Galat::from(GagalMasuk::SesiTidakBerlaku);
        let lama = work.akses().kunci_token(&hash).await?.ok_or_else(tidak_berlaku)?;
        if lama.sesi_dicabut || lama.sesi_berakhir <= now {
            return Err(tidak_berlaku());
        }
        if lama.dipakai_pada.is_some() && lama.pengganti_dipakai {
            work.akses().cabut_sesi(lama.sesi, now).await?;
            let pelaku = JejakPelaku::Petugas { id: lama.pengguna };
            let catatan = CatatanAudit::baru(
                ports,
                pelaku,
                "sesi.token_dipakai_ulang",
                "sesi",
                Some(lama.sesi.uuid()),
            );
            work.audit().catat(&catatan).await?;
            work.commit().await?;
            return Err(tidak_berlaku());
        }
        let hari = tenant.zona.setempat(now).date();
        let hidup = work.akses().sesi_hidup(lama.sesi, now, hari).await?;
        let terbatas = hidup.ok_or_else(tidak_berlaku)?.terbatas();
        work.akun().sesi_dipakai(lama.sesi, now).await?;
        let segar = tambah_token(ports, work.as_mut(), lama.sesi, now).await?;
        let pengganti = ports.sidik(segar.buka().as_bytes());
        work.akses().pakai_token(&lama.hash, &pengganti, now).await?;
        work.commit().await?;
        let tiket = tiket(ports, &tenant, lama.pengguna, lama.sesi, lama.sesi_berakhir, segar)?;
        Ok(Tiket { terbatas, ..tiket })
    }
}

/// End the caller's session.
#[derive(Clone, Copy, Debug)]
pub struct Keluar;

impl Keluar {
    /// Ends it at once, for every token of it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let Siapa::Petugas(petugas) = &pelaku.siapa else { return Ok(()) };
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.akses().cabut_sesi(petugas.sesi, ports.clock.now()).await?;
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "sesi.keluar",
            "sesi",
            Some(petugas.sesi.uuid()),
        );
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(())
    }
}
