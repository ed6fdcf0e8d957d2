//! Quick replies.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    nilai::Kode,
    percakapan::{BalasanCepat, BalasanCepatRepository, CEPAT_TERBANYAK},
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;

use crate::postgres::{
    baris::{bilangan, kode},
    kerja::PgUnitOfWork,
};

#[derive(FromQueryResult)]
struct Baris {
    kode: String,
    judul: String,
    isi: String,
    versi: i64,
}

fn balasan(baris: Baris) -> Result<BalasanCepat, PortError> {
    Ok(BalasanCepat {
        kode: kode(&baris.kode)?,
        judul: baris.judul,
        isi: baris.isi,
        versi: bilangan(baris.versi)?,
    })
}

#[async_trait]
impl BalasanCepatRepository for PgUnitOfWork {
    async fn semua(&mut self) -> Result<Vec<BalasanCepat>, PortError> {
        let batas: i64 = bilangan(CEPAT_TERBANYAK)?;
        let sql = "SELECT kode, judul, isi, versi FROM balasan_cepat ORDER BY kode LIMIT $1";
        let semua: Vec<Baris> = PgUnitOfWork::semua(self, sql, [batas.into()]).await?;
        semua.into_iter().map(balasan).collect()
    }

    async fn satu(&mut self, kode: &Kode) -> Result<Option<BalasanCepat>, PortError> {
        let sql = "SELECT kode, judul, isi, versi FROM balasan_cepat WHERE kode = $1";
        let baris: Option<Baris> = PgUnitOfWork::satu(self, sql, [kode.as_str().into()]).await?;
        baris.map(balasan).transpose()
    }

    async fn simpan(
        &mut self,
        balasan: &BalasanCepat,
        oleh: PenggunaId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let versi: i64 = bilangan(balasan.versi)?;
        // The version guards against another writer between the reading and this.
        let berubah = self
            .jalankan(
                "INSERT INTO balasan_cepat (kode, judul, isi, versi, diubah_oleh, diubah_pada)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (kode) DO UPDATE SET judul = EXCLUDED.judul, isi = EXCLUDED.isi,
                     versi = EXCLUDED.versi, diubah_oleh = EXCLUDED.diubah_oleh,
                     diubah_pada = EXCLUDED.diubah_pada
                 WHERE balasan_cepat.versi = EXCLUDED.versi - 1",
                [
                    balasan.kode.as_str().into(),
                    balasan.judul.as_str().into(),
                    balasan.isi.as_str().into(),
                    versi.into(),
                    oleh.uuid().into(),
                    pada.into(),
                ],
            )
            .await?;
        if berubah == 1 { Ok(()) } else { Err(PortError::Konflik) }
    }

    async fn hapus(&mut self, kode: &Kode) -> Result<bool, PortError> {
        let sql = "DELETE FROM balasan_cepat WHERE kode = $1";
        Ok(self.jalankan(sql, [kode.as_str().into()]).await? == 1)
    }
}
