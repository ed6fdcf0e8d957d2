//! Passkeys (WebAuthn): a second factor that a page on a foreign address cannot ask for. What an authenticator says is
//! checked by the adapter of [`PemeriksaKunciSandi`]; here are the ceremonies, who may begin them and what follows.

mod bukti;
mod daftar;
mod kelola;
mod model;
mod port;

pub use bukti::*;
pub use daftar::*;
pub use kelola::*;
pub use model::*;
pub use port::*;
