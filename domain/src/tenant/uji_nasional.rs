//! The national catalogue: every service that the law names, as the law asks for it.

use std::{collections::BTreeSet, fs, path::Path, sync::LazyLock};

use serde_json::{Value, json};
use time::macros::date;

use super::{baca::baca_susunan, *};
use crate::{
    layanan::{JenisProduk, Kanal, Kelompok, Layanan, Medium, Perlakuan, SaluranPenyerahan},
    nilai::Kode,
    sop::{JenisTahap, Tujuan},
    ungkapan::{KonteksUngkapan, PemohonUngkapan},
};

static DASAR: LazyLock<Value> = LazyLock::new(|| {
    let letak = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/katalog/nasional.yaml");
    yaml_serde::from_str(&fs::read_to_string(letak).unwrap()).unwrap()
});

/// An office that takes all of it and says only who it is.
static KANTOR: LazyLock<Paket> = LazyLock::new(|| {
    let milik = json!({
        "dasar": { "paket": "nasional", "layanan": "semua" },
        "tenant": {
            "slug": "contoh", "nama": "Disdukcapil Contoh", "kode_wilayah": "63.11", "provinsi": "Contoh",
            "zona": "WIB", "inovasi": "Contoh",
        },
    });
    baca_susunan(milik, &[Dasar { nama: "nasional", isi: &DASAR }]).unwrap()
});

fn kode(teks: &str) -> Kode {
    Kode::parse(teks).unwrap()
}

fn layanan(apa: &str) -> &'static Layanan {
    let ada = KANTOR.layanan.iter().find(|satu| satu.kode.as_str() == apa);
    ada.unwrap_or_else(|| panic!("the catalogue has no {apa}"))
}

/// A case of a service, of which nothing is known yet.
fn kasus(apa: &str) -> KonteksUngkapan {
    KonteksUngkapan {
        layanan: kode(apa),
        varian: None,
        kanal: Kanal::Whatsapp,
        isian: std::collections::BTreeMap::new(),
        pemohon: PemohonUngkapan { umur: None, wni: true, rentan: false },
        berkas: BTreeSet::new(),
        putaran: 1,
        kuasa: false,
        hari_sejak_peristiwa: None,
        terdaftar: date!(2026 - 1 - 5),
        hari_ini: date!(2026 - 1 - 5),
    }
}

fn diminta(konteks: &KonteksUngkapan) -> Vec<&'static str> {
    let layanan = layanan(konteks.layanan.as_str());
    layanan.syarat_berlaku(konteks).into_iter().map(|satu| satu.kode.as_str()).collect()
}

fn dapat(konteks: &KonteksUngkapan) -> Vec<&'static str> {
    let layanan = layanan(konteks.layanan.as_str());
    layanan.produk_berlaku(konteks).into_iter().map(|satu| satu.kode.as_str()).collect()
}

/// The services, their main form, and requirements by which each is known.
const DAFTAR: &[(&str, Option<&str>, &[&str])] = &[
    (
        "biodata_wni",
        Some("F-1.01"),
        &["pengantar", "bukti_peristiwa", "ijazah", "pernyataan_f104", "izin_pemilik"],
    ),
    ("kk_baru", Some("F-1.02"), &["bukti_status", "sptjm_f105"]),
    ("kk_ganti_kepala", Some("F-1.02"), &["akta_kematian", "kk"]),
    ("kk_pisah", Some("F-1.02"), &["kk", "ktp"]),
    ("kk_perubahan", Some("F-1.06"), &["kk", "bukti_perubahan"]),
    ("kk_hilang_rusak", Some("F-1.02"), &["surat_hilang", "kk_rusak", "ktp"]),
    ("ktp_baru", Some("F-1.02"), &["kk", "bukti_kawin", "itap"]),
    (
        "ktp_ganti",
        Some("F-1.02"),
        &["skp", "ktp_lama", "bukti_perubahan", "ktp_rusak", "surat_hilang", "itap"],
    ),
    ("kia", Some("F-1.02"), &["akta", "kk", "ktp_orang_tua", "pas_foto", "itap"]),
    ("pindah_dalam", Some("F-1.03"), &["kk", "kartu_lama"]),
    ("pindah_keluar", Some("F-1.03"), &["kk"]),
    ("pindah_datang", None, &["skpwni", "kartu_lama"]),
    ("datang_luar_negeri", Some("F-1.03"), &["paspor"]),
    (
        "akta_kelahiran",
        Some("F-2.01"),
        &["surat_lahir", "sptjm_f203", "buku_nikah", "sptjm_f204", "kk", "berita_acara"],
    ),
    (
        "akta_kematian",
        Some("F-2.01"),
        &[
            "surat_kematian",
            "surat_polisi",
            "penetapan_pengadilan",
            "pernyataan_maskapai",
            "surat_perwakilan",
            "kk",
            "ktp",
        ],
    ),
    ("lahir_mati", Some("F-2.01"), &["surat_lahir_mati", "pernyataan", "kk"]),
    (
        "akta_perkawinan",
        Some("F-2.01"),
        &["surat_pemuka_agama", "pas_foto", "kk", "ktp", "akta_kematian", "akta_cerai"],
    ),
    ("akta_perceraian", Some("F-2.01"), &["putusan", "akta_perkawinan", "kk", "ktp"]),
    (
        "pengakuan_anak",
        Some("F-2.01"),
        &["surat_pengakuan", "surat_kawin_agama", "akta_lahir", "kk", "penetapan"],
    ),
    ("pengesahan_anak", Some("F-2.01"), &["akta_lahir", "akta_perkawinan", "kk"]),
    ("pengangkatan_anak", Some("F-2.01"), &["penetapan", "akta_lahir", "kk"]),
    ("batal_cerai", Some("F-2.01"), &["putusan", "akta_cerai", "kk", "ktp"]),
    ("perubahan_nama", Some("F-2.01"), &["penetapan", "akta", "kk"]),
    ("pembetulan_akta", Some("F-2.01"), &["bukti", "penetapan", "akta", "kk"]),
    ("pembatalan_akta", Some("F-2.01"), &["penetapan", "akta", "kk"]),
    ("status_kewarganegaraan", Some("F-2.01"), &["keputusan", "akta", "kk"]),
    ("peristiwa_penting_lain", Some("F-2.01"), &["penetapan", "akta", "kk"]),
    ("penduduk_rentan", None, &["keterangan"]),
    ("sktt", Some("F-1.02"), &["paspor", "itas"]),
    ("skpln", Some("F-1.03"), &["paspor", "izin_tinggal"]),
    ("kk_itap", Some("F-1.02"), &["paspor", "itap"]),
    ("penduduk_nonpermanen", Some("F-1.15"), &["ktp"]),
];

