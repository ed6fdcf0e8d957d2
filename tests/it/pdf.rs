//! Judging signed PDFs with tools that are not ours.

use std::{fs, path::Path, process::Command};

use loket_domain::id::IdSource;
use loket_infra::crypto::SystemIds;
use loket_tests::server::SERVER;

/// SHA-256 as lower-case hex.
pub fn sha256(isi: &[u8]) -> String {
    hex::encode(ring::digest::digest(&ring::digest::SHA256, isi))
}

/// pdfsig and pyHanko must call the signature valid, trusted, and covering the whole file. On a developer's machine
/// without them the check is left out, and said so; with `CI` set they must be there.
pub fn periksa_dengan_alat_luar(pdf: &[u8], ca_pem: &str) {
    let dir = SERVER.dir.join(format!("pdf-{}", SystemIds.acak_hex(6)));
    fs::create_dir_all(&dir).unwrap();
    let (berkas, ca) = (dir.join("isi.pdf"), dir.join("ca.pem"));
    fs::write(&berkas, pdf).unwrap();
    fs::write(&ca, ca_pem).unwrap();
    let wajib = std::env::var_os("CI").is_some();
    if tersedia("pdfsig") && tersedia("certutil") {
        pdfsig(&berkas, &ca, &dir);
    } else {
        assert!(!wajib, "pdfsig dan certutil tidak terpasang (poppler-utils, libnss3-tools)");
        eprintln!("dilewati: pdfsig atau certutil tidak terpasang");
    }
    if let Some(pyhanko) = std::env::var_os("LOKET_UJI_PYHANKO") {
        hanko(Path::new(&pyhanko), &berkas, &ca);
    } else {
        assert!(!wajib, "LOKET_UJI_PYHANKO tidak diisi");
        eprintln!("dilewati: LOKET_UJI_PYHANKO tidak diisi");
    }
}

/// Whether a program is on the path.
pub fn tersedia(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|jalur| std::env::split_paths(&jalur).any(|dir| dir.join(program).exists()))
}

fn jalankan(perintah: &mut Command) -> String {
    let hasil = perintah.output().expect("program");
    let teks = format!(
        "{}{}",
        String::from_utf8_lossy(&hasil.stdout),
        String::from_utf8_lossy(&hasil.stderr)
    );
    assert!(hasil.status.success(), "{perintah:?}: {teks}");
    teks
}

/// A store of certificates, as pdfsig reads it, that trusts this authority.
pub fn nss(ca: &Path, dir: &Path) -> String {
    let nss = format!("sql:{}", dir.join("nss").display());
    fs::create_dir_all(dir.join("nss")).unwrap();
    jalankan(Command::new("certutil").args(["-d", &nss, "-N", "--empty-password"]));
    jalankan(
        Command::new("certutil")
            .args(["-d", &nss, "-A", "-n", "loket-sim", "-t", "CT,CT,CT", "-i"])
            .arg(ca),
    );
    nss
}

fn pdfsig(berkas: &Path, ca: &Path, dir: &Path) {
    let nss = nss(ca, dir);
    let teks = jalankan(Command::new("pdfsig").args(["-nssdir", &nss]).arg(berkas));
    for kata in ["Signature is Valid", "Certificate is Trusted", "Total document signed"] {
        assert!(teks.contains(kata), "pdfsig tidak berkata {kata}: {teks}");
    }
    assert!(!teks.contains("Not total document signed"), "{teks}");
}

fn hanko(pyhanko: &Path, berkas: &Path, ca: &Path) {
    let teks = jalankan(
        Command::new(pyhanko)
            .args(["sign", "validate", "--trust-replace", "--pretty-print", "--trust"])
            .arg(ca)
            .arg(berkas),
    );
    for kata in ["covers the entire file", "judged VALID"] {
        assert!(teks.contains(kata), "pyHanko tidak berkata {kata}: {teks}");
    }
}
