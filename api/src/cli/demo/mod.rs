//! `demo`: everything on one machine, with data that stay between runs.

mod kantor;
mod rahasia;
mod server;

use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::Arc,
};

use clap::Args;
use loket_domain::kalender::Clock;
use loket_infra::{crypto::SystemClock, postgres::PostgresAdmin};
use loket_migrations::fleet::PilihanArmada;
use tokio::sync::watch;

use self::{kantor::KantorDemo, rahasia::RahasiaDemo, server::ServerDemo};
use super::{
    Gagal,
    layan::{Muka, atur, layani, sinyal, tunggu},
    migrate::kalimat,
};
use crate::{
    compose::{Parts, compose},
    setup,
    worker::{Kotor, jalankan},
};

/// Start everything on this machine.
#[derive(Debug, Args)]
pub struct Demo {
    /// Where data are kept between runs.
    #[arg(long, default_value = ".loket", value_name = "FOLDER")]
    data: PathBuf,
    /// Port of the API; the simulators and the object store take the five ports after it.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Install PostgreSQL with apt when it is missing.
    #[arg(long)]
    pasang_postgres: bool,
    /// Use this PostgreSQL (a superuser URL) instead of a private cluster.
    #[arg(long, env = "LOKET_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    database_url: Option<String>,
    /// Start only what Loket needs; server and worker are started by hand, for example under a debugger.
    #[arg(long)]
    tanpa_layanan: bool,
}

/// The addresses of the demo.
#[derive(Clone, Copy, Debug)]
struct Alamat {
    api: SocketAddr,
    whatsapp: SocketAddr,
    tte: SocketAddr,
    s3: SocketAddr,
    smtp: SocketAddr,
    surat: SocketAddr,
}

impl Alamat {
    fn mulai(port: u16) -> Result<Self, Gagal> {
        let alamat = |tambah: u16| {
            port.checked_add(tambah)
                .map(|port| SocketAddr::from(([127, 0, 0, 1], port)))
                .ok_or_else(|| Gagal::kata("--port terlalu besar; butuh lima port sesudahnya"))
        };
        Ok(Self {
            api: alamat(0)?,
            whatsapp: alamat(1)?,
            tte: alamat(2)?,
            s3: alamat(3)?,
            smtp: alamat(4)?,
            surat: alamat(5)?,
        })
    }
}

fn kabar(baris: &str) {
    println!("  … {baris}");
}

impl Demo {
    /// Runs until Ctrl-C, then stops everything it started.
    pub async fn jalankan(self) -> Result<(), Gagal> {
        let alamat = Alamat::mulai(self.port)?;
        println!("Loket demo menyiapkan diri (data di {})", self.data.display());
        // The API's port is taken first: a second demo on the same port should fail before it touches anything.
        let listener = TcpListener::bind(alamat.api).map_err(|galat| {
            Gagal::kata(format!("port {} sedang dipakai ({galat}); coba `--port 9080`", self.port))
        })?;
        std::fs::create_dir_all(&self.data)
            .map_err(|galat| Gagal::kata(format!("{}: {galat}", self.data.display())))?;
        let rahasia = RahasiaDemo::buka(&self.data)?;
        let kantor = KantorDemo::semua()?;
        let server = ServerDemo::nyalakan(&self, alamat, &rahasia, &kantor).await?;
        let hasil = self.layani(listener, alamat, &rahasia, &kantor, &server).await;
        println!("\nmenghentikan semua yang dinyalakan demo …");
        server.hentikan().await;
        hasil
    }

