//! The fleet migrator: control first, a canary, then every tenant that is behind, a few at a time.
//!
//! Resumable by nature: each tenant has its own short transaction, the ledger in control says who is done, and a run that
//! stopped anywhere is finished by running again.

mod laporan;
mod register;

use std::collections::BTreeMap;

use futures_util::{StreamExt, stream};
use loket_domain::tenant::TenantSlug;
use sea_orm::{DatabaseConnection, DbErr, TransactionTrait};
use sea_orm_migration::MigratorTrait;
use time::OffsetDateTime;

pub use laporan::{Kegagalan, Kemajuan, LaporanArmada};
pub use register::catat_versi;
use register::{Tertinggal, baca_tertinggal};

use crate::{control, tenant, ulang};

/// How a run goes about it.
#[derive(Clone, Debug)]
pub struct PilihanArmada {
    /// The tenant that goes first and alone; if it fails nobody follows. Default: the first one that is behind.
    pub kenari: Option<TenantSlug>,
    /// Tenants migrated at a time; kept within 1 to 8.
    pub pekerja: usize,
    /// Attempts per tenant when a lock cannot be had or somebody was faster.
    pub percobaan: u32,
}

impl Default for PilihanArmada {
    fn default() -> Self {
        Self { kenari: None, pekerja: 2, percobaan: 5 }
    }
}

/// The servers a fleet lives on, connected as the owner of the schemas.
#[derive(Clone, Copy, Debug)]
pub struct Armada<'a> {
    /// The server with schema `control`.
    pub control: &'a DatabaseConnection,
    /// Every server with tenants, by `dsn_id`.
    pub server: &'a BTreeMap<String, DatabaseConnection>,
}

impl Armada<'_> {
    /// Migrates control, then the tenants that lack the last migration of `M`. `pada` is the moment written into the
    /// ledger; `kabar` hears of every step.
    ///
    /// A failing tenant is part of the report; only a failure of control itself is an error.
    pub async fn jalankan<M: MigratorTrait>(
        &self,
        pilihan: &PilihanArmada,
        pada: OffsetDateTime,
        kabar: &(dyn Fn(&Kemajuan) + Send + Sync),
    ) -> Result<LaporanArmada, DbErr> {
        let mut laporan =
            LaporanArmada { control: control::pasang(self.control).await?, ..Default::default() };
        let Some(sasaran) = M::migrations().last().map(|m| m.name().to_owned()) else {
            return Ok(laporan);
        };
        let (terkini, mut antrean) = baca_tertinggal(self.control, &sasaran).await?;
        laporan.terkini = terkini;
        kabar(&Kemajuan::Mulai { tertinggal: antrean.len(), terkini: laporan.terkini.len() });
        if antrean.is_empty() {
            return Ok(laporan);
        }

        let nomor_kenari =
            antrean.iter().position(|t| Some(&t.slug) == pilihan.kenari.as_ref()).unwrap_or(0);
        let kenari = antrean.remove(nomor_kenari);
        let hasil = self.satu::<M>(&kenari, pilihan, pada).await;
        laporan.tambah(kenari.slug, hasil, kabar);
        if !laporan.gagal.is_empty() {
            laporan.ditunda = antrean.into_iter().map(|t| t.slug).collect();
            return Ok(laporan);
        }

        let mut berjalan = stream::iter(antrean)
            .map(|t| async move {
                let hasil = self.satu::<M>(&t, pilihan, pada).await;
                (t.slug, hasil)
            })
            .buffer_unordered(pilihan.pekerja.clamp(1, 8));
        while let Some((slug, hasil)) = berjalan.next().await {
            laporan.tambah(slug, hasil, kabar);
        }
        drop(berjalan);
        laporan.urutkan();
        Ok(laporan)
    }

    /// One tenant, with retries; then its line in the ledger.
    async fn satu<M: MigratorTrait>(
        &self,
        t: &Tertinggal,
        pilihan: &PilihanArmada,
        pada: OffsetDateTime,
    ) -> Result<Vec<String>, DbErr> {
        let db = self
            .server
            .get(&t.dsn_id)
            .ok_or_else(|| DbErr::Custom(format!("server {} tidak dikenal", t.dsn_id)))?;
        let mut ke = 1;
        let baru = loop {
            match migrasikan::<M>(db, &t.slug).await {
                Err(galat) if ke < pilihan.percobaan && ulang::bisa_diulang(&galat) => {
                    tracing::info!(tenant = %t.slug, ke, %galat, "migrasi diulang");
                    tokio::time::sleep(ulang::jeda(ke)).await;
                    ke += 1;
                }
                hasil => break hasil?,
            }
        };
        catat_versi::<M>(self.control, t.id, pada).await?;
        Ok(baru)
    }
}

async fn migrasikan<M: MigratorTrait>(
    db: &DatabaseConnection,
    slug: &TenantSlug,
) -> Result<Vec<String>, DbErr> {
    let tx = db.begin().await?;
    tenant::kunci(&tx, slug).await?;
    let baru = tenant::pasang::<M>(&tx, slug).await?;
    tx.commit().await?;
    Ok(baru)
}
