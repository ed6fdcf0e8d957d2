//! Deliver: begin the hand-over of every signed PDF of a case, each on its own channel.

use super::{Dokumen, KeadaanDokumen, versi_berlaku};
use crate::{
    galat::{Bentrok, Galat},
    layanan::{Medium, SaluranPenyerahan, periksa_saluran},
    penyerahan::{Bahan, KeadaanPenyerahan, mulai},
    percakapan::kamus::{Kamus, kabar},
    permohonan::Kasus,
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// Begins the hand-over of the PDFs of a case, by the choice of the applicant and the order of the office. Nothing
/// unsigned, unverified or on a card goes (B-24), and no version goes twice.
pub(crate) async fn kirim_dokumen(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    kasus: &Kasus,
) -> Result<(), Galat> {
    let permohonan = &kasus.permohonan;
    let semua = work.dokumen().milik(permohonan.id).await?;
    let sudah = work.penyerahan().milik(permohonan.id).await?;
    let bahan = Bahan::muat(ports, work, permohonan.clone()).await?;
    let produk = kasus.layanan.produk_berlaku(&kasus.fakta.konteks).into_iter();
    for produk in produk.filter(|p| p.penyerahan.iter().any(|satu| satu.softcopy())) {
        periksa_saluran(produk.jenis, produk.medium, SaluranPenyerahan::Whatsapp).map_err(
            |larangan| Bentrok::baru("kartu_tidak_boleh_softcopy", format!("{larangan}.")),
        )?;
        let siap = versi_berlaku(&semua, &produk.kode)
            .filter(|d| d.medium == Medium::PdfTte)
            .filter(|d| matches!(d.keadaan, KeadaanDokumen::Sah { .. }));
        let Some(dokumen) = siap else {
            return Err(Bentrok::baru(
                "dokumen_belum_sah",
                format!("{} belum ditandatangani dan diperiksa.", produk.nama),
            )
            .into());
        };
        let sebelumnya: Vec<_> = sudah.iter().filter(|satu| satu.dokumen == dokumen.id).collect();
        let batal = |keadaan| keadaan == KeadaanPenyerahan::Dibatalkan;
        if !sebelumnya.iter().all(|satu| batal(satu.keadaan)) {
            continue;
        }
        let langkah = bahan.berikutnya(dokumen, &[], ports.clock.now());
        let Some(langkah) = langkah else { continue };
        let urutan = (sebelumnya.len(), None);
        mulai(ports, work, tenant, &bahan, dokumen, langkah, urutan).await?;
    }
    Ok(())
}

/// The caption of a document, with the address at which anybody checks it: a PDF that was signed in SIAK carries no code.
pub(crate) fn keterangan(
    ports: &Ports,
    tenant: &Tenant,
    kata: &Kamus,
    dokumen: &Dokumen,
    nomor: &str,
) -> String {
    let isian = [("dokumen", dokumen.nama.as_str()), ("nomor", nomor)];
    let isi = kata.isi(&kabar::KETERANGAN_DOKUMEN, &isian);
    match &dokumen.jejak.kode_verifikasi {
        Some(kode) => {
            let alamat = ports.alamat_publik.verifikasi(&tenant.slug, kode);
            format!("{isi}\n{}", kata.isi(&kabar::CEK_KEASLIAN, &[("alamat", &alamat)]))
        }
        None => isi,
    }
}
