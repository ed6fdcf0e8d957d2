//! A template and its states.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    id::Id,
    outbox::{Golongan, IsiPesan},
};

/// Marks ids of templates.
#[derive(Debug)]
pub enum TemplatTag {}
/// The id of a template.
pub type TemplatId = Id<TemplatTag>;

/// What the channel charges a template as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KategoriTemplat {
    /// Not promotional, and about something the resident asked for.
    Utility,
    /// Everything else.
    Marketing,
    /// One-time codes.
    Authentication,
}

impl KategoriTemplat {
    /// Every category there is.
    pub const SEMUA: [Self; 3] = [Self::Utility, Self::Marketing, Self::Authentication];

    /// The channel's word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Utility => "UTILITY",
            Self::Marketing => "MARKETING",
            Self::Authentication => "AUTHENTICATION",
        }
    }

    /// The category of that word, in any case.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata().eq_ignore_ascii_case(kata))
    }
}

/// What a template stands in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KegunaanTemplat {
    /// Anything.
    Umum,
    /// Messages of one purpose.
    Untuk(Golongan),
}

impl KegunaanTemplat {
    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Umum => "umum",
            Self::Untuk(golongan) => golongan.kata(),
        }
    }

    /// The use of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        if kata == "umum" { Some(Self::Umum) } else { Golongan::dari_kata(kata).map(Self::Untuk) }
    }
}

/// Where a template stands with the channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanTemplat {
    /// The office works on it.
    Draf,
    /// The channel looks at it.
    Diajukan,
    /// It may be sent.
    Disetujui,
    /// The channel refused it.
    Ditolak,
    /// The channel stopped it for a while.
    Dijeda,
    /// The channel stopped it, or does not know it.
    Dinonaktifkan,
}

impl KeadaanTemplat {
    /// Every state there is.
    pub const SEMUA: [Self; 6] = [
        Self::Draf,
        Self::Diajukan,
        Self::Disetujui,
        Self::Ditolak,
        Self::Dijeda,
        Self::Dinonaktifkan,
    ];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Draf => "draf",
            Self::Diajukan => "diajukan",
            Self::Disetujui => "disetujui",
            Self::Ditolak => "ditolak",
            Self::Dijeda => "dijeda",
            Self::Dinonaktifkan => "dinonaktifkan",
        }
    }

    /// The state of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }

    /// The state behind the channel's word, of an answer or of a webhook; `None` for one that changes nothing.
    pub fn dari_saluran(kata: &str) -> Option<Self> {
        Some(match kata.to_ascii_uppercase().as_str() {
            "APPROVED" | "REINSTATED" | "UNPAUSED" => Self::Disetujui,
            "PENDING" | "IN_APPEAL" => Self::Diajukan,
            "REJECTED" => Self::Ditolak,
            "PAUSED" => Self::Dijeda,
            "DISABLED" | "DELETED" | "PENDING_DELETION" | "LIMIT_EXCEEDED" | "ARCHIVED" => {
                Self::Dinonaktifkan
            }
            _ => return None,
        })
    }

    /// Whether the office may change its words and hand it in.
    pub const fn dapat_diubah(self) -> bool {
        matches!(self, Self::Draf | Self::Ditolak)
    }
}

/// What stands for a variable. Nothing else may: a template never carries identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IsianTemplat {
    /// The registration number of the case.
    Nomor,
    /// The name of the service.
    Layanan,
    /// The name of the office.
    Kantor,
}

impl IsianTemplat {
    /// Every value there is.
    pub const SEMUA: [Self; 3] = [Self::Nomor, Self::Layanan, Self::Kantor];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Nomor => "nomor",
            Self::Layanan => "layanan",
            Self::Kantor => "kantor",
        }
    }
}

/// A quick reply under a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TombolTemplat {
    /// What the resident sees, at most 20 characters.
    pub judul: String,
    /// What comes back when it is tapped.
    pub balasan: String,
}

