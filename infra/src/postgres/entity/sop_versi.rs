//! Table `sop_versi`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sop_versi")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kode: String,
    pub versi: i32,
    pub keadaan: String,
    pub definisi: Json,
    pub dibuat_pada: OffsetDateTime,
    pub terbit_pada: Option<OffsetDateTime>,
    pub revisi: i64,
    pub berlaku_pada: Option<OffsetDateTime>,
    pub digantikan_pada: Option<OffsetDateTime>,
    pub pensiun_pada: Option<OffsetDateTime>,
}

impl ActiveModelBehavior for ActiveModel {}
