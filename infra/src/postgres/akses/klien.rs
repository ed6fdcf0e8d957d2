//! Machine callers and their keys.

use async_trait::async_trait;
use loket_domain::{
    akses::{
        Izin, Klien, KlienId, KlienRepository, KlienTerkunci, KunciKlien, KunciKlienId, PenggunaId,
        RincianKlien,
    },
    galat::PortError,
    halaman::Halaman,
    nilai::Kode,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use super::semua_kode;
use crate::postgres::{
    baris::{bilangan, rusak},
    kerja::PgUnitOfWork,
};

/// The caller of the key that hashes to `$1`; its units with all below them.
pub(in crate::postgres) const DARI_KUNCI: &str =
    "SELECT k.id, k.nama, k.izin, k.laju, k.terakhir_dipakai, s.id AS kunci_id, s.berakhir_pada,
         k.dicabut_pada IS NOT NULL OR s.dicabut_pada IS NOT NULL AS dicabut,
         cardinality(k.unit) > 0 AS terbatas,
         ARRAY(SELECT u.kode FROM unit u WHERE cardinality(k.unit) > 0 AND (u.kode = ANY (k.unit) OR u.jalur && k.unit)) AS unit
     FROM klien_kunci s JOIN klien k ON k.id = s.klien_id
     WHERE s.sidik = $1";

const PILIH: &str =
    "SELECT k.id, k.nama, k.izin, k.unit, k.laju, k.versi, k.dibuat_oleh, k.dibuat_pada, k.dicabut_pada, k.terakhir_dipakai
     FROM klien k";

/// Keys of the callers `$1`, without those that ended long ago: the last twenty of each.
const KUNCI: &str =
    "SELECT s.id, s.klien_id, s.awalan, s.dibuat_oleh, s.dibuat_pada, s.berakhir_pada, s.dicabut_pada
     FROM unnest($1::uuid[]) AS milik (id)
     CROSS JOIN LATERAL (SELECT * FROM klien_kunci s WHERE s.klien_id = milik.id ORDER BY s.id DESC LIMIT 20) AS s
     ORDER BY s.id";

#[derive(FromQueryResult)]
struct BarisTerkunci {
    id: Uuid,
    nama: String,
    izin: Vec<String>,
    laju: i32,
    terakhir_dipakai: Option<OffsetDateTime>,
    kunci_id: Uuid,
    berakhir_pada: OffsetDateTime,
    dicabut: bool,
    terbatas: bool,
    unit: Vec<String>,
}

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    nama: String,
    izin: Vec<String>,
    unit: Vec<String>,
    laju: i32,
    versi: i64,
    dibuat_oleh: Uuid,
    dibuat_pada: OffsetDateTime,
    dicabut_pada: Option<OffsetDateTime>,
    terakhir_dipakai: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisKunci {
    id: Uuid,
    klien_id: Uuid,
    awalan: String,
    dibuat_oleh: Uuid,
    dibuat_pada: OffsetDateTime,
    berakhir_pada: OffsetDateTime,
    dicabut_pada: Option<OffsetDateTime>,
}

fn semua_izin<C: FromIterator<Izin>>(teks: Vec<String>) -> Result<C, PortError> {
    teks.into_iter().map(|satu| Izin::try_from(satu).map_err(rusak)).collect()
}

fn teks_izin<'a>(izin: impl IntoIterator<Item = &'a Izin>) -> Vec<String> {
    izin.into_iter().map(|satu| satu.kode().to_owned()).collect()
}

fn teks_kode(kode: &[Kode]) -> Vec<String> {
    kode.iter().map(ToString::to_string).collect()
}

impl PgUnitOfWork {
    async fn dengan_kunci(&self, semua: Vec<Baris>) -> Result<Vec<RincianKlien>, PortError> {
        let id: Vec<Uuid> = semua.iter().map(|baris| baris.id).collect();
        let kunci: Vec<BarisKunci> =
            if id.is_empty() { Vec::new() } else { self.semua(KUNCI, [id.into()]).await? };
        let rinci = |baris: Baris| {
            let milik = kunci.iter().filter(|satu| satu.klien_id == baris.id);
            Ok(RincianKlien {
                id: KlienId::new(baris.id),
                nama: baris.nama,
                izin: semua_izin(baris.izin)?,
                unit: semua_kode(&baris.unit)?,
                laju: bilangan(baris.laju)?,
                versi: bilangan(baris.versi)?,
                dibuat_oleh: PenggunaId::new(baris.dibuat_oleh),
                dibuat_pada: baris.dibuat_pada,
                dicabut_pada: baris.dicabut_pada,
                terakhir_dipakai: baris.terakhir_dipakai,
                kunci: milik
                    .map(|satu| KunciKlien {
                        id: KunciKlienId::new(satu.id),
                        awalan: satu.awalan.clone(),
                        dibuat_oleh: PenggunaId::new(satu.dibuat_oleh),
                        dibuat_pada: satu.dibuat_pada,
                        berakhir_pada: satu.berakhir_pada,
                        dicabut_pada: satu.dicabut_pada,
                    })
                    .collect(),
            })
        };
        semua.into_iter().map(rinci).collect()
    }

