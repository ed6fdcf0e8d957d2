//! The WhatsApp simulator with a conversation already in it, to look at the chat page: `cargo run --example percakapan`.
//!
//! There is no office behind it; what the resident writes stays without an answer. Ends with Ctrl-C.

use std::{env, error::Error};

use loket_simulators::{
    contoh_pdf,
    whatsapp::{InboundMedia, SimApp, SimNumber, Tap, TapKind, WhatsAppSim, WhatsAppSimConfig},
};
use serde_json::{Value, json};

const OFFICE: &str = "100001";
const RESIDENT: &str = "6281234567890";
const PHOTO: &[u8] = include_bytes!("../static/foto.jpg");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let bind = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8090".to_owned()).parse()?;
    let number = |id: &str, display: &str| SimNumber {
        app_id: "app-1".to_owned(),
        waba_id: format!("waba-{id}"),
        phone_number_id: id.to_owned(),
        display_phone_number: display.to_owned(),
        access_token: "token".to_owned(),
    };
    let sim = WhatsAppSim::start(WhatsAppSimConfig {
        bind,
        apps: vec![SimApp {
            app_id: "app-1".to_owned(),
            app_secret: "rahasia".to_owned(),
            verify_token: "verifikasi".to_owned(),
            callback_url: String::new(),
        }],
        numbers: vec![number(OFFICE, "+62 761-100-001"), number("100002", "+62 482-100-002")],
        data_dir: None,
        seed: 1,
    })
    .await?;
    sim.set_number(OFFICE, |n| n.verified_name = Some("Disdukcapil Contoh".to_owned()))?;
    sim.resident(RESIDENT, |r| r.name = Some("Siti Aminah".to_owned()));
    talk(&sim).await?;
    println!("{}/?phone={RESIDENT}&office={OFFICE}", sim.base_url());
    tokio::signal::ctrl_c().await?;
    sim.stop().await;
    Ok(())
}

/// A resident asks for a birth certificate.
async fn talk(sim: &WhatsAppSim) -> Result<(), Box<dyn Error>> {
    sim.send_text(RESIDENT, OFFICE, "Assalamualaikum, mau urus akta")?;
    send(sim, &json!({ "type": "interactive", "interactive": { "type": "list",
        "header": { "type": "text", "text": "Selamat datang" },
        "body": { "text": "Ini layanan *Disdukcapil Contoh*.\nPilih layanan, atau balas dengan nomornya:\n1. Akta Kelahiran\n2. Perubahan Data KK" },
        "footer": { "text": "Balas PETUGAS untuk bicara dengan petugas" },
        "action": { "button": "Lihat layanan", "sections": [
            { "title": "Akta", "rows": [
                { "id": "akta-lahir", "title": "Akta Kelahiran", "description": "Untuk anak yang baru lahir" },
                { "id": "akta-mati", "title": "Akta Kematian" } ] },
            { "title": "Lainnya", "rows": [{ "id": "petugas", "title": "Bicara petugas" }] } ] } } })).await?;
    sim.tap(
        RESIDENT,
        OFFICE,
        &Tap {
            id: "akta-lahir".to_owned(),
            title: "Akta Kelahiran".to_owned(),
            kind: TapKind::List,
            description: Some("Untuk anak yang baru lahir".to_owned()),
        },
    )?;
    send(
        sim,
        &json!({ "type": "interactive", "interactive": { "type": "button",
        "body": { "text": "Apakah anak sudah tercantum di Kartu Keluarga?" },
        "action": { "buttons": [
            { "type": "reply", "reply": { "id": "sudah", "title": "Sudah" } },
            { "type": "reply", "reply": { "id": "belum", "title": "Belum" } } ] } } }),
    )
    .await?;
    sim.send_text(RESIDENT, OFFICE, "sudah pak")?;
    send(sim, &json!({ "type": "interactive", "interactive": { "type": "cta_url",
        "body": { "text": "Unggah foto surat keterangan lahir lewat tautan aman ini." },
        "action": { "name": "cta_url", "parameters": { "display_text": "Unggah berkas", "url": "https://contoh.id/u/7" } } } })).await?;
    let photo = InboundMedia {
        mime_type: "image/jpeg".to_owned(),
        bytes: PHOTO.to_vec(),
        caption: Some("ini suratnya".to_owned()),
        filename: None,
    };
    let (wamid, _) = sim.send_media(RESIDENT, OFFICE, photo)?;
    send(sim, &json!({ "status": "read", "message_id": wamid })).await?;
    let draft = contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["Nama: BUDI"]);
    let (_, media_id) = sim.send_media(
        "6280000000000",
        OFFICE,
        InboundMedia {
            mime_type: "application/pdf".to_owned(),
            bytes: draft,
            ..InboundMedia::default()
        },
    )?;
    let link = format!("{}/sim/media/{media_id}", sim.base_url());
    send(
        sim,
        &json!({ "type": "document", "document": { "link": link, "filename": "Akta-Kelahiran.pdf",
        "caption": "Akta Anda sudah selesai." } }),
    )
    .await?;
    Ok(())
}

async fn send(sim: &WhatsAppSim, message: &Value) -> Result<(), Box<dyn Error>> {
    let mut full = json!({ "messaging_product": "whatsapp", "to": format!("+{RESIDENT}") });
    if let (Some(full), Some(message)) = (full.as_object_mut(), message.as_object()) {
        full.extend(message.clone());
    }
    let url = format!("{}/v25.0/{OFFICE}/messages", sim.base_url());
    let client = reqwest::Client::builder().no_proxy().build()?;
    client.post(url).bearer_auth("token").json(&full).send().await?.error_for_status()?;
    Ok(())
}
