//! The state of the channel, and the log of what happened to it.

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    percakapan::{
        ArusKanal, CatatanKanal, ElemenGagal, KanalRepository, KeadaanKanal, Mutu, NomorKanal,
        NomorLayanan,
    },
};
use sea_orm::{FromQueryResult, JsonValue};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    baris::{Segel, bilangan},
    katalog::NomorTersegel,
    kerja::PgUnitOfWork,
};

const PILIH_KEADAAN: &str =
    "SELECT phone_number_id, waba_id, mutu, batas, status, nama, diperbarui_pada FROM wa_kanal";

/// Counts stop at `$1`, so that a backlog of any size costs the same.
pub(in crate::postgres) const ARUS: &str = "SELECT
         (SELECT diterima_pada FROM wa_masuk ORDER BY id DESC LIMIT 1) AS webhook_terakhir,
         (SELECT count(*) FROM (SELECT 1 FROM wa_masuk WHERE keadaan = 'antre' LIMIT $1) AS a) AS masuk,
         (SELECT count(*) FROM (SELECT 1 FROM pesan_keluar WHERE keadaan = 'antre' LIMIT $1) AS b) AS keluar,
         (SELECT count(*) FROM (SELECT 1 FROM pesan_keluar WHERE keadaan = 'tertahan' LIMIT $1) AS c)
             AS tertahan";

