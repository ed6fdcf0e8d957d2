//! Papers by presigned upload: announce, put, complete, download.

use std::{collections::BTreeSet, time::Duration};

use serde_json::{Value, json};

use super::{BATAS_BERKAS, Berkas, BerkasId, IsiBawaan, KeadaanBerkas, PermohonanId, bawaan_kasus};
use crate::{
    akses::{Izin, Pelaku, Siapa},
    audit::CatatanAudit,
    berkas::{Rencana, Unggahan, buka_unggahan, simpan_isi},
    galat::{Bentrok, Galat},
    nilai::Kode,
    ports::{Ports, UnitOfWork},
};

/// How long a presigned link is good for.
pub const UMUR_TAUTAN: Duration = Duration::from_mins(5);

/// What a paper turned out to be, by content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TipeBerkas {
    /// `image/jpeg`.
    Jpeg,
    /// `image/png`.
    Png,
    /// `application/pdf`.
    Pdf,
}

impl TipeBerkas {
    /// The MIME type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// The extension of names that Loket makes.
    pub fn ekstensi(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// Announce a paper and get a link to upload it.
#[derive(Clone, Debug)]
pub struct UnggahBerkas {
    /// The case.
    pub permohonan: PermohonanId,
    /// The requirement it answers.
    pub syarat: String,
    /// What will be put.
    pub rencana: Rencana,
}

impl UnggahBerkas {
    /// The paper's id and the links. The paper counts only once [`SelesaikanBerkas`] checked it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Unggahan, Galat> {
        let oleh = pelaku.penanggung(Izin::BerkasUnggah)?;
        self.rencana.tipe()?;
        let syarat = Kode::parse(&self.syarat).map_err(|salah| salah.di("/syarat"))?;
        let tenant = &pelaku.tenant;
        let mut work = ports.store.begin(&tenant.slug).await?;
        let permohonan = work
            .permohonan()
            .kunci(self.permohonan)
            .await?
            .ok_or(Galat::TidakDitemukan("permohonan"))?;
        pelaku.jangkau(permohonan.unit.as_ref())?;
        let (layanan, _) = super::definisi_kasus(work.as_mut(), &permohonan).await?;
        if layanan.syarat(&syarat).is_none() {
            return Err(Galat::isian(
                "/syarat",
                "syarat_tidak_dikenal",
                "Persyaratan ini tidak diminta untuk layanan tersebut.",
            ));
        }
        let (nama, rencana) = (syarat.as_str(), &self.rencana);
        let mut berkas = Berkas::umumkan(ports, work.as_mut(), tenant, oleh, nama, rencana).await?;
        berkas.permohonan = Some(permohonan.id);
        berkas.syarat = Some(syarat);
        work.permohonan().tambah_berkas(&berkas).await?;
        catat(ports, work.as_mut(), pelaku, "berkas.umumkan", berkas.id, json!({})).await?;
        work.commit().await?;
        buka_unggahan(ports, tenant, &berkas, rencana).await
    }
}

/// Say that the upload is done, and have it checked.
#[derive(Clone, Debug)]
pub struct SelesaikanBerkas {
    /// Which.
    pub id: BerkasId,
    /// The parts it was put in, each with the entity tag that storage answered; empty for one put as a whole.
    pub bagian: Vec<(u32, String)>,
}

impl SelesaikanBerkas {
    /// Checks its content. A refused paper stays on record with its reason; a paper already checked stays as it is.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Berkas, Galat> {
        let oleh = pelaku.penanggung(Izin::BerkasUnggah)?;
        let slug = &pelaku.tenant.slug;
        let mut work = ports.store.read(slug).await?;
        let berkas = work.berkas().baca(self.id).await?.ok_or(Galat::TidakDitemukan("berkas"))?;
        // A program completes what it announced itself, and nothing else.
        if matches!(pelaku.siapa, Siapa::Klien(_)) && berkas.pengunggah != Some(oleh) {
            return Err(Galat::TidakDitemukan("berkas"));
        }
        drop(work);
        if berkas.keadaan != KeadaanBerkas::Menunggu {
            return selesai(berkas);
        }
        self.rangkai(ports, &berkas).await?;
        let isi = ports.objek.ambil(&berkas.kunci, BATAS_BERKAS).await?.ok_or_else(|| {
            Bentrok::baru(
                "unggahan_belum_ada",
                "Berkas belum diunggah. Unggah dahulu, lalu selesaikan.",
            )
        })?;
        // The link to the upload key may still be open, so what was checked is kept under a key no link can write.
        let hasil = simpan_isi(ports, slug, isi).await?;
        let mut work = ports.store.begin(slug).await?;
        let mut berkas = ambil(work.as_mut(), self.id).await?;
        if berkas.keadaan != KeadaanBerkas::Menunggu {
            return selesai(berkas);
        }
        let (kunci_unggah, unggah_bagian) = (berkas.kunci.clone(), berkas.unggah_bagian.take());
        let penolakan = hasil.as_ref().err().map(|ditolak| ditolak.alasan);
        match hasil {
            Ok(tersimpan) => berkas.terima(tersimpan),
            Err(ditolak) => {
                berkas.ukuran = ditolak.ukuran;
                berkas.keadaan = KeadaanBerkas::ditolak(ditolak.alasan, Some(ditolak.sha256));
            }
        }
        work.permohonan().simpan_berkas(&berkas).await?;
        let (aksi, rincian) = match (&berkas.keadaan, penolakan) {
            (_, Some(alasan)) => ("berkas.ditolak", json!({ "kode": alasan.kode() })),
            (KeadaanBerkas::Ditahan { .. }, None) => ("berkas.tahan", json!({})),
            _ => ("berkas.sah", json!({})),
        };
        catat(ports, work.as_mut(), pelaku, aksi, berkas.id, rincian).await?;
        work.commit().await?;
        ports.objek.hapus(&kunci_unggah).await?;
        if let Some(unggah) = unggah_bagian.filter(|_| self.bagian.is_empty()) {
            ports.objek.batalkan_bagian(&kunci_unggah, &unggah).await?;
        }
        match penolakan {
            Some(alasan) => Err(Galat::isian("", alasan.kode(), alasan.kalimat())),
            None => Ok(berkas),
        }
    }

