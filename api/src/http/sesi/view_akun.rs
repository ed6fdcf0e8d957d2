//! One's own account as clients read and write it.

use loket_domain::{
    akses::{BenihTampil, KeadaanFaktor, Pelaku, RincianSesi, Siapa},
    nilai::Rahasia,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// Who confirms; one of the three.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kode": "287082" }))]
pub(super) struct KonfirmasiRequest {
    /// The password.
    #[serde(default)]
    #[schema(format = Password, write_only)]
    pub sandi: Option<String>,
    /// The code that the authenticator shows now.
    #[serde(default)]
    #[schema(write_only)]
    pub kode: Option<String>,
    /// What `toJSON()` of a passkey's credential gives (`AuthenticationResponseJSON`).
    #[serde(default)]
    #[schema(value_type = Option<Object>, write_only)]
    pub kunci_sandi: Option<serde_json::Value>,
}

/// A fresh session.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "segar_sampai": "2026-01-05T02:05:00Z" }))]
pub(super) struct SegarView {
    /// Until when.
    #[serde(with = "time::serde::rfc3339")]
    pub segar_sampai: OffsetDateTime,
}

/// A change of password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "lama": "contoh kata sandi panjang", "baru": "kata sandi lain yang panjang" }))]
pub(super) struct GantiSandiRequest {
    /// The one that holds now.
    #[schema(format = Password, write_only)]
    pub lama: String,
    /// The one that will.
    #[schema(format = Password, write_only)]
    pub baru: String,
}

/// The live sessions of an officer.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct DaftarSesiView {
    /// The newest first.
    data: Vec<SesiView>,
}

/// A session.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e05",
    "dibuat_pada": "2026-01-05T02:00:00Z",
    "terakhir_pada": "2026-01-05T02:30:00Z",
    "berakhir_pada": "2026-01-05T14:00:00Z",
    "faktor": "dua",
    "perangkat": "Chrome di Android",
    "alamat": "203.0.113.x",
    "ini": true
}))]
struct SesiView {
    /// Its id.
    id: Uuid,
    /// When it began.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When its tokens were last renewed.
    #[serde(with = "time::serde::rfc3339")]
    terakhir_pada: OffsetDateTime,
    /// When it ends at the latest.
    #[serde(with = "time::serde::rfc3339")]
    berakhir_pada: OffsetDateTime,
    /// What opened it: `sandi` or `dua`.
    faktor: &'static str,
    /// What the device calls itself.
    perangkat: Option<String>,
    /// Where it was opened, without the end of the address.
    alamat: Option<String>,
    /// Whether it is the session of this request.
    ini: bool,
}

impl DaftarSesiView {
    pub(in crate::http) fn new(semua: Vec<RincianSesi>, pelaku: &Pelaku) -> Self {
        let ini = match &pelaku.siapa {
            Siapa::Petugas(petugas) => Some(petugas.sesi),
            Siapa::Pemohon(_) | Siapa::Bantuan(_) | Siapa::Klien(_) | Siapa::Sistem => None,
        };
        let data = semua.into_iter().map(|satu| SesiView {
            id: satu.id.uuid(),
            dibuat_pada: satu.dibuat_pada,
            terakhir_pada: satu.terakhir_pada,
            berakhir_pada: satu.berakhir_pada,
            faktor: satu.faktor.kata(),
            perangkat: satu.perangkat,
            alamat: satu.alamat_samar,
            ini: Some(satu.id) == ini,
        });
        Self { data: data.collect() }
    }
}

/// How many sessions ended.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "jumlah": 2 }))]
pub(in crate::http) struct SesiBerakhirView {
    /// How many.
    pub jumlah: u64,
}

/// The state of an officer's second factors.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "totp": true, "kunci_sandi": 1, "kode_pulih": 9, "wajib": true }))]
pub(super) struct FaktorView {
    /// Whether an authenticator is enrolled.
    totp: bool,
    /// How many passkeys are enrolled.
    kunci_sandi: u64,
    /// How many recovery codes are left.
    kode_pulih: u64,
    /// Whether the office demands a second factor of this officer.
    wajib: bool,
}

impl From<KeadaanFaktor> for FaktorView {
    fn from(keadaan: KeadaanFaktor) -> Self {
        Self {
            totp: keadaan.totp,
            kunci_sandi: keadaan.kunci_sandi,
            kode_pulih: keadaan.kode_pulih,
            wajib: keadaan.wajib,
        }
    }
}

/// A seed, shown once.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "rahasia": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    "otpauth": "otpauth://totp/Loket%20balangan:siti?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Loket%20balangan&algorithm=SHA1&digits=6&period=30",
    "qr": "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"
}))]
pub(super) struct BenihView {
    /// Base32, to be typed into an authenticator.
    rahasia: String,
    /// The same as a URI.
    otpauth: String,
    /// The same as a QR code, SVG.
    qr: String,
}

impl From<BenihTampil> for BenihView {
    fn from(benih: BenihTampil) -> Self {
        Self {
            rahasia: benih.benih.buka().to_owned(),
            otpauth: benih.otpauth.buka().to_owned(),
            qr: benih.qr.buka().to_owned(),
        }
    }
}

/// A code of the new authenticator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kode": "287082" }))]
pub(super) struct SahkanRequest {
    /// The code that it shows now.
    #[schema(write_only)]
    pub kode: String,
}

/// Recovery codes, shown once.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "kode_pulih": ["3f2a1-9c0de-77b1a-0e4d2"] }))]
pub(super) struct KodePulihView {
    /// Each works once.
    kode_pulih: Vec<String>,
}

impl From<Vec<Rahasia>> for KodePulihView {
    fn from(kode: Vec<Rahasia>) -> Self {
        Self { kode_pulih: kode.iter().map(|satu| satu.buka().to_owned()).collect() }
    }
}
