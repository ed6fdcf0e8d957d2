//! The menu of many services, variants, fields and conditions, who acts for the applicant, and steps that wait for an
//! answer.

use serde_json::{Value, json};
use time::{OffsetDateTime, macros::date};
use uuid::Uuid;

use super::{
    kamus::Kamus,
    uji::{berkas, kata, kode, layanan, teks},
    *,
};
use crate::{
    kalender::ZonaWaktu,
    kartu::AturanKia,
    layanan::{Kelompok, Layanan},
    outbox::IsiPesan,
    permohonan::{HubunganKuasa, PermohonanId},
    sop::{KeadaanKasus, StatusKasus, TugasId},
};

/// Eleven services beside `akta`, which asks for everything the catalogue can ask for.
pub(super) fn banyak() -> Vec<Layanan> {
    let dasar = serde_json::to_value(&layanan()[0]).unwrap();
    let buat = |kode: &str, nama: &str, kelompok: &str| {
        let mut satu = dasar.clone();
        satu["kode"] = json!(kode);
        satu["nama"] = json!(nama);
        satu["nama_pendek"] = json!(nama);
        satu["kelompok"] = json!(kelompok);
        satu
    };
    let mut akta = buat("akta", "Akta Kelahiran", "capil");
    akta["varian"] = json!([
        { "kode": "baru", "nama": "Belum pernah punya" },
        { "kode": "hilang", "nama": "Akta hilang" },
    ]);
    akta["isian"] = json!([
        { "kode": "lahir", "label": "Kapan lahir?", "jenis": "tanggal", "makna": "tanggal_peristiwa" },
        { "kode": "tempat", "label": "Lahir di mana?", "jenis": "pilihan", "pilihan": [
            { "kode": "rs", "nama": "Rumah sakit" }, { "kode": "rumah", "nama": "Rumah" },
            { "kode": "jalan", "nama": "Di perjalanan" }, { "kode": "lain", "nama": "Lain" },
        ] },
        { "kode": "penolong", "label": "Siapa penolongnya?", "jenis": "teks", "jika": "isian.tempat == 'rumah'" },
        { "kode": "anak", "label": "Anak ke berapa?", "jenis": "angka", "wajib": false },
    ]);
    akta["syarat"] = json!([
        { "kode": "surat_lahir", "nama": "Surat lahir",
          "pengganti": [{ "kode": "sptjm", "nama": "SPTJM", "formulir": "F-2.03" }] },
        { "kode": "alasan", "nama": "Surat keterlambatan", "jika": "peristiwa.hari > 60" },
        { "kode": "kehilangan", "nama": "Surat kehilangan", "jika": "varian == 'hilang'" },
        { "kode": "kuasa", "nama": "Surat kuasa", "jika": "kuasa" },
        { "kode": "kk", "nama": "KK", "perlakuan": "tunjukkan" },
        { "kode": "akta_lama", "nama": "Akta lama", "perlakuan": "tarik" },
    ]);
    let mut semua: Vec<Value> = (1..=9)
        .map(|n| buat(&format!("dafduk_{n}"), &format!("Kartu jenis {n}"), "dafduk"))
        .collect();
    semua.push(akta);
    semua.push(buat("akta_mati", "Akta Kematian", "capil"));
    semua.push(buat("data", "Data penduduk", "data"));
    serde_json::from_value(Value::Array(semua)).unwrap()
}

pub(super) fn langkah_draf(alasan_wajib: bool) -> LangkahWarga {
    let pilihan = |k: &str, label: &str, alasan_wajib| PilihanWarga {
        kode: kode(k),
        label: label.to_owned(),
        alasan_wajib,
    };
    LangkahWarga {
        tugas: TugasId::new(Uuid::from_u128(77)),
        nama: "Periksa draf akta".to_owned(),
        pilihan: vec![
            pilihan("benar", "Sudah benar semuanya", false),
            pilihan("salah", "Ada yang salah", alasan_wajib),
        ],
    }
}

