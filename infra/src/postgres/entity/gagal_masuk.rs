//! Table `gagal_masuk`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "gagal_masuk")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kunci: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub pada: OffsetDateTime,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
