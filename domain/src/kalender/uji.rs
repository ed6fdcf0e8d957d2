//! Examples that an officer can check with a wall calendar.

use time::{OffsetDateTime, macros::datetime};

use super::*;
use crate::{layanan::Kanal, sop::Waktu};

/// Perpres 21/2023: 37,5 hours a week, a longer break on Friday; Ramadan 32,5 hours.
fn jam_kerja() -> JamKerja {
    serde_json::from_value(serde_json::json!({
        "biasa": {
            "senin": ["07:30-12:00", "13:00-16:00"],
            "selasa": ["07:30-12:00", "13:00-16:00"],
            "rabu": ["07:30-12:00", "13:00-16:00"],
            "kamis": ["07:30-12:00", "13:00-16:00"],
            "jumat": ["07:30-11:30", "13:00-16:30"],
            "batas_penerimaan": { "senin": "14:00", "jumat": "11:00" }
        },
        "periode": [{
            "nama": "Ramadan 1447 H", "dari": "2026-02-19", "sampai": "2026-03-20",
            "jam": {
                "senin": ["08:00-12:00", "12:30-15:00"],
                "selasa": ["08:00-12:00", "12:30-15:00"],
                "rabu": ["08:00-12:00", "12:30-15:00"],
                "kamis": ["08:00-12:00", "12:30-15:00"],
                "jumat": ["08:00-11:30", "12:30-15:30"]
            }
        }]
    }))
    .unwrap()
}

fn kalender(zona: ZonaWaktu) -> Kalender {
    let libur = DaftarLibur::nasional().unwrap();
    let khusus = DaftarKhusus::default();
    Kalender { zona, jam: jam_kerja(), libur, khusus, jam_kanal: Vec::new() }
}

fn saat(masuk: OffsetDateTime, durasi: Durasi) -> OffsetDateTime {
    kalender(ZonaWaktu::Wib).tambah(masuk, durasi).unwrap().saat
}

#[test]
fn a_channel_may_be_served_at_hours_of_its_own() {
    let malam =
        serde_json::json!({ "biasa": { "kamis": ["08:00-20:00"], "jumat": ["08:00-20:00"] } });
    let malam = JamKanal { kanal: Kanal::Whatsapp, jam: serde_json::from_value(malam).unwrap() };
    let kalender = Kalender { jam_kanal: vec![malam], ..kalender(ZonaWaktu::Wib) };
    let sore = datetime!(2026-04-09 18:00 +7);
    assert!(kalender.clone().untuk(Kanal::Whatsapp).bekerja_pada(sore));
    assert!(!kalender.clone().untuk(Kanal::Loket).bekerja_pada(sore));
    assert!(!kalender.bekerja_pada(sore));
}

#[test]
fn the_national_list_leaves_240_working_days_in_2026_and_242_in_2027() {
    let daftar = DaftarLibur::nasional().unwrap();
    let jumlah = |tahun, jenis| {
        daftar.semua().filter(|x| x.tanggal.year() == tahun && x.jenis == jenis).count()
    };
    let kalender = kalender(ZonaWaktu::Wib);
    for (tahun, nasional, hari_kerja) in [(2026, 17, 240), (2027, 18, 242)] {
        assert_eq!(jumlah(tahun, JenisLibur::Nasional), nasional);
        assert_eq!(jumlah(tahun, JenisLibur::CutiBersama), 8);
        let hari = (1..=365).filter_map(|n| time::Date::from_ordinal_date(tahun, n).ok());
        assert_eq!(hari.filter(|hari| kalender.hari_kerja(*hari)).count(), hari_kerja);
    }
}

#[test]
fn the_weeks_of_the_presidential_regulation_add_up() {
    let kalender = kalender(ZonaWaktu::Wib);
    let pekan = |dari, sampai| kalender.menit_kerja_antara(dari, sampai);
    assert_eq!(pekan(datetime!(2026-04-06 0:00 +7), datetime!(2026-04-13 0:00 +7)), 37 * 60 + 30);
    assert_eq!(pekan(datetime!(2026-03-02 0:00 +7), datetime!(2026-03-09 0:00 +7)), 32 * 60 + 30);
    assert_eq!(pekan(datetime!(2026-03-09 0:00 +7), datetime!(2026-03-02 0:00 +7)), 0);
}

#[test]
fn the_friday_break_does_not_count() {
    assert!(!kalender(ZonaWaktu::Wib).bekerja_pada(datetime!(2026-04-10 12:00 +7)));
    assert_eq!(
        saat(datetime!(2026-04-10 10:45 +7), Durasi::Jam(2)),
        datetime!(2026-04-10 14:15 +7)
    );
}

