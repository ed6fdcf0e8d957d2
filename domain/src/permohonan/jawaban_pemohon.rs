//! The applicant decides a step of theirs: in the chat, or through an officer who records the answer.

use super::{Kasus, Permohonan, akhiri, satu_versi, tolak};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    nilai::Kode,
    ports::{Ports, UnitOfWork},
    sop::{Pilihan, TugasId},
};

/// Record the applicant's decision.
#[derive(Clone, Debug)]
pub struct CatatJawabanPemohon {
    /// At which tugas.
    pub id: TugasId,
    /// The outcome they chose.
    pub keputusan: String,
    /// Why, in their words.
    pub alasan: Option<String>,
    /// The version of the case the officer looked at.
    pub versi: u64,
}

impl CatatJawabanPemohon {
    /// Records it on behalf of the applicant; the timeline keeps which officer did.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        pelaku.petugas(Izin::PermohonanBuat)?;
        let keputusan = Kode::parse(&self.keputusan).map_err(|salah| salah.di("/keputusan"))?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let kasus = Kasus::kunci(ports, work.as_mut(), pelaku, self.id).await?;
        satu_versi(&kasus, self.versi)?;
        let alasan = self.alasan.as_deref();
        let pilihan = Pilihan { tugas: self.id, keputusan: &keputusan, alasan, kode_alasan: None };
        jawab(ports, work.as_mut(), pelaku, kasus, pilihan).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Stores the applicant's decision on a locked case.
pub(crate) async fn jawab(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: Kasus,
    pilihan: Pilihan<'_>,
) -> Result<Permohonan, Galat> {
    let peristiwa =
        kasus.mesin(ports).putuskan_pemohon(&kasus.permohonan.keadaan, pilihan).map_err(tolak)?;
    akhiri(ports, work, pelaku, kasus, pilihan, &peristiwa).await
}
