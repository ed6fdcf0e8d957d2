//! The signing desk: queue, bundles, attempts that nobody knows the end of.

mod antrean;
mod jaga;

#[cfg(test)]
pub(super) use antrean::{DOKUMEN, sql_antrean};

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    dokumen::{
        AturanContoh, BarisMeja, BarisPercobaan, Bundel, BundelId, Butir, DokumenId, HitunganButir,
        KeadaanBundel, KeadaanButir, MejaRepository, Percobaan, PercobaanId, SebabHenti,
    },
    galat::PortError,
    halaman::Halaman,
    nilai::NomorRegistrasi,
    permohonan::PermohonanId,
    sop::{Petindak, TugasId},
    verifikasi::KodeVerifikasi,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::{Segel, bilangan, rusak},
    dokumen::{keadaan_percobaan, percobaan_dari},
    entity::tte_percobaan,
    error::port_error,
    kerja::PgUnitOfWork,
};

const ATURAN: &str = "contoh_tte";

pub(super) const DIAM: &str =
    "SELECT id FROM tte_bundel WHERE keadaan = 'berjalan' AND detak_pada < $1 ORDER BY detak_pada";

pub(super) const LEWAT: &str =
    "SELECT id FROM tte_percobaan WHERE keadaan = 'berjalan' AND dimulai_pada < $1
     ORDER BY dimulai_pada LIMIT $2";

/// Attempts nobody knows the end of behind `$1`, at most `$2`; of signer `$3`.
pub(super) fn sql_belum_tuntas(milik: bool) -> String {
    let saring = if milik { "a.oleh = $3 AND " } else { "" };
    format!(
        "SELECT a.id, a.dokumen_id, d.nama AS dokumen_nama, d.permohonan_id, p.nomor, a.tugas_id, a.oleh,
             u.nama AS oleh_nama, a.keadaan, a.galat, a.sha256, a.nomor_host, a.dimulai_pada
         FROM tte_percobaan a
         JOIN dokumen d ON d.id = a.dokumen_id
         JOIN permohonan p ON p.id = d.permohonan_id
         JOIN pengguna u ON u.id = a.oleh
         WHERE {saring}a.id < $1 AND a.keadaan IN ('berjalan', 'tidak_diketahui')
         ORDER BY a.id DESC LIMIT $2"
    )
}

const KOLOM_BUNDEL: &str =
    "b.id, b.oleh, b.keadaan, b.contoh, b.sebab, b.dibuat_pada, b.detak_pada, b.selesai_pada";

/// Bundles of `$1` behind `$2`, at most `$3`, with their counts.
pub(super) fn sql_daftar_bundel() -> String {
    let hitung = KeadaanButir::SEMUA
        .map(|satu| {
            format!("count(*) FILTER (WHERE i.keadaan = '{}') AS {}", satu.kata(), satu.kata())
        })
        .join(", ");
    format!(
        "SELECT {KOLOM_BUNDEL}, h.* FROM (
             SELECT * FROM tte_bundel b WHERE b.oleh = $1 AND b.id < $2 ORDER BY b.id DESC LIMIT $3) b
         CROSS JOIN LATERAL (SELECT {hitung} FROM tte_bundel_butir i WHERE i.bundel_id = b.id) h
         ORDER BY b.id DESC"
    )
}

const KOLOM_BUTIR: &str = "tugas_id, permohonan_id, urutan, peringkat, sidik, keadaan, dibuka_pada,
     layak_pada, kode, alasan_tersegel, selesai_pada";

