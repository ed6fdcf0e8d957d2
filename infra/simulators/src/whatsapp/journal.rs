//! Keeps the ledger in a file of JSON lines, so that a demo finds its conversations again.

use std::{
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::{
    entry::{LedgerEntry, LedgerMedia, LedgerStatus, Reach},
    queue::Leftover,
    residents::Resident,
};

/// One line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Record {
    /// A message.
    Entry(Box<LedgerEntry>),
    /// A status of a message.
    Status { wamid: String, status: LedgerStatus },
    /// The file of a message that was sent by link, once fetched.
    Media { wamid: String, media: LedgerMedia },
    /// A message that came to a screen late, or never.
    Reach { wamid: String, reach: Reach },
    /// A webhook that waits for its callback.
    Queued(Leftover),
    /// A webhook that was answered with 200 or given up.
    Settled { id: u64 },
    /// A resident's profile.
    Resident { wa_id: String, resident: Resident },
}

/// The open file, or nothing when everything stays in memory.
#[derive(Debug, Default)]
pub(super) struct Journal(Option<File>);

impl Journal {
    /// Opens the file in `dir` and gives back what it already holds. A torn last line is skipped.
    pub(super) fn open(dir: &Path) -> std::io::Result<(Self, Vec<Record>)> {
        std::fs::create_dir_all(dir)?;
        let path = dir.join("ledger.jsonl");
        let mut records = Vec::new();
        let mut ended_clean = true;
        if let Ok(file) = File::open(&path) {
            for line in BufReader::new(file).lines() {
                let parsed = serde_json::from_str(&line?);
                ended_clean = parsed.is_ok();
                records.extend(parsed.ok());
            }
        }
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        if !ended_clean {
            file.write_all(b"\n")?;
        }
        Ok((Self(Some(file)), records))
    }

    /// Whether lines are kept at all; without a directory, nobody need make them.
    pub(super) fn keeps(&self) -> bool {
        self.0.is_some()
    }

    /// Appends a line; a full disk costs the line, not the simulation.
    pub(super) fn write(&mut self, record: &Record) {
        let Some(file) = &mut self.0 else { return };
        let written = serde_json::to_string(record)
            .map_err(std::io::Error::other)
            .and_then(|line| writeln!(file, "{line}"));
        if let Err(error) = written {
            tracing::warn!(%error, "the simulator's ledger could not be written");
        }
    }
}
