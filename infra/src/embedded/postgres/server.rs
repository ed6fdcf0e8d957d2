//! The running server, and the keeper that ends it when this process is gone.

use std::{
    fs, io,
    net::{Ipv4Addr, TcpListener},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::cluster::{Cluster, FILES, first_line};
use crate::embedded::EmbeddedError;

/// The server is the keeper's child. The keeper's standard input is a pipe that only this process holds: when the
/// process ends, in whatever way, the pipe closes and the server is told to stop.
const KEEPER: &str = r#"
dir=$1 signal=$2 ephemeral=$3 files=$4; shift 4
trap '' HUP INT
exec 3<&0
"$@" </dev/null >"$dir/server.log" 2>&1 3<&- &
server=$!
echo "$server" >"$dir/server.pid.new" && mv "$dir/server.pid.new" "$dir/server.pid"
{ cat <&3 >/dev/null; while kill -s "$signal" "$server" 2>/dev/null; do sleep 1; done; } &
watch=$!
exec 3<&-
wait "$server"; result=$?
kill "$watch" 2>/dev/null
if [ "$ephemeral" = 1 ] && cd "$dir"; then rm -rf $files; cd / && rmdir "$dir" 2>/dev/null; fi
exit "$result"
"#;

/// Crash recovery of a demo's data ends well within this.
const START_LIMIT: Duration = Duration::from_mins(2);
const STOP_LIMIT: Duration = Duration::from_secs(30);

/// A server and its keeper.
#[derive(Debug)]
pub(super) struct Server {
    keeper: Option<Child>,
    pub(super) port: u16,
}

impl Server {
    /// Starts the server and waits until it takes connections.
    pub(super) fn start(
        cluster: &Cluster,
        durable: bool,
        ephemeral: bool,
    ) -> Result<Self, EmbeddedError> {
        let port_file = cluster.home.dir.join("port");
        let mut wanted = first_line(&port_file).and_then(|line| line.parse().ok()).unwrap_or(0);
        let mut tries = 0;
        loop {
            let port = free_port(wanted)?;
            let server = Self { keeper: Some(spawn(cluster, port, durable, ephemeral)?), port };
            match server.wait_ready(cluster) {
                Ok(server) => {
                    fs::write(&port_file, port.to_string())
                        .map_err(EmbeddedError::io(&port_file))?;
                    cluster.home.give(&port_file)?;
                    return Ok(server);
                }
                // Somebody took the port between our look and the server's.
                Err(EmbeddedError::NotReady(log))
                    if tries < 5 && log.contains("could not bind") =>
                {
                    tries += 1;
                    wanted = 0;
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn wait_ready(mut self, cluster: &Cluster) -> Result<Self, EmbeddedError> {
        let since = Instant::now();
        loop {
            if is_ready(cluster) {
                return Ok(self);
            }
            if self.ended().is_some() || since.elapsed() > START_LIMIT {
                return Err(EmbeddedError::NotReady(cluster.log_tail()));
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn ended(&mut self) -> Option<io::Result<ExitStatus>> {
        self.keeper.as_mut().and_then(|keeper| keeper.try_wait().transpose())
    }

    /// Whether the server's process is still there.
    pub(super) fn is_running(&mut self) -> bool {
        self.ended().is_none()
    }

    /// Tells the server to stop and waits for it.
    pub(super) fn stop(&mut self, cluster: &Cluster) -> Result<(), EmbeddedError> {
        let Some(mut keeper) = self.keeper.take() else { return Ok(()) };
        drop(keeper.stdin.take());
        let since = Instant::now();
        while since.elapsed() < STOP_LIMIT {
            if keeper.try_wait().map_err(EmbeddedError::io(&cluster.home.dir))?.is_some() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(20));
        }
        cluster.stop_hard("immediate")?;
        keeper.wait().map_err(EmbeddedError::io(&cluster.home.dir))?;
        Ok(())
    }
}

impl Drop for Server {
    /// Tells the server to stop without waiting; a thread takes the keeper's end so that no zombie stays.
    fn drop(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            thread::spawn(move || keeper.wait());
        }
    }
}

fn spawn(
    cluster: &Cluster,
    port: u16,
    durable: bool,
    ephemeral: bool,
) -> Result<Child, EmbeddedError> {
    let dir = &cluster.home.dir;
    // What an earlier run wrote must not pass for readiness of this one.
    match fs::remove_file(dir.join("server.pid")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(EmbeddedError::io(dir)(error));
        }
        _ => {}
    }
    let mut settings = vec![
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        format!("unix_socket_directories={}", socket_dir(dir)),
        "unix_socket_permissions=0700".to_owned(),
        "max_connections=200".to_owned(),
        // One transaction of a new tenant touches hundreds of objects.
        "max_locks_per_transaction=1024".to_owned(),
        "logging_collector=off".to_owned(),
        "log_min_messages=warning".to_owned(),
        "log_checkpoints=off".to_owned(),
        "timezone=UTC".to_owned(),
    ];
    if !durable {
        settings.extend(
            ["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(str::to_owned),
        );
    }
    let mut command = cluster.home.command(Path::new("/bin/sh"));
    command.args(["-c", KEEPER, "loket-postgres"]).arg(dir);
    command.args([if durable { "INT" } else { "QUIT" }, if ephemeral { "1" } else { "0" }]);
    command.arg(FILES.join(" "));
    command.arg(cluster.binaries.program("postgres")).arg("-D").arg(cluster.data());
    for setting in &settings {
        command.arg("-c").arg(setting);
    }
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Out of the terminal's group: Ctrl-C reaches this process, which stops the server in order.
        .process_group(0)
        .spawn()
        .map_err(EmbeddedError::io("/bin/sh"))
}

/// The server writes `ready` as the eighth line of its pid file.
fn is_ready(cluster: &Cluster) -> bool {
    let Some(ours) = first_line(&cluster.home.dir.join("server.pid")) else { return false };
    let text = fs::read_to_string(cluster.data().join("postmaster.pid")).unwrap_or_default();
    let mut lines = text.lines();
    lines.next().is_some_and(|pid| pid.trim() == ours)
        && lines.nth(6).is_some_and(|state| state.trim() == "ready")
}

/// The cluster's own folder, unless its path is longer than a socket's address may be, or would need quoting.
fn socket_dir(dir: &Path) -> String {
    let text = dir.to_string_lossy();
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
    if plain && text.len() <= 80 { text.into_owned() } else { String::new() }
}

/// `wanted` when nobody listens there, otherwise any free port of the loopback interface.
fn free_port(wanted: u16) -> Result<u16, EmbeddedError> {
    let address = |port| (Ipv4Addr::LOCALHOST, port);
    let port = TcpListener::bind(address(wanted))
        .or_else(|_| TcpListener::bind(address(0)))
        .and_then(|listener| listener.local_addr());
    Ok(port.map_err(EmbeddedError::io(PathBuf::from("127.0.0.1")))?.port())
}
