//! Passkeys as clients read and write them.

use loket_domain::{
    akses::{KunciSandi, KunciTerdaftar, PilihanKunci},
    nilai::Rahasia,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// What the browser is asked to make a passkey.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "pilihan": {
        "rp": { "name": "Loket", "id": "loket.contoh.go.id" },
        "user": { "id": "AZjHol8OejGNPC9vTBueAA", "name": "sari@balangan", "displayName": "Sari Rahmawati" },
        "challenge": "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
        "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }],
        "timeout": 300_000,
        "excludeCredentials": [],
        "authenticatorSelection": { "requireResidentKey": false, "residentKey": "discouraged", "userVerification": "required" },
        "attestation": "none"
    },
    "berakhir_pada": "2026-01-05T02:05:00Z"
}))]
pub(super) struct PilihanDaftarView {
    /// `PublicKeyCredentialCreationOptionsJSON`, for `PublicKeyCredential.parseCreationOptionsFromJSON`.
    #[schema(value_type = Object)]
    pilihan: Value,
    /// Until when it may be answered.
    #[serde(with = "time::serde::rfc3339")]
    berakhir_pada: OffsetDateTime,
}

impl From<PilihanKunci> for PilihanDaftarView {
    fn from(satu: PilihanKunci) -> Self {
        Self { pilihan: satu.pilihan, berakhir_pada: satu.berakhir_pada }
    }
}

/// What the browser is asked to show a passkey.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "pilihan": {
        "challenge": "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
        "timeout": 300_000,
        "rpId": "loket.contoh.go.id",
        "allowCredentials": [{ "type": "public-key", "id": "SdnLJ3MQEUY7NR3lJbMc9cLyVBU" }],
        "userVerification": "required"
    },
    "berakhir_pada": "2026-01-05T02:05:00Z"
}))]
pub(super) struct PilihanBuktiView {
    /// `PublicKeyCredentialRequestOptionsJSON`, for `PublicKeyCredential.parseRequestOptionsFromJSON`.
    #[schema(value_type = Object)]
    pilihan: Value,
    /// Until when it may be answered.
    #[serde(with = "time::serde::rfc3339")]
    berakhir_pada: OffsetDateTime,
}

impl From<PilihanKunci> for PilihanBuktiView {
    fn from(satu: PilihanKunci) -> Self {
        Self { pilihan: satu.pilihan, berakhir_pada: satu.berakhir_pada }
    }
}

/// A passkey that the browser made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "label": "Ponsel kantor",
    "jawaban": {
        "id": "SdnLJ3MQEUY7NR3lJbMc9cLyVBU",
        "rawId": "SdnLJ3MQEUY7NR3lJbMc9cLyVBU",
        "type": "public-key",
        "response": { "clientDataJSON": "eyJ0eXBlIjoi", "attestationObject": "o2NmbXRk", "transports": ["internal"] },
        "clientExtensionResults": {}
    }
}))]
pub(super) struct KunciSandiRequest {
    /// What its owner calls it: 1 to 60 characters.
    pub label: String,
    /// What `toJSON()` of the credential gives (`RegistrationResponseJSON`).
    #[schema(value_type = Object, write_only)]
    pub jawaban: Value,
}

/// A ticket whose login is to be completed by a passkey.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "tiket": "6f1c9d0e2b7a4853a1d4e9f07c62b5380e4a7d9c1f2b6e835d0a9c4b7e1f2368"
}))]
pub(super) struct MulaiMasukKunciRequest {
    /// The ticket of the first step.
    #[schema(format = Password)]
    pub tiket: String,
}

/// The second step of a login, by a passkey.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "tiket": "6f1c9d0e2b7a4853a1d4e9f07c62b5380e4a7d9c1f2b6e835d0a9c4b7e1f2368",
    "jawaban": {
        "id": "SdnLJ3MQEUY7NR3lJbMc9cLyVBU",
        "rawId": "SdnLJ3MQEUY7NR3lJbMc9cLyVBU",
        "type": "public-key",
        "response": { "clientDataJSON": "eyJ0eXBlIjoi", "authenticatorData": "SZYN5YgO", "signature": "MEUCIQDx" },
        "clientExtensionResults": {}
    },
    "ingat_perangkat": true
}))]
pub(super) struct MasukKunciRequest {
    /// The ticket of the first step.
    #[schema(format = Password)]
    pub tiket: String,
    /// What `toJSON()` of the credential gives (`AuthenticationResponseJSON`).
    #[schema(value_type = Object, write_only)]
    pub jawaban: Value,
    /// Whether this device is to be remembered.
    #[serde(default)]
    pub ingat_perangkat: bool,
    /// What this device was given as `token_perangkat` at an earlier login.
    #[serde(default)]
    #[schema(format = Password)]
    pub perangkat: Option<String>,
}

/// One's own passkeys.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarKunciSandiView {
    /// The oldest first.
    data: Vec<KunciSandiView>,
}

impl From<Vec<KunciSandi>> for DaftarKunciSandiView {
    fn from(semua: Vec<KunciSandi>) -> Self {
        Self { data: semua.into_iter().map(Into::into).collect() }
    }
}

/// A passkey.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e06",
    "label": "Ponsel kantor",
    "dibuat_pada": "2026-01-05T02:00:00Z",
    "terakhir_pada": "2026-01-06T00:30:00Z",
    "dibekukan": false
}))]
struct KunciSandiView {
    /// Its id.
    id: Uuid,
    /// What its owner calls it.
    label: String,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it was last shown.
    #[serde(with = "time::serde::rfc3339::option")]
    terakhir_pada: Option<OffsetDateTime>,
    /// Whether it opens nothing any more, because there seem to be two of it: remove it.
    dibekukan: bool,
}

impl From<KunciSandi> for KunciSandiView {
    fn from(satu: KunciSandi) -> Self {
        Self {
            id: satu.id.uuid(),
            label: satu.label,
            dibuat_pada: satu.dibuat_pada,
            terakhir_pada: satu.terakhir_pada,
            dibekukan: satu.dibekukan_pada.is_some(),
        }
    }
}

/// A passkey that is enrolled now.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "kunci_sandi": {
        "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e06",
        "label": "Ponsel kantor",
        "dibuat_pada": "2026-01-05T02:00:00Z",
        "terakhir_pada": null,
        "dibekukan": false
    },
    "kode_pulih": ["3f2a1-9c0de-77b1a-0e4d2"]
}))]
pub(super) struct KunciTerdaftarView {
    /// The passkey.
    kunci_sandi: KunciSandiView,
    /// Recovery codes, shown once, each good once; none where there was a second factor before.
    kode_pulih: Vec<String>,
}

impl From<KunciTerdaftar> for KunciTerdaftarView {
    fn from(satu: KunciTerdaftar) -> Self {
        let kode_pulih = satu.kode_pulih.iter().map(|kode| kode.buka().to_owned()).collect();
        Self { kunci_sandi: satu.kunci.into(), kode_pulih }
    }
}

/// What a browser answered, as the business takes it.
pub(super) fn jawaban(isi: &Value) -> Rahasia {
    Rahasia::new(isi.to_string())
}
