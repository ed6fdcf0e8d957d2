//! Going on after a pause: where the conversation stood, told once more, and what the resident wants to do about it.

use super::{
    Efek, KeadaanAlur, KonteksAlur, LetakMenu, Masukan, StatusKasusWarga, VERSI_ALUR,
    alur::{self, balas, sapa},
    baca,
    kamus::{Kamus, percakapan, permohonan},
    kumpul, menu,
    pilihan::tawarkan,
    tautan, teks,
};
use crate::outbox::IsiPesan;

/// Whether a conversation is in the middle of something that a resident may have forgotten after a day.
pub(super) fn di_tengah(keadaan: &KeadaanAlur) -> bool {
    matches!(
        keadaan,
        KeadaanAlur::Mengumpulkan(_) | KeadaanAlur::Melengkapi { .. } | KeadaanAlur::Menjawab(_)
    )
}

fn opsi(kamus: &Kamus) -> Vec<(String, String)> {
    [
        ("ya", &percakapan::TOMBOL_LANJUTKAN),
        ("ulang", &percakapan::TOMBOL_MULAI_LAGI),
        ("petugas", &percakapan::TOMBOL_PETUGAS),
    ]
    .map(|(kode, nama)| (format!("{VERSI_ALUR}:lanjut:{kode}"), kamus.kata(nama)))
    .into()
}

/// Tells where the conversation stood and asks how to go on.
pub(super) fn tawarkan_lanjut(
    lalu: KeadaanAlur,
    gagal: u8,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    let kamus = konteks.kamus;
    let cara = kamus.pola(&permohonan::PILIH_ATAU_KETIK);
    let isi = tawarkan(kamus, &di_mana(&lalu, konteks), &opsi(kamus), cara);
    (KeadaanAlur::Lanjut { lalu: Box::new(lalu), gagal }, vec![Efek::Balas(isi)])
}

/// One sentence on where a conversation stands.
fn di_mana(keadaan: &KeadaanAlur, konteks: &KonteksAlur<'_>) -> String {
    let kata = konteks.kamus;
    match keadaan {
        KeadaanAlur::Mengumpulkan(kumpulan) => {
            let layanan = konteks.layanan.iter().find(|satu| satu.kode == kumpulan.layanan);
            let nama = layanan.map_or("-", |satu| satu.nama.as_str());
            let jumlah = kumpulan.berkas.len().to_string();
            kata.isi(&percakapan::TERAKHIR_MENGISI, &[("layanan", nama), ("jumlah", &jumlah)])
        }
        KeadaanAlur::Melengkapi { permohonan, jumlah } => {
            let kasus = konteks.kasus.iter().find(|satu| satu.id == *permohonan);
            let nomor = kasus.map_or("-", |satu| satu.nomor.as_str());
            let jumlah = jumlah.to_string();
            kata.isi(&percakapan::TERAKHIR_MELENGKAPI, &[("nomor", nomor), ("jumlah", &jumlah)])
        }
        KeadaanAlur::Menjawab(minta) => {
            let kasus = alur::ditanya(konteks).find(|(_, satu)| satu.tugas == minta.tugas);
            let nomor = kasus.map_or("-", |(kasus, _)| kasus.nomor.as_str());
            kata.isi(&percakapan::TERAKHIR_DITANYA, &[("nomor", nomor)])
        }
        _ => kata.kata(&percakapan::PILIH_LAYANAN),
    }
}

/// The answer to the question whether to go on.
pub(super) fn jawab(
    lalu: KeadaanAlur,
    gagal: u8,
    masukan: &Masukan,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    let opsi = opsi(konteks.kamus);
    let dipilih = match masukan {
        // A photo, or the page, says by itself that the resident goes on.
        Masukan::Berkas { .. } | Masukan::Halaman(_) => {
            return alur::langkah(lalu, masukan, konteks);
        }
        Masukan::Pilihan(id) => opsi.iter().position(|(satu, _)| satu == id),
        Masukan::Teks(jawaban) => {
            let nama: Vec<&str> = opsi.iter().map(|(_, nama)| nama.as_str()).collect();
            baca::dipilih(jawaban, &nama).or_else(|| baca::ya(jawaban).then_some(0))
        }
        Masukan::Lain => None,
    };
    match dipilih {
        Some(0) => ulangi(lalu, konteks, konteks.kamus.pola(&percakapan::BAIK_LANJUT)),
        Some(1) => sapa(konteks),
        Some(2) => alur::ke_petugas(),
        // Whoever answers the question itself instead of the buttons has gone on already.
        _ if gagal > 0 => alur::langkah(lalu, masukan, konteks),
        _ => tawarkan_lanjut(lalu, gagal + 1, konteks),
    }
}

