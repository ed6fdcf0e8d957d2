//! The table of answers.

use actix_web::{
    body::to_bytes,
    http::{StatusCode, header},
};
use loket_domain::{
    akses::Izin,
    galat::{Bentrok, GagalMasuk, Galat, Pelanggaran, PortError},
};
use serde_json::Value;

use super::*;

async fn badan(problem: &Problem) -> Value {
    let isi = to_bytes(problem.error_response().into_body()).await.unwrap();
    serde_json::from_slice(&isi).unwrap()
}

#[actix_web::test]
async fn every_refusal_has_its_status_and_its_stable_code() {
    let tabel: Vec<(Galat, u16, &str)> = vec![
        (Galat::TidakDitemukan("tugas"), 404, "tidak_ditemukan"),
        (GagalMasuk::KredensialSalah.into(), 401, "kredensial_salah"),
        (GagalMasuk::SesiTidakBerlaku.into(), 401, "sesi_tidak_berlaku"),
        (Galat::TidakBerizin(Izin::OperasiLihat), 403, "tidak_berizin"),
        (Galat::PerluKonfirmasi, 403, "perlu_konfirmasi"),
        (Galat::PerluFaktorKedua, 403, "perlu_faktor_kedua"),
        (GagalMasuk::TiketTidakBerlaku.into(), 401, "tiket_tidak_berlaku"),
        (GagalMasuk::FaktorSalah.into(), 401, "faktor_salah"),
        (GagalMasuk::RahasiaTidakBerlaku.into(), 401, "kode_tidak_berlaku"),
        (
            Galat::TerlaluSering { tunggu: time::Duration::seconds(29) },
            429,
            "terlalu_banyak_percobaan",
        ),
        (
            Galat::KodeTerlaluSering { tunggu: time::Duration::minutes(5) },
            429,
            "kode_terlalu_sering",
        ),
        (
            Galat::isian("/pemohon/nik", "nik_panjang", "NIK harus 16 angka."),
            422,
            "isian_tidak_sah",
        ),
        (Bentrok::baru("versi_usang", "Muat ulang.").into(), 409, "versi_usang"),
        (
            Bentrok::baru("terlalu_banyak_percobaan", "Tunggu.").into(),
            429,
            "terlalu_banyak_percobaan",
        ),
        (PortError::Konflik.into(), 409, "perubahan_bersamaan"),
        (
            PortError::tidak_tersedia("s3", "no route to 10.0.0.9").into(),
            503,
            "sedang_tidak_tersedia",
        ),
        (PortError::tak_terduga("SELECT nik FROM rahasia").into(), 500, "kesalahan_sistem"),
    ];
    for (galat, status, kode) in tabel {
        let problem = Problem::from(galat);
        let jawaban = problem.error_response();
        assert_eq!(jawaban.status().as_u16(), status, "{kode}");
        assert_eq!(jawaban.headers().get(header::CONTENT_TYPE).unwrap(), MEDIA, "{kode}");
        let isi = badan(&problem).await;
        assert_eq!(isi["kode"], kode);
        assert_eq!(isi["type"], format!("urn:loket:{kode}"));
        assert_eq!(isi["status"], status);
        let teks = isi.to_string();
        assert!(!teks.contains("SELECT") && !teks.contains("10.0.0.9"), "{teks}");
    }
}

#[actix_web::test]
async fn what_does_not_exist_answers_the_same_whatever_it_is() {
    let tugas = badan(&Problem::from(Galat::TidakDitemukan("tugas"))).await;
    let permohonan = badan(&Problem::from(Galat::TidakDitemukan("permohonan"))).await;
    assert_eq!(tugas, permohonan);
}

#[actix_web::test]
async fn fields_and_alternatives_travel_along() {
    let salah = Pelanggaran {
        pointer: "/isian/x".into(),
        kode: "isian_wajib",
        pesan: "Wajib.".into(),
        nilai: Some("ya".into()),
    };
    let isi = badan(&Galat::TidakSah(vec![salah]).into()).await;
    assert_eq!(isi["errors"][0]["pointer"], "/isian/x");
    assert_eq!(isi["errors"][0]["nilai"], "ya");
    let bentrok = Bentrok::baru("versi_usang", "Muat ulang.").dengan_pilihan(vec!["setuju".into()]);
    assert_eq!(badan(&bentrok.into()).await["pilihan"][0], "setuju");
}

#[test]
fn callers_are_told_how_to_log_in_and_when_to_come_back() {
    let kepala = |problem: Problem, nama: header::HeaderName| {
        problem.error_response().headers().get(nama).unwrap().clone()
    };
    let tantangan = kepala(GagalMasuk::SesiTidakBerlaku.into(), header::WWW_AUTHENTICATE);
    assert!(tantangan.to_str().unwrap().starts_with("Bearer"));
    let tunggu = Bentrok::baru("terlalu_banyak_percobaan", "Tunggu.");
    assert_eq!(kepala(tunggu.into(), header::RETRY_AFTER), "900");
    let tunggu = Galat::TerlaluSering { tunggu: time::Duration::milliseconds(29_500) };
    assert_eq!(kepala(tunggu.into(), header::RETRY_AFTER), "30");
    assert_eq!(kepala(PortError::tidak_tersedia("s3", "x").into(), header::RETRY_AFTER), "5");
}

#[test]
fn the_cause_is_kept_for_the_log_with_its_causes() {
    let problem = Problem::from(PortError::tak_terduga("kolom hilang"));
    assert_eq!(problem.sebab().unwrap(), "kesalahan tak terduga: kolom hilang");
    assert_eq!(problem.status_code(), StatusCode::INTERNAL_SERVER_ERROR);
}
