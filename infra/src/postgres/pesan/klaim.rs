//! Claims: whose turn it is, number by number, as pauses, buckets and order allow.

use loket_domain::{
    galat::PortError,
    outbox::{
        FaktaKirim, Golongan, HasilKirim, Laju, PesanDiklaim, PesanId, PesanKeluar,
        PesanRepository, TUNGGU_URUT,
    },
    percakapan::KontakId,
    permohonan::PermohonanId,
};
use sea_orm::FromQueryResult;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::postgres::{
    baris::{Segel, bilangan, rusak},
    kerja::PgUnitOfWork,
};

/// How long a message that tries a paused number out keeps others from trying.
const JAJAL: Duration = Duration::minutes(2);

/// Numbers that may send at `$1` and have something due, kept from other workers until the claim is committed: the bucket
/// of a number is shared.
pub(in crate::postgres) const NOMOR: &str =
    "SELECT s.phone_number_id, s.keadaan, s.laju_per_detik, s.ember_pada FROM wa_saluran s
     WHERE ((s.keadaan = 'aktif' AND (s.lambat_sampai IS NULL OR s.lambat_sampai <= $1))
             OR (s.keadaan = 'dijeda' AND s.lanjut_pada <= $1))
         AND EXISTS (SELECT 1 FROM pesan_keluar m
             WHERE m.phone_number_id = s.phone_number_id AND m.keadaan = 'antre' AND m.tersedia_pada <= $1)
     ORDER BY s.phone_number_id
     FOR NO KEY UPDATE OF s";

/// At most `$2` messages of number `$3` that are due at `$1`. A contact's messages leave one after another, so only its
/// oldest may be claimed, and none while one is on its way, while its bucket is full only after `$4` (but not after `$6`,
/// which no bucket can be), or while one whose order matters was accepted after `$5` and is not delivered.
pub(in crate::postgres) const KLAIM: &str = "WITH giliran AS (
         SELECT m.id FROM pesan_keluar m
         LEFT JOIN wa_pasangan w ON w.kontak_id = m.kontak_id
         WHERE m.phone_number_id = $3 AND m.keadaan = 'antre' AND m.tersedia_pada <= $1
             AND (w.ember_pada IS NULL OR w.ember_pada <= $4 OR w.ember_pada > $6)
             AND (w.ditahan_sampai IS NULL OR w.ditahan_sampai <= $1)
             AND NOT EXISTS (
                 SELECT 1 FROM pesan_keluar lain
                 WHERE lain.kontak_id = m.kontak_id AND lain.keadaan IN ('antre', 'mengirim')
                     AND (lain.keadaan = 'mengirim' OR lain.id < m.id))
             AND NOT EXISTS (
                 SELECT 1 FROM pesan_keluar dahulu
                 WHERE dahulu.kontak_id = m.kontak_id AND dahulu.urut AND dahulu.keadaan = 'terkirim'
                     AND (dahulu.status_kirim IS NULL OR dahulu.status_kirim = 'sent')
                     AND dahulu.selesai_pada > $5)
         ORDER BY m.tersedia_pada, m.id
         LIMIT $2
         FOR NO KEY UPDATE OF m SKIP LOCKED
     ), diambil AS (
         UPDATE pesan_keluar AS p
         SET keadaan = 'mengirim', mengirim_sejak = $1, percobaan = p.percobaan + 1, jejak = p.jejak + 1
         FROM giliran WHERE p.id = giliran.id
         RETURNING p.id, p.kontak_id, p.permohonan_id, p.isi_tersegel, p.percobaan - 1 AS percobaan, p.golongan,
             p.urut, p.jejak, p.dibuat_pada
     ), catat AS (
         INSERT INTO pesan_keluar_jejak (pesan_id, urutan, keadaan, pada)
         SELECT id, jejak, 'mengirim', $1 FROM diambil
     )
     SELECT d.id, d.kontak_id, d.permohonan_id, d.isi_tersegel, d.percobaan, d.golongan, d.urut, d.dibuat_pada,
         k.terakhir_masuk_pada, k.berhenti_pada IS NOT NULL AS berhenti,
         w.jendela_ditolak_pada IS NOT NULL AS jendela_ditolak, w.templat_pada IS NOT NULL AS templat_diantrekan,
         w.tolak_templat_pada IS NOT NULL AS tolak_templat, coalesce(w.gagal_ke, 0) AS gagal_ke, w.ember_pada
     FROM diambil d
     JOIN kontak k ON k.id = d.kontak_id
     LEFT JOIN wa_pasangan w ON w.kontak_id = d.kontak_id";

