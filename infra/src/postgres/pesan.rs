//! The outbox, and the ledger of what was sent.

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    outbox::{HasilKirim, IsiPesan, PesanDiklaim, PesanId, PesanKeluar, PesanRepository},
    percakapan::{KontakId, StatusKirim, TahapKirim},
    permohonan::PermohonanId,
};
use sea_orm::{FromQueryResult, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    aliran::id_kabar,
    baris::{Segel, bilangan, rusak},
    kerja::PgUnitOfWork,
};

/// A contact's messages leave one after another, so only its oldest may be claimed, and none while one is on its way.
pub(super) const KLAIM: &str = "WITH giliran AS (
         SELECT m.id FROM pesan_keluar m
         WHERE m.keadaan = 'antre' AND m.tersedia_pada <= $1
             AND NOT EXISTS (
                 SELECT 1 FROM pesan_keluar lain
                 WHERE lain.kontak_id = m.kontak_id AND lain.keadaan IN ('antre', 'mengirim')
                     AND (lain.keadaan = 'mengirim' OR lain.id < m.id))
         ORDER BY m.tersedia_pada, m.id
         LIMIT $2
         FOR NO KEY UPDATE SKIP LOCKED
     )
     UPDATE pesan_keluar AS p
     SET keadaan = 'mengirim', mengirim_sejak = $1, percobaan = p.percobaan + 1
     FROM giliran WHERE p.id = giliran.id
     RETURNING p.id, p.kontak_id, p.permohonan_id, p.isi_tersegel, p.percobaan - 1 AS percobaan, p.dibuat_pada";

/// The message of a status: by the channel's id, or by ours when the answer to the send was lost.
pub(super) const CARI_STATUS: &str = "SELECT id, keadaan, status_kirim FROM pesan_keluar
     WHERE wamid = $1 OR id = $2
     ORDER BY wamid IS NOT DISTINCT FROM $1 DESC
     LIMIT 1 FOR NO KEY UPDATE";

/// Sends without answer and without status for too long.
pub(super) const MACET: &str =
    "UPDATE pesan_keluar SET keadaan = 'antre', tersedia_pada = $2, mengirim_sejak = NULL
     WHERE keadaan = 'mengirim' AND mengirim_sejak < $1 AND wamid IS NULL AND status_kirim IS NULL";

#[derive(FromQueryResult)]
struct BarisKlaim {
    id: Uuid,
    kontak_id: Uuid,
    permohonan_id: Option<Uuid>,
    isi_tersegel: Vec<u8>,
    percobaan: i32,
    dibuat_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisStatus {
    id: Uuid,
    keadaan: String,
    status_kirim: Option<String>,
}

pub(super) fn jenis(isi: &IsiPesan) -> &'static str {
    match isi {
        IsiPesan::Teks { .. } => "teks",
        IsiPesan::Tombol { .. } => "tombol",
        IsiPesan::Daftar { .. } => "daftar",
        IsiPesan::Dokumen { .. } => "dokumen",
        IsiPesan::Tautan { .. } => "tautan",
        IsiPesan::Gambar { .. } => "gambar",
        IsiPesan::Templat { .. } => "templat",
    }
}

/// The Cloud API's code for a closed 24-hour window.
const JENDELA_TUTUP: i64 = 131_047;

fn tahap(kata: &str) -> Result<TahapKirim, PortError> {
    [TahapKirim::Sent, TahapKirim::Delivered, TahapKirim::Read, TahapKirim::Failed]
        .into_iter()
        .find(|tahap| tahap.kata() == kata)
        .ok_or_else(|| rusak(format!("pesan_keluar.status_kirim {kata}")))
}

impl PgUnitOfWork {
    /// Changes messages by a statement that ends before its `RETURNING`, and tells live screens.
    async fn ubah_pesan<const N: usize>(
        &self,
        pada: OffsetDateTime,
        sql: &str,
        nilai: [Value; N],
    ) -> Result<(), PortError> {
        let (id, saat) = (N + 1, N + 2);
        let sql = format!(
            "WITH ubah AS ({sql} RETURNING id, kontak_id, permohonan_id)
             INSERT INTO aliran (id, jenis, kontak_id, permohonan_id, objek_id, pada)
             SELECT ${id}, 'status', kontak_id, permohonan_id, id, ${saat} FROM ubah"
        );
        let nilai = nilai.into_iter().chain([id_kabar().into(), pada.into()]);
        self.jalankan(&sql, nilai).await.map(drop)
    }

    fn diklaim(&self, baris: &BarisKlaim) -> Result<PesanDiklaim, PortError> {
        Ok(PesanDiklaim {
            pesan: PesanKeluar {
                id: PesanId::new(baris.id),
                kontak: KontakId::new(baris.kontak_id),
                permohonan: baris.permohonan_id.map(PermohonanId::new),
                isi: Segel::new(&self.kunci, "pesan_keluar", baris.id)
                    .buka_json("isi_tersegel", &baris.isi_tersegel)?,
                dibuat_pada: baris.dibuat_pada,
            },
            percobaan: bilangan(baris.percobaan)?,
        })
    }
}

