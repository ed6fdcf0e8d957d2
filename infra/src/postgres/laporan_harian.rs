//! The daily report: the ledger counted by the database, and closed reports.

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    laporan::{
        BarisLaporan, Dihasilkan, Kejadian, KepalaLaporan, Laporan, LaporanHarianRepository,
        LaporanTertutup, RincianLaporan, Ringkasan,
    },
    nilai::Rahasia,
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::Value as JsonValue;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    baris::{Segel, bilangan, dari_json, dari_kata, ke_json, rusak},
    kerja::PgUnitOfWork,
};

/// Every hand-over that something happened to from `$1` on, or that is still open, begun before `$2`: what is known of it,
/// with the moment. A message's own trail says when it arrived; the collection says who came.
const BUKU: &str = "WITH buku AS (
     SELECT p.id, p.permohonan_id, d.produk_jenis AS jenis, d.nama AS dokumen, p.saluran, p.oleh, p.dibuat_pada,
         a.pada AS diambil_pada, a.pengambil, a.oleh AS diambil_dari,
         CASE WHEN a.pada IS NULL
             THEN coalesce(j.sampai, CASE WHEN p.keadaan = 'diserahkan' THEN p.diubah_pada END) END AS sampai_pada,
         CASE WHEN p.keadaan = 'gagal' THEN p.diubah_pada WHEN j.sampai IS NULL THEN j.gagal END AS gagal_pada,
         CASE WHEN p.keadaan = 'ditarik' THEN p.diubah_pada END AS ditarik_pada,
         CASE WHEN p.keadaan = 'dibatalkan' THEN p.diubah_pada END AS batal_pada
     FROM penyerahan p
     JOIN dokumen d ON d.id = p.dokumen_id
     LEFT JOIN LATERAL (
         SELECT k.pada, k.pengambil, k.oleh FROM loket_pengambilan_isi i
         JOIN loket_pengambilan k ON k.id = i.pengambilan_id WHERE i.penyerahan_id = p.id) a ON true
     LEFT JOIN LATERAL (
         SELECT min(t.pada) FILTER (WHERE t.status_kirim IN ('delivered', 'read')) AS sampai,
             max(t.pada) FILTER (WHERE t.status_kirim = 'failed' OR t.keadaan = 'gagal') AS gagal
         FROM pesan_keluar_jejak t WHERE t.pesan_id = p.pesan_keluar_id) j ON true
     WHERE (p.diubah_pada >= $1 OR p.keadaan IN ('antre', 'menunggu_penerima', 'berjalan', 'siap'))
         AND p.dibuat_pada < $2)";

/// Numbers by kind and channel.
pub(super) fn sql_rekap() -> String {
    format!(
        "{BUKU} SELECT jenis, saluran,
             count(*) FILTER (WHERE dibuat_pada >= $1) AS dikirim,
             count(*) FILTER (WHERE sampai_pada >= $1 AND sampai_pada < $2) AS sampai,
             count(*) FILTER (WHERE gagal_pada >= $1 AND gagal_pada < $2) AS gagal,
             count(*) FILTER (WHERE diambil_pada >= $1 AND diambil_pada < $2 AND pengambil = 'pemohon') AS diambil_sendiri,
             count(*) FILTER (WHERE diambil_pada >= $1 AND diambil_pada < $2 AND pengambil <> 'pemohon') AS diambil_kuasa,
             count(*) FILTER (WHERE ditarik_pada >= $1 AND ditarik_pada < $2) AS ditarik,
             count(*) FILTER (WHERE coalesce(least(diambil_pada, sampai_pada, gagal_pada, ditarik_pada, batal_pada) >= $2, true))
                 AS menunggu
         FROM buku GROUP BY jenis, saluran ORDER BY jenis, saluran"
    )
}

/// The list, at most `$3`.
pub(super) fn sql_rincian() -> String {
    format!(
        "{BUKU}, kejadian AS (
             SELECT b.*, 'dikirim' AS apa, b.dibuat_pada AS pada, b.oleh AS siapa FROM buku b
             UNION ALL SELECT b.*, 'sampai', b.sampai_pada, b.oleh FROM buku b
             UNION ALL SELECT b.*, 'gagal', b.gagal_pada, b.oleh FROM buku b
             UNION ALL SELECT b.*, CASE WHEN b.pengambil = 'pemohon' THEN 'diambil_sendiri' ELSE 'diambil_kuasa' END,
                 b.diambil_pada, b.diambil_dari FROM buku b
             UNION ALL SELECT b.*, 'ditarik', b.ditarik_pada, b.oleh FROM buku b)
         SELECT e.pada, e.permohonan_id, k.nama_tersegel, k.nomor, e.jenis, e.dokumen, e.saluran, e.apa, g.nama AS petugas
         FROM kejadian e JOIN permohonan k ON k.id = e.permohonan_id LEFT JOIN pengguna g ON g.id = e.siapa
         WHERE e.pada >= $1 AND e.pada < $2 ORDER BY e.pada, e.id, e.apa LIMIT $3"
    )
}

