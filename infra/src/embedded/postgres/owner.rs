//! As whom the server runs, and a folder that this user can reach: PostgreSQL refuses to run as root.

use std::{
    fs::{self, DirBuilder, Permissions},
    io,
    os::unix::{
        fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use ring::digest::{SHA256, digest};

use crate::embedded::{EmbeddedError, Progress};

/// The user to become before starting a program of PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Account {
    uid: u32,
    gid: u32,
}

/// A folder for one cluster, and as whom to work in it (`None`: as ourselves).
#[derive(Debug)]
pub(super) struct Home {
    pub(super) dir: PathBuf,
    pub(super) account: Option<Account>,
}

impl Home {
    /// Makes `wanted` ready. As root, when the server's user cannot reach it, another folder is taken and told.
    pub(super) fn prepare(
        wanted: &Path,
        ephemeral: bool,
        progress: &Progress,
    ) -> Result<Self, EmbeddedError> {
        let wanted = std::path::absolute(wanted).map_err(EmbeddedError::io(wanted))?;
        if current_uid() != Some(0) {
            make_private(&wanted)?;
            return Ok(Self { dir: wanted, account: None });
        }
        let account = account_for(&wanted)?;
        if let Some(parent) = wanted.parent() {
            fs::create_dir_all(parent).map_err(EmbeddedError::io(parent))?;
        }
        let dir = if account.reaches(&wanted) {
            wanted
        } else {
            let substitute = substitute(&wanted, ephemeral);
            progress.tell(format!(
                "{} tidak terjangkau oleh pengguna server PostgreSQL; data disimpan di {} \
                 (not reachable for the server's user, so the data are kept there)",
                wanted.display(),
                substitute.display()
            ));
            substitute
        };
        make_private(&dir)?;
        let owner = fs::symlink_metadata(&dir).map_err(EmbeddedError::io(&dir))?.uid();
        if owner != 0 && owner != account.uid {
            return Err(EmbeddedError::NotOurs(dir));
        }
        let home = Self { dir, account: Some(account) };
        home.give(&home.dir)?;
        Ok(home)
    }

    /// Hands a file or folder to the server's user.
    pub(super) fn give(&self, path: &Path) -> Result<(), EmbeddedError> {
        match self.account {
            Some(Account { uid, gid }) => {
                chown(path, Some(uid), Some(gid)).map_err(EmbeddedError::io(path))
            }
            None => Ok(()),
        }
    }

    /// A command that runs as the server's user, in the folder, without PostgreSQL's variables.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        for name in
            ["PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGPASSWORD", "PGOPTIONS"]
        {
            command.env_remove(name);
        }
        command.current_dir(&self.dir).env("LC_ALL", "C").stdin(Stdio::null());
        if let Some(Account { uid, gid }) = self.account {
            command.uid(uid).gid(gid).env("HOME", &self.dir);
        }
        command
    }

    /// Runs a command of PostgreSQL to its end; what it said is the error's text.
    pub(super) fn run(&self, program: &Path, args: &[&str]) -> Result<(), EmbeddedError> {
        let output =
            self.command(program).args(args).output().map_err(EmbeddedError::io(program))?;
        if output.status.success() {
            return Ok(());
        }
        let said = [output.stdout, output.stderr].concat();
        Err(EmbeddedError::Command {
            command: program.display().to_string(),
            output: last_lines(&String::from_utf8_lossy(&said), 5),
        })
    }
}

impl Account {
    /// Whether this user may enter every folder above `path`. Access lists are not looked at.
    fn reaches(self, path: &Path) -> bool {
        let Some(parent) = path.parent().and_then(|parent| parent.canonicalize().ok()) else {
            return false;
        };
        parent.ancestors().all(|folder| {
            fs::metadata(folder).is_ok_and(|folder| {
                let enter = if folder.uid() == self.uid {
                    0o100
                } else if folder.gid() == self.gid {
                    0o010
                } else {
                    0o001
                };
                folder.mode() & enter != 0
            })
        })
    }
}

/// Whoever already owns the data; else `postgres`, else `nobody`.
fn account_for(dir: &Path) -> Result<Account, EmbeddedError> {
    if let Ok(data) = fs::symlink_metadata(dir.join("pg"))
        && data.uid() != 0
    {
        return Ok(Account { uid: data.uid(), gid: data.gid() });
    }
    let passwd = Path::new("/etc/passwd");
    let text = fs::read_to_string(passwd).map_err(EmbeddedError::io(passwd))?;
    ["postgres", "nobody"].iter().find_map(|name| entry(&text, name)).ok_or_else(|| {
        EmbeddedError::Io {
            path: passwd.to_owned(),
            source: io::Error::new(io::ErrorKind::NotFound, "postgres, nobody"),
        }
    })
}

/// One line of `/etc/passwd`: `name:x:uid:gid:…`.
fn entry(passwd: &str, name: &str) -> Option<Account> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(name) {
            return None;
        }
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        (uid != 0).then_some(Account { uid, gid })
    })
}

/// A folder of the same meaning that everybody can reach; its name is made from the wanted path.
fn substitute(wanted: &Path, ephemeral: bool) -> PathBuf {
    let mark = hex::encode(digest(&SHA256, wanted.as_os_str().as_encoded_bytes()));
    let parent = Path::new("/var/lib");
    let parent = if ephemeral || !parent.is_dir() { Path::new("/tmp") } else { parent };
    parent.join(format!("loket-pg-{}", mark.get(..12).unwrap_or(&mark)))
}

/// A folder for its owner only; a symbolic link or a file in its place is refused.
fn make_private(dir: &Path) -> Result<(), EmbeddedError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o755)
        .create(dir.parent().unwrap_or(dir))
        .map_err(EmbeddedError::io(dir))?;
    match DirBuilder::new().mode(0o700).create(dir) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let found = fs::symlink_metadata(dir).map_err(EmbeddedError::io(dir))?;
            if !found.is_dir() {
                return Err(EmbeddedError::NotOurs(dir.to_owned()));
            }
            fs::set_permissions(dir, Permissions::from_mode(0o700)).map_err(|source| {
                if source.kind() == io::ErrorKind::PermissionDenied {
                    EmbeddedError::NotOurs(dir.to_owned())
                } else {
                    EmbeddedError::Io { path: dir.to_owned(), source }
                }
            })
        }
        Err(error) => Err(EmbeddedError::io(dir)(error)),
    }
}

fn current_uid() -> Option<u32> {
    let output = Command::new("id").arg("-u").stdin(Stdio::null()).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

/// The end of a text, for an error that stays readable.
pub(super) fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_is_read_from_passwd_and_is_never_root() {
        let passwd = "root:x:0:0::/root:/bin/sh\npostgres:x:101:104:x,,:/var:/bin/sh\n\
                      toor:x:0:0::/:/bin/sh\nbad:x";
        assert_eq!(entry(passwd, "postgres"), Some(Account { uid: 101, gid: 104 }));
        assert_eq!(entry(passwd, "toor"), None);
        assert_eq!(entry(passwd, "bad"), None);
        assert_eq!(entry(passwd, "nobody"), None);
    }

    #[test]
    fn the_substitute_depends_on_the_wanted_path_only() {
        let one = substitute(Path::new("/root/a/.loket/pg"), true);
        assert_eq!(one, substitute(Path::new("/root/a/.loket/pg"), true));
        assert_ne!(one, substitute(Path::new("/root/b/.loket/pg"), true));
    }
}
