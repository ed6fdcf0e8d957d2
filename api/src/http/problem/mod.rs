//! RFC 9457 problem details: the one shape of every refusal.

mod dari_galat;
#[cfg(test)]
mod uji;

use std::{error::Error as StdError, fmt, sync::Arc};

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use loket_domain::galat::Pelanggaran;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The media type of every refusal.
pub(super) const MEDIA: &str = "application/problem+json";

/// A refusal on its way to the caller.
#[derive(Clone, Debug)]
pub struct Problem(Box<Rincian>);

#[derive(Clone, Debug)]
struct Rincian {
    status: StatusCode,
    kode: &'static str,
    detail: String,
    errors: Vec<IsianSalah>,
    pilihan: Vec<String>,
    kepala: Vec<(header::HeaderName, header::HeaderValue)>,
    instance: Option<Uuid>,
    sumber: Option<Arc<dyn StdError + Send + Sync>>,
}

/// RFC 9457 problem details.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "urn:loket:isian_tidak_sah",
    "title": "Isian belum benar",
    "status": 422,
    "detail": "Ada 1 isian yang belum benar.",
    "instance": "urn:uuid:0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "kode": "isian_tidak_sah",
    "errors": [{
        "pointer": "/pemohon/nik",
        "kode": "nik_panjang",
        "pesan": "NIK harus 16 angka, sesuai yang tertera di KTP atau KK."
    }],
    "pilihan": []
}))]
pub struct ProblemView {
    /// `urn:loket:` and the code.
    #[serde(rename = "type")]
    pub tipe: String,
    /// What kind of refusal it is, in Indonesian.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What a person can do about it, in Indonesian.
    pub detail: String,
    /// The id of this request, as in `X-Request-Id`; name it when you ask for help.
    pub instance: Option<String>,
    /// Stable code for programs.
    pub kode: &'static str,
    /// The violated fields, when there are any.
    pub errors: Vec<IsianSalah>,
    /// Decisions or actions that are open now, when there are any.
    pub pilihan: Vec<String>,
}

/// One violated field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct IsianSalah {
    /// RFC 6901 pointer into the body; the name of the parameter for a query.
    pub pointer: String,
    /// Stable code for programs.
    pub kode: &'static str,
    /// An Indonesian sentence that a person can act on.
    pub pesan: String,
    /// The offending value of a configuration pack, shortened; left out where it may be personal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nilai: Option<String>,
}

impl From<Pelanggaran> for IsianSalah {
    fn from(satu: Pelanggaran) -> Self {
        Self { pointer: satu.pointer, kode: satu.kode, pesan: satu.pesan, nilai: satu.nilai }
    }
}

impl Problem {
    /// A refusal with its status, its stable code and a sentence for a person.
    pub fn new(status: StatusCode, kode: &'static str, detail: impl Into<String>) -> Self {
        Self(Box::new(Rincian {
            status,
            kode,
            detail: detail.into(),
            errors: Vec::new(),
            pilihan: Vec::new(),
            kepala: Vec::new(),
            instance: None,
            sumber: None,
        }))
    }

    /// The one answer for everything that does not exist, whoever it may belong to.
    pub fn tidak_ditemukan() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "tidak_ditemukan",
            "Yang Anda cari tidak ada, atau bukan milik kantor Anda.",
        )
    }

    /// The one answer for a failure that nobody may look into from outside.
    pub fn kesalahan_sistem() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "kesalahan_sistem",
            "Terjadi kesalahan pada sistem. Sebutkan nomor permintaan ini kepada pengelola.",
        )
    }

    /// One violated field.
    pub fn isian(pointer: impl Into<String>, kode: &'static str, pesan: impl Into<String>) -> Self {
        let salah = Pelanggaran::baru(pointer, kode, pesan).into();
        Self::isian_tidak_sah(vec![salah])
    }

    /// Violated fields.
    fn isian_tidak_sah(errors: Vec<IsianSalah>) -> Self {
        let detail = format!("Ada {} isian yang belum benar.", errors.len());
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "isian_tidak_sah", detail);
        problem.0.errors = errors;
        problem
    }

    /// The same refusal with a response header.
    #[must_use]
    pub(super) fn dengan_kepala(
        mut self,
        nama: header::HeaderName,
        nilai: header::HeaderValue,
    ) -> Self {
        self.0.kepala.push((nama, nilai));
        self
    }

    /// The same refusal with its cause, which only the log shows.
    #[must_use]
    pub(super) fn karena(mut self, sumber: impl StdError + Send + Sync + 'static) -> Self {
        self.0.sumber = Some(Arc::new(sumber));
        self
    }

    /// The same refusal, naming the request it answers.
    #[must_use]
    pub(super) fn pada(mut self, permintaan: Uuid) -> Self {
        self.0.instance = Some(permintaan);
        self
    }

    /// The stable code.
    pub fn kode(&self) -> &'static str {
        self.0.kode
    }

    /// What a person can do about it.
    pub(super) fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The cause with its causes, for the log.
    pub(super) fn sebab(&self) -> Option<String> {
        let mut sumber: &dyn StdError = self.0.sumber.as_deref()?;
        let mut rantai = sumber.to_string();
        while let Some(dalam) = sumber.source() {
            rantai.push_str(": ");
            rantai.push_str(&dalam.to_string());
            sumber = dalam;
        }
        Some(rantai)
    }

    /// What the caller reads.
    pub(super) fn view(&self) -> ProblemView {
        ProblemView {
            tipe: format!("urn:loket:{}", self.0.kode),
            title: judul(self.0.status),
            status: self.0.status.as_u16(),
            detail: self.0.detail.clone(),
            instance: self.0.instance.map(|id| id.urn().to_string()),
            kode: self.0.kode,
            errors: self.0.errors.clone(),
            pilihan: self.0.pilihan.clone(),
        }
    }
}

/// The title of a refusal, by its status.
pub(super) fn judul(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "Permintaan tidak terbaca",
        401 => "Perlu masuk",
        403 => "Tidak berizin",
        404 => "Tidak ditemukan",
        405 => "Metode tidak dilayani",
        408 => "Permintaan terlalu lambat",
        409 => "Bentrok dengan keadaan sekarang",
        412 => "Sudah berubah sejak dibaca",
        413 => "Isi terlalu besar",
        415 => "Jenis isi tidak didukung",
        422 => "Isian belum benar",
        428 => "Perlu If-Match",
        429 => "Terlalu banyak percobaan",
        503 => "Sedang tidak tersedia",
        _ if status.is_client_error() => "Permintaan ditolak",
        _ => "Kesalahan sistem",
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.kode)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut jawaban = HttpResponse::build(self.0.status);
        for (nama, nilai) in &self.0.kepala {
            jawaban.insert_header((nama.clone(), nilai.clone()));
        }
        jawaban.insert_header((header::CONTENT_TYPE, MEDIA)).json(self.view())
    }
}
