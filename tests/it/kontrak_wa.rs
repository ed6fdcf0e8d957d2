//! The contract of the webhook, over HTTP and signed: what every shape stores, and what the resident gets.

mod alat;
mod berkas;
mod contoh;
mod identitas;
mod kanal;
mod pesan;
mod resmi;
mod tanda_tangan;
