//! Decide a tugas: the penyerahan of the kartu kendali, and all that follows.

use super::{
    Kasus, Permohonan, akibat_keputusan, berkas_kurang, terapkan, terjawab_kasus, tolak,
    versi_usang,
};
use crate::{
    akses::{Izin, Pelaku, Petugas},
    dokumen::{draf_kurang, sah_kurang, setujui_draf, siap_kurang},
    galat::{Bentrok, Galat, PortError},
    kartu::{kartu_kurang, siapkan_langsung},
    nilai::Kode,
    penyerahan::sudah_diantar,
    ports::{Ports, UnitOfWork},
    sop::{
        Bagian, Butuh, DefinisiSop, JenisTahap, Keputusan, Peristiwa, Pilihan, TugasId,
        TugasTerbuka,
    },
};

/// The outcome by which a step of handing over says that the applicant has it.
pub(crate) const DISERAHKAN: &str = "diserahkan";

/// Decide a tugas.
#[derive(Clone, Debug)]
pub struct PutuskanTugas {
    /// Which.
    pub id: TugasId,
    /// The outcome.
    pub keputusan: String,
    /// Why.
    pub alasan: Option<String>,
    /// Why, by code.
    pub kode_alasan: Option<String>,
    /// The version of the case the officer looked at.
    pub versi: u64,
}

impl PutuskanTugas {
    /// Decides it, once, on the version the officer saw.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.petugas(Izin::TugasKerjakan)?;
        let keputusan = Kode::parse(&self.keputusan).map_err(|salah| salah.di("/keputusan"))?;
        let kode_alasan = self
            .kode_alasan
            .as_deref()
            .map(|kode| Kode::parse(kode).map_err(|salah| salah.di("/kode_alasan")))
            .transpose()?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let kasus = Kasus::kunci(ports, work.as_mut(), pelaku, self.id).await?;
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
            return Err(versi_usang(pilihan));
        }
        let pilihan = Pilihan {
            tugas: self.id,
            keputusan: &keputusan,
            alasan: self.alasan.as_deref(),
            kode_alasan: kode_alasan.as_ref(),
        };
        putuskan(ports, work.as_mut(), pelaku, petugas, kasus, pilihan).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Decides a tugas of a locked case, as the officer.
pub(crate) async fn putuskan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    petugas: &Petugas,
    kasus: Kasus,
    pilihan: Pilihan<'_>,
) -> Result<Permohonan, Galat> {
    let peristiwa = kasus
        .mesin(ports)
        .putuskan(&kasus.permohonan.keadaan, pilihan, petugas.petindak())
        .map_err(tolak)?;
    // What may follow is long; boxed, so that who calls stays small.
    Box::pin(akhiri(ports, work, pelaku, kasus, pilihan, &peristiwa)).await
}

/// Stores what the engine answered to a decision, with all that follows from it.
pub(crate) async fn akhiri(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    mut kasus: Kasus,
    pilihan: Pilihan<'_>,
    peristiwa: &[Peristiwa],
) -> Result<Permohonan, Galat> {
    let terbuka = kasus
        .permohonan
        .keadaan
        .tugas(pilihan.tugas)
        .cloned()
        .ok_or(Galat::TidakDitemukan("tugas"))?;
    if terbuka.bagian.and_then(Bagian::konsultasi).is_some() {
        terapkan(ports, work, pelaku, &mut kasus, peristiwa, "tugas.jawab_konsultasi").await?;
        return Ok(kasus.permohonan);
    }
    let dipilih = kasus
        .definisi
        .tahap(&terbuka.tahap)
        .and_then(|tahap| tahap.keputusan(pilihan.keputusan))
        .cloned()
        .ok_or(Galat::TidakDitemukan("keputusan"))?;
    periksa_butuh(work, &kasus, &terbuka, &dipilih).await?;
    if terbuka.jenis == JenisTahap::Serah && dipilih.kode.as_str() == DISERAHKAN {
        let kunjungan = kasus.definisi.tahap(&terbuka.tahap).is_some_and(|t| t.jadwal.is_some());
        if kunjungan {
            sudah_diantar(ports, work, pelaku, kasus.permohonan.id).await?;
        } else {
            periksa_rak(work, &kasus).await?;
        }
    }
    if dipilih.menaikkan() && menyetujui(terbuka.jenis) {
        setujui_draf(ports, work, pelaku, kasus.permohonan.id, &terbuka).await?;
    }
    if terbuka.jenis == JenisTahap::Cetak && kasus.definisi.maju(&terbuka.tahap, &dipilih) {
        siapkan_langsung(ports, work, pelaku, &kasus).await?;
    }
    Box::pin(terapkan(ports, work, pelaku, &mut kasus, peristiwa, "tugas.putuskan")).await?;
    // What the outcome means is told when the step is over, not at each level or role of it.
    let berlanjut = kasus.permohonan.keadaan.tugas.iter().any(|satu| {
        let selevel = satu.tahap == terbuka.tahap && satu.rantai.is_some();
        let bersama = satu.bagian.is_some() && satu.bagian == terbuka.bagian;
        bersama || (selevel && satu.rantai == terbuka.rantai && satu.level != terbuka.level)
    });
    if !berlanjut {
        Box::pin(akibat_keputusan(ports, work, pelaku, &kasus, &dipilih, pilihan.alasan)).await?;
    }
    Ok(kasus.permohonan)
}