#[derive(FromQueryResult)]
struct BarisKeadaan {
    phone_number_id: Option<String>,
    waba_id: Option<String>,
    mutu: Option<String>,
    batas: Option<String>,
    status: Option<String>,
    nama: Option<String>,
    diperbarui_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisPeristiwa {
    id: Uuid,
    jenis: String,
    waba_id: Option<String>,
    phone_number_id: Option<String>,
    ringkasan: JsonValue,
    pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisNomor {
    id: Uuid,
    isi_tersegel: Vec<u8>,
}

#[derive(FromQueryResult)]
struct BarisArus {
    webhook_terakhir: Option<OffsetDateTime>,
    masuk: i64,
    keluar: i64,
    tertahan: i64,
}

#[derive(FromQueryResult)]
struct BarisGagal {
    id: Uuid,
    galat: Option<String>,
    percobaan: i32,
    diterima_pada: OffsetDateTime,
}

impl From<BarisKeadaan> for KeadaanKanal {
    fn from(baris: BarisKeadaan) -> Self {
        Self {
            phone_number_id: baris.phone_number_id,
            waba_id: baris.waba_id,
            mutu: baris.mutu.as_deref().and_then(Mutu::dari_kode),
            batas: baris.batas,
            status: baris.status,
            nama: baris.nama,
            diperbarui_pada: Some(baris.diperbarui_pada),
        }
    }
}

/// The key of a number, or of an account when no number is named.
fn kunci(phone_number_id: Option<&str>, waba_id: Option<&str>) -> String {
    match phone_number_id {
        Some(nomor) => format!("nomor/{nomor}"),
        None => format!("akun/{}", waba_id.unwrap_or_default()),
    }
}

#[async_trait]
impl KanalRepository for PgUnitOfWork {
    async fn catat(&mut self, catatan: &CatatanKanal) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO wa_kanal_peristiwa (id, jenis, waba_id, phone_number_id, ringkasan, pada)
             VALUES ($1, $2, $3, $4, $5, $6)",
            [
                catatan.id.into(),
                catatan.jenis.as_str().into(),
                catatan.waba_id.clone().into(),
                catatan.phone_number_id.clone().into(),
                catatan.ringkasan.clone().into(),
                catatan.pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn keadaan(
        &mut self,
        phone_number_id: Option<&str>,
        waba_id: Option<&str>,
    ) -> Result<Option<KeadaanKanal>, PortError> {
        let sql = format!("{PILIH_KEADAAN} WHERE kunci = $1");
        let baris: Option<BarisKeadaan> =
            self.satu(&sql, [kunci(phone_number_id, waba_id).into()]).await?;
        Ok(baris.map(Into::into))
    }

    async fn perbarui(&mut self, keadaan: &KeadaanKanal) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO wa_kanal (kunci, phone_number_id, waba_id, mutu, batas, status, nama, diperbarui_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (kunci) DO UPDATE SET
                 waba_id = coalesce(EXCLUDED.waba_id, wa_kanal.waba_id),
                 mutu = coalesce(EXCLUDED.mutu, wa_kanal.mutu),
                 batas = coalesce(EXCLUDED.batas, wa_kanal.batas),
                 status = coalesce(EXCLUDED.status, wa_kanal.status),
                 nama = coalesce(EXCLUDED.nama, wa_kanal.nama),
                 diperbarui_pada = EXCLUDED.diperbarui_pada
             WHERE wa_kanal.diperbarui_pada <= EXCLUDED.diperbarui_pada",
            [
                kunci(keadaan.phone_number_id.as_deref(), keadaan.waba_id.as_deref()).into(),
                keadaan.phone_number_id.clone().into(),
                keadaan.waba_id.clone().into(),
                keadaan.mutu.map(Mutu::kode).into(),
                keadaan.batas.clone().into(),
                keadaan.status.clone().into(),
                keadaan.nama.clone().into(),
                keadaan.diperbarui_pada.unwrap_or(OffsetDateTime::UNIX_EPOCH).into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn semua_keadaan(&mut self) -> Result<Vec<KeadaanKanal>, PortError> {
        let sql = format!("{PILIH_KEADAAN} ORDER BY kunci LIMIT 100");
        let semua: Vec<BarisKeadaan> = self.semua(&sql, []).await?;
        Ok(semua.into_iter().map(Into::into).collect())
    }

    async fn peristiwa(&mut self, batas: u32) -> Result<Vec<CatatanKanal>, PortError> {
        let semua: Vec<BarisPeristiwa> = self
            .semua(
                "SELECT id, jenis, waba_id, phone_number_id, ringkasan, pada
                 FROM wa_kanal_peristiwa ORDER BY id DESC LIMIT $1",
                [i64::from(batas).into()],
            )
            .await?;
        let catatan = |baris: BarisPeristiwa| CatatanKanal {
            id: baris.id,
            jenis: baris.jenis,
            waba_id: baris.waba_id,
            phone_number_id: baris.phone_number_id,
            ringkasan: baris.ringkasan,
            pada: baris.pada,
        };
        Ok(semua.into_iter().map(catatan).collect())
    }

    async fn nomor(&mut self) -> Result<Vec<NomorKanal>, PortError> {
        let semua: Vec<BarisNomor> = self
            .semua(
                "SELECT id, isi_tersegel FROM integrasi WHERE kunci >= 'wa/' AND kunci < 'wa0'
                 ORDER BY kunci LIMIT 100",
                [],
            )
            .await?;
        let buka = |baris: BarisNomor| {
            let segel = Segel::new(&self.kunci, "integrasi", baris.id);
            let isi: NomorTersegel = segel.buka_json("isi_tersegel", &baris.isi_tersegel)?;
            let nomor = NomorLayanan::from(isi);
            Ok(NomorKanal {
                phone_number_id: nomor.phone_number_id,
                nomor_tampilan: nomor.nomor_tampilan,
                waba_id: nomor.waba_id,
            })
        };
        semua.into_iter().map(buka).collect()
    }

    async fn arus(&mut self) -> Result<ArusKanal, PortError> {
        let terbanyak = i64::from(ArusKanal::TERBANYAK);
        let arus: Option<BarisArus> = self.satu(ARUS, [terbanyak.into()]).await?;
        let gagal: Vec<BarisGagal> = self
            .semua(
                "SELECT id, galat, percobaan, diterima_pada FROM wa_masuk WHERE keadaan = 'gagal'
                 ORDER BY id DESC LIMIT 20",
                [],
            )
            .await?;
        let Some(arus) = arus else { return Ok(ArusKanal::default()) };
        let gagal = gagal.into_iter().map(|baris| {
            Ok(ElemenGagal {
                id: baris.id,
                galat: baris.galat,
                percobaan: bilangan(baris.percobaan)?,
                diterima_pada: baris.diterima_pada,
            })
        });
        Ok(ArusKanal {
            webhook_terakhir: arus.webhook_terakhir,
            masuk_antre: bilangan(arus.masuk)?,
            keluar_antre: bilangan(arus.keluar)?,
            keluar_tertahan: bilangan(arus.tertahan)?,
            gagal: gagal.collect::<Result<_, PortError>>()?,
        })
    }
}
