//! Moments at which something is due, and notices to officers.

use std::collections::BTreeSet;

use async_trait::async_trait;
use loket_domain::{
    akses::{Izin, PenggunaId},
    galat::PortError,
    halaman::Halaman,
    nilai::Kode,
    notifikasi::{
        BarisNotifikasi, JenisNotifikasi, Kepada, Notifikasi, NotifikasiId, NotifikasiRepository,
    },
    permohonan::{JenisPengingat, Pengingat, PengingatRepository, PermohonanId},
    sop::{Petindak, TugasId},
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::{kode, rusak},
    kerja::PgUnitOfWork,
};

/// What is due at `$1`, at most `$2`.
pub(super) const TEMPO: &str =
    "SELECT id, permohonan_id, tugas_id, jenis, aturan, pada FROM pengingat
     WHERE selesai_pada IS NULL AND pada <= $1 ORDER BY pada, id LIMIT $2";

/// Notices for roles `$1`, permissions `$6` or officer `$2` before `$3`, only unread ones when `$5`, at most `$4`. Each kind of address is
/// read from its own index.
pub(super) const DAFTAR: &str =
    "SELECT n.id, n.peran_kode, n.pengguna_id, n.izin, n.permohonan_id, n.tugas_id, n.jenis, n.isi,
         n.dibuat_pada, b.pada AS dibaca_pada
     FROM (
         (SELECT p.* FROM unnest($1::text[]) AS r (kode)
          CROSS JOIN LATERAL (
              SELECT * FROM notifikasi q WHERE q.peran_kode = r.kode AND q.id < $3
                  AND (NOT $5 OR NOT EXISTS (SELECT 1 FROM notifikasi_dibaca d
                       WHERE d.notifikasi_id = q.id AND d.pengguna_id = $2))
              ORDER BY q.id DESC LIMIT $4) AS p)
         UNION ALL
         (SELECT p.* FROM unnest($6::text[]) AS i (kode)
          CROSS JOIN LATERAL (
              SELECT * FROM notifikasi q WHERE q.izin = i.kode AND q.id < $3
                  AND (NOT $5 OR NOT EXISTS (SELECT 1 FROM notifikasi_dibaca d
                       WHERE d.notifikasi_id = q.id AND d.pengguna_id = $2))
              ORDER BY q.id DESC LIMIT $4) AS p)
         UNION ALL
         (SELECT * FROM notifikasi q WHERE q.pengguna_id = $2 AND q.id < $3
              AND (NOT $5 OR NOT EXISTS (SELECT 1 FROM notifikasi_dibaca d
                   WHERE d.notifikasi_id = q.id AND d.pengguna_id = $2))
          ORDER BY q.id DESC LIMIT $4)
     ) AS n
     LEFT JOIN notifikasi_dibaca b ON b.notifikasi_id = n.id AND b.pengguna_id = $2
     ORDER BY n.id DESC LIMIT $4";

/// What was put off beyond `$1`.
pub(super) const LEPAS: &str = "UPDATE pengingat SET pada = pada_asli
     WHERE selesai_pada IS NULL AND pada_asli IS NOT NULL AND pada > $1";

