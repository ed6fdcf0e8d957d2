//! Table `dokumen`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dokumen")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub permohonan_id: Uuid,
    pub produk_kode: String,
    pub produk_jenis: String,
    pub medium: String,
    pub nama: String,
    pub nomor_dokumen: Option<String>,
    pub versi: i32,
    pub keadaan: String,
    pub bertanda_tangan: bool,
    pub alasan: Option<String>,
    pub unggah_kunci: Option<String>,
    pub unggah_ukuran: Option<i64>,
    pub draf_kunci: Option<String>,
    pub draf_sha256: Option<Vec<u8>>,
    pub draf_ukuran: Option<i64>,
    pub disetujui_sha256: Option<Vec<u8>>,
    pub sah_kunci: Option<String>,
    pub sah_sha256: Option<Vec<u8>>,
    pub sah_ukuran: Option<i64>,
    pub sah_halaman: Option<i32>,
    pub penanda_tangan: Option<String>,
    pub nomor_sertifikat: Option<String>,
    pub ditandatangani_pada: Option<OffsetDateTime>,
    pub sertifikat_berlaku_sampai: Option<OffsetDateTime>,
    pub penanda_tangan_cocok: Option<String>,
    pub bercap_waktu: Option<bool>,
    pub pencabutan: Option<String>,
    pub dibuat_pada: OffsetDateTime,
    pub siap_pada: Option<OffsetDateTime>,
    pub siap_oleh: Option<Uuid>,
    pub kode_verifikasi: Option<String>,
    pub diganti_pada: Option<OffsetDateTime>,
    pub pengganti_id: Option<Uuid>,
    pub menggantikan_id: Option<Uuid>,
    pub dicabut_pada: Option<OffsetDateTime>,
    pub dicabut_oleh: Option<Uuid>,
    pub dicabut_kode: Option<String>,
    pub dicabut_alasan_tersegel: Option<Vec<u8>>,
    pub templat_kode: Option<String>,
    pub templat_versi: Option<i32>,
    pub basah_oleh: Option<Uuid>,
    pub basah_tanggal: Option<Date>,
    pub pindaian_unggah: Option<String>,
    pub pindaian_ukuran: Option<i64>,
    pub pindaian_kunci: Option<String>,
    pub pindaian_sha256: Option<Vec<u8>>,
}

impl ActiveModelBehavior for ActiveModel {}
