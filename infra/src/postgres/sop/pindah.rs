//! Orders to move running cases, and their reports.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    nilai::NomorRegistrasi,
    permohonan::PermohonanId,
    sop::{
        BarisPindah, Hambatan, HasilPindah, JumlahPindah, KataHasil, KeadaanPindah, Pindah,
        PindahId, PindahRepository, SopVersiId, TidakPindah,
    },
};
use sea_orm::{FromQueryResult, JsonValue};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    baris::{bilangan, dari_json, ke_json, kode, rusak},
    kerja::PgUnitOfWork,
    sop::BERJALAN,
};

/// Every column of an order, with the numbers of its versions.
const PILIH: &str = "SELECT s.id, s.kode, s.dari_versi_id, a.versi AS dari_versi, s.ke_versi_id, b.versi AS ke_versi,
         s.peta, s.uji_coba, s.oleh, s.keadaan, s.galat, s.jumlah, s.dibuat_pada, s.selesai_pada
     FROM sop_pindah s
     JOIN sop_versi a ON a.id = s.dari_versi_id
     JOIN sop_versi b ON b.id = s.ke_versi_id";

/// Claims the oldest order that nobody works on.
pub(in crate::postgres) const KLAIM: &str =
    "UPDATE sop_pindah SET keadaan = 'berjalan', dikerjakan_sampai = $2
     WHERE id = (
         SELECT id FROM sop_pindah
         WHERE keadaan IN ('antre', 'berjalan') AND (dikerjakan_sampai IS NULL OR dikerjakan_sampai < $1)
         ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
     )
     RETURNING id";

/// Running cases of version `$1` behind the last one that order `$2` settled, at most `$3`.
pub(in crate::postgres) fn sql_sisa() -> String {
    format!(
        "SELECT id FROM permohonan
         WHERE sop_versi_id = $1 AND status IN {BERJALAN}
             AND id > coalesce((SELECT permohonan_id FROM sop_pindah_kasus WHERE pindah_id = $2
                                ORDER BY permohonan_id DESC LIMIT 1),
                               '00000000-0000-0000-0000-000000000000'::uuid)
         ORDER BY id LIMIT $3"
    )
}

