//! Configuration: TOML file and environment, read once, in one place.

mod aman;
mod bawaan;
mod berkas;
mod kunci_sandi;
#[cfg(test)]
mod uji;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use actix_web::http::header::HeaderName;
use config::{File, FileFormat};
use loket_domain::{nilai::Rahasia, percakapan::AlamatPublik};
use loket_infra::{
    crypto::{KunciInduk, KunciPeriksa, KunciTanda},
    postgres::PostgresConfig,
    s3::{Checksums, S3Config},
    smtp::{SmtpConfig, SmtpTls},
};
use serde::Deserialize;

/// Why the configuration cannot be used. Names the setting, never its value.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value is missing or of the wrong kind.
    #[error("konfigurasi tidak dapat dibaca: {0}")]
    Baca(#[from] config::ConfigError),
    /// A value is there and cannot be right.
    #[error("konfigurasi {nama} tidak benar: {sebab}")]
    Nilai {
        /// The setting, as an environment variable.
        nama: &'static str,
        /// What is wrong, and what to do.
        sebab: String,
    },
}

fn salah(nama: &'static str, sebab: impl std::fmt::Display) -> ConfigError {
    ConfigError::Nilai { nama, sebab: format!("{sebab}") }
}

/// Every setting. In TOML as written here; in the environment upper-case with `LOKET_` in front.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, read by its name")]
pub struct Config {
    /// Where the HTTP server listens.
    #[serde(default = "bawaan::bind")]
    pub bind: SocketAddr,
    /// HTTP worker threads; 0 means one per core.
    #[serde(default)]
    pub http_workers: usize,
    /// The address clients reach the installation at: the issuer of tokens, and where residents open their one-time links.
    /// https, unless it is this machine or `izinkan_http` says so.
    #[serde(default = "bawaan::publik_url")]
    pub publik_url: String,
    /// PostgreSQL, login `loket_app`.
    pub database_url: Rahasia,
    /// PostgreSQL, login `loket_pemilik`; for `migrate` and `tenant` only.
    #[serde(default)]
    pub database_admin_url: Option<Rahasia>,
    /// Connections of the pool.
    #[serde(default = "bawaan::koneksi")]
    pub database_koneksi: u32,
    /// S3 endpoint, with scheme.
    pub s3_endpoint: String,
    /// S3 endpoint as browsers reach it, when it differs.
    #[serde(default)]
    pub s3_endpoint_publik: Option<String>,
    /// S3 region.
    #[serde(default = "bawaan::s3_region")]
    pub s3_region: String,
    /// S3 bucket.
    pub s3_bucket: String,
    /// S3 access key.
    pub s3_access_key: String,
    /// S3 secret key.
    pub s3_secret_key: Rahasia,
    /// `when_required` (works everywhere) or `when_supported`.
    #[serde(default = "bawaan::s3_checksums")]
    pub s3_checksums: String,
    /// Master key, 32 bytes as hex or base64; or give `kunci_induk_berkas`.
    #[serde(default)]
    pub kunci_induk: Option<Rahasia>,
    /// File with the master key.
    #[serde(default)]
    pub kunci_induk_berkas: Option<PathBuf>,
    /// Files with the master keys of a rotation under way, separated by commas: what they wrapped still opens.
    #[serde(default)]
    pub kunci_induk_lama_berkas: String,
    /// Ed25519 key that signs access tokens, PKCS#8 PEM; or give `kunci_token_berkas`.
    #[serde(default)]
    pub kunci_token: Option<Rahasia>,
    /// File with that key.
    #[serde(default)]
    pub kunci_token_berkas: Option<PathBuf>,
    /// Public keys of a rotation under way: PEM files, separated by commas.
    #[serde(default)]
    pub kunci_token_lama_berkas: String,
    /// Seconds an outgoing message may stay without answer and status before it is sent again.
    #[serde(default = "bawaan::tenggang")]
    pub kirim_tenggang_detik: u64,
    /// Seconds between two sweeps of the worker over all tenants.
    #[serde(default = "bawaan::sapuan")]
    pub pekerja_sapuan_detik: u64,
    /// Offices that the worker of this process works for, separated by commas, such as one that has a worker of its own;
    /// empty for all.
    #[serde(default)]
    pub pekerja_tenant: String,
    /// Seconds after which a signing call that nobody wrote the end of counts as unknown; longer than any call takes.
    #[serde(default = "bawaan::tte_tenggang")]
    pub tte_tenggang_detik: u64,
    /// Milliseconds a resident must be quiet before the photos they sent are answered, so that an album gets one answer.
    #[serde(default = "bawaan::tenang")]
    pub balas_tenang_milidetik: u32,
    /// Minutes an interruption lasts before anybody is told of it.
    #[serde(default = "bawaan::gangguan_tunda")]
    pub gangguan_tunda_menit: u32,
    /// Minutes before a resident who heard of a cause is told of it again, when the same breaks anew.
    #[serde(default = "bawaan::gangguan_jeda_ulang")]
    pub gangguan_jeda_ulang_menit: u32,
    /// ClamAV's daemon: `host:port` or `unix:/path`. Without it nothing is scanned; with it, a file that could not be
    /// scanned is held until it was.
    #[serde(default)]
    pub clamd: Option<String>,
    /// The executable that checks files in a process of its own; this very one unless set.
    #[serde(default)]
    pub pemeriksa_program: Option<PathBuf>,
    /// Files that one resident may send in a day.
    #[serde(default = "bawaan::kuota_warga_berkas")]
    pub kuota_warga_berkas: u32,
    /// Megabytes that one resident may send in a day.
    #[serde(default = "bawaan::kuota_warga_mb")]
    pub kuota_warga_mb: u32,
    /// Files that one officer may announce in a day.
    #[serde(default = "bawaan::kuota_petugas_berkas")]
    pub kuota_petugas_berkas: u32,
    /// Megabytes that one officer may announce in a day.
    #[serde(default = "bawaan::kuota_petugas_mb")]
    pub kuota_petugas_mb: u32,
    /// Days for which originals are locked against change where the bucket has object lock; 0 for not at all.
    #[serde(default = "bawaan::s3_kunci_hari")]
    pub s3_kunci_hari: u32,
    /// Seconds between two sweeps of a tenant's storage for what no row names.
    #[serde(default = "bawaan::sapu_berkas")]
    pub sapu_berkas_detik: u64,
    /// Seconds between two anchors of a tenant's audit trail: its signed head, kept outside the database; 0 for never.
    #[serde(default = "bawaan::audit_jangkar")]
    pub audit_jangkar_detik: u64,
    /// Where `/metrics` is served, away from the public address; nowhere without it.
    #[serde(default)]
    pub metrik_bind: Option<SocketAddr>,
    /// Whether `/docs` and `/openapi.json` are served on the public address.
    #[serde(default)]
    pub dokumentasi: bool,
    /// Origins of web applications that may call the API from a browser, exact and separated by commas; none without it.
    #[serde(default)]
    pub cors_asal: String,
    /// The name that passkeys of officers are bound to for good (`rpId`): the host of `publik_url`, or a domain above it;
    /// the host unless set. Whoever changes it makes every passkey worthless.
    #[serde(default)]
    pub kunci_sandi_rp: String,
    /// Origins of the pages on which officers show passkeys, exact, under that name and separated by commas; that of
    /// `publik_url` without it.
    #[serde(default)]
    pub kunci_sandi_asal: String,
    /// Requests that one address may make in a minute.
    #[serde(default = "bawaan::laju_alamat")]
    pub laju_alamat: u32,
    /// Requests that one session may make in a minute.
    #[serde(default = "bawaan::laju_sesi")]
    pub laju_sesi: u32,
    /// Requests that the officers of one office may make in a minute.
    #[serde(default = "bawaan::laju_tenant")]
    pub laju_tenant: u32,
    /// Costly requests (logging in, uploads, checks, sheets, exports) that one address may make in a minute, of each kind.
    #[serde(default = "bawaan::laju_mahal")]
    pub laju_mahal: u32,
    /// The header in which a trusted reverse proxy names the client, for example `x-forwarded-for`; without it, who is
    /// connected is the client. Set it only where every request passes that proxy.
    #[serde(default)]
    pub kepala_proksi: Option<String>,
    /// Host of the mail server; without it, offices hand over without email.
    #[serde(default)]
    pub smtp_host: Option<String>,
    /// Its port.
    #[serde(default = "bawaan::smtp_port")]
    pub smtp_port: u16,
    /// `starttls`, `implisit`, or `tanpa` for a server on this very machine.
    #[serde(default = "bawaan::smtp_tls")]
    pub smtp_tls: String,
    /// Name to log in with, where the server asks for it.
    #[serde(default)]
    pub smtp_pengguna: Option<String>,
    /// The password of that name.
    #[serde(default)]
    pub smtp_sandi: Option<Rahasia>,
    /// The address emails come from, where an office has none of its own.
    #[serde(default)]
    pub smtp_dari: Option<String>,
    /// The database and the object store are reached without TLS inside a closed network of one machine, such as that of
    /// containers. Nothing else may listen there.
    #[serde(default)]
    pub tanpa_tls_dalam: bool,
    /// Allow plain HTTP to WhatsApp providers and signing hosts that are not on this machine.
    #[serde(default)]
    pub izinkan_http: bool,
    /// Allow webhooks to plain HTTP, to this machine and to inner networks: for demos and tests only.
    #[serde(default)]
    pub webhook_izinkan_lokal: bool,
    /// The ring of keys that `loket kunci putar` keeps; in place of `kunci_token`. It is read again when it changes.
    #[serde(default)]
    pub kunci_token_cincin_berkas: Option<PathBuf>,
}

