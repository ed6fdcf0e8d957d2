//! Officers.

use loket_domain::{
    akses::{Pengguna, PenggunaId, RahasiaTerbit, TambahPengguna, UbahPengguna, Ubahan},
    halaman::Lembar,
    nilai::{Kode, Rahasia},
};
use serde::{Deserialize, Deserializer, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::problem::Problem;

/// A new officer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "nama_pengguna": "siti",
    "nama": "Siti Aminah",
    "nip": "199203142015042001",
    "peran": ["operator_layanan"],
    "unit": "disdukcapil",
    "tim": ["jemput_bola"],
    "surel": "siti@contoh.id"
}))]
pub(in crate::http::akses) struct PenggunaBaruRequest {
    /// Login name: 3 to 64 lower-case letters, digits, dots, underscores or hyphens.
    nama_pengguna: String,
    /// Full name; of who signs exactly as in their certificate.
    nama: String,
    /// NIP, 18 digits.
    #[serde(default)]
    nip: Option<String>,
    /// NIK; needed of who signs.
    #[serde(default)]
    nik: Option<String>,
    /// Roles, by code.
    peran: Vec<String>,
    /// Unit, by code.
    #[serde(default)]
    unit: Option<String>,
    /// Teams, by code.
    #[serde(default)]
    tim: Vec<String>,
    /// Their own email address: invitations and resets go there, and nobody else reads them.
    #[serde(default)]
    surel: Option<String>,
}

impl PenggunaBaruRequest {
    /// The command.
    pub(in crate::http::akses) fn menjadi(
        self,
        kunci: String,
        sidik: impl Fn(&[u8]) -> Vec<u8>,
    ) -> Result<TambahPengguna, Problem> {
        let isi = (
            "POST /v1/pengguna",
            (&self.nama_pengguna, &self.nama, &self.nip, &self.nik),
            (&self.peran, &self.unit, &self.tim, &self.surel),
        );
        let isi =
            serde_json::to_vec(&isi).map_err(|galat| Problem::kesalahan_sistem().karena(galat))?;
        Ok(TambahPengguna {
            nama_pengguna: self.nama_pengguna,
            nama: self.nama,
            nip: self.nip,
            nik: self.nik,
            peran: self.peran,
            unit: self.unit,
            tim: self.tim,
            surel: self.surel,
            idempotensi: Some((kunci, sidik(&isi))),
        })
    }
}

/// What changes about an officer; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "peran": ["kasi"], "unit": null, "versi": 3 }))]
pub(in crate::http::akses) struct PenggunaUbahRequest {
    /// Full name.
    #[serde(default)]
    nama: Option<String>,
    /// NIP, 18 digits; `null` removes it.
    #[serde(default, deserialize_with = "ada")]
    #[schema(value_type = Option<String>)]
    nip: Ubahan,
    /// NIK; needed of who signs, also as Plh or Plt. Never shown again in full.
    #[serde(default)]
    #[schema(write_only)]
    nik: Option<String>,
    /// Their own email address; `null` removes it. The former address is told.
    #[serde(default, deserialize_with = "ada")]
    #[schema(value_type = Option<String>)]
    surel: Ubahan,
    /// Unit, by code; `null` removes it.
    #[serde(default, deserialize_with = "ada")]
    #[schema(value_type = Option<String>)]
    unit: Ubahan,
    /// All teams, by code.
    #[serde(default)]
    tim: Option<Vec<String>>,
    /// All roles, by code.
    #[serde(default)]
    peran: Option<Vec<String>>,
    /// Whether they may log in.
    #[serde(default)]
    aktif: Option<bool>,
    /// The version of the officer that was looked at; or send `If-Match`.
    #[serde(default)]
    pub versi: Option<u64>,
}

/// Tells `null` from absent.
fn ada<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Ubahan, D::Error> {
    Ok(Option::deserialize(deserializer)?.map_or(Ubahan::Hapus, Ubahan::Menjadi))
}

