//! PostgreSQL: one schema and one role per tenant, shared pools, and no way to a connection that names neither a tenant
//! nor control.

mod admin;
mod akses;
mod aliran;
mod antrean;
mod audit;
mod bacaan;
mod baris;
mod berkas;
mod blanko;
mod config;
mod dokumen;
mod entity;
mod error;
mod forum;
mod gangguan;
mod hak_subjek;
mod kartu;
mod katalog;
mod kerja;
mod klaster;
mod langganan;
mod laporan_harian;
mod loket;
mod meja;
mod pemeriksaan;
mod pencetak;
mod pengingat;
mod penyerahan;
mod percakapan;
mod permohonan;
pub mod pernyataan;
mod pesan;
mod pool;
mod privasi;
mod produk;
mod registry;
mod retensi;
mod rotasi;
mod rute_wa;
mod sabar;
mod saluran;
mod sandi;
mod saring;
mod sementara;
mod simpanan;
mod sop;
mod store;
mod susulan;
mod templat;
#[cfg(test)]
mod tests;
mod tx;
mod waktu_kerja;

use std::{collections::BTreeMap, sync::Arc};

use loket_domain::{galat::PortError, tenant::TenantSlug};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

pub use admin::{PostgresAdmin, SebabAlih, TenantBaru};
pub use berkas::KUNCI_DIPAKAI;
pub use config::{DSN_UTAMA, PostgresConfig, ServerPostgres};
pub use error::{batasan, port_error};
pub use klaster::{AlamatKlaster, KlasterBaru, siapkan_klaster};
pub use registry::{KeadaanTenant, TenantPlacement, TenantTerdaftar, Tersegel, VersiKunci};
pub use rotasi::{HasilPutar, INDEKS_SEMENTARA, KOLOM_TERSEGEL, Sisa, TabelTersegel};
pub use rute_wa::{AplikasiWa, NomorBaru, NomorTerdaftar};
pub use sabar::satu_kesabaran;
pub use store::PgStore;
pub use tx::{
    ControlReadTx, ControlTx, InControl, InControlRead, InTenant, InTenantRead, ScopedTx,
    TenantReadTx, TenantTx,
};

use pool::Kolam;

/// The application's PostgreSQL. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Postgres {
    dalam: Arc<Dalam>,
}

#[derive(Debug)]
struct Dalam {
    server: BTreeMap<String, Kolam>,
    utama: Kolam,
    register: registry::Register,
}

/// Why no transaction began: the tenant is unknown, being prepared, or suspended.
#[derive(Debug, thiserror::Error)]
#[error("tenant {0} tidak aktif")]
pub struct TenantTidakAktif(pub TenantSlug);

impl Postgres {
    /// Connects to the first server; the others follow when a tenant of theirs is asked for.
    pub async fn connect(config: &PostgresConfig) -> Result<Self, PortError> {
        let server = pool::buka_semua(config).await?;
        let utama = config.server.first().and_then(|s| server.get(&s.dsn_id)).cloned();
        let utama = utama.ok_or_else(|| PortError::tak_terduga("tidak ada server PostgreSQL"))?;
        let register = registry::Register::baru(config.umur_register);
        Ok(Self { dalam: Arc::new(Dalam { server, utama, register }) })
    }

    /// A transaction inside the tenant. Refused with [`TenantTidakAktif`] as the source unless the tenant is active.
    pub async fn begin_tenant(&self, slug: &TenantSlug) -> Result<TenantTx, PortError> {
        TenantTx::mulai(self.kolam(slug).await?, slug).await
    }

    /// The same in the role that may remove what is due for removal.
    pub async fn begin_tenant_retensi(&self, slug: &TenantSlug) -> Result<TenantTx, PortError> {
        TenantTx::mulai_retensi(self.kolam(slug).await?, slug).await
    }

    /// The same for reading, on one snapshot; drop it when done.
    pub async fn begin_tenant_read(&self, slug: &TenantSlug) -> Result<TenantReadTx, PortError> {
        TenantReadTx::mulai(self.kolam(slug).await?, slug).await
    }

    /// A transaction inside schema `control`.
    pub async fn begin_control(&self) -> Result<ControlTx, PortError> {
        ControlTx::mulai(&self.dalam.utama).await
    }

    /// The same for reading, on one snapshot; drop it when done.
    pub async fn begin_control_read(&self) -> Result<ControlReadTx, PortError> {
        ControlReadTx::mulai(&self.dalam.utama).await
    }

    /// Whether the login of this application could do more than it should: a superuser, one that makes roles or databases, or
    /// the owner of the control schema.
    pub async fn login_berkuasa(&self) -> Result<bool, PortError> {
        let tx = self.begin_control_read().await?;
        let tanya = Statement::from_string(
            DbBackend::Postgres,
            "SELECT r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication
                 OR n.nspowner = r.oid AS berkuasa
             FROM pg_roles r, pg_namespace n WHERE r.rolname = session_user AND n.nspname = 'control'",
        );
        let baris = tx.query_one_raw(tanya).await.map_err(port_error)?;
        let baris = baris.ok_or_else(|| PortError::tak_terduga("login tidak dikenal"))?;
        baris.try_get("", "berkuasa").map_err(port_error)
    }

    /// Closes every connection, after those in use have come back.
    pub async fn tutup(&self) {
        for kolam in self.dalam.server.values() {
            kolam.pool.close().await;
        }
    }

    /// The pool of the server the tenant lives on.
    async fn kolam(&self, slug: &TenantSlug) -> Result<&Kolam, PortError> {
        let letak = self
            .penempatan(slug)
            .await?
            .ok_or_else(|| PortError::tidak_tersedia("tenant", TenantTidakAktif(slug.clone())))?;
        self.dalam.server.get(&letak.dsn_id).ok_or_else(|| {
            PortError::tak_terduga(format!("server {} tidak dikonfigurasi", letak.dsn_id))
        })
    }
}
