//! Render the draft of a letter that is a product of the service: it then goes through the chain as an uploaded one does.

use super::{
    SURAT_KETERANGAN, susun,
    susun::data_kasus,
    terbit::{hasil_lama, templat_kini},
};
use crate::{
    akses::{Izin, Pelaku},
    dokumen::{
        Dokumen, DokumenId, JejakDokumen, KeadaanDokumen, ObjekBerkas, boleh_mengunggah,
        catat_dokumen, gantikan_draf,
    },
    galat::{Galat, PortError},
    layanan::Medium,
    nilai::Kode,
    permohonan::{Kasus, PermohonanId},
    ports::Ports,
    verifikasi::KodeVerifikasi,
};

/// Render the draft of a letter.
#[derive(Clone, Debug)]
pub struct RakitDraf {
    /// The case.
    pub permohonan: PermohonanId,
    /// The product of the service.
    pub produk: String,
    /// The template; the office's surat keterangan when absent.
    pub templat: Option<String>,
    /// The caller's idempotency key and the fingerprint of the request.
    pub idempotensi: (String, Vec<u8>),
}

impl RakitDraf {
    /// The draft, with the template version that it came from. The code on it counts from when it is signed.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Dokumen, Galat> {
        let petugas = pelaku.petugas(Izin::DokumenUnggah)?.id;
        let produk_kode = Kode::parse(&self.produk).map_err(|salah| salah.di("/produk"))?;
        let templat = self.templat.as_deref().unwrap_or(SURAT_KETERANGAN);
        let templat = Kode::parse(templat).map_err(|salah| salah.di("/templat"))?;
        let now = ports.clock.now();
        let setempat = pelaku.tenant.zona.setempat(now);
        let kode = KodeVerifikasi::baru(ports.ids.as_ref());
        let hilang = || Galat::TidakDitemukan("permohonan");

        let (kunci, sidik) = &self.idempotensi;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(lama) = hasil_lama(work.as_mut(), petugas, kunci, sidik).await? {
            let lama = work.dokumen().baca(DokumenId::new(lama)).await?;
            return lama.ok_or(Galat::TidakDitemukan("dokumen"));
        }
        let permohonan = work.permohonan().kunci(self.permohonan).await?.ok_or_else(hilang)?;
        let kasus = Kasus::muat(ports, work.as_mut(), pelaku, permohonan).await?;
        let produk = kasus.layanan.produk(&produk_kode).cloned().ok_or_else(|| {
            Galat::isian(
                "/produk",
                "produk_tidak_dikenal",
                "Produk ini bukan hasil layanan tersebut.",
            )
        })?;
        if !matches!(produk.medium, Medium::SuratBasah | Medium::PdfTte) {
            return Err(Galat::isian(
                "/produk",
                "produk_bukan_surat",
                "Hanya surat yang dapat dirakit dari templat.",
            ));
        }
        boleh_mengunggah(&kasus.permohonan, petugas, false)?;
        let (versi_templat, isi) = templat_kini(ports, work.as_mut(), &templat).await?;
        let register = produk.buku_register();
        let deret = format!("register/{}", register.kode);
        let urut = work.permohonan().nomor_urut(&deret, setempat.year()).await?;
        let nomor = register.nomor(urut, setempat, &pelaku.tenant.wilayah);
        let data = data_kasus(ports, work.as_mut(), pelaku, &kasus, &isi, (&nomor, &kode)).await?;
        work.commit().await?;

        let pdf = ports.pencetak.cetak(&susun(&isi, &data), setempat);
        let draf = ObjekBerkas {
            kunci: ports.kunci_objek(&pelaku.tenant.slug, "dokumen"),
            sha256: ports.sidik(&pdf),
            ukuran: pdf.len() as u64,
        };
        ports.objek.simpan(&draf.kunci, "application/pdf", pdf).await?;

        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let permohonan = work.permohonan().kunci(self.permohonan).await?.ok_or_else(hilang)?;
        boleh_mengunggah(&permohonan, petugas, false)?;
        if permohonan.keadaan.versi != kasus.permohonan.keadaan.versi {
            return Err(PortError::Konflik.into());
        }
        let semua = work.dokumen().milik(permohonan.id).await?;
        let versi = semua.iter().filter(|satu| satu.produk == produk_kode).map(|satu| satu.versi);
        let versi = versi.max().unwrap_or(0) + 1;
        let dokumen = Dokumen {
            id: ports.ids.id(),
            permohonan: permohonan.id,
            produk: produk_kode,
            jenis: produk.jenis,
            medium: produk.medium,
            nama: produk.nama,
            nomor: Some(nomor),
            versi,
            bertanda_tangan: false,
            unggahan: None,
            keadaan: KeadaanDokumen::Draf { draf, disetujui: None },
            jejak: JejakDokumen {
                kode_verifikasi: Some(kode),
                templat: Some((templat, versi_templat)),
                ..JejakDokumen::default()
            },
            dibuat_pada: now,
        };
        work.dokumen().tambah(&dokumen).await?;
        work.permohonan()
            .catat_idempotensi(petugas, kunci, sidik, dokumen.id.uuid(), ports.clock.now())
            .await?;
        gantikan_draf(ports, work.as_mut(), pelaku, &dokumen).await?;
        catat_dokumen(ports, work.as_mut(), pelaku, dokumen.id, "dokumen.rakit").await?;
        work.commit().await?;
        Ok(dokumen)
    }
}
