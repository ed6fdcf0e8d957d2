//! Secrets of one demo, drawn by lot at its first start and kept beside its data.

use std::{fs, path::Path};

use loket_domain::{akses::PembuatKode, id::IdSource, nilai::Rahasia};
use loket_infra::crypto::{KodeTotp, KunciTanda, SystemIds};
use serde::{Deserialize, Serialize};

use super::Alamat;
use crate::{
    cli::{Gagal, kunci::tulis_rahasia},
    config::Config,
};

/// The secrets of a demo. Nothing here is good for anything but this folder's data.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RahasiaDemo {
    pub sandi_petugas: String,
    pub kunci_induk: String,
    pub kunci_token: String,
    pub sandi_pemilik: String,
    pub sandi_aplikasi: String,
    pub s3_rahasia: String,
    pub wa_rahasia: String,
    pub wa_verifikasi: String,
    pub wa_token: String,
    pub tte_sandi: String,
    /// The seed of every sample officer's authenticator; data folders from before have none.
    #[serde(default)]
    pub rahasia_kode: String,
}

fn benih() -> Result<String, Gagal> {
    KodeTotp.benih().map(|benih| benih.buka().to_owned()).map_err(Gagal::dari)
}

pub(super) const S3_KUNCI: &str = "loket-demo";
pub(super) const S3_EMBER: &str = "loket";
pub(super) const WA_APLIKASI: &str = "demo-app";
pub(super) const TTE_PENGGUNA: &str = "loket-demo";

impl RahasiaDemo {
    /// Reads them, or draws them at the first start.
    pub(super) fn buka(data: &Path) -> Result<Self, Gagal> {
        let berkas = data.join("rahasia.json");
        let salah = |galat: String| Gagal::kata(format!("{}: {galat}", berkas.display()));
        if berkas.exists() {
            let teks = fs::read_to_string(&berkas).map_err(|galat| salah(galat.to_string()))?;
            let mut lama: Self =
                serde_json::from_str(&teks).map_err(|galat| salah(galat.to_string()))?;
            if lama.rahasia_kode.is_empty() {
                lama.rahasia_kode = benih()?;
                lama.simpan(&berkas)?;
            }
            return Ok(lama);
        }
        let acak = |bytes| SystemIds.acak_hex(bytes);
        let token = KunciTanda::acak().and_then(|kunci| kunci.ke_pem()).map_err(Gagal::dari)?;
        let baru = Self {
            sandi_petugas: format!("loket-{}", acak(5)),
            kunci_induk: acak(32),
            kunci_token: token.buka().to_owned(),
            sandi_pemilik: acak(16),
            sandi_aplikasi: acak(16),
            s3_rahasia: acak(20),
            wa_rahasia: acak(16),
            wa_verifikasi: acak(12),
            wa_token: acak(24),
            tte_sandi: acak(12),
            rahasia_kode: benih()?,
        };
        baru.simpan(&berkas)?;
        Ok(baru)
    }

    fn simpan(&self, berkas: &Path) -> Result<(), Gagal> {
        let salah = |galat: String| Gagal::kata(format!("{}: {galat}", berkas.display()));
        let teks = serde_json::to_string_pretty(self).map_err(|galat| salah(galat.to_string()))?;
        // Beside it first: a folder never loses the keys of its data.
        let baru = berkas.with_extension("baru");
        let _ = fs::remove_file(&baru);
        tulis_rahasia(&baru, &teks)
            .and_then(|()| fs::rename(&baru, berkas))
            .map_err(|galat| salah(galat.to_string()))
    }

    /// The configuration that `serve` would get from the environment.
    pub(super) fn config(&self, alamat: Alamat, database: &AlamatDatabase) -> Config {
        Config {
            bind: alamat.api,
            http_workers: 2,
            publik_url: format!("http://{}", alamat.api),
            database_url: database.aplikasi.clone(),
            database_admin_url: Some(database.pemilik.clone()),
            database_koneksi: 10,
            s3_endpoint: format!("http://{}", alamat.s3),
            s3_endpoint_publik: None,
            s3_region: "us-east-1".to_owned(),
            s3_bucket: S3_EMBER.to_owned(),
            s3_access_key: S3_KUNCI.to_owned(),
            s3_secret_key: Rahasia::new(&*self.s3_rahasia),
            s3_checksums: "when_required".to_owned(),
            kunci_induk: Some(Rahasia::new(&*self.kunci_induk)),
            kunci_induk_berkas: None,
            kunci_induk_lama_berkas: String::new(),
            kunci_token: Some(Rahasia::new(&*self.kunci_token)),
            kunci_token_berkas: None,
            kunci_token_lama_berkas: String::new(),
            kirim_tenggang_detik: 60,
            pekerja_sapuan_detik: 2,
            pekerja_tenant: String::new(),
            balas_tenang_milidetik: 2_500,
            tte_tenggang_detik: 180,
            gangguan_tunda_menit: 15,
            gangguan_jeda_ulang_menit: 60,
            clamd: std::env::var("LOKET_CLAMD").ok(),
            pemeriksa_program: std::env::var_os("LOKET_PEMERIKSA_PROGRAM").map(Into::into),
            kuota_warga_berkas: 100,
            kuota_warga_mb: 300,
            kuota_petugas_berkas: 2_000,
            kuota_petugas_mb: 10_000,
            s3_kunci_hari: 0,
            sapu_berkas_detik: 600,
            audit_jangkar_detik: 600,
            metrik_bind: None,
            dokumentasi: true,
            cors_asal: String::new(),
            kunci_sandi_rp: String::new(),
            kunci_sandi_asal: String::new(),
            laju_alamat: 60_000,
            laju_sesi: 60_000,
            laju_tenant: 60_000,
            laju_mahal: 60_000,
            kepala_proksi: None,
            smtp_host: Some(alamat.smtp.ip().to_string()),
            smtp_port: alamat.smtp.port(),
            smtp_tls: "tanpa".to_owned(),
            smtp_pengguna: None,
            smtp_sandi: None,
            smtp_dari: Some("layanan@loket.example".to_owned()),
            tanpa_tls_dalam: false,
            izinkan_http: false,
            // Listeners of a demo are on this machine.
            webhook_izinkan_lokal: true,
            kunci_token_cincin_berkas: None,
        }
    }

    /// Writes what a person needs at a shell: addresses, the officers' password, and what their codes are made from.
    pub(super) fn tulis_env(&self, data: &Path, alamat: Alamat) -> Result<(), Gagal> {
        let berkas = data.join("demo.env");
        let salah = |galat: std::io::Error| Gagal::kata(format!("{}: {galat}", berkas.display()));
        let program = std::env::current_exe().map_err(salah)?;
        let isi = format!(
            "export LOKET=http://{}\nexport WA=http://{}\nexport TTE=http://{}\nexport SANDI={}\nexport LOKET_RAHASIA_KODE={}\nexport LOKET_PROGRAM=\"${{LOKET_PROGRAM:-{}}}\"\n",
            alamat.api,
            alamat.whatsapp,
            alamat.tte,
            self.sandi_petugas,
            self.rahasia_kode,
            program.display(),
        );
        fs::write(&berkas, isi).map_err(salah)
    }
}

/// Both logins of the demo's database.
pub(super) struct AlamatDatabase {
    pub pemilik: Rahasia,
    pub aplikasi: Rahasia,
}
