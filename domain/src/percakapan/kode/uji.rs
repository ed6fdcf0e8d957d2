//! The rules of codes, at every moment.

use proptest::prelude::*;
use time::macros::datetime;
use uuid::Uuid;

use super::*;

const KINI: OffsetDateTime = datetime!(2026-11-23 09:00 +07);

fn kode() -> KodeNomor {
    KodeNomor {
        id: KodeNomorId::new(Uuid::nil()),
        kontak: KontakId::new(Uuid::nil()),
        permohonan: None,
        pesan: None,
        keadaan: KeadaanKode::Aktif,
        salah: 0,
        diminta_oleh: PenggunaId::new(Uuid::nil()),
        dibuat_pada: KINI,
        berlaku_sampai: KINI + UMUR_KODE,
        selesai_pada: None,
    }
}

#[test]
fn a_code_is_good_once_and_for_ten_minutes() {
    let mut satu = kode();
    let akhir = KINI + UMUR_KODE - Duration::seconds(1);
    assert_eq!(satu.jawab(true, akhir), HasilKode::Terbukti);
    assert_eq!(satu.jawab(true, akhir), HasilKode::Kedaluwarsa, "used up");
    assert_eq!(kode().jawab(true, KINI + UMUR_KODE), HasilKode::Kedaluwarsa);
    for keadaan in [KeadaanKode::Diganti, KeadaanKode::Gugur] {
        assert_eq!(KodeNomor { keadaan, ..kode() }.jawab(true, KINI), HasilKode::Kedaluwarsa);
    }
}

#[test]
fn the_fifth_wrong_answer_ends_it_and_the_right_one_comes_too_late() {
    let mut satu = kode();
    for sisa in [4, 3, 2, 1] {
        assert_eq!(satu.jawab(false, KINI), HasilKode::Salah(sisa));
    }
    assert_eq!(satu.jawab(false, KINI), HasilKode::Habis);
    assert_eq!(satu.jawab(true, KINI), HasilKode::Habis);
    assert_eq!(satu.keadaan, KeadaanKode::Habis);
}

#[test]
fn three_in_an_hour_and_ten_in_a_day() {
    let lalu = |menit: i64| KINI - Duration::minutes(menit);
    assert_eq!(jeda_kode(&[], KINI), None);
    assert_eq!(jeda_kode(&[lalu(1), lalu(2)], KINI), None);
    let tiga = [lalu(1), lalu(10), lalu(59)];
    assert_eq!(jeda_kode(&tiga, KINI), Some(Duration::minutes(1)));
    assert_eq!(jeda_kode(&tiga, KINI + Duration::minutes(1)), None);
    let sepuluh: Vec<_> = (0..10).map(|ke| lalu(61 + ke * 30)).collect();
    assert_eq!(jeda_kode(&sepuluh, KINI), Some(Duration::hours(24) - Duration::minutes(331)));
}

proptest! {
    #[test]
    fn no_span_ever_holds_more_codes_than_it_may(jarak in prop::collection::vec(0_i64..120, 1..60)) {
        let (mut now, mut riwayat) = (KINI, Vec::new());
        for menit in jarak {
            now += Duration::minutes(menit);
            match jeda_kode(&riwayat, now) {
                None => riwayat.push(now),
                Some(tunggu) => {
                    prop_assert!(tunggu.is_positive() && tunggu <= Duration::hours(24));
                    prop_assert_eq!(jeda_kode(&riwayat, now + tunggu), None, "the wait is enough");
                }
            }
        }
        for akhir in &riwayat {
            for (batas, selama) in BATAS_KODE {
                let dalam = riwayat.iter().filter(|satu| *satu <= akhir && **satu > *akhir - selama);
                prop_assert!(dalam.count() <= batas);
            }
        }
    }

    #[test]
    fn no_order_of_answers_takes_more_than_five_wrong_ones(jawaban in prop::collection::vec(any::<bool>(), 0..20)) {
        let mut satu = kode();
        let hasil: Vec<_> = jawaban.iter().map(|cocok| satu.jawab(*cocok, KINI)).collect();
        let benar = hasil.iter().filter(|satu| **satu == HasilKode::Terbukti).count();
        let salah = hasil.iter().filter(|satu| matches!(satu, HasilKode::Salah(_))).count();
        prop_assert!(benar <= 1 && salah < usize::from(JAWABAN_KODE));
        prop_assert_eq!(satu.selesai_pada.is_some(), satu.keadaan != KeadaanKode::Aktif);
    }
}
