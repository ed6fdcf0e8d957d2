//! Cryptography and its neighbours: ids, the clock, passwords, tokens, field encryption, webhook signatures.

mod acak;
mod cincin;
mod hmac;
mod jam;
mod kode;
mod kunci;
mod platform;
mod sandi;
mod sidik;
mod token;

pub use acak::SystemIds;
pub use cincin::{Cincin, CincinError, CincinToken, RincianKunci, TUMPANG};
pub use hmac::{constant_time_eq, verify_sha256_hex};
pub use jam::SystemClock;
pub use kode::KodeTotp;
pub use kunci::{KunciData, KunciError, KunciInduk, KunciTenant};
pub use sandi::{Argon2Sandi, SandiConfig};
pub use sidik::Sha256;
pub use token::{EddsaToken, KunciPeriksa, KunciTanda, TokenConfig, TokenError};

use ring::rand::{SecureRandom, SystemRandom};

/// The system gave no randomness.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("sistem tidak memberi bilangan acak")]
pub(crate) struct TanpaAcak;

/// Fresh bytes from the system.
#[expect(clippy::disallowed_methods, reason = "this is where randomness comes from")]
pub(crate) fn acak<const N: usize>() -> Result<[u8; N], TanpaAcak> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| TanpaAcak)?;
    Ok(bytes)
}
