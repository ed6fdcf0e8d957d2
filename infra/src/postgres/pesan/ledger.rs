//! The ledger as officers read it.

use loket_domain::{
    galat::PortError,
    halaman::Halaman,
    outbox::{
        BarisBiaya, BiayaKirim, Golongan, JejakPesan, KeadaanPesan, PesanId, RincianPesan,
        SaringPesan,
    },
    percakapan::KontakId,
    permohonan::PermohonanId,
};
use sea_orm::FromQueryResult;
use time::{Date, OffsetDateTime, UtcOffset};
use uuid::Uuid;

use super::{klaim::golongan, tahap};
use crate::postgres::{
    baris::{Segel, bilangan, rusak},
    kerja::PgUnitOfWork,
    saring::{Saring, id_sejak},
};

const KOLOM: &str = "id, kontak_id, permohonan_id, phone_number_id, golongan, jenis, keadaan, status_kirim, galat, percobaan,
     kabur, mungkin_ganda, kategori_biaya, ditagih, jenis_biaya, model_biaya, dibuat_pada, selesai_pada";

/// Every state of message `$1`.
pub(in crate::postgres) const JEJAK: &str =
    "SELECT urutan, keadaan, status_kirim, galat, catatan_tersegel, pada FROM pesan_keluar_jejak
     WHERE pesan_id = $1 ORDER BY urutan LIMIT 500";

/// What was charged from `$1` to before `$2`, by day `$3` seconds ahead of UTC.
pub(in crate::postgres) const BIAYA: &str =
    "SELECT ((biaya_pada AT TIME ZONE 'UTC') + make_interval(secs => $3))::date AS hari, kategori_biaya,
         count(*) FILTER (WHERE ditagih) AS ditagih, count(*) FILTER (WHERE NOT ditagih) AS gratis
     FROM pesan_keluar
     WHERE biaya_pada IS NOT NULL AND biaya_pada >= $1 AND biaya_pada < $2
     GROUP BY 1, 2 ORDER BY 1, 2";

