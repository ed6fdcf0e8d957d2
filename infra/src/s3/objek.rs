//! The port to object storage, over the SDK.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_s3::{
    Client, config::RequestChecksumCalculation, operation::get_object::GetObjectError,
    presigning::PresigningConfig, primitives::ByteStream,
};
use loket_domain::{
    galat::PortError,
    permohonan::{PenyimpanObjek, TautanUnggah},
};
use tokio::time::timeout;

use super::{
    disposisi::lampiran,
    galat::{TerlaluBesar, dari_sdk, putus},
    klien::{S3Config, klien},
};

/// Objects in one bucket.
#[derive(Clone, Debug)]
pub struct S3Objek {
    klien: Client,
    penanda: Client,
    bucket: String,
    batas_baca: Duration,
}

impl S3Objek {
    /// Prepares the clients; nothing is called yet.
    pub fn new(config: &S3Config) -> Self {
        let publik = config.endpoint_publik.as_deref().unwrap_or(&config.endpoint);
        // A browser cannot compute the SDK's checksums, so links never ask for one.
        let penanda = klien(config, publik);
        let tanpa_checksum = penanda
            .config()
            .to_builder()
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .build();
        Self {
            klien: klien(config, &config.endpoint),
            penanda: Client::from_conf(tanpa_checksum),
            bucket: config.bucket.clone(),
            batas_baca: config.batas_waktu * 3,
        }
    }
}

#[async_trait]
impl PenyimpanObjek for S3Objek {
    async fn simpan(&self, kunci: &str, tipe: &str, isi: Vec<u8>) -> Result<(), PortError> {
        self.klien
            .put_object()
            .bucket(&self.bucket)
            .key(kunci_sah(kunci)?)
            .content_type(tipe)
            .body(ByteStream::from(isi))
            .send()
            .await
            .map(drop)
            .map_err(|error| dari_sdk(&error))
    }

    async fn ambil(&self, kunci: &str, batas: u64) -> Result<Option<Vec<u8>>, PortError> {
        let jawaban =
            self.klien.get_object().bucket(&self.bucket).key(kunci_sah(kunci)?).send().await;
        let objek = match jawaban {
            Ok(objek) => objek,
            Err(error) if error.as_service_error().is_some_and(GetObjectError::is_no_such_key) => {
                return Ok(None);
            }
            Err(error) => return Err(dari_sdk(&error)),
        };
        let besar = |panjang: i64| u64::try_from(panjang).is_ok_and(|panjang| panjang > batas);
        if objek.content_length().is_some_and(besar) {
            return Err(PortError::tak_terduga(TerlaluBesar(batas)));
        }
        timeout(self.batas_baca, kumpulkan(objek.body, batas))
            .await
            .map_err(|lewat| putus(&lewat))?
            .map(Some)
    }

    async fn hapus(&self, kunci: &str) -> Result<(), PortError> {
        let jawaban =
            self.klien.delete_object().bucket(&self.bucket).key(kunci_sah(kunci)?).send().await;
        match jawaban {
            Ok(_) => Ok(()),
            // S3 answers 204 for a missing object; some servers say 404.
            Err(error) if error.raw_response().is_some_and(|r| r.status().as_u16() == 404) => {
                Ok(())
            }
            Err(error) => Err(dari_sdk(&error)),
        }
    }

    async fn tautan_unggah(
        &self,
        kunci: &str,
        tipe: &str,
        ukuran: u64,
        umur: Duration,
    ) -> Result<TautanUnggah, PortError> {
        let tanda = self
            .penanda
            .put_object()
            .bucket(&self.bucket)
            .key(kunci_sah(kunci)?)
            .content_type(tipe)
            .content_length(i64::try_from(ukuran).map_err(PortError::tak_terduga)?)
            .presigned(PresigningConfig::expires_in(umur).map_err(PortError::tak_terduga)?)
            .await
            .map_err(|error| dari_sdk(&error))?;
        let header = tanda.headers().map(|(nama, isi)| (nama.to_owned(), isi.to_owned())).collect();
        Ok(TautanUnggah { url: tanda.uri().to_owned(), header })
    }

    async fn tautan_unduh(
        &self,
        kunci: &str,
        nama: &str,
        tipe: &str,
        umur: Duration,
    ) -> Result<String, PortError> {
        let tanda = self
            .penanda
            .get_object()
            .bucket(&self.bucket)
            .key(kunci_sah(kunci)?)
            .response_content_type(tipe)
            .response_content_disposition(lampiran(nama))
            .response_cache_control("private, no-store")
            .presigned(PresigningConfig::expires_in(umur).map_err(PortError::tak_terduga)?)
            .await
            .map_err(|error| dari_sdk(&error))?;
        Ok(tanda.uri().to_owned())
    }

    async fn sehat(&self) -> Result<(), PortError> {
        self.klien
            .head_bucket()
            .bucket(&self.bucket)
            .send()
            .await
            .map(drop)
            .map_err(|error| dari_sdk(&error))
    }
}

/// A key as Loket makes them; anything else is a bug, and could name another tenant's object.
fn kunci_sah(kunci: &str) -> Result<&str, PortError> {
    let huruf = |b: u8| b.is_ascii_alphanumeric() || b"/-_.".contains(&b);
    let bagian = |bagian: &str| !bagian.is_empty() && !bagian.starts_with('.');
    if kunci.len() <= 512 && kunci.bytes().all(huruf) && kunci.split('/').all(bagian) {
        Ok(kunci)
    } else {
        Err(PortError::tak_terduga("kunci objek tidak sah"))
    }
}

/// Reads the stream to its end, or until it has given more than `batas` bytes.
pub(super) async fn kumpulkan(mut aliran: ByteStream, batas: u64) -> Result<Vec<u8>, PortError> {
    let mut isi = Vec::new();
    while let Some(potong) = aliran.try_next().await.map_err(|error| putus(&error))? {
        let ukuran = u64::try_from(isi.len() + potong.len()).unwrap_or(u64::MAX);
        if ukuran > batas {
            return Err(PortError::tak_terduga(TerlaluBesar(batas)));
        }
        isi.extend_from_slice(&potong);
    }
    Ok(isi)
}
