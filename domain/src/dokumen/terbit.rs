//! What happens when a product is approved, is issued, takes another's place, or loses its own.

use super::{Dokumen, DokumenId, KeadaanDokumen, Persetujuan};
use crate::{
    akses::Pelaku,
    audit::CatatanAudit,
    galat::{Galat, PortError},
    nilai::Rahasia,
    outbox::{Golongan, KeadaanPesan},
    penyerahan::KeadaanPenyerahan,
    percakapan::kamus::{kabar, kamus_kontak},
    permohonan::{PermohonanId, pesan_teks},
    ports::{Ports, UnitOfWork},
    sop::TugasTerbuka,
    verifikasi::KodeVerifikasi,
};

/// Binds the approval to the bytes that were approved, and keeps what this approver saw: every level sees the same hash,
/// or the approval is refused.
pub(crate) async fn setujui_draf(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    permohonan: PermohonanId,
    terbuka: &TugasTerbuka,
) -> Result<(), PortError> {
    for mut dokumen in work.dokumen().milik(permohonan).await? {
        let KeadaanDokumen::Draf { draf, disetujui } = &mut dokumen.keadaan else { continue };
        let sha256 = draf.sha256.clone();
        if disetujui.is_none() {
            *disetujui = Some(sha256.clone());
            work.dokumen().simpan(&dokumen).await?;
        }
        let Some(oleh) = pelaku.pengguna() else { continue };
        let persetujuan = Persetujuan {
            dokumen: dokumen.id,
            tugas: terbuka.id,
            tahap: terbuka.tahap.clone(),
            level: terbuka.level.map(u32::from),
            sha256,
            oleh,
            nama: None,
            pada: ports.clock.now(),
        };
        work.produk().catat_persetujuan(&persetujuan).await?;
    }
    Ok(())
}

/// A product counts from now on: it gets its code, earlier versions stand down, and when its case corrects a document, it
/// takes that document's place. The caller stores `dokumen` afterwards, in the same unit of work.
pub(crate) async fn terbitkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    dokumen: &mut Dokumen,
) -> Result<(), Galat> {
    if dokumen.jejak.kode_verifikasi.is_none() {
        dokumen.jejak.kode_verifikasi = Some(KodeVerifikasi::baru(ports.ids.as_ref()));
    }
    for mut lama in work.dokumen().milik(dokumen.permohonan).await? {
        if lama.id != dokumen.id && lama.produk == dokumen.produk && lama.keadaan.berlaku() {
            gantikan(ports, work, pelaku, &mut lama, dokumen.id).await?;
        }
    }
    work.sementara().gantikan(dokumen.permohonan, ports.clock.now()).await?;
    work.susulan().siapkan(dokumen.permohonan, &dokumen.produk).await?;
    let Some((asal, kasus_asal)) = work.produk().perbaikan(dokumen.permohonan).await? else {
        return Ok(());
    };
    let Some(mut lama) = work.dokumen().kunci(asal).await? else { return Ok(()) };
    // A correction may bring several products; the one of the same kind takes the place.
    let sejenis = lama.produk == dokumen.produk || lama.jenis == dokumen.jenis;
    if !sejenis || !lama.keadaan.terbit() || lama.jejak.diganti.is_some() {
        return Ok(());
    }
    if lama.keadaan.berlaku() {
        gantikan(ports, work, pelaku, &mut lama, dokumen.id).await?;
        kabari_diganti(ports, work, kasus_asal, &lama.nama).await?;
    }
    dokumen.jejak.menggantikan = Some(lama.id);
    Ok(())
}

/// `lama` stands down for `pengganti`: what was on its way is called off.
pub(super) async fn gantikan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    lama: &mut Dokumen,
    pengganti: DokumenId,
) -> Result<(), Galat> {
    let terbit = lama.keadaan.terbit();
    lama.keadaan = KeadaanDokumen::Diganti;
    lama.jejak.diganti = Some((ports.clock.now(), Some(pengganti)));
    work.dokumen().simpan(lama).await?;
    if terbit {
        hentikan_penyerahan(ports, work, lama, "dokumen_diganti").await?;
        let objek = Some(lama.id.uuid());
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "dokumen.ganti", "dokumen", objek);
        work.audit().catat(&catatan).await?;
    }
    Ok(())
}

/// Hand-overs of a document that lost its effect: what waits is called off, and a message that has not left is not sent.
/// What is under way can no longer be stopped and stays in the ledger as it is.
pub(super) async fn hentikan_penyerahan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    dokumen: &Dokumen,
    galat: &str,
) -> Result<(), Galat> {
    let now = ports.clock.now();
    for mut satu in work.penyerahan().milik(dokumen.permohonan).await? {
        if satu.dokumen != dokumen.id || !satu.keadaan.terbuka() {
            continue;
        }
        let pesan = match satu.pesan {
            Some(id) => work.pesan().kunci(id).await?,
            None => None,
        };
        let ke = if let Some(pesan) = pesan {
            let belum = [KeadaanPesan::Antre, KeadaanPesan::Tertahan, KeadaanPesan::Gagal];
            if !belum.contains(&pesan.keadaan) {
                continue;
            }
            work.pesan().abaikan(pesan.id, &Rahasia::new(galat), now).await?;
            if satu.keadaan.boleh_ke(KeadaanPenyerahan::Dibatalkan) {
                KeadaanPenyerahan::Dibatalkan
            } else {
                KeadaanPenyerahan::Gagal
            }
        } else if satu.keadaan.boleh_ke(KeadaanPenyerahan::Dibatalkan) {
            KeadaanPenyerahan::Dibatalkan
        } else {
            continue;
        };
        satu.keadaan = ke;
        satu.galat = Some(galat.to_owned());
        satu.diubah_pada = now;
        work.penyerahan().simpan(&satu).await?;
    }
    Ok(())
}

async fn kabari_diganti(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: PermohonanId,
    dokumen: &str,
) -> Result<(), Galat> {
    let permohonan = work.permohonan().baca(kasus).await?;
    let Some((permohonan, kontak)) = permohonan.and_then(|p| p.kontak.map(|k| (p, k))) else {
        return Ok(());
    };
    let kata = kamus_kontak(work, kontak).await?;
    let isian = [("dokumen", dokumen), ("nomor", permohonan.nomor.as_str())];
    let isi = kata.isi(&kabar::DOKUMEN_DIGANTI, &isian);
    let pesan = pesan_teks(ports, kontak, Some(&permohonan), isi).sebagai(Golongan::Kabar);
    work.pesan().antrekan(&pesan).await?;
    Ok(())
}

impl KeadaanDokumen {
    /// Whether it has its effect: signed, or there on paper.
    pub fn berlaku(&self) -> bool {
        matches!(self, Self::Sah { .. } | Self::Siap { .. })
    }

    /// Whether it ever may have had it.
    pub fn terbit(&self) -> bool {
        self.berlaku() || matches!(self, Self::Diganti | Self::Dicabut { .. })
    }
}
