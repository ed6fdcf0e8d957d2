//! Adapters: one folder per port. Dependencies point inward, to `loket-domain`.

pub mod berkas;
pub mod cetak;
pub mod clamd;
pub mod crypto;
pub mod embedded;
pub mod jaringan;
pub mod kiriman;
pub mod postgres;
pub mod s3;
pub mod smtp;
pub mod tte;
pub mod webauthn;
pub mod whatsapp;
