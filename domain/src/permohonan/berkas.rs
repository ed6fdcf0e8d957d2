//! Papers by presigned upload: announce, put, complete, download.

use std::time::Duration;

use super::{
    AsalBerkas, BATAS_BERKAS, Berkas, BerkasId, KeadaanBerkas, PermohonanId, TautanUnggah,
};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    nilai::Kode,
    ports::Ports,
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

/// The sentence for a file that is none of the three.
pub const BUKAN_BERKAS: &str =
    "Berkas ini bukan foto JPEG/PNG atau PDF yang utuh. Kirim ulang sebagai foto atau PDF.";

/// Recognises files by content, never by name.
pub trait PengenalBerkas: Send + Sync {
    /// What the bytes are; `None` for anything else than an intact JPEG, PNG or PDF.
    fn kenali(&self, isi: &[u8]) -> Option<TipeBerkas>;
}

/// Announce a paper and get a link to upload it.
#[derive(Clone, Debug)]
pub struct UnggahBerkas {
    /// The case.
    pub permohonan: PermohonanId,
    /// The requirement it answers.
    pub syarat: String,
    /// MIME type that will be put.
    pub tipe: String,
    /// Bytes that will be put.
    pub ukuran: u64,
}

impl UnggahBerkas {
    /// The paper's id and the link. The paper counts only once [`SelesaikanBerkas`] checked it.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<(BerkasId, TautanUnggah), Galat> {
        pelaku.petugas(Izin::BerkasUnggah)?;
        let tipe = tipe_boleh(&self.tipe)?;
        periksa_ukuran(self.ukuran)?;
        let syarat = Kode::parse(&self.syarat).map_err(|salah| salah.di("/syarat"))?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let permohonan = work
            .permohonan()
            .kunci(self.permohonan)
            .await?
            .ok_or(Galat::TidakDitemukan("permohonan"))?;
        let (layanan, _) = super::definisi_kasus(work.as_mut(), &permohonan).await?;
        if layanan.syarat(&syarat).is_none() {
            return Err(Galat::isian(
                "/syarat",
                "syarat_tidak_dikenal",
                "Persyaratan ini tidak diminta untuk layanan tersebut.",
            ));
        }
        let id: BerkasId = ports.ids.id();
        let berkas = Berkas {
            id,
            permohonan: Some(permohonan.id),
            kontak: None,
            nama: format!("{syarat}.{}", tipe.ekstensi()),
            syarat: Some(syarat),
            asal: AsalBerkas::Unggah,
            keadaan: KeadaanBerkas::Menunggu,
            tipe: tipe.mime().to_owned(),
            ukuran: self.ukuran,
            kunci: ports.kunci_objek(&pelaku.tenant.slug, "berkas"),
            dibuat_pada: ports.clock.now(),
        };
        work.permohonan().tambah_berkas(&berkas).await?;
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "berkas.umumkan", "berkas", Some(id.uuid()));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        let tautan = ports
            .objek
            .tautan_unggah(&berkas.kunci, &berkas.tipe, berkas.ukuran, UMUR_TAUTAN)
            .await?;
        Ok((id, tautan))
    }
}

/// Say that the upload is done, and have it checked.
#[derive(Clone, Copy, Debug)]
pub struct SelesaikanBerkas {
    /// Which.
    pub id: BerkasId,
}

impl SelesaikanBerkas {
    /// Checks size and content. A refused paper stays on record with its reason; a paper already checked stays as it is.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Berkas, Galat> {
        pelaku.petugas(Izin::BerkasUnggah)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let berkas = ambil(work.as_mut(), self.id).await?;
        drop(work);
        if berkas.keadaan != KeadaanBerkas::Menunggu {
            return Ok(berkas);
        }
        let isi = ports.objek.ambil(&berkas.kunci, BATAS_BERKAS).await?.ok_or_else(|| {
            Bentrok::baru(
                "unggahan_belum_ada",
                "Berkas belum diunggah. Unggah dahulu, lalu selesaikan.",
            )
        })?;
        let (ukuran, sha256) = (isi.len() as u64, ports.sidik(&isi));
        let tipe = ports.pengenal.kenali(&isi);
        // The link to the upload key may still be open, so what was checked is kept under a key no link can write.
        let kunci = ports.kunci_objek(&pelaku.tenant.slug, "berkas");
        if let Some(tipe) = tipe {
            ports.objek.simpan(&kunci, tipe.mime(), isi).await?;
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut berkas = ambil(work.as_mut(), self.id).await?;
        if berkas.keadaan != KeadaanBerkas::Menunggu {
            return Ok(berkas);
        }
        let kunci_unggah = berkas.kunci.clone();
        berkas.ukuran = ukuran;
        berkas.keadaan = match tipe {
            Some(tipe) => {
                tipe.mime().clone_into(&mut berkas.tipe);
                berkas.kunci = kunci;
                KeadaanBerkas::Sah { sha256 }
            }
            None => KeadaanBerkas::Ditolak { alasan: BUKAN_BERKAS.to_owned() },
        };
        work.permohonan().simpan_berkas(&berkas).await?;
        let aksi = if matches!(berkas.keadaan, KeadaanBerkas::Sah { .. }) {
            "berkas.sah"
        } else {
            "berkas.ditolak"
        };
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), aksi, "berkas", Some(berkas.id.uuid()));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        ports.objek.hapus(&kunci_unggah).await?;
        if let KeadaanBerkas::Ditolak { alasan } = &berkas.keadaan {
            return Err(Galat::isian("", "berkas_bukan_jpeg_png_pdf", alasan.clone()));
        }
        Ok(berkas)
    }
}

/// Get a link to read a paper.
#[derive(Clone, Copy, Debug)]
pub struct UnduhBerkas {
    /// Which.
    pub id: BerkasId,
}

impl UnduhBerkas {
    /// A link good for five minutes. Each is audited.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<String, Galat> {
        pelaku.petugas(Izin::PermohonanBaca)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let berkas = ambil(work.as_mut(), self.id).await?;
        if !matches!(berkas.keadaan, KeadaanBerkas::Sah { .. }) {
            return Err(
                Bentrok::baru("berkas_belum_sah", "Berkas ini belum selesai diperiksa.").into()
            );
        }
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "berkas.unduh",
            "berkas",
            Some(berkas.id.uuid()),
        );
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(ports.objek.tautan_unduh(&berkas.kunci, &berkas.nama, &berkas.tipe, UMUR_TAUTAN).await?)
    }
}

async fn ambil(work: &mut dyn crate::ports::UnitOfWork, id: BerkasId) -> Result<Berkas, Galat> {
    work.permohonan().kunci_berkas(id).await?.ok_or(Galat::TidakDitemukan("berkas"))
}

/// The allowed type of that MIME name.
pub(crate) fn tipe_boleh(mime: &str) -> Result<TipeBerkas, Galat> {
    [TipeBerkas::Jpeg, TipeBerkas::Png, TipeBerkas::Pdf]
        .into_iter()
        .find(|tipe| tipe.mime() == mime)
        .ok_or_else(|| {
            Galat::isian("/tipe", "tipe_tidak_boleh", "Hanya JPEG, PNG atau PDF yang diterima.")
        })
}

/// Sizes that may be announced.
pub(crate) fn periksa_ukuran(ukuran: u64) -> Result<(), Galat> {
    if (1..=BATAS_BERKAS).contains(&ukuran) {
        Ok(())
    } else {
        Err(Galat::isian(
            "/ukuran",
            "ukuran_tidak_boleh",
            "Ukuran berkas harus 1 bita sampai 20 MB.",
        ))
    }
}
