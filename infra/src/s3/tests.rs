//! The port against a real S3 server, and links as a browser uses them.

use std::{path::PathBuf, time::Duration};

use loket_domain::{
    galat::PortError,
    id::IdSource,
    nilai::Rahasia,
    permohonan::{PenyimpanObjek, TautanUnggah},
};

use super::*;
use crate::{
    crypto::SystemIds,
    embedded::{EmbeddedS3, EmbeddedS3Config},
};

const UMUR: Duration = Duration::from_mins(5);

struct Dunia {
    dir: PathBuf,
    server: EmbeddedS3,
    objek: S3Objek,
    config: S3Config,
    web: reqwest::Client,
}

impl Dunia {
    fn baru() -> Self {
        let dir = std::env::temp_dir().join(format!("loket-s3-{}", SystemIds.uuid()));
        let server = EmbeddedS3::start(EmbeddedS3Config {
            dir: dir.clone(),
            bucket: "loket".to_owned(),
            access_key: "uji".to_owned(),
            secret: Rahasia::new("rahasia-uji"),
            bind: ([127, 0, 0, 1], 0).into(),
        })
        .unwrap();
        let config = S3Config {
            endpoint: server.endpoint(),
            endpoint_publik: None,
            region: "us-east-1".to_owned(),
            bucket: "loket".to_owned(),
            access_key: "uji".to_owned(),
            secret_key: Rahasia::new("rahasia-uji"),
            force_path_style: true,
            checksums: Checksums::WhenRequired,
            batas_waktu: Duration::from_secs(5),
            kunci_hari: 30,
        };
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { dir, objek: S3Objek::new(&config), server, config, web: reqwest::Client::new() }
    }

    async fn unggah(&self, tautan: &TautanUnggah, header: &[(&str, &str)], isi: &[u8]) -> u16 {
        let mut minta = self.web.put(&tautan.url).body(isi.to_vec());
        for (nama, isi) in header {
            minta = minta.header(*nama, *isi);
        }
        minta.send().await.unwrap().status().as_u16()
    }

    async fn selesai(self) {
        self.server.stop().await;
        std::fs::remove_dir_all(self.dir).unwrap();
    }
}

fn salah_satu_huruf(url: &str, dari: &str, ke: &str) -> String {
    assert!(url.contains(dari), "{dari} is not in {url}");
    url.replacen(dari, ke, 1)
}

#[tokio::test]
async fn an_object_is_stored_read_and_removed() {
    let dunia = Dunia::baru();
    let objek = &dunia.objek;
    objek.sehat().await.unwrap();
    assert_eq!(objek.ambil("balangan/a", 10).await.unwrap(), None);
    objek.simpan("balangan/a", "image/png", b"0123456789".to_vec()).await.unwrap();
    assert_eq!(objek.ambil("balangan/a", 10).await.unwrap().unwrap(), b"0123456789");
    let error = objek.ambil("balangan/a", 9).await.unwrap_err();
    assert!(matches!(error, PortError::TakTerduga(_)), "{error:?}");
    let aliran = aws_sdk_s3::primitives::ByteStream::from_static(b"0123456789");
    assert!(objek::kumpulkan(aliran, 9).await.is_err());
    objek.hapus("balangan/a").await.unwrap();
    objek.hapus("balangan/a").await.unwrap();
    assert_eq!(objek.ambil("balangan/a", 10).await.unwrap(), None);

    let biasa = S3Config { checksums: Checksums::WhenSupported, ..dunia.config.clone() };
    S3Objek::new(&biasa).simpan("balangan/b", "image/png", vec![7; 100_000]).await.unwrap();
    assert_eq!(objek.ambil("balangan/b", 100_000).await.unwrap().unwrap().len(), 100_000);
    dunia.selesai().await;
}

