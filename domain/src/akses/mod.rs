//! Officers, roles, permissions, units, delegations, sessions.

mod delegasi;
mod izin;
mod kelola;
mod klien;
mod kredensial;
mod masuk;
mod pelaku;
mod pengguna;
mod tambah;
mod unit;

pub use delegasi::*;
pub use izin::Izin;
pub use kelola::*;
pub use klien::*;
pub use kredensial::*;
pub use masuk::*;
pub use pelaku::*;
pub use pengguna::*;
pub use tambah::*;
pub use unit::*;

use crate::id::Id;

/// Marks ids of officers.
#[derive(Debug)]
pub enum PenggunaTag {}
/// The id of an officer.
pub type PenggunaId = Id<PenggunaTag>;

/// Marks ids of sessions.
#[derive(Debug)]
pub enum SesiTag {}
/// The id of a session.
pub type SesiId = Id<SesiTag>;
