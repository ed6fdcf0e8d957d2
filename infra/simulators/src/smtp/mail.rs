//! An email that was taken, and as much of MIME as it needs to be read.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// An email.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Envelope sender.
    pub from: String,
    /// Envelope recipients.
    pub to: Vec<String>,
    /// As it came.
    pub raw: Vec<u8>,
}

impl Mail {
    /// A header, unfolded, as it came.
    pub fn header(&self, name: &str) -> Option<String> {
        let raw = String::from_utf8_lossy(&self.raw).into_owned();
        header(raw.split("\r\n\r\n").next()?, name)
    }

    /// The Message-ID.
    pub fn message_id(&self) -> Option<String> {
        self.header("Message-ID")
    }

    /// The subject, decoded.
    pub fn subject(&self) -> String {
        words(&self.header("Subject").unwrap_or_default())
    }

    /// The text, decoded.
    pub fn text(&self) -> String {
        let part = self.parts().into_iter().find(|(head, _)| {
            header(head, "Content-Type").is_some_and(|kind| kind.starts_with("text/plain"))
        });
        part.map(|(head, body)| String::from_utf8_lossy(&decode(&head, &body)).into_owned())
            .unwrap_or_default()
    }

    /// The names of its files.
    pub fn attachments(&self) -> Vec<String> {
        self.parts().iter().filter_map(|(head, _)| name_of(head)).collect()
    }

    /// The bytes of a file.
    pub fn attachment(&self, name: &str) -> Option<Vec<u8>> {
        let part =
            self.parts().into_iter().find(|(head, _)| name_of(head).as_deref() == Some(name));
        part.map(|(head, body)| decode(&head, &body))
    }

    /// Head and body of every part.
    fn parts(&self) -> Vec<(String, String)> {
        let raw = String::from_utf8_lossy(&self.raw).into_owned();
        let Some((head, body)) = raw.split_once("\r\n\r\n") else { return Vec::new() };
        let kind = header(head, "Content-Type").unwrap_or_default();
        let Some(boundary) = parameter(&kind, "boundary") else {
            return vec![(head.to_owned(), body.to_owned())];
        };
        body.split(&format!("--{boundary}"))
            .skip(1)
            .filter_map(|part| part.trim_start_matches("\r\n").split_once("\r\n\r\n"))
            .map(|(head, body)| {
                (head.to_owned(), body.strip_suffix("\r\n").unwrap_or(body).to_owned())
            })
            .collect()
    }
}

fn header(head: &str, name: &str) -> Option<String> {
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    unfolded.split("\r\n").find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

fn parameter(value: &str, name: &str) -> Option<String> {
    let (_, rest) = value.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

fn name_of(head: &str) -> Option<String> {
    parameter(&header(head, "Content-Disposition")?, "filename")
}

fn decode(head: &str, body: &str) -> Vec<u8> {
    let encoding = header(head, "Content-Transfer-Encoding").unwrap_or_default();
    match encoding.to_ascii_lowercase().as_str() {
        "base64" => {
            let packed: String = body.chars().filter(|c| !c.is_whitespace()).collect();
            STANDARD.decode(packed).unwrap_or_default()
        }
        "quoted-printable" => quoted(body),
        _ => body.replace("\r\n", "\n").into_bytes(),
    }
}

fn quoted(body: &str) -> Vec<u8> {
    let joined = body.replace("=\r\n", "").replace("\r\n", "\n");
    let bytes = joined.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = joined.get(at + 1..at + 3).filter(|_| byte == b'=');
        let decoded = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        plain.push(decoded.unwrap_or(byte));
        at += if decoded.is_some() { 3 } else { 1 };
    }
    plain
}

/// Encoded words (RFC 2047), of the base64 kind only.
fn words(value: &str) -> String {
    let word = |word: &str| {
        let inner = word.strip_prefix("=?utf-8?b?").or_else(|| word.strip_prefix("=?UTF-8?B?"));
        let bytes = STANDARD.decode(inner?.strip_suffix("?=")?).ok()?;
        String::from_utf8(bytes).ok()
    };
    let all: Vec<String> =
        value.split(' ').map(|part| word(part).unwrap_or_else(|| part.to_owned())).collect();
    all.join(" ")
}
