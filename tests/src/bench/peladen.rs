//! The server under measurement: `loket serve` in a process of its own, made from this very binary.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Read},
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, ExitCode, Stdio},
    thread,
    time::{Duration, Instant},
};

use loket::config::Config;
use loket_tests::server::SERVER;

use super::{
    galat::{Gagal, Hasil, Ketika},
    klien::{Sambungan, permintaan},
};

/// The hidden first argument of the server's process.
const ANAK: &str = "__loket";
const BATAS_SIAP: Duration = Duration::from_secs(30);

/// The server's process, when this is one.
pub fn sebagai_anak() -> Option<ExitCode> {
    let mut argumen = std::env::args_os().skip(1);
    (argumen.next()? == ANAK).then(|| {
        // The bench holds the other end: however it ends, so does the server.
        thread::spawn(|| {
            let _ = io::stdin().read_to_end(&mut Vec::new());
            std::process::exit(0);
        });
        loket::cli::jalankan([OsString::from("loket")].into_iter().chain(argumen))
    })
}

/// A running server; it ends with this value.
#[derive(Debug)]
pub struct Peladen {
    anak: Child,
    /// Where it listens.
    pub alamat: SocketAddr,
    catatan: PathBuf,
}

impl Peladen {
    /// Starts it under this configuration and waits until it is ready. Its log, at the level of production, goes to a
    /// file.
    pub fn mulai(config: &Config) -> Hasil<Self> {
        let mut config = config.clone();
        config.bind = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|pendengar| pendengar.local_addr())
            .ketika("porta bebas")?;
        let catatan = SERVER.dir.join("loket.log");
        let keluaran = File::create(&catatan).ketika("catatan server")?;
        let anak = Command::new(std::env::current_exe().ketika("berkas program sendiri")?)
            .args([ANAK, "serve", "--tanpa-pekerja"])
            .envs(SERVER.lingkungan(&config))
            .env_remove("LOKET_LOG")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(keluaran)
            .spawn()
            .ketika("server tidak dapat dimulai")?;
        let mut peladen = Self { anak, alamat: config.bind, catatan };
        peladen.tunggu_siap()?;
        Ok(peladen)
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.anak.id()
    }

    /// The error, with the end of the server's log behind it.
    pub fn jelaskan(&self, gagal: &Gagal) -> Gagal {
        let catatan = fs::read_to_string(&self.catatan).unwrap_or_default();
        let biasa = |baris: &&str| baris.contains("\"level\":\"INFO\"");
        let penting: Vec<&str> =
            catatan.lines().rev().filter(|baris| !biasa(baris)).take(5).collect();
        let mut kalimat = vec![gagal.to_string()];
        kalimat.extend(penting.iter().rev().map(|baris| format!("  {baris}")));
        Gagal::baru(kalimat.join("\n"))
    }

    fn tunggu_siap(&mut self) -> Hasil<()> {
        let batas = Instant::now() + BATAS_SIAP;
        let tanya = permintaan("GET", "/readyz", &[], b"");
        loop {
            let siap = Sambungan::buka(self.alamat)
                .and_then(|mut sambungan| sambungan.minta(&tanya)?.berstatus(200));
            let Err(galat) = siap else { return Ok(()) };
            if let Some(akhir) = self.anak.try_wait().ketika("server")? {
                let gagal = Gagal::baru(format!("server berakhir sebelum siap ({akhir})"));
                return Err(self.jelaskan(&gagal));
            }
            if Instant::now() >= batas {
                return Err(self.jelaskan(&Gagal::baru(format!("server belum siap: {galat}"))));
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Peladen {
    fn drop(&mut self) {
        let _ = self.anak.kill();
        let _ = self.anak.wait();
        let _ = fs::remove_file(&self.catatan);
    }
}
