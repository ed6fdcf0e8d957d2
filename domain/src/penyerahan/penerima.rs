//! What the applicant chose, what proves who they are, and the one-time link of an attempt, as they are stored.

use async_trait::async_trait;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{PenyerahanId, PeriksaPenerima};
use crate::{
    akses::PenggunaId,
    galat::PortError,
    layanan::SaluranPenyerahan,
    nilai::{Kode, Rahasia},
    outbox::PesanId,
    percakapan::KontakId,
    permohonan::PermohonanId,
};

/// How often a recipient may answer wrongly.
pub const SALAH_MAKS: u8 = 3;

/// How the applicant wants a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pilihan {
    /// Its id.
    pub id: Uuid,
    /// The case.
    pub permohonan: PermohonanId,
    /// The product of the service.
    pub produk: Kode,
    /// The channel.
    pub saluran: SaluranPenyerahan,
    /// Email or street address; personal.
    pub tujuan: Option<Rahasia>,
    /// The desa or kecamatan.
    pub unit: Option<Kode>,
    /// The officer who wrote it down; `None` when the applicant did.
    pub oleh: Option<PenggunaId>,
    /// When.
    pub dipilih_pada: OffsetDateTime,
}

/// Where a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanAmbil {
    /// It asks its question, until it ends.
    Aktif,
    /// The answer was right; for a short while a broken download may be repeated.
    Terbuka,
    /// It did what it was for.
    Selesai,
    /// Answered wrongly too often, or not at all in time.
    Habis,
    /// Called off.
    Dicabut,
}

impl KeadaanAmbil {
    /// Every state.
    pub const SEMUA: [Self; 5] =
        [Self::Aktif, Self::Terbuka, Self::Selesai, Self::Habis, Self::Dicabut];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Aktif => "aktif",
            Self::Terbuka => "terbuka",
            Self::Selesai => "selesai",
            Self::Habis => "habis",
            Self::Dicabut => "dicabut",
        }
    }

    /// The state of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// The one-time link of an attempt. Its token is never stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TautanAmbil {
    /// Its id.
    pub id: Uuid,
    /// The attempt.
    pub penyerahan: PenyerahanId,
    /// What it asks.
    pub periksa: PeriksaPenerima,
    /// Where it stands.
    pub keadaan: KeadaanAmbil,
    /// Wrong answers so far.
    pub salah: u8,
    /// The end of its life.
    pub berlaku_sampai: OffsetDateTime,
    /// When the recipient is reminded, once; nothing after that.
    pub ingat_pada: Option<OffsetDateTime>,
    /// Until when the file may be fetched once more.
    pub unduh_sampai: Option<OffsetDateTime>,
    /// When it was made.
    pub dibuat_pada: OffsetDateTime,
}

/// Choices, proofs and links of one tenant.
#[async_trait]
pub trait PenerimaRepository: Send {
    /// Stores a choice; an earlier one for the product is replaced.
    async fn pilih(&mut self, pilihan: &Pilihan) -> Result<(), PortError>;

    /// The choices of a case.
    async fn pilihan(&mut self, id: PermohonanId) -> Result<Vec<Pilihan>, PortError>;

    /// Cases of a contact for which a way may be chosen: they are open, or something of them waits; the newest first.
    async fn kasus_memilih(
        &mut self,
        kontak: KontakId,
        batas: u32,
    ) -> Result<Vec<PermohonanId>, PortError>;

    /// Stores the hash of a PIN; an earlier one is void.
    async fn simpan_pin(
        &mut self,
        id: PermohonanId,
        sidik: &str,
        oleh: Option<PenggunaId>,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// The hash of the PIN.
    async fn pin(&mut self, id: PermohonanId) -> Result<Option<String>, PortError>;

    /// The address answered, in this case.
    async fn surel_terbukti(
        &mut self,
        id: PermohonanId,
        alamat: &Rahasia,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Whether the address answered before, in this case.
    async fn surel_sah(&mut self, id: PermohonanId, alamat: &Rahasia) -> Result<bool, PortError>;

    /// When an officer last vouched for a contact.
    async fn dijamin_pada(&mut self, id: KontakId) -> Result<Option<OffsetDateTime>, PortError>;

    /// Stores a link under the hash of its token. The attempt has no other living one.
    async fn tambah_tautan(&mut self, tautan: &TautanAmbil, sidik: &[u8]) -> Result<(), PortError>;

    /// The link whose token hashes to that.
    async fn tautan(&mut self, sidik: &[u8]) -> Result<Option<TautanAmbil>, PortError>;

    /// The same, kept from other writers.
    async fn kunci_tautan(&mut self, sidik: &[u8]) -> Result<Option<TautanAmbil>, PortError>;

    /// Stores where a link stands, its wrong answers and its window.
    async fn simpan_tautan(&mut self, tautan: &TautanAmbil) -> Result<(), PortError>;

    /// Ends the living link of an attempt; nothing when there is none.
    async fn cabut_tautan(&mut self, id: PenyerahanId) -> Result<(), PortError>;

    /// Until when the document of an attempt may wait for its recipient to write again.
    async fn beri_tenggat(
        &mut self,
        id: PenyerahanId,
        sampai: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Attempts whose document waited longer than that, or will not leave any more, each with its message; at most `batas`.
    async fn parkir_lewat(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<(PenyerahanId, PesanId)>, PortError>;

    /// Attempts whose recipient is to be reminded, at most `batas`.
    async fn ingat_jatuh(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<PenyerahanId>, PortError>;

    /// The end of the living link of an attempt whose reminder has come; the reminder is done with that, and never comes
    /// again. `None` when there is none.
    async fn selesaikan_ingat(
        &mut self,
        id: PenyerahanId,
        pada: OffsetDateTime,
    ) -> Result<Option<OffsetDateTime>, PortError>;

    /// Attempts whose recipient did not answer in time, at most `batas`.
    async fn lewat(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<PenyerahanId>, PortError>;
}
