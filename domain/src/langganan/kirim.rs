//! Deliver what is due.

use serde_json::json;
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    HasilKiriman, KeadaanLangganan, Kiriman, KirimanSiap, Langganan, NasibKiriman, Percobaan,
    berhenti, nasib,
};
use crate::{
    akses::{Izin, JejakPelaku},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// How many messages one round claims.
const BATAS_KLAIM: u32 = 4;
/// After how long a message whose process died is sent once more, under the same id. Longer than a whole round may take: four
/// attempts of ten seconds.
pub const TENGGANG_KIRIMAN: Duration = Duration::seconds(90);

/// Deliver what is due to listeners of a tenant.
#[derive(Clone, Copy, Debug)]
pub struct AntarKiriman {
    /// See [`TENGGANG_KIRIMAN`].
    pub tenggang: Duration,
}

impl AntarKiriman {
    /// One round; tells how many messages were handled. Call again until it says 0.
    pub async fn execute(self, ports: &Ports, tenant: &Tenant) -> Result<usize, Galat> {
        let now = ports.clock.now();
        let mut work = ports.store.begin(&tenant.slug).await?;
        let macet = work.langganan().lepaskan_macet(now - self.tenggang, now).await?;
        let diklaim = work.langganan().klaim(now, BATAS_KLAIM).await?;
        work.commit().await?;
        let jumlah = diklaim.len() + usize::try_from(macet).unwrap_or(usize::MAX);
        for satu in diklaim {
            antar(ports, tenant, satu).await?;
        }
        Ok(jumlah)
    }
}

async fn antar(ports: &Ports, tenant: &Tenant, kiriman: Kiriman) -> Result<(), Galat> {
    let mulai = ports.clock.now();
    // A tenant that was suspended meanwhile has no transaction, and nothing leaves.
    let mut work = ports.store.read(&tenant.slug).await?;
    let langganan = work.langganan().satu(kiriman.langganan).await?;
    let langganan =
        langganan.ok_or_else(|| PortError::tak_terduga("a message of no subscription"))?;
    let rahasia = work.langganan().rahasia(kiriman.langganan, mulai).await?;
    drop(work);
    let hasil = if langganan.keadaan == KeadaanLangganan::Aktif {
        let siap = KirimanSiap {
            id: format!("msg_{}", kiriman.id),
            saat: mulai.unix_timestamp(),
            url: langganan.url.clone(),
            badan: badan(&kiriman)?,
            rahasia: rahasia.into_iter().map(|satu| satu.isi).collect(),
        };
        ports.kiriman.antar(siap).await
    } else {
        HasilKiriman::Terlarang { galat: "langganan_nonaktif" }
    };
    let now = ports.clock.now();
    let ke = kiriman.percobaan + 1;
    let percobaan = Percobaan {
        kiriman: kiriman.id,
        putaran: kiriman.putaran,
        ke,
        mulai_pada: mulai,
        selesai_pada: now,
        status: hasil.status(),
        galat: hasil.galat(),
    };
    let mut work = ports.store.begin(&tenant.slug).await?;
    work.langganan().selesai(&percobaan, &nasib(&hasil, ke, now)).await?;
    pendengar(ports, work.as_mut(), &kiriman, &hasil, now).await?;
    work.commit().await?;
    Ok(())
}

/// The body of a message: what happened, when, and ids and codes.
fn badan(kiriman: &Kiriman) -> Result<Vec<u8>, Galat> {
    let pada = kiriman.pada.format(&Rfc3339).map_err(PortError::tak_terduga)?;
    let badan = json!({ "type": kiriman.jenis.kata(), "timestamp": pada, "data": kiriman.isi });
    Ok(serde_json::to_vec(&badan).map_err(PortError::tak_terduga)?)
}

/// Remembers since when nothing arrives, and stops a listener that is gone.
async fn pendengar(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kiriman: &Kiriman,
    hasil: &HasilKiriman,
    now: OffsetDateTime,
) -> Result<(), Galat> {
    let Some(mut langganan) = work.langganan().kunci(kiriman.langganan).await? else {
        return Ok(());
    };
    if langganan.keadaan != KeadaanLangganan::Aktif {
        return Ok(());
    }
    if hasil.diterima() {
        if langganan.gagal_sejak.take().is_some() {
            work.langganan().gagal_sejak(langganan.id, None).await?;
        }
        return Ok(());
    }
    let baru = langganan.gagal_sejak.is_none();
    let sejak = *langganan.gagal_sejak.get_or_insert(now);
    if berhenti(Some(sejak), now) {
        return hentikan(ports, work, langganan, now).await;
    }
    if baru {
        work.langganan().gagal_sejak(langganan.id, Some(sejak)).await?;
    }
    Ok(())
}

async fn hentikan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    mut langganan: Langganan,
    now: OffsetDateTime,
) -> Result<(), Galat> {
    langganan.keadaan = KeadaanLangganan::Berhenti;
    langganan.versi += 1;
    langganan.diubah_pada = now;
    work.langganan().simpan(&langganan).await?;
    work.langganan().lewati(langganan.id, now).await?;
    let objek = Some(langganan.id.uuid());
    let catatan =
        CatatanAudit::baru(ports, JejakPelaku::Sistem, "langganan.berhenti", "langganan", objek);
    work.audit().catat(&catatan).await?;
    let notifikasi = Notifikasi::baru(
        ports,
        Kepada::Izin(Izin::KlienKelola),
        JenisNotifikasi::Saluran,
        format!(
            "Langganan \"{}\" dihentikan: lima hari tidak ada kabar yang diterima sistem tujuan. Perbaiki sistemnya, aktifkan lagi, lalu ulangi kabar yang terlewat.",
            langganan.nama
        ),
    );
    work.notifikasi().tambah(&notifikasi).await?;
    Ok(())
}

impl NasibKiriman {
    /// The state the message is in from then on.
    pub const fn keadaan(&self) -> super::KeadaanKiriman {
        match self {
            Self::Terkirim => super::KeadaanKiriman::Terkirim,
            Self::CobaLagi(_) => super::KeadaanKiriman::Antre,
            Self::Gagal => super::KeadaanKiriman::Gagal,
        }
    }
}
