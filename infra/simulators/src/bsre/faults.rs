//! Faults the simulator can be told to show.

use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use super::config::SignerStatus;

/// One way for the host to misbehave.
///
/// Written in JSON as `"empty_file"`, `{"slow_ms": 5000}` or `{"status": "EXPIRED"}`. A passphrase `sim:empty_file`,
/// `sim:slow_ms:5000` or `sim:status:EXPIRED` asks for the same on one call and counts as the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// 400 with `status_code` 2031.
    WrongPassphraseField,
    /// 400 with `status_code` 400 and 2031 at the end of the text.
    WrongPassphraseText,
    /// 400 with 2011 at the end of the text.
    NotRegistered,
    /// As if the signer's certificate were in this state.
    Status(SignerStatus),
    /// 200 with a file of no bytes; nothing was signed.
    EmptyFile,
    /// 200 with an empty `file` array; nothing was signed.
    NoFile,
    /// 200 with a file that is no PDF; nothing was signed.
    NotPdf,
    /// 200 with text where the file's base64 belongs; nothing was signed.
    NotBase64,
    /// Signs, and the file in the answer has no bytes; the first generation still gives the document id.
    EmptyAnswer,
    /// As [`Self::EmptyAnswer`], and the document cannot be fetched either (4044).
    DownloadGone,
    /// Signs without a timestamp.
    NoTimestamp,
    /// Signs a document with a page more.
    ExtraPage,
    /// Signs a document with other text.
    AlteredText,
    /// Somebody else signs.
    OtherSigner,
    /// Signs, then damages one byte of the document.
    Damaged,
    /// Signs with a clock six minutes ahead.
    ClockAhead,
    /// Signs, and answers after this many milliseconds.
    SlowMs(u64),
    /// Signs, and the connection breaks before the answer.
    DropAfterSign,
    /// Signs, and the answer breaks off half-way.
    CutAnswer,
    /// 401, nothing signed.
    Unauthorized,
    /// 500 with a JSON body; whether it signed is anybody's guess (it did not).
    ServerErrorJson,
    /// 502 with an HTML body, as a proxy in front of the host answers.
    BadGatewayHtml,
    /// 400 with HTML.
    BadRequestHtml,
    /// 400 with text under a JSON content type.
    BadRequestText,
    /// 200 with HTML.
    OkHtml,
}

impl Fault {
    /// The fault a passphrase asks for.
    pub(super) fn from_passphrase(passphrase: &str) -> Option<Self> {
        let asked = passphrase.strip_prefix("sim:")?;
        let json = match asked.split_once(':') {
            Some((name, value)) => {
                let value = value
                    .parse::<u64>()
                    .map_or_else(|_| serde_json::Value::from(value), serde_json::Value::from);
                serde_json::json!({ name: value })
            }
            None => serde_json::Value::from(asked),
        };
        serde_json::from_value(json).ok()
    }

    /// Name for the journal.
    pub(super) fn name(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(name)) => name,
            Ok(serde_json::Value::Object(map)) => map.keys().next().cloned().unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// How long to wait before the answer.
    pub(super) fn delay(self) -> Option<Duration> {
        match self {
            Self::SlowMs(ms) => Some(Duration::from_millis(ms)),
            _ => None,
        }
    }
}

/// The faults in force: a queue for the next signatures, and one per signer that stays.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Faults {
    queue: VecDeque<Fault>,
    by_nik: HashMap<String, Fault>,
}

impl Faults {
    /// The next `count` sign calls show `fault`.
    pub fn next(&mut self, fault: Fault, count: usize) {
        self.queue.extend(std::iter::repeat_n(fault, count.min(10_000)));
    }

    /// Every sign and status call for this NIK shows `fault`, until [`clear`](Self::clear).
    pub fn for_nik(&mut self, nik: &str, fault: Fault) {
        self.by_nik.insert(nik.to_owned(), fault);
    }

    /// Back to normal.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The fault for one sign call: by NIK, else the next of the queue.
    pub(super) fn take(&mut self, nik: &str) -> Option<Fault> {
        self.peek(nik).or_else(|| self.queue.pop_front())
    }

    /// The lasting fault of a signer.
    pub(super) fn peek(&self, nik: &str) -> Option<Fault> {
        self.by_nik.get(nik).copied()
    }
}
