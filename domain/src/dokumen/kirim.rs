//! Deliver: queue every signed PDF to the applicant's own number.

use super::{Dokumen, KeadaanDokumen, versi_berlaku};
use crate::{
    akses::Pelaku,
    galat::{Bentrok, Galat},
    layanan::{SaluranPenyerahan, periksa_saluran},
    outbox::{Golongan, IsiPesan, PesanKeluar},
    penyerahan::{KeadaanPenyerahan, Penyerahan},
    percakapan::kamus::{Kamus, kabar, kamus_kontak},
    permohonan::Kasus,
    ports::{Ports, UnitOfWork},
};

/// Queues the documents of a case that leave by WhatsApp. Nothing unsigned, unverified or on a card goes (B-24), and no
/// version goes twice.
pub(crate) async fn kirim_dokumen(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
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
    let sudah = work.penyerahan().milik(permohonan.id).await?;
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
        let sebelumnya = sudah.iter().filter(|satu| satu.dokumen == dokumen.id);
        if sebelumnya.clone().any(|satu| satu.saluran == saluran) {
            continue;
        }
        let isi = IsiPesan::Dokumen {
            kunci: berkas.kunci.clone(),
            sha256: berkas.sha256.clone(),
            nama_berkas: format!("{}-{}.pdf", produk.kode, permohonan.nomor),
            keterangan: keterangan(ports, pelaku, &kata, dokumen, permohonan.nomor.as_str()),
        };
        let pesan =
            PesanKeluar::baru(ports, kontak, Some(permohonan.id), isi).sebagai(Golongan::Dokumen);
        work.pesan().antrekan(&pesan).await?;
        let now = ports.clock.now();
        let penyerahan = Penyerahan {
            id: ports.ids.id(),
            dokumen: dokumen.id,
            permohonan: permohonan.id,
            saluran,
            keadaan: KeadaanPenyerahan::Berjalan,
            urutan: u32::try_from(sebelumnya.count()).unwrap_or(u32::MAX).saturating_add(1),
            tujuan: None,
            pesan: Some(pesan.id),
            oleh: None,
            galat: None,
            dibuat_pada: now,
            diubah_pada: now,
        };
        work.penyerahan().tambah(&penyerahan).await?;
    }
    Ok(())
}

/// The caption of a document, with the address at which anybody checks it: a PDF that was signed in SIAK carries no code.
pub(crate) fn keterangan(
    ports: &Ports,
    pelaku: &Pelaku,
    kata: &Kamus,
    dokumen: &Dokumen,
    nomor: &str,
) -> String {
    let isian = [("dokumen", dokumen.nama.as_str()), ("nomor", nomor)];
    let isi = kata.isi(&kabar::KETERANGAN_DOKUMEN, &isian);
    match &dokumen.jejak.kode_verifikasi {
        Some(kode) => {
            let alamat = ports.alamat_publik.verifikasi(&pelaku.tenant.slug, kode);
            format!("{isi}\n{}", kata.isi(&kabar::CEK_KEASLIAN, &[("alamat", &alamat)]))
        }
        None => isi,
    }
}
