//! One PostgreSQL cluster and one S3 server for the whole process.

use std::{
    path::PathBuf,
    sync::{
        LazyLock,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

use loket::config::Config;
use loket_domain::{id::IdSource, nilai::Rahasia};
use loket_infra::{
    crypto::{KunciTanda, SystemIds},
    embedded::{EmbeddedPostgres, EmbeddedPostgresConfig, EmbeddedS3, EmbeddedS3Config, Progress},
    postgres::{AlamatKlaster, KlasterBaru, PostgresAdmin, PostgresConfig, siapkan_klaster},
};

/// What runs once per process.
pub struct Server {
    /// The cluster; it ends with the process.
    pub postgres: EmbeddedPostgres,
    /// Both logins.
    pub klaster: AlamatKlaster,
    s3: EmbeddedS3,
    s3_rahasia: String,
    /// A folder of this process.
    pub dir: PathBuf,
    induk: String,
    token: String,
}

/// Whether committed data reach the disk. Only the bench asks for it, before it first uses [`SERVER`].
pub static TAHAN: AtomicBool = AtomicBool::new(false);

/// The servers, started at first use.
pub static SERVER: LazyLock<Server> = LazyLock::new(|| {
    sapu_sisa();
    let dir = std::env::temp_dir().join(format!(
        "loket-uji-{}-{}",
        std::process::id(),
        SystemIds.acak_hex(4)
    ));
    std::fs::create_dir_all(&dir).expect("temp dir");
    let postgres = EmbeddedPostgres::start_blocking(&EmbeddedPostgresConfig {
        data_dir: dir.join("pg"),
        durable: TAHAN.load(Ordering::Relaxed),
        ephemeral: true,
        progress: Progress::default(),
    })
    .expect("PostgreSQL");
    let url = Rahasia::new(postgres.superuser_url("postgres"));
    let klaster = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let klaster = siapkan_klaster(
                &url,
                &KlasterBaru {
                    basis_data: "loket_uji".to_owned(),
                    sandi_pemilik: Rahasia::new("pemilik-uji"),
                    sandi_aplikasi: Rahasia::new("aplikasi-uji"),
                },
            )
            .await
            .expect("roles and database");
            let admin = PostgresAdmin::connect(&PostgresConfig::pemilik(klaster.pemilik.clone()))
                .await
                .expect("owner");
            admin.siapkan_control().await.expect("control schema");
            admin.tutup().await;
            Ok::<_, std::io::Error>(klaster)
        })
    })
    .join()
    .expect("set-up thread")
    .expect("runtime");
    let s3_rahasia = SystemIds.acak_hex(16);
    let s3 = EmbeddedS3::start(EmbeddedS3Config {
        dir: dir.join("s3"),
        bucket: "uji".to_owned(),
        access_key: "uji".to_owned(),
        secret: Rahasia::new(&*s3_rahasia),
        bind: ([127, 0, 0, 1], 0).into(),
    })
    .expect("S3");
    let token = KunciTanda::acak().and_then(|kunci| kunci.ke_pem()).expect("key");
    Server {
        postgres,
        klaster,
        s3,
        s3_rahasia,
        dir,
        induk: SystemIds.acak_hex(32),
        token: token.buka().to_owned(),
    }
});

/// Removes the folders of test processes that are gone; a static is never dropped, so each cleans up after the others.
fn sapu_sisa() {
    for isi in std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        let nama = isi.file_name();
        let Some(ekor) = nama.to_str().and_then(|nama| nama.strip_prefix("loket-uji-")) else {
            continue;
        };
        let pid = ekor.split('-').next().unwrap_or_default();
        if !pid.is_empty() && !std::path::Path::new("/proc").join(pid).exists() {
            // Somebody else may be quicker; what stays is swept next time.
            let _ = std::fs::remove_dir_all(isi.path());
        }
    }
}

