//! The guided intake: a pure, versioned state machine. `(state, input, context) -> (state, effects)`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::teks;
use crate::{
    layanan::{Isian, Layanan, Syarat},
    nilai::Kode,
    outbox::IsiPesan,
    permohonan::{BerkasId, PermohonanId},
    tenant::TeksKantor,
};

/// Version of the machine; it travels in the ids of buttons and rows, so that taps from older texts are recognised.
pub const VERSI_ALUR: &str = "v1";

/// Where a conversation stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "di", rename_all = "snake_case")]
pub enum KeadaanAlur {
    /// Nothing begun.
    #[default]
    Awal,
    /// The list of services was shown.
    PilihLayanan {
        /// How often the answer was not understood.
        gagal: u8,
    },
    /// A permohonan is being collected.
    Mengumpulkan(Kumpulan),
    /// A case waits for what is missing.
    Melengkapi {
        /// Which.
        permohonan: PermohonanId,
        /// How many papers came so far.
        jumlah: usize,
    },
    /// An officer answers; the machine is silent.
    Petugas,
}

/// A permohonan being collected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kumpulan {
    /// The service.
    pub layanan: Kode,
    /// The applicant's name.
    pub nama: Option<String>,
    /// Answers so far.
    pub isian: BTreeMap<Kode, String>,
    /// Papers so far.
    pub berkas: Vec<(Kode, BerkasId)>,
    /// Optional papers that were skipped.
    pub lewati: Vec<Kode>,
}

/// What a resident sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Masukan {
    /// Typed text.
    Teks(String),
    /// A tapped button or row.
    Pilihan(String),
    /// A photo or document that was stored and is sound.
    Berkas(BerkasId),
    /// A file that is not a sound photo or PDF, with the reason.
    BerkasDitolak(String),
    /// Voice, sticker, location, anything else.
    Lain,
}

/// A case as STATUS tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusKasusWarga {
    /// Its id.
    pub id: PermohonanId,
    /// The number.
    pub nomor: String,
    /// The service's name.
    pub layanan: String,
    /// A sentence on where it stands.
    pub kalimat: String,
    /// Whether it waits for the applicant.
    pub menunggu: bool,
}

/// What the machine needs to know.
#[derive(Clone, Copy, Debug)]
pub struct KonteksAlur<'a> {
    /// The office's name.
    pub kantor: &'a str,
    /// Its own words.
    pub kata: &'a TeksKantor,
    /// Services offered by chat, in menu order.
    pub layanan: &'a [Layanan],
    /// Open cases of this contact.
    pub kasus: &'a [StatusKasusWarga],
    /// Whether this contact has not seen the present notice yet.
    pub perlu_pemberitahuan: bool,
}

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Efek {
    /// Answer: at most one per turn.
    Balas(IsiPesan),
    /// The notice was shown: record it.
    CatatPemberitahuan,
    /// Register the permohonan; its number is the answer.
    Ajukan(Kumpulan),
    /// The applicant sent one more paper for the case that waits: attach it at once, so that what was acknowledged
    /// stays with the case whatever the applicant does next.
    Lampirkan {
        /// Which.
        permohonan: PermohonanId,
        /// The paper.
        berkas: BerkasId,
    },
    /// The applicant says that the case is complete.
    Lengkapi {
        /// Which.
        permohonan: PermohonanId,
    },
}

/// One step of the machine.
pub fn langkah(
    keadaan: KeadaanAlur,
    masukan: &Masukan,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    if let Some(kata) = kata_umum(masukan) {
        return perintah(keadaan, kata, konteks);
    }
    match keadaan {
        KeadaanAlur::Awal => sapa(konteks),
        KeadaanAlur::PilihLayanan { gagal } => pilih_layanan(gagal, masukan, konteks),
        KeadaanAlur::Mengumpulkan(kumpulan) => kumpulkan(kumpulan, masukan, konteks),
        KeadaanAlur::Melengkapi { permohonan, jumlah } => melengkapi(permohonan, jumlah, masukan),
        KeadaanAlur::Petugas => (KeadaanAlur::Petugas, Vec::new()),
    }
}