#[tokio::test]
async fn an_upload_link_takes_exactly_what_was_signed() {
    let dunia = Dunia::baru();
    let buat = |umur| dunia.objek.tautan_unggah("balangan/u", "image/png", 10, umur);
    let tautan = buat(UMUR).await.unwrap();
    let tipe = ("content-type", "image/png");
    assert!(tautan.header.contains(&(tipe.0.to_owned(), tipe.1.to_owned())), "{tautan:?}");
    assert!(tautan.url.contains("content-length"), "{tautan:?}");

    assert_eq!(dunia.unggah(&tautan, &[tipe], b"012345678").await, 403, "too short");
    assert_eq!(dunia.unggah(&tautan, &[tipe], b"0123456789a").await, 403, "too long");
    let html = ("content-type", "text/html");
    assert_eq!(dunia.unggah(&tautan, &[html], b"0123456789").await, 403, "another type");
    assert_ne!(dunia.unggah(&tautan, &[], b"0123456789").await, 200, "no type");
    let lain = TautanUnggah {
        url: salah_satu_huruf(&tautan.url, "/balangan/u", "/tapin/u"),
        header: Vec::new(),
    };
    assert_eq!(dunia.unggah(&lain, &[tipe], b"0123456789").await, 403, "another key");
    assert_eq!(dunia.objek.ambil("balangan/u", 100).await.unwrap(), None);

    assert_eq!(dunia.unggah(&tautan, &[tipe], b"0123456789").await, 200);
    assert_eq!(dunia.objek.ambil("balangan/u", 100).await.unwrap().unwrap(), b"0123456789");

    let sebentar = buat(Duration::from_secs(1)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    assert_eq!(dunia.unggah(&sebentar, &[tipe], b"0123456789").await, 403, "expired");
    dunia.selesai().await;
}

/// Security bar 35.
#[tokio::test]
async fn a_download_link_gives_an_attachment_of_a_fixed_type() {
    let dunia = Dunia::baru();
    dunia.objek.simpan("balangan/d", "text/html", b"%PDF-1.7".to_vec()).await.unwrap();
    let buat = |umur| dunia.objek.tautan_unduh("balangan/d", "Akta é.pdf", "application/pdf", umur);
    let url = buat(UMUR).await.unwrap();
    let jawab = dunia.web.get(&url).send().await.unwrap();
    assert_eq!(jawab.status(), 200);
    assert_eq!(jawab.headers()["content-type"], "application/pdf");
    let disposisi = "attachment; filename=\"Akta _.pdf\"; filename*=UTF-8''Akta%20%C3%A9.pdf";
    assert_eq!(jawab.headers()["content-disposition"], disposisi);
    assert_eq!(jawab.headers()["access-control-allow-origin"], "*");
    assert_eq!(jawab.bytes().await.unwrap().as_ref(), b"%PDF-1.7");

    let status = async |url: String| dunia.web.get(url).send().await.unwrap().status().as_u16();
    dunia.objek.simpan("tapin/d", "application/pdf", b"tetangga".to_vec()).await.unwrap();
    assert_eq!(status(salah_satu_huruf(&url, "/balangan/d", "/tapin/d")).await, 403);
    assert_eq!(status(salah_satu_huruf(&url, "application%2Fpdf", "text%2Fhtml")).await, 403);
    assert_eq!(status(salah_satu_huruf(&url, "X-Amz-Expires=300", "X-Amz-Expires=900")).await, 403);
    assert_eq!(status(format!("{}/loket/balangan/d", dunia.server.endpoint())).await, 403);
    assert_eq!(dunia.web.put(&url).body("x").send().await.unwrap().status(), 403);
    let sebentar = buat(Duration::from_secs(1)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    assert_eq!(status(sebentar).await, 403);
    dunia.selesai().await;
}

#[tokio::test]
async fn links_carry_the_public_address() {
    let dunia = Dunia::baru();
    let config = S3Config {
        endpoint_publik: Some("https://berkas.example".to_owned()),
        ..dunia.config.clone()
    };
    let url = S3Objek::new(&config).tautan_unduh("t/d", "a", "image/png", UMUR).await.unwrap();
    assert!(url.starts_with("https://berkas.example/loket/t/d?"), "{url}");
    dunia.selesai().await;
}

#[tokio::test]
async fn failures_tell_a_server_away_from_a_mistake() {
    let dunia = Dunia::baru();
    for kunci in ["", "/a", "a//b", "a/../b", "a/.b", "a b", "a/", "a\\b", "a%2fb"] {
        let error = dunia.objek.ambil(kunci, 1).await.unwrap_err();
        assert!(matches!(error, PortError::TakTerduga(_)), "{kunci:?}: {error:?}");
    }
    let salah = S3Config { secret_key: Rahasia::new("lain"), ..dunia.config.clone() };
    let error = S3Objek::new(&salah).sehat().await.unwrap_err();
    assert!(matches!(error, PortError::TakTerduga(_)), "{error:?}");
    let salah = S3Config { bucket: "tidak-ada".to_owned(), ..dunia.config.clone() };
    assert!(S3Objek::new(&salah).sehat().await.is_err());
    assert!(!format!("{:?}", dunia.config).contains("rahasia-uji"));

    let objek = dunia.objek.clone();
    dunia.selesai().await;
    let error = objek.sehat().await.unwrap_err();
    assert!(matches!(error, PortError::TidakTersedia { sistem: "s3", .. }), "{error:?}");
}
