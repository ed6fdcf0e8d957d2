//! The port to WhatsApp (Cloud API, or a provider that proxies it).

use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::PeristiwaKanal;
use crate::{
    nilai::{NomorWa, Rahasia},
    outbox::{BiayaKirim, IsiPesan, SebabJeda},
    templat::{KeadaanDiSaluran, Templat},
};

/// A service number of the office and how to reach the API for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NomorLayanan {
    /// The API's id of the number.
    pub phone_number_id: String,
    /// As residents see it.
    pub nomor_tampilan: String,
    /// The WhatsApp Business Account it belongs to, when known.
    pub waba_id: Option<String>,
    /// Base URL of the API or of the provider.
    pub base_url: String,
    /// Graph version, for example `v25.0`.
    pub versi: String,
    /// Access token.
    pub token: Rahasia,
    /// Hosts that media may be fetched from, besides the base URL's own.
    pub host_media: Vec<String>,
}

/// Where a message goes. The phone may be hidden; then the business-scoped id is all there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alamat {
    /// A phone number.
    Nomor(NomorWa),
    /// A business-scoped user id.
    Bsuid(String),
}

/// A message ready for the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IsiSiapKirim {
    /// Text, buttons, a list, a link or a template.
    Pesan(IsiPesan),
    /// A document that was uploaded.
    Dokumen {
        /// Media id.
        media: String,
        /// The name the resident sees.
        nama_berkas: String,
        /// The caption.
        keterangan: String,
    },
    /// A picture that was uploaded.
    Gambar {
        /// Media id.
        media: String,
        /// The caption.
        keterangan: String,
    },
    /// A code that proves a number.
    Kode {
        /// The name of its template.
        nama: String,
        /// The language of its template.
        bahasa: String,
        /// What it says.
        kode: Rahasia,
    },
}

/// Why a message did not go, by what can be done about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KirimGagal {
    /// Certainly not sent; later may work.
    #[error("sementara: {galat}")]
    Sementara {
        /// Stable code, for example `wa_130429`.
        galat: String,
        /// How long to wait, when the channel says.
        tunggu: Option<Duration>,
    },
    /// Certainly not sent; the 24-hour window is closed (131047).
    #[error("menunggu pesan masuk: {galat}")]
    TungguMasuk {
        /// Stable code.
        galat: String,
    },
    /// Certainly not sent; the whole number is too fast, or all of them are.
    #[error("terlalu cepat: {galat}")]
    Lambat {
        /// Stable code.
        galat: String,
        /// How long nothing should leave.
        tunggu: Duration,
        /// Whether the limit is that of every number of the account.
        semua: bool,
    },
    /// Certainly not sent; this recipient gets too much at once (131056).
    #[error("penerima terlalu sering: {galat}")]
    LambatPasangan {
        /// Stable code.
        galat: String,
    },
    /// Certainly not sent; nothing leaves through this number until somebody repairs something.
    #[error("nomor terhenti: {galat}")]
    Terhenti {
        /// Stable code.
        galat: String,
        /// What stops it.
        sebab: SebabJeda,
    },
    /// Certainly not sent; the channel could not take the file (131053).
    #[error("berkas: {galat}")]
    Berkas {
        /// Stable code.
        galat: String,
    },
    /// Certainly not sent; trying again will not help.
    #[error("tetap: {galat}")]
    Tetap {
        /// Stable code.
        galat: String,
    },
    /// The request left; whether it arrived is unknown. There is no idempotency key, so it is not repeated until a
    /// status settles it or none comes.
    #[error("tidak diketahui")]
    TidakDiketahui,
}

/// Media that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaMasuk {
    /// The bytes.
    pub isi: Vec<u8>,
}

/// Why media could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MediaGagal {
    /// Later may work.
    #[error("sementara: {0}")]
    Sementara(String),
    /// Larger than allowed.
    #[error("terlalu besar")]
    TerlaluBesar,
    /// Gone, or not fetchable at all.
    #[error("tetap: {0}")]
    Tetap(String),
}

