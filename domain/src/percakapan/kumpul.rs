//! The questions of a collection: variant, name, fields, papers, who acts for the applicant.

use super::{
    Diminta, Efek, KeadaanAlur, KonteksAlur, Kumpulan, Masukan, TanyaWakil, VERSI_ALUR, Wakil,
    alur::{balas, sapa},
    baca,
    kamus::{Kamus, percakapan, permohonan as kata, tautan as kata_tautan},
    kumpulan::HUBUNGAN,
    pilihan::tawarkan,
    tautan, teks, teks_layanan,
};
use crate::{
    galat::Galat,
    kartu::{tolak_kia, tunjukkan_jalan},
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
fn opsi(berikut: &Berikut<'_>, layanan: &Layanan, kamus: &Kamus) -> Vec<(String, String)> {
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
            .map(|(_, kode, nama)| (id(layanan, "wakil", kode), kamus.kata(nama)))
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
        lain => Efek::Balas(pesan(kumpulan, layanan, konteks, &lain, pembuka)),
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
    konteks: &KonteksAlur<'_>,
    berikut: &Berikut<'_>,
    pembuka: &str,
) -> IsiPesan {
    let (kamus, hari_ini) = (konteks.kamus, konteks.hari_ini);
    let pembuka = if pembuka.is_empty() { String::new() } else { format!("{pembuka}\n") };
    let opsi = opsi(berikut, layanan, kamus);
    let isi = match berikut {
        Berikut::Varian => kamus.isi(&kata::TANYA_VARIAN, &[("layanan", &layanan.nama)]),
        Berikut::Nama => kamus.kata(&kata::TANYA_NAMA),
        Berikut::Isian(isian) => isian.label.clone(),
        Berikut::Syarat { syarat, urutan, dari } => {
            teks_layanan::minta_berkas(kamus, syarat, *urutan, *dari)
        }
        Berikut::Wakil(TanyaWakil::Hubungan) => kamus.kata(&kata::TANYA_HUBUNGAN),
        Berikut::Wakil(TanyaWakil::Nama(_)) => kamus.kata(&kata::TANYA_NAMA_WAKIL),
        // Its question is no message of the chat, but a link.
        Berikut::Tautan(_) => String::new(),
        Berikut::Konfirmasi => {
            let (konteks, _) = kumpulan.konteks(layanan, hari_ini);
            let ringkasan = teks_layanan::ringkasan(kamus, kumpulan, layanan, &konteks);
            let opsi = [
                (format!("{VERSI_ALUR}:kirim:{}", layanan.kode), kamus.kata(&kata::TOMBOL_KIRIM)),
                (format!("{VERSI_ALUR}:kata:batal"), kamus.kata(&kata::TOMBOL_BATAL)),
            ];
            return teks_layanan::konfirmasi(&format!("{pembuka}{ringkasan}"), &opsi);
        }
    };
    let lewati = match berikut {
        Berikut::Isian(isian) if !isian.wajib => kamus.pola(&kata::BILA_TIDAK_ADA),
        _ => "",
    };
    if opsi.is_empty() {
        let isi = format!("{pembuka}{isi}\n{lewati}");
        return IsiPesan::Teks { isi: teks::potong_pesan(isi.trim_end()) };
    }
    let cara = format!("{} {lewati}", kamus.pola(&kata::PILIH_ATAU_KETIK));
    tawarkan(kamus, &format!("{pembuka}{isi}"), &opsi, cara.trim_end())
}

/// Begins the collection for a service.
pub(super) fn mulai(layanan: &Layanan, konteks: &KonteksAlur<'_>) -> (KeadaanAlur, Vec<Efek>) {
    let kumpulan = Kumpulan::baru(layanan.kode.clone());
    let balasan = if layanan.varian.is_empty() {
        pengantar(&kumpulan, layanan, konteks)
    } else {
        tanya(&kumpulan, layanan, konteks, "")
    };
    (KeadaanAlur::Mengumpulkan(Box::new(kumpulan)), vec![balasan])
}

/// What the service asks for, as far as is known, with the question for the name.
fn pengantar(kumpulan: &Kumpulan, layanan: &Layanan, konteks: &KonteksAlur<'_>) -> Efek {
    let (ungkapan, _) = kumpulan.konteks(layanan, konteks.hari_ini);
    let isi = teks_layanan::mulai_layanan(konteks.kamus, layanan, &ungkapan);
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
    let (hari_ini, kamus) = (konteks.hari_ini, konteks.kamus);
    let kini = berikut(&kumpulan, layanan, konteks);
    if matches!(kini, Berikut::Konfirmasi) && menyetujui(masukan, layanan) {
        let (berlaku, _) = kumpulan.konteks(layanan, hari_ini);
        kumpulan.isian = berlaku.isian;
        return (KeadaanAlur::Awal, vec![Efek::Ajukan(kumpulan)]);
    }
    let mut hasil = match masukan {
        Masukan::Teks(jawaban) => jawab(&mut kumpulan, &kini, jawaban, layanan, kamus),
        Masukan::Pilihan(id) => ketuk(&mut kumpulan, &kini, id, layanan, kamus),
        Masukan::Berkas { sah, ditolak } => {
            let di_halaman = matches!(kini, Berikut::Tautan(_));
            let disimpan = simpan_berkas(&mut kumpulan, sah, layanan, konteks);
            let di_chat = di_halaman && !sah.is_empty();
            let disimpan =
                if di_chat { Some(kamus.kata(&kata_tautan::FOTO_DI_CHAT)) } else { disimpan };
            let kalimat: Vec<String> = ditolak.iter().cloned().chain(disimpan).collect();
            Ok(kalimat.join("\n"))
        }
        Masukan::Lain | Masukan::Halaman(_) => Err(kamus.kata(&percakapan::TIDAK_BISA_DIBACA)),
    };
    // What would be refused in the end is told before papers are asked for; the answer may have been a slip.
    if let Berikut::Isian(isian) = &kini
        && hasil.is_ok()
        && let Some(sebab) = halangan(&kumpulan, isian, layanan, konteks)
    {
        kumpulan.isian.remove(&isian.kode);
        hasil = Err(format!("{sebab}\n"));
    }
    let balasan = match hasil {
        Ok(_) if matches!(kini, Berikut::Varian) && kumpulan.nama.is_none() => {
            pengantar(&kumpulan, layanan, konteks)
        }
        Ok(pembuka) | Err(pembuka) => tanya(&kumpulan, layanan, konteks, &pembuka),
    };
    (KeadaanAlur::Mengumpulkan(kumpulan), vec![balasan])
}

/// Why nobody gets a KIA by this answer, and the way.
fn halangan(
    kumpulan: &Kumpulan,
    isian: &Isian,
    layanan: &Layanan,
    konteks: &KonteksAlur<'_>,
) -> Option<String> {
    isian.makna?;
    let (berlaku, _) = kumpulan.konteks(layanan, konteks.hari_ini);
    let galat = tolak_kia(konteks.kia, layanan, &berlaku).err()?;
    match tunjukkan_jalan(galat, &layanan.kode, konteks.layanan) {
        Galat::TidakSah(salah) => salah.into_iter().next().map(|satu| satu.pesan),
        _ => None,
    }
}

fn menyetujui(masukan: &Masukan, layanan: &Layanan) -> bool {
    match masukan {
        Masukan::Teks(jawaban) => baca::ya(jawaban),
        Masukan::Pilihan(id) => *id == format!("{VERSI_ALUR}:kirim:{}", layanan.kode),
        _ => false,
    }
}

/// What stands before the next question; an error stands before the same question once more.
type Hasil = Result<String, String>;

/// A typed answer.
fn jawab(
    kumpulan: &mut Kumpulan,
    kini: &Berikut<'_>,
    jawaban: &str,
    layanan: &Layanan,
    kamus: &Kamus,
) -> Hasil {
    let opsi = opsi(kini, layanan, kamus);
    let nama_opsi: Vec<&str> = opsi.iter().map(|(_, nama)| nama.as_str()).collect();
    match kini {
        Berikut::Isian(isian) if !isian.wajib && baca::lewati(jawaban) => {
            kumpulan.isian_lewati.push(isian.kode.clone());
            Ok(String::new())
        }
        Berikut::Varian | Berikut::Wakil(TanyaWakil::Hubungan) => {
            let letak = baca::dipilih(jawaban, &nama_opsi);
            if letak.is_none() && baca::lewati(jawaban) && kumpulan.tanya_wakil.is_some() {
                kumpulan.tanya_wakil = None;
                return Ok(String::new());
            }
            let letak = letak.ok_or_else(|| kamus.kata(&kata::BARIS_TIDAK_DIKENALI))?;
            terima_opsi(kumpulan, kini, letak, layanan);
            Ok(String::new())
        }
        Berikut::Nama => {
            let nama = baca::nama(jawaban).ok_or_else(|| kamus.kata(&kata::NAMA_TIDAK_DIKENALI))?;
            kumpulan.nama = Some(nama);
            Ok(String::new())
        }
        Berikut::Wakil(TanyaWakil::Nama(hubungan)) => {
            let nama = baca::nama(jawaban).ok_or_else(|| kamus.kata(&kata::NAMA_TIDAK_DIKENALI))?;
            kumpulan.wakil = Some(Wakil { hubungan: *hubungan, nama });
            kumpulan.tanya_wakil = None;
            Ok(String::new())
        }
        Berikut::Isian(isian) => {
            let nilai = baca_isian(isian, jawaban, kamus)?;
            kumpulan.isian.insert(isian.kode.clone(), nilai);
            Ok(String::new())
        }
        Berikut::Syarat { syarat, .. } if !syarat.wajib && baca::lewati(jawaban) => {
            kumpulan.lewati.push(syarat.kode.clone());
            Ok(String::new())
        }
        Berikut::Syarat { .. } => Err(kamus.kata(&kata::KIRIM_FOTO_DAHULU)),
        Berikut::Tautan(diminta) => tautan::jawab_di_chat(kumpulan, diminta, jawaban, kamus),
        Berikut::Konfirmasi if jawaban.trim().eq_ignore_ascii_case("wakil") => {
            kumpulan.tanya_wakil = Some(TanyaWakil::Hubungan);
            Ok(String::new())
        }
        Berikut::Konfirmasi => Err(kamus.kata(&kata::BELUM_DIMENGERTI)),
    }
}

/// The value of a field; numbers may also be typed as words.
fn baca_isian(isian: &Isian, jawaban: &str, kamus: &Kamus) -> Result<String, String> {
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
        JenisIsian::Pilihan => kamus.kata(&kata::BARIS_TIDAK_DIKENALI),
        _ => format!("{salah}\n"),
    })
}

