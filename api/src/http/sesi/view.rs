//! Sessions as clients read and write them.

use loket_domain::{
    akses::{Petugas, Tiket},
    tenant::Tenant,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::layanan::TenantView;

/// Who logs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "nama_pengguna": "sari", "sandi": "contoh kata sandi panjang" }))]
pub(super) struct MasukRequest {
    /// Login name; upper and lower case do not matter.
    pub nama_pengguna: String,
    /// Password.
    #[schema(format = Password)]
    pub sandi: String,
}

/// What to refresh.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "token_segar": "6f1c9d0e2b7a4853a1d4e9f07c62b5380e4a7d9c1f2b6e835d0a9c4b7e1f2368"
}))]
pub(super) struct SegarkanRequest {
    /// The refresh token of the last answer.
    #[schema(format = Password)]
    pub token_segar: String,
}

/// The tokens of a session.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "token_akses": "eyJhbGciOiJFZERTQSJ9.e30.contoh",
    "akses_berakhir": "2026-01-05T02:15:00Z",
    "token_segar": "6f1c9d0e2b7a4853a1d4e9f07c62b5380e4a7d9c1f2b6e835d0a9c4b7e1f2368",
    "sesi_berakhir": "2026-01-05T14:00:00Z"
}))]
pub(super) struct TiketView {
    /// The access token: `Authorization: Bearer …`.
    token_akses: String,
    /// When the access token ends.
    #[serde(with = "time::serde::rfc3339")]
    akses_berakhir: OffsetDateTime,
    /// The refresh token, shown once.
    token_segar: String,
    /// When the session ends at the latest.
    #[serde(with = "time::serde::rfc3339")]
    sesi_berakhir: OffsetDateTime,
}

impl From<Tiket> for TiketView {
    fn from(tiket: Tiket) -> Self {
        Self {
            token_akses: tiket.akses,
            akses_berakhir: tiket.akses_berakhir,
            token_segar: tiket.segar.buka().to_owned(),
            sesi_berakhir: tiket.sesi_berakhir,
        }
    }
}

/// The officer of a token.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "nama": "Sari Rahmawati",
    "tenant": {
        "slug": "balangan",
        "nama": "Disdukcapil Kabupaten Balangan",
        "wilayah": "63.11",
        "zona": "WITA"
    },
    "peran": ["petugas_loket"],
    "izin": ["permohonan.baca", "permohonan.buat"]
}))]
pub(super) struct SayaView {
    /// Who.
    id: Uuid,
    /// Full name.
    nama: String,
    /// The office.
    tenant: TenantView,
    /// Roles held now.
    peran: Vec<String>,
    /// What those roles may do.
    izin: Vec<&'static str>,
}

impl SayaView {
    pub(super) fn new(tenant: &Tenant, petugas: &Petugas) -> Self {
        Self {
            id: petugas.id.uuid(),
            nama: petugas.nama.clone(),
            tenant: tenant.into(),
            peran: petugas.peran.iter().map(ToString::to_string).collect(),
            izin: petugas.izin.iter().map(|izin| izin.kode()).collect(),
        }
    }
}
