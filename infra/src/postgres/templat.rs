//! Message templates.

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    outbox::Golongan,
    templat::{
        KategoriTemplat, KeadaanTemplat, KegunaanTemplat, Templat, TemplatId, TemplatRepository,
    },
};
use sea_orm::{FromQueryResult, JsonValue, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::{bilangan, dari_json, ke_json, rusak},
    kerja::PgUnitOfWork,
};

const KOLOM: &str = "id, nama, bahasa, kategori, kegunaan, isi, keadaan, alasan, kualitas, id_saluran, versi, dibuat_pada,
     diubah_pada";

/// Approved templates for purpose `$1`, then those for any.
pub(super) const UNTUK: &str =
    "SELECT id, nama, bahasa, kategori, kegunaan, isi, keadaan, alasan, kualitas, id_saluran,
         versi, dibuat_pada, diubah_pada
     FROM templat WHERE keadaan = 'disetujui' AND kegunaan IN ($1, 'umum')
     ORDER BY kegunaan = 'umum', id LIMIT 20";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    nama: String,
    bahasa: String,
    kategori: String,
    kegunaan: String,
    isi: JsonValue,
    keadaan: String,
    alasan: Option<String>,
    kualitas: Option<String>,
    id_saluran: Option<String>,
    versi: i64,
    dibuat_pada: OffsetDateTime,
    diubah_pada: OffsetDateTime,
}

fn dari(baris: Baris) -> Result<Templat, PortError> {
    let asing = |kolom: &str| rusak(format!("templat.{kolom}"));
    Ok(Templat {
        id: TemplatId::new(baris.id),
        nama: baris.nama,
        bahasa: baris.bahasa,
        kategori: KategoriTemplat::dari_kata(&baris.kategori).ok_or_else(|| asing("kategori"))?,
        kegunaan: KegunaanTemplat::dari_kata(&baris.kegunaan).ok_or_else(|| asing("kegunaan"))?,
        kata: dari_json(baris.isi)?,
        keadaan: KeadaanTemplat::dari_kata(&baris.keadaan).ok_or_else(|| asing("keadaan"))?,
        alasan: baris.alasan,
        kualitas: baris.kualitas,
        id_saluran: baris.id_saluran,
        versi: bilangan(baris.versi)?,
        dibuat_pada: baris.dibuat_pada,
        diubah_pada: baris.diubah_pada,
    })
}

fn nilai(templat: &Templat) -> Result<[Value; 13], PortError> {
    Ok([
        templat.id.uuid().into(),
        templat.nama.as_str().into(),
        templat.bahasa.as_str().into(),
        templat.kategori.kata().into(),
        templat.kegunaan.kata().into(),
        ke_json(&templat.kata)?.into(),
        templat.keadaan.kata().into(),
        templat.alasan.clone().into(),
        templat.kualitas.clone().into(),
        templat.id_saluran.clone().into(),
        bilangan::<_, i64>(templat.versi)?.into(),
        templat.dibuat_pada.into(),
        templat.diubah_pada.into(),
    ])
}

impl PgUnitOfWork {
    async fn satu_templat(
        &self,
        syarat: &str,
        isi: impl IntoIterator<Item = Value>,
    ) -> Result<Option<Templat>, PortError> {
        let sql = format!("SELECT {KOLOM} FROM templat WHERE {syarat}");
        self.satu::<Baris>(&sql, isi).await?.map(dari).transpose()
    }
}

#[async_trait]
impl TemplatRepository for PgUnitOfWork {
    async fn tambah(&mut self, templat: &Templat) -> Result<(), PortError> {
        let sql = format!(
            "INSERT INTO templat ({KOLOM})
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        );
        self.jalankan(&sql, nilai(templat)?).await.map(drop)
    }

    async fn daftar(&mut self) -> Result<Vec<Templat>, PortError> {
        let sql = format!("SELECT {KOLOM} FROM templat ORDER BY nama, bahasa LIMIT 500");
        self.semua::<Baris>(&sql, []).await?.into_iter().map(dari).collect()
    }

    async fn baca(&mut self, id: TemplatId) -> Result<Option<Templat>, PortError> {
        self.satu_templat("id = $1", [id.uuid().into()]).await
    }

    async fn kunci(&mut self, id: TemplatId) -> Result<Option<Templat>, PortError> {
        self.satu_templat("id = $1 FOR NO KEY UPDATE", [id.uuid().into()]).await
    }

    async fn kunci_nama(&mut self, nama: &str, bahasa: &str) -> Result<Option<Templat>, PortError> {
        let syarat = "nama = $1 AND bahasa = $2 FOR NO KEY UPDATE";
        self.satu_templat(syarat, [nama.into(), bahasa.into()]).await
    }

    async fn simpan(&mut self, templat: &Templat) -> Result<(), PortError> {
        let ubah = self
            .jalankan(
                "UPDATE templat SET nama = $2, bahasa = $3, kategori = $4, kegunaan = $5, isi = $6, keadaan = $7,
                     alasan = $8, kualitas = $9, id_saluran = $10, versi = $11, dibuat_pada = $12, diubah_pada = $13
                 WHERE id = $1",
                nilai(templat)?,
            )
            .await?;
        if ubah == 1 { Ok(()) } else { Err(PortError::tak_terduga("templat tidak ada")) }
    }

    async fn untuk(&mut self, golongan: Golongan) -> Result<Vec<Templat>, PortError> {
        let semua: Vec<Baris> = self.semua(UNTUK, [golongan.kata().into()]).await?;
        semua.into_iter().map(dari).collect()
    }
}
