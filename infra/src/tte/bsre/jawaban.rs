//! What an answer of the host means. Codes are looked for in fields and in texts, since both shapes are live.

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use loket_domain::{
    dokumen::{StatusPenandaTangan, TteGagal, VerifikasiHost},
    galat::PortError,
    nilai::Rahasia,
};
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::Value;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
const PASSPHRASE_SALAH: &str = "2031";
/// Words that say the signer cannot sign, and the state they stand for.
const TIDAK_SIAP: [(&str, &str); 11] = [
    ("2011", "NOT_REGISTERED"),
    ("1110", "NOT_REGISTERED"),
    ("2021", "NO_CERTIFICATE"),
    ("NOT_REGISTERED", "NOT_REGISTERED"),
    ("NO_CERTIFICATE", "NO_CERTIFICATE"),
    ("WAITING_FOR_VERIFICATION", "WAITING_FOR_VERIFICATION"),
    ("EXPIRED", "EXPIRED"),
    ("SUSPEND", "SUSPEND"),
    ("REVOKE", "REVOKE"),
    ("RENEW", "RENEW"),
    ("NEW", "NEW"),
];

/// The fields of an answer that mean something, whatever their type.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Badan {
    file: Option<Vec<Option<String>>>,
    status_code: Value,
    code: Value,
    error: Value,
    message: Value,
    status: Value,
    success: Value,
    result: Value,
    totp: Value,
    conclusion: Value,
    summary: Value,
    #[serde(rename = "signatureCount")]
    signature_count: Value,
    jumlah_signature: Value,
}

impl Badan {
    /// Words of codes, states and texts; never of a time, a path or a file.
    fn memuat(&self, dicari: &str) -> bool {
        [&self.status_code, &self.code, &self.status, &self.error, &self.message]
            .into_iter()
            .map(teks)
            .any(|teks| {
                teks.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|k| k == dicari)
            })
    }

    /// The refusal this body states, if it states one that is known.
    fn penolakan(&self) -> Option<TteGagal> {
        if self.memuat(PASSPHRASE_SALAH) {
            return Some(TteGagal::PassphraseSalah);
        }
        let (_, status) = TIDAK_SIAP.iter().find(|(kata, _)| self.memuat(kata))?;
        Some(TteGagal::PenandaTanganTidakSiap((*status).to_owned()))
    }

    /// The host's own code, when it is one and says more than the HTTP status.
    fn kode(&self, http: StatusCode) -> String {
        let kode = teks(&self.status_code);
        let wajar = (1..=16).contains(&kode.len()) && kode.bytes().all(|b| b.is_ascii_digit());
        if wajar { kode } else { http.as_u16().to_string() }
    }
}

/// The signed file as received; whether it counts is the verifier's business.
pub(super) fn berkas(http: StatusCode, badan: &[u8]) -> Result<Vec<u8>, TteGagal> {
    let badan = serde_json::from_slice::<Badan>(badan).ok();
    if http != StatusCode::OK {
        return Err(gagal(http, badan.as_ref()));
    }
    let Some(badan) = badan else { return Err(tidak_diketahui("jawaban bukan JSON")) };
    match &badan.file {
        Some(berkas) => match berkas.first() {
            None => Ok(Vec::new()),
            Some(None) => Err(tidak_diketahui("jawaban tanpa berkas")),
            Some(Some(isi)) => urai(isi),
        },
        None => Err(badan.penolakan().unwrap_or_else(|| tidak_diketahui("jawaban tanpa berkas"))),
    }
}

/// The signed file of the first generation, without a document id to fetch it with: the body itself.
pub(super) fn pdf(http: StatusCode, isi: Vec<u8>) -> Result<Vec<u8>, TteGagal> {
    let badan = serde_json::from_slice::<Badan>(&isi).ok();
    if http != StatusCode::OK {
        return Err(gagal(http, badan.as_ref()));
    }
    // Success that is JSON is none: either a refusal that is known, or nobody knows what.
    match badan {
        Some(badan) => {
            Err(badan.penolakan().unwrap_or_else(|| tidak_diketahui("jawaban tanpa berkas")))
        }
        None => Ok(isi),
    }
}

/// Whether a request that signs nothing was granted.
pub(super) fn diterima(http: StatusCode, badan: &[u8]) -> Result<(), TteGagal> {
    dikabulkan(http, badan).map(drop)
}

