//! Reading: read models straight from the store.

use std::collections::BTreeMap;

use async_trait::async_trait;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Bawaan, Berkas, KasusSusulan, Permohonan, PermohonanId, bawaan_kasus};
use crate::{
    akses::{Izin, JejakPelaku, Pelaku, PenggunaId},
    audit::Dibaca,
    berkas::Duplikat,
    dokumen::Dokumen,
    galat::{Galat, PortError},
    halaman::{Halaman, Lembar},
    kalender::Sela,
    nilai::{Kode, NomorRegistrasi},
    ports::{Ports, UnitOfWork},
    sop::{JenisTahap, Peristiwa, Petindak, TugasId},
};

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingkasPermohonan {
    /// Its id.
    pub id: PermohonanId,
    /// The number people read out.
    pub nomor: NomorRegistrasi,
    /// The service.
    pub layanan: Kode,
    /// The service's name.
    pub layanan_nama: String,
    /// How it came in.
    pub kanal: String,
    /// `berjalan`, `menunggu_pemohon`, `selesai`, `ditolak`, `dibatalkan`.
    pub status: String,
    /// When it was registered.
    pub dibuat_pada: OffsetDateTime,
    /// When it last changed.
    pub diubah_pada: OffsetDateTime,
}

/// A moment of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kejadian {
    /// Its place, from 1.
    pub urutan: u64,
    /// What.
    pub peristiwa: Peristiwa,
    /// Who.
    pub pelaku: JejakPelaku,
    /// The officer's name, when one acted.
    pub nama_pelaku: Option<String>,
    /// When.
    pub pada: OffsetDateTime,
}

/// What bears on the clock of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RiwayatJam {
    /// What happened to it.
    pub kejadian: Vec<Kejadian>,
    /// What stopped the office meanwhile.
    pub gangguan: Vec<Sela>,
}

/// A line of the kartu kendali: a hand-over with both parafs (P-9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisKendali {
    /// Its place, from 1.
    pub urutan: u64,
    /// The tugas it opened.
    pub tugas: TugasId,
    /// The step.
    pub tahap: Kode,
    /// The activity.
    pub nama: String,
    /// Who handed over; `None` is the applicant.
    pub diserahkan_oleh: Option<(PenggunaId, String)>,
    /// When it was handed over.
    pub diserahkan_pada: OffsetDateTime,
    /// Who took it; `None` while it waits.
    pub diterima_oleh: Option<(PenggunaId, String)>,
    /// In whose place it was taken, as Plh or Plt.
    pub atas_nama: Option<String>,
    /// When it was taken.
    pub diterima_pada: Option<OffsetDateTime>,
    /// When it was decided.
    pub selesai_pada: Option<OffsetDateTime>,
    /// The outcome.
    pub keputusan: Option<Kode>,
}

/// A tugas in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingkasTugas {
    /// Its id.
    pub id: TugasId,
    /// The case.
    pub permohonan: PermohonanId,
    /// The case's number.
    pub nomor: NomorRegistrasi,
    /// The service's name.
    pub layanan_nama: String,
    /// The step.
    pub tahap: Kode,
    /// The activity.
    pub nama: String,
    /// Kind of work.
    pub jenis: JenisTahap,
    /// `menunggu` or `diterima`.
    pub status: String,
    /// Whether it goes before others.
    pub prioritas: bool,
    /// When its appointment is, or its waiting period ends.
    pub jadwal: Option<OffsetDateTime>,
    /// What is asked, in a consultation.
    pub pertanyaan: Option<String>,
    /// When it was opened.
    pub dibuka_pada: OffsetDateTime,
    /// Who took it.
    pub diterima_oleh: Option<PenggunaId>,
}

/// How a product travelled to the applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisPenyerahan {
    /// Its id.
    pub id: Uuid,
    /// The document.
    pub dokumen: Uuid,
    /// The channel.
    pub saluran: String,
    /// State of the message: `antre`, `mengirim`, `terkirim`, `tertahan`, `gagal`.
    pub keadaan: String,
    /// `sent`, `delivered`, `read`, `failed`, as the channel reported.
    pub status_kirim: Option<String>,
    /// When it was queued.
    pub dibuat_pada: OffsetDateTime,
}