#[derive(FromQueryResult)]
struct BarisSemula {
    dibuat_pada: OffsetDateTime,
    pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisPengingat {
    id: Uuid,
    permohonan_id: Uuid,
    tugas_id: Option<Uuid>,
    jenis: String,
    aturan: i32,
    pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    peran_kode: Option<String>,
    pengguna_id: Option<Uuid>,
    izin: Option<String>,
    permohonan_id: Option<Uuid>,
    tugas_id: Option<Uuid>,
    jenis: String,
    isi: String,
    dibuat_pada: OffsetDateTime,
    dibaca_pada: Option<OffsetDateTime>,
}

fn ke_kata(jenis: JenisPengingat) -> (&'static str, i32) {
    match jenis {
        JenisPengingat::Eskalasi(aturan) => ("eskalasi", i32::from(aturan)),
        JenisPengingat::WaktuTiba => ("waktu_tiba", 0),
        JenisPengingat::BatasPemohon => ("batas_pemohon", 0),
    }
}

fn pengingat_dari(baris: &BarisPengingat) -> Result<Pengingat, PortError> {
    let jenis = match baris.jenis.as_str() {
        "eskalasi" => {
            JenisPengingat::Eskalasi(u16::try_from(baris.aturan).map_err(PortError::tak_terduga)?)
        }
        "waktu_tiba" => JenisPengingat::WaktuTiba,
        "batas_pemohon" => JenisPengingat::BatasPemohon,
        _ => return Err(rusak("jenis pengingat")),
    };
    Ok(Pengingat {
        id: baris.id,
        permohonan: PermohonanId::new(baris.permohonan_id),
        tugas: baris.tugas_id.map(TugasId::new),
        jenis,
        pada: baris.pada,
    })
}

#[async_trait]
impl PengingatRepository for PgUnitOfWork {
    async fn tambah(
        &mut self,
        pengingat: &[Pengingat],
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let id: Vec<Uuid> = pengingat.iter().map(|satu| satu.id).collect();
        let permohonan: Vec<Uuid> = pengingat.iter().map(|satu| satu.permohonan.uuid()).collect();
        // An array has no place for NULL: an empty text stands for no tugas.
        let tugas = pengingat.iter().map(|satu| satu.tugas);
        let tugas: Vec<String> =
            tugas.map(|id| id.map_or_else(String::new, |id| id.uuid().to_string())).collect();
        let (jenis, aturan): (Vec<String>, Vec<i32>) = pengingat
            .iter()
            .map(|satu| ke_kata(satu.jenis))
            .map(|(kata, aturan)| (kata.to_owned(), aturan))
            .unzip();
        let saat: Vec<OffsetDateTime> = pengingat.iter().map(|satu| satu.pada).collect();
        self.jalankan(
            "INSERT INTO pengingat (id, permohonan_id, tugas_id, jenis, aturan, pada, dibuat_pada)
             SELECT baru.id, baru.kasus, nullif(baru.tugas, '')::uuid, baru.jenis, baru.aturan, baru.pada, $7
             FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::timestamptz[])
                 AS baru (id, kasus, tugas, jenis, aturan, pada)",
            [
                id.into(),
                permohonan.into(),
                tugas.into(),
                jenis.into(),
                aturan.into(),
                saat.into(),
                pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn jatuh_tempo(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<Pengingat>, PortError> {
        let semua: Vec<BarisPengingat> =
            self.semua(TEMPO, [pada.into(), i64::from(batas).into()]).await?;
        semua.iter().map(pengingat_dari).collect()
    }

    async fn kunci(&mut self, id: Uuid) -> Result<bool, PortError> {
        let ada: Option<Uuid> = self
            .nilai(
                "SELECT id FROM pengingat WHERE id = $1 AND selesai_pada IS NULL FOR UPDATE",
                [id.into()],
            )
            .await?;
        Ok(ada.is_some())
    }

    async fn selesai(&mut self, id: Uuid, pada: OffsetDateTime) -> Result<(), PortError> {
        let nilai = [id.into(), pada.into()];
        self.jalankan("UPDATE pengingat SET selesai_pada = $2 WHERE id = $1", nilai).await.map(drop)
    }

    async fn tunda(&mut self, id: Uuid, sampai: OffsetDateTime) -> Result<(), PortError> {
        let nilai = [id.into(), sampai.into()];
        self.jalankan(
            "UPDATE pengingat SET pada = $2, pada_asli = coalesce(pada_asli, pada) WHERE id = $1",
            nilai,
        )
        .await
        .map(drop)
    }

    async fn semula(
        &mut self,
        id: Uuid,
    ) -> Result<Option<(OffsetDateTime, OffsetDateTime)>, PortError> {
        let sql =
            "SELECT dibuat_pada, coalesce(pada_asli, pada) AS pada FROM pengingat WHERE id = $1";
        let baris: Option<BarisSemula> = self.satu(sql, [id.into()]).await?;
        Ok(baris.map(|baris| (baris.dibuat_pada, baris.pada)))
    }

    async fn lepaskan(&mut self, pada: OffsetDateTime) -> Result<u64, PortError> {
        self.jalankan(LEPAS, [pada.into()]).await
    }
}

fn notifikasi_dari(baris: Baris) -> Result<BarisNotifikasi, PortError> {
    let kepada = match (baris.peran_kode, baris.pengguna_id, baris.izin) {
        (Some(peran), ..) => Kepada::Peran(kode(&peran)?),
        (None, Some(id), _) => Kepada::Pengguna(PenggunaId::new(id)),
        (None, None, Some(izin)) => Kepada::Izin(Izin::try_from(izin).map_err(rusak)?),
        (None, None, None) => return Err(rusak("notifikasi tanpa tujuan")),
    };
    let jenis = match baris.jenis.as_str() {
        "pemberitahuan" => JenisNotifikasi::Pemberitahuan,
        "eskalasi" => JenisNotifikasi::Eskalasi,
        "saluran" => JenisNotifikasi::Saluran,
        "sebutan" => JenisNotifikasi::Sebutan,
        "pemeriksaan" => JenisNotifikasi::Pemeriksaan,
        "gangguan" => JenisNotifikasi::Gangguan,
        _ => return Err(rusak("jenis notifikasi")),
    };
    Ok(BarisNotifikasi {
        notifikasi: Notifikasi {
            id: NotifikasiId::new(baris.id),
            kepada,
            permohonan: baris.permohonan_id.map(PermohonanId::new),
            tugas: baris.tugas_id.map(TugasId::new),
            jenis,
            isi: baris.isi,
            dibuat_pada: baris.dibuat_pada,
        },
        dibaca_pada: baris.dibaca_pada,
    })
}

fn peran_berlaku(untuk: Petindak<'_>) -> Vec<String> {
    let mandat = untuk.mandat.iter().map(|mandat| &mandat.peran);
    untuk.peran.iter().chain(mandat).map(Kode::to_string).collect()
}

fn kode_izin(izin: &BTreeSet<Izin>) -> Vec<String> {
    izin.iter().map(|satu| satu.kode().to_owned()).collect()
}

#[async_trait]
impl NotifikasiRepository for PgUnitOfWork {
    async fn tambah(&mut self, notifikasi: &Notifikasi) -> Result<(), PortError> {
        let (peran, pengguna, izin) = match &notifikasi.kepada {
            Kepada::Peran(peran) => (Some(peran.to_string()), None, None),
            Kepada::Pengguna(id) => (None, Some(id.uuid()), None),
            Kepada::Izin(izin) => (None, None, Some(izin.kode())),
        };
        let jenis = match notifikasi.jenis {
            JenisNotifikasi::Pemberitahuan => "pemberitahuan",
            JenisNotifikasi::Eskalasi => "eskalasi",
            JenisNotifikasi::Saluran => "saluran",
            JenisNotifikasi::Sebutan => "sebutan",
            JenisNotifikasi::Pemeriksaan => "pemeriksaan",
            JenisNotifikasi::Gangguan => "gangguan",
        };
        self.jalankan(
            "WITH baru AS (
                 INSERT INTO notifikasi
                     (id, peran_kode, pengguna_id, permohonan_id, tugas_id, jenis, isi, dibuat_pada, izin)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING *)
             INSERT INTO aliran (id, jenis, permohonan_id, objek_id, peran_kode, pengguna_id, pada)
             SELECT id, 'notifikasi', permohonan_id, id, peran_kode, pengguna_id, dibuat_pada FROM baru",
            [
                notifikasi.id.uuid().into(),
                peran.into(),
                pengguna.into(),
                notifikasi.permohonan.map(PermohonanId::uuid).into(),
                notifikasi.tugas.map(TugasId::uuid).into(),
                jenis.into(),
                notifikasi.isi.as_str().into(),
                notifikasi.dibuat_pada.into(),
                izin.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn daftar(
        &mut self,
        untuk: Petindak<'_>,
        izin: &BTreeSet<Izin>,
        belum_dibaca: bool,
        halaman: Halaman,
    ) -> Result<Vec<BarisNotifikasi>, PortError> {
        let semua: Vec<Baris> = self
            .semua(
                DAFTAR,
                [
                    peran_berlaku(untuk).into(),
                    untuk.id.uuid().into(),
                    halaman.sesudah.unwrap_or(Uuid::max()).into(),
                    (i64::from(halaman.batas) + 1).into(),
                    belum_dibaca.into(),
                    kode_izin(izin).into(),
                ],
            )
            .await?;
        semua.into_iter().map(notifikasi_dari).collect()
    }

    async fn baca(
        &mut self,
        id: NotifikasiId,
        oleh: Petindak<'_>,
        izin: &BTreeSet<Izin>,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let ada: Option<Uuid> = self
            .nilai(
                "SELECT id FROM notifikasi
                 WHERE id = $1 AND (peran_kode = ANY ($2) OR pengguna_id = $3 OR izin = ANY ($4))",
                [
                    id.uuid().into(),
                    peran_berlaku(oleh).into(),
                    oleh.id.uuid().into(),
                    kode_izin(izin).into(),
                ],
            )
            .await?;
        if ada.is_none() {
            return Ok(false);
        }
        self.jalankan(
            "INSERT INTO notifikasi_dibaca (notifikasi_id, pengguna_id, pada) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
            [id.uuid().into(), oleh.id.uuid().into(), pada.into()],
        )
        .await?;
        Ok(true)
    }
}
