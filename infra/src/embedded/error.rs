//! Why an embedded server did not start. Shown to the person at the terminal, in two languages where they must act.

use std::{io, path::PathBuf};

/// Why an embedded server did not start or stop.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// No PostgreSQL on this machine.
    #[error(
        "PostgreSQL belum terpasang, jalankan `sudo apt-get install -y postgresql` lalu ulangi \
         (PostgreSQL is not installed: run that command, or `brew install postgresql@17` on macOS, and try again)"
    )]
    BinariesMissing,
    /// `LOKET_PG_BIN` names a directory without the server.
    #[error(
        "LOKET_PG_BIN menunjuk {0}, tetapi initdb, postgres dan pg_ctl versi 14 ke atas tidak ada di sana \
         (LOKET_PG_BIN must name a directory with initdb, postgres and pg_ctl, version 14 or later)"
    )]
    BinariesInvalid(PathBuf),
    /// The data were made by a major version that is not installed.
    #[error(
        "data di {data_dir} dibuat oleh PostgreSQL {found}, pasang versi itu atau pindahkan foldernya \
         (the data there were made by PostgreSQL {found}: install that version, or move the folder away)"
    )]
    VersionMismatch {
        /// Where the data are.
        data_dir: PathBuf,
        /// The major version that made them.
        found: u32,
    },
    /// Another process runs on this directory.
    #[error("{0} sedang dipakai proses Loket lain (another Loket process is using this folder)")]
    InUse(PathBuf),
    /// The directory is somebody else's.
    #[error(
        "{0} milik pengguna lain, hapus foldernya atau jalankan sebagai pengguna itu \
         (this folder belongs to another user: remove it, or run as that user)"
    )]
    NotOurs(PathBuf),
    /// The password of an existing cluster is gone.
    #[error(
        "{0} hilang atau tidak cocok dengan datanya, hapus folder data itu untuk mulai dari awal \
         (this password file is missing or does not fit the data: remove the data folder to start afresh)"
    )]
    PasswordLost(PathBuf),
    /// A name that cannot become a database.
    #[error("nama basis data tidak sah: {0} (not a valid database name)")]
    DatabaseName(String),
    /// A command failed.
    #[error("`{command}` gagal (failed): {output}")]
    Command {
        /// What was run.
        command: String,
        /// The last lines it said.
        output: String,
    },
    /// The server ended, or did not become ready in time.
    #[error("PostgreSQL tidak mau menyala (did not become ready): {0}")]
    NotReady(String),
    /// A file or directory operation failed.
    #[error("{path}: {source}")]
    Io {
        /// What it was about.
        path: PathBuf,
        /// What happened.
        #[source]
        source: io::Error,
    },
    /// The system gave no randomness.
    #[error("sistem tidak memberi bilangan acak (no randomness from the system)")]
    Random,
    /// The first connection failed.
    #[error(
        "PostgreSQL menyala, tetapi sambungan pertama gagal (the first connection failed): {0}"
    )]
    Connection(#[source] sqlx::Error),
    /// The S3 server could not be set up.
    #[error("penyimpan S3 tidak dapat dinyalakan (the S3 server could not start): {0}")]
    S3(String),
}

impl EmbeddedError {
    /// Says which path an I/O error is about.
    pub(super) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}
