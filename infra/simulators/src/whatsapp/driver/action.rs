//! What a resident can do next.

use std::time::Duration;

use serde_json::Value;

use super::super::inbound::InboundMedia;

/// One move of a resident.
#[derive(Clone, Debug)]
pub enum Action {
    /// Writes.
    Text(String),
    /// Taps the choice with this id, in the latest message that has it.
    Tap(String),
    /// Writes the title of the choice with this id instead of tapping it.
    TypeTitle(String),
    /// Taps any choice of an earlier message, if there is one.
    TapOld,
    /// Sends a photo, a different one each time.
    Photo,
    /// Sends so many photos at once.
    Album(usize),
    /// Sends a file.
    Media(InboundMedia),
    /// Sends a sticker.
    Sticker,
    /// Sends a voice note.
    Voice,
    /// Sends a place.
    Location,
    /// Sends somebody's card.
    Contact,
    /// Reacts to the office's latest message.
    React(String),
    /// Changes the text of their own latest message.
    Edit(String),
    /// Takes their own latest message back.
    Revoke,
    /// Sends any message object.
    Raw(Value),
    /// Does nothing for so long on the simulator's clock; when everybody is silent, the clock jumps.
    Silent(Duration),
    /// Does the same several times without waiting.
    Repeat(u32, Box<Action>),
    /// Does several things without waiting.
    All(Vec<Action>),
    /// Waits for another message.
    Wait,
    /// Has what they came for.
    Done,
}

impl Action {
    /// A text.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }

    /// The move in a word or two, for the log.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Text(words) => format!("text {words:?}"),
            Self::Tap(id) => format!("tap {id}"),
            Self::TypeTitle(id) => format!("type {id}"),
            Self::TapOld => "tap old".to_owned(),
            Self::Photo => "photo".to_owned(),
            Self::Album(count) => format!("album of {count}"),
            Self::Media(media) => format!("file {}", media.mime_type),
            Self::Sticker => "sticker".to_owned(),
            Self::Voice => "voice".to_owned(),
            Self::Location => "location".to_owned(),
            Self::Contact => "contact".to_owned(),
            Self::React(emoji) => format!("react {emoji}"),
            Self::Edit(words) => format!("edit {words:?}"),
            Self::Revoke => "revoke".to_owned(),
            Self::Raw(message) => format!("raw {}", message["type"]),
            Self::Silent(time) => format!("silent {} s", time.as_secs()),
            Self::Repeat(times, action) => format!("{times} × {}", action.name()),
            Self::All(actions) => format!("{} at once", actions.len()),
            Self::Wait => "wait".to_owned(),
            Self::Done => "done".to_owned(),
        }
    }
}