    async fn layani(
        &self,
        listener: TcpListener,
        alamat: Alamat,
        rahasia: &RahasiaDemo,
        kantor: &[KantorDemo],
        server: &ServerDemo,
    ) -> Result<(), Gagal> {
        let config = rahasia.config(alamat, &server.database);
        let admin = PostgresAdmin::connect(&config.postgres_admin().map_err(Gagal::dari)?)
            .await
            .map_err(Gagal::dari)?;
        let laporan = admin
            .migrasikan(&PilihanArmada::default(), SystemClock.now(), &|satu| kabar(&kalimat(satu)))
            .await
            .map_err(Gagal::dari)?;
        if !laporan.tuntas() {
            return Err(Gagal::kata("migrasi gagal; lihat baris di atas"));
        }
        let parts = compose(&config).await.map_err(Gagal::dari)?;
        kenali_data(&parts).await?;
        for satu in kantor {
            kabar(&format!("kantor {}", satu.paket.tenant.nama));
            let dsn = loket_infra::postgres::DSN_UTAMA;
            let (tenant, _) = setup::tenant(&admin, &parts, satu.paket.clone(), dsn)
                .await
                .map_err(Gagal::dari_galat)?;
            satu.isi(&parts, &tenant, alamat, rahasia, server).await?;
        }
        admin.tutup().await;
        rahasia.tulis_env(&self.data, alamat)?;
        if self.tanpa_layanan {
            // The port is for the server that is started by hand.
            drop(listener);
            println!("\nLoket siap, tanpa server dan pekerja.\n");
            sinyal().await;
            parts.postgres.tutup().await;
            return Ok(());
        }

        let kotor = Arc::new(Kotor::default());
        let (stop, berhenti) = watch::channel(false);
        let pekerja =
            tokio::spawn(jalankan(parts.ports.clone(), kotor.clone(), atur(&config), berhenti));
        cetak(&self.data, alamat, rahasia, kantor);
        layani(listener, None, &parts, kotor, 2, Muka::default()).await?;
        let _ = stop.send(true);
        tunggu(Some(pekerja)).await;
        parts.postgres.tutup().await;
        Ok(())
    }
}

/// Refuses a database that was made with other keys before anything is written to it.
async fn kenali_data(parts: &Parts) -> Result<(), Gagal> {
    for satu in parts.postgres.semua_tenant().await.map_err(Gagal::dari)? {
        let ada = satu.kunci_dihapus_pada.is_none();
        if ada
            && satu.semua_kunci().iter().any(|kunci| {
                parts.induk.buka_bungkus(&satu.tenant.slug, &kunci.terbungkus.0).is_err()
            })
        {
            return Err(Gagal::kata(
                "basis data `loket` di server ini dibuat dengan kunci lain; pakai folder --data yang dulu, \
                 atau hapus basis data itu bila isinya tidak diperlukan",
            ));
        }
    }
    Ok(())
}

fn cetak(data: &std::path::Path, alamat: Alamat, rahasia: &RahasiaDemo, kantor: &[KantorDemo]) {
    println!("\nLoket siap.\n");
    println!("  API dan dokumentasi   http://{}/docs", alamat.api);
    println!(
        "  WhatsApp (simulator)  http://{}/   buka di peramban untuk berperan sebagai warga",
        alamat.whatsapp
    );
    println!("  TTE BSrE (simulator)  http://{}/sim/journal   SIMULATOR - BUKAN ASLI", alamat.tte);
    println!("  Penyimpanan S3        http://{}/", alamat.s3);
    println!("  Surel (simulator)     http://{}/sim/surat", alamat.surat);
    println!("\n  Masuk dengan kata sandi `{}`:", rahasia.sandi_petugas);
    println!(
        "  (faktor kedua: rahasia aplikasi kode `{}`, atau `loket kode`)",
        rahasia.rahasia_kode
    );
    for satu in kantor {
        let petugas: Vec<&str> =
            satu.petugas.iter().map(|orang| orang.nama_pengguna.as_str()).collect();
        println!("    {:<10} {}", satu.paket.tenant.slug.as_str(), petugas.join(", "));
    }
    println!("\n  Langkah berikut: buka simulator WhatsApp dan kirim \"halo\", atau ikuti README");
    println!("  bagian \"Lima menit\" setelah `. {}`.", data.join("demo.env").display());
    println!("  Ctrl-C menghentikan semuanya; data tetap tersimpan.\n");
}