impl Server {
    /// A configuration as an operator would write it.
    pub fn config(&self) -> Config {
        Config {
            bind: ([127, 0, 0, 1], 0).into(),
            http_workers: 1,
            publik_url: "https://loket.uji".to_owned(),
            database_url: self.klaster.aplikasi.clone(),
            database_admin_url: Some(self.klaster.pemilik.clone()),
            database_koneksi: 4,
            s3_endpoint: self.s3.endpoint(),
            s3_endpoint_publik: None,
            s3_region: "us-east-1".to_owned(),
            s3_bucket: "uji".to_owned(),
            s3_access_key: "uji".to_owned(),
            s3_secret_key: Rahasia::new(&*self.s3_rahasia),
            s3_checksums: "when_required".to_owned(),
            kunci_induk: Some(Rahasia::new(&*self.induk)),
            kunci_induk_berkas: None,
            kunci_induk_lama_berkas: String::new(),
            kunci_token: Some(Rahasia::new(&*self.token)),
            kunci_token_berkas: None,
            kunci_token_lama_berkas: String::new(),
            kirim_tenggang_detik: 5,
            pekerja_sapuan_detik: 1,
            pekerja_tenant: String::new(),
            balas_tenang_milidetik: 150,
            tte_tenggang_detik: 8,
            // At once: the clock of another process cannot be moved.
            gangguan_tunda_menit: 0,
            gangguan_jeda_ulang_menit: 60,
            clamd: None,
            pemeriksa_program: Some(program()),
            kuota_warga_berkas: 100,
            kuota_warga_mb: 300,
            kuota_petugas_berkas: 2_000,
            kuota_petugas_mb: 10_000,
            s3_kunci_hari: 30,
            sapu_berkas_detik: 1_800,
            audit_jangkar_detik: 600,
            metrik_bind: None,
            dokumentasi: false,
            cors_asal: String::new(),
            kunci_sandi_rp: String::new(),
            kunci_sandi_asal: String::new(),
            laju_alamat: 60_000,
            laju_sesi: 60_000,
            laju_tenant: 60_000,
            laju_mahal: 60_000,
            kepala_proksi: None,
            smtp_host: None,
            smtp_port: 25,
            smtp_tls: "tanpa".to_owned(),
            smtp_pengguna: None,
            smtp_sandi: None,
            smtp_dari: None,
            tanpa_tls_dalam: false,
            izinkan_http: false,
            // Listeners of tests are on this machine.
            webhook_izinkan_lokal: true,
            kunci_token_cincin_berkas: None,
        }
    }

    /// The same as environment variables, for processes of their own.
    pub fn lingkungan(&self, config: &Config) -> Vec<(&'static str, String)> {
        vec![
            ("LOKET_BIND", config.bind.to_string()),
            ("LOKET_HTTP_WORKERS", config.http_workers.to_string()),
            ("LOKET_PUBLIK_URL", config.publik_url.clone()),
            ("LOKET_DATABASE_URL", config.database_url.buka().to_owned()),
            ("LOKET_DATABASE_KONEKSI", config.database_koneksi.to_string()),
            ("LOKET_S3_ENDPOINT", config.s3_endpoint.clone()),
            ("LOKET_S3_BUCKET", config.s3_bucket.clone()),
            ("LOKET_S3_ACCESS_KEY", config.s3_access_key.clone()),
            ("LOKET_S3_SECRET_KEY", self.s3_rahasia.clone()),
            ("LOKET_KUNCI_INDUK", self.induk.clone()),
            ("LOKET_KUNCI_TOKEN", self.token.clone()),
            ("LOKET_KIRIM_TENGGANG_DETIK", config.kirim_tenggang_detik.to_string()),
            ("LOKET_PEKERJA_SAPUAN_DETIK", config.pekerja_sapuan_detik.to_string()),
            ("LOKET_PEKERJA_TENANT", config.pekerja_tenant.clone()),
            ("LOKET_TTE_TENGGANG_DETIK", config.tte_tenggang_detik.to_string()),
            ("LOKET_BALAS_TENANG_MILIDETIK", config.balas_tenang_milidetik.to_string()),
            ("LOKET_GANGGUAN_TUNDA_MENIT", config.gangguan_tunda_menit.to_string()),
            ("LOKET_PEMERIKSA_PROGRAM", program().display().to_string()),
            ("LOKET_SAPU_BERKAS_DETIK", config.sapu_berkas_detik.to_string()),
            // Other tests tamper with trails, and a worker of this process would see the offices of all.
            ("LOKET_AUDIT_JANGKAR_DETIK", "0".to_owned()),
            ("LOKET_LAJU_ALAMAT", config.laju_alamat.to_string()),
            ("LOKET_LAJU_SESI", config.laju_sesi.to_string()),
            ("LOKET_LAJU_TENANT", config.laju_tenant.to_string()),
            ("LOKET_LAJU_MAHAL", config.laju_mahal.to_string()),
            ("LOKET_WEBHOOK_IZINKAN_LOKAL", config.webhook_izinkan_lokal.to_string()),
        ]
    }
}

/// The executable that checks files: a test binary is no `loket`, so a small one lies beside it.
pub fn program() -> PathBuf {
    let ini = std::env::current_exe().expect("executable");
    let mut folder = ini.ancestors().skip(1);
    folder
        .find_map(|folder| Some(folder.join("loket-anak")).filter(|jalur| jalur.is_file()))
        .expect("loket-anak beside the tests; cargo builds it with them")
}

/// A number nobody else in this process has.
pub fn urut() -> u32 {
    static URUT: AtomicU32 = AtomicU32::new(1);
    URUT.fetch_add(1, Ordering::Relaxed)
}
