//! One data directory: made once, never half made, and free of what an earlier run left behind.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use loket_domain::nilai::Rahasia;

use super::{
    binaries::Binaries,
    owner::{Home, last_lines},
};
use crate::{
    crypto::acak,
    embedded::{EmbeddedError, Progress},
};

/// Files of the folder besides the data themselves; a temporary cluster removes them with it.
pub(super) const FILES: [&str; 8] = [
    "pg",
    "pg.new",
    "superuser.password",
    "server.log",
    "server.pid",
    "server.pid.new",
    "port",
    "lock",
];

/// A data directory that nobody else uses.
#[derive(Debug)]
pub(super) struct Cluster {
    pub(super) home: Home,
    pub(super) binaries: Binaries,
    pub(super) password: Rahasia,
    /// Held as long as the server runs; the system releases it when this process dies.
    _lock: File,
}

impl Cluster {
    /// Takes the folder, makes the cluster when it is new, and stops a server that an earlier run left.
    pub(super) fn open(
        data_dir: &Path,
        durable: bool,
        ephemeral: bool,
        progress: &Progress,
    ) -> Result<Self, EmbeddedError> {
        if !data_dir.exists() {
            // Nothing to run, so leave no empty folder behind.
            Binaries::find(data_dir, None)?;
        }
        let home = Home::prepare(data_dir, ephemeral, progress)?;
        let lock = lock(&home.dir)?;
        let data = home.dir.join("pg");
        let binaries = Binaries::find(&data, data_version(&data))?;
        let password = if data.is_dir() {
            read_password(&home.dir)?
        } else {
            progress.tell(format!("Menyiapkan PostgreSQL {} baru", binaries.major));
            create(&home, &binaries, durable)?
        };
        let cluster = Self { home, binaries, password, _lock: lock };
        cluster.stop_leftover(progress)?;
        Ok(cluster)
    }

    /// The data directory of PostgreSQL.
    pub(super) fn data(&self) -> PathBuf {
        self.home.dir.join("pg")
    }

    /// The last lines of the server's log.
    pub(super) fn log_tail(&self) -> String {
        let bytes = fs::read(self.home.dir.join("server.log")).unwrap_or_default();
        last_lines(&String::from_utf8_lossy(&bytes), 8)
    }

    /// The lock is ours, so a server that still runs here has lost its Loket.
    fn stop_leftover(&self, progress: &Progress) -> Result<(), EmbeddedError> {
        let file = self.data().join("postmaster.pid");
        let Some(pid) = first_line(&file) else { return Ok(()) };
        match process_name(&pid) {
            None => Ok(()),
            Some(name) if name.contains("postgres") || name.contains("postmaster") => {
                progress.tell("Menghentikan PostgreSQL yang tertinggal dari proses sebelumnya");
                self.stop_hard("fast").or_else(|error| match process_name(&pid) {
                    None => Ok(()),
                    Some(_) => Err(error),
                })
            }
            // The number was given to another program since; PostgreSQL would refuse to start over it.
            Some(_) => fs::remove_file(&file).map_err(EmbeddedError::io(file)),
        }
    }

    /// Stops the server through `pg_ctl`, for when its keeper is gone.
    pub(super) fn stop_hard(&self, mode: &str) -> Result<(), EmbeddedError> {
        let data = self.data();
        let args = ["stop", "-s", "-w", "-t", "30", "-m", mode, "-D", &data.to_string_lossy()];
        self.home.run(&self.binaries.program("pg_ctl"), &args)
    }
}

/// Makes the cluster beside its place and moves it there, so that an interrupted start leaves nothing half made.
fn create(home: &Home, binaries: &Binaries, durable: bool) -> Result<Rahasia, EmbeddedError> {
    let (data, fresh) = (home.dir.join("pg"), home.dir.join("pg.new"));
    let password_file = home.dir.join("superuser.password");
    if fresh.exists() {
        fs::remove_dir_all(&fresh).map_err(EmbeddedError::io(&fresh))?;
    }
    if password_file.exists() {
        fs::remove_file(&password_file).map_err(EmbeddedError::io(&password_file))?;
    }
    let password = random_password()?;
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&password_file)
        .and_then(|mut file| file.write_all(password.buka().as_bytes()))
        .map_err(EmbeddedError::io(&password_file))?;
    home.give(&password_file)?;

    let (fresh_text, password_text) = (fresh.to_string_lossy(), password_file.to_string_lossy());
    let pwfile = format!("--pwfile={password_text}");
    let mut args = vec!["-D", &fresh_text, "-U", "postgres", "-E", "UTF8", "--locale=C"];
    args.extend(["--auth=scram-sha-256", &pwfile]);
    args.push(if durable { "--data-checksums" } else { "--no-sync" });
    home.run(&binaries.program("initdb"), &args)?;
    fs::rename(&fresh, &data).map_err(EmbeddedError::io(&data))?;
    Ok(password)
}

fn random_password() -> Result<Rahasia, EmbeddedError> {
    let bytes = acak::<24>().map_err(|_| EmbeddedError::Random)?;
    Ok(Rahasia::new(hex::encode(bytes)))
}

fn read_password(dir: &Path) -> Result<Rahasia, EmbeddedError> {
    let file = dir.join("superuser.password");
    match fs::read_to_string(&file) {
        Ok(text) if !text.trim().is_empty() => Ok(Rahasia::new(text.trim())),
        _ => Err(EmbeddedError::PasswordLost(file)),
    }
}

fn lock(dir: &Path) -> Result<File, EmbeddedError> {
    let path = dir.join("lock");
    let file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map_err(EmbeddedError::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(EmbeddedError::InUse(dir.to_owned())),
        Err(TryLockError::Error(source)) => Err(EmbeddedError::Io { path, source }),
    }
}

fn data_version(data: &Path) -> Option<u32> {
    first_line(&data.join("PG_VERSION"))?.parse().ok()
}

pub(super) fn first_line(file: &Path) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    text.lines().next().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty())
}

/// The program behind a process id; `None` when there is no such process.
fn process_name(pid: &str) -> Option<String> {
    if pid.is_empty() || !pid.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if Path::new("/proc/self/comm").exists() {
        return first_line(&Path::new("/proc").join(pid).join("comm"));
    }
    let output = Command::new("ps").args(["-o", "comm=", "-p", pid]).output().ok()?;
    let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (!name.is_empty()).then_some(name)
}
