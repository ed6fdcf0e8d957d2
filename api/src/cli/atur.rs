//! `wa`: how a tenant reaches WhatsApp.

use clap::{Args, Subcommand};
use loket_domain::{nilai::Rahasia, percakapan::NomorLayanan};

use super::{Gagal, migrate::TenantSlugArg, pengguna::cari};
use crate::{compose::compose, config::Config, setup};

/// WhatsApp apps and service numbers.
#[derive(Debug, Subcommand)]
pub enum Wa {
    /// Register an app, or replace its secrets.
    Aplikasi(Aplikasi),
    /// Route a service number to a tenant.
    Nomor(Nomor),
}

/// Register an app.
#[derive(Debug, Args)]
pub struct Aplikasi {
    /// The app's id at the provider.
    #[arg(long)]
    app_id: String,
    /// The app secret that signs webhooks.
    #[arg(long, env = "LOKET_WA_APP_SECRET", hide_env_values = true)]
    rahasia: String,
    /// The token of the webhook handshake.
    #[arg(long, env = "LOKET_WA_VERIFY_TOKEN", hide_env_values = true)]
    token_verifikasi: String,
}

/// Route a number.
#[derive(Debug, Args)]
pub struct Nomor {
    /// Slug of the tenant.
    #[arg(long)]
    tenant: TenantSlugArg,
    /// The app the number belongs to.
    #[arg(long)]
    app_id: String,
    /// The number's id at the provider.
    #[arg(long)]
    phone_number_id: String,
    /// The number as residents see it.
    #[arg(long = "nomor", value_name = "NOMOR")]
    tampilan: String,
    /// The WhatsApp Business Account the number belongs to: templates are kept there, and what happens to it is told by it.
    #[arg(long, value_name = "ID")]
    waba: Option<String>,
    /// Base URL of the Cloud API or of the provider that proxies it.
    #[arg(long, default_value = "https://graph.facebook.com")]
    base_url: String,
    /// Graph version.
    #[arg(long, default_value = "v25.0")]
    versi: String,
    /// Access token of the number.
    #[arg(long, env = "LOKET_WA_TOKEN", hide_env_values = true)]
    token: String,
    /// Hosts that media may be fetched from besides the base URL's own.
    #[arg(long, default_value = "lookaside.fbsbx.com")]
    host_media: Vec<String>,
}

impl Wa {
    /// Does it.
    pub async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let parts = compose(config).await.map_err(Gagal::dari)?;
        match self {
            Self::Aplikasi(aplikasi) => {
                setup::aplikasi_wa(
                    &parts,
                    &aplikasi.app_id,
                    &Rahasia::new(aplikasi.rahasia),
                    &Rahasia::new(aplikasi.token_verifikasi),
                )
                .await
                .map_err(Gagal::dari_galat)?;
                println!("aplikasi {} tersimpan", aplikasi.app_id);
            }
            Self::Nomor(nomor) => {
                let tenant = cari(&parts, &nomor.tenant.0).await?;
                let layanan = NomorLayanan {
                    phone_number_id: nomor.phone_number_id.clone(),
                    nomor_tampilan: nomor.tampilan,
                    waba_id: nomor.waba,
                    base_url: nomor.base_url,
                    versi: nomor.versi,
                    token: Rahasia::new(nomor.token),
                    host_media: nomor.host_media,
                };
                setup::nomor_wa(&parts, &tenant, &nomor.app_id, layanan)
                    .await
                    .map_err(Gagal::dari_galat)?;
                println!("nomor {} diarahkan ke {}", nomor.phone_number_id, tenant.slug);
            }
        }
        parts.postgres.tutup().await;
        Ok(())
    }
}
