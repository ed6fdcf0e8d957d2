//! What emails say, in the words of the office, and their way into the queue.

use super::{
    Bahan, IsiSurel, JenisSurel, Lampiran, Penyerahan, SurelKeluar, belum_sah, nama_berkas,
};
use crate::{
    dokumen::{Dokumen, KeadaanDokumen},
    galat::{Galat, PortError},
    nilai::Rahasia,
    percakapan::kamus::{Kamus, Teks, kamus_kontak, penyerahan as kata},
    permohonan::Permohonan,
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// Subject and text of an email of that kind.
const fn kata_surel(jenis: JenisSurel) -> (&'static Teks, &'static Teks) {
    match jenis {
        JenisSurel::Konfirmasi => (&kata::SUREL_SUBJEK_KONFIRMASI, &kata::SUREL_KONFIRMASI),
        JenisSurel::Tautan => (&kata::SUREL_SUBJEK_TAUTAN, &kata::SUREL_TAUTAN),
        JenisSurel::Dokumen => (&kata::SUREL_SUBJEK_DOKUMEN, &kata::SUREL_DOKUMEN),
        JenisSurel::Pengingat => (&kata::SUREL_SUBJEK_INGAT, &kata::SUREL_INGAT),
    }
}

/// The words for an applicant: in the language of their chat, where there is one.
async fn kamus_pemohon(work: &mut dyn UnitOfWork, permohonan: &Permohonan) -> Result<Kamus, Galat> {
    if let Some(kontak) = permohonan.kontak {
        return kamus_kontak(work, kontak).await;
    }
    let kantor = work.katalog().teks_kantor().await?;
    let kantor =
        kantor.ok_or_else(|| PortError::tak_terduga("the tenant has no conversation texts"))?;
    Ok(Kamus::baru(&kantor, None))
}

/// Composes an email and queues it.
async fn antrekan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    permohonan: &Permohonan,
    (dokumen, satu): (&Dokumen, &Penyerahan),
    (jenis, kepada, tautan, batas): (JenisSurel, &Rahasia, &str, &str),
    lampiran: Option<Lampiran>,
) -> Result<(), Galat> {
    let kamus = kamus_pemohon(work, permohonan).await?;
    let (subjek, teks) = kata_surel(jenis);
    let isian = [
        ("dokumen", dokumen.nama.as_str()),
        ("nomor", permohonan.nomor.as_str()),
        ("alamat_tautan", tautan),
        ("batas", batas),
        ("kantor", &tenant.nama),
    ];
    let isi = IsiSurel {
        kepada: kepada.buka().to_owned(),
        subjek: kamus.isi(subjek, &isian),
        teks: kamus.isi(teks, &isian),
        lampiran,
    };
    work.surel().antrekan(&SurelKeluar::baru(ports, satu.id, jenis, isi)).await?;
    Ok(())
}

/// Queues the email that asks who the recipient is: it confirms the address, or brings the one-time link.
pub(crate) async fn antrekan_undangan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    bahan: &Bahan,
    (dokumen, satu): (&Dokumen, &Penyerahan),
    (jenis, url, batas): (JenisSurel, &str, &str),
) -> Result<(), Galat> {
    let Some(alamat) = bahan.surel(&dokumen.produk) else {
        return Err(PortError::tak_terduga("a link that nobody can be told").into());
    };
    let apa = (jenis, alamat, url, batas);
    antrekan(ports, work, tenant, &bahan.permohonan, (dokumen, satu), apa, None).await
}

/// Queues the email that carries a signed PDF (S-7).
pub(crate) async fn antrekan_surel(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    bahan: &Bahan,
    (dokumen, satu): (&Dokumen, &Penyerahan),
) -> Result<(), Galat> {
    let KeadaanDokumen::Sah { berkas, .. } = &dokumen.keadaan else {
        return Err(belum_sah(dokumen).into());
    };
    let alamat = satu
        .tujuan
        .as_ref()
        .ok_or_else(|| PortError::tak_terduga("an email hand-over without an address"))?;
    let lampiran = Lampiran {
        kunci: berkas.kunci.clone(),
        sha256: berkas.sha256.clone(),
        nama: nama_berkas(dokumen, &bahan.permohonan),
    };
    let apa = (JenisSurel::Dokumen, alamat, "", "");
    let isi = (dokumen, satu);
    antrekan(ports, work, tenant, &bahan.permohonan, isi, apa, Some(lampiran)).await
}
