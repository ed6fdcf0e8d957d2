//! One resident at play: waits for messages, asks the script, makes the moves.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    super::{
        clock::SplitMix,
        config::SimError,
        entry::{Choice, Direction, LedgerEntry},
        inbound::{Tap, TapKind},
        residents::wa_id as digits,
        samples::messages,
    },
    End, Outcome,
    action::Action,
    company::{Company, GLANCE},
    files,
    script::Script,
};

/// A resident and everything they remember.
pub(super) struct Player {
    company: Arc<Company>,
    wa_id: String,
    phone_number_id: String,
    script: Script,
    rng: SplitMix,
    patience: Duration,
    read: usize,
    nudged: u32,
    wamids: Vec<String>,
    log: Vec<String>,
}

impl Player {
    pub(super) fn new(
        company: &Arc<Company>,
        (wa_id, phone_number_id): (String, String),
        script: Script,
        rng: SplitMix,
        patience: Duration,
    ) -> Self {
        let wa_id = digits(&wa_id);
        let (wamids, log) = (Vec::new(), Vec::new());
        let company = Arc::clone(company);
        let read = company.shared.state().ledger.seen_by(&wa_id, false).len();
        Self {
            company,
            wa_id,
            phone_number_id,
            script,
            rng,
            patience,
            read,
            nudged: 0,
            wamids,
            log,
        }
    }

    /// Plays to the end.
    pub(super) async fn play(mut self) -> Outcome {
        let end = match self.perform().await {
            Ok(end) => end,
            Err(error) => {
                self.log.push(format!("refused: {error}"));
                End::Refused
            }
        };
        self.company.leave();
        Outcome { wa_id: self.wa_id, end, wamids: self.wamids, log: self.log }
    }

    async fn perform(&mut self) -> Result<End, SimError> {
        let opening = self.script.opening.clone();
        if self.make(opening).await? {
            return Ok(End::Done);
        }
        let mut answers = 0;
        loop {
            let new = self.unread();
            if new.is_empty() {
                if !self.wait().await? {
                    return Ok(End::OutOfPatience);
                }
                continue;
            }
            self.read += new.len();
            self.nudged = 0;
            for message in new {
                if answers >= self.script.most {
                    return Ok(End::OutOfMoves);
                }
                let action = self.script.answer(&message, &mut self.rng);
                answers += usize::from(!matches!(action, Action::Wait));
                for action in self.script.persona.stray(action, &mut self.rng) {
                    if self.make(action).await? {
                        return Ok(End::Done);
                    }
                }
            }
        }
    }

    /// Messages of the office that came to the screen since the last look.
    fn unread(&self) -> Vec<LedgerEntry> {
        let state = self.company.shared.state();
        let seen = state.ledger.seen_by(&self.wa_id, false);
        seen.into_iter().skip(self.read).cloned().collect()
    }

    /// Waits for a message; false when patience ran out.
    async fn wait(&mut self) -> Result<bool, SimError> {
        let since = Instant::now();
        loop {
            tokio::time::sleep(GLANCE).await;
            if self.company.shared.state().ledger.seen_by(&self.wa_id, false).len() > self.read {
                return Ok(true);
            }
            let due = self
                .script
                .nudge
                .as_ref()
                .filter(|nudge| self.nudged < nudge.times && since.elapsed() >= nudge.after);
            if let Some(action) = due.map(|nudge| nudge.action.clone()) {
                self.nudged += 1;
                self.make(action).await?;
                return Ok(true);
            }
            if since.elapsed() >= self.patience {
                return Ok(false);
            }
        }
    }

    /// Makes a move; true when it was the last.
    async fn make(&mut self, action: Action) -> Result<bool, SimError> {
        self.log.push(action.name());
        match action {
            Action::Done => return Ok(true),
            Action::Wait => {}
            Action::Silent(time) => {
                let company = Arc::clone(&self.company);
                company.silent(time).await;
            }
            Action::Repeat(times, action) => {
                for _ in 0..times {
                    self.send(&action)?;
                }
            }
            Action::All(actions) => {
                for action in actions {
                    if Box::pin(self.make(action)).await? {
                        return Ok(true);
                    }
                }
            }
            action => self.send(&action)?,
        }
        Ok(false)
    }