/// The names of the settings, as fields of [`Config`].
const KUNCI: &[&str] = &[
    "bind",
    "http_workers",
    "publik_url",
    "database_url",
    "database_admin_url",
    "database_koneksi",
    "s3_endpoint",
    "s3_endpoint_publik",
    "s3_region",
    "s3_bucket",
    "s3_access_key",
    "s3_secret_key",
    "s3_checksums",
    "kunci_induk",
    "kunci_induk_berkas",
    "kunci_induk_lama_berkas",
    "kunci_token",
    "kunci_token_berkas",
    "kunci_token_lama_berkas",
    "kirim_tenggang_detik",
    "pekerja_sapuan_detik",
    "pekerja_tenant",
    "balas_tenang_milidetik",
    "tte_tenggang_detik",
    "gangguan_tunda_menit",
    "gangguan_jeda_ulang_menit",
    "clamd",
    "pemeriksa_program",
    "kuota_warga_berkas",
    "kuota_warga_mb",
    "kuota_petugas_berkas",
    "kuota_petugas_mb",
    "s3_kunci_hari",
    "sapu_berkas_detik",
    "audit_jangkar_detik",
    "metrik_bind",
    "dokumentasi",
    "cors_asal",
    "kunci_sandi_rp",
    "kunci_sandi_asal",
    "laju_alamat",
    "laju_sesi",
    "laju_tenant",
    "laju_mahal",
    "kepala_proksi",
    "smtp_host",
    "smtp_port",
    "smtp_tls",
    "smtp_pengguna",
    "smtp_sandi",
    "smtp_dari",
    "tanpa_tls_dalam",
    "izinkan_http",
    "webhook_izinkan_lokal",
    "kunci_token_cincin_berkas",
];