/// A one-time code in an answer.
pub(super) fn totp(http: StatusCode, badan: &[u8]) -> Result<Rahasia, TteGagal> {
    let mut badan = dikabulkan(http, badan)?;
    let kode = Rahasia::new(match badan.totp.take() {
        Value::String(kode) => kode,
        lain => teks(&lain),
    });
    let wajar = (1..=64).contains(&kode.buka().len())
        && kode.buka().bytes().all(|b| b.is_ascii_alphanumeric());
    if wajar { Ok(kode) } else { Err(tidak_diketahui("jawaban tanpa kode")) }
}

fn dikabulkan(http: StatusCode, badan: &[u8]) -> Result<Badan, TteGagal> {
    let badan = serde_json::from_slice::<Badan>(badan).ok();
    if !http.is_success() {
        return Err(gagal(http, badan.as_ref()));
    }
    let badan = badan.ok_or_else(|| tidak_diketahui("jawaban bukan JSON"))?;
    if [&badan.success, &badan.result].contains(&&Value::Bool(false)) {
        let kode = badan.kode(http);
        return Err(badan.penolakan().unwrap_or(TteGagal::Ditolak { kode }));
    }
    match badan.penolakan() {
        Some(penolakan) => Err(penolakan),
        None => Ok(badan),
    }
}

/// What the host thinks of a file, in the words of either generation.
pub(super) fn verifikasi(http: StatusCode, badan: &[u8]) -> Result<VerifikasiHost, TteGagal> {
    let badan = serde_json::from_slice::<Badan>(badan).ok();
    if !http.is_success() {
        return Err(gagal(http, badan.as_ref()));
    }
    let badan = badan.ok_or_else(|| tidak_diketahui("jawaban bukan JSON"))?;
    let jumlah =
        [&badan.signature_count, &badan.jumlah_signature].into_iter().find_map(Value::as_u64);
    let jumlah = jumlah
        .and_then(|jumlah| u32::try_from(jumlah).ok())
        .ok_or_else(|| tidak_diketahui("jawaban tanpa jumlah tanda tangan"))?;
    let kata = [&badan.conclusion, &badan.summary].map(teks).concat();
    let sah =
        matches!(kata.trim_end_matches([' ', '!']), "VALID" | "DOCUMENT VALID" | "TOTAL_PASSED");
    let kesimpulan = if jumlah == 0 && kata.is_empty() { "NO_SIGNATURE".to_owned() } else { kata };
    let kesimpulan = kesimpulan.chars().filter(|c| !c.is_control()).take(60).collect();
    Ok(VerifikasiHost { sah: sah && jumlah > 0, kesimpulan, jumlah })
}

/// The state of a signer, which comes with 200 and in refusals alike.
pub(super) fn status(http: StatusCode, badan: &[u8]) -> Result<StatusPenandaTangan, TteGagal> {
    let badan = serde_json::from_slice::<Badan>(badan).ok();
    let status = badan.as_ref().map(|badan| teks(&badan.status)).unwrap_or_default();
    let wajar = (3..=40).contains(&status.len())
        && status.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    if wajar && (http.is_success() || http.is_client_error()) {
        return Ok(StatusPenandaTangan { status });
    }
    match gagal(http, badan.as_ref()) {
        TteGagal::PenandaTanganTidakSiap(status) => Ok(StatusPenandaTangan { status }),
        lain => Err(lain),
    }
}

/// An answer that is not a success.
fn gagal(http: StatusCode, badan: Option<&Badan>) -> TteGagal {
    if let Some(penolakan) = badan.and_then(Badan::penolakan) {
        return penolakan;
    }
    // A redirect is not followed: the host that would sign never saw the request.
    if http.is_client_error() || http.is_redirection() {
        let kode = badan.map_or_else(|| http.as_u16().to_string(), |badan| badan.kode(http));
        return TteGagal::Ditolak { kode };
    }
    tidak_diketahui("layanan TTE gagal setelah menerima permintaan")
}

fn urai(isi: &str) -> Result<Vec<u8>, TteGagal> {
    let rapat: Vec<u8> = isi.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    BASE64.decode(rapat).map_err(|_| tidak_diketahui("berkas tidak dapat diurai"))
}

/// The outcome is unknown, for a reason that holds nothing of the answer itself.
pub(super) fn tidak_diketahui(sebab: &'static str) -> TteGagal {
    TteGagal::TidakDiketahui(PortError::tak_terduga(sebab))
}

fn teks(nilai: &Value) -> String {
    match nilai {
        Value::String(teks) => teks.clone(),
        Value::Null => String::new(),
        lain => lain.to_string(),
    }
}
