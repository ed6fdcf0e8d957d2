//! Sign at the TTE step: attempt written first, one call, verified before it counts.

use serde_json::json;

use super::{
    Dokumen, DokumenId, HarapanTte, KeadaanDokumen, KeadaanPercobaan, KoneksiTte, ObjekBerkas,
    PenandaTanganDiharapkan, Percobaan, PercobaanId, PermintaanTte, TandaTanganSah, TteGagal,
    terbit::terbitkan, unggah::catat, versi_berlaku,
};
use crate::{
    akses::{Izin, Pelaku, Pengguna},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    layanan::{Medium, ModeTte},
    nilai::{Kode, Nik, Rahasia},
    permohonan::{BATAS_BERKAS, Kasus, putuskan, tolak},
    ports::{Ports, UnitOfWork},
    sop::{JenisTahap, Keputusan, Pilihan, TugasId},
};

/// Sign every PDF of a case electronically and pass the TTE step.
#[derive(Debug)]
pub struct TandaTangani {
    /// The TTE tugas.
    pub tugas: TugasId,
    /// The signer's passphrase: used for this call, kept nowhere.
    pub passphrase: Rahasia,
    /// The version of the case the signer looked at.
    pub versi: u64,
}

struct Siap {
    pengguna: Pengguna,
    nik: Nik,
    koneksi: KoneksiTte,
    pekerjaan: Vec<(Dokumen, Percobaan)>,
}

