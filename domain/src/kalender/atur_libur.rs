//! Edit the days of a calendar: holidays of the office, and days on which it works all the same.

use std::collections::BTreeMap;

use serde_json::json;
use time::Date;

use super::{
    CatatanImpor, GalatIcal, Hari, HariKerjaKhusus, JenisLibur, KalenderKantor, Libur,
    baca_tanggal, impor_ical,
    isi_jam::{baca_hari, baca_nama, baca_rentang},
    kelola::{cocokkan, tanpa_kalender, ubah_kalender},
};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Bentrok, Galat},
    ports::Ports,
};

/// What an office may say about one of its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JenisHari {
    /// A holiday of the region.
    Daerah,
    /// Collective leave.
    CutiBersama,
    /// A working day, whatever holidays or the week say.
    HariKerjaKhusus,
}

impl JenisHari {
    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Daerah => "daerah",
            Self::CutiBersama => "cuti_bersama",
            Self::HariKerjaKhusus => "hari_kerja_khusus",
        }
    }

    fn libur(self) -> Option<JenisLibur> {
        match self {
            Self::Daerah => Some(JenisLibur::Daerah),
            Self::CutiBersama => Some(JenisLibur::CutiBersama),
            Self::HariKerjaKhusus => None,
        }
    }
}

/// Declare a day a holiday of the office, or a working day.
#[derive(Clone, Debug)]
pub struct TambahLibur {
    /// The day, `YYYY-MM-DD`.
    pub tanggal: String,
    /// What it is called, or why the office works then.
    pub nama: String,
    /// Which of the two.
    pub jenis: JenisHari,
    /// Hours of a special working day; without them those of the weekday hold.
    pub jam: Vec<String>,
    /// The hash of the calendar the editor saw, when they name it.
    pub sidik: Option<String>,
}

impl TambahLibur {
    /// Stores the day.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KalenderKantor, Galat> {
        pelaku.petugas(Izin::KalenderKelola)?;
        let mut cacat = Vec::new();
        let nama = baca_nama(&self.nama, "/nama", &mut cacat);
        let tanggal = baca_hari(&self.tanggal, "/tanggal", &mut cacat);
        let rentang = tanggal.map_or_else(Vec::new, |tanggal| {
            baca_rentang(Hari::dari(tanggal), &self.jam, "/jam", &mut cacat)
        });
        let (Some(nama), Some(tanggal), true) = (nama, tanggal, cacat.is_empty()) else {
            return Err(Galat::TidakSah(cacat));
        };
        let jenis = self.jenis;
        let ubah = move |kantor: &mut KalenderKantor| {
            match jenis.libur() {
                Some(jenis) if rentang.is_empty() => {
                    tambah_libur(kantor, Libur { tanggal, nama, jenis, perkiraan: false })?;
                }
                Some(_) => {
                    return Err(Galat::isian(
                        "/jam",
                        "libur_tanpa_jam",
                        "Hari libur tidak punya jam kerja. Kosongkan jam, atau pilih hari_kerja_khusus.",
                    ));
                }
                None => {
                    let satu = HariKerjaKhusus::baru(tanggal, nama, rentang)
                        .map_err(|galat| Galat::TidakSah(vec![galat.di("/jam")]))?;
                    tambah_khusus(kantor, satu)?;
                }
            }
            Ok(((), json!({ "tanggal": tanggal.to_string(), "jenis": jenis.kata() })))
        };
        let dilihat = self.sidik.as_deref();
        ubah_kalender(ports, pelaku, dilihat, "kalender.libur_tambah", ubah)
            .await
            .map(|((), kantor)| kantor)
    }
}

fn tambah_libur(kantor: &mut KalenderKantor, libur: Libur) -> Result<(), Galat> {
    if kantor.kalender.khusus.pada(libur.tanggal).is_some() {
        return Err(sudah_khusus().into());
    }
    if let Some(ada) = kantor.kalender.libur.satu(libur.tanggal, libur.jenis) {
        return Err(Bentrok::baru(
            "libur_sudah_ada",
            format!("Tanggal ini sudah tercatat sebagai libur: {}.", ada.nama),
        )
        .into());
    }
    kantor.kalender.libur.tambah(libur);
    Ok(())
}

fn tambah_khusus(kantor: &mut KalenderKantor, satu: HariKerjaKhusus) -> Result<(), Galat> {
    let tanggal = satu.tanggal();
    if kantor.kalender.khusus.pada(tanggal).is_some() {
        return Err(sudah_khusus().into());
    }
    if satu.jam().is_empty() {
        if kantor.kalender.jam.rentang_pada(tanggal).is_empty() {
            return Err(Galat::isian(
                "/jam",
                "jam_wajib",
                "Hari ini biasanya tutup. Sebutkan jam kerjanya, misalnya 08:00-12:00.",
            ));
        }
        if kantor.kalender.hari_kerja(tanggal) {
            return Err(Galat::isian(
                "/tanggal",
                "sudah_hari_kerja",
                "Tanggal ini sudah hari kerja biasa. Sebutkan jam bila jam kerjanya berbeda.",
            ));
        }
    }
    kantor.kalender.khusus.tambah(satu);
    Ok(())
}

fn sudah_khusus() -> Bentrok {
    Bentrok::baru(
        "hari_kerja_khusus_ada",
        "Tanggal ini sudah dinyatakan hari kerja khusus. Hapus dahulu pernyataan itu.",
    )
}

