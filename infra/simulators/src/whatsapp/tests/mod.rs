//! The simulator against a small callback server, over real HTTP.

mod faults;
mod keeping;
mod media;
mod sending;
mod support;
mod webhooks;
