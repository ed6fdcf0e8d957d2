//! Onto the shelf: in the same unit of work that made the thing ready, by an officer, and by a sweep as a safety net.

use std::sync::Arc;

use serde_json::json;

use super::{IsiRak, KeadaanRak, KodeAmbil, RakId, slot_kosong};
use crate::{
    akses::{Izin, JejakPelaku, Pelaku, Siapa},
    audit::CatatanAudit,
    dokumen::{Dokumen, DokumenId, JejakDokumen, KeadaanDokumen},
    galat::{Bentrok, Galat, PortError},
    kalender::Durasi,
    layanan::{Kanal, Medium, SaluranPenyerahan},
    nilai::Kode,
    outbox::Golongan,
    penyerahan::{KeadaanPenyerahan, Penyerahan, PenyerahanId, banyak_cara, nyatakan_siap},
    percakapan::kamus::{kabar, kamus_kontak, penyerahan::AJAKAN_PILIH},
    permohonan::{Kasus, PermohonanId, kalender_kanal, pesan_teks},
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// How many things one round of the sweep looks at.
const BATAS_RONDE: u32 = 50;
/// How often a code that is taken is drawn anew.
const UNDIAN: usize = 20;

/// Gives a hand-over that waits at the counter its slot and code, remembers when to remind, and tells the applicant once.
pub(crate) async fn letakkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    penyerahan: &Penyerahan,
    nama_dokumen: &str,
) -> Result<IsiRak, Galat> {
    let now = ports.clock.now();
    work.loket().kunci_rak().await?;
    let pengaturan = work.loket().pengaturan().await?;
    let terisi = work.loket().slot_terisi().await?;
    let slot = slot_kosong(&terisi, pengaturan.rak.kapasitas());
    let isi = IsiRak {
        id: ports.ids.id(),
        penyerahan: penyerahan.id,
        permohonan: penyerahan.permohonan,
        dokumen: penyerahan.dokumen,
        tempat: slot.map(|slot| (slot, pengaturan.rak.nama(slot))),
        kode: kode_untuk(ports, work, penyerahan.permohonan).await?,
        keadaan: KeadaanRak::DiRak,
        siap_pada: penyerahan.diubah_pada,
        dilepas_pada: None,
        berita_acara: None,
        diubah_pada: now,
    };
    work.loket().taruh(&isi).await?;
    let kalender = kalender_kanal(work, Kanal::Loket).await?;
    for hari in &pengaturan.pengingat_hari {
        let n = u32::from(*hari);
        let lama = if pengaturan.pengingat_hari_kerja {
            Durasi::HariKerja(n)
        } else {
            Durasi::HariKalender(n)
        };
        let tenggat = kalender.tambah(isi.siap_pada, lama).map_err(PortError::tak_terduga)?;
        // On that day when the office opens: nobody is woken at midnight.
        let hari_itu = kalender.zona.setempat(tenggat.saat).date();
        let jatuh = kalender.buka_sejak(hari_itu).map_err(PortError::tak_terduga)?;
        work.loket().tambah_pengingat(ports.ids.uuid(), isi.id, *hari, jatuh).await?;
    }
    kabari_siap(ports, work, pelaku, &isi, nama_dokumen).await?;
    let objek = Some(isi.id.uuid());
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "loket.taruh", "loket_rak", objek)
        .dengan(json!({
            "penyerahan": isi.penyerahan.uuid(),
            "rak": isi.tempat.as_ref().map(|(_, nama)| nama),
        }));
    work.audit().catat(&catatan).await?;
    Ok(isi)
}

/// The code of the case, or a fresh one that no case was ever told.
async fn kode_untuk(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    permohonan: PermohonanId,
) -> Result<KodeAmbil, Galat> {
    if let Some(kode) = work.loket().kode_kasus(permohonan).await? {
        return Ok(kode);
    }
    for _ in 0..UNDIAN {
        let kode = KodeAmbil::baru(ports.ids.as_ref());
        if work.loket().cari_kode(&kode).await?.is_none() {
            return Ok(kode);
        }
    }
    Err(PortError::tak_terduga("no free pickup code").into())
}

async fn kabari_siap(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    isi: &IsiRak,
    nama_dokumen: &str,
) -> Result<(), Galat> {
    let permohonan = work.permohonan().baca(isi.permohonan).await?;
    let permohonan = permohonan.ok_or(Galat::TidakDitemukan("permohonan"))?;
    let Some(kontak) = permohonan.kontak else { return Ok(()) };
    let kata = kamus_kontak(work, kontak).await?;
    let teks = kata.isi(
        &kabar::SIAP_DIAMBIL,
        &[
            ("dokumen", nama_dokumen),
            ("nomor", permohonan.nomor.as_str()),
            ("kode", isi.kode.as_str()),
            ("kantor", &pelaku.tenant.nama),
        ],
    );
    let layanan = work.katalog().layanan_tersimpan(&permohonan.layanan).await?;
    let lain = layanan.is_some_and(|layanan| banyak_cara(&permohonan, &layanan));
    let teks = if lain { format!("{teks}\n{}", kata.pola(&AJAKAN_PILIH)) } else { teks };
    let pesan = pesan_teks(ports, kontak, Some(&permohonan), teks).sebagai(Golongan::Kabar);
    work.pesan().antrekan(&pesan).await?;
    Ok(())
}

