//! How a resident strays from the straight way: probabilities, and the pure rule that applies them.

use std::time::Duration;

use super::{super::clock::SplitMix, action::Action};

/// Probabilities, per answer, of what people do beside answering.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Persona {
    /// Types the title instead of tapping it.
    pub types: f64,
    /// Taps a choice of an earlier message first.
    pub taps_old: f64,
    /// Sends a photo nobody asked for.
    pub early_photo: f64,
    /// Sends two to four photos where one was meant.
    pub album: f64,
    /// Sends a sticker first.
    pub sticker: f64,
    /// Sends a voice note first.
    pub voice: f64,
    /// Sends something else odd first: a place, a card, a reaction, something unsupported.
    pub odd: f64,
    /// Changes the text just sent.
    pub edits: f64,
    /// Takes the text just sent back and writes it again.
    pub deletes: f64,
    /// Says the same thing two to five times at once.
    pub repeats: f64,
    /// Is silent for one to nine days before answering.
    pub silent: f64,
}

impl Persona {
    /// Does exactly what the script says.
    pub const fn calm() -> Self {
        Self {
            types: 0.0,
            taps_old: 0.0,
            early_photo: 0.0,
            album: 0.0,
            sticker: 0.0,
            voice: 0.0,
            odd: 0.0,
            edits: 0.0,
            deletes: 0.0,
            repeats: 0.0,
            silent: 0.0,
        }
    }

    /// Types, repeats, and sends albums.
    pub const fn hasty() -> Self {
        Self { types: 0.3, album: 0.3, early_photo: 0.1, repeats: 0.15, ..Self::calm() }
    }

    /// Everything at once, but never silent for days.
    pub const fn chaotic() -> Self {
        Self {
            types: 0.3,
            taps_old: 0.2,
            early_photo: 0.15,
            album: 0.3,
            sticker: 0.1,
            voice: 0.1,
            odd: 0.15,
            edits: 0.1,
            deletes: 0.1,
            repeats: 0.2,
            silent: 0.0,
        }
    }

    /// Comes back after days, now and then.
    pub const fn forgetful() -> Self {
        Self { silent: 0.25, taps_old: 0.15, ..Self::calm() }
    }

    /// The action with what this person adds to it, in order.
    pub(super) fn stray(&self, action: Action, rng: &mut SplitMix) -> Vec<Action> {
        if matches!(action, Action::Wait | Action::Done | Action::Silent(_)) {
            return vec![action];
        }
        let mut moves = Vec::new();
        if rng.chance(self.silent) {
            moves.push(Action::Silent(Duration::from_hours(24 * rng.between(1, 9))));
        }
        let extras = [
            (self.taps_old, Action::TapOld),
            (self.early_photo, Action::Photo),
            (self.sticker, Action::Sticker),
            (self.voice, Action::Voice),
        ];
        for (probability, extra) in extras {
            if rng.chance(probability) {
                moves.push(extra);
            }
        }
        if rng.chance(self.odd) {
            moves.push(odd(rng));
        }
        let action = match action {
            Action::Tap(id) if rng.chance(self.types) => Action::TypeTitle(id),
            Action::Photo if rng.chance(self.album) => Action::Album(2 + rng.below(3)),
            action => action,
        };
        let Action::Text(words) = action else {
            moves.push(self.repeated(action, rng));
            return moves;
        };
        if rng.chance(self.edits) {
            moves.extend([Action::Text(format!("{words}x")), Action::Edit(words)]);
        } else if rng.chance(self.deletes) {
            moves.extend([Action::Text(words.clone()), Action::Revoke, Action::Text(words)]);
        } else {
            moves.push(self.repeated(Action::Text(words), rng));
        }
        moves
    }

    fn repeated(&self, action: Action, rng: &mut SplitMix) -> Action {
        if !rng.chance(self.repeats) {
            return action;
        }
        let times = u32::try_from(rng.between(2, 5)).unwrap_or(2);
        Action::Repeat(times, Box::new(action))
    }
}

fn odd(rng: &mut SplitMix) -> Action {
    match rng.below(4) {
        0 => Action::Location,
        1 => Action::Contact,
        2 => Action::React("👍".to_owned()),
        _ => Action::Raw(super::super::samples::messages::unsupported("poll_creation")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calm_person_does_what_the_script_says() {
        let mut rng = SplitMix::new(1);
        for _ in 0..50 {
            let moves = Persona::calm().stray(Action::Photo, &mut rng);
            assert!(matches!(moves.as_slice(), [Action::Photo]));
        }
    }

    #[test]
    fn a_chaotic_person_still_ends_with_the_answer_and_strays_in_every_way() {
        let mut rng = SplitMix::new(2);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..400 {
            let moves = Persona::chaotic().stray(Action::Tap("akta".to_owned()), &mut rng);
            let last = moves.last().unwrap().name();
            assert!(last.ends_with("akta"), "{last}");
            seen.extend(moves.iter().map(Action::name));
        }
        for expected in
            ["tap old", "photo", "sticker", "voice", "location", "contact", "react 👍", "type akta"]
        {
            assert!(seen.contains(expected), "{expected}: {seen:?}");
        }
    }
}
