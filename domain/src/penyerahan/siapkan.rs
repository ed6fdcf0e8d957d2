//! A product without a file exists now: it waits for the applicant.

use super::{Bahan, Jalan, Penyerahan, mulai};
use crate::{
    akses::Pelaku,
    audit::CatatanAudit,
    dokumen::{Dokumen, KeadaanDokumen, terbitkan},
    galat::{Bentrok, Galat},
    layanan::{Medium, SaluranPenyerahan},
    loket::letakkan,
    ports::{Ports, UnitOfWork},
};

/// Records that a printed card, a kutipan or a letter signed on paper is there, and opens its hand-over: at the counter,
/// unless the applicant chose another way that is possible. The document is locked by the caller, in the same unit of work.
/// Returns the hand-over that was opened.
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
    let bahan = Bahan::muat_id(ports, work, dokumen.permohonan).await?;
    let sudah = work.penyerahan().milik(dokumen.permohonan).await?;
    let sudah = sudah.iter().filter(|satu| satu.dokumen == dokumen.id).count();
    let langkah =
        bahan.berikutnya(dokumen, &[], now).unwrap_or((SaluranPenyerahan::Loket, Jalan::Langsung));
    let tenant = &pelaku.tenant;
    let penyerahan = mulai(ports, work, tenant, &bahan, dokumen, langkah, (sudah, oleh)).await?;
    let objek = Some(dokumen.id.uuid());
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "dokumen.siap", "dokumen", objek);
    work.audit().catat(&catatan).await?;
    if penyerahan.saluran == SaluranPenyerahan::Loket {
        letakkan(ports, work, pelaku, &penyerahan, &dokumen.nama).await?;
    }
    Ok(penyerahan)
}
