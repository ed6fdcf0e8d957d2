//! What a client sees before any business is done.

mod kosong;
mod soket;

use std::{collections::BTreeMap, sync::Arc};

use actix_web::{
    body::to_bytes,
    dev::{Service, ServiceResponse},
    http::header,
    test::{TestRequest, init_service},
    web::Data,
};
use serde_json::Value;

use super::*;
use crate::aliran::AliranConfig;

const ID: &str = "0197a000-0000-7000-8000-000000000000";

/// An answer.
struct Jawaban {
    status: u16,
    kepala: BTreeMap<String, String>,
    json: Value,
    teks: String,
}

fn state() -> AppState {
    let aliran = Aliran::baru(kosong::ports(), Arc::default(), AliranConfig::default());
    AppState {
        ports: kosong::ports(),
        kotor: Arc::new(|_| {}),
        aliran,
        meja: crate::meja::Meja::baru(),
        metrik: Arc::new(Metrik::new()),
        penjaga: Arc::default(),
        pagar: Arc::default(),
        bingkai: |kerja| kerja,
        batas: Batas { json: 200, webhook: 100, ..Batas::default() },
    }
}

/// The answers of one application to these requests, in order.
async fn tanya(permintaan: Vec<TestRequest>) -> Vec<Jawaban> {
    let app = init_service(app(Data::new(state()))).await;
    let mut semua = Vec::new();
    for satu in permintaan {
        let jawaban = match app.call(satu.to_request()).await {
            Ok(jawaban) => jawaban,
            // What the server does with an error that has no response yet.
            Err(galat) => ServiceResponse::new(
                TestRequest::default().to_http_request(),
                galat.error_response(),
            ),
        };
        let status = jawaban.status().as_u16();
        let teks = |nilai: &header::HeaderValue| nilai.to_str().unwrap().to_owned();
        let kepala =
            jawaban.headers().iter().map(|(nama, isi)| (nama.to_string(), teks(isi))).collect();
        let teks = to_bytes(jawaban.into_body()).await.unwrap();
        let teks = String::from_utf8_lossy(&teks).into_owned();
        let json = serde_json::from_str(&teks).unwrap_or(Value::Null);
        semua.push(Jawaban { status, kepala, json, teks });
    }
    semua
}

async fn satu(permintaan: TestRequest) -> Jawaban {
    tanya(vec![permintaan]).await.remove(0)
}

fn json(jalur: &str, isi: &str) -> TestRequest {
    TestRequest::post()
        .uri(jalur)
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .set_payload(isi.to_owned())
}

fn petugas(permintaan: TestRequest, token: &str) -> TestRequest {
    permintaan.insert_header((header::AUTHORIZATION, format!("Bearer {token}")))
}

const MASUK: &str = "/v1/tenant/balangan/sesi";

