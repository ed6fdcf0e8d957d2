//! Table `penyerahan`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "penyerahan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub dokumen_id: Uuid,
    pub permohonan_id: Uuid,
    pub saluran: String,
    pub pesan_keluar_id: Option<Uuid>,
    pub dibuat_pada: OffsetDateTime,
    pub keadaan: String,
    pub urutan: i32,
    pub tujuan_tersegel: Option<Vec<u8>>,
    pub oleh: Option<Uuid>,
    pub galat: Option<String>,
    pub diubah_pada: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
