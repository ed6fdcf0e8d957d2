//! Small files that residents send.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::super::inbound::InboundMedia;

/// A small photo that every decoder accepts.
const PHOTO: &[u8] = include_bytes!("../../../static/foto.jpg");
/// A WebP picture of one point.
const STICKER: &str = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";

/// A photo whose bytes differ from those of every other `number`: a comment stands behind the first marker.
pub(in super::super) fn photo(number: u64) -> InboundMedia {
    let (start, rest) = PHOTO.split_at(2);
    let comment = [&[0xFF, 0xFE, 0x00, 0x0A][..], &number.to_be_bytes()].concat();
    InboundMedia {
        mime_type: "image/jpeg".to_owned(),
        bytes: [start, &comment, rest].concat(),
        ..InboundMedia::default()
    }
}

/// A sticker that does not move.
pub(in super::super) fn sticker() -> InboundMedia {
    InboundMedia {
        mime_type: "image/webp".to_owned(),
        bytes: STANDARD.decode(STICKER).unwrap_or_default(),
        ..InboundMedia::default()
    }
}

/// The beginning of a voice note: the first page of an Ogg stream of Opus.
pub(in super::super) fn voice() -> InboundMedia {
    let mut bytes = b"OggS\x00\x02\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x01\x13".to_vec();
    bytes.extend_from_slice(b"OpusHead\x01\x01\x38\x01\x80\xBB\x00\x00\x00\x00\x00");
    InboundMedia {
        mime_type: "audio/ogg; codecs=opus".to_owned(),
        bytes,
        ..InboundMedia::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_differ_and_keep_the_shape_of_a_jpeg() {
        let (one, two) = (photo(1).bytes, photo(2).bytes);
        assert_ne!(one, two);
        assert_eq!(one[..4], [0xFF, 0xD8, 0xFF, 0xFE]);
        assert_eq!(one[14..], PHOTO[2..]);
        assert!(sticker().bytes.starts_with(b"RIFF"));
    }
}
