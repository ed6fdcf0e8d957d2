//! Reading against the packs of `deploy/tenants`: what is sound, and every way to be broken.

use std::{collections::BTreeSet, fs, path::Path, sync::LazyLock};

use serde_json::json;

use super::*;

pub(super) static PAKET: LazyLock<Vec<Value>> = LazyLock::new(|| {
    ["balangan", "kembaran", "pekanbaru", "sinjai"]
        .map(|slug| {
            let letak = format!("../deploy/tenants/{slug}.yaml");
            let teks =
                fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(letak)).unwrap();
            urai(yaml_serde::Deserializer::from_str(&teks)).unwrap()
        })
        .to_vec()
});

fn pekanbaru() -> Value {
    PAKET[2].clone()
}

fn taruh(paket: &mut Value, letak: &str, nilai: Value) {
    let (induk, nama) = letak.rsplit_once('/').unwrap();
    match paket.pointer_mut(induk).unwrap() {
        Value::Object(isi) => {
            isi.insert(nama.to_owned(), nilai);
        }
        Value::Array(isi) if nama == "-" => isi.push(nilai),
        induk => *induk.pointer_mut(&format!("/{nama}")).unwrap() = nilai,
    }
}

fn hapus(paket: &mut Value, letak: &str) {
    let (induk, nama) = letak.rsplit_once('/').unwrap();
    let isi = paket.pointer_mut(induk).unwrap().as_object_mut().unwrap();
    isi.shift_remove(nama).unwrap();
}

/// Every faulty field: where, what is put there, the code, and words of the sentence.
fn salah() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    vec![
        ("/tenant/slug", json!("Pekan Baru"), "tenant_tidak_sah", "huruf kecil"),
        ("/tenant/kode_wilayah", json!(14.71), "jenis_salah", "tanda kutip"),
        ("/tenant/zona", json!("wib"), "pilihan_tidak_dikenal", "Mungkin maksudnya `WIB`"),
        ("/tenant/kontak", json!("telepon"), "jenis_salah", "harus daftar, bukan teks"),
        ("/tenant/alamat", json!("Jalan"), "isian_tidak_dikenal", "`alamat`"),
        ("/peran/0/kode", json!("Front Office"), "kode_tidak_sah", "huruf kecil"),
        ("/peran/0/izin/0", json!("permohonan.bca"), "pilihan_tidak_dikenal", "`permohonan.baca`"),
        ("/peran/1/izin", json!(["tugas.kerjakan", "tugas.kerjakan"]), "ganda", "sudah ada"),
        ("/peran/2", json!("kadis"), "jenis_salah", "kumpulan isian, bukan teks"),
        ("/jam_kerja/biasa/senin", json!(["8-16"]), "jam_tidak_sah", "bukan jam"),
        ("/jam_kerja/biasa/hari_senin", json!([]), "isian_tidak_dikenal", "`hari_senin`"),
        (
            "/jam_kerja/biasa/batas_penerimaan",
            json!({ "jumat": "11:00", "jum'at": "11:00" }),
            "pilihan_tidak_dikenal",
            "`jumat`",
        ),
        (
            "/libur",
            json!([{ "tanggal": "31-12-2026", "nama": "x", "jenis": "daerah" }]),
            "tanggal_tidak_sah",
            "2026-03-31",
        ),
        ("/percakapan/salam", json!(null), "jenis_salah", "harus teks, bukan kosong"),
        (
            "/percakapan/tautan_survey",
            json!("https://x"),
            "isian_tidak_dikenal",
            "mungkin maksudnya `tautan_survei`",
        ),
        ("/layanan/0/kelompok", json!("dafcapil"), "pilihan_tidak_dikenal", "Pilihannya: `dafduk`"),
        ("/layanan/0/kanal/0", json!("sms"), "pilihan_tidak_dikenal", "`whatsapp`"),
        (
            "/layanan/0/syarat/0/wajib",
            json!("ya"),
            "jenis_salah",
            "ya/tidak (true/false), bukan teks",
        ),
        ("/layanan/0/janji", json!({ "menit": -7 }), "terlalu_kecil", "paling kecil 0"),
        (
            "/layanan/0/isian/0/jenis",
            json!("NIK"),
            "pilihan_tidak_dikenal",
            "Mungkin maksudnya `nik`",
        ),
        (
            "/sop/0/tahap/0/jenis",
            json!("verivikasi"),
            "pilihan_tidak_dikenal",
            "Mungkin maksudnya `verifikasi`",
        ),
        (
            "/sop/0/tahap/0/keputusan/0/tujuan",
            json!(["selsai"]),
            "pilihan_tidak_dikenal",
            "Mungkin maksudnya `selesai`",
        ),
        (
            "/sop/0/tahap/0/keputusan/1/tujuan",
            json!([{ "ke_tahap": "x" }]),
            "pilihan_tidak_dikenal",
            "`tahap`",
        ),
        (
            "/sop/0/tahap/0/keputusan/2/tujuan",
            json!(["tahap"]),
            "pilihan_perlu_isi",
            "{ tahap: … }",
        ),
        (
            "/sop/0/tahap/0/mutu_baku/waktu",
            json!({ "menit": 5_000_000_000_u64 }),
            "terlalu_besar",
            "4294967295",
        ),
        (
            "/sop/0/tahap/1/mutu_baku/waktu",
            json!({ "setiap_hari": 1 }),
            "pilihan_tanpa_isi",
            "tanpa isi",
        ),
        ("/sop/0/tahap/1/jika", json!(true), "jenis_salah", "tanda kutip"),
    ]
}

