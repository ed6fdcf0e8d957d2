//! Passwords of database logins, hashed before they leave the process so that no server log can hold them.

use std::num::NonZeroU32;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use loket_domain::{galat::PortError, nilai::Rahasia};
use ring::{digest, hmac, pbkdf2};

use crate::crypto::acak;

/// PostgreSQL's own default.
const PUTARAN: NonZeroU32 = NonZeroU32::MIN.saturating_add(4095);

/// The SCRAM-SHA-256 verifier PostgreSQL stores (RFC 5803). Only printable ASCII is accepted, which needs no SASLprep.
pub(super) fn verifikator(sandi: &Rahasia) -> Result<String, PortError> {
    let garam = acak::<16>().map_err(PortError::tak_terduga)?;
    dengan_garam(sandi, &garam)
}

fn dengan_garam(sandi: &Rahasia, garam: &[u8]) -> Result<String, PortError> {
    let teks = sandi.buka().as_bytes();
    if teks.is_empty() || !teks.iter().all(|b| (b' '..=b'~').contains(b)) {
        return Err(PortError::tak_terduga("kata sandi basis data harus ASCII dan tidak kosong"));
    }
    let mut asin = [0; digest::SHA256_OUTPUT_LEN];
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, PUTARAN, garam, teks, &mut asin);
    let kunci = hmac::Key::new(hmac::HMAC_SHA256, &asin);
    let klien = hmac::sign(&kunci, b"Client Key");
    let tersimpan = digest::digest(&digest::SHA256, klien.as_ref());
    let server = hmac::sign(&kunci, b"Server Key");
    Ok(format!(
        "SCRAM-SHA-256${PUTARAN}:{}${}:{}",
        STANDARD.encode(garam),
        STANDARD.encode(tersimpan),
        STANDARD.encode(server),
    ))
}