/// Something that left Loket and did not arrive, or whose outcome nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masalah {
    /// Its id: of the message, the inbox element, the signing attempt or the email.
    pub id: Uuid,
    /// `pesan_keluar`, `wa_masuk`, `tte_percobaan` or `surel_keluar`.
    pub jenis: String,
    /// The case, when it belongs to one.
    pub permohonan: Option<PermohonanId>,
    /// `tertahan`, `gagal`, `berjalan` or `tidak_diketahui`.
    pub keadaan: String,
    /// Stable code of the cause.
    pub galat: Option<String>,
    /// When it began.
    pub pada: OffsetDateTime,
}

/// Everything about a case on one page.
#[derive(Clone, Debug)]
pub struct RincianPermohonan {
    /// The case.
    pub permohonan: Permohonan,
    /// Its papers.
    pub berkas: Vec<Berkas>,
    /// What it brought along from another case.
    pub bawaan: Vec<Bawaan>,
    /// Those whose content was there before.
    pub duplikat: Vec<Duplikat>,
    /// Its documents.
    pub dokumen: Vec<Dokumen>,
    /// How documents travelled.
    pub penyerahan: Vec<BarisPenyerahan>,
    /// Cases that follow it, and the link by which it follows another.
    pub kaitan: Vec<KasusSusulan>,
    /// What the fee tables are called by which it was billed.
    pub nama_tarif: BTreeMap<Kode, String>,
}

/// Which cases to list.
#[derive(Clone, Debug, Default)]
pub struct SaringPermohonan {
    /// Only of this status word.
    pub status: Option<String>,
    /// Only of this service.
    pub layanan: Option<Kode>,
    /// Only of these units.
    pub unit: Option<Vec<Kode>>,
}

/// Read models of one tenant.
#[async_trait]
pub trait BacaanRepository: Send {
    /// Cases, the newest first; one row more than asked for when there are more.
    async fn daftar_permohonan(
        &mut self,
        saring: &SaringPermohonan,
        halaman: Halaman,
    ) -> Result<Vec<RingkasPermohonan>, PortError>;

    /// Events of a case, the oldest first.
    async fn linimasa(&mut self, id: PermohonanId) -> Result<Vec<Kejadian>, PortError>;

    /// Events of a case and the interruptions that concern it, each the oldest first, in one reading.
    async fn riwayat_jam(&mut self, id: PermohonanId) -> Result<RiwayatJam, PortError>;

    /// The kartu kendali of a case.
    async fn kartu_kendali(&mut self, id: PermohonanId) -> Result<Vec<BarisKendali>, PortError>;

    /// Open tugas that the officer may take, or took: vulnerable applicants first, then the oldest; one row more when
    /// there are more.
    async fn antrean(
        &mut self,
        untuk: Petindak<'_>,
        halaman: Halaman,
    ) -> Result<Vec<RingkasTugas>, PortError>;

    /// One tugas, open or not.
    async fn tugas(&mut self, id: TugasId) -> Result<Option<RingkasTugas>, PortError>;

    /// What failed or hangs, the newest first; one row more when there are more.
    async fn masalah(&mut self, halaman: Halaman) -> Result<Vec<Masalah>, PortError>;

    /// How documents of a case travelled.
    async fn penyerahan(&mut self, id: PermohonanId) -> Result<Vec<BarisPenyerahan>, PortError>;
}

/// List cases.
#[derive(Clone, Debug)]
pub struct DaftarPermohonan {
    /// Which.
    pub saring: SaringPermohonan,
    /// How many.
    pub halaman: Halaman,
}

impl DaftarPermohonan {
    /// One page, the newest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<RingkasPermohonan>, Galat> {
        pelaku.boleh(Izin::PermohonanBaca)?;
        let unit = pelaku.batas_unit().map(<[Kode]>::to_vec);
        let saring = SaringPermohonan { unit, ..self.saring };
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.bacaan().daftar_permohonan(&saring, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id.uuid()))
    }
}

