//! The queue of emails.

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    halaman::Halaman,
    penyerahan::{
        BarisSurel, HasilSurel, JenisSurel, KeadaanSurel, PenyerahanId, SurelId, SurelKeluar,
        SurelRepository,
    },
    permohonan::PermohonanId,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    baris::{Segel, bilangan, rusak},
    kerja::PgUnitOfWork,
    saring::Saring,
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
     WHERE keadaan = 'mengirim' AND mulai_pada < $1 AND jenis <> 'dokumen'";

/// Emails with a document that are being sent since before `$1`, at most `$2`.
pub(in crate::postgres) const DOKUMEN_MACET: &str = "SELECT id, penyerahan_id FROM surel_keluar
     WHERE keadaan = 'mengirim' AND mulai_pada < $1 AND jenis = 'dokumen' ORDER BY mulai_pada LIMIT $2";

/// A page of emails; the conditions name their own values behind `$2`.
pub(in crate::postgres) fn sql_surel(saring: &str) -> String {
    format!(
        "SELECT k.id, k.penyerahan_id, s.permohonan_id, k.jenis, k.keadaan, k.percobaan, k.mungkin_ganda, k.galat,
             k.dibuat_pada, k.selesai_pada
         FROM surel_keluar k JOIN penyerahan s ON s.id = k.penyerahan_id
         WHERE k.id < $1{saring} ORDER BY k.id DESC LIMIT $2"
    )
}

#[derive(FromQueryResult)]
struct BarisMacet {
    id: Uuid,
    penyerahan_id: Uuid,
}

#[derive(FromQueryResult)]
struct BarisDaftar {
    id: Uuid,
    penyerahan_id: Uuid,
    permohonan_id: Uuid,
    jenis: String,
    keadaan: String,
    percobaan: i32,
    mungkin_ganda: bool,
    galat: Option<String>,
    dibuat_pada: OffsetDateTime,
    selesai_pada: Option<OffsetDateTime>,
}

/// What became of an email as the columns of a queue keep it: the state, why, and when it is tried again.
pub(in crate::postgres) fn kolom_hasil(
    hasil: &HasilSurel,
) -> (&'static str, Option<&str>, Option<OffsetDateTime>) {
    match hasil {
        HasilSurel::Diterima => ("diterima_server", None, None),
        HasilSurel::CobaLagi { pada, galat } => ("antre", Some(galat), Some(*pada)),
        HasilSurel::Gagal { galat } => ("gagal", Some(galat), None),
        HasilSurel::Dilewati { galat } => ("dilewati", Some(galat), None),
    }
}

fn jenis(kata: &str) -> Result<JenisSurel, PortError> {
    JenisSurel::dari_kata(kata).ok_or_else(|| rusak(format!("surel_keluar.jenis {kata}")))
}

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
                jenis: jenis(&baris.jenis)?,
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
        let (keadaan, galat, lagi) = kolom_hasil(hasil);
        self.jalankan(
            "UPDATE surel_keluar SET keadaan = $2, galat = $3, percobaan = percobaan + 1,
                 coba_pada = coalesce($4, coba_pada), mulai_pada = NULL,
                 selesai_pada = CASE WHEN $4 IS NULL THEN $5 END
             WHERE id = $1 AND (keadaan = 'mengirim' OR (keadaan = 'tidak_diketahui' AND $2 = 'diterima_server'))",
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

    async fn dokumen_macet(
        &mut self,
        batas: OffsetDateTime,
        paling: u32,
    ) -> Result<Vec<(SurelId, PenyerahanId)>, PortError> {
        let semua: Vec<BarisMacet> =
            self.semua(DOKUMEN_MACET, [batas.into(), i64::from(paling).into()]).await?;
        let satu =
            |baris: BarisMacet| (SurelId::new(baris.id), PenyerahanId::new(baris.penyerahan_id));
        Ok(semua.into_iter().map(satu).collect())
    }

    async fn nyatakan_tak_diketahui(
        &mut self,
        id: SurelId,
        batas: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let jumlah = self
            .jalankan(
                "UPDATE surel_keluar SET keadaan = 'tidak_diketahui', galat = 'kirim_tidak_diketahui',
                     percobaan = percobaan + 1, mulai_pada = NULL, selesai_pada = $3
                 WHERE id = $1 AND keadaan = 'mengirim' AND mulai_pada < $2",
                [id.uuid().into(), batas.into(), pada.into()],
            )
            .await?;
        Ok(jumlah == 1)
    }

    async fn tuntaskan(
        &mut self,
        id: PenyerahanId,
        galat: Option<&str>,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError> {
        self.jalankan(
            "UPDATE surel_keluar SET keadaan = CASE WHEN $2::text IS NULL THEN 'diterima_server' ELSE 'gagal' END,
                 galat = $2, selesai_pada = $3
             WHERE penyerahan_id = $1 AND keadaan IN ('diterima_server', 'tidak_diketahui')",
            [id.uuid().into(), galat.into(), pada.into()],
        )
        .await
    }

    async fn daftar(
        &mut self,
        keadaan: Option<KeadaanSurel>,
        halaman: Halaman,
    ) -> Result<Vec<BarisSurel>, PortError> {
        let saring = Saring::halaman(halaman).bila("k.keadaan =", keadaan.map(KeadaanSurel::kata));
        let semua: Vec<BarisDaftar> = self.semua(&sql_surel(&saring.syarat), saring.nilai).await?;
        let satu = |baris: BarisDaftar| {
            Ok(BarisSurel {
                id: SurelId::new(baris.id),
                penyerahan: PenyerahanId::new(baris.penyerahan_id),
                permohonan: PermohonanId::new(baris.permohonan_id),
                jenis: jenis(&baris.jenis)?,
                keadaan: KeadaanSurel::dari_kata(&baris.keadaan)
                    .ok_or_else(|| rusak(format!("surel_keluar.keadaan {}", baris.keadaan)))?,
                percobaan: bilangan(baris.percobaan)?,
                mungkin_ganda: baris.mungkin_ganda,
                galat: baris.galat,
                dibuat_pada: baris.dibuat_pada,
                selesai_pada: baris.selesai_pada,
            })
        };
        semua.into_iter().map(satu).collect()
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
