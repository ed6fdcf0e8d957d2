//! Echoes: what the office wrote on its own phone counts as the officer's answer and silences the bot.

use super::{Gema, KeadaanAlur, Kotak, Pengirim, Saat};
use crate::{
    akses::JejakPelaku,
    audit::CatatanAudit,
    galat::Galat,
    outbox::{IsiPesan, PesanId},
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// Keeps an echo in the thread as sent, silences the bot and clears the wait. The same wamid again changes nothing. `work`
/// is a unit of work of that tenant, and the caller commits it.
///
/// # Errors
/// The store fails, or the echo names nobody.
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
    let id: PesanId = ports.ids.id();
    let isi = gema.isi.teks.clone().unwrap_or_else(|| format!("[{}]", gema.isi.jenis));
    let isi = IsiPesan::Teks { isi };
    if !work.kotak().tambah_gema(id, kontak.id, &gema.wamid, &isi, gema.saat).await? {
        return Ok(());
    }
    let saat = Saat { id: id.uuid(), pada: gema.saat };
    let lama = work.kotak().dari_terkunci(kontak.id).await?;
    let baru = lama.unwrap_or_else(|| Kotak::baru(kontak.id, saat)).dijawab(saat, None);
    work.kotak().simpan(&baru, now).await?;
    if kontak.alur != KeadaanAlur::Petugas {
        kontak.alur = KeadaanAlur::Petugas;
        work.kontak().simpan(&kontak, now).await?;
    }
    let catatan = CatatanAudit::baru(
        ports,
        JejakPelaku::Sistem,
        "percakapan.gema",
        "kontak",
        Some(kontak.id.uuid()),
    );
    work.audit().catat(&catatan).await?;
    Ok(())
}