#[test]
fn what_comes_after_the_cut_off_counts_from_the_next_working_day() {
    let kalender = kalender(ZonaWaktu::Wib);
    let jumat = kalender.tambah(datetime!(2026-04-10 11:01 +7), Durasi::HariKerja(1)).unwrap();
    assert_eq!(jumat.mulai, datetime!(2026-04-13 7:30 +7));
    assert_eq!(jumat.saat, datetime!(2026-04-14 16:00 +7));
    let tepat = kalender.tambah(datetime!(2026-04-10 11:00:59 +7), Durasi::HariKerja(1)).unwrap();
    assert_eq!(tepat.saat, datetime!(2026-04-13 16:00 +7), "the cut-off minute is in time");
}

#[test]
fn working_days_step_over_lebaran_and_ramadan_hours_end() {
    // 18 Nyepi leave, 19 Nyepi, 20 leave, 21-22 Idulfitri, 23-24 leave.
    assert_eq!(
        saat(datetime!(2026-03-16 9:00 +7), Durasi::HariKerja(2)),
        datetime!(2026-03-25 16:00 +7)
    );
    assert_eq!(
        saat(datetime!(2026-03-17 14:30 +7), Durasi::Menit(60)),
        datetime!(2026-03-25 8:00 +7),
        "30 minutes before 15.00 in Ramadan, 30 after 07.30 when it is over"
    );
}

#[test]
fn wita_closes_an_hour_before_wib() {
    let wita = kalender(ZonaWaktu::Wita);
    let tenggat = wita.tambah(datetime!(2026-04-07 1:00 UTC), Durasi::HariKerja(1)).unwrap();
    assert_eq!(tenggat.saat, datetime!(2026-04-08 16:00 +8));
    assert_eq!(tenggat.saat, datetime!(2026-04-08 8:00 UTC));
    assert!(!tenggat.lewat(datetime!(2026-04-08 8:00:59 UTC)));
    assert!(tenggat.lewat(datetime!(2026-04-08 8:01 UTC)));
}

#[test]
fn calendar_days_weeks_and_ranges() {
    let masuk = datetime!(2026-05-18 9:00 +7);
    assert_eq!(saat(masuk, Durasi::HariKalender(13)), datetime!(2026-05-31 23:59 +7));
    assert_eq!(saat(masuk, Durasi::Minggu(2)), datetime!(2026-06-01 23:59 +7));
    // Waisak on a Sunday and Pancasila on the Monday: the applicant has until Tuesday.
    let pemohon = kalender(ZonaWaktu::Wib).tenggat_pemohon(masuk, Durasi::HariKalender(13));
    assert_eq!(pemohon.unwrap().saat, datetime!(2026-06-02 23:59 +7));
    let rentang = RentangWaktu::baru(1, 3, Satuan::HariKerja).unwrap();
    let tenggat = kalender(ZonaWaktu::Wib).tambah(masuk, Durasi::Rentang(rentang)).unwrap();
    assert_eq!(tenggat.paling_cepat, Some(datetime!(2026-05-19 16:00 +7)));
    assert_eq!(tenggat.saat, datetime!(2026-05-21 16:00 +7));
    assert!(RentangWaktu::baru(3, 1, Satuan::Jam).is_err());
}

#[test]
fn a_calendar_that_never_works_is_an_error_and_not_a_loop() {
    let kosong = JamKerja::baru(PekanKerja::default(), Vec::new()).unwrap();
    let kosong = Kalender { jam: kosong, ..kalender(ZonaWaktu::Wit) };
    let masuk = datetime!(2026-01-05 9:00 +9);
    for durasi in [Durasi::Menit(1), Durasi::HariKerja(0), Durasi::HariKerja(3)] {
        assert_eq!(kosong.tambah(masuk, durasi), Err(GalatKalender::TanpaJamKerja));
    }
    let jauh = |durasi| kalender(ZonaWaktu::Wib).tambah(masuk, durasi);
    for durasi in [Durasi::Menit, Durasi::Jam, Durasi::HariKerja, Durasi::HariKalender] {
        assert_eq!(jauh(durasi(u32::MAX)), Err(GalatKalender::TerlaluJauh));
    }
    assert_eq!(jauh(Durasi::Minggu(u32::MAX)), Err(GalatKalender::TerlaluJauh));
    let ujung = time::PrimitiveDateTime::MAX.assume_utc();
    assert!(kalender(ZonaWaktu::Wit).tambah(ujung, Durasi::HariKerja(1)).is_err());
}

