//! Tenants and their configuration packs.

mod nama;

pub use nama::TenantSlug;
