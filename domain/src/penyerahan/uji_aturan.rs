//! The rules of channels, on every combination of facts.

use proptest::prelude::*;
use time::{Duration, OffsetDateTime, macros::datetime};

use super::*;
use crate::layanan::{JenisProduk, Medium, SaluranPenyerahan};

const KINI: OffsetDateTime = datetime!(2026-11-23 09:00 +08);

fn saluran() -> impl Strategy<Value = SaluranPenyerahan> {
    prop::sample::select(&SaluranPenyerahan::SEMUA[..])
}

fn produk() -> impl Strategy<Value = (JenisProduk, Medium)> {
    let jenis = prop::sample::select(vec![
        JenisProduk::KtpEl,
        JenisProduk::Kia,
        JenisProduk::Kk,
        JenisProduk::AktaKelahiran,
    ]);
    let medium = prop::sample::select(vec![
        Medium::PdfTte,
        Medium::Kartu,
        Medium::RegisterKutipan,
        Medium::SuratBasah,
    ]);
    (jenis, medium)
}

prop_compose! {
    fn nomor()(
        ada: bool, dari_kasus: bool, masuk in prop::option::of(0_i64..90), ditandai: bool,
        dijamin in prop::option::of(0_i64..90), kode in prop::option::of(0_i64..90), pernah_salah: bool,
    ) -> FaktaNomor {
        FaktaNomor {
            ada, dari_kasus, ditandai, pernah_salah,
            terakhir_masuk: masuk.map(|hari| KINI - Duration::days(hari)),
            dijamin_pada: dijamin.map(|hari| KINI - Duration::days(hari)),
            dibuktikan_pada: kode.map(|hari| KINI - Duration::days(hari)),
        }
    }
}

prop_compose! {
    fn fakta()(
        nomor in nomor(), nik: bool, pin: bool, surel: bool, surel_sah: bool, smtp: bool, alamat: bool, unit: bool,
        rentan: bool,
    ) -> FaktaPenerima {
        FaktaPenerima { nomor, nik, pin, surel, surel_sah, smtp, alamat, unit, rentan }
    }
}

prop_compose! {
    fn aturan()(periksa in prop::sample::select(&PeriksaPenerima::SEMUA[..])) -> AturanPenyerahan {
        AturanPenyerahan { periksa_penerima: periksa, ..AturanPenyerahan::default() }
    }
}

proptest! {
    #[test]
    fn the_chain_ends_at_the_counter_never_repeats_and_never_copies_a_card(
        produk in produk(), daftar in prop::collection::vec(saluran(), 0..8), pilihan in prop::option::of(saluran()),
        fakta in fakta(), aturan in aturan(), salah: bool,
    ) {
        let rantai = rantai(produk, &daftar, fakta.rentan, pilihan);
        let mut sudah: Vec<(SaluranPenyerahan, Option<&str>)> = Vec::new();
        while let Some((satu, _)) =
            berikutnya(&rantai, &sudah, |satu| fakta.jalan(satu, &aturan, KINI))
        {
            prop_assert!(!sudah.iter().any(|(lama, _)| *lama == satu), "{satu:?} twice");
            let kartu = produk.1 != Medium::PdfTte
                || matches!(produk.0, JenisProduk::KtpEl | JenisProduk::Kia);
            prop_assert!(!(kartu && satu.softcopy()), "{produk:?} as {satu:?}");
            sudah.push((satu, salah.then_some(PENERIMA_SALAH)));
            prop_assert!(sudah.len() <= SaluranPenyerahan::SEMUA.len());
        }
        prop_assert!(sudah.iter().any(|(satu, _)| *satu == SaluranPenyerahan::Loket));
    }

    #[test]
    fn nobody_who_failed_the_question_gets_another_chance_at_it(
        produk in produk(), daftar in prop::collection::vec(saluran(), 0..8), fakta in fakta(), aturan in aturan(),
        gagal in saluran(),
    ) {
        let rantai = rantai(produk, &daftar, fakta.rentan, None);
        let sudah = [(gagal, Some(PENERIMA_SALAH))];
        if let Some((satu, _)) = berikutnya(&rantai, &sudah, |satu| fakta.jalan(satu, &aturan, KINI)) {
            prop_assert!(!satu.softcopy());
        }
    }

    #[test]
    fn an_unproved_number_gets_no_file_unasked_unless_the_office_says_so(fakta in fakta(), aturan in aturan()) {
        let jalan = fakta.jalan(SaluranPenyerahan::Whatsapp, &aturan, KINI);
        if jalan == Some(Jalan::Langsung) {
            let terbukti = fakta.nomor.terbukti(aturan.nomor_terbukti_hari, KINI);
            let longgar = aturan.periksa_penerima == PeriksaPenerima::Tidak;
            prop_assert!(fakta.nomor.ada && !fakta.nomor.pernah_salah);
            // A code stands in for a question only where there is none to ask, and never for a PIN.
            let kode = fakta.nomor.dibuktikan(aturan.nomor_terbukti_hari, KINI)
                && aturan.periksa_penerima == PeriksaPenerima::Nik4
                && !fakta.nik
                && !fakta.pin;
            prop_assert!(terbukti || fakta.nomor.ditandai || longgar || kode);
        }
    }

    #[test]
    fn a_link_is_never_given_without_a_question(fakta in fakta(), aturan in aturan()) {
        let jalan = fakta.jalan(SaluranPenyerahan::Tautan, &aturan, KINI);
        prop_assert!(!matches!(jalan, Some(Jalan::Langsung | Jalan::Periksa(PeriksaPenerima::Tidak))));
    }

    #[test]
    fn visits_are_for_who_needs_them(produk in produk(), daftar in prop::collection::vec(saluran(), 0..8)) {
        let boleh = saluran_boleh(produk, &daftar, false);
        prop_assert!(!boleh.iter().any(|satu| matches!(satu, SaluranPenyerahan::Kurir | SaluranPenyerahan::Kunjungan)));
    }

    #[test]
    fn no_text_makes_the_reader_of_addresses_panic(teks in ".{0,60}") {
        if let Some(alamat) = baca_surel(&teks) {
            prop_assert_eq!(baca_surel(&alamat), Some(alamat.clone()));
            prop_assert!(!alamat.contains(['\r', '\n', ' ', '<', '>']));
        }
    }
}

