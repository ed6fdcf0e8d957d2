//! The questions of a collection: variant, name, fields, papers, who acts for the applicant.

use time::Date;

use super::{
    Diminta, Efek, KeadaanAlur, KonteksAlur, Kumpulan, Masukan, TanyaWakil, VERSI_ALUR, Wakil,
    alur::{balas, sapa},
    baca,
    kumpulan::HUBUNGAN,
    pilihan::tawarkan,
    tautan, teks, teks_layanan, teks_tautan,
};
use crate::{
    layanan::{Isian, JenisIsian, Layanan, Syarat, Tangkap},
    nilai::Kode,
    outbox::IsiPesan,
    permohonan::BerkasId,
};

/// What the collection waits for next.
enum Berikut<'a> {
    Varian,
    Nama,
    Isian(&'a Isian),
    Syarat {
        syarat: &'a Syarat,
        urutan: usize,
        dari: usize,
    },
    Wakil(TanyaWakil),
    /// What is left is asked for on the page behind a link, all of it at once.
    Tautan(Vec<Diminta<'a>>),
    Konfirmasi,
}

fn berikut<'a>(
    kumpulan: &Kumpulan,
    layanan: &'a Layanan,
    konteks: &KonteksAlur<'_>,
) -> Berikut<'a> {
    let dikenal = |kode: &Kode| layanan.varian.iter().any(|satu| &satu.kode == kode);
    if !layanan.varian.is_empty() && !kumpulan.varian.as_ref().is_some_and(dikenal) {
        return Berikut::Varian;
    }
    if kumpulan.nama.is_none() {
        return Berikut::Nama;
    }
    if let Some(tanya) = kumpulan.tanya_wakil {
        return Berikut::Wakil(tanya);
    }
    let bawaan = konteks.kata.tangkap_bawaan;
    let (berlaku, terbuka) = kumpulan.konteks(layanan, konteks.hari_ini);
    // What is asked in the chat goes first, so that one page can ask for all the rest.
    let di_chat = |isian: &&&Isian| isian.cara_tangkap(bawaan) == Tangkap::Chat;
    if let Some(isian) = terbuka.iter().find(di_chat) {
        return Berikut::Isian(isian);
    }
    let diminta = tautan::diminta(kumpulan, layanan, konteks);
    if !diminta.is_empty() {
        return Berikut::Tautan(diminta);
    }
    let semua = layanan.syarat_berlaku(&berlaku);
    let dari = semua.len();
    semua
        .into_iter()
        .zip(1..)
        .find(|(syarat, _)| kumpulan.kurang(syarat))
        .map_or(Berikut::Konfirmasi, |(syarat, urutan)| Berikut::Syarat { syarat, urutan, dari })
}

/// The id of an option, bound to the service and the question.
fn id(layanan: &Layanan, apa: &str, kode: &str) -> String {
    format!("{VERSI_ALUR}:{apa}:{}:{kode}", layanan.kode)
}

/// The options of a question, when it has any.
fn opsi(berikut: &Berikut<'_>, layanan: &Layanan) -> Vec<(String, String)> {
    match berikut {
        Berikut::Varian => layanan
            .varian
            .iter()
            .map(|satu| (id(layanan, "varian", satu.kode.as_str()), satu.nama.clone()))
            .collect(),
        Berikut::Isian(isian) => isian
            .pilihan
            .iter()
            .map(|satu| {
                let kode = format!("{}:{}", isian.kode, satu.kode);
                (id(layanan, "isian", &kode), satu.nama.clone())
            })
            .collect(),
        Berikut::Wakil(TanyaWakil::Hubungan) => HUBUNGAN
            .iter()
            .map(|(_, kode, nama)| (id(layanan, "wakil", kode), (*nama).to_owned()))
            .collect(),
        _ => Vec::new(),
    }
}

/// The question for what comes next.
pub(super) fn tanya(
    kumpulan: &Kumpulan,
    layanan: &Layanan,
    konteks: &KonteksAlur<'_>,
    pembuka: &str,
) -> Efek {
    match berikut(kumpulan, layanan, konteks) {
        Berikut::Tautan(diminta) => tautan::minta(kumpulan, &diminta, konteks, pembuka),
        lain => Efek::Balas(pesan(kumpulan, layanan, konteks.hari_ini, &lain, pembuka)),
    }
}