impl Config {
    /// Reads the file, when given, and the environment over it.
    pub fn baca(berkas: Option<&PathBuf>) -> Result<Self, ConfigError> {
        let mut pembaca = config::Config::builder();
        if let Some(berkas) = berkas {
            pembaca = pembaca.add_source(File::from(berkas.as_path()).format(FileFormat::Toml));
        }
        // Only the settings themselves: other LOKET_ variables belong to single commands.
        for kunci in KUNCI {
            let nama = format!("LOKET_{}", kunci.to_uppercase());
            if let Some(nilai) = nilai(&nama, RAHASIA.contains(kunci))? {
                pembaca = pembaca.set_override(*kunci, nilai)?;
            }
        }
        Ok(pembaca.build()?.try_deserialize()?)
    }

    /// The address at which residents open their one-time links.
    pub fn alamat_publik(&self) -> Result<AlamatPublik, ConfigError> {
        AlamatPublik::parse(&self.publik_url, self.izinkan_http)
            .map_err(|galat| salah("LOKET_PUBLIK_URL", galat.pesan))
    }

    /// The header in which the reverse proxy names the client.
    pub fn kepala_proksi(&self) -> Result<Option<HeaderName>, ConfigError> {
        let nama = self.kepala_proksi.as_deref().map(str::trim).filter(|nama| !nama.is_empty());
        nama.map(|nama| nama.parse().map_err(|galat| salah("LOKET_KEPALA_PROKSI", galat)))
            .transpose()
    }

