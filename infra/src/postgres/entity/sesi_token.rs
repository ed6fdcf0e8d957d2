//! Table `sesi_token`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sesi_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: Vec<u8>,
    pub sesi_id: Uuid,
    pub terbit_pada: OffsetDateTime,
    pub dipakai_pada: Option<OffsetDateTime>,
    pub pengganti: Option<Vec<u8>>,
}

impl ActiveModelBehavior for ActiveModel {}
