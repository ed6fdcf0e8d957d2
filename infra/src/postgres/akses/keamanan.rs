//! What guards accounts: failures, devices, tickets, one-time secrets.

use std::fmt::Write;

use async_trait::async_trait;
use loket_domain::{
    akses::{
        AturanKeamanan, Gagal, JenisRahasia, KeamananRepository, PenggunaId, RahasiaSekali,
        RahasiaSekaliId, TiketMasuk,
    },
    galat::PortError,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    audit::MESIN,
    baris::{bilangan, rusak},
    kerja::PgUnitOfWork,
};

/// Where the office's decision is kept.
const KEAMANAN: &str = "keamanan";
/// How many devices of one officer are remembered.
const PERANGKAT: i64 = 10;

#[derive(FromQueryResult)]
struct BarisGagal {
    jumlah: i64,
    terakhir: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisTiket {
    hash: Vec<u8>,
    pengguna_id: Uuid,
    dibuat_pada: OffsetDateTime,
    berakhir_pada: OffsetDateTime,
    percobaan: i32,
    selesai_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisRahasia {
    id: Uuid,
    hash: Vec<u8>,
    pengguna_id: Uuid,
    jenis: String,
    dibuat_pada: OffsetDateTime,
    berakhir_pada: OffsetDateTime,
    habis: bool,
}

impl PgUnitOfWork {
    /// The name of a counter as it is stored: a keyed hash.
    fn penghitung(&self, kunci: &str) -> String {
        let mut hex = String::with_capacity(64);
        for bita in self.kunci.indeks("gagal_masuk", kunci) {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{bita:02x}");
        }
        hex
    }
}

#[async_trait]
impl KeamananRepository for PgUnitOfWork {
    async fn aturan(&mut self) -> Result<AturanKeamanan, PortError> {
        Ok(self.pengaturan(KEAMANAN).await?.unwrap_or_default())
    }

    async fn simpan_aturan(
        &mut self,
        aturan: AturanKeamanan,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.simpan_pengaturan(KEAMANAN, &aturan, pada).await
    }

    async fn kunci_gagal(&mut self, kunci: &str) -> Result<(), PortError> {
        let kunci = format!("loket:gagal:{}:{}", self.slug, self.penghitung(kunci));
        self.jalankan("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [kunci.into()])
            .await
            .map(drop)
    }

    async fn gagal(&mut self, kunci: &str, sejak: OffsetDateTime) -> Result<Gagal, PortError> {
        let baris: Option<BarisGagal> = self
            .satu(
                "SELECT count(*) AS jumlah, max(pada) AS terakhir FROM gagal_masuk
                 WHERE kunci = $1 AND pada >= $2",
                [self.penghitung(kunci).into(), sejak.into()],
            )
            .await?;
        let Some(baris) = baris else { return Ok(Gagal::default()) };
        Ok(Gagal { jumlah: bilangan(baris.jumlah)?, terakhir: baris.terakhir })
    }

    async fn catat_gagal(
        &mut self,
        kunci: &str,
        id: Uuid,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO gagal_masuk (kunci, pada, id) VALUES ($1, $2, $3)",
            [self.penghitung(kunci).into(), pada.into(), id.into()],
        )
        .await
        .map(drop)
    }

    async fn hapus_gagal(&mut self, kunci: &str, id: Option<Uuid>) -> Result<(), PortError> {
        self.jalankan(
            "DELETE FROM gagal_masuk WHERE kunci = $1 AND ($2::uuid IS NULL OR id = $2)",
            [self.penghitung(kunci).into(), id.into()],
        )
        .await
        .map(drop)
    }

    async fn perangkat(
        &mut self,
        hash: &[u8],
        pada: OffsetDateTime,
    ) -> Result<Option<PenggunaId>, PortError> {
        let pemilik: Option<Uuid> = self
            .nilai(
                "SELECT pengguna_id FROM perangkat_dikenal WHERE hash = $1 AND berakhir_pada > $2",
                [hash.into(), pada.into()],
            )
            .await?;
        Ok(pemilik.map(PenggunaId::new))
    }

    async fn tambah_perangkat(
        &mut self,
        hash: &[u8],
        pengguna: PenggunaId,
        pada: OffsetDateTime,
        berakhir: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO perangkat_dikenal (hash, pengguna_id, dibuat_pada, berakhir_pada)
             VALUES ($1, $2, $3, $4)",
            [hash.into(), pengguna.uuid().into(), pada.into(), berakhir.into()],
        )
        .await?;
        self.jalankan(
            "DELETE FROM perangkat_dikenal WHERE hash IN (
                 SELECT hash FROM perangkat_dikenal WHERE pengguna_id = $1
                 ORDER BY dibuat_pada DESC, hash OFFSET $2)",
            [pengguna.uuid().into(), PERANGKAT.into()],
        )
        .await
        .map(drop)
    }

    async fn cabut_perangkat(&mut self, pengguna: PenggunaId) -> Result<(), PortError> {
        self.jalankan(
            "DELETE FROM perangkat_dikenal WHERE pengguna_id = $1",
            [pengguna.uuid().into()],
        )
        .await
        .map(drop)
    }

