//! A number proven by a code: six digits that WhatsApp brings to it, and that its holder reads to the officer. What is kept
//! of a code is a keyed hash; the code itself stands, sealed, only until its message is being sent.

mod baca;
mod minta;
mod periksa;
#[cfg(test)]
mod uji;

pub use baca::*;
pub use minta::*;
pub use periksa::*;

use async_trait::async_trait;
use time::{Duration, OffsetDateTime};

use super::KontakId;
use crate::{
    akses::PenggunaId,
    galat::PortError,
    id::{Id, IdSource},
    nilai::{NomorWa, Rahasia},
    outbox::PesanId,
    permohonan::PermohonanId,
};

/// Digits of a code.
pub const ANGKA_KODE: usize = 6;
/// How long a code is good for; WhatsApp's template says the same.
pub const UMUR_KODE: Duration = Duration::minutes(10);
/// How many answers a code takes.
pub const JAWABAN_KODE: u8 = 5;
/// How many codes a number gets within a span.
pub const BATAS_KODE: [(usize, Duration); 2] = [(3, Duration::hours(1)), (10, Duration::hours(24))];

/// Marks ids of codes.
#[derive(Debug)]
pub enum KodeNomorTag {}
/// The id of a code.
pub type KodeNomorId = Id<KodeNomorTag>;

/// Where a code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanKode {
    /// It waits for its answer, until it ends.
    Aktif,
    /// It was read back: the number is proven.
    Terbukti,
    /// A later code took its place.
    Diganti,
    /// It was answered wrongly too often.
    Habis,
    /// The number changed hands or may have; nothing of it counts any more.
    Gugur,
}

impl KeadaanKode {
    /// Every state there is.
    pub const SEMUA: [Self; 5] =
        [Self::Aktif, Self::Terbukti, Self::Diganti, Self::Habis, Self::Gugur];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Aktif => "aktif",
            Self::Terbukti => "terbukti",
            Self::Diganti => "diganti",
            Self::Habis => "habis",
            Self::Gugur => "gugur",
        }
    }

    /// The state of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// A code as stored: never what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KodeNomor {
    /// Its id.
    pub id: KodeNomorId,
    /// Whose number.
    pub kontak: KontakId,
    /// The case whose applicant stands at the counter.
    pub permohonan: Option<PermohonanId>,
    /// The message that brings it; `None` once retention removed that.
    pub pesan: Option<PesanId>,
    /// Where it stands.
    pub keadaan: KeadaanKode,
    /// How often it was answered wrongly.
    pub salah: u8,
    /// The officer who asked for it.
    pub diminta_oleh: PenggunaId,
    /// When.
    pub dibuat_pada: OffsetDateTime,
    /// When it ends by itself.
    pub berlaku_sampai: OffsetDateTime,
    /// When it was proven, replaced or ended.
    pub selesai_pada: Option<OffsetDateTime>,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HasilKode {
    /// It is the code.
    Terbukti,
    /// It is not; so many answers are left.
    Salah(u8),
    /// It is not, or does not matter any more: there are no answers left.
    Habis,
    /// The code is over.
    Kedaluwarsa,
}

impl KodeNomor {
    /// Whether an answer could still be right.
    pub fn berlaku(&self, now: OffsetDateTime) -> bool {
        self.keadaan == KeadaanKode::Aktif && now < self.berlaku_sampai
    }

    /// How many answers it takes yet.
    pub fn sisa(&self) -> u8 {
        JAWABAN_KODE.saturating_sub(self.salah)
    }

    /// Takes an answer. A code is good once, and a wrong answer costs one of five whatever comes after it.
    pub fn jawab(&mut self, cocok: bool, now: OffsetDateTime) -> HasilKode {
        match self.keadaan {
            KeadaanKode::Habis => return HasilKode::Habis,
            KeadaanKode::Aktif if now < self.berlaku_sampai => {}
            _ => return HasilKode::Kedaluwarsa,
        }
        if cocok {
            (self.keadaan, self.selesai_pada) = (KeadaanKode::Terbukti, Some(now));
            return HasilKode::Terbukti;
        }
        self.salah = self.salah.saturating_add(1);
        match self.sisa() {
            0 => {
                (self.keadaan, self.selesai_pada) = (KeadaanKode::Habis, Some(now));
                HasilKode::Habis
            }
            sisa => HasilKode::Salah(sisa),
        }
    }
}

