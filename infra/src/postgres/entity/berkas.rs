//! Table `berkas`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "berkas")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub permohonan_id: Option<Uuid>,
    pub kontak_id: Option<Uuid>,
    pub syarat_kode: Option<String>,
    pub nama: String,
    pub asal: String,
    pub keadaan: String,
    pub alasan: Option<String>,
    pub tipe: String,
    pub ukuran: i64,
    pub sha256: Option<Vec<u8>>,
    pub kunci_objek: String,
    pub dibuat_pada: OffsetDateTime,
    pub pengunggah_id: Option<Uuid>,
    pub alasan_kode: Option<String>,
    pub tampilan_kunci: Option<String>,
    pub cuplikan_kunci: Option<String>,
    pub unggah_bagian: Option<String>,
    pub lebar: Option<i32>,
    pub tinggi: Option<i32>,
    pub halaman: Option<i32>,
    pub revisi: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
