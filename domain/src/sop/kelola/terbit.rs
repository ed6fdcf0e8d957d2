//! Publish a draft.

use time::OffsetDateTime;

use super::{
    BahanPeriksa, KeadaanVersi, MasaVersi, VersiSop, draf::catat, lihat::kode_sop, periksa::dokumen,
};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Bentrok, Galat, Pelanggaran},
    ports::Ports,
};

/// Publish a draft, now or from an announced moment on.
#[derive(Clone, Debug)]
pub struct TerbitkanVersi {
    /// The SOP.
    pub kode: String,
    /// The number of the draft.
    pub nomor: u32,
    /// From when new cases take it; now when absent. Older cases keep theirs either way.
    pub berlaku_pada: Option<OffsetDateTime>,
    /// Publish in spite of warnings, such as a role that nobody holds yet. Never in spite of faults.
    pub paksa: bool,
}

impl TerbitkanVersi {
    /// Checks it against the office as it is in this very transaction, and publishes it.
    ///
    /// # Errors
    /// Every fault, or without `paksa` every warning, placed in the definition; a version that is announced already.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<VersiSop, Galat> {
        pelaku.petugas(Izin::SopKelola)?;
        let kode = kode_sop(&self.kode)?;
        let now = ports.clock.now();
        if self.berlaku_pada.is_some_and(|pada| pada <= now) {
            return Err(Galat::TidakSah(vec![Pelanggaran::baru(
                "/berlaku_pada",
                "berlaku_pada_lampau",
                "Waktu mulai berlaku harus di masa depan; kosongkan untuk berlaku sekarang.",
            )]));
        }
        let berlaku_pada = self.berlaku_pada.unwrap_or(now);
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.sop().kunci_sop(&kode).await?;
        let draf = work
            .sop()
            .kunci_versi(&kode, self.nomor)
            .await?
            .ok_or(Galat::TidakDitemukan("versi SOP"))?;
        draf.harus_draf()?;
        if let Some(terbuka) = work.sop().versi_terbuka(&kode).await?
            && terbuka.keadaan.masa(now) == MasaVersi::Diumumkan
        {
            return Err(Bentrok::baru(
                "sop_sudah_diumumkan",
                format!(
                    "Versi {} sudah diumumkan dan belum berlaku. Pensiunkan versi itu dahulu bila batal.",
                    terbuka.nomor
                ),
            )
            .into());
        }
        let bahan = BahanPeriksa::muat(work.as_mut(), Some(&kode)).await?;
        let hasil = bahan.periksa_definisi(&draf.definisi, &dokumen(&draf.definisi)?);
        if !hasil.cacat.is_empty() {
            return Err(Galat::TidakSah(hasil.cacat));
        }
        if !self.paksa && !hasil.peringatan.is_empty() {
            return Err(Galat::TidakSah(hasil.peringatan));
        }
        work.sop().terbitkan(&draf, now, berlaku_pada).await?;
        let keadaan =
            KeadaanVersi::Terbit { terbit_pada: now, berlaku_pada, digantikan_pada: None };
        let versi = VersiSop { keadaan, ..draf };
        catat(ports, work.as_mut(), pelaku.jejak(), "sop.terbit", &versi).await?;
        work.commit().await?;
        Ok(versi)
    }
}
