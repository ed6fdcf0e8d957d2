//! WhatsApp: sending and media through the Cloud API, and the gate of its webhooks.

mod baca;
mod galat;
mod jawaban;
mod klien;
mod longgar;
mod media;
mod susun;
mod templat;
#[cfg(test)]
mod tests;
mod urai;
mod webhook;

pub use klien::CloudApi;
pub use webhook::{PintuPg, segel_aplikasi};
