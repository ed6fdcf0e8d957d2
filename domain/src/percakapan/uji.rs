//! Properties of the guided intake, and a resident's way through it.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    layanan::{Isian, JenisIsian, Kanal, Kelompok, Layanan, Perlakuan, RupaSyarat, Syarat},
    nilai::Kode,
    outbox::IsiPesan,
    permohonan::{BerkasId, PermohonanId},
    tenant::TeksKantor,
};

fn kode(teks: &str) -> Kode {
    Kode::parse(teks).unwrap()
}

fn layanan() -> Vec<Layanan> {
    let satu = |k: &str, nama: &str| Layanan {
        kode: kode(k),
        nama: nama.to_owned(),
        nama_pendek: nama.to_owned(),
        kelompok: Kelompok::Capil,
        dasar_hukum: Vec::new(),
        varian: Vec::new(),
        pilih_sop: Vec::new(),
        pilih_janji: Vec::new(),
        ringkasan: "Untuk bayi yang baru lahir".to_owned(),
        sop: kode("dokumen"),
        kanal: vec![Kanal::Whatsapp],
        isian: vec![Isian {
            kode: kode("nomor"),
            label: "Berapa nomornya?".to_owned(),
            jenis: JenisIsian::Teks,
            wajib: true,
            pilihan: Vec::new(),
            makna: None,
            jika: None,
        }],
        syarat: ["surat_lahir", "kk"]
            .map(|s| Syarat {
                kode: kode(s),
                nama: s.to_owned(),
                petunjuk: None,
                formulir: None,
                wajib: true,
                jika: None,
                pengganti: Vec::new(),
                rupa: RupaSyarat::Asli,
                perlakuan: Perlakuan::Simpan,
                tanda_tangan: Vec::new(),
                foto: None,
            })
            .to_vec(),
        produk: Vec::new(),
        janji: None,
        janji_sejak: None,
        kuota: None,
        biaya: "Gratis".to_owned(),
    };
    vec![satu("akta_kelahiran", "Akta Kelahiran"), satu("kk_baru", "KK Baru")]
}

fn kata() -> TeksKantor {
    TeksKantor {
        salam: "Selamat datang".to_owned(),
        pemberitahuan_data: "Data Anda dipakai untuk layanan ini saja.".to_owned(),
        versi_pemberitahuan: "2026-1".to_owned(),
        jam_layanan: "Senin-Jumat 08.00-15.00".to_owned(),
        tautan_survei: None,
    }
}

