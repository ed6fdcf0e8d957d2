//! The registry of tenants and numbers, read from control and kept for a few seconds.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use loket_domain::{
    galat::PortError,
    kalender::ZonaWaktu,
    nilai::KodeWilayah,
    tenant::{Tenant, TenantId, TenantSlug},
};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement};
use time::OffsetDateTime;
use tokio::time::Instant;
use uuid::Uuid;

use super::{
    Postgres,
    error::port_error,
    rute_wa::{AplikasiWa, NomorTerdaftar},
    sabar::tunggu,
};

/// A name that is not in the copy is looked up again, at most this often.
const JEDA_PENCARIAN: Duration = Duration::from_millis(250);

/// Sealed or wrapped bytes. Useless without the master key, and still not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Tersegel(pub Vec<u8>);

impl fmt::Debug for Tersegel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[tersegel]")
    }
}

/// Whether a tenant is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanTenant {
    /// Being provisioned.
    Menyiapkan,
    /// Open.
    Aktif,
    /// Closed for the time being; nothing of it is read or written.
    Ditangguhkan,
}

impl KeadaanTenant {
    /// As it is stored.
    pub fn kode(self) -> &'static str {
        match self {
            Self::Menyiapkan => "menyiapkan",
            Self::Aktif => "aktif",
            Self::Ditangguhkan => "ditangguhkan",
        }
    }
}

/// A tenant as control knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantTerdaftar {
    /// Who it is.
    pub tenant: Tenant,
    /// The server it lives on.
    pub dsn_id: String,
    /// Whether it is open.
    pub keadaan: KeadaanTenant,
    /// Its first data key, wrapped by the master key; empty once that version was retired, or the key destroyed.
    pub kunci_terbungkus: Tersegel,
    /// The versions of its data key, the newest last; none before the first rotation.
    pub versi_kunci: Vec<VersiKunci>,
    /// Since when its key is destroyed: nobody can read its personal data any more.
    pub kunci_dihapus_pada: Option<OffsetDateTime>,
    /// When it was registered.
    pub dibuat_pada: OffsetDateTime,
}

/// A version of a tenant's data key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersiKunci {
    /// Its number, written in front of everything sealed with it.
    pub versi: u8,
    /// The key, wrapped by the master key.
    pub terbungkus: Tersegel,
    /// Whether its time to seal had come when this was read; before that it only opens.
    pub aktif: bool,
}

impl TenantTerdaftar {
    /// Every version of the data key, the newest last.
    pub fn semua_kunci(&self) -> Vec<VersiKunci> {
        if self.versi_kunci.is_empty() {
            let terbungkus = self.kunci_terbungkus.clone();
            return vec![VersiKunci { versi: VERSI_PERTAMA, terbungkus, aktif: true }];
        }
        self.versi_kunci.clone()
    }
}

/// The version of every tenant's first data key.
const VERSI_PERTAMA: u8 = 1;

/// Where a tenant lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantPlacement {
    /// Which tenant.
    pub slug: TenantSlug,
    /// On which server.
    pub dsn_id: String,
}

/// A copy of the registry.
#[derive(Debug)]
pub(super) struct Cuplikan {
    pada: Instant,
    pub(super) tenant: BTreeMap<TenantSlug, Arc<TenantTerdaftar>>,
    pub(super) aplikasi: BTreeMap<String, Arc<AplikasiWa>>,
    pub(super) nomor: BTreeMap<String, Arc<NomorTerdaftar>>,
}

/// The copy and how long it lasts.
#[derive(Debug)]
pub(super) struct Register {
    umur: Duration,
    isi: Mutex<Option<Arc<Cuplikan>>>,
    /// Held by the one who reads it anew. Whoever finds the copy fresh does not wait for them.
    giliran: tokio::sync::Mutex<()>,
}

impl Register {
    pub(super) fn baru(umur: Duration) -> Self {
        Self { umur, isi: Mutex::default(), giliran: tokio::sync::Mutex::default() }
    }

