//! Daily checks of the inbox (B-10).

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    pemeriksaan::{HariPeriksa, Pemeriksaan, PemeriksaanRepository},
};
use sea_orm::FromQueryResult;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{baris::bilangan, kerja::PgUnitOfWork};

/// The day whose end is waited for.
pub(super) const HARI_TERBUKA: &str = "SELECT tanggal, jatuh_pada FROM pemeriksaan_hari
     WHERE ditutup_pada IS NULL ORDER BY jatuh_pada LIMIT 1";

/// Checks from day `$1` to day `$2`.
pub(super) const DAFTAR: &str =
    "SELECT p.id, p.tanggal, p.pengguna_id, g.nama, p.pada, p.jam_kerja, p.menunggu, p.belum_dibaca
     FROM pemeriksaan_harian p JOIN pengguna g ON g.id = p.pengguna_id
     WHERE p.tanggal BETWEEN $1 AND $2 ORDER BY p.tanggal, p.id LIMIT 2000";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    tanggal: Date,
    pengguna_id: Uuid,
    nama: String,
    pada: OffsetDateTime,
    jam_kerja: bool,
    menunggu: i32,
    belum_dibaca: i32,
}

#[derive(FromQueryResult)]
struct BarisHari {
    tanggal: Date,
    jatuh_pada: OffsetDateTime,
}

fn pemeriksaan(baris: Baris) -> Result<(Pemeriksaan, String), PortError> {
    let satu = Pemeriksaan {
        id: baris.id,
        tanggal: baris.tanggal,
        oleh: PenggunaId::new(baris.pengguna_id),
        pada: baris.pada,
        jam_kerja: baris.jam_kerja,
        menunggu: bilangan(baris.menunggu)?,
        belum_dibaca: bilangan(baris.belum_dibaca)?,
    };
    Ok((satu, baris.nama))
}

#[async_trait]
impl PemeriksaanRepository for PgUnitOfWork {
    async fn tambah(&mut self, satu: &Pemeriksaan) -> Result<(), PortError> {
        let (menunggu, belum_dibaca): (i32, i32) =
            (bilangan(satu.menunggu)?, bilangan(satu.belum_dibaca)?);
        self.jalankan(
            "INSERT INTO pemeriksaan_harian
                 (id, tanggal, pengguna_id, pada, jam_kerja, menunggu, belum_dibaca)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [
                satu.id.into(),
                satu.tanggal.into(),
                satu.oleh.uuid().into(),
                satu.pada.into(),
                satu.jam_kerja.into(),
                menunggu.into(),
                belum_dibaca.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn daftar(
        &mut self,
        dari: Date,
        sampai: Date,
    ) -> Result<Vec<(Pemeriksaan, String)>, PortError> {
        let semua: Vec<Baris> = self.semua(DAFTAR, [dari.into(), sampai.into()]).await?;
        semua.into_iter().map(pemeriksaan).collect()
    }

    async fn hari_terbuka(&mut self) -> Result<Option<HariPeriksa>, PortError> {
        let baris: Option<BarisHari> = self.satu(HARI_TERBUKA, []).await?;
        Ok(baris.map(|baris| HariPeriksa { tanggal: baris.tanggal, jatuh: baris.jatuh_pada }))
    }

    async fn kunci_hari(&mut self, tanggal: Date) -> Result<bool, PortError> {
        let sql = "SELECT tanggal FROM pemeriksaan_hari
             WHERE tanggal = $1 AND ditutup_pada IS NULL FOR UPDATE";
        let ada: Option<Date> = self.nilai(sql, [tanggal.into()]).await?;
        Ok(ada.is_some())
    }

    async fn diperiksa(&mut self, tanggal: Date) -> Result<bool, PortError> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM pemeriksaan_harian WHERE tanggal = $1 AND jam_kerja)";
        Ok(self.nilai(sql, [tanggal.into()]).await?.unwrap_or(false))
    }

    async fn tutup_hari(
        &mut self,
        tanggal: Date,
        pada: OffsetDateTime,
        terlewat: bool,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE pemeriksaan_hari SET ditutup_pada = $2, terlewat = $3 WHERE tanggal = $1",
            [tanggal.into(), pada.into(), terlewat.into()],
        )
        .await
        .map(drop)
    }

    async fn buka_hari(&mut self, hari: HariPeriksa) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO pemeriksaan_hari (tanggal, jatuh_pada, terlewat) VALUES ($1, $2, false)
             ON CONFLICT (tanggal) DO UPDATE SET jatuh_pada = EXCLUDED.jatuh_pada
             WHERE pemeriksaan_hari.ditutup_pada IS NULL",
            [hari.tanggal.into(), hari.jatuh.into()],
        )
        .await
        .map(drop)
    }
}
