//! Cases that wait for another: registered by themselves once it has issued what they need.
//!
//! The link is written when the first case is registered, so that everybody sees what will follow. The issue itself only
//! marks it: the case that follows is registered by the worker, in a transaction of its own, so that nothing about it can
//! stand in the way of what is being issued.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Ajuan, Kasus, Permohonan, PermohonanId, dari_induk, definisi_kasus, pesan_teks};
use crate::{
    akses::{Izin, JejakPelaku, Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    layanan::berlaku,
    nilai::Kode,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    outbox::Golongan,
    percakapan::{
        kamus::{kabar, kamus_kontak},
        tawarkan_awal,
    },
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// How many cases one round registers.
const BATAS_RONDE: u32 = 20;

/// Where a case that follows stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanSusulan {
    /// The product it waits for is not issued yet.
    Menunggu,
    /// It is; the worker registers the case.
    Siap,
    /// It was registered.
    Dimulai,
    /// It could not be registered; an officer was told.
    Gagal,
    /// The first case ended without the product.
    Batal,
}

impl KeadaanSusulan {
    /// Every state.
    pub const SEMUA: [Self; 5] =
        [Self::Menunggu, Self::Siap, Self::Dimulai, Self::Gagal, Self::Batal];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Menunggu => "menunggu",
            Self::Siap => "siap",
            Self::Dimulai => "dimulai",
            Self::Gagal => "gagal",
            Self::Batal => "batal",
        }
    }
}

/// A case that follows another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KasusSusulan {
    /// Its id.
    pub id: Uuid,
    /// The case it waits for.
    pub induk: PermohonanId,
    /// Its service.
    pub layanan: Kode,
    /// The product it waits for.
    pub setelah: Kode,
    /// Its fields, each answered by a field of the first case.
    pub isian: BTreeMap<Kode, Kode>,
    /// Its requirements, each answered by a paper of the first case.
    pub berkas: BTreeMap<Kode, Kode>,
    /// The requirement that the product itself answers.
    pub hasil: Option<Kode>,
    /// Where it stands.
    pub keadaan: KeadaanSusulan,
    /// The case itself, once it is registered.
    pub permohonan: Option<PermohonanId>,
    /// Why it could not be, as a stable code.
    pub galat: Option<String>,
    /// When the first case was registered.
    pub dibuat_pada: OffsetDateTime,
    /// When it was settled.
    pub selesai_pada: Option<OffsetDateTime>,
}

/// Cases that follow others.
#[async_trait]
pub trait SusulanRepository: Send {
    /// Adds one.
    async fn tambah(&mut self, susulan: &KasusSusulan) -> Result<(), PortError>;

    /// The product is issued: those that waited for it may begin.
    async fn siapkan(&mut self, induk: PermohonanId, produk: &Kode) -> Result<(), PortError>;

    /// The case is over: those that still wait will not begin.
    async fn batalkan(
        &mut self,
        induk: PermohonanId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Those that may begin, the oldest first.
    async fn siap(&mut self, batas: u32) -> Result<Vec<Uuid>, PortError>;

    /// One, kept from other writers.
    async fn kunci(&mut self, id: Uuid) -> Result<Option<KasusSusulan>, PortError>;

    /// Stores one.
    async fn simpan(&mut self, susulan: &KasusSusulan) -> Result<(), PortError>;

    /// The link by which a case followed another.
    async fn asal(&mut self, id: PermohonanId) -> Result<Option<KasusSusulan>, PortError>;

    /// Those that follow a case, and the link by which it follows another.
    async fn kaitan(&mut self, id: PermohonanId) -> Result<Vec<KasusSusulan>, PortError>;
}

/// Writes down what follows a case that was just registered.
pub(crate) async fn catat_susulan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
) -> Result<(), Galat> {
    for satu in &kasus.layanan.susulan {
        if !berlaku(satu.jika.as_ref(), &kasus.fakta.konteks) {
            continue;
        }
        let susulan = KasusSusulan {
            id: ports.ids.uuid(),
            induk: kasus.permohonan.id,
            layanan: satu.layanan.clone(),
            setelah: satu.setelah.clone(),
            isian: satu.isian.clone(),
            berkas: satu.berkas.clone(),
            hasil: satu.hasil.clone(),
            keadaan: KeadaanSusulan::Menunggu,
            permohonan: None,
            galat: None,
            dibuat_pada: ports.clock.now(),
            selesai_pada: None,
        };
        work.susulan().tambah(&susulan).await?;
    }
    Ok(())
}

/// Register the cases whose time has come.
#[derive(Clone, Copy, Debug)]
pub struct MulaiSusulan;

impl MulaiSusulan {
    /// One round; tells how many were settled. One query when there is nothing to do. What is refused is settled, too: an
    /// officer is told; what a system failed at is tried again in the next round.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<usize, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let siap = work.susulan().siap(BATAS_RONDE).await?;
        drop(work);
        let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Sistem };
        for id in &siap {
            match mulai(ports, &pelaku, *id).await {
                Ok(()) => {}
                Err(Galat::Port(galat)) => return Err(galat.into()),
                Err(galat) => gagal(ports, &pelaku, *id, &galat).await?,
            }
        }
        Ok(siap.len())
    }
}

