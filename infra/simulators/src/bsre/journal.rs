//! The ledger of accepted signatures: what the host did, whatever its caller got to see.

use std::{
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::error::SimError;

/// One accepted sign call and one file of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// RFC 3339, UTC.
    pub time: String,
    /// The signer.
    pub nik: String,
    /// SHA-256 of the file as it came, hex.
    pub sha256_input: String,
    /// SHA-256 of the file as it went out, hex.
    pub sha256_output: String,
    /// Whether a signature was made; false for faults that only pretend.
    pub signed: bool,
    /// `signed`, or the name of the fault that was shown.
    pub outcome: String,
    /// `v1`, `v2` or `seal`; journals written before this was told have none.
    #[serde(default)]
    pub api: String,
}

/// Entries in memory, and in a file of JSON lines when there is a folder.
#[derive(Debug, Default)]
pub(super) struct Journal {
    entries: Vec<JournalEntry>,
    file: Option<File>,
}

impl Journal {
    /// Continues the journal kept in `dir`; a line cut short by a crash is dropped.
    pub(super) fn open(dir: &Path) -> Result<Self, SimError> {
        let path = dir.join("journal.jsonl");
        let file = OpenOptions::new().create(true).append(true).read(true).open(path)?;
        let mut entries = Vec::new();
        for line in BufReader::new(file.try_clone()?).lines() {
            entries.extend(serde_json::from_str::<JournalEntry>(&line?).ok());
        }
        Ok(Self { entries, file: Some(file) })
    }

    /// Adds an entry, in the file first.
    pub(super) fn push(&mut self, entry: JournalEntry) -> Result<(), SimError> {
        if let Some(file) = &mut self.file {
            let mut line = serde_json::to_vec(&entry).map_err(SimError::crypto)?;
            line.push(b'\n');
            file.write_all(&line)?;
        }
        self.entries.push(entry);
        Ok(())
    }

    /// Oldest first.
    pub(super) fn entries(&self) -> &[JournalEntry] {
        &self.entries
    }
}
