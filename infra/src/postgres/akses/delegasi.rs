//! Plh and Plt.

use async_trait::async_trait;
use loket_domain::{
    akses::{BarisDelegasi, BatasDelegasi, Delegasi, DelegasiId, DelegasiRepository, PenggunaId},
    galat::PortError,
    halaman::Halaman,
    nilai::Kode,
};
use sea_orm::{FromQueryResult, Set};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::semua_kode;
use crate::postgres::{
    baris::{dari_kata, kata},
    entity::delegasi,
    kerja::PgUnitOfWork,
};

const BATAS: &str = "batas_delegasi";

/// Every column of a delegation, with the names of both officers.
const PILIH: &str =
    "SELECT d.id, d.jenis, d.dari_id, d.kepada_id, d.nomor_sk, d.mulai, d.sampai, d.peran,
         d.dibuat_oleh, d.dibuat_pada, d.dicabut_pada, a.nama AS dari_nama, b.nama AS kepada_nama
     FROM delegasi d
     JOIN pengguna a ON a.id = d.dari_id
     JOIN pengguna b ON b.id = d.kepada_id";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    jenis: String,
    dari_id: Uuid,
    kepada_id: Uuid,
    nomor_sk: String,
    mulai: Date,
    sampai: Date,
    peran: Vec<String>,
    dibuat_oleh: Uuid,
    dibuat_pada: OffsetDateTime,
    dicabut_pada: Option<OffsetDateTime>,
    dari_nama: String,
    kepada_nama: String,
}

impl TryFrom<Baris> for BarisDelegasi {
    type Error = PortError;

    fn try_from(baris: Baris) -> Result<Self, PortError> {
        Ok(Self {
            delegasi: Delegasi {
                id: DelegasiId::new(baris.id),
                jenis: dari_kata(baris.jenis)?,
                dari: PenggunaId::new(baris.dari_id),
                kepada: PenggunaId::new(baris.kepada_id),
                nomor_sk: baris.nomor_sk,
                mulai: baris.mulai,
                sampai: baris.sampai,
                peran: semua_kode(&baris.peran)?,
                dibuat_oleh: PenggunaId::new(baris.dibuat_oleh),
                dibuat_pada: baris.dibuat_pada,
                dicabut_pada: baris.dicabut_pada,
            },
            dari_nama: baris.dari_nama,
            kepada_nama: baris.kepada_nama,
        })
    }
}

#[async_trait]
impl DelegasiRepository for PgUnitOfWork {
    async fn tambah(&mut self, delegasi: &Delegasi) -> Result<(), PortError> {
        self.sisipkan(delegasi::Model {
            id: delegasi.id.uuid(),
            jenis: kata(&delegasi.jenis)?,
            dari_id: delegasi.dari.uuid(),
            kepada_id: delegasi.kepada.uuid(),
            nomor_sk: delegasi.nomor_sk.clone(),
            mulai: delegasi.mulai,
            sampai: delegasi.sampai,
            peran: delegasi.peran.iter().map(Kode::to_string).collect(),
            dibuat_oleh: delegasi.dibuat_oleh.uuid(),
            dibuat_pada: delegasi.dibuat_pada,
            dicabut_pada: delegasi.dicabut_pada,
        })
        .await
    }

    async fn satu(&mut self, id: DelegasiId) -> Result<Option<BarisDelegasi>, PortError> {
        let sql = format!("{PILIH} WHERE d.id = $1");
        let baris: Option<Baris> = PgUnitOfWork::satu(self, &sql, [id.uuid().into()]).await?;
        baris.map(BarisDelegasi::try_from).transpose()
    }

    async fn cabut(&mut self, id: DelegasiId, pada: OffsetDateTime) -> Result<(), PortError> {
        self.perbarui(delegasi::ActiveModel {
            id: Set(id.uuid()),
            dicabut_pada: Set(Some(pada)),
            ..Default::default()
        })
        .await
    }

    async fn menyangkut(
        &mut self,
        pengguna: PenggunaId,
        hari: Date,
    ) -> Result<Vec<Delegasi>, PortError> {
        let sql = format!(
            "{PILIH} WHERE (d.dari_id = $1 OR d.kepada_id = $1) AND d.dicabut_pada IS NULL AND d.sampai >= $2
             ORDER BY d.id"
        );
        let semua: Vec<Baris> = self.semua(&sql, [pengguna.uuid().into(), hari.into()]).await?;
        let semua = semua.into_iter().map(BarisDelegasi::try_from);
        semua.map(|baris| baris.map(|baris| baris.delegasi)).collect()
    }

    async fn daftar(
        &mut self,
        hari: Option<Date>,
        halaman: Halaman,
    ) -> Result<Vec<BarisDelegasi>, PortError> {
        let sql = format!(
            "{PILIH} WHERE d.id < $1
                 AND ($2::date IS NULL OR (d.dicabut_pada IS NULL AND d.sampai >= $2))
             ORDER BY d.id DESC LIMIT $3"
        );
        let nilai = [
            halaman.sesudah.unwrap_or(Uuid::max()).into(),
            hari.into(),
            (i64::from(halaman.batas) + 1).into(),
        ];
        let semua: Vec<Baris> = self.semua(&sql, nilai).await?;
        semua.into_iter().map(BarisDelegasi::try_from).collect()
    }

    async fn batas(&mut self) -> Result<BatasDelegasi, PortError> {
        Ok(self.pengaturan(BATAS).await?.unwrap_or_default())
    }

    async fn simpan_batas(
        &mut self,
        batas: BatasDelegasi,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.simpan_pengaturan(BATAS, &batas, pada).await
    }
}
