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
mod berkas;
mod buruk;
mod cetak;
mod dokumen;
mod gangguan;
mod kalender;
mod kartu;
mod kembaran;
mod kirim;
mod kontrak_wa;
mod kotak;
mod langkah;
mod laporan;
mod loket;
mod mati;
mod matriks;
mod meja_tte;
mod musuh;
mod openapi;
mod paket;
mod pdf;
mod pdf_matriks;
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
mod tte;
mod verifikasi;
mod versi;
