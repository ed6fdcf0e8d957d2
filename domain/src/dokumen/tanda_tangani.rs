//! Sign at the TTE step: attempt written first, one call, verified before it counts.

use super::{
    BundelId, Dokumen, HasilButir, HasilTte, IsiStempel, KeadaanDokumen, KeadaanPercobaan,
    KoneksiTte, KunciTte, Percobaan, PeristiwaPercobaan, PermintaanSegel, PermintaanTte, TteGagal,
    cap,
    gagal::{
        GagalTte, ambil_draf, belum_tuntas, bentrok, boleh_menandatangani, draf_gagal,
        periksa_tahan, setuju, tak_diketahui, tangani_gagal,
    },
    sahkan::{akhiri, periksa_hasil, simpan_hasil},
    unggah::catat,
    versi_berlaku,
};
use crate::{
    akses::{Izin, Pelaku, Pengguna},
    galat::{Bentrok, Galat, PortError},
    layanan::{Medium, ModeTte, Produk},
    nilai::{Kode, Nik},
    permohonan::{Kasus, putuskan, satu_versi, terapkan, tolak},
    ports::Ports,
    sop::{JenisTahap, Pilihan, TugasId, TugasTerbuka},
    verifikasi::KodeVerifikasi,
};

/// Sign every PDF of a case electronically and pass the TTE step.
#[derive(Debug)]
pub struct TandaTangani {
    /// The TTE tugas.
    pub tugas: TugasId,
    /// What the signer proves themselves with: used for this call, kept nowhere.
    pub kunci: KunciTte,
    /// The version of the case the signer looked at.
    pub versi: u64,
}

impl TandaTangani {
    /// Signs each document that is not signed yet, then decides `setuju`. A document already signed in an earlier,
    /// interrupted call is not signed again.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        pelaku.petugas(Izin::DokumenTandaTangan)?;
        pelaku.wajib_segar(ports)?;
        let kerja =
            Kerja { tugas: self.tugas, kunci: &self.kunci, syarat: Syarat::Versi(self.versi) };
        kerja.laksanakan(ports, pelaku).await.map_err(|gagal| gagal.galat)
    }
}

/// What must still be as the signer saw it.
#[derive(Clone, Copy)]
pub(super) enum Syarat<'a> {
    /// The case has this version, and the signer took the tugas.
    Versi(u64),
    /// Ids and hashes of the drafts in a bundle; the tugas is taken in passing.
    Bundel(BundelId, &'a [u8]),
}

/// Signing at one tugas.
pub(super) struct Kerja<'a> {
    pub(super) tugas: TugasId,
    pub(super) kunci: &'a KunciTte,
    pub(super) syarat: Syarat<'a>,
}

struct Siap {
    pengguna: Pengguna,
    koneksi: KoneksiTte,
    pekerjaan: Vec<Satu>,
}

struct Satu {
    dokumen: Dokumen,
    produk: Produk,
    percobaan: Percobaan,
    isi: IsiStempel,
    alasan: String,
}

