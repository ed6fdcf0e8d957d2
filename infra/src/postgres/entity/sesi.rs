//! Table `sesi`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sesi")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub pengguna_id: Uuid,
    pub dibuat_pada: OffsetDateTime,
    pub berakhir_pada: OffsetDateTime,
    pub dicabut_pada: Option<OffsetDateTime>,
    pub faktor: String,
    pub segar_pada: Option<OffsetDateTime>,
    pub terakhir_pada: Option<OffsetDateTime>,
    pub perangkat: Option<String>,
    pub alamat_samar: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
