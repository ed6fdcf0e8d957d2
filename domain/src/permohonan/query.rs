//! Reading: read models straight from the store.

use async_trait::async_trait;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Berkas, Permohonan, PermohonanId};
use crate::{
    akses::{Izin, JejakPelaku, Pelaku, PenggunaId},
    dokumen::Dokumen,
    galat::{Galat, PortError},
    halaman::{Halaman, Lembar},
    nilai::{Kode, NomorRegistrasi},
    ports::Ports,
    sop::{JenisTahap, Peristiwa, TugasId},
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
    /// When it was opened.
    pub dibuka_pada: OffsetDateTime,
    /// Who took it.
    pub diterima_oleh: Option<PenggunaId>,
}

/// An outcome open to an officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PilihanKeputusan {
    /// Code.
    pub kode: Kode,
    /// The words on the button.
    pub label: String,
    /// Whether a reason must be given.
    pub alasan_wajib: bool,
}

/// A tugas with what can be done at it.
#[derive(Clone, Debug)]
pub struct RincianTugas {
    /// The row of the queue.
    pub ringkas: RingkasTugas,
    /// The version of the case to decide on.
    pub versi: u64,
    /// The outcomes; empty when the tugas is over.
    pub pilihan: Vec<PilihanKeputusan>,
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
    /// Its id: of the message, the inbox element or the signing attempt.
    pub id: Uuid,
    /// `pesan_keluar`, `wa_masuk` or `tte_percobaan`.
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
    /// Its documents.
    pub dokumen: Vec<Dokumen>,
    /// How documents travelled.
    pub penyerahan: Vec<BarisPenyerahan>,
}

/// Which cases to list.
#[derive(Clone, Debug, Default)]
pub struct SaringPermohonan {
    /// Only of this status word.
    pub status: Option<String>,
    /// Only of this service.
    pub layanan: Option<Kode>,
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

    /// The kartu kendali of a case.
    async fn kartu_kendali(&mut self, id: PermohonanId) -> Result<Vec<BarisKendali>, PortError>;

    /// Open tugas for holders of these roles, own or by mandate, that nobody else took, the oldest first; one row more
    /// when there are more.
    async fn antrean(
        &mut self,
        peran: &[Kode],
        pengguna: PenggunaId,
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
        pelaku.petugas(Izin::PermohonanBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.bacaan().daftar_permohonan(&self.saring, self.halaman).await?;
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
        pelaku.petugas(Izin::PermohonanBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let permohonan =
            work.permohonan().baca(self.id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
        Ok(RincianPermohonan {
            permohonan,
            berkas: work.permohonan().berkas(self.id).await?,
            dokumen: work.dokumen().milik(self.id).await?,
            penyerahan: work.bacaan().penyerahan(self.id).await?,
        })
    }

    /// Its timeline, the oldest first.
    pub async fn linimasa(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<Kejadian>, Galat> {
        pelaku.petugas(Izin::PermohonanBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
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

/// The caller's queue.
#[derive(Clone, Copy, Debug)]
pub struct AntreanSaya {
    /// How many.
    pub halaman: Halaman,
}

impl AntreanSaya {
    /// One page, the oldest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<RingkasTugas>, Galat> {
        let petugas = pelaku.petugas(Izin::TugasKerjakan)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.bacaan().antrean(&petugas.peran_berlaku, petugas.id, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id.uuid()))
    }
}

/// Read a tugas.
#[derive(Clone, Copy, Debug)]
pub struct BacaTugas {
    /// Which.
    pub id: TugasId,
}

impl BacaTugas {
    /// The tugas with its open outcomes.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RincianTugas, Galat> {
        pelaku.petugas(Izin::TugasKerjakan)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let ringkas = work.bacaan().tugas(self.id).await?.ok_or(Galat::TidakDitemukan("tugas"))?;
        let permohonan = work
            .permohonan()
            .baca(ringkas.permohonan)
            .await?
            .ok_or(Galat::TidakDitemukan("tugas"))?;
        let kasus = super::Kasus::muat(ports, work.as_mut(), pelaku, permohonan).await?;
        let mesin = kasus.mesin(ports);
        let pilihan = kasus.permohonan.keadaan.tugas(self.id).map_or_else(Vec::new, |terbuka| {
            mesin
                .pilihan(&kasus.permohonan.keadaan, terbuka)
                .iter()
                .map(|keputusan| PilihanKeputusan {
                    kode: keputusan.kode.clone(),
                    label: keputusan.label.clone(),
                    alasan_wajib: keputusan.alasan == crate::sop::AturanAlasan::Wajib,
                })
                .collect()
        });
        Ok(RincianTugas { ringkas, versi: kasus.permohonan.keadaan.versi, pilihan })
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
