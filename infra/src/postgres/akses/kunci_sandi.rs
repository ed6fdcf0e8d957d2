//! Passkeys of officers, and open ceremonies with them.

use async_trait::async_trait;
use loket_domain::{
    akses::{
        KunciSandi, KunciSandiId, KunciSandiRepository, PenggunaId, TujuanUpacara, Upacara,
        UpacaraId,
    },
    galat::PortError,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    baris::{Segel, bilangan, rusak},
    kerja::PgUnitOfWork,
};

const PILIH: &str =
    "SELECT id, pengguna_id, sidik, isi_tersegel, label_tersegel, dibuat_pada, terakhir_pada,
         dibekukan_pada
     FROM kunci_sandi";

#[derive(FromQueryResult)]
struct BarisKunci {
    id: Uuid,
    pengguna_id: Uuid,
    sidik: Vec<u8>,
    isi_tersegel: Vec<u8>,
    label_tersegel: Vec<u8>,
    dibuat_pada: OffsetDateTime,
    terakhir_pada: Option<OffsetDateTime>,
    dibekukan_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisUpacara {
    id: Uuid,
    tujuan: String,
    ikatan: Vec<u8>,
    pengguna_id: Uuid,
    keadaan_tersegel: Vec<u8>,
    dibuat_pada: OffsetDateTime,
    berakhir_pada: OffsetDateTime,
}

impl PgUnitOfWork {
    fn kunci_dari(&self, baris: BarisKunci) -> Result<KunciSandi, PortError> {
        let segel = Segel::new(&self.kunci, "kunci_sandi", baris.id);
        let label = segel.buka_teks("label_tersegel", &baris.label_tersegel)?;
        Ok(KunciSandi {
            id: KunciSandiId::new(baris.id),
            pengguna: PenggunaId::new(baris.pengguna_id),
            sidik: baris.sidik,
            isi: segel.buka_teks("isi_tersegel", &baris.isi_tersegel)?,
            label: label.buka().to_owned(),
            dibuat_pada: baris.dibuat_pada,
            terakhir_pada: baris.terakhir_pada,
            dibekukan_pada: baris.dibekukan_pada,
        })
    }
}

#[async_trait]
impl KunciSandiRepository for PgUnitOfWork {
    async fn milik(&mut self, pengguna: PenggunaId) -> Result<Vec<KunciSandi>, PortError> {
        let sql = format!("{PILIH} WHERE pengguna_id = $1 ORDER BY id");
        let semua: Vec<BarisKunci> = self.semua(&sql, [pengguna.uuid().into()]).await?;
        semua.into_iter().map(|baris| self.kunci_dari(baris)).collect()
    }

    async fn jumlah(&mut self, pengguna: PenggunaId) -> Result<u64, PortError> {
        let sql = "SELECT count(*) FROM kunci_sandi WHERE pengguna_id = $1";
        let jumlah: Option<i64> = self.nilai(sql, [pengguna.uuid().into()]).await?;
        bilangan(jumlah.unwrap_or(0))
    }

    async fn bersidik(&mut self, sidik: &[u8]) -> Result<Option<KunciSandi>, PortError> {
        let sql = format!("{PILIH} WHERE sidik = $1 FOR UPDATE");
        let baris: Option<BarisKunci> = self.satu(&sql, [sidik.into()]).await?;
        baris.map(|baris| self.kunci_dari(baris)).transpose()
    }

    async fn tambah(&mut self, kunci: &KunciSandi) -> Result<bool, PortError> {
        let segel = Segel::new(&self.kunci, "kunci_sandi", kunci.id.uuid());
        let isi = segel.teks("isi_tersegel", kunci.isi.buka())?;
        let label = segel.teks("label_tersegel", &kunci.label)?;
        let jumlah = self
            .jalankan(
                "INSERT INTO kunci_sandi (id, pengguna_id, sidik, isi_tersegel, label_tersegel, dibuat_pada)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (sidik) DO NOTHING",
                [
                    kunci.id.uuid().into(),
                    kunci.pengguna.uuid().into(),
                    kunci.sidik.clone().into(),
                    isi.into(),
                    label.into(),
                    kunci.dibuat_pada.into(),
                ],
            )
            .await?;
        Ok(jumlah == 1)
    }

    async fn simpan(&mut self, kunci: &KunciSandi) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "kunci_sandi", kunci.id.uuid());
        let isi = segel.teks("isi_tersegel", kunci.isi.buka())?;
        self.jalankan(
            "UPDATE kunci_sandi SET isi_tersegel = $2, terakhir_pada = $3, dibekukan_pada = $4
             WHERE id = $1",
            [
                kunci.id.uuid().into(),
                isi.into(),
                kunci.terakhir_pada.into(),
                kunci.dibekukan_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn hapus(&mut self, id: KunciSandiId) -> Result<(), PortError> {
        self.jalankan("DELETE FROM kunci_sandi WHERE id = $1", [id.uuid().into()]).await.map(drop)
    }

    async fn mulai(&mut self, upacara: &Upacara) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "kunci_sandi_upacara", upacara.id.uuid());
        let keadaan = segel.teks("keadaan_tersegel", upacara.keadaan.buka())?;
        self.jalankan(
            "INSERT INTO kunci_sandi_upacara (id, tujuan, ikatan, pengguna_id, keadaan_tersegel, dibuat_pada,
                 berakhir_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (tujuan, ikatan) DO UPDATE SET id = EXCLUDED.id, pengguna_id = EXCLUDED.pengguna_id,
                 keadaan_tersegel = EXCLUDED.keadaan_tersegel, dibuat_pada = EXCLUDED.dibuat_pada,
                 berakhir_pada = EXCLUDED.berakhir_pada",
            [
                upacara.id.uuid().into(),
                upacara.tujuan.kata().into(),
                upacara.ikatan.clone().into(),
                upacara.pengguna.uuid().into(),
                keadaan.into(),
                upacara.dibuat_pada.into(),
                upacara.berakhir_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn ambil(
        &mut self,
        tujuan: TujuanUpacara,
        ikatan: &[u8],
    ) -> Result<Option<Upacara>, PortError> {
        let mut semua: Vec<BarisUpacara> = self
            .semua(
                "DELETE FROM kunci_sandi_upacara WHERE tujuan = $1 AND ikatan = $2
                 RETURNING id, tujuan, ikatan, pengguna_id, keadaan_tersegel, dibuat_pada, berakhir_pada",
                [tujuan.kata().into(), ikatan.into()],
            )
            .await?;
        let Some(baris) = semua.pop() else { return Ok(None) };
        let segel = Segel::new(&self.kunci, "kunci_sandi_upacara", baris.id);
        Ok(Some(Upacara {
            id: UpacaraId::new(baris.id),
            tujuan: TujuanUpacara::dari_kata(&baris.tujuan)
                .ok_or_else(|| rusak(format!("kunci_sandi_upacara.tujuan {}", baris.tujuan)))?,
            ikatan: baris.ikatan,
            pengguna: PenggunaId::new(baris.pengguna_id),
            keadaan: segel.buka_teks("keadaan_tersegel", &baris.keadaan_tersegel)?,
            dibuat_pada: baris.dibuat_pada,
            berakhir_pada: baris.berakhir_pada,
        }))
    }
}