    /// Forgets the copy, after a change of our own.
    pub(super) async fn lupakan(&self) {
        // Behind one who reads already: what they read may be older than the change.
        let _giliran = self.giliran.lock().await;
        *self.isi() = None;
    }

    fn isi(&self) -> MutexGuard<'_, Option<Arc<Cuplikan>>> {
        self.isi.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The copy, if it is not older than `umur`.
    fn segar(&self, umur: Duration) -> Option<Arc<Cuplikan>> {
        self.isi().as_ref().filter(|satu| satu.pada.elapsed() < umur).cloned()
    }
}

impl Postgres {
    /// Forgets the copy of the registry, after somebody else's change that must be seen at once.
    pub async fn segarkan_register(&self) {
        self.dalam.register.lupakan().await;
    }

    /// The tenant, if it is active.
    pub async fn tenant(
        &self,
        slug: &TenantSlug,
    ) -> Result<Option<Arc<TenantTerdaftar>>, PortError> {
        self.cari(|c| c.tenant.get(slug).filter(|t| t.keadaan == KeadaanTenant::Aktif).cloned())
            .await
    }

    /// Where the tenant lives, if it is active.
    pub async fn penempatan(
        &self,
        slug: &TenantSlug,
    ) -> Result<Option<TenantPlacement>, PortError> {
        let tenant = self.tenant(slug).await?;
        Ok(tenant
            .map(|t| TenantPlacement { slug: t.tenant.slug.clone(), dsn_id: t.dsn_id.clone() }))
    }

    /// Every active tenant, by slug.
    pub async fn tenant_aktif(&self) -> Result<Vec<Arc<TenantTerdaftar>>, PortError> {
        let semua = self.semua_tenant().await?;
        Ok(semua.into_iter().filter(|t| t.keadaan == KeadaanTenant::Aktif).collect())
    }

    /// Every tenant whatever its state, by slug.
    pub async fn semua_tenant(&self) -> Result<Vec<Arc<TenantTerdaftar>>, PortError> {
        Ok(self.cuplikan(self.dalam.register.umur).await?.tenant.values().cloned().collect())
    }

    /// What the copy says, however old it is within its time.
    pub(super) async fn dari_cuplikan<T>(
        &self,
        ambil: impl Fn(&Cuplikan) -> T,
    ) -> Result<T, PortError> {
        Ok(ambil(self.cuplikan(self.dalam.register.umur).await?.as_ref()))
    }

    /// Looks into the copy, and once more into a fresh one if it is not there.
    pub(super) async fn cari<T>(
        &self,
        ambil: impl Fn(&Cuplikan) -> Option<T>,
    ) -> Result<Option<T>, PortError> {
        let umur = self.dalam.register.umur;
        if let Some(ada) = ambil(self.cuplikan(umur).await?.as_ref()) {
            return Ok(Some(ada));
        }
        Ok(ambil(self.cuplikan(umur.min(JEDA_PENCARIAN)).await?.as_ref()))
    }

    /// A copy not older than `umur`. Callers that find it too old wait for one of them to read it anew.
    async fn cuplikan(&self, umur: Duration) -> Result<Arc<Cuplikan>, PortError> {
        let register = &self.dalam.register;
        if let Some(cuplikan) = register.segar(umur) {
            return Ok(cuplikan);
        }
        let giliran = async { Ok(register.giliran.lock().await) };
        let _giliran = tunggu(self.dalam.utama.batas, giliran).await?;
        if let Some(cuplikan) = register.segar(umur) {
            return Ok(cuplikan);
        }
        let baru = Arc::new(self.baca().await?);
        *register.isi() = Some(Arc::clone(&baru));
        Ok(baru)
    }

