//! The queue of emails.

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    penyerahan::{HasilSurel, JenisSurel, PenyerahanId, SurelId, SurelKeluar, SurelRepository},
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    baris::{Segel, bilangan, rusak},
    kerja::PgUnitOfWork,
};

/// Claims what is due at `$1`, at most `$2`.
pub(in crate::postgres) const KLAIM_SUREL: &str =
    "UPDATE surel_keluar AS k SET keadaan = 'mengirim', mulai_pada = $1
     FROM (SELECT id FROM surel_keluar WHERE keadaan = 'antre' AND coba_pada <= $1
           ORDER BY coba_pada, id LIMIT $2 FOR UPDATE SKIP LOCKED) AS siap
     WHERE k.id = siap.id
     RETURNING k.id, k.penyerahan_id, k.jenis, k.isi_tersegel, k.percobaan, k.dibuat_pada";

/// Puts back what is being sent since before `$1`.
pub(in crate::postgres) const MACET_SUREL: &str =
    "UPDATE surel_keluar SET keadaan = 'antre', coba_pada = $2, percobaan = percobaan + 1, mungkin_ganda = true,
         galat = 'kirim_tidak_diketahui'
     WHERE keadaan = 'mengirim' AND mulai_pada < $1";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    penyerahan_id: Uuid,
    jenis: String,
    isi_tersegel: Vec<u8>,
    percobaan: i32,
    dibuat_pada: OffsetDateTime,
}

#[async_trait]
impl SurelRepository for PgUnitOfWork {
    async fn antrekan(&mut self, surel: &SurelKeluar) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "surel_keluar", surel.id.uuid());
        let isi = segel.json("isi_tersegel", &surel.isi)?;
        self.jalankan(
            "INSERT INTO surel_keluar (id, penyerahan_id, jenis, isi_tersegel, keadaan, coba_pada, dibuat_pada)
             VALUES ($1, $2, $3, $4, 'antre', $5, $5)",
            [
                surel.id.uuid().into(),
                surel.penyerahan.uuid().into(),
                surel.jenis.kata().into(),
                isi.into(),
                surel.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn klaim(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<SurelKeluar>, PortError> {
        let semua: Vec<Baris> =
            self.semua(KLAIM_SUREL, [pada.into(), i64::from(batas).into()]).await?;
        let satu = |baris: Baris| {
            let segel = Segel::new(&self.kunci, "surel_keluar", baris.id);
            Ok(SurelKeluar {
                id: SurelId::new(baris.id),
                penyerahan: PenyerahanId::new(baris.penyerahan_id),
                jenis: JenisSurel::dari_kata(&baris.jenis)
                    .ok_or_else(|| rusak(format!("surel_keluar.jenis {}", baris.jenis)))?,
                isi: segel.buka_json("isi_tersegel", &baris.isi_tersegel)?,
                percobaan: bilangan(baris.percobaan)?,
                dibuat_pada: baris.dibuat_pada,
            })
        };
        let mut semua = semua.into_iter().map(satu).collect::<Result<Vec<_>, PortError>>()?;
        semua.sort_by_key(|satu| satu.id);
        Ok(semua)
    }

    async fn selesai(
        &mut self,
        id: SurelId,
        hasil: &HasilSurel,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let (keadaan, galat, lagi) = match hasil {
            HasilSurel::Diterima => ("diterima_server", None, None),
            HasilSurel::CobaLagi { pada, galat } => ("antre", Some(galat.clone()), Some(*pada)),
            HasilSurel::Gagal { galat } => ("gagal", Some(galat.clone()), None),
            HasilSurel::Dilewati { galat } => ("dilewati", Some(galat.clone()), None),
        };
        self.jalankan(
            "UPDATE surel_keluar SET keadaan = $2, galat = $3, percobaan = percobaan + 1,
                 coba_pada = coalesce($4, coba_pada), mulai_pada = NULL,
                 selesai_pada = CASE WHEN $4 IS NULL THEN $5 END
             WHERE id = $1 AND keadaan = 'mengirim'",
            [id.uuid().into(), keadaan.into(), galat.into(), lagi.into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn lepaskan_macet(
        &mut self,
        batas: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError> {
        self.jalankan(MACET_SUREL, [batas.into(), pada.into()]).await
    }

    async fn batalkan(&mut self, id: PenyerahanId, pada: OffsetDateTime) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE surel_keluar SET keadaan = 'dilewati', galat = 'penyerahan_dibatalkan', selesai_pada = $2
             WHERE penyerahan_id = $1 AND keadaan = 'antre'",
            [id.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }
}