/// Words that work at every step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KataUmum {
    Menu,
    Status,
    Batal,
    Petugas,
    Lengkapi,
}

fn kata_umum(masukan: &Masukan) -> Option<KataUmum> {
    let teks = match masukan {
        Masukan::Teks(teks) => teks.trim().to_lowercase(),
        Masukan::Pilihan(id) => id.strip_prefix(&format!("{VERSI_ALUR}:kata:"))?.to_owned(),
        _ => return None,
    };
    match teks.as_str() {
        "menu" | "0" | "mulai" => Some(KataUmum::Menu),
        "status" => Some(KataUmum::Status),
        "batal" => Some(KataUmum::Batal),
        "petugas" | "operator" | "bantuan" => Some(KataUmum::Petugas),
        "lengkapi" => Some(KataUmum::Lengkapi),
        _ => None,
    }
}

fn perintah(
    keadaan: KeadaanAlur,
    kata: KataUmum,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    match kata {
        KataUmum::Menu => sapa(konteks),
        KataUmum::Status => (keadaan, balas(teks::status(konteks.kasus))),
        KataUmum::Batal => match keadaan {
            KeadaanAlur::Mengumpulkan(_) => (KeadaanAlur::Awal, balas(teks::DIBATALKAN)),
            lain => (lain, balas(teks::TIDAK_ADA_YANG_DIBATALKAN)),
        },
        KataUmum::Petugas => {
            (KeadaanAlur::Petugas, balas(teks::ke_petugas(&konteks.kata.jam_layanan)))
        }
        KataUmum::Lengkapi => match konteks.kasus.iter().find(|kasus| kasus.menunggu) {
            Some(kasus) => (
                KeadaanAlur::Melengkapi { permohonan: kasus.id, jumlah: 0 },
                balas(teks::mulai_melengkapi(&kasus.nomor, &kasus.kalimat)),
            ),
            None => (keadaan, balas(teks::TIDAK_ADA_YANG_KURANG)),
        },
    }
}

/// The greeting with the list of services; with the notice when it is new.
fn sapa(konteks: &KonteksAlur<'_>) -> (KeadaanAlur, Vec<Efek>) {
    let mut efek = vec![Efek::Balas(daftar_layanan(konteks, &teks::salam(konteks)))];
    if konteks.perlu_pemberitahuan {
        efek.push(Efek::CatatPemberitahuan);
    }
    (KeadaanAlur::PilihLayanan { gagal: 0 }, efek)
}

fn daftar_layanan(konteks: &KonteksAlur<'_>, pembuka: &str) -> IsiPesan {
    let mut baris: Vec<(String, String, String)> = konteks
        .layanan
        .iter()
        .map(|layanan| {
            (
                format!("{VERSI_ALUR}:layanan:{}", layanan.kode),
                layanan.nama_pendek.clone(),
                teks::potong(&layanan.ringkasan, 72),
            )
        })
        .collect();
    baris.push((
        format!("{VERSI_ALUR}:kata:petugas"),
        "Bicara petugas".to_owned(),
        "Petugas membalas pada jam layanan".to_owned(),
    ));
    let bernomor: Vec<String> =
        baris.iter().zip(1..).map(|((_, judul, _), nomor)| format!("{nomor}. {judul}")).collect();
    IsiPesan::Daftar {
        isi: format!("{pembuka}\n\n{}\n\nPilih, atau ketik nomornya.", bernomor.join("\n")),
        buka: "Pilih layanan".to_owned(),
        baris,
    }
}