async fn kunci_siap(
    work: &mut dyn UnitOfWork,
    id: Uuid,
) -> Result<Option<KasusSusulan>, PortError> {
    let satu = work.susulan().kunci(id).await?;
    Ok(satu.filter(|satu| satu.keadaan == KeadaanSusulan::Siap))
}

async fn mulai(ports: &Ports, pelaku: &Pelaku, id: Uuid) -> Result<(), Galat> {
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    // Another worker may have been first.
    let Some(mut satu) = kunci_siap(work.as_mut(), id).await? else { return Ok(()) };
    let induk =
        work.permohonan().baca(satu.induk).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
    let layanan = work.katalog().layanan(&satu.layanan).await?;
    let layanan = layanan.ok_or(Galat::TidakDitemukan("layanan"))?;
    let kanal = [induk.kanal].into_iter().chain(layanan.kanal.iter().copied());
    let kanal = kanal.into_iter().find(|kanal| layanan.kanal.contains(kanal));
    let jawaban =
        |(ke, dari): (&Kode, &Kode)| Some((ke.to_string(), induk.isian.get(dari)?.clone()));
    let bawaan = dari_induk(work.as_mut(), &satu).await?;
    let ajuan = Ajuan {
        layanan: satu.layanan.clone(),
        varian: None,
        kanal: kanal.unwrap_or(induk.kanal),
        unit: induk.unit.clone(),
        kuasa: induk.kuasa.clone(),
        pemohon: induk.pemohon.clone(),
        isian: satu.isian.iter().filter_map(jawaban).collect(),
        kontak: induk.kontak,
        berkas: Vec::new(),
        bawaan: bawaan.into_iter().map(|satu| satu.syarat).collect(),
        memperbaiki: None,
    };
    let permohonan = ajuan.daftarkan(ports, work.as_mut(), pelaku).await?;
    satu.keadaan = KeadaanSusulan::Dimulai;
    satu.permohonan = Some(permohonan.id);
    satu.selesai_pada = Some(ports.clock.now());
    work.susulan().simpan(&satu).await?;
    kabari(ports, work.as_mut(), &satu, &induk, &permohonan).await?;
    tawarkan_awal(ports, work.as_mut(), pelaku, &permohonan).await?;
    let objek = Some(permohonan.id.uuid());
    let catatan =
        CatatanAudit::baru(ports, JejakPelaku::Sistem, "permohonan.susulan", "permohonan", objek)
            .dengan(json!({ "induk": induk.id, "setelah": satu.setelah }));
    work.audit().catat(&catatan).await?;
    work.commit().await?;
    Ok(())
}

/// Tells the applicant that they need not ask again.
async fn kabari(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    satu: &KasusSusulan,
    induk: &Permohonan,
    permohonan: &Permohonan,
) -> Result<(), Galat> {
    let Some(kontak) = permohonan.kontak else { return Ok(()) };
    let (layanan, _) = definisi_kasus(work, induk).await?;
    let produk = layanan.produk(&satu.setelah).map_or(layanan.nama.as_str(), |satu| &satu.nama);
    let kata = kamus_kontak(work, kontak).await?;
    let isian = [
        ("dokumen", produk),
        ("lama", induk.nomor.as_str()),
        ("layanan", permohonan.layanan_nama.as_str()),
        ("nomor", permohonan.nomor.as_str()),
    ];
    let isi = kata.isi(&kabar::SUSULAN_DIMULAI, &isian);
    let pesan = pesan_teks(ports, kontak, Some(permohonan), isi).sebagai(Golongan::Kabar);
    work.pesan().antrekan(&pesan).await?;
    Ok(())
}

/// It cannot be registered: too old by now, a service that is gone, a field that nobody answered.
async fn gagal(ports: &Ports, pelaku: &Pelaku, id: Uuid, sebab: &Galat) -> Result<(), Galat> {
    let kode = match sebab {
        Galat::TidakSah(salah) => salah.first().map_or("ditolak", |satu| satu.kode),
        Galat::Bentrok(bentrok) => bentrok.kode,
        Galat::TidakDitemukan(_) => "layanan_tidak_ada",
        _ => "ditolak",
    };
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    let Some(mut satu) = kunci_siap(work.as_mut(), id).await? else { return Ok(()) };
    satu.keadaan = KeadaanSusulan::Gagal;
    satu.galat = Some(kode.to_owned());
    satu.selesai_pada = Some(ports.clock.now());
    work.susulan().simpan(&satu).await?;
    let notifikasi = Notifikasi::baru(ports, Kepada::Izin(Izin::PermohonanBuat), JenisNotifikasi::Eskalasi, format!(
            "Permohonan lanjutan {} tidak dapat didaftarkan sendiri ({kode}). Daftarkan dari loket bila masih diperlukan.",
            satu.layanan
        )).tentang(satu.induk);
    work.notifikasi().tambah(&notifikasi).await?;
    let objek = Some(satu.induk.uuid());
    let catatan = CatatanAudit::baru(
        ports,
        JejakPelaku::Sistem,
        "permohonan.susulan_gagal",
        "permohonan",
        objek,
    )
    .dengan(json!({ "layanan": satu.layanan, "kode": kode }));
    work.audit().catat(&catatan).await?;
    work.commit().await?;
    Ok(())
}
