//! An attempt that did not arrive: the next channel is taken, and everybody concerned hears of it.

use super::{Bahan, KeadaanPenyerahan, Penyerahan, dapat_diserahkan, mulai, ubah};
use crate::{
    akses::{Izin, JejakPelaku},
    dokumen::Dokumen,
    galat::Galat,
    layanan::SaluranPenyerahan,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    outbox::Golongan,
    percakapan::kamus::{Teks, kamus_kontak, penyerahan as kata},
    permohonan::{Permohonan, pesan_teks},
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// Ends an attempt that did not arrive, and takes the next channel that is possible; the applicant hears it once, the
/// officers too. Returns the attempt that follows.
pub(crate) async fn gagalkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    jejak: JejakPelaku,
    satu: &mut Penyerahan,
    galat: &str,
) -> Result<Option<Penyerahan>, Galat> {
    ubah(ports, work, jejak, satu, KeadaanPenyerahan::Gagal, Some(galat)).await?;
    let semua = work.dokumen().milik(satu.permohonan).await?;
    let dokumen = semua.iter().find(|lain| lain.id == satu.dokumen);
    let Some(dokumen) = dokumen.filter(|lain| dapat_diserahkan(lain)) else { return Ok(None) };
    let bahan = Bahan::muat_id(ports, work, satu.permohonan).await?;
    let buku = work.penyerahan().milik(satu.permohonan).await?;
    let sudah: Vec<&Penyerahan> = buku.iter().filter(|lain| lain.dokumen == satu.dokumen).collect();
    // Somebody ordered another attempt meanwhile, or it arrived on another way.
    let selesai = |lain: &&Penyerahan| {
        lain.keadaan.terbuka() || lain.keadaan == KeadaanPenyerahan::Diserahkan
    };
    if sudah.iter().any(selesai) {
        return Ok(None);
    }
    let permohonan = &bahan.permohonan;
    let Some((saluran, jalan)) = bahan.berikutnya(dokumen, &sudah, ports.clock.now()) else {
        let isi = format!(
            "{}: {} tidak sampai lewat {} dan tidak ada cara lain. Hubungi pemohon.",
            permohonan.nomor,
            dokumen.nama,
            satu.saluran.kata()
        );
        beritahu_petugas(ports, work, permohonan, isi).await?;
        return Ok(None);
    };
    let baru =
        mulai(ports, work, tenant, &bahan, dokumen, (saluran, jalan), (sudah.len(), None)).await?;
    kabari_pindah(ports, work, permohonan, dokumen, (satu.saluran, saluran)).await?;
    let isi = format!(
        "{}: {} tidak sampai lewat {} ({galat}); berikutnya {}.",
        permohonan.nomor,
        dokumen.nama,
        satu.saluran.kata(),
        saluran.kata()
    );
    beritahu_petugas(ports, work, permohonan, isi).await?;
    Ok(Some(baru))
}

/// Tells the applicant that a document takes another way.
async fn kabari_pindah(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    permohonan: &Permohonan,
    dokumen: &Dokumen,
    (lama, baru): (SaluranPenyerahan, SaluranPenyerahan),
) -> Result<(), Galat> {
    let Some(kontak) = permohonan.kontak else { return Ok(()) };
    let kamus = kamus_kontak(work, kontak).await?;
    let isian = [
        ("dokumen", dokumen.nama.as_str()),
        ("nomor", permohonan.nomor.as_str()),
        ("lama", lama.nama()),
        ("baru", kamus.pola(cara(baru))),
    ];
    let isi = kamus.isi(&kata::PINDAH_SALURAN, &isian);
    let pesan = pesan_teks(ports, kontak, Some(permohonan), isi).sebagai(Golongan::Kabar);
    work.pesan().antrekan(&pesan).await?;
    Ok(())
}

/// The words for a channel.
pub(crate) fn cara(saluran: SaluranPenyerahan) -> &'static Teks {
    match saluran {
        SaluranPenyerahan::Whatsapp => &kata::CARA_WHATSAPP,
        SaluranPenyerahan::Email => &kata::CARA_EMAIL,
        SaluranPenyerahan::Tautan => &kata::CARA_TAUTAN,
        SaluranPenyerahan::Loket => &kata::CARA_LOKET,
        SaluranPenyerahan::Kurir => &kata::CARA_KURIR,
        SaluranPenyerahan::Kunjungan => &kata::CARA_KUNJUNGAN,
        SaluranPenyerahan::Desa => &kata::CARA_DESA,
    }
}

/// Tells the officers who keep hand-overs in hand.
pub(crate) async fn beritahu_petugas(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    permohonan: &Permohonan,
    isi: String,
) -> Result<(), Galat> {
    beritahu(ports, work, Izin::PenyerahanKelola, permohonan, isi).await
}

/// Tells the holders of a permission.
pub(crate) async fn beritahu(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    izin: Izin,
    permohonan: &Permohonan,
    isi: String,
) -> Result<(), Galat> {
    let notifikasi =
        Notifikasi::baru(ports, Kepada::Izin(izin), JenisNotifikasi::Pemberitahuan, isi)
            .tentang(permohonan.id);
    work.notifikasi().tambah(&notifikasi).await?;
    Ok(())
}