#[derive(FromQueryResult)]
struct BarisBundel {
    id: Uuid,
    oleh: Uuid,
    keadaan: String,
    contoh: i32,
    sebab: Option<String>,
    dibuat_pada: OffsetDateTime,
    detak_pada: Option<OffsetDateTime>,
    selesai_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisHitungan {
    menunggu: i64,
    berjalan: i64,
    berhasil: i64,
    gagal: i64,
    tidak_diketahui: i64,
    dikeluarkan: i64,
}

#[derive(FromQueryResult)]
struct BarisBundelHitung {
    #[sea_orm(nested)]
    bundel: BarisBundel,
    #[sea_orm(nested)]
    hitungan: BarisHitungan,
}

#[derive(FromQueryResult)]
struct BarisButir {
    tugas_id: Uuid,
    permohonan_id: Uuid,
    urutan: i32,
    peringkat: i64,
    sidik: Vec<u8>,
    keadaan: String,
    dibuka_pada: Option<OffsetDateTime>,
    layak_pada: Option<OffsetDateTime>,
    kode: Option<String>,
    alasan_tersegel: Option<Vec<u8>>,
    selesai_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisMasalah {
    id: Uuid,
    dokumen_id: Uuid,
    dokumen_nama: String,
    permohonan_id: Uuid,
    nomor: String,
    tugas_id: Uuid,
    oleh: Uuid,
    oleh_nama: String,
    keadaan: String,
    galat: Option<String>,
    sha256: Vec<u8>,
    nomor_host: Option<String>,
    dimulai_pada: OffsetDateTime,
}

pub(super) fn keadaan_bundel(kata: &str) -> Result<KeadaanBundel, PortError> {
    use KeadaanBundel as K;
    [K::Meninjau, K::Berjalan, K::Terhenti, K::Selesai, K::Dibatalkan]
        .into_iter()
        .find(|satu| satu.kata() == kata)
        .ok_or_else(|| rusak(format!("tte_bundel.keadaan {kata}")))
}

fn bundel_dari(baris: BarisBundel) -> Result<Bundel, PortError> {
    use SebabHenti as S;
    let sebab = baris.sebab.map(|kata| {
        [S::KunciSalah, S::TidakTerkirim, S::ProsesBerhenti]
            .into_iter()
            .find(|satu| satu.kata() == kata)
            .ok_or_else(|| rusak(format!("tte_bundel.sebab {kata}")))
    });
    Ok(Bundel {
        id: BundelId::new(baris.id),
        oleh: PenggunaId::new(baris.oleh),
        keadaan: keadaan_bundel(&baris.keadaan)?,
        contoh: bilangan(baris.contoh)?,
        sebab: sebab.transpose()?,
        dibuat_pada: baris.dibuat_pada,
        detak_pada: baris.detak_pada,
        selesai_pada: baris.selesai_pada,
    })
}

/// Sealed under the tugas, which is in one bundle of an id; the bundle's id joins the column's name.
fn kolom_alasan(bundel: BundelId) -> String {
    format!("alasan_tersegel/{bundel}")
}

impl PgUnitOfWork {
    fn butir_dari(&self, bundel: BundelId, baris: BarisButir) -> Result<Butir, PortError> {
        let segel = Segel::new(&self.kunci, "tte_bundel_butir", baris.tugas_id);
        let kolom = kolom_alasan(bundel);
        let alasan = baris.alasan_tersegel.map(|isi| segel.buka_teks(&kolom, &isi)).transpose()?;
        let keadaan = KeadaanButir::SEMUA
            .into_iter()
            .find(|satu| satu.kata() == baris.keadaan)
            .ok_or_else(|| rusak(format!("tte_bundel_butir.keadaan {}", baris.keadaan)))?;
        Ok(Butir {
            tugas: TugasId::new(baris.tugas_id),
            permohonan: PermohonanId::new(baris.permohonan_id),
            urutan: bilangan(baris.urutan)?,
            peringkat: baris.peringkat,
            sidik: baris.sidik,
            keadaan,
            dibuka_pada: baris.dibuka_pada,
            layak_pada: baris.layak_pada,
            kode: baris.kode,
            alasan,
            selesai_pada: baris.selesai_pada,
        })
    }
}

#[async_trait]
impl MejaRepository for PgUnitOfWork {
    async fn aturan_contoh(&mut self) -> Result<AturanContoh, PortError> {
        Ok(self.pengaturan(ATURAN).await?.unwrap_or_default())
    }

    async fn simpan_aturan_contoh(
        &mut self,
        aturan: AturanContoh,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.simpan_pengaturan(ATURAN, &aturan, pada).await
    }

