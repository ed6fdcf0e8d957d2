//! What officers do with conversations: read, answer, take, hand back, note, attach.

mod baca;
mod balas;
mod catatan;
mod cepat;
mod kasus;
mod lampirkan;
mod penugasan;
mod unggah;

pub use baca::*;
pub use balas::*;
pub use catatan::*;
pub use cepat::*;
pub use kasus::*;
pub use lampirkan::*;
pub use penugasan::*;
pub use unggah::*;

use super::{KeadaanAlur, Kontak, KontakId, Kotak, Saat};
use crate::{
    akses::{Pelaku, PenggunaId},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    outbox::{Golongan, IsiPesan, PesanKeluar},
    permohonan::PermohonanId,
    ports::{Ports, UnitOfWork},
};

/// The contact with its conversation, both kept from other writers.
async fn kunci(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    id: KontakId,
) -> Result<(Kontak, Kotak), Galat> {
    let (kontak, letak) =
        work.kotak().kunci(id).await?.ok_or(Galat::TidakDitemukan("percakapan"))?;
    // A contact that never wrote has no conversation yet; it begins now.
    let letak = letak
        .unwrap_or_else(|| Kotak::baru(id, Saat { id: ports.ids.uuid(), pada: ports.clock.now() }));
    Ok((kontak, letak))
}

/// Refuses who acts at a conversation that somebody else looks after.
fn bukan_milik_lain(letak: &Kotak, petugas: PenggunaId) -> Result<(), Galat> {
    if !letak.milik_lain(petugas) {
        return Ok(());
    }
    Err(Bentrok::baru(
        "percakapan_dipegang_lain",
        "Percakapan ini sedang dipegang petugas lain. Ambil alih dahulu bila perlu.",
    )
    .dengan_pilihan(vec!["ambil_alih".to_owned()])
    .into())
}

/// Silences the bot; what waits follows from the stored conversation.
async fn jeda(ports: &Ports, work: &mut dyn UnitOfWork, kontak: &mut Kontak) -> Result<(), Galat> {
    if kontak.alur != KeadaanAlur::Petugas {
        kontak.alur = KeadaanAlur::Petugas;
        work.kontak().simpan(kontak, ports.clock.now()).await?;
    }
    Ok(())
}

/// One audit row on a conversation.
async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: KontakId,
    aksi: &'static str,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "kontak", Some(kontak.uuid()));
    work.audit().catat(&catatan).await?;
    Ok(())
}

/// A message to the resident, ready for the outbox.
fn pesan(
    ports: &Ports,
    kontak: KontakId,
    permohonan: Option<PermohonanId>,
    isi: IsiPesan,
) -> PesanKeluar {
    PesanKeluar::baru(ports, kontak, permohonan, isi).sebagai(Golongan::Petugas)
}

/// A text of one to `batas` characters, without the blanks around it.
pub(crate) fn teks_wajib(
    teks: &str,
    batas: usize,
    pointer: &str,
    apa: &str,
) -> Result<String, Galat> {
    let teks = teks.trim();
    if (1..=batas).contains(&teks.chars().count()) {
        return Ok(teks.to_owned());
    }
    let pesan = format!("{apa} wajib diisi, paling panjang {batas} huruf.");
    Err(Galat::isian(pointer, "teks_wajib", pesan))
}
