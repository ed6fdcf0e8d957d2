//! The flow table of an SOP-AP: one line per step or level of a chain, one column per pelaksana.

use std::collections::{BTreeMap, BTreeSet};

use super::{Isi, Lambang, Sel, Tabel, model::berbutir};
use crate::{
    nilai::Kode,
    sop::{DefinisiSop, Gabung, Keputusan, Tahap, Tujuan, Waktu},
};

/// Relative widths of the flow table, roughly points on landscape A4.
mod lebar {
    pub const NOMOR: u32 = 26;
    pub const KEGIATAN: u32 = 150;
    pub const KELENGKAPAN: u32 = 82;
    pub const WAKTU: u32 = 46;
    pub const KELUARAN: u32 = 82;
    pub const KETERANGAN: u32 = 78;
    /// For all columns of pelaksana together.
    pub const PELAKSANA: u32 = 306;
    /// A column of pelaksana at least.
    pub const PERAN_MIN: u32 = 46;
    /// A column that is headed by a letter.
    pub const PERAN_HURUF: u32 = 30;
    /// A letter of a heading at most.
    pub const HURUF: u32 = 5;
}

/// How the columns of pelaksana are headed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kolom {
    /// By the names of the roles.
    Nama,
    /// By letters, told above the table.
    Huruf,
    /// One column that names the roles, where there are too many for one each.
    Satu,
}

/// The flow of a definition, ready for its table.
pub(super) struct Alur<'a> {
    definisi: &'a DefinisiSop,
    /// Roles in the order in which they come to act, with their names.
    peran: Vec<(&'a Kode, &'a str)>,
    kolom: Kolom,
    /// What each step is numbered; a chain counts its levels.
    nomor: BTreeMap<&'a Kode, String>,
}

/// One line of the flow: a step, or one level of its chain.
struct Langkah<'a> {
    nomor: String,
    kegiatan: String,
    pelaksana: Vec<&'a Kode>,
    /// Outcomes with where they lead.
    keluar: Vec<(&'a Keputusan, Vec<Sasaran>)>,
    /// Whether it is the first line of its step.
    pertama: bool,
    tahap: &'a Tahap,
}

/// Where an outcome leads, as the sheet words it.
enum Sasaran {
    Langkah(String),
    Pemohon(String),
    Selesai,
    Ditolak,
    Dibatalkan,
}

impl Sasaran {
    fn kalimat(&self) -> String {
        match self {
            // A number stays with its word when a line ends there.
            Self::Langkah(nomor) => format!("ke\u{a0}{nomor}"),
            Self::Pemohon(nomor) => format!("kembali ke pemohon, lalu ke\u{a0}{nomor}"),
            Self::Selesai => "selesai".to_owned(),
            Self::Ditolak => "permohonan ditolak".to_owned(),
            Self::Dibatalkan => "permohonan dibatalkan".to_owned(),
        }
    }
}

/// Roles that act at a step that walks no chain.
fn pelaksana(tahap: &Tahap) -> impl Iterator<Item = &Kode> {
    tahap.pelaksana.peran()
}

impl<'a> Alur<'a> {
    /// Reads the definition; `nama` names the roles.
    pub(super) fn baru(definisi: &'a DefinisiSop, nama: &'a BTreeMap<Kode, String>) -> Self {
        let mut peran = Vec::new();
        let mut dikenal = BTreeSet::new();
        let mut nomor = BTreeMap::new();
        for (i, tahap) in definisi.tahap.iter().enumerate() {
            let level = level(definisi, tahap);
            let ke = i + 1;
            nomor.insert(
                &tahap.kode,
                if level.len() > 1 { format!("{ke}.1") } else { ke.to_string() },
            );
            for kode in level.iter().map(|(_, kode)| *kode).chain(pelaksana(tahap)) {
                if dikenal.insert(kode) {
                    peran.push((kode, nama.get(kode).map_or(kode.as_str(), String::as_str)));
                }
            }
        }
        let muat = peran.iter().map(|(_, nama)| lebar_nama(nama)).sum::<u32>() <= lebar::PELAKSANA;
        let batas = usize::try_from(lebar::PELAKSANA / lebar::PERAN_HURUF).unwrap_or(1);
        let kolom = match peran.len() {
            0 => Kolom::Satu,
            _ if muat => Kolom::Nama,
            n if n <= batas => Kolom::Huruf,
            _ => Kolom::Satu,
        };
        Self { definisi, peran, kolom, nomor }
    }

