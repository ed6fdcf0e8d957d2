//! Load a configuration pack into its tenant.

use serde_json::json;

use super::Paket;
use crate::{
    akses::{Izin, Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Galat, Pelanggaran, PortError},
    ports::Ports,
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
    /// Checks everything first; a pack with a fault is refused whole.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<HasilMuat, Galat> {
        if !matches!(pelaku.siapa, Siapa::Sistem) {
            return Err(Galat::TidakBerizin(Izin::OperasiLihat));
        }
        let cacat = self.paket.periksa();
        if !cacat.is_empty() {
            return Err(Galat::TidakSah(
                cacat
                    .into_iter()
                    .map(|satu| Pelanggaran {
                        pointer: format!("/{}", satu.letak),
                        kode: satu.kode,
                        pesan: satu.pesan,
                        nilai: satu.nilai,
                    })
                    .collect(),
            ));
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
