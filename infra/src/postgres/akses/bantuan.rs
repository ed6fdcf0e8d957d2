//! Support sessions.

use async_trait::async_trait;
use loket_domain::{
    akses::{Bantuan, BantuanId, BantuanRepository, PenggunaId},
    galat::PortError,
    halaman::Halaman,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::kerja::PgUnitOfWork;

const PILIH: &str =
    "SELECT id, oleh, alasan, dibuka_pada, berakhir_pada, diakhiri_pada FROM bantuan";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    oleh: String,
    alasan: String,
    dibuka_pada: OffsetDateTime,
    berakhir_pada: OffsetDateTime,
    diakhiri_pada: Option<OffsetDateTime>,
}

impl From<Baris> for Bantuan {
    fn from(baris: Baris) -> Self {
        let Baris { id, oleh, alasan, dibuka_pada, berakhir_pada, diakhiri_pada } = baris;
        Self { id: BantuanId::new(id), oleh, alasan, dibuka_pada, berakhir_pada, diakhiri_pada }
    }
}

#[async_trait]
impl BantuanRepository for PgUnitOfWork {
    async fn buka(&mut self, bantuan: &Bantuan, sidik_token: &[u8]) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO bantuan (id, oleh, alasan, sidik_token, dibuka_pada, berakhir_pada)
             VALUES ($1, $2, $3, $4, $5, $6)",
            [
                bantuan.id.uuid().into(),
                bantuan.oleh.as_str().into(),
                bantuan.alasan.as_str().into(),
                sidik_token.to_vec().into(),
                bantuan.dibuka_pada.into(),
                bantuan.berakhir_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn bertoken(&mut self, sidik_token: &[u8]) -> Result<Option<Bantuan>, PortError> {
        let sql = format!("{PILIH} WHERE sidik_token = $1");
        let baris: Option<Baris> = self.satu(&sql, [sidik_token.to_vec().into()]).await?;
        Ok(baris.map(Into::into))
    }

    async fn daftar(&mut self, halaman: Halaman) -> Result<Vec<Bantuan>, PortError> {
        let sql = format!(
            "{PILIH} WHERE $1::uuid IS NULL OR id < $1 ORDER BY id DESC LIMIT {}",
            halaman.batas + 1
        );
        let semua: Vec<Baris> = self.semua(&sql, [halaman.sesudah.into()]).await?;
        Ok(semua.into_iter().map(Into::into).collect())
    }

    async fn akhiri(
        &mut self,
        id: BantuanId,
        oleh: Option<PenggunaId>,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let berubah = self
            .jalankan(
                "UPDATE bantuan SET diakhiri_pada = $2, diakhiri_oleh = $3
                 WHERE id = $1 AND diakhiri_pada IS NULL AND berakhir_pada > $2",
                [id.uuid().into(), pada.into(), oleh.map(PenggunaId::uuid).into()],
            )
            .await?;
        Ok(berubah == 1)
    }

    async fn akhiri_semua(
        &mut self,
        oleh: Option<PenggunaId>,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError> {
        self.jalankan(
            "UPDATE bantuan SET diakhiri_pada = $1, diakhiri_oleh = $2
             WHERE diakhiri_pada IS NULL AND berakhir_pada > $1",
            [pada.into(), oleh.map(PenggunaId::uuid).into()],
        )
        .await
    }

    async fn dilarang(&mut self) -> Result<bool, PortError> {
        let dilarang: Option<bool> =
            self.nilai("SELECT dilarang FROM bantuan_pengaturan WHERE id = 1", []).await?;
        Ok(dilarang.unwrap_or(false))
    }

    async fn atur(
        &mut self,
        dilarang: bool,
        oleh: Option<PenggunaId>,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO bantuan_pengaturan (id, dilarang, diubah_pada, diubah_oleh)
             VALUES (1, $1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET dilarang = EXCLUDED.dilarang,
                 diubah_pada = EXCLUDED.diubah_pada, diubah_oleh = EXCLUDED.diubah_oleh",
            [dilarang.into(), pada.into(), oleh.map(PenggunaId::uuid).into()],
        )
        .await
        .map(drop)
    }
}
