//! Echoes: what the office wrote to a resident from its own phone.

use super::{Gema, KeadaanAlur, Pengirim};
use crate::{
    galat::Galat,
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// An officer answered by phone: the machine is silent for this resident from now on.
pub async fn catat_gema(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    _tenant: &Tenant,
    gema: &Gema,
) -> Result<(), Galat> {
    let (now, kepada) = (ports.clock.now(), &gema.kepada);
    let pengirim = Pengirim {
        nomor: kepada.nomor.as_ref(),
        bsuid: kepada.bsuid.as_deref(),
        nama: None,
        nomor_layanan: &gema.nomor_layanan,
    };
    let mut kontak = work.kontak().kunci_pengirim(&pengirim, ports.ids.id(), now).await?;
    kontak.alur = KeadaanAlur::Petugas;
    work.kontak().simpan(&kontak, now).await?;
    Ok(())
}
