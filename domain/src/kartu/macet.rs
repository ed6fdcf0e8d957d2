//! Cards that were taken for a printer and never came out of it: the printer died, or who took them went home.

use std::sync::Arc;

use time::{Duration, OffsetDateTime};

use super::{
    CetakId, CetakKartu, KeadaanCetak,
    klaim::{catat, ke_antrean, kunci_kasus},
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId, Siapa},
    galat::{Galat, PortError},
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    permohonan::Permohonan,
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// How many cards one round looks at.
const BATAS_RONDE: u32 = 50;
/// Why a card that the printer was at is looked into: nobody knows whether it came out.
pub const CETAK_MACET: &str = "cetak_macet";

/// Give back what was taken too long ago.
#[derive(Clone, Copy, Debug)]
pub struct LepasKlaim;

impl LepasKlaim {
    /// One round; tells how many cards were settled. What was only taken goes back to its place in the queue. What the
    /// printer was already at may lie in its tray: that is for a person to say, who is told once.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<usize, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let menit = work.katalog().aturan_kartu().await?.klaim_menit;
        let sebelum = ports.clock.now() - Duration::minutes(i64::from(menit));
        let lewat = work.kartu().klaim_lewat(sebelum, BATAS_RONDE).await?;
        drop(work);
        let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Sistem };
        for id in &lewat {
            satu(ports, &pelaku, *id, sebelum).await?;
        }
        Ok(lewat.len())
    }
}

async fn satu(
    ports: &Ports,
    pelaku: &Pelaku,
    id: CetakId,
    sebelum: OffsetDateTime,
) -> Result<(), Galat> {
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    let (kasus, mut cetak) = kunci_kasus(ports, work.as_mut(), pelaku, id).await?;
    // Somebody may have moved it since it was looked for.
    let Some(pemegang) = cetak.oleh.filter(|_| cetak.diubah_pada < sebelum) else { return Ok(()) };
    let aksi = match cetak.keadaan {
        KeadaanCetak::Diambil => {
            ke_antrean(&mut cetak);
            "cetak.lepas_sendiri"
        }
        KeadaanCetak::Dicetak if cetak.alasan.is_none() => {
            cetak.alasan = Some(CETAK_MACET.to_owned());
            "cetak.macet"
        }
        _ => return Ok(()),
    };
    cetak.diubah_pada = ports.clock.now();
    work.kartu().simpan(&cetak).await?;
    catat(ports, work.as_mut(), pelaku, &cetak, aksi).await?;
    beritahu(ports, work.as_mut(), &kasus.permohonan, &cetak, pemegang).await?;
    work.commit().await?;
    Ok(())
}

async fn beritahu(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    permohonan: &Permohonan,
    cetak: &CetakKartu,
    pemegang: PenggunaId,
) -> Result<(), PortError> {
    let (jenis, nomor) = (cetak.jenis.nama(), permohonan.nomor.as_str());
    let (isi, semua) = if cetak.keadaan == KeadaanCetak::Dicetak {
        let isi = format!(
            "Pencetakan {jenis} permohonan {nomor} tidak selesai. Periksa pencetak: catat tercetak, rusak, atau lepaskan."
        );
        (isi, true)
    } else {
        let isi = format!(
            "{jenis} permohonan {nomor} diambil terlalu lama tanpa dicetak, dan kembali ke antrean."
        );
        (isi, false)
    };
    let kepada =
        [Some(Kepada::Pengguna(pemegang)), semua.then_some(Kepada::Izin(Izin::TugasAlihkan))];
    for kepada in kepada.into_iter().flatten() {
        let notifikasi = Notifikasi::baru(ports, kepada, JenisNotifikasi::Eskalasi, isi.clone())
            .tentang(permohonan.id);
        work.notifikasi().tambah(&notifikasi).await?;
    }
    Ok(())
}