    /// What the letters above the columns stand for.
    pub(super) fn keterangan_kolom(&self) -> Vec<Isi> {
        if self.kolom != Kolom::Huruf {
            return Vec::new();
        }
        let baris = self.peran.iter().enumerate();
        baris.map(|(i, (_, nama))| Isi::Butir(huruf(i), (*nama).to_owned())).collect()
    }

    /// The flow table.
    pub(super) fn tabel(&self) -> Tabel {
        let (judul, lebar_peran): (Vec<String>, Vec<u32>) = match self.kolom {
            Kolom::Nama => {
                self.peran.iter().map(|(_, nama)| ((*nama).to_owned(), lebar_nama(nama))).unzip()
            }
            Kolom::Huruf => (0..self.peran.len()).map(|i| (huruf(i), lebar::PERAN_HURUF)).unzip(),
            Kolom::Satu => (Vec::new(), vec![lebar::PERAN_MIN * 2]),
        };
        // What the roles leave goes to the activity.
        let sisa = lebar::PELAKSANA.saturating_sub(lebar_peran.iter().sum());
        let mut kolom = vec![lebar::NOMOR, lebar::KEGIATAN + sisa];
        kolom.extend(&lebar_peran);
        kolom.extend([lebar::KELENGKAPAN, lebar::WAKTU, lebar::KELUARAN, lebar::KETERANGAN]);
        let dua_baris = |teks: &str| Sel::kepala(teks).seluas(1, 2);
        let mutu = ["Kelengkapan", "Waktu", "Keluaran"].map(Sel::kepala);
        let pelaksana = if judul.is_empty() {
            dua_baris("Pelaksana")
        } else {
            Sel::kepala("Pelaksana").seluas(judul.len(), 1)
        };
        let kepala = vec![
            vec![
                dua_baris("No"),
                dua_baris("Aktivitas"),
                pelaksana,
                Sel::kepala("Mutu baku").seluas(3, 1),
                dua_baris("Keterangan"),
            ],
            judul.into_iter().map(Sel::kepala).chain(mutu).collect(),
        ];
        let baris = self.langkah().iter().map(|langkah| self.baris(langkah)).collect();
        Tabel { kolom, kepala, baris, rapat: true }
    }

    fn baris(&self, langkah: &Langkah<'_>) -> Vec<Sel> {
        let mut kegiatan = vec![Isi::Teks(langkah.kegiatan.clone())];
        if langkah.keluar.len() > 1 {
            kegiatan.extend(langkah.keluar.iter().map(|(keputusan, sasaran)| {
                Isi::Butir("•".to_owned(), format!("{}: {}", keputusan.label, bersama(sasaran)))
            }));
        }
        let mut baris = vec![Sel::teks(&*langkah.nomor).di_tengah(), Sel::isi(kegiatan)];
        let mut tanda = vec![Isi::Lambang(self.lambang(langkah))];
        let menuju = menuju(langkah);
        if !menuju.is_empty() {
            tanda.push(Isi::Teks(menuju));
        }
        if self.kolom == Kolom::Satu {
            let nama = self.peran.iter().filter(|(kode, _)| langkah.pelaksana.contains(kode));
            tanda.extend(nama.map(|(_, nama)| Isi::Teks((*nama).to_owned())));
            baris.push(Sel::isi(tanda).di_tengah());
        } else {
            baris.extend(self.peran.iter().map(|(kode, _)| {
                let bertanda = langkah.pelaksana.contains(kode);
                Sel::isi(if bertanda { tanda.clone() } else { Vec::new() }).di_tengah()
            }));
        }
        let mutu = &langkah.tahap.mutu_baku;
        if langkah.pertama {
            let waktu = mutu.waktu.map_or_else(|| "-".to_owned(), Waktu::kalimat);
            baris.push(Sel::isi(berbutir(&mutu.kelengkapan)));
            baris.push(Sel::teks(waktu).di_tengah());
            baris.push(Sel::isi(berbutir(&mutu.keluaran)));
            baris.push(Sel::isi(self.keterangan(langkah)));
        } else {
            baris.extend(std::iter::repeat_with(Sel::kosong).take(4));
        }
        baris
    }

