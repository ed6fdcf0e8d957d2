//! Sessions as clients read and write them.

use loket_domain::{
    akses::{CaraFaktor, Mandat, Petugas, Tiket, TiketFaktor, UnitPetugas},
    tenant::Tenant,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::{
    kata::{JenisDelegasi, JenisUnit, tanggal},
    layanan::TenantView,
};

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
    /// What this device was given as `token_perangkat` at an earlier login.
    #[serde(default)]
    #[schema(format = Password)]
    pub perangkat: Option<String>,
}

/// The second step of a login; one of the two codes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "tiket": "6f1c9d0e2b7a4853a1d4e9f07c62b5380e4a7d9c1f2b6e835d0a9c4b7e1f2368",
    "kode": "287082",
    "ingat_perangkat": true
}))]
pub(super) struct FaktorRequest {
    /// The ticket of the first step.
    #[schema(format = Password)]
    pub tiket: String,
    /// The code that the authenticator shows now.
    #[serde(default)]
    pub kode: Option<String>,
    /// A recovery code.
    #[serde(default)]
    pub kode_pulih: Option<String>,
    /// Whether this device is to be remembered.
    #[serde(default)]
    pub ingat_perangkat: bool,
    /// What this device was given as `token_perangkat` at an earlier login.
    #[serde(default)]
    #[schema(format = Password)]
    pub perangkat: Option<String>,
}

/// Whose password was forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "nama_pengguna": "sari" }))]
pub(super) struct LupaRequest {
    /// Login name.
    pub nama_pengguna: String,
}

/// A one-time code and the password it sets.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kode": "3f2a-9c0d-77b1-0e4d-1a2b-3c4d-5e6f-7a8b",
    "sandi": "contoh kata sandi panjang"
}))]
pub(super) struct PakaiRahasiaRequest {
    /// The code of the invitation or of the reset; case and hyphens do not matter.
    #[schema(format = Password)]
    pub kode: String,
    /// 12 to 128 characters of any kind.
    #[schema(format = Password)]
    pub sandi: String,
}

/// The second factor is asked for.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "perlu": "totp",
    "tiket": "6f1c9d0e2b7a4853a1d4e9f07c62b5380e4a7d9c1f2b6e835d0a9c4b7e1f2368",
    "tiket_berakhir": "2026-01-05T02:05:00Z",
    "cara": ["totp", "kunci_sandi", "kode_pulih"]
}))]
pub(super) struct FaktorDimintaView {
    /// What is asked for first.
    perlu: &'static str,
    /// Names this login in the second step; it opens nothing else.
    tiket: String,
    /// When it ends.
    #[serde(with = "time::serde::rfc3339")]
    tiket_berakhir: OffsetDateTime,
    /// What can be shown: `totp`, `kunci_sandi`, `kode_pulih`.
    cara: Vec<&'static str>,
}

impl From<TiketFaktor> for FaktorDimintaView {
    fn from(tiket: TiketFaktor) -> Self {
        Self {
            perlu: tiket.cara.first().copied().map_or("totp", CaraFaktor::kata),
            tiket: tiket.tiket.buka().to_owned(),
            tiket_berakhir: tiket.berakhir_pada,
            cara: tiket.cara.into_iter().map(CaraFaktor::kata).collect(),
        }
    }
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
    "sesi_berakhir": "2026-01-05T14:00:00Z",
    "perlu": null
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
    /// `daftar_faktor`: the session opens nothing but the enrolment of a second factor (`/v1/saya/totp`,
    /// `/v1/saya/kunci-sandi`).
    perlu: Option<&'static str>,
    /// Names this device at the next login, shown once; only where it was asked to be remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    token_perangkat: Option<String>,
}

impl From<Tiket> for TiketView {
    fn from(tiket: Tiket) -> Self {
        Self {
            token_akses: tiket.akses,
            akses_berakhir: tiket.akses_berakhir,
            token_segar: tiket.segar.buka().to_owned(),
            sesi_berakhir: tiket.sesi_berakhir,
            perlu: tiket.terbatas.then_some("daftar_faktor"),
            token_perangkat: tiket.perangkat.map(|satu| satu.buka().to_owned()),
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
    "peran": ["kabid"],
    "mandat": [{
        "peran": "kadis",
        "dari": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
        "jenis": "plh",
        "nomor_sk": "800/45/BKPSDM/2026",
        "sampai": "2026-03-06",
        "atas_nama": "Plh. Kepala Dinas a.n. Gusti Ardiansyah (SK 800/45/BKPSDM/2026)"
    }],
    "izin": ["permohonan.baca", "tugas.kerjakan", "dokumen.tanda_tangan"],
    "unit": { "kode": "disdukcapil", "jenis": "dinas", "jalur": [] },
    "tim": ["jemput_bola"]
}))]
pub(super) struct SayaView {
    /// Who.
    id: Uuid,
    /// Full name.
    nama: String,
    /// The office.
    tenant: TenantView,
    /// Roles of their own, held now.
    peran: Vec<String>,
    /// Roles held today as Plh or Plt of somebody else.
    mandat: Vec<MandatView>,
    /// What all those roles may do.
    izin: Vec<&'static str>,
    /// Where they work.
    unit: Option<UnitPetugasView>,
    /// The teams they belong to.
    tim: Vec<String>,
}

/// A role held today in another's place.
#[derive(Serialize, ToSchema)]
struct MandatView {
    /// The role.
    peran: String,
    /// In whose place.
    dari: Uuid,
    /// Plh or Plt.
    jenis: JenisDelegasi,
    /// Number of the SK.
    nomor_sk: String,
    /// The last day.
    #[serde(with = "tanggal")]
    sampai: Date,
    /// As it stands above a signature.
    atas_nama: String,
}

impl From<&Mandat> for MandatView {
    fn from(mandat: &Mandat) -> Self {
        Self {
            peran: mandat.peran.to_string(),
            dari: mandat.dari.uuid(),
            jenis: mandat.jenis.into(),
            nomor_sk: mandat.nomor_sk.clone(),
            sampai: mandat.sampai,
            atas_nama: mandat.atas_nama(),
        }
    }
}

/// Where an officer works.
#[derive(Serialize, ToSchema)]
struct UnitPetugasView {
    /// The unit.
    kode: String,
    /// Its kind.
    jenis: JenisUnit,
    /// The units above it, the nearest first.
    jalur: Vec<String>,
}

impl From<&UnitPetugas> for UnitPetugasView {
    fn from(unit: &UnitPetugas) -> Self {
        Self {
            kode: unit.kode.to_string(),
            jenis: unit.jenis.into(),
            jalur: unit.jalur.iter().map(ToString::to_string).collect(),
        }
    }
}

impl SayaView {
    pub(super) fn new(tenant: &Tenant, petugas: &Petugas) -> Self {
        Self {
            id: petugas.id.uuid(),
            nama: petugas.nama.clone(),
            tenant: tenant.into(),
            peran: petugas.peran.iter().map(ToString::to_string).collect(),
            mandat: petugas.mandat.iter().map(Into::into).collect(),
            izin: petugas.izin.iter().map(|izin| izin.kode()).collect(),
            unit: petugas.unit.as_ref().map(Into::into),
            tim: petugas.tim.iter().map(ToString::to_string).collect(),
        }
    }
}
