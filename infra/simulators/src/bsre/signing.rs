//! One sign call of either generation: who may sign, what is signed, what goes into the journal.

use std::time::{Duration, Instant, SystemTime};

use rand_core::{OsRng, RngCore};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    alter,
    appearance::{Placing, Visible},
    config::SignerStatus,
    error::SimError,
    faults::Fault,
    journal::JournalEntry,
    pades::{SignatureOptions, sign_pdf_with},
    pki::SigningIdentity,
    state::{Known, State},
    timestamp::Timestamp,
};

/// By which way a call came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Api {
    V1,
    V2,
    Seal,
}

impl Api {
    fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
            Self::Seal => "seal",
        }
    }

    /// How hosts of this generation count, as far as clients tell.
    pub(super) fn placing(self) -> Placing {
        if self == Self::V1 { Placing::V1 } else { Placing::V2 }
    }
}

/// What the caller proves itself with.
pub(super) enum Credential {
    Passphrase(String),
    Totp(String),
}

impl Credential {
    fn text(&self) -> &str {
        match self {
            Self::Passphrase(text) | Self::Totp(text) => text,
        }
    }
}

/// How one file is to be signed.
#[derive(Clone, Default)]
pub(super) struct Property {
    pub(super) visible: Option<Visible>,
    pub(super) location: String,
    pub(super) reason: String,
}

/// A sign call.
pub(super) struct Call {
    pub(super) api: Api,
    /// NIK, or the subscriber of the seal.
    pub(super) who: String,
    pub(super) credential: Credential,
    /// One for all files, or one per file.
    pub(super) properties: Vec<Property>,
    pub(super) files: Vec<Vec<u8>>,
}

/// A file on its way out.
pub(super) struct Signed {
    /// Document id of the first generation.
    pub(super) id: String,
    pub(super) bytes: Vec<u8>,
}

/// What a sign call comes to, before it is put on the wire.
pub(super) enum Outcome {
    /// 200, possibly spoiled on its way by `fault`.
    Answer { time: u64, files: Vec<Signed>, fault: Option<Fault> },
    /// 400 with this body.
    Refused(Value),
    /// A fault that replaces the whole answer.
    Replaced(Fault),
}

/// Handles a sign call, blocking.
pub(super) fn sign(state: &State, call: &Call) -> Result<Outcome, SimError> {
    let started = Instant::now();
    let fault =
        Fault::from_passphrase(call.credential.text()).or_else(|| state.faults().take(&call.who));
    if let Some(
        fault @ (Fault::Unauthorized
        | Fault::ServerErrorJson
        | Fault::BadGatewayHtml
        | Fault::BadRequestHtml
        | Fault::BadRequestText
        | Fault::OkHtml),
    ) = fault
    {
        return Ok(Outcome::Replaced(fault));
    }
    let identity = if call.api == Api::Seal {
        &state.seal
    } else {
        match state.signers.get(&call.who) {
            Some(known) => match refused(state, known, call, fault) {
                Some(body) => return Ok(Outcome::Refused(body)),
                None => &known.identity,
            },
            None => return Ok(Outcome::Refused(refusal(SignerStatus::NotRegistered))),
        }
    };
    if call.api == Api::Seal && fault.is_none() && !spend(state, call) {
        return Ok(Outcome::Refused(wrong("TOTP")));
    }
    if call.files.is_empty() {
        return Ok(Outcome::Refused(
            json!({"status_code": 400, "error": "File tidak boleh kosong"}),
        ));
    }
    let mut files = Vec::with_capacity(call.files.len());
    for (index, input) in call.files.iter().enumerate() {
        let property = call.properties.get(index).or_else(|| call.properties.first()).cloned();
        match one(state, identity, call, input, property.unwrap_or_default(), fault) {
            Ok(answer) => files.push(answer),
            Err(SimError::Pdf(_)) => {
                return Ok(Outcome::Refused(
                    json!({"status_code": 400, "error": "Proses signing gagal : file PDF tidak valid"}),
                ));
            }
            Err(other) => return Err(other),
        }
    }
    if fault == Some(Fault::NoFile) {
        files.clear();
    }
    let time = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(Outcome::Answer { time, files, fault })
}

fn spend(state: &State, call: &Call) -> bool {
    let code = call.credential.text();
    code.starts_with("sim:") || state.codes().spend(&call.who, code, call.files.len().max(1))
}

fn wrong(what: &str) -> Value {
    json!({"status_code": 2031, "error": format!("{what} anda salah")})
}

