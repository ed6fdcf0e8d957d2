//! Names: which variable, field, requirement or value is meant.

use cel::{
    common::ast::{Expr, LiteralValue},
    parser::Expression,
};

use super::{
    UngkapanSalah,
    salah::saran,
    tulis::tulis,
    variabel::{self, ISIAN, Jenis, VARIABEL, Variabel},
};
use crate::nilai::Kode;

/// Whether it is the variable of answers itself.
pub(super) fn adalah_isian(bagian: &Expression) -> bool {
    matches!(&bagian.expr, Expr::Ident(nama) if nama == ISIAN)
}

/// The text, when it is written out.
pub(super) fn teks_harfiah(bagian: &Expression) -> Option<&str> {
    match &bagian.expr {
        Expr::Literal(LiteralValue::String(teks)) => Some(teks.inner()),
        _ => None,
    }
}

/// The type of a variable without a dot.
pub(super) fn polos(nama: &str) -> Result<Jenis, UngkapanSalah> {
    let tak_lengkap =
        |pesan: String| Err(UngkapanSalah::baru("variabel_tidak_lengkap", nama, pesan));
    match variabel::cari(nama) {
        Some(variabel) if variabel.jenis == Jenis::PetaTeks => {
            tak_lengkap(format!("{nama} perlu kode isian, misalnya {nama}.alasan."))
        }
        Some(variabel) => Ok(variabel.jenis),
        None => {
            let anggota: Vec<_> = variabel::anggota(nama).map(|variabel| variabel.nama).collect();
            if anggota.is_empty() {
                Err(tak_dikenal(nama))
            } else {
                tak_lengkap(format!(
                    "{nama} tidak bisa dipakai sendiri; tulis {}.",
                    anggota.join(" atau ")
                ))
            }
        }
    }
}

/// The type of a member of a group.
pub(super) fn anggota(grup: &str, nama: &str) -> Result<Jenis, UngkapanSalah> {
    let lengkap = format!("{grup}.{nama}");
    if let Some(variabel) = variabel::cari(&lengkap) {
        return Ok(variabel.jenis);
    }
    if variabel::cari(grup).is_some() {
        let pesan = format!("{grup} tidak punya bagian {nama}; tulis {grup} saja.");
        return Err(UngkapanSalah::baru("variabel_tidak_dikenal", lengkap, pesan));
    }
    Err(tak_dikenal(&lengkap))
}

/// The fault of a name that is no variable.
pub(super) fn tak_dikenal(nama: &str) -> UngkapanSalah {
    let grup = nama.split_once('.').map_or(nama, |(grup, _)| grup);
    let mut calon: Vec<_> = variabel::anggota(grup).map(|variabel| variabel.nama).collect();
    if calon.is_empty() {
        calon.extend(VARIABEL.iter().map(|variabel| variabel.nama));
    }
    let teks = if nama.contains('.') || nama.len() > 48 {
        String::new()
    } else {
        format!(" Bila yang dimaksud teks, tulis \"{nama}\".")
    };
    let pesan = format!("Variabel {nama} tidak dikenal.{}{teks}", saran(nama, calon.into_iter()));
    UngkapanSalah::baru("variabel_tidak_dikenal", nama, pesan)
}

/// Refuses a code that the service does not declare.
pub(super) fn terdaftar(
    salah: &'static str,
    apa: &str,
    bagian: &Expression,
    kode: &str,
    daftar: &[Kode],
) -> Result<(), UngkapanSalah> {
    if daftar.iter().any(|ada| ada.as_str() == kode) {
        return Ok(());
    }
    let pesan = format!(
        "{apa} {kode} tidak ada pada layanan ini.{}",
        saran(kode, daftar.iter().map(Kode::as_str))
    );
    Err(UngkapanSalah::baru(salah, tulis(bagian), pesan))
}

/// Refuses what can never be a code.
pub(super) fn sah(
    salah: &'static str,
    apa: &str,
    bagian: &Expression,
    kode: &str,
) -> Result<(), UngkapanSalah> {
    Kode::parse(kode).map(drop).map_err(|galat| {
        let pesan = format!("{apa} \"{kode}\" tidak mungkin ada. {}", galat.pesan);
        UngkapanSalah::baru(salah, tulis(bagian), pesan)
    })
}

/// Refuses a written text that the variable can never be.
pub(super) fn pilihan(bagian: &Expression, nilai: &Expression) -> Result<(), UngkapanSalah> {
    let (Some(variabel), Some(teks)) = (tunggal(bagian), teks_harfiah(nilai)) else {
        return Ok(());
    };
    if variabel.pilihan.is_empty() || variabel.pilihan.contains(&teks) {
        return Ok(());
    }
    let pesan = format!(
        "{} tidak pernah \"{teks}\".{}",
        variabel.nama,
        saran(teks, variabel.pilihan.iter().copied())
    );
    Err(UngkapanSalah::baru("nilai_tidak_dikenal", tulis(nilai), pesan))
}

fn tunggal(bagian: &Expression) -> Option<&'static Variabel> {
    match &bagian.expr {
        Expr::Ident(nama) => variabel::cari(nama),
        _ => None,
    }
}
