//! Rules of telling.