    async fn satu_klien(
        &self,
        id: KlienId,
        akhir: &str,
    ) -> Result<Option<RincianKlien>, PortError> {
        let sql = format!("{PILIH} WHERE k.id = $1{akhir}");
        let baris: Vec<Baris> = self.semua(&sql, [id.uuid().into()]).await?;
        Ok(self.dengan_kunci(baris).await?.pop())
    }
}

#[async_trait]
impl KlienRepository for PgUnitOfWork {
    async fn dari_kunci(&mut self, sidik: &[u8]) -> Result<Option<KlienTerkunci>, PortError> {
        let baris: Option<BarisTerkunci> =
            PgUnitOfWork::satu(self, DARI_KUNCI, [sidik.into()]).await?;
        let Some(baris) = baris else { return Ok(None) };
        Ok(Some(KlienTerkunci {
            klien: Klien {
                id: KlienId::new(baris.id),
                nama: baris.nama,
                kunci: KunciKlienId::new(baris.kunci_id),
                izin: semua_izin(baris.izin)?,
                // A limit whose units are all gone leaves nothing, not everything.
                unit: baris.terbatas.then(|| semua_kode(&baris.unit)).transpose()?,
                laju: bilangan(baris.laju)?,
            },
            berakhir_pada: baris.berakhir_pada,
            dicabut: baris.dicabut,
            terakhir_dipakai: baris.terakhir_dipakai,
        }))
    }

    async fn terpakai(&mut self, id: KlienId, pada: OffsetDateTime) -> Result<(), PortError> {
        self.jalankan(
            "/* mesin */ UPDATE klien SET terakhir_dipakai = $2
             WHERE id = $1 AND (terakhir_dipakai IS NULL OR terakhir_dipakai < $2)",
            [id.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn tambah(&mut self, klien: &RincianKlien) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO klien (id, nama, izin, unit, laju, versi, dibuat_oleh, dibuat_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                klien.id.uuid().into(),
                klien.nama.as_str().into(),
                teks_izin(&klien.izin).into(),
                teks_kode(&klien.unit).into(),
                bilangan::<_, i32>(klien.laju)?.into(),
                bilangan::<_, i64>(klien.versi)?.into(),
                klien.dibuat_oleh.uuid().into(),
                klien.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn satu(&mut self, id: KlienId) -> Result<Option<RincianKlien>, PortError> {
        self.satu_klien(id, "").await
    }

    async fn kunci(&mut self, id: KlienId) -> Result<Option<RincianKlien>, PortError> {
        self.satu_klien(id, " FOR NO KEY UPDATE").await
    }

    async fn daftar(&mut self, halaman: Halaman) -> Result<Vec<RincianKlien>, PortError> {
        let sql = format!("{PILIH} WHERE k.id < $1 ORDER BY k.id DESC LIMIT $2");
        let sesudah = halaman.sesudah.unwrap_or(Uuid::max());
        let baris: Vec<Baris> =
            self.semua(&sql, [sesudah.into(), (i64::from(halaman.batas) + 1).into()]).await?;
        self.dengan_kunci(baris).await
    }

    async fn simpan(&mut self, klien: &RincianKlien) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE klien SET nama = $2, izin = $3, unit = $4, laju = $5, versi = $6, dicabut_pada = $7
             WHERE id = $1",
            [
                klien.id.uuid().into(),
                klien.nama.as_str().into(),
                teks_izin(&klien.izin).into(),
                teks_kode(&klien.unit).into(),
                bilangan::<_, i32>(klien.laju)?.into(),
                bilangan::<_, i64>(klien.versi)?.into(),
                klien.dicabut_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn tambah_kunci(
        &mut self,
        id: KlienId,
        kunci: &KunciKlien,
        sidik: &[u8],
    ) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO klien_kunci (id, klien_id, awalan, sidik, dibuat_oleh, dibuat_pada, berakhir_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [
                kunci.id.uuid().into(),
                id.uuid().into(),
                kunci.awalan.as_str().into(),
                sidik.into(),
                kunci.dibuat_oleh.uuid().into(),
                kunci.dibuat_pada.into(),
                kunci.berakhir_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn cabut_kunci(
        &mut self,
        id: KunciKlienId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE klien_kunci SET dicabut_pada = $2 WHERE id = $1 AND dicabut_pada IS NULL",
            [id.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }
}
