//! The scan for malware: a file that could not be scanned is held, not passed (security 34).

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::json;

use super::Penolakan;
use crate::{
    akses::{Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    outbox::{IsiPesan, PesanKeluar},
    permohonan::{BATAS_BERKAS, Berkas, BerkasId, KeadaanBerkas},
    ports::Ports,
    tenant::Tenant,
};

/// What the scanner says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HasilPindai {
    /// Nothing was found.
    Bersih,
    /// It is known as malware.
    Terinfeksi,
}

/// The scanner.
#[async_trait]
pub trait PemindaiVirus: Send + Sync {
    /// Whether there is one at all; without one, every file passes.
    fn terpasang(&self) -> bool;

    /// Scans the bytes.
    ///
    /// # Errors
    /// It cannot say now.
    async fn pindai(&self, isi: &[u8]) -> Result<HasilPindai, PortError>;

    /// Whether it answers.
    async fn sehat(&self) -> Result<(), PortError>;
}

/// What a resident is told whose file is held.
pub const SEDANG_DIPINDAI: &str = "Berkas sudah kami terima dan sedang diperiksa keamanannya; bila ada masalah kami kabari di sini.";

/// How many held files one round takes.
const BATAS_RONDE: u32 = 10;

/// Scan the files that were held.
#[derive(Clone, Copy, Debug)]
pub struct PindaiTertahan;

impl PindaiTertahan {
    /// One round, the longest held first; tells how many got their verdict. What cannot be scanned goes to the end of the
    /// queue, so that no file holds the others back. A process without a scanner gives no verdict: what was held by one that
    /// has one waits for a scan.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<usize, Galat> {
        if !ports.pemindai.terpasang() {
            return Ok(0);
        }
        let mut work = ports.store.read(&tenant.slug).await?;
        let antre = work.berkas().ditahan(BATAS_RONDE).await?;
        drop(work);
        let mut jumlah = 0;
        for (id, kunci) in antre {
            match ports.objek.ambil(&kunci, BATAS_BERKAS).await? {
                None => {
                    // A row without its object can never get a verdict by itself: somebody must look.
                    tunda(ports, tenant, id).await?;
                }
                Some(isi) => match ports.pemindai.pindai(&isi).await {
                    Ok(hasil) => jumlah += usize::from(putus(ports, tenant, id, hasil).await?),
                    Err(galat) => {
                        tunda(ports, tenant, id).await?;
                        if jumlah == 0 {
                            return Err(galat.into());
                        }
                        break;
                    }
                },
            }
        }
        Ok(jumlah)
    }
}

async fn tunda(ports: &Ports, tenant: &Tenant, id: BerkasId) -> Result<(), Galat> {
    let mut work = ports.store.begin(&tenant.slug).await?;
    work.berkas().tunda_pindai(id, ports.clock.now()).await?;
    work.commit().await?;
    Ok(())
}

/// Stores the verdict; `false` when somebody else was first. An infected file loses its objects, and its hash stays.
async fn putus(
    ports: &Ports,
    tenant: &Arc<Tenant>,
    id: BerkasId,
    hasil: HasilPindai,
) -> Result<bool, Galat> {
    let mut work = ports.store.begin(&tenant.slug).await?;
    let Some(mut berkas) = work.permohonan().kunci_berkas(id).await? else { return Ok(false) };
    let KeadaanBerkas::Ditahan { sha256 } = berkas.keadaan.clone() else { return Ok(false) };
    let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Sistem };
    let (aksi, buang) = match hasil {
        HasilPindai::Bersih => {
            berkas.keadaan = KeadaanBerkas::Sah { sha256 };
            ("berkas.sah", Vec::new())
        }
        HasilPindai::Terinfeksi => {
            berkas.keadaan = KeadaanBerkas::ditolak(Penolakan::Bervirus, Some(sha256));
            ("berkas.ditolak", berkas.lepaskan_objek())
        }
    };
    work.permohonan().simpan_berkas(&berkas).await?;
    if let (HasilPindai::Terinfeksi, Some(kontak), None) = (hasil, berkas.kontak, berkas.pengunggah)
    {
        let isi = kabar_virus(&berkas);
        let pesan = PesanKeluar::baru(ports, kontak, berkas.permohonan, isi);
        work.pesan().antrekan(&pesan).await?;
    }
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "berkas", Some(id.uuid()))
        .dengan(json!({ "pindai": true }));
    work.audit().catat(&catatan).await?;
    work.commit().await?;
    for kunci in buang {
        // No row shows it any more; where this fails the sweep removes it.
        ports.objek.hapus(&kunci).await?;
    }
    Ok(true)
}

fn kabar_virus(berkas: &Berkas) -> IsiPesan {
    let jenis = if berkas.tipe == "application/pdf" { "PDF" } else { "foto" };
    let isi = format!(
        "Mohon maaf, {jenis} yang Anda kirim tadi kami tolak. {}",
        Penolakan::Bervirus.kalimat()
    );
    IsiPesan::Teks { isi }
}