/// The words of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KataTemplat {
    /// The body with `{{1}}`, `{{2}}`, …
    pub badan: String,
    /// The footer.
    pub kaki: Option<String>,
    /// Quick replies.
    pub tombol: Vec<TombolTemplat>,
    /// What stands for `{{1}}`, `{{2}}`, …
    pub isian: Vec<IsianTemplat>,
    /// An example of each, for the channel's reviewers.
    pub contoh: Vec<String>,
}

/// A template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Templat {
    /// Its id.
    pub id: TemplatId,
    /// Its name at the channel.
    pub nama: String,
    /// Its language at the channel.
    pub bahasa: String,
    /// What it is charged as.
    pub kategori: KategoriTemplat,
    /// What it stands in for.
    pub kegunaan: KegunaanTemplat,
    /// Its words.
    pub kata: KataTemplat,
    /// Where it stands.
    pub keadaan: KeadaanTemplat,
    /// Why, in the channel's words.
    pub alasan: Option<String>,
    /// Quality, in the channel's word.
    pub kualitas: Option<String>,
    /// Its id at the channel.
    pub id_saluran: Option<String>,
    /// Counts changes.
    pub versi: u64,
    /// When it was made.
    pub dibuat_pada: OffsetDateTime,
    /// When it last changed.
    pub diubah_pada: OffsetDateTime,
}

impl Templat {
    /// The message that brings a code, when it is a template for codes.
    pub fn pesan_kode(&self) -> Option<IsiPesan> {
        let kode = self.kategori == KategoriTemplat::Authentication
            && self.kegunaan == KegunaanTemplat::Untuk(Golongan::Kode);
        let (nama, bahasa) = (self.nama.clone(), self.bahasa.clone());
        kode.then_some(IsiPesan::Kode { nama, bahasa })
    }

    /// The message it makes; `None` when something that it names is not known.
    pub fn pesan(
        &self,
        nomor: Option<&str>,
        layanan: Option<&str>,
        kantor: Option<&str>,
    ) -> Option<IsiPesan> {
        // The channel takes nothing but a code in it.
        if self.kategori == KategoriTemplat::Authentication {
            return None;
        }
        let isian = self.kata.isian.iter().map(|satu| {
            let nilai = match satu {
                IsianTemplat::Nomor => nomor,
                IsianTemplat::Layanan => layanan,
                IsianTemplat::Kantor => kantor,
            };
            // The channel takes no line breaks and no runs of spaces in a value.
            let rapi = nilai?.split_whitespace().collect::<Vec<_>>().join(" ");
            (!rapi.is_empty()).then_some(rapi)
        });
        Some(IsiPesan::Templat {
            nama: self.nama.clone(),
            bahasa: self.bahasa.clone(),
            isian: isian.collect::<Option<_>>()?,
            balasan: self.kata.tombol.iter().map(|satu| satu.balasan.clone()).collect(),
        })
    }
}

/// What the channel says about a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeadaanDiSaluran {
    /// Its id there.
    pub id: Option<String>,
    /// Its name.
    pub nama: String,
    /// Its language.
    pub bahasa: String,
    /// Where it stands.
    pub keadaan: Option<KeadaanTemplat>,
    /// What it is charged as.
    pub kategori: Option<KategoriTemplat>,
    /// Why it was refused.
    pub alasan: Option<String>,
    /// Its quality.
    pub kualitas: Option<String>,
}

impl Default for Templat {
    fn default() -> Self {
        let kata = KataTemplat {
            badan: String::new(),
            kaki: None,
            tombol: Vec::new(),
            isian: Vec::new(),
            contoh: Vec::new(),
        };
        Self {
            id: TemplatId::new(uuid::Uuid::nil()),
            nama: String::new(),
            bahasa: "id".to_owned(),
            kategori: KategoriTemplat::Utility,
            kegunaan: KegunaanTemplat::Umum,
            kata,
            keadaan: KeadaanTemplat::Draf,
            alasan: None,
            kualitas: None,
            id_saluran: None,
            versi: 1,
            dibuat_pada: OffsetDateTime::UNIX_EPOCH,
            diubah_pada: OffsetDateTime::UNIX_EPOCH,
        }
    }
}