fn pilih_layanan(
    gagal: u8,
    masukan: &Masukan,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    let dipilih = match masukan {
        Masukan::Pilihan(id) => id
            .strip_prefix(&format!("{VERSI_ALUR}:layanan:"))
            .and_then(|kode| konteks.layanan.iter().find(|l| l.kode.as_str() == kode)),
        Masukan::Teks(jawaban) => {
            if teks::angka(jawaban) == Some(konteks.layanan.len() + 1) {
                return perintah(KeadaanAlur::Awal, KataUmum::Petugas, konteks);
            }
            cari_layanan(jawaban, konteks.layanan)
        }
        _ => None,
    };
    if let Some(layanan) = dipilih {
        let kumpulan = Kumpulan {
            layanan: layanan.kode.clone(),
            nama: None,
            isian: BTreeMap::new(),
            berkas: Vec::new(),
            lewati: Vec::new(),
        };
        let isi = teks::mulai_layanan(layanan);
        return (KeadaanAlur::Mengumpulkan(kumpulan), balas(isi));
    }
    let gagal = gagal.saturating_add(1);
    let pembuka = if gagal >= 3 { teks::TAWARKAN_PETUGAS } else { teks::PILIHAN_TIDAK_DIKENALI };
    (KeadaanAlur::PilihLayanan { gagal }, vec![Efek::Balas(daftar_layanan(konteks, pembuka))])
}

fn cari_layanan<'a>(jawaban: &str, layanan: &'a [Layanan]) -> Option<&'a Layanan> {
    if let Some(n) = teks::angka(jawaban) {
        return n.checked_sub(1).and_then(|i| layanan.get(i));
    }
    let jawaban = jawaban.trim().to_lowercase();
    layanan.iter().find(|satu| {
        satu.nama.to_lowercase() == jawaban || satu.nama_pendek.to_lowercase() == jawaban
    })
}

/// What the collection waits for next.
enum Berikut<'a> {
    Nama,
    Isian(&'a Isian),
    Syarat(&'a Syarat),
    Konfirmasi,
}

fn berikut<'a>(kumpulan: &Kumpulan, layanan: &'a Layanan) -> Berikut<'a> {
    if kumpulan.nama.is_none() {
        return Berikut::Nama;
    }
    if let Some(isian) =
        layanan.isian.iter().find(|isian| isian.wajib && !kumpulan.isian.contains_key(&isian.kode))
    {
        return Berikut::Isian(isian);
    }
    layanan
        .syarat
        .iter()
        .find(|syarat| {
            !kumpulan.berkas.iter().any(|(kode, _)| kode == &syarat.kode)
                && !kumpulan.lewati.contains(&syarat.kode)
        })
        .map_or(Berikut::Konfirmasi, Berikut::Syarat)
}

/// The question for what comes next.
fn tanya(kumpulan: &Kumpulan, layanan: &Layanan, pembuka: &str) -> IsiPesan {
    let isi = match berikut(kumpulan, layanan) {
        Berikut::Nama => teks::TANYA_NAMA.to_owned(),
        Berikut::Isian(isian) => isian.label.clone(),
        Berikut::Syarat(syarat) => {
            let urutan = layanan.syarat.iter().position(|s| s.kode == syarat.kode).unwrap_or(0) + 1;
            teks::minta_berkas(syarat, urutan, layanan.syarat.len())
        }
        Berikut::Konfirmasi => {
            return IsiPesan::Tombol {
                isi: format!("{pembuka}{}", teks::ringkasan(kumpulan, layanan)),
                tombol: vec![
                    (format!("{VERSI_ALUR}:kirim:{}", layanan.kode), "Kirim".to_owned()),
                    (format!("{VERSI_ALUR}:kata:batal"), "Batal".to_owned()),
                ],
            };
        }
    };
    IsiPesan::Teks { isi: format!("{pembuka}{isi}") }
}