    /// Puts the parts together, if there are any. One that was put together before, and whose answer was lost, is there
    /// already.
    async fn rangkai(&self, ports: &Ports, berkas: &Berkas) -> Result<(), Galat> {
        if self.bagian.is_empty() {
            return Ok(());
        }
        let urut = (1_u32..).zip(&self.bagian).all(|(nomor, satu)| satu.0 == nomor);
        let etag_wajar = |etag: &str| {
            (1..=128).contains(&etag.len()) && etag.bytes().all(|b| b.is_ascii_graphic())
        };
        if !urut || !self.bagian.iter().all(|(_, etag)| etag_wajar(etag)) {
            return Err(Galat::isian(
                "/bagian",
                "bagian_tidak_urut",
                "Sebutkan semua bagian berurutan mulai dari 1, masing-masing dengan etag-nya.",
            ));
        }
        let unggah = berkas.unggah_bagian.as_deref().ok_or_else(|| {
            Bentrok::baru(
                "bukan_unggahan_bagian",
                "Berkas ini tidak diumumkan dalam bagian. Unggah utuh, lalu selesaikan.",
            )
        })?;
        let terangkai = ports.objek.rangkai(&berkas.kunci, unggah, &self.bagian).await?;
        if terangkai || ports.objek.ambil(&berkas.kunci, BATAS_BERKAS).await?.is_some() {
            return Ok(());
        }
        let pesan = "Ada bagian yang belum diunggah atau tidak cocok. Unggah ulang bagian itu.";
        Err(Bentrok::baru("bagian_belum_lengkap", pesan).into())
    }
}

/// A paper that was completed before, as its first completion told it.
fn selesai(berkas: Berkas) -> Result<Berkas, Galat> {
    if berkas.keadaan == KeadaanBerkas::Kedaluwarsa {
        let pesan = "Waktu untuk mengunggah berkas ini sudah habis. Umumkan lagi, lalu unggah.";
        return Err(Bentrok::baru("unggahan_kedaluwarsa", pesan).into());
    }
    Ok(berkas)
}