/// Whether the page is what the collection waits for.
pub(super) fn di_halaman(
    kumpulan: &Kumpulan,
    layanan: &Layanan,
    konteks: &KonteksAlur<'_>,
) -> bool {
    matches!(berikut(kumpulan, layanan, konteks), Berikut::Tautan(_))
}

/// The question as a message of the chat.
fn pesan(
    kumpulan: &Kumpulan,
    layanan: &Layanan,
    hari_ini: Date,
    berikut: &Berikut<'_>,
    pembuka: &str,
) -> IsiPesan {
    let opsi = opsi(berikut, layanan);
    let isi = match berikut {
        Berikut::Varian => teks_layanan::tanya_varian(layanan),
        Berikut::Nama => teks::TANYA_NAMA.to_owned(),
        Berikut::Isian(isian) => isian.label.clone(),
        Berikut::Syarat { syarat, urutan, dari } => {
            teks_layanan::minta_berkas(syarat, *urutan, *dari)
        }
        Berikut::Wakil(TanyaWakil::Hubungan) => teks::TANYA_HUBUNGAN.to_owned(),
        Berikut::Wakil(TanyaWakil::Nama(_)) => teks::TANYA_NAMA_WAKIL.to_owned(),
        // Its question is no message of the chat, but a link.
        Berikut::Tautan(_) => String::new(),
        Berikut::Konfirmasi => {
            let (konteks, _) = kumpulan.konteks(layanan, hari_ini);
            let ringkasan = teks_layanan::ringkasan(kumpulan, layanan, &konteks);
            let opsi = [
                (format!("{VERSI_ALUR}:kirim:{}", layanan.kode), "Kirim".to_owned()),
                (format!("{VERSI_ALUR}:kata:batal"), "Batal".to_owned()),
            ];
            return teks_layanan::konfirmasi(&format!("{pembuka}{ringkasan}"), &opsi);
        }
    };
    let lewati = match berikut {
        Berikut::Isian(isian) if !isian.wajib => teks::BILA_TIDAK_ADA,
        _ => "",
    };
    if opsi.is_empty() {
        let pemisah = if lewati.is_empty() { "" } else { "\n" };
        return IsiPesan::Teks {
            isi: teks::potong_pesan(&format!("{pembuka}{isi}{pemisah}{lewati}")),
        };
    }
    tawarkan(&format!("{pembuka}{isi}"), &opsi, &format!("{}{lewati}", teks::PILIH_ATAU_KETIK))
}

/// Begins the collection for a service.
pub(super) fn mulai(layanan: &Layanan, konteks: &KonteksAlur<'_>) -> (KeadaanAlur, Vec<Efek>) {
    let kumpulan = Kumpulan::baru(layanan.kode.clone());
    let balasan = if layanan.varian.is_empty() {
        pengantar(&kumpulan, layanan, konteks.hari_ini)
    } else {
        tanya(&kumpulan, layanan, konteks, "")
    };
    (KeadaanAlur::Mengumpulkan(Box::new(kumpulan)), vec![balasan])
}

/// What the service asks for, as far as is known, with the question for the name.
fn pengantar(kumpulan: &Kumpulan, layanan: &Layanan, hari_ini: Date) -> Efek {
    let (konteks, _) = kumpulan.konteks(layanan, hari_ini);
    let isi = teks_layanan::mulai_layanan(layanan, &konteks);
    Efek::Balas(IsiPesan::Teks { isi: teks::potong_pesan(&isi) })
}

