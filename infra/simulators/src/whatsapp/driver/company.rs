//! Everybody who plays, and the clock that jumps when all of them are silent.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::super::{clock::millis, shared::Shared};

/// How often players look around, in real time.
pub(super) const GLANCE: Duration = Duration::from_millis(10);

/// The players of one run.
pub(super) struct Company {
    pub(super) shared: Arc<Shared>,
    calm: Duration,
    on_jump: Box<dyn Fn(Duration) + Send + Sync>,
    roll: Mutex<Roll>,
}

struct Roll {
    playing: usize,
    /// How many want to wake at which moment.
    silent: BTreeMap<i64, usize>,
    /// The ledger's revision and when it was first seen, to know when nothing happens.
    still: (u64, Instant),
}

impl Company {
    pub(super) fn new(
        shared: &Arc<Shared>,
        playing: usize,
        calm: Duration,
        on_jump: Box<dyn Fn(Duration) + Send + Sync>,
    ) -> Arc<Self> {
        let roll = Roll { playing, silent: BTreeMap::new(), still: (0, Instant::now()) };
        Arc::new(Self { shared: Arc::clone(shared), calm, on_jump, roll: Mutex::new(roll) })
    }

    fn with_roll<T>(&self, use_it: impl FnOnce(&mut Roll) -> T) -> T {
        use_it(&mut self.roll.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A player goes home.
    pub(super) fn leave(&self) {
        self.with_roll(|roll| roll.playing = roll.playing.saturating_sub(1));
    }

    /// Says nothing until this much time has passed on the simulator's clock.
    pub(super) async fn silent(&self, time: Duration) {
        let wake = self.shared.clock.now_ms().saturating_add(millis(time));
        self.with_roll(|roll| *roll.silent.entry(wake).or_default() += 1);
        while self.shared.clock.now_ms() < wake {
            tokio::time::sleep(GLANCE).await;
            self.maybe_jump();
        }
        self.with_roll(|roll| {
            if let Some(count) = roll.silent.get_mut(&wake) {
                *count -= 1;
                if *count == 0 {
                    roll.silent.remove(&wake);
                }
            }
        });
    }

    /// Jumps to the first moment anybody wakes, once all are silent and nothing has happened for a while.
    fn maybe_jump(&self) {
        let rev = self.shared.state().ledger.rev();
        let jumped = self.with_roll(|roll| {
            let all_silent = roll.silent.values().sum::<usize>() >= roll.playing;
            if !all_silent || roll.still.0 != rev {
                roll.still = (rev, Instant::now());
                return None;
            }
            if roll.still.1.elapsed() < self.calm {
                return None;
            }
            let wake = *roll.silent.keys().next()?;
            let missing =
                u64::try_from(wake - self.shared.clock.now_ms()).ok().filter(|ms| *ms > 0)?;
            let by = Duration::from_millis(missing);
            self.shared.advance(by);
            Some(by)
        });
        if let Some(by) = jumped {
            (self.on_jump)(by);
        }
    }
}
