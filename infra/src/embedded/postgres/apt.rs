//! Installs PostgreSQL on Debian and Ubuntu, only when the person asked for it.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    os::unix::fs::MetadataExt,
    path::Path,
    process::{Command, Stdio},
};

use crate::embedded::{EmbeddedError, Progress};

/// The distribution would start a cluster of its own; ours is private, so on a fresh machine that is held back.
const SCRIPT: &str = r#"
set -e
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
hold=/etc/postgresql-common/createcluster.d/loket.conf
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  mkdir -p "${hold%/*}"
  echo 'create_main_cluster = false' >"$hold"
  trap 'rm -f "$hold"' EXIT
fi
apt-get -o DPkg::Lock::Timeout=120 update
apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends postgresql
"#;

/// Runs `apt-get update` and `apt-get install -y postgresql`, through `sudo` when not root. Each line it says is told.
pub async fn install_with_apt(progress: Progress) -> Result<(), EmbeddedError> {
    super::blocking(move || install(&progress)).await
}

fn install(progress: &Progress) -> Result<(), EmbeddedError> {
    progress.tell("Memasang PostgreSQL dengan apt-get (installing PostgreSQL)");
    let script = format!("exec 2>&1\n{SCRIPT}");
    let mut command = if is_root() {
        Command::new("/bin/sh")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.arg("/bin/sh");
        sudo
    };
    let mut child = command
        .args(["-c", &script])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(EmbeddedError::io("sudo"))?;
    let mut last = String::new();
    for line in child.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines) {
        let Ok(line) = line else { break };
        progress.tell(&line);
        last = line;
    }
    let status = child.wait().map_err(EmbeddedError::io("apt-get"))?;
    if status.success() {
        Ok(())
    } else {
        Err(EmbeddedError::Command {
            command: "apt-get install -y postgresql".to_owned(),
            output: last,
        })
    }
}

/// A file that this process just opened under `/proc` belongs to its user; elsewhere `sudo` decides.
fn is_root() -> bool {
    File::open(Path::new("/proc/self"))
        .and_then(|file| file.metadata())
        .is_ok_and(|own| own.uid() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_sound_shell() {
        let status = Command::new("/bin/sh").args(["-n", "-c", SCRIPT]).status().unwrap();
        assert!(status.success());
    }
}
