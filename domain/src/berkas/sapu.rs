//! Removing what nobody will ask for: announcements that were not kept, and objects that no row names (security F5).

use std::{collections::BTreeSet, sync::Arc};

use serde_json::json;

use super::{TENGGANG_YATIM, UMUR_PENGUMUMAN};
use crate::{
    akses::{Pelaku, Siapa},
    audit::CatatanAudit,
    galat::Galat,
    permohonan::ObjekTerdaftar,
    ports::Ports,
    tenant::Tenant,
};

/// Objects that are listed at once.
const LEMBAR: u32 = 500;
/// Lists of one round.
const LEMBAR_RONDE: usize = 8;
/// Announcements that end in one round.
const PENGUMUMAN_RONDE: u32 = 200;

/// Sweep the storage of one tenant: a bounded piece of it per round.
#[derive(Clone, Debug, Default)]
pub struct SapuBerkas {
    /// Whether only to look.
    pub uji: bool,
    /// Where the last round ended; from the beginning without one.
    pub sesudah: Option<String>,
}

/// What a round did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HasilSapu {
    /// Announcements that ended.
    pub kedaluwarsa: u64,
    /// Uploads in parts that were given up.
    pub bagian: u64,
    /// Objects that were looked at.
    pub diperiksa: u64,
    /// Objects that no row names.
    pub yatim: Vec<String>,
    /// Where the next round goes on; `None` once everything was seen.
    pub sesudah: Option<String>,
}

impl SapuBerkas {
    /// One round. Never removes what a row names, nor what is younger than the time in which a row may still come.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<HasilSapu, Galat> {
        let mut hasil = HasilSapu::default();
        if self.sesudah.is_none() {
            self.pengumuman(ports, tenant, &mut hasil).await?;
        }
        self.yatim(ports, tenant, &mut hasil).await?;
        let ada = hasil.kedaluwarsa > 0 || hasil.bagian > 0 || !hasil.yatim.is_empty();
        if ada && !self.uji {
            let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Sistem };
            let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "berkas.sapu", "berkas", None)
                .dengan(json!({
                    "kedaluwarsa": hasil.kedaluwarsa,
                    "bagian": hasil.bagian,
                    "yatim": hasil.yatim.len(),
                }));
            let mut work = ports.store.begin(&tenant.slug).await?;
            work.audit().catat(&catatan).await?;
            work.commit().await?;
        }
        Ok(hasil)
    }

    async fn pengumuman(
        &self,
        ports: &Ports,
        tenant: &Arc<Tenant>,
        hasil: &mut HasilSapu,
    ) -> Result<(), Galat> {
        let sebelum = ports.clock.now() - UMUR_PENGUMUMAN;
        if self.uji {
            let mut work = ports.store.read(&tenant.slug).await?;
            hasil.kedaluwarsa = work.berkas().hitung_kedaluwarsa(sebelum).await?;
            hasil.bagian = work.berkas().menggantung(PENGUMUMAN_RONDE).await?.len() as u64;
            return Ok(());
        }
        let mut work = ports.store.begin(&tenant.slug).await?;
        hasil.kedaluwarsa = work.berkas().kedaluwarsakan(sebelum, PENGUMUMAN_RONDE).await?;
        work.commit().await?;
        let mut work = ports.store.read(&tenant.slug).await?;
        let menggantung = work.berkas().menggantung(PENGUMUMAN_RONDE).await?;
        drop(work);
        for satu in menggantung {
            ports.objek.batalkan_bagian(&satu.kunci, &satu.unggah_bagian).await?;
            let mut work = ports.store.begin(&tenant.slug).await?;
            work.berkas().catat_bagian(satu.id, None).await?;
            work.commit().await?;
            hasil.bagian += 1;
        }
        // Begun, and never written down: whoever began it died right then.
        let awalan = format!("{}/", tenant.slug);
        for (kunci, unggah) in
            ports.objek.bagian_terbuka(&awalan, sebelum - UMUR_PENGUMUMAN).await?
        {
            ports.objek.batalkan_bagian(&kunci, &unggah).await?;
            hasil.bagian += 1;
        }
        Ok(())
    }

    async fn yatim(
        &self,
        ports: &Ports,
        tenant: &Arc<Tenant>,
        hasil: &mut HasilSapu,
    ) -> Result<(), Galat> {
        let awalan = format!("{}/", tenant.slug);
        let batas = ports.clock.now() - TENGGANG_YATIM;
        let mut sesudah = self.sesudah.clone();
        for _ in 0..LEMBAR_RONDE {
            let lembar = ports.objek.daftar(&awalan, sesudah.as_deref(), LEMBAR).await?;
            hasil.diperiksa += lembar.len() as u64;
            let habis = lembar.len() < LEMBAR as usize;
            sesudah = lembar.last().map(|satu| satu.kunci.clone());
            let mut work = ports.store.read(&tenant.slug).await?;
            let calon = calon(lembar, &awalan, work.berkas().folder(), batas);
            let dipakai: BTreeSet<String> = if calon.is_empty() {
                BTreeSet::new()
            } else {
                work.berkas().kunci_dipakai(&calon).await?.into_iter().collect()
            };
            drop(work);
            for kunci in calon.into_iter().filter(|kunci| !dipakai.contains(kunci)) {
                if !self.uji {
                    ports.objek.hapus(&kunci).await?;
                }
                hasil.yatim.push(kunci);
            }
            if habis {
                return Ok(());
            }
        }
        hasil.sesudah = sesudah;
        Ok(())
    }
}

/// Objects that may be removed, if no row names them: old enough, and in a folder whose rows are all known.
pub(super) fn calon(
    lembar: Vec<ObjekTerdaftar>,
    awalan: &str,
    folder: &[&str],
    batas: time::OffsetDateTime,
) -> Vec<String> {
    let dikenal = |kunci: &str| {
        let sisa = kunci.strip_prefix(awalan)?;
        let (jenis, _) = sisa.split_once('/')?;
        folder.contains(&jenis).then_some(())
    };
    lembar
        .into_iter()
        .filter(|satu| satu.diubah_pada < batas && dikenal(&satu.kunci).is_some())
        .map(|satu| satu.kunci)
        .collect()
}