#[test]
fn a_clock_refuses_what_cannot_happen() {
    let t = |menit| datetime!(2026-04-07 9:00 +7) + time::Duration::minutes(menit);
    let jeda = Kejadian::Jeda(SebabJeda::BlankoHabis);
    assert_eq!(Jam::default().catat(t(0), jeda), Err(GalatJam::BelumMulai));
    let mut jam = Jam::mulai(t(0));
    assert_eq!(jam.catat(t(1), Kejadian::Mulai), Err(GalatJam::SudahMulai));
    assert_eq!(jam.catat(t(1), Kejadian::Lanjut), Err(GalatJam::TidakDijeda));
    assert_eq!(jam.catat(t(-1), jeda), Err(GalatJam::Mundur));
    jam.catat(t(1), jeda).unwrap();
    assert_eq!(jam.catat(t(2), jeda), Err(GalatJam::SedangDijeda));
    jam.catat(t(2), Kejadian::Selesai).unwrap();
    assert_eq!(jam.catat(t(3), Kejadian::Lanjut), Err(GalatJam::SudahSelesai));

    let tersimpan = serde_json::to_string(&jam).unwrap();
    assert_eq!(serde_json::from_str::<Jam>(&tersimpan).unwrap(), jam);
    let rusak = tersimpan.replace("mulai", "lanjut");
    assert!(serde_json::from_str::<Jam>(&rusak).is_err());
}

#[test]
fn a_pause_moves_the_deadline_and_the_explanation_says_so() {
    let kalender = kalender(ZonaWaktu::Wita);
    let mut jam = Jam::mulai(datetime!(2026-03-16 15:20 +8));
    jam.catat(datetime!(2026-03-17 10:00 +8), Kejadian::Jeda(SebabJeda::Pemohon)).unwrap();
    jam.catat(datetime!(2026-03-25 8:00 +8), Kejadian::Lanjut).unwrap();
    jam.catat(datetime!(2026-03-25 9:00 +8), Kejadian::Jeda(SebabJeda::SiakGangguan)).unwrap();
    let kini = datetime!(2026-03-25 10:00 +8);
    let ringkasan = jam.ringkas(&kalender, Durasi::Jam(4), kini).unwrap();
    assert_eq!(ringkasan.semula.saat, datetime!(2026-03-17 12:00 +8));
    assert_eq!(ringkasan.tenggat.saat, datetime!(2026-03-25 11:00 +8));
    assert_eq!((ringkasan.bruto, ringkasan.bersih), (390 + 150, 120 + 60));
    assert_eq!(ringkasan.jeda[&SebabJeda::Pemohon], 270 + 30);
    assert_eq!(ringkasan.jeda[&SebabJeda::SiakGangguan], 60);
    assert_eq!(ringkasan.dijeda, Some(SebabJeda::SiakGangguan));
    assert!(!ringkasan.terlambat());

    assert_eq!(
        jam.penjelasan(&kalender, Durasi::Jam(4), kini).unwrap().join("\n"),
        "Janji layanan: 4 jam kerja.\n\
         Masuk Senin, 16 Maret 2026 pukul 15.20 WITA.\n\
         Di luar jam kerja, jadi dihitung mulai Selasa, 17 Maret 2026 pukul 08.00 WITA.\n\
         Selasa, 17 Maret 2026: 2 jam (jam Ramadan 1447 H).\n\
         Rabu, 18 Maret 2026: libur, Cuti bersama Hari Suci Nyepi.\n\
         Kamis, 19 Maret 2026: libur, Hari Suci Nyepi (Tahun Baru Saka 1948).\n\
         Jumat, 20 Maret 2026: libur, Cuti bersama Idulfitri.\n\
         Sabtu, 21 Maret 2026: libur, Idulfitri 1447 Hijriah.\n\
         Minggu, 22 Maret 2026: libur, Idulfitri 1447 Hijriah.\n\
         Senin, 23 Maret 2026: libur, Cuti bersama Idulfitri.\n\
         Selasa, 24 Maret 2026: libur, Cuti bersama Idulfitri.\n\
         Rabu, 25 Maret 2026: 2 jam.\n\
         Dijeda dari Selasa, 17 Maret 2026 pukul 10.00 WITA sampai Rabu, 25 Maret 2026 pukul 08.00 \
         WITA karena menunggu pemohon: 5 jam kerja tidak dihitung.\n\
         Dijeda dari Rabu, 25 Maret 2026 pukul 09.00 WITA sampai Rabu, 25 Maret 2026 pukul 10.00 \
         WITA karena SIAK tidak dapat diakses: 1 jam kerja tidak dihitung.\n\
         Tanpa jeda, tenggatnya Selasa, 17 Maret 2026 pukul 12.00 WITA.\n\
         Tenggat: Rabu, 25 Maret 2026 pukul 11.00 WITA.\n\
         Jam masih dijeda karena SIAK tidak dapat diakses; tenggat bergeser selama jeda berlangsung."
    );
}

