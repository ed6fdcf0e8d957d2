//! Sums of the report, and what changed since a day was closed: pure.

use std::collections::BTreeMap;

use time::{Date, OffsetDateTime, Time, UtcOffset};

use super::{BarisLaporan, Koreksi};
use crate::{
    kalender::ZonaWaktu,
    layanan::{JenisProduk, SaluranPenyerahan},
};

/// The names of the columns of numbers.
const KOLOM: [&str; 7] =
    ["dikirim", "sampai", "gagal", "diambil_sendiri", "diambil_kuasa", "ditarik", "menunggu"];

/// The columns of a row, by name.
pub fn kolom(baris: &BarisLaporan) -> [(&'static str, u64); 7] {
    [
        ("dikirim", baris.dikirim),
        ("sampai", baris.sampai),
        ("gagal", baris.gagal),
        ("diambil_sendiri", baris.diambil_sendiri),
        ("diambil_kuasa", baris.diambil_kuasa),
        ("ditarik", baris.ditarik),
        ("menunggu", baris.menunggu),
    ]
}

/// Totals of every column.
pub fn jumlah(baris: &[BarisLaporan]) -> [u64; 7] {
    let mut semua = [0_u64; 7];
    for satu in baris {
        for (tempat, (_, nilai)) in semua.iter_mut().zip(kolom(satu)) {
            *tempat = tempat.saturating_add(nilai);
        }
    }
    semua
}

/// The moments between which a day of the office lies.
pub fn batas_hari(zona: ZonaWaktu, dari: Date, sampai: Date) -> (OffsetDateTime, OffsetDateTime) {
    let geser = zona.setempat(OffsetDateTime::UNIX_EPOCH).offset();
    let awal =
        |tanggal: Date, geser: UtcOffset| tanggal.with_time(Time::MIDNIGHT).assume_offset(geser);
    (awal(dari, geser), awal(sampai.next_day().unwrap_or(sampai), geser))
}

type Kunci = (String, String, &'static str);

fn peta(baris: &[BarisLaporan]) -> BTreeMap<Kunci, (JenisProduk, SaluranPenyerahan, i64)> {
    let mut peta = BTreeMap::new();
    for satu in baris {
        for (nama, nilai) in kolom(satu) {
            let kunci = (format!("{:?}", satu.jenis), format!("{:?}", satu.saluran), nama);
            let nilai = i64::try_from(nilai).unwrap_or(i64::MAX);
            peta.insert(kunci, (satu.jenis, satu.saluran, nilai));
        }
    }
    peta
}

/// What has changed of a day: the numbers of now less those that were closed and those that were corrected since.
pub fn koreksi(
    tanggal: Date,
    ditutup: &[BarisLaporan],
    sudah: &[Koreksi],
    sekarang: &[BarisLaporan],
) -> Vec<Koreksi> {
    let mut selisih = peta(sekarang);
    for (kunci, (jenis, saluran, nilai)) in peta(ditutup) {
        selisih.entry(kunci).or_insert((jenis, saluran, 0)).2 -= nilai;
    }
    for satu in sudah.iter().filter(|satu| satu.tanggal == tanggal) {
        // Also where neither the closed day nor today has such a row: what was corrected up may have to go down again.
        let nama = KOLOM.into_iter().find(|nama| *nama == satu.kolom);
        let Some(nama) = nama else { continue };
        let kunci = (format!("{:?}", satu.jenis), format!("{:?}", satu.saluran), nama);
        selisih.entry(kunci).or_insert((satu.jenis, satu.saluran, 0)).2 -= satu.selisih;
    }
    selisih
        .into_iter()
        .filter(|(_, (_, _, nilai))| *nilai != 0)
        .map(|((_, _, nama), (jenis, saluran, selisih))| Koreksi {
            tanggal,
            jenis,
            saluran,
            kolom: nama.to_owned(),
            selisih,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::{date, datetime};

    use super::*;

    const HARI: Date = date!(2026 - 11 - 20);

    fn baris() -> impl Strategy<Value = Vec<BarisLaporan>> {
        let jenis = [JenisProduk::Kk, JenisProduk::Kia, JenisProduk::KtpEl];
        let saluran = [SaluranPenyerahan::Whatsapp, SaluranPenyerahan::Loket];
        proptest::collection::vec(proptest::option::of(proptest::array::uniform7(0_u64..50)), 6)
            .prop_map(move |angka| {
                let tempat =
                    jenis.into_iter().flat_map(|j| saluran.into_iter().map(move |s| (j, s)));
                tempat
                    .zip(angka)
                    .filter_map(|((jenis, saluran), angka)| {
                        let [
                            dikirim,
                            sampai,
                            gagal,
                            diambil_sendiri,
                            diambil_kuasa,
                            ditarik,
                            menunggu,
                        ] = angka?;
                        Some(BarisLaporan {
                            jenis,
                            saluran,
                            dikirim,
                            sampai,
                            gagal,
                            diambil_sendiri,
                            diambil_kuasa,
                            ditarik,
                            menunggu,
                        })
                    })
                    .collect()
            })
    }

    /// Total of every column as it was told: closed plus corrections.
    fn diceritakan(ditutup: &[BarisLaporan], koreksi: &[Koreksi]) -> Vec<i64> {
        let nama = [
            "dikirim",
            "sampai",
            "gagal",
            "diambil_sendiri",
            "diambil_kuasa",
            "ditarik",
            "menunggu",
        ];
        let mut semua: Vec<i64> =
            jumlah(ditutup).iter().map(|n| i64::try_from(*n).unwrap()).collect();
        for satu in koreksi {
            semua[nama.iter().position(|n| *n == satu.kolom).unwrap()] += satu.selisih;
        }
        semua
    }

    proptest! {
        #[test]
        fn closed_numbers_and_all_corrections_together_say_what_is(a in baris(), b in baris(), c in baris()) {
            let mut sudah = koreksi(HARI, &a, &[], &b);
            // Corrections of another day are none of this day's.
            sudah.extend(koreksi(HARI.next_day().unwrap(), &a, &[], &c));
            let lagi = koreksi(HARI, &a, &sudah, &c);
            sudah.retain(|satu| satu.tanggal == HARI);
            sudah.extend(lagi);
            let kini: Vec<i64> = jumlah(&c).iter().map(|n| i64::try_from(*n).unwrap()).collect();
            prop_assert_eq!(diceritakan(&a, &sudah), kini);
            prop_assert_eq!(koreksi(HARI, &a, &sudah, &c), Vec::new(), "nothing is corrected twice");
        }

        #[test]
        fn totals_are_the_sums_of_the_rows(a in baris(), b in baris()) {
            let semua: Vec<BarisLaporan> = a.iter().chain(&b).cloned().collect();
            let (satu, dua) = (jumlah(&a), jumlah(&b));
            for (i, nilai) in jumlah(&semua).into_iter().enumerate() {
                prop_assert_eq!(nilai, satu[i] + dua[i]);
            }
        }
    }

    #[test]
    fn a_row_that_came_and_went_after_closing_is_corrected_both_ways() {
        let satu = BarisLaporan {
            jenis: JenisProduk::KtpEl,
            saluran: SaluranPenyerahan::Loket,
            dikirim: 0,
            sampai: 0,
            gagal: 0,
            diambil_sendiri: 0,
            diambil_kuasa: 0,
            ditarik: 0,
            menunggu: 1,
        };
        let naik = koreksi(HARI, &[], &[], &[satu]);
        assert_eq!(
            naik.iter().map(|k| (&*k.kolom, k.selisih)).collect::<Vec<_>>(),
            [("menunggu", 1)]
        );
        let turun = koreksi(HARI, &[], &naik, &[]);
        assert_eq!(
            turun.iter().map(|k| (&*k.kolom, k.selisih)).collect::<Vec<_>>(),
            [("menunggu", -1)]
        );
    }

    #[test]
    fn a_day_begins_and_ends_at_the_offices_midnight() {
        let (dari, sampai) = batas_hari(ZonaWaktu::Wita, HARI, HARI);
        assert_eq!(dari, datetime!(2026-11-19 16:00 UTC));
        assert_eq!(sampai, datetime!(2026-11-20 16:00 UTC));
        let (_, sampai) = batas_hari(ZonaWaktu::Wit, HARI, HARI.next_day().unwrap());
        assert_eq!(sampai, datetime!(2026-11-21 15:00 UTC));
    }
}
