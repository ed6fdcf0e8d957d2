//! Rotation of a tenant's data key while it is in use: a new version seals at once, what was sealed before is sealed again
//! in short transactions, and the old version goes when nothing needs it any more (security 56).
//!
//! It runs as the owner of the schema, because tables that only grow are closed to the tenant's own role.

mod kolom;
mod segel_ulang;

use loket_domain::{galat::PortError, tenant::TenantSlug};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, QueryResult,
    Statement, TransactionTrait, Value,
};
use time::OffsetDateTime;

pub use kolom::{INDEKS_SEMENTARA, KOLOM_TERSEGEL, TabelTersegel};

use super::{
    admin::{PostgresAdmin, mulai_control},
    error::port_error,
    registry::{PILIH_TENANT, TenantTerdaftar, Tersegel, VersiKunci, tenant_dari},
    store::kunci_tenant,
};
use crate::crypto::{KunciData, KunciInduk};

/// What one table still holds under an older version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sisa {
    /// The table.
    pub tabel: &'static str,
    /// Rows with a sealed value.
    pub baris: u64,
    /// Those with one under an older version than the newest.
    pub lama: u64,
}

/// What a pass through every table did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HasilPutar {
    /// Rows that were sealed again.
    pub baris: u64,
    /// Indexes that could not be taken over because another row holds the same value.
    pub bentrok: u64,
}

impl PostgresAdmin {
    /// The tenant with the versions of its key, whatever its state, straight from control.
    pub async fn tenant(&self, slug: &TenantSlug) -> Result<Option<TenantTerdaftar>, PortError> {
        let tx = mulai_control(&self.control).await.map_err(port_error)?;
        let sql = format!("{PILIH_TENANT} WHERE slug = $1");
        let baris = satu(&tx, &sql, [slug.as_str().into()]).await.map_err(port_error)?;
        let Some(baris) = baris else { return Ok(None) };
        let mut tenant = tenant_dari(&baris).map_err(port_error)?;
        let semua = tx
            .query_all_raw(pernyataan(
                "SELECT versi, kunci_terbungkus, aktif_sejak <= now() AS aktif FROM tenant_kunci
                 WHERE tenant_id = $1 ORDER BY versi",
                [tenant.tenant.id.uuid().into()],
            ))
            .await
            .map_err(port_error)?;
        for baris in semua {
            let versi: i16 = baris.try_get("", "versi").map_err(port_error)?;
            tenant.versi_kunci.push(VersiKunci {
                versi: u8::try_from(versi).map_err(PortError::tak_terduga)?,
                terbungkus: Tersegel(baris.try_get("", "kunci_terbungkus").map_err(port_error)?),
                aktif: baris.try_get("", "aktif").map_err(port_error)?,
            });
        }
        Ok(Some(tenant))
    }