impl TandaTangani {
    /// Signs each document that is not signed yet, then decides `setuju`. A document already signed in an earlier,
    /// interrupted call is not signed again.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        pelaku.petugas(Izin::DokumenTandaTangan)?;
        let siap = self.siapkan(ports, pelaku).await?;
        for (dokumen, percobaan) in &siap.pekerjaan {
            self.tanda_tangani_satu(ports, pelaku, &siap, dokumen, percobaan).await?;
        }
        self.luluskan(ports, pelaku).await
    }

    /// Checks everything and commits an attempt per document before anything leaves.
    async fn siapkan(&self, ports: &Ports, pelaku: &Pelaku) -> Result<Siap, Galat> {
        let petugas = pelaku.petugas(Izin::DokumenTandaTangan)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let kasus = Kasus::kunci(ports, work.as_mut(), pelaku, self.tugas).await?;
        let (permohonan, layanan) = (&kasus.permohonan, &kasus.layanan);
        if permohonan.keadaan.versi != self.versi {
            return Err(Bentrok::baru(
                "versi_usang",
                "Permohonan ini sudah berubah sejak Anda membukanya. Muat ulang, lalu tanda tangani lagi.",
            )
            .into());
        }
        // The engine is asked first, without keeping its answer: nobody signs what they may not pass.
        let setuju = setuju()?;
        kasus
            .mesin(ports)
            .putuskan(&permohonan.keadaan, self.setuju(&setuju), petugas.petindak())
            .map_err(tolak)?;
        let terbuka = permohonan.keadaan.tugas(self.tugas).ok_or(Galat::TidakDitemukan("tugas"))?;
        if terbuka.jenis != JenisTahap::Tte {
            return Err(Bentrok::baru(
                "bukan_tahap_tte",
                "Tugas ini bukan tanda tangan elektronik.",
            )
            .into());
        }
        let pengguna =
            work.akses().pengguna(petugas.id).await?.ok_or(Galat::TidakDitemukan("pengguna"))?;
        let nik = pengguna.nik.clone().ok_or_else(|| {
            Bentrok::baru(
                "nik_penanda_tangan_kosong",
                "NIK penanda tangan belum dicatat oleh pengelola.",
            )
        })?;
        let koneksi = work.katalog().koneksi_tte().await?.ok_or_else(|| {
            Bentrok::baru("tte_belum_diatur", "Layanan TTE kantor ini belum diatur oleh pengelola.")
        })?;

        let semua = work.dokumen().milik(permohonan.id).await?;
        let mut pekerjaan = Vec::new();
        let produk = layanan.produk_berlaku(&kasus.fakta.konteks).into_iter();
        for produk in produk.filter(|produk| produk.medium == Medium::PdfTte) {
            let dokumen = versi_berlaku(&semua, &produk.kode).ok_or_else(|| {
                Bentrok::baru("draf_kurang", format!("Draf {} belum diunggah.", produk.nama))
            })?;
            let KeadaanDokumen::Draf { draf, disetujui } = &dokumen.keadaan else { continue };
            // Held or stood in for; whoever it is signs with their own NIK and certificate.
            if let Some(peran) = &produk.penanda_tangan
                && !petugas.peran_berlaku.contains(peran)
            {
                return Err(Bentrok::baru(
                    "bukan_penanda_tangan",
                    format!("{} hanya ditandatangani pemegang peran `{peran}`.", produk.nama),
                )
                .into());
            }
            if produk.mode_tte != ModeTte::Bsre {
                return Err(Bentrok::baru(
                    "tte_di_siak",
                    format!(
                        "{} ditandatangani di SIAK; unggah PDF yang sudah bertanda tangan.",
                        produk.nama
                    ),
                )
                .into());
            }
            let sama = disetujui.as_ref().map(|hash| hash == &draf.sha256);
            let disetujui_di_bawah = terbuka.level.is_some_and(|level| level > 0);
            if sama == Some(false) || (disetujui_di_bawah && sama.is_none()) {
                return Err(Bentrok::baru(
                    "draf_berubah",
                    format!(
                        "Draf {} berubah setelah disetujui. Kembalikan untuk disetujui ulang.",
                        produk.nama
                    ),
                )
                .into());
            }
            let percobaan = Percobaan {
                id: ports.ids.id(),
                dokumen: dokumen.id,
                tugas: self.tugas,
                sha256: draf.sha256.clone(),
                oleh: petugas.id,
                keadaan: KeadaanPercobaan::Berjalan,
                galat: None,
                dimulai_pada: ports.clock.now(),
            };
            if let Some(aktif) = work.dokumen().percobaan_aktif(dokumen.id).await? {
                return Err(sedang_berlangsung(&aktif).into());
            }
            work.dokumen().mulai_percobaan(&percobaan).await?;
            catat(ports, work.as_mut(), pelaku, dokumen.id, "tte.mulai").await?;
            pekerjaan.push((dokumen.clone(), percobaan));
        }
        work.commit().await?;
        Ok(Siap { pengguna, nik, koneksi, pekerjaan })
    }

    async fn tanda_tangani_satu(
        &self,
        ports: &Ports,
        pelaku: &Pelaku,
        siap: &Siap,
        dokumen: &Dokumen,
        percobaan: &Percobaan,
    ) -> Result<(), Galat> {
        let draf = match ambil_draf(ports, dokumen, percobaan).await {
            Ok(draf) => draf,
            Err(galat) => {
                akhiri(ports, pelaku, percobaan, KeadaanPercobaan::Gagal, "draf_tidak_terbaca")
                    .await?;
                return Err(galat);
            }
        };
        let hasil = ports
            .tte
            .tanda_tangani(
                &siap.koneksi,
                PermintaanTte {
                    pdf: draf.clone(),
                    nik: siap.nik.clone(),
                    passphrase: self.passphrase.clone(),
                    alasan: format!("Penandatanganan {}", dokumen.nama),
                    lokasi: pelaku.tenant.nama.clone(),
                },
            )
            .await;
        let isi = match hasil {
            Ok(isi) => isi,
            Err(gagal) => return Err(tangani_gagal(ports, pelaku, percobaan, gagal).await?),
        };
        let tanda_tangan = ports.pemeriksa.periksa(
            &isi,
            &HarapanTte {
                jangkar_pem: &siap.koneksi.jangkar_pem,
                penanda_tangan: Some(PenandaTanganDiharapkan {
                    nik: Some(siap.nik.clone()),
                    nama: siap.pengguna.nama.clone(),
                }),
                disetujui: Some(&draf),
                sekarang: ports.clock.now(),
            },
        );
        let tanda_tangan = match tanda_tangan {
            Ok(tanda_tangan) => tanda_tangan,
            Err(ditolak) => {
                // The host said it signed, so nobody may simply sign again.
                akhiri(ports, pelaku, percobaan, KeadaanPercobaan::TidakDiketahui, ditolak.kode())
                    .await?;
                return Err(Bentrok::baru(ditolak.kode(), format!(
                    "Hasil TTE tidak dapat diterima: {ditolak}. Periksa di layanan TTE, lalu tuntaskan percobaan ini."
                ))
                .into());
            }
        };
        simpan_sah(ports, pelaku, dokumen.id, percobaan.id, isi, tanda_tangan).await
    }

    fn setuju<'k>(&self, setuju: &'k Kode) -> Pilihan<'k> {
        Pilihan { tugas: self.tugas, keputusan: setuju, alasan: None, kode_alasan: None }
    }

    async fn luluskan(&self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.petugas(Izin::DokumenTandaTangan)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let kasus = Kasus::kunci(ports, work.as_mut(), pelaku, self.tugas).await?;
        let setuju = setuju()?;
        putuskan(ports, work.as_mut(), pelaku, petugas, kasus, self.setuju(&setuju)).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Say, as a person who looked at the signing host, what became of an attempt nobody knows about.
#[derive(Clone, Copy, Debug)]
pub struct TuntaskanPercobaan {
    /// Which.
    pub id: PercobaanId,
}

impl TuntaskanPercobaan {
    /// Records that it was not signed, so that the signer may try again. Only the signer may say so.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.petugas(Izin::DokumenTandaTangan)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let percobaan = work
            .dokumen()
            .kunci_percobaan(self.id)
            .await?
            .filter(|percobaan| percobaan.oleh == petugas.id)
            .ok_or(Galat::TidakDitemukan("percobaan"))?;
        if matches!(percobaan.keadaan, KeadaanPercobaan::Berhasil | KeadaanPercobaan::Gagal) {
            return Err(
                Bentrok::baru("percobaan_sudah_tuntas", "Percobaan ini sudah tuntas.").into()
            );
        }
        work.dokumen()
            .akhiri_percobaan(
                self.id,
                KeadaanPercobaan::Gagal,
                Some("dinyatakan_tidak_ditandatangani"),
                ports.clock.now(),
            )
            .await?;
        catat(ports, work.as_mut(), pelaku, percobaan.dokumen, "tte.dinyatakan_gagal").await?;
        work.commit().await?;
        Ok(())
    }
}

