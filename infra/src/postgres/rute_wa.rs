//! Which tenant answers a WhatsApp number, and under which app.

use std::{collections::BTreeMap, sync::Arc};

use loket_domain::{galat::PortError, tenant::TenantSlug};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use uuid::Uuid;

use super::{
    Postgres,
    error::port_error,
    registry::{KeadaanTenant, TenantTerdaftar, Tersegel, semua},
};

/// A WhatsApp app, with its sealed secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AplikasiWa {
    /// Its id here.
    pub id: Uuid,
    /// Its id at the provider.
    pub app_id: String,
    /// The secret that signs webhooks.
    pub rahasia_tersegel: Tersegel,
    /// The token of the webhook's subscription check.
    pub token_verifikasi_tersegel: Tersegel,
}

/// A number and who answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NomorTerdaftar {
    /// The provider's id of the number.
    pub phone_number_id: String,
    /// The number as people see it.
    pub nomor_tampilan: String,
    /// The WhatsApp Business Account it belongs to, when known.
    pub waba_id: Option<String>,
    /// The tenant that answers.
    pub tenant: Arc<TenantTerdaftar>,
    /// The app whose secret signs its webhooks.
    pub aplikasi: Arc<AplikasiWa>,
}

/// A number to route.
#[derive(Clone, Debug)]
pub struct NomorBaru {
    /// The provider's id of the number.
    pub phone_number_id: String,
    /// The number as people see it.
    pub nomor_tampilan: String,
    /// The WhatsApp Business Account it belongs to; what is known already stays when it is not given.
    pub waba_id: Option<String>,
    /// The app's id at the provider; saved before.
    pub app_id: String,
    /// The tenant that answers.
    pub tenant: TenantSlug,
}

type Aplikasi = BTreeMap<String, Arc<AplikasiWa>>;
type Nomor = BTreeMap<String, Arc<NomorTerdaftar>>;

impl Postgres {
    /// Who answers the number, if that tenant is active.
    pub async fn nomor(
        &self,
        phone_number_id: &str,
    ) -> Result<Option<Arc<NomorTerdaftar>>, PortError> {
        let aktif = |n: &&Arc<NomorTerdaftar>| n.tenant.keadaan == KeadaanTenant::Aktif;
        self.cari(|c| c.nomor.get(phone_number_id).filter(aktif).cloned()).await
    }

    /// The active tenants with a number in that account, as that app's secret signed for it.
    pub async fn tenant_waba(
        &self,
        waba_id: &str,
        aplikasi: Uuid,
    ) -> Result<Vec<Arc<TenantTerdaftar>>, PortError> {
        let di_akun = |n: &&Arc<NomorTerdaftar>| {
            n.waba_id.as_deref() == Some(waba_id)
                && n.aplikasi.id == aplikasi
                && n.tenant.keadaan == KeadaanTenant::Aktif
        };
        let semua = self.cari(|c| {
            let tenant: BTreeMap<_, _> = c
                .nomor
                .values()
                .filter(di_akun)
                .map(|n| (n.tenant.tenant.slug.clone(), Arc::clone(&n.tenant)))
                .collect();
            (!tenant.is_empty()).then(|| tenant.into_values().collect())
        });
        Ok(semua.await?.unwrap_or_default())
    }

    /// Whether a suspended tenant has that number, or a number in that account, under that app.
    pub async fn nomor_ditangguhkan(
        &self,
        phone_number_id: Option<&str>,
        waba_id: Option<&str>,
        aplikasi: Uuid,
    ) -> Result<bool, PortError> {
        self.dari_cuplikan(|c| {
            c.nomor.iter().any(|(id, nomor)| {
                nomor.aplikasi.id == aplikasi
                    && nomor.tenant.keadaan == KeadaanTenant::Ditangguhkan
                    && (phone_number_id == Some(id.as_str())
                        || (waba_id.is_some() && nomor.waba_id.as_deref() == waba_id))
            })
        })
        .await
    }

    /// Every number of an active tenant, by its id.
    pub async fn nomor_aktif(&self) -> Result<Vec<Arc<NomorTerdaftar>>, PortError> {
        let aktif = |n: &&Arc<NomorTerdaftar>| n.tenant.keadaan == KeadaanTenant::Aktif;
        let semua = self.dari_cuplikan(|c| c.nomor.values().filter(aktif).cloned().collect());
        semua.await
    }

    /// The app with this id at the provider.
    pub async fn aplikasi_wa(&self, app_id: &str) -> Result<Option<Arc<AplikasiWa>>, PortError> {
        self.cari(|c| c.aplikasi.get(app_id).cloned()).await
    }

    /// The first app that passes, looked for once more in a fresh copy when none does.
    pub async fn cari_aplikasi_wa(
        &self,
        cocok: impl Fn(&AplikasiWa) -> bool,
    ) -> Result<Option<Arc<AplikasiWa>>, PortError> {
        self.cari(|c| c.aplikasi.values().find(|aplikasi| cocok(aplikasi)).cloned()).await
    }

