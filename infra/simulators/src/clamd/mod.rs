//! ClamAV daemon simulator: `zPING` and `zINSTREAM` as the real one speaks them, over TCP. It knows one threat, the EICAR
//! test string, which every scanner knows. It can be down, and it can be full.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// The test string of the European Institute for Computer Antivirus Research, harmless and known to every scanner.
/// Written in two pieces, so that a scanner of this machine leaves the source alone.
pub fn eicar() -> Vec<u8> {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-", "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"]
        .concat()
        .into_bytes()
}

/// Bytes of a stream that is still scanned, as `StreamMaxLength` has it by default.
const STREAM_MAX: usize = 25 * 1024 * 1024;

const UP: u8 = 0;
const DOWN: u8 = 1;
const BROKEN: u8 = 2;

/// A running daemon; it ends with this value.
pub struct ClamdSim {
    address: SocketAddr,
    mode: Arc<AtomicU8>,
    scanned: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl ClamdSim {
    /// Listens on a free port of this machine.
    ///
    /// # Errors
    /// No port is free.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let (mode, scanned) = (Arc::new(AtomicU8::new(UP)), Arc::new(AtomicUsize::new(0)));
        let task = tokio::spawn(serve(listener, mode.clone(), scanned.clone()));
        Ok(Self { address, mode, scanned, task })
    }

    /// `host:port`.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Connections are closed without a word, as by a daemon that loads its signatures.
    pub fn down(&self) {
        self.mode.store(DOWN, Ordering::Relaxed);
    }

    /// Every scan ends with an error of the daemon's own.
    pub fn broken(&self) {
        self.mode.store(BROKEN, Ordering::Relaxed);
    }

    /// Answers again.
    pub fn up(&self) {
        self.mode.store(UP, Ordering::Relaxed);
    }

    /// How many streams got a verdict.
    pub fn scanned(&self) -> usize {
        self.scanned.load(Ordering::Relaxed)
    }
}

impl Drop for ClamdSim {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, mode: Arc<AtomicU8>, scanned: Arc<AtomicUsize>) {
    while let Ok((socket, _)) = listener.accept().await {
        let mode = mode.load(Ordering::Relaxed);
        if mode == DOWN {
            continue;
        }
        let scanned = scanned.clone();
        tokio::spawn(async move {
            // A client that hangs up in the middle is its own affair.
            let _ = converse(socket, mode, &scanned).await;
        });
    }
}

async fn converse(mut socket: TcpStream, mode: u8, scanned: &AtomicUsize) -> io::Result<()> {
    let mut command = Vec::new();
    loop {
        let byte = socket.read_u8().await?;
        if byte == 0 || command.len() > 64 {
            break;
        }
        command.push(byte);
    }
    let answer: &[u8] = match command.as_slice() {
        b"zPING" => b"PONG\0",
        b"zINSTREAM" => match stream(&mut socket).await? {
            _ if mode == BROKEN => b"stream: Can't allocate memory ERROR\0",
            None => b"INSTREAM size limit exceeded. ERROR\0",
            Some(body) => {
                scanned.fetch_add(1, Ordering::Relaxed);
                let threat = eicar();
                if body.windows(threat.len()).any(|window| window == threat) {
                    b"stream: Eicar-Test-Signature FOUND\0"
                } else {
                    b"stream: OK\0"
                }
            }
        },
        _ => b"UNKNOWN COMMAND\0",
    };
    socket.write_all(answer).await?;
    socket.shutdown().await
}

/// Chunks with their length in front, until an empty one; `None` once they are too many.
async fn stream(socket: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    loop {
        let length = usize::try_from(socket.read_u32().await?).unwrap_or(usize::MAX);
        if length == 0 {
            return Ok(Some(body));
        }
        if body.len() + length > STREAM_MAX {
            return Ok(None);
        }
        let start = body.len();
        body.resize(start + length, 0);
        socket.read_exact(&mut body[start..]).await?;
    }
}