/// How long a number waits for its next code, after those that were made for it; `None` when it may have one now.
pub fn jeda_kode(riwayat: &[OffsetDateTime], now: OffsetDateTime) -> Option<Duration> {
    let mut terbaru = riwayat.to_vec();
    terbaru.sort_unstable_by(|a, b| b.cmp(a));
    let tunggu = BATAS_KODE.into_iter().filter_map(|(batas, selama)| {
        // Once the oldest of those that fill the span has left it, there is room.
        let tertua = terbaru.get(batas.checked_sub(1)?)?;
        Some(*tertua + selama - now).filter(|sisa| sisa.is_positive())
    });
    tunggu.max()
}

/// Six digits, each as likely as the other.
fn undi_kode(ids: &dyn IdSource) -> Result<Rahasia, PortError> {
    let acak = u64::from_str_radix(&ids.acak_hex(8), 16).map_err(PortError::tak_terduga)?;
    Ok(Rahasia::new(format!("{:06}", acak % 1_000_000)))
}

/// The code of a message that is about to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KodeDiambil {
    /// Here it is; it is stored nowhere any more.
    Ada(Rahasia),
    /// It ended before its message left.
    Berakhir,
    /// It was taken before, by a send of which nobody knows what became: it is not sent twice.
    SudahDiambil,
}

/// Codes of one tenant.
#[async_trait]
pub trait KodeNomorRepository: Send {
    /// Keeps a new code, by its keyed hash and sealed for its message; one that waits for the contact ends.
    async fn tambah(
        &mut self,
        kode: &KodeNomor,
        nomor: &NomorWa,
        angka: &Rahasia,
    ) -> Result<(), PortError>;

    /// When codes were made for the contact since then, the newest first; at most ten.
    async fn riwayat(
        &mut self,
        kontak: KontakId,
        sejak: OffsetDateTime,
    ) -> Result<Vec<OffsetDateTime>, PortError>;

    /// That code.
    async fn baca(&mut self, id: KodeNomorId) -> Result<Option<KodeNomor>, PortError>;

    /// The contact's newest code.
    async fn terakhir(&mut self, kontak: KontakId) -> Result<Option<KodeNomor>, PortError>;

    /// The same, kept from other writers until the unit of work ends.
    async fn kunci_terakhir(&mut self, kontak: KontakId) -> Result<Option<KodeNomor>, PortError>;

    /// Whether these digits are the code, for that number; in a time that tells nothing of where they differ.
    async fn cocok(
        &mut self,
        kode: &KodeNomor,
        nomor: &NomorWa,
        angka: &Rahasia,
    ) -> Result<bool, PortError>;

    /// Stores answers and end; whoever looks at the contact on a live screen hears of it.
    async fn simpan(&mut self, kode: &KodeNomor, pada: OffsetDateTime) -> Result<(), PortError>;

    /// Takes the code of a message out, for the one send it gets.
    async fn ambil(
        &mut self,
        pesan: PesanId,
        pada: OffsetDateTime,
    ) -> Result<KodeDiambil, PortError>;

    /// Puts it back: the message certainly did not leave and is tried again.
    async fn kembalikan(&mut self, pesan: PesanId, angka: &Rahasia) -> Result<(), PortError>;

    /// Forgets what a message that will not leave would have said.
    async fn buang(&mut self, pesan: PesanId) -> Result<(), PortError>;

    /// Ends what the contact has: a code that waits, and proofs.
    async fn gugurkan(&mut self, kontak: KontakId, pada: OffsetDateTime) -> Result<(), PortError>;

    /// When the contact's number was last proven by a code; for that case, when one is named.
    async fn terbukti_pada(
        &mut self,
        kontak: KontakId,
        permohonan: Option<PermohonanId>,
    ) -> Result<Option<OffsetDateTime>, PortError>;
}