/// Read a case.
#[derive(Clone, Copy, Debug)]
pub struct BacaPermohonan {
    /// Which.
    pub id: PermohonanId,
}

impl BacaPermohonan {
    /// The case with papers, documents and deliveries.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RincianPermohonan, Galat> {
        pelaku.boleh(Izin::PermohonanBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let permohonan =
            work.permohonan().baca(self.id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
        pelaku.jangkau(permohonan.unit.as_ref())?;
        let nama_tarif = nama_tarif(work.as_mut(), &permohonan).await?;
        let rincian = RincianPermohonan {
            permohonan,
            nama_tarif,
            kaitan: work.susulan().kaitan(self.id).await?,
            berkas: work.permohonan().berkas(self.id).await?,
            bawaan: bawaan_kasus(work.as_mut(), self.id).await?,
            duplikat: work.berkas().duplikat(self.id).await?,
            dokumen: work.dokumen().milik(self.id).await?,
            penyerahan: work.bacaan().penyerahan(self.id).await?,
        };
        drop(work);
        dibaca(self.id).catat(ports, pelaku).await?;
        Ok(rincian)
    }

    /// Its timeline, the oldest first.
    pub async fn linimasa(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<Kejadian>, Galat> {
        pelaku.boleh(Izin::PermohonanBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        terjangkau(work.as_mut(), pelaku, self.id).await?;
        let kejadian = work.bacaan().linimasa(self.id).await?;
        // A case always has events, so none means no case.
        if kejadian.is_empty() { Err(Galat::TidakDitemukan("permohonan")) } else { Ok(kejadian) }
    }

    /// Its kartu kendali.
    pub async fn kartu_kendali(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<BarisKendali>, Galat> {
        pelaku.petugas(Izin::PermohonanBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.bacaan().kartu_kendali(self.id).await?;
        if baris.is_empty() { Err(Galat::TidakDitemukan("permohonan")) } else { Ok(baris) }
    }
}

/// That somebody looks at a case as a whole.
pub(super) fn dibaca(id: PermohonanId) -> Dibaca {
    Dibaca { aksi: "permohonan.dibaca", objek: "permohonan", id: id.uuid() }
}

/// The case is within the limits of a program; officers have none, and nothing is read for them.
pub(crate) async fn terjangkau(
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    id: PermohonanId,
) -> Result<(), Galat> {
    if pelaku.batas_unit().is_none() {
        return Ok(());
    }
    let permohonan = work.permohonan().baca(id).await?;
    let permohonan = permohonan.ok_or(Galat::TidakDitemukan("permohonan"))?;
    pelaku.jangkau(permohonan.unit.as_ref())
}

/// What the fee tables are called that billed the case; the SOP is read only where something was billed.
async fn nama_tarif(
    work: &mut dyn UnitOfWork,
    permohonan: &Permohonan,
) -> Result<BTreeMap<Kode, String>, Galat> {
    if permohonan.keadaan.tagihan.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (_, definisi) = super::definisi_kasus(work, permohonan).await?;
    Ok(definisi.tarif.into_iter().map(|tarif| (tarif.kode, tarif.nama)).collect())
}

/// The caller's queue.
#[derive(Clone, Copy, Debug)]
pub struct AntreanSaya {
    /// How many.
    pub halaman: Halaman,
}

impl AntreanSaya {
    /// One page: vulnerable applicants first (K-23), then the oldest.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<RingkasTugas>, Galat> {
        let petugas = pelaku.petugas(Izin::TugasKerjakan)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.bacaan().antrean(petugas.petindak(), self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id.uuid()))
    }
}

/// What an officer has to look at.
#[derive(Clone, Copy, Debug)]
pub struct DaftarMasalah {
    /// How many.
    pub halaman: Halaman,
}

impl DaftarMasalah {
    /// One page, the newest first.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar<Masalah>, Galat> {
        pelaku.petugas(Izin::OperasiLihat)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.bacaan().masalah(self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id))
    }
}