impl Kerja<'_> {
    /// Signs what is not signed, and passes the step.
    pub(super) async fn laksanakan(&self, ports: &Ports, pelaku: &Pelaku) -> Result<(), GagalTte> {
        let siap = self.siapkan(ports, pelaku).await?;
        for satu in &siap.pekerjaan {
            self.satu(ports, pelaku, &siap, satu).await?;
        }
        self.luluskan(ports, pelaku).await?;
        Ok(())
    }

    /// Checks everything and commits an attempt per document before anything leaves.
    async fn siapkan(&self, ports: &Ports, pelaku: &Pelaku) -> Result<Siap, GagalTte> {
        let petugas = pelaku.petugas(Izin::DokumenTandaTangan)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut kasus = Kasus::kunci(ports, work.as_mut(), pelaku, self.tugas).await?;
        match self.syarat {
            Syarat::Versi(versi) => satu_versi(&kasus, versi)?,
            Syarat::Bundel(..) => {
                let keadaan = &kasus.permohonan.keadaan;
                let terima = kasus.mesin(ports).terima(keadaan, self.tugas, petugas.petindak());
                let terima = terima.map_err(tolak)?;
                terapkan(ports, work.as_mut(), pelaku, &mut kasus, &terima, "tugas.terima").await?;
            }
        }
        // The engine is asked first, without keeping its answer: nobody signs what they may not pass.
        let setuju = setuju()?;
        kasus
            .mesin(ports)
            .putuskan(&kasus.permohonan.keadaan, self.setuju(&setuju), petugas.petindak())
            .map_err(tolak)?;
        let terbuka =
            kasus.permohonan.keadaan.tugas(self.tugas).ok_or(Galat::TidakDitemukan("tugas"))?;
        if terbuka.jenis != JenisTahap::Tte {
            return Err(bentrok("bukan_tahap_tte", "Tugas ini bukan tanda tangan elektronik."));
        }
        periksa_tahan(work.as_mut(), &kasus.permohonan.layanan).await?;
        let pengguna =
            work.akses().pengguna(petugas.id).await?.ok_or(Galat::TidakDitemukan("pengguna"))?;
        let koneksi = work.katalog().koneksi_tte().await?.ok_or_else(|| {
            Bentrok::baru("tte_belum_diatur", "Layanan TTE kantor ini belum diatur oleh pengelola.")
        })?;
        let peran = work.akses().nama_peran().await?;

        let semua = work.dokumen().milik(kasus.permohonan.id).await?;
        let mut pekerjaan = Vec::new();
        let produk = kasus.layanan.produk_berlaku(&kasus.fakta.konteks).into_iter();
        for produk in produk.filter(|produk| produk.medium == Medium::PdfTte) {
            let dokumen = versi_berlaku(&semua, &produk.kode).ok_or_else(|| {
                Bentrok::baru("draf_kurang", format!("Draf {} belum diunggah.", produk.nama))
            })?;
            let KeadaanDokumen::Draf { draf, disetujui } = &dokumen.keadaan else { continue };
            boleh_menandatangani(petugas, produk)?;
            self.periksa_kunci(produk, &koneksi, &pengguna)?;
            self.periksa_draf(produk, dokumen, (&draf.sha256, disetujui.as_deref()), terbuka)?;
            if let Some(aktif) = work.dokumen().percobaan_aktif(dokumen.id).await? {
                return Err(GagalTte {
                    hasil: HasilButir::TidakDiketahui,
                    galat: belum_tuntas(aktif.id).into(),
                });
            }
            let percobaan = Percobaan {
                id: ports.ids.id(),
                dokumen: dokumen.id,
                tugas: self.tugas,
                sha256: draf.sha256.clone(),
                oleh: petugas.id,
                keadaan: KeadaanPercobaan::Berjalan,
                galat: None,
                kunci_hasil: Some(ports.kunci_objek(&pelaku.tenant.slug, "dokumen")),
                kunci_unggah: None,
                nomor_host: None,
                dimulai_pada: ports.clock.now(),
            };
            work.dokumen().mulai_percobaan(&percobaan).await?;
            catat(ports, work.as_mut(), pelaku, dokumen.id, "tte.mulai").await?;
            let kode = KodeVerifikasi::baru(ports.ids.as_ref());
            let kode = work.meja().beri_kode_verifikasi(dokumen.id.uuid(), &kode).await?;
            let penanda = produk.penanda_tangan.as_ref();
            let jabatan = penanda.and_then(|kode| Some((kode, peran.get(kode)?.as_str())));
            let url = ports.alamat_publik.verifikasi(&pelaku.tenant.slug, &kode);
            pekerjaan.push(Satu {
                isi: cap::isi_stempel(url, petugas, jabatan),
                alasan: cap::alasan(&dokumen.nama, petugas, penanda),
                dokumen: dokumen.clone(),
                produk: produk.clone(),
                percobaan,
            });
        }
        work.commit().await?;
        Ok(Siap { pengguna, koneksi, pekerjaan })
    }

    fn periksa_kunci(
        &self,
        produk: &Produk,
        koneksi: &KoneksiTte,
        pengguna: &Pengguna,
    ) -> Result<(), GagalTte> {
        match produk.mode_tte {
            ModeTte::Siak => Err(bentrok(
                "tte_di_siak",
                format!(
                    "{} ditandatangani di SIAK; unggah PDF yang sudah bertanda tangan.",
                    produk.nama
                ),
            )),
            ModeTte::Bsre if pengguna.nik.is_none() => Err(bentrok(
                "nik_penanda_tangan_kosong",
                "NIK penanda tangan belum dicatat oleh pengelola.",
            )),
            ModeTte::Segel if koneksi.segel.is_none() => Err(bentrok(
                "segel_belum_diatur",
                "Segel elektronik kantor ini belum diatur oleh pengelola.",
            )),
            ModeTte::Segel if koneksi.segel_nama.is_none() => Err(bentrok(
                "segel_nama_belum_diatur",
                "Nama pada sertifikat segel kantor ini belum dicatat oleh pengelola.",
            )),
            ModeTte::Segel if !matches!(self.kunci, KunciTte::Totp(_)) => Err(bentrok(
                "segel_butuh_totp",
                "Segel elektronik memakai kode aktivasi segel, bukan passphrase.",
            )),
            ModeTte::Bsre | ModeTte::Segel => Ok(()),
        }
    }

    /// The draft is the one that was approved, and the one the signer put into the bundle.
    fn periksa_draf(
        &self,
        produk: &Produk,
        dokumen: &Dokumen,
        (draf, disetujui): (&[u8], Option<&[u8]>),
        terbuka: &TugasTerbuka,
    ) -> Result<(), GagalTte> {
        let disetujui_di_bawah = terbuka.level.is_some_and(|level| level > 0);
        let sama = disetujui.map(|hash| hash == draf);
        let dalam_bundel = match self.syarat {
            Syarat::Versi(_) => true,
            Syarat::Bundel(_, sidik) => super::memuat(sidik, dokumen.id.uuid(), draf),
        };
        if sama == Some(false) || (disetujui_di_bawah && sama.is_none()) || !dalam_bundel {
            return Err(bentrok(
                "draf_berubah",
                format!(
                    "Draf {} berubah setelah disetujui. Kembalikan untuk disetujui ulang.",
                    produk.nama
                ),
            ));
        }
        Ok(())
    }

    async fn satu(
        &self,
        ports: &Ports,
        pelaku: &Pelaku,
        siap: &Siap,
        satu: &Satu,
    ) -> Result<(), GagalTte> {
        let mut percobaan = satu.percobaan.clone();
        let batal = PeristiwaPercobaan::TidakDitandatangani;
        let draf = match ambil_draf(ports, &satu.dokumen, &percobaan).await {
            Ok(draf) => draf,
            Err(galat) => {
                akhiri(ports, pelaku, &percobaan, batal, "draf_tidak_terbaca").await?;
                return Err(draf_gagal(galat));
            }
        };
        let isi = match self.panggil(ports, pelaku, siap, satu, draf.clone()).await {
            Ok(HasilTte { pdf, nomor_host }) => {
                percobaan.nomor_host = nomor_host;
                pdf
            }
            Err(gagal) => {
                if let TteGagal::TidakTerunduh { nomor_host, .. } = &gagal {
                    percobaan.nomor_host = Some(nomor_host.clone());
                }
                return Err(tangani_gagal(ports, pelaku, &percobaan, gagal).await);
            }
        };
        let segel = satu.produk.mode_tte == ModeTte::Segel;
        let penanda = (!segel).then_some(&siap.pengguna);
        let hasil = periksa_hasil(ports, &siap.koneksi, penanda, (&isi, &draf));
        let tanda_tangan = match hasil {
            Ok(tanda_tangan) => tanda_tangan,
            Err(ditolak) => {
                // The host said it signed, so nobody may simply sign again.
                let kabur = PeristiwaPercobaan::TakTentu;
                akhiri(ports, pelaku, &percobaan, kabur, ditolak.kode()).await?;
                return Err(tak_diketahui(Bentrok::baru(ditolak.kode(), format!(
                    "Hasil TTE tidak dapat diterima: {ditolak}. Periksa di layanan TTE, lalu tuntaskan percobaan ini."
                ))
                .dengan_pilihan(vec![format!("tuntaskan:{}", percobaan.id)])));
            }
        };
        let simpan =
            simpan_hasil(ports, pelaku, &percobaan, isi, tanda_tangan, "tte.berhasil").await;
        if let Err(galat) = simpan {
            // It is signed. When even this cannot be written, the sweep finds it.
            let kabur = PeristiwaPercobaan::TakTentu;
            drop(akhiri(ports, pelaku, &percobaan, kabur, "tte_hasil_tidak_tersimpan").await);
            return Err(GagalTte { hasil: HasilButir::TidakDiketahui, galat });
        }
        Ok(())
    }

    async fn panggil(
        &self,
        ports: &Ports,
        pelaku: &Pelaku,
        siap: &Siap,
        satu: &Satu,
        pdf: Vec<u8>,
    ) -> Result<HasilTte, TteGagal> {
        let tak_terkirim = |sumber: PortError| TteGagal::TidakTerkirim(sumber);
        let tampilan = cap::tampilan(ports, &satu.produk, &satu.isi, &pdf)
            .map_err(|_| TteGagal::Ditolak { kode: "stempel_gagal".to_owned() })?;
        let (alasan, lokasi) = (satu.alasan.clone(), pelaku.tenant.nama.clone());
        match (satu.produk.mode_tte, self.kunci) {
            (ModeTte::Segel, KunciTte::Totp(aktivasi)) => {
                // Asking for the code seals nothing, whatever becomes of the answer.
                let totp = match ports.tte.minta_totp_segel(&siap.koneksi, aktivasi, 1).await {
                    Err(TteGagal::TidakDiketahui(sumber)) => return Err(tak_terkirim(sumber)),
                    lain => lain?,
                };
                let minta = PermintaanSegel { pdf, totp, tampilan, alasan, lokasi };
                let pdf = ports.tte.segel(&siap.koneksi, minta).await?;
                Ok(HasilTte { pdf, nomor_host: None })
            }
            (ModeTte::Bsre, kunci) => {
                let nik: Option<Nik> = siap.pengguna.nik.clone();
                let nik = nik.ok_or_else(|| tak_terkirim(PortError::tak_terduga("no NIK")))?;
                let kunci = kunci.clone();
                let minta = PermintaanTte { pdf, nik, kunci, tampilan, alasan, lokasi };
                ports.tte.tanda_tangani(&siap.koneksi, minta).await
            }
            _ => Err(tak_terkirim(PortError::tak_terduga("nothing to sign with"))),
        }
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
        if let Syarat::Bundel(bundel, _) = self.syarat {
            super::butir_berhasil(ports, work.as_mut(), bundel, self.tugas).await?;
        }
        work.commit().await?;
        Ok(())
    }
}
