//! Revealing what every answer masks: one call, with a reason, on record, and not without end (security 57).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    akses::{Izin, Pelaku, PenggunaId, Petugas},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, Pelanggaran},
    nilai::{Kode, Nik, NomorKk, NomorWa, Rahasia},
    percakapan::KontakId,
    permohonan::PermohonanId,
    ports::{Ports, UnitOfWork},
};

/// Revealings of one officer in a quarter of an hour.
const SEPEREMPAT_JAM: u64 = 30;
/// Revealings of one officer in a day.
const SEHARI: u64 = 300;
/// Letters of the words that tell why.
const KETERANGAN: std::ops::RangeInclusive<usize> = 10..=500;

/// A field that is masked everywhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BidangUngkap {
    /// The applicant's NIK.
    Nik,
    /// The family card number.
    NomorKk,
    /// The WhatsApp number.
    NomorWa,
    /// The answers to the fields of the service.
    Isian,
}

impl BidangUngkap {
    /// All of them.
    pub const SEMUA: [Self; 4] = [Self::Nik, Self::NomorKk, Self::NomorWa, Self::Isian];

    /// The stable code.
    pub fn kode(self) -> &'static str {
        match self {
            Self::Nik => "nik",
            Self::NomorKk => "nomor_kk",
            Self::NomorWa => "nomor_wa",
            Self::Isian => "isian",
        }
    }
}

/// Why somebody needs to see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlasanUngkap {
    /// It is keyed into SIAK.
    InputSiak,
    /// It is compared with papers or with SIAK.
    VerifikasiData,
    /// The resident is called or written to outside Loket.
    HubungiPemohon,
    /// A complaint is worked on.
    Pengaduan,
    /// A court or authority asks by law.
    PermintaanResmi,
    /// The office examines its own work.
    PemeriksaanInternal,
}

impl AlasanUngkap {
    /// The stable code.
    pub fn kode(self) -> &'static str {
        match self {
            Self::InputSiak => "input_siak",
            Self::VerifikasiData => "verifikasi_data",
            Self::HubungiPemohon => "hubungi_pemohon",
            Self::Pengaduan => "pengaduan",
            Self::PermintaanResmi => "permintaan_resmi",
            Self::PemeriksaanInternal => "pemeriksaan_internal",
        }
    }
}

/// What was revealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjekUngkap {
    /// A case.
    Permohonan(PermohonanId),
    /// A contact.
    Kontak(KontakId),
}

/// A revealing, for the record: never a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ungkap {
    /// Its id.
    pub id: Uuid,
    /// Of what.
    pub objek: ObjekUngkap,
    /// By whom.
    pub oleh: PenggunaId,
    /// Which fields.
    pub bidang: BTreeSet<BidangUngkap>,
    /// Why.
    pub alasan: AlasanUngkap,
    /// Why, in words.
    pub keterangan: Rahasia,
    /// When.
    pub pada: OffsetDateTime,
}

/// What was asked for, in full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataTerungkap {
    /// The applicant's NIK.
    pub nik: Option<Nik>,
    /// The family card number.
    pub nomor_kk: Option<NomorKk>,
    /// The WhatsApp number.
    pub nomor_wa: Option<NomorWa>,
    /// The answers.
    pub isian: Option<BTreeMap<Kode, String>>,
}

/// Reveal masked data of a case.
#[derive(Clone, Debug)]
pub struct UngkapPermohonan {
    /// Which case.
    pub id: PermohonanId,
    /// Which fields; all of them when empty.
    pub bidang: BTreeSet<BidangUngkap>,
    /// Why.
    pub alasan: AlasanUngkap,
    /// Why, in words.
    pub keterangan: Rahasia,
}