/// An answer while a permohonan is being collected.
pub(super) fn kumpulkan(
    mut kumpulan: Box<Kumpulan>,
    masukan: &Masukan,
    konteks: &KonteksAlur<'_>,
) -> (KeadaanAlur, Vec<Efek>) {
    // The office may have withdrawn the service since the conversation began.
    let Some(layanan) = konteks.layanan.iter().find(|l| l.kode == kumpulan.layanan) else {
        return sapa(konteks);
    };
    let hari_ini = konteks.hari_ini;
    let kini = berikut(&kumpulan, layanan, konteks);
    if matches!(kini, Berikut::Konfirmasi) && menyetujui(masukan, layanan) {
        let (berlaku, _) = kumpulan.konteks(layanan, hari_ini);
        kumpulan.isian = berlaku.isian;
        return (KeadaanAlur::Awal, vec![Efek::Ajukan(kumpulan)]);
    }
    let hasil = match masukan {
        Masukan::Teks(jawaban) => jawab(&mut kumpulan, &kini, jawaban, layanan),
        Masukan::Pilihan(id) => ketuk(&mut kumpulan, &kini, id, layanan),
        Masukan::Berkas(id) => simpan_berkas(&mut kumpulan, &kini, *id, layanan, hari_ini),
        Masukan::BerkasDitolak(alasan) => Err(format!("{alasan}\n\n")),
        Masukan::Lain | Masukan::Halaman(_) => Err(teks::TIDAK_BISA_DIBACA.to_owned()),
    };
    let balasan = match hasil {
        Ok(_) if matches!(kini, Berikut::Varian) && kumpulan.nama.is_none() => {
            pengantar(&kumpulan, layanan, hari_ini)
        }
        Ok(pembuka) => tanya(&kumpulan, layanan, konteks, pembuka),
        Err(pembuka) => tanya(&kumpulan, layanan, konteks, &pembuka),
    };
    (KeadaanAlur::Mengumpulkan(kumpulan), vec![balasan])
}

fn menyetujui(masukan: &Masukan, layanan: &Layanan) -> bool {
    match masukan {
        Masukan::Teks(jawaban) => baca::ya(jawaban),
        Masukan::Pilihan(id) => *id == format!("{VERSI_ALUR}:kirim:{}", layanan.kode),
        _ => false,
    }
}

/// What stands before the next question; an error stands before the same question once more.
type Hasil = Result<&'static str, String>;

/// A typed answer.
fn jawab(kumpulan: &mut Kumpulan, kini: &Berikut<'_>, jawaban: &str, layanan: &Layanan) -> Hasil {
    let opsi = opsi(kini, layanan);
    let nama_opsi: Vec<&str> = opsi.iter().map(|(_, nama)| nama.as_str()).collect();
    match kini {
        Berikut::Isian(isian) if !isian.wajib && baca::lewati(jawaban) => {
            kumpulan.isian_lewati.push(isian.kode.clone());
            Ok("")
        }
        Berikut::Varian | Berikut::Wakil(TanyaWakil::Hubungan) => {
            let letak = baca::dipilih(jawaban, &nama_opsi);
            if letak.is_none() && baca::lewati(jawaban) && kumpulan.tanya_wakil.is_some() {
                kumpulan.tanya_wakil = None;
                return Ok("");
            }
            let letak = letak.ok_or_else(|| teks::BARIS_TIDAK_DIKENALI.to_owned())?;
            terima_opsi(kumpulan, kini, letak, layanan);
            Ok("")
        }
        Berikut::Nama => {
            let nama = baca::nama(jawaban).ok_or_else(|| teks::NAMA_TIDAK_DIKENALI.to_owned())?;
            kumpulan.nama = Some(nama);
            Ok("")
        }
        Berikut::Wakil(TanyaWakil::Nama(hubungan)) => {
            let nama = baca::nama(jawaban).ok_or_else(|| teks::NAMA_TIDAK_DIKENALI.to_owned())?;
            kumpulan.wakil = Some(Wakil { hubungan: *hubungan, nama });
            kumpulan.tanya_wakil = None;
            Ok("")
        }
        Berikut::Isian(isian) => {
            let nilai = baca_isian(isian, jawaban)?;
            kumpulan.isian.insert(isian.kode.clone(), nilai);
            Ok("")
        }
        Berikut::Syarat { syarat, .. } if !syarat.wajib && baca::lewati(jawaban) => {
            kumpulan.lewati.push(syarat.kode.clone());
            Ok("")
        }
        Berikut::Syarat { .. } => Err(teks::KIRIM_FOTO_DAHULU.to_owned()),
        Berikut::Tautan(diminta) => tautan::jawab_di_chat(kumpulan, diminta, jawaban),
        Berikut::Konfirmasi if jawaban.trim().eq_ignore_ascii_case("wakil") => {
            kumpulan.tanya_wakil = Some(TanyaWakil::Hubungan);
            Ok("")
        }
        Berikut::Konfirmasi => Err(teks::BELUM_DIMENGERTI.to_owned()),
    }
}

