//! Messages that leave only after the change they speak of was committed.

mod akibat;
mod ember;
mod galat;
mod golongan;
mod jendela;
mod kelola;
mod kirim;
mod ledger;
mod putusan;
mod saluran;
mod status;

pub use akibat::jeda;
pub use ember::*;
pub use galat::*;
pub use golongan::*;
pub use jendela::*;
pub use kelola::*;
pub use kirim::*;
pub use ledger::*;
pub use putusan::*;
pub use saluran::*;
pub(crate) use status::catat_status;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime, UtcOffset};

use crate::{
    galat::PortError, halaman::Halaman, id::Id, nilai::Rahasia, percakapan::KontakId,
    percakapan::StatusKirim, permohonan::PermohonanId, ports::Ports,
};

/// How long the next message of a contact waits for the delivery of one whose order matters.
pub const TUNGGU_URUT: Duration = Duration::seconds(15);

/// Marks ids of outgoing messages.
#[derive(Debug)]
pub enum PesanTag {}
/// The id of an outgoing message; it travels as `biz_opaque_callback_data` and comes back in statuses.
pub type PesanId = Id<PesanTag>;

/// What a message holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "jenis", rename_all = "snake_case")]
pub enum IsiPesan {
    /// Plain text, at most 4,096 characters.
    Teks {
        /// The text.
        isi: String,
    },
    /// Up to three buttons under a text.
    Tombol {
        /// The text, at most 1,024 characters.
        isi: String,
        /// Id and title (at most 20 characters) of each.
        tombol: Vec<(String, String)>,
    },
    /// A list of up to ten rows behind one button.
    Daftar {
        /// The text, at most 4,096 characters.
        isi: String,
        /// The button, at most 20 characters.
        buka: String,
        /// Id, title (at most 24) and description (at most 72) of each row.
        baris: Vec<(String, String, String)>,
    },
    /// A PDF from object storage.
    Dokumen {
        /// Object key.
        kunci: String,
        /// What it must hash to.
        sha256: Vec<u8>,
        /// The name the resident sees.
        nama_berkas: String,
        /// The caption.
        keterangan: String,
    },
    /// A text with one button that opens a page.
    Tautan {
        /// The text, at most 1,024 characters.
        isi: String,
        /// The button, at most 20 characters.
        judul: String,
        /// Where it leads; https, at most 2,000 characters.
        url: String,
    },
    /// A picture from object storage.
    Gambar {
        /// Object key.
        kunci: String,
        /// What it must hash to.
        sha256: Vec<u8>,
        /// `image/jpeg` or `image/png`.
        tipe: String,
        /// The caption, at most 1,024 characters.
        keterangan: String,
    },
    /// A template that the channel approved, for a closed 24-hour window.
    Templat {
        /// Its name in the channel.
        nama: String,
        /// Language code of the channel, for example `id`.
        bahasa: String,
        /// What stands for `{{1}}`, `{{2}}`, … in the body.
        isian: Vec<String>,
        /// Payload of each quick reply, in the order of the template's buttons.
        balasan: Vec<String>,
    },
    /// A code that proves a number, in a template of the channel's own words. What it says stands nowhere in a message.
    Kode {
        /// Its name in the channel.
        nama: String,
        /// Language code of the channel.
        bahasa: String,
    },
}

/// What everybody reads where a code was sent.
pub const KODE_DISEMBUNYIKAN: &str = "Kode verifikasi (disembunyikan)";

impl IsiPesan {
    /// Whether it is a template that the channel approved: it may leave through a closed window.
    pub const fn templat(&self) -> bool {
        matches!(self, Self::Templat { .. } | Self::Kode { .. })
    }
}

/// A message for the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PesanKeluar {
    /// Its id.
    pub id: PesanId,
    /// To whom.
    pub kontak: KontakId,
    /// The case it speaks of.
    pub permohonan: Option<PermohonanId>,
    /// What.
    pub isi: IsiPesan,
    /// What for.
    pub golongan: Golongan,
    /// Whether the next message of the contact waits until this one was delivered.
    pub urut: bool,
    /// When it was queued.
    pub dibuat_pada: OffsetDateTime,
}

impl PesanKeluar {
    /// An answer in the conversation, queued now. Files keep the messages behind them waiting until they are delivered.
    pub fn baru(
        ports: &Ports,
        kontak: KontakId,
        permohonan: Option<PermohonanId>,
        isi: IsiPesan,
    ) -> Self {
        let urut = matches!(isi, IsiPesan::Dokumen { .. } | IsiPesan::Gambar { .. });
        let golongan = Golongan::Balasan;
        let (id, dibuat_pada) = (ports.ids.id(), ports.clock.now());
        Self { id, kontak, permohonan, isi, golongan, urut, dibuat_pada }
    }