    /// Adds the app, or replaces the secrets of the one with the same `app_id` (whose id stays).
    pub async fn simpan_aplikasi_wa(&self, aplikasi: &AplikasiWa) -> Result<(), PortError> {
        let tx = self.begin_control().await?;
        tx.execute_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "INSERT INTO wa_aplikasi (id, app_id, rahasia_tersegel, token_verifikasi_tersegel)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (app_id) DO UPDATE SET rahasia_tersegel = EXCLUDED.rahasia_tersegel,
                 token_verifikasi_tersegel = EXCLUDED.token_verifikasi_tersegel",
            [
                aplikasi.id.into(),
                aplikasi.app_id.as_str().into(),
                aplikasi.rahasia_tersegel.0.clone().into(),
                aplikasi.token_verifikasi_tersegel.0.clone().into(),
            ],
        ))
        .await
        .map_err(port_error)?;
        tx.commit().await?;
        self.dalam.register.lupakan().await;
        Ok(())
    }

    /// Routes the number to the tenant; again is harmless. A number that answers for another tenant is a conflict, as are
    /// an app or a tenant that does not exist.
    pub async fn arahkan_nomor(&self, nomor: &NomorBaru) -> Result<(), PortError> {
        let tx = self.begin_control().await?;
        let hasil = tx
            .execute_raw(Statement::from_sql_and_values(
                DbBackend::Postgres,
                "INSERT INTO wa_nomor (phone_number_id, aplikasi_id, tenant_id, nomor_tampilan, waba_id)
                 SELECT $1, a.id, t.id, $2, $5 FROM wa_aplikasi a, tenant t
                 WHERE a.app_id = $3 AND t.slug = $4
                 ON CONFLICT (phone_number_id) DO UPDATE SET aplikasi_id = EXCLUDED.aplikasi_id,
                     nomor_tampilan = EXCLUDED.nomor_tampilan,
                     waba_id = coalesce(EXCLUDED.waba_id, wa_nomor.waba_id)
                 WHERE wa_nomor.tenant_id = EXCLUDED.tenant_id",
                [
                    nomor.phone_number_id.as_str().into(),
                    nomor.nomor_tampilan.as_str().into(),
                    nomor.app_id.as_str().into(),
                    nomor.tenant.as_str().into(),
                    nomor.waba_id.clone().into(),
                ],
            ))
            .await
            .map_err(port_error)?;
        if hasil.rows_affected() == 0 {
            return Err(PortError::Konflik);
        }
        tx.commit().await?;
        self.dalam.register.lupakan().await;
        Ok(())
    }
}

/// Every app and number, with the tenants already read.
pub(super) async fn baca(
    tx: &impl ConnectionTrait,
    tenant: &BTreeMap<Uuid, Arc<TenantTerdaftar>>,
) -> Result<(Aplikasi, Nomor), DbErr> {
    let mut menurut_id = BTreeMap::new();
    let sql = "SELECT id, app_id, rahasia_tersegel, token_verifikasi_tersegel FROM wa_aplikasi";
    for baris in semua(tx, sql).await? {
        let aplikasi = AplikasiWa {
            id: baris.try_get("", "id")?,
            app_id: baris.try_get("", "app_id")?,
            rahasia_tersegel: Tersegel(baris.try_get("", "rahasia_tersegel")?),
            token_verifikasi_tersegel: Tersegel(baris.try_get("", "token_verifikasi_tersegel")?),
        };
        menurut_id.insert(aplikasi.id, Arc::new(aplikasi));
    }
    let mut nomor = BTreeMap::new();
    let sql =
        "SELECT phone_number_id, aplikasi_id, tenant_id, nomor_tampilan, waba_id FROM wa_nomor";
    for baris in semua(tx, sql).await? {
        let (aplikasi_id, tenant_id): (Uuid, Uuid) =
            (baris.try_get("", "aplikasi_id")?, baris.try_get("", "tenant_id")?);
        if let (Some(aplikasi), Some(tenant)) =
            (menurut_id.get(&aplikasi_id), tenant.get(&tenant_id))
        {
            let phone_number_id: String = baris.try_get("", "phone_number_id")?;
            let terdaftar = NomorTerdaftar {
                phone_number_id: phone_number_id.clone(),
                nomor_tampilan: baris.try_get("", "nomor_tampilan")?,
                waba_id: baris.try_get("", "waba_id")?,
                tenant: Arc::clone(tenant),
                aplikasi: Arc::clone(aplikasi),
            };
            nomor.insert(phone_number_id, Arc::new(terdaftar));
        }
    }
    let aplikasi = menurut_id.into_values().map(|a| (a.app_id.clone(), a)).collect();
    Ok((aplikasi, nomor))
}
