//! Decide a tugas: the penyerahan of the kartu kendali, and all that follows.

use super::{Kasus, Permohonan, akibat_keputusan, berkas_kurang, terapkan, tolak};
use crate::{
    akses::{Izin, Pelaku, Petugas},
    dokumen::{draf_kurang, sah_kurang, setujui_draf},
    galat::{Bentrok, Galat},
    layanan::Layanan,
    nilai::Kode,
    ports::{Ports, UnitOfWork},
    sop::{Butuh, JenisTahap, Keputusan, TugasId, TugasTerbuka},
};

/// Decide a tugas.
#[derive(Clone, Debug)]
pub struct PutuskanTugas {
    /// Which.
    pub id: TugasId,
    /// The outcome.
    pub keputusan: String,
    /// Why.
    pub alasan: Option<String>,
    /// The version of the case the officer looked at.
    pub versi: u64,
}

impl PutuskanTugas {
    /// Decides it, once, on the version the officer saw.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.petugas(Izin::TugasKerjakan)?;
        let keputusan = Kode::parse(&self.keputusan).map_err(|salah| salah.di("/keputusan"))?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let permohonan = work
            .permohonan()
            .kunci_oleh_tugas(self.id)
            .await?
            .ok_or(Galat::TidakDitemukan("tugas"))?;
        let kasus = Kasus::muat(ports, work.as_mut(), pelaku, permohonan).await?;
        if kasus.permohonan.keadaan.versi != self.versi {
            let mesin = kasus.mesin(ports);
            let pilihan = kasus
                .permohonan
                .keadaan
                .tugas(self.id)
                .map(|tugas| {
                    mesin
                        .pilihan(&kasus.permohonan.keadaan, tugas)
                        .iter()
                        .map(|k| k.kode.to_string())
                        .collect()
                })
                .unwrap_or_default();
            return Err(Bentrok::baru(
                "versi_usang",
                "Permohonan ini sudah berubah sejak Anda membukanya. Muat ulang, lalu putuskan lagi.",
            )
            .dengan_pilihan(pilihan)
            .into());
        }
        putuskan(
            ports,
            work.as_mut(),
            pelaku,
            petugas,
            kasus,
            self.id,
            &keputusan,
            self.alasan.as_deref(),
        )
        .await?;
        work.commit().await?;
        Ok(())
    }
}

/// Decides a tugas of a locked case.
#[expect(clippy::too_many_arguments, reason = "one call, every argument distinct in type")]
pub(crate) async fn putuskan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    petugas: &Petugas,
    kasus: Kasus,
    tugas: TugasId,
    keputusan: &Kode,
    alasan: Option<&str>,
) -> Result<Permohonan, Galat> {
    let peristiwa = kasus
        .mesin(ports)
        .putuskan(&kasus.permohonan.keadaan, tugas, keputusan, alasan, petugas.petindak())
        .map_err(tolak)?;
    let Kasus { mut permohonan, layanan, definisi, .. } = kasus;
    let terbuka = permohonan.keadaan.tugas(tugas).cloned();
    let dipilih = terbuka
        .as_ref()
        .and_then(|terbuka| definisi.tahap(&terbuka.tahap))
        .and_then(|tahap| tahap.keputusan(keputusan))
        .ok_or(Galat::TidakDitemukan("keputusan"))?;
    if let Some(terbuka) = &terbuka {
        periksa_butuh(work, &permohonan, &layanan, terbuka, dipilih).await?;
        if dipilih.menaikkan() && menyetujui(terbuka.jenis) {
            setujui_draf(work, permohonan.id).await?;
        }
    }
    terapkan(ports, work, pelaku, &mut permohonan, &peristiwa, "tugas.putuskan").await?;
    let naik = permohonan.keadaan.tugas.iter().any(|t| {
        terbuka.as_ref().is_some_and(|lama| t.tahap == lama.tahap && t.level > lama.level)
    });
    if !naik {
        akibat_keputusan(ports, work, pelaku, &permohonan, &layanan, dipilih, alasan).await?;
    }
    Ok(permohonan)
}

fn menyetujui(jenis: JenisTahap) -> bool {
    matches!(jenis, JenisTahap::Paraf | JenisTahap::Validasi | JenisTahap::Persetujuan)
}

async fn periksa_butuh(
    work: &mut dyn UnitOfWork,
    permohonan: &Permohonan,
    layanan: &Layanan,
    terbuka: &TugasTerbuka,
    dipilih: &Keputusan,
) -> Result<(), Galat> {
    let mut butuh = dipilih.butuh.clone();
    if terbuka.jenis == JenisTahap::Tte && dipilih.menaikkan() {
        // A TTE step is passed by a signature that was verified, never by a click.
        butuh.push(Butuh::DokumenSah);
    }
    if dipilih.menaikkan() && menyetujui(terbuka.jenis) {
        butuh.push(Butuh::DrafDokumen);
    }
    for satu in butuh {
        let (kode, kurang, kalimat) = match satu {
            Butuh::BerkasLengkap => {
                let berkas = work.permohonan().berkas(permohonan.id).await?;
                (
                    "berkas_kurang",
                    berkas_kurang(layanan, &berkas),
                    "Berkas persyaratan belum lengkap",
                )
            }
            Butuh::DrafDokumen => {
                let dokumen = work.dokumen().milik(permohonan.id).await?;
                ("draf_kurang", draf_kurang(layanan, &dokumen), "Draf dokumen belum diunggah")
            }
            Butuh::DokumenSah => {
                let dokumen = work.dokumen().milik(permohonan.id).await?;
                (
                    "dokumen_belum_sah",
                    sah_kurang(layanan, &dokumen),
                    "Dokumen belum ditandatangani dan diperiksa",
                )
            }
        };
        if !kurang.is_empty() {
            let daftar: Vec<String> = kurang.iter().map(ToString::to_string).collect();
            return Err(Bentrok::baru(kode, format!("{kalimat}: {}.", daftar.join(", "))).into());
        }
    }
    Ok(())
}
