//! A ticket, and where tickets are kept.

use async_trait::async_trait;
use time::{Date, Duration, OffsetDateTime};

use super::{Jalur, TiketId};
use crate::{akses::PenggunaId, galat::PortError, nilai::Kode, percakapan::KontakId};

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanTiket {
    /// It waits.
    Menunggu,
    /// It was called.
    Dipanggil,
    /// Its holder is served.
    Dilayani,
    /// Its holder was served.
    Selesai,
    /// Its holder was absent too often.
    TidakHadir,
    /// It was given up.
    Batal,
}

impl KeadaanTiket {
    /// Every state.
    pub const SEMUA: [Self; 6] = [
        Self::Menunggu,
        Self::Dipanggil,
        Self::Dilayani,
        Self::Selesai,
        Self::TidakHadir,
        Self::Batal,
    ];

    /// Whether it is not over.
    pub fn terbuka(self) -> bool {
        matches!(self, Self::Menunggu | Self::Dipanggil | Self::Dilayani)
    }

    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Menunggu => "menunggu",
            Self::Dipanggil => "dipanggil",
            Self::Dilayani => "dilayani",
            Self::Selesai => "selesai",
            Self::TidakHadir => "tidak_hadir",
            Self::Batal => "batal",
        }
    }
}

/// Why somebody goes first (K-23).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KelompokPrioritas {
    /// Elderly.
    Lansia,
    /// With a disability.
    Disabilitas,
    /// Pregnant.
    IbuHamil,
    /// With a small child.
    AnakUsiaDini,
}

impl KelompokPrioritas {
    /// Every group.
    pub const SEMUA: [Self; 4] =
        [Self::Lansia, Self::Disabilitas, Self::IbuHamil, Self::AnakUsiaDini];

    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Lansia => "lansia",
            Self::Disabilitas => "disabilitas",
            Self::IbuHamil => "ibu_hamil",
            Self::AnakUsiaDini => "anak_usia_dini",
        }
    }
}

/// A ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiket {
    /// Its id.
    pub id: TiketId,
    /// The day at the office.
    pub tanggal: Date,
    /// The kind of service it waits for.
    pub jenis: Kode,
    /// The kind it was taken for: its number and code are of that series.
    pub deret: Kode,
    /// From 1, per day and series.
    pub nomor: u32,
    /// What is called: `A001`.
    pub kode: String,
    /// Why it goes first, when it does.
    pub kelompok: Option<KelompokPrioritas>,
    /// Who took it in the chat.
    pub kontak: Option<KontakId>,
    /// Where it stands.
    pub keadaan: KeadaanTiket,
    /// The counter that called it.
    pub loket: Option<Kode>,
    /// When it was taken.
    pub diambil_pada: OffsetDateTime,
    /// By what moment it stands in its lane.
    pub antre_pada: OffsetDateTime,
    /// How often it was called.
    pub panggilan: u32,
    /// How often its holder was absent.
    pub lewat: u32,
    /// When it was called last.
    pub dipanggil_pada: Option<OffsetDateTime>,
    /// By whom.
    pub dipanggil_oleh: Option<PenggunaId>,
    /// When service began.
    pub mulai_pada: Option<OffsetDateTime>,
    /// When it ended, however it ended.
    pub selesai_pada: Option<OffsetDateTime>,
}

impl Tiket {
    /// The lane it waits in.
    pub fn jalur(&self) -> Jalur {
        if self.kelompok.is_some() { Jalur::Prioritas } else { Jalur::Biasa }
    }
}

/// What a day's tickets of one kind say (S-17).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatistikAntrean {
    /// The day.
    pub tanggal: Date,
    /// The kind of service.
    pub jenis: String,
    /// Tickets taken.
    pub diambil: u64,
    /// Tickets served to the end.
    pub selesai: u64,
    /// Tickets whose holder was absent, or gave up.
    pub tidak_dilayani: u64,
    /// Mean wait until the first service, in seconds.
    pub rata_tunggu: Option<u64>,
    /// The longest wait, in seconds.
    pub tunggu_terlama: Option<u64>,
    /// Mean service time, in seconds.
    pub rata_layanan: Option<u64>,
}

/// The queue of one tenant.
#[async_trait]
pub trait AntreanRepository: Send {
    /// Keeps every other change of who is next out until the unit of work ends.
    async fn kunci_antrean(&mut self) -> Result<(), PortError>;
    /// The last number given on that day in that series; 0 before the first.
    async fn nomor_terakhir(&mut self, tanggal: Date, deret: &Kode) -> Result<u32, PortError>;
    /// Adds a ticket.
    async fn tambah(&mut self, tiket: &Tiket) -> Result<(), PortError>;
    /// A ticket, kept from other writers.
    async fn kunci(&mut self, id: TiketId) -> Result<Option<Tiket>, PortError>;
    /// The tickets of that day that a contact took, the newest first, at most 20.
    async fn milik_kontak(
        &mut self,
        tanggal: Date,
        kontak: KontakId,
    ) -> Result<Vec<Tiket>, PortError>;
    /// Stores where a ticket stands.
    async fn simpan(&mut self, tiket: &Tiket) -> Result<(), PortError>;
    /// Whether a ticket of these kinds waits in that lane.
    async fn ada(&mut self, tanggal: Date, jenis: &[Kode], jalur: Jalur)
    -> Result<bool, PortError>;
    /// The first ticket of that lane, kept from other writers; one that somebody changes right now is passed over.
    async fn pertama(
        &mut self,
        tanggal: Date,
        jenis: &[Kode],
        jalur: Jalur,
    ) -> Result<Option<Tiket>, PortError>;
    /// The moments by which the tickets of a kind and lane stand, in order, at most so many.
    async fn barisan(
        &mut self,
        tanggal: Date,
        jenis: &Kode,
        jalur: Jalur,
        batas: u32,
    ) -> Result<Vec<OffsetDateTime>, PortError>;
    /// Priority tickets called since the last ordinary one of these kinds, counted up to 100.
    async fn beruntun(&mut self, tanggal: Date, jenis: &[Kode]) -> Result<u32, PortError>;
    /// Tickets of a day behind the cursor, the newest first, and one more than asked for.
    async fn daftar(
        &mut self,
        tanggal: Date,
        terbuka: bool,
        halaman: crate::halaman::Halaman,
    ) -> Result<Vec<Tiket>, PortError>;
    /// Tickets called last and not ended, the latest first.
    async fn dipanggil(&mut self, tanggal: Date, batas: u32) -> Result<Vec<Tiket>, PortError>;
    /// How many wait, by kind.
    async fn menunggu(&mut self, tanggal: Date) -> Result<Vec<(String, u32)>, PortError>;
    /// Service times of a day's last tickets of a kind.
    async fn layanan_terakhir(
        &mut self,
        tanggal: Date,
        jenis: &Kode,
        batas: u32,
    ) -> Result<Vec<Duration>, PortError>;
    /// Statistics by day and kind.
    async fn statistik(
        &mut self,
        dari: Date,
        sampai: Date,
    ) -> Result<Vec<StatistikAntrean>, PortError>;
}
