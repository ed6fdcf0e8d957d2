//! The scan of a letter that was signed on paper: optional, so that the office has its own copy.

use super::{
    Dokumen, DokumenId, KeadaanDokumen, ObjekBerkas, Unggahan,
    cabut::kunci,
    unggah::{catat, periksa_isi},
};
use crate::{
    akses::{Izin, Pelaku},
    berkas::Penolakan,
    galat::{Bentrok, Galat, PortError},
    layanan::Medium,
    permohonan::{BATAS_BERKAS, TautanUnggah, TipeBerkas, UMUR_TAUTAN, periksa_ukuran},
    ports::Ports,
};

/// Announce a scan, and get a link to put it.
#[derive(Clone, Copy, Debug)]
pub struct UmumkanPindaian {
    /// Of which letter.
    pub id: DokumenId,
    /// Bytes of the PDF that will be put.
    pub ukuran: u64,
}

impl UmumkanPindaian {
    /// The link. Announcing again takes the earlier link's place.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<TautanUnggah, Galat> {
        pelaku.petugas(Izin::DokumenUnggah)?;
        periksa_ukuran(self.ukuran)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut dokumen = kunci(work.as_mut(), self.id).await?;
        boleh(&dokumen)?;
        let kunci = ports.kunci_objek(&pelaku.tenant.slug, "dokumen");
        dokumen.jejak.unggahan_pindaian =
            Some(Unggahan { kunci: kunci.clone(), ukuran: self.ukuran });
        work.dokumen().simpan(&dokumen).await?;
        catat(ports, work.as_mut(), pelaku, dokumen.id, "dokumen.umumkan_pindaian").await?;
        work.commit().await?;
        let mime = TipeBerkas::Pdf.mime();
        Ok(ports.objek.tautan_unggah(&kunci, mime, self.ukuran, UMUR_TAUTAN).await?)
    }
}

/// Say that the scan was put, and have it checked.
#[derive(Clone, Copy, Debug)]
pub struct SelesaikanPindaian {
    /// Of which letter.
    pub id: DokumenId,
}

impl SelesaikanPindaian {
    /// Keeps the scan under a key no link can write. Nothing else of the letter changes.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Dokumen, Galat> {
        pelaku.petugas(Izin::DokumenUnggah)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let dokumen =
            work.dokumen().baca(self.id).await?.ok_or(Galat::TidakDitemukan("dokumen"))?;
        drop(work);
        boleh(&dokumen)?;
        let Some(unggahan) = dokumen.jejak.unggahan_pindaian.clone() else {
            return match dokumen.jejak.pindaian {
                Some(_) => Ok(dokumen),
                None => Err(belum_ada().into()),
            };
        };
        let isi = ports.objek.ambil(&unggahan.kunci, BATAS_BERKAS).await?.ok_or_else(belum_ada)?;
        let diperiksa = periksa_isi(ports, &isi).await?;
        if let Err(Penolakan::Bervirus) = diperiksa {
            let virus = Penolakan::Bervirus;
            return Err(Galat::isian("", virus.kode(), virus.kalimat()));
        }
        if diperiksa != Ok(TipeBerkas::Pdf) {
            return Err(Galat::isian(
                "",
                "pindaian_bukan_pdf",
                "Pindaian ini bukan PDF yang utuh. Pindai ulang sebagai PDF.",
            ));
        }
        let objek = ObjekBerkas {
            kunci: ports.kunci_objek(&pelaku.tenant.slug, "dokumen"),
            sha256: ports.sidik(&isi),
            ukuran: isi.len() as u64,
        };
        ports.objek.simpan(&objek.kunci, TipeBerkas::Pdf.mime(), isi).await?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut dokumen = kunci(work.as_mut(), self.id).await?;
        if dokumen.jejak.unggahan_pindaian.as_ref() != Some(&unggahan) {
            return Err(PortError::Konflik.into());
        }
        dokumen.jejak.unggahan_pindaian = None;
        dokumen.jejak.pindaian = Some(objek);
        work.dokumen().simpan(&dokumen).await?;
        catat(ports, work.as_mut(), pelaku, dokumen.id, "dokumen.pindaian").await?;
        work.commit().await?;
        ports.objek.hapus(&unggahan.kunci).await?;
        Ok(dokumen)
    }
}

fn belum_ada() -> Bentrok {
    Bentrok::baru("unggahan_belum_ada", "Pindaian belum diunggah. Unggah dahulu, lalu selesaikan.")
}

fn boleh(dokumen: &Dokumen) -> Result<(), Bentrok> {
    if dokumen.medium == Medium::SuratBasah
        && matches!(dokumen.keadaan, KeadaanDokumen::Siap { .. })
    {
        Ok(())
    } else {
        Err(Bentrok::baru(
            "surat_belum_ditandatangani",
            "Pindaian hanya untuk surat yang sudah ditandatangani basah dan distempel.",
        ))
    }
}
