//! Attempts and signers as clients send and read them.

use loket_domain::{
    dokumen::{self, BarisPenandaTangan, BarisPercobaan, KunciTte, Sertifikat},
    halaman::Lembar,
    nilai::Rahasia,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::{kata::hex, problem::Problem};

/// What the signer proves themselves with: `passphrase` or `totp`, not both.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "passphrase": "contoh passphrase" }))]
pub(in crate::http) struct KunciRequest {
    /// The signer's passphrase at BSrE.
    #[serde(default)]
    #[schema(format = Password)]
    pub passphrase: Option<String>,
    /// The one-time code that BSrE sent the signer; see `mintaTotp`.
    #[serde(default)]
    #[schema(format = Password)]
    pub totp: Option<String>,
}

pub(in crate::http) fn kunci_dari(isi: KunciRequest) -> Result<KunciTte, Problem> {
    match (isi.passphrase, isi.totp) {
        (Some(satu), None) if !satu.is_empty() => Ok(KunciTte::Passphrase(Rahasia::new(satu))),
        (None, Some(satu)) if !satu.is_empty() => Ok(KunciTte::Totp(Rahasia::new(satu))),
        _ => Err(Problem::isian(
            "/passphrase",
            "kunci_tte_wajib",
            "Isi passphrase atau kode sekali pakai, salah satu saja.",
        )),
    }
}

/// A one-time code to be sent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "jumlah": 25 }))]
pub(super) struct TotpRequest {
    /// For how many files it is to be good.
    #[schema(minimum = 1, maximum = 500)]
    pub jumlah: u32,
    /// The activation code of the office's seal instead; it is typed in as `totp`, too.
    #[serde(default)]
    pub segel: bool,
}

/// How an attempt stands.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum KeadaanPercobaan {
    Berjalan,
    Berhasil,
    Gagal,
    TidakDiketahui,
}

impl From<dokumen::KeadaanPercobaan> for KeadaanPercobaan {
    fn from(keadaan: dokumen::KeadaanPercobaan) -> Self {
        match keadaan {
            dokumen::KeadaanPercobaan::Berjalan => Self::Berjalan,
            dokumen::KeadaanPercobaan::Berhasil => Self::Berhasil,
            dokumen::KeadaanPercobaan::Gagal => Self::Gagal,
            dokumen::KeadaanPercobaan::TidakDiketahui => Self::TidakDiketahui,
        }
    }
}

/// An attempt whose end nobody knows.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "dokumen_id": "0198c7a2-0001-7a31-8d3c-2f6f4c1b9e00",
    "dokumen_nama": "Kutipan Akta Kelahiran",
    "permohonan_id": "0198c7a2-0002-7a31-8d3c-2f6f4c1b9e00",
    "nomor": "6311-2026-000123",
    "tugas_id": "0198c7a2-0003-7a31-8d3c-2f6f4c1b9e00",
    "oleh": "0198c7a2-0004-7a31-8d3c-2f6f4c1b9e00",
    "oleh_nama": "Gusti Contoh",
    "keadaan": "tidak_diketahui",
    "galat": "tte_terputus",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "nomor_host": null,
    "dimulai_pada": "2026-11-23T01:00:00Z"
}))]
pub(super) struct PercobaanView {
    /// Its id.
    id: Uuid,
    /// What was sent.
    dokumen_id: Uuid,
    /// As the resident knows it.
    dokumen_nama: String,
    /// The case.
    permohonan_id: Uuid,
    /// Its number.
    nomor: String,
    /// The tugas.
    tugas_id: Uuid,
    /// Who signs.
    oleh: Uuid,
    /// Their name.
    oleh_nama: String,
    /// `berjalan` while the call may be under way, then `tidak_diketahui`.
    keadaan: KeadaanPercobaan,
    /// Why, as a stable code.
    galat: Option<String>,
    /// SHA-256 of the bytes that were sent, lower-case hex: by it the host's journal is searched.
    sha256: String,
    /// The number under which the host keeps the signed file (`id_dokumen` of the first generation).
    nomor_host: Option<String>,
    /// When it began.
    #[serde(with = "time::serde::rfc3339")]
    dimulai_pada: OffsetDateTime,
}

