//! Subscriptions of the office's own systems, and the queue and ledger of what they are told.

mod peristiwa;

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    langganan::{
        JenisPeristiwa, KeadaanKiriman, KeadaanLangganan, Kiriman, KirimanId, Langganan,
        LanggananId, LanggananRepository, NasibKiriman, Percobaan, RahasiaTanda,
    },
};
use sea_orm::{FromQueryResult, JsonValue, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    audit::MESIN,
    baris::{Segel, bilangan, rusak},
    kerja::PgUnitOfWork,
};

/// Claims what is due at `$1`, at most `$2`.
pub(super) const KLAIM: &str =
    "UPDATE langganan_kiriman AS k SET keadaan = 'mengirim', mulai_pada = $1
     FROM (SELECT c.id FROM langganan_kiriman c JOIN langganan l ON l.id = c.langganan_id
           WHERE c.keadaan = 'antre' AND c.coba_pada <= $1 AND l.keadaan = 'aktif'
           ORDER BY c.coba_pada, c.id LIMIT $2 FOR UPDATE OF c SKIP LOCKED) AS siap
     WHERE k.id = siap.id
     RETURNING k.id, k.langganan_id, k.jenis, k.isi, k.pada, k.keadaan, k.percobaan, k.putaran, k.coba_pada,
         k.selesai_pada, k.galat";

/// Puts back what is being sent since before `$1`; the lost attempt stands in the ledger.
pub(super) const MACET: &str =
    "WITH lepas AS (
         UPDATE langganan_kiriman SET keadaan = 'antre', coba_pada = $2, percobaan = percobaan + 1, galat = 'proses_terputus'
         WHERE keadaan = 'mengirim' AND mulai_pada < $1
         RETURNING id, putaran, percobaan, mulai_pada)
     INSERT INTO langganan_percobaan (kiriman_id, putaran, ke, mulai_pada, selesai_pada, status, galat)
     SELECT id, putaran, percobaan, mulai_pada, $2, NULL, 'proses_terputus' FROM lepas
     ON CONFLICT DO NOTHING";

const PILIH: &str =
    "SELECT k.id, k.langganan_id, k.jenis, k.isi, k.pada, k.keadaan, k.percobaan, k.putaran, k.coba_pada,
         k.selesai_pada, k.galat
     FROM langganan_kiriman k";

const PILIH_LANGGANAN: &str =
    "SELECT id, nama, url_tersegel, jenis, keadaan, gagal_sejak, versi, dibuat_oleh, dibuat_pada, diubah_pada
     FROM langganan";

