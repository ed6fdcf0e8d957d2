//! The scan by ClamAV's daemon: `INSTREAM` over TCP or a local socket.

#[cfg(test)]
mod tests;

use std::{path::PathBuf, time::Duration};

use async_trait::async_trait;
use loket_domain::{
    berkas::{HasilPindai, PemindaiVirus},
    galat::PortError,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpStream, UnixStream},
    time::timeout,
};

const SISTEM: &str = "clamd";
/// Bytes of one chunk.
const POTONGAN: usize = 64 * 1024;
/// Bytes of an answer; real ones are a line.
const BATAS_JAWABAN: u64 = 4 * 1024;

/// Where the daemon listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlamatClamd {
    /// `host:port`.
    Tcp(String),
    /// A socket file.
    Soket(PathBuf),
}

impl AlamatClamd {
    /// Reads `tcp://host:port`, `host:port`, `unix:/path` or `/path`.
    pub fn parse(teks: &str) -> Option<Self> {
        let teks = teks.trim();
        let jalur = teks.strip_prefix("unix://").or_else(|| teks.strip_prefix("unix:"));
        if let Some(jalur) = jalur.or_else(|| teks.starts_with('/').then_some(teks)) {
            return jalur.starts_with('/').then(|| Self::Soket(PathBuf::from(jalur)));
        }
        let alamat = teks.strip_prefix("tcp://").unwrap_or(teks);
        let (host, port) = alamat.rsplit_once(':')?;
        let wajar = !host.is_empty() && !host.contains('/') && port.parse::<u16>().is_ok();
        wajar.then(|| Self::Tcp(alamat.to_owned()))
    }
}

/// The daemon.
#[derive(Clone, Debug)]
pub struct Clamd {
    alamat: AlamatClamd,
    waktu: Duration,
}

impl Clamd {
    /// Nothing is called yet. One scan may take that long.
    pub fn new(alamat: AlamatClamd, waktu: Duration) -> Self {
        Self { alamat, waktu }
    }

    /// One command with its answer, on a connection of its own.
    async fn tanya(&self, perintah: &[u8], isi: Option<&[u8]>) -> Result<String, PortError> {
        let bicara = async {
            match &self.alamat {
                AlamatClamd::Tcp(alamat) => {
                    bicara(TcpStream::connect(alamat).await?, perintah, isi).await
                }
                AlamatClamd::Soket(jalur) => {
                    bicara(UnixStream::connect(jalur).await?, perintah, isi).await
                }
            }
        };
        timeout(self.waktu, bicara)
            .await
            .map_err(|lewat| PortError::tidak_tersedia(SISTEM, lewat))?
            .map_err(|galat| PortError::tidak_tersedia(SISTEM, galat))
    }
}

async fn bicara<S>(mut soket: S, perintah: &[u8], isi: Option<&[u8]>) -> std::io::Result<String>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    soket.write_all(perintah).await?;
    for potongan in isi.unwrap_or_default().chunks(POTONGAN) {
        let panjang = u32::try_from(potongan.len()).unwrap_or(u32::MAX);
        // A daemon that has had enough answers and closes: its answer is read below.
        if soket.write_all(&panjang.to_be_bytes()).await.is_err()
            || soket.write_all(potongan).await.is_err()
        {
            break;
        }
    }
    if isi.is_some() {
        let _ = soket.write_all(&[0; 4]).await;
    }
    let mut jawaban = Vec::new();
    soket.take(BATAS_JAWABAN).read_to_end(&mut jawaban).await?;
    let jawaban = String::from_utf8_lossy(&jawaban);
    Ok(jawaban.trim_end_matches(['\0', '\n']).to_owned())
}

#[async_trait]
impl PemindaiVirus for Clamd {
    fn terpasang(&self) -> bool {
        true
    }

    async fn pindai(&self, isi: &[u8]) -> Result<HasilPindai, PortError> {
        let jawaban = self.tanya(b"zINSTREAM\0", Some(isi)).await?;
        // `stream: OK` and `stream: Name FOUND` are verdicts; everything else is none, and never counts as clean.
        match jawaban.strip_prefix("stream: ") {
            Some("OK") => Ok(HasilPindai::Bersih),
            Some(nama) if nama.ends_with(" FOUND") => Ok(HasilPindai::Terinfeksi),
            _ => Err(PortError::tidak_tersedia(SISTEM, format!("no verdict: {jawaban}"))),
        }
    }

    async fn sehat(&self) -> Result<(), PortError> {
        let jawaban = self.tanya(b"zPING\0", None).await?;
        if jawaban == "PONG" { Ok(()) } else { Err(PortError::tidak_tersedia(SISTEM, "no PONG")) }
    }
}

/// No scanner is set up: every file passes.
#[derive(Clone, Copy, Debug, Default)]
pub struct TanpaPemindai;

#[async_trait]
impl PemindaiVirus for TanpaPemindai {
    fn terpasang(&self) -> bool {
        false
    }

    async fn pindai(&self, _: &[u8]) -> Result<HasilPindai, PortError> {
        Ok(HasilPindai::Bersih)
    }

    async fn sehat(&self) -> Result<(), PortError> {
        Ok(())
    }
}
