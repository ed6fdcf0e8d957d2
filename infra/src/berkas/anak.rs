//! The child's side: limits first, then the file, then one answer.

use std::{
    io::{self, Read, Write},
    process::ExitCode,
};

use loket_domain::{
    berkas::{BATAS_BERKAS, HasilPeriksa, Penolakan},
    permohonan::TipeBerkas,
};
use rlimit::{Resource, setrlimit};

use super::{gambar, kabel, pdf};

/// The hidden word of the command line.
pub const PERINTAH: &str = "periksa-isi";
/// The exit code of a child that could not limit itself, and so read nothing.
pub(super) const TANPA_BATAS: u8 = 70;

const MIB: u64 = 1024 * 1024;
/// Seconds of processor time.
const CPU_DETIK: u64 = 12;
/// Limits of the child. Private memory is what a bomb takes; the address space also holds the program itself.
const BATAS: &[(Resource, u64)] = &[
    (Resource::DATA, 512 * MIB),
    (Resource::AS, 1536 * MIB),
    (Resource::CPU, CPU_DETIK),
    (Resource::CORE, 0),
    (Resource::FSIZE, 0),
    (Resource::NOFILE, 16),
    (Resource::NPROC, 0),
];

/// Reads a file from standard input, and writes what it is to standard output.
pub fn anak() -> ExitCode {
    for (sumber, batas) in BATAS {
        // Beyond the soft limit of time comes a signal of its own, which no kill from outside looks like.
        let keras = if *sumber == Resource::CPU { batas + 2 } else { *batas };
        if setrlimit(*sumber, *batas, keras).is_err() {
            return ExitCode::from(TANPA_BATAS);
        }
    }
    match layani(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn layani(masuk: impl Read, mut keluar: impl Write) -> io::Result<()> {
    let mut isi = Vec::new();
    // One byte more than may be shows that there is more.
    masuk.take(BATAS_BERKAS + 1).read_to_end(&mut isi)?;
    keluar.write_all(&kabel::tulis(&periksa_isi(&isi)))?;
    keluar.flush()
}

/// What the bytes are, or why they are refused. Only for a process that may die of it.
pub fn periksa_isi(isi: &[u8]) -> Result<HasilPeriksa, Penolakan> {
    if isi.len() as u64 > BATAS_BERKAS {
        return Err(Penolakan::TerlaluBesar);
    }
    if isi.starts_with(b"\xff\xd8\xff") {
        gambar::periksa(TipeBerkas::Jpeg, isi)
    } else if isi.starts_with(b"\x89PNG\r\n\x1a\n") {
        gambar::periksa(TipeBerkas::Png, isi)
    } else if isi.starts_with(b"%PDF-") {
        pdf::periksa(isi)
    } else {
        Err(Penolakan::BukanJpegPngPdf)
    }
}
