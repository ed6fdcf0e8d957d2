//! The port of what people are told of interruptions.

use async_trait::async_trait;
use time::OffsetDateTime;

use crate::{
    galat::PortError,
    kalender::{Gangguan, GangguanId, SebabGangguan},
    nilai::Kode,
    outbox::PesanId,
    percakapan::KontakId,
    permohonan::PermohonanId,
    sop::{JenisTahap, SopVersiId},
};

/// How far the telling of an interruption is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PapanKabar {
    /// The interruption.
    pub gangguan: Gangguan,
    /// When telling began; `None` while it may still be short.
    pub dikabarkan_pada: Option<OffsetDateTime>,
    /// When officers were told that it is over.
    pub pulih_pada: Option<OffsetDateTime>,
    /// When somebody was last reminded that it lasts.
    pub diingatkan_pada: Option<OffsetDateTime>,
    /// When the worker looks at it next; `None` when nothing is left to do.
    pub giliran_pada: Option<OffsetDateTime>,
    /// Whether anybody knows of it: the ledger has a row.
    pub diketahui: bool,
}

/// A step at which cases stand, with how many tugas of it are open for the same roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LangkahTerbuka {
    /// The service.
    pub layanan: Kode,
    /// The SOP version.
    pub sop: SopVersiId,
    /// The step.
    pub tahap: Kode,
    /// The kind of work; at an approval chain, of the level.
    pub jenis: JenisTahap,
    /// What the work is called.
    pub nama: String,
    /// Whose work it is.
    pub peran: Vec<Kode>,
    /// How many tugas.
    pub jumlah: u32,
}

/// A case whose applicant is to be told something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KasusKabar {
    /// The case.
    pub permohonan: PermohonanId,
    /// Its number.
    pub nomor: String,
    /// Its service.
    pub layanan: Kode,
    /// The service's name.
    pub layanan_nama: String,
    /// `berjalan`, `menunggu_pemohon`, or how it ended.
    pub status: String,
    /// Who is told.
    pub kontak: KontakId,
    /// In which language.
    pub bahasa: Option<Kode>,
    /// Whether they were told the same of this interruption already, for another case.
    pub sudah: bool,
    /// Another interruption that lasts, and of which they were told for this case.
    pub tertahan: Option<SebabGangguan>,
}

/// What was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JenisKabar {
    /// That work stands still.
    Mulai,
    /// That it goes on.
    Pulih,
}

/// A row of the ledger: of this interruption, this was told for this case. One row per case and kind, ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisKabar {
    /// The interruption.
    pub gangguan: GangguanId,
    /// Its cause.
    pub sebab: SebabGangguan,
    /// What.
    pub jenis: JenisKabar,
    /// The case.
    pub permohonan: PermohonanId,
    /// The applicant.
    pub kontak: KontakId,
    /// The message that told it; `None` when it was said within another message, or needed no message of its own.
    pub pesan: Option<PesanId>,
}

/// How many cases an interruption holds up, and how many of them know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HitunganKabar {
    /// Running cases that stand at a step which needs what broke.
    pub terdampak: u32,
    /// Of those, cases without a contact: nobody can be told.
    pub tanpa_kontak: u32,
    /// Of those, cases whose applicant was not told yet.
    pub belum: u32,
    /// Cases whose applicant was told that work stands still.
    pub dikabari: u32,
    /// Cases whose applicant was told that it goes on.
    pub pulih: u32,
}

/// What people are told of the interruptions of one tenant.
#[async_trait]
pub trait KabarGangguanRepository: Send {
    /// Interruptions with something to do at `pada`, the longest waiting first; a few.
    async fn giliran(&mut self, pada: OffsetDateTime) -> Result<Vec<GangguanId>, PortError>;

    /// The telling of an interruption with something to do at `pada`, kept from other writers until the unit of work ends;
    /// `None` when another worker is at it, or has done it.
    async fn kunci(
        &mut self,
        id: GangguanId,
        pada: OffsetDateTime,
    ) -> Result<Option<PapanKabar>, PortError>;

    /// The telling of an interruption, for reading.
    async fn papan(&mut self, id: GangguanId) -> Result<Option<PapanKabar>, PortError>;

    /// Interruptions that last, with how far their telling is.
    async fn terbuka(&mut self) -> Result<Vec<PapanKabar>, PortError>;

    /// Stores how far the telling is; the interruption itself stays as it is.
    async fn simpan(&mut self, papan: &PapanKabar) -> Result<(), PortError>;

    /// Steps at which officers have open work on running cases of these services, of every service when none is named.
    async fn langkah_terbuka(&mut self, layanan: &[Kode])
    -> Result<Vec<LangkahTerbuka>, PortError>;

    /// Cases at these steps whose applicant is to be told of the interruption: in the order of the queue, all of a contact
    /// together, at most `batas` contacts. Who heard of the same cause after `sejak`, from another interruption, is left out.
    async fn calon(
        &mut self,
        gangguan: &Gangguan,
        langkah: &[LangkahTerbuka],
        sejak: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<KasusKabar>, PortError>;

    /// Cases whose applicant was told of the interruption and not of its end, in the order of the queue, all of a contact
    /// together, at most `batas` contacts.
    async fn belum_pulih(
        &mut self,
        id: GangguanId,
        batas: u32,
    ) -> Result<Vec<KasusKabar>, PortError>;

    /// The message that told a contact of the interruption, when it had one of its own; and whether they registered a case
    /// since, whose answer told them, too.
    async fn pembuka(
        &mut self,
        id: GangguanId,
        kontak: KontakId,
    ) -> Result<Option<(PesanId, bool)>, PortError>;

    /// Adds a row of the ledger; `false`, and nothing stored, when it is there already.
    async fn catat(&mut self, baris: &BarisKabar, pada: OffsetDateTime) -> Result<bool, PortError>;

    /// How many cases the interruption holds up at these steps, and how many know.
    async fn hitung(
        &mut self,
        gangguan: &Gangguan,
        langkah: &[LangkahTerbuka],
    ) -> Result<HitunganKabar, PortError>;
}
