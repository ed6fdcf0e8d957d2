//! Table `pengguna`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pengguna")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub nama_pengguna: String,
    pub nama: String,
    pub nip: Option<String>,
    pub nik_tersegel: Option<Vec<u8>>,
    pub sandi_hash: String,
    pub aktif: bool,
    pub dibuat_pada: OffsetDateTime,
    pub unit_kode: Option<String>,
    pub versi: i64,
    pub surel_tersegel: Option<Vec<u8>>,
}

impl ActiveModelBehavior for ActiveModel {}
