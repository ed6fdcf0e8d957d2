//! The intake when what is sensitive is captured on a page: one link for all of it, and nothing that was sent gets lost.

use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::{
    uji::{berkas, kata, kode, teks},
    uji_kumpul::{banyak, kasus_draf},
    *,
};
use crate::{
    layanan::{Layanan, Tangkap},
    outbox::IsiPesan,
    permohonan::{BerkasId, PermohonanId},
};

/// A service with a field of every kind of capture, and papers of which one is captured in the chat.
fn campur() -> Vec<Layanan> {
    let mut semua = banyak();
    let mut satu = serde_json::to_value(&semua[0]).unwrap();
    satu["kode"] = json!("campur");
    satu["isian"] = json!([
        { "kode": "nik", "label": "Berapa NIK anak?", "jenis": "nik" },
        { "kode": "nama_anak", "label": "Siapa nama anak?", "jenis": "teks" },
        { "kode": "rentan", "label": "Termasuk kelompok mana?", "jenis": "pilihan", "makna": "kelompok_rentan",
          "pilihan": [{ "kode": "tidak", "nama": "Tidak" }, { "kode": "lansia", "nama": "Lansia" }] },
        { "kode": "wali", "label": "Siapa walinya?", "jenis": "teks", "jika": "isian.rentan == 'lansia'" },
        { "kode": "catatan", "label": "Ada catatan?", "jenis": "teks", "wajib": false, "tangkap": "tautan" },
    ]);
    satu["syarat"] = json!([
        { "kode": "ktp", "nama": "KTP-el" },
        { "kode": "kk", "nama": "Kartu keluarga", "wajib": false },
        { "kode": "sk", "nama": "SK lansia", "jika": "pemohon.rentan" },
        { "kode": "peta", "nama": "Denah rumah", "tangkap": "chat" },
    ]);
    semua.insert(0, serde_json::from_value(satu).unwrap());
    semua
}

