//! The simulator against a small callback server, over real HTTP.

mod driver;
mod engine;
mod faults;
mod hostile;
mod keeping;
mod kinds;
mod media;
mod meta;
mod people;
mod samples;
mod scale;
mod sending;
mod storm;
mod support;
mod templates;
mod webhooks;
