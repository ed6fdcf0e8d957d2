//! The kartu kendali on paper (P-8, P-9): every hand-over with its penyerahan and penerimaan, and where the case waited.

use time::OffsetDateTime;

use super::{Arah, Bagian, Isi, Lembar, Sel, Tabel};
use crate::{
    kalender::{Kalender, kalimat_tanggal, lama},
    nilai::NomorRegistrasi,
    sop::{Akhir, StatusKasus},
};

/// The kartu kendali of a case, as the sheet needs it.
#[derive(Clone, Debug)]
pub struct KartuKendali<'a> {
    /// The office.
    pub kantor: &'a str,
    /// The number people read out.
    pub nomor: &'a NomorRegistrasi,
    /// The service's name.
    pub layanan: &'a str,
    /// The applicant, shortened: see [`nama_singkat`].
    pub pemohon: &'a str,
    /// Where the case stands.
    pub status: &'a StatusKasus,
    /// When it was registered.
    pub masuk: OffsetDateTime,
    /// When the office works; its zone is the one of every time on the sheet.
    pub kalender: &'a Kalender,
    /// The hand-overs, in order.
    pub baris: &'a [BarisKartu],
}

/// A hand-over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisKartu {
    /// Its place, from 1.
    pub urutan: u64,
    /// The activity.
    pub kegiatan: String,
    /// Who handed over.
    pub penyerahan: Paraf,
    /// Who took it; `None` while it waits.
    pub penerimaan: Option<Paraf>,
    /// When it was decided or called off.
    pub selesai_pada: Option<OffsetDateTime>,
    /// The outcome, in words.
    pub hasil: Option<String>,
}

/// An initial: who, and when. Electronic, so there is no box to sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paraf {
    /// Full name of the officer; `None` is the applicant.
    pub oleh: Option<String>,
    /// For whom the officer acted, when not in their own office: printed as `a.n.`
    pub atas_nama: Option<String>,
    /// When.
    pub pada: OffsetDateTime,
}

/// The kartu kendali as it stands at `kini`.
pub fn lembar_kartu_kendali(kartu: &KartuKendali<'_>, kini: OffsetDateTime) -> Lembar {
    let saat = |pada| saat(kartu.kalender, pada);
    let mut jumlah = Lama::default();
    let mut baris = Vec::with_capacity(kartu.baris.len() + 1);
    for satu in kartu.baris {
        let lama_ini = Lama::hitung(kartu.kalender, satu, kini);
        jumlah.tunggu += lama_ini.tunggu;
        jumlah.kerja += lama_ini.kerja;
        baris.push(baris_tabel(kartu.kalender, satu, lama_ini));
    }
    baris.push(vec![
        Sel::isi(vec![Isi::Subjudul("Jumlah waktu kerja".to_owned())]).seluas(4, 1),
        Sel::kepala(lama(jumlah.tunggu)),
        Sel::kepala(lama(jumlah.kerja)),
        Sel::kosong(),
    ]);
    let pasangan = |kunci: &str, nilai: String| Isi::Pasangan(kunci.to_owned(), nilai);
    Lembar {
        judul: format!("Kartu kendali {}", kartu.nomor),
        kantor: kartu.kantor.to_owned(),
        arah: Arah::Tegak,
        bagian: vec![
            Bagian::Judul {
                kop: kartu.kantor.to_owned(),
                judul: "Kartu Kendali Pelayanan".to_owned(),
                bawah: Vec::new(),
            },
            Bagian::Isi(vec![
                pasangan("Nomor registrasi", kartu.nomor.to_string()),
                pasangan("Layanan", kartu.layanan.to_owned()),
                pasangan("Pemohon", kartu.pemohon.to_owned()),
                pasangan("Diterima", saat(kartu.masuk)),
                pasangan("Keadaan", keadaan(kartu.status).to_owned()),
            ]),
            Bagian::Tabel(Tabel {
                kolom: vec![22, 118, 104, 104, 54, 54, 74],
                kepala: vec![
                    ["No", "Kegiatan", "Penyerahan", "Penerimaan", "Menunggu", "Dikerjakan", "Hasil"]
                        .map(Sel::kepala)
                        .to_vec(),
                ],
                baris,
                rapat: true,
            }),
            Bagian::Isi(vec![Isi::Teks(
                "Paraf penyerahan dan penerimaan dicatat secara elektronik: nama dan waktunya tercetak di atas. \
                 Lama menunggu dan dikerjakan dihitung dalam jam kerja kantor."
                    .to_owned(),
            )]),
        ],
        kaki: format!("Kartu kendali {}, dicetak {}", kartu.nomor, saat(kini)),
    }
}

