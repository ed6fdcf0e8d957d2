//! What officers are told without asking: a request that came in (S-2), a step that runs late.

use std::collections::BTreeSet;

use async_trait::async_trait;
use time::OffsetDateTime;

use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    galat::{Galat, PortError},
    halaman::{Halaman, Lembar},
    id::Id,
    nilai::Kode,
    permohonan::PermohonanId,
    ports::Ports,
    sop::{Petindak, TugasId},
};

/// Marks ids of notices.
#[derive(Debug)]
pub enum NotifikasiTag {}
/// The id of a notice.
pub type NotifikasiId = Id<NotifikasiTag>;

/// Whom a notice is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kepada {
    /// The holders of a role.
    Peran(Kode),
    /// One officer.
    Pengguna(PenggunaId),
    /// Whoever holds a permission today.
    Izin(Izin),
}

/// Why a notice was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JenisNotifikasi {
    /// The SOP announces a point of a step; a card came back unprinted; blank cards run out.
    Pemberitahuan,
    /// Time runs out.
    Eskalasi,
    /// A service number, a template or messages need somebody's hand.
    Saluran,
    /// A note of the Forum mentions the officer.
    Sebutan,
    /// Nobody looked at the inbox on a working day (B-10).
    Pemeriksaan,
    /// Something broke that the officer's work needs, works again, or is broken for a working day (K-20).
    Gangguan,
}

/// A notice. Its words name the case by number, its service and its step, or the channel; never a resident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notifikasi {
    /// Its id.
    pub id: NotifikasiId,
    /// For whom.
    pub kepada: Kepada,
    /// The case; none for what concerns the office as a whole.
    pub permohonan: Option<PermohonanId>,
    /// The tugas.
    pub tugas: Option<TugasId>,
    /// Why.
    pub jenis: JenisNotifikasi,
    /// The words.
    pub isi: String,
    /// When.
    pub dibuat_pada: OffsetDateTime,
}

impl Notifikasi {
    /// A notice given now, about the office as a whole.
    pub(crate) fn baru(
        ports: &Ports,
        kepada: Kepada,
        jenis: JenisNotifikasi,
        isi: impl Into<String>,
    ) -> Self {
        let (id, dibuat_pada) = (ports.ids.id(), ports.clock.now());
        Self { id, kepada, permohonan: None, tugas: None, jenis, isi: isi.into(), dibuat_pada }
    }

    /// The same about a case.
    #[must_use]
    pub(crate) fn tentang(mut self, permohonan: PermohonanId) -> Self {
        self.permohonan = Some(permohonan);
        self
    }

    /// The same about a tugas.
    #[must_use]
    pub(crate) fn pada_tugas(mut self, tugas: TugasId) -> Self {
        self.tugas = Some(tugas);
        self
    }
}

/// A notice in somebody's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisNotifikasi {
    /// The notice.
    pub notifikasi: Notifikasi,
    /// When this officer read it.
    pub dibaca_pada: Option<OffsetDateTime>,
}

/// Notices of one tenant.
#[async_trait]
pub trait NotifikasiRepository: Send {
    /// Adds a notice.
    async fn tambah(&mut self, notifikasi: &Notifikasi) -> Result<(), PortError>;

    /// Notices for this officer, by their roles and permissions of now or by name, the newest first; one row more when
    /// there are more.
    async fn daftar(
        &mut self,
        untuk: Petindak<'_>,
        izin: &BTreeSet<Izin>,
        belum_dibaca: bool,
        halaman: Halaman,
    ) -> Result<Vec<BarisNotifikasi>, PortError>;

    /// Marks a notice read by this officer, once; tells whether there is such a notice for them.
    async fn baca(
        &mut self,
        id: NotifikasiId,
        oleh: Petindak<'_>,
        izin: &BTreeSet<Izin>,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;
}

/// Who may get notices: for work, for the operation of the office, for a mention.
const PENERIMA: [Izin; 3] = [Izin::TugasKerjakan, Izin::OperasiLihat, Izin::ForumTulis];

/// The caller's notices.
#[derive(Clone, Copy, Debug)]
pub struct NotifikasiSaya {
    /// Only those not read yet.
    pub belum_dibaca: bool,
    /// How many.
    pub halaman: Halaman,
}

impl NotifikasiSaya {
    /// One page, the newest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<BarisNotifikasi>, Galat> {
        let petugas = pelaku.petugas_salah_satu(&PENERIMA)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work
            .notifikasi()
            .daftar(petugas.petindak(), &petugas.izin, self.belum_dibaca, self.halaman)
            .await?;
        Ok(self.halaman.potong(baris, |satu| satu.notifikasi.id.uuid()))
    }
}

/// Mark a notice read.
#[derive(Clone, Copy, Debug)]
pub struct BacaNotifikasi {
    /// Which.
    pub id: NotifikasiId,
}

impl BacaNotifikasi {
    /// Marks it; reading it again changes nothing.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.petugas_salah_satu(&PENERIMA)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let now = ports.clock.now();
        if !work.notifikasi().baca(self.id, petugas.petindak(), &petugas.izin, now).await? {
            return Err(Galat::TidakDitemukan("notifikasi"));
        }
        work.commit().await?;
        Ok(())
    }
}
