//! One attempt to hand one version of a document over, on one channel. Rows are never removed: together they are the
//! ledger (P-14).

use async_trait::async_trait;
use time::OffsetDateTime;

use super::PenyerahanId;
use crate::{
    akses::PenggunaId, dokumen::DokumenId, galat::PortError, layanan::SaluranPenyerahan,
    nilai::Rahasia, outbox::PesanId, permohonan::PermohonanId,
};

/// Where a hand-over stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeadaanPenyerahan {
    /// Chosen, not begun.
    Antre,
    /// The recipient was asked to show who they are.
    MenungguPenerima,
    /// On its way; nobody knows yet whether it arrived.
    Berjalan,
    /// Waiting to be collected.
    Siap,
    /// In the recipient's hands, or delivered to their device.
    Diserahkan,
    /// It did not arrive and is not tried again on this channel.
    Gagal,
    /// Called off before it arrived: another channel was chosen, or the document was replaced.
    Dibatalkan,
    /// Taken back after it left, as it went to the wrong recipient.
    Ditarik,
}

impl KeadaanPenyerahan {
    /// Every state.
    pub const SEMUA: [Self; 8] = [
        Self::Antre,
        Self::MenungguPenerima,
        Self::Berjalan,
        Self::Siap,
        Self::Diserahkan,
        Self::Gagal,
        Self::Dibatalkan,
        Self::Ditarik,
    ];

    /// The stable word, as tables and clients write it.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Antre => "antre",
            Self::MenungguPenerima => "menunggu_penerima",
            Self::Berjalan => "berjalan",
            Self::Siap => "siap",
            Self::Diserahkan => "diserahkan",
            Self::Gagal => "gagal",
            Self::Dibatalkan => "dibatalkan",
            Self::Ditarik => "ditarik",
        }
    }

    /// Whether it may still arrive.
    pub fn terbuka(self) -> bool {
        matches!(self, Self::Antre | Self::MenungguPenerima | Self::Berjalan | Self::Siap)
    }

    /// Whether a hand-over may go from here to `ke`. What ended stays ended; only what left can be taken back.
    pub fn boleh_ke(self, ke: Self) -> bool {
        match (self, ke) {
            (Self::Gagal | Self::Dibatalkan | Self::Ditarik, _) | (_, Self::Antre) => false,
            (Self::Antre, _) => ke != Self::Ditarik,
            (Self::MenungguPenerima, _) => {
                !matches!(ke, Self::MenungguPenerima | Self::Siap | Self::Ditarik)
            }
            (Self::Berjalan, _) => {
                matches!(ke, Self::Diserahkan | Self::Gagal | Self::Ditarik | Self::Siap)
            }
            (Self::Siap, _) => {
                matches!(ke, Self::Diserahkan | Self::Gagal | Self::Dibatalkan | Self::Berjalan)
            }
            (Self::Diserahkan, _) => ke == Self::Ditarik,
        }
    }
}

/// One attempt to hand one version of a document over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Penyerahan {
    /// Its id.
    pub id: PenyerahanId,
    /// Which version of which product.
    pub dokumen: DokumenId,
    /// The case.
    pub permohonan: PermohonanId,
    /// How.
    pub saluran: SaluranPenyerahan,
    /// Where it stands.
    pub keadaan: KeadaanPenyerahan,
    /// From 1, per version.
    pub urutan: u32,
    /// Where to, when the channel needs an address; personal.
    pub tujuan: Option<Rahasia>,
    /// The message that carries it.
    pub pesan: Option<PesanId>,
    /// The officer who chose or did it; `None` when Loket itself did.
    pub oleh: Option<PenggunaId>,
    /// Why it failed, as a stable code.
    pub galat: Option<String>,
    /// When it was chosen.
    pub dibuat_pada: OffsetDateTime,
    /// When it last changed.
    pub diubah_pada: OffsetDateTime,
}

/// Hand-overs of one tenant.
#[async_trait]
pub trait PenyerahanRepository: Send {
    /// Adds an attempt.
    async fn tambah(&mut self, penyerahan: &Penyerahan) -> Result<(), PortError>;

    /// An attempt, kept from other writers.
    async fn kunci(&mut self, id: PenyerahanId) -> Result<Option<Penyerahan>, PortError>;

    /// Stores where an attempt stands, its message, address and cause.
    async fn simpan(&mut self, penyerahan: &Penyerahan) -> Result<(), PortError>;

    /// Every attempt of every document of a case, the oldest first.
    async fn milik(&mut self, id: PermohonanId) -> Result<Vec<Penyerahan>, PortError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ended_stays_ended_and_only_what_left_can_be_taken_back() {
        for dari in KeadaanPenyerahan::SEMUA {
            for ke in KeadaanPenyerahan::SEMUA {
                if dari.boleh_ke(ke) {
                    assert!(dari.terbuka() || ke == KeadaanPenyerahan::Ditarik, "{dari:?} {ke:?}");
                    assert_ne!(dari, ke);
                }
                if ke == KeadaanPenyerahan::Ditarik && dari.boleh_ke(ke) {
                    let keluar = [KeadaanPenyerahan::Berjalan, KeadaanPenyerahan::Diserahkan];
                    assert!(keluar.contains(&dari), "{dari:?}");
                }
            }
            assert!(!dari.boleh_ke(KeadaanPenyerahan::Antre), "nothing goes back to the beginning");
        }
    }
}
