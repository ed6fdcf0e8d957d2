//! The contract of the webhook, over HTTP and signed: what every shape stores, and what the resident gets.

pub mod alat;
mod berkas;
pub mod contoh;
mod identitas;
mod kanal;
mod pesan;
mod resmi;
mod tanda_tangan;
