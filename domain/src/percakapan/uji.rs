//! A resident's way through the guided intake.

use time::macros::date;
use uuid::Uuid;

use super::{kamus::Kamus, *};
use crate::{
    kartu::AturanKia,
    layanan::{
        Isian, JenisIsian, Kanal, Kelompok, Layanan, Perlakuan, RupaSyarat, Syarat, Tangkap,
    },
    nilai::Kode,
    outbox::IsiPesan,
    permohonan::{BerkasId, PermohonanId},
    tenant::TeksKantor,
};

pub(super) fn kode(teks: &str) -> Kode {
    Kode::parse(teks).unwrap()
}

pub(super) fn layanan() -> Vec<Layanan> {
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
            tangkap: None,
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
                tangkap: None,
            })
            .to_vec(),
        produk: Vec::new(),
        janji: None,
        janji_sejak: None,
        kuota: None,
        susulan: Vec::new(),
        biaya: "Gratis".to_owned(),
    };
    vec![satu("akta_kelahiran", "Akta Kelahiran"), satu("kk_baru", "KK Baru")]
}

pub(super) fn kata() -> TeksKantor {
    TeksKantor {
        salam: "Selamat datang".to_owned(),
        pemberitahuan_data: "Data Anda dipakai untuk layanan ini saja.".to_owned(),
        versi_pemberitahuan: "2026-1".to_owned(),
        jam_layanan: "Senin-Jumat 08.00-15.00".to_owned(),
        tautan_survei: None,
        teks: std::collections::BTreeMap::new(),
        bahasa: Vec::new(),
        tangkap_bawaan: Some(Tangkap::Chat),
        umur_tautan_jam: 24,
    }
}

fn dengan<T>(kasus: &[StatusKasusWarga], pakai: impl FnOnce(&KonteksAlur<'_>) -> T) -> T {
    let (layanan, kata) = (layanan(), kata());
    pakai(&KonteksAlur {
        kantor: "Kantor",
        kamus: &Kamus::baru(&kata, None),
        kata: &kata,
        layanan: &layanan,
        kasus,
        kia: AturanKia::default(),
        loket: KataLoket::default(),
        hari_ini: date!(2026 - 11 - 23),
        perlu_pemberitahuan: false,
        lama_diam: false,
        berhenti: false,
    })
}

fn ikuti(keadaan: KeadaanAlur, masukan: &[Masukan]) -> (KeadaanAlur, Vec<Efek>) {
    dengan(&[], |konteks| {
        masukan
            .iter()
            .fold((keadaan, Vec::new()), |(keadaan, _), satu| langkah(keadaan, satu, konteks))
    })
}

pub(super) fn teks(isi: &str) -> Masukan {
    Masukan::Teks(isi.to_owned())
}

pub(super) fn berkas(n: u128) -> Masukan {
    Masukan::berkas(BerkasId::new(Uuid::from_u128(n)))
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
        kamus: &Kamus::baru(&kata, None),
        kata: &kata,
        layanan: &layanan,
        kasus: &[],
        kia: AturanKia::default(),
        loket: KataLoket::default(),
        hari_ini: date!(2026 - 11 - 23),
        perlu_pemberitahuan: true,
        lama_diam: false,
        berhenti: false,
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
        banyak_cara: false,
        ditanya: Vec::new(),
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
        assert_eq!(baca::angka(ketikan), Some(1), "{ketikan}");
    }
    for bukan in ["", "seratus", "1234", "akta"] {
        assert_eq!(baca::angka(bukan), None, "{bukan}");
    }
}
