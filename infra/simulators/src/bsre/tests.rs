use std::{net::SocketAddr, path::PathBuf, time::Instant};

use base64::{Engine, engine::general_purpose::STANDARD};
use lopdf::Document;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::*;
use crate::contoh_pdf;

const KADIS: &str = "3402014107800001";
const KABID: &str = "3402011203750002";

fn config(data_dir: Option<PathBuf>) -> BsreSimConfig {
    let signer = |nik: &str, name: &str, status| SimSigner {
        nik: nik.to_owned(),
        name: name.to_owned(),
        passphrase: "frasa-benar".to_owned(),
        status,
        key: SimKey::P256,
    };
    BsreSimConfig {
        bind: SocketAddr::from(([127, 0, 0, 1], 0)),
        user: "loket".to_owned(),
        password: "sandi".to_owned(),
        signers: vec![
            signer(KADIS, "Dra. SRI WAHYUNI, M.Si", SignerStatus::Issue),
            signer(KABID, "Drs. BUDI", SignerStatus::Expired),
        ],
        data_dir,
    }
}

fn draft() -> Vec<u8> {
    contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["Nama: SITI AMINAH"])
}

async fn post(sim: &BsreSim, path: &str, body: &Value) -> (u16, Value) {
    // A second installation is refused, which is fine.
    drop(rustls::crypto::ring::default_provider().install_default());
    let reply = reqwest::Client::new()
        .post(format!("{}{path}", sim.base_url()))
        .basic_auth("loket", Some("sandi"))
        .json(body)
        .send()
        .await;
    let Ok(reply) = reply else { return (0, Value::Null) };
    (reply.status().as_u16(), reply.json().await.unwrap_or(Value::Null))
}

async fn sign(sim: &BsreSim, nik: &str, passphrase: &str) -> (u16, Value) {
    let property = json!({"tampilan": "INVISIBLE", "reason": "Pengesahan", "location": "Bantul"});
    let file = STANDARD.encode(draft());
    let body = json!({
        "nik": nik, "passphrase": passphrase, "signatureProperties": [property], "file": [file],
    });
    post(sim, "/api/v2/sign/pdf", &body).await
}

