//! Sends that fail by chance: what can happen to them, and how often each.

use serde::{Deserialize, Serialize};

use super::{
    clock::SplitMix,
    counters::Counters,
    faults::{Faults, take},
};

/// Weights of the ways a send can fail; they need not add up to anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FailMix {
    /// Cut the connection, nothing accepted.
    pub drop_before: u32,
    /// Accept, then cut the connection.
    pub drop_after: u32,
    /// Answer 500, nothing accepted.
    #[serde(rename = "500_before")]
    pub error_before: u32,
    /// Accept, then answer 500.
    #[serde(rename = "500_after")]
    pub error_after: u32,
    /// Refuse with 131000, something went wrong.
    #[serde(rename = "131000")]
    pub something_wrong: u32,
    /// Refuse with 130429, the number's throughput.
    #[serde(rename = "130429")]
    pub throughput: u32,
    /// Refuse with 131056, the pair limit.
    #[serde(rename = "131056")]
    pub pair: u32,
}

impl Default for FailMix {
    fn default() -> Self {
        Self {
            drop_before: 1,
            drop_after: 1,
            error_before: 1,
            error_after: 1,
            something_wrong: 1,
            throughput: 1,
            pair: 1,
        }
    }
}

/// What is to happen to one send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nothing unusual.
    Fair,
    /// Refused: HTTP status and Graph code.
    Refuse(u16, i64),
    /// Cut before it is accepted.
    CutBefore,
    /// Accepted, then cut.
    CutAfter,
    /// Accepted, then 500.
    ErrorAfter,
}

impl FailMix {
    fn draw(self, rng: &mut SplitMix) -> Fate {
        let ways = [
            (self.drop_before, Fate::CutBefore),
            (self.drop_after, Fate::CutAfter),
            (self.error_before, Fate::Refuse(500, 131_000)),
            (self.error_after, Fate::ErrorAfter),
            (self.something_wrong, Fate::Refuse(400, 131_000)),
            (self.throughput, Fate::Refuse(429, 130_429)),
            (self.pair, Fate::Refuse(400, 131_056)),
        ];
        let total: u64 = ways.iter().map(|(weight, _)| u64::from(*weight)).sum();
        if total == 0 {
            return Fate::Fair;
        }
        let mut left = rng.between(0, total - 1);
        for (weight, fate) in ways {
            match left.checked_sub(u64::from(weight)) {
                Some(rest) => left = rest,
                None => return fate,
            }
        }
        Fate::Fair
    }
}

impl Faults {
    /// What happens to the next send. Counted faults come before chance; those that need an accepted message are
    /// counted down by [`Faults::spend`] once it is.
    pub(super) fn fate(&mut self, rng: &mut SplitMix) -> Fate {
        if let Some((status, code)) = self.take_fail_send() {
            return Fate::Refuse(status, code);
        }
        if take(&mut self.drop_before_accept) {
            return Fate::CutBefore;
        }
        if self.drop_after_accept > 0 {
            return Fate::CutAfter;
        }
        if self.error_after_accept > 0 {
            return Fate::ErrorAfter;
        }
        if rng.chance(self.fail_probability) { self.fail_mix.draw(rng) } else { Fate::Fair }
    }

    /// Counts a fault down once a message was really accepted under it.
    pub(super) fn spend(&mut self, fate: Fate) {
        match fate {
            Fate::CutAfter => take(&mut self.drop_after_accept),
            Fate::ErrorAfter => take(&mut self.error_after_accept),
            Fate::Fair | Fate::Refuse(..) | Fate::CutBefore => false,
        };
    }
}

impl Counters {
    /// Counts one send by what happened to it.
    pub(super) fn count_send(&mut self, fate: Fate, accepted: bool) {
        match fate {
            Fate::CutBefore => self.sends_cut += 1,
            _ if !accepted => self.sends_refused += 1,
            Fate::CutAfter | Fate::ErrorAfter => {
                self.sends_accepted += 1;
                self.sends_ambiguous += 1;
            }
            Fate::Fair | Fate::Refuse(..) => self.sends_accepted += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_sends_fail_and_every_way_occurs_the_same_for_the_same_seed() {
        let storm = || {
            let mut rng = SplitMix::new(3);
            let mut faults = Faults { fail_probability: 0.5, ..Faults::default() };
            (0..2_000).map(|_| faults.fate(&mut rng)).collect::<Vec<_>>()
        };
        let fates = storm();
        assert_eq!(fates, storm());
        let fair = fates.iter().filter(|f| **f == Fate::Fair).count();
        assert!((900..1_100).contains(&fair), "{fair}");
        for way in [
            Fate::CutBefore,
            Fate::CutAfter,
            Fate::ErrorAfter,
            Fate::Refuse(500, 131_000),
            Fate::Refuse(400, 131_000),
            Fate::Refuse(429, 130_429),
            Fate::Refuse(400, 131_056),
        ] {
            let count = fates.iter().filter(|f| **f == way).count();
            assert!((90..220).contains(&count), "{way:?}: {count}");
        }
    }

    #[test]
    fn a_mix_of_one_way_has_only_that_way() {
        let mix = FailMix { pair: 3, ..serde_json::from_str(
            r#"{"drop_before":0,"drop_after":0,"500_before":0,"500_after":0,"131000":0,"130429":0}"#,
        ).unwrap() };
        let mut rng = SplitMix::new(1);
        assert!((0..50).all(|_| mix.draw(&mut rng) == Fate::Refuse(400, 131_056)));
    }
}
