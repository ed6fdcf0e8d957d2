//! The port to object storage, over the SDK.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_s3::{
    Client,
    config::RequestChecksumCalculation,
    operation::{get_object::GetObjectError, head_object::HeadObjectError},
    presigning::{PresignedRequest, PresigningConfig},
    primitives::{ByteStream, DateTime},
    types::{CompletedMultipartUpload, CompletedPart, ObjectLockMode},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use loket_domain::{
    galat::PortError,
    kalender::Clock,
    permohonan::{KunciObjek, ObjekTerdaftar, PenyimpanObjek, TautanUnggah},
};
use time::OffsetDateTime;
use tokio::{sync::OnceCell, time::timeout};

use super::{
    disposisi::lampiran,
    galat::{TerlaluBesar, dari_sdk, putus, status},
    klien::{S3Config, klien},
};
use crate::crypto::SystemClock;

/// Objects in one bucket.
#[derive(Clone, Debug)]
pub struct S3Objek {
    klien: Client,
    penanda: Client,
    bucket: String,
    batas_baca: Duration,
    /// Days for which originals are locked, where the bucket can.
    kunci_hari: u32,
    /// Whether it can, once the server has said so.
    kunci: std::sync::Arc<OnceCell<KunciObjek>>,
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
            kunci_hari: config.kunci_hari,
            kunci: std::sync::Arc::default(),
        }
    }

    async fn tanya_kunci(&self) -> Result<KunciObjek, PortError> {
        let jawaban = self.klien.get_object_lock_configuration().bucket(&self.bucket).send().await;
        match jawaban {
            Ok(jawaban) => {
                let aktif = jawaban
                    .object_lock_configuration()
                    .and_then(|isi| isi.object_lock_enabled())
                    .is_some();
                Ok(if aktif { KunciObjek::Aktif } else { KunciObjek::TidakDidukung })
            }
            // Not configured, not implemented, not allowed to know: in each case nothing is locked.
            Err(error) if status(&error).is_some_and(|s| (400..500).contains(&s) || s == 501) => {
                Ok(KunciObjek::TidakDidukung)
            }
            Err(error) => Err(dari_sdk(&error)),
        }
    }
}

/// One version of an object, or one delete marker; without an id where the server keeps no versions.
struct Versi {
    kunci: String,
    versi: Option<String>,
}

/// How often what was listed is removed before it counts as not removable.
const PUTARAN_HAPUS: usize = 5;

impl S3Objek {
    /// Versions and delete markers under a prefix; objects where the server keeps none, or cannot list them.
    async fn versi(&self, awalan: &str, batas: u32) -> Result<Vec<Versi>, PortError> {
        let banyak = i32::try_from(batas).map_err(PortError::tak_terduga)?;
        let jawaban = self
            .klien
            .list_object_versions()
            .bucket(&self.bucket)
            .prefix(awalan)
            .max_keys(banyak)
            .send()
            .await;
        match jawaban {
            Ok(jawaban) => {
                let versi = jawaban.versions().iter().map(|satu| (satu.key(), satu.version_id()));
                let penanda =
                    jawaban.delete_markers().iter().map(|satu| (satu.key(), satu.version_id()));
                let semua = versi.chain(penanda).filter_map(|(kunci, versi)| {
                    Some(Versi { kunci: kunci?.to_owned(), versi: versi.map(str::to_owned) })
                });
                Ok(semua.collect())
            }
            // Not implemented: then there is nothing behind the objects themselves.
            Err(error) if status(&error).is_some_and(|s| matches!(s, 400 | 404 | 405 | 501)) => {
                let semua = self.daftar(awalan, None, batas).await?;
                Ok(semua.into_iter().map(|satu| Versi { kunci: satu.kunci, versi: None }).collect())
            }
            Err(error) => Err(dari_sdk(&error)),
        }
    }

