//! What a serving process is not started with: sample secrets, one secret for two purposes, and plain connections beyond
//! this machine.

use std::{collections::BTreeSet, net::IpAddr};

use loket_domain::{nilai::Rahasia, tenant::TenantSlug};

use super::{BAWAAN, Config, ConfigError, demo, salah};
use crate::http::AsalCors;

/// Passwords that come with things.
const SANDI_BAWAAN: [&str; 8] =
    ["postgres", "password", "loket", "loket_app", "admin", "rahasia", "secret", "changeme"];

impl Config {
    /// Refuses to serve where a default was left, or where a secret would travel in the open.
    pub fn layak_melayani(&self) -> Result<(), ConfigError> {
        self.alamat_publik()?;
        self.database_aman()?;
        self.rahasia_berbeda()?;
        self.kunci_sandi()?;
        if !self.tanpa_tls_dalam && !aman(&self.s3_endpoint) {
            return Err(salah("LOKET_S3_ENDPOINT", "harus https, kecuali server di mesin ini"));
        }
        if self.s3_access_key.trim().starts_with("ganti-") {
            return Err(salah("LOKET_S3_ACCESS_KEY", BAWAAN));
        }
        let sandi = self.smtp_sandi.as_ref().map(Rahasia::buka).filter(|sandi| !sandi.is_empty());
        if sandi.is_some_and(lama) {
            return Err(salah("LOKET_SMTP_SANDI", BAWAAN));
        }
        Ok(())
    }

    /// The offices that the worker of this process works for; none for all.
    pub fn tenant_pekerja(&self) -> Result<BTreeSet<TenantSlug>, ConfigError> {
        let semua = self.pekerja_tenant.split(',').map(str::trim).filter(|satu| !satu.is_empty());
        semua
            .map(|satu| {
                TenantSlug::parse(satu).map_err(|galat| salah("LOKET_PEKERJA_TENANT", galat))
            })
            .collect()
    }

    /// The origins of web applications.
    pub fn cors(&self) -> Result<AsalCors, ConfigError> {
        AsalCors::baca(&self.cors_asal).map_err(|galat| salah("LOKET_CORS_ASAL", galat))
    }

    /// The database is reached over TLS or without a network, and its password is nobody's default.
    fn database_aman(&self) -> Result<(), ConfigError> {
        const NAMA: &str = "LOKET_DATABASE_URL";
        let url = self.database_url.buka();
        let Some((_, sisa)) = url.split_once("://") else {
            return Err(salah(NAMA, "tulis sebagai postgres://…"));
        };
        let (alamat, kueri) = sisa.split_once('?').unwrap_or((sisa, ""));
        let (masuk, alamat) = alamat.rsplit_once('@').unwrap_or(("", alamat));
        if let Some((_, sandi)) = masuk.split_once(':')
            && lama(sandi)
        {
            return Err(salah(NAMA, BAWAAN));
        }
        let nilai = |nama: &str| {
            kueri.split('&').find_map(|satu| satu.strip_prefix(nama)?.strip_prefix('='))
        };
        let host = nilai("host").unwrap_or_else(|| host(alamat));
        let host = host.replace("%2F", "/").replace("%2f", "/");
        let tls = matches!(nilai("sslmode"), Some("require" | "verify-ca" | "verify-full"));
        if tls || host.is_empty() || host.starts_with('/') || di_sini(&host) || self.tanpa_tls_dalam
        {
            return Ok(());
        }
        Err(salah(
            NAMA,
            "tambahkan sslmode=verify-full (atau require), kecuali server di mesin ini",
        ))
    }

    /// No secret serves two purposes.
    fn rahasia_berbeda(&self) -> Result<(), ConfigError> {
        let semua = [
            ("LOKET_KUNCI_INDUK", self.kunci_induk.as_ref()),
            ("LOKET_KUNCI_TOKEN", self.kunci_token.as_ref()),
            ("LOKET_S3_SECRET_KEY", Some(&self.s3_secret_key)),
            ("LOKET_SMTP_SANDI", self.smtp_sandi.as_ref()),
        ];
        for (i, (nama, satu)) in semua.iter().enumerate() {
            let sama = semua[..i].iter().find(|(_, lain)| {
                satu.zip(*lain).is_some_and(|(a, b)| {
                    !a.buka().is_empty() && a.buka().trim() == b.buka().trim()
                })
            });
            if let Some((lain, _)) = sama {
                return Err(salah(nama, format!("sama dengan {lain}; pakai rahasia tersendiri")));
            }
        }
        Ok(())
    }
}

/// A value nobody drew by lot.
fn lama(teks: &str) -> bool {
    let bersih = teks.trim();
    SANDI_BAWAAN.contains(&bersih.to_lowercase().as_str()) || demo(bersih)
}

