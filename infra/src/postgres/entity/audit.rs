//! Table `audit`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub pada: OffsetDateTime,
    pub pelaku: Json,
    pub aksi: String,
    pub objek: String,
    pub objek_id: Option<Uuid>,
    pub rincian: Json,
}

impl ActiveModelBehavior for ActiveModel {}