fn dengan<T>(
    bawaan: Option<Tangkap>,
    kasus: &[StatusKasusWarga],
    pakai: impl FnOnce(&KonteksAlur<'_>) -> T,
) -> T {
    let (layanan, mut kata) = (campur(), kata());
    kata.tangkap_bawaan = bawaan;
    pakai(&KonteksAlur {
        kantor: "Dinas Kependudukan dan Pencatatan Sipil Kota Contoh",
        kata: &kata,
        kamus: &kamus::Kamus::baru(&kata, None),
        lama_diam: false,
        berhenti: false,
        layanan: &layanan,
        kasus,
        kia: crate::kartu::AturanKia::default(),
        loket: KataLoket::default(),
        hari_ini: time::macros::date!(2026 - 11 - 23),
        perlu_pemberitahuan: false,
    })
}

fn ikuti(keadaan: KeadaanAlur, masukan: &[Masukan]) -> (KeadaanAlur, Vec<Efek>) {
    dengan(None, &[], |konteks| {
        masukan
            .iter()
            .fold((keadaan, Vec::new()), |(keadaan, _), satu| langkah(keadaan, satu, konteks))
    })
}

fn kumpulan(kode_layanan: &str) -> KeadaanAlur {
    KeadaanAlur::Mengumpulkan(Box::new(Kumpulan::baru(kode(kode_layanan))))
}

/// Up to the link: the chat has asked all that it asks.
fn sampai_tautan() -> (KeadaanAlur, Vec<Efek>) {
    ikuti(kumpulan("campur"), &[teks("Siti Aminah"), teks("Budi")])
}

fn ajakan(efek: &[Efek]) -> &str {
    match efek {
        [Efek::MintaTautan(minta)] => &minta.isi,
        lain => panic!("no link: {lain:?}"),
    }
}

fn halaman(isi: IsiHalaman) -> Masukan {
    Masukan::Halaman(isi)
}

fn paper(n: u128) -> BerkasId {
    BerkasId::new(Uuid::from_u128(n))
}

const NIK: &str = "1471010101900001";

#[test]
fn the_chat_asks_what_it_may_and_one_link_asks_all_the_rest() {
    let (keadaan, efek) = sampai_tautan();
    let isi = ajakan(&efek);
    for kata in [
        "Berapa NIK anak?",
        "Termasuk kelompok mana?",
        "Ada catatan? (bila ada)",
        "Foto KTP-el",
        "Foto Kartu keluarga (bila ada)",
        "PETUGAS",
        "{batas}",
        "Kota Contoh",
    ] {
        assert!(isi.contains(kata), "{kata}: {isi}");
    }
    for kata in ["Denah rumah", "SK lansia", "walinya", "nama anak"] {
        assert!(!isi.contains(kata), "{kata}: {isi}");
    }
    let harapan = SubjekTautan::Kumpulan { layanan: kode("campur"), versi: VERSI_ALUR.to_owned() };
    assert_eq!(SubjekTautan::dari(&keadaan), Some(harapan));
}

#[test]
fn a_page_that_is_complete_leads_on_and_a_half_one_waits_in_silence() {
    let (keadaan, _) = sampai_tautan();
    let setengah = IsiHalaman {
        serah: Vec::new(),
        serah_salah: false,
        isian: vec![(kode("nik"), NIK.to_owned()), (kode("rentan"), "tidak".to_owned())],
        ..IsiHalaman::default()
    };
    let (keadaan, efek) = ikuti(keadaan, &[halaman(setengah)]);
    assert_eq!(efek, [], "the page itself says what is still missing");
    let sisa = IsiHalaman {
        serah: Vec::new(),
        serah_salah: false,
        berkas: vec![(Some(kode("ktp")), paper(1))],
        isian_lewati: vec![kode("catatan")],
        lewati: vec![kode("kk")],
        tuntas: true,
        ..IsiHalaman::default()
    };
    let (keadaan, efek) = ikuti(keadaan, &[halaman(sisa)]);
    let [Efek::Balas(IsiPesan::Teks { isi })] = &*efek else { panic!("{efek:?}") };
    assert!(
        isi.starts_with("Isian dari halaman sudah kami terima.") && isi.contains("Denah rumah"),
        "{isi}"
    );
    let (_, efek) = ikuti(keadaan, &[berkas(2), teks("kirim")]);
    let [Efek::Ajukan(kumpulan)] = &*efek else { panic!("{efek:?}") };
    assert_eq!(kumpulan.isian[&kode("nik")], NIK);
    assert_eq!(kumpulan.berkas, [(kode("ktp"), paper(1)), (kode("peta"), paper(2))]);
}

#[test]
fn answers_of_the_page_open_further_questions_where_they_belong() {
    let (keadaan, _) = sampai_tautan();
    let isi = IsiHalaman {
        serah: Vec::new(),
        serah_salah: false,
        isian: vec![(kode("nik"), NIK.to_owned()), (kode("rentan"), "lansia".to_owned())],
        berkas: vec![(Some(kode("ktp")), paper(1))],
        isian_lewati: vec![kode("catatan")],
        lewati: vec![kode("kk")],
        tuntas: true,
    };
    let (keadaan, efek) = ikuti(keadaan, &[halaman(isi)]);
    let [Efek::Balas(IsiPesan::Teks { isi })] = &*efek else { panic!("{efek:?}") };
    assert!(isi.contains("walinya"), "asked before anything typed can be taken for it: {isi}");
    let KeadaanAlur::Mengumpulkan(kini) = &keadaan else { panic!("{keadaan:?}") };
    dengan(None, &[], |konteks| {
        let minta: Vec<&str> =
            diminta(kini, &konteks.layanan[0], konteks).iter().map(|s| s.kode().as_str()).collect();
        assert_eq!(minta, ["sk"]);
    });
    let (_, efek) = ikuti(keadaan, &[teks("Pak Ali")]);
    assert!(ajakan(&efek).contains("SK lansia"), "{efek:?}");
}

#[test]
fn what_comes_by_chat_all_the_same_is_kept() {
    let (keadaan, efek) = sampai_tautan();
    assert!(ajakan(&efek).contains("KTP-el"));
    let (keadaan, efek) = ikuti(keadaan, &[berkas(7)]);
    assert!(
        ajakan(&efek).starts_with("Foto sudah kami terima. Lain kali lebih aman lewat tautan.")
    );
    assert!(!ajakan(&efek).contains("KTP-el"), "never asked for again");
    let (keadaan, efek) = ikuti(keadaan, &[teks("1471 0101 0190 0001")]);
    assert!(ajakan(&efek).starts_with("Sudah kami catat."), "{efek:?}");
    let (keadaan, efek) = ikuti(keadaan, &[teks("tidak")]);
    assert!(ajakan(&efek).starts_with("Sudah kami catat."), "{efek:?}");
    // Only what is optional is left, and free text may be anything.
    let (keadaan, efek) = ikuti(keadaan, &[teks("bagaimana caranya?")]);
    assert!(ajakan(&efek).contains("Ada catatan?"));
    let (keadaan, efek) = ikuti(keadaan, &[teks("lewati")]);
    let [Efek::Balas(IsiPesan::Teks { isi })] = &*efek else { panic!("{efek:?}") };
    assert!(isi.contains("Denah"), "{isi}");
    let KeadaanAlur::Mengumpulkan(kini) = keadaan else { panic!() };
    assert_eq!(kini.berkas, [(kode("ktp"), paper(7))]);
    assert_eq!(kini.isian[&kode("nik")], NIK);
}

#[test]
fn a_page_that_was_not_asked_for_changes_nothing() {
    let isi = IsiHalaman {
        serah: Vec::new(),
        serah_salah: false,
        isian: vec![(kode("nama_anak"), "Ani".to_owned()), (kode("asing"), "x".to_owned())],
        berkas: vec![(Some(kode("peta")), paper(1)), (None, paper(2))],
        lewati: vec![kode("ktp")],
        isian_lewati: vec![kode("nik")],
        tuntas: true,
    };
    for keadaan in [KeadaanAlur::Awal, KeadaanAlur::Petugas, sampai_tautan().0] {
        let (sesudah, efek) = ikuti(keadaan.clone(), &[halaman(isi.clone())]);
        assert_eq!((sesudah, efek), (keadaan, Vec::new()));
    }
}

#[test]
fn a_case_that_waits_is_completed_by_the_page() {
    let id = PermohonanId::new(Uuid::from_u128(5));
    let kasus = StatusKasusWarga {
        menunggu: true,
        kalimat: "menunggu kelengkapan dari Anda: foto KK buram".to_owned(),
        ..kasus_draf()
    };
    dengan(None, std::slice::from_ref(&kasus), |konteks| {
        let (keadaan, efek) = langkah(KeadaanAlur::Awal, &teks("lengkapi"), konteks);
        assert!(ajakan(&efek).contains("foto KK buram"), "{efek:?}");
        assert_eq!(SubjekTautan::dari(&keadaan), Some(SubjekTautan::Melengkapi { permohonan: id }));
        let (keadaan, efek) = langkah(keadaan, &teks("halo?"), konteks);
        assert!(ajakan(&efek).contains("{batas}"));
        let rusak = IsiHalaman { berkas: vec![(None, paper(3))], ..IsiHalaman::default() };
        let (keadaan, efek) = langkah(keadaan, &halaman(rusak), konteks);
        assert_eq!(efek, [Efek::Lampirkan { permohonan: id, berkas: paper(3) }]);
        assert_eq!(keadaan, KeadaanAlur::Melengkapi { permohonan: id, jumlah: 1 });
        let tuntas = IsiHalaman { tuntas: true, ..IsiHalaman::default() };
        let (keadaan, efek) = langkah(keadaan, &halaman(tuntas), konteks);
        assert_eq!((keadaan, efek), (KeadaanAlur::Awal, vec![Efek::Lengkapi { permohonan: id }]));
    });
}

#[test]
fn a_page_sent_while_a_step_is_being_answered_waits_for_its_turn() {
    let kasus = kasus_draf();
    let (keadaan, _) = sampai_tautan();
    let subjek = SubjekTautan::dari(&keadaan);
    dengan(None, std::slice::from_ref(&kasus), |konteks| {
        let (keadaan, _) = langkah(keadaan, &teks("jawab"), konteks);
        assert_eq!(SubjekTautan::dari(&keadaan), subjek, "the link stays good");
        let isi = IsiHalaman {
            serah: Vec::new(),
            serah_salah: false,
            isian: vec![(kode("nik"), NIK.to_owned()), (kode("rentan"), "tidak".to_owned())],
            berkas: vec![(Some(kode("ktp")), paper(1))],
            isian_lewati: vec![kode("catatan")],
            lewati: vec![kode("kk")],
            tuntas: true,
        };
        let (keadaan, efek) = langkah(keadaan, &halaman(isi), konteks);
        assert_eq!(efek, []);
        let (_, efek) = langkah(keadaan, &teks("batal"), konteks);
        let [Efek::Balas(IsiPesan::Teks { isi })] = &*efek else { panic!("{efek:?}") };
        assert!(isi.contains("Denah"), "{isi}");
    });
}

#[test]
fn conversations_stored_before_there_were_links_go_on() {
    let lama = json!({
        "di": "mengumpulkan", "layanan": "campur", "nama": "Siti Aminah",
        "isian": { "nama_anak": "Budi" }, "berkas": [], "lewati": [],
    });
    let keadaan: KeadaanAlur = serde_json::from_value(lama).unwrap();
    let (_, efek) = ikuti(keadaan, &[teks("halo")]);
    assert!(ajakan(&efek).contains("Foto KTP-el"));
    let lama = json!({ "di": "melengkapi", "permohonan": Uuid::from_u128(5), "jumlah": 1 });
    let keadaan: KeadaanAlur = serde_json::from_value(lama).unwrap();
    assert!(SubjekTautan::dari(&keadaan).is_some());
}

#[test]
fn an_office_with_its_providers_leave_goes_on_in_the_chat() {
    dengan(Some(Tangkap::Chat), &[], |konteks| {
        let (keadaan, _) = langkah(kumpulan("campur"), &teks("Siti Aminah"), konteks);
        let (_, efek) = langkah(keadaan, &teks("1471010101900001"), konteks);
        assert!(matches!(&*efek, [Efek::Balas(_)]), "{efek:?}");
    });
}

fn masukan() -> impl Strategy<Value = Masukan> {
    let kata = prop::sample::select(vec![
        "1",
        "2",
        "Siti Aminah",
        "tidak",
        "lansia",
        "lewati",
        "kirim",
        "batal",
        "menu",
        "status",
        "petugas",
        "wakil",
        "jawab",
        "selesai",
        "lengkapi",
        NIK,
        "kirim ulang tautan",
    ]);
    let isian =
        || prop::sample::subsequence(vec!["nik", "rentan", "catatan", "nama_anak", "asing"], 0..=5);
    let syarat = || prop::sample::subsequence(vec!["ktp", "kk", "sk", "peta"], 0..=4);
    let isi = (isian(), syarat(), isian(), syarat(), any::<bool>(), any::<u128>()).prop_map(
        |(isian, syarat, isian_lewati, lewati, tuntas, n)| IsiHalaman {
            serah: Vec::new(),
            serah_salah: false,
            isian: isian
                .into_iter()
                .map(|k| (kode(k), if k == "nik" { NIK } else { "lansia" }.to_owned()))
                .collect(),
            berkas: syarat.into_iter().map(|k| (Some(kode(k)), paper(n))).collect(),
            isian_lewati: isian_lewati.into_iter().map(kode).collect(),
            lewati: lewati.into_iter().map(kode).collect(),
            tuntas,
        },
    );
    prop_oneof![
        3 => kata.prop_map(teks),
        2 => isi.prop_map(Masukan::Halaman),
        1 => any::<u128>().prop_map(berkas),
        1 => Just(Masukan::ditolak("Rusak.")),
        1 => Just(Masukan::Lain),
    ]
}

/// Every paper and answer a state holds.
fn isi_keadaan(keadaan: &KeadaanAlur) -> (Vec<BerkasId>, usize) {
    keadaan.kumpulan().map_or((Vec::new(), 0), |kumpulan| {
        (kumpulan.berkas.iter().map(|(_, id)| *id).collect(), kumpulan.isian.len())
    })
}

proptest! {
    /// Whatever comes, by chat or by page: invitations fit under a button and always name the end of the link, a page is
    /// answered at most once, what was collected is never lost while the collection lasts, and no required paper or field
    /// can be skipped by either way.
    #[test]
    fn any_mix_of_chat_and_page_keeps_what_was_sent(masukan in prop::collection::vec(masukan(), 0..40)) {
        let mut keadaan = kumpulan("campur");
        for satu in masukan {
            let semula = isi_keadaan(&keadaan);
            let subjek = SubjekTautan::dari(&keadaan);
            let (sesudah, efek) = dengan(None, &[], |konteks| langkah(keadaan, &satu, konteks));
            let balasan = efek.iter().filter(|e| matches!(e, Efek::Balas(_) | Efek::MintaTautan(_))).count();
            prop_assert!(balasan <= 1);
            for akibat in &efek {
                match akibat {
                    Efek::MintaTautan(minta) => {
                        prop_assert!(minta.isi.chars().count() + 54 <= 1_024, "{}", minta.isi);
                        prop_assert_eq!(minta.isi.matches("{batas}").count(), 1);
                        prop_assert_eq!(Some(minta.subjek.clone()), SubjekTautan::dari(&sesudah));
                    }
                    // The menu leads to other services, too.
                    Efek::Ajukan(kumpulan) if kumpulan.layanan == kode("campur") => {
                        for wajib in ["ktp", "peta"] {
                            prop_assert!(kumpulan.berkas.iter().any(|(k, _)| k.as_str() == wajib));
                        }
                        for wajib in ["nik", "nama_anak", "rentan"] {
                            prop_assert!(kumpulan.isian.contains_key(&kode(wajib)));
                        }
                    }
                    _ => {}
                }
            }
            if subjek.is_some() && SubjekTautan::dari(&sesudah) == subjek {
                let kini = isi_keadaan(&sesudah);
                prop_assert!(kini.0.starts_with(&semula.0) && kini.1 >= semula.1);
            }
            let json = serde_json::to_value(&sesudah).unwrap();
            prop_assert_eq!(&sesudah, &serde_json::from_value::<KeadaanAlur>(json).unwrap());
            keadaan = sesudah;
        }
    }
}
