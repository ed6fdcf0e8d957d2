//! Clients of the SDK: one for our own calls, one whose addresses browsers can reach.

use std::time::Duration;

use aws_sdk_s3::{
    Client,
    config::{
        BehaviorVersion, Credentials, Region, RequestChecksumCalculation,
        ResponseChecksumValidation, retry::RetryConfig, timeout::TimeoutConfig,
    },
};
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};
use loket_domain::nilai::Rahasia;

/// When the SDK adds and checks its own checksums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Checksums {
    /// Always, as the SDK does by default. Several S3-compatible servers refuse it.
    WhenSupported,
    /// Only where the operation demands one: works everywhere.
    #[default]
    WhenRequired,
}

/// Where the objects are, and how to get in.
#[derive(Clone, Debug)]
pub struct S3Config {
    /// Our own way to the server, with scheme: `http://127.0.0.1:9000`.
    pub endpoint: String,
    /// The address that browsers reach, when it differs; presigned links carry it.
    pub endpoint_publik: Option<String>,
    /// The region to sign for.
    pub region: String,
    /// The bucket.
    pub bucket: String,
    /// The access key's id.
    pub access_key: String,
    /// Its secret.
    pub secret_key: Rahasia,
    /// `endpoint/bucket/key` instead of `bucket.endpoint/key`; most servers but AWS need it.
    pub force_path_style: bool,
    /// When checksums are added.
    pub checksums: Checksums,
    /// How long one attempt may take; an operation with its retries may take three times as long.
    pub batas_waktu: Duration,
    /// Days for which originals are locked where the bucket has object lock; 0 for not at all.
    pub kunci_hari: u32,
}

/// A client that calls, or signs for, `endpoint`.
pub(super) fn klien(config: &S3Config, endpoint: &str) -> Client {
    let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let waktu = TimeoutConfig::builder()
        .connect_timeout(config.batas_waktu.min(Duration::from_secs(3)))
        .operation_attempt_timeout(config.batas_waktu)
        .operation_timeout(config.batas_waktu * 3)
        .build();
    let (hitung, periksa) = match config.checksums {
        Checksums::WhenSupported => {
            (RequestChecksumCalculation::WhenSupported, ResponseChecksumValidation::WhenSupported)
        }
        Checksums::WhenRequired => {
            (RequestChecksumCalculation::WhenRequired, ResponseChecksumValidation::WhenRequired)
        }
    };
    let kredensial = Credentials::new(
        config.access_key.as_str(),
        config.secret_key.buka(),
        None,
        None,
        "loket-config",
    );
    let sdk = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .http_client(http)
        .credentials_provider(kredensial)
        .region(Region::new(config.region.clone()))
        .endpoint_url(endpoint)
        .force_path_style(config.force_path_style)
        .timeout_config(waktu)
        .retry_config(RetryConfig::standard().with_max_attempts(3))
        .request_checksum_calculation(hitung)
        .response_checksum_validation(periksa)
        .build();
    Client::from_conf(sdk)
}