impl From<BarisPercobaan> for PercobaanView {
    fn from(satu: BarisPercobaan) -> Self {
        Self {
            id: satu.id.uuid(),
            dokumen_id: satu.dokumen.uuid(),
            dokumen_nama: satu.dokumen_nama,
            permohonan_id: satu.permohonan.uuid(),
            nomor: satu.nomor.as_str().to_owned(),
            tugas_id: satu.tugas.uuid(),
            oleh: satu.oleh.uuid(),
            oleh_nama: satu.oleh_nama,
            keadaan: satu.keadaan.into(),
            galat: satu.galat,
            sha256: hex(&satu.sha256),
            nomor_host: satu.nomor_host,
            dimulai_pada: satu.dimulai_pada,
        }
    }
}

/// One page of attempts.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarPercobaan {
    /// The newest first.
    data: Vec<PercobaanView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<BarisPercobaan>> for LembarPercobaan {
    fn from(lembar: Lembar<BarisPercobaan>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// The signer's word that nothing was signed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "alasan": "Koneksi ke layanan TTE putus sebelum diproses.",
    "bukti": "Riwayat di halaman admin eSign 23-11-2026 09.00–09.10 tidak memuat dokumen ini."
}))]
pub(super) struct PenuntasanRequest {
    /// Why the signer is sure; at most 500 characters.
    pub alasan: String,
    /// What they saw at the host; at most 500 characters.
    pub bukti: String,
}

/// A signed file to announce.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "ukuran": 120_334 }))]
pub(super) struct UnggahHasilRequest {
    /// Bytes that will be put, at most 20 MB.
    #[schema(minimum = 1, maximum = 20_971_520)]
    pub ukuran: u64,
}

/// What is known of a certificate.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "status": "ISSUE", "diperiksa_pada": "2026-11-23T01:00:00Z", "galat": null,
    "berlaku_sampai": "2027-05-01T00:00:00Z", "peringatan_hari": null
}))]
pub(super) struct SertifikatView {
    /// What the host said last: only `ISSUE` may sign; null before the first answer.
    status: Option<String>,
    /// When it said so.
    #[serde(with = "time::serde::rfc3339::option")]
    diperiksa_pada: Option<OffsetDateTime>,
    /// Why the last check failed, as a stable code.
    galat: Option<String>,
    /// The end of the certificate, as the last verified signature showed it.
    #[serde(with = "time::serde::rfc3339::option")]
    berlaku_sampai: Option<OffsetDateTime>,
    /// The nearest warning that was given for that end, in days.
    peringatan_hari: Option<u16>,
}

impl From<Sertifikat> for SertifikatView {
    fn from(satu: Sertifikat) -> Self {
        Self {
            status: satu.status,
            diperiksa_pada: satu.diperiksa_pada,
            galat: satu.galat,
            berlaku_sampai: satu.berlaku_sampai,
            peringatan_hari: satu.peringatan_hari,
        }
    }
}

/// A signer.
#[derive(Serialize, ToSchema)]
struct PenandaTanganView {
    /// Who.
    pengguna_id: Uuid,
    /// Full name.
    nama: String,
    /// The signing roles they hold today, own or standing in.
    peran: Vec<String>,
    /// Their certificate.
    sertifikat: SertifikatView,
}

/// Those who may sign today.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "data": [{
    "pengguna_id": "0198c7a2-0004-7a31-8d3c-2f6f4c1b9e00", "nama": "Gusti Contoh", "peran": ["kadis"],
    "sertifikat": { "status": "ISSUE", "diperiksa_pada": "2026-11-23T01:00:00Z", "galat": null,
        "berlaku_sampai": "2027-05-01T00:00:00Z", "peringatan_hari": null }
}] }))]
pub(super) struct DaftarPenandaTanganView {
    /// Everybody who holds a signing role today.
    data: Vec<PenandaTanganView>,
}

impl From<Vec<BarisPenandaTangan>> for DaftarPenandaTanganView {
    fn from(semua: Vec<BarisPenandaTangan>) -> Self {
        let data = semua.into_iter().map(|satu| PenandaTanganView {
            pengguna_id: satu.pengguna.uuid(),
            nama: satu.nama,
            peran: satu.peran.into_iter().map(Into::into).collect(),
            sertifikat: satu.sertifikat.into(),
        });
        Self { data: data.collect() }
    }
}
