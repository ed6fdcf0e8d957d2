//! Message templates: what may be sent when the 24-hour window is closed, and what the channel says about each.

mod bawaan;
mod kelola;
mod model;
mod periksa;
mod periksa_kode;
mod ubah;

pub(crate) use bawaan::tambah_bawaan;
pub use kelola::*;
pub use model::*;
pub use periksa::TemplatRequest;
pub use ubah::*;

use async_trait::async_trait;

use crate::{galat::PortError, outbox::Golongan};

/// Templates of one tenant.
#[async_trait]
pub trait TemplatRepository: Send {
    /// Adds a template; a conflict when its name and language are taken.
    async fn tambah(&mut self, templat: &Templat) -> Result<(), PortError>;

    /// Every template, by name; the channel allows 250.
    async fn daftar(&mut self) -> Result<Vec<Templat>, PortError>;

    /// The template, for reading.
    async fn baca(&mut self, id: TemplatId) -> Result<Option<Templat>, PortError>;

    /// The template, kept from other writers until the unit of work ends.
    async fn kunci(&mut self, id: TemplatId) -> Result<Option<Templat>, PortError>;

    /// The template of that name and language, kept from other writers until the unit of work ends.
    async fn kunci_nama(&mut self, nama: &str, bahasa: &str) -> Result<Option<Templat>, PortError>;

    /// Stores a changed template.
    async fn simpan(&mut self, templat: &Templat) -> Result<(), PortError>;

    /// Approved templates for that purpose, then those for any purpose, the oldest first.
    async fn untuk(&mut self, golongan: Golongan) -> Result<Vec<Templat>, PortError>;
}
