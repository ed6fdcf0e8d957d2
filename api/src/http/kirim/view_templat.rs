//! Templates as clients send and read them.

use loket_domain::templat::{self, Templat};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// A quick reply under a template.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TombolTemplatRequest, example = json!({ "judul": "Lanjutkan", "balasan": "v1:kata:lanjut" }))]
struct TombolView {
    /// What the resident sees; at most 20 characters.
    judul: String,
    /// What comes back when it is tapped.
    balasan: String,
}

/// The words of a template.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "nama": "kabar_permohonan",
    "bahasa": "id",
    "kategori": "UTILITY",
    "kegunaan": "kabar",
    "badan": "Halo, ada kabar tentang permohonan {{1}} di {{2}}. Ketuk Lanjutkan untuk membacanya.",
    "tombol": [{ "judul": "Lanjutkan", "balasan": "v1:kata:lanjut" }],
    "isian": ["nomor", "kantor"],
    "contoh": ["1471-2026-000012-4", "Disdukcapil Kota Pekanbaru"]
}))]
pub(super) struct TemplatRequest {
    /// Name at WhatsApp: lower-case letters, digits and underscores.
    nama: String,
    /// Language at WhatsApp, for example `id`.
    bahasa: String,
    /// `UTILITY`, `MARKETING` or `AUTHENTICATION`.
    kategori: String,
    /// Which messages it stands in for: `umum`, `balasan`, `kabar`, `kelengkapan`, `dokumen`, `pengingat`, `petugas`, or
    /// `kode`, which goes with AUTHENTICATION and with nothing else.
    kegunaan: String,
    /// The body with `{{1}}`, `{{2}}`, …; at most 1,024 characters. Empty for `kode`: those words are WhatsApp's.
    #[serde(default)]
    badan: String,
    /// The footer; at most 60 characters.
    #[serde(default)]
    kaki: Option<String>,
    /// Quick replies, at most three.
    #[serde(default)]
    tombol: Vec<TombolView>,
    /// What stands for each variable: `nomor`, `layanan` or `kantor`.
    #[serde(default)]
    isian: Vec<String>,
    /// An example of each, for WhatsApp's reviewers.
    #[serde(default)]
    contoh: Vec<String>,
}

impl TemplatRequest {
    pub(super) fn menjadi(self) -> templat::TemplatRequest {
        templat::TemplatRequest {
            nama: self.nama,
            bahasa: self.bahasa,
            kategori: self.kategori,
            kegunaan: self.kegunaan,
            badan: self.badan,
            kaki: self.kaki,
            tombol: self.tombol.into_iter().map(|satu| (satu.judul, satu.balasan)).collect(),
            isian: self.isian,
            contoh: self.contoh,
        }
    }
}

/// A message template.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplatWa, example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "nama": "kabar_permohonan",
    "bahasa": "id",
    "kategori": "UTILITY",
    "kegunaan": "kabar",
    "badan": "Halo, ada kabar tentang permohonan {{1}} di {{2}}. Ketuk Lanjutkan untuk membacanya.",
    "kaki": null,
    "tombol": [{ "judul": "Lanjutkan", "balasan": "v1:kata:lanjut" }],
    "isian": ["nomor", "kantor"],
    "contoh": ["1471-2026-000012-4", "Disdukcapil Kota Pekanbaru"],
    "keadaan": "disetujui",
    "alasan": null,
    "kualitas": "GREEN",
    "id_saluran": "594425479261596",
    "versi": 2,
    "dibuat_pada": "2026-01-05T03:10:00Z",
    "diubah_pada": "2026-01-05T04:00:00Z"
}))]
pub(super) struct TemplatView {
    /// Its id.
    id: Uuid,
    /// Its name at WhatsApp.
    nama: String,
    /// Its language at WhatsApp.
    bahasa: String,
    /// What it is charged as.
    kategori: &'static str,
    /// Which messages it stands in for.
    kegunaan: &'static str,
    /// The body.
    badan: String,
    /// The footer.
    kaki: Option<String>,
    /// Quick replies.
    tombol: Vec<TombolView>,
    /// What stands for each variable.
    isian: Vec<&'static str>,
    /// An example of each.
    contoh: Vec<String>,
    /// `draf`, `diajukan`, `disetujui`, `ditolak`, `dijeda` or `dinonaktifkan`.
    keadaan: &'static str,
    /// Why, in WhatsApp's words.
    alasan: Option<String>,
    /// Quality, in WhatsApp's word.
    kualitas: Option<String>,
    /// Its id at WhatsApp.
    id_saluran: Option<String>,
    /// Counts changes; also the `ETag`.
    pub versi: u64,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    diubah_pada: OffsetDateTime,
}

impl From<Templat> for TemplatView {
    fn from(templat: Templat) -> Self {
        let kata = templat.kata;
        let tombol = kata.tombol.into_iter();
        Self {
            id: templat.id.uuid(),
            nama: templat.nama,
            bahasa: templat.bahasa,
            kategori: templat.kategori.kata(),
            kegunaan: templat.kegunaan.kata(),
            badan: kata.badan,
            kaki: kata.kaki,
            tombol: tombol
                .map(|satu| TombolView { judul: satu.judul, balasan: satu.balasan })
                .collect(),
            isian: kata.isian.iter().map(|satu| satu.kata()).collect(),
            contoh: kata.contoh,
            keadaan: templat.keadaan.kata(),
            alasan: templat.alasan,
            kualitas: templat.kualitas,
            id_saluran: templat.id_saluran,
            versi: templat.versi,
            dibuat_pada: templat.dibuat_pada,
            diubah_pada: templat.diubah_pada,
        }
    }
}

/// Every template.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarTemplatWa {
    /// By name.
    data: Vec<TemplatView>,
}

impl From<Vec<Templat>> for DaftarTemplatWa {
    fn from(semua: Vec<Templat>) -> Self {
        Self { data: semua.into_iter().map(Into::into).collect() }
    }
}
