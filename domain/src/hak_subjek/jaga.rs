//! The clock of requests, and what is left of them.

use std::sync::Arc;

use serde_json::json;

use super::{HakSubjek, HakSubjekId, JenisHak};
use crate::{
    akses::{Izin, JejakPelaku},
    audit::CatatanAudit,
    galat::Galat,
    kalender::tulis_saat,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// Requests of one round.
const RONDE: u32 = 50;

/// Remind the office of requests that run out of time; remove what had to stay until an answer was sent.
#[derive(Clone, Copy, Debug)]
pub struct JagaHakSubjek;

impl JagaHakSubjek {
    /// One round: how many requests were looked after.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<usize, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let semua = work.hak_subjek().tempo(ports.clock.now(), RONDE).await?;
        drop(work);
        for id in &semua {
            self.satu(ports, tenant, *id).await?;
        }
        Ok(semua.len())
    }

    async fn satu(self, ports: &Ports, tenant: &Tenant, id: HakSubjekId) -> Result<(), Galat> {
        let now = ports.clock.now();
        let mut work = ports.store.begin_retensi(&tenant.slug).await?;
        let Some(mut hak) = work.hak_subjek().kunci(id).await? else { return Ok(()) };
        let (ingat, tuntas) = (
            hak.ingat_pada.is_some_and(|pada| pada <= now),
            hak.tuntas_pada.is_some_and(|pada| pada <= now),
        );
        // Another worker was faster.
        if !ingat && !tuntas {
            return Ok(());
        }
        if ingat {
            ingatkan(ports, work.as_mut(), tenant, &hak).await?;
            hak.ingat_ke += 1;
            hak.ingat_pada = HakSubjek::ingat(hak.batas_pada, hak.ingat_ke);
            let catatan = CatatanAudit::baru(
                ports,
                JejakPelaku::Sistem,
                "hak_subjek.ingatkan",
                "hak_subjek",
                Some(id.uuid()),
            )
            .dengan(json!({ "ke": hak.ingat_ke }));
            work.audit().catat(&catatan).await?;
        }
        if tuntas {
            tuntaskan(ports, work.as_mut(), &mut hak).await?;
        }
        work.hak_subjek().simpan(&hak).await?;
        work.commit().await?;
        Ok(())
    }
}

async fn ingatkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    hak: &HakSubjek,
) -> Result<(), Galat> {
    let lewat = hak.batas_pada <= ports.clock.now();
    let batas = tulis_saat(tenant.zona, hak.batas_pada);
    let isi = if lewat {
        format!(
            "{}: permintaan {} melewati batas 3 x 24 jam ({batas}).",
            hak.nomor,
            hak.jenis.nama()
        )
    } else {
        format!(
            "{}: permintaan {} harus dijawab paling lambat {batas}.",
            hak.nomor,
            hak.jenis.nama()
        )
    };
    // The first reminder is for who keeps such requests; the next ones are for who answers for the office, too.
    let mut kepada = vec![Izin::PrivasiKelola];
    if hak.ingat_ke > 0 {
        kepada.push(Izin::OperasiLihat);
    }
    for izin in kepada {
        let notifikasi =
            Notifikasi::baru(ports, Kepada::Izin(izin), JenisNotifikasi::Eskalasi, isi.clone());
        work.notifikasi().tambah(&notifikasi).await?;
    }
    Ok(())
}

/// The copy is over, or the answer has had its day to arrive.
async fn tuntaskan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    hak: &mut HakSubjek,
) -> Result<(), Galat> {
    let now = ports.clock.now();
    let mut rincian = json!({ "jenis": hak.jenis.kode() });
    match (hak.jenis, hak.kontak) {
        (JenisHak::Penghapusan, Some(kontak)) => {
            // Who handed in a case since then is served on.
            if work.permohonan().milik_kontak(kontak).await?.is_empty() {
                let isi = work.hak_subjek().hapus_isi(kontak).await?;
                work.retensi().antre_objek(&isi.objek, "hak_subjek", now).await?;
                work.hak_subjek().lupakan_kontak(kontak).await?;
                rincian["kontak"] = json!("dihapus");
            } else {
                rincian["kontak"] = json!("permohonan_baru");
            }
        }
        _ => {
            if let Some(bundel) = hak.bundel.take() {
                work.retensi().antre_objek(&[bundel.kunci], "hak_subjek", now).await?;
                work.hak_subjek().buang_bundel(hak.id).await?;
            }
        }
    }
    hak.tuntas_pada = None;
    let catatan = CatatanAudit::baru(
        ports,
        JejakPelaku::Sistem,
        "hak_subjek.tuntas",
        "hak_subjek",
        Some(hak.id.uuid()),
    )
    .dengan(rincian);
    work.audit().catat(&catatan).await?;
    Ok(())
}
