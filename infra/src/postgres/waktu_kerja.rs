//! Working time: the calendar under change, interruptions, daily quotas.

use std::collections::BTreeMap;

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    kalender::{AsalGangguan, Gangguan, GangguanId, Kalender, WaktuKerjaRepository},
    nilai::Kode,
};
use sea_orm::FromQueryResult;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    baris::{Segel, bilangan, dari_kata, kode, rusak},
    katalog::KALENDER,
    kerja::PgUnitOfWork,
};
use crate::crypto::KunciTenant;

/// The setting that remembers the calendar of the pack loaded last.
const KALENDER_PAKET: &str = "kalender_paket";

const KOLOM: &str =
    "id, sebab, layanan, catatan_tersegel, mulai_pada, dibuka_oleh, kode_asal, selesai_pada,
     ditutup_oleh";

/// Interruptions behind `$1`, the newest first, at most `$2`.
pub(super) fn sql_daftar(terbuka: bool) -> String {
    let saring = if terbuka { "selesai_pada IS NULL AND " } else { "" };
    format!("SELECT {KOLOM} FROM gangguan WHERE {saring}id < $1 ORDER BY id DESC LIMIT $2")
}

pub(super) const SLOT: &str =
    "SELECT tanggal, terpakai FROM kuota_harian WHERE layanan_kode = $1 AND tanggal >= $2";

#[derive(FromQueryResult)]
struct BarisGangguan {
    id: Uuid,
    sebab: String,
    layanan: Vec<String>,
    catatan_tersegel: Vec<u8>,
    mulai_pada: OffsetDateTime,
    dibuka_oleh: Option<Uuid>,
    kode_asal: Option<String>,
    selesai_pada: Option<OffsetDateTime>,
    ditutup_oleh: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct BarisSlot {
    tanggal: Date,
    terpakai: i32,
}

fn gangguan_dari(kunci: &KunciTenant, baris: BarisGangguan) -> Result<Gangguan, PortError> {
    let segel = Segel::new(kunci, "gangguan", baris.id);
    let asal = match (baris.dibuka_oleh, baris.kode_asal) {
        (Some(oleh), None) => AsalGangguan::Petugas(PenggunaId::new(oleh)),
        (None, Some(asal)) => AsalGangguan::Sistem(kode(&asal)?),
        _ => return Err(rusak("gangguan tanpa asal")),
    };
    let selesai = baris.selesai_pada.map(|pada| (pada, baris.ditutup_oleh.map(PenggunaId::new)));
    Ok(Gangguan {
        id: GangguanId::new(baris.id),
        sebab: dari_kata(baris.sebab)?,
        layanan: baris.layanan.iter().map(|satu| kode(satu)).collect::<Result<_, _>>()?,
        catatan: segel.buka_teks("catatan_tersegel", &baris.catatan_tersegel)?,
        mulai_pada: baris.mulai_pada,
        asal,
        selesai,
    })
}

#[async_trait]
impl WaktuKerjaRepository for PgUnitOfWork {
    async fn kunci_kalender(&mut self) -> Result<Option<Kalender>, PortError> {
        self.kunci_pengaturan(KALENDER).await
    }

    async fn simpan_kalender_paket(
        &mut self,
        kalender: &Kalender,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let terakhir: Option<Kalender> = self.pengaturan(KALENDER_PAKET).await?;
        if terakhir.as_ref() == Some(kalender) {
            return Ok(false);
        }
        self.simpan_pengaturan(KALENDER_PAKET, kalender, pada).await?;
        self.simpan_pengaturan(KALENDER, kalender, pada).await?;
        Ok(true)
    }

    async fn buka_gangguan(&mut self, gangguan: &Gangguan) -> Result<bool, PortError> {
        let id = gangguan.id.uuid();
        let segel = Segel::new(&self.kunci, "gangguan", id);
        let catatan = segel.teks("catatan_tersegel", gangguan.catatan.buka())?;
        let layanan: Vec<String> = gangguan.layanan.iter().map(Kode::to_string).collect();
        let baris = self
            .jalankan(
                "INSERT INTO gangguan (id, sebab, layanan, catatan_tersegel, mulai_pada, dibuka_oleh,
                     kode_asal)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (sebab) WHERE selesai_pada IS NULL DO NOTHING",
                [
                    id.into(),
                    gangguan.sebab.kata().into(),
                    layanan.into(),
                    catatan.into(),
                    gangguan.mulai_pada.into(),
                    gangguan.asal.petugas().map(PenggunaId::uuid).into(),
                    gangguan.asal.kode().map(Kode::to_string).into(),
                ],
            )
            .await?;
        Ok(baris == 1)
    }

    async fn tutup_gangguan(
        &mut self,
        id: GangguanId,
        oleh: Option<PenggunaId>,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let baris = self
            .jalankan(
                "UPDATE gangguan SET selesai_pada = greatest($3, mulai_pada), ditutup_oleh = $2
                 WHERE id = $1 AND selesai_pada IS NULL",
                [id.uuid().into(), oleh.map(PenggunaId::uuid).into(), pada.into()],
            )
            .await?;
        Ok(baris == 1)
    }

    async fn gangguan(&mut self, id: GangguanId) -> Result<Option<Gangguan>, PortError> {
        let sql = format!("SELECT {KOLOM} FROM gangguan WHERE id = $1");
        let baris: Option<BarisGangguan> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(|baris| gangguan_dari(&self.kunci, baris)).transpose()
    }

    async fn daftar_gangguan(
        &mut self,
        terbuka: bool,
        halaman: Halaman,
    ) -> Result<Vec<Gangguan>, PortError> {
        let sql = sql_daftar(terbuka);
        let sesudah = halaman.sesudah.unwrap_or(Uuid::max());
        let batas = i64::from(halaman.batas) + 1;
        let semua: Vec<BarisGangguan> = self.semua(&sql, [sesudah.into(), batas.into()]).await?;
        semua.into_iter().map(|baris| gangguan_dari(&self.kunci, baris)).collect()
    }

    async fn slot_terpakai(
        &mut self,
        layanan: &Kode,
        dari: Date,
    ) -> Result<BTreeMap<Date, u32>, PortError> {
        let semua: Vec<BarisSlot> =
            self.semua(SLOT, [layanan.as_str().into(), dari.into()]).await?;
        semua.into_iter().map(|satu| Ok((satu.tanggal, bilangan(satu.terpakai)?))).collect()
    }

    async fn ambil_slot(
        &mut self,
        layanan: &Kode,
        tanggal: Date,
        per_hari: u32,
    ) -> Result<bool, PortError> {
        // The row is locked until the end of the transaction, and its count is read again once the lock is held: whoever
        // waits for a slot that is taken meanwhile changes nothing.
        let per_hari: i32 = bilangan(per_hari)?;
        let baris = self
            .jalankan(
                "INSERT INTO kuota_harian (layanan_kode, tanggal, terpakai)
                 SELECT $1, $2, 1 WHERE $3 > 0
                 ON CONFLICT (layanan_kode, tanggal) DO UPDATE SET terpakai = kuota_harian.terpakai + 1
                     WHERE kuota_harian.terpakai < $3",
                [layanan.as_str().into(), tanggal.into(), per_hari.into()],
            )
            .await?;
        Ok(baris == 1)
    }
}