/// A page of messages; the conditions name their own values behind `$2`.
pub(in crate::postgres) fn sql_daftar(saring: &str) -> String {
    format!("SELECT {KOLOM} FROM pesan_keluar WHERE id < $1{saring} ORDER BY id DESC LIMIT $2")
}

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    kontak_id: Uuid,
    permohonan_id: Option<Uuid>,
    phone_number_id: String,
    golongan: String,
    jenis: String,
    keadaan: String,
    status_kirim: Option<String>,
    galat: Option<String>,
    percobaan: i32,
    kabur: bool,
    mungkin_ganda: bool,
    kategori_biaya: Option<String>,
    ditagih: Option<bool>,
    jenis_biaya: Option<String>,
    model_biaya: Option<String>,
    dibuat_pada: OffsetDateTime,
    selesai_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisJejak {
    urutan: i32,
    keadaan: String,
    status_kirim: Option<String>,
    galat: Option<String>,
    catatan_tersegel: Option<Vec<u8>>,
    pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisHari {
    hari: Date,
    kategori_biaya: Option<String>,
    ditagih: i64,
    gratis: i64,
}

fn keadaan(kata: &str) -> Result<KeadaanPesan, PortError> {
    KeadaanPesan::dari_kata(kata).ok_or_else(|| rusak(format!("pesan_keluar.keadaan {kata}")))
}

fn rincian(baris: Baris) -> Result<RincianPesan, PortError> {
    let biaya = baris.kategori_biaya.map(|kategori| BiayaKirim {
        ditagih: baris.ditagih.unwrap_or(false),
        kategori,
        model: baris.model_biaya,
        jenis: baris.jenis_biaya,
    });
    Ok(RincianPesan {
        id: PesanId::new(baris.id),
        kontak: KontakId::new(baris.kontak_id),
        permohonan: baris.permohonan_id.map(PermohonanId::new),
        phone_number_id: baris.phone_number_id,
        golongan: golongan(&baris.golongan)?,
        jenis: baris.jenis,
        isi: None,
        keadaan: keadaan(&baris.keadaan)?,
        status: baris.status_kirim.as_deref().map(tahap).transpose()?,
        galat: baris.galat,
        percobaan: bilangan(baris.percobaan)?,
        kabur: baris.kabur,
        mungkin_ganda: baris.mungkin_ganda,
        biaya,
        dibuat_pada: baris.dibuat_pada,
        selesai_pada: baris.selesai_pada,
    })
}

impl PgUnitOfWork {
    /// The message with what it says; what does not open any more is left out.
    pub(super) async fn rincian_pesan(
        &self,
        id: PesanId,
        kunci: bool,
    ) -> Result<Option<RincianPesan>, PortError> {
        let kunci = if kunci { " FOR NO KEY UPDATE" } else { "" };
        let sql = format!("SELECT {KOLOM} FROM pesan_keluar WHERE id = $1{kunci}");
        let Some(baris) = self.satu::<Baris>(&sql, [id.uuid().into()]).await? else {
            return Ok(None);
        };
        let tersegel: Option<Vec<u8>> = self
            .nilai("SELECT isi_tersegel FROM pesan_keluar WHERE id = $1", [id.uuid().into()])
            .await?;
        let segel = Segel::new(&self.kunci, "pesan_keluar", id.uuid());
        let isi = tersegel.and_then(|isi| segel.buka_json("isi_tersegel", &isi).ok());
        Ok(Some(RincianPesan { isi, ..rincian(baris)? }))
    }

    pub(super) async fn daftar_pesan(
        &self,
        saring: &SaringPesan,
        halaman: Halaman,
    ) -> Result<Vec<RincianPesan>, PortError> {
        let Saring { nilai, syarat } = Saring::halaman(halaman)
            .bila("keadaan =", saring.keadaan.map(KeadaanPesan::kata))
            .bila("kontak_id =", saring.kontak.map(KontakId::uuid))
            .bila("permohonan_id =", saring.permohonan.map(PermohonanId::uuid))
            .bila("golongan =", saring.golongan.map(Golongan::kata))
            .bila("id >=", saring.sejak.map(id_sejak));
        let semua: Vec<Baris> = self.semua(&sql_daftar(&syarat), nilai).await?;
        semua.into_iter().map(rincian).collect()
    }

    pub(super) async fn jejak_pesan(&self, id: PesanId) -> Result<Vec<JejakPesan>, PortError> {
        let semua: Vec<BarisJejak> = self.semua(JEJAK, [id.uuid().into()]).await?;
        let segel = Segel::new(&self.kunci, "pesan_keluar_jejak", id.uuid());
        let buka = |baris: BarisJejak| {
            let catatan = baris.catatan_tersegel.as_deref();
            Ok(JejakPesan {
                urutan: bilangan(baris.urutan)?,
                keadaan: keadaan(&baris.keadaan)?,
                status: baris.status_kirim.as_deref().map(tahap).transpose()?,
                galat: baris.galat,
                catatan: catatan.map(|isi| segel.buka_teks("catatan_tersegel", isi)).transpose()?,
                pada: baris.pada,
            })
        };
        semua.into_iter().map(buka).collect()
    }

    pub(super) async fn biaya_pesan(
        &self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
        geser: UtcOffset,
    ) -> Result<Vec<BarisBiaya>, PortError> {
        let geser = f64::from(geser.whole_seconds());
        let semua: Vec<BarisHari> =
            self.semua(BIAYA, [dari.into(), sampai.into(), geser.into()]).await?;
        let satu = |baris: BarisHari| {
            Ok(BarisBiaya {
                hari: baris.hari,
                kategori: baris.kategori_biaya.unwrap_or_default(),
                ditagih: bilangan(baris.ditagih)?,
                gratis: bilangan(baris.gratis)?,
            })
        };
        semua.into_iter().map(satu).collect()
    }
}