fn setuju() -> Result<Kode, Galat> {
    Kode::parse(Keputusan::SETUJU).map_err(|salah| PortError::tak_terduga(salah).into())
}

fn sedang_berlangsung(aktif: &Percobaan) -> Bentrok {
    Bentrok::baru(
        "tte_belum_tuntas",
        "Ada percobaan tanda tangan yang belum diketahui hasilnya. Periksa di layanan TTE, lalu tuntaskan.",
    )
    .dengan_pilihan(vec![format!("tuntaskan:{}", aktif.id)])
}

async fn ambil_draf(
    ports: &Ports,
    dokumen: &Dokumen,
    percobaan: &Percobaan,
) -> Result<Vec<u8>, Galat> {
    let KeadaanDokumen::Draf { draf, .. } = &dokumen.keadaan else {
        return Err(PortError::tak_terduga("signing attempt without a draft").into());
    };
    let isi = ports
        .objek
        .ambil(&draf.kunci, BATAS_BERKAS)
        .await?
        .filter(|isi| ports.sidik(isi) == percobaan.sha256)
        .ok_or_else(|| PortError::tak_terduga("the stored draft is not the approved one"))?;
    Ok(isi)
}

/// Records a failed call and says what to answer.
async fn tangani_gagal(
    ports: &Ports,
    pelaku: &Pelaku,
    percobaan: &Percobaan,
    gagal: TteGagal,
) -> Result<Galat, Galat> {
    let (keadaan, kode, jawaban): (_, &'static str, Galat) = match gagal {
        TteGagal::PassphraseSalah => (
            KeadaanPercobaan::Gagal,
            "tte_passphrase_salah",
            Bentrok::baru(
                "tte_passphrase_salah",
                "Passphrase salah. Dokumen belum ditandatangani; coba lagi.",
            )
            .into(),
        ),
        TteGagal::PenandaTanganTidakSiap(status) => (
            KeadaanPercobaan::Gagal,
            "tte_penanda_tangan_tidak_siap",
            Bentrok::baru(
                "tte_penanda_tangan_tidak_siap",
                format!("Sertifikat penanda tangan belum dapat dipakai (status {status})."),
            )
            .into(),
        ),
        TteGagal::Ditolak { kode } => (
            KeadaanPercobaan::Gagal,
            "tte_ditolak",
            Bentrok::baru(
                "tte_ditolak",
                format!("Layanan TTE menolak permintaan ini (kode {kode})."),
            )
            .into(),
        ),
        TteGagal::TidakTerkirim(sumber) => {
            (KeadaanPercobaan::Gagal, "tte_tidak_terkirim", Galat::Port(sumber))
        }
        TteGagal::TidakDiketahui(_) => (
            KeadaanPercobaan::TidakDiketahui,
            "tte_tidak_diketahui",
            sedang_berlangsung(percobaan).into(),
        ),
    };
    akhiri(ports, pelaku, percobaan, keadaan, kode).await?;
    Ok(jawaban)
}