/// Why the host refuses before it signs.
fn refused(state: &State, known: &Known, call: &Call, fault: Option<Fault>) -> Option<Value> {
    match fault {
        Some(Fault::WrongPassphraseField) => return Some(wrong("Passphrase")),
        Some(Fault::WrongPassphraseText) => {
            return Some(json!({
                "status_code": 400,
                "error": "Proses signing gagal : Passphrase anda salah 2031",
            }));
        }
        Some(Fault::NotRegistered) => return Some(refusal(SignerStatus::NotRegistered)),
        Some(Fault::Status(status)) if status != SignerStatus::Issue => {
            return Some(refusal(status));
        }
        _ => {}
    }
    if known.signer.status != SignerStatus::Issue {
        return Some(refusal(known.signer.status));
    }
    match &call.credential {
        Credential::Passphrase(text) => {
            let right = *text == known.signer.passphrase || text.starts_with("sim:");
            (!right).then(|| wrong("Passphrase"))
        }
        Credential::Totp(_) => (!spend(state, call)).then(|| wrong("TOTP")),
    }
}

/// The refusal of somebody who may not sign, in the shape that carries the code in its text.
fn refusal(status: SignerStatus) -> Value {
    match status {
        SignerStatus::NotRegistered => json!({
            "status_code": 400,
            "error": "Proses signing gagal : User tidak terdaftar 2011",
        }),
        SignerStatus::NoCertificate => json!({
            "status_code": 400,
            "error": "Proses signing gagal : User tidak memiliki sertifikat 2021",
        }),
        other => json!({
            "status_code": 400,
            "status": other.as_str(),
            "error": format!("Proses signing gagal : status sertifikat {}", other.as_str()),
        }),
    }
}

/// Signs one file, journals it, and gives what the answer will hold.
fn one(
    state: &State,
    identity: &SigningIdentity,
    call: &Call,
    input: &[u8],
    property: Property,
    fault: Option<Fault>,
) -> Result<Signed, SimError> {
    let pretended =
        matches!(fault, Some(Fault::EmptyFile | Fault::NoFile | Fault::NotBase64 | Fault::NotPdf));
    let output = match fault {
        Some(Fault::EmptyFile | Fault::NoFile | Fault::NotBase64) => Vec::new(),
        Some(Fault::NotPdf) => b"<html><body>Gateway</body></html>".to_vec(),
        _ => signature(state, identity, call.api, input, property, fault)?,
    };
    let mut id = [0_u8; 16];
    OsRng.fill_bytes(&mut id);
    let id = hex::encode(id);
    state.journal().push(JournalEntry {
        time: OffsetDateTime::from(SystemTime::now()).format(&Rfc3339).map_err(SimError::crypto)?,
        nik: call.who.clone(),
        sha256_input: hex::encode(Sha256::digest(input)),
        sha256_output: hex::encode(Sha256::digest(&output)),
        signed: !pretended,
        outcome: fault.map_or_else(|| "signed".to_owned(), Fault::name),
        api: call.api.name().to_owned(),
    })?;
    if call.api == Api::V1 && !pretended && fault != Some(Fault::DownloadGone) {
        state.documents().keep(&id, &output);
    }
    Ok(Signed { id, bytes: output })
}

fn signature(
    state: &State,
    identity: &SigningIdentity,
    api: Api,
    input: &[u8],
    property: Property,
    fault: Option<Fault>,
) -> Result<Vec<u8>, SimError> {
    let ahead = if fault == Some(Fault::ClockAhead) { 360 } else { 0 };
    let now = SystemTime::now();
    let placing = state.placing().unwrap_or_else(|| api.placing());
    // Only hosts of the second generation were seen to ask for a timestamp; its clock is not the host's.
    let stamped = api != Api::V1 && fault != Some(Fault::NoTimestamp);
    let options = SignatureOptions {
        time: now + Duration::from_secs(ahead),
        reason: property.reason,
        location: property.location,
        visible: property.visible.map(|visible| Visible { placing, ..visible }),
        timestamp: stamped.then(|| Timestamp { authority: state.tsa.clone(), time: now }),
        ..SignatureOptions::default()
    };
    match fault {
        Some(Fault::ExtraPage) => {
            sign_pdf_with(&alter::with_extra_page(input)?, identity, &options)
        }
        Some(Fault::AlteredText) => {
            sign_pdf_with(&alter::with_other_text(input)?, identity, &options)
        }
        Some(Fault::OtherSigner) => sign_pdf_with(input, &state.stranger, &options),
        Some(Fault::Damaged) => {
            let mut output = sign_pdf_with(input, identity, &options)?;
            // The second byte of the binary comment after the header: no reader minds it.
            if let Some(byte) = output.get_mut(10) {
                *byte ^= 1;
            }
            Ok(output)
        }
        _ => sign_pdf_with(input, identity, &options),
    }
}
