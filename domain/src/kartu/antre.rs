//! Between the SOP and the queue: a step of kind `cetak` makes print jobs, leaving it calls them off, and the cards that
//! were printed wait for the applicant.

use time::Date;

use super::{
    BarisCakupan, CetakKartu, FaktaAnak, FaktaGiliran, JenisKartu, KeadaanCetak, ModeCetak,
    giliran, giliran_rombongan, klaim::catat, nama_rombongan, nilai_kia,
};
use crate::{
    akses::Pelaku,
    dokumen::{Dokumen, JejakDokumen, KeadaanDokumen, versi_berlaku},
    galat::Galat,
    layanan::{JenisProduk, Kanal, Medium, Produk},
    nilai::Kode,
    penyerahan::{KeadaanPenyerahan, nyatakan_siap},
    permohonan::{Kasus, perkiraan_selesai},
    ports::{Ports, UnitOfWork},
    sop::{Bagian, JenisTahap, Peristiwa, StatusKasus, TugasDibuka},
};

/// What events just applied to the case mean to its cards.
pub(crate) async fn ikuti_cetak(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: &Kasus,
    peristiwa: &[Peristiwa],
) -> Result<(), Galat> {
    let keadaan = &kasus.permohonan.keadaan;
    let dicetak = kasus
        .definisi
        .tahap
        .iter()
        .any(|tahap| tahap.jenis == JenisTahap::Cetak && keadaan.kunjungan(&tahap.kode) > 0);
    if !dicetak {
        return Ok(());
    }
    let ditinggalkan = peristiwa.iter().any(|satu| {
        matches!(
            satu,
            Peristiwa::TugasDiputuskan { .. }
                | Peristiwa::TugasDiselesaikan { .. }
                | Peristiwa::TugasDibatalkan { .. }
                | Peristiwa::KasusBerakhir { .. }
        )
    });
    if ditinggalkan {
        batalkan(ports, work, pelaku, kasus).await?;
    }
    for satu in peristiwa {
        if let Peristiwa::TugasDibuka(dibuka) = satu
            && dibuka.jenis_tahap == JenisTahap::Cetak
            && dibuka.bagian.and_then(Bagian::konsultasi).is_none()
            && keadaan.tugas(dibuka.tugas).is_some()
        {
            antrekan(ports, work, pelaku, kasus, dibuka).await?;
        }
    }
    Ok(())
}

/// The cards that a case yields.
fn kartu(kasus: &Kasus) -> impl Iterator<Item = &Produk> {
    let produk = kasus.layanan.produk_berlaku(&kasus.fakta.konteks).into_iter();
    produk.filter(|produk| produk.medium == Medium::Kartu)
}

/// Puts every card of the case into the queue.
async fn antrekan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: &Kasus,
    dibuka: &TugasDibuka,
) -> Result<(), Galat> {
    let aturan = work.katalog().aturan_kartu().await?;
    if aturan.cetak == ModeCetak::Langsung {
        return Ok(());
    }
    let now = ports.clock.now();
    let tenggat = perkiraan_selesai(ports, work, kasus).await?;
    let permohonan = &kasus.permohonan;
    let fakta = FaktaGiliran { masuk: now, tenggat, prioritas: permohonan.prioritas };
    let lama = work.kartu().milik(permohonan.id).await?;
    let mut semua = work.dokumen().milik(permohonan.id).await?;
    for produk in kartu(kasus) {
        let Some(jenis) = JenisKartu::dari_produk(produk.jenis) else { continue };
        let berlaku = versi_berlaku(&semua, &produk.kode).cloned();
        let dokumen = match berlaku {
            Some(ada) if ada.keadaan == KeadaanDokumen::Dikerjakan => ada,
            // A card that another step made is there; one that this step made and sent back is made again.
            Some(_) if dibuka.kunjungan == 1 => continue,
            Some(lama) => {
                gantikan(ports, work, lama).await?;
                baru(ports, work, kasus, produk, &semua).await?
            }
            None => baru(ports, work, kasus, produk, &semua).await?,
        };
        if lama.iter().any(|satu| satu.dokumen == dokumen.id && satu.keadaan.terbuka()) {
            continue;
        }
        let (rombongan, giliran) = if permohonan.kanal == Kanal::JemputBola {
            let hari_ini = pelaku.tenant.zona.setempat(now).date();
            let nama = nama_rombongan(permohonan.unit.as_ref(), hari_ini, permohonan.prioritas);
            let pertama = work.kartu().giliran_rombongan(jenis, &nama).await?;
            (nama, giliran_rombongan(fakta, pertama))
        } else {
            (String::new(), giliran(fakta))
        };
        let halangan = halangan(work, kasus, jenis).await?;
        let cetak = CetakKartu {
            id: ports.ids.id(),
            permohonan: permohonan.id,
            tugas: dibuka.tugas,
            dokumen: dokumen.id,
            jenis,
            unit: permohonan.unit.clone(),
            prioritas: permohonan.prioritas,
            tenggat,
            masuk_pada: now,
            ulang: false,
            giliran,
            rombongan,
            keadaan: match halangan {
                Some(_) => KeadaanCetak::Tertahan,
                None => KeadaanCetak::Menunggu,
            },
            alasan: halangan.map(str::to_owned),
            gagal: 0,
            pencetak: None,
            oleh: None,
            diubah_pada: now,
        };
        work.kartu().tambah(&cetak).await?;
        catat(ports, work, pelaku, &cetak, "cetak.antre").await?;
        semua.push(dokumen);
    }
    Ok(())
}