/// Get a link to read a paper.
#[derive(Clone, Copy, Debug)]
pub struct UnduhBerkas {
    /// Which.
    pub id: BerkasId,
    /// Whether the original is wanted rather than the copy for viewing.
    pub asli: bool,
}

impl UnduhBerkas {
    /// A link good for five minutes. Each is audited.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<String, Galat> {
        pelaku.petugas(Izin::PermohonanBaca)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let berkas = ambil(work.as_mut(), self.id).await?;
        boleh_dibuka(&berkas)?;
        let rincian = json!({ "asli": self.asli });
        catat(ports, work.as_mut(), pelaku, "berkas.unduh", berkas.id, rincian).await?;
        work.commit().await?;
        let (kunci, nama, tipe) = match &berkas.tampilan {
            Some(tampilan) if !self.asli => {
                let pokok = berkas.nama.rsplit_once('.').map_or(&*berkas.nama, |(pokok, _)| pokok);
                (
                    tampilan,
                    format!("{pokok}.{}", TipeBerkas::Jpeg.ekstensi()),
                    TipeBerkas::Jpeg.mime(),
                )
            }
            _ => (&berkas.kunci, berkas.nama.clone(), berkas.tipe.as_str()),
        };
        Ok(ports.objek.tautan_unduh(kunci, &nama, tipe, UMUR_TAUTAN).await?)
    }
}

/// Get links to the thumbnails of a case.
#[derive(Clone, Copy, Debug)]
pub struct CuplikanBerkas {
    /// The case.
    pub permohonan: PermohonanId,
}

impl CuplikanBerkas {
    /// A link for each paper that has one, good for five minutes; audited once.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<(BerkasId, String)>, Galat> {
        pelaku.petugas(Izin::PermohonanBaca)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let permohonan = work.permohonan().baca(self.permohonan).await?;
        permohonan.ok_or(Galat::TidakDitemukan("permohonan"))?;
        let mut semua = work.permohonan().berkas(self.permohonan).await?;
        // What it brought along is looked at like its own.
        let bawaan = bawaan_kasus(work.as_mut(), self.permohonan).await?;
        let asal: BTreeSet<PermohonanId> = bawaan.iter().map(|satu| satu.permohonan).collect();
        for lain in asal {
            let ada = work.permohonan().berkas(lain).await?.into_iter();
            let dibawa = |satu: &Berkas| bawaan.iter().any(|b| b.isi == IsiBawaan::Berkas(satu.id));
            semua.extend(ada.filter(dibawa));
        }
        semua.retain(|satu| satu.keadaan.sah() && satu.cuplikan.is_some());
        let objek = Some(self.permohonan.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "berkas.cuplikan", "permohonan", objek)
                .dengan(json!({ "berkas": semua.len() }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        let mut hasil = Vec::with_capacity(semua.len());
        for satu in semua {
            if let Some(kunci) = &satu.cuplikan {
                let tipe = TipeBerkas::Jpeg.mime();
                let url =
                    ports.objek.tautan_unduh(kunci, "cuplikan.jpg", tipe, UMUR_TAUTAN).await?;
                hasil.push((satu.id, url));
            }
        }
        Ok(hasil)
    }
}

/// Refuses what was not found sound.
fn boleh_dibuka(berkas: &Berkas) -> Result<(), Bentrok> {
    match berkas.keadaan {
        KeadaanBerkas::Sah { .. } => Ok(()),
        KeadaanBerkas::Ditahan { .. } => Err(Bentrok::baru(
            "berkas_ditahan",
            "Berkas ini masih menunggu pemindaian virus dan belum dapat dibuka.",
        )),
        _ => Err(Bentrok::baru("berkas_belum_sah", "Berkas ini belum selesai diperiksa.")),
    }
}

async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    aksi: &'static str,
    id: BerkasId,
    rincian: Value,
) -> Result<(), Galat> {
    let catatan =
        CatatanAudit::baru(ports, pelaku.jejak(), aksi, "berkas", Some(id.uuid())).dengan(rincian);
    work.audit().catat(&catatan).await?;
    Ok(())
}

async fn ambil(work: &mut dyn UnitOfWork, id: BerkasId) -> Result<Berkas, Galat> {
    work.permohonan().kunci_berkas(id).await?.ok_or(Galat::TidakDitemukan("berkas"))
}