pub(super) fn kasus_draf() -> StatusKasusWarga {
    StatusKasusWarga {
        id: PermohonanId::new(Uuid::from_u128(5)),
        nomor: "6311-2026-00001-1".to_owned(),
        layanan: "Akta Kelahiran".to_owned(),
        kalimat: "sedang diproses".to_owned(),
        menunggu: false,
        banyak_cara: false,
        ditanya: vec![langkah_draf(true)],
    }
}

pub(super) fn dengan<T>(
    layanan: &[Layanan],
    kasus: &[StatusKasusWarga],
    pakai: impl FnOnce(&KonteksAlur<'_>) -> T,
) -> T {
    let kata = kata();
    pakai(&KonteksAlur {
        kantor: "Kantor",
        kamus: &Kamus::baru(&kata, None),
        kata: &kata,
        layanan,
        kasus,
        kia: AturanKia::default(),
        loket: KataLoket::default(),
        hari_ini: date!(2026 - 11 - 23),
        perlu_pemberitahuan: false,
        lama_diam: false,
        berhenti: false,
    })
}

/// The state and the last effects after these inputs.
fn ikuti(keadaan: KeadaanAlur, masukan: &[Masukan]) -> (KeadaanAlur, Vec<Efek>) {
    dengan(&banyak(), &[kasus_draf()], |konteks| {
        masukan
            .iter()
            .fold((keadaan, Vec::new()), |(keadaan, _), satu| langkah(keadaan, satu, konteks))
    })
}

fn tulis(kata: &[&str]) -> Vec<Masukan> {
    kata.iter().map(|satu| teks(satu)).collect()
}

/// The words of the last answer.
fn isi(efek: &[Efek]) -> &str {
    match efek.last() {
        Some(Efek::Balas(
            IsiPesan::Teks { isi } | IsiPesan::Tombol { isi, .. } | IsiPesan::Daftar { isi, .. },
        )) => isi,
        lain => panic!("{lain:?}"),
    }
}

/// The ids of its rows or buttons.
fn id(efek: &[Efek]) -> Vec<String> {
    match efek.last() {
        Some(Efek::Balas(IsiPesan::Tombol { tombol, .. })) => {
            tombol.iter().map(|(id, _)| id.clone()).collect()
        }
        Some(Efek::Balas(IsiPesan::Daftar { baris, .. })) => {
            baris.iter().map(|(id, ..)| id.clone()).collect()
        }
        lain => panic!("{lain:?}"),
    }
}

fn ketuk(id: &str) -> Masukan {
    Masukan::Pilihan(id.to_owned())
}

#[test]
fn twelve_services_are_shown_by_family_and_page() {
    let (keadaan, efek) = ikuti(KeadaanAlur::Awal, &tulis(&["halo"]));
    assert_eq!(
        id(&efek),
        ["v1:kelompok:dafduk", "v1:kelompok:capil", "v1:kelompok:data", "v1:kata:petugas"]
    );
    let (satu, efek) = ikuti(keadaan.clone(), &[ketuk("v1:kelompok:dafduk")]);
    let baris = id(&efek);
    assert_eq!(baris.len(), 10, "{baris:?}");
    assert!(isi(&efek).contains("9. Layanan lain\n10. Kembali"), "{}", isi(&efek));
    let (dua, efek) = ikuti(satu.clone(), &tulis(&["9"]));
    assert_eq!(id(&efek)[0], "v1:layanan:dafduk_9");
    let (kembali, _) = ikuti(dua.clone(), &tulis(&["kembali"]));
    assert_eq!(kembali, satu);
    // A row of a page that is no longer shown does nothing.
    let (sesudah, efek) = ikuti(dua.clone(), &[ketuk(&baris[0])]);
    assert_eq!(sesudah, dua);
    assert!(isi(&efek).starts_with("Pilihan ini sudah tidak berlaku"), "{}", isi(&efek));
    let (sesudah, _) = ikuti(dua, &[ketuk("v1:layanan:dafduk_9")]);
    assert!(matches!(sesudah, KeadaanAlur::Mengumpulkan(_)));
}

#[test]
fn typed_words_find_a_service_at_every_level() {
    for letak in [&["halo"][..], &["halo", "1"], &["halo", "1", "9"], &["halo", "akta"]] {
        let (keadaan, _) = ikuti(KeadaanAlur::Awal, &tulis(letak));
        let (sesudah, _) = ikuti(keadaan.clone(), &tulis(&["kematian"]));
        let KeadaanAlur::Mengumpulkan(kumpulan) = sesudah else { panic!("{letak:?}") };
        assert_eq!(kumpulan.layanan, kode("akta_mati"));
        let (_, efek) = ikuti(keadaan.clone(), &tulis(&["akta"]));
        assert_eq!(
            id(&efek),
            ["v1:layanan:akta", "v1:layanan:akta_mati", "v1:menu:kembali:utama"],
            "{letak:?}"
        );
        let (_, efek) = ikuti(keadaan, &tulis(&["pencatatan sipil"]));
        assert_eq!(id(&efek)[0], "v1:layanan:akta");
    }
    let (_, efek) = ikuti(KeadaanAlur::Awal, &tulis(&["halo", "sepeda"]));
    assert!(isi(&efek).contains("belum kami kenali"));
}

#[test]
fn nine_services_stay_a_flat_list() {
    let (layanan, kasus) = (banyak(), []);
    dengan(&layanan[3..], &kasus, |konteks| {
        let (_, efek) = langkah(KeadaanAlur::Awal, &teks("halo"), konteks);
        assert_eq!(id(&efek).len(), 10);
        assert_eq!(id(&efek)[0], "v1:layanan:dafduk_4");
    });
    // A single family needs no first choice between families.
    let mut sekeluarga = layanan;
    for satu in &mut sekeluarga {
        satu.kelompok = Kelompok::Data;
    }
    dengan(&sekeluarga, &kasus, |konteks| {
        let (keadaan, efek) = langkah(KeadaanAlur::Awal, &teks("halo"), konteks);
        assert_eq!(id(&efek)[8..], ["v1:menu:lain:data:1", "v1:kata:petugas"]);
        let (_, efek) = langkah(keadaan, &teks("layanan lain"), konteks);
        assert_eq!(id(&efek)[4..], ["v1:menu:kembali:data:0"]);
    });
}

#[test]
fn variant_fields_conditions_and_substitutes_are_asked_as_the_catalogue_says() {
    let (keadaan, efek) = ikuti(KeadaanAlur::Awal, &tulis(&["halo", "akta kelahiran"]));
    assert_eq!(id(&efek), ["v1:varian:akta:baru", "v1:varian:akta:hilang"]);
    let (keadaan, efek) = ikuti(keadaan, &tulis(&["2"]));
    let pengantar = isi(&efek);
    assert!(pengantar.contains("• Surat lahir atau SPTJM (F-2.03)"), "{pengantar}");
    assert!(pengantar.contains("• Surat kehilangan") && !pengantar.contains("keterlambatan"));
    assert!(pengantar.contains("Dibawa saat pengambilan: KK, Akta lama (ditarik)."), "{pengantar}");
    let (keadaan, efek) = ikuti(keadaan, &tulis(&["Siti", "kemarin"]));
    assert!(isi(&efek).contains("Tulis tanggal seperti 31-12-2026."), "{}", isi(&efek));
    let (keadaan, efek) = ikuti(keadaan, &tulis(&["5/1/2026"]));
    assert_eq!(id(&efek)[1], "v1:isian:akta:tempat:rumah");
    let (usang, efek) = ikuti(keadaan.clone(), &[ketuk("v1:varian:akta:baru")]);
    assert_eq!(usang, keadaan);
    assert!(isi(&efek).starts_with("Pilihan ini sudah tidak berlaku"));
    let (keadaan, efek) = ikuti(keadaan, &[ketuk("v1:isian:akta:tempat:rumah")]);
    assert!(isi(&efek).contains("Siapa penolongnya?"));
    let (keadaan, efek) = ikuti(keadaan, &tulis(&["Bidan Ani"]));
    assert!(isi(&efek).contains("LEWATI"), "{}", isi(&efek));
    let (keadaan, efek) = ikuti(keadaan, &tulis(&["lewati"]));
    assert!(
        isi(&efek).contains("(1/3) Kirim foto *Surat lahir* atau SPTJM (F-2.03)"),
        "{}",
        isi(&efek)
    );
    let (keadaan, efek) = ikuti(keadaan, &[berkas(1), berkas(2), berkas(3)]);
    let ringkasan = isi(&efek).to_owned();
    assert!(ringkasan.contains("Akta Kelahiran: Akta hilang"), "{ringkasan}");
    assert!(ringkasan.contains("3 foto/PDF\nDibawa saat pengambilan: KK,"), "{ringkasan}");
    let (_, efek) = ikuti(keadaan, &[ketuk("v1:kirim:akta")]);
    let [Efek::Ajukan(kumpulan)] = efek.as_slice() else { panic!("{efek:?}") };
    assert_eq!(kumpulan.varian, Some(kode("hilang")));
    assert_eq!(kumpulan.isian[&kode("lahir")], "2026-01-05");
    assert_eq!(kumpulan.isian.len(), 3);
    let untuk: Vec<&str> = kumpulan.berkas.iter().map(|(kode, _)| kode.as_str()).collect();
    assert_eq!(untuk, ["surat_lahir", "alasan", "kehilangan"]);
}

#[test]
fn a_field_that_does_not_apply_is_neither_asked_nor_sent() {
    let awal = ["halo", "akta kelahiran", "1", "Siti", "20-11-2026", "Rumah sakit", "dua"];
    let (keadaan, efek) = ikuti(KeadaanAlur::Awal, &tulis(&awal));
    assert!(isi(&efek).contains("(1/1) Kirim foto *Surat lahir*"), "{}", isi(&efek));
    let (_, efek) = ikuti(keadaan, &[berkas(1), teks("kirim")]);
    let [Efek::Ajukan(kumpulan)] = efek.as_slice() else { panic!("{efek:?}") };
    assert!(!kumpulan.isian.contains_key(&kode("penolong")));
    assert_eq!(kumpulan.isian[&kode("anak")], "2");
}

#[test]
fn who_acts_for_the_applicant_says_so_before_sending() {
    let awal = ["halo", "akta kelahiran", "1", "Siti", "20-11-2026", "1", "lewati"];
    let (keadaan, _) = ikuti(KeadaanAlur::Awal, &tulis(&awal));
    let (keadaan, efek) = ikuti(keadaan, &[berkas(1), teks("wakil")]);
    assert_eq!(id(&efek).len(), 4);
    let (batal, efek) = ikuti(keadaan.clone(), &tulis(&["lewati"]));
    assert!(isi(&efek).contains("Sudah benar?"));
    assert!(matches!(batal, KeadaanAlur::Mengumpulkan(k) if k.wakil.is_none()));
    let (keadaan, efek) = ikuti(keadaan, &[ketuk("v1:wakil:akta:aparat_desa"), teks("Pak Lurah")]);
    assert!(isi(&efek).contains("(2/2) Kirim foto *Surat kuasa*"), "{}", isi(&efek));
    let (keadaan, efek) = ikuti(keadaan, &[berkas(2)]);
    assert!(isi(&efek).contains("Diurus oleh: Pak Lurah (Aparat desa)"), "{}", isi(&efek));
    let (_, efek) = ikuti(keadaan, &tulis(&["ya"]));
    let [Efek::Ajukan(kumpulan)] = efek.as_slice() else { panic!("{efek:?}") };
    assert_eq!(kumpulan.wakil.as_ref().unwrap().hubungan, HubunganKuasa::AparatDesa);
}

#[test]
fn a_step_of_the_applicant_is_answered_by_words_and_the_collection_goes_on() {
    let (mengisi, _) = ikuti(KeadaanAlur::Awal, &tulis(&["halo", "kematian"]));
    let (keadaan, efek) = ikuti(mengisi.clone(), &tulis(&["jawab"]));
    assert!(isi(&efek).contains("1. Sudah benar semuanya\n2. Ada yang salah"), "{}", isi(&efek));
    let (batal, efek) = ikuti(keadaan.clone(), &tulis(&["batal"]));
    assert_eq!(batal, mengisi);
    assert!(isi(&efek).contains("Siapa nama lengkap pemohon?"));
    let (lanjut, efek) = ikuti(keadaan.clone(), &tulis(&["1"]));
    assert_eq!(lanjut, mengisi);
    let harapan = Efek::Putuskan {
        tugas: TugasId::new(Uuid::from_u128(77)),
        keputusan: kode("benar"),
        alasan: None,
    };
    assert_eq!(efek, [harapan]);
    let (keadaan, efek) = ikuti(keadaan, &tulis(&["ada yang salah"]));
    assert!(isi(&efek).contains("alasan"));
    let (sesudah, efek) = ikuti(keadaan, &tulis(&["nama ibu keliru"]));
    assert_eq!(sesudah, mengisi);
    assert!(
        matches!(&efek[..], [Efek::Putuskan { alasan: Some(alasan), .. }] if alasan == "nama ibu keliru")
    );
}

#[test]
fn status_repeats_the_buttons_of_a_step_and_a_step_that_is_over_is_let_go() {
    let (keadaan, efek) = ikuti(KeadaanAlur::Awal, &tulis(&["status"]));
    assert_eq!(id(&efek).len(), 2);
    assert!(id(&efek)[0].ends_with(":benar"));
    let (_, efek) = ikuti(keadaan.clone(), &tulis(&["2"]));
    assert!(isi(&efek).contains("alasan"));
    dengan(&banyak(), &[], |konteks| {
        let (sesudah, efek) = langkah(keadaan, &teks("1"), konteks);
        assert_eq!(sesudah, KeadaanAlur::Awal);
        assert!(isi(&efek).contains("sudah tidak berlaku"));
    });
}

#[test]
fn status_tells_the_deadline_of_a_case_that_waits() {
    let mut keadaan = KeadaanKasus::awal();
    let tunggu = |batas| StatusKasus::MenungguPemohon {
        lanjut: kode("cek"),
        alasan: Some("KK buram".to_owned()),
        dari: TugasId::new(Uuid::from_u128(1)),
        batas,
        habis: None,
    };
    keadaan.status = tunggu(None);
    let tanpa = teks::kalimat_status(&Kamus::default(), &keadaan, ZonaWaktu::Wita);
    assert_eq!(tanpa, "menunggu kelengkapan dari Anda: KK buram");
    keadaan.status = tunggu(Some(OffsetDateTime::from_unix_timestamp(1_795_420_800).unwrap()));
    let dengan = teks::kalimat_status(&Kamus::default(), &keadaan, ZonaWaktu::Wita);
    assert!(dengan.contains(" paling lambat ") && dengan.contains("WITA: KK buram"), "{dengan}");
}

#[test]
fn states_stored_before_still_read() {
    let lama = [
        json!({ "di": "awal" }),
        json!({ "di": "pilih_layanan", "gagal": 2 }),
        json!({ "di": "mengumpulkan", "layanan": "akta", "nama": "Siti", "isian": {}, "berkas": [], "lewati": [] }),
    ];
    for satu in lama {
        let keadaan: KeadaanAlur = serde_json::from_value(satu).unwrap();
        // The service has variants now: the variant is asked, the name is kept.
        let (sesudah, efek) = ikuti(keadaan, &tulis(&["1"]));
        assert!(!efek.is_empty());
        if let KeadaanAlur::Mengumpulkan(kumpulan) = sesudah {
            assert_eq!(kumpulan.varian, Some(kode("baru")));
            assert_eq!(kumpulan.nama.as_deref(), Some("Siti"));
            assert!(isi(&efek).contains("Kapan lahir?"), "{}", isi(&efek));
        }
    }
}
