//! A status of a message of ours, with everything that follows from it.

use serde_json::json;

use super::{Golongan, akibat::setelah_status_gagal};
use crate::{
    akses::JejakPelaku,
    audit::CatatanAudit,
    galat::PortError,
    penyerahan::setelah_status,
    percakapan::{StatusKirim, TahapKirim},
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// Moves the ledger forward, and acts on a failure: the number is paused, the window counted as closed, the template or
/// the contact marked. A status that nobody knows, or that says nothing new, changes nothing.
pub(crate) async fn catat_status(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    status: &StatusKirim,
) -> Result<(), PortError> {
    let Some(pesan) = work.pesan().status(status).await? else { return Ok(()) };
    if pesan.berubah && pesan.golongan == Golongan::Dokumen {
        setelah_status(ports, work, tenant, pesan.id, status.tahap).await?;
    }
    if status.tahap != TahapKirim::Failed || !pesan.berubah {
        return Ok(());
    }
    let catatan = CatatanAudit::baru(
        ports,
        JejakPelaku::Sistem,
        "pesan.gagal",
        "pesan_keluar",
        Some(pesan.id.uuid()),
    )
    .dengan(json!({ "galat": status.galat }));
    work.audit().catat(&catatan).await?;
    match status.galat {
        Some(kode) => setelah_status_gagal(ports, work, tenant, &pesan, (kode, status.saat)).await,
        None => Ok(()),
    }
}
