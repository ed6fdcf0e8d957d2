//! Ports to the check of passkeys and to where they are kept.

use async_trait::async_trait;

use super::{KunciSandi, KunciSandiId, TujuanUpacara, Upacara};
use crate::{akses::PenggunaId, galat::PortError, nilai::Rahasia};

/// Whose passkey is made, as their authenticator shows it.
#[derive(Clone, Debug)]
pub struct PemilikKunci {
    /// Who; kept in the authenticator, and no name.
    pub id: PenggunaId,
    /// The login name with the office.
    pub nama_pengguna: String,
    /// Full name.
    pub nama: String,
}

/// What a browser is asked, and what has to be remembered until it answers.
#[derive(Debug)]
pub struct TantanganKunci {
    /// For the browser: `PublicKeyCredentialCreationOptionsJSON` or `PublicKeyCredentialRequestOptionsJSON`.
    pub pilihan: serde_json::Value,
    /// For us alone: whoever had it could answer in somebody's place.
    pub keadaan: Rahasia,
}

/// A passkey that was just made.
#[derive(Debug)]
pub struct KunciSandiBaru {
    /// What the authenticator calls it.
    pub kredensial: Vec<u8>,
    /// What its answers are checked against.
    pub isi: Rahasia,
}

/// What an answer came to that was made with the passkey itself.
#[derive(Debug)]
pub enum HasilBukti {
    /// Right; what the next answer is checked against.
    Benar(Rahasia),
    /// The authenticator counts its answers, and this one does not come after the last: there are two of it.
    Mundur,
}

/// Why an answer was not taken.
#[derive(Debug, thiserror::Error)]
pub enum TolakKunci {
    /// It is none.
    #[error("jawaban kunci sandi tidak terbaca")]
    TidakTerbaca,
    /// It is one, and wrong: a stable word for the trail. Who sent it is not told which.
    #[error("jawaban kunci sandi ditolak: {0}")]
    Ditolak(&'static str),
    /// What was kept cannot be read.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// The check of passkeys. States and answers are JSON that nobody else reads.
pub trait PemeriksaKunciSandi: Send + Sync {
    /// Whether this installation has passkeys: browsers make none for an address without a name.
    fn ada(&self) -> bool;

    /// Begins to make one, none of those in `terdaftar` again.
    fn mulai_daftar(
        &self,
        pemilik: &PemilikKunci,
        terdaftar: &[Rahasia],
    ) -> Result<TantanganKunci, PortError>;

    /// The passkey of an answer to that. The user was verified, for this installation, on one of its own pages.
    ///
    /// # Errors
    /// Why it was not taken.
    fn daftar(&self, keadaan: &Rahasia, jawaban: &Rahasia) -> Result<KunciSandiBaru, TolakKunci>;

    /// Begins to ask for one of those.
    fn mulai_bukti(&self, kunci: &[Rahasia]) -> Result<TantanganKunci, PortError>;

    /// What the authenticator calls the passkey of an answer; `None` when it is no answer.
    fn kredensial(&self, jawaban: &Rahasia) -> Option<Vec<u8>>;

    /// Whether an answer was made with that passkey, as it is kept now, by that officer.
    ///
    /// # Errors
    /// Why it was not taken.
    fn bukti(
        &self,
        pengguna: PenggunaId,
        keadaan: &Rahasia,
        jawaban: &Rahasia,
        kunci: &Rahasia,
    ) -> Result<HasilBukti, TolakKunci>;
}

/// Passkeys and open ceremonies of one tenant's officers.
#[async_trait]
pub trait KunciSandiRepository: Send {
    /// The passkeys of an officer, the oldest first; there are never many.
    async fn milik(&mut self, pengguna: PenggunaId) -> Result<Vec<KunciSandi>, PortError>;
    /// How many passkeys an officer has.
    async fn jumlah(&mut self, pengguna: PenggunaId) -> Result<u64, PortError>;
    /// The passkey of that fingerprint, kept from other writers.
    async fn bersidik(&mut self, sidik: &[u8]) -> Result<Option<KunciSandi>, PortError>;
    /// Adds one; `false` when somebody has it already.
    async fn tambah(&mut self, kunci: &KunciSandi) -> Result<bool, PortError>;
    /// Writes what an answer changed.
    async fn simpan(&mut self, kunci: &KunciSandi) -> Result<(), PortError>;
    /// Removes one.
    async fn hapus(&mut self, id: KunciSandiId) -> Result<(), PortError>;

    /// Begins a ceremony, in place of the one that was open for the same.
    async fn mulai(&mut self, upacara: &Upacara) -> Result<(), PortError>;
    /// Takes the open ceremony away: whoever has it is the only one, whatever comes of it.
    async fn ambil(
        &mut self,
        tujuan: TujuanUpacara,
        ikatan: &[u8],
    ) -> Result<Option<Upacara>, PortError>;
}