/// A new version of a card, being made.
async fn baru(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
    produk: &Produk,
    semua: &[Dokumen],
) -> Result<Dokumen, Galat> {
    let versi = semua.iter().filter(|satu| satu.produk == produk.kode).map(|satu| satu.versi).max();
    let dokumen = Dokumen {
        id: ports.ids.id(),
        permohonan: kasus.permohonan.id,
        produk: produk.kode.clone(),
        jenis: produk.jenis,
        medium: produk.medium,
        nama: produk.nama.clone(),
        nomor: None,
        versi: versi.unwrap_or(0) + 1,
        bertanda_tangan: false,
        unggahan: None,
        keadaan: KeadaanDokumen::Dikerjakan,
        jejak: JejakDokumen::default(),
        dibuat_pada: ports.clock.now(),
    };
    work.dokumen().tambah(&dokumen).await?;
    Ok(dokumen)
}

/// A card that is made again counts no more, and waits for nobody.
async fn gantikan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    mut lama: Dokumen,
) -> Result<(), Galat> {
    lama.keadaan = KeadaanDokumen::Diganti;
    work.dokumen().simpan(&lama).await?;
    for satu in work.penyerahan().milik(lama.permohonan).await? {
        if satu.dokumen != lama.id || !satu.keadaan.boleh_ke(KeadaanPenyerahan::Dibatalkan) {
            continue;
        }
        if let Some(mut satu) = work.penyerahan().kunci(satu.id).await? {
            satu.keadaan = KeadaanPenyerahan::Dibatalkan;
            satu.diubah_pada = ports.clock.now();
            work.penyerahan().simpan(&satu).await?;
        }
    }
    Ok(())
}

/// Calls off what is still to be printed for a step that was left; a case that ended without its card has none.
async fn batalkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: &Kasus,
) -> Result<(), Galat> {
    let keadaan = &kasus.permohonan.keadaan;
    let berakhir = matches!(keadaan.status, StatusKasus::Berakhir { .. });
    for mut satu in work.kartu().milik(kasus.permohonan.id).await? {
        if !satu.keadaan.terbuka() || keadaan.tugas(satu.tugas).is_some() {
            continue;
        }
        satu.keadaan = KeadaanCetak::Dibatalkan;
        satu.diubah_pada = ports.clock.now();
        work.kartu().simpan(&satu).await?;
        catat(ports, work, pelaku, &satu, "cetak.batal").await?;
        if berakhir
            && let Some(mut dokumen) = work.dokumen().kunci(satu.dokumen).await?
            && dokumen.keadaan == KeadaanDokumen::Dikerjakan
        {
            let alasan = "Permohonan berakhir sebelum kartu dicetak.".to_owned();
            dokumen.keadaan = KeadaanDokumen::Ditolak { alasan };
            work.dokumen().simpan(&dokumen).await?;
        }
    }
    Ok(())
}