/// What lies on the shelf is handed over at the counter, where it is seen who takes it; not by a click.
async fn periksa_rak(work: &mut dyn UnitOfWork, kasus: &Kasus) -> Result<(), Galat> {
    if work.loket().di_rak(kasus.permohonan.id).await?.is_empty() {
        return Ok(());
    }
    let pesan = "Dokumen permohonan ini masih di rak. Serahkan lewat loket pengambilan.";
    Err(Bentrok::baru("masih_di_rak", pesan).into())
}

/// Whether a step of that kind approves a draft.
pub(crate) fn menyetujui(jenis: JenisTahap) -> bool {
    matches!(jenis, JenisTahap::Paraf | JenisTahap::Validasi | JenisTahap::Persetujuan)
}

/// All that an outcome needs at a tugas, whether its definition says so or the kind of work does.
pub(crate) fn semua_butuh(
    definisi: &DefinisiSop,
    terbuka: &TugasTerbuka,
    dipilih: &Keputusan,
) -> Vec<Butuh> {
    let mut butuh = dipilih.butuh.clone();
    if terbuka.jenis == JenisTahap::Tte && dipilih.menaikkan() {
        // A TTE step is passed by a signature that was verified, never by a click.
        butuh.push(Butuh::DokumenSah);
    }
    if dipilih.menaikkan() && menyetujui(terbuka.jenis) {
        butuh.push(Butuh::DrafDokumen);
    }
    if terbuka.jenis == JenisTahap::Cetak && definisi.maju(&terbuka.tahap, dipilih) {
        // A card is printed by the queue, never by a click.
        butuh.push(Butuh::KartuTercetak);
    }
    butuh
}

/// Papers and documents that are missing for an outcome; what is recorded at a tugas is the engine's to check.
pub(crate) async fn kurang(
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
    terbuka: &TugasTerbuka,
    butuh: Butuh,
) -> Result<Vec<Kode>, Galat> {
    let Kasus { permohonan, layanan, fakta, .. } = kasus;
    Ok(match butuh {
        Butuh::BerkasLengkap => {
            let terjawab = terjawab_kasus(work, permohonan.id).await?;
            berkas_kurang(layanan, &fakta.konteks, &terjawab)
        }
        Butuh::DrafDokumen => {
            let dokumen = work.dokumen().milik(permohonan.id).await?;
            draf_kurang(&layanan.produk_berlaku(&fakta.konteks), &dokumen)
        }
        Butuh::DokumenSah => {
            let dokumen = work.dokumen().milik(permohonan.id).await?;
            sah_kurang(&layanan.produk_berlaku(&fakta.konteks), &dokumen)
        }
        Butuh::ProdukSiap => {
            let dokumen = work.dokumen().milik(permohonan.id).await?;
            siap_kurang(&layanan.produk_berlaku(&fakta.konteks), &dokumen)
        }
        Butuh::KartuTercetak => kartu_kurang(work, kasus).await?,
        Butuh::BuktiPenerima if work.loket().bukti_bebas(terbuka.id).await? => Vec::new(),
        Butuh::BuktiPenerima => {
            vec![Kode::parse("bukti_penerima").map_err(PortError::tak_terduga)?]
        }
        Butuh::Formulir
        | Butuh::Jadwal
        | Butuh::WaktuTiba
        | Butuh::Lunas
        | Butuh::Rujukan
        | Butuh::NomorRegister => Vec::new(),
    })
}

async fn periksa_butuh(
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
    terbuka: &TugasTerbuka,
    dipilih: &Keputusan,
) -> Result<(), Galat> {
    for butuh in semua_butuh(&kasus.definisi, terbuka, dipilih) {
        let kurang = kurang(work, kasus, terbuka, butuh).await?;
        if kurang.is_empty() {
            continue;
        }
        let (kode, kalimat) = match butuh {
            Butuh::DrafDokumen => ("draf_kurang", "Draf dokumen belum diunggah"),
            Butuh::DokumenSah => {
                ("dokumen_belum_sah", "Dokumen belum ditandatangani dan diperiksa")
            }
            Butuh::ProdukSiap => {
                ("produk_belum_siap", "Hasil layanan belum dicetak, diregister atau ditandatangani")
            }
            Butuh::KartuTercetak => ("kartu_belum_tercetak", "Kartu belum dicetak lewat antrean"),
            Butuh::BuktiPenerima => (
                "bukti_penerima_belum_ada",
                "Foto atau tanda tangan penerima sejak tahap ini dibuka belum diunggah dan diperiksa",
            ),
            _ => ("berkas_kurang", "Berkas persyaratan belum lengkap"),
        };
        let daftar: Vec<String> = kurang.iter().map(ToString::to_string).collect();
        return Err(Bentrok::baru(kode, format!("{kalimat}: {}.", daftar.join(", "))).into());
    }
    Ok(())
}