#[test]
fn every_structural_fault_is_named_at_once_where_it_is() {
    let mut paket = pekanbaru();
    let mut harap = BTreeSet::new();
    let semua = salah();
    for (letak, nilai, kode, _) in &semua {
        taruh(&mut paket, letak, nilai.clone());
        // Faults inside what was put there stand deeper.
        let dalam = match *letak {
            "/peran/1/izin" => "/1",
            "/jam_kerja/biasa/senin"
            | "/sop/0/tahap/0/keputusan/0/tujuan"
            | "/sop/0/tahap/0/keputusan/2/tujuan" => "/0",
            "/jam_kerja/biasa/batas_penerimaan" => "/jum'at",
            "/libur" => "/0/tanggal",
            "/layanan/0/janji" | "/sop/0/tahap/0/mutu_baku/waktu" => "/menit",
            "/sop/0/tahap/0/keputusan/1/tujuan" => "/0/ke_tahap",
            _ => "",
        };
        harap.insert((format!("{letak}{dalam}"), *kode));
    }
    for letak in ["/tenant/nama", "/layanan/0/sop", "/sop/0/tahap/2/keputusan"] {
        hapus(&mut paket, letak);
        harap.insert((letak.to_owned(), "isian_wajib"));
    }
    let cacat = baca_susunan(paket, &[]).unwrap_err();
    let ada: BTreeSet<_> = cacat.iter().map(|satu| (satu.letak.clone(), satu.kode)).collect();
    assert_eq!(ada, harap);
    assert_eq!(cacat.len(), harap.len());
    assert!(cacat.len() >= 25, "{}", cacat.len());
    for satu in &cacat {
        assert!(satu.pesan.ends_with('.'), "{}", satu.pesan);
        assert!(satu.nilai.as_ref().is_none_or(|nilai| nilai.chars().count() <= 80));
        assert_eq!(satu.nilai.is_none(), satu.kode == "isian_wajib", "{satu:?}");
    }
    for (letak, _, kode, kata) in &semua {
        let cocok = cacat.iter().find(|satu| satu.letak.starts_with(letak) && satu.kode == *kode);
        assert!(cocok.unwrap().pesan.contains(kata), "{letak}: {:?}", cocok.unwrap().pesan);
    }
}

