//! Load a configuration pack into its tenant.

use serde_json::{Value, json};

use super::{Dasar, Paket, baca::baca_paket};
use crate::{
    akses::{Izin, Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Galat, Pelanggaran, PortError},
    ports::Ports,
    sop::Cacat,
};

/// Read a pack as an office wrote it, without loading it.
#[derive(Clone, Debug)]
pub struct PeriksaPaket<'a> {
    /// The pack as it was written.
    pub mentah: Value,
    /// The bases it may start from.
    pub dasar: &'a [Dasar<'a>],
}

/// Load a pack. Loading the same pack again changes nothing that matters: an SOP that reads the same keeps its version.
#[derive(Clone, Debug)]
pub struct MuatPaket {
    /// The pack.
    pub paket: Paket,
}

/// What loading did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HasilMuat {
    /// SOPs by code, with the version that is published now.
    pub sop: Vec<(String, u32)>,
    /// How many services are offered.
    pub layanan: usize,
    /// How many roles there are.
    pub peran: usize,
}

/// Loket itself, or an officer who may manage the office.
pub(super) fn boleh_kelola(pelaku: &Pelaku) -> Result<(), Galat> {
    match pelaku.siapa {
        Siapa::Sistem => Ok(()),
        Siapa::Petugas(_) | Siapa::Pemohon(_) => pelaku.petugas(Izin::TenantKelola).map(drop),
    }
}

impl From<Cacat> for Pelanggaran {
    fn from(cacat: Cacat) -> Self {
        let nyata = cacat.letak.is_empty() || cacat.letak.starts_with('/');
        let pointer = if nyata { cacat.letak } else { format!("/{}", cacat.letak) };
        Self { nilai: cacat.nilai, ..Self::baru(pointer, cacat.kode, cacat.pesan) }
    }
}

fn tidak_sah(cacat: Vec<Cacat>) -> Galat {
    Galat::TidakSah(cacat.into_iter().map(Into::into).collect())
}

impl PeriksaPaket<'_> {
    /// The pack, once nothing is wrong with it.
    ///
    /// # Errors
    /// [`Galat::TidakSah`] with every fault at once; what [`MuatPaket`] would refuse is refused here too.
    pub fn execute(self, pelaku: &Pelaku) -> Result<Paket, Galat> {
        boleh_kelola(pelaku)?;
        let paket = baca_paket(self.mentah, self.dasar).map_err(tidak_sah)?;
        milik(&paket, pelaku)?;
        Ok(paket)
    }
}

impl MuatPaket {
    /// Checks everything first; a pack with a fault is refused whole.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<HasilMuat, Galat> {
        boleh_kelola(pelaku)?;
        let cacat = self.paket.periksa();
        if !cacat.is_empty() {
            return Err(tidak_sah(cacat));
        }
        milik(&self.paket, pelaku)?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.katalog().simpan_identitas(&self.paket.tenant, now).await?;
        work.akses().simpan_peran(&self.paket.peran).await?;
        work.katalog().simpan_layanan(&self.paket.layanan).await?;
        work.katalog().simpan_teks_kantor(&self.paket.percakapan, now).await?;
        let kalender = self.paket.kalender().map_err(PortError::tak_terduga)?;
        work.katalog().simpan_kalender(&kalender, now).await?;
        let mut sop = Vec::with_capacity(self.paket.sop.len());
        for definisi in &self.paket.sop {
            let versi = work.katalog().terbitkan_sop(ports.ids.id(), definisi, now).await?;
            sop.push((definisi.kode.to_string(), versi));
        }
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "paket.muat",
            "tenant",
            Some(pelaku.tenant.id.uuid()),
        )
        .dengan(json!({ "sop": sop, "layanan": self.paket.layanan.len() }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(HasilMuat { sop, layanan: self.paket.layanan.len(), peran: self.paket.peran.len() })
    }
}

/// Whether the pack is the caller's to load: of their tenant, and, from an officer, one that leaves the office as it is
/// registered and somebody who can manage it.
fn milik(paket: &Paket, pelaku: &Pelaku) -> Result<(), Galat> {
    if paket.tenant.slug != pelaku.tenant.slug {
        return Err(Galat::isian("/tenant/slug", "tenant_lain", "Paket ini milik tenant lain."));
    }
    if matches!(pelaku.siapa, Siapa::Sistem) {
        return Ok(());
    }
    let (tertulis, terdaftar) = (&paket.tenant, &pelaku.tenant);
    let mut salah: Vec<Pelanggaran> = [
        ("/tenant/nama", tertulis.nama == terdaftar.nama, tertulis.nama.as_str()),
        (
            "/tenant/kode_wilayah",
            tertulis.kode_wilayah == terdaftar.wilayah,
            tertulis.kode_wilayah.as_str(),
        ),
        ("/tenant/zona", tertulis.zona == terdaftar.zona, tertulis.zona.nama()),
    ]
    .into_iter()
    .filter(|(_, sama, _)| !sama)
    .map(|(pointer, _, nilai)| {
        let pesan = "Nama, kode wilayah dan zona waktu kantor hanya diubah oleh pengelola Loket.";
        let salah = Pelanggaran::baru(pointer, "identitas_tetap", pesan);
        Pelanggaran { nilai: Some(nilai.to_owned()), ..salah }
    })
    .collect();
    if !paket.peran.iter().any(|peran| peran.izin.contains(&Izin::TenantKelola)) {
        let pesan = "Paling sedikit satu peran harus memiliki izin `tenant.kelola`; tanpa itu tidak ada yang dapat mengubah pengaturan lagi.";
        salah.push(Pelanggaran::baru("/peran", "pengelola_hilang", pesan));
    }
    if salah.is_empty() { Ok(()) } else { Err(Galat::TidakSah(salah)) }
}
