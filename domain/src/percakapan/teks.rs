//! What residents read, composed from the office's words.

use super::{
    KonteksAlur, StatusKasusWarga,
    kamus::{Kamus, kabar, penyerahan, percakapan, permohonan as kata},
    pilihan::BATAS_TEKS,
};
use crate::{
    kalender::{Kalender, ZonaWaktu, tulis_saat},
    permohonan::Permohonan,
    sop::{Akhir, Catatan, KeadaanKasus, StatusKasus},
};

/// The greeting.
pub fn salam(konteks: &KonteksAlur<'_>) -> String {
    let salam = konteks.kamus.kata(&percakapan::SALAM);
    if konteks.perlu_pemberitahuan {
        format!("{salam}\n\n{}", konteks.kamus.pola(&percakapan::PEMBERITAHUAN_DATA))
    } else {
        salam
    }
}

/// The registration number, the day the quota gave, and when it will be done if nothing is missing.
pub fn terdaftar(kamus: &Kamus, permohonan: &Permohonan, perkiraan: Option<&str>) -> String {
    let mut baris = vec![kamus.isi(&kabar::TERDAFTAR, &[("nomor", permohonan.nomor.as_str())])];
    if let Some(tanggal) = permohonan.mulai_layanan {
        let tanggal = Kalender::tulis_tanggal(tanggal);
        baris.push(kamus.isi(&kabar::MULAI_DIKERJAKAN, &[("tanggal", &tanggal)]));
    }
    if let Some(saat) = perkiraan {
        baris.push(kamus.isi(&kabar::PERKIRAAN, &[("saat", saat)]));
    }
    baris.push(kamus.kata(&kabar::CARA_STATUS));
    baris.join("\n")
}

/// Where a case stands, in one sentence, with its deadline and its appointments.
pub fn kalimat_status(kamus: &Kamus, keadaan: &KeadaanKasus, zona: ZonaWaktu) -> String {
    match &keadaan.status {
        StatusKasus::Berjalan => {
            let berjadwal = keadaan
                .tugas
                .iter()
                .filter(|satu| satu.catatan.iter().any(|c| matches!(c, Catatan::Jadwal { .. })))
                .filter_map(|satu| satu.jadwal);
            let mut baris = vec![kamus.kata(&kabar::SEDANG_DIPROSES)];
            baris.extend(
                berjadwal
                    .map(|saat| kamus.isi(&kabar::JADWAL, &[("saat", &tulis_saat(zona, saat))])),
            );
            baris.join("\n")
        }
        StatusKasus::MenungguPemohon { alasan, batas, .. } => {
            let petunjuk = kamus.pola(&kabar::LIHAT_PETUNJUK);
            let alasan = alasan.as_deref().unwrap_or(petunjuk);
            match batas {
                Some(saat) => {
                    let batas = tulis_saat(zona, *saat);
                    let isian = [("alasan", alasan), ("batas", batas.as_str())];
                    kamus.isi(&kabar::MENUNGGU_ANDA_BATAS, &isian)
                }
                None => kamus.isi(&kabar::MENUNGGU_ANDA, &[("alasan", alasan)]),
            }
        }
        StatusKasus::Berakhir { akhir: Akhir::Selesai, .. } => kamus.kata(&kabar::STATUS_SELESAI),
        StatusKasus::Berakhir { akhir: Akhir::Ditolak, alasan, .. } => {
            let alasan = alasan.as_deref().unwrap_or("-");
            kamus.isi(&kabar::STATUS_DITOLAK, &[("alasan", alasan)])
        }
        StatusKasus::Berakhir { akhir: Akhir::Dibatalkan, .. } => {
            kamus.kata(&kabar::STATUS_DIBATALKAN)
        }
    }
}

