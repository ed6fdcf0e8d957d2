//! Withdraw an issued document.

use serde_json::json;

use super::{AlasanCabut, Dokumen, DokumenId, KeadaanDokumen, terbit::hentikan_penyerahan};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    nilai::Rahasia,
    outbox::Golongan,
    percakapan::kamus::{kabar, kamus_kontak},
    permohonan::pesan_teks,
    ports::{Ports, UnitOfWork},
};

/// The longest reason, in characters.
pub(super) const ALASAN_MAKS: usize = 500;

/// Withdraw an issued document: the public reads `dicabut`, and nothing of it is handed over any more.
#[derive(Clone, Debug)]
pub struct CabutDokumen {
    /// Which.
    pub id: DokumenId,
    /// Why.
    pub kode: AlasanCabut,
    /// Why, in words; kept sealed.
    pub alasan: Rahasia,
}

impl CabutDokumen {
    /// Withdraws it, calls off what is on its way, and tells the applicant.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Dokumen, Galat> {
        let petugas = pelaku.petugas(Izin::DokumenCabut)?;
        let alasan = alasan(&self.alasan)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut dokumen = kunci(work.as_mut(), self.id).await?;
        if !dokumen.keadaan.berlaku() {
            return Err(tidak_berlaku().into());
        }
        dokumen.keadaan = KeadaanDokumen::Dicabut { pada: ports.clock.now(), kode: self.kode };
        dokumen.jejak.dicabut = Some((petugas.id, alasan));
        work.dokumen().simpan(&dokumen).await?;
        hentikan_penyerahan(ports, work.as_mut(), &dokumen, "dokumen_dicabut").await?;
        kabari(ports, work.as_mut(), &dokumen).await?;
        let objek = Some(dokumen.id.uuid());
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "dokumen.cabut", "dokumen", objek)
            .dengan(json!({ "alasan": self.kode }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(dokumen)
    }
}

/// The document, after its case was locked: whoever changes both takes them in this order.
pub(super) async fn kunci(work: &mut dyn UnitOfWork, id: DokumenId) -> Result<Dokumen, Galat> {
    let tidak_ada = || Galat::TidakDitemukan("dokumen");
    let permohonan = work.dokumen().permohonan(id).await?.ok_or_else(tidak_ada)?;
    work.permohonan().kunci(permohonan).await?.ok_or_else(tidak_ada)?;
    work.dokumen().kunci(id).await?.ok_or_else(tidak_ada)
}

pub(super) fn tidak_berlaku() -> Bentrok {
    Bentrok::baru(
        "dokumen_tidak_berlaku",
        "Dokumen ini belum terbit, sudah diganti, atau sudah dicabut.",
    )
}

/// A reason that is there and not too long.
pub(super) fn alasan(teks: &Rahasia) -> Result<Rahasia, Galat> {
    let rapi = teks.buka().trim();
    if rapi.is_empty() || rapi.chars().count() > ALASAN_MAKS {
        return Err(Galat::isian(
            "/alasan",
            "alasan_wajib",
            format!("Alasan wajib diisi, paling panjang {ALASAN_MAKS} huruf."),
        ));
    }
    Ok(Rahasia::new(rapi))
}

async fn kabari(ports: &Ports, work: &mut dyn UnitOfWork, dokumen: &Dokumen) -> Result<(), Galat> {
    let permohonan = work.permohonan().baca(dokumen.permohonan).await?;
    let Some((permohonan, kontak)) = permohonan.and_then(|p| p.kontak.map(|k| (p, k))) else {
        return Ok(());
    };
    let kata = kamus_kontak(work, kontak).await?;
    let isian = [("dokumen", dokumen.nama.as_str()), ("nomor", permohonan.nomor.as_str())];
    let isi = kata.isi(&kabar::DOKUMEN_DICABUT, &isian);
    let pesan = pesan_teks(ports, kontak, Some(&permohonan), isi).sebagai(Golongan::Kabar);
    work.pesan().antrekan(&pesan).await?;
    Ok(())
}