/// A tap: only an option of the present question acts.
fn ketuk(
    kumpulan: &mut Kumpulan,
    kini: &Berikut<'_>,
    id: &str,
    layanan: &Layanan,
    kamus: &Kamus,
) -> Hasil {
    let letak = opsi(kini, layanan, kamus).iter().position(|(satu, _)| satu == id);
    let letak = letak.ok_or_else(|| kamus.kata(&percakapan::PILIHAN_USANG))?;
    terima_opsi(kumpulan, kini, letak, layanan);
    Ok(String::new())
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

/// Files, each for the paper that is asked for by then, or the first that is missing when it came before its turn; what
/// comes when nothing is missing is a further page of the last one. Says what was done with them.
fn simpan_berkas(
    kumpulan: &mut Kumpulan,
    sah: &[BerkasId],
    layanan: &Layanan,
    konteks_alur: &KonteksAlur<'_>,
) -> Option<String> {
    let (kamus, hari_ini) = (konteks_alur.kamus, konteks_alur.hari_ini);
    let mut tambahan = None;
    for id in sah {
        let (konteks, _) = kumpulan.konteks(layanan, hari_ini);
        let kurang = kurang(kumpulan, layanan, &konteks).into_iter().next();
        let untuk = match berikut(kumpulan, layanan, konteks_alur) {
            Berikut::Syarat { syarat, .. } => Some(syarat),
            _ => kurang,
        };
        if let Some(syarat) = untuk {
            kumpulan.berkas.push((syarat.kode.clone(), *id));
        } else if let Some((kode, _)) = kumpulan.berkas.last().cloned() {
            tambahan = layanan.syarat(&kode).map(|syarat| syarat.nama.as_str());
            kumpulan.berkas.push((kode, *id));
        } else {
            return Some(kamus.kata(&kata::BERKAS_TIDAK_DIMINTA));
        }
    }
    if let Some(nama) = tambahan {
        return Some(kamus.isi(&kata::HALAMAN_TAMBAHAN, &[("syarat", nama)]));
    }
    match sah.len() {
        0 => None,
        1 => Some(kamus.kata(&kata::BERKAS_DITERIMA)),
        banyak => {
            let (konteks, _) = kumpulan.konteks(layanan, hari_ini);
            let kurang = kurang(kumpulan, layanan, &konteks);
            let nama: Vec<&str> = kurang.iter().map(|syarat| syarat.nama.as_str()).collect();
            let semua = layanan.syarat_berlaku(&konteks).len();
            Some(teks::album_diterima(kamus, banyak, semua - kurang.len(), semua, &nama))
        }
    }
}

/// The papers that apply and were neither given nor skipped.
fn kurang<'l>(
    kumpulan: &Kumpulan,
    layanan: &'l Layanan,
    konteks: &crate::ungkapan::KonteksUngkapan,
) -> Vec<&'l Syarat> {
    let belum = |syarat: &&Syarat| {
        !kumpulan.berkas.iter().any(|(kode, _)| syarat.dijawab(kode))
            && !kumpulan.lewati.contains(&syarat.kode)
    };
    layanan.syarat_berlaku(konteks).into_iter().filter(belum).collect()
}

/// Files that came before the service was chosen.
pub(super) fn terima_titipan(
    kumpulan: &mut Kumpulan,
    titipan: &[BerkasId],
    konteks: &KonteksAlur<'_>,
) {
    if let Some(layanan) = konteks.layanan.iter().find(|satu| satu.kode == kumpulan.layanan) {
        // What becomes of them shows in the questions that follow.
        drop(simpan_berkas(kumpulan, titipan, layanan, konteks));
    }
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
        let isi = tanya(kumpulan, layanan, konteks, &format!("{pembuka}\n"));
        return (keadaan, vec![isi]);
    }
    (keadaan, balas(pembuka))
}
