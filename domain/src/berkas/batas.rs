//! Every limit of a file, in one place.

use time::Duration;

/// Files larger than this are refused: 20 MB.
pub const BATAS_BERKAS: u64 = 20 * 1024 * 1024;
/// Pixels of a picture in either direction.
pub const SISI_GAMBAR: u32 = 10_000;
/// Pixels of a picture: the largest phone cameras, at full resolution.
pub const PIKSEL_GAMBAR: u64 = 50_000_000;
/// Pixels of the copy for viewing in either direction.
pub const SISI_TAMPILAN: u32 = 4_096;
/// Pixels of the thumbnail in either direction.
pub const SISI_CUPLIKAN: u32 = 320;
/// Pages of a PDF.
pub const HALAMAN_PDF: usize = 100;
/// Bytes that one part of a PDF, pictures aside, may unpack to.
pub const INFLASI_BAGIAN: u64 = 32 * 1024 * 1024;
/// Bytes that all parts of a PDF, pictures aside, may unpack to.
pub const INFLASI_PDF: u64 = 128 * 1024 * 1024;
/// Bytes that all pictures of a PDF may unpack to.
pub const INFLASI_GAMBAR: u64 = 512 * 1024 * 1024;

/// Bytes of each part of an upload in parts, the last one aside. S3 allows no smaller ones.
pub const UKURAN_BAGIAN: u64 = 5 * 1024 * 1024;
/// How long an announced upload is waited for.
pub const UMUR_PENGUMUMAN: Duration = Duration::hours(24);
/// How old an object that no row names must be before it is removed. Whoever stores an object commits the row that names
/// it well within this time, and never stores under the same key again.
pub const TENGGANG_YATIM: Duration = Duration::hours(1);