#[derive(FromQueryResult)]
struct BarisNomor {
    phone_number_id: String,
    keadaan: String,
    laju_per_detik: i32,
    ember_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
#[expect(clippy::struct_excessive_bools, reason = "columns of a row")]
struct BarisKlaim {
    id: Uuid,
    kontak_id: Uuid,
    permohonan_id: Option<Uuid>,
    isi_tersegel: Vec<u8>,
    percobaan: i32,
    golongan: String,
    urut: bool,
    dibuat_pada: OffsetDateTime,
    terakhir_masuk_pada: Option<OffsetDateTime>,
    berhenti: bool,
    jendela_ditolak: bool,
    templat_diantrekan: bool,
    tolak_templat: bool,
    gagal_ke: i32,
    ember_pada: Option<OffsetDateTime>,
}

/// The purpose of a stored word.
pub(super) fn golongan(kata: &str) -> Result<Golongan, PortError> {
    Golongan::dari_kata(kata).ok_or_else(|| rusak(format!("pesan_keluar.golongan {kata}")))
}

impl PgUnitOfWork {
    fn diklaim(
        &self,
        baris: &BarisKlaim,
        nomor: &str,
        menjajal: bool,
    ) -> Result<PesanDiklaim, PortError> {
        Ok(PesanDiklaim {
            pesan: PesanKeluar {
                id: PesanId::new(baris.id),
                kontak: KontakId::new(baris.kontak_id),
                permohonan: baris.permohonan_id.map(PermohonanId::new),
                isi: Segel::new(&self.kunci, "pesan_keluar", baris.id)
                    .buka_json("isi_tersegel", &baris.isi_tersegel)?,
                golongan: golongan(&baris.golongan)?,
                urut: baris.urut,
                dibuat_pada: baris.dibuat_pada,
            },
            percobaan: bilangan(baris.percobaan)?,
            fakta: FaktaKirim {
                phone_number_id: nomor.to_owned(),
                terakhir_masuk: baris.terakhir_masuk_pada,
                jendela_ditolak: baris.jendela_ditolak,
                berhenti: baris.berhenti,
                tolak_templat: baris.tolak_templat,
                templat_diantrekan: baris.templat_diantrekan,
                menjajal,
                gagal_pasangan: bilangan(baris.gagal_ke)?,
            },
            kode: None,
        })
    }

    /// See [`PesanRepository::klaim`].
    pub(super) async fn klaim_semua(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<PesanDiklaim>, PortError> {
        let nomor: Vec<BarisNomor> = self.semua(NOMOR, [pada.into()]).await?;
        let mut semua = Vec::new();
        for satu in nomor {
            semua.extend(self.klaim_nomor(&satu, pada, batas).await?);
        }
        semua.sort_by_key(|satu| satu.pesan.id);
        Ok(semua)
    }

    async fn klaim_nomor(
        &mut self,
        nomor: &BarisNomor,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<PesanDiklaim>, PortError> {
        let laju = Laju::nomor(bilangan(nomor.laju_per_detik)?);
        let menjajal = nomor.keadaan != "aktif";
        let batas = if menjajal { 1 } else { batas.min(laju.jatah(nomor.ember_pada, pada)) };
        if batas == 0 {
            return Ok(Vec::new());
        }
        let semua: Vec<BarisKlaim> = self
            .semua(
                KLAIM,
                [
                    pada.into(),
                    i64::from(batas).into(),
                    nomor.phone_number_id.as_str().into(),
                    Laju::PASANGAN.ambang(pada).into(),
                    (pada - TUNGGU_URUT).into(),
                    Laju::PASANGAN.mustahil(pada).into(),
                ],
            )
            .await?;
        if semua.is_empty() {
            return Ok(Vec::new());
        }
        self.isi_ember(nomor, laju, &semua, pada).await?;
        let mut diklaim = Vec::with_capacity(semua.len());
        for baris in &semua {
            match self.diklaim(baris, &nomor.phone_number_id, menjajal) {
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

    /// Takes what was claimed out of the buckets of the number and of each contact.
    async fn isi_ember(
        &self,
        nomor: &BarisNomor,
        laju: Laju,
        diambil: &[BarisKlaim],
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let penuh = laju.ambil(nomor.ember_pada, bilangan(diambil.len())?, pada);
        self.jalankan(
            "UPDATE wa_saluran SET ember_pada = $2,
                 lanjut_pada = CASE WHEN keadaan = 'dijeda' THEN $3 ELSE lanjut_pada END
             WHERE phone_number_id = $1",
            [nomor.phone_number_id.as_str().into(), penuh.into(), (pada + JAJAL).into()],
        )
        .await?;
        let mut pasangan: Vec<(Uuid, OffsetDateTime)> = diambil
            .iter()
            .map(|satu| (satu.kontak_id, Laju::PASANGAN.ambil(satu.ember_pada, 1, pada)))
            .collect();
        pasangan.sort_unstable();
        let (kontak, penuh): (Vec<Uuid>, Vec<OffsetDateTime>) = pasangan.into_iter().unzip();
        self.jalankan(
            "INSERT INTO wa_pasangan (kontak_id, ember_pada)
             SELECT baru.kontak, baru.penuh FROM unnest($1::uuid[], $2::timestamptz[]) AS baru (kontak, penuh)
             ON CONFLICT (kontak_id) DO UPDATE SET ember_pada = EXCLUDED.ember_pada",
            [kontak.into(), penuh.into()],
        )
        .await
        .map(drop)
    }
}
