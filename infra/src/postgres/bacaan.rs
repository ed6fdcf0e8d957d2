//! Read models: lists, timelines and queues, straight from SQL.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    kalender::{SebabGangguan, Sela},
    nilai::{Kode, NomorRegistrasi},
    permohonan::{
        BacaanRepository, BarisKendali, BarisPenyerahan, Kejadian, Masalah, PermohonanId,
        RingkasPermohonan, RingkasTugas, RiwayatJam, SaringPermohonan,
    },
    sop::{Petindak, TugasId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JsonValue, QueryFilter, QueryOrder, QuerySelect,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::{bilangan, dari_json, dari_kata, kata, kode, rusak},
    entity::permohonan::{Column, Entity},
    error::port_error,
    kerja::PgUnitOfWork,
};

pub(super) const LINIMASA: &str =
    "SELECT e.urutan, e.peristiwa, e.pelaku, coalesce(p.nama, k.nama) AS nama_pelaku, e.pada
     FROM permohonan_peristiwa e
     LEFT JOIN pengguna p
         ON p.id = CASE WHEN e.pelaku ->> 'jenis' = 'petugas' THEN (e.pelaku ->> 'id')::uuid END
     LEFT JOIN klien k
         ON k.id = CASE WHEN e.pelaku ->> 'jenis' = 'klien' THEN (e.pelaku ->> 'id')::uuid END
     WHERE e.permohonan_id = $1
     ORDER BY e.urutan";

/// The timeline of a case, and behind it the interruptions that concern it.
pub(super) const RIWAYAT_JAM: &str =
    "SELECT e.urutan, e.peristiwa, e.pelaku, p.nama AS nama_pelaku, e.pada, NULL::text AS sebab,
         NULL::timestamptz AS sampai
     FROM permohonan_peristiwa e
     LEFT JOIN pengguna p
         ON p.id = CASE WHEN e.pelaku ->> 'jenis' = 'petugas' THEN (e.pelaku ->> 'id')::uuid END
     WHERE e.permohonan_id = $1
     UNION ALL
     SELECT NULL, NULL, NULL, NULL, g.mulai_pada, g.sebab, g.selesai_pada
     FROM permohonan k
     JOIN gangguan g ON (g.selesai_pada IS NULL OR g.selesai_pada > k.dibuat_pada)
         AND (cardinality(g.layanan) = 0 OR k.layanan_kode = ANY (g.layanan))
         AND (k.status IN ('berjalan', 'menunggu_pemohon') OR g.mulai_pada < k.diubah_pada)
     WHERE k.id = $1
     ORDER BY urutan, pada";

pub(super) const KARTU: &str = "SELECT k.urutan, k.tugas_id, t.tahap, t.nama, k.diserahkan_oleh, p.nama AS nama_penyerah,
         k.diserahkan_pada, k.diterima_oleh, q.nama AS nama_penerima, a.nama AS atas_nama, k.diterima_pada, k.selesai_pada, k.keputusan
     FROM kartu_kendali k
     JOIN tugas t ON t.id = k.tugas_id
     LEFT JOIN pengguna p ON p.id = k.diserahkan_oleh
     LEFT JOIN pengguna q ON q.id = k.diterima_oleh
     LEFT JOIN pengguna a ON a.id = k.atas_nama
     WHERE k.permohonan_id = $1
     ORDER BY k.urutan";

/// Every column of a tugas in a list.
const PILIH_TUGAS: &str =
    "SELECT t.id, t.permohonan_id, p.nomor, p.layanan_nama, t.tahap, t.nama, t.jenis, t.status,
         t.prioritas, t.jadwal_pada, t.pertanyaan, t.dibuka_pada, t.diterima_oleh
     FROM tugas t JOIN permohonan p ON p.id = t.permohonan_id";