#[derive(FromQueryResult)]
struct BarisLangganan {
    id: Uuid,
    nama: String,
    url_tersegel: Vec<u8>,
    jenis: Vec<String>,
    keadaan: String,
    gagal_sejak: Option<OffsetDateTime>,
    versi: i64,
    dibuat_oleh: Uuid,
    dibuat_pada: OffsetDateTime,
    diubah_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisRahasia {
    id: Uuid,
    rahasia_tersegel: Vec<u8>,
    dibuat_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisKiriman {
    id: Uuid,
    langganan_id: Uuid,
    jenis: String,
    isi: JsonValue,
    pada: OffsetDateTime,
    keadaan: String,
    percobaan: i32,
    putaran: i32,
    coba_pada: OffsetDateTime,
    selesai_pada: Option<OffsetDateTime>,
    galat: Option<String>,
}

#[derive(FromQueryResult)]
struct BarisPercobaan {
    kiriman_id: Uuid,
    putaran: i32,
    ke: i32,
    mulai_pada: OffsetDateTime,
    selesai_pada: OffsetDateTime,
    status: Option<i32>,
    galat: Option<String>,
}

fn jenis(kata: &str) -> Result<JenisPeristiwa, PortError> {
    JenisPeristiwa::dari_kata(kata).ok_or_else(|| rusak(format!("langganan.jenis {kata}")))
}

fn teks_jenis(semua: &[JenisPeristiwa]) -> Vec<String> {
    semua.iter().map(|satu| satu.kata().to_owned()).collect()
}

fn kiriman_dari(baris: BarisKiriman) -> Result<Kiriman, PortError> {
    Ok(Kiriman {
        id: KirimanId::new(baris.id),
        langganan: LanggananId::new(baris.langganan_id),
        jenis: jenis(&baris.jenis)?,
        isi: baris.isi,
        pada: baris.pada,
        keadaan: KeadaanKiriman::dari_kata(&baris.keadaan)
            .ok_or_else(|| rusak(format!("langganan_kiriman.keadaan {}", baris.keadaan)))?,
        percobaan: bilangan(baris.percobaan)?,
        putaran: bilangan(baris.putaran)?,
        coba_pada: baris.coba_pada,
        selesai_pada: baris.selesai_pada,
        galat: baris.galat,
    })
}

impl PgUnitOfWork {
    fn langganan_dari(&self, baris: BarisLangganan) -> Result<Langganan, PortError> {
        let segel = Segel::new(&self.kunci, "langganan", baris.id);
        Ok(Langganan {
            id: LanggananId::new(baris.id),
            nama: baris.nama,
            url: segel.buka_teks("url_tersegel", &baris.url_tersegel)?,
            jenis: baris.jenis.iter().map(|satu| jenis(satu)).collect::<Result<_, _>>()?,
            keadaan: KeadaanLangganan::dari_kata(&baris.keadaan)
                .ok_or_else(|| rusak(format!("langganan.keadaan {}", baris.keadaan)))?,
            gagal_sejak: baris.gagal_sejak,
            versi: bilangan(baris.versi)?,
            dibuat_oleh: PenggunaId::new(baris.dibuat_oleh),
            dibuat_pada: baris.dibuat_pada,
            diubah_pada: baris.diubah_pada,
        })
    }

    async fn tambah_rahasia(
        &self,
        id: LanggananId,
        rahasia: &RahasiaTanda,
    ) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "langganan_rahasia", rahasia.id);
        self.jalankan(
            "INSERT INTO langganan_rahasia (id, langganan_id, rahasia_tersegel, dibuat_pada)
             VALUES ($1, $2, $3, $4)",
            [
                rahasia.id.into(),
                id.uuid().into(),
                segel.teks("rahasia_tersegel", rahasia.isi.buka())?.into(),
                rahasia.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }
}

#[async_trait]
impl LanggananRepository for PgUnitOfWork {
    async fn tambah(&mut self, satu: &Langganan, rahasia: &RahasiaTanda) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "langganan", satu.id.uuid());
        self.jalankan(
            "INSERT INTO langganan (id, nama, url_tersegel, jenis, keadaan, versi, dibuat_oleh, dibuat_pada, diubah_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
            [
                satu.id.uuid().into(),
                satu.nama.as_str().into(),
                segel.teks("url_tersegel", satu.url.buka())?.into(),
                teks_jenis(&satu.jenis).into(),
                satu.keadaan.kata().into(),
                bilangan::<_, i64>(satu.versi)?.into(),
                satu.dibuat_oleh.uuid().into(),
                satu.dibuat_pada.into(),
            ],
        )
        .await?;
        self.tambah_rahasia(satu.id, rahasia).await
    }

    async fn satu(&mut self, id: LanggananId) -> Result<Option<Langganan>, PortError> {
        let sql = format!("{PILIH_LANGGANAN} WHERE id = $1");
        let baris: Option<BarisLangganan> =
            PgUnitOfWork::satu(self, &sql, [id.uuid().into()]).await?;
        baris.map(|baris| self.langganan_dari(baris)).transpose()
    }

    async fn kunci(&mut self, id: LanggananId) -> Result<Option<Langganan>, PortError> {
        let sql = format!("{PILIH_LANGGANAN} WHERE id = $1 FOR NO KEY UPDATE");
        let baris: Option<BarisLangganan> =
            PgUnitOfWork::satu(self, &sql, [id.uuid().into()]).await?;
        baris.map(|baris| self.langganan_dari(baris)).transpose()
    }

    async fn daftar(&mut self, halaman: Halaman) -> Result<Vec<Langganan>, PortError> {
        let sql = format!(
            "{PILIH_LANGGANAN} WHERE keadaan <> 'dihapus' AND id < $1 ORDER BY id DESC LIMIT $2"
        );
        let sesudah = halaman.sesudah.unwrap_or(Uuid::max());
        let semua: Vec<BarisLangganan> =
            self.semua(&sql, [sesudah.into(), (i64::from(halaman.batas) + 1).into()]).await?;
        semua.into_iter().map(|baris| self.langganan_dari(baris)).collect()
    }

    async fn jumlah(&mut self) -> Result<u64, PortError> {
        let sql = "SELECT count(*) FROM langganan WHERE keadaan <> 'dihapus'";
        let jumlah: Option<i64> = self.nilai(sql, []).await?;
        bilangan(jumlah.unwrap_or(0))
    }

