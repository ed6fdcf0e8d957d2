//! Load a configuration pack into its tenant.

use serde_json::{Value, json};

use super::{Dasar, Paket, baca::baca_paket};
use crate::{
    akses::{Izin, Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Galat, Pelanggaran, PortError},
    ports::Ports,
    sop::{Cacat, pelanggaran_paket, peran_hilang},
    templat::tambah_bawaan,
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
        Siapa::Petugas(_) | Siapa::Pemohon(_) | Siapa::Bantuan(_) | Siapa::Klien(_) => {
            pelaku.petugas(Izin::TenantKelola).map(drop)
        }
    }
}

/// The refusal of a pack; faults of its structure know their place, the others are found by the codes they name.
fn tidak_sah(dokumen: &Value, cacat: Vec<Cacat>) -> Galat {
    let tempatkan = |satu: Cacat| {
        if satu.letak.is_empty() || satu.letak.starts_with('/') {
            let salah = Pelanggaran::baru(satu.letak, satu.kode, satu.pesan);
            Pelanggaran { nilai: satu.nilai, ..salah }
        } else {
            pelanggaran_paket(dokumen, satu)
        }
    };
    Galat::TidakSah(cacat.into_iter().map(tempatkan).collect())
}

impl PeriksaPaket<'_> {
    /// The pack, once nothing is wrong with it.
    ///
    /// # Errors
    /// [`Galat::TidakSah`] with every fault at once; what [`MuatPaket`] would refuse is refused here too.
    pub fn execute(self, pelaku: &Pelaku) -> Result<Paket, Galat> {
        boleh_kelola(pelaku)?;
        let mentah = self.mentah.clone();
        let paket =
            baca_paket(self.mentah, self.dasar).map_err(|cacat| tidak_sah(&mentah, cacat))?;
        milik(&paket, pelaku)?;
        Ok(paket)
    }
}

impl MuatPaket {
    /// Checks everything first; a pack with a fault, or one that drops what running cases need, is refused whole. Roles
    /// that the pack no longer has and that nobody needs are removed.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<HasilMuat, Galat> {
        boleh_kelola(pelaku)?;
        pelaku.wajib_segar(ports)?;
        let cacat = self.paket.periksa();
        if !cacat.is_empty() {
            let dokumen = serde_json::to_value(&self.paket).map_err(PortError::tak_terduga)?;
            return Err(tidak_sah(&dokumen, cacat));
        }
        milik(&self.paket, pelaku)?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let hilang = peran_hilang(work.as_mut(), &self.paket, now).await?;
        work.kelola().kunci().await?;
        work.katalog().simpan_identitas(&self.paket.tenant, now).await?;
        work.akses().simpan_peran(&self.paket.peran).await?;
        work.kelola().simpan_unit(&self.paket.unit).await?;
        work.kelola().simpan_tim(&self.paket.tim).await?;
        work.delegasi().simpan_batas(self.paket.batas_delegasi, now).await?;
        work.keamanan().simpan_aturan(self.paket.keamanan, now).await?;
        work.meja().simpan_aturan_contoh(self.paket.contoh_tte, now).await?;
        work.sop().hapus_peran(&hilang).await?;
        work.katalog().simpan_layanan(&self.paket.layanan).await?;
        work.katalog().simpan_teks_kantor(&self.paket.percakapan, now).await?;
        work.katalog().simpan_aturan_kartu(self.paket.kartu, now).await?;
        work.katalog().simpan_aturan_penyerahan(&self.paket.penyerahan, now).await?;
        if let Some(loket) = &self.paket.loket {
            work.loket().simpan_pengaturan(loket, now).await?;
        }
        let kalender = self.paket.kalender().map_err(PortError::tak_terduga)?;
        work.waktu_kerja().simpan_kalender_paket(&kalender, now).await?;
        tambah_bawaan(ports, work.as_mut(), now).await?;
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
        .dengan(
            json!({ "sop": sop, "layanan": self.paket.layanan.len(), "peran_dihapus": hilang }),
        );
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