pub(super) const MASALAH: &str = "SELECT id, jenis, permohonan_id, keadaan, galat, pada FROM (
         (SELECT m.id, 'pesan_keluar' AS jenis, m.permohonan_id, m.keadaan, m.galat, m.dibuat_pada AS pada
          FROM pesan_keluar m WHERE m.keadaan IN ('tertahan', 'gagal') AND m.id < $1
          ORDER BY m.id DESC LIMIT $2)
         UNION ALL
         (SELECT w.id, 'wa_masuk', NULL::uuid, w.keadaan, w.galat, w.diterima_pada
          FROM wa_masuk w WHERE w.keadaan = 'gagal' AND w.id < $1
          ORDER BY w.id DESC LIMIT $2)
         UNION ALL
         (SELECT s.id, 'tte_percobaan', d.permohonan_id, s.keadaan, s.galat, s.dimulai_pada
          FROM tte_percobaan s JOIN dokumen d ON d.id = s.dokumen_id
          WHERE s.keadaan IN ('berjalan', 'tidak_diketahui') AND s.id < $1
          ORDER BY s.id DESC LIMIT $2)
         UNION ALL
         (SELECT k.id, 'surel_keluar', h.permohonan_id, k.keadaan, k.galat, k.dibuat_pada
          FROM surel_keluar k JOIN penyerahan h ON h.id = k.penyerahan_id
          WHERE k.keadaan IN ('gagal', 'tidak_diketahui') AND k.id < $1
          ORDER BY k.id DESC LIMIT $2)
     ) AS semua
     ORDER BY id DESC LIMIT $2";

/// A product that is collected at the counter has no message; it waits there.
pub(super) const PENYERAHAN: &str =
    "SELECT s.id, s.dokumen_id, s.saluran, coalesce(m.keadaan, s.keadaan) AS keadaan,
         m.status_kirim, s.dibuat_pada
     FROM penyerahan s LEFT JOIN pesan_keluar m ON m.id = s.pesan_keluar_id
     WHERE s.permohonan_id = $1
     ORDER BY s.id";