/// Working minutes of a hand-over.
#[derive(Clone, Copy, Default)]
struct Lama {
    /// From penyerahan to penerimaan.
    tunggu: u64,
    /// From penerimaan to the outcome.
    kerja: u64,
    /// Whether it still runs.
    berjalan: bool,
}

impl Lama {
    fn hitung(kalender: &Kalender, baris: &BarisKartu, kini: OffsetDateTime) -> Self {
        let akhir = baris.selesai_pada.unwrap_or(kini);
        let diterima = baris.penerimaan.as_ref().map(|paraf| paraf.pada);
        let sampai = diterima.unwrap_or(akhir);
        Self {
            tunggu: kalender.menit_kerja_antara(baris.penyerahan.pada, sampai),
            kerja: diterima.map_or(0, |dari| kalender.menit_kerja_antara(dari, akhir)),
            berjalan: baris.selesai_pada.is_none(),
        }
    }
}

fn baris_tabel(kalender: &Kalender, satu: &BarisKartu, lama_ini: Lama) -> Vec<Sel> {
    let belum = || Sel::teks("-").di_tengah();
    let diterima = satu.penerimaan.is_some();
    let kata = |menit: u64, berjalan: bool| {
        let tambahan = if berjalan { ", berjalan" } else { "" };
        Sel::teks(format!("{}{tambahan}", lama(menit))).di_tengah()
    };
    let hasil = match (&satu.hasil, satu.selesai_pada) {
        (Some(hasil), _) => hasil.as_str(),
        (None, Some(_)) => "Dibatalkan",
        (None, None) if diterima => "Sedang dikerjakan",
        (None, None) => "Menunggu diterima",
    };
    vec![
        Sel::teks(satu.urutan.to_string()).di_tengah(),
        Sel::teks(&*satu.kegiatan),
        paraf(kalender, &satu.penyerahan),
        satu.penerimaan.as_ref().map_or_else(belum, |diterima| paraf(kalender, diterima)),
        kata(lama_ini.tunggu, lama_ini.berjalan && !diterima),
        if diterima { kata(lama_ini.kerja, lama_ini.berjalan) } else { belum() },
        Sel::teks(hasil),
    ]
}

fn paraf(kalender: &Kalender, paraf: &Paraf) -> Sel {
    let oleh = paraf.oleh.clone().unwrap_or_else(|| "Pemohon".to_owned());
    let mut isi = vec![Isi::Subjudul(oleh)];
    isi.extend(paraf.atas_nama.iter().map(|nama| Isi::Teks(format!("a.n. {nama}"))));
    isi.push(Isi::Teks(saat(kalender, paraf.pada)));
    Sel::isi(isi)
}

/// A moment on the office's wall clock: `9 April 2020, 10.15 WIB`.
fn saat(kalender: &Kalender, pada: OffsetDateTime) -> String {
    let setempat = kalender.zona.setempat(pada);
    let (jam, menit, zona) = (setempat.hour(), setempat.minute(), kalender.zona.nama());
    // The zone stays with its time when a line ends there.
    format!("{}, {jam:02}.{menit:02}\u{a0}{zona}", kalimat_tanggal(setempat.date()))
}

fn keadaan(status: &StatusKasus) -> &'static str {
    match status {
        StatusKasus::Berjalan => "Sedang diproses",
        StatusKasus::MenungguPemohon { .. } => "Menunggu pemohon melengkapi",
        StatusKasus::Berakhir { akhir, .. } => match akhir {
            Akhir::Selesai => "Selesai",
            Akhir::Ditolak => "Ditolak",
            Akhir::Dibatalkan => "Dibatalkan",
        },
    }
}

/// A name that tells papers apart without telling who it is: the first word and initials, `Siti Aminah` as `Siti A.`;
/// a name of one word keeps three letters.
pub fn nama_singkat(nama: &str) -> String {
    let mut kata = nama.split_whitespace();
    let Some(depan) = kata.next() else { return "-".to_owned() };
    let huruf = kata.filter_map(|satu| satu.chars().find(|huruf| huruf.is_alphanumeric()));
    let inisial = huruf.fold(String::new(), |mut semua, huruf| {
        semua.push(' ');
        semua.extend(huruf.to_uppercase());
        semua.push('.');
        semua
    });
    if inisial.is_empty() {
        depan.chars().enumerate().map(|(i, huruf)| if i < 3 { huruf } else { '*' }).collect()
    } else {
        format!("{depan}{inisial}")
    }
}