/// A message from a resident, as the wire had it, read loosely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PesanMasuk {
    /// WhatsApp's id.
    pub wamid: String,
    /// Phone, unless hidden.
    pub nomor: Option<NomorWa>,
    /// Business-scoped user id, when given.
    pub bsuid: Option<String>,
    /// Profile name, when given.
    pub nama: Option<Rahasia>,
    /// When it was sent.
    pub saat: OffsetDateTime,
    /// The hash of the identity that WhatsApp knows them by, when identity checks are on.
    pub identitas: Option<String>,
    /// What it holds.
    pub isi: IsiMasuk,
}

/// What a message from a resident holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IsiMasuk {
    /// Typed text, or the text of a template button.
    Teks(String),
    /// A tapped button or row.
    Pilihan {
        /// The id we gave it.
        id: String,
        /// Its title.
        judul: String,
    },
    /// A photo or document.
    Media {
        /// Media id.
        media: String,
        /// SHA-256 as announced, decoded.
        sha256: Option<Vec<u8>>,
    },
    /// A file beyond what the channel itself takes.
    TerlaluBesar,
    /// The chat was opened for the first time; nothing was written yet.
    Sambutan,
    /// Voice, sticker, location, contacts, errors, unknown types: answered with the current question.
    Lain,
}

/// How far a message of ours came; the order is the rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TahapKirim {
    /// Left.
    Sent,
    /// Reached the phone.
    Delivered,
    /// Was read.
    Read,
    /// Will not arrive.
    Failed,
}

impl TahapKirim {
    /// The word of the wire.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
        }
    }

    /// The tahap that holds after `baru` was reported on top of `lama`: statuses only move forward, a failure that comes
    /// late does not undo a delivery, and nothing revives a failure but proof of delivery.
    pub fn maju(lama: Option<Self>, baru: Self) -> Self {
        match (lama, baru) {
            (None, baru) => baru,
            (Some(Self::Failed), baru) if baru >= Self::Delivered => baru,
            (Some(Self::Failed), _) => Self::Failed,
            (Some(lama @ (Self::Delivered | Self::Read)), Self::Failed) => lama,
            (Some(lama), baru) => lama.max(baru),
        }
    }
}

/// A status of a message of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusKirim {
    /// WhatsApp's id.
    pub wamid: String,
    /// Our own id, echoed back.
    pub rujukan: Option<Uuid>,
    /// How far.
    pub tahap: TahapKirim,
    /// The API's error code, when failed.
    pub galat: Option<i64>,
    /// What it costs, when the status says so.
    pub biaya: Option<BiayaKirim>,
    /// When.
    pub saat: OffsetDateTime,
}

/// What a resident is known by. One of the two is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pengenal {
    /// Phone, unless hidden.
    pub nomor: Option<NomorWa>,
    /// Business-scoped user id, when given.
    pub bsuid: Option<String>,
}

/// Who did something besides writing, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Penulis {
    /// Who.
    pub siapa: Pengenal,
    /// Profile name, when given.
    pub nama: Option<Rahasia>,
    /// When.
    pub saat: OffsetDateTime,
}

/// What the office wrote to a resident from its own phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gema {
    /// WhatsApp's id.
    pub wamid: String,
    /// The service number it was written from.
    pub nomor_layanan: String,
    /// The resident.
    pub kepada: Pengenal,
    /// When.
    pub saat: OffsetDateTime,
    /// What.
    pub isi: IsiGema,
}

/// The content of an echo, read loosely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IsiGema {
    /// Text or caption.
    pub teks: Option<String>,
    /// The type of the wire.
    pub jenis: String,
}

