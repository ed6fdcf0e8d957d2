//! Who signs here, and how their certificates stand.

use super::{Sertifikat, kerja::penanda_tangan};
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    galat::Galat,
    nilai::Kode,
    ports::Ports,
};

/// A signer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisPenandaTangan {
    /// Who.
    pub pengguna: PenggunaId,
    /// Full name.
    pub nama: String,
    /// The signing roles they hold today, own or standing in.
    pub peran: Vec<Kode>,
    /// What is known of their certificate.
    pub sertifikat: Sertifikat,
}

/// List those who may sign today.
#[derive(Clone, Copy, Debug)]
pub struct DaftarPenandaTangan;

impl DaftarPenandaTangan {
    /// Everybody to administrators and who watches the operation; a signer sees themselves.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<BarisPenandaTangan>, Galat> {
        let izin = [Izin::DokumenTandaTangan, Izin::OperasiLihat, Izin::AksesKelola];
        let petugas = pelaku.petugas_salah_satu(&izin)?;
        let semua =
            petugas.izin.contains(&Izin::OperasiLihat) || petugas.izin.contains(&Izin::AksesKelola);
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let penanda = penanda_tangan(ports, work.as_mut(), &pelaku.tenant).await?;
        let id = penanda.orang.keys().chain(penanda.siak.keys()).copied();
        let id: Vec<PenggunaId> = id.filter(|id| semua || *id == petugas.id).collect();
        let diketahui = work.meja().sertifikat(&id).await?;
        let baris = id.into_iter().filter_map(|id| {
            let orang = penanda.siapa(id)?;
            let peran = penanda.peran.iter().filter(|(_, (_, pemegang))| pemegang.contains(&id));
            let di_siak = penanda.siak.get(&id).map(|(_, peran)| peran.iter());
            let sertifikat = diketahui.iter().find(|satu| satu.pengguna == id).cloned();
            Some(BarisPenandaTangan {
                pengguna: id,
                nama: orang.nama.clone(),
                peran: peran
                    .map(|(kode, _)| kode)
                    .chain(di_siak.into_iter().flatten())
                    .cloned()
                    .collect(),
                sertifikat: sertifikat.unwrap_or_else(|| Sertifikat::baru(id)),
            })
        });
        Ok(baris.collect())
    }
}
