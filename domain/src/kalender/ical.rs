//! Import of regional holidays from an iCalendar file: all-day events, and nothing else.

use time::{Date, Duration, Month};

use super::{JenisLibur, Libur};

/// The longest text that is read, in bytes.
pub const UKURAN_MAKS: usize = 1 << 20;
/// The most days that one file may name.
pub const HARI_MAKS: usize = 2_000;
/// The longest event, in days.
pub const LAMA_MAKS: i64 = 31;

const NAMA_MAKS: usize = 200;

/// Why a file was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("baris {baris}: {sebab}")]
pub struct GalatIcal {
    /// The line, counted from 1.
    pub baris: usize,
    /// What is wrong there.
    pub sebab: SebabIcal,
}

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SebabIcal {
    /// Longer than [`UKURAN_MAKS`].
    #[error("berkas lebih besar dari 1 MiB")]
    TerlaluBesar,
    /// More days than [`HARI_MAKS`].
    #[error("berkas memuat terlalu banyak hari libur")]
    TerlaluBanyak,
    /// Does not begin with `BEGIN:VCALENDAR`.
    #[error("berkas bukan kalender iCalendar")]
    BukanKalender,
    /// A date that does not exist.
    #[error("tanggal tidak sah")]
    TanggalTidakSah,
    /// An event that ends before it begins.
    #[error("kegiatan berakhir sebelum dimulai")]
    Terbalik,
    /// An event longer than [`LAMA_MAKS`].
    #[error("kegiatan lebih lama dari 31 hari")]
    TerlaluLama,
    /// An event without an end.
    #[error("kegiatan tidak ditutup dengan END:VEVENT")]
    TidakDitutup,
    /// An event within an event, or an end without a beginning.
    #[error("BEGIN dan END tidak berpasangan")]
    TidakBerpasangan,
}

impl SebabIcal {
    fn di(self, baris: usize) -> GalatIcal {
        GalatIcal { baris, sebab: self }
    }
}

/// An event that was left out or only partly taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatatanImpor {
    /// The line on which the event begins, counted from 1.
    pub baris: usize,
    /// What happened to it.
    pub sebab: SebabCatatan,
}

/// Why an event was left out or only partly taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SebabCatatan {
    /// Not an all-day event: left out.
    BukanSeharian,
    /// Called off: left out.
    Dibatalkan,
    /// It recurs: only its first occurrence was taken.
    BerulangSekaliSaja,
}

/// What a file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HasilImpor {
    /// The holidays, one per day, in the order of the file.
    pub libur: Vec<Libur>,
    /// What the person who imports should look at.
    pub catatan: Vec<CatatanImpor>,
}

#[derive(Default)]
struct Kegiatan {
    baris: usize,
    dalam: usize,
    mulai: Option<(Date, usize)>,
    akhir: Option<(Date, usize)>,
    nama: Option<String>,
    batal: bool,
    berulang: bool,
}

/// Reads the all-day events of a file as regional holidays.
pub fn impor_ical(teks: &str) -> Result<HasilImpor, GalatIcal> {
    if teks.len() > UKURAN_MAKS {
        return Err(SebabIcal::TerlaluBesar.di(1));
    }
    let baris = rapatkan(teks.strip_prefix('\u{feff}').unwrap_or(teks));
    let pembuka = baris.iter().find(|(_, isi)| !isi.trim().is_empty());
    if !pembuka.is_some_and(|(_, isi)| isi.trim_end().eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(SebabIcal::BukanKalender.di(pembuka.map_or(1, |(nomor, _)| *nomor)));
    }
    let mut hasil = HasilImpor::default();
    let mut kini: Option<Kegiatan> = None;
    for (nomor, isi) in &baris {
        let Some((nama, parameter, nilai)) = urai(isi) else { continue };
        let acara = nilai.trim().eq_ignore_ascii_case("VEVENT");
        match (nama.to_ascii_uppercase().as_str(), kini.as_mut()) {
            ("BEGIN", None) if acara => {
                kini = Some(Kegiatan { baris: *nomor, ..Kegiatan::default() });
            }
            ("END", None) | ("BEGIN", Some(_)) if acara => {
                return Err(SebabIcal::TidakBerpasangan.di(*nomor));
            }
            ("END", Some(_)) if acara => {
                if let Some(kegiatan) = kini.take() {
                    catat(kegiatan, &mut hasil)?;
                }
            }
            ("BEGIN", Some(kegiatan)) => kegiatan.dalam += 1,
            ("END", Some(kegiatan)) => {
                kegiatan.dalam = kegiatan
                    .dalam
                    .checked_sub(1)
                    .ok_or_else(|| SebabIcal::TidakBerpasangan.di(*nomor))?;
            }
            (kunci, Some(kegiatan)) if kegiatan.dalam == 0 => {
                kegiatan.isi(kunci, parameter, nilai, *nomor)?;
            }
            _ => {}
        }
    }
    kini.map_or(Ok(hasil), |kegiatan| Err(SebabIcal::TidakDitutup.di(kegiatan.baris)))
}

