//! The server's side: a child per file, few at once, each ended when it takes too long.

use std::{
    ffi::OsString, io, os::unix::process::ExitStatusExt, path::PathBuf, process::Stdio, sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use loket_domain::{
    berkas::{HasilPeriksa, PemeriksaBerkas, Penolakan},
    galat::PortError,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
    sync::Semaphore,
    time::timeout,
};

use super::{
    anak::{PERINTAH, TANPA_BATAS},
    kabel,
};

const SISTEM: &str = "pemeriksa";
const SIGKILL: i32 = 9;
const SIGTERM: i32 = 15;

/// How files are checked.
#[derive(Clone, Debug)]
pub struct PemeriksaConfig {
    /// The executable of Loket; this very one, in production.
    pub program: PathBuf,
    /// Files that are checked at once; the others wait.
    pub serentak: usize,
    /// How long one file may take.
    pub waktu: Duration,
    /// How long a file may wait for its turn before the caller is told to come back.
    pub antre: Duration,
}

impl PemeriksaConfig {
    /// The usual limits, with that executable.
    pub fn baru(program: PathBuf) -> Self {
        Self { program, serentak: 2, waktu: Duration::from_mins(1), antre: Duration::from_mins(1) }
    }
}

/// Checks files in processes of their own.
#[derive(Clone, Debug)]
pub struct PemeriksaAnak {
    config: PemeriksaConfig,
    tempat: Arc<Semaphore>,
}

impl PemeriksaAnak {
    /// Nothing is started yet.
    pub fn new(config: PemeriksaConfig) -> Self {
        let tempat = Arc::new(Semaphore::new(config.serentak.max(1)));
        Self { config, tempat }
    }

    fn lahirkan(&self) -> io::Result<Child> {
        let mut perintah = Command::new(&self.config.program);
        perintah
            .arg(OsString::from(PERINTAH))
            // Nothing of the server is the child's business: no secret, no path, no open file but the two pipes.
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        perintah.spawn()
    }
}

#[async_trait]
impl PemeriksaBerkas for PemeriksaAnak {
    async fn periksa(&self, isi: &[u8]) -> Result<Result<HasilPeriksa, Penolakan>, PortError> {
        let tempat = timeout(self.config.antre, self.tempat.acquire()).await;
        let _tempat = tempat
            .map_err(|_| PortError::tidak_tersedia(SISTEM, "too many files wait to be checked"))?
            .map_err(PortError::tak_terduga)?;
        let anak = self.lahirkan().map_err(|galat| PortError::tidak_tersedia(SISTEM, galat))?;
        if let Ok(hasil) = timeout(self.config.waktu, bicara(anak, isi)).await {
            return hasil;
        }
        // The child is killed with the future that held it. How much a file asks for is measured in processor time, which
        // the child limits itself; time on the clock says how busy the machine is, and that is not the file's fault.
        tracing::warn!(ukuran = isi.len(), "pemeriksaan berkas terlalu lama; dicoba lagi nanti");
        Err(PortError::tidak_tersedia(SISTEM, "a check took too long"))
    }
}

/// Hands the bytes over and reads the answer, both at once: a child that answers before it read everything blocks nobody.
async fn bicara(mut anak: Child, isi: &[u8]) -> Result<Result<HasilPeriksa, Penolakan>, PortError> {
    let (Some(mut masuk), Some(keluar)) = (anak.stdin.take(), anak.stdout.take()) else {
        return Err(PortError::tak_terduga("the child has no pipes"));
    };
    let serahkan = async {
        // A child that died early does not read on; its death is seen below.
        let _ = masuk.write_all(isi).await;
        drop(masuk);
    };
    let mut jawaban = Vec::new();
    let mut keluar = keluar.take(kabel::BATAS_JAWABAN);
    let ((), dibaca) = tokio::join!(serahkan, keluar.read_to_end(&mut jawaban));
    let status = anak.wait().await.map_err(|galat| PortError::tidak_tersedia(SISTEM, galat))?;
    if status.code() == Some(i32::from(TANPA_BATAS)) {
        return Err(PortError::tak_terduga("the child could not limit itself"));
    }
    if status.success()
        && dibaca.is_ok()
        && let Some(hasil) = kabel::baca(&jawaban)
    {
        return Ok(hasil);
    }
    // Who is killed from outside has said nothing about the file.
    if matches!(status.signal(), Some(SIGKILL | SIGTERM)) {
        return Err(PortError::tidak_tersedia(SISTEM, "the child was killed"));
    }
    tracing::warn!(ukuran = isi.len(), %status, "pemeriksa berkas mati; berkas ditolak");
    Ok(Err(Penolakan::TerlaluRumit))
}
