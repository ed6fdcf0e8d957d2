//! Ids and random texts from the system.

use loket_domain::id::IdSource;
use uuid::Uuid;

use super::acak;

/// UUIDv7 in the order of their making within this process, and random hex from the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

impl IdSource for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is the IdSource port")]
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }

    /// # Panics
    /// When the system gives no randomness: nothing safe can be done then.
    fn acak_hex(&self, bytes: usize) -> String {
        const BLOCK: usize = 32;
        let mut text = String::with_capacity(bytes * 2);
        while text.len() < bytes * 2 {
            let block = acak::<BLOCK>().unwrap_or_else(|error| panic!("{error}"));
            let wanted = (bytes - text.len() / 2).min(BLOCK);
            text.extend(block.iter().take(wanted).map(|byte| format!("{byte:02x}")));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_in_order_even_from_several_threads() {
        let made = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| (0..2_000).map(|_| SystemIds.uuid()).collect::<Vec<_>>()))
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        assert!(made.iter().all(|ids| ids.is_sorted()));
        let mut all: Vec<_> = made.into_iter().flatten().collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 8_000);
        assert_eq!(all[0].get_version_num(), 7);
    }

    #[test]
    fn random_texts_have_the_asked_length_and_differ() {
        for bytes in [0, 1, 16, 32, 33, 100] {
            let text = SystemIds.acak_hex(bytes);
            assert_eq!(hex::decode(&text).unwrap().len(), bytes);
        }
        assert_ne!(SystemIds.acak_hex(16), SystemIds.acak_hex(16));
    }
}
