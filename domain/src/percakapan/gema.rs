//! Echoes: what the office wrote on its own phone counts as the officer's answer and silences the bot.

use time::OffsetDateTime;

use super::{KeadaanAlur, Kotak, Pengirim, Saat};
use crate::{
    akses::JejakPelaku,
    audit::CatatanAudit,
    galat::Galat,
    nilai::{NomorWa, Rahasia},
    outbox::{IsiPesan, PesanId},
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// A message that left from the office's phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gema {
    /// The service number it left from.
    pub nomor_layanan: String,
    /// To whom, by phone, unless hidden.
    pub nomor: Option<NomorWa>,
    /// To whom, by business-scoped id.
    pub bsuid: Option<String>,
    /// WhatsApp's id.
    pub wamid: String,
    /// What it said; for anything but text, what it was.
    pub isi: Rahasia,
    /// When it was sent.
    pub saat: OffsetDateTime,
}

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
    let now = ports.clock.now();
    let pengirim = Pengirim {
        nomor: gema.nomor.as_ref(),
        bsuid: gema.bsuid.as_deref(),
        nama: None,
        nomor_layanan: &gema.nomor_layanan,
    };
    let mut kontak = work.kontak().kunci_pengirim(&pengirim, ports.ids.id(), now).await?;
    let id: PesanId = ports.ids.id();
    let isi = IsiPesan::Teks { isi: gema.isi.buka().to_owned() };
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
