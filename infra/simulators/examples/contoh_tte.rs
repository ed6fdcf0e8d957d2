//! Writes signed samples and their trust anchor into a folder, for pdfsig and pyHanko to judge.
//!
//! `p256.pdf`, `rsa.pdf`, `sub.pdf` and `dua.pdf` must be valid and cover the entire file; `diubah.pdf` must not.

use std::{env, error::Error, fs, path::PathBuf};

use loket_simulators::{
    bsre::{
        Authority, SignatureOptions, SimKey, Visible, sign_pdf, sign_pdf_with, with_other_text,
    },
    contoh_pdf,
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).map(PathBuf::from).ok_or("usage: contoh_tte FOLDER")?;
    fs::create_dir_all(&folder)?;
    let root = Authority::new()?;
    let sub = root.subordinate()?;
    fs::write(folder.join("ca.pem"), root.pem()?)?;

    let draft = contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["Nama: SITI AMINAH", "Tempat: Bantul"]);
    let invisible = SignatureOptions::default();
    let visible = SignatureOptions {
        reason: "Pengesahan kutipan".to_owned(),
        location: "Bantul".to_owned(),
        visible: Some(Visible::text(1, [300.0, 650.0, 220.0, 60.0])),
        ..SignatureOptions::default()
    };
    let kadis = |authority: &Authority, key| {
        authority.issue("3402014107800001", "Dra. SRI WAHYUNI, M.Si", key)
    };
    let first = sign_pdf_with(&draft, &kadis(&root, SimKey::P256)?, &invisible)?;
    let rsa = sign_pdf_with(&draft, &kadis(&root, SimKey::Rsa3072)?, &visible)?;
    let chained = sign_pdf_with(&draft, &kadis(&sub, SimKey::P256)?, &visible)?;
    let second = root.issue("3402011203750002", "Drs. BUDI", SimKey::P256)?;

    fs::write(folder.join("dua.pdf"), sign_pdf(&first, &second)?)?;
    fs::write(folder.join("diubah.pdf"), with_other_text(&first)?)?;
    fs::write(folder.join("p256.pdf"), first)?;
    fs::write(folder.join("rsa.pdf"), rsa)?;
    fs::write(folder.join("sub.pdf"), chained)?;
    Ok(())
}
