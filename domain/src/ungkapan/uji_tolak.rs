//! Expressions that are refused, and how.

use super::{
    uji::{kode, konteks},
    *,
};

fn salah(teks: &str, harapan: Tipe) -> UngkapanSalah {
    Ungkapan::parse(teks, harapan).map_or_else(|salah| salah, |_| panic!("diterima: {teks}"))
}

#[test]
fn faults_name_the_part_and_their_code() {
    for (teks, kode, bagian) in [
        ("", "kosong", ""),
        (" \n ", "kosong", ""),
        ("pemohon.umr >= 17", "variabel_tidak_dikenal", "pemohon.umr"),
        ("umur >= 17", "variabel_tidak_dikenal", "umur"),
        ("kanal == loket", "variabel_tidak_dikenal", "loket"),
        ("Kuasa", "variabel_tidak_dikenal", "Kuasa"),
        ("layanan.kode == \"a\"", "variabel_tidak_dikenal", "layanan.kode"),
        ("isian.alasan.panjang == 1", "variabel_tidak_dikenal", "isian.alasan.panjang"),
        (".kuasa", "variabel_tidak_dikenal", ".kuasa"),
        ("pemohon == 1", "variabel_tidak_lengkap", "pemohon"),
        ("isian == \"a\"", "variabel_tidak_lengkap", "isian"),
        ("size(isian) > 1", "variabel_tidak_lengkap", "isian"),
        ("sekarang > 2020", "variabel_tidak_lengkap", "sekarang"),
        ("isian.Alasan == \"\"", "isian_tidak_dikenal", "isian.Alasan"),
        ("isian[\"a b\"] == \"\"", "isian_tidak_dikenal", "isian[\"a b\"]"),
        ("isian[layanan] == \"\"", "bentuk_ditolak", "isian[layanan]"),
        ("\"Kartu Keluarga\" in berkas", "syarat_tidak_dikenal", "\"Kartu Keluarga\""),
        ("kanal == \"wa\"", "nilai_tidak_dikenal", "\"wa\""),
        ("\"online\" != kanal", "nilai_tidak_dikenal", "\"online\""),
        ("kanal in [\"loket\", \"lokett\"]", "nilai_tidak_dikenal", "\"lokett\""),
        ("pemohon.umur >= \"17\"", "tipe_salah", "\"17\""),
        ("layanan < 5", "tipe_salah", "5"),
        ("layanan == 5", "tipe_salah", "5"),
        ("kuasa > false", "tipe_salah", "kuasa > false"),
        ("kuasa && putaran", "tipe_salah", "putaran"),
        ("berkas || kuasa", "tipe_salah", "berkas"),
        ("!putaran", "tipe_salah", "putaran"),
        ("-kuasa == 1", "tipe_salah", "kuasa"),
        ("1 < putaran < 3", "tipe_salah", "(1 < putaran) < 3"),
        ("putaran + \"a\" == 1", "tipe_salah", "\"a\""),
        ("kuasa + 1 == 1", "tipe_salah", "kuasa + 1"),
        ("layanan * 2 == 1", "tipe_salah", "layanan"),
        ("putaran ? true : false", "tipe_salah", "putaran"),
        ("kuasa ? 1 : \"a\"", "tipe_salah", "\"a\""),
        ("berkas == \"kk\"", "tipe_salah", "berkas == \"kk\""),
        ("1 in berkas", "tipe_salah", "1"),
        ("\"a\" in layanan", "tipe_salah", "\"a\" in layanan"),
        ("putaran in [1, \"2\"]", "tipe_salah", "\"2\""),
        ("kuasa in [true]", "bentuk_ditolak", "true"),
        ("putaran in []", "bentuk_ditolak", "[]"),
        ("\"alasan\" in isian", "bentuk_ditolak", "\"alasan\" in isian"),
        ("berkas[0] == \"kk\"", "bentuk_ditolak", "berkas[0]"),
        ("putaran > 1.5", "bentuk_ditolak", "1.5"),
        ("putaran > 1u", "bentuk_ditolak", "1u"),
        ("layanan == null", "bentuk_ditolak", "null"),
        ("b\"a\" == layanan", "bentuk_ditolak", "b\"…\""),
        ("{\"a\": 1}.a == 1", "bentuk_ditolak", "{"),
        ("kuasa // catatan", "bentuk_ditolak", "//"),
        ("layanan == \"a\\\"b\"", "bentuk_ditolak", "\\"),
        ("layanan == \"\"\"a\"\"\"", "bentuk_ditolak", "\"\"\""),
        ("has(isian.alasan)", "fungsi_ditolak", "has"),
        ("has \n (isian.alasan)", "fungsi_ditolak", "has"),
        ("berkas . all (b, b == \"kk\")", "fungsi_ditolak", "all"),
        ("berkas.all(b, b == \"kk\")", "fungsi_ditolak", "all"),
        ("[1, 2].exists(x, x > 1)", "fungsi_ditolak", "exists"),
        ("size([1].map(x, x)) > 0", "fungsi_ditolak", "map"),
        ("layanan.matches(\"a.*\")", "fungsi_ditolak", "matches"),
        ("matches(layanan, \"a.*\")", "fungsi_ditolak", "matches"),
        ("int(isian.umur) > 17", "fungsi_ditolak", "int"),
        ("timestamp(\"2020-01-01T00:00:00Z\") == 1", "fungsi_ditolak", "timestamp"),
        ("layanan.startswith(\"a\")", "fungsi_tidak_dikenal", "startswith"),
        ("panjang(layanan) > 1", "fungsi_tidak_dikenal", "panjang"),
        ("startsWith(layanan, \"a\")", "argumen_salah", "startsWith(layanan, \"a\")"),
        ("layanan.startsWith(1)", "argumen_salah", "layanan.startsWith(1)"),
        ("layanan.startsWith()", "argumen_salah", "layanan.startsWith()"),
        ("size() > 1", "argumen_salah", "size()"),
        ("size(putaran) > 1", "argumen_salah", "size(putaran)"),
        ("layanan.size(1) > 1", "argumen_salah", "layanan.size(1)"),
        ("putaran", "hasil_salah", "putaran"),
        ("\"kk\"", "hasil_salah", "\"kk\""),
        ("berkas", "hasil_salah", "berkas"),
        ("kuasa ? 1 : 2", "hasil_salah", "kuasa ? 1 : 2"),
        ("kuasa = true", "operator_salah", "="),
        ("kuasa & true", "operator_salah", "&"),
        ("kuasa | true", "operator_salah", "|"),
        ("putaran <> 1", "operator_salah", "<>"),
        ("putaran ≥ 1", "operator_salah", "≥"),
        ("kuasa and pemohon.wni", "operator_salah", "and"),
        ("kuasa dan pemohon.wni", "operator_salah", "dan"),
        ("not kuasa", "operator_salah", "not"),
        ("layanan == \"a", "tak_terbaca", "\"a"),
        ("layanan == “a”", "tak_terbaca", "“"),
        ("kuasa;", "tak_terbaca", ";"),
        ("putaran >", "tak_terbaca", ""),
        ("(kuasa", "tak_terbaca", ""),
        ("kuasa)", "tak_terbaca", ")"),
        ("putaran == 1 putaran", "tak_terbaca", "putaran"),
        ("isian.in == \"\"", "tak_terbaca", "in == \"\""),
        ("putaran < 99999999999999999999", "tak_terbaca", "99999999999999999999"),
    ] {
        let salah = salah(teks, Tipe::Bool);
        assert_eq!((salah.kode, salah.bagian.as_str()), (kode, bagian), "{teks}: {}", salah.pesan);
        assert!(
            salah.pesan.ends_with('.') && !salah.pesan.contains(".."),
            "{teks}: {}",
            salah.pesan
        );
    }
}

