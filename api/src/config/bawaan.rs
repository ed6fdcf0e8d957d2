//! What a setting is when nobody set it.

use std::net::SocketAddr;

pub(super) fn bind() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

pub(super) fn publik_url() -> String {
    "http://127.0.0.1:8080".to_owned()
}

pub(super) fn tte_tenggang() -> u64 {
    180
}

pub(super) fn koneksi() -> u32 {
    10
}

pub(super) fn s3_region() -> String {
    "us-east-1".to_owned()
}

pub(super) fn s3_checksums() -> String {
    "when_required".to_owned()
}

pub(super) fn smtp_port() -> u16 {
    587
}

pub(super) fn smtp_tls() -> String {
    "starttls".to_owned()
}

pub(super) fn tenggang() -> u64 {
    600
}

pub(super) fn sapuan() -> u64 {
    5
}

pub(super) fn tenang() -> u32 {
    4_000
}

pub(super) fn gangguan_tunda() -> u32 {
    15
}

pub(super) fn gangguan_jeda_ulang() -> u32 {
    60
}

pub(super) fn kuota_warga_berkas() -> u32 {
    100
}

pub(super) fn kuota_warga_mb() -> u32 {
    300
}

pub(super) fn kuota_petugas_berkas() -> u32 {
    2_000
}

pub(super) fn kuota_petugas_mb() -> u32 {
    10_000
}

pub(super) fn s3_kunci_hari() -> u32 {
    365
}

pub(super) fn sapu_berkas() -> u64 {
    1_800
}

pub(super) fn audit_jangkar() -> u64 {
    600
}

pub(super) fn laju_alamat() -> u32 {
    3_000
}

pub(super) fn laju_sesi() -> u32 {
    600
}

pub(super) fn laju_tenant() -> u32 {
    12_000
}

pub(super) fn laju_mahal() -> u32 {
    60
}