#[test]
fn a_stamp_goes_on_a_page_from_one_and_on_no_page_zero() {
    let bernomor = |nomor: i64| {
        let mut paket = PAKET[0].clone();
        let tampilan = json!({ "terlihat": { "halaman": { "nomor": nomor } } });
        taruh(&mut paket, "/layanan/0/produk/0/tampilan_tte", tampilan);
        baca_susunan(paket, &[])
    };
    assert!(bernomor(1).is_ok());
    let cacat = bernomor(0).unwrap_err();
    let ada: Vec<_> = cacat.iter().map(|satu| (satu.letak.as_str(), satu.kode)).collect();
    let letak = "/layanan/0/produk/0/tampilan_tte/terlihat/halaman/nomor";
    assert_eq!(ada, [(letak, "terlalu_kecil")]);
}

#[test]
fn sound_packs_are_read_whole() {
    for paket in PAKET.iter() {
        let hasil = baca_paket(paket.clone(), &[]).unwrap();
        assert_eq!(hasil, serde_json::from_value::<Paket>(paket.clone()).unwrap());
        let tulis_ulang = serde_json::to_value(&hasil).unwrap();
        assert_eq!(baca_paket(tulis_ulang, &[]).unwrap(), hasil);
    }
}

#[test]
fn what_no_schema_can_say_is_still_found_at_its_place() {
    let mut paket = pekanbaru();
    taruh(&mut paket, "/jam_kerja/biasa/senin", json!(["08:00-12:00", "11:00-16:00"]));
    let cacat = baca_susunan(paket, &[]).unwrap_err();
    assert_eq!(cacat.len(), 1);
    assert_eq!((cacat[0].kode, cacat[0].letak.as_str()), ("jam_kerja_tidak_sah", "/jam_kerja"));
    assert!(cacat[0].pesan.contains("Senin"), "{}", cacat[0].pesan);
}

#[test]
fn meaning_is_checked_once_the_shape_is_right() {
    let mut paket = pekanbaru();
    taruh(&mut paket, "/layanan/0/sop", json!("entah"));
    assert_eq!(baca_susunan(paket.clone(), &[]).unwrap().layanan[0].sop.as_str(), "entah");
    let cacat = baca_paket(paket, &[]).unwrap_err();
    assert_eq!(cacat[0].kode, "sop_tidak_ada");
}

#[test]
fn what_is_too_large_is_refused_before_anything_else() {
    let kode = |paket: Value| -> Vec<&'static str> {
        baca_susunan(paket, &[]).unwrap_err().into_iter().map(|satu| satu.kode).collect()
    };
    let mut dalam = json!(1);
    for _ in 0..100 {
        dalam = json!([dalam]);
    }
    assert_eq!(kode(dalam), ["terlalu_dalam"]);
    assert_eq!(kode(json!({ "a": "x".repeat(TEKS_MAKS + 1) })), ["teks_terlalu_panjang"]);
    assert_eq!(kode(json!({ "a": vec![0; DAFTAR_MAKS + 1] })), ["daftar_terlalu_panjang"]);
    assert_eq!(kode(json!({ "a\0": "b\0" , "x".repeat(200): 1 })), ["nama_isian_tidak_sah"; 2]);
    assert_eq!(kode(json!(["a\0b"])), ["karakter_tidak_sah"]);
    let lebar = json!(vec![vec![0; DAFTAR_MAKS]; 60]);
    assert_eq!(kode(lebar), ["paket_terlalu_besar"]);
}

#[test]
fn thousands_of_faults_are_not_all_listed() {
    let cacat = baca_susunan(json!({ "peran": vec![0; DAFTAR_MAKS] }), &[]).unwrap_err();
    assert_eq!(cacat.len(), susunan::CACAT_MAKS + 1);
    assert_eq!(cacat.last().unwrap().kode, "terlalu_banyak_cacat");
}

#[test]
fn a_document_is_bounded_while_it_is_read() {
    let tolak =
        |teks: &str| urai(&mut serde_json::Deserializer::from_str(teks)).unwrap_err().to_string();
    assert!(tolak(r#"{ "a": 1, "a": 2 }"#).contains("isian `a` ditulis dua kali"));
    assert!(tolak(&"[".repeat(100)).contains("bertingkat lebih dari"));
    assert!(tolak(&format!("[{}0]", "0,".repeat(SIMPUL_MAKS))).contains("nilai setelah"));
}
