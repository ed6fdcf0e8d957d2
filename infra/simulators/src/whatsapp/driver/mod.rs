//! Residents who act by themselves: scripted or at random, calm or chaotic, many at once.
//!
//! The driver knows nothing of any product. What a resident answers to a message is decided by a closure of the caller,
//! by a list of steps, or by chance; the [`Persona`] then adds what people do: old buttons, typing instead of tapping,
//! photos too early, albums, stickers, voice notes, edits, deletions, days of silence, the same thing five times.
//!
//! ```no_run
//! # async fn example(sim: &loket_simulators::whatsapp::WhatsAppSim) {
//! use loket_simulators::whatsapp::driver::{Action, Driver, Persona, Script};
//!
//! let report = Driver::new(sim, 7)
//!     .resident("6281234567890", "100001", Script::answering("halo", |message| {
//!         match message.choices().first() {
//!             Some(choice) => Action::Tap(choice.id.clone()),
//!             None if message.text.as_deref().is_some_and(|t| t.contains("nomor registrasi")) => Action::Done,
//!             None => Action::Photo,
//!         }
//!     }).persona(Persona::hasty()))
//!     .run()
//!     .await;
//! assert!(report.stuck().is_empty(), "{report:?}");
//! # }
//! ```

mod action;
mod company;
pub(super) mod files;
mod persona;
mod player;
mod script;

use std::{sync::Arc, time::Duration};

use futures_util::future::join_all;

pub use self::{
    action::Action,
    persona::Persona,
    script::{Nudge, Script},
};
use self::{company::Company, player::Player};
use super::{clock::SplitMix, server::WhatsAppSim, shared::Shared};

/// Plays residents against one simulator.
pub struct Driver {
    shared: Arc<Shared>,
    rng: SplitMix,
    patience: Duration,
    calm: Duration,
    on_jump: Box<dyn Fn(Duration) + Send + Sync>,
    cast: Vec<(String, String, Script)>,
}

impl Driver {
    /// A driver whose residents do the same for the same seed and the same messages.
    pub fn new(sim: &WhatsAppSim, seed: u64) -> Self {
        Self {
            shared: Arc::clone(&sim.shared),
            rng: SplitMix::new(seed),
            patience: Duration::from_secs(20),
            calm: Duration::from_millis(200),
            on_jump: Box::new(|_| {}),
            cast: Vec::new(),
        }
    }

    /// Adds a resident who writes to a number.
    #[must_use]
    pub fn resident(mut self, wa_id: &str, phone_number_id: &str, script: Script) -> Self {
        self.cast.push((wa_id.to_owned(), phone_number_id.to_owned(), script));
        self
    }

    /// How long, in real time, a resident waits for an answer before they give up. 20 seconds at first.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// How long, in real time, nothing may happen before the clock jumps over a silence. 200 ms at first.
    #[must_use]
    pub fn calm(mut self, calm: Duration) -> Self {
        self.calm = calm;
        self
    }

    /// Called after the simulator's clock jumped over a silence, so that the product's clock can follow.
    #[must_use]
    pub fn on_jump(mut self, follow: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        self.on_jump = Box::new(follow);
        self
    }

    /// Plays everybody at the same time until each is done, out of moves or out of patience.
    pub async fn run(mut self) -> Report {
        let company = Company::new(&self.shared, self.cast.len(), self.calm, self.on_jump);
        let players: Vec<_> = std::mem::take(&mut self.cast)
            .into_iter()
            .map(|(wa_id, phone_number_id, script)| {
                let rng = SplitMix::new(self.rng.next());
                Player::new(&company, (wa_id, phone_number_id), script, rng, self.patience)
            })
            .collect();
        Report { residents: join_all(players.into_iter().map(Player::play)).await }
    }
}

/// How a resident ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The script said so, or had no more steps.
    Done,
    /// They made as many moves as the script allows.
    OutOfMoves,
    /// No answer came in time.
    OutOfPatience,
    /// The simulator refused a move, which is a mistake in the script.
    Refused,
}

/// What one resident did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The resident.
    pub wa_id: String,
    /// How it ended.
    pub end: End,
    /// Ids of the messages they sent, in order.
    pub wamids: Vec<String>,
    /// Every move in words, in order.
    pub log: Vec<String>,
}

/// What everybody did.
#[derive(Clone, Debug)]
pub struct Report {
    /// One per resident, in the order they were added.
    pub residents: Vec<Outcome>,
}

impl Report {
    /// Residents who never got an answer they waited for, or could not make a move.
    pub fn stuck(&self) -> Vec<&Outcome> {
        let stuck = |o: &&Outcome| matches!(o.end, End::OutOfPatience | End::Refused);
        self.residents.iter().filter(stuck).collect()
    }

    /// How many messages everybody sent together.
    pub fn messages(&self) -> usize {
        self.residents.iter().map(|o| o.wamids.len()).sum()
    }
}
