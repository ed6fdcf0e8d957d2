//! One attempt to hand one version of a document over, on one channel. Rows are never removed: together they are the
//! ledger (P-14).

use async_trait::async_trait;
use time::{OffsetDateTime, UtcOffset};

use super::{BarisBuku, BarisRekap, JejakPenyerahan, Penarikan, PenyerahanId, SaringPenyerahan};
use crate::{
    akses::PenggunaId, dokumen::DokumenId, galat::PortError, halaman::Halaman,
    layanan::SaluranPenyerahan, nilai::Rahasia, outbox::PesanId, permohonan::PermohonanId,
    ports::Ports,
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

    /// The state of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }

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
            (_, Self::Antre) | (Self::Gagal | Self::Dibatalkan | Self::Ditarik, _) => false,
            (Self::Antre, _) => ke != Self::Ditarik,
            (Self::MenungguPenerima, _) => {
                !matches!(ke, Self::MenungguPenerima | Self::Siap | Self::Ditarik)
            }
            (Self::Berjalan, _) => {
                // Called off only where it did not leave yet: its document was replaced or withdrawn.
                !matches!(ke, Self::Berjalan | Self::MenungguPenerima)
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

impl Penyerahan {
    /// A new attempt for a version of a case, after `sudah` others of it; it has just been chosen.
    pub(crate) fn baru(
        ports: &Ports,
        (dokumen, permohonan): (DokumenId, PermohonanId),
        saluran: SaluranPenyerahan,
        sudah: usize,
        oleh: Option<PenggunaId>,
    ) -> Self {
        let now = ports.clock.now();
        Self {
            id: ports.ids.id(),
            dokumen,
            permohonan,
            saluran,
            keadaan: KeadaanPenyerahan::Antre,
            urutan: u32::try_from(sudah).unwrap_or(u32::MAX).saturating_add(1),
            tujuan: None,
            pesan: None,
            oleh,
            galat: None,
            dibuat_pada: now,
            diubah_pada: now,
        }
    }

    /// Whether it may go from here to `ke`. That a mail server took an email says nothing about the mailbox: it may still
    /// come back.
    pub fn boleh_ke(&self, ke: KeadaanPenyerahan) -> bool {
        let terpantul = self.saluran == SaluranPenyerahan::Email
            && self.keadaan == KeadaanPenyerahan::Diserahkan
            && ke == KeadaanPenyerahan::Gagal;
        terpantul || self.keadaan.boleh_ke(ke)
    }

    /// The same attempt, which begins in that state.
    #[must_use]
    pub(crate) fn mulai_di(mut self, keadaan: KeadaanPenyerahan) -> Self {
        self.keadaan = keadaan;
        self
    }
}

/// Hand-overs of one tenant. Whatever adds or changes an attempt also leaves its new state in the ledger, in the same
/// transaction.
#[async_trait]
pub trait PenyerahanRepository: Send {
    /// Adds an attempt.
    async fn tambah(&mut self, penyerahan: &Penyerahan) -> Result<(), PortError>;

    /// An attempt, for reading.
    async fn baca(&mut self, id: PenyerahanId) -> Result<Option<Penyerahan>, PortError>;

    /// An attempt, kept from other writers.
    async fn kunci(&mut self, id: PenyerahanId) -> Result<Option<Penyerahan>, PortError>;

    /// Stores where an attempt stands, its message, address and cause.
    async fn simpan(&mut self, penyerahan: &Penyerahan) -> Result<(), PortError>;

    /// Every attempt of every document of a case, the oldest first.
    async fn milik(&mut self, id: PermohonanId) -> Result<Vec<Penyerahan>, PortError>;

    /// The attempt that a message carries, kept from other writers.
    async fn kunci_oleh_pesan(&mut self, pesan: PesanId) -> Result<Option<Penyerahan>, PortError>;

    /// Attempts behind the cursor, the newest first, and one more than asked for.
    async fn daftar(
        &mut self,
        saring: &SaringPenyerahan,
        halaman: Halaman,
    ) -> Result<Vec<BarisBuku>, PortError>;

    /// Every attempt of a case as a list shows it, the oldest first.
    async fn buku(&mut self, id: PermohonanId) -> Result<Vec<BarisBuku>, PortError>;

    /// Every state of every attempt of a case, the oldest first.
    async fn jejak(&mut self, id: PermohonanId) -> Result<Vec<JejakPenyerahan>, PortError>;

    /// How many attempts came into each state from the first of these moments to before the second, by day in the time
    /// `geser` ahead of UTC, channel and kind of product (P-14).
    async fn rekap_penyerahan(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
        geser: UtcOffset,
    ) -> Result<Vec<BarisRekap>, PortError>;

    /// Keeps what was taken back.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when it was taken back before.
    async fn tarik(&mut self, penarikan: &Penarikan) -> Result<(), PortError>;

    /// What was taken back behind the cursor, the newest first, and one more than asked for; without addresses.
    async fn daftar_penarikan(&mut self, halaman: Halaman) -> Result<Vec<Penarikan>, PortError>;

    /// Whether something that went there was taken back as the address was wrong, in this case.
    async fn pernah_salah(
        &mut self,
        permohonan: PermohonanId,
        tujuan: &Rahasia,
    ) -> Result<bool, PortError>;
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
