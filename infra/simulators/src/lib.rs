//! Simulators of the outside systems, reached over HTTP only: the product cannot tell them from the real services.

pub mod bsre;
pub mod clamd;
mod contoh;
mod multipart;
pub mod smtp;
pub mod whatsapp;

pub use contoh::{contoh_pdf, contoh_pdf_beragam};