    /// The same message with another purpose.
    #[must_use]
    pub fn sebagai(mut self, golongan: Golongan) -> Self {
        self.golongan = golongan;
        self
    }

    /// The same message; the next one of the contact waits until it was delivered.
    #[must_use]
    pub fn berurutan(mut self) -> Self {
        self.urut = true;
        self
    }
}

/// A message that was claimed for sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PesanDiklaim {
    /// The message.
    pub pesan: PesanKeluar,
    /// How often sending was begun before.
    pub percobaan: u32,
    /// What decides whether it may leave now.
    pub fakta: FaktaKirim,
    /// The code that it brings, taken out for this send.
    pub kode: Option<Rahasia>,
}

/// What became of a send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HasilKirim {
    /// Accepted under this wamid.
    Diterima {
        /// WhatsApp's id.
        wamid: String,
    },
    /// Certainly not sent; try again at this moment.
    CobaLagi {
        /// When.
        pada: OffsetDateTime,
        /// Stable code.
        galat: String,
    },
    /// Certainly not sent, for a cause that is not the message's; it does not count as an attempt.
    Dikembalikan {
        /// When it is due again.
        pada: OffsetDateTime,
        /// Stable code.
        galat: String,
    },
    /// Never to be sent, by a rule.
    Dilewati {
        /// Stable code.
        galat: String,
    },
    /// Certainly not sent; wait until the resident writes again (the 24-hour window is closed).
    Tertahan {
        /// Stable code.
        galat: String,
    },
    /// Will not be sent; an officer sees it.
    Gagal {
        /// Stable code.
        galat: String,
    },
}

/// The outbox and the ledger of one tenant.
#[async_trait]
pub trait PesanRepository: Send {
    /// Queues a message.
    async fn antrekan(&mut self, pesan: &PesanKeluar) -> Result<(), PortError>;

    /// Claims up to `batas` messages of each service number that are due, at most one per contact and only a contact's
    /// oldest, and marks them as being sent since `pada`. Nothing of a paused number is claimed, one message of a number
    /// whose pause is over as long as nobody knows whether it works again, and no more than the buckets of number and
    /// contact hold. While a file, or a message whose order matters, was accepted in the last
    /// [`TUNGGU_URUT`] and is not delivered yet, nothing else of that contact is claimed.
    async fn klaim(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<PesanDiklaim>, PortError>;

    /// Writes what became of a claimed message. A status that came in meanwhile wins over a worse result.
    async fn selesai(
        &mut self,
        id: PesanId,
        hasil: &HasilKirim,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Gives back messages that are being sent since before `batas` and whose outcome never became known: no answer and
    /// no status. Returns how many.
    async fn lepaskan_macet(
        &mut self,
        batas: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError>;

    /// Moves the delivery status forward, found by wamid or by our own id. Never moves it back; `None` when nobody knows
    /// the message.
    async fn status(&mut self, status: &StatusKirim) -> Result<Option<PesanBerstatus>, PortError>;

    /// The message, for reading.
    async fn baca(&mut self, id: PesanId) -> Result<Option<RincianPesan>, PortError>;

    /// The message, kept from other writers until the unit of work ends.
    async fn kunci(&mut self, id: PesanId) -> Result<Option<RincianPesan>, PortError>;

    /// Messages behind the cursor, the newest first, and one more than asked for.
    async fn daftar(
        &mut self,
        saring: &SaringPesan,
        halaman: Halaman,
    ) -> Result<Vec<RincianPesan>, PortError>;

    /// Every state of a message, the oldest first.
    async fn jejak(&mut self, id: PesanId) -> Result<Vec<JejakPesan>, PortError>;

    /// Queues a message that failed, was skipped or waits once more, as if it had never been tried.
    async fn ulangi(
        &mut self,
        id: PesanId,
        catatan: Option<&Rahasia>,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Ends a message that will not be sent, with what an officer says about it.
    async fn abaikan(
        &mut self,
        id: PesanId,
        catatan: &Rahasia,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Ends a message that waits for the resident, by a rule; nothing when it does not wait any more.
    async fn lewati_tertahan(
        &mut self,
        id: PesanId,
        galat: &str,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// What was charged from the first of these moments to before the second, by day in the time `geser` ahead of UTC.
    async fn biaya(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
        geser: UtcOffset,
    ) -> Result<Vec<BarisBiaya>, PortError>;

    /// Makes messages that wait for the resident due again, and takes the window for open until told otherwise. Called
    /// whenever the resident writes.
    async fn lepaskan_tertahan(
        &mut self,
        kontak: KontakId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
}
