//! Change one's own password.

use super::{PesanPetugas, antrekan_surel, kata_konteks, periksa_sandi};
use crate::{
    akses::{Pelaku, PeriksaUlang},
    audit::CatatanAudit,
    galat::Galat,
    nilai::Rahasia,
    ports::Ports,
};

/// Change the caller's password.
#[derive(Debug)]
pub struct GantiSandi {
    /// The one that holds now.
    pub lama: Rahasia,
    /// The one that will.
    pub baru: Rahasia,
}

impl GantiSandi {
    /// Changes it and ends every other session of the officer. A wrong old password counts like a failed confirmation.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.sendiri()?;
        let pengguna = PeriksaUlang::Sandi(self.lama).execute(ports, pelaku, petugas).await?;
        let konteks = kata_konteks(&pelaku.tenant, &pengguna.nama_pengguna, &pengguna.nama);
        periksa_sandi(&self.baru, &konteks, "/baru")?;
        let hash = ports.sandi.acak(self.baru).await?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.akses().ganti_sandi(petugas.id, &hash).await?;
        work.akun().akhiri_sesi_lain(petugas.id, Some(petugas.sesi), now).await?;
        work.keamanan().cabut_perangkat(petugas.id).await?;
        work.keamanan().batalkan_tiket(petugas.id, now).await?;
        let pesan = PesanPetugas::SandiBerganti;
        antrekan_surel(ports, work.as_mut(), &pelaku.tenant, &pengguna, pesan).await?;
        let objek = Some(petugas.id.uuid());
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "sandi.ganti", "pengguna", objek);
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(())
    }
}
