//! Set how a tenant reaches its outside systems.

use serde_json::json;

use crate::{
    akses::{Izin, Pelaku, Siapa},
    audit::CatatanAudit,
    dokumen::KoneksiTte,
    galat::Galat,
    percakapan::NomorLayanan,
    ports::Ports,
};

/// Set a WhatsApp service number with its token.
#[derive(Clone, Debug)]
pub struct AturNomorLayanan {
    /// The number.
    pub nomor: NomorLayanan,
}

impl AturNomorLayanan {
    /// Stores it, sealed. Routing in the control schema is a step of its own.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        hanya_sistem(pelaku)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.katalog()
            .simpan_nomor_layanan(ports.ids.uuid(), &self.nomor, ports.clock.now())
            .await?;
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "nomor_layanan.atur", "integrasi", None)
                .dengan(json!({ "phone_number_id": self.nomor.phone_number_id }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Set the signing host.
#[derive(Clone, Debug)]
pub struct AturKoneksiTte {
    /// How to reach it, and whom to trust.
    pub koneksi: KoneksiTte,
}

impl AturKoneksiTte {
    /// Stores it, sealed.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        hanya_sistem(pelaku)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.katalog()
            .simpan_koneksi_tte(ports.ids.uuid(), &self.koneksi, ports.clock.now())
            .await?;
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "koneksi_tte.atur", "integrasi", None)
                .dengan(json!({
                    "versi": self.koneksi.versi,
                    "asal_koordinat": self.koneksi.asal_koordinat,
                    "acuan_halaman": self.koneksi.acuan_halaman,
                    "http_polos": self.koneksi.http_polos,
                    "bersegel": self.koneksi.segel.is_some(),
                    "pencabutan_wajib": self.koneksi.pencabutan_wajib,
                }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(())
    }
}

fn hanya_sistem(pelaku: &Pelaku) -> Result<(), Galat> {
    if matches!(pelaku.siapa, Siapa::Sistem) {
        Ok(())
    } else {
        Err(Galat::TidakBerizin(Izin::OperasiLihat))
    }
}
