//! Reminders to recipients who were asked who they are: each once, before their time is over.

use super::{
    Bahan, JenisSurel, KeadaanPenyerahan, PenyerahanId, antrekan_undangan, catat, lewat_wa,
};
use crate::{
    akses::JejakPelaku,
    galat::Galat,
    kalender::tulis_saat,
    outbox::Golongan,
    percakapan::kamus::{kamus_kontak, penyerahan as kata},
    permohonan::pesan_teks,
    ports::Ports,
    tenant::Tenant,
};

/// How many reminders one round sends.
const BATAS_RONDE: u32 = 50;

/// Remind recipients whose time is running out.
#[derive(Clone, Copy, Debug)]
pub struct IngatkanPenerima;

impl IngatkanPenerima {
    /// One round, each reminder in a unit of work of its own; tells how many were done. Call again until it says 0.
    pub async fn execute(self, ports: &Ports, tenant: &Tenant) -> Result<usize, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let jatuh = work.penerima().ingat_jatuh(ports.clock.now(), BATAS_RONDE).await?;
        drop(work);
        let jumlah = jatuh.len();
        for id in jatuh {
            ingatkan(ports, tenant, id).await?;
        }
        Ok(jumlah)
    }
}

async fn ingatkan(ports: &Ports, tenant: &Tenant, id: PenyerahanId) -> Result<(), Galat> {
    let now = ports.clock.now();
    let mut work = ports.store.begin(&tenant.slug).await?;
    // The attempt before its link, here as everywhere: an answer that comes at this moment ends the reminder.
    let Some(satu) = work.penyerahan().kunci(id).await? else { return Ok(()) };
    let sampai = work.penerima().selesaikan_ingat(id, now).await?;
    let masih = satu.keadaan == KeadaanPenyerahan::MenungguPenerima;
    if let Some(sampai) = sampai.filter(|sampai| masih && *sampai > now) {
        let bahan = Bahan::muat_id(ports, work.as_mut(), satu.permohonan).await?;
        let semua = work.dokumen().milik(satu.permohonan).await?;
        if let Some(dokumen) = semua.iter().find(|lain| lain.id == satu.dokumen) {
            let batas = tulis_saat(tenant.zona, sampai);
            if let Some(kontak) = lewat_wa(&bahan, dokumen, &satu) {
                let kamus = kamus_kontak(work.as_mut(), kontak).await?;
                let isian = [
                    ("dokumen", dokumen.nama.as_str()),
                    ("nomor", bahan.permohonan.nomor.as_str()),
                    ("batas", &batas),
                ];
                let isi = kamus.isi(&kata::INGAT_PENERIMA, &isian);
                let pesan = pesan_teks(ports, kontak, Some(&bahan.permohonan), isi);
                work.pesan().antrekan(&pesan.sebagai(Golongan::Pengingat)).await?;
            } else {
                let isi = (dokumen, &satu);
                let apa = (JenisSurel::Pengingat, "", batas.as_str());
                antrekan_undangan(ports, work.as_mut(), tenant, &bahan, isi, apa).await?;
            }
            let jejak = JejakPelaku::Sistem;
            catat(ports, work.as_mut(), jejak, "penyerahan.ingatkan", &satu).await?;
        }
    }
    work.commit().await?;
    Ok(())
}