#[test]
fn the_choice_goes_first_and_the_office_order_follows() {
    use SaluranPenyerahan::{Desa, Email, Loket, Whatsapp};
    let akta = (JenisProduk::AktaKelahiran, Medium::PdfTte);
    let daftar = [Whatsapp, Email, Loket, Desa];
    assert_eq!(rantai(akta, &daftar, false, None), [Whatsapp, Email, Loket, Desa]);
    assert_eq!(rantai(akta, &daftar, false, Some(Email)), [Email, Whatsapp, Loket, Desa]);
    assert_eq!(rantai(akta, &daftar, false, Some(Loket)), [Loket, Whatsapp, Email, Desa]);
    assert_eq!(rantai(akta, &[Whatsapp], false, None), [Whatsapp, Loket]);
    let kia = (JenisProduk::Kia, Medium::Kartu);
    assert_eq!(rantai(kia, &daftar, false, Some(Email)), [Loket, Desa]);
}

#[test]
fn addresses_are_read_as_people_type_them() {
    assert_eq!(baca_surel(" Budi.S@Contoh.GO.id ").as_deref(), Some("Budi.S@contoh.go.id"));
    for buruk in
        ["", "budi", "budi@", "@contoh.id", "budi@contoh", "a b@contoh.id", "a..b@c.id", "a@-c.id"]
    {
        assert_eq!(baca_surel(buruk), None, "{buruk}");
    }
}

#[test]
fn a_number_is_proved_for_a_while_only() {
    let lama = KINI - Duration::days(31);
    let nomor = FaktaNomor {
        ada: true,
        dari_kasus: true,
        terakhir_masuk: Some(lama),
        ..FaktaNomor::default()
    };
    assert!(!nomor.terbukti(30, KINI));
    assert!(nomor.terbukti(31, KINI));
    let dijamin = FaktaNomor { ada: true, dijamin_pada: Some(KINI), ..FaktaNomor::default() };
    assert!(dijamin.terbukti(30, KINI), "an officer's word");
    let ketikan = FaktaNomor { ada: true, terakhir_masuk: Some(KINI), ..FaktaNomor::default() };
    assert!(!ketikan.terbukti(30, KINI), "a number typed at the counter proves nothing");
}

#[test]
fn a_code_read_back_is_worth_what_writing_is_and_the_question_stays() {
    let kode = FaktaNomor { ada: true, dibuktikan_pada: Some(KINI), ..FaktaNomor::default() };
    assert!(!kode.terbukti(30, KINI), "for a number that was typed the question stays");
    assert!(FaktaNomor { dari_kasus: true, ..kode }.terbukti(30, KINI));
    let aturan = AturanPenyerahan::default();
    let jalan = |nik, pin, aturan: &AturanPenyerahan, nomor| {
        let fakta = FaktaPenerima { nomor, nik, pin, ..FaktaPenerima::default() };
        fakta.jalan(SaluranPenyerahan::Whatsapp, aturan, KINI)
    };
    let nik = Some(Jalan::Periksa(PeriksaPenerima::Nik4));
    assert_eq!(jalan(true, false, &aturan, kode), nik);
    assert_eq!(jalan(false, true, &aturan, kode), Some(Jalan::Periksa(PeriksaPenerima::Pin)));
    assert_eq!(jalan(false, false, &aturan, kode), Some(Jalan::Langsung));
    let ketikan = FaktaNomor { dibuktikan_pada: None, ..kode };
    assert_eq!(jalan(false, false, &aturan, ketikan), None, "nothing was shown at all");
    let lama = FaktaNomor { dibuktikan_pada: Some(KINI - Duration::days(31)), ..kode };
    assert_eq!(jalan(false, false, &aturan, lama), None);
    let pin = AturanPenyerahan { periksa_penerima: PeriksaPenerima::Pin, ..aturan };
    assert_eq!(jalan(false, false, &pin, kode), None, "nothing stands in for a PIN");
}

#[test]
fn the_rules_of_a_pack_name_their_faults() {
    let aturan = AturanPenyerahan {
        tunggu_penerima_hari: 0,
        surel_dari: Some("bukan surel".to_owned()),
        periksa_saluran: [(SaluranPenyerahan::Loket, PeriksaPenerima::Pin)].into(),
        ..AturanPenyerahan::default()
    };
    let kode: Vec<_> = aturan.cacat().iter().map(|satu| satu.kode).collect();
    assert_eq!(kode, ["tunggu_penerima", "surel_tidak_sah", "periksa_bukan_softcopy"]);
    assert!(AturanPenyerahan::default().cacat().is_empty());
}
