//! Cases that wait for another.

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    nilai::Kode,
    permohonan::{KasusSusulan, KeadaanSusulan, PermohonanId, SusulanRepository},
};
use sea_orm::FromQueryResult;
use serde_json::Value as JsonValue;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::{dari_json, ke_json, kode, rusak},
    kerja::PgUnitOfWork,
};

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    induk_id: Uuid,
    layanan_kode: String,
    produk_kode: String,
    isian: JsonValue,
    berkas: JsonValue,
    hasil: Option<String>,
    keadaan: String,
    permohonan_id: Option<Uuid>,
    galat: Option<String>,
    dibuat_pada: OffsetDateTime,
    selesai_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisId {
    id: Uuid,
}

const KOLOM: &str =
    "SELECT id, induk_id, layanan_kode, produk_kode, isian, berkas, hasil, keadaan, permohonan_id, galat,
         dibuat_pada, selesai_pada
     FROM permohonan_susulan";

fn dari(baris: Baris) -> Result<KasusSusulan, PortError> {
    let keadaan = KeadaanSusulan::SEMUA.into_iter().find(|satu| satu.kata() == baris.keadaan);
    Ok(KasusSusulan {
        id: baris.id,
        induk: PermohonanId::new(baris.induk_id),
        layanan: kode(&baris.layanan_kode)?,
        setelah: kode(&baris.produk_kode)?,
        isian: dari_json(baris.isian)?,
        berkas: dari_json(baris.berkas)?,
        hasil: baris.hasil.as_deref().map(kode).transpose()?,
        keadaan: keadaan.ok_or_else(|| rusak(format!("susulan.keadaan {}", baris.keadaan)))?,
        permohonan: baris.permohonan_id.map(PermohonanId::new),
        galat: baris.galat,
        dibuat_pada: baris.dibuat_pada,
        selesai_pada: baris.selesai_pada,
    })
}

#[async_trait]
impl SusulanRepository for PgUnitOfWork {
    async fn tambah(&mut self, satu: &KasusSusulan) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO permohonan_susulan
                 (id, induk_id, layanan_kode, produk_kode, isian, berkas, hasil, keadaan, dibuat_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                satu.id.into(),
                satu.induk.uuid().into(),
                satu.layanan.to_string().into(),
                satu.setelah.to_string().into(),
                ke_json(&satu.isian)?.into(),
                ke_json(&satu.berkas)?.into(),
                satu.hasil.as_ref().map(ToString::to_string).into(),
                satu.keadaan.kata().into(),
                satu.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn siapkan(&mut self, induk: PermohonanId, produk: &Kode) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE permohonan_susulan SET keadaan = 'siap'
             WHERE induk_id = $1 AND produk_kode = $2 AND keadaan = 'menunggu'",
            [induk.uuid().into(), produk.to_string().into()],
        )
        .await
        .map(drop)
    }

    async fn batalkan(
        &mut self,
        induk: PermohonanId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE permohonan_susulan SET keadaan = 'batal', selesai_pada = $2
             WHERE induk_id = $1 AND keadaan = 'menunggu'",
            [induk.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn siap(&mut self, batas: u32) -> Result<Vec<Uuid>, PortError> {
        let sql = "SELECT id FROM permohonan_susulan WHERE keadaan = 'siap' ORDER BY id LIMIT $1";
        let semua: Vec<BarisId> = self.semua(sql, [i64::from(batas).into()]).await?;
        Ok(semua.into_iter().map(|satu| satu.id).collect())
    }

    async fn kunci(&mut self, id: Uuid) -> Result<Option<KasusSusulan>, PortError> {
        let sql = format!("{KOLOM} WHERE id = $1 FOR NO KEY UPDATE");
        let semua: Vec<Baris> = self.semua(&sql, [id.into()]).await?;
        semua.into_iter().next().map(dari).transpose()
    }

    async fn simpan(&mut self, satu: &KasusSusulan) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE permohonan_susulan SET keadaan = $2, permohonan_id = $3, galat = $4, selesai_pada = $5
             WHERE id = $1",
            [
                satu.id.into(),
                satu.keadaan.kata().into(),
                satu.permohonan.map(PermohonanId::uuid).into(),
                satu.galat.clone().into(),
                satu.selesai_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn asal(&mut self, id: PermohonanId) -> Result<Option<KasusSusulan>, PortError> {
        let sql = format!("{KOLOM} WHERE permohonan_id = $1");
        let semua: Vec<Baris> = self.semua(&sql, [id.uuid().into()]).await?;
        semua.into_iter().next().map(dari).transpose()
    }

    async fn kaitan(&mut self, id: PermohonanId) -> Result<Vec<KasusSusulan>, PortError> {
        let sql = format!(
            "{KOLOM} WHERE induk_id = $1 UNION ALL {KOLOM} WHERE permohonan_id = $1 ORDER BY id"
        );
        let semua: Vec<Baris> = self.semua(&sql, [id.uuid().into()]).await?;
        semua.into_iter().map(dari).collect()
    }
}