impl PenggunaUbahRequest {
    pub(in crate::http::akses) fn menjadi(self, id: PenggunaId, versi: u64) -> UbahPengguna {
        UbahPengguna {
            id,
            versi,
            nama: self.nama,
            nip: self.nip,
            nik: self.nik.map(Rahasia::new),
            surel: self.surel,
            unit: self.unit,
            tim: self.tim,
            peran: self.peran,
            aktif: self.aktif,
        }
    }
}

/// One page of officers.
#[derive(Serialize, ToSchema)]
pub(in crate::http::akses) struct LembarPengguna {
    /// The longest-serving first.
    data: Vec<PenggunaView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<Pengguna>> for LembarPengguna {
    fn from(lembar: Lembar<Pengguna>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// An address with its name masked.
fn samarkan(surel: &str) -> String {
    let (nama, tuan) = surel.rsplit_once('@').unwrap_or((surel, ""));
    let awal: String = nama.chars().take(1).collect();
    format!("{awal}***@{tuan}")
}

/// An invitation.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "kode": "3f2a-9c0d-77b1-0e4d-1a2b-3c4d-5e6f-7a8b",
    "berakhir_pada": "2026-01-08T02:00:00Z",
    "lewat_surel": false
}))]
pub(in crate::http::akses) struct UndanganView {
    /// The one-time code, to be handed over in person; `null` when it went to the officer's own address.
    kode: Option<String>,
    /// When it ends.
    #[serde(with = "time::serde::rfc3339")]
    berakhir_pada: OffsetDateTime,
    /// Whether it went to the officer's own address.
    lewat_surel: bool,
}

impl From<RahasiaTerbit> for UndanganView {
    fn from(terbit: RahasiaTerbit) -> Self {
        Self {
            lewat_surel: terbit.rahasia.is_none(),
            kode: terbit.rahasia.map(|kode| kode.buka().to_owned()),
            berakhir_pada: terbit.berakhir_pada,
        }
    }
}

/// A new officer with their invitation.
#[derive(Serialize, ToSchema)]
pub(in crate::http::akses) struct PenggunaBaruView {
    /// The officer.
    #[serde(flatten)]
    pub pengguna: PenggunaView,
    /// The invitation; `null` when the request was repeated, as a code is shown once.
    pub undangan: Option<UndanganView>,
}

/// An officer.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "nama_pengguna": "siti",
    "nama": "Siti Aminah",
    "nip": "199203142015042001",
    "nik": null,
    "aktif": true,
    "peran": ["operator_layanan"],
    "unit": "disdukcapil",
    "tim": ["jemput_bola"],
    "surel": "s***@contoh.id",
    "sandi_terpasang": true,
    "versi": 3
}))]
pub(in crate::http::akses) struct PenggunaView {
    /// Who.
    pub id: Uuid,
    /// Login name.
    nama_pengguna: String,
    /// Full name.
    nama: String,
    /// NIP.
    nip: Option<String>,
    /// NIK, masked.
    nik: Option<String>,
    /// Whether they may log in.
    aktif: bool,
    /// Roles of their own.
    peran: Vec<String>,
    /// Unit.
    unit: Option<String>,
    /// Teams.
    tim: Vec<String>,
    /// Their own email address, masked.
    surel: Option<String>,
    /// Whether they came in and set a password of their own.
    sandi_terpasang: bool,
    /// The version that a change names.
    pub versi: u64,
}

impl From<Pengguna> for PenggunaView {
    fn from(pengguna: Pengguna) -> Self {
        let teks = |kode: Vec<Kode>| kode.into_iter().map(Into::into).collect();
        Self {
            id: pengguna.id.uuid(),
            nama_pengguna: pengguna.nama_pengguna,
            nama: pengguna.nama,
            nip: pengguna.nip,
            nik: pengguna.nik.map(|nik| nik.to_string()),
            aktif: pengguna.aktif,
            peran: teks(pengguna.peran),
            unit: pengguna.unit.map(Into::into),
            tim: teks(pengguna.tim),
            surel: pengguna.surel.map(|surel| samarkan(surel.buka())),
            sandi_terpasang: pengguna.sandi_hash.is_some(),
            versi: pengguna.versi,
        }
    }
}
