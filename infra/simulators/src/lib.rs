//! Simulators of the outside systems, reached over HTTP only: the product cannot tell them from the real services.
#![expect(clippy::disallowed_methods, reason = "the world outside has a clock and dice of its own")]

pub mod bsre;
pub mod clamd;
mod contoh;
mod multipart;
pub mod smtp;
pub mod whatsapp;

pub use contoh::{contoh_pdf, contoh_pdf_beragam};
