//! Table `kontak`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "kontak")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub nomor_tersegel: Option<Vec<u8>>,
    pub nomor_indeks: Option<Vec<u8>>,
    pub bsuid: Option<String>,
    pub nama_tersegel: Option<Vec<u8>>,
    pub nomor_layanan: String,
    pub alur_tersegel: Vec<u8>,
    pub persetujuan_versi: Option<String>,
    pub persetujuan_pada: Option<OffsetDateTime>,
    pub terakhir_masuk_pada: Option<OffsetDateTime>,
    pub berhenti_pada: Option<OffsetDateTime>,
    pub bahasa: Option<String>,
    pub verifikasi_ulang: Option<String>,
    pub verifikasi_sejak: Option<OffsetDateTime>,
    pub verifikasi_gagal: Option<i16>,
    pub dibuat_pada: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
