//! Requirements of a service: the papers, and what counts instead of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Tangkap;
use crate::{nilai::Kode, ungkapan::Ungkapan};

/// A paper that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Syarat {
    /// Unique within the service.
    pub kode: Kode,
    /// As the resident knows it.
    pub nama: String,
    /// One plain sentence that helps to take the right photo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub petunjuk: Option<String>,
    /// Official form code, for example `F-2.01`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formulir: Option<String>,
    /// Whether intake waits for it.
    #[serde(default = "ya")]
    pub wajib: bool,
    /// For which cases it is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jika: Option<Ungkapan>,
    /// Papers that count in its place, such as an SPTJM with two witnesses; one is enough.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pengganti: Vec<Pengganti>,
    /// What is photographed; over the distance it is the original (Surat Dirjen 470/13287/2021).
    #[serde(default)]
    pub rupa: RupaSyarat,
    /// What becomes of it.
    #[serde(default)]
    pub perlakuan: Perlakuan,
    /// Whose signatures it carries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tanda_tangan: Vec<String>,
    /// What a portrait has to look like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foto: Option<SpesifikasiFoto>,
    /// How its picture is captured on WhatsApp; as `percakapan.tangkap_bawaan` says without it, and by link otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tangkap: Option<Tangkap>,
}

/// A paper that counts in the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pengganti {
    /// Unique within the service, among requirements and substitutes.
    pub kode: Kode,
    /// As the resident knows it.
    pub nama: String,
    /// Official form code, for example `F-2.03`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formulir: Option<String>,
}

/// What is photographed or handed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RupaSyarat {
    /// The original.
    #[default]
    Asli,
    /// A copy.
    Salinan,
    /// A copy certified by who issued it.
    Legalisir,
}

/// What becomes of a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Perlakuan {
    /// Its picture is kept with the case.
    #[default]
    Simpan,
    /// It is shown when the product is collected, and never uploaded (S-6).
    Tunjukkan,
    /// It is withdrawn when the product is collected, such as an old card.
    Tarik,
}

/// What a portrait has to look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpesifikasiFoto {
    /// For example `2×3 cm`.
    pub ukuran: String,
    /// For example `merah untuk tahun lahir ganjil, biru untuk genap`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latar: Option<String>,
}

impl Syarat {
    /// Whether a paper of that code answers it.
    pub fn dijawab(&self, kode: &Kode) -> bool {
        &self.kode == kode || self.pengganti.iter().any(|satu| &satu.kode == kode)
    }

    /// Whether it is uploaded at all.
    pub fn diunggah(&self) -> bool {
        self.perlakuan == Perlakuan::Simpan
    }
}

fn ya() -> bool {
    true
}