    async fn tambah_tiket(&mut self, tiket: &TiketMasuk) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO tiket_masuk (hash, pengguna_id, dibuat_pada, berakhir_pada, percobaan)
             VALUES ($1, $2, $3, $4, $5)",
            [
                tiket.hash.clone().into(),
                tiket.pengguna.uuid().into(),
                tiket.dibuat_pada.into(),
                tiket.berakhir_pada.into(),
                bilangan::<_, i32>(tiket.percobaan)?.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn kunci_tiket(&mut self, hash: &[u8]) -> Result<Option<TiketMasuk>, PortError> {
        let baris: Option<BarisTiket> = self
            .satu(
                "SELECT hash, pengguna_id, dibuat_pada, berakhir_pada, percobaan, selesai_pada
                 FROM tiket_masuk WHERE hash = $1 FOR UPDATE",
                [hash.into()],
            )
            .await?;
        let Some(baris) = baris else { return Ok(None) };
        Ok(Some(TiketMasuk {
            hash: baris.hash,
            pengguna: PenggunaId::new(baris.pengguna_id),
            dibuat_pada: baris.dibuat_pada,
            berakhir_pada: baris.berakhir_pada,
            percobaan: bilangan(baris.percobaan)?,
            habis: baris.selesai_pada.is_some(),
        }))
    }

    async fn simpan_tiket(
        &mut self,
        tiket: &TiketMasuk,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE tiket_masuk SET percobaan = $2, selesai_pada = CASE WHEN $3 THEN $4 END
             WHERE hash = $1",
            [
                tiket.hash.clone().into(),
                bilangan::<_, i32>(tiket.percobaan)?.into(),
                tiket.habis.into(),
                pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn batalkan_tiket(
        &mut self,
        pengguna: PenggunaId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE tiket_masuk SET selesai_pada = $2 WHERE pengguna_id = $1 AND selesai_pada IS NULL",
            [pengguna.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn tambah_rahasia(&mut self, rahasia: &RahasiaSekali) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO rahasia_sekali (id, hash, pengguna_id, jenis, dibuat_pada, berakhir_pada)
             VALUES ($1, $2, $3, $4, $5, $6)",
            [
                rahasia.id.uuid().into(),
                rahasia.hash.clone().into(),
                rahasia.pengguna.uuid().into(),
                rahasia.jenis.kata().into(),
                rahasia.dibuat_pada.into(),
                rahasia.berakhir_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn rahasia(
        &mut self,
        hash: &[u8],
        kunci: bool,
    ) -> Result<Option<RahasiaSekali>, PortError> {
        let sql = format!(
            "SELECT id, hash, pengguna_id, jenis, dibuat_pada, berakhir_pada,
                 (dipakai_pada IS NOT NULL OR batal_pada IS NOT NULL) AS habis
             FROM rahasia_sekali WHERE hash = $1 {}",
            if kunci { "FOR UPDATE" } else { "" }
        );
        let baris: Option<BarisRahasia> = self.satu(&sql, [hash.into()]).await?;
        let Some(baris) = baris else { return Ok(None) };
        Ok(Some(RahasiaSekali {
            id: RahasiaSekaliId::new(baris.id),
            hash: baris.hash,
            pengguna: PenggunaId::new(baris.pengguna_id),
            jenis: JenisRahasia::dari_kata(&baris.jenis)
                .ok_or_else(|| rusak(format!("rahasia_sekali.jenis {}", baris.jenis)))?,
            dibuat_pada: baris.dibuat_pada,
            berakhir_pada: baris.berakhir_pada,
            habis: baris.habis,
        }))
    }

    async fn pakai_rahasia(
        &mut self,
        id: RahasiaSekaliId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE rahasia_sekali SET dipakai_pada = $2 WHERE id = $1",
            [id.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn batalkan_rahasia(
        &mut self,
        pengguna: PenggunaId,
        jenis: JenisRahasia,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE rahasia_sekali SET batal_pada = $3
             WHERE pengguna_id = $1 AND jenis = $2 AND dipakai_pada IS NULL AND batal_pada IS NULL",
            [pengguna.uuid().into(), jenis.kata().into(), pada.into()],
        )
        .await?;
        self.jalankan(
            "UPDATE surel_petugas SET keadaan = 'dilewati', galat = 'kode_batal', selesai_pada = $3,
                 isi_tersegel = NULL
             WHERE pengguna_id = $1 AND jenis = $2 AND keadaan = 'antre'",
            [pengguna.uuid().into(), jenis.kata().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn rapikan(&mut self, sebelum: OffsetDateTime) -> Result<u64, PortError> {
        let mut jumlah = 0;
        for (tabel, kolom) in [
            ("gagal_masuk", "pada"),
            ("tiket_masuk", "berakhir_pada"),
            ("kunci_sandi_upacara", "berakhir_pada"),
            ("perangkat_dikenal", "berakhir_pada"),
            ("rahasia_sekali", "berakhir_pada"),
        ] {
            jumlah += self
                .jalankan(
                    &format!("{MESIN} DELETE FROM {tabel} WHERE {kolom} < $1"),
                    [sebelum.into()],
                )
                .await?;
        }
        Ok(jumlah)
    }
}