    async fn hapus_versi(&self, satu: &Versi) -> Result<(), PortError> {
        let Some(versi) = &satu.versi else { return self.hapus(&satu.kunci).await };
        let mut permintaan = self
            .klien
            .delete_object()
            .bucket(&self.bucket)
            .key(kunci_sah(&satu.kunci)?)
            .version_id(versi);
        // The lock protects originals from change, not from the law: what is due goes before its lock ends.
        if self.kunci_objek().await? == KunciObjek::Aktif {
            permintaan = permintaan.bypass_governance_retention(true);
        }
        match permintaan.send().await {
            Ok(_) => Ok(()),
            Err(error) if status(&error) == Some(404) => Ok(()),
            Err(error) => Err(dari_sdk(&error)),
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

    async fn simpan_tetap(
        &self,
        kunci: &str,
        tipe: &str,
        isi: Vec<u8>,
        sha256: &[u8],
    ) -> Result<(), PortError> {
        let mut permintaan = self
            .klien
            .put_object()
            .bucket(&self.bucket)
            .key(kunci_sah(kunci)?)
            .content_type(tipe)
            .checksum_sha256(STANDARD.encode(sha256))
            .metadata("sha256", hex::encode(sha256))
            .body(ByteStream::from(isi));
        if self.kunci_hari > 0 && self.kunci_objek().await? == KunciObjek::Aktif {
            let sampai = SystemClock.now() + time::Duration::days(self.kunci_hari.into());
            permintaan = permintaan
                .object_lock_mode(ObjectLockMode::Governance)
                .object_lock_retain_until_date(DateTime::from_secs(sampai.unix_timestamp()));
        }
        permintaan.send().await.map(drop).map_err(|error| dari_sdk(&error))
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

    async fn ada(&self, kunci: &str) -> Result<bool, PortError> {
        let jawaban =
            self.klien.head_object().bucket(&self.bucket).key(kunci_sah(kunci)?).send().await;
        match jawaban {
            Ok(_) => Ok(true),
            Err(error) if error.as_service_error().is_some_and(HeadObjectError::is_not_found) => {
                Ok(false)
            }
            Err(error) => Err(dari_sdk(&error)),
        }
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

    async fn hapus_tuntas(&self, kunci: &str) -> Result<u64, PortError> {
        let kunci = kunci_sah(kunci)?;
        let mut jumlah = 0;
        // Every turn removes what it finds; the last one finds nothing.
        for _ in 0..PUTARAN_HAPUS {
            let semua = self.versi(kunci, 500).await?;
            let semua: Vec<_> = semua.into_iter().filter(|satu| satu.kunci == kunci).collect();
            if semua.is_empty() {
                return Ok(jumlah);
            }
            for satu in semua {
                self.hapus_versi(&satu).await?;
                jumlah += 1;
            }
        }
        Err(PortError::tak_terduga("objek masih ada setelah dihapus"))
    }

    async fn hapus_tuntas_awalan(&self, awalan: &str, batas: u32) -> Result<u64, PortError> {
        let sah = awalan.ends_with('/') && kunci_sah(awalan.trim_end_matches('/')).is_ok();
        if !sah {
            return Err(PortError::tak_terduga("awalan objek tidak sah"));
        }
        let semua = self.versi(awalan, batas).await?;
        let jumlah = semua.len() as u64;
        for satu in semua {
            self.hapus_versi(&satu).await?;
        }
        Ok(jumlah)
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
        Ok(tautan(&tanda))
    }

    async fn mulai_bagian(&self, kunci: &str, tipe: &str) -> Result<String, PortError> {
        let jawaban = self
            .klien
            .create_multipart_upload()
            .bucket(&self.bucket)
            .key(kunci_sah(kunci)?)
            .content_type(tipe)
            .send()
            .await
            .map_err(|error| dari_sdk(&error))?;
        jawaban.upload_id.ok_or_else(|| PortError::tak_terduga("no upload id"))
    }

    async fn tautan_bagian(
        &self,
        kunci: &str,
        unggah: &str,
        nomor: u32,
        ukuran: u64,
        umur: Duration,
    ) -> Result<TautanUnggah, PortError> {
        let tanda = self
            .penanda
            .upload_part()
            .bucket(&self.bucket)
            .key(kunci_sah(kunci)?)
            .upload_id(unggah)
            .part_number(i32::try_from(nomor).map_err(PortError::tak_terduga)?)
            .content_length(i64::try_from(ukuran).map_err(PortError::tak_terduga)?)
            .presigned(PresigningConfig::expires_in(umur).map_err(PortError::tak_terduga)?)
            .await
            .map_err(|error| dari_sdk(&error))?;
        Ok(tautan(&tanda))
    }

    async fn rangkai(
        &self,
        kunci: &str,
        unggah: &str,
        bagian: &[(u32, String)],
    ) -> Result<bool, PortError> {
        let mut semua = CompletedMultipartUpload::builder();
        for (nomor, etag) in bagian {
            let nomor = i32::try_from(*nomor).map_err(PortError::tak_terduga)?;
            semua = semua.parts(CompletedPart::builder().part_number(nomor).e_tag(etag).build());
        }
        let jawaban = self
            .klien
            .complete_multipart_upload()
            .bucket(&self.bucket)
            .key(kunci_sah(kunci)?)
            .upload_id(unggah)
            .multipart_upload(semua.build())
            .send()
            .await;
        match jawaban {
            Ok(_) => Ok(true),
            Err(error) if status(&error).is_some_and(|s| (400..500).contains(&s)) => Ok(false),
            Err(error) => Err(dari_sdk(&error)),
        }
    }

    async fn batalkan_bagian(&self, kunci: &str, unggah: &str) -> Result<(), PortError> {
        let jawaban = self
            .klien
            .abort_multipart_upload()
            .bucket(&self.bucket)
            .key(kunci_sah(kunci)?)
            .upload_id(unggah)
            .send()
            .await;
        match jawaban {
            Ok(_) => Ok(()),
            // Completed or given up before; servers say so in several ways.
            Err(error) if status(&error).is_some_and(|s| matches!(s, 400 | 403 | 404)) => Ok(()),
            Err(error) => Err(dari_sdk(&error)),
        }
    }

    async fn bagian_terbuka(
        &self,
        awalan: &str,
        sebelum: OffsetDateTime,
    ) -> Result<Vec<(String, String)>, PortError> {
        let jawaban =
            self.klien.list_multipart_uploads().bucket(&self.bucket).prefix(awalan).send().await;
        let jawaban = match jawaban {
            Ok(jawaban) => jawaban,
            // Not every server lists them.
            Err(error) if status(&error).is_some_and(|s| (400..500).contains(&s) || s == 501) => {
                return Ok(Vec::new());
            }
            Err(error) => return Err(dari_sdk(&error)),
        };
        let lama = |saat: &DateTime| saat.secs() < sebelum.unix_timestamp();
        Ok(jawaban
            .uploads()
            .iter()
            .filter(|satu| satu.initiated().is_some_and(lama))
            .filter_map(|satu| Some((satu.key()?.to_owned(), satu.upload_id()?.to_owned())))
            .collect())
    }

    async fn daftar(
        &self,
        awalan: &str,
        sesudah: Option<&str>,
        batas: u32,
    ) -> Result<Vec<ObjekTerdaftar>, PortError> {
        let jawaban = self
            .klien
            .list_objects_v2()
            .bucket(&self.bucket)
            .prefix(awalan)
            .set_start_after(sesudah.map(str::to_owned))
            .max_keys(i32::try_from(batas).map_err(PortError::tak_terduga)?)
            .send()
            .await
            .map_err(|error| dari_sdk(&error))?;
        jawaban
            .contents()
            .iter()
            .map(|satu| {
                let kosong = || PortError::tak_terduga("an object without key or time");
                let kunci = satu.key().ok_or_else(kosong)?.to_owned();
                let saat = satu.last_modified().ok_or_else(kosong)?.secs();
                let diubah_pada = OffsetDateTime::from_unix_timestamp(saat);
                let diubah_pada = diubah_pada.map_err(PortError::tak_terduga)?;
                Ok(ObjekTerdaftar { kunci, diubah_pada })
            })
            .collect()
    }

    async fn kunci_objek(&self) -> Result<KunciObjek, PortError> {
        self.kunci.get_or_try_init(|| self.tanya_kunci()).await.copied()
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

fn tautan(tanda: &PresignedRequest) -> TautanUnggah {
    let header = tanda.headers().map(|(nama, isi)| (nama.to_owned(), isi.to_owned())).collect();
    TautanUnggah { url: tanda.uri().to_owned(), header }
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
