//! Load a configuration pack into its tenant.

use serde_json::json;

use super::Paket;
use crate::{
    akses::{Izin, Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    ports::Ports,
    sop::{pelanggaran_paket, peran_hilang},
};

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

impl MuatPaket {
    /// Checks everything first; a pack with a fault, or one that drops what running cases need, is refused whole. Roles
    /// that the pack no longer has and that nobody needs are removed.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<HasilMuat, Galat> {
        if !matches!(pelaku.siapa, Siapa::Sistem) {
            return Err(Galat::TidakBerizin(Izin::OperasiLihat));
        }
        let cacat = self.paket.periksa();
        if !cacat.is_empty() {
            let dokumen = serde_json::to_value(&self.paket).map_err(PortError::tak_terduga)?;
            let salah = cacat.into_iter().map(|satu| pelanggaran_paket(&dokumen, satu));
            return Err(Galat::TidakSah(salah.collect()));
        }
        if self.paket.tenant.slug != pelaku.tenant.slug {
            return Err(Galat::isian(
                "/tenant/slug",
                "tenant_lain",
                "Paket ini milik tenant lain.",
            ));
        }
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let hilang = peran_hilang(work.as_mut(), &self.paket, now).await?;
        work.kelola().kunci().await?;
        work.akses().simpan_peran(&self.paket.peran).await?;
        work.kelola().simpan_unit(&self.paket.unit).await?;
        work.kelola().simpan_tim(&self.paket.tim).await?;
        work.delegasi().simpan_batas(self.paket.batas_delegasi, now).await?;
        work.sop().hapus_peran(&hilang).await?;
        work.katalog().simpan_layanan(&self.paket.layanan).await?;
        work.katalog().simpan_teks_kantor(&self.paket.percakapan, now).await?;
        let kalender = self.paket.kalender().map_err(PortError::tak_terduga)?;
        work.waktu_kerja().simpan_kalender_paket(&kalender, now).await?;
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
