//! Hand an interim product over: as a link for the printer, or to the applicant's own number.

use super::{KeadaanSementara, Sementara, SementaraId};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    outbox::{Golongan, IsiPesan, PesanId, PesanKeluar},
    percakapan::kamus::{kabar, kamus_kontak},
    permohonan::{TipeBerkas, UMUR_TAUTAN},
    ports::{Ports, UnitOfWork},
};

/// Get a link to print an interim product.
#[derive(Clone, Copy, Debug)]
pub struct UnduhSementara {
    /// Which.
    pub id: SementaraId,
}

impl UnduhSementara {
    /// A link good for five minutes. Each is audited.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<String, Galat> {
        pelaku.petugas(Izin::PermohonanBaca)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let satu = baca(work.as_mut(), self.id).await?;
        catat(ports, work.as_mut(), pelaku, self.id, "sementara.unduh").await?;
        work.commit().await?;
        let nama = format!("{}-{}.pdf", satu.templat, satu.id);
        let mime = TipeBerkas::Pdf.mime();
        Ok(ports.objek.tautan_unduh(&satu.berkas.kunci, &nama, mime, UMUR_TAUTAN).await?)
    }
}

/// Send an interim product to the applicant's own number, because they asked for it.
#[derive(Clone, Copy, Debug)]
pub struct KirimSementara {
    /// Which.
    pub id: SementaraId,
}

impl KirimSementara {
    /// Queues it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<PesanId, Galat> {
        pelaku.petugas(Izin::PermohonanBuat)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let satu = baca(work.as_mut(), self.id).await?;
        let permohonan = work
            .permohonan()
            .kunci(satu.permohonan)
            .await?
            .ok_or(Galat::TidakDitemukan("dokumen sementara"))?;
        // Read again: it may have lost its place while the case was waited for.
        let satu = baca(work.as_mut(), self.id).await?;
        if satu.keadaan != KeadaanSementara::Berlaku {
            return Err(Bentrok::baru(
                "dokumen_tidak_berlaku",
                "Surat ini sudah diganti atau dicabut; terbitkan yang baru.",
            )
            .into());
        }
        let kontak = permohonan.kontak.ok_or_else(|| {
            Bentrok::baru(
                "pemohon_tanpa_nomor",
                "Pemohon tidak punya nomor WhatsApp yang tercatat; cetak dan serahkan di loket.",
            )
        })?;
        let kata = kamus_kontak(work.as_mut(), kontak).await?;
        let isian = [("dokumen", satu.nama.as_str()), ("nomor", permohonan.nomor.as_str())];
        let isi = IsiPesan::Dokumen {
            kunci: satu.berkas.kunci.clone(),
            sha256: satu.berkas.sha256.clone(),
            nama_berkas: format!("{}-{}.pdf", satu.templat, permohonan.nomor),
            keterangan: kata.isi(&kabar::KETERANGAN_SEMENTARA, &isian),
        };
        let pesan =
            PesanKeluar::baru(ports, kontak, Some(permohonan.id), isi).sebagai(Golongan::Dokumen);
        work.pesan().antrekan(&pesan).await?;
        catat(ports, work.as_mut(), pelaku, self.id, "sementara.kirim").await?;
        work.commit().await?;
        Ok(pesan.id)
    }
}

async fn baca(work: &mut dyn UnitOfWork, id: SementaraId) -> Result<Sementara, Galat> {
    work.sementara().baca(id).await?.ok_or(Galat::TidakDitemukan("dokumen sementara"))
}

async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    id: SementaraId,
    aksi: &'static str,
) -> Result<(), Galat> {
    let objek = Some(id.uuid());
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "dokumen_sementara", objek);
    work.audit().catat(&catatan).await?;
    Ok(())
}
