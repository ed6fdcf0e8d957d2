//! `sop`: check, simulate and print the SOPs of a pack before anybody works by them.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use loket_domain::{
    cetak::{PencetakPdf, html, lembar_sop},
    kalender::Clock,
    sop::{Akhir, Jalur, Langkah, simulasikan},
    tenant::Paket,
};
use loket_infra::{cetak::PdfHelvetica, crypto::SystemClock};

use super::{
    Gagal,
    berkas::{baca_berkas, periksa},
};

/// SOPs of a pack.
#[derive(Debug, Subcommand)]
pub enum SopCmd {
    /// Check a pack: every fault with its place and the path that shows it.
    Check(Berkas),
    /// Simulate its SOPs: paths, working time per path, load per role.
    Simulate(Simulate),
    /// Print one of its SOPs as an SOP-AP sheet.
    Print(Print),
}

/// A pack.
#[derive(Debug, Args)]
pub struct Berkas {
    /// The pack, YAML.
    #[arg(value_name = "FILE")]
    paket: PathBuf,
}

/// What to simulate.
#[derive(Debug, Args)]
pub struct Simulate {
    /// The pack, YAML.
    #[arg(value_name = "FILE")]
    paket: PathBuf,
    /// Only this SOP.
    #[arg(long, value_name = "KODE")]
    sop: Option<String>,
    /// How many paths to print per SOP.
    #[arg(long, default_value_t = 20)]
    jalur: usize,
}

/// What to print, and where.
#[derive(Debug, Args)]
pub struct Print {
    /// The pack, YAML.
    #[arg(value_name = "FILE")]
    paket: PathBuf,
    /// Which SOP.
    #[arg(long, value_name = "KODE")]
    sop: String,
    /// Kind of file.
    #[arg(long, value_enum, default_value_t = Format::Pdf)]
    format: Format,
    /// The file to write; an existing one is replaced.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Kinds of file that are printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// PDF, A4.
    Pdf,
    /// One HTML page.
    Html,
}

impl SopCmd {
    /// Does it.
    pub fn jalankan(self) -> Result<(), Gagal> {
        match self {
            Self::Check(berkas) => {
                let paket = baca_berkas(&berkas.paket)?;
                periksa(&paket)?;
                sebut_sehat(&paket);
                Ok(())
            }
            Self::Simulate(simulate) => {
                let paket = baca_berkas(&simulate.paket)?;
                periksa(&paket)?;
                sebut_sehat(&paket);
                simulate.cetak(&paket)
            }
            Self::Print(print) => print.cetak(&baca_berkas(&print.paket)?),
        }
    }
}

fn sebut_sehat(paket: &Paket) {
    println!(
        "{}: {} SOP dan {} layanan tanpa cacat",
        paket.tenant.slug,
        paket.sop.len(),
        paket.layanan.len()
    );
}

impl Print {
    /// A pack with faults is printed too: people correct a draft on paper.
    fn cetak(&self, paket: &Paket) -> Result<(), Gagal> {
        let definisi = paket
            .sop
            .iter()
            .find(|sop| sop.kode.as_str() == self.sop)
            .ok_or_else(|| Gagal::kata("SOP itu tidak ada dalam paket"))?;
        let peran = paket.peran.iter().map(|peran| (peran.kode.clone(), peran.nama.clone()));
        let lembar = lembar_sop(definisi, &paket.tenant.nama, &peran.collect());
        let isi = match self.format {
            Format::Pdf => PdfHelvetica.cetak(&lembar, SystemClock.now()),
            Format::Html => html(&lembar).into_bytes(),
        };
        std::fs::write(&self.out, isi)
            .map_err(|galat| Gagal::kata(format!("{}: {galat}", self.out.display())))?;
        println!("{} ({}) tercetak di {}", definisi.nama, definisi.kode, self.out.display());
        Ok(())
    }
}

impl Simulate {
    fn cetak(&self, paket: &Paket) -> Result<(), Gagal> {
        let cocok = |kode: &str| self.sop.as_ref().is_none_or(|sop| sop == kode);
        let dipilih: Vec<_> = paket.sop.iter().filter(|sop| cocok(sop.kode.as_str())).collect();
        if dipilih.is_empty() {
            return Err(Gagal::kata("SOP itu tidak ada dalam paket"));
        }
        for definisi in dipilih {
            let hasil = simulasikan(definisi);
            let lebih = if hasil.terpotong { " atau lebih" } else { "" };
            println!("\n{} ({}): {} jalur{lebih}", definisi.nama, definisi.kode, hasil.jalur.len());
            if let Some((paling_cepat, paling_lama)) = hasil.rentang_selesai() {
                println!(
                    "  selesai dalam {paling_cepat} sampai {paling_lama} menit kerja menurut mutu baku"
                );
            }
            for jalur in hasil.jalur.iter().take(self.jalur) {
                println!("  {}", kalimat(jalur));
            }
            if hasil.jalur.len() > self.jalur {
                println!("  … {} jalur lagi; pakai --jalur", hasil.jalur.len() - self.jalur);
            }
            for (peran, menit) in &hasil.beban {
                println!("  beban {peran}: {menit} menit pada jalur terpanjang");
            }
        }
        Ok(())
    }
}

fn kalimat(jalur: &Jalur) -> String {
    let akhir = match jalur.akhir {
        Akhir::Selesai => "selesai",
        Akhir::Ditolak => "ditolak",
        Akhir::Dibatalkan => "dibatalkan",
    };
    let hari = match jalur.hari_kerja {
        0 => String::new(),
        n => format!(" dan {n} hari kerja"),
    };
    let langkah: Vec<String> = jalur.langkah.iter().map(nama).collect();
    format!("[{akhir}, {} menit{hari}] {}", jalur.menit, langkah.join(" -> "))
}

fn nama(langkah: &Langkah) -> String {
    match (&langkah.tahap, &langkah.keputusan) {
        (Some(tahap), Some(keputusan)) => match langkah.level {
            Some(level) => format!("{tahap}/{}: {keputusan}", level + 1),
            None => format!("{tahap}: {keputusan}"),
        },
        _ => "pemohon melengkapi".to_owned(),
    }
}