impl Kegiatan {
    fn isi(
        &mut self,
        kunci: &str,
        parameter: &str,
        nilai: &str,
        nomor: usize,
    ) -> Result<(), GalatIcal> {
        let seharian = parameter.to_ascii_uppercase().split(';').any(|p| p == "VALUE=DATE")
            || nilai.trim().len() == 8;
        match kunci {
            "DTSTART" if seharian => self.mulai = Some((tanggal(nilai, nomor)?, nomor)),
            "DTEND" if seharian => self.akhir = Some((tanggal(nilai, nomor)?, nomor)),
            "SUMMARY" => self.nama = Some(lepas(nilai)),
            "STATUS" => self.batal = nilai.trim().eq_ignore_ascii_case("CANCELLED"),
            "RRULE" | "RDATE" => self.berulang = true,
            _ => {}
        }
        Ok(())
    }
}

fn catat(kegiatan: Kegiatan, hasil: &mut HasilImpor) -> Result<(), GalatIcal> {
    let baris = kegiatan.baris;
    let mut tulis = |sebab| hasil.catatan.push(CatatanImpor { baris, sebab });
    if kegiatan.batal {
        tulis(SebabCatatan::Dibatalkan);
        return Ok(());
    }
    let Some((mulai, _)) = kegiatan.mulai else {
        tulis(SebabCatatan::BukanSeharian);
        return Ok(());
    };
    if kegiatan.berulang {
        tulis(SebabCatatan::BerulangSekaliSaja);
    }
    let lama = match kegiatan.akhir {
        // Some calendars write the same day twice where the standard wants the day after.
        Some((akhir, _)) if akhir == mulai => 1,
        Some((akhir, nomor)) => match (akhir - mulai).whole_days() {
            hari if hari < 0 => return Err(SebabIcal::Terbalik.di(nomor)),
            hari if hari > LAMA_MAKS => return Err(SebabIcal::TerlaluLama.di(nomor)),
            hari => hari,
        },
        None => 1,
    };
    let nama = kegiatan.nama.filter(|nama| !nama.is_empty());
    let nama = nama.unwrap_or_else(|| "Libur daerah".to_owned());
    for hari in 0..lama {
        if hasil.libur.len() >= HARI_MAKS {
            return Err(SebabIcal::TerlaluBanyak.di(baris));
        }
        let tanggal = mulai
            .checked_add(Duration::days(hari))
            .ok_or_else(|| SebabIcal::TanggalTidakSah.di(baris))?;
        hasil.libur.push(Libur {
            tanggal,
            nama: nama.clone(),
            jenis: JenisLibur::Daerah,
            perkiraan: false,
        });
    }
    Ok(())
}

/// Unfolds: a line that begins with a blank goes on with the one before.
fn rapatkan(teks: &str) -> Vec<(usize, String)> {
    let mut hasil: Vec<(usize, String)> = Vec::new();
    for (i, baris) in teks.split('\n').enumerate() {
        let baris = baris.strip_suffix('\r').unwrap_or(baris);
        match (baris.strip_prefix([' ', '\t']), hasil.last_mut()) {
            (Some(lanjutan), Some((_, isi))) => isi.push_str(lanjutan),
            _ => hasil.push((i + 1, baris.to_owned())),
        }
    }
    hasil
}

/// Name, parameters and value; a colon within quotes belongs to a parameter.
fn urai(baris: &str) -> Option<(&str, &str, &str)> {
    let mut kutip = false;
    let titik_dua = baris.char_indices().find_map(|(i, c)| {
        kutip ^= c == '"';
        (c == ':' && !kutip).then_some(i)
    })?;
    let (kepala, nilai) = (baris.get(..titik_dua)?, baris.get(titik_dua + 1..)?);
    let (nama, parameter) = kepala.split_once(';').unwrap_or((kepala, ""));
    Some((nama.trim(), parameter, nilai))
}

fn tanggal(nilai: &str, nomor: usize) -> Result<Date, GalatIcal> {
    let nilai = nilai.trim();
    let angka = |dari: usize, sampai: usize| {
        let bagian = nilai.get(dari..sampai)?;
        bagian.bytes().all(|b| b.is_ascii_digit()).then(|| bagian.parse::<u16>().ok())?
    };
    let baca = || {
        if nilai.len() != 8 {
            return None;
        }
        let bulan = Month::try_from(u8::try_from(angka(4, 6)?).ok()?).ok()?;
        let hari = u8::try_from(angka(6, 8)?).ok()?;
        Date::from_calendar_date(i32::from(angka(0, 4)?), bulan, hari).ok()
    };
    baca().ok_or_else(|| SebabIcal::TanggalTidakSah.di(nomor))
}