/// The value of a field; numbers may also be typed as words.
fn baca_isian(isian: &Isian, jawaban: &str) -> Result<String, String> {
    let salah = match isian.baca(jawaban) {
        Ok(nilai) => return Ok(nilai),
        Err(salah) => salah,
    };
    let bernomor = matches!(isian.jenis, JenisIsian::Pilihan | JenisIsian::Angka);
    let angka = baca::angka(jawaban).filter(|_| bernomor);
    if let Some(nilai) = angka.and_then(|angka| isian.baca(&angka.to_string()).ok()) {
        return Ok(nilai);
    }
    // The question repeats the choices.
    Err(match isian.jenis {
        JenisIsian::Pilihan => teks::BARIS_TIDAK_DIKENALI.to_owned(),
        _ => format!("{salah}\n\n"),
    })
}

/// A tap: only an option of the present question acts.
fn ketuk(kumpulan: &mut Kumpulan, kini: &Berikut<'_>, id: &str, layanan: &Layanan) -> Hasil {
    let letak = opsi(kini, layanan).iter().position(|(satu, _)| satu == id);
    let letak = letak.ok_or_else(|| teks::PILIHAN_USANG.to_owned())?;
    terima_opsi(kumpulan, kini, letak, layanan);
    Ok("")
}

fn terima_opsi(kumpulan: &mut Kumpulan, kini: &Berikut<'_>, letak: usize, layanan: &Layanan) {
    match kini {
        Berikut::Varian => {
            kumpulan.varian = layanan.varian.get(letak).map(|satu| satu.kode.clone());
        }
        Berikut::Isian(isian) => {
            if let Some(satu) = isian.pilihan.get(letak) {
                kumpulan.isian.insert(isian.kode.clone(), satu.kode.to_string());
            }
        }
        Berikut::Wakil(TanyaWakil::Hubungan) => {
            let hubungan = HUBUNGAN.get(letak).map(|(hubungan, ..)| *hubungan);
            kumpulan.tanya_wakil = hubungan.map(TanyaWakil::Nama);
        }
        _ => {}
    }
}

/// A photo: for the paper that was asked for, or for the first that is missing when it came before its turn.
fn simpan_berkas(
    kumpulan: &mut Kumpulan,
    kini: &Berikut<'_>,
    berkas: BerkasId,
    layanan: &Layanan,
    hari_ini: Date,
) -> Hasil {
    let (konteks, _) = kumpulan.konteks(layanan, hari_ini);
    let kurang = layanan
        .syarat_berlaku(&konteks)
        .into_iter()
        .find(|syarat| !kumpulan.berkas.iter().any(|(kode, _)| syarat.dijawab(kode)));
    let untuk = match kini {
        Berikut::Syarat { syarat, .. } => Some(*syarat),
        Berikut::Tautan(diminta) => diminta.iter().find_map(|satu| match satu {
            Diminta::Syarat(syarat) => Some(*syarat),
            Diminta::Isian(_) => None,
        }),
        Berikut::Konfirmasi | Berikut::Wakil(_) => None,
        Berikut::Varian | Berikut::Nama | Berikut::Isian(_) => kurang,
    };
    let untuk = untuk.ok_or_else(|| teks::BERKAS_SUDAH_CUKUP.to_owned())?;
    kumpulan.berkas.push((untuk.kode.clone(), berkas));
    Ok(match kini {
        Berikut::Tautan(_) => teks_tautan::FOTO_DI_CHAT,
        _ => teks::BERKAS_DITERIMA,
    })
}

/// A collection goes on after something else was answered.
pub(super) fn lanjutkan(
    keadaan: KeadaanAlur,
    konteks: &KonteksAlur<'_>,
    pembuka: &str,
) -> (KeadaanAlur, Vec<Efek>) {
    if let KeadaanAlur::Mengumpulkan(kumpulan) = &keadaan
        && let Some(layanan) = konteks.layanan.iter().find(|l| l.kode == kumpulan.layanan)
    {
        let isi = tanya(kumpulan, layanan, konteks, &format!("{pembuka}\n\n"));
        return (keadaan, vec![isi]);
    }
    (keadaan, balas(pembuka))
}
