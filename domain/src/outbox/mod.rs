//! Messages that leave only after the change they speak of was committed.

mod kirim;

pub use kirim::*;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    galat::PortError, id::Id, percakapan::KontakId, percakapan::StatusKirim,
    permohonan::PermohonanId,
};

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
    /// When it was queued.
    pub dibuat_pada: OffsetDateTime,
}

/// A message that was claimed for sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PesanDiklaim {
    /// The message.
    pub pesan: PesanKeluar,
    /// How often sending was begun before.
    pub percobaan: u32,
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

    /// Claims up to `batas` messages that are due, at most one per contact and only a contact's oldest, and marks them as
    /// being sent since `pada`.
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

    /// Moves the delivery status forward, found by wamid or by our own id. Never moves it back; an unknown one is
    /// reported as `false`.
    async fn status(&mut self, status: &StatusKirim) -> Result<bool, PortError>;

    /// Makes messages that wait for the resident due again.
    async fn lepaskan_tertahan(
        &mut self,
        kontak: KontakId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
}