/// The host of `host:port/rest`.
fn host(alamat: &str) -> &str {
    let alamat = alamat.split('/').next().unwrap_or_default();
    if let Some(enam) = alamat.strip_prefix('[') {
        return enam.split(']').next().unwrap_or_default();
    }
    alamat.rsplit_once(':').map_or(alamat, |(host, _)| host)
}

fn di_sini(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|alamat| alamat.is_loopback())
}

/// https, or this very machine.
fn aman(url: &str) -> bool {
    url.starts_with("https://")
        || url.strip_prefix("http://").is_some_and(|sisa| di_sini(host(sisa)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(ubah: &[(&str, &str)]) -> Config {
        let mut isi = vec![
            ("publik_url", "https://loket.contoh.go.id"),
            (
                "database_url",
                "postgres://loket_app:3kf9Qz81mLw0@db.contoh.go.id/loket?sslmode=verify-full",
            ),
            ("s3_endpoint", "https://s3.contoh.go.id"),
            ("s3_bucket", "loket"),
            ("s3_access_key", "AKIA3kf9Qz81"),
            ("s3_secret_key", "b81f60aa7c5e4d2f9a0c"),
            ("kunci_induk", "6f1ed002ab5595859014ebf0951522d96f1ed002ab5595859014ebf0951522d9"),
        ];
        for (kunci, nilai) in ubah {
            isi.retain(|(lama, _)| lama != kunci);
            isi.push((*kunci, *nilai));
        }
        let mut pembaca = config::Config::builder();
        for (kunci, nilai) in isi {
            pembaca = pembaca.set_override(kunci, nilai).unwrap();
        }
        pembaca.build().unwrap().try_deserialize().unwrap()
    }

    fn ditolak(kunci: &str, nilai: &str, nama: &str) {
        let galat = config(&[(kunci, nilai)]).layak_melayani().expect_err(nilai).to_string();
        assert!(galat.contains(nama), "{galat}");
        assert!(!galat.contains("3kf9Qz81mLw0"), "never the value: {galat}");
    }

    /// Security bar 52.
    #[test]
    fn a_default_left_in_place_stops_the_start() {
        config(&[]).layak_melayani().unwrap();
        let db = |sandi: &str| format!("postgres://loket_app:{sandi}@127.0.0.1/loket");
        for sandi in ["postgres", "password", "loket", "ganti-sandi-ini", "aaaaaaaa"] {
            ditolak("database_url", &db(sandi), "LOKET_DATABASE_URL");
        }
        ditolak("s3_access_key", "ganti-dengan-kunci", "LOKET_S3_ACCESS_KEY");
        ditolak("smtp_sandi", "password", "LOKET_SMTP_SANDI");
        let induk = config(&[]).kunci_induk.unwrap();
        ditolak("s3_secret_key", induk.buka(), "LOKET_S3_SECRET_KEY");
        ditolak("publik_url", "http://loket.contoh.go.id", "LOKET_PUBLIK_URL");
    }

    /// Security bar 53.
    #[test]
    fn the_database_and_storage_are_reached_over_tls_or_on_this_machine() {
        let jauh = "postgres://loket_app:3kf9Qz81mLw0@db.contoh.go.id/loket";
        for kueri in ["", "?sslmode=prefer", "?sslmode=disable", "?sslmode=allow"] {
            ditolak("database_url", &format!("{jauh}{kueri}"), "LOKET_DATABASE_URL");
        }
        for boleh in [
            format!("{jauh}?sslmode=require"),
            "postgres://loket_app:3kf9Qz81mLw0@127.0.0.1:5432/loket".to_owned(),
            "postgres://loket_app:3kf9Qz81mLw0@[::1]:5432/loket".to_owned(),
            "postgres://loket_app:3kf9Qz81mLw0@localhost/loket?host=/run/postgresql".to_owned(),
            "postgres://loket_app:3kf9Qz81mLw0@%2Frun%2Fpostgresql/loket".to_owned(),
        ] {
            config(&[("database_url", &boleh)]).layak_melayani().expect(&boleh);
        }
        ditolak("s3_endpoint", "http://s3.contoh.go.id", "LOKET_S3_ENDPOINT");
        config(&[("s3_endpoint", "http://127.0.0.1:9000")]).layak_melayani().unwrap();
    }

    #[test]
    fn no_secret_is_shown_by_debug() {
        let teks = format!("{:?}", config(&[("smtp_sandi", "xk3PqLm0")]));
        for rahasia in ["3kf9Qz81mLw0", "b81f60aa7c5e4d2f9a0c", "6f1ed002", "xk3PqLm0"] {
            assert!(!teks.contains(rahasia), "{rahasia}");
        }
        assert!(!format!("{:?}", Rahasia::new("xk3PqLm0")).contains("xk3"));
    }
}