/// Products that were signed or finished from `$1` to before `$2`.
pub(super) const DIHASILKAN: &str = "SELECT jenis, count(*) AS jumlah FROM (
         SELECT id, produk_jenis AS jenis FROM dokumen WHERE siap_pada >= $1 AND siap_pada < $2
         UNION SELECT id, produk_jenis FROM dokumen
             WHERE ditandatangani_pada >= $1 AND ditandatangani_pada < $2 AND sah_kunci IS NOT NULL) d
     GROUP BY jenis ORDER BY jenis";

#[derive(FromQueryResult)]
struct BarisRekap {
    jenis: String,
    saluran: String,
    dikirim: i64,
    sampai: i64,
    gagal: i64,
    diambil_sendiri: i64,
    diambil_kuasa: i64,
    ditarik: i64,
    menunggu: i64,
}

#[derive(FromQueryResult)]
struct BarisJumlah {
    jenis: String,
    jumlah: i64,
}

#[derive(FromQueryResult)]
struct BarisRincian {
    pada: OffsetDateTime,
    permohonan_id: Uuid,
    nama_tersegel: Vec<u8>,
    nomor: String,
    jenis: String,
    dokumen: String,
    saluran: String,
    apa: String,
    petugas: Option<String>,
}

#[derive(FromQueryResult)]
struct BarisKepala {
    id: Uuid,
    tanggal: Date,
    ringkasan: JsonValue,
    sha256: Vec<u8>,
    dibuat_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisTertutup {
    id: Uuid,
    ringkasan: JsonValue,
    isi_tersegel: Vec<u8>,
    sha256: Vec<u8>,
    dibuat_pada: OffsetDateTime,
}

/// A line as it lies sealed: the one place where names stand in a closed report.
#[derive(Serialize, Deserialize)]
struct Tersegel {
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
    nama: String,
    nomor: String,
    jenis: loket_domain::layanan::JenisProduk,
    dokumen: String,
    saluran: loket_domain::layanan::SaluranPenyerahan,
    kejadian: Kejadian,
    petugas: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct IsiTersegel {
    rincian: Vec<Tersegel>,
    terpotong: bool,
}

#[async_trait]
impl LaporanHarianRepository for PgUnitOfWork {
    async fn rekap(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
    ) -> Result<Vec<BarisLaporan>, PortError> {
        let semua: Vec<BarisRekap> = self.semua(&sql_rekap(), [dari.into(), sampai.into()]).await?;
        let satu = |baris: BarisRekap| {
            Ok(BarisLaporan {
                jenis: dari_kata(baris.jenis)?,
                saluran: dari_kata(baris.saluran)?,
                dikirim: bilangan(baris.dikirim)?,
                sampai: bilangan(baris.sampai)?,
                gagal: bilangan(baris.gagal)?,
                diambil_sendiri: bilangan(baris.diambil_sendiri)?,
                diambil_kuasa: bilangan(baris.diambil_kuasa)?,
                ditarik: bilangan(baris.ditarik)?,
                menunggu: bilangan(baris.menunggu)?,
            })
        };
        let mut semua =
            semua.into_iter().map(satu).collect::<Result<Vec<BarisLaporan>, PortError>>()?;
        // What ended before and is read only because a later change touched it says nothing here.
        semua.retain(|baris| {
            loket_domain::laporan::kolom(baris).iter().any(|(_, nilai)| *nilai > 0)
        });
        Ok(semua)
    }

    async fn dihasilkan(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
    ) -> Result<Vec<Dihasilkan>, PortError> {
        let semua: Vec<BarisJumlah> = self.semua(DIHASILKAN, [dari.into(), sampai.into()]).await?;
        semua
            .into_iter()
            .map(|satu| {
                Ok(Dihasilkan { jenis: dari_kata(satu.jenis)?, jumlah: bilangan(satu.jumlah)? })
            })
            .collect()
    }