/// Put a finished product on the shelf: a printed PDF on wish (B-25), or a card or paper that is there.
#[derive(Clone, Debug)]
pub struct TaruhDiRak {
    /// The case.
    pub permohonan: PermohonanId,
    /// The product of its service.
    pub produk: String,
}

impl TaruhDiRak {
    /// What lies there now. A product that lies there already is answered as it lies.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<IsiRak, Galat> {
        pelaku.petugas(Izin::LoketLayani)?;
        let kode = Kode::parse(&self.produk).map_err(|salah| salah.di("/produk"))?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let kasus = work.permohonan().kunci(self.permohonan).await?;
        let kasus = kasus.ok_or(Galat::TidakDitemukan("permohonan"))?;
        let kasus = Kasus::muat(ports, work.as_mut(), pelaku, kasus).await?;
        let produk = kasus.layanan.produk_berlaku(&kasus.fakta.konteks).into_iter();
        let produk =
            produk.into_iter().find(|satu| satu.kode == kode).cloned().ok_or_else(|| {
                let pesan = "Produk ini tidak keluar dari permohonan tersebut.";
                Galat::isian("/produk", "produk_tidak_dikenal", pesan)
            })?;
        let semua = work.dokumen().milik(self.permohonan).await?;
        let berlaku = crate::dokumen::versi_berlaku(&semua, &kode).cloned();
        let di_rak = work.loket().di_rak(self.permohonan).await?;
        if let Some(ada) =
            berlaku.as_ref().and_then(|dokumen| di_rak.iter().find(|isi| isi.dokumen == dokumen.id))
        {
            return Ok(ada.clone());
        }
        let isi = if produk.medium == Medium::PdfTte {
            let dokumen = berlaku.filter(|d| matches!(d.keadaan, KeadaanDokumen::Sah { .. }));
            let dokumen = dokumen.ok_or_else(|| {
                let pesan = format!("{} belum ditandatangani dan diperiksa.", produk.nama);
                Bentrok::baru("dokumen_belum_sah", pesan)
            })?;
            hardcopy(ports, work.as_mut(), pelaku, &dokumen).await?
        } else {
            let mut dokumen = if let Some(dokumen) = berlaku {
                dokumen
            } else {
                let versi = semua.iter().filter(|satu| satu.produk == kode).count();
                let dokumen = Dokumen {
                    id: ports.ids.id::<crate::dokumen::DokumenTag>(),
                    permohonan: self.permohonan,
                    produk: kode,
                    jenis: produk.jenis,
                    medium: produk.medium,
                    nama: produk.nama.clone(),
                    nomor: None,
                    versi: u32::try_from(versi).unwrap_or(u32::MAX).saturating_add(1),
                    bertanda_tangan: false,
                    unggahan: None,
                    keadaan: KeadaanDokumen::Dikerjakan,
                    jejak: JejakDokumen::default(),
                    dibuat_pada: ports.clock.now(),
                };
                work.dokumen().tambah(&dokumen).await?;
                dokumen
            };
            let penyerahan = nyatakan_siap(ports, work.as_mut(), pelaku, &mut dokumen).await?;
            let di_rak = work.loket().di_rak(self.permohonan).await?;
            di_rak
                .into_iter()
                .find(|isi| isi.penyerahan == penyerahan.id)
                .ok_or_else(|| {
                    let pesan = "Dokumen ini diserahkan lewat saluran lain menurut pilihan pemohon, bukan di loket.";
                    Bentrok::baru("bukan_lewat_loket", pesan)
                })?
        };
        work.commit().await?;
        Ok(isi)
    }
}

/// A printed copy of a signed PDF waits at the counter.
async fn hardcopy(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    dokumen: &Dokumen,
) -> Result<IsiRak, Galat> {
    let lama = work.penyerahan().milik(dokumen.permohonan).await?;
    let sudah = lama.iter().filter(|satu| satu.dokumen == dokumen.id).count();
    let apa = (dokumen.id, dokumen.permohonan);
    let penyerahan =
        Penyerahan::baru(ports, apa, SaluranPenyerahan::Loket, sudah, pelaku.pengguna())
            .mulai_di(KeadaanPenyerahan::Siap);
    work.penyerahan().tambah(&penyerahan).await?;
    let objek = Some(dokumen.id.uuid());
    let catatan =
        CatatanAudit::baru(ports, pelaku.jejak(), "loket.cetak_hardcopy", "dokumen", objek);
    work.audit().catat(&catatan).await?;
    letakkan(ports, work, pelaku, &penyerahan, &dokumen.nama).await
}

