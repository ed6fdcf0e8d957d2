//! What becomes of a WhatsApp message that carries a document, in the ledger of hand-overs.

use super::{KeadaanPenyerahan, Penyerahan, dapat_diserahkan, gagalkan, ubah};
use crate::{
    akses::JejakPelaku,
    dokumen::KeadaanDokumen,
    galat::{Galat, PortError},
    outbox::{IsiPesan, KeadaanPesan, PesanId, PesanKeluar},
    percakapan::TahapKirim,
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// A hand-over that was called off: its message must not leave any more.
pub(crate) const DIBATALKAN: &str = "penyerahan_dibatalkan";
/// The document is not valid any more.
pub(crate) const TIDAK_BERLAKU: &str = "dokumen_tidak_berlaku";

/// Why the document of a message must not leave, looked up just before it is sent; `None` when it may. A hand-over whose
/// document was replaced or withdrawn meanwhile is called off.
pub(crate) async fn tahan_dokumen(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pesan: &PesanKeluar,
) -> Result<Option<&'static str>, PortError> {
    let IsiPesan::Dokumen { sha256, .. } = &pesan.isi else { return Ok(None) };
    let Some(mut satu) = work.penyerahan().kunci_oleh_pesan(pesan.id).await? else {
        return Ok(None);
    };
    // What ended was followed by another channel; an officer who wants it once more orders that in the ledger.
    if !satu.keadaan.terbuka() {
        return Ok(Some(DIBATALKAN));
    }
    if berlaku(work, &satu, sha256).await? {
        return Ok(None);
    }
    batalkan(ports, work, &mut satu).await?;
    Ok(Some(TIDAK_BERLAKU))
}

/// Whether the version is valid now, and these are its bytes.
pub(crate) async fn berlaku(
    work: &mut dyn UnitOfWork,
    satu: &Penyerahan,
    sha256: &[u8],
) -> Result<bool, PortError> {
    let semua = work.dokumen().milik(satu.permohonan).await?;
    let dokumen = semua.iter().find(|lain| lain.id == satu.dokumen);
    Ok(dokumen.filter(|lain| dapat_diserahkan(lain)).is_some_and(|lain| match &lain.keadaan {
        KeadaanDokumen::Sah { berkas, .. } => berkas.sha256 == sha256,
        _ => false,
    }))
}

/// Calls an attempt off whose document is not valid any more.
pub(crate) async fn batalkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    satu: &mut Penyerahan,
) -> Result<(), PortError> {
    let sebab = Some(TIDAK_BERLAKU);
    let ke = if satu.keadaan.boleh_ke(KeadaanPenyerahan::Dibatalkan) {
        KeadaanPenyerahan::Dibatalkan
    } else {
        KeadaanPenyerahan::Gagal
    };
    ubah(ports, work, JejakPelaku::Sistem, satu, ke, sebab).await.map_err(ke_port)
}

/// The message was delivered or read.
pub(crate) async fn setelah_status(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    pesan: PesanId,
    tahap: TahapKirim,
) -> Result<(), PortError> {
    if tahap == TahapKirim::Failed {
        return setelah_gagal(ports, work, tenant, pesan).await;
    }
    if !matches!(tahap, TahapKirim::Delivered | TahapKirim::Read) {
        return Ok(());
    }
    let Some(mut satu) = work.penyerahan().kunci_oleh_pesan(pesan).await? else { return Ok(()) };
    let ke = KeadaanPenyerahan::Diserahkan;
    if !satu.keadaan.boleh_ke(ke) {
        return Ok(());
    }
    ubah(ports, work, JejakPelaku::Sistem, &mut satu, ke, None).await.map_err(ke_port)
}

/// The message may have ended without arriving: when it did, the next channel is taken.
pub(crate) async fn setelah_gagal(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    pesan: PesanId,
) -> Result<(), PortError> {
    let Some(mut satu) = work.penyerahan().kunci_oleh_pesan(pesan).await? else { return Ok(()) };
    let akhir = work.pesan().baca(pesan).await?;
    let Some(akhir) =
        akhir.filter(|akhir| matches!(akhir.keadaan, KeadaanPesan::Gagal | KeadaanPesan::Dilewati))
    else {
        return Ok(());
    };
    if !satu.keadaan.boleh_ke(KeadaanPenyerahan::Gagal) {
        return Ok(());
    }
    let galat = akhir.galat.unwrap_or_else(|| "wa_gagal".to_owned());
    let jejak = JejakPelaku::Sistem;
    gagalkan(ports, work, tenant, jejak, &mut satu, &galat).await.map(drop).map_err(ke_port)
}

/// What a rule refuses here was checked before: it must not pass in silence.
fn ke_port(galat: Galat) -> PortError {
    match galat {
        Galat::Port(galat) => galat,
        lain => PortError::tak_terduga(lain.to_string()),
    }
}