    async fn baca(&self) -> Result<Cuplikan, PortError> {
        let pada = Instant::now();
        let tx = self.begin_control_read().await?;
        let mut tenant = BTreeMap::new();
        let mut menurut_id = BTreeMap::new();
        let mut kunci = kunci_semua(&tx).await.map_err(port_error)?;
        for baris in semua(&tx, PILIH_TENANT).await.map_err(port_error)? {
            let mut t = tenant_dari(&baris).map_err(port_error)?;
            t.versi_kunci = kunci.remove(&t.tenant.id.uuid()).unwrap_or_default();
            let t = Arc::new(t);
            menurut_id.insert(t.tenant.id.uuid(), Arc::clone(&t));
            tenant.insert(t.tenant.slug.clone(), t);
        }
        let (aplikasi, nomor) = super::rute_wa::baca(&tx, &menurut_id).await.map_err(port_error)?;
        Ok(Cuplikan { pada, tenant, aplikasi, nomor })
    }
}

/// Every column of [`TenantTerdaftar`].
pub(super) const PILIH_TENANT: &str = "SELECT id, slug, nama, kode_wilayah, zona, dsn_id, keadaan, kunci_terbungkus, kunci_dihapus_pada, dibuat_pada FROM tenant";

/// Versions of keys. Whether one seals already is judged by the clock of the database, which all processes share.
const PILIH_KUNCI: &str =
    "SELECT tenant_id, versi, kunci_terbungkus, aktif_sejak <= now() AS aktif FROM tenant_kunci
     ORDER BY tenant_id, versi";

async fn kunci_semua(tx: &impl ConnectionTrait) -> Result<BTreeMap<Uuid, Vec<VersiKunci>>, DbErr> {
    let mut kunci: BTreeMap<Uuid, Vec<VersiKunci>> = BTreeMap::new();
    for baris in semua(tx, PILIH_KUNCI).await? {
        let versi: i16 = baris.try_get("", "versi")?;
        let versi = u8::try_from(versi)
            .map_err(|_| DbErr::Type("control.tenant_kunci.versi tidak terbaca".to_owned()))?;
        let terbungkus = Tersegel(baris.try_get("", "kunci_terbungkus")?);
        let satu = VersiKunci { versi, terbungkus, aktif: baris.try_get("", "aktif")? };
        kunci.entry(baris.try_get("", "tenant_id")?).or_default().push(satu);
    }
    Ok(kunci)
}

pub(super) async fn semua(tx: &impl ConnectionTrait, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
    tx.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await
}

/// A row of the registry; one that does not read is an error, never a guess.
pub(super) fn tenant_dari(baris: &QueryResult) -> Result<TenantTerdaftar, DbErr> {
    let rusak = |kolom: &str| DbErr::Type(format!("control.tenant.{kolom} tidak terbaca"));
    let teks = |kolom: &str| baris.try_get::<String>("", kolom);
    let tenant = Tenant {
        id: TenantId::new(baris.try_get("", "id")?),
        slug: TenantSlug::parse(&teks("slug")?).map_err(|_| rusak("slug"))?,
        nama: teks("nama")?,
        wilayah: KodeWilayah::parse(&teks("kode_wilayah")?).map_err(|_| rusak("kode_wilayah"))?,
        zona: match teks("zona")?.as_str() {
            "WIB" => ZonaWaktu::Wib,
            "WITA" => ZonaWaktu::Wita,
            "WIT" => ZonaWaktu::Wit,
            _ => return Err(rusak("zona")),
        },
    };
    Ok(TenantTerdaftar {
        tenant,
        dsn_id: teks("dsn_id")?,
        keadaan: match teks("keadaan")?.as_str() {
            "menyiapkan" => KeadaanTenant::Menyiapkan,
            "aktif" => KeadaanTenant::Aktif,
            "ditangguhkan" => KeadaanTenant::Ditangguhkan,
            _ => return Err(rusak("keadaan")),
        },
        kunci_terbungkus: Tersegel(baris.try_get("", "kunci_terbungkus")?),
        versi_kunci: Vec::new(),
        kunci_dihapus_pada: baris.try_get("", "kunci_dihapus_pada")?,
        dibuat_pada: baris.try_get("", "dibuat_pada")?,
    })
}
