//! Tenants and their configuration packs.

mod atur;
pub mod baca;
mod dasar;
mod ekspor;
mod muat;
mod nama;
mod paket;
mod periksa_layanan;
#[cfg(test)]
mod uji;
#[cfg(test)]
mod uji_dasar;
#[cfg(test)]
mod uji_nasional;

pub use atur::*;
pub use dasar::*;
pub use ekspor::*;
pub use muat::*;
pub use nama::TenantSlug;
pub use paket::*;
pub(crate) use periksa_layanan::periksa_sop_layanan;

use crate::{id::Id, kalender::ZonaWaktu, nilai::KodeWilayah};

/// Marks ids of tenants.
#[derive(Debug)]
pub enum TenantTag {}
/// The id of a tenant in the control schema.
pub type TenantId = Id<TenantTag>;

/// A tenant as every use case needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// Its name in URLs, keys and schemas.
    pub slug: TenantSlug,
    /// The office's name as residents know it.
    pub nama: String,
    /// Region code.
    pub wilayah: KodeWilayah,
    /// Time zone.
    pub zona: ZonaWaktu,
}
