//! What a run of the fleet migrator says, while it runs and at the end.

use loket_domain::tenant::TenantSlug;
use sea_orm::DbErr;

/// One step of a run, for a progress display.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kemajuan {
    /// Control is up to date; this many tenants remain, this many need nothing.
    Mulai {
        /// Tenants to migrate.
        tertinggal: usize,
        /// Tenants that have everything.
        terkini: usize,
    },
    /// The tenant has every migration now.
    Selesai {
        /// Which tenant.
        slug: TenantSlug,
        /// What was applied in this run; empty when only the ledger was behind.
        versi: Vec<String>,
    },
    /// The tenant is unchanged.
    Gagal(Kegagalan),
}

/// A tenant that could not be migrated; its schema is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kegagalan {
    /// Which tenant.
    pub slug: TenantSlug,
    /// What PostgreSQL said.
    pub alasan: String,
}

/// The outcome of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LaporanArmada {
    /// Migrations applied to schema `control`.
    pub control: Vec<String>,
    /// Tenants migrated in this run.
    pub dimigrasi: Vec<TenantSlug>,
    /// Tenants skipped, as they had everything.
    pub terkini: Vec<TenantSlug>,
    /// Tenants that failed, each with its reason.
    pub gagal: Vec<Kegagalan>,
    /// Tenants not tried, because the canary failed.
    pub ditunda: Vec<TenantSlug>,
}

impl LaporanArmada {
    /// True when every tenant has everything.
    pub fn tuntas(&self) -> bool {
        self.gagal.is_empty() && self.ditunda.is_empty()
    }

    pub(super) fn tambah(
        &mut self,
        slug: TenantSlug,
        hasil: Result<Vec<String>, DbErr>,
        kabar: &(dyn Fn(&Kemajuan) + Send + Sync),
    ) {
        match hasil {
            Ok(versi) => {
                self.dimigrasi.push(slug.clone());
                kabar(&Kemajuan::Selesai { slug, versi });
            }
            Err(galat) => {
                let kegagalan = Kegagalan { slug, alasan: galat.to_string() };
                self.gagal.push(kegagalan.clone());
                kabar(&Kemajuan::Gagal(kegagalan));
            }
        }
    }

    /// Tenants finish in any order; the report is read by people.
    pub(super) fn urutkan(&mut self) {
        self.dimigrasi.sort();
        self.gagal.sort_by(|a, b| a.slug.cmp(&b.slug));
    }
}