#[derive(FromQueryResult)]
struct BarisRingkas {
    id: Uuid,
    nomor: String,
    layanan_kode: String,
    layanan_nama: String,
    kanal: String,
    status: String,
    dibuat_pada: OffsetDateTime,
    diubah_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisKejadian {
    urutan: i64,
    peristiwa: JsonValue,
    pelaku: JsonValue,
    nama_pelaku: Option<String>,
    pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisRiwayat {
    urutan: Option<i64>,
    peristiwa: Option<JsonValue>,
    pelaku: Option<JsonValue>,
    nama_pelaku: Option<String>,
    pada: OffsetDateTime,
    sebab: Option<String>,
    sampai: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisKartu {
    urutan: i64,
    tugas_id: Uuid,
    tahap: String,
    nama: String,
    diserahkan_oleh: Option<Uuid>,
    nama_penyerah: Option<String>,
    diserahkan_pada: OffsetDateTime,
    diterima_oleh: Option<Uuid>,
    nama_penerima: Option<String>,
    atas_nama: Option<String>,
    diterima_pada: Option<OffsetDateTime>,
    selesai_pada: Option<OffsetDateTime>,
    keputusan: Option<String>,
}

#[derive(FromQueryResult)]
struct BarisTugas {
    id: Uuid,
    permohonan_id: Uuid,
    nomor: String,
    layanan_nama: String,
    tahap: String,
    nama: String,
    jenis: String,
    status: String,
    prioritas: bool,
    jadwal_pada: Option<OffsetDateTime>,
    pertanyaan: Option<String>,
    dibuka_pada: OffsetDateTime,
    diterima_oleh: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct BarisMasalah {
    id: Uuid,
    jenis: String,
    permohonan_id: Option<Uuid>,
    keadaan: String,
    galat: Option<String>,
    pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisKirim {
    id: Uuid,
    dokumen_id: Uuid,
    saluran: String,
    keadaan: String,
    status_kirim: Option<String>,
    dibuat_pada: OffsetDateTime,
}

fn nomor(teks: &str) -> Result<NomorRegistrasi, PortError> {
    NomorRegistrasi::parse(teks).map_err(PortError::tak_terduga)
}

fn orang(id: Option<Uuid>, nama: Option<String>) -> Option<(PenggunaId, String)> {
    Some((PenggunaId::new(id?), nama?))
}

fn kejadian_dari(baris: BarisKejadian) -> Result<Kejadian, PortError> {
    Ok(Kejadian {
        urutan: bilangan(baris.urutan)?,
        peristiwa: dari_json(baris.peristiwa)?,
        pelaku: dari_json(baris.pelaku)?,
        nama_pelaku: baris.nama_pelaku,
        pada: baris.pada,
    })
}

fn tugas_dari(baris: BarisTugas) -> Result<RingkasTugas, PortError> {
    Ok(RingkasTugas {
        id: TugasId::new(baris.id),
        permohonan: PermohonanId::new(baris.permohonan_id),
        nomor: nomor(&baris.nomor)?,
        layanan_nama: baris.layanan_nama,
        tahap: kode(&baris.tahap)?,
        nama: baris.nama,
        jenis: dari_kata(baris.jenis)?,
        status: baris.status,
        prioritas: baris.prioritas,
        jadwal: baris.jadwal_pada,
        pertanyaan: baris.pertanyaan,
        dibuka_pada: baris.dibuka_pada,
        diterima_oleh: baris.diterima_oleh.map(PenggunaId::new),
    })
}

/// Open tugas that roles `$1`, teams `$5` and unit `$7` of level `$6` may take, or that `$2` took, behind `$3`, at most
/// `$4`. Who no longer holds a role sees nothing of it, not even what they took.
pub const ANTREAN: &str = "SELECT t.id, t.permohonan_id, p.nomor, p.layanan_nama, t.tahap, t.nama, t.jenis, t.status,
         t.prioritas, t.jadwal_pada, t.pertanyaan, t.dibuka_pada, t.diterima_oleh
     FROM tugas t JOIN permohonan p ON p.id = t.permohonan_id
         LEFT JOIN tugas s ON s.id = $3
         WHERE t.status IN ('menunggu', 'diterima')
             AND (s.id IS NULL OR t.prioritas < s.prioritas OR (t.prioritas = s.prioritas AND t.id > s.id))
             AND t.peran && $1
             AND ((t.status = 'menunggu' AND (t.pengguna_id IS NULL OR t.pengguna_id = $2)
                     AND (t.tim_kode IS NULL OR t.tim_kode = ANY($5))
                     AND (t.unit_jenis IS NULL OR t.unit_jenis = $6) AND (t.unit_kode IS NULL OR t.unit_kode = $7))
                 OR (t.status = 'diterima' AND t.diterima_oleh = $2))
         ORDER BY t.prioritas DESC, t.id LIMIT $4";

/// How many rows to read: one more than asked tells whether more follow.
fn satu_lebih(halaman: Halaman) -> i64 {
    i64::from(halaman.batas) + 1
}

#[async_trait]
impl BacaanRepository for PgUnitOfWork {
    async fn daftar_permohonan(
        &mut self,
        saring: &SaringPermohonan,
        halaman: Halaman,
    ) -> Result<Vec<RingkasPermohonan>, PortError> {
        let mut kueri = Entity::find().select_only().columns([
            Column::Id,
            Column::Nomor,
            Column::LayananKode,
            Column::LayananNama,
            Column::Kanal,
            Column::Status,
            Column::DibuatPada,
            Column::DiubahPada,
        ]);
        if let Some(sesudah) = halaman.sesudah {
            kueri = kueri.filter(Column::Id.lt(sesudah));
        }
        if let Some(status) = &saring.status {
            kueri = kueri.filter(Column::Status.eq(status.as_str()));
        }
        if let Some(layanan) = &saring.layanan {
            kueri = kueri.filter(Column::LayananKode.eq(layanan.as_str()));
        }
        if let Some(unit) = &saring.unit {
            kueri = kueri.filter(Column::UnitKode.is_in(unit.iter().map(Kode::as_str)));
        }
        let semua = kueri
            .order_by_desc(Column::Id)
            .limit(u64::from(halaman.batas) + 1)
            .into_model::<BarisRingkas>()
            .all(&self.tx)
            .await
            .map_err(port_error)?;
        let ringkas = |baris: BarisRingkas| {
            Ok(RingkasPermohonan {
                id: PermohonanId::new(baris.id),
                nomor: nomor(&baris.nomor)?,
                layanan: kode(&baris.layanan_kode)?,
                layanan_nama: baris.layanan_nama,
                kanal: baris.kanal,
                status: baris.status,
                dibuat_pada: baris.dibuat_pada,
                diubah_pada: baris.diubah_pada,
            })
        };
        semua.into_iter().map(ringkas).collect()
    }

    async fn linimasa(&mut self, id: PermohonanId) -> Result<Vec<Kejadian>, PortError> {
        let semua: Vec<BarisKejadian> = self.semua(LINIMASA, [id.uuid().into()]).await?;
        semua.into_iter().map(kejadian_dari).collect()
    }

    async fn riwayat_jam(&mut self, id: PermohonanId) -> Result<RiwayatJam, PortError> {
        let semua: Vec<BarisRiwayat> = self.semua(RIWAYAT_JAM, [id.uuid().into()]).await?;
        let mut riwayat = RiwayatJam::default();
        for baris in semua {
            match (baris.sebab, baris.urutan, baris.peristiwa, baris.pelaku) {
                (Some(sebab), None, None, None) => {
                    let sebab: SebabGangguan = dari_kata(sebab)?;
                    let (dari, sampai) = (baris.pada, baris.sampai);
                    riwayat.gangguan.push(Sela { dari, sampai, sebab: sebab.into() });
                }
                (None, Some(urutan), Some(peristiwa), Some(pelaku)) => {
                    let (nama_pelaku, pada) = (baris.nama_pelaku, baris.pada);
                    let baris = BarisKejadian { urutan, peristiwa, pelaku, nama_pelaku, pada };
                    riwayat.kejadian.push(kejadian_dari(baris)?);
                }
                _ => return Err(rusak("baris riwayat bukan peristiwa dan bukan gangguan")),
            }
        }
        Ok(riwayat)
    }

    async fn kartu_kendali(&mut self, id: PermohonanId) -> Result<Vec<BarisKendali>, PortError> {
        let semua: Vec<BarisKartu> = self.semua(KARTU, [id.uuid().into()]).await?;
        let kendali = |baris: BarisKartu| {
            Ok(BarisKendali {
                urutan: bilangan(baris.urutan)?,
                tugas: TugasId::new(baris.tugas_id),
                tahap: kode(&baris.tahap)?,
                nama: baris.nama,
                diserahkan_oleh: orang(baris.diserahkan_oleh, baris.nama_penyerah),
                diserahkan_pada: baris.diserahkan_pada,
                diterima_oleh: orang(baris.diterima_oleh, baris.nama_penerima),
                atas_nama: baris.atas_nama,
                diterima_pada: baris.diterima_pada,
                selesai_pada: baris.selesai_pada,
                keputusan: baris.keputusan.as_deref().map(kode).transpose()?,
            })
        };
        semua.into_iter().map(kendali).collect()
    }

    async fn antrean(
        &mut self,
        untuk: Petindak<'_>,
        halaman: Halaman,
    ) -> Result<Vec<RingkasTugas>, PortError> {
        let mandat = untuk.mandat.iter().map(|mandat| &mandat.peran);
        let peran: Vec<String> = untuk.peran.iter().chain(mandat).map(Kode::to_string).collect();
        let tim: Vec<String> = untuk.tim.iter().map(Kode::to_string).collect();
        let (jenis, unit) = match untuk.unit {
            Some(unit) => (Some(kata(&unit.jenis)?), Some(unit.kode.to_string())),
            None => (None, None),
        };
        let nilai = [
            peran.into(),
            untuk.id.uuid().into(),
            halaman.sesudah.into(),
            satu_lebih(halaman).into(),
            tim.into(),
            jenis.into(),
            unit.into(),
        ];
        let semua: Vec<BarisTugas> = self.semua(ANTREAN, nilai).await?;
        semua.into_iter().map(tugas_dari).collect()
    }

    async fn tugas(&mut self, id: TugasId) -> Result<Option<RingkasTugas>, PortError> {
        let sql = format!("{PILIH_TUGAS} WHERE t.id = $1");
        self.satu(&sql, [id.uuid().into()]).await?.map(tugas_dari).transpose()
    }

    async fn masalah(&mut self, halaman: Halaman) -> Result<Vec<Masalah>, PortError> {
        let sesudah = halaman.sesudah.unwrap_or(Uuid::max());
        let semua: Vec<BarisMasalah> =
            self.semua(MASALAH, [sesudah.into(), satu_lebih(halaman).into()]).await?;
        let masalah = |baris: BarisMasalah| Masalah {
            id: baris.id,
            jenis: baris.jenis,
            permohonan: baris.permohonan_id.map(PermohonanId::new),
            keadaan: baris.keadaan,
            galat: baris.galat,
            pada: baris.pada,
        };
        Ok(semua.into_iter().map(masalah).collect())
    }

    async fn penyerahan(&mut self, id: PermohonanId) -> Result<Vec<BarisPenyerahan>, PortError> {
        let semua: Vec<BarisKirim> = self.semua(PENYERAHAN, [id.uuid().into()]).await?;
        let kirim = |baris: BarisKirim| BarisPenyerahan {
            id: baris.id,
            dokumen: baris.dokumen_id,
            saluran: baris.saluran,
            keadaan: baris.keadaan,
            status_kirim: baris.status_kirim,
            dibuat_pada: baris.dibuat_pada,
        };
        Ok(semua.into_iter().map(kirim).collect())
    }
}
