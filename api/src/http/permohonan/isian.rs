//! What clients send about cases.

use std::collections::BTreeMap;

use loket_domain::{
    nilai::Rahasia,
    permohonan::{AjukanPermohonan, BerkasId, Kuasa, PemohonMentah},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::{
    kata::{HubunganKuasa, Kanal},
    problem::Problem,
};

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

/// A case to register from a conversation or from the Forum, with papers that are there.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "layanan": "akta_kelahiran",
    "pemohon": { "nama": "Budi Santoso" },
    "isian": { "nama_anak": "Siti Aminah" },
    "berkas": [{ "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "syarat": "surat_lahir" }]
}))]
pub(in crate::http) struct PermohonanDariRequest {
    /// The code of the service.
    layanan: String,
    /// The variant, where the service has any.
    #[serde(default)]
    varian: Option<String>,
    /// How it counts as having come in: `whatsapp` from a conversation and `loket` from the Forum, unless said otherwise.
    #[serde(default)]
    kanal: Option<Kanal>,
    /// The unit that serves the case; without it, the unit of the officer who registers it.
    #[serde(default)]
    unit: Option<String>,
    /// Who asks; without a number, that of the conversation or of the Forum's request.
    pemohon: PemohonRequest,
    /// Who acts for them.
    #[serde(default)]
    kuasa: Option<KuasaRequest>,
    /// Answers to the fields of the service, by code.
    #[serde(default)]
    isian: BTreeMap<String, String>,
    /// Papers, each with the requirement it answers, or with the paper that counts in its place.
    #[serde(default)]
    #[schema(max_items = 50)]
    berkas: Vec<BerkasSyaratRequest>,
}

/// A paper and what it answers.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BerkasSyaratRequest {
    /// The paper.
    id: Uuid,
    /// The requirement.
    syarat: String,
}

impl PermohonanDariRequest {
    /// The case and its papers.
    pub(in crate::http) fn menjadi(
        self,
        kanal: Kanal,
    ) -> Result<(AjukanPermohonan, Vec<(BerkasId, String)>), Problem> {
        if self.berkas.len() > 50 {
            let pesan = "Paling banyak 50 berkas sekaligus.";
            return Err(Problem::isian("/berkas", "berkas_terlalu_banyak", pesan));
        }
        let berkas = self.berkas.into_iter().map(|satu| (satu.id.into(), satu.syarat)).collect();
        let ajukan = AjukanRequest {
            layanan: self.layanan,
            varian: self.varian,
            kanal: self.kanal.unwrap_or(kanal),
            unit: self.unit,
            pemohon: self.pemohon,
            kuasa: self.kuasa,
            isian: self.isian,
        };
        // The key is remembered by the use case around this one.
        Ok((
            AjukanPermohonan { idempotensi: None, ..ajukan.menjadi(String::new(), Vec::new()) },
            berkas,
        ))
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