#[actix_web::test]
async fn every_refusal_is_a_problem_that_names_its_request() {
    let besar = format!(r#"{{"nama_pengguna":"{}"}}"#, "a".repeat(300));
    for (permintaan, status, kode) in [
        (TestRequest::get().uri("/tidak/ada"), 404, "tidak_ditemukan"),
        (TestRequest::get().uri("/v1/tenant/Bukan--Slug/layanan"), 404, "tidak_ditemukan"),
        (TestRequest::put().uri("/v1/permohonan"), 405, "metode_tidak_dilayani"),
        (TestRequest::delete().uri(&format!("/v1/tugas/{ID}")), 405, "metode_tidak_dilayani"),
        (TestRequest::get().uri("/v1/tenant/balangan/layanan"), 503, "sedang_tidak_tersedia"),
        (json(MASUK, "{"), 400, "json_tidak_sah"),
        (json(MASUK, r#"{"nama_pengguna":"a"}"#), 422, "isian_tidak_sah"),
        (json(MASUK, &besar), 413, "isi_terlalu_besar"),
        (TestRequest::post().uri(MASUK).set_payload("a=b"), 415, "jenis_isi_tidak_didukung"),
        (TestRequest::get().uri("/v1/saya"), 401, "sesi_tidak_berlaku"),
        (petugas(TestRequest::get().uri("/v1/saya"), "palsu"), 401, "sesi_tidak_berlaku"),
        (petugas(TestRequest::get().uri("/v1/saya"), "panik"), 500, "kesalahan_sistem"),
    ] {
        let jawaban = satu(permintaan).await;
        assert_eq!(jawaban.status, status, "{kode}: {}", jawaban.teks);
        assert_eq!(jawaban.json["kode"], kode, "{}", jawaban.teks);
        assert_eq!(jawaban.kepala[header::CONTENT_TYPE.as_str()], problem::MEDIA, "{kode}");
        let id = &jawaban.kepala["x-request-id"];
        assert_eq!(jawaban.json["instance"], format!("urn:uuid:{id}"), "{kode}");
        assert_eq!(jawaban.kepala[header::CACHE_CONTROL.as_str()], "no-store", "{kode}");
        assert_eq!(jawaban.kepala[header::X_CONTENT_TYPE_OPTIONS.as_str()], "nosniff", "{kode}");
        assert!(!jawaban.teks.contains("10.0.0.9") && !jawaban.teks.contains("port broke"));
    }
}

#[actix_web::test]
async fn a_panic_does_not_end_the_process() {
    let panik = petugas(TestRequest::get().uri("/v1/saya"), "panik");
    let jawaban = tanya(vec![panik, TestRequest::get().uri("/healthz")]).await;
    assert_eq!((jawaban[0].status, jawaban[1].status), (500, 200));
}

#[actix_web::test]
async fn a_method_that_is_not_served_names_those_that_are() {
    let jawaban = satu(TestRequest::put().uri("/v1/permohonan")).await;
    let boleh = &jawaban.kepala[header::ALLOW.as_str()];
    assert!(boleh.contains("GET") && boleh.contains("POST"), "{boleh}");
}

#[actix_web::test]
async fn strangers_learn_nothing_about_paths_and_bodies() {
    for permintaan in [
        TestRequest::get().uri("/v1/permohonan/bukan-id"),
        TestRequest::get().uri("/v1/permohonan?asing=1"),
        json(&format!("/v1/tugas/{ID}/keputusan"), "{"),
        json("/v1/permohonan", "{}"),
    ] {
        assert_eq!(satu(permintaan).await.status, 401);
    }
}

#[actix_web::test]
async fn a_client_cannot_choose_its_request_id() {
    let permintaan =
        TestRequest::get().uri("/healthz").insert_header(("x-request-id", "pilihan-saya"));
    assert_ne!(satu(permintaan).await.kepala["x-request-id"], "pilihan-saya");
}

#[actix_web::test]
async fn a_webhook_is_believed_only_with_its_signature() {
    let webhook = |tanda_tangan: Option<&str>, panjang: usize| {
        let permintaan = TestRequest::post().uri("/v1/wa/webhook").set_payload("a".repeat(panjang));
        match tanda_tangan {
            Some(nilai) => permintaan.insert_header(("x-hub-signature-256", nilai)),
            None => permintaan,
        }
    };
    let jawaban = tanya(vec![
        webhook(None, 10),
        webhook(Some("palsu"), 10),
        webhook(Some("mati"), 10),
        webhook(Some("sah"), 101),
        webhook(Some("sah"), 100),
        TestRequest::get().uri("/metrics"),
    ])
    .await;
    let status: Vec<u16> = jawaban.iter().map(|satu| satu.status).collect();
    assert_eq!(status, [401, 401, 503, 413, 200, 200]);
    assert_eq!(jawaban[4].teks, "");
    assert!(jawaban[5].teks.contains("loket_wa_tanda_tangan_gagal_total 2"), "{}", jawaban[5].teks);
}

#[actix_web::test]
async fn a_handshake_echoes_the_challenge_as_plain_text() {
    let jabat = |token: &str| {
        let kueri = format!("hub.mode=subscribe&hub.verify_token={token}&hub.challenge=42");
        TestRequest::get().uri(&format!("/v1/wa/webhook?{kueri}"))
    };
    let jawaban = tanya(vec![jabat("rahasia"), jabat("salah")]).await;
    assert_eq!((jawaban[0].status, jawaban[0].teks.as_str()), (200, "42"));
    assert!(jawaban[0].kepala[header::CONTENT_TYPE.as_str()].starts_with("text/plain"));
    assert_eq!(
        (jawaban[1].status, jawaban[1].json["kode"].as_str()),
        (403, Some("jabat_tangan_ditolak"))
    );
}

#[actix_web::test]
async fn readiness_says_which_system_is_away() {
    let jawaban = satu(TestRequest::get().uri("/readyz")).await;
    assert_eq!(jawaban.status, 503);
    assert_eq!(
        (&jawaban.json["database"], &jawaban.json["objek"]),
        (&"sehat".into(), &"sakit".into())
    );
}

#[actix_web::test]
async fn counters_hold_route_patterns_and_nothing_a_client_wrote() {
    let jawaban = tanya(vec![
        TestRequest::get().uri(&format!("/v1/permohonan/{ID}?nik=6311010101900001")),
        TestRequest::get().uri("/6311010101900001"),
        TestRequest::get().uri("/metrics"),
    ])
    .await;
    let teks = &jawaban[2].teks;
    assert!(teks.contains(r#"rute="/v1/permohonan/{id}""#), "{teks}");
    assert!(!teks.contains("6311010101900001") && !teks.contains(ID), "{teks}");
}

#[actix_web::test]
async fn the_documentation_is_served_from_the_binary() {
    let jawaban = tanya(vec![
        TestRequest::get().uri("/docs"),
        TestRequest::get().uri("/docs/"),
        TestRequest::get().uri("/docs/swagger-ui-bundle.js"),
        TestRequest::get().uri("/openapi.json"),
    ])
    .await;
    assert_eq!(jawaban[0].kepala[header::LOCATION.as_str()], "/docs/");
    assert!(
        jawaban[1].status == 200 && !jawaban[1].teks.contains("https://"),
        "{}",
        jawaban[1].teks
    );
    assert!(jawaban[2].status == 200 && jawaban[2].teks.len() > 100_000);
    assert_eq!(jawaban[3].teks, openapi_json());
    let csp = |i: usize| jawaban[i].kepala[header::CONTENT_SECURITY_POLICY.as_str()].as_str();
    assert!(csp(1).contains("'self'") && csp(3).contains("'none'"));
}
