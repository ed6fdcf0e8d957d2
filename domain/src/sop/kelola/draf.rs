//! Writing drafts.

use serde_json::{Value, json};

use super::{Idempotensi, VersiSop, baca_definisi, buatan_lama, lihat::kode_sop};
use crate::{
    akses::{Izin, JejakPelaku, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, Pelanggaran},
    nilai::Kode,
    ports::{Ports, UnitOfWork},
    sop::{DefinisiSop, SopVersiId},
};

/// Begin a draft.
#[derive(Clone, Debug)]
pub struct BuatDraf {
    /// The SOP; a code that nobody uses yet begins a new one.
    pub kode: String,
    /// What it says; `None` copies the version in force.
    pub definisi: Option<Value>,
    /// The caller's idempotency key and the fingerprint of the request.
    pub idempotensi: Idempotensi,
}

impl BuatDraf {
    /// Begins it. The same idempotency key gives the same draft again. A draft need not be sound, only readable.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<VersiSop, Galat> {
        let petugas = pelaku.petugas(Izin::SopKelola)?.id;
        let kode = Kode::parse(&self.kode).map_err(|salah| salah.di("/kode"))?;
        let definisi = self.definisi.as_ref().map(|isi| baca_milik(&kode, isi)).transpose()?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(lama) = buatan_lama(work.as_mut(), petugas, &self.idempotensi).await? {
            let lama = work.sop().versi_dari_id(SopVersiId::new(lama)).await?;
            return lama.ok_or(Galat::TidakDitemukan("draf"));
        }
        work.sop().kunci_sop(&kode).await?;
        let definisi = match definisi {
            Some(definisi) => definisi,
            None => work
                .sop()
                .versi_berlaku(&kode, now)
                .await?
                .ok_or_else(|| {
                    Bentrok::baru(
                        "sop_belum_terbit",
                        "SOP ini belum punya versi yang berlaku untuk disalin. Kirim definisinya.",
                    )
                })?
                .definisi,
        };
        let id = ports.ids.id();
        work.sop().tambah_draf(id, &definisi, now).await?;
        let (kunci, sidik) = &self.idempotensi;
        work.permohonan().catat_idempotensi(petugas, kunci, sidik, id.uuid(), now).await?;
        let draf = work.sop().versi_dari_id(id).await?.ok_or(Galat::TidakDitemukan("versi SOP"))?;
        catat(ports, work.as_mut(), pelaku.jejak(), "sop.draf.buat", &draf).await?;
        work.commit().await?;
        Ok(draf)
    }
}

/// Replace what a draft says.
#[derive(Clone, Debug)]
pub struct GantiDraf {
    /// The SOP.
    pub kode: String,
    /// The number.
    pub nomor: u32,
    /// What it says now.
    pub definisi: Value,
    /// The revision the writer looked at.
    pub revisi: u64,
}

impl GantiDraf {
    /// Replaces it, once, on the revision the writer saw.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<VersiSop, Galat> {
        pelaku.petugas(Izin::SopKelola)?;
        let kode = kode_sop(&self.kode)?;
        let definisi = baca_milik(&kode, &self.definisi)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let draf = kunci_draf(work.as_mut(), &kode, self.nomor, Some(self.revisi)).await?;
        work.sop().ganti_draf(draf.id, &definisi).await?;
        let draf = VersiSop { definisi, revisi: draf.revisi + 1, ..draf };
        catat(ports, work.as_mut(), pelaku.jejak(), "sop.draf.ganti", &draf).await?;
        work.commit().await?;
        Ok(draf)
    }
}

/// Throw a draft away.
#[derive(Clone, Debug)]
pub struct HapusDraf {
    /// The SOP.
    pub kode: String,
    /// The number.
    pub nomor: u32,
    /// The revision the writer looked at, when they say so.
    pub revisi: Option<u64>,
}

impl HapusDraf {
    /// Throws it away.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        pelaku.petugas(Izin::SopKelola)?;
        let kode = kode_sop(&self.kode)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let draf = kunci_draf(work.as_mut(), &kode, self.nomor, self.revisi).await?;
        work.sop().hapus_draf(draf.id).await?;
        catat(ports, work.as_mut(), pelaku.jejak(), "sop.draf.hapus", &draf).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Reads a definition that must carry the code of its SOP.
fn baca_milik(kode: &Kode, isi: &Value) -> Result<DefinisiSop, Galat> {
    let definisi = baca_definisi(isi).map_err(Galat::TidakSah)?;
    if &definisi.kode == kode {
        return Ok(definisi);
    }
    Err(Galat::TidakSah(vec![Pelanggaran {
        nilai: Some(definisi.kode.to_string()),
        ..Pelanggaran::baru(
            "/kode",
            "kode_tidak_sama",
            format!("Kode SOP di dalam definisi harus `{kode}`, sesuai alamatnya."),
        )
    }]))
}

async fn kunci_draf(
    work: &mut dyn UnitOfWork,
    kode: &Kode,
    nomor: u32,
    revisi: Option<u64>,
) -> Result<VersiSop, Galat> {
    let draf =
        work.sop().kunci_versi(kode, nomor).await?.ok_or(Galat::TidakDitemukan("versi SOP"))?;
    draf.harus_draf()?;
    if revisi.is_some_and(|revisi| revisi != draf.revisi) {
        return Err(Bentrok::baru(
            "draf_usang",
            "Draf ini sudah berubah sejak Anda membukanya. Muat ulang, lalu ubah lagi.",
        )
        .into());
    }
    Ok(draf)
}

/// One audit row on a version.
pub(super) async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    jejak: JejakPelaku,
    aksi: &'static str,
    versi: &VersiSop,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, jejak, aksi, "sop_versi", Some(versi.id.uuid()))
        .dengan(json!({
            "kode": versi.definisi.kode, "versi": versi.nomor, "revisi": versi.revisi,
        }));
    work.audit().catat(&catatan).await?;
    Ok(())
}
