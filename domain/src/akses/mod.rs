//! Officers, roles, permissions, units, delegations, sessions.

mod bantuan;
mod delegasi;
mod faktor;
mod izin;
mod keamanan;
mod kelola;
mod klien;
mod kredensial;
mod kunci_sandi;
mod masuk;
mod pelaku;
mod pengguna;
mod rapikan;
mod sandi;
mod sesi;
mod tambah;
mod unit;

pub use bantuan::*;
pub use delegasi::*;
pub use faktor::*;
pub use izin::Izin;
pub use keamanan::*;
pub use kelola::*;
pub use klien::*;
pub use kredensial::*;
pub use kunci_sandi::*;
pub use masuk::*;
pub use pelaku::*;
pub use pengguna::*;
pub use rapikan::*;
pub use sandi::*;
pub use sesi::*;
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
