//! The service numbers of all offices, for everybody, signed so that a copy can be trusted too.

use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::resmi;
use crate::{
    galat::{Galat, PortError},
    ports::Ports,
    tenant::TenantSlug,
};

/// How long a signed list is good.
const UMUR: Duration = Duration::hours(24);
/// The list is signed anew at this pace, so that all copies of an hour are the same bytes.
const IRAMA: i64 = 3_600;
/// The kind of document, in the header of its signature.
pub const JENIS_SURAT: &str = "nomor-resmi+jwt";

/// A service number and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NomorResmi {
    /// The office.
    pub tenant: TenantSlug,
    /// Its name.
    pub kantor: String,
    /// The number as people see it.
    pub nomor: String,
}

impl NomorResmi {
    /// `+62…`, or as it was set when it is no number.
    pub fn rapi(&self) -> String {
        resmi::normal(&self.nomor).map_or_else(|| self.nomor.clone(), |angka| format!("+{angka}"))
    }
}

/// Signs statements for the public. Its keys are those of access tokens; the kind in the header keeps the two apart.
pub trait PenandaSurat: Send + Sync {
    /// A compact JWS over these claims, of that kind.
    fn tanda(&self, jenis: &str, klaim: &Value) -> Result<String, PortError>;

    /// The claims of a compact JWS of that kind that this installation signed, with its present key or an earlier one that
    /// it still knows; `None` for anything else.
    fn buka(&self, jenis: &str, surat: &str) -> Option<Value>;

    /// Public keys, as a JWK set.
    fn jwks(&self) -> Value;

    /// The address of this installation, as it signs.
    fn penerbit(&self) -> &str;
}

/// The signed list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuratNomorResmi {
    /// The numbers, by office.
    pub nomor: Vec<NomorResmi>,
    /// From when it is good.
    pub terbit: OffsetDateTime,
    /// Until when.
    pub berakhir: OffsetDateTime,
    /// The same as a compact JWS.
    pub jws: String,
}

/// The list, of all offices or of one.
#[derive(Clone, Debug, Default)]
pub struct DaftarNomorResmi {
    /// Only this office.
    pub tenant: Option<TenantSlug>,
}

impl DaftarNomorResmi {
    /// Signed now.
    pub async fn execute(self, ports: &Ports) -> Result<SuratNomorResmi, Galat> {
        let mut nomor = ports.daftar.nomor_resmi().await?;
        if let Some(tenant) = &self.tenant {
            if ports.daftar.tenant(tenant).await?.is_none() {
                return Err(Galat::TidakDitemukan("tenant"));
            }
            nomor.retain(|satu| &satu.tenant == tenant);
        }
        let detik = ports.clock.now().unix_timestamp();
        let terbit = OffsetDateTime::from_unix_timestamp(detik - detik.rem_euclid(IRAMA))
            .map_err(PortError::tak_terduga)?;
        let berakhir = terbit + UMUR;
        let daftar: Vec<_> = nomor
            .iter()
            .map(|satu| json!({ "tenant": satu.tenant, "kantor": satu.kantor, "nomor": satu.rapi() }))
            .collect();
        let klaim = json!({
            "iss": ports.surat.penerbit(),
            "iat": terbit.unix_timestamp(),
            "exp": berakhir.unix_timestamp(),
            "nomor_resmi": daftar,
        });
        let jws = ports.surat.tanda(JENIS_SURAT, &klaim)?;
        Ok(SuratNomorResmi { nomor, terbit, berakhir, jws })
    }
}

/// Whether a number is official.
#[derive(Clone, Debug)]
pub struct PeriksaNomor {
    /// The number, as people type it.
    pub nomor: String,
}

/// What became of the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HasilPeriksa {
    /// The number, `+62…`.
    pub nomor: String,
    /// Whose it is; nobody's when empty.
    pub milik: Vec<NomorResmi>,
}

impl PeriksaNomor {
    /// Looks it up.
    ///
    /// # Errors
    /// The text is no number.
    pub async fn execute(self, ports: &Ports) -> Result<HasilPeriksa, Galat> {
        let angka = resmi::normal(&self.nomor).ok_or_else(|| {
            Galat::isian("/nomor", "nomor_tidak_sah", "Tuliskan nomornya, misalnya 0812 3456 7890.")
        })?;
        let mut milik = ports.daftar.nomor_resmi().await?;
        milik.retain(|satu| resmi::normal(&satu.nomor).as_deref() == Some(&angka));
        Ok(HasilPeriksa { nomor: format!("+{angka}"), milik })
    }
}
