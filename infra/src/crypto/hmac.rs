//! Signatures of webhooks, and comparison of secrets.

use ring::{hmac, rand::SystemRandom};

/// Whether `header` is `sha256=` and 64 lower-case hex digits that sign `body` under `secret`.
///
/// Compares in constant time. `body` must be the raw bytes as they came.
pub fn verify_sha256_hex(secret: &[u8], body: &[u8], header: &str) -> bool {
    let Some(digits) = header.strip_prefix("sha256=") else { return false };
    let lower_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if secret.is_empty() || digits.len() != 64 || !digits.bytes().all(lower_hex) {
        return false;
    }
    let mut signature = [0_u8; 32];
    hex::decode_to_slice(digits, &mut signature).is_ok()
        && hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, secret), body, &signature).is_ok()
}

/// Compares two secrets in a time that tells neither where they differ nor how long the expected one is.
#[expect(clippy::disallowed_methods, reason = "a key that lives for one comparison")]
pub fn constant_time_eq(given: &[u8], expected: &[u8]) -> bool {
    // Comparing keyed hashes under a fresh key leaks nothing of what was hashed.
    hmac::Key::generate(hmac::HMAC_SHA256, &SystemRandom::new()).is_ok_and(|key| {
        let tag = hmac::sign(&key, expected);
        hmac::verify(&key, given, tag.as_ref()).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECRET: &[u8] = b"app-secret";

    fn sign(body: &[u8]) -> String {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SECRET), body);
        format!("sha256={}", hex::encode(tag))
    }

    #[test]
    fn a_known_answer_is_accepted() {
        let header = "sha256=5f0bb6b99ee394a22b2b98cb6e0c55d0fe0d7e5eb1f7a4a1b0e0d2b0d8d3c9b1";
        assert!(!verify_sha256_hex(SECRET, b"{}", header));
        // RFC 4231, test case 2.
        let header = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert!(verify_sha256_hex(b"Jefe", b"what do ya want for nothing?", header));
    }

    #[test]
    fn any_other_form_of_a_right_signature_is_refused() {
        let right = sign(b"body");
        let digits = &right["sha256=".len()..];
        assert!(verify_sha256_hex(SECRET, b"body", &right));
        for header in [
            String::new(),
            "sha256=".to_owned(),
            digits.to_owned(),
            format!("sha1={digits}"),
            format!("SHA256={digits}"),
            format!("sha256={}", digits.to_uppercase()),
            format!("sha256={}", &digits[..62]),
            format!("sha256={digits}00"),
            format!(" {right}"),
            format!("{right} "),
            format!("{right},{right}"),
        ] {
            assert!(!verify_sha256_hex(SECRET, b"body", &header), "{header:?}");
        }
        assert!(!verify_sha256_hex(b"", b"body", &right));
    }

    proptest! {
        #[test]
        fn one_flipped_bit_of_the_body_is_noticed(body in proptest::collection::vec(any::<u8>(), 1..200), at: usize) {
            let header = sign(&body);
            prop_assert!(verify_sha256_hex(SECRET, &body, &header));
            let mut other = body.clone();
            let at = at % (body.len() * 8);
            other[at / 8] ^= 1 << (at % 8);
            prop_assert!(!verify_sha256_hex(SECRET, &other, &header));
        }

        #[test]
        fn equality_is_equality(a: Vec<u8>, b: Vec<u8>) {
            prop_assert!(constant_time_eq(&a, &a));
            prop_assert_eq!(constant_time_eq(&a, &b), a == b);
        }

        #[test]
        fn no_text_makes_it_panic(header in ".{0,90}") {
            prop_assert!(!verify_sha256_hex(SECRET, b"body", &header));
        }
    }
}
