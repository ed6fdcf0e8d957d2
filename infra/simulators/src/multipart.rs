//! Just enough `multipart/form-data` for uploads.

use actix_web::web::Bytes;

/// One part of a form.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) filename: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Bytes,
}

/// The parts of the form, or `None` when it is malformed.
pub(crate) fn parse(content_type: &str, body: &Bytes) -> Option<Vec<Part>> {
    let boundary = parameter(content_type, "boundary")?;
    let delimiter = format!("\r\n--{boundary}");
    let mut at = find(body, &delimiter.as_bytes()[2..], 0)? + delimiter.len() - 2;
    let mut parts = Vec::new();
    loop {
        if body.get(at..at + 2)? == b"--" {
            return Some(parts);
        }
        let head_start = at + 2;
        let head_end = find(body, b"\r\n\r\n", at)?;
        let next = find(body, delimiter.as_bytes(), head_end)?;
        let head = String::from_utf8_lossy(body.get(head_start..head_end)?).into_owned();
        parts.push(part(&head, body.slice((head_end + 4).min(next)..next))?);
        at = next + delimiter.len();
    }
}

fn part(head: &str, bytes: Bytes) -> Option<Part> {
    let header = |wanted: &str| {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
        })
    };
    let disposition = header("content-disposition")?;
    Some(Part {
        name: parameter(&disposition, "name")?,
        filename: parameter(&disposition, "filename"),
        content_type: header("content-type"),
        bytes,
    })
}

/// The value of `key=value` or `key="value"` after a semicolon.
fn parameter(header: &str, key: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|piece| {
        let (name, value) = piece.split_once('=')?;
        name.trim().eq_ignore_ascii_case(key).then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn find(haystack: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = from;
    loop {
        at += haystack.get(at..)?.iter().position(|b| *b == first)?;
        if haystack[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_parts_come_back_byte_for_byte() {
        let body = Bytes::from_static(
            b"--b\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nimage/png\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n\r\n--x\r\n--b--\r\n",
        );
        let parts = parse("multipart/form-data; boundary=b", &body).unwrap();
        assert_eq!(&parts[0].bytes[..], b"image/png");
        assert_eq!(&parts[1].bytes[..], b"\x89PNG\r\n\r\n--x");
        assert_eq!(parts[1].filename.as_deref(), Some("a.png"));
        assert!(parse("multipart/form-data; boundary=c", &body).is_none());
    }
}
