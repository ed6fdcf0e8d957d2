//! One-time links.

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    percakapan::{KeadaanTautan, KontakId, SubjekTautan, Tautan, TautanId, TautanRepository},
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    baris::{Segel, rusak},
    kerja::PgUnitOfWork,
};

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    kontak_id: Uuid,
    subjek_tersegel: Vec<u8>,
    token_tersegel: Option<Vec<u8>>,
    keadaan: String,
    berlaku_sampai: OffsetDateTime,
    dibuat_pada: OffsetDateTime,
}

const fn kata(keadaan: KeadaanTautan) -> &'static str {
    match keadaan {
        KeadaanTautan::Aktif => "aktif",
        KeadaanTautan::Dipakai => "dipakai",
        KeadaanTautan::Dicabut => "dicabut",
    }
}

impl PgUnitOfWork {
    fn segel_tautan(&self, id: Uuid) -> Segel<'_> {
        Segel::new(&self.kunci, "tautan", id)
    }

    fn tautan_dari(&self, baris: &Baris) -> Result<Tautan, PortError> {
        let segel = self.segel_tautan(baris.id);
        let token = baris.token_tersegel.as_deref();
        let subjek: SubjekTautan = segel.buka_json("subjek_tersegel", &baris.subjek_tersegel)?;
        Ok(Tautan {
            id: TautanId::new(baris.id),
            kontak: KontakId::new(baris.kontak_id),
            subjek,
            token: token.map(|isi| segel.buka_teks("token_tersegel", isi)).transpose()?,
            keadaan: match baris.keadaan.as_str() {
                "aktif" => KeadaanTautan::Aktif,
                "dipakai" => KeadaanTautan::Dipakai,
                "dicabut" => KeadaanTautan::Dicabut,
                lain => return Err(rusak(format!("tautan.keadaan {lain}"))),
            },
            berlaku_sampai: baris.berlaku_sampai,
            dibuat_pada: baris.dibuat_pada,
        })
    }
}

#[async_trait]
impl TautanRepository for PgUnitOfWork {
    async fn aktif(&mut self, kontak: KontakId) -> Result<Option<Tautan>, PortError> {
        let baris: Option<Baris> = self
            .satu(
                "SELECT id, kontak_id, subjek_tersegel, token_tersegel, keadaan, berlaku_sampai, dibuat_pada
                 FROM tautan WHERE kontak_id = $1 AND keadaan = 'aktif'",
                [kontak.uuid().into()],
            )
            .await?;
        baris.map(|baris| self.tautan_dari(&baris)).transpose()
    }

    async fn tambah(
        &mut self,
        tautan: &Tautan,
        sidik: &[u8],
        lupakan: OffsetDateTime,
    ) -> Result<(), PortError> {
        let (id, kontak) = (tautan.id.uuid(), tautan.kontak.uuid());
        let segel = self.segel_tautan(id);
        let subjek = segel.json("subjek_tersegel", &tautan.subjek)?;
        let token = tautan.token.as_ref().map(|token| segel.teks("token_tersegel", token.buka()));
        let token = token.transpose()?;
        self.jalankan(
            "DELETE FROM tautan WHERE kontak_id = $1 AND selesai_pada < $2",
            [kontak.into(), lupakan.into()],
        )
        .await?;
        self.jalankan(
            "INSERT INTO tautan (id, kontak_id, token_sidik, subjek_tersegel, token_tersegel, keadaan,
                 berlaku_sampai, dibuat_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                id.into(),
                kontak.into(),
                sidik.to_vec().into(),
                subjek.into(),
                token.into(),
                kata(tautan.keadaan).into(),
                tautan.berlaku_sampai.into(),
                tautan.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn cari(&mut self, sidik: &[u8]) -> Result<Option<Tautan>, PortError> {
        let baris: Option<Baris> = self
            .satu(
                "SELECT id, kontak_id, subjek_tersegel, token_tersegel, keadaan, berlaku_sampai, dibuat_pada
                 FROM tautan WHERE token_sidik = $1",
                [sidik.to_vec().into()],
            )
            .await?;
        baris.map(|baris| self.tautan_dari(&baris)).transpose()
    }

    async fn tutup(
        &mut self,
        kontak: KontakId,
        menjadi: KeadaanTautan,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE tautan SET keadaan = $2, selesai_pada = $3, token_tersegel = NULL
             WHERE kontak_id = $1 AND keadaan = 'aktif'",
            [kontak.uuid().into(), kata(menjadi).into(), pada.into()],
        )
        .await
        .map(drop)
    }
}
