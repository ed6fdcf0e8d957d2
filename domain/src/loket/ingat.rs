//! Reminders to who has not collected yet: each once, and none after the collection.

use std::sync::Arc;

use super::{KeadaanRak, PengingatRak, taruh::nama_dokumen};
use crate::{
    akses::{Pelaku, Siapa},
    audit::CatatanAudit,
    galat::Galat,
    outbox::Golongan,
    percakapan::kamus::{kabar, kamus_kontak},
    permohonan::pesan_teks,
    ports::Ports,
    tenant::Tenant,
};

/// How many reminders one round sends.
const BATAS_RONDE: u32 = 50;

/// Send reminders that have come.
#[derive(Clone, Copy, Debug)]
pub struct IngatkanPengambilan;

impl IngatkanPengambilan {
    /// One round, each reminder in a unit of work of its own; tells how many were done. Call again until it says 0.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<usize, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let jatuh = work.loket().pengingat_jatuh(ports.clock.now(), BATAS_RONDE).await?;
        drop(work);
        let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Sistem };
        let (mut jumlah, mut gagal) = (0, None);
        for satu in jatuh {
            // One that cannot be sent now must not hold up the others; it is tried again in the next round.
            match ingatkan(ports, &pelaku, satu).await {
                Ok(selesai) => jumlah += usize::from(selesai),
                Err(galat) => gagal = Some(galat),
            }
        }
        gagal.map_or(Ok(jumlah), Err)
    }
}

async fn ingatkan(ports: &Ports, pelaku: &Pelaku, satu: PengingatRak) -> Result<bool, Galat> {
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    // The thing first: a collection that is under way holds it, and ends the reminders.
    let Some(isi) = work.loket().kunci_isi(satu.rak).await? else { return Ok(false) };
    if !work.loket().kunci_pengingat(satu.id).await? {
        return Ok(false);
    }
    let now = ports.clock.now();
    work.loket().selesaikan_pengingat(satu.id, now).await?;
    if isi.keadaan == KeadaanRak::DiRak {
        let permohonan = work.permohonan().baca(isi.permohonan).await?;
        let permohonan = permohonan.ok_or(Galat::TidakDitemukan("permohonan"))?;
        if let Some(kontak) = permohonan.kontak {
            let nama = nama_dokumen(work.as_mut(), isi.permohonan, isi.dokumen).await?;
            let kata = kamus_kontak(work.as_mut(), kontak).await?;
            let hari = satu.hari.to_string();
            let teks = kata.isi(
                &kabar::INGAT_AMBIL,
                &[
                    ("dokumen", nama.as_str()),
                    ("nomor", permohonan.nomor.as_str()),
                    ("kode", isi.kode.as_str()),
                    ("hari", &hari),
                    ("kantor", &pelaku.tenant.nama),
                ],
            );
            let pesan =
                pesan_teks(ports, kontak, Some(&permohonan), teks).sebagai(Golongan::Pengingat);
            work.pesan().antrekan(&pesan).await?;
        }
        let objek = Some(isi.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "loket.ingatkan", "loket_rak", objek)
                .dengan(serde_json::json!({ "hari": satu.hari }));
        work.audit().catat(&catatan).await?;
    }
    work.commit().await?;
    Ok(true)
}
