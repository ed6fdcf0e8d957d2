//! A product without a file exists now: it waits for the applicant.

use super::{KeadaanPenyerahan, Penyerahan};
use crate::{
    akses::Pelaku,
    audit::CatatanAudit,
    dokumen::{Dokumen, KeadaanDokumen, terbitkan},
    galat::{Bentrok, Galat},
    layanan::{Medium, SaluranPenyerahan},
    loket::letakkan,
    ports::{Ports, UnitOfWork},
};

/// Records that a printed card, a kutipan or a letter signed on paper is there, and lets it wait at the counter. The
/// document is locked by the caller, in the same unit of work. Returns the hand-over that was opened.
///
/// # Errors
/// [`Bentrok`] for a PDF, which is handed over as a file, and for a version that is there already or counts no more.
pub async fn nyatakan_siap(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    dokumen: &mut Dokumen,
) -> Result<Penyerahan, Galat> {
    if dokumen.medium == Medium::PdfTte {
        return Err(Bentrok::baru(
            "dokumen_berupa_pdf",
            "Dokumen ini berupa PDF bertanda tangan elektronik, bukan cetakan kantor.",
        )
        .into());
    }
    if !matches!(dokumen.keadaan, KeadaanDokumen::Dikerjakan | KeadaanDokumen::Draf { .. }) {
        return Err(Bentrok::baru(
            "dokumen_sudah_siap",
            "Dokumen ini sudah siap, diganti, atau ditolak.",
        )
        .into());
    }
    let (now, oleh) = (ports.clock.now(), pelaku.pengguna());
    dokumen.keadaan = KeadaanDokumen::Siap { pada: now, oleh };
    terbitkan(ports, work, pelaku, dokumen).await?;
    work.dokumen().simpan(dokumen).await?;
    let urutan = work.penyerahan().milik(dokumen.permohonan).await?;
    let urutan = urutan.iter().filter(|satu| satu.dokumen == dokumen.id).count();
    let penyerahan = Penyerahan {
        id: ports.ids.id(),
        dokumen: dokumen.id,
        permohonan: dokumen.permohonan,
        saluran: SaluranPenyerahan::Loket,
        keadaan: KeadaanPenyerahan::Siap,
        urutan: u32::try_from(urutan).unwrap_or(u32::MAX).saturating_add(1),
        tujuan: None,
        pesan: None,
        oleh,
        galat: None,
        dibuat_pada: now,
        diubah_pada: now,
    };
    work.penyerahan().tambah(&penyerahan).await?;
    let objek = Some(dokumen.id.uuid());
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "dokumen.siap", "dokumen", objek);
    work.audit().catat(&catatan).await?;
    letakkan(ports, work, pelaku, &penyerahan, &dokumen.nama).await?;
    Ok(penyerahan)
}