/// The name of a document of a case.
pub(super) async fn nama_dokumen(
    work: &mut dyn UnitOfWork,
    permohonan: PermohonanId,
    id: DokumenId,
) -> Result<String, Galat> {
    let semua = work.dokumen().milik(permohonan).await?;
    let satu = semua.into_iter().find(|satu| satu.id == id);
    Ok(satu.ok_or_else(|| PortError::tak_terduga("a hand-over without its document"))?.nama)
}

/// Put right what lies where: hand-overs that lie nowhere, things beside a shelf that has room again, and things whose
/// hand-over took another way.
#[derive(Clone, Copy, Debug)]
pub struct RapikanRak;

impl RapikanRak {
    /// One round, each thing in a unit of work of its own; tells how many were put right.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<usize, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let belum = work.loket().belum_ditaruh(BATAS_RONDE).await?;
        let tertinggal = work.loket().tertinggal(BATAS_RONDE).await?;
        let tanpa_slot = work.loket().tanpa_slot(BATAS_RONDE).await?;
        drop(work);
        let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Sistem };
        let (mut jumlah, mut gagal) = (0, None);
        // One that cannot be put right now must not hold up the others; it is tried again in the next round.
        for id in tertinggal {
            match lepaskan(ports, &pelaku, id).await {
                Ok(selesai) => jumlah += usize::from(selesai),
                Err(galat) => gagal = Some(galat),
            }
        }
        for id in tanpa_slot {
            if !beri_slot(ports, &pelaku, id).await? {
                break;
            }
            jumlah += 1;
        }
        for id in belum {
            match susulkan(ports, &pelaku, id).await {
                Ok(selesai) => jumlah += usize::from(selesai),
                Err(galat) => gagal = Some(galat),
            }
        }
        gagal.map_or(Ok(jumlah), Err)
    }
}

/// Puts a hand-over on the shelf that lies nowhere.
async fn susulkan(ports: &Ports, pelaku: &Pelaku, id: PenyerahanId) -> Result<bool, Galat> {
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    // Under the lock nobody else puts it there meanwhile.
    work.loket().kunci_rak().await?;
    let Some(satu) = work.penyerahan().kunci(id).await? else { return Ok(false) };
    let menunggu = satu.keadaan == KeadaanPenyerahan::Siap;
    if !menunggu || work.loket().di_rak(satu.permohonan).await?.iter().any(|i| i.penyerahan == id) {
        return Ok(false);
    }
    let nama = nama_dokumen(work.as_mut(), satu.permohonan, satu.dokumen).await?;
    letakkan(ports, work.as_mut(), pelaku, &satu, &nama).await?;
    work.commit().await?;
    Ok(true)
}

async fn lepaskan(ports: &Ports, pelaku: &Pelaku, id: RakId) -> Result<bool, Galat> {
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    let lepas = lepas_satu(ports, work.as_mut(), pelaku.jejak(), id).await?;
    work.commit().await?;
    Ok(lepas)
}

/// What lies on the shelf for an attempt that took another way or ended gives its slot back at once; nothing when it lies
/// nowhere.
pub(crate) async fn lepaskan_slot(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    jejak: JejakPelaku,
    penyerahan: &Penyerahan,
) -> Result<(), Galat> {
    let di_rak = work.loket().di_rak(penyerahan.permohonan).await?;
    for isi in di_rak.into_iter().filter(|isi| isi.penyerahan == penyerahan.id) {
        lepas_satu(ports, work, jejak, isi.id).await?;
    }
    Ok(())
}

async fn lepas_satu(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    jejak: JejakPelaku,
    id: RakId,
) -> Result<bool, Galat> {
    let Some(mut isi) = work.loket().kunci_isi(id).await? else { return Ok(false) };
    if isi.keadaan != KeadaanRak::DiRak {
        return Ok(false);
    }
    let now = ports.clock.now();
    isi.lepas(KeadaanRak::Dibatalkan, now);
    work.loket().simpan_isi(&isi).await?;
    work.loket().hentikan_pengingat(id, now).await?;
    let objek = Some(id.uuid());
    let catatan = CatatanAudit::baru(ports, jejak, "loket.lepas", "loket_rak", objek);
    work.audit().catat(&catatan).await?;
    Ok(true)
}

async fn beri_slot(ports: &Ports, pelaku: &Pelaku, id: RakId) -> Result<bool, Galat> {
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    work.loket().kunci_rak().await?;
    let rak = work.loket().pengaturan().await?.rak;
    let terisi = work.loket().slot_terisi().await?;
    let Some(slot) = slot_kosong(&terisi, rak.kapasitas()) else { return Ok(false) };
    let Some(mut isi) = work.loket().kunci_isi(id).await? else { return Ok(false) };
    if isi.keadaan != KeadaanRak::DiRak || isi.tempat.is_some() {
        return Ok(false);
    }
    isi.tempat = Some((slot, rak.nama(slot)));
    isi.diubah_pada = ports.clock.now();
    work.loket().simpan_isi(&isi).await?;
    let objek = Some(id.uuid());
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "loket.beri_rak", "loket_rak", objek);
    work.audit().catat(&catatan).await?;
    work.commit().await?;
    Ok(true)
}
