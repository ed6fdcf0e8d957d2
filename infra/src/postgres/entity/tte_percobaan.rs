//! Table `tte_percobaan`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "tte_percobaan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub dokumen_id: Uuid,
    pub tugas_id: Uuid,
    pub sha256: Vec<u8>,
    pub oleh: Uuid,
    pub keadaan: String,
    pub galat: Option<String>,
    pub dimulai_pada: OffsetDateTime,
    pub selesai_pada: Option<OffsetDateTime>,
    pub hasil_kunci: Option<String>,
    pub unggah_kunci: Option<String>,
    pub catatan_tersegel: Option<Vec<u8>>,
    pub nomor_host: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