#[test]
fn amounts_and_texts_are_held_to_their_type() {
    for (teks, harapan) in [
        ("kuasa", Tipe::Int),
        ("\"50000\"", Tipe::Int),
        ("50000", Tipe::Teks),
        ("berkas", Tipe::Teks),
    ] {
        assert_eq!(salah(teks, harapan).kode, "hasil_salah", "{teks}");
    }
}

#[test]
fn sentences_say_what_to_write_instead() {
    for (teks, kata) in [
        ("pemohon.umr >= 17", "pemohon.umur"),
        ("umur >= 17", "pemohon.umur"),
        ("kanal == loket", "\"loket\""),
        ("kanal == \"lokett\"", "loket"),
        ("kanal == \"aplikasi\"", "whatsapp, loket, daring"),
        ("pemohon == 1", "pemohon.umur atau pemohon.wni"),
        ("pemohon.umur >= \"17\"", "tanpa tanda kutip"),
        ("layanan == 5", "tanda kutip"),
        ("putaran", "Bandingkan"),
        ("kuasa && putaran", "putaran > 1"),
        ("layanan.startswith(\"a\")", "startsWith"),
        ("has(isian.alasan)", "isian.alasan != \"\""),
        ("kuasa and kuasa", "&&"),
        ("berkas == \"kk\"", "\"kk\" in berkas"),
    ] {
        let pesan = salah(teks, Tipe::Bool).pesan;
        assert!(pesan.to_lowercase().contains(&kata.to_lowercase()), "{teks}: {pesan}");
    }
}

