//! Table `permohonan`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "permohonan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub nomor: String,
    pub layanan_kode: String,
    pub layanan_nama: String,
    pub sop_versi_id: Uuid,
    pub varian: Option<String>,
    pub kanal: String,
    pub unit_kode: Option<String>,
    pub prioritas: bool,
    pub anak: bool,
    pub kuasa_tersegel: Option<Vec<u8>>,
    pub kontak_id: Option<Uuid>,
    pub nama_tersegel: Vec<u8>,
    pub nik_tersegel: Option<Vec<u8>>,
    pub nik_indeks: Option<Vec<u8>>,
    pub nomor_kk_tersegel: Option<Vec<u8>>,
    pub nomor_kk_indeks: Option<Vec<u8>>,
    pub nomor_wa_tersegel: Option<Vec<u8>>,
    pub nomor_wa_indeks: Option<Vec<u8>>,
    pub isian_tersegel: Vec<u8>,
    pub status: String,
    pub keadaan: Json,
    pub versi: i64,
    pub mulai_layanan: Option<Date>,
    pub dibuat_pada: OffsetDateTime,
    pub diubah_pada: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
