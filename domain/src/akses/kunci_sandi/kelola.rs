//! See and remove one's own passkeys.

use serde_json::json;

use super::{KunciSandi, KunciSandiId};
use crate::{
    akses::{Pelaku, PesanPetugas, antrekan_surel, boleh_ubah_faktor, kunci_faktor},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    ports::Ports,
};

/// List one's own passkeys.
#[derive(Clone, Copy, Debug)]
pub struct DaftarKunciSandi;

impl DaftarKunciSandi {
    /// The oldest first.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<KunciSandi>, Galat> {
        let petugas = pelaku.sendiri()?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.kunci_sandi().milik(petugas.id).await?)
    }
}

/// Remove one of one's own passkeys.
#[derive(Clone, Copy, Debug)]
pub struct HapusKunciSandi {
    /// Which.
    pub id: KunciSandiId,
}

impl HapusKunciSandi {
    /// Ends every other session, and tells the officer. Who must have a second factor keeps one that opens something.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.sendiri()?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.keamanan().kunci_gagal(&kunci_faktor(petugas.id)).await?;
        boleh_ubah_faktor(ports, work.as_mut(), pelaku, petugas).await?;
        let milik = work.kunci_sandi().milik(petugas.id).await?;
        if !milik.iter().any(|satu| satu.id == self.id) {
            return Err(Galat::TidakDitemukan("kunci_sandi"));
        }
        let totp = work.akun().totp(petugas.id).await?;
        let sisa = totp.is_some_and(|totp| totp.benih.is_some())
            || milik.iter().any(|satu| satu.id != self.id && satu.dibekukan_pada.is_none());
        if !sisa && work.keamanan().aturan().await?.wajib(&petugas.izin) {
            return Err(Bentrok::baru(
                "faktor_terakhir",
                "Kantor ini mewajibkan faktor kedua. Daftarkan aplikasi kode atau kunci sandi lain dahulu, lalu hapus yang ini.",
            )
            .into());
        }
        work.kunci_sandi().hapus(self.id).await?;
        work.akun().akhiri_sesi_lain(petugas.id, Some(petugas.sesi), now).await?;
        if let Some(pengguna) = work.akses().pengguna(petugas.id).await? {
            let pesan = PesanPetugas::FaktorBerubah;
            antrekan_surel(ports, work.as_mut(), &pelaku.tenant, &pengguna, pesan).await?;
        }
        let objek = Some(petugas.id.uuid());
        let aksi = "faktor.kunci_sandi_hapus";
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "pengguna", objek)
            .dengan(json!({ "kunci_sandi": self.id.uuid() }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(())
    }
}