    fn lambang(&self, langkah: &Langkah<'_>) -> Lambang {
        let mulai = langkah.pertama && langkah.tahap.kode == self.definisi.mulai;
        let satu = langkah.keluar.len() <= 1;
        let berakhir = langkah.keluar.iter().all(|(_, sasaran)| {
            sasaran.iter().all(|s| !matches!(s, Sasaran::Langkah(_) | Sasaran::Pemohon(_)))
        });
        match (mulai || (satu && berakhir), satu) {
            (true, _) => Lambang::Ujung,
            (false, true) => Lambang::Proses,
            (false, false) => Lambang::Keputusan,
        }
    }

    fn keterangan(&self, langkah: &Langkah<'_>) -> Vec<Isi> {
        let tahap = langkah.tahap;
        let mut semua: Vec<String> = tahap.keterangan.iter().cloned().collect();
        if tahap.pelaksana.pemohon {
            semua.push("Dikerjakan pemohon".to_owned());
        }
        semua.extend(tahap.pelaksana.pihak_luar.iter().map(|pihak| format!("Pihak luar: {pihak}")));
        semua.extend(
            tahap
                .formulir
                .iter()
                .map(|formulir| format!("Formulir {} {}", formulir.kode, formulir.nama)),
        );
        if let Some(jika) = &tahap.jika {
            let lewat = tahap.lewat.as_ref().map(|tujuan| self.sasaran(tujuan).kalimat());
            let lewat = lewat.map_or(String::new(), |lewat| format!("; bila tidak, {lewat}"));
            semua.push(format!("Dilakukan bila {}{lewat}.", jika.as_str()));
        }
        match tahap.gabung {
            Some(Gabung::Semua) => semua.push("Menunggu semua cabang selesai.".to_owned()),
            Some(Gabung::SalahSatu) => semua.push("Cukup satu cabang selesai.".to_owned()),
            None => {}
        }
        if langkah.pelaksana.len() > 1 {
            semua.push("Dikerjakan salah satu pelaksana bertanda.".to_owned());
        }
        semua.into_iter().map(Isi::Teks).collect()
    }

    /// The lines of the table, in the order of the sheet.
    fn langkah(&self) -> Vec<Langkah<'a>> {
        self.definisi
            .tahap
            .iter()
            .enumerate()
            .flat_map(|(i, t)| self.langkah_tahap(i + 1, t))
            .collect()
    }

    fn langkah_tahap(&self, ke: usize, tahap: &'a Tahap) -> Vec<Langkah<'a>> {
        let level = level(self.definisi, tahap);
        let jumlah = level.len();
        if jumlah == 0 {
            return vec![Langkah {
                nomor: ke.to_string(),
                kegiatan: tahap.nama.clone(),
                pelaksana: pelaksana(tahap).collect(),
                keluar: self.keluar(tahap, None),
                pertama: true,
                tahap,
            }];
        }
        let satu = |(l, (nama, kode)): (usize, (&'a str, &'a Kode))| {
            let naik = (l + 1 < jumlah).then(|| format!("{ke}.{}", l + 2));
            Langkah {
                nomor: if jumlah > 1 { format!("{ke}.{}", l + 1) } else { ke.to_string() },
                kegiatan: if l == 0 && tahap.nama != nama {
                    format!("{}: {nama}", tahap.nama)
                } else {
                    nama.to_owned()
                },
                pelaksana: vec![kode],
                keluar: self.keluar(tahap, naik.as_deref()),
                pertama: l == 0,
                tahap,
            }
        };
        level.into_iter().enumerate().map(satu).collect()
    }

    /// Outcomes with where they lead; climbing a chain leads to `naik`, when there is a level above.
    fn keluar(&self, tahap: &'a Tahap, naik: Option<&str>) -> Vec<(&'a Keputusan, Vec<Sasaran>)> {
        let ke_mana = |keputusan: &Keputusan| match naik {
            Some(nomor) if keputusan.menaikkan() => vec![Sasaran::Langkah(nomor.to_owned())],
            _ => keputusan.tujuan.iter().map(|tujuan| self.sasaran(tujuan)).collect(),
        };
        tahap.keputusan.iter().map(|keputusan| (keputusan, ke_mana(keputusan))).collect()
    }

    fn sasaran(&self, tujuan: &Tujuan) -> Sasaran {
        let nomor = |kode: &Kode| self.nomor.get(kode).map_or(kode.as_str(), |n| n).to_owned();
        match tujuan {
            Tujuan::Tahap(kode) | Tujuan::Turun { dasar: kode } => Sasaran::Langkah(nomor(kode)),
            Tujuan::Pemohon { lanjut, .. } => Sasaran::Pemohon(nomor(lanjut)),
            Tujuan::Selesai => Sasaran::Selesai,
            Tujuan::Ditolak => Sasaran::Ditolak,
            Tujuan::Dibatalkan => Sasaran::Dibatalkan,
        }
    }
}

