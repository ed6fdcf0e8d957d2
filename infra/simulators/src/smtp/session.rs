//! One connection, command by command.

use std::{sync::Arc, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::watch,
};

use super::{Shared, mail::Mail};

/// Longest line of a command.
const LINE: usize = 4_096;
/// Largest email.
const SIZE: usize = 40 * 1024 * 1024;

/// Takes connections until told to stop.
pub(super) async fn listen(
    listener: TcpListener,
    shared: Arc<Shared>,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            Ok((stream, _)) = listener.accept() => {
                let (shared, mut stop) = (shared.clone(), stop.clone());
                tokio::spawn(async move {
                    tokio::select! {
                        _ = stop.changed() => {}
                        // A client that hangs up is its own affair.
                        _ = serve(stream, &shared) => {}
                    }
                });
            }
        }
    }
}

async fn serve(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    if shared.fault(|f| &mut f.drop_on_connect) {
        return Ok(());
    }
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    let mut from: Option<String> = None;
    let mut to: Vec<String> = Vec::new();
    write.write_all(b"220 sim.invalid ESMTP simulator\r\n").await?;
    loop {
        let mut line = Vec::new();
        if read.read_until(b'\n', &mut line).await? == 0 || line.len() > LINE {
            return Ok(());
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        let upper = line.to_ascii_uppercase();
        let answer: &[u8] = if upper.starts_with("EHLO") {
            (from, to) = (None, Vec::new());
            b"250-sim.invalid\r\n250-8BITMIME\r\n250 SIZE 41943040\r\n"
        } else if upper.starts_with("HELO") || upper == "RSET" {
            (from, to) = (None, Vec::new());
            b"250 OK\r\n"
        } else if upper.starts_with("MAIL FROM:") {
            from = address(&line);
            if from.is_some() { b"250 OK\r\n" } else { b"501 Syntax\r\n" }
        } else if upper.starts_with("RCPT TO:") {
            match address(&line) {
                _ if from.is_none() => b"503 MAIL first\r\n",
                _ if shared.fault(|f| &mut f.rcpt_4xx) => b"451 Try again later\r\n",
                _ if shared.fault(|f| &mut f.rcpt_5xx) => b"550 No such user\r\n",
                Some(address) => {
                    to.push(address);
                    b"250 OK\r\n"
                }
                None => b"501 Syntax\r\n",
            }
        } else if upper == "DATA" {
            let Some(sender) = from.take().filter(|_| !to.is_empty()) else {
                write.write_all(b"503 RCPT first\r\n").await?;
                continue;
            };
            write.write_all(b"354 End with a dot\r\n").await?;
            let Some(raw) = data(&mut read).await? else { return Ok(()) };
            if shared.fault(|f| &mut f.data_5xx) {
                write.write_all(b"554 Refused\r\n").await?;
                continue;
            }
            shared.keep(Mail { from: sender, to: std::mem::take(&mut to), raw });
            if shared.fault(|f| &mut f.drop_after_data) {
                return Ok(());
            }
            if shared.fault(|f| &mut f.slow_after_data) {
                tokio::time::sleep(Duration::from_mins(1)).await;
            }
            b"250 Taken\r\n"
        } else if upper == "NOOP" {
            b"250 OK\r\n"
        } else if upper == "QUIT" {
            write.write_all(b"221 Bye\r\n").await?;
            return Ok(());
        } else {
            b"502 Not implemented\r\n"
        };
        write.write_all(answer).await?;
    }
}

/// What stands between the angle brackets.
fn address(line: &str) -> Option<String> {
    let (_, rest) = line.split_once('<')?;
    let (address, _) = rest.split_once('>')?;
    Some(address.to_owned()).filter(|address| address.contains('@'))
}

/// The email up to the lone dot, without the dots that were doubled for the way.
async fn data(read: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<Option<Vec<u8>>> {
    let mut raw = Vec::new();
    loop {
        let mut line = Vec::new();
        if read.read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        if line == b".\r\n" {
            return Ok(Some(raw));
        }
        raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        if raw.len() > SIZE {
            return Ok(None);
        }
    }
}
