//! What is known of signers' certificates, and when somebody looks again.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    dokumen::{Dokumen, DokumenId, PenjagaanRepository, Sertifikat},
    galat::PortError,
};
use sea_orm::{EntityTrait, FromQueryResult};
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::{
    baris::bilangan, dokumen::dari_baris, entity::dokumen, error::port_error, kerja::PgUnitOfWork,
};

#[derive(FromQueryResult)]
struct Baris {
    pengguna_id: Uuid,
    status: Option<String>,
    diperiksa_pada: Option<OffsetDateTime>,
    galat: Option<String>,
    berlaku_sampai: Option<OffsetDateTime>,
    peringatan_hari: Option<i16>,
}

fn dari(baris: Baris) -> Result<Sertifikat, PortError> {
    Ok(Sertifikat {
        pengguna: PenggunaId::new(baris.pengguna_id),
        status: baris.status,
        diperiksa_pada: baris.diperiksa_pada,
        galat: baris.galat,
        berlaku_sampai: baris.berlaku_sampai,
        peringatan_hari: baris.peringatan_hari.map(bilangan).transpose()?,
    })
}

#[async_trait]
impl PenjagaanRepository for PgUnitOfWork {
    async fn jaga_berikut(&mut self) -> Result<Option<OffsetDateTime>, PortError> {
        self.nilai("SELECT berikut_pada FROM tte_penjagaan WHERE id = 1", []).await
    }

    async fn klaim_jaga(
        &mut self,
        pada: OffsetDateTime,
        berikut: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let baris = self
            .jalankan(
                "INSERT INTO tte_penjagaan (id, berikut_pada) VALUES (1, $2)
                 ON CONFLICT (id) DO UPDATE SET berikut_pada = EXCLUDED.berikut_pada
                 WHERE tte_penjagaan.berikut_pada <= $1",
                [pada.into(), berikut.into()],
            )
            .await?;
        Ok(baris == 1)
    }

    async fn sertifikat(&mut self, pengguna: &[PenggunaId]) -> Result<Vec<Sertifikat>, PortError> {
        let id: Vec<Uuid> = pengguna.iter().map(|satu| satu.uuid()).collect();
        let semua: Vec<Baris> = self
            .semua(
                "SELECT pengguna_id, status, diperiksa_pada, galat, berlaku_sampai, peringatan_hari
                 FROM tte_penanda_tangan WHERE pengguna_id = ANY ($1)",
                [id.into()],
            )
            .await?;
        semua.into_iter().map(dari).collect()
    }

    async fn kunci_sertifikat(
        &mut self,
        pengguna: &[PenggunaId],
    ) -> Result<Vec<Sertifikat>, PortError> {
        let id: Vec<Uuid> = pengguna.iter().map(|satu| satu.uuid()).collect();
        // In one order everywhere, so that two rounds wait for each other and for nothing else.
        self.jalankan(
            "INSERT INTO tte_penanda_tangan (pengguna_id)
             SELECT id FROM unnest($1::uuid[]) AS id ORDER BY id ON CONFLICT (pengguna_id) DO NOTHING",
            [id.clone().into()],
        )
        .await?;
        let semua: Vec<Baris> = self
            .semua(
                "SELECT pengguna_id, status, diperiksa_pada, galat, berlaku_sampai, peringatan_hari
                 FROM tte_penanda_tangan WHERE pengguna_id = ANY ($1) ORDER BY pengguna_id FOR UPDATE",
                [id.into()],
            )
            .await?;
        semua.into_iter().map(dari).collect()
    }

    async fn simpan_sertifikat(&mut self, sertifikat: &Sertifikat) -> Result<(), PortError> {
        let hari = sertifikat.peringatan_hari.map(bilangan::<u16, i16>).transpose()?;
        self.jalankan(
            "INSERT INTO tte_penanda_tangan
                 (pengguna_id, status, diperiksa_pada, galat, berlaku_sampai, peringatan_hari)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (pengguna_id) DO UPDATE SET status = EXCLUDED.status,
                 diperiksa_pada = EXCLUDED.diperiksa_pada, galat = EXCLUDED.galat,
                 berlaku_sampai = EXCLUDED.berlaku_sampai, peringatan_hari = EXCLUDED.peringatan_hari",
            [
                sertifikat.pengguna.uuid().into(),
                sertifikat.status.clone().into(),
                sertifikat.diperiksa_pada.into(),
                sertifikat.galat.clone().into(),
                sertifikat.berlaku_sampai.into(),
                hari.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn catat_akhir_sertifikat(
        &mut self,
        pengguna: PenggunaId,
        sampai: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO tte_penanda_tangan (pengguna_id, berlaku_sampai) VALUES ($1, $2)
             ON CONFLICT (pengguna_id) DO UPDATE SET berlaku_sampai = EXCLUDED.berlaku_sampai,
                 peringatan_hari = NULL
             WHERE tte_penanda_tangan.berlaku_sampai IS DISTINCT FROM EXCLUDED.berlaku_sampai",
            [pengguna.uuid().into(), sampai.into()],
        )
        .await
        .map(drop)
    }

    async fn catat_peringatan_crl(
        &mut self,
        sidik: &[u8],
        tingkat: &str,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let baris = self
            .jalankan(
                "INSERT INTO tte_peringatan_crl (sidik, tingkat, pada) VALUES ($1, $2, $3)
                 ON CONFLICT (sidik, tingkat) DO NOTHING",
                [sidik.into(), tingkat.into(), pada.into()],
            )
            .await?;
        Ok(baris == 1)
    }

    async fn dokumen_satu(&mut self, id: DokumenId) -> Result<Option<Dokumen>, PortError> {
        let baris = dokumen::Entity::find_by_id(id.uuid()).one(&self.tx).await;
        baris.map_err(port_error)?.map(|baris| dari_baris(&self.kunci, baris)).transpose()
    }
}