fn kumpulkan(
    mut kumpulan: Kumpulan,
    masukan: &Masukan,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    // The office may have withdrawn the service since the conversation began.
    let Some(layanan) = konteks.layanan.iter().find(|l| l.kode == kumpulan.layanan) else {
        return sapa(konteks);
    };
    let mut pembuka = "";
    match (berikut(&kumpulan, layanan), masukan) {
        (Berikut::Nama, Masukan::Teks(teks)) => match teks::nama(teks) {
            Some(nama) => kumpulan.nama = Some(nama),
            None => pembuka = teks::NAMA_TIDAK_DIKENALI,
        },
        (Berikut::Isian(isian), Masukan::Teks(teks)) => match isian.baca(teks) {
            Ok(nilai) => {
                kumpulan.isian.insert(isian.kode.clone(), nilai);
            }
            Err(pesan) => {
                let isi = format!("{pesan}\n\n{}", isian.label);
                return (KeadaanAlur::Mengumpulkan(kumpulan), balas(isi));
            }
        },
        (Berikut::Syarat(syarat), Masukan::Berkas(id)) => {
            kumpulan.berkas.push((syarat.kode.clone(), *id));
            pembuka = teks::BERKAS_DITERIMA;
        }
        (Berikut::Syarat(syarat), Masukan::Teks(teks))
            if !syarat.wajib && teks.trim().eq_ignore_ascii_case("lewati") =>
        {
            kumpulan.lewati.push(syarat.kode.clone());
        }
        (Berikut::Konfirmasi, Masukan::Teks(jawaban)) if teks::ya(jawaban) => {
            return (KeadaanAlur::Awal, vec![Efek::Ajukan(kumpulan)]);
        }
        (Berikut::Konfirmasi, Masukan::Pilihan(id))
            if *id == format!("{VERSI_ALUR}:kirim:{}", kumpulan.layanan) =>
        {
            return (KeadaanAlur::Awal, vec![Efek::Ajukan(kumpulan)]);
        }
        // A photo sent before it was asked for is kept for the first requirement.
        (Berikut::Nama | Berikut::Isian(_), Masukan::Berkas(id)) => {
            if let Some(syarat) = layanan
                .syarat
                .iter()
                .find(|s| !kumpulan.berkas.iter().any(|(kode, _)| kode == &s.kode))
            {
                kumpulan.berkas.push((syarat.kode.clone(), *id));
                pembuka = teks::BERKAS_DITERIMA;
            }
        }
        (Berikut::Konfirmasi, Masukan::Berkas(_)) => pembuka = teks::BERKAS_SUDAH_CUKUP,
        (_, Masukan::BerkasDitolak(alasan)) => {
            let isi = format!("{alasan}\n\n");
            let balasan = tanya(&kumpulan, layanan, &isi);
            return (KeadaanAlur::Mengumpulkan(kumpulan), vec![Efek::Balas(balasan)]);
        }
        (_, Masukan::Pilihan(_)) => pembuka = teks::PILIHAN_USANG,
        (Berikut::Syarat(_), Masukan::Teks(_)) => pembuka = teks::KIRIM_FOTO_DAHULU,
        (Berikut::Konfirmasi, Masukan::Teks(_)) => pembuka = teks::BELUM_DIMENGERTI,
        (_, Masukan::Lain) => pembuka = teks::TIDAK_BISA_DIBACA,
    }
    let balasan = tanya(&kumpulan, layanan, pembuka);
    (KeadaanAlur::Mengumpulkan(kumpulan), vec![Efek::Balas(balasan)])
}

fn melengkapi(
    permohonan: PermohonanId,
    mut jumlah: usize,
    masukan: &Masukan,
) -> (KeadaanAlur, Vec<Efek>) {
    let mut efek = Vec::new();
    let isi = match masukan {
        Masukan::Berkas(id) => {
            jumlah += 1;
            efek.push(Efek::Lampirkan { permohonan, berkas: *id });
            teks::kelengkapan_diterima(jumlah)
        }
        Masukan::Teks(jawaban) if teks::selesai(jawaban) => {
            if jumlah == 0 {
                teks::BELUM_ADA_KELENGKAPAN.to_owned()
            } else {
                return (KeadaanAlur::Awal, vec![Efek::Lengkapi { permohonan }]);
            }
        }
        Masukan::BerkasDitolak(alasan) => alasan.clone(),
        Masukan::Pilihan(_) => format!("{}{}", teks::PILIHAN_USANG, teks::CARA_MELENGKAPI),
        Masukan::Teks(_) | Masukan::Lain => teks::CARA_MELENGKAPI.to_owned(),
    };
    efek.extend(balas(isi));
    (KeadaanAlur::Melengkapi { permohonan, jumlah }, efek)
}

fn balas(isi: impl Into<String>) -> Vec<Efek> {
    vec![Efek::Balas(IsiPesan::Teks { isi: isi.into() })]
}