#[test]
fn an_office_that_only_says_who_it_is_has_a_sound_pack() {
    let cacat = KANTOR.periksa();
    // How many services the chat's menu holds is a matter of the menu.
    let cacat: Vec<_> = cacat.iter().filter(|satu| satu.kode != "layanan_terlalu_banyak").collect();
    assert!(cacat.is_empty(), "{cacat:#?}");
}

#[test]
fn every_service_of_the_law_is_there_with_its_form_and_requirements() {
    let ada: BTreeSet<&str> = KANTOR.layanan.iter().map(|satu| satu.kode.as_str()).collect();
    let harus: BTreeSet<&str> = DAFTAR.iter().map(|satu| satu.0).collect();
    assert_eq!(ada, harus);
    for (apa, formulir, syarat) in DAFTAR {
        let layanan = layanan(apa);
        let utama = layanan.syarat.iter().filter(|satu| satu.jika.is_none());
        let utama: Vec<_> = utama.filter_map(|satu| satu.formulir.as_deref()).collect();
        assert_eq!(utama, formulir.iter().copied().collect::<Vec<_>>(), "{apa}");
        for satu in *syarat {
            assert!(layanan.kode_syarat().any(|ada| ada.as_str() == *satu), "{apa} asks no {satu}");
        }
        assert!(!layanan.dasar_hukum.is_empty() && !layanan.ringkasan.is_empty(), "{apa}");
        let capil = *formulir == Some("F-2.01");
        assert_eq!(layanan.kelompok == Kelompok::Capil, capil, "{apa}");
        let bernama = |satu: &&crate::layanan::Pengganti| satu.nama.contains("2 saksi");
        let sptjm = layanan.syarat.iter().flat_map(|satu| &satu.pengganti);
        let sptjm = sptjm.filter(|satu| satu.kode.as_str().starts_with("sptjm"));
        assert!(sptjm.clone().all(|satu| bernama(&satu) && satu.formulir.is_some()), "{apa}");
    }
}

#[test]
fn everything_is_free_promised_within_a_day_and_cards_wait_at_the_counter() {
    for layanan in &KANTOR.layanan {
        assert_eq!(layanan.biaya, "Gratis", "{}", layanan.kode);
        assert!(layanan.janji.is_some_and(|janji| janji.kalimat().contains("hari kerja")));
        for produk in &layanan.produk {
            let kartu = matches!(produk.jenis, JenisProduk::KtpEl | JenisProduk::Kia);
            assert_eq!(produk.medium == Medium::Kartu, kartu, "{}", layanan.kode);
            let loket = [SaluranPenyerahan::Loket];
            assert_eq!(produk.penyerahan == loket, kartu, "{}", layanan.kode);
        }
    }
    let tarif = KANTOR.sop.iter().flat_map(|sop| &sop.tarif).flat_map(|tarif| &tarif.baris);
    assert!(tarif.clone().count() >= 3 && tarif.clone().all(|baris| baris.jumlah == 0));
}

