//! One sign call: who may sign, what is signed, what goes into the journal.

use std::time::{Duration, Instant, SystemTime};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    alter,
    config::SignerStatus,
    error::SimError,
    faults::Fault,
    journal::JournalEntry,
    pades::{SignatureOptions, sign_pdf_with},
    state::{Known, State},
    wire::{SignAnswer, SignRequest, SignatureProperty},
};

/// What a sign call comes to, before it is put on the wire.
pub(super) enum Outcome {
    /// 200, possibly spoiled on its way by `fault`.
    Answer { body: SignAnswer, fault: Option<Fault> },
    /// 400 with this body.
    Refused(Value),
    /// A fault that replaces the whole answer.
    Replaced(Fault),
}

/// Handles a sign call, blocking.
pub(super) fn sign(state: &State, request: SignRequest) -> Result<Outcome, SimError> {
    let started = Instant::now();
    let nik = request.nik.unwrap_or_default();
    let passphrase = request.passphrase.unwrap_or_default();
    let fault = Fault::from_passphrase(&passphrase).or_else(|| state.faults().take(&nik));
    if let Some(
        fault @ (Fault::Unauthorized
        | Fault::ServerErrorJson
        | Fault::BadGatewayHtml
        | Fault::BadRequestHtml
        | Fault::OkHtml),
    ) = fault
    {
        return Ok(Outcome::Replaced(fault));
    }
    let Some(known) = state.signers.get(&nik) else {
        return Ok(Outcome::Refused(refusal(SignerStatus::NotRegistered)));
    };
    if let Some(body) = refused(known, &passphrase, fault) {
        return Ok(Outcome::Refused(body));
    }
    if request.file.is_empty() {
        return Ok(Outcome::Refused(
            json!({"status_code": 400, "error": "File tidak boleh kosong"}),
        ));
    }
    let mut file = Vec::with_capacity(request.file.len());
    for (index, encoded) in request.file.iter().enumerate() {
        let properties = &request.signature_properties;
        let property = properties.get(index).or_else(|| properties.first()).cloned();
        let input = STANDARD.decode(encoded).unwrap_or_default();
        match one(state, known, &input, &property.unwrap_or_default(), fault) {
            Ok(answer) => file.push(answer),
            Err(SimError::Pdf(_)) => {
                return Ok(Outcome::Refused(
                    json!({"status_code": 400, "error": "Proses signing gagal : file PDF tidak valid"}),
                ));
            }
            Err(other) => return Err(other),
        }
    }
    if fault == Some(Fault::NoFile) {
        file.clear();
    }
    let time = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(Outcome::Answer { body: SignAnswer { time, file }, fault })
}

/// Why the host refuses before it signs.
fn refused(known: &Known, passphrase: &str, fault: Option<Fault>) -> Option<Value> {
    let wrong_field = json!({"status_code": 2031, "error": "Passphrase anda salah"});
    match fault {
        Some(Fault::WrongPassphraseField) => return Some(wrong_field),
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
    let right = passphrase == known.signer.passphrase || passphrase.starts_with("sim:");
    (!right).then_some(wrong_field)
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
    known: &Known,
    input: &[u8],
    property: &SignatureProperty,
    fault: Option<Fault>,
) -> Result<String, SimError> {
    let output = match fault {
        Some(Fault::EmptyFile | Fault::NoFile | Fault::NotBase64) => Vec::new(),
        Some(Fault::NotPdf) => b"<html><body>Gateway</body></html>".to_vec(),
        _ => signature(state, known, input, property, fault)?,
    };
    let pretended =
        matches!(fault, Some(Fault::EmptyFile | Fault::NoFile | Fault::NotBase64 | Fault::NotPdf));
    state.journal().push(JournalEntry {
        time: OffsetDateTime::from(SystemTime::now()).format(&Rfc3339).map_err(SimError::crypto)?,
        nik: known.signer.nik.clone(),
        sha256_input: hex::encode(Sha256::digest(input)),
        sha256_output: hex::encode(Sha256::digest(&output)),
        signed: !pretended,
        outcome: fault.map_or_else(|| "signed".to_owned(), Fault::name),
    })?;
    if fault == Some(Fault::NotBase64) {
        return Ok("bukan base64!".to_owned());
    }
    Ok(STANDARD.encode(output))
}

fn signature(
    state: &State,
    known: &Known,
    input: &[u8],
    property: &SignatureProperty,
    fault: Option<Fault>,
) -> Result<Vec<u8>, SimError> {
    let ahead = if fault == Some(Fault::ClockAhead) { 360 } else { 0 };
    let options = SignatureOptions {
        time: SystemTime::now() + Duration::from_secs(ahead),
        reason: property.reason.clone().unwrap_or_default(),
        location: property.location.clone().unwrap_or_default(),
        visible: property.visible(),
    };
    match fault {
        Some(Fault::ExtraPage) => {
            sign_pdf_with(&alter::with_extra_page(input)?, &known.identity, &options)
        }
        Some(Fault::AlteredText) => {
            sign_pdf_with(&alter::with_other_text(input)?, &known.identity, &options)
        }
        Some(Fault::OtherSigner) => sign_pdf_with(input, &state.stranger, &options),
        Some(Fault::Damaged) => {
            let mut output = sign_pdf_with(input, &known.identity, &options)?;
            // The second byte of the binary comment after the header: no reader minds it.
            if let Some(byte) = output.get_mut(10) {
                *byte ^= 1;
            }
            Ok(output)
        }
        _ => sign_pdf_with(input, &known.identity, &options),
    }
}