/// The question of the present state once more, below a sentence.
pub(super) fn ulangi(
    keadaan: KeadaanAlur,
    konteks: &KonteksAlur<'_>,
    pembuka: &str,
) -> (KeadaanAlur, Vec<Efek>) {
    match keadaan {
        KeadaanAlur::Mengumpulkan(_) => kumpul::lanjutkan(keadaan, konteks, pembuka),
        KeadaanAlur::Melengkapi { permohonan, .. } => {
            let kasus = konteks.kasus.iter().find(|satu| satu.id == permohonan && satu.menunggu);
            match kasus {
                Some(kasus) => (keadaan, vec![minta_melengkapi(kasus, konteks, pembuka)]),
                None => sapa(konteks),
            }
        }
        KeadaanAlur::Menjawab(minta) => minta.ulangi(konteks),
        KeadaanAlur::PilihLayanan { gagal, letak, titipan } => {
            let isi = menu::daftar(&letak, konteks, pembuka);
            (KeadaanAlur::PilihLayanan { gagal, letak, titipan }, vec![Efek::Balas(isi)])
        }
        KeadaanAlur::Lanjut { lalu, .. } => ulangi(*lalu, konteks, pembuka),
        KeadaanAlur::MemilihSerah(minta) => minta.ulangi(konteks, pembuka),
        lain @ (KeadaanAlur::Awal | KeadaanAlur::Petugas) => (lain, balas(pembuka)),
    }
}

/// The request for what a case lacks: by link, or in the chat where the office takes it there.
pub(super) fn minta_melengkapi(
    kasus: &StatusKasusWarga,
    konteks: &KonteksAlur<'_>,
    pembuka: &str,
) -> Efek {
    if tautan::melengkapi_lewat_tautan(konteks.kata.tangkap_bawaan) {
        return tautan::ulangi_melengkapi(kasus.id, konteks, pembuka);
    }
    let isi = teks::mulai_melengkapi(konteks.kamus, &kasus.nomor, &kasus.kalimat);
    let pemisah = if pembuka.is_empty() { "" } else { "\n\n" };
    Efek::Balas(IsiPesan::Teks { isi: format!("{pembuka}{pemisah}{isi}") })
}

/// What the word LANJUTKAN means: the present question again, or what a case waits for.
pub(super) fn kata_lanjut(
    keadaan: KeadaanAlur,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    let menganggur = matches!(
        keadaan,
        KeadaanAlur::Awal | KeadaanAlur::PilihLayanan { .. } | KeadaanAlur::Petugas
    );
    if !menganggur {
        return ulangi(keadaan, konteks, konteks.kamus.pola(&percakapan::BAIK_LANJUT));
    }
    if let Some(kasus) = konteks.kasus.iter().find(|kasus| kasus.menunggu) {
        let keadaan = KeadaanAlur::Melengkapi { permohonan: kasus.id, jumlah: 0 };
        return (keadaan, vec![minta_melengkapi(kasus, konteks, "")]);
    }
    alur::status(keadaan, konteks)
}

/// The menu while photos wait that came before a service was chosen.
pub(super) fn titip(
    titipan: Vec<crate::permohonan::BerkasId>,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    let letak = LetakMenu::default();
    let jumlah = titipan.len().to_string();
    let disimpan = konteks.kamus.isi(&percakapan::TITIPAN, &[("jumlah", &jumlah)]);
    let pembuka = format!("{}\n\n{disimpan}", teks::salam(konteks));
    let isi: IsiPesan = menu::daftar(&letak, konteks, &pembuka);
    let mut efek = vec![Efek::Balas(isi)];
    if konteks.perlu_pemberitahuan {
        efek.push(Efek::CatatPemberitahuan);
    }
    (KeadaanAlur::PilihLayanan { gagal: 0, letak, titipan }, efek)
}