#[async_trait]
impl PesanRepository for PgUnitOfWork {
    async fn antrekan(&mut self, pesan: &PesanKeluar) -> Result<(), PortError> {
        let id = pesan.id.uuid();
        let segel = Segel::new(&self.kunci, "pesan_keluar", id);
        self.jalankan(
            "WITH baru AS (
                 INSERT INTO pesan_keluar (id, kontak_id, permohonan_id, jenis, isi_tersegel, keadaan,
                     percobaan, tersedia_pada, dibuat_pada)
                 VALUES ($1, $2, $3, $4, $5, 'antre', 0, $6, $6) RETURNING id, kontak_id, permohonan_id)
             INSERT INTO aliran (id, jenis, kontak_id, permohonan_id, objek_id, pada)
             SELECT id, 'pesan_keluar', kontak_id, permohonan_id, id, $6 FROM baru",
            [
                id.into(),
                pesan.kontak.uuid().into(),
                pesan.permohonan.map(PermohonanId::uuid).into(),
                jenis(&pesan.isi).into(),
                segel.json("isi_tersegel", &pesan.isi)?.into(),
                pesan.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn klaim(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<PesanDiklaim>, PortError> {
        let mut semua: Vec<BarisKlaim> =
            self.semua(KLAIM, [pada.into(), i64::from(batas).into()]).await?;
        semua.sort_by_key(|baris| baris.id);
        let mut diklaim = Vec::with_capacity(semua.len());
        for baris in &semua {
            match self.diklaim(baris) {
                Ok(satu) => diklaim.push(satu),
                // One message that does not open must not keep all others from leaving.
                Err(galat) => {
                    tracing::error!(pesan = %baris.id, %galat, "isi pesan keluar tidak terbaca");
                    let hasil = HasilKirim::Gagal { galat: "isi_tidak_terbaca".to_owned() };
                    PesanRepository::selesai(self, PesanId::new(baris.id), &hasil, pada).await?;
                }
            }
        }
        Ok(diklaim)
    }

    async fn selesai(
        &mut self,
        id: PesanId,
        hasil: &HasilKirim,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let id = id.uuid();
        let saat = pada;
        match hasil {
            // Also when it was given back meanwhile: it was sent after all.
            HasilKirim::Diterima { wamid } => {
                self.ubah_pesan(
                    saat,
                    "UPDATE pesan_keluar SET wamid = coalesce(wamid, $2),
                         galat = CASE WHEN keadaan IN ('antre', 'mengirim', 'tertahan') THEN NULL ELSE galat END,
                         keadaan = CASE WHEN keadaan IN ('antre', 'mengirim', 'tertahan') THEN 'terkirim'
                             ELSE keadaan END,
                         mengirim_sejak = NULL, selesai_pada = coalesce(selesai_pada, $3)
                     WHERE id = $1",
                    [id.into(), wamid.as_str().into(), pada.into()],
                )
                .await
            }
            HasilKirim::CobaLagi { pada, galat } => {
                self.ubah_pesan(
                    saat,
                    "UPDATE pesan_keluar SET keadaan = 'antre', tersedia_pada = $2, galat = $3,
                         mengirim_sejak = NULL
                     WHERE id = $1 AND keadaan = 'mengirim'",
                    [id.into(), (*pada).into(), galat.as_str().into()],
                )
                .await
            }
            HasilKirim::Tertahan { galat } => {
                self.ubah_pesan(
                    saat,
                    "UPDATE pesan_keluar SET keadaan = 'tertahan', galat = $2, mengirim_sejak = NULL
                     WHERE id = $1 AND keadaan = 'mengirim'",
                    [id.into(), galat.as_str().into()],
                )
                .await
            }
            HasilKirim::Gagal { galat } => {
                self.ubah_pesan(
                    saat,
                    "UPDATE pesan_keluar SET keadaan = 'gagal', galat = $2, mengirim_sejak = NULL,
                         selesai_pada = $3
                     WHERE id = $1 AND keadaan = 'mengirim'",
                    [id.into(), galat.as_str().into(), pada.into()],
                )
                .await
            }
        }
    }

    async fn lepaskan_macet(
        &mut self,
        batas: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError> {
        self.jalankan(MACET, [batas.into(), pada.into()]).await
    }

    async fn status(&mut self, status: &StatusKirim) -> Result<bool, PortError> {
        let baris: Option<BarisStatus> =
            self.satu(CARI_STATUS, [status.wamid.as_str().into(), status.rujukan.into()]).await?;
        let Some(baris) = baris else { return Ok(false) };
        let lama = baris.status_kirim.as_deref().map(tahap).transpose()?;
        let baru = TahapKirim::maju(lama, status.tahap);
        let gagal = baru == TahapKirim::Failed;
        // Any status proves that the message left, whatever the answer to the send said.
        let keadaan = match (gagal, status.galat) {
            // The window closed between our clock and theirs: it waits for the resident like one refused at once.
            (true, Some(JENDELA_TUTUP)) => "tertahan",
            (true, _) => "gagal",
            (false, _) => "terkirim",
        };
        let galat = status.galat.map(|kode| format!("wa_{kode}"));
        let berpindah = baris.keadaan != keadaan;
        self.ubah_pesan(
            status.saat,
            "UPDATE pesan_keluar SET keadaan = $2, status_kirim = $3, wamid = coalesce(wamid, $4),
                 galat = CASE WHEN $2 = 'terkirim' THEN NULL ELSE coalesce($5, galat) END,
                 mengirim_sejak = NULL,
                 selesai_pada = CASE WHEN $6 THEN $7 ELSE coalesce(selesai_pada, $7) END
             WHERE id = $1",
            [
                baris.id.into(),
                keadaan.into(),
                baru.kata().into(),
                status.wamid.as_str().into(),
                galat.into(),
                berpindah.into(),
                status.saat.into(),
            ],
        )
        .await?;
        Ok(true)
    }

    async fn lepaskan_tertahan(
        &mut self,
        kontak: KontakId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE pesan_keluar SET keadaan = 'antre', tersedia_pada = $2
             WHERE kontak_id = $1 AND keadaan = 'tertahan'",
            [kontak.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }
}
