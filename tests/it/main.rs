//! The integration tests: one binary over real PostgreSQL, S3, HTTP and both simulators.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot be set up has to stop"
)]

mod akses;
mod arsitektur;
mod badai;
mod balangan;
mod buruk;
mod cetak;
mod kalender;
mod kembaran;
mod kirim;
mod kontrak_wa;
mod kotak;
mod langkah;
mod mati;
mod openapi;
mod paket;
mod pdf;
mod pekanbaru;
mod pengingat;
mod pengiriman;
mod penyerahan;
mod percakapan;
mod proses;
mod rahasia;
mod readme;
mod sesi;
mod sinjai;
mod sop;
mod tautan;
mod teks;
mod versi;