/// Undoes the escapes of a text value, on one line and of bounded length.
fn lepas(nilai: &str) -> String {
    let mut hasil = String::new();
    let mut huruf = nilai.chars();
    while let Some(c) = huruf.next() {
        let c = if c == '\\' { huruf.next().unwrap_or('\\') } else { c };
        // A break, whether real or written as an escape, becomes a blank.
        hasil.push(if c.is_control() { ' ' } else { c });
    }
    hasil.trim().chars().take(NAMA_MAKS).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CONTOH: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n\
        DTSTART;VALUE=DATE:20260527\r\nDTEND;VALUE=DATE:20260529\r\n\
        SUMMARY:Hari Jadi Kab\r\n upaten\\, ke-462\r\n\
        BEGIN:VALARM\r\nSUMMARY:bukan ini\r\nEND:VALARM\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nDTSTART:20260601T080000Z\r\nSUMMARY:Rapat\r\nEND:VEVENT\r\n\
        END:VCALENDAR\r\n";

    #[test]
    fn all_day_events_become_regional_holidays_day_by_day() {
        let hasil = impor_ical(CONTOH).unwrap();
        let hari: Vec<_> = hasil.libur.iter().map(|x| x.tanggal.to_string()).collect();
        assert_eq!(hari, ["2026-05-27", "2026-05-28"], "DTEND is not included");
        assert!(hasil.libur.iter().all(|x| x.nama == "Hari Jadi Kabupaten, ke-462"));
        assert!(hasil.libur.iter().all(|x| x.jenis == JenisLibur::Daerah));
        assert_eq!(hasil.catatan, [CatatanImpor { baris: 12, sebab: SebabCatatan::BukanSeharian }]);
    }

    #[test]
    fn errors_name_the_line() {
        let galat =
            |isi: &str| impor_ical(&format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{isi}")).unwrap_err();
        assert_eq!(galat("DTSTART;VALUE=DATE:20260231\n"), SebabIcal::TanggalTidakSah.di(3));
        assert_eq!(galat("SUMMARY:x\n"), SebabIcal::TidakDitutup.di(2));
        assert_eq!(
            galat("DTSTART;VALUE=DATE:20260201\nDTEND;VALUE=DATE:20260131\nEND:VEVENT\n"),
            SebabIcal::Terbalik.di(4)
        );
        assert_eq!(
            galat("DTSTART;VALUE=DATE:20260201\nDTEND;VALUE=DATE:20270101\nEND:VEVENT\n"),
            SebabIcal::TerlaluLama.di(4)
        );
        assert_eq!(galat("BEGIN:VEVENT\n"), SebabIcal::TidakBerpasangan.di(3));
        assert_eq!(impor_ical("\n<html>"), Err(SebabIcal::BukanKalender.di(2)));
        assert_eq!(impor_ical(&" ".repeat(UKURAN_MAKS + 1)), Err(SebabIcal::TerlaluBesar.di(1)));
    }

    #[test]
    fn a_file_names_a_bounded_number_of_days() {
        let kegiatan = "BEGIN:VEVENT\nDTSTART:20260101\nDTEND:20260130\nEND:VEVENT\n";
        let teks = format!("BEGIN:VCALENDAR\n{}", kegiatan.repeat(100));
        assert_eq!(impor_ical(&teks).unwrap_err().sebab, SebabIcal::TerlaluBanyak);
    }

    #[test]
    fn what_recurs_or_was_called_off_is_reported() {
        let teks = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=YEARLY\nEND:VEVENT\n\
            BEGIN:VEVENT\nDTSTART:20260102\nSTATUS:CANCELLED\nEND:VEVENT\n";
        let hasil = impor_ical(teks).unwrap();
        assert_eq!(hasil.libur.len(), 1);
        assert_eq!(hasil.libur[0].nama, "Libur daerah");
        assert_eq!(hasil.catatan.len(), 2);
    }

    proptest! {
        #[test]
        fn no_text_panics(teks in any::<String>()) {
            let _ = impor_ical(&teks);
        }

        #[test]
        fn no_mangled_calendar_panics(
            baris in prop::collection::vec(
                prop_oneof![
                    Just("BEGIN:VEVENT".to_owned()),
                    Just("END:VEVENT".to_owned()),
                    Just("BEGIN:VALARM".to_owned()),
                    Just("END:VALARM".to_owned()),
                    "(DTSTART|DTEND)(;VALUE=DATE)?:[0-9é+]{7,9}",
                    "(DTSTART|DTEND):99991231",
                    "SUMMARY:\\PC{0,20}",
                    "[ \t]\\PC{0,9}",
                    "\\PC{0,9}[:;\"]\\PC{0,9}",
                ],
                0..40,
            ),
            akhir in prop_oneof![Just("\n"), Just("\r\n")],
        ) {
            let teks = format!("BEGIN:VCALENDAR{akhir}{}", baris.join(akhir));
            if let Err(galat) = impor_ical(&teks) {
                prop_assert!(galat.baris >= 1 && galat.baris <= baris.len() + 1);
            }
        }
    }
}