    /// Adds a version of the tenant's key that seals from `jeda` seconds after now on; until then every process has
    /// learned to open it. Returns its number.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when another rotation came first.
    pub async fn tambah_versi_kunci(
        &self,
        induk: &KunciInduk,
        tenant: &TenantTerdaftar,
        jeda_detik: u32,
        pada: OffsetDateTime,
    ) -> Result<u8, PortError> {
        let slug = &tenant.tenant.slug;
        let lama = tenant.semua_kunci();
        let terbesar = lama.last().map_or(0, |satu| satu.versi);
        let versi = terbesar
            .checked_add(1)
            .ok_or_else(|| PortError::tak_terduga("nomor versi kunci sudah habis"))?;
        let baru = KunciData::acak().map_err(PortError::tak_terduga)?;
        let terbungkus = induk.bungkus(slug, &baru).map_err(PortError::tak_terduga)?;
        let tx = mulai_control(&self.control).await.map_err(port_error)?;
        let id = tenant.tenant.id.uuid();
        if tenant.versi_kunci.is_empty() {
            for satu in &lama {
                jalankan(
                    &tx,
                    "INSERT INTO tenant_kunci (tenant_id, versi, kunci_terbungkus, aktif_sejak, dibuat_pada)
                     SELECT id, $2, kunci_terbungkus, dibuat_pada, dibuat_pada FROM tenant WHERE id = $1
                     ON CONFLICT DO NOTHING",
                    [id.into(), i16::from(satu.versi).into()],
                )
                .await
                .map_err(port_error)?;
            }
        }
        // By the clock of the database, which every process compares with.
        let masuk = jalankan(
            &tx,
            "INSERT INTO tenant_kunci (tenant_id, versi, kunci_terbungkus, aktif_sejak, dibuat_pada)
             VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5) ON CONFLICT DO NOTHING",
            [
                id.into(),
                i16::from(versi).into(),
                terbungkus.into(),
                f64::from(jeda_detik).into(),
                pada.into(),
            ],
        )
        .await
        .map_err(port_error)?;
        if masuk == 0 {
            return Err(PortError::Konflik);
        }
        tx.commit().await.map_err(port_error)?;
        Ok(versi)
    }

    /// Counts what is sealed, table by table, and what of it under an older version than the newest.
    pub async fn hitung_sisa(&self, tenant: &TenantTerdaftar) -> Result<Vec<Sisa>, PortError> {
        let versi = terbaru(tenant);
        let tx =
            mulai_tenant(self.server(tenant)?, &tenant.tenant.slug).await.map_err(port_error)?;
        let mut semua = Vec::with_capacity(KOLOM_TERSEGEL.len());
        for tabel in KOLOM_TERSEGEL {
            let ada: Vec<_> =
                tabel.segel.iter().map(|kolom| format!("{kolom} IS NOT NULL")).collect();
            let sql = format!(
                "SELECT count(*) FILTER (WHERE {}) AS baris, count(*) FILTER (WHERE {}) AS lama FROM {}",
                ada.join(" OR "),
                tabel.usang(),
                tabel.tabel
            );
            let hasil = satu(&tx, &sql, [vec![versi].into()]).await.map_err(port_error)?;
            let angka = |kolom: &str| -> Result<u64, PortError> {
                let baris = hasil.as_ref().ok_or_else(|| PortError::tak_terduga("tanpa hasil"))?;
                let jumlah: i64 = baris.try_get("", kolom).map_err(port_error)?;
                u64::try_from(jumlah).map_err(PortError::tak_terduga)
            };
            semua.push(Sisa { tabel: tabel.tabel, baris: angka("baris")?, lama: angka("lama")? });
        }
        Ok(semua)
    }

    /// Seals everything of an older version again, table by table, `batas` rows per transaction. It may be stopped at any
    /// moment and begun again: what is done is not touched twice.
    ///
    /// # Errors
    /// A value that does not open under any version stops it; nothing of that batch is changed.
    pub async fn segel_ulang(
        &self,
        induk: &KunciInduk,
        tenant: &TenantTerdaftar,
        batas: u32,
        kabar: &(dyn Fn(&'static str, u64) + Send + Sync),
    ) -> Result<HasilPutar, PortError> {
        let slug = &tenant.tenant.slug;
        let kunci = kunci_tenant(induk, slug, &tenant.semua_kunci())?;
        if kunci.versi() != terbaru(tenant) {
            return Err(PortError::tak_terduga("versi kunci yang baru belum berlaku"));
        }
        let db = self.server(tenant)?;
        let mut hasil = HasilPutar::default();
        for tabel in KOLOM_TERSEGEL {
            let mut sesudah = None;
            let mut jumlah = 0;
            loop {
                let tx = mulai_tenant(db, slug).await.map_err(port_error)?;
                let lembar = segel_ulang::lembar(&tx, tabel, &kunci, sesudah.take(), batas).await?;
                tx.commit().await.map_err(port_error)?;
                jumlah += lembar.baris;
                hasil.bentrok += lembar.bentrok;
                kabar(tabel.tabel, jumlah);
                sesudah = lembar.sesudah;
                if sesudah.is_none() {
                    break;
                }
            }
            hasil.baris += jumlah;
        }
        Ok(hasil)
    }

    /// Retires every version but the newest, when nothing is sealed under an older one any more; false otherwise. From
    /// then on what was sealed under those is unreadable, wherever a copy of it may lie.
    pub async fn pensiunkan_kunci(&self, tenant: &TenantTerdaftar) -> Result<bool, PortError> {
        let bersih = |sisa: &[Sisa]| sisa.iter().all(|satu| satu.lama == 0);
        if !bersih(&self.hitung_sisa(tenant).await?) {
            return Ok(false);
        }
        let db = self.server(tenant)?;
        let tx = mulai_tenant(db, &tenant.tenant.slug).await.map_err(port_error)?;
        for tabel in KOLOM_TERSEGEL {
            for (kolom, syarat) in tabel.lepas {
                let sql = format!(
                    "UPDATE {} SET {kolom} = NULL WHERE {kolom} IS NOT NULL AND {syarat}",
                    tabel.tabel
                );
                jalankan(&tx, &sql, []).await.map_err(port_error)?;
            }
            if let Some(syarat) = tabel.buang {
                let sql = format!("DELETE FROM {} WHERE {syarat}", tabel.tabel);
                jalankan(&tx, &sql, []).await.map_err(port_error)?;
            }
        }
        tx.commit().await.map_err(port_error)?;
        let tx = mulai_control(&self.control).await.map_err(port_error)?;
        let id = tenant.tenant.id.uuid();
        jalankan(
            &tx,
            "DELETE FROM tenant_kunci WHERE tenant_id = $1 AND versi < $2",
            [id.into(), i16::from(terbaru(tenant)).into()],
        )
        .await
        .map_err(port_error)?;
        jalankan(&tx, "UPDATE tenant SET kunci_terbungkus = '' WHERE id = $1", [id.into()])
            .await
            .map_err(port_error)?;
        tx.commit().await.map_err(port_error)?;
        self.tulis_ulang_kunci().await?;
        Ok(true)
    }

    /// Destroys the key of a suspended tenant: what is sealed stays sealed for everybody, for ever. False when there is no
    /// such tenant, or it is not suspended.
    pub async fn hapus_kunci(
        &self,
        slug: &TenantSlug,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let tx = mulai_control(&self.control).await.map_err(port_error)?;
        let berubah = jalankan(
            &tx,
            "UPDATE tenant SET kunci_terbungkus = '', kunci_dihapus_pada = $2
             WHERE slug = $1 AND keadaan = 'ditangguhkan' AND kunci_dihapus_pada IS NULL",
            [slug.as_str().into(), pada.into()],
        )
        .await
        .map_err(port_error)?;
        if berubah == 0 {
            return Ok(false);
        }
        jalankan(
            &tx,
            "DELETE FROM tenant_kunci WHERE tenant_id = (SELECT id FROM tenant WHERE slug = $1)",
            [slug.as_str().into()],
        )
        .await
        .map_err(port_error)?;
        tx.commit().await.map_err(port_error)?;
        self.tulis_ulang_kunci().await?;
        Ok(true)
    }

    /// Wraps every data key and seals every secret of the platform anew under the master key in use. What is wrapped by it
    /// already is wrapped once more, so it may be run again at any time. Returns how many keys and how many apps.
    pub async fn bungkus_ulang(&self, induk: &KunciInduk) -> Result<(u64, u64), PortError> {
        let tx = mulai_control(&self.control).await.map_err(port_error)?;
        let kunci = segel_ulang::bungkus_ulang(&tx, induk).await?;
        let aplikasi = segel_ulang::aplikasi(&tx, induk).await?;
        tx.commit().await.map_err(port_error)?;
        self.tulis_ulang_kunci().await?;
        Ok((kunci, aplikasi))
    }

    /// Writes the tables that held wrapped keys to new files, so that no old version of a row stays in them.
    async fn tulis_ulang_kunci(&self) -> Result<(), PortError> {
        for tabel in ["tenant", "tenant_kunci", "wa_aplikasi"] {
            let sql = format!("VACUUM FULL control.{tabel}");
            self.control.execute_unprepared(&sql).await.map_err(port_error)?;
        }
        Ok(())
    }

    fn server(&self, tenant: &TenantTerdaftar) -> Result<&DatabaseConnection, PortError> {
        self.server.get(&tenant.dsn_id).ok_or_else(|| {
            PortError::tak_terduga(format!("server {} tidak dikonfigurasi", tenant.dsn_id))
        })
    }
}

impl TabelTersegel {
    /// Whether a row has a value under another version than `$1`; an empty one was erased and has none.
    fn usang(&self) -> String {
        let kolom = self.segel.iter().map(|kolom| {
            format!("(octet_length({kolom}) > 0 AND substr({kolom}, 1, 1) <> $1::bytea)")
        });
        kolom.collect::<Vec<_>>().join(" OR ")
    }
}

fn terbaru(tenant: &TenantTerdaftar) -> u8 {
    tenant.semua_kunci().last().map_or(0, |satu| satu.versi)
}

/// The owner's transaction in a tenant's schema.
async fn mulai_tenant(
    db: &DatabaseConnection,
    slug: &TenantSlug,
) -> Result<DatabaseTransaction, DbErr> {
    let tx = db.begin().await?;
    tx.execute_unprepared(&format!(
        r#"SET LOCAL search_path = "{}"; SET LOCAL lock_timeout = '10s'"#,
        slug.schema()
    ))
    .await?;
    Ok(tx)
}

fn pernyataan(sql: &str, nilai: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, sql, nilai)
}

async fn jalankan(
    tx: &DatabaseTransaction,
    sql: &str,
    nilai: impl IntoIterator<Item = Value>,
) -> Result<u64, DbErr> {
    Ok(tx.execute_raw(pernyataan(sql, nilai)).await?.rows_affected())
}

async fn satu(
    tx: &DatabaseTransaction,
    sql: &str,
    nilai: impl IntoIterator<Item = Value>,
) -> Result<Option<QueryResult>, DbErr> {
    tx.query_one_raw(pernyataan(sql, nilai)).await
}