    async fn simpan(&mut self, satu: &Langganan) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "langganan", satu.id.uuid());
        self.jalankan(
            "UPDATE langganan SET nama = $2, url_tersegel = $3, jenis = $4, keadaan = $5, gagal_sejak = $6, versi = $7,
                 diubah_pada = $8
             WHERE id = $1",
            [
                satu.id.uuid().into(),
                satu.nama.as_str().into(),
                segel.teks("url_tersegel", satu.url.buka())?.into(),
                teks_jenis(&satu.jenis).into(),
                satu.keadaan.kata().into(),
                satu.gagal_sejak.into(),
                bilangan::<_, i64>(satu.versi)?.into(),
                satu.diubah_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn gagal_sejak(
        &mut self,
        id: LanggananId,
        sejak: Option<OffsetDateTime>,
    ) -> Result<(), PortError> {
        let sql = format!("{MESIN} UPDATE langganan SET gagal_sejak = $2 WHERE id = $1");
        self.jalankan(&sql, [id.uuid().into(), sejak.into()]).await.map(drop)
    }

    async fn putar_rahasia(
        &mut self,
        id: LanggananId,
        rahasia: &RahasiaTanda,
        sampai: OffsetDateTime,
    ) -> Result<(), PortError> {
        // The one before the newest ends now, so that never more than two sign.
        self.jalankan(
            "UPDATE langganan_rahasia SET berakhir_pada = CASE WHEN berakhir_pada IS NULL THEN $2 ELSE $3 END
             WHERE langganan_id = $1 AND (berakhir_pada IS NULL OR berakhir_pada > $3)",
            [id.uuid().into(), sampai.into(), rahasia.dibuat_pada.into()],
        )
        .await?;
        self.tambah_rahasia(id, rahasia).await
    }

    async fn rahasia(
        &mut self,
        id: LanggananId,
        pada: OffsetDateTime,
    ) -> Result<Vec<RahasiaTanda>, PortError> {
        let semua: Vec<BarisRahasia> = self
            .semua(
                "SELECT id, rahasia_tersegel, dibuat_pada FROM langganan_rahasia
                 WHERE langganan_id = $1 AND (berakhir_pada IS NULL OR berakhir_pada > $2)
                 ORDER BY id DESC LIMIT 5",
                [id.uuid().into(), pada.into()],
            )
            .await?;
        let satu = |baris: BarisRahasia| {
            let segel = Segel::new(&self.kunci, "langganan_rahasia", baris.id);
            Ok(RahasiaTanda {
                id: baris.id,
                isi: segel.buka_teks("rahasia_tersegel", &baris.rahasia_tersegel)?,
                dibuat_pada: baris.dibuat_pada,
            })
        };
        semua.into_iter().map(satu).collect()
    }

    async fn antrekan(&mut self, kiriman: &Kiriman, objek: Uuid) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO langganan_kiriman (id, langganan_id, jenis, objek_id, urutan, isi, pada, keadaan, coba_pada)
             VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8)",
            [
                kiriman.id.uuid().into(),
                kiriman.langganan.uuid().into(),
                kiriman.jenis.kata().into(),
                objek.into(),
                kiriman.isi.clone().into(),
                kiriman.pada.into(),
                kiriman.keadaan.kata().into(),
                kiriman.coba_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn klaim(&mut self, pada: OffsetDateTime, batas: u32) -> Result<Vec<Kiriman>, PortError> {
        let semua: Vec<BarisKiriman> =
            self.semua(KLAIM, [pada.into(), i64::from(batas).into()]).await?;
        let mut semua: Vec<Kiriman> =
            semua.into_iter().map(kiriman_dari).collect::<Result<_, _>>()?;
        semua.sort_by_key(|satu| (satu.coba_pada, satu.id));
        Ok(semua)
    }

    async fn lepaskan_macet(
        &mut self,
        batas: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError> {
        self.jalankan(MACET, [batas.into(), pada.into()]).await
    }

    async fn selesai(
        &mut self,
        percobaan: &Percobaan,
        nasib: &NasibKiriman,
    ) -> Result<(), PortError> {
        let lagi = match nasib {
            NasibKiriman::CobaLagi(saat) => Some(*saat),
            NasibKiriman::Terkirim | NasibKiriman::Gagal => None,
        };
        let kunci: [Value; 3] = [
            percobaan.kiriman.uuid().into(),
            bilangan::<_, i32>(percobaan.putaran)?.into(),
            bilangan::<_, i32>(percobaan.ke)?.into(),
        ];
        let [id, putaran, ke] = kunci.clone();
        self.jalankan(
            "INSERT INTO langganan_percobaan (kiriman_id, putaran, ke, mulai_pada, selesai_pada, status, galat)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            [
                id,
                putaran,
                ke,
                percobaan.mulai_pada.into(),
                percobaan.selesai_pada.into(),
                percobaan.status.map(i32::from).into(),
                percobaan.galat.clone().into(),
            ],
        )
        .await?;
        let [id, putaran, ke] = kunci;
        // Another worker may have taken it for lost meanwhile; that one writes its own end.
        self.jalankan(
            "UPDATE langganan_kiriman SET keadaan = $4, percobaan = $3, galat = $5, coba_pada = coalesce($6, coba_pada),
                 mulai_pada = NULL, selesai_pada = CASE WHEN $6::timestamptz IS NULL THEN $7::timestamptz END
             WHERE id = $1 AND putaran = $2 AND percobaan = $3 - 1 AND keadaan = 'mengirim'",
            [
                id,
                putaran,
                ke,
                nasib.keadaan().kata().into(),
                percobaan.galat.clone().into(),
                lagi.into(),
                percobaan.selesai_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn lewati(&mut self, id: LanggananId, pada: OffsetDateTime) -> Result<u64, PortError> {
        self.jalankan(
            "UPDATE langganan_kiriman SET keadaan = 'dilewati', galat = 'langganan_nonaktif', selesai_pada = $2
             WHERE langganan_id = $1 AND keadaan = 'antre'",
            [id.uuid().into(), pada.into()],
        )
        .await
    }

    async fn kunci_kiriman(
        &mut self,
        langganan: LanggananId,
        id: KirimanId,
    ) -> Result<Option<Kiriman>, PortError> {
        let sql = format!("{PILIH} WHERE k.id = $1 AND k.langganan_id = $2 FOR NO KEY UPDATE");
        let baris: Option<BarisKiriman> =
            PgUnitOfWork::satu(self, &sql, [id.uuid().into(), langganan.uuid().into()]).await?;
        baris.map(kiriman_dari).transpose()
    }

    async fn kiriman(
        &mut self,
        id: LanggananId,
        keadaan: Option<KeadaanKiriman>,
        halaman: Halaman,
    ) -> Result<Vec<Kiriman>, PortError> {
        let sql = format!(
            "{PILIH} WHERE k.langganan_id = $1 AND k.id < $2 AND ($4::text IS NULL OR k.keadaan = $4)
             ORDER BY k.id DESC LIMIT $3"
        );
        let nilai = [
            id.uuid().into(),
            halaman.sesudah.unwrap_or(Uuid::max()).into(),
            (i64::from(halaman.batas) + 1).into(),
            keadaan.map(KeadaanKiriman::kata).into(),
        ];
        let semua: Vec<BarisKiriman> = self.semua(&sql, nilai).await?;
        semua.into_iter().map(kiriman_dari).collect()
    }

    async fn percobaan(&mut self, id: KirimanId) -> Result<Vec<Percobaan>, PortError> {
        let semua: Vec<BarisPercobaan> = self
            .semua(
                "SELECT * FROM (
                     SELECT kiriman_id, putaran, ke, mulai_pada, selesai_pada, status, galat FROM langganan_percobaan
                     WHERE kiriman_id = $1 ORDER BY putaran DESC, ke DESC LIMIT 100) AS akhir
                 ORDER BY putaran, ke",
                [id.uuid().into()],
            )
            .await?;
        let satu = |baris: BarisPercobaan| {
            Ok(Percobaan {
                kiriman: KirimanId::new(baris.kiriman_id),
                putaran: bilangan(baris.putaran)?,
                ke: bilangan(baris.ke)?,
                mulai_pada: baris.mulai_pada,
                selesai_pada: baris.selesai_pada,
                status: baris.status.map(bilangan).transpose()?,
                galat: baris.galat,
            })
        };
        semua.into_iter().map(satu).collect()
    }

    async fn ulangi(&mut self, id: KirimanId, pada: OffsetDateTime) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE langganan_kiriman SET keadaan = 'antre', putaran = putaran + 1, percobaan = 0, coba_pada = $2,
                 selesai_pada = NULL
             WHERE id = $1 AND keadaan IN ('terkirim', 'gagal', 'dilewati')",
            [id.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn ulangi_rentang(
        &mut self,
        id: LanggananId,
        (dari, sampai): (OffsetDateTime, OffsetDateTime),
        semua: bool,
        batas: u32,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError> {
        // What was queued by an earlier call of the same replay is out of the way: it is `antre` now, or ended after `pada`.
        self.jalankan(
            "UPDATE langganan_kiriman AS k SET keadaan = 'antre', putaran = putaran + 1, percobaan = 0, coba_pada = $5,
                 selesai_pada = NULL
             FROM (SELECT id FROM langganan_kiriman
                   WHERE langganan_id = $1 AND pada >= $2 AND pada < $3
                       AND (keadaan IN ('gagal', 'dilewati') OR ($6 AND keadaan = 'terkirim'))
                   ORDER BY id LIMIT $4 FOR UPDATE) AS pilih
             WHERE k.id = pilih.id",
            [
                id.uuid().into(),
                dari.into(),
                sampai.into(),
                i64::from(batas).into(),
                pada.into(),
                semua.into(),
            ],
        )
        .await
    }
}
