//! The thread of a conversation and the inbox, as stored and as read.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Kontak, KontakId, Kotak};
use crate::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    nilai::{NomorWa, Rahasia},
    outbox::{IsiPesan, PesanId},
    permohonan::BerkasId,
};

/// What a resident's message was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JenisMasuk {
    /// Typed text.
    Teks,
    /// A tapped button or row.
    Pilihan,
    /// A photo or document.
    Berkas,
    /// Voice, sticker, location, anything else.
    Lain,
}

impl JenisMasuk {
    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Teks => "teks",
            Self::Pilihan => "pilihan",
            Self::Berkas => "berkas",
            Self::Lain => "lain",
        }
    }
}

/// What a resident's message said; sealed where it is stored.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IsiTercatat {
    /// What was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teks: Option<String>,
    /// What stood under a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keterangan: Option<String>,
    /// The title of what was tapped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pilihan: Option<String>,
    /// Why a file was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ditolak: Option<String>,
}

impl std::fmt::Debug for IsiTercatat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IsiTercatat([rahasia])")
    }
}

/// A message of a resident, for the thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PesanTercatat {
    /// The id of its webhook element.
    pub id: Uuid,
    /// Who wrote.
    pub kontak: KontakId,
    /// WhatsApp's id.
    pub wamid: String,
    /// What it was.
    pub jenis: JenisMasuk,
    /// What it said.
    pub isi: IsiTercatat,
    /// The file it brought.
    pub berkas: Option<BerkasId>,
    /// When it was sent.
    pub saat: OffsetDateTime,
    /// When it was taken in.
    pub diterima: OffsetDateTime,
}

/// A file of the thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BerkasBenang {
    /// Which.
    pub id: BerkasId,
    /// MIME type.
    pub tipe: String,
    /// Bytes.
    pub ukuran: u64,
    /// The requirement it answers, once attached.
    pub syarat: Option<String>,
    /// The case it is attached to.
    pub permohonan: Option<Uuid>,
}

/// One entry of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entri {
    /// The resident wrote.
    Masuk {
        /// What it was: `teks`, `pilihan`, `berkas`, `lain`.
        jenis: String,
        /// What it said.
        isi: IsiTercatat,
        /// When the resident changed it.
        disunting: Option<OffsetDateTime>,
        /// When the resident took it back.
        dihapus: Option<OffsetDateTime>,
    },
    /// The office wrote.
    Keluar {
        /// What.
        isi: IsiPesan,
        /// `sistem`, `petugas` or `ponsel`.
        asal: String,
        /// State of the send: `antre`, `mengirim`, `terkirim`, `tertahan`, `gagal`.
        keadaan: String,
        /// `sent`, `delivered`, `read`, `failed`, as the channel reported.
        status_kirim: Option<String>,
        /// Stable code of what went wrong.
        galat: Option<String>,
    },
    /// An officer left a note for the others.
    Catatan {
        /// The note.
        isi: Rahasia,
    },
}

/// A line of the thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisBenang {
    /// Its id; the order of the thread.
    pub id: Uuid,
    /// What.
    pub entri: Entri,
    /// Its file.
    pub berkas: Option<BerkasBenang>,
    /// The officer who wrote it, with their name.
    pub petugas: Option<(PenggunaId, String)>,
    /// The case it speaks of.
    pub permohonan: Option<Uuid>,
    /// When it was sent or written.
    pub pada: OffsetDateTime,
}

/// A conversation in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisKotak {
    /// Where it stands.
    pub kotak: Kotak,
    /// Phone, unless hidden.
    pub nomor: Option<NomorWa>,
    /// Profile name.
    pub nama: Option<Rahasia>,
    /// The service number they write to.
    pub nomor_layanan: String,
    /// When the resident last wrote.
    pub terakhir_masuk: Option<OffsetDateTime>,
    /// Since when the bot is silent.
    pub petugas_sejak: Option<OffsetDateTime>,
    /// The name of who looks after it.
    pub nama_petugas: Option<String>,
    /// The numbers of open cases, the oldest first, at most five.
    pub kasus: Vec<String>,
}

/// Which conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaringKotak {
    /// Those that wait for an officer, the longest wait first.
    Menunggu,
    /// Those that this officer looks after, the newest first.
    Milik(PenggunaId),
    /// Those with messages that no officer saw, the newest first.
    BelumDibaca,
    /// All, the newest first.
    Semua,
}

/// The inbox of one tenant.
#[async_trait]
pub trait KotakRepository: Send {
    /// The contact with its conversation, both kept from other writers.
    async fn kunci(&mut self, id: KontakId) -> Result<Option<(Kontak, Option<Kotak>)>, PortError>;

    /// The conversation of a contact that this unit of work keeps from other writers already.
    async fn dari_terkunci(&mut self, id: KontakId) -> Result<Option<Kotak>, PortError>;

    /// Stores where a conversation stands.
    async fn simpan(&mut self, kotak: &Kotak, pada: OffsetDateTime) -> Result<(), PortError>;

    /// Adds a message of a resident; `false` when it is known.
    async fn tambah_masuk(&mut self, pesan: &PesanTercatat) -> Result<bool, PortError>;

    /// The resident changed a message; `false` when it is not known.
    async fn sunting_masuk(
        &mut self,
        wamid: &str,
        isi: &IsiTercatat,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;

    /// The resident took a message back; `false` when it is not known.
    async fn hapus_masuk(&mut self, wamid: &str, pada: OffsetDateTime) -> Result<bool, PortError>;

    /// Says that an officer wrote a queued message, and with which paper.
    async fn tandai_petugas(
        &mut self,
        pesan: PesanId,
        petugas: PenggunaId,
        berkas: Option<BerkasId>,
    ) -> Result<(), PortError>;

    /// Adds what was sent from the office's phone; `false` when its wamid is known.
    async fn tambah_gema(
        &mut self,
        id: PesanId,
        kontak: KontakId,
        wamid: &str,
        isi: &IsiPesan,
        saat: OffsetDateTime,
    ) -> Result<bool, PortError>;

    /// Adds a note of an officer, sealed.
    async fn tambah_catatan(
        &mut self,
        id: Uuid,
        kontak: KontakId,
        petugas: PenggunaId,
        isi: &Rahasia,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Conversations; one row more when there are more.
    async fn daftar(
        &mut self,
        saring: SaringKotak,
        halaman: Halaman,
    ) -> Result<Vec<BarisKotak>, PortError>;

    /// One conversation.
    async fn satu(&mut self, id: KontakId) -> Result<Option<BarisKotak>, PortError>;

    /// The thread, the newest first; one row more when there are more.
    async fn benang(
        &mut self,
        id: KontakId,
        halaman: Halaman,
    ) -> Result<Vec<BarisBenang>, PortError>;

    /// One message of the resident in that thread: what it said, and its file.
    async fn pesan_masuk(
        &mut self,
        kontak: KontakId,
        pesan: Uuid,
    ) -> Result<Option<(IsiTercatat, Option<BerkasId>)>, PortError>;

    /// Since when the bot is silent for an officer, and when one last wrote: what [`jeda_habis`](super::jeda_habis) asks
    /// for. `None` while the bot speaks.
    async fn jeda(
        &mut self,
        id: KontakId,
    ) -> Result<Option<(OffsetDateTime, Option<OffsetDateTime>)>, PortError>;

    /// How many conversations wait, and in how many something is unread.
    async fn hitung(&mut self) -> Result<(u32, u32), PortError>;
}
