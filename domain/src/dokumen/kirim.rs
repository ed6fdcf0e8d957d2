//! Deliver: queue every signed PDF to the applicant's own number.

use super::{KeadaanDokumen, versi_berlaku};
use crate::{
    galat::{Bentrok, Galat},
    layanan::{SaluranPenyerahan, periksa_saluran},
    outbox::{Golongan, IsiPesan, PesanKeluar},
    percakapan::kamus::{kabar, kamus_kontak},
    permohonan::Kasus,
    ports::{Ports, UnitOfWork},
};

/// Queues the documents of a case that leave by WhatsApp. Nothing unsigned, unverified or on a card goes (B-24), and no
/// version goes twice.
pub(crate) async fn kirim_dokumen(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
) -> Result<(), Galat> {
    let permohonan = &kasus.permohonan;
    let saluran = SaluranPenyerahan::Whatsapp;
    let kontak = permohonan.kontak.ok_or_else(|| {
        Bentrok::baru(
            "pemohon_tanpa_nomor",
            "Pemohon tidak punya nomor WhatsApp yang tercatat; serahkan dokumen di loket.",
        )
    })?;
    let kata = kamus_kontak(work, kontak).await?;
    let semua = work.dokumen().milik(permohonan.id).await?;
    let produk = kasus.layanan.produk_berlaku(&kasus.fakta.konteks).into_iter();
    for produk in produk.filter(|p| p.penyerahan.contains(&saluran)) {
        periksa_saluran(produk.jenis, produk.medium, saluran).map_err(|larangan| {
            Bentrok::baru("kartu_tidak_boleh_softcopy", format!("{larangan}."))
        })?;
        let siap = versi_berlaku(&semua, &produk.kode).and_then(|d| match &d.keadaan {
            KeadaanDokumen::Sah { berkas, .. } => Some((d, berkas)),
            _ => None,
        });
        let Some((dokumen, berkas)) = siap else {
            return Err(Bentrok::baru(
                "dokumen_belum_sah",
                format!("{} belum ditandatangani dan diperiksa.", produk.nama),
            )
            .into());
        };
        // The stored row is checked too: a document made under an older pack obeys today's rule.
        periksa_saluran(dokumen.jenis, dokumen.medium, saluran).map_err(|larangan| {
            Bentrok::baru("kartu_tidak_boleh_softcopy", format!("{larangan}."))
        })?;
        if work.dokumen().sudah_diserahkan(dokumen.id, saluran).await? {
            continue;
        }
        let isi = IsiPesan::Dokumen {
            kunci: berkas.kunci.clone(),
            sha256: berkas.sha256.clone(),
            nama_berkas: format!("{}-{}.pdf", produk.kode, permohonan.nomor),
            keterangan: kata.isi(
                &kabar::KETERANGAN_DOKUMEN,
                &[("dokumen", &produk.nama), ("nomor", permohonan.nomor.as_str())],
            ),
        };
        let pesan =
            PesanKeluar::baru(ports, kontak, Some(permohonan.id), isi).sebagai(Golongan::Dokumen);
        work.pesan().antrekan(&pesan).await?;
        work.dokumen()
            .tambah_penyerahan(
                ports.ids.uuid(),
                dokumen,
                saluran,
                Some(pesan.id),
                ports.clock.now(),
            )
            .await?;
    }
    Ok(())
}
