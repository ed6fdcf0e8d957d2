//! What residents read about a service: what it asks for, and what they have given.

use super::{
    Kumpulan,
    kamus::{Kamus, penyerahan, permohonan as kata},
    kumpulan::kata_hubungan,
    pilihan::BATAS_TEKS,
    teks::potong,
};
use crate::{
    layanan::{Layanan, Perlakuan, RupaSyarat, Syarat, berlaku},
    outbox::IsiPesan,
    penyerahan::cara,
    ungkapan::KonteksUngkapan,
};

/// What a service asks for, with the first question.
pub fn mulai_layanan(kamus: &Kamus, layanan: &Layanan, konteks: &KonteksUngkapan) -> String {
    let nama = varian(layanan, konteks.varian.as_ref());
    let mut kepala =
        vec![format!("*{nama}*"), kamus.isi(&kata::BIAYA, &[("biaya", &layanan.biaya)])];
    if let Some(waktu) = layanan.janji_berlaku(konteks) {
        kepala.push(kamus.isi(&kata::LAMA_PROSES, &[("lama", &waktu.kalimat())]));
    }
    let mut bagian = vec![kepala.join("\n")];
    let daftar: Vec<String> = layanan
        .syarat_berlaku(konteks)
        .into_iter()
        .map(|syarat| {
            let bila_ada = if syarat.wajib { "" } else { kamus.pola(&kata::BILA_ADA) };
            format!("• {} {bila_ada}", lengkap(kamus, syarat)).trim_end().to_owned()
        })
        .collect();
    if !daftar.is_empty() {
        bagian.push(format!("{}\n{}", kamus.pola(&kata::SIAPKAN_FOTO), daftar.join("\n")));
    }
    // Conditions that do not hold yet may hold after the questions.
    let lain = layanan
        .syarat
        .iter()
        .any(|syarat| syarat.diunggah() && !berlaku(syarat.jika.as_ref(), konteks));
    if lain {
        bagian.push(kamus.kata(&kata::SYARAT_LAIN));
    }
    bagian.extend(dibawa(kamus, layanan, konteks));
    bagian.push(kamus.kata(&kata::TANYA_NAMA));
    bagian.join("\n\n")
}

/// The service's name with that of the variant.
fn varian(layanan: &Layanan, kode: Option<&crate::nilai::Kode>) -> String {
    match layanan.varian.iter().find(|satu| Some(&satu.kode) == kode) {
        Some(satu) => format!("{}: {}", layanan.nama, satu.nama),
        None => layanan.nama.clone(),
    }
}

/// A paper with its form and the papers that count instead.
fn lengkap(kamus: &Kamus, syarat: &Syarat) -> String {
    format!("{}{}", tanpa_pengganti(kamus, syarat), pengganti(kamus, syarat))
}

/// The papers that count instead.
fn pengganti(kamus: &Kamus, syarat: &Syarat) -> String {
    let atau = kamus.pola(&kata::ATAU);
    let semua: Vec<String> = syarat
        .pengganti
        .iter()
        .map(|satu| format!(" {atau} {}", berformulir(&satu.nama, satu.formulir.as_deref())))
        .collect();
    semua.concat()
}

/// A paper with its form.
fn tanpa_pengganti(kamus: &Kamus, syarat: &Syarat) -> String {
    let nama = berformulir(&syarat.nama, syarat.formulir.as_deref());
    match syarat.rupa {
        RupaSyarat::Asli => nama,
        RupaSyarat::Salinan => format!("{nama} {}", kamus.pola(&kata::SALINAN)),
        RupaSyarat::Legalisir => format!("{nama} {}", kamus.pola(&kata::SALINAN_LEGALISIR)),
    }
}

/// A name with the code of the official form, unless it says so itself.
fn berformulir(nama: &str, formulir: Option<&str>) -> String {
    match formulir.filter(|kode| !nama.contains(*kode)) {
        Some(kode) => format!("{nama} ({kode})"),
        None => nama.to_owned(),
    }
}

