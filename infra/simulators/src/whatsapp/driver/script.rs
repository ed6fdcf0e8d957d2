//! What a resident answers: by a closure, by a list, or by chance.

use std::{collections::VecDeque, time::Duration};

use super::{
    super::{clock::SplitMix, entry::LedgerEntry},
    action::Action,
    persona::Persona,
};

/// What a resident does when no answer comes.
#[derive(Clone, Debug)]
pub struct Nudge {
    /// After so long, in real time.
    pub after: Duration,
    /// At most so often.
    pub times: u32,
    /// This.
    pub action: Action,
}

enum Strategy {
    Answer(Box<dyn FnMut(&LedgerEntry) -> Action + Send>),
    Steps(VecDeque<Action>),
    Chance,
}

/// A resident's part.
pub struct Script {
    pub(super) opening: Action,
    pub(super) persona: Persona,
    pub(super) most: usize,
    pub(super) nudge: Option<Nudge>,
    strategy: Strategy,
}

impl Script {
    fn new(opening: Action, strategy: Strategy) -> Self {
        Self { opening, persona: Persona::calm(), most: 60, nudge: None, strategy }
    }

    /// Opens with a text, then answers each message of the office as the closure says.
    pub fn answering(
        opening: &str,
        answer: impl FnMut(&LedgerEntry) -> Action + Send + 'static,
    ) -> Self {
        Self::new(Action::text(opening), Strategy::Answer(Box::new(answer)))
    }

    /// Does the first step at once, and each further one after the next message of the office.
    pub fn steps(steps: impl IntoIterator<Item = Action>) -> Self {
        let mut steps: VecDeque<_> = steps.into_iter().collect();
        let opening = steps.pop_front().unwrap_or(Action::Done);
        Self::new(opening, Strategy::Steps(steps))
    }

    /// Taps, types and sends at random for `moves` moves; what comes of it is for the test to judge.
    pub fn random(moves: usize) -> Self {
        Self::new(Action::text("halo"), Strategy::Chance).most(moves)
    }

    /// Who plays the part.
    #[must_use]
    pub fn persona(mut self, persona: Persona) -> Self {
        self.persona = persona;
        self
    }

    /// Stops after so many answers. 60 at first.
    #[must_use]
    pub fn most(mut self, moves: usize) -> Self {
        self.most = moves;
        self
    }

    /// Does something when no answer comes, e.g. asks again.
    #[must_use]
    pub fn nudge(mut self, nudge: Nudge) -> Self {
        self.nudge = Some(nudge);
        self
    }

    /// The move after a message.
    pub(super) fn answer(&mut self, message: &LedgerEntry, rng: &mut SplitMix) -> Action {
        match &mut self.strategy {
            Strategy::Answer(answer) => answer(message),
            Strategy::Steps(steps) => steps.pop_front().unwrap_or(Action::Done),
            Strategy::Chance => any(message, rng),
        }
    }
}

/// Anything a person might do with this message.
fn any(message: &LedgerEntry, rng: &mut SplitMix) -> Action {
    const WORDS: [&str; 12] = [
        "ya",
        "tidak",
        "1",
        "menu",
        "halo",
        "status",
        "batal",
        "terima kasih",
        "gimana ini",
        "2",
        "petugas",
        "besok saja",
    ];
    let choices = message.choices();
    if !choices.is_empty() && rng.chance(0.6) {
        return Action::Tap(choices[rng.below(choices.len())].id.clone());
    }
    match rng.below(10) {
        0 | 1 => Action::Photo,
        2 => Action::Sticker,
        3 => Action::Voice,
        4 => Action::TapOld,
        _ => Action::text(WORDS[rng.below(WORDS.len())]),
    }
}