    /// A move that is one message, or one album.
    fn send(&mut self, action: &Action) -> Result<(), SimError> {
        let shared = Arc::clone(&self.company.shared);
        let (who, phone) = (self.wa_id.clone(), self.phone_number_id.clone());
        let raw = |content| shared.send_raw(&who, &phone, content);
        let message_id = match action {
            Action::Text(words) => shared.send_text(&who, &phone, words)?,
            Action::Tap(id) => match self.choice(id) {
                Some(choice) => shared.tap(&who, &phone, &tap(&choice))?,
                None => return Err(SimError::Invalid(format!("nothing to tap with id {id}"))),
            },
            Action::TypeTitle(id) => {
                let title = self.choice(id).map_or_else(|| id.clone(), |choice| choice.title);
                shared.send_text(&who, &phone, &title)?
            }
            Action::TapOld => match self.old_choice() {
                Some(choice) => shared.tap(&who, &phone, &tap(&choice))?,
                None => return Ok(()),
            },
            Action::Photo => {
                let photo = files::photo(self.rng.next());
                shared.send_media(&who, &phone, photo)?.0
            }
            Action::Album(count) => {
                let photos = (0..*count).map(|_| files::photo(self.rng.next())).collect();
                let album = shared.send_album(&who, &phone, photos)?;
                self.wamids.extend(album.into_iter().map(|(message_id, _)| message_id));
                return Ok(());
            }
            Action::Media(media) => shared.send_media(&who, &phone, media.clone())?.0,
            Action::Sticker => shared.send_media(&who, &phone, files::sticker())?.0,
            Action::Voice => shared.send_media(&who, &phone, files::voice())?.0,
            Action::Location => raw(messages::location(-0.507, 101.448))?,
            Action::Contact => raw(messages::contact("Budi Santoso", "+6281200000001"))?,
            Action::React(emoji) => match self.latest(Direction::Outbound) {
                Some(wamid) => raw(messages::reaction(&wamid, Some(emoji)))?,
                None => return Ok(()),
            },
            Action::Edit(words) => match self.wamids.last() {
                Some(wamid) => raw(messages::edit(wamid, words))?,
                None => return Ok(()),
            },
            Action::Revoke => match self.wamids.last() {
                Some(wamid) => raw(messages::revoke(wamid))?,
                None => return Ok(()),
            },
            Action::Raw(message) => raw(message.clone())?,
            Action::Done
            | Action::Wait
            | Action::Silent(_)
            | Action::Repeat(..)
            | Action::All(_) => {
                return Err(SimError::Invalid(format!("{} is not one message", action.name())));
            }
        };
        self.wamids.push(message_id);
        Ok(())
    }

    fn latest(&self, direction: Direction) -> Option<String> {
        let state = self.company.shared.state();
        let found =
            state.ledger.of(&self.wa_id).rev().find(|e| e.direction == direction && e.seen());
        found.map(|e| e.wamid.clone())
    }

    /// The choice with this id, in the latest message that has it.
    fn choice(&self, id: &str) -> Option<Choice> {
        let state = self.company.shared.state();
        let mut messages = state.ledger.seen_by(&self.wa_id, false).into_iter().rev();
        messages.find_map(|e| e.choices().into_iter().find(|choice| choice.id == id))
    }

    /// Any choice of any message but the latest.
    fn old_choice(&mut self) -> Option<Choice> {
        let old: Vec<Choice> = {
            let state = self.company.shared.state();
            let seen = state.ledger.seen_by(&self.wa_id, false);
            let (_, old) = seen.split_last()?;
            old.iter().flat_map(|e| e.choices()).collect()
        };
        let at = self.rng.below(old.len());
        old.into_iter().nth(at)
    }
}

fn tap(choice: &Choice) -> Tap {
    Tap {
        id: choice.id.clone(),
        title: choice.title.clone(),
        kind: match choice.kind.as_str() {
            "list" => TapKind::List,
            "template" => TapKind::Template,
            _ => TapKind::Button,
        },
        description: choice.description.clone(),
    }
}