/// What is shown or withdrawn at the counter, and never asked for by chat (S-6).
fn dibawa(kamus: &Kamus, layanan: &Layanan, konteks: &KonteksUngkapan) -> Option<String> {
    let daftar: Vec<String> = layanan
        .syarat
        .iter()
        .filter(|syarat| !syarat.diunggah() && berlaku(syarat.jika.as_ref(), konteks))
        .map(|syarat| {
            let nama = lengkap(kamus, syarat);
            if syarat.perlakuan == Perlakuan::Tarik {
                format!("{nama} {}", kamus.pola(&kata::DITARIK))
            } else {
                nama
            }
        })
        .collect();
    let daftar = (!daftar.is_empty()).then(|| daftar.join(", "))?;
    Some(kamus.isi(&kata::DIBAWA, &[("daftar", &daftar)]))
}

/// The request for one paper.
pub fn minta_berkas(kamus: &Kamus, syarat: &Syarat, urutan: usize, dari: usize) -> String {
    let nama = tanpa_pengganti(kamus, syarat);
    let (urutan, dari) = (urutan.to_string(), dari.to_string());
    let isian = [("urutan", urutan.as_str()), ("dari", &dari), ("syarat", &nama)];
    let minta = kamus.isi(&kata::MINTA_BERKAS, &isian);
    let atau = pengganti(kamus, syarat);
    // What counts instead belongs into the sentence.
    let minta = match minta.strip_suffix('.') {
        Some(kalimat) if !atau.is_empty() => format!("{kalimat}{atau}."),
        _ => format!("{minta}{atau}"),
    };
    let mut baris = vec![minta];
    baris.extend(syarat.petunjuk.clone());
    if let Some(foto) = &syarat.foto {
        let latar = foto.latar.as_ref().map(|l| format!(", latar {l}")).unwrap_or_default();
        let ukuran = format!("{}{latar}", foto.ukuran);
        baris.push(kamus.isi(&kata::UKURAN_FOTO, &[("ukuran", &ukuran)]));
    }
    if !syarat.tanda_tangan.is_empty() {
        let siapa = syarat.tanda_tangan.join(", ");
        baris.push(kamus.isi(&kata::DITANDATANGANI, &[("siapa", &siapa)]));
    }
    if !syarat.wajib {
        baris.push(kamus.kata(&kata::BILA_TIDAK_ADA));
    }
    baris.join("\n")
}

/// The summary before sending.
pub fn ringkasan(
    kamus: &Kamus,
    kumpulan: &Kumpulan,
    layanan: &Layanan,
    konteks: &KonteksUngkapan,
) -> String {
    let (nama, jumlah) =
        (varian(layanan, konteks.varian.as_ref()), kumpulan.berkas.len().to_string());
    let isian = [
        ("layanan", nama.as_str()),
        ("nama", kumpulan.nama.as_deref().unwrap_or("-")),
        ("jumlah", &jumlah),
    ];
    let mut atas = vec![kamus.isi(&kata::RINGKASAN, &isian)];
    if let Some(wakil) = &kumpulan.wakil {
        let hubungan = kata_hubungan(wakil.hubungan, kamus);
        let isian = [("nama", wakil.nama.as_str()), ("hubungan", hubungan)];
        atas.push(kamus.isi(&kata::DIURUS_OLEH, &isian));
    }
    atas.extend(dibawa(kamus, layanan, konteks));
    for (kode, awal) in &kumpulan.serah {
        let Some(produk) = layanan.produk.iter().find(|satu| &satu.kode == kode) else { continue };
        let isian = [("dokumen", produk.nama.as_str()), ("cara", kamus.pola(cara(awal.saluran)))];
        atas.push(kamus.isi(&penyerahan::RINGKASAN_CARA, &isian));
    }
    let mut bawah = vec![kamus.kata(&kata::SUDAH_BENAR)];
    if kumpulan.wakil.is_none() {
        bawah.push(kamus.kata(&kata::MEWAKILI));
    }
    format!("{}\n\n{}", atas.join("\n"), bawah.join("\n"))
}

/// The summary with its two buttons; as plain text when it is too long for buttons.
pub fn konfirmasi(isi: &str, opsi: &[(String, String)]) -> IsiPesan {
    if isi.chars().count() <= 1_024 {
        IsiPesan::Tombol { isi: isi.to_owned(), tombol: opsi.to_vec() }
    } else {
        IsiPesan::Teks { isi: potong(isi, BATAS_TEKS) }
    }
}
