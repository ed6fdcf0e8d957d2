//! Recovery codes: ten, each good once, for the day the authenticator is lost.

use super::boleh_ubah_faktor;
use crate::{
    akses::{Pelaku, PenggunaId, PesanPetugas, antrekan_surel, sidik_kode},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    nilai::Rahasia,
    ports::{Ports, UnitOfWork},
};

/// How many there are.
pub const JUMLAH_KODE_PULIH: usize = 10;

/// Draws fresh codes of 80 bits; the old ones are good for nothing any more.
pub(in crate::akses) async fn undi_kode_pulih(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pengguna: PenggunaId,
) -> Result<Vec<Rahasia>, Galat> {
    let mut kode = Vec::with_capacity(JUMLAH_KODE_PULIH);
    for _ in 0..JUMLAH_KODE_PULIH {
        let acak = ports.ids.acak_hex(10);
        let kelompok: Vec<&str> =
            (0..acak.len()).step_by(5).filter_map(|awal| acak.get(awal..awal + 5)).collect();
        kode.push(Rahasia::new(kelompok.join("-")));
    }
    let hash: Vec<Vec<u8>> = kode.iter().map(|satu| sidik_kode(ports, satu)).collect();
    work.akun().ganti_kode_pulih(pengguna, &hash, ports.clock.now()).await?;
    Ok(kode)
}

/// Draw new recovery codes.
#[derive(Clone, Copy, Debug)]
pub struct GantiKodePulih;

impl GantiKodePulih {
    /// The codes, shown once.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<Rahasia>, Galat> {
        let petugas = pelaku.sendiri()?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if work.akun().cara_faktor(petugas.id).await?.is_empty() {
            return Err(Bentrok::baru(
                "faktor_belum_ada",
                "Daftarkan aplikasi kode atau kunci sandi dahulu; kode pemulihan menggantikannya bila hilang.",
            )
            .into());
        }
        boleh_ubah_faktor(ports, work.as_mut(), pelaku, petugas).await?;
        let kode = undi_kode_pulih(ports, work.as_mut(), petugas.id).await?;
        if let Some(pengguna) = work.akses().pengguna(petugas.id).await? {
            let pesan = PesanPetugas::FaktorBerubah;
            antrekan_surel(ports, work.as_mut(), &pelaku.tenant, &pengguna, pesan).await?;
        }
        let objek = Some(petugas.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "faktor.kode_pulih_ganti", "pengguna", objek);
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(kode)
    }
}