#[test]
fn a_birth_is_proved_by_its_parents_or_by_the_police() {
    let mut lahir = kasus("akta_kelahiran");
    lahir.hari_sejak_peristiwa = Some(3);
    lahir.isian.insert(kode("asal"), "orang_tua".to_owned());
    assert_eq!(diminta(&lahir), ["formulir_f201", "surat_lahir", "buku_nikah", "kk"]);
    assert_eq!(dapat(&lahir), ["akta", "kk", "kia"]);
    lahir.isian.insert(kode("asal"), "temuan".to_owned());
    assert_eq!(diminta(&lahir), ["formulir_f201", "berita_acara"]);
    lahir.isian.insert(kode("asal"), "orang_tua".to_owned());
    lahir.hari_sejak_peristiwa = Some(6 * 366);
    assert!(diminta(&lahir).contains(&"pas_foto"), "a KIA from five has a portrait");
    lahir.hari_sejak_peristiwa = Some(30 * 366);
    assert!(!diminta(&lahir).contains(&"pas_foto"));
    assert_eq!(dapat(&lahir), ["akta", "kk"]);
    lahir.kuasa = true;
    assert!(diminta(&lahir).contains(&"surat_kuasa"));
}

#[test]
fn a_late_birth_is_accepted_by_decision_of_the_head() {
    let sop = KANTOR.sop.iter().find(|sop| sop.kode.as_str() == "pencatatan_sipil").unwrap();
    let tahap = sop.tahap(&kode("terlambat")).unwrap();
    let terlambat = |apa: &str, hari| {
        let konteks = KonteksUngkapan { hari_sejak_peristiwa: hari, ..kasus(apa) };
        tahap.jika.as_ref().unwrap().nilai_bool(&konteks)
    };
    assert!(terlambat("akta_kelahiran", Some(61)));
    assert!(!terlambat("akta_kelahiran", Some(60)) && !terlambat("akta_kelahiran", None));
    assert!(!terlambat("akta_perkawinan", Some(61)));
    assert_eq!(tahap.pelaksana.salah_satu, [kode("kadis")]);
    assert_eq!(tahap.lewat, Some(Tujuan::Tahap(kode("proses"))));
    let ditolak = tahap.keputusan.iter().flat_map(|satu| &satu.tujuan).any(Tujuan::gagal);
    assert!(!ditolak, "lateness is no ground for refusal");
}

#[test]
fn a_childs_card_has_a_portrait_from_five() {
    let mut anak = kasus("kia");
    anak.varian = Some(kode("baru"));
    for (umur, foto) in [(0, false), (4, false), (5, true), (16, true)] {
        anak.pemohon.umur = Some(umur);
        assert_eq!(diminta(&anak).contains(&"pas_foto"), foto, "{umur}");
    }
    let syarat = layanan("kia").syarat(&kode("pas_foto")).unwrap();
    assert_eq!(syarat.foto.as_ref().unwrap().ukuran, "2×3 cm");
    assert!(syarat.nama.contains("2 lembar"));
}

#[test]
fn a_card_is_replaced_by_what_its_reason_proves() {
    let syarat = |varian: &str| {
        let konteks = KonteksUngkapan { varian: Some(kode(varian)), ..kasus("ktp_ganti") };
        diminta(&konteks).into_iter().filter(|satu| *satu != "formulir_f102").collect::<Vec<_>>()
    };
    assert_eq!(syarat("hilang"), ["surat_hilang"]);
    assert_eq!(syarat("perubahan_data"), ["bukti_perubahan"]);
    assert_eq!(syarat("pindah"), ["skp"]);
    assert_eq!(syarat("luar_domisili"), ["bukti_luar_domisili", "kk"]);
    assert_eq!(syarat("itap"), ["paspor", "itap"]);
    assert_eq!(syarat("rusak"), Vec::<&str>::new(), "the card itself is the proof");
    assert_eq!(layanan("ktp_ganti").varian.len(), 8);
}

#[test]
fn old_cards_are_withdrawn_where_new_ones_are_given() {
    let ditarik = |apa: &str| {
        layanan(apa)
            .syarat
            .iter()
            .any(|satu| satu.perlakuan == Perlakuan::Tarik && satu.jika.is_none())
    };
    assert!(ditarik("pindah_dalam") && ditarik("pindah_datang"));
    assert!(!ditarik("pindah_keluar"), "cards stay with who leaves");
    let mut pindah = kasus("pindah_dalam");
    assert_eq!(dapat(&pindah), ["kk", "ktp_el"]);
    pindah.isian.insert(kode("anak"), "ya".to_owned());
    assert_eq!(dapat(&pindah), ["kk", "ktp_el", "kia"]);
    assert_eq!(dapat(&kasus("pindah_keluar")), ["skpwni"]);
}

#[test]
fn every_card_is_printed_on_the_way() {
    for layanan in &KANTOR.layanan {
        let kartu = layanan.produk.iter().any(|produk| produk.medium == Medium::Kartu);
        let sop = KANTOR.sop.iter().find(|sop| sop.kode == layanan.sop).unwrap();
        let konteks = kasus(layanan.kode.as_str());
        let cetak = sop
            .tahap
            .iter()
            .filter(|tahap| tahap.jenis == JenisTahap::Cetak)
            .any(|tahap| tahap.jika.as_ref().is_none_or(|jika| jika.nilai_bool(&konteks)));
        assert_eq!(cetak, kartu, "{}", layanan.kode);
    }
}
