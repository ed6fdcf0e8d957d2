//! Finds the PostgreSQL that is installed.

use std::{
    cmp::Reverse,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::embedded::EmbeddedError;

/// The oldest major version that Loket's SQL is written for.
const OLDEST: u32 = 14;

/// A directory with the programs of one PostgreSQL version.
#[derive(Clone, Debug)]
pub(super) struct Binaries {
    dir: PathBuf,
    pub(super) major: u32,
}

impl Binaries {
    /// The newest version found, or the one that made the data: `data_major`.
    pub(super) fn find(data_dir: &Path, data_major: Option<u32>) -> Result<Self, EmbeddedError> {
        let found = match env::var_os("LOKET_PG_BIN").filter(|value| !value.is_empty()) {
            Some(value) => {
                let dir = PathBuf::from(value);
                vec![Self::at(&dir).ok_or(EmbeddedError::BinariesInvalid(dir))?]
            }
            None => candidates().iter().filter_map(|dir| Self::at(dir)).collect(),
        };
        if found.is_empty() {
            return Err(EmbeddedError::BinariesMissing);
        }
        match data_major {
            Some(major) => found.into_iter().find(|binaries| binaries.major == major).ok_or(
                EmbeddedError::VersionMismatch { data_dir: data_dir.to_owned(), found: major },
            ),
            None => found.into_iter().next().ok_or(EmbeddedError::BinariesMissing),
        }
    }

    /// The path of one program.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    fn at(dir: &Path) -> Option<Self> {
        if !["initdb", "pg_ctl", "postgres"].iter().all(|name| dir.join(name).is_file()) {
            return None;
        }
        let output = Command::new(dir.join("postgres"))
            .arg("--version")
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let major = major_version(&String::from_utf8_lossy(&output.stdout))?;
        (major >= OLDEST).then(|| Self { dir: dir.to_owned(), major })
    }
}

/// Reads `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` or `16beta1`.
fn major_version(line: &str) -> Option<u32> {
    let number =
        line.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Where to look, most preferred first: what PATH says, then where packagers put the server.
fn candidates() -> Vec<PathBuf> {
    let mut dirs: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    for (parent, prefix, rest) in [
        ("/usr/lib/postgresql", "", "bin"),
        ("/usr", "pgsql-", "bin"),
        ("/opt/homebrew/opt", "postgresql@", "bin"),
        ("/usr/local/opt", "postgresql@", "bin"),
        ("/home/linuxbrew/.linuxbrew/opt", "postgresql@", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
    ] {
        dirs.extend(versions(Path::new(parent), prefix).into_iter().map(|dir| dir.join(rest)));
    }
    dirs.extend(
        ["/opt/homebrew/bin", "/usr/local/bin", "/usr/local/pgsql/bin", "/usr/bin"]
            .map(PathBuf::from),
    );
    dirs
}

/// Folders called `<prefix><number>`, the highest number first.
fn versions(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir(parent)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let number = path.file_name()?.to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((number, path))
        })
        .collect();
    found.sort_by_key(|(number, _)| Reverse(*number));
    found.into_iter().map(|(_, path)| path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_the_server_says() {
        assert_eq!(major_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major_version("postgres (PostgreSQL) 17beta2\n"), Some(17));
        assert_eq!(major_version("postgres (PostgreSQL)"), None);
    }

    #[test]
    fn the_sentence_says_what_to_install() {
        let sentence = EmbeddedError::BinariesMissing.to_string();
        assert!(sentence.contains("sudo apt-get install -y postgresql"));
        assert!(!sentence.contains('\n'));
    }
}
