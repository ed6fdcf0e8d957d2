//! The worker's part of signing: attempts whose process died become visible, and nothing is ever sent again.

use std::sync::Arc;

use time::Duration;

use super::{BundelId, KeadaanBundel, ObjekBerkas, SebabHenti};
use super::{
    KeadaanButir, KeadaanDokumen, Percobaan, PeristiwaPercobaan,
    sahkan::{akhiri_dalam, periksa_hasil, sahkan},
};
use crate::{
    akses::{Izin, Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    permohonan::BATAS_BERKAS,
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// How many attempts one round settles.
const BATAS_RONDE: u32 = 20;

/// Sweep up behind processes that died while signing.
#[derive(Clone, Copy, Debug)]
pub struct SapuTte {
    /// How long a signing call with all that surrounds it may take; longer than the adapter's own limits.
    pub tenggang: Duration,
}

impl SapuTte {
    /// One round; tells how much was settled. A signed file that reached storage before the process died is verified and
    /// counts; whatever else was cut off is unknown from now on, and the signer and who watches the operation are told.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<usize, Galat> {
        let batas = ports.clock.now() - self.tenggang;
        let mut work = ports.store.read(&tenant.slug).await?;
        let lewat = work.meja().percobaan_lewat(batas, BATAS_RONDE).await?;
        let diam = work.meja().bundel_diam(batas).await?;
        drop(work);
        let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Sistem };
        for satu in &lewat {
            tuntaskan(ports, &pelaku, satu).await?;
        }
        for id in &diam {
            hentikan(ports, &pelaku, *id, batas).await?;
        }
        Ok(lewat.len() + diam.len())
    }
}

async fn tuntaskan(ports: &Ports, pelaku: &Pelaku, percobaan: &Percobaan) -> Result<(), Galat> {
    if pulihkan(ports, pelaku, percobaan).await? {
        return Ok(());
    }
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    let lewat = PeristiwaPercobaan::TenggatLewat;
    if akhiri_dalam(ports, work.as_mut(), pelaku, percobaan, lewat, "tte_terputus").await? {
        beritahu(ports, work.as_mut(), percobaan).await?;
        work.commit().await?;
    }
    Ok(())
}

/// Tells the signer, and those who watch the operation. Ids only: what was signed is read behind its own permission.
async fn beritahu(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    percobaan: &Percobaan,
) -> Result<(), Galat> {
    for kepada in [Kepada::Pengguna(percobaan.oleh), Kepada::Izin(Izin::OperasiLihat)] {
        let notifikasi = Notifikasi::baru(ports, kepada, JenisNotifikasi::Eskalasi, "Hasil satu tanda tangan elektronik tidak diketahui. Periksa di layanan TTE, lalu tuntaskan di Meja TTE.").pada_tugas(percobaan.tugas);
        work.notifikasi().tambah(&notifikasi).await?;
    }
    Ok(())
}

/// A signed file that reached storage, while its row did not: verified like any other. True when it counts now.
async fn pulihkan(ports: &Ports, pelaku: &Pelaku, percobaan: &Percobaan) -> Result<bool, Galat> {
    let Some(kunci) = &percobaan.kunci_hasil else { return Ok(false) };
    let Some(isi) = ports.objek.ambil(kunci, BATAS_BERKAS).await? else { return Ok(false) };
    let mut work = ports.store.read(&pelaku.tenant.slug).await?;
    let Some(bahan) = bahan(work.as_mut(), percobaan).await? else { return Ok(false) };
    drop(work);
    let Some(draf) = ports.objek.ambil(&bahan.draf, BATAS_BERKAS).await? else { return Ok(false) };
    let orang = (!bahan.segel).then_some(&bahan.pengguna);
    let hasil = periksa_hasil(ports, &bahan.koneksi, orang, (&isi, &draf));
    let Ok(tanda_tangan) = hasil else { return Ok(false) };
    let berkas =
        ObjekBerkas { kunci: kunci.clone(), sha256: ports.sidik(&isi), ukuran: isi.len() as u64 };
    match sahkan(ports, pelaku, percobaan, berkas, tanda_tangan, "tte.dipulihkan").await {
        Ok(()) => Ok(true),
        // Another worker was first, or the document moved on: the attempt is judged by what it is now.
        Err(Galat::Bentrok(_) | Galat::Port(PortError::Konflik)) => Ok(false),
        Err(galat) => Err(galat),
    }
}