/// The answer to STATUS.
pub fn status(kata_kantor: &Kamus, kasus: &[StatusKasusWarga]) -> String {
    if kasus.is_empty() {
        return kata_kantor.kata(&kabar::TANPA_PERMOHONAN);
    }
    let mut baris: Vec<String> = kasus
        .iter()
        .map(|satu| {
            let isian = [
                ("nomor", satu.nomor.as_str()),
                ("layanan", &satu.layanan),
                ("status", &satu.kalimat),
            ];
            kata_kantor.isi(&kabar::BARIS_STATUS, &isian)
        })
        .collect();
    if kasus.iter().any(|satu| satu.menunggu) {
        baris.push(kata_kantor.kata(&kabar::BALAS_LENGKAPI));
    }
    if kasus.iter().any(|satu| satu.banyak_cara) {
        baris.push(kata_kantor.kata(&penyerahan::AJAKAN_PILIH));
    }
    baris.join("\n\n")
}

/// The beginning of completing.
pub fn mulai_melengkapi(kamus: &Kamus, nomor: &str, kalimat: &str) -> String {
    let isi = kamus.isi(&kabar::MULAI_MELENGKAPI, &[("nomor", nomor), ("status", kalimat)]);
    format!("{isi}\n{}", kamus.pola(&kabar::CARA_MELENGKAPI))
}

/// The request to complete, sent when an officer decides so.
pub fn minta_melengkapi(kamus: &Kamus, permohonan: &Permohonan, alasan: Option<&str>) -> String {
    let alasan = alasan.unwrap_or(kamus.pola(&kabar::LIHAT_PETUNJUK));
    kamus.isi(&kabar::MINTA_MELENGKAPI, &[("nomor", permohonan.nomor.as_str()), ("alasan", alasan)])
}

/// The hand-over to an officer; `mulai` is when the office opens, when it is closed now.
pub fn ke_petugas(kamus: &Kamus, mulai: Option<&str>) -> String {
    let jam = kamus.pola(&percakapan::JAM_LAYANAN);
    match mulai {
        None => kamus.isi(&percakapan::KE_PETUGAS, &[("jam", jam)]),
        Some(mulai) => kamus.isi(&percakapan::KE_PETUGAS_TUTUP, &[("jam", jam), ("mulai", mulai)]),
    }
}

/// Before the question, after several files at once.
pub fn album_diterima(
    kamus: &Kamus,
    baru: usize,
    ada: usize,
    semua: usize,
    kurang: &[&str],
) -> String {
    let baru = baru.to_string();
    if kurang.is_empty() {
        return kamus.isi(&kata::ALBUM_LENGKAP, &[("baru", &baru)]);
    }
    let (ada, semua, kurang) = (ada.to_string(), semua.to_string(), kurang.join(", "));
    let isian = [("baru", baru.as_str()), ("ada", &ada), ("semua", &semua), ("kurang", &kurang)];
    kamus.isi(&kata::ALBUM_DITERIMA, &isian)
}

/// Fills `{name}` in an office's own text.
pub fn isi_pola(pola: &str, isian: &[(&str, &str)]) -> String {
    let mut keluar = String::with_capacity(pola.len());
    let mut sisa = pola;
    while let Some(awal) = sisa.find('{') {
        keluar.push_str(&sisa[..awal]);
        let ekor = &sisa[awal + 1..];
        let terisi = ekor.find('}').and_then(|akhir| {
            let nama = &ekor[..akhir];
            isian.iter().find(|(kunci, _)| *kunci == nama).map(|(_, nilai)| (akhir, *nilai))
        });
        if let Some((akhir, nilai)) = terisi {
            keluar.push_str(nilai);
            sisa = &ekor[akhir + 1..];
        } else {
            keluar.push('{');
            sisa = ekor;
        }
    }
    keluar.push_str(sisa);
    keluar
}

/// At most `batas` characters, with an ellipsis when cut.
pub fn potong(teks: &str, batas: usize) -> String {
    if teks.chars().count() <= batas {
        teks.to_owned()
    } else {
        teks.chars().take(batas.saturating_sub(1)).chain(['…']).collect()
    }
}

/// At most as long as a message may be.
pub fn potong_pesan(teks: &str) -> String {
    potong(teks, BATAS_TEKS)
}