/// One element of a webhook, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ElemenTerbaca {
    /// A message.
    Pesan(PesanMasuk),
    /// A status.
    Status(StatusKirim),
    /// The office wrote from its own phone.
    Gema(Gema),
    /// A resident moved to another number.
    NomorBerubah {
        /// What they were known by.
        lama: Pengenal,
        /// The number they have now.
        baru: Option<NomorWa>,
    },
    /// A resident goes by another business-scoped id.
    IdBerubah {
        /// What they were known by.
        siapa: Pengenal,
        /// The id they have now.
        baru: Option<String>,
    },
    /// WhatsApp knows a resident by another identity: another phone, or another person behind the number.
    IdentitasBerubah {
        /// Who.
        siapa: Pengenal,
        /// The hash of it.
        hash: Option<String>,
    },
    /// A resident changed a message of theirs.
    Sunting {
        /// Who.
        penulis: Penulis,
        /// The message.
        asli: Option<String>,
        /// What it says now.
        isi: Option<String>,
    },
    /// A resident took a message back.
    Hapus {
        /// Who.
        penulis: Penulis,
        /// The message.
        asli: Option<String>,
    },
    /// A resident reacted to a message, or took the reaction back.
    Reaksi {
        /// Who.
        penulis: Penulis,
        /// The message.
        asli: Option<String>,
        /// With what; none when it was taken back.
        emoji: Option<String>,
    },
    /// Something happened to the channel itself.
    Kanal(PeristiwaKanal),
    /// Anything else: kept, nothing follows.
    Lain,
}

/// WhatsApp, seen from inside.
#[async_trait]
pub trait SaluranWa: Send + Sync {
    /// Sends one message; `rujukan` comes back in its statuses.
    async fn kirim(
        &self,
        nomor: &NomorLayanan,
        kepada: &Alamat,
        isi: &IsiSiapKirim,
        rujukan: Uuid,
    ) -> Result<String, KirimGagal>;

    /// Uploads a file and returns its media id.
    async fn unggah(
        &self,
        nomor: &NomorLayanan,
        nama: &str,
        tipe: &str,
        isi: Vec<u8>,
    ) -> Result<String, KirimGagal>;

    /// Fetches media of at most `batas` bytes; compares the hash when one was announced.
    async fn ambil_media(
        &self,
        nomor: &NomorLayanan,
        media: &str,
        sha256: Option<&[u8]>,
        batas: u64,
    ) -> Result<MediaMasuk, MediaGagal>;

    /// Hands a template in for approval at the account of the number; gives what the channel says about it now.
    async fn ajukan_templat(
        &self,
        nomor: &NomorLayanan,
        templat: &Templat,
    ) -> Result<KeadaanDiSaluran, KirimGagal>;

    /// Every template of the account of the number, as the channel knows it.
    async fn baca_templat(&self, nomor: &NomorLayanan)
    -> Result<Vec<KeadaanDiSaluran>, KirimGagal>;

    /// Reads a stored element loosely; never fails.
    fn baca(&self, elemen: &Value) -> ElemenTerbaca;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tahap() -> impl Strategy<Value = TahapKirim> {
        prop_oneof![
            Just(TahapKirim::Sent),
            Just(TahapKirim::Delivered),
            Just(TahapKirim::Read),
            Just(TahapKirim::Failed)
        ]
    }

    proptest! {
        #[test]
        fn a_status_never_moves_back(urutan in prop::collection::vec(tahap(), 1..12)) {
            let mut kini = None;
            for baru in urutan {
                let sebelum = kini;
                let sesudah = TahapKirim::maju(kini, baru);
                if let Some(lama) = sebelum.filter(|lama| *lama != TahapKirim::Failed) {
                    prop_assert!(sesudah >= lama);
                    prop_assert!(lama < TahapKirim::Delivered || sesudah != TahapKirim::Failed);
                }
                kini = Some(sesudah);
            }
        }

        #[test]
        fn the_order_in_which_deliveries_arrive_does_not_matter(
            urutan in Just(vec![TahapKirim::Sent, TahapKirim::Delivered, TahapKirim::Read]).prop_shuffle()
        ) {
            let akhir = urutan.into_iter().fold(None, |kini, baru| Some(TahapKirim::maju(kini, baru)));
            prop_assert_eq!(akhir, Some(TahapKirim::Read));
        }
    }
}
