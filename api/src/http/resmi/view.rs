//! Official numbers as everybody reads them.

use loket_domain::percakapan::{HasilPeriksa, NomorResmi, SuratNomorResmi};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

/// An official number.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "tenant": "balangan", "kantor": "Disdukcapil Kabupaten Balangan", "nomor": "+6280010000001"
}))]
pub(super) struct NomorResmiView {
    /// Slug of the office.
    tenant: String,
    /// The office's name as residents know it.
    kantor: String,
    /// The number in international form.
    nomor: String,
}

impl From<&NomorResmi> for NomorResmiView {
    fn from(satu: &NomorResmi) -> Self {
        Self { tenant: satu.tenant.to_string(), kantor: satu.kantor.clone(), nomor: satu.rapi() }
    }
}

/// The signed list.
#[derive(Serialize, ToSchema)]
pub(super) struct SuratView {
    /// By office.
    data: Vec<NomorResmiView>,
    /// From when it is good.
    #[serde(with = "time::serde::rfc3339")]
    terbit_pada: OffsetDateTime,
    /// Until when.
    #[serde(with = "time::serde::rfc3339")]
    berakhir_pada: OffsetDateTime,
    /// The same as a compact JWS: claims `iss`, `iat`, `exp` and `nomor_resmi`.
    #[schema(example = "eyJ0eXAiOiJub21vci1yZXNtaStqd3QiLCJhbGciOiJFZERTQSJ9.e30.c2ln")]
    jws: String,
}

impl From<SuratNomorResmi> for SuratView {
    fn from(surat: SuratNomorResmi) -> Self {
        Self {
            data: surat.nomor.iter().map(Into::into).collect(),
            terbit_pada: surat.terbit,
            berakhir_pada: surat.berakhir,
            jws: surat.jws,
        }
    }
}

/// What is known of a number.
#[derive(Serialize, ToSchema)]
#[schema(as = PeriksaNomorView, example = json!({ "nomor": "+6281234567890", "resmi": false, "milik": [] }))]
pub(super) struct PeriksaView {
    /// The number in international form.
    nomor: String,
    /// Whether it is some office's.
    resmi: bool,
    /// Whose it is.
    milik: Vec<NomorResmiView>,
}

impl From<HasilPeriksa> for PeriksaView {
    fn from(hasil: HasilPeriksa) -> Self {
        Self {
            nomor: hasil.nomor,
            resmi: !hasil.milik.is_empty(),
            milik: hasil.milik.iter().map(Into::into).collect(),
        }
    }
}