    /// The database of the application.
    pub fn postgres(&self) -> PostgresConfig {
        let mut config = PostgresConfig::aplikasi(self.database_url.clone());
        config.koneksi_maks = self.database_koneksi;
        config
    }

    /// The database of the owner.
    pub fn postgres_admin(&self) -> Result<PostgresConfig, ConfigError> {
        let url = self.database_admin_url.clone().ok_or_else(|| {
            salah("LOKET_DATABASE_ADMIN_URL", "wajib diisi untuk perintah migrate dan tenant")
        })?;
        Ok(PostgresConfig::pemilik(url))
    }

    /// The object store.
    pub fn s3(&self) -> Result<S3Config, ConfigError> {
        let checksums = match self.s3_checksums.as_str() {
            "when_required" => Checksums::WhenRequired,
            "when_supported" => Checksums::WhenSupported,
            _ => return Err(salah("LOKET_S3_CHECKSUMS", "isi when_required atau when_supported")),
        };
        if demo(self.s3_secret_key.buka()) {
            return Err(salah("LOKET_S3_SECRET_KEY", BAWAAN));
        }
        Ok(S3Config {
            endpoint: self.s3_endpoint.clone(),
            endpoint_publik: self.s3_endpoint_publik.clone(),
            region: self.s3_region.clone(),
            bucket: self.s3_bucket.clone(),
            access_key: self.s3_access_key.clone(),
            secret_key: self.s3_secret_key.clone(),
            force_path_style: true,
            checksums,
            batas_waktu: Duration::from_secs(15),
            kunci_hari: self.s3_kunci_hari,
        })
    }

    /// The mail server, when there is one.
    pub fn smtp(&self) -> Result<Option<SmtpConfig>, ConfigError> {
        let Some(host) = self.smtp_host.clone().filter(|host| !host.is_empty()) else {
            return Ok(None);
        };
        let tls = match self.smtp_tls.as_str() {
            "starttls" => SmtpTls::Starttls,
            "implisit" => SmtpTls::Implisit,
            "tanpa" if self.izinkan_http || ["127.0.0.1", "::1", "localhost"].contains(&&*host) => {
                SmtpTls::Tanpa
            }
            "tanpa" => {
                return Err(salah("LOKET_SMTP_TLS", "`tanpa` hanya untuk server di mesin ini"));
            }
            _ => return Err(salah("LOKET_SMTP_TLS", "isi starttls, implisit, atau tanpa")),
        };
        let dari = self
            .smtp_dari
            .clone()
            .ok_or_else(|| salah("LOKET_SMTP_DARI", "wajib diisi bila LOKET_SMTP_HOST diisi"))?;
        let masuk = match (self.smtp_pengguna.clone(), self.smtp_sandi.clone()) {
            (Some(nama), Some(sandi)) if !nama.is_empty() => Some((nama, sandi)),
            _ => None,
        };
        let batas_waktu = Duration::from_secs(20);
        Ok(Some(SmtpConfig { host, port: self.smtp_port, tls, masuk, dari, batas_waktu }))
    }

    /// The master key, and those whose wrappings still open.
    pub fn kunci_induk(&self) -> Result<KunciInduk, ConfigError> {
        const LAMA: &str = "LOKET_KUNCI_INDUK_LAMA_BERKAS";
        let mut induk = self.kunci_induk_aktif()?;
        let lama = self.kunci_induk_lama_berkas.split(',').map(str::trim);
        for berkas in lama.filter(|berkas| !berkas.is_empty()) {
            let kunci = KunciInduk::dari_berkas(std::path::Path::new(berkas));
            induk = induk.dengan_lama(kunci.map_err(|galat| salah(LAMA, galat))?);
        }
        Ok(induk)
    }

    fn kunci_induk_aktif(&self) -> Result<KunciInduk, ConfigError> {
        const NAMA: &str = "LOKET_KUNCI_INDUK";
        match (&self.kunci_induk, &self.kunci_induk_berkas) {
            (Some(teks), None) if demo(teks.buka()) => Err(salah(NAMA, BAWAAN)),
            (Some(teks), None) => KunciInduk::baca(teks.buka()).map_err(|galat| salah(NAMA, galat)),
            (None, Some(berkas)) => {
                KunciInduk::dari_berkas(berkas).map_err(|galat| salah(NAMA, galat))
            }
            _ => {
                Err(salah(NAMA, "isi salah satu: LOKET_KUNCI_INDUK atau LOKET_KUNCI_INDUK_BERKAS"))
            }
        }
    }