fn file(answer: &Value) -> Vec<u8> {
    STANDARD.decode(answer["file"][0].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn a_signed_file_extends_the_draft_and_is_in_the_journal() {
    let sim = BsreSim::start(config(None)).await.unwrap();

    let (status, answer) = sign(&sim, KADIS, "frasa-benar").await;
    let signed = file(&answer);
    let (_, verdict) =
        post(&sim, "/api/v2/verify/pdf", &json!({"file": STANDARD.encode(&signed)})).await;

    assert_eq!(status, 200);
    assert!(signed.starts_with(&draft()) && signed.len() > draft().len());
    assert_eq!(verdict["conclusion"], "VALID", "{verdict}");
    let information = &verdict["signatureInformations"][0];
    assert_eq!(information["signerName"], "Dra. SRI WAHYUNI, M.Si");
    assert_eq!(information["lastSignature"], false);
    let journal = sim.journal();
    assert_eq!(journal.len(), 1);
    assert_eq!(journal[0].sha256_output, hex::encode(Sha256::digest(&signed)));
    assert!(journal[0].signed && journal[0].outcome == "signed" && journal[0].nik == KADIS);
    sim.stop().await;
}

#[tokio::test]
async fn refusals_come_in_the_shapes_seen_in_the_field() {
    let sim = BsreSim::start(config(None)).await.unwrap();

    let (_, field) = sign(&sim, KADIS, "salah").await;
    let (_, text) = sign(&sim, KADIS, "sim:wrong_passphrase_text").await;
    let (_, unknown) = sign(&sim, "3402014107809999", "frasa-benar").await;
    let (status, expired) = sign(&sim, KABID, "frasa-benar").await;
    let (_, revoked) = sign(&sim, KADIS, "sim:status:REVOKE").await;

    assert_eq!(field, json!({"status_code": 2031, "error": "Passphrase anda salah"}));
    assert_eq!(text["status_code"], 400);
    assert!(text["error"].as_str().unwrap().ends_with("2031"));
    assert!(unknown["error"].as_str().unwrap().ends_with("2011"));
    assert_eq!((status, expired["status"].as_str()), (400, Some("EXPIRED")));
    assert_eq!(revoked["status"], "REVOKE");
    assert!(sim.journal().is_empty());
}

#[tokio::test]
async fn a_wrong_account_is_401_with_four_fields() {
    let sim = BsreSim::start(BsreSimConfig { password: "lain".to_owned(), ..config(None) });
    let (status, body) = sign(&sim.await.unwrap(), KADIS, "frasa-benar").await;

    assert_eq!(status, 401);
    for key in ["timestamp", "status", "error", "path"] {
        assert!(!body[key].is_null(), "{key}");
    }
}

#[tokio::test]
async fn status_and_verification_speak_v2() {
    let sim = BsreSim::start(config(None)).await.unwrap();
    let status = async |nik| {
        post(&sim, "/api/v2/user/check/status", &json!({"nik": nik})).await.1["status"].clone()
    };
    let verify = async |pdf: &[u8]| {
        post(&sim, "/api/v2/verify/pdf", &json!({"file": STANDARD.encode(pdf)})).await
    };

    assert_eq!(status(KADIS).await, "ISSUE");
    assert_eq!(status(KABID).await, "EXPIRED");
    assert_eq!(status("bukan nik").await, "NOT_REGISTERED");
    assert_eq!(verify(&draft()).await.1["conclusion"], "NO_SIGNATURE");
    assert_eq!(verify(b"").await.0, 500);
    let signer = sim.signer(KADIS).unwrap();
    let mut changed = sign_pdf(&draft(), &signer).unwrap();
    changed[10] ^= 1;
    assert_eq!(verify(&changed).await.1["conclusion"], "INVALID");
    let forger = Authority::new().unwrap().issue(KADIS, "PALSU", SimKey::P256).unwrap();
    let false_file = sign_pdf(&draft(), &forger).unwrap();
    assert_eq!(verify(&false_file).await.1["conclusion"], "INVALID");
}

#[tokio::test]
async fn faults_spoil_what_they_name_and_the_journal_tells_the_truth() {
    let sim = BsreSim::start(config(None)).await.unwrap();

    let (_, empty) = sign(&sim, KADIS, "sim:empty_file").await;
    let (_, none) = sign(&sim, KADIS, "sim:no_file").await;
    let (_, html) = sign(&sim, KADIS, "sim:not_pdf").await;
    let (_, pages) = sign(&sim, KADIS, "sim:extra_page").await;
    let (_, text) = sign(&sim, KADIS, "sim:altered_text").await;
    let (bad_gateway, _) = sign(&sim, KADIS, "sim:bad_gateway_html").await;
    sim.faults(|f| f.next(Fault::ServerErrorJson, 1));
    let (server_error, body) = sign(&sim, KADIS, "frasa-benar").await;
    let started = Instant::now();
    let (slow, _) = sign(&sim, KADIS, "sim:slow_ms:300").await;

    assert_eq!(empty["file"], json!([""]));
    assert_eq!(none["file"], json!([]));
    assert!(!file(&html).starts_with(b"%PDF-"));
    assert_eq!(Document::load_mem(&file(&pages)).unwrap().get_pages().len(), 2);
    let text = Document::load_mem(&file(&text)).unwrap().extract_text(&[1]).unwrap();
    assert!(text.contains("ISI LAIN"), "{text}");
    assert_eq!((bad_gateway, server_error, slow), (502, 500, 200));
    assert_eq!(body["error"], "Internal Server Error");
    assert!(started.elapsed().as_millis() >= 300);
    let journal: Vec<_> = sim.journal().into_iter().map(|e| (e.outcome, e.signed)).collect();
    let expected = [
        ("empty_file", false),
        ("no_file", false),
        ("not_pdf", false),
        ("extra_page", true),
        ("altered_text", true),
        ("slow_ms", true),
    ];
    assert_eq!(journal, expected.map(|(name, signed)| (name.to_owned(), signed)));
}

#[tokio::test]
async fn faults_can_be_steered_over_http() {
    let sim = BsreSim::start(config(None)).await.unwrap();
    let lasting = json!({"fault": {"status": "SUSPEND"}, "nik": KADIS});

    post(&sim, "/sim/faults", &lasting).await;
    let (_, status) = post(&sim, "/api/v2/user/check/status", &json!({"nik": KADIS})).await;
    let (refused, _) = sign(&sim, KADIS, "frasa-benar").await;
    sim.faults(Faults::clear);
    let (accepted, _) = sign(&sim, KADIS, "frasa-benar").await;

    assert_eq!(status["status"], "SUSPEND");
    assert_eq!((refused, accepted), (400, 200));
}

#[tokio::test]
async fn an_answer_that_breaks_off_was_signed_nevertheless() {
    let sim = BsreSim::start(config(None)).await.unwrap();

    for fault in ["sim:drop_after_sign", "sim:cut_answer"] {
        let (_, body) = sign(&sim, KADIS, fault).await;
        assert_eq!(body, Value::Null, "{fault}");
    }

    assert_eq!(sim.journal().iter().filter(|e| e.signed).count(), 2);
}

#[tokio::test]
async fn anchor_keys_and_journal_survive_a_restart() {
    let dir = std::env::temp_dir().join(format!("bsre-sim-{}", std::process::id()));
    let first = BsreSim::start(config(Some(dir.clone()))).await.unwrap();
    sign(&first, KADIS, "frasa-benar").await;
    let (anchor, journal) = (first.ca_pem().to_owned(), first.journal());
    let certificate = first.signer(KADIS).unwrap().certificate_der().unwrap();
    first.stop().await;

    let again = BsreSim::start(config(Some(dir.clone()))).await.unwrap();

    assert_eq!(again.ca_pem(), anchor);
    assert_eq!(again.journal(), journal);
    assert_eq!(again.signer(KADIS).unwrap().certificate_der().unwrap(), certificate);
    assert_eq!(journal.len(), 1);
    again.stop().await;
    std::fs::remove_dir_all(dir).unwrap();
}