/// What is needed to judge a file against an attempt.
pub(super) struct BahanPeriksa {
    pub(super) draf: String,
    pub(super) pengguna: crate::akses::Pengguna,
    pub(super) koneksi: super::KoneksiTte,
    pub(super) segel: bool,
}

/// Reads it; `None` once the document is no longer the draft that was sent.
pub(super) async fn bahan(
    work: &mut dyn UnitOfWork,
    percobaan: &Percobaan,
) -> Result<Option<BahanPeriksa>, Galat> {
    let Some(dokumen) = work.meja().dokumen_satu(percobaan.dokumen).await? else { return Ok(None) };
    let draf = match &dokumen.keadaan {
        KeadaanDokumen::Draf { draf, .. } if draf.sha256 == percobaan.sha256 => draf.kunci.clone(),
        _ => return Ok(None),
    };
    let Some(pengguna) = work.akses().pengguna(percobaan.oleh).await? else { return Ok(None) };
    let Some(koneksi) = work.katalog().koneksi_tte().await? else { return Ok(None) };
    let Some(permohonan) = work.permohonan().baca(dokumen.permohonan).await? else {
        return Ok(None);
    };
    let layanan = work.katalog().layanan_tersimpan(&permohonan.layanan).await?;
    let produk = layanan.as_ref().and_then(|layanan| layanan.produk(&dokumen.produk));
    let segel = produk.is_some_and(|satu| satu.mode_tte == crate::layanan::ModeTte::Segel);
    Ok(Some(BahanPeriksa { draf, pengguna, koneksi, segel }))
}

/// A bundle whose process gives no sign of life: what was under way follows its attempt, the rest waits.
async fn hentikan(
    ports: &Ports,
    pelaku: &Pelaku,
    id: BundelId,
    batas: time::OffsetDateTime,
) -> Result<(), Galat> {
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    let Some(mut bundel) = work.meja().kunci_bundel(id).await? else { return Ok(()) };
    let diam = bundel.detak_pada.is_none_or(|detak| detak < batas);
    if bundel.keadaan != KeadaanBundel::Berjalan || !diam {
        return Ok(());
    }
    let now = ports.clock.now();
    let mut sisa = false;
    for mut butir in work.meja().butir(id).await? {
        if butir.keadaan == KeadaanButir::Berjalan {
            let kabur = !work.meja().percobaan_tugas(butir.tugas).await?.is_empty();
            let (keadaan, kode) = if kabur {
                (KeadaanButir::TidakDiketahui, Some("tte_terputus"))
            } else {
                (KeadaanButir::Menunggu, None)
            };
            butir.pindah(keadaan, kode, now);
            work.meja().simpan_butir(id, &butir).await?;
        }
        sisa |= butir.keadaan == KeadaanButir::Menunggu;
    }
    bundel.akhiri(sisa, Some(SebabHenti::ProsesBerhenti), now);
    work.meja().simpan_bundel(&bundel).await?;
    let objek = Some(id.uuid());
    let catatan =
        CatatanAudit::baru(ports, pelaku.jejak(), "tte.bundel_terhenti", "tte_bundel", objek);
    work.audit().catat(&catatan).await?;
    let notifikasi = Notifikasi::baru(
        ports,
        Kepada::Pengguna(bundel.oleh),
        JenisNotifikasi::Eskalasi,
        "Penandatanganan bundel terhenti sebelum selesai. Buka Meja TTE dan masukkan passphrase lagi untuk melanjutkan.",
    );
    work.notifikasi().tambah(&notifikasi).await?;
    work.commit().await?;
    Ok(())
}