fn dengan<T>(kasus: &[StatusKasusWarga], pakai: impl FnOnce(&KonteksAlur<'_>) -> T) -> T {
    let (layanan, kata) = (layanan(), kata());
    pakai(&KonteksAlur {
        kantor: "Kantor",
        kata: &kata,
        layanan: &layanan,
        kasus,
        perlu_pemberitahuan: false,
    })
}

fn ikuti(keadaan: KeadaanAlur, masukan: &[Masukan]) -> (KeadaanAlur, Vec<Efek>) {
    dengan(&[], |konteks| {
        masukan
            .iter()
            .fold((keadaan, Vec::new()), |(keadaan, _), satu| langkah(keadaan, satu, konteks))
    })
}

fn teks(isi: &str) -> Masukan {
    Masukan::Teks(isi.to_owned())
}

fn berkas(n: u128) -> Masukan {
    Masukan::Berkas(BerkasId::new(Uuid::from_u128(n)))
}

#[test]
fn a_resident_types_a_number_answers_sends_photos_and_confirms() {
    let (keadaan, efek) = ikuti(
        KeadaanAlur::Awal,
        &[
            teks("halo"),
            teks("nomor satu"),
            teks("siti aminah"),
            teks("12/2026"),
            berkas(1),
            berkas(2),
            teks("kirim"),
        ],
    );
    assert_eq!(keadaan, KeadaanAlur::Awal);
    let [Efek::Ajukan(kumpulan)] = efek.as_slice() else { panic!("{efek:?}") };
    assert_eq!(kumpulan.layanan, kode("akta_kelahiran"));
    assert_eq!(kumpulan.berkas.len(), 2);
    assert_eq!(kumpulan.nama.as_deref(), Some("siti aminah"));
}

#[test]
fn the_notice_is_shown_and_recorded_once() {
    let (layanan, kata) = (layanan(), kata());
    let konteks = KonteksAlur {
        kantor: "Kantor",
        kata: &kata,
        layanan: &layanan,
        kasus: &[],
        perlu_pemberitahuan: true,
    };
    let (_, efek) = langkah(KeadaanAlur::Awal, &teks("halo"), &konteks);
    assert!(efek.contains(&Efek::CatatPemberitahuan));
    let Efek::Balas(IsiPesan::Daftar { isi, .. }) = &efek[0] else { panic!("{efek:?}") };
    assert!(isi.contains(&kata.pemberitahuan_data));
}

#[test]
fn a_tap_on_an_old_button_never_acts() {
    let (keadaan, _) =
        ikuti(KeadaanAlur::Awal, &[teks("halo"), teks("1"), teks("siti"), teks("7")]);
    for usang in ["v0:kirim:akta_kelahiran", "v1:kirim:akta_kelahiran", "v1:layanan:kk_baru", "x"] {
        let (sesudah, efek) = ikuti(keadaan.clone(), &[Masukan::Pilihan(usang.to_owned())]);
        assert_eq!(sesudah, keadaan, "{usang}");
        let [Efek::Balas(IsiPesan::Teks { isi })] = efek.as_slice() else { panic!("{efek:?}") };
        assert!(isi.contains("sudah tidak berlaku"));
    }
}

#[test]
fn status_names_each_case_and_offers_to_complete() {
    let kasus = [StatusKasusWarga {
        id: PermohonanId::new(Uuid::from_u128(5)),
        nomor: "6311-2026-00001-1".to_owned(),
        layanan: "Akta Kelahiran".to_owned(),
        kalimat: "menunggu kelengkapan dari Anda: KK buram".to_owned(),
        menunggu: true,
    }];
    dengan(&kasus, |konteks| {
        let (_, efek) = langkah(KeadaanAlur::Petugas, &teks("status"), konteks);
        let [Efek::Balas(IsiPesan::Teks { isi })] = efek.as_slice() else { panic!("{efek:?}") };
        assert!(isi.contains("KK buram") && isi.contains("LENGKAPI"));
        let (keadaan, _) = langkah(KeadaanAlur::Awal, &teks("LENGKAPI"), konteks);
        let (keadaan, efek) = langkah(keadaan, &berkas(9), konteks);
        assert!(matches!(efek[0], Efek::Lampirkan { .. }), "dilampirkan seketika: {efek:?}");
        let (keadaan, efek) = langkah(keadaan, &teks("selesai"), konteks);
        assert_eq!(keadaan, KeadaanAlur::Awal);
        assert!(matches!(efek.as_slice(), [Efek::Lengkapi { .. }]));
    });
}

#[test]
fn numbers_are_read_the_way_people_type_them() {
    for ketikan in ["1", "1.", "satu", "no 1", "No. 1", "nomor satu", " 1) ", "1\u{fe0f}\u{20e3}"] {
        assert_eq!(teks::angka(ketikan), Some(1), "{ketikan}");
    }
    for bukan in ["", "seratus", "1234", "akta"] {
        assert_eq!(teks::angka(bukan), None, "{bukan}");
    }
}

fn masukan() -> impl Strategy<Value = Masukan> {
    prop_oneof![
        prop::sample::select(vec![
            "1", "2", "3", "kirim", "selesai", "menu", "status", "batal", "petugas", "lewati",
            "budi"
        ])
        .prop_map(teks),
        ".{0,200}".prop_map(Masukan::Teks),
        prop::sample::select(vec![
            "v1:layanan:kk_baru",
            "v1:kirim:kk_baru",
            "v1:kata:menu",
            "v9:x"
        ])
        .prop_map(|id| Masukan::Pilihan(id.to_owned())),
        (1u128..9).prop_map(berkas),
        Just(Masukan::BerkasDitolak("Buram.".to_owned())),
        Just(Masukan::Lain),
    ]
}

proptest! {
    /// Whatever a resident sends, in any order: at most one answer per turn, within WhatsApp's limits, never silence but
    /// while an officer answers, and a permohonan is only sent complete.
    #[test]
    fn any_conversation_stays_kind_and_within_limits(masukan in prop::collection::vec(masukan(), 0..40)) {
        let mut keadaan = KeadaanAlur::Awal;
        for satu in masukan {
            let di_petugas = keadaan == KeadaanAlur::Petugas;
            let (sesudah, efek) = dengan(&[], |konteks| langkah(keadaan, &satu, konteks));
            prop_assert!(efek.len() <= 2);
            let jawaban = efek
                .iter()
                .filter(|e| !matches!(e, Efek::CatatPemberitahuan | Efek::Lampirkan { .. }))
                .count();
            prop_assert!(jawaban == 1 || (di_petugas && jawaban == 0));
            for akibat in &efek {
                match akibat {
                    Efek::Balas(IsiPesan::Teks { isi }) => prop_assert!(isi.chars().count() <= 4096),
                    Efek::Balas(IsiPesan::Tombol { isi, tombol }) => {
                        prop_assert!(isi.chars().count() <= 1024 && (1..=3).contains(&tombol.len()));
                        prop_assert!(tombol.iter().all(|(_, judul)| judul.chars().count() <= 20));
                    }
                    Efek::Balas(IsiPesan::Daftar { isi, buka, baris }) => {
                        prop_assert!(isi.chars().count() <= 4096 && buka.chars().count() <= 20);
                        prop_assert!((1..=10).contains(&baris.len()));
                        let muat = baris.iter().all(|(id, judul, ket)| {
                            id.len() <= 200 && judul.chars().count() <= 24 && ket.chars().count() <= 72
                        });
                        prop_assert!(muat);
                    }
                    Efek::Ajukan(kumpulan) => {
                        prop_assert!(kumpulan.nama.is_some());
                        prop_assert_eq!(kumpulan.berkas.len(), 2);
                        prop_assert_eq!(kumpulan.isian.len(), 1);
                    }
                    _ => {}
                }
            }
            let json = serde_json::to_value(&sesudah).unwrap();
            prop_assert_eq!(&sesudah, &serde_json::from_value::<KeadaanAlur>(json).unwrap());
            keadaan = sesudah;
        }
    }
}