async fn akhiri(
    ports: &Ports,
    pelaku: &Pelaku,
    percobaan: &Percobaan,
    keadaan: KeadaanPercobaan,
    kode: &'static str,
) -> Result<(), Galat> {
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    work.dokumen().akhiri_percobaan(percobaan.id, keadaan, Some(kode), ports.clock.now()).await?;
    let catatan = CatatanAudit::baru(
        ports,
        pelaku.jejak(),
        "tte.akhir",
        "dokumen",
        Some(percobaan.dokumen.uuid()),
    )
    .dengan(json!({ "percobaan": percobaan.id, "kode": kode }));
    work.audit().catat(&catatan).await?;
    work.commit().await?;
    Ok(())
}

/// Stores the signed file first, then the row that names it.
async fn simpan_sah(
    ports: &Ports,
    pelaku: &Pelaku,
    id: DokumenId,
    percobaan: PercobaanId,
    isi: Vec<u8>,
    tanda_tangan: TandaTanganSah,
) -> Result<(), Galat> {
    let berkas = ObjekBerkas {
        kunci: ports.kunci_objek(&pelaku.tenant.slug, "dokumen"),
        sha256: ports.sidik(&isi),
        ukuran: isi.len() as u64,
    };
    ports.objek.simpan(&berkas.kunci, "application/pdf", isi).await?;
    let mut work: Box<dyn UnitOfWork> = ports.store.begin(&pelaku.tenant.slug).await?;
    let mut dokumen = work.dokumen().kunci(id).await?.ok_or(Galat::TidakDitemukan("dokumen"))?;
    dokumen.keadaan = KeadaanDokumen::Sah { berkas, tanda_tangan };
    terbitkan(ports, work.as_mut(), pelaku, &mut dokumen).await?;
    work.dokumen().simpan(&dokumen).await?;
    work.dokumen()
        .akhiri_percobaan(percobaan, KeadaanPercobaan::Berhasil, None, ports.clock.now())
        .await?;
    catat(ports, work.as_mut(), pelaku, id, "tte.berhasil").await?;
    work.commit().await?;
    Ok(())
}
