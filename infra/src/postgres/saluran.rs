//! Service numbers as the outbox knows them, and pairs.

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    outbox::{KeadaanSaluran, MutuSaluran, Saluran, SaluranRepository},
    percakapan::KontakId,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;

use super::{
    baris::{bilangan, rusak},
    kerja::PgUnitOfWork,
};

const KOLOM: &str = "phone_number_id, keadaan, sebab, sejak, lanjut_pada, jeda_ke, lambat_sampai, laju_per_detik, kualitas,
     tingkat, batas_portofolio, diperbarui_pada";

#[derive(FromQueryResult)]
struct Baris {
    phone_number_id: String,
    keadaan: String,
    sebab: Option<String>,
    sejak: OffsetDateTime,
    lanjut_pada: Option<OffsetDateTime>,
    jeda_ke: i32,
    lambat_sampai: Option<OffsetDateTime>,
    laju_per_detik: i32,
    kualitas: Option<String>,
    tingkat: Option<String>,
    batas_portofolio: Option<i64>,
    diperbarui_pada: OffsetDateTime,
}

fn dari(baris: Baris) -> Result<Saluran, PortError> {
    let keadaan = match (baris.keadaan.as_str(), baris.sebab) {
        ("aktif", None) => KeadaanSaluran::Aktif,
        ("dijeda", Some(sebab)) => {
            KeadaanSaluran::Dijeda { sebab, lanjut_pada: baris.lanjut_pada.unwrap_or(baris.sejak) }
        }
        _ => return Err(rusak("keadaan wa_saluran")),
    };
    Ok(Saluran {
        phone_number_id: baris.phone_number_id,
        keadaan,
        sejak: baris.sejak,
        jeda_ke: bilangan(baris.jeda_ke)?,
        lambat_sampai: baris.lambat_sampai,
        laju_per_detik: bilangan(baris.laju_per_detik)?,
        kualitas: baris.kualitas,
        tingkat: baris.tingkat,
        batas_portofolio: baris.batas_portofolio,
        diperbarui_pada: baris.diperbarui_pada,
    })
}

impl PgUnitOfWork {
    /// Makes the number known to the outbox; one that is known stays as it is.
    pub(super) async fn pastikan_saluran(
        &self,
        phone_number_id: &str,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO wa_saluran (phone_number_id, keadaan, sejak, diperbarui_pada)
             SELECT $1, 'aktif', $2, $2 WHERE NOT EXISTS (SELECT 1 FROM wa_saluran WHERE phone_number_id = $1)
             ON CONFLICT DO NOTHING",
            [phone_number_id.into(), pada.into()],
        )
        .await
        .map(drop)
    }

    /// Sets one column of what holds for a contact.
    async fn atur_pasangan(
        &self,
        kolom: &'static str,
        kontak: KontakId,
        pada: Option<OffsetDateTime>,
    ) -> Result<(), PortError> {
        let sql = format!(
            "INSERT INTO wa_pasangan (kontak_id, {kolom}) VALUES ($1, $2)
             ON CONFLICT (kontak_id) DO UPDATE SET {kolom} = EXCLUDED.{kolom}"
        );
        self.jalankan(&sql, [kontak.uuid().into(), pada.into()]).await.map(drop)
    }
}

#[async_trait]
impl SaluranRepository for PgUnitOfWork {
    async fn daftar(&mut self) -> Result<Vec<Saluran>, PortError> {
        let sql = format!("SELECT {KOLOM} FROM wa_saluran ORDER BY phone_number_id LIMIT 100");
        self.semua::<Baris>(&sql, []).await?.into_iter().map(dari).collect()
    }

    async fn kunci(
        &mut self,
        phone_number_id: &str,
        pada: OffsetDateTime,
    ) -> Result<Saluran, PortError> {
        self.pastikan_saluran(phone_number_id, pada).await?;
        let sql =
            format!("SELECT {KOLOM} FROM wa_saluran WHERE phone_number_id = $1 FOR NO KEY UPDATE");
        let baris: Option<Baris> = self.satu(&sql, [phone_number_id.into()]).await?;
        dari(baris.ok_or(PortError::Konflik)?)
    }

