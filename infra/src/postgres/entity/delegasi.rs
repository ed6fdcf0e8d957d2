//! Table `delegasi`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "delegasi")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub jenis: String,
    pub dari_id: Uuid,
    pub kepada_id: Uuid,
    pub nomor_sk: String,
    pub mulai: Date,
    pub sampai: Date,
    pub peran: Vec<String>,
    pub dibuat_oleh: Uuid,
    pub dibuat_pada: OffsetDateTime,
    pub dicabut_pada: Option<OffsetDateTime>,
}

impl ActiveModelBehavior for ActiveModel {}
