//! The business of Loket. Pure: no network, files, clock or randomness in here; they come through [`ports`].

pub mod akses;
pub mod aliran;
pub mod antrean;
pub mod audit;
pub mod cetak;
pub mod dokumen;
pub mod forum;
pub mod galat;
pub mod halaman;
pub mod id;
pub mod kalender;
pub mod laporan;
pub mod layanan;
pub mod loket;
pub mod nilai;
pub mod notifikasi;
pub mod outbox;
pub mod pemeriksaan;
pub mod penyerahan;
pub mod percakapan;
pub mod permohonan;
pub mod ports;
pub mod sop;
pub mod templat;
pub mod tenant;
pub mod ungkapan;