    async fn simpan_keadaan(
        &mut self,
        saluran: &Saluran,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let (keadaan, sebab, lanjut) = match &saluran.keadaan {
            KeadaanSaluran::Aktif => ("aktif", None, None),
            KeadaanSaluran::Dijeda { sebab, lanjut_pada } => {
                ("dijeda", Some(sebab.clone()), Some(*lanjut_pada))
            }
        };
        self.jalankan(
            "UPDATE wa_saluran SET keadaan = $2, sebab = $3, sejak = $4, lanjut_pada = $5, jeda_ke = $6,
                 diperbarui_pada = $7
             WHERE phone_number_id = $1",
            [
                saluran.phone_number_id.as_str().into(),
                keadaan.into(),
                sebab.into(),
                saluran.sejak.into(),
                lanjut.into(),
                bilangan::<_, i32>(saluran.jeda_ke)?.into(),
                pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn atur_laju(
        &mut self,
        phone_number_id: &str,
        per_detik: u32,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let laju: i32 = bilangan(per_detik)?;
        let sql =
            "UPDATE wa_saluran SET laju_per_detik = $2, ember_pada = NULL, diperbarui_pada = $3
             WHERE phone_number_id = $1";
        let nilai = [phone_number_id.into(), laju.into(), pada.into()];
        Ok(self.jalankan(sql, nilai).await? == 1)
    }

    async fn catat_mutu(
        &mut self,
        phone_number_id: &str,
        mutu: &MutuSaluran,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.pastikan_saluran(phone_number_id, pada).await?;
        self.jalankan(
            "UPDATE wa_saluran SET kualitas = coalesce($2, kualitas), tingkat = coalesce($3, tingkat),
                 batas_portofolio = coalesce($4, batas_portofolio), diperbarui_pada = $5
             WHERE phone_number_id = $1",
            [
                phone_number_id.into(),
                mutu.kualitas.clone().into(),
                mutu.tingkat.clone().into(),
                mutu.batas_portofolio.into(),
                pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn perlambat(
        &mut self,
        phone_number_id: Option<&str>,
        sampai: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE wa_saluran SET lambat_sampai = greatest(lambat_sampai, $2), diperbarui_pada = $3
             WHERE phone_number_id IN (
                 SELECT s.phone_number_id FROM wa_saluran s WHERE $1::text IS NULL OR s.phone_number_id = $1
                 ORDER BY s.phone_number_id FOR NO KEY UPDATE)",
            [phone_number_id.map(str::to_owned).into(), sampai.into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn tahan_pasangan(
        &mut self,
        kontak: KontakId,
        sampai: Option<OffsetDateTime>,
        gagal_ke: u32,
    ) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO wa_pasangan (kontak_id, ditahan_sampai, gagal_ke) VALUES ($1, $2, $3)
             ON CONFLICT (kontak_id) DO UPDATE SET ditahan_sampai = EXCLUDED.ditahan_sampai,
                 gagal_ke = EXCLUDED.gagal_ke",
            [kontak.uuid().into(), sampai.into(), bilangan::<_, i32>(gagal_ke)?.into()],
        )
        .await
        .map(drop)
    }

    async fn kunci_jendela(
        &mut self,
        kontak: KontakId,
    ) -> Result<(Option<OffsetDateTime>, bool), PortError> {
        let id = kontak.uuid();
        let masuk: Option<Option<OffsetDateTime>> = self
            .nilai("SELECT terakhir_masuk_pada FROM kontak WHERE id = $1 FOR SHARE", [id.into()])
            .await?;
        // A statement of its own: it sees what was committed while the lock was waited for.
        let ditolak: Option<bool> = self
            .nilai(
                "SELECT jendela_ditolak_pada IS NOT NULL FROM wa_pasangan WHERE kontak_id = $1",
                [id.into()],
            )
            .await?;
        Ok((masuk.flatten(), ditolak.unwrap_or(false)))
    }

    async fn tolak_jendela(
        &mut self,
        kontak: KontakId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.atur_pasangan("jendela_ditolak_pada", kontak, Some(pada)).await
    }

    async fn catat_templat(
        &mut self,
        kontak: KontakId,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let baru = self
            .jalankan(
                "INSERT INTO wa_pasangan (kontak_id, templat_pada) VALUES ($1, $2)
                 ON CONFLICT (kontak_id) DO UPDATE SET templat_pada = EXCLUDED.templat_pada
                 WHERE wa_pasangan.templat_pada IS NULL",
                [kontak.uuid().into(), pada.into()],
            )
            .await?;
        Ok(baru == 1)
    }

    async fn tolak_templat(
        &mut self,
        kontak: KontakId,
        sejak: Option<OffsetDateTime>,
    ) -> Result<(), PortError> {
        self.atur_pasangan("tolak_templat_pada", kontak, sejak).await
    }
}
