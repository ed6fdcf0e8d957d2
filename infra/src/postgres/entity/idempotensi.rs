//! Table `idempotensi`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotensi")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub pengguna_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kunci: String,
    pub sidik: Vec<u8>,
    pub hasil_id: Uuid,
    pub dibuat_pada: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