#[test]
fn the_explanation_names_the_cut_off_and_what_a_working_day_is() {
    let kalender = kalender(ZonaWaktu::Wib);
    let jam = Jam::mulai(datetime!(2026-04-10 11:30 +7));
    let baris = jam
        .penjelasan(&kalender, Durasi::from(Waktu::HariKerja(1)), datetime!(2026-04-10 12:00 +7))
        .unwrap();
    assert_eq!(
        baris[2],
        "Setelah batas penerimaan pukul 11.00, jadi dihitung mulai Senin, 13 April 2026 pukul 07.30 WIB."
    );
    assert!(baris[3].ends_with("ada 15 jam kerja."), "{}", baris[3]);
    assert_eq!(baris.last().unwrap(), "Tenggat: Selasa, 14 April 2026 pukul 16.00 WIB.");
}

#[test]
fn a_pause_gives_back_calendar_time_under_a_promise_of_calendar_days() {
    let kalender = kalender(ZonaWaktu::Wib);
    let mut jam = Jam::mulai(datetime!(2026-04-07 9:00 +7));
    jam.catat(datetime!(2026-04-08 9:00 +7), Kejadian::Jeda(SebabJeda::PihakLuar)).unwrap();
    jam.catat(datetime!(2026-04-10 9:00 +7), Kejadian::Lanjut).unwrap();
    let kini = datetime!(2026-04-10 9:00 +7);
    let durasi = Durasi::HariKalender(7);
    let tenggat = jam.ringkas(&kalender, durasi, kini).unwrap().tenggat;
    assert_eq!(tenggat.saat, datetime!(2026-04-16 23:59 +7));
    let baris = jam.penjelasan(&kalender, durasi, kini).unwrap();
    assert!(baris.iter().any(|satu| satu.ends_with("pihak luar: 48 jam tidak dihitung.")));
}

#[test]
fn hours_that_make_no_sense_are_refused() {
    let coba = |nilai| serde_json::from_value::<JamKerja>(nilai).unwrap_err().to_string();
    let senin = |rentang: &[&str]| coba(serde_json::json!({ "biasa": { "senin": rentang } }));
    assert!(senin(&["08:00-12:00", "11:59-16:00"]).contains("Senin"));
    assert!(senin(&["12:00-08:00"]).contains("bukan rentang"));
    assert!(senin(&["08:00-08:00"]).contains("bukan rentang"));
    assert!(senin(&["20:00-24:01"]).contains("bukan jam"));
    assert!(senin(&["8:00-12:00"]).contains("bukan jam"));
    assert!(coba(serde_json::json!({ "biasa": { "monday": [] } })).contains("monday"));
    let periode = |dari: &str, sampai: &str| serde_json::json!({ "nama": "R", "dari": dari, "sampai": sampai, "jam": {} });
    let dua = |a, b| coba(serde_json::json!({ "biasa": {}, "periode": [a, b] }));
    let satu = periode("2026-02-01", "2026-02-28");
    assert!(dua(satu.clone(), periode("2026-02-28", "2026-03-01")).contains("bertumpuk"));
    assert!(dua(satu, periode("2026-04-02", "2026-04-01")).contains("berakhir"));
}

#[test]
fn holidays_can_be_edited() {
    let mut kalender = kalender(ZonaWaktu::Wib);
    let senin = time::macros::date!(2026 - 02 - 16);
    assert!(!kalender.hari_kerja(senin));
    assert!(kalender.libur.hapus(senin, JenisLibur::CutiBersama).is_some());
    assert!(kalender.hari_kerja(senin), "the counter stays open on that cuti bersama");
    let hari_jadi = Libur {
        tanggal: senin,
        nama: "Hari Jadi Kabupaten".to_owned(),
        jenis: JenisLibur::Daerah,
        perkiraan: false,
    };
    kalender.libur.tambah(hari_jadi);
    assert!(!kalender.hari_kerja(senin));
}
