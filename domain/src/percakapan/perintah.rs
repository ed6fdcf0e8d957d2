//! Words that work at every step of the conversation.

use super::{
    Efek, KeadaanAlur, KonteksAlur, Masukan, MintaJawaban, NiatSerah, VERSI_ALUR,
    alur::{balas, ditanya, ke_petugas, sapa, status},
    bahasa,
    kamus::{kabar, percakapan, permohonan},
    kumpul, lanjut,
};
use crate::hak_subjek::JenisHak;

/// Words that work at every step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KataUmum {
    Menu,
    Status,
    Batal,
    Petugas,
    Lengkapi,
    Jawab,
    Lanjut,
    Berhenti,
    Mulai,
    Bahasa,
    Ambil,
    DataSaya,
    HapusData,
    TarikPersetujuan,
}

/// Whether KIRIM asks for the way to receive a product: only where nothing else is to be sent.
pub(super) fn minta_kirim(keadaan: &KeadaanAlur, masukan: &Masukan) -> bool {
    let menganggur = matches!(keadaan, KeadaanAlur::Awal | KeadaanAlur::PilihLayanan { .. });
    let Masukan::Teks(teks) = masukan else { return false };
    menganggur && teks.trim().eq_ignore_ascii_case("kirim")
}

/// The word, typed or tapped, when it is one.
pub(super) fn kata_umum(masukan: &Masukan) -> Option<KataUmum> {
    let teks = match masukan {
        Masukan::Teks(teks) => teks.trim().to_lowercase(),
        Masukan::Pilihan(id) => match id.strip_prefix(&format!("{VERSI_ALUR}:kata:"))? {
            // The quick reply of a template; as a typed word it would be an answer to many questions.
            "lanjut" => "lanjutkan".to_owned(),
            kata => kata.to_owned(),
        },
        _ => return None,
    };
    match teks.as_str() {
        "menu" | "0" => Some(KataUmum::Menu),
        "mulai" => Some(KataUmum::Mulai),
        "berhenti" | "stop" => Some(KataUmum::Berhenti),
        "lanjutkan" => Some(KataUmum::Lanjut),
        "bahasa" => Some(KataUmum::Bahasa),
        "data saya" => Some(KataUmum::DataSaya),
        "hapus data" => Some(KataUmum::HapusData),
        "tarik persetujuan" => Some(KataUmum::TarikPersetujuan),
        "status" => Some(KataUmum::Status),
        "batal" => Some(KataUmum::Batal),
        "petugas" | "operator" | "bantuan" => Some(KataUmum::Petugas),
        "lengkapi" => Some(KataUmum::Lengkapi),
        "jawab" => Some(KataUmum::Jawab),
        "ambil" => Some(KataUmum::Ambil),
        _ => None,
    }
}

/// Does what a word asks for.
pub(super) fn jalankan(
    keadaan: KeadaanAlur,
    kata: KataUmum,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    match kata {
        KataUmum::Menu => sapa(konteks),
        KataUmum::Mulai => {
            let (keadaan, mut efek) = sapa(konteks);
            if konteks.berhenti {
                efek.insert(0, Efek::TerimaKabar(true));
            }
            (keadaan, efek)
        }
        KataUmum::Berhenti => {
            let mut efek = vec![Efek::TerimaKabar(false)];
            efek.extend(balas(konteks.kamus.kata(&percakapan::BERHENTI)));
            (keadaan, efek)
        }
        KataUmum::Bahasa => (keadaan, vec![Efek::Balas(bahasa::tawarkan_bahasa(konteks))]),
        KataUmum::DataSaya => (keadaan, vec![Efek::HakSubjek(JenisHak::Salinan)]),
        KataUmum::HapusData => (keadaan, vec![Efek::HakSubjek(JenisHak::Penghapusan)]),
        KataUmum::TarikPersetujuan => (keadaan, vec![Efek::HakSubjek(JenisHak::Penarikan)]),
        KataUmum::Lanjut => lanjut::kata_lanjut(keadaan, konteks),
        KataUmum::Status => status(keadaan, konteks),
        KataUmum::Batal => match terbuka(keadaan) {
            KeadaanAlur::Mengumpulkan(_) => {
                (KeadaanAlur::Awal, balas(konteks.kamus.kata(&percakapan::DIBATALKAN)))
            }
            KeadaanAlur::Menjawab(minta) => kumpul::lanjutkan(
                *minta.lalu,
                konteks,
                konteks.kamus.pola(&kabar::JAWABAN_DIBATALKAN),
            ),
            KeadaanAlur::MemilihSerah(minta) => minta.batal(konteks),
            lain => (lain, balas(konteks.kamus.kata(&percakapan::TIDAK_ADA_YANG_DIBATALKAN))),
        },
        KataUmum::Ambil => (keadaan, vec![Efek::Serah(NiatSerah::default())]),
        KataUmum::Petugas => ke_petugas(),
        KataUmum::Jawab => match ditanya(konteks).next() {
            Some((kasus, langkah)) => {
                let isi = langkah.pesan(konteks.kamus, &kasus.nomor, &permohonan::PILIH_ATAU_KETIK);
                let minta = MintaJawaban::baru(langkah.tugas, keadaan);
                (KeadaanAlur::Menjawab(minta), vec![Efek::Balas(isi)])
            }
            None => (keadaan, balas(konteks.kamus.kata(&kabar::TIDAK_ADA_YANG_DITANYA))),
        },
        KataUmum::Lengkapi => match konteks.kasus.iter().find(|kasus| kasus.menunggu) {
            Some(kasus) => (
                KeadaanAlur::Melengkapi { permohonan: kasus.id, jumlah: 0 },
                vec![lanjut::minta_melengkapi(kasus, konteks, "")],
            ),
            None => (keadaan, balas(konteks.kamus.kata(&kabar::TIDAK_ADA_YANG_KURANG))),
        },
    }
}

/// What a pause interrupted.
fn terbuka(keadaan: KeadaanAlur) -> KeadaanAlur {
    match keadaan {
        KeadaanAlur::Lanjut { lalu, .. } => *lalu,
        lain => lain,
    }
}