#[derive(FromQueryResult)]
struct BarisPesanan {
    id: Uuid,
    kode: String,
    dari_versi_id: Uuid,
    dari_versi: i32,
    ke_versi_id: Uuid,
    ke_versi: i32,
    peta: JsonValue,
    uji_coba: bool,
    oleh: Uuid,
    keadaan: String,
    galat: Option<String>,
    jumlah: i64,
    dibuat_pada: OffsetDateTime,
    selesai_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisJumlah {
    dipindah: i64,
    dapat: i64,
    tetap: i64,
}

#[derive(FromQueryResult)]
struct BarisHasil {
    permohonan_id: Uuid,
    nomor: String,
    hasil: String,
    alasan: Option<String>,
    tahap: Option<String>,
    pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisId {
    id: Uuid,
}

fn pindah_dari(baris: BarisPesanan) -> Result<Pindah, PortError> {
    let keadaan = match (baris.keadaan.as_str(), baris.selesai_pada, baris.galat) {
        ("antre", ..) => KeadaanPindah::Antre,
        ("berjalan", ..) => KeadaanPindah::Berjalan,
        ("selesai", Some(pada), _) => KeadaanPindah::Selesai { pada },
        ("gagal", Some(pada), Some(galat)) => KeadaanPindah::Gagal { galat, pada },
        (lain, ..) => return Err(rusak(format!("sop_pindah.keadaan {lain}"))),
    };
    Ok(Pindah {
        id: PindahId::new(baris.id),
        kode: kode(&baris.kode)?,
        dari: (SopVersiId::new(baris.dari_versi_id), bilangan(baris.dari_versi)?),
        ke: (SopVersiId::new(baris.ke_versi_id), bilangan(baris.ke_versi)?),
        peta: dari_json(baris.peta)?,
        uji_coba: baris.uji_coba,
        oleh: PenggunaId::new(baris.oleh),
        keadaan,
        jumlah: bilangan(baris.jumlah)?,
        dibuat_pada: baris.dibuat_pada,
    })
}

fn hasil_dari(baris: BarisHasil) -> Result<BarisPindah, PortError> {
    let hasil = match (baris.hasil.as_str(), baris.alasan) {
        ("dipindah", None) => HasilPindah::Dipindah,
        ("dapat", None) => HasilPindah::Dapat,
        ("tetap", Some(alasan)) => HasilPindah::Tetap(TidakPindah {
            hambatan: Hambatan::SEMUA
                .into_iter()
                .find(|satu| satu.kode() == alasan)
                .ok_or_else(|| rusak(format!("sop_pindah_kasus.alasan {alasan}")))?,
            tahap: baris.tahap.as_deref().map(kode).transpose()?,
        }),
        (lain, _) => return Err(rusak(format!("sop_pindah_kasus.hasil {lain}"))),
    };
    Ok(BarisPindah {
        permohonan: PermohonanId::new(baris.permohonan_id),
        nomor: NomorRegistrasi::parse(&baris.nomor).map_err(PortError::tak_terduga)?,
        hasil,
        pada: baris.pada,
    })
}

impl PgUnitOfWork {
    async fn satu_pindah(&self, id: Uuid) -> Result<Option<Pindah>, PortError> {
        let baris = self.satu(&format!("{PILIH} WHERE s.id = $1"), [id.into()]).await?;
        baris.map(pindah_dari).transpose()
    }
}

#[async_trait]
impl PindahRepository for PgUnitOfWork {
    async fn tambah_pindah(&mut self, pindah: &Pindah) -> Result<(), PortError> {
        let jumlah: i64 = bilangan(pindah.jumlah)?;
        self.jalankan(
            "INSERT INTO sop_pindah (id, kode, dari_versi_id, ke_versi_id, peta, uji_coba, oleh, keadaan, jumlah,
                 dibuat_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'antre', $8, $9)",
            [
                pindah.id.uuid().into(),
                pindah.kode.as_str().into(),
                pindah.dari.0.uuid().into(),
                pindah.ke.0.uuid().into(),
                ke_json(&pindah.peta)?.into(),
                pindah.uji_coba.into(),
                pindah.oleh.uuid().into(),
                jumlah.into(),
                pindah.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn pindah(&mut self, id: PindahId) -> Result<Option<(Pindah, JumlahPindah)>, PortError> {
        let Some(pindah) = self.satu_pindah(id.uuid()).await? else { return Ok(None) };
        let jumlah: Option<BarisJumlah> = self
            .satu(
                "SELECT count(*) FILTER (WHERE hasil = 'dipindah') AS dipindah,
                     count(*) FILTER (WHERE hasil = 'dapat') AS dapat,
                     count(*) FILTER (WHERE hasil = 'tetap') AS tetap
                 FROM sop_pindah_kasus WHERE pindah_id = $1",
                [id.uuid().into()],
            )
            .await?;
        let jumlah = jumlah.map(|satu| {
            Ok(JumlahPindah {
                dipindah: bilangan(satu.dipindah)?,
                dapat: bilangan(satu.dapat)?,
                tetap: bilangan(satu.tetap)?,
            })
        });
        Ok(Some((pindah, jumlah.transpose()?.unwrap_or_default())))
    }

    async fn hasil_pindah(
        &mut self,
        id: PindahId,
        saring: Option<KataHasil>,
        halaman: Halaman,
    ) -> Result<Vec<BarisPindah>, PortError> {
        let semua: Vec<BarisHasil> = self
            .semua(
                "SELECT k.permohonan_id, p.nomor, k.hasil, k.alasan, k.tahap, k.pada
                 FROM sop_pindah_kasus k JOIN permohonan p ON p.id = k.permohonan_id
                 WHERE k.pindah_id = $1 AND k.permohonan_id > $2 AND ($3::text IS NULL OR k.hasil = $3)
                 ORDER BY k.permohonan_id LIMIT $4",
                [
                    id.uuid().into(),
                    halaman.sesudah.unwrap_or(Uuid::nil()).into(),
                    saring.map(|kata| kata.kata().to_owned()).into(),
                    (i64::from(halaman.batas) + 1).into(),
                ],
            )
            .await?;
        semua.into_iter().map(hasil_dari).collect()
    }

    async fn klaim_pindah(
        &mut self,
        pada: OffsetDateTime,
        sampai: OffsetDateTime,
    ) -> Result<Option<Pindah>, PortError> {
        let id: Option<Uuid> = self.nilai(KLAIM, [pada.into(), sampai.into()]).await?;
        match id {
            Some(id) => self.satu_pindah(id).await,
            None => Ok(None),
        }
    }

    async fn sisa_pindah(
        &mut self,
        pindah: &Pindah,
        batas: u32,
    ) -> Result<Vec<PermohonanId>, PortError> {
        let nilai = [pindah.dari.0.uuid().into(), pindah.id.uuid().into(), i64::from(batas).into()];
        let semua: Vec<BarisId> = self.semua(&sql_sisa(), nilai).await?;
        Ok(semua.into_iter().map(|satu| PermohonanId::new(satu.id)).collect())
    }

    async fn sudah_diputus(
        &mut self,
        id: PindahId,
        kasus: PermohonanId,
    ) -> Result<bool, PortError> {
        let ada: Option<bool> = self
            .nilai(
                "SELECT EXISTS (SELECT 1 FROM sop_pindah_kasus WHERE pindah_id = $1 AND permohonan_id = $2)",
                [id.uuid().into(), kasus.uuid().into()],
            )
            .await?;
        Ok(ada.unwrap_or(false))
    }

    async fn catat_hasil(
        &mut self,
        id: PindahId,
        kasus: PermohonanId,
        hasil: &HasilPindah,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let (alasan, tahap) = match hasil {
            HasilPindah::Dipindah | HasilPindah::Dapat => (None, None),
            HasilPindah::Tetap(tetap) => (
                Some(tetap.hambatan.kode().to_owned()),
                tetap.tahap.as_ref().map(ToString::to_string),
            ),
        };
        // A rehearsal locks no case, so two workers may settle the same one; they agree.
        self.jalankan(
            "INSERT INTO sop_pindah_kasus (pindah_id, permohonan_id, hasil, alasan, tahap, pada)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (pindah_id, permohonan_id) DO NOTHING",
            [
                id.uuid().into(),
                kasus.uuid().into(),
                hasil.kata().kata().into(),
                alasan.into(),
                tahap.into(),
                pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn lepas_pindah(&mut self, id: PindahId) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE sop_pindah SET dikerjakan_sampai = NULL WHERE id = $1 AND keadaan = 'berjalan'",
            [id.uuid().into()],
        )
        .await
        .map(drop)
    }

    async fn selesai_pindah(
        &mut self,
        id: PindahId,
        galat: Option<&'static str>,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let keadaan = if galat.is_some() { "gagal" } else { "selesai" };
        self.jalankan(
            "UPDATE sop_pindah SET keadaan = $2, galat = $3, selesai_pada = $4, dikerjakan_sampai = NULL
             WHERE id = $1 AND keadaan IN ('antre', 'berjalan')",
            [id.uuid().into(), keadaan.into(), galat.map(str::to_owned).into(), pada.into()],
        )
        .await
        .map(drop)
    }
}