#[test]
fn the_service_decides_which_fields_and_requirements_there_are() {
    let isian = ["alasan", "nomor_akta"].map(kode);
    let syarat = ["kk", "ktp"].map(kode);
    let lingkup = Lingkup { isian: Some(&isian), syarat: Some(&syarat) };
    let periksa = |teks: &str| {
        let ungkapan: Ungkapan =
            serde_json::from_value(serde_json::Value::String(teks.to_owned())).unwrap();
        assert_eq!(ungkapan.periksa(Tipe::Bool), Ok(()), "{teks} is good on its own");
        ungkapan.periksa_dalam(Tipe::Bool, lingkup)
    };
    for teks in ["isian.alasan == \"\"", "isian[\"nomor_akta\"] == \"\"", "\"kk\" in berkas"] {
        assert_eq!(periksa(teks), Ok(()), "{teks}");
    }
    for (teks, kode, kata) in [
        ("isian.alasn == \"\"", "isian_tidak_dikenal", "Mungkin maksudnya alasan"),
        ("isian[\"umur\"] == \"\"", "isian_tidak_dikenal", "alasan, nomor_akta"),
        ("\"ktpel\" in berkas", "syarat_tidak_dikenal", "kk, ktp"),
    ] {
        let salah = periksa(teks).unwrap_err();
        assert_eq!(salah.kode, kode, "{teks}");
        assert!(salah.pesan.contains(kata), "{teks}: {}", salah.pesan);
    }
}

#[test]
fn size_and_depth_are_bounded() {
    let banyak =
        |awal: &str, n: usize, akhir: &str| format!("{}true{}", awal.repeat(n), akhir.repeat(n));
    for (teks, kode) in [
        ("true || ".repeat(200), "terlalu_panjang"),
        (banyak("(", 33, ")"), "terlalu_dalam"),
        (format!("{}1 == 1", "1+".repeat(490)), "terlalu_dalam"),
        (format!("{}putaran == 1", "-".repeat(900)), "baik"),
        (format!("isian{} == 1", ".a".repeat(490)), "variabel_tidak_dikenal"),
        (format!("isian{} == 1", "[\"a\"]".repeat(150)), "bentuk_ditolak"),
        (format!("{}true", "kuasa?true:".repeat(80)), "terlalu_dalam"),
        (format!("layanan{} == 1", ".size()".repeat(130)), "terlalu_dalam"),
        ("(".repeat(999), "terlalu_dalam"),
        ("[".repeat(999), "terlalu_dalam"),
        ("!".repeat(999), "tak_terbaca"),
        ("a?".repeat(499), "terlalu_dalam"),
        ("a&&".repeat(333), "tak_terbaca"),
        (format!("{}kuasa", "kuasa&&".repeat(140)), "baik"),
        (banyak("(", 32, ")"), "baik"),
        (banyak("!(", 31, ")"), "baik"),
        (format!("{}1 == 31", "1+".repeat(30)), "baik"),
    ] {
        let hasil = Ungkapan::parse(&teks, Tipe::Bool);
        match (kode, hasil) {
            ("baik", Ok(ungkapan)) => {
                ungkapan.nilai_bool(&konteks());
            }
            ("baik", Err(salah)) => panic!("{teks}: {salah:?}"),
            (_, Err(salah)) => {
                assert_eq!(salah.kode, kode, "{teks}");
                assert!(salah.bagian.chars().count() <= 121, "{}", salah.bagian);
            }
            (_, Ok(_)) => panic!("diterima: {teks}"),
        }
    }
}
