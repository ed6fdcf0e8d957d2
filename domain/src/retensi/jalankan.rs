//! Removing what is due, in bounded batches, rows first and their objects after.

use std::sync::Arc;

use serde_json::json;
use time::Duration;

use super::{JenisRetensi, Terhapus};
use crate::{
    akses::{Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    ports::Ports,
    tenant::Tenant,
};

/// Rows of one transaction.
const LEMBAR: u32 = 200;
/// Transactions of one kind in one round.
const LEMBAR_RONDE: usize = 20;
/// Objects of one round.
const OBJEK_RONDE: u32 = 200;
/// How long an object that could not be removed waits, at most.
const TUNDA_TERLAMA: Duration = Duration::days(1);

/// Remove what is due: a bounded piece per round.
#[derive(Clone, Copy, Debug, Default)]
pub struct JalankanRetensi {
    /// Whether only to count.
    pub kering: bool,
}

/// What a round removed, or would remove.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HasilRetensi {
    /// Rows by kind, kinds without any left out.
    pub baris: Vec<(JenisRetensi, u64)>,
    /// Objects that are gone with every version.
    pub objek: u64,
    /// Objects that could not be removed; they are tried again.
    pub objek_gagal: u64,
    /// Whether there is more to do.
    pub lagi: bool,
}

impl JalankanRetensi {
    /// One round. Each batch, its line in the audit trail and the list of its objects are one transaction.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<HasilRetensi, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let jadwal = work.retensi().jadwal().await?;
        let kini = ports.clock.now();
        let mut hasil = HasilRetensi::default();
        if self.kering {
            for jenis in JenisRetensi::SEMUA {
                let jumlah = work.retensi().hitung(jenis, jadwal.batas(jenis, kini)).await?;
                if jumlah > 0 {
                    hasil.baris.push((jenis, jumlah));
                }
            }
            return Ok(hasil);
        }
        drop(work);
        // A kind that fails holds up no other; the failure is told at the end.
        let mut gagal = None;
        for jenis in JenisRetensi::SEMUA {
            let batas = jadwal.batas(jenis, kini);
            let mut jumlah = 0;
            for ke in 0..LEMBAR_RONDE {
                let baris = match self.lembar(ports, tenant, jenis, batas).await {
                    Ok(baris) => baris,
                    Err(galat) => {
                        gagal.get_or_insert(galat);
                        break;
                    }
                };
                jumlah += baris;
                if baris == 0 {
                    break;
                }
                hasil.lagi |= ke + 1 == LEMBAR_RONDE;
            }
            if jumlah > 0 {
                hasil.baris.push((jenis, jumlah));
            }
        }
        hapus_objek(ports, tenant, &mut hasil).await?;
        gagal.map_or(Ok(hasil), Err)
    }

    async fn lembar(
        self,
        ports: &Ports,
        tenant: &Arc<Tenant>,
        jenis: JenisRetensi,
        batas: time::OffsetDateTime,
    ) -> Result<u64, Galat> {
        let mut work = ports.store.begin_retensi(&tenant.slug).await?;
        let Terhapus { baris, objek } = work.retensi().hapus(jenis, batas, LEMBAR).await?;
        if baris == 0 {
            return Ok(0);
        }
        work.retensi().antre_objek(&objek, jenis.kode(), ports.clock.now()).await?;
        let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Sistem };
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "retensi.hapus", "retensi", None)
            .dengan(json!({
                "jenis": jenis.kode(),
                "sebelum": batas.unix_timestamp(),
                "baris": baris,
                "objek": objek.len(),
            }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(baris)
    }
}

/// Removes objects that wait for it. One that does not go stays in the list, and is tried again later.
async fn hapus_objek(
    ports: &Ports,
    tenant: &Arc<Tenant>,
    hasil: &mut HasilRetensi,
) -> Result<(), Galat> {
    let mut work = ports.store.read(&tenant.slug).await?;
    let semua = work.retensi().objek_antre(ports.clock.now(), OBJEK_RONDE).await?;
    drop(work);
    hasil.lagi |= semua.len() as u64 >= u64::from(OBJEK_RONDE);
    for satu in semua {
        let habis = ports.objek.hapus_tuntas(&satu.kunci).await;
        let mut work = ports.store.begin_retensi(&tenant.slug).await?;
        match habis {
            Ok(_) => {
                work.retensi().objek_hilang(&satu.kunci).await?;
                hasil.objek += 1;
            }
            Err(galat) => {
                let tunda = Duration::minutes(1 << satu.percobaan.min(10)).min(TUNDA_TERLAMA);
                let sebab = match &galat {
                    PortError::TidakTersedia { sistem, .. } => *sistem,
                    PortError::Konflik => "konflik",
                    PortError::TakTerduga(_) => "ditolak",
                };
                let nanti = ports.clock.now() + tunda;
                work.retensi().objek_gagal(&satu.kunci, sebab, nanti).await?;
                hasil.objek_gagal += 1;
            }
        }
        work.commit().await?;
    }
    Ok(())
}

/// Removes everything under a prefix, every version; returns how many versions went. For a tenant whose key is gone.
pub async fn hapus_awalan(ports: &Ports, awalan: &str) -> Result<u64, Galat> {
    let mut jumlah = 0;
    loop {
        let habis = ports.objek.hapus_tuntas_awalan(awalan, 500).await?;
        jumlah += habis;
        if habis == 0 {
            return Ok(jumlah);
        }
    }
}