impl UngkapPermohonan {
    /// The values, once the record of it is safe. A case about a child is revealed only to who works on it, or who answers
    /// for the protection of data.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<DataTerungkap, Galat> {
        let petugas = pelaku.petugas(Izin::DataUngkap)?;
        periksa_keterangan(&self.keterangan)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let kasus =
            work.permohonan().baca(self.id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
        let pengurus = petugas.izin.contains(&Izin::PrivasiKelola);
        if kasus.anak && !pengurus && !work.privasi().memegang_tugas(self.id, petugas.id).await? {
            return Err(Bentrok::baru(
                "data_anak_tertutup",
                "Permohonan ini menyangkut data anak. Terima dulu tugasnya, atau minta pengelola data pribadi.",
            )
            .into());
        }
        jaga_laju(ports, work.as_mut(), petugas).await?;
        let bidang = if self.bidang.is_empty() {
            BidangUngkap::SEMUA.into_iter().collect()
        } else {
            self.bidang
        };
        let ungkap = Ungkap {
            id: ports.ids.uuid(),
            objek: ObjekUngkap::Permohonan(self.id),
            oleh: petugas.id,
            bidang,
            alasan: self.alasan,
            keterangan: self.keterangan,
            pada: ports.clock.now(),
        };
        catat(ports, work.as_mut(), pelaku, &ungkap, kasus.anak).await?;
        work.commit().await?;
        let minta = |bidang| ungkap.bidang.contains(&bidang);
        let pemohon = kasus.pemohon;
        Ok(DataTerungkap {
            nik: pemohon.nik.filter(|_| minta(BidangUngkap::Nik)),
            nomor_kk: pemohon.nomor_kk.filter(|_| minta(BidangUngkap::NomorKk)),
            nomor_wa: pemohon.nomor_wa.filter(|_| minta(BidangUngkap::NomorWa)),
            isian: Some(kasus.isian).filter(|_| minta(BidangUngkap::Isian)),
        })
    }
}

/// Reveal the number of a contact.
#[derive(Clone, Debug)]
pub struct UngkapKontak {
    /// Which contact.
    pub id: KontakId,
    /// Why.
    pub alasan: AlasanUngkap,
    /// Why, in words.
    pub keterangan: Rahasia,
}

impl UngkapKontak {
    /// The number, once the record of it is safe; none when WhatsApp hides it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Option<NomorWa>, Galat> {
        let petugas = pelaku.petugas(Izin::DataUngkap)?;
        periksa_keterangan(&self.keterangan)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let kontak = work.kontak().baca(self.id).await?.ok_or(Galat::TidakDitemukan("kontak"))?;
        jaga_laju(ports, work.as_mut(), petugas).await?;
        let ungkap = Ungkap {
            id: ports.ids.uuid(),
            objek: ObjekUngkap::Kontak(self.id),
            oleh: petugas.id,
            bidang: BTreeSet::from([BidangUngkap::NomorWa]),
            alasan: self.alasan,
            keterangan: self.keterangan,
            pada: ports.clock.now(),
        };
        catat(ports, work.as_mut(), pelaku, &ungkap, false).await?;
        work.commit().await?;
        Ok(kontak.nomor)
    }
}

fn periksa_keterangan(keterangan: &Rahasia) -> Result<(), Galat> {
    if KETERANGAN.contains(&keterangan.buka().trim().chars().count()) {
        return Ok(());
    }
    Err(Galat::TidakSah(vec![Pelanggaran::baru(
        "/keterangan",
        "keterangan_terlalu_pendek",
        "Tuliskan untuk apa datanya dilihat, 10 sampai 500 huruf.",
    )]))
}

/// Who reveals one case after another copies a register.
async fn jaga_laju(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    petugas: &Petugas,
) -> Result<(), Galat> {
    let kini = ports.clock.now();
    for (lama, terbanyak) in [(Duration::minutes(15), SEPEREMPAT_JAM), (Duration::days(1), SEHARI)]
    {
        if work.privasi().jumlah_ungkap(petugas.id, kini - lama).await? >= terbanyak {
            return Err(Bentrok::baru(
                "terlalu_banyak_percobaan",
                "Terlalu banyak data pribadi dibuka dalam waktu singkat. Coba lagi nanti.",
            )
            .into());
        }
    }
    Ok(())
}

async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    ungkap: &Ungkap,
    anak: bool,
) -> Result<(), Galat> {
    work.privasi().catat_ungkap(ungkap).await?;
    let (objek, id) = match ungkap.objek {
        ObjekUngkap::Permohonan(id) => ("permohonan", id.uuid()),
        ObjekUngkap::Kontak(id) => ("kontak", id.uuid()),
    };
    let bidang: Vec<_> = ungkap.bidang.iter().map(|satu| satu.kode()).collect();
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "data.ungkap", objek, Some(id)).dengan(
        json!({ "ungkap": ungkap.id, "bidang": bidang, "alasan": ungkap.alasan.kode(), "anak": anak }),
    );
    work.audit().catat(&catatan).await?;
    Ok(())
}
