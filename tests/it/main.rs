//! The integration tests: one binary over real PostgreSQL, S3, HTTP and both simulators.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test that cannot be set up has to stop, and the simulators go by the clock of this machine"
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
mod jejak;
mod kalender;
mod kartu;
mod kembaran;
mod kirim;
mod klien;
mod kode_nomor;
mod kontrak_wa;
mod kotak;
mod langganan;
mod langkah;
mod laporan;
mod loket;
mod loket_chat;
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
mod petugas;
mod privasi;
mod proses;
mod rahasia;
mod readme;
mod serah_kantor;
mod serah_lewat;
mod serah_mati;
mod serah_pilih;
mod sesi;
mod sinjai;
mod sop;
mod status;
mod susulan;
mod tautan;
mod teks;
mod token;
mod tte;
mod verifikasi;
mod versi;
