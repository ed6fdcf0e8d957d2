//! The ledger as officers read it: every attempt, every state it went through, and how many of each a day saw (P-14).

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{KeadaanPenyerahan, PenyerahanId};
use crate::{
    akses::PenggunaId,
    dokumen::DokumenId,
    layanan::{JenisProduk, SaluranPenyerahan},
    nilai::Rahasia,
    permohonan::PermohonanId,
};

/// Which attempts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaringPenyerahan {
    /// Only on this channel.
    pub saluran: Option<SaluranPenyerahan>,
    /// Only in this state.
    pub keadaan: Option<KeadaanPenyerahan>,
    /// Only those of this officer.
    pub petugas: Option<PenggunaId>,
    /// Only those begun since then.
    pub sejak: Option<OffsetDateTime>,
    /// Only those begun before then.
    pub sebelum: Option<OffsetDateTime>,
    /// Only those that travel to this unit.
    pub unit: Option<crate::nilai::Kode>,
}

/// One attempt in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisBuku {
    /// Its id.
    pub id: PenyerahanId,
    /// Which version.
    pub dokumen: DokumenId,
    /// What it is called.
    pub dokumen_nama: String,
    /// The case.
    pub permohonan: PermohonanId,
    /// The number people read out.
    pub nomor: String,
    /// How.
    pub saluran: SaluranPenyerahan,
    /// Where it stands.
    pub keadaan: KeadaanPenyerahan,
    /// From 1, per version.
    pub urutan: u32,
    /// Where to; masked before anybody sees it.
    pub tujuan: Option<Rahasia>,
    /// The officer who chose or did it.
    pub oleh: Option<(PenggunaId, String)>,
    /// The unit it travels to.
    pub unit: Option<String>,
    /// Why it failed, as a stable code.
    pub galat: Option<String>,
    /// When it was chosen.
    pub dibuat_pada: OffsetDateTime,
    /// When it last changed.
    pub diubah_pada: OffsetDateTime,
}

/// One state that an attempt went through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JejakPenyerahan {
    /// Of which attempt.
    pub penyerahan: PenyerahanId,
    /// Which state, from 1.
    pub urutan: u32,
    /// Where it stood.
    pub keadaan: KeadaanPenyerahan,
    /// Why, as a stable code.
    pub galat: Option<String>,
    /// The officer; `None` when Loket itself did.
    pub oleh: Option<(PenggunaId, String)>,
    /// Since when.
    pub pada: OffsetDateTime,
}

/// How many attempts came into a state on a day, by channel and kind of product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisRekap {
    /// The day at the office.
    pub hari: Date,
    /// The channel.
    pub saluran: SaluranPenyerahan,
    /// The state.
    pub keadaan: KeadaanPenyerahan,
    /// National kind of the product.
    pub jenis: JenisProduk,
    /// How many.
    pub jumlah: u64,
}

/// Something that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Penarikan {
    /// Its id.
    pub id: Uuid,
    /// Which attempt.
    pub penyerahan: PenyerahanId,
    /// Why.
    pub sebab: SebabPenarikan,
    /// What the officer says; personal.
    pub catatan: Option<Rahasia>,
    /// Where it went, normalised, to recognise the same wrong address again; personal.
    pub tujuan: Option<Rahasia>,
    /// Whether it had arrived.
    pub sudah_sampai: bool,
    /// Who took it back.
    pub oleh: PenggunaId,
    /// When.
    pub pada: OffsetDateTime,
}

/// Why something is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SebabPenarikan {
    /// The WhatsApp number is somebody else's.
    SalahNomor,
    /// The email address is somebody else's.
    SalahSurel,
    /// It was handed to somebody else.
    SalahOrang,
    /// The wrong file went.
    SalahBerkas,
    /// Something else; the note says what.
    Lainnya,
}

impl SebabPenarikan {
    /// Every reason.
    pub const SEMUA: [Self; 5] =
        [Self::SalahNomor, Self::SalahSurel, Self::SalahOrang, Self::SalahBerkas, Self::Lainnya];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::SalahNomor => "salah_nomor",
            Self::SalahSurel => "salah_surel",
            Self::SalahOrang => "salah_orang",
            Self::SalahBerkas => "salah_berkas",
            Self::Lainnya => "lainnya",
        }
    }

    /// The reason of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}