    /// The ring of token keys, when there is one; then there is no single key beside it.
    pub fn cincin_token(&self) -> Result<Option<PathBuf>, ConfigError> {
        let Some(berkas) = &self.kunci_token_cincin_berkas else { return Ok(None) };
        if self.kunci_token.is_some() || self.kunci_token_berkas.is_some() {
            return Err(salah(
                "LOKET_KUNCI_TOKEN_CINCIN_BERKAS",
                "kosongkan LOKET_KUNCI_TOKEN dan LOKET_KUNCI_TOKEN_BERKAS bila cincin dipakai",
            ));
        }
        Ok(Some(berkas.clone()))
    }

    /// The key that signs tokens, and the keys that are still accepted.
    pub fn kunci_token(&self) -> Result<(KunciTanda, Vec<KunciPeriksa>), ConfigError> {
        const NAMA: &str = "LOKET_KUNCI_TOKEN";
        let pem = match (&self.kunci_token, &self.kunci_token_berkas) {
            (Some(pem), None) => pem.clone(),
            (None, Some(berkas)) => {
                Rahasia::new(std::fs::read_to_string(berkas).map_err(|galat| salah(NAMA, galat))?)
            }
            _ => {
                return Err(salah(
                    NAMA,
                    "isi salah satu: LOKET_KUNCI_TOKEN atau LOKET_KUNCI_TOKEN_BERKAS",
                ));
            }
        };
        let tanda = KunciTanda::dari_pem(&pem).map_err(|galat| salah(NAMA, galat))?;
        let lama = self
            .kunci_token_lama_berkas
            .split(',')
            .map(str::trim)
            .filter(|berkas| !berkas.is_empty())
            .map(|berkas| {
                let pem = std::fs::read_to_string(berkas)
                    .map_err(|galat| salah("LOKET_KUNCI_TOKEN_LAMA_BERKAS", galat))?;
                KunciPeriksa::dari_pem(&pem)
                    .map_err(|galat| salah("LOKET_KUNCI_TOKEN_LAMA_BERKAS", galat))
            })
            .collect::<Result<_, _>>()?;
        Ok((tanda, lama))
    }
}

/// The value of a setting in the environment; a secret may be in a file that `…_FILE` names, as container platforms hand
/// them out.
fn nilai(nama: &str, rahasia: bool) -> Result<Option<String>, ConfigError> {
    let langsung = std::env::var(nama).ok();
    let berkas = if rahasia { std::env::var_os(format!("{nama}_FILE")) } else { None };
    pilih(nama, langsung, berkas.map(PathBuf::from))
}

fn pilih(
    nama: &str,
    langsung: Option<String>,
    berkas: Option<PathBuf>,
) -> Result<Option<String>, ConfigError> {
    let gagal = |sebab: &dyn std::fmt::Display| {
        ConfigError::Baca(config::ConfigError::Message(format!("{nama}_FILE: {sebab}")))
    };
    match (langsung, berkas) {
        (langsung, None) => Ok(langsung),
        (Some(_), Some(_)) => Err(gagal(&format!("{nama} juga diisi; pilih salah satu"))),
        (None, Some(berkas)) => {
            let isi = std::fs::read_to_string(berkas).map_err(|galat| gagal(&galat))?;
            Ok(Some(isi.trim_end_matches(['\r', '\n']).to_owned()))
        }
    }
}

/// Settings that are secrets.
const RAHASIA: &[&str] = &[
    "database_url",
    "database_admin_url",
    "s3_secret_key",
    "kunci_induk",
    "kunci_token",
    "smtp_sandi",
];

const BAWAAN: &str = "masih nilai contoh; buat yang baru dengan `loket kunci`";

/// Values of the example file, and keys nobody drew by lot.
fn demo(teks: &str) -> bool {
    let bersih = teks.trim();
    let mut huruf = bersih.chars().collect::<Vec<_>>();
    huruf.sort_unstable();
    huruf.dedup();
    bersih.starts_with("ganti-") || huruf.len() < 6
}
