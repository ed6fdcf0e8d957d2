//! Table `pesan_keluar`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pesan_keluar")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kontak_id: Uuid,
    pub permohonan_id: Option<Uuid>,
    pub jenis: String,
    pub isi_tersegel: Vec<u8>,
    pub keadaan: String,
    pub percobaan: i32,
    pub tersedia_pada: OffsetDateTime,
    pub mengirim_sejak: Option<OffsetDateTime>,
    pub wamid: Option<String>,
    pub status_kirim: Option<String>,
    pub galat: Option<String>,
    pub dibuat_pada: OffsetDateTime,
    pub selesai_pada: Option<OffsetDateTime>,
}

impl ActiveModelBehavior for ActiveModel {}