/// Take back what the office said about a day.
#[derive(Clone, Debug)]
pub struct HapusLibur {
    /// The day, `YYYY-MM-DD`.
    pub tanggal: String,
    /// Only what is of this kind.
    pub jenis: Option<JenisHari>,
    /// The hash of the calendar the editor saw, when they name it.
    pub sidik: Option<String>,
}

impl HapusLibur {
    /// Removes it. A national day is not the office's to remove; it can be declared a working day.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KalenderKantor, Galat> {
        pelaku.petugas(Izin::KalenderKelola)?;
        let tanggal = baca_tanggal(&self.tanggal).ok_or(Galat::TidakDitemukan("libur"))?;
        let jenis = self.jenis;
        let ubah = move |kantor: &mut KalenderKantor| {
            let dihapus = hapus(kantor, tanggal, jenis)?;
            Ok(((), json!({ "tanggal": tanggal.to_string(), "jenis": dihapus })))
        };
        let dilihat = self.sidik.as_deref();
        ubah_kalender(ports, pelaku, dilihat, "kalender.libur_hapus", ubah)
            .await
            .map(|((), kantor)| kantor)
    }
}

fn hapus(
    kantor: &mut KalenderKantor,
    tanggal: Date,
    jenis: Option<JenisHari>,
) -> Result<Vec<&'static str>, Galat> {
    let semua = [JenisHari::Daerah, JenisHari::CutiBersama, JenisHari::HariKerjaKhusus];
    let mut dihapus = Vec::new();
    let mut nasional = false;
    for satu in semua.into_iter().filter(|satu| jenis.is_none_or(|jenis| jenis == *satu)) {
        let ada = match satu.libur() {
            Some(libur) if kantor.nasional(tanggal, libur) => {
                nasional = true;
                false
            }
            Some(libur) => kantor.kalender.libur.hapus(tanggal, libur).is_some(),
            None => kantor.kalender.khusus.hapus(tanggal).is_some(),
        };
        if ada {
            dihapus.push(satu.kata());
        }
    }
    nasional |= jenis.is_none() && kantor.nasional(tanggal, JenisLibur::Nasional);
    if !dihapus.is_empty() {
        return Ok(dihapus);
    }
    Err(if nasional {
        Bentrok::baru(
            "libur_nasional",
            "Libur nasional dan cuti bersama nasional tidak dapat dihapus. Bila kantor tetap buka, nyatakan tanggal \
             ini sebagai hari kerja khusus.",
        )
        .dengan_pilihan(vec![JenisHari::HariKerjaKhusus.kata().to_owned()])
        .into()
    } else {
        Galat::TidakDitemukan("libur")
    })
}

/// Take regional holidays over from an iCalendar file.
#[derive(Clone, Debug)]
pub struct ImporLibur {
    /// The file.
    pub teks: String,
    /// Only say what would change.
    pub uji_coba: bool,
    /// The hash of the calendar the editor saw, when they name it.
    pub sidik: Option<String>,
}

/// What an import changed, or would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HasilImporLibur {
    /// Days that were not known.
    pub ditambah: Vec<Libur>,
    /// Days with another name: before, after.
    pub diganti: Vec<(Libur, Libur)>,
    /// How many days say the same already.
    pub sama: usize,
    /// Days on which the office works all the same, as it declared.
    pub tetap_buka: Vec<Date>,
    /// What the person who imports should look at.
    pub catatan: Vec<CatatanImpor>,
}

impl ImporLibur {
    /// Takes the days over, or only tells, with the calendar as it is then.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<(HasilImporLibur, KalenderKantor), Galat> {
        pelaku.petugas(Izin::KalenderKelola)?;
        let berkas = impor_ical(&self.teks).map_err(ditolak)?;
        let dilihat = self.sidik.as_deref();
        // A day that the file names twice has the later name.
        let hari: BTreeMap<Date, Libur> =
            berkas.libur.into_iter().map(|libur| (libur.tanggal, libur)).collect();
        let catatan = berkas.catatan;
        if self.uji_coba {
            let mut work = ports.store.read(&pelaku.tenant.slug).await?;
            let kalender = work.katalog().kalender().await?.ok_or_else(tanpa_kalender)?;
            let kantor = KalenderKantor::baru(ports, kalender)?;
            cocokkan(&kantor, dilihat)?;
            return Ok((ambil_alih(&mut kantor.clone(), hari, catatan), kantor));
        }
        let ubah = move |kantor: &mut KalenderKantor| {
            let hasil = ambil_alih(kantor, hari, catatan);
            let rincian =
                json!({ "ditambah": hasil.ditambah.len(), "diganti": hasil.diganti.len() });
            Ok((hasil, rincian))
        };
        ubah_kalender(ports, pelaku, dilihat, "kalender.libur_impor", ubah).await
    }
}

fn ditolak(galat: GalatIcal) -> Galat {
    Galat::isian("", "berkas_ical_tidak_sah", format!("Berkas kalender ditolak, {galat}."))
}

fn ambil_alih(
    kantor: &mut KalenderKantor,
    hari: BTreeMap<Date, Libur>,
    catatan: Vec<CatatanImpor>,
) -> HasilImporLibur {
    let mut hasil = HasilImporLibur { catatan, ..HasilImporLibur::default() };
    for (tanggal, libur) in hari {
        if kantor.kalender.khusus.pada(tanggal).is_some() {
            hasil.tetap_buka.push(tanggal);
        }
        match kantor.kalender.libur.tambah(libur.clone()) {
            None => hasil.ditambah.push(libur),
            Some(lama) if lama == libur => hasil.sama += 1,
            Some(lama) => hasil.diganti.push((lama, libur)),
        }
    }
    hasil
}