/// Why a card of the case may not be printed yet, by code: a KIA needs a child of its age, and the akta kelahiran that
/// the same case brings forth comes first (K-16).
pub(super) async fn halangan(
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
    jenis: JenisKartu,
) -> Result<Option<&'static str>, Galat> {
    if jenis != JenisKartu::Kia {
        return Ok(None);
    }
    let konteks = &kasus.fakta.konteks;
    let produk = kasus.layanan.produk_berlaku(konteks);
    let akta = produk.iter().find(|produk| produk.jenis == JenisProduk::AktaKelahiran);
    let punya_akta = match akta {
        None => None,
        Some(akta) => {
            let semua = work.dokumen().milik(kasus.permohonan.id).await?;
            let terbit = versi_berlaku(&semua, &akta.kode).is_some_and(|satu| {
                matches!(satu.keadaan, KeadaanDokumen::Sah { .. } | KeadaanDokumen::Siap { .. })
            });
            // Another office may issue it; its step was decided then.
            let jejak = &kasus.permohonan.keadaan.jejak;
            Some(terbit || jejak.iter().any(|satu| satu.jenis == JenisTahap::PihakLuar))
        }
    };
    let lahir = kasus.layanan.tanggal_lahir(konteks).map(|(_, lahir)| lahir);
    let anak = FaktaAnak { lahir, terdaftar: None, punya_akta };
    let aturan = work.katalog().aturan_kartu().await?.kia;
    Ok(nilai_kia(aturan, anak, konteks.hari_ini).halangan.first().map(|satu| satu.kode()))
}

/// Products of the case whose cards are in the queue and not printed yet.
pub(crate) async fn kartu_kurang(
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
) -> Result<Vec<Kode>, Galat> {
    Ok(work.kartu().belum_tercetak(kasus.permohonan.id).await?)
}

/// The cards of a case that never entered the queue are there by the word of the officer who decides their step.
pub(crate) async fn siapkan_langsung(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: &Kasus,
) -> Result<(), Galat> {
    let semua = work.dokumen().milik(kasus.permohonan.id).await?;
    for produk in kartu(kasus) {
        let mut dokumen = match versi_berlaku(&semua, &produk.kode) {
            Some(ada) if ada.keadaan == KeadaanDokumen::Dikerjakan => ada.clone(),
            Some(_) => continue,
            None => baru(ports, work, kasus, produk, &semua).await?,
        };
        nyatakan_siap(ports, work, pelaku, &mut dokumen).await?;
    }
    Ok(())
}

/// Once the last card of a case is printed, all of them wait for the applicant.
pub(super) async fn semua_tercetak(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    cetak: &CetakKartu,
) -> Result<(), Galat> {
    if !work.kartu().belum_tercetak(cetak.permohonan).await?.is_empty() {
        return Ok(());
    }
    let tercetak: Vec<_> = work.kartu().milik(cetak.permohonan).await?;
    let tercetak = tercetak.into_iter().filter(|satu| satu.keadaan == KeadaanCetak::Selesai);
    for satu in tercetak {
        if let Some(mut dokumen) = work.dokumen().kunci(satu.dokumen).await?
            && dokumen.keadaan == KeadaanDokumen::Dikerjakan
        {
            nyatakan_siap(ports, work, pelaku, &mut dokumen).await?;
        }
    }
    Ok(())
}

/// The line under which a printed card is counted, and its day at the office.
pub(super) fn cakupan_dari(
    ports: &Ports,
    pelaku: &Pelaku,
    kasus: &Kasus,
    jenis: JenisKartu,
) -> (Date, BarisCakupan) {
    let hari_ini = pelaku.tenant.zona.setempat(ports.clock.now()).date();
    let lahir = kasus.layanan.tanggal_lahir(&kasus.fakta.konteks).map(|(_, lahir)| lahir);
    let umur = lahir.and_then(|lahir| crate::layanan::umur(lahir, hari_ini));
    (hari_ini, BarisCakupan { jenis, umur, unit: kasus.permohonan.unit.clone(), jumlah: 1 })
}
