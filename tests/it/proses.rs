//! Processes of their own: the test binary starts itself again as `loket`, so that what is killed is what users run.

use std::{
    ffi::OsString,
    fs::OpenOptions,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use loket_tests::{klien::HTTP, sampai, server::SERVER};

const PERINTAH: &str = "LOKET_UJI_PERINTAH";

/// Not a test of its own: the body of the processes that other tests start.
#[test]
fn anak() {
    if let Some(perintah) = std::env::var_os(PERINTAH) {
        let perintah = perintah.to_string_lossy().into_owned();
        let argumen = std::iter::once("loket").chain(perintah.split(' ')).map(OsString::from);
        loket::cli::jalankan(argumen);
    }
}

/// A `loket` process.
pub struct Proses {
    perintah: String,
    lingkungan: Vec<(&'static str, String)>,
    log: Option<PathBuf>,
    anak: Child,
}

impl Proses {
    /// Starts `loket` with these words and this environment.
    pub fn mulai(perintah: &str, lingkungan: &[(&'static str, String)]) -> Self {
        Self::baru(perintah, lingkungan, None)
    }

    /// The same, with the log in a file.
    pub fn mulai_dengan_log(
        perintah: &str,
        lingkungan: &[(&'static str, String)],
        log: &Path,
    ) -> Self {
        Self::baru(perintah, lingkungan, Some(log))
    }

    fn baru(perintah: &str, lingkungan: &[(&'static str, String)], log: Option<&Path>) -> Self {
        let (lingkungan, log) = (lingkungan.to_vec(), log.map(Path::to_path_buf));
        let anak = Self::lahirkan(perintah, &lingkungan, log.as_deref());
        Self { perintah: perintah.to_owned(), lingkungan, log, anak }
    }

    fn lahirkan(
        perintah: &str,
        lingkungan: &[(&'static str, String)],
        log: Option<&Path>,
    ) -> Child {
        let galat = log.map_or_else(Stdio::inherit, |berkas| {
            let buka = OpenOptions::new().create(true).append(true).open(berkas);
            buka.unwrap().into()
        });
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "proses::anak", "--nocapture", "--test-threads=1"])
            .env(PERINTAH, perintah)
            .env("LOKET_LOG", "error")
            .env("LOKET_PEMERIKSA_PROGRAM", loket_tests::server::program())
            .envs(lingkungan.iter().cloned())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(galat)
            .spawn()
            .unwrap()
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.anak.id()
    }

    /// Whether it still runs.
    pub fn hidup(&mut self) -> bool {
        matches!(self.anak.try_wait(), Ok(None))
    }

    /// SIGKILL, and a new one.
    pub fn bunuh(&mut self) {
        self.anak.kill().unwrap();
        self.anak.wait().unwrap();
        self.anak = Self::lahirkan(&self.perintah, &self.lingkungan, self.log.as_deref());
    }

    /// What Ctrl-C does; waits until the process is gone.
    pub fn hentikan(&mut self) {
        let pid = self.anak.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        let status = self.anak.wait().unwrap();
        assert!(status.success(), "berhenti dengan {status}");
    }
}

impl Drop for Proses {
    fn drop(&mut self) {
        let _ = self.anak.kill();
        let _ = self.anak.wait();
    }
}

/// The disk under the log is full: nothing can be written, and the service goes on.
#[tokio::test]
async fn a_log_that_cannot_be_written_ends_nothing() {
    let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let mut config = SERVER.config();
    config.bind = port;
    // Nobody's worker: other tests have theirs.
    config.pekerja_tenant = "tidak_ada".to_owned();
    let mut lingkungan = SERVER.lingkungan(&config);
    lingkungan.push(("LOKET_LOG", "debug".to_owned()));
    let mut server = Proses::mulai_dengan_log("serve", &lingkungan, Path::new("/dev/full"));
    for jalur in ["/readyz", "/v1/saya", "/readyz"] {
        sampai("server menjawab", || async {
            HTTP.get(format!("http://{port}{jalur}")).send().await.ok()
        })
        .await;
    }
    assert!(server.hidup());
    server.hentikan();
}
