//! What residents read about a service: what it asks for, and what they have given.

use super::{
    Kumpulan,
    kumpulan::kata_hubungan,
    pilihan::BATAS_TEKS,
    teks::{TANYA_NAMA, potong},
};
use crate::{
    layanan::{Layanan, Perlakuan, RupaSyarat, Syarat, berlaku},
    outbox::IsiPesan,
    ungkapan::KonteksUngkapan,
};

/// The question for the variant.
pub fn tanya_varian(layanan: &Layanan) -> String {
    format!("*{}*\nUntuk keperluan yang mana?", layanan.nama)
}

/// What a service asks for, with the first question.
pub fn mulai_layanan(layanan: &Layanan, konteks: &KonteksUngkapan) -> String {
    let daftar: Vec<String> = layanan
        .syarat_berlaku(konteks)
        .into_iter()
        .map(|syarat| {
            format!("• {}{}", lengkap(syarat), if syarat.wajib { "" } else { " (bila ada)" })
        })
        .collect();
    let syarat = if daftar.is_empty() {
        String::new()
    } else {
        format!("\nSiapkan foto asli:\n{}\n", daftar.join("\n"))
    };
    // Conditions that do not hold yet may hold after the questions.
    let lain = layanan
        .syarat
        .iter()
        .any(|syarat| syarat.diunggah() && !berlaku(syarat.jika.as_ref(), konteks));
    let lain = if lain { "\nSyarat lain mungkin diminta sesuai jawaban Anda.\n" } else { "" };
    let dibawa = dibawa(layanan, konteks).map(|teks| format!("\n{teks}\n")).unwrap_or_default();
    let janji = layanan
        .janji_berlaku(konteks)
        .map(|waktu| format!("\nLama proses: {}.", waktu.kalimat()))
        .unwrap_or_default();
    let nama = varian(layanan, konteks.varian.as_ref());
    format!("*{nama}*\nBiaya: {}.{janji}{syarat}{lain}{dibawa}\n{TANYA_NAMA}", layanan.biaya)
}

/// The service's name with that of the variant.
fn varian(layanan: &Layanan, kode: Option<&crate::nilai::Kode>) -> String {
    match layanan.varian.iter().find(|satu| Some(&satu.kode) == kode) {
        Some(satu) => format!("{}: {}", layanan.nama, satu.nama),
        None => layanan.nama.clone(),
    }
}

/// A paper with its form and the papers that count instead.
fn lengkap(syarat: &Syarat) -> String {
    format!("{}{}", tanpa_pengganti(syarat), pengganti(syarat))
}

/// The papers that count instead.
fn pengganti(syarat: &Syarat) -> String {
    let semua: Vec<String> = syarat
        .pengganti
        .iter()
        .map(|satu| format!(" atau {}", berformulir(&satu.nama, satu.formulir.as_deref())))
        .collect();
    semua.concat()
}

/// A paper with its form.
fn tanpa_pengganti(syarat: &Syarat) -> String {
    let rupa = match syarat.rupa {
        RupaSyarat::Asli => "",
        RupaSyarat::Salinan => " (salinan)",
        RupaSyarat::Legalisir => " (salinan legalisir)",
    };
    format!("{}{rupa}", berformulir(&syarat.nama, syarat.formulir.as_deref()))
}

/// A name with the code of the official form, unless it says so itself.
fn berformulir(nama: &str, formulir: Option<&str>) -> String {
    match formulir.filter(|kode| !nama.contains(*kode)) {
        Some(kode) => format!("{nama} ({kode})"),
        None => nama.to_owned(),
    }
}

/// What is shown or withdrawn at the counter, and never asked for by chat (S-6).
fn dibawa(layanan: &Layanan, konteks: &KonteksUngkapan) -> Option<String> {
    let daftar: Vec<String> = layanan
        .syarat
        .iter()
        .filter(|syarat| !syarat.diunggah() && berlaku(syarat.jika.as_ref(), konteks))
        .map(|syarat| {
            let ditarik = if syarat.perlakuan == Perlakuan::Tarik { " (ditarik)" } else { "" };
            format!("{}{ditarik}", lengkap(syarat))
        })
        .collect();
    (!daftar.is_empty()).then(|| format!("Dibawa saat pengambilan: {}.", daftar.join(", ")))
}

/// The request for one paper.
pub fn minta_berkas(syarat: &Syarat, urutan: usize, dari: usize) -> String {
    let petunjuk = syarat.petunjuk.as_ref().map(|p| format!("\n{p}")).unwrap_or_default();
    let pas_foto = syarat
        .foto
        .as_ref()
        .map(|foto| {
            let latar = foto.latar.as_ref().map(|l| format!(", latar {l}")).unwrap_or_default();
            format!("\nUkuran {}{latar}.", foto.ukuran)
        })
        .unwrap_or_default();
    let tanda_tangan = if syarat.tanda_tangan.is_empty() {
        String::new()
    } else {
        format!("\nDitandatangani {}.", syarat.tanda_tangan.join(", "))
    };
    let lewati = if syarat.wajib { "" } else { "\nBila tidak ada, balas LEWATI." };
    let nama = tanpa_pengganti(syarat);
    format!(
        "({urutan}/{dari}) Kirim foto *{nama}*{}.{petunjuk}{pas_foto}{tanda_tangan}{lewati}",
        pengganti(syarat),
    )
}

/// The summary before sending.
pub fn ringkasan(kumpulan: &Kumpulan, layanan: &Layanan, konteks: &KonteksUngkapan) -> String {
    let wakil = kumpulan
        .wakil
        .as_ref()
        .map(|wakil| format!("\nDiurus oleh: {} ({})", wakil.nama, kata_hubungan(wakil.hubungan)))
        .unwrap_or_default();
    let dibawa = dibawa(layanan, konteks).map(|teks| format!("\n{teks}")).unwrap_or_default();
    let mewakili =
        if kumpulan.wakil.is_none() { "\nMengurus untuk orang lain? Balas WAKIL." } else { "" };
    format!(
        "*{}*\nNama: {}{wakil}\nBerkas: {} foto/PDF{dibawa}\n\nSudah benar? Balas KIRIM atau BATAL.{mewakili}",
        varian(layanan, konteks.varian.as_ref()),
        kumpulan.nama.as_deref().unwrap_or("-"),
        kumpulan.berkas.len(),
    )
}

/// The summary with its two buttons; as plain text when it is too long for buttons.
pub fn konfirmasi(isi: &str, opsi: &[(String, String)]) -> IsiPesan {
    if isi.chars().count() <= 1_024 {
        IsiPesan::Tombol { isi: isi.to_owned(), tombol: opsi.to_vec() }
    } else {
        IsiPesan::Teks { isi: potong(isi, BATAS_TEKS) }
    }
}