    async fn antrean(
        &mut self,
        untuk: Petindak<'_>,
        halaman: Halaman,
    ) -> Result<Vec<BarisMeja>, PortError> {
        self.antrean_meja(untuk, halaman).await
    }

    async fn antrean_tertentu(
        &mut self,
        untuk: Petindak<'_>,
        tugas: &[TugasId],
    ) -> Result<Vec<BarisMeja>, PortError> {
        self.antrean_meja_tertentu(untuk, tugas).await
    }

    async fn tambah_bundel(&mut self, bundel: &Bundel, butir: &[Butir]) -> Result<(), PortError> {
        let tugas: Vec<Uuid> = butir.iter().map(|satu| satu.tugas.uuid()).collect();
        // Kept from being signed while what lies in them is taken over.
        let lama: Vec<BarisId> = self
            .semua(
                "SELECT b.id FROM tte_bundel b WHERE b.keadaan <> 'berjalan' AND b.id IN (
                     SELECT i.bundel_id FROM tte_bundel_butir i
                     WHERE i.tugas_id = ANY ($1) AND i.keadaan IN ('menunggu', 'berjalan'))
                 ORDER BY b.id FOR NO KEY UPDATE OF b",
                [tugas.clone().into()],
            )
            .await?;
        let lama: Vec<Uuid> = lama.into_iter().map(|satu| satu.id).collect();
        self.jalankan(
            "UPDATE tte_bundel_butir SET keadaan = 'dikeluarkan', kode = 'diambil_alih', selesai_pada = $3
             WHERE bundel_id = ANY ($1) AND tugas_id = ANY ($2) AND keadaan = 'menunggu'",
            [lama.into(), tugas.clone().into(), bundel.dibuat_pada.into()],
        )
        .await?;
        self.jalankan(
            "INSERT INTO tte_bundel (id, oleh, keadaan, contoh, dibuat_pada) VALUES ($1, $2, $3, $4, $5)",
            [
                bundel.id.uuid().into(),
                bundel.oleh.uuid().into(),
                bundel.keadaan.kata().into(),
                bilangan::<u32, i32>(bundel.contoh)?.into(),
                bundel.dibuat_pada.into(),
            ],
        )
        .await?;
        let permohonan: Vec<Uuid> = butir.iter().map(|satu| satu.permohonan.uuid()).collect();
        let peringkat: Vec<i64> = butir.iter().map(|satu| satu.peringkat).collect();
        let sidik: Vec<Vec<u8>> = butir.iter().map(|satu| satu.sidik.clone()).collect();
        self.jalankan(
            "INSERT INTO tte_bundel_butir
                 (bundel_id, tugas_id, permohonan_id, urutan, peringkat, sidik, keadaan)
             SELECT $1, b.tugas, b.kasus, b.letak - 1, b.peringkat, b.sidik, 'menunggu'
             FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bytea[])
                 WITH ORDINALITY AS b (tugas, kasus, peringkat, sidik, letak)",
            [
                bundel.id.uuid().into(),
                tugas.into(),
                permohonan.into(),
                peringkat.into(),
                sidik.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn bundel(&mut self, id: BundelId) -> Result<Option<Bundel>, PortError> {
        let sql = format!("SELECT {KOLOM_BUNDEL} FROM tte_bundel b WHERE b.id = $1");
        self.satu(&sql, [id.uuid().into()]).await?.map(bundel_dari).transpose()
    }

    async fn kunci_bundel(&mut self, id: BundelId) -> Result<Option<Bundel>, PortError> {
        let sql =
            format!("SELECT {KOLOM_BUNDEL} FROM tte_bundel b WHERE b.id = $1 FOR NO KEY UPDATE");
        self.satu(&sql, [id.uuid().into()]).await?.map(bundel_dari).transpose()
    }

    async fn simpan_bundel(&mut self, bundel: &Bundel) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE tte_bundel SET keadaan = $2, sebab = $3, detak_pada = $4, selesai_pada = $5 WHERE id = $1",
            [
                bundel.id.uuid().into(),
                bundel.keadaan.kata().into(),
                bundel.sebab.map(SebabHenti::kata).into(),
                bundel.detak_pada.into(),
                bundel.selesai_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn bundel_berjalan(&mut self, oleh: PenggunaId) -> Result<Option<BundelId>, PortError> {
        let id: Option<Uuid> = self
            .nilai(
                "SELECT id FROM tte_bundel WHERE oleh = $1 AND keadaan = 'berjalan'",
                [oleh.uuid().into()],
            )
            .await?;
        Ok(id.map(BundelId::new))
    }

    async fn daftar_bundel(
        &mut self,
        oleh: PenggunaId,
        halaman: Halaman,
    ) -> Result<Vec<(Bundel, HitunganButir)>, PortError> {
        let nilai = [
            oleh.uuid().into(),
            halaman.sesudah.unwrap_or(Uuid::max()).into(),
            (i64::from(halaman.batas) + 1).into(),
        ];
        let semua: Vec<BarisBundelHitung> = self.semua(&sql_daftar_bundel(), nilai).await?;
        semua
            .into_iter()
            .map(|baris| {
                let h = baris.hitungan;
                let hitungan =
                    [h.menunggu, h.berjalan, h.berhasil, h.gagal, h.tidak_diketahui, h.dikeluarkan];
                let mut angka: HitunganButir = [0; 6];
                for (tujuan, asal) in angka.iter_mut().zip(hitungan) {
                    *tujuan = bilangan(asal)?;
                }
                Ok((bundel_dari(baris.bundel)?, angka))
            })
            .collect()
    }

    async fn butir(&mut self, id: BundelId) -> Result<Vec<Butir>, PortError> {
        let sql = format!(
            "SELECT {KOLOM_BUTIR} FROM tte_bundel_butir WHERE bundel_id = $1 ORDER BY urutan"
        );
        let semua: Vec<BarisButir> = self.semua(&sql, [id.uuid().into()]).await?;
        semua.into_iter().map(|baris| self.butir_dari(id, baris)).collect()
    }

    async fn kunci_butir(
        &mut self,
        id: BundelId,
        tugas: TugasId,
    ) -> Result<Option<Butir>, PortError> {
        let sql = format!(
            "SELECT {KOLOM_BUTIR} FROM tte_bundel_butir
             WHERE bundel_id = $1 AND tugas_id = $2 FOR NO KEY UPDATE"
        );
        let baris: Option<BarisButir> =
            self.satu(&sql, [id.uuid().into(), tugas.uuid().into()]).await?;
        baris.map(|baris| self.butir_dari(id, baris)).transpose()
    }

    async fn simpan_butir(&mut self, id: BundelId, butir: &Butir) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "tte_bundel_butir", butir.tugas.uuid());
        let kolom = kolom_alasan(id);
        let alasan = butir.alasan.as_ref().map(|teks| segel.teks(&kolom, teks.buka()));
        self.jalankan(
            "UPDATE tte_bundel_butir SET keadaan = $3, dibuka_pada = $4, layak_pada = $5, kode = $6,
                 alasan_tersegel = $7, selesai_pada = $8
             WHERE bundel_id = $1 AND tugas_id = $2",
            [
                id.uuid().into(),
                butir.tugas.uuid().into(),
                butir.keadaan.kata().into(),
                butir.dibuka_pada.into(),
                butir.layak_pada.into(),
                butir.kode.clone().into(),
                alasan.transpose()?.into(),
                butir.selesai_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn rincian_butir(&mut self, id: BundelId) -> Result<Vec<BarisMeja>, PortError> {
        self.rincian_meja(id).await
    }

    async fn detak(&mut self, id: BundelId, pada: OffsetDateTime) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE tte_bundel SET detak_pada = $2 WHERE id = $1 AND keadaan = 'berjalan'",
            [id.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn bundel_diam(&mut self, sejak: OffsetDateTime) -> Result<Vec<BundelId>, PortError> {
        let semua: Vec<BarisId> = self.semua(DIAM, [sejak.into()]).await?;
        Ok(semua.into_iter().map(|satu| BundelId::new(satu.id)).collect())
    }

    async fn percobaan_lewat(
        &mut self,
        sebelum: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<Percobaan>, PortError> {
        let id: Vec<BarisId> = self.semua(LEWAT, [sebelum.into(), i64::from(batas).into()]).await?;
        if id.is_empty() {
            return Ok(Vec::new());
        }
        let semua = tte_percobaan::Entity::find()
            .filter(tte_percobaan::Column::Id.is_in(id.into_iter().map(|satu| satu.id)))
            .order_by_asc(tte_percobaan::Column::Id)
            .limit(u64::from(batas))
            .all(&self.tx)
            .await
            .map_err(port_error)?;
        semua.into_iter().map(percobaan_dari).collect()
    }

    async fn percobaan_belum_tuntas(
        &mut self,
        oleh: Option<PenggunaId>,
        halaman: Halaman,
    ) -> Result<Vec<BarisPercobaan>, PortError> {
        let sql = sql_belum_tuntas(oleh.is_some());
        let mut nilai: Vec<sea_orm::Value> = vec![
            halaman.sesudah.unwrap_or(Uuid::max()).into(),
            (i64::from(halaman.batas) + 1).into(),
        ];
        nilai.extend(oleh.map(|id| id.uuid().into()));
        let semua: Vec<BarisMasalah> = self.semua(&sql, nilai).await?;
        semua
            .into_iter()
            .map(|baris| {
                Ok(BarisPercobaan {
                    id: PercobaanId::new(baris.id),
                    dokumen: DokumenId::new(baris.dokumen_id),
                    dokumen_nama: baris.dokumen_nama,
                    permohonan: PermohonanId::new(baris.permohonan_id),
                    nomor: nomor(&baris.nomor)?,
                    tugas: TugasId::new(baris.tugas_id),
                    oleh: PenggunaId::new(baris.oleh),
                    oleh_nama: baris.oleh_nama,
                    keadaan: keadaan_percobaan(&baris.keadaan)?,
                    galat: baris.galat,
                    sha256: baris.sha256,
                    nomor_host: baris.nomor_host,
                    dimulai_pada: baris.dimulai_pada,
                })
            })
            .collect()
    }

    async fn percobaan_tugas(&mut self, tugas: TugasId) -> Result<Vec<PercobaanId>, PortError> {
        let semua: Vec<BarisId> = self
            .semua(
                "SELECT id FROM tte_percobaan
                 WHERE tugas_id = $1 AND keadaan IN ('berjalan', 'tidak_diketahui')",
                [tugas.uuid().into()],
            )
            .await?;
        Ok(semua.into_iter().map(|satu| PercobaanId::new(satu.id)).collect())
    }

    async fn catat_kunci_unggah(&mut self, id: PercobaanId, kunci: &str) -> Result<(), PortError> {
        let nilai = [id.uuid().into(), kunci.into()];
        self.jalankan("UPDATE tte_percobaan SET unggah_kunci = $2 WHERE id = $1", nilai)
            .await
            .map(drop)
    }

    async fn catat_pernyataan(&mut self, id: PercobaanId, catatan: &str) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "tte_percobaan", id.uuid());
        let nilai = [id.uuid().into(), segel.teks("catatan_tersegel", catatan)?.into()];
        self.jalankan("UPDATE tte_percobaan SET catatan_tersegel = $2 WHERE id = $1", nilai)
            .await
            .map(drop)
    }

    async fn beri_kode_verifikasi(
        &mut self,
        dokumen: Uuid,
        kode: &KodeVerifikasi,
    ) -> Result<KodeVerifikasi, PortError> {
        let ada: Option<String> = self
            .nilai(
                "UPDATE dokumen SET kode_verifikasi = coalesce(kode_verifikasi, $2) WHERE id = $1
                 RETURNING kode_verifikasi",
                [dokumen.into(), kode.padat().into()],
            )
            .await?;
        let ada = ada.ok_or_else(|| rusak("dokumen tidak ada"))?;
        KodeVerifikasi::parse(&ada).map_err(PortError::tak_terduga)
    }
}

#[derive(FromQueryResult)]
pub(super) struct BarisId {
    pub(super) id: Uuid,
}

pub(super) fn nomor(teks: &str) -> Result<NomorRegistrasi, PortError> {
    NomorRegistrasi::parse(teks).map_err(PortError::tak_terduga)
}