    async fn rincian(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<RincianLaporan>, PortError> {
        let nilai = [dari.into(), sampai.into(), i64::from(batas).into()];
        let semua: Vec<BarisRincian> = self.semua(&sql_rincian(), nilai).await?;
        let satu = |baris: BarisRincian| {
            let segel = Segel::new(&self.kunci, "permohonan", baris.permohonan_id);
            let kejadian = Kejadian::SEMUA.into_iter().find(|satu| satu.kata() == baris.apa);
            Ok(RincianLaporan {
                pada: baris.pada,
                nama: segel.buka_teks("nama_tersegel", &baris.nama_tersegel)?,
                nomor: baris.nomor,
                jenis: dari_kata(baris.jenis)?,
                dokumen: baris.dokumen,
                saluran: dari_kata(baris.saluran)?,
                kejadian: kejadian.ok_or_else(|| rusak("kejadian laporan tidak dikenal"))?,
                petugas: baris.petugas,
            })
        };
        semua.into_iter().map(satu).collect()
    }

    async fn hari_terakhir(&mut self) -> Result<Option<Date>, PortError> {
        let sql = "SELECT tanggal FROM laporan_harian ORDER BY tanggal DESC LIMIT 1";
        self.nilai(sql, []).await
    }

    async fn kunci_laporan(&mut self) -> Result<(), PortError> {
        let kunci = format!("loket:laporan:{}", self.slug);
        self.jalankan("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [kunci.into()])
            .await
            .map(drop)
    }

    async fn tutup(&mut self, satu: &LaporanTertutup) -> Result<(), PortError> {
        let laporan = &satu.laporan;
        let rincian = laporan.rincian.iter().map(|baris| Tersegel {
            pada: baris.pada,
            nama: baris.nama.buka().to_owned(),
            nomor: baris.nomor.clone(),
            jenis: baris.jenis,
            dokumen: baris.dokumen.clone(),
            saluran: baris.saluran,
            kejadian: baris.kejadian,
            petugas: baris.petugas.clone(),
        });
        let isi = IsiTersegel { rincian: rincian.collect(), terpotong: laporan.terpotong };
        let segel = Segel::new(&self.kunci, "laporan_harian", satu.id);
        self.jalankan(
            "INSERT INTO laporan_harian (tanggal, id, ringkasan, isi_tersegel, sha256, dibuat_pada)
             VALUES ($1, $2, $3, $4, $5, $6)",
            [
                laporan.dari.into(),
                satu.id.into(),
                ke_json(&laporan.ringkasan)?.into(),
                segel.json("isi_tersegel", &isi)?.into(),
                satu.sha256.clone().into(),
                satu.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn kepala(&mut self, dari: Date, sampai: Date) -> Result<Vec<KepalaLaporan>, PortError> {
        let sql = "SELECT id, tanggal, ringkasan, sha256, dibuat_pada FROM laporan_harian
             WHERE tanggal BETWEEN $1 AND $2 ORDER BY tanggal DESC";
        let semua: Vec<BarisKepala> = self.semua(sql, [dari.into(), sampai.into()]).await?;
        semua
            .into_iter()
            .map(|satu| {
                Ok(KepalaLaporan {
                    id: satu.id,
                    tanggal: satu.tanggal,
                    ringkasan: dari_json(satu.ringkasan)?,
                    sha256: satu.sha256,
                    dibuat_pada: satu.dibuat_pada,
                })
            })
            .collect()
    }

    async fn tertutup(&mut self, tanggal: Date) -> Result<Option<LaporanTertutup>, PortError> {
        let sql = "SELECT id, ringkasan, isi_tersegel, sha256, dibuat_pada FROM laporan_harian
             WHERE tanggal = $1";
        let Some(baris): Option<BarisTertutup> = self.satu(sql, [tanggal.into()]).await? else {
            return Ok(None);
        };
        let segel = Segel::new(&self.kunci, "laporan_harian", baris.id);
        let isi: IsiTersegel = segel.buka_json("isi_tersegel", &baris.isi_tersegel)?;
        let ringkasan: Ringkasan = dari_json(baris.ringkasan)?;
        let rincian = isi.rincian.into_iter().map(|satu| RincianLaporan {
            pada: satu.pada,
            nama: Rahasia::new(satu.nama),
            nomor: satu.nomor,
            jenis: satu.jenis,
            dokumen: satu.dokumen,
            saluran: satu.saluran,
            kejadian: satu.kejadian,
            petugas: satu.petugas,
        });
        let laporan = Laporan {
            dari: tanggal,
            sampai: tanggal,
            ringkasan,
            rincian: rincian.collect(),
            terpotong: isi.terpotong,
        };
        let (id, sha256, dibuat_pada) = (baris.id, baris.sha256, baris.dibuat_pada);
        Ok(Some(LaporanTertutup { id, laporan, sha256, dibuat_pada }))
    }
}
