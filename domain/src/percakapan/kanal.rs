//! The channel itself: what WhatsApp tells of numbers, accounts and templates, and what is known of them.

use async_trait::async_trait;
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::galat::PortError;

/// How well residents take what a number or a template sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mutu {
    /// Many complaints.
    Merah,
    /// Some complaints.
    Kuning,
    /// Fine.
    Hijau,
}

impl Mutu {
    /// As it is stored and shown.
    pub fn kode(self) -> &'static str {
        match self {
            Self::Merah => "merah",
            Self::Kuning => "kuning",
            Self::Hijau => "hijau",
        }
    }

    /// The one of that code.
    pub fn dari_kode(kode: &str) -> Option<Self> {
        [Self::Merah, Self::Kuning, Self::Hijau].into_iter().find(|satu| satu.kode() == kode)
    }
}

/// What changed about a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UbahTemplat {
    /// Where it stands, in the channel's word, and why.
    Keadaan {
        /// `APPROVED`, `REJECTED`, `PAUSED`, …
        keadaan: String,
        /// The channel's reason.
        alasan: Option<String>,
    },
    /// Its category: what it costs and how it may be used.
    Kategori {
        /// The one before.
        lama: Option<String>,
        /// The one now.
        baru: String,
    },
    /// How residents take it.
    Mutu {
        /// Before.
        lama: Option<Mutu>,
        /// Now; `None` while it is not known.
        baru: Option<Mutu>,
    },
    /// Its words or buttons.
    Susunan,
}

/// Something that happened to a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeristiwaTemplat {
    /// Its name in the channel.
    pub nama: String,
    /// Its language.
    pub bahasa: Option<String>,
    /// What changed.
    pub ubah: UbahTemplat,
}

/// What happened to the channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IsiPeristiwa {
    /// To a template.
    Templat(PeristiwaTemplat),
    /// To the quality or the limit of a number.
    MutuNomor {
        /// The number as people see it.
        nomor: Option<String>,
        /// The channel's word for it.
        peristiwa: Option<String>,
        /// Quality before.
        lama: Option<Mutu>,
        /// Quality now.
        mutu: Option<Mutu>,
        /// The daily limit now, in the channel's word.
        batas: Option<String>,
    },
    /// To the display name of a number.
    NamaNomor {
        /// The number as people see it.
        nomor: Option<String>,
        /// `APPROVED`, `REJECTED`, …
        putusan: String,
        /// The name.
        nama: Option<String>,
    },
    /// To the account.
    Akun {
        /// The channel's word for it.
        peristiwa: String,
        /// What it adds: kind of ban, violation or restriction.
        rinci: Vec<String>,
    },
    /// A warning of the channel.
    Peringatan {
        /// Its kind.
        jenis: String,
        /// How grave.
        tingkat: Option<String>,
        /// Its own words.
        keterangan: Option<String>,
    },
    /// To what the business may do.
    Kemampuan {
        /// Messages to residents outside their windows, per day.
        batas: Option<String>,
        /// How many numbers it may have.
        nomor_terbanyak: Option<String>,
    },
    /// To the two-step PIN of a number.
    Keamanan {
        /// The number as people see it.
        nomor: Option<String>,
        /// The channel's word for it.
        peristiwa: String,
    },
    /// Residents chose whether they want marketing messages; the office sends none.
    Preferensi {
        /// How many want none.
        berhenti: u32,
        /// How many want them again.
        lanjut: u32,
    },
    /// A field that this release does not know.
    TakDikenal {
        /// Its name.
        bidang: String,
    },
}

/// An event of the channel, read from a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeristiwaKanal {
    /// The account it came under.
    pub waba_id: Option<String>,
    /// When, if told.
    pub pada: Option<OffsetDateTime>,
    /// What.
    pub isi: IsiPeristiwa,
}

