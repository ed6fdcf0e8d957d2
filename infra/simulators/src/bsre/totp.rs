//! One-time codes: made for a number of files, used up by signing them.

use std::collections::HashMap;

use rand_core::{OsRng, RngCore};

/// The codes that are still good, one per person or seal.
#[derive(Debug, Default)]
pub(super) struct Codes(HashMap<String, (String, usize)>);

impl Codes {
    /// A new code, good for this many files; an older one stops working.
    pub(super) fn issue(&mut self, of: &str, files: usize) -> String {
        let code = format!("{:06}", OsRng.next_u32() % 1_000_000);
        self.0.insert(of.to_owned(), (code.clone(), files.max(1)));
        code
    }

    /// The code that was "sent".
    pub(super) fn sent(&self, of: &str) -> Option<String> {
        self.0.get(of).map(|(code, _)| code.clone())
    }

    /// Takes `files` off what the code is good for; `false` when it is wrong or used up.
    pub(super) fn spend(&mut self, of: &str, code: &str, files: usize) -> bool {
        let Some((right, left)) = self.0.get_mut(of) else { return false };
        if right.as_str() != code || *left < files {
            return false;
        }
        *left -= files;
        if *left == 0 {
            self.0.remove(of);
        }
        true
    }

    /// Forgets the code.
    pub(super) fn revoke(&mut self, of: &str) {
        self.0.remove(of);
    }
}