/// Levels of the chain that a step walks: what is done and by which role.
fn level<'a>(definisi: &'a DefinisiSop, tahap: &'a Tahap) -> Vec<(&'a str, &'a Kode)> {
    let rantai = tahap.rantai.as_ref().and_then(|kode| definisi.rantai(kode));
    rantai.map_or_else(Vec::new, |rantai| {
        rantai.level.iter().map(|level| (level.nama.as_str(), &level.peran)).collect()
    })
}

/// Where a line leads, below its symbol: numbers of steps, and whether a case may be done here; the applicant only where
/// there is nothing else.
fn menuju(langkah: &Langkah<'_>) -> String {
    let mut nomor: Vec<&str> = Vec::new();
    let (mut selesai, mut pemohon) = (false, false);
    for sasaran in langkah.keluar.iter().flat_map(|(_, sasaran)| sasaran) {
        match sasaran {
            Sasaran::Langkah(satu) if !nomor.contains(&satu.as_str()) => nomor.push(satu),
            Sasaran::Selesai => selesai = true,
            Sasaran::Pemohon(_) => pemohon = true,
            _ => {}
        }
    }
    match (nomor.is_empty(), selesai) {
        (false, false) => format!("ke\u{a0}{}", nomor.join(", ")),
        (false, true) => format!("ke\u{a0}{}; selesai", nomor.join(", ")),
        (true, true) => "selesai".to_owned(),
        (true, false) if pemohon => "pemohon".to_owned(),
        (true, false) => String::new(),
    }
}

/// Several targets at once run side by side.
fn bersama(sasaran: &[Sasaran]) -> String {
    let semua: Vec<String> = sasaran.iter().map(Sasaran::kalimat).collect();
    match semua.len() {
        0 | 1 => semua.concat(),
        _ => format!("{} bersamaan", semua.join(" dan ")),
    }
}

/// What a column headed by that name takes: its longest word whole, and its text in not too many lines.
fn lebar_nama(nama: &str) -> u32 {
    let kata = nama.split(|c: char| c.is_whitespace() || c == '/').map(|kata| kata.chars().count());
    let terpanjang = kata.max().unwrap_or(0).max(nama.chars().count() / 6);
    let terpanjang = u32::try_from(terpanjang).unwrap_or(u32::MAX);
    terpanjang.saturating_mul(lebar::HURUF).saturating_add(8).max(lebar::PERAN_MIN)
}

/// The letter of the `i`-th column: A to Z, then A2, B2, ….
fn huruf(i: usize) -> String {
    let huruf = char::from(b'A' + u8::try_from(i % 26).unwrap_or(0));
    if i < 26 { huruf.to_string() } else { format!("{huruf}{}", i / 26 + 1) }
}