impl IsiPeristiwa {
    /// The stable code of the kind.
    pub fn jenis(&self) -> &'static str {
        match self {
            Self::Templat(satu) => match satu.ubah {
                UbahTemplat::Keadaan { .. } => "templat_keadaan",
                UbahTemplat::Kategori { .. } => "templat_kategori",
                UbahTemplat::Mutu { .. } => "templat_mutu",
                UbahTemplat::Susunan => "templat_susunan",
            },
            Self::MutuNomor { .. } => "mutu_nomor",
            Self::NamaNomor { .. } => "nama_nomor",
            Self::Akun { .. } => "akun",
            Self::Peringatan { .. } => "peringatan",
            Self::Kemampuan { .. } => "kemampuan",
            Self::Keamanan { .. } => "keamanan",
            Self::Preferensi { .. } => "preferensi",
            Self::TakDikenal { .. } => "tak_dikenal",
        }
    }

    /// The number it is about, as people see it.
    pub fn nomor(&self) -> Option<&str> {
        match self {
            Self::MutuNomor { nomor, .. }
            | Self::NamaNomor { nomor, .. }
            | Self::Keamanan { nomor, .. } => nomor.as_deref(),
            _ => None,
        }
    }

    /// What is kept of it: codes and names of templates and numbers of the office, nothing of a resident.
    pub fn ringkasan(&self) -> Value {
        let mutu = |mutu: &Option<Mutu>| mutu.map(Mutu::kode);
        match self {
            Self::Templat(PeristiwaTemplat { nama, bahasa, ubah }) => {
                let mut isi = match ubah {
                    UbahTemplat::Keadaan { keadaan, alasan } => {
                        json!({ "keadaan": keadaan, "alasan": alasan })
                    }
                    UbahTemplat::Kategori { lama, baru } => json!({ "lama": lama, "baru": baru }),
                    UbahTemplat::Mutu { lama, baru } => {
                        json!({ "lama": mutu(lama), "baru": mutu(baru) })
                    }
                    UbahTemplat::Susunan => json!({}),
                };
                isi["templat"] = json!(nama);
                isi["bahasa"] = json!(bahasa);
                isi
            }
            Self::MutuNomor { nomor, peristiwa, lama, mutu: baru, batas } => json!({
                "nomor": nomor, "peristiwa": peristiwa, "lama": mutu(lama), "mutu": mutu(baru),
                "batas": batas,
            }),
            Self::NamaNomor { nomor, putusan, nama } => {
                json!({ "nomor": nomor, "putusan": putusan, "nama": nama })
            }
            Self::Akun { peristiwa, rinci } => json!({ "peristiwa": peristiwa, "rinci": rinci }),
            Self::Peringatan { jenis, tingkat, keterangan } => {
                json!({ "jenis": jenis, "tingkat": tingkat, "keterangan": keterangan })
            }
            Self::Kemampuan { batas, nomor_terbanyak } => {
                json!({ "batas": batas, "nomor_terbanyak": nomor_terbanyak })
            }
            Self::Keamanan { nomor, peristiwa } => {
                json!({ "nomor": nomor, "peristiwa": peristiwa })
            }
            Self::Preferensi { berhenti, lanjut } => {
                json!({ "berhenti": berhenti, "lanjut": lanjut })
            }
            Self::TakDikenal { bidang } => json!({ "bidang": bidang }),
        }
    }
}

/// An event as the log keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct CatatanKanal {
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    pub jenis: String,
    /// The account.
    pub waba_id: Option<String>,
    /// The service number.
    pub phone_number_id: Option<String>,
    /// What, without anything personal.
    pub ringkasan: Value,
    /// When it happened.
    pub pada: OffsetDateTime,
}

/// What is known of a number or an account. A part that is `None` was never told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeadaanKanal {
    /// The service number; none for an account.
    pub phone_number_id: Option<String>,
    /// The account.
    pub waba_id: Option<String>,
    /// Quality.
    pub mutu: Option<Mutu>,
    /// Daily limit, in the channel's word.
    pub batas: Option<String>,
    /// The channel's last word on the account.
    pub status: Option<String>,
    /// Display name.
    pub nama: Option<String>,
    /// When it was last told.
    pub diperbarui_pada: Option<OffsetDateTime>,
}

/// A service number of this office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NomorKanal {
    /// The channel's id of it.
    pub phone_number_id: String,
    /// As people see it.
    pub nomor_tampilan: String,
    /// Its account.
    pub waba_id: Option<String>,
}

/// An element that could not be processed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElemenGagal {
    /// Its id.
    pub id: Uuid,
    /// The stable code of the reason.
    pub galat: Option<String>,
    /// How often it was tried.
    pub percobaan: u32,
    /// When it came.
    pub diterima_pada: OffsetDateTime,
}

/// What flows and what is stuck. Counts stop at [`ArusKanal::TERBANYAK`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArusKanal {
    /// When the last webhook came.
    pub webhook_terakhir: Option<OffsetDateTime>,
    /// Elements that wait to be processed.
    pub masuk_antre: u32,
    /// Messages that wait to be sent.
    pub keluar_antre: u32,
    /// Messages that wait for the resident.
    pub keluar_tertahan: u32,
    /// Elements that were given up, the newest first, at most 20.
    pub gagal: Vec<ElemenGagal>,
}

impl ArusKanal {
    /// Where counting stops.
    pub const TERBANYAK: u32 = 10_000;
}

/// The channel of one tenant.
#[async_trait]
pub trait KanalRepository: Send {
    /// Appends to the log.
    async fn catat(&mut self, catatan: &CatatanKanal) -> Result<(), PortError>;

    /// What is known of that number, or of that account when no number is named.
    async fn keadaan(
        &mut self,
        phone_number_id: Option<&str>,
        waba_id: Option<&str>,
    ) -> Result<Option<KeadaanKanal>, PortError>;

    /// Adds what was told now; parts that were not told stay, and so does everything when more was told since.
    async fn perbarui(&mut self, keadaan: &KeadaanKanal) -> Result<(), PortError>;

    /// Everything known, at most 100.
    async fn semua_keadaan(&mut self) -> Result<Vec<KeadaanKanal>, PortError>;

    /// The newest events.
    async fn peristiwa(&mut self, batas: u32) -> Result<Vec<CatatanKanal>, PortError>;

    /// The service numbers, by id, at most 100.
    async fn nomor(&mut self) -> Result<Vec<NomorKanal>, PortError>;

    /// What flows and what is stuck.
    async fn arus(&mut self) -> Result<ArusKanal, PortError>;
}
