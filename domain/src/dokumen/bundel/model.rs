//! A bundle and what is in it.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::{akses::PenggunaId, id::Id, nilai::Rahasia, permohonan::PermohonanId, sop::TugasId};

/// Marks ids of bundles.
#[derive(Debug)]
pub enum BundelTag {}
/// The id of a bundle.
pub type BundelId = Id<BundelTag>;

/// The most documents one bundle holds.
pub const BUNDEL_TERBANYAK: usize = 500;

/// Where a bundle stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanBundel {
    /// Its samples are being reviewed, or it waits for the passphrase.
    Meninjau,
    /// It is being signed.
    Berjalan,
    /// It stopped with items left; the signer types the passphrase again.
    Terhenti,
    /// Nothing is left to sign.
    Selesai,
    /// The signer dropped it.
    Dibatalkan,
}

impl KeadaanBundel {
    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Meninjau => "meninjau",
            Self::Berjalan => "berjalan",
            Self::Terhenti => "terhenti",
            Self::Selesai => "selesai",
            Self::Dibatalkan => "dibatalkan",
        }
    }

    /// Whether signing may begin, or begin again.
    pub fn boleh_mulai(self) -> bool {
        matches!(self, Self::Meninjau | Self::Terhenti)
    }
}

/// Why a bundle stopped with items left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SebabHenti {
    /// The host refused the passphrase or code: not one more is sent, so that the account is not locked.
    KunciSalah,
    /// Several calls in a row could not be sent.
    TidakTerkirim,
    /// The process that ran it ended, and the passphrase with it.
    ProsesBerhenti,
}

impl SebabHenti {
    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::KunciSalah => "kunci_salah",
            Self::TidakTerkirim => "tidak_terkirim",
            Self::ProsesBerhenti => "proses_berhenti",
        }
    }
}

/// A bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundel {
    /// Its id.
    pub id: BundelId,
    /// Who signs.
    pub oleh: PenggunaId,
    /// Where it stands.
    pub keadaan: KeadaanBundel,
    /// How many samples are to be reviewed.
    pub contoh: u32,
    /// Why it stopped.
    pub sebab: Option<SebabHenti>,
    /// When it was made.
    pub dibuat_pada: OffsetDateTime,
    /// When the process that runs it last gave a sign of life.
    pub detak_pada: Option<OffsetDateTime>,
    /// When it ended.
    pub selesai_pada: Option<OffsetDateTime>,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanButir {
    /// Not begun.
    Menunggu,
    /// Under way.
    Berjalan,
    /// Signed, verified and passed on.
    Berhasil,
    /// Not signed; the code says why. It is back in the queue.
    Gagal,
    /// Nobody knows; a person settles the attempt.
    TidakDiketahui,
    /// Taken out by the signer.
    Dikeluarkan,
}

impl KeadaanButir {
    /// Every state there is.
    pub const SEMUA: [Self; 6] = [
        Self::Menunggu,
        Self::Berjalan,
        Self::Berhasil,
        Self::Gagal,
        Self::TidakDiketahui,
        Self::Dikeluarkan,
    ];

    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Menunggu => "menunggu",
            Self::Berjalan => "berjalan",
            Self::Berhasil => "berhasil",
            Self::Gagal => "gagal",
            Self::TidakDiketahui => "tidak_diketahui",
            Self::Dikeluarkan => "dikeluarkan",
        }
    }
}

/// One TTE tugas in a bundle, with every document that is signed at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Butir {
    /// The tugas.
    pub tugas: TugasId,
    /// The case.
    pub permohonan: PermohonanId,
    /// Its place in the order of signing, from 0.
    pub urutan: u32,
    /// Its place in the draw of samples; see [`super::sampel`].
    pub peringkat: i64,
    /// Id and SHA-256 of every draft as it was when the bundle was made.
    pub sidik: Vec<u8>,
    /// Where it stands.
    pub keadaan: KeadaanButir,
    /// When the signer last opened its drafts.
    pub dibuka_pada: Option<OffsetDateTime>,
    /// When the signer judged it fit.
    pub layak_pada: Option<OffsetDateTime>,
    /// Why it failed or was taken out, as a stable code.
    pub kode: Option<String>,
    /// The same in the signer's words; may name people.
    pub alasan: Option<Rahasia>,
    /// When it ended.
    pub selesai_pada: Option<OffsetDateTime>,
}

/// How many items stand where, in the order of [`KeadaanButir::SEMUA`].
pub type HitunganButir = [u32; 6];

impl Bundel {
    /// Stops or ends a run: it is over when nothing is left.
    pub(in crate::dokumen) fn akhiri(
        &mut self,
        sisa: bool,
        sebab: Option<SebabHenti>,
        pada: OffsetDateTime,
    ) {
        self.keadaan = if sisa { KeadaanBundel::Terhenti } else { KeadaanBundel::Selesai };
        self.sebab = if sisa { Some(sebab.unwrap_or(SebabHenti::ProsesBerhenti)) } else { None };
        self.selesai_pada = (!sisa).then_some(pada);
    }
}

impl Butir {
    /// Moves to a state with its code.
    pub(in crate::dokumen) fn pindah(
        &mut self,
        keadaan: KeadaanButir,
        kode: Option<&str>,
        pada: OffsetDateTime,
    ) {
        self.keadaan = keadaan;
        self.kode = kode.map(str::to_owned);
        let selesai = !matches!(keadaan, KeadaanButir::Menunggu | KeadaanButir::Berjalan);
        self.selesai_pada = selesai.then_some(pada);
    }
}

/// Id and SHA-256 of every draft of an item, one behind the other.
pub fn sidik_draf(draf: &[(Uuid, Vec<u8>)]) -> Vec<u8> {
    let mut semua = Vec::new();
    for (id, sha256) in draf {
        semua.extend_from_slice(id.as_bytes());
        semua.extend_from_slice(sha256);
    }
    semua
}

/// Whether an item holds that draft with that content.
pub(in crate::dokumen) fn memuat(sidik: &[u8], id: Uuid, sha256: &[u8]) -> bool {
    let panjang = 16 + sha256.len();
    let mut potongan = sidik.chunks_exact(panjang);
    potongan.any(|satu| &satu[..16] == id.as_bytes() && &satu[16..] == sha256)
}
