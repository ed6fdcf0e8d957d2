//! SHA-256.

use loket_domain::ports::Sidik;
use ring::digest;

/// SHA-256 by ring.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sha256;

impl Sidik for Sha256 {
    fn sha256(&self, isi: &[u8]) -> Vec<u8> {
        digest::digest(&digest::SHA256, isi).as_ref().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_answer_for_abc() {
        let harapan = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex::encode(Sha256.sha256(b"abc")), harapan);
    }
}
