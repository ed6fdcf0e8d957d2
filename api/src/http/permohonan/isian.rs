//! What clients send about cases.

use std::collections::BTreeMap;

use loket_domain::{
    nilai::Rahasia,
    permohonan::{AjukanPermohonan, Kuasa, PemohonMentah},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::kata::{HubunganKuasa, Kanal};

/// A case to register.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "layanan": "akta_kelahiran",
    "kanal": "loket",
    "pemohon": {
        "nama": "Budi Santoso",
        "nik": "6311010101900001",
        "nomor_kk": "6311010101150002",
        "nomor_wa": "0812 3456 7890"
    },
    "isian": { "nama_anak": "Siti Aminah" }
}))]
pub(super) struct AjukanRequest {
    /// The code of the service.
    layanan: String,
    /// The variant, where the service has any.
    #[serde(default)]
    varian: Option<String>,
    /// How it comes in; the service says which channels it is offered on.
    kanal: Kanal,
    /// The unit that serves the case; without it, the unit of the officer who registers it.
    #[serde(default)]
    unit: Option<String>,
    /// Who asks.
    pemohon: PemohonRequest,
    /// Who acts for them: a relative, a guardian, a village official, somebody with a mandate (S-8, K-20).
    #[serde(default)]
    kuasa: Option<KuasaRequest>,
    /// Answers to the fields of the service, by code.
    #[serde(default)]
    isian: BTreeMap<String, String>,
}

/// Who asks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PemohonRequest {
    /// Full name, at most 120 characters.
    nama: String,
    /// NIK: 16 digits; spaces, dots and dashes are forgiven.
    #[serde(default)]
    nik: Option<String>,
    /// Family card number: 16 digits.
    #[serde(default)]
    nomor_kk: Option<String>,
    /// The WhatsApp number that messages and documents go to: `0812…` or `+62812…`.
    #[serde(default)]
    nomor_wa: Option<String>,
}

/// Who acts for the applicant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct KuasaRequest {
    /// In what capacity.
    hubungan: HubunganKuasa,
    /// Full name, at most 120 characters.
    nama: String,
}

impl AjukanRequest {
    pub(super) fn menjadi(self, kunci: String, sidik: Vec<u8>) -> AjukanPermohonan {
        AjukanPermohonan {
            layanan: self.layanan,
            varian: self.varian,
            unit: self.unit,
            kuasa: self.kuasa.map(|satu| Kuasa {
                hubungan: satu.hubungan.into(),
                nama: Rahasia::new(satu.nama),
            }),
            kanal: self.kanal.into(),
            pemohon: PemohonMentah {
                nama: Rahasia::new(self.pemohon.nama),
                nik: self.pemohon.nik.map(Rahasia::new),
                nomor_kk: self.pemohon.nomor_kk.map(Rahasia::new),
                nomor_wa: self.pemohon.nomor_wa.map(Rahasia::new),
            },
            isian: self.isian,
            idempotensi: Some((kunci, sidik)),
        }
    }
}

/// Why a case is called off.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "alasan": "Pemohon menarik permohonannya." }))]
pub(super) struct PembatalanRequest {
    /// The reason, for the timeline.
    pub alasan: String,
}
