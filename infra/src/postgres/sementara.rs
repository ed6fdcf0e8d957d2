//! Interim products and their templates.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    dokumen::ObjekBerkas,
    galat::PortError,
    nilai::Kode,
    permohonan::PermohonanId,
    sementara::{
        KeadaanSementara, KeadaanTemplatDokumen, Sementara, SementaraId, SementaraRepository,
        VersiTemplat,
    },
    verifikasi::KodeVerifikasi,
};
use sea_orm::{FromQueryResult, JsonValue};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    baris::{bilangan, dari_json, ke_json, kode, rusak},
    kerja::PgUnitOfWork,
};

const TEMPLAT: &str = "SELECT id, kode, versi, keadaan, isi, dibuat_oleh, diubah_pada, diterbitkan_oleh, berlaku_sejak
     FROM dokumen_templat";
const SEMENTARA: &str = "SELECT id, permohonan_id, templat_kode, templat_versi, nama, nomor, kode_verifikasi, keadaan, kunci,
         sha256, ukuran, halaman, berlaku_sampai, oleh, dibuat_pada, berubah_pada
     FROM dokumen_sementara";

#[derive(FromQueryResult)]
struct BarisTemplat {
    id: Uuid,
    kode: String,
    versi: i32,
    keadaan: String,
    isi: JsonValue,
    dibuat_oleh: Uuid,
    diubah_pada: OffsetDateTime,
    diterbitkan_oleh: Option<Uuid>,
    berlaku_sejak: Option<OffsetDateTime>,
}

fn templat(baris: BarisTemplat) -> Result<VersiTemplat, PortError> {
    Ok(VersiTemplat {
        id: baris.id,
        kode: kode(&baris.kode)?,
        versi: bilangan(baris.versi)?,
        keadaan: match (baris.keadaan.as_str(), baris.berlaku_sejak, baris.diterbitkan_oleh) {
            ("draf", ..) => KeadaanTemplatDokumen::Draf,
            ("terbit", Some(sejak), Some(oleh)) => {
                KeadaanTemplatDokumen::Terbit { sejak, oleh: PenggunaId::new(oleh) }
            }
            (lain, ..) => return Err(rusak(format!("dokumen_templat.keadaan {lain}"))),
        },
        isi: dari_json(baris.isi)?,
        dibuat_oleh: PenggunaId::new(baris.dibuat_oleh),
        diubah_pada: baris.diubah_pada,
    })
}

#[derive(FromQueryResult)]
struct BarisSementara {
    id: Uuid,
    permohonan_id: Uuid,
    templat_kode: String,
    templat_versi: i32,
    nama: String,
    nomor: String,
    kode_verifikasi: String,
    keadaan: String,
    kunci: String,
    sha256: Vec<u8>,
    ukuran: i64,
    halaman: i32,
    berlaku_sampai: Option<Date>,
    oleh: Uuid,
    dibuat_pada: OffsetDateTime,
    berubah_pada: Option<OffsetDateTime>,
}

fn dari(baris: BarisSementara) -> Result<Sementara, PortError> {
    let keadaan = KeadaanSementara::SEMUA.into_iter().find(|satu| satu.kata() == baris.keadaan);
    Ok(Sementara {
        id: SementaraId::new(baris.id),
        permohonan: PermohonanId::new(baris.permohonan_id),
        templat: kode(&baris.templat_kode)?,
        templat_versi: bilangan(baris.templat_versi)?,
        nama: baris.nama,
        nomor: baris.nomor,
        kode: KodeVerifikasi::parse(&baris.kode_verifikasi).map_err(PortError::tak_terduga)?,
        keadaan: keadaan
            .ok_or_else(|| rusak(format!("dokumen_sementara.keadaan {}", baris.keadaan)))?,
        berkas: ObjekBerkas {
            kunci: baris.kunci,
            sha256: baris.sha256,
            ukuran: bilangan(baris.ukuran)?,
        },
        halaman: bilangan(baris.halaman)?,
        berlaku_sampai: baris.berlaku_sampai,
        oleh: PenggunaId::new(baris.oleh),
        dibuat_pada: baris.dibuat_pada,
        berubah_pada: baris.berubah_pada,
    })
}

#[async_trait]
impl SementaraRepository for PgUnitOfWork {
    async fn versi_templat(&mut self, kode: Option<&Kode>) -> Result<Vec<VersiTemplat>, PortError> {
        let semua: Vec<BarisTemplat> = match kode {
            Some(kode) => {
                let sql = format!("{TEMPLAT} WHERE kode = $1 ORDER BY versi DESC");
                self.semua(&sql, [kode.to_string().into()]).await?
            }
            None => self.semua(&format!("{TEMPLAT} ORDER BY kode, versi DESC"), []).await?,
        };
        semua.into_iter().map(templat).collect()
    }

    async fn templat_berlaku(
        &mut self,
        kode: &Kode,
        pada: OffsetDateTime,
    ) -> Result<Option<VersiTemplat>, PortError> {
        let sql = format!(
            "{TEMPLAT} WHERE kode = $1 AND keadaan = 'terbit' AND berlaku_sejak <= $2
             ORDER BY berlaku_sejak DESC, versi DESC LIMIT 1"
        );
        let baris: Option<BarisTemplat> =
            self.satu(&sql, [kode.to_string().into(), pada.into()]).await?;
        baris.map(templat).transpose()
    }

    async fn simpan_draf_templat(&mut self, draf: &VersiTemplat) -> Result<(), PortError> {
        let terubah = self
            .jalankan(
                "INSERT INTO dokumen_templat (id, kode, versi, keadaan, isi, dibuat_oleh, diubah_pada)
                 VALUES ($1, $2, $3, 'draf', $4, $5, $6)
                 ON CONFLICT (id) DO UPDATE SET isi = excluded.isi, diubah_pada = excluded.diubah_pada
                     WHERE dokumen_templat.keadaan = 'draf'",
                [
                    draf.id.into(),
                    draf.kode.to_string().into(),
                    bilangan::<_, i32>(draf.versi)?.into(),
                    ke_json(&draf.isi)?.into(),
                    draf.dibuat_oleh.uuid().into(),
                    draf.diubah_pada.into(),
                ],
            )
            .await?;
        // It was published meanwhile.
        if terubah == 1 { Ok(()) } else { Err(PortError::Konflik) }
    }

    async fn terbitkan_templat(
        &mut self,
        id: Uuid,
        oleh: PenggunaId,
        sejak: OffsetDateTime,
    ) -> Result<(), PortError> {
        let terubah = self
            .jalankan(
                "UPDATE dokumen_templat SET keadaan = 'terbit', diterbitkan_oleh = $2, berlaku_sejak = $3
                 WHERE id = $1 AND keadaan = 'draf'",
                [id.into(), oleh.uuid().into(), sejak.into()],
            )
            .await?;
        if terubah == 1 { Ok(()) } else { Err(PortError::Konflik) }
    }

    async fn tambah(&mut self, satu: &Sementara) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE dokumen_sementara SET keadaan = 'diganti', berubah_pada = $3
             WHERE permohonan_id = $1 AND templat_kode = $2 AND keadaan = 'berlaku'",
            [
                satu.permohonan.uuid().into(),
                satu.templat.to_string().into(),
                satu.dibuat_pada.into(),
            ],
        )
        .await?;
        self.jalankan(
            "INSERT INTO dokumen_sementara (id, permohonan_id, templat_kode, templat_versi, nama, nomor, kode_verifikasi,
                 keadaan, kunci, sha256, ukuran, halaman, berlaku_sampai, oleh, dibuat_pada, berubah_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
            [
                satu.id.uuid().into(),
                satu.permohonan.uuid().into(),
                satu.templat.to_string().into(),
                bilangan::<_, i32>(satu.templat_versi)?.into(),
                satu.nama.as_str().into(),
                satu.nomor.as_str().into(),
                satu.kode.padat().into(),
                satu.keadaan.kata().into(),
                satu.berkas.kunci.as_str().into(),
                satu.berkas.sha256.clone().into(),
                bilangan::<_, i64>(satu.berkas.ukuran)?.into(),
                bilangan::<_, i32>(satu.halaman)?.into(),
                satu.berlaku_sampai.into(),
                satu.oleh.uuid().into(),
                satu.dibuat_pada.into(),
                satu.berubah_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn baca(&mut self, id: SementaraId) -> Result<Option<Sementara>, PortError> {
        let sql = format!("{SEMENTARA} WHERE id = $1");
        let baris: Option<BarisSementara> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(dari).transpose()
    }

    async fn milik(&mut self, id: PermohonanId) -> Result<Vec<Sementara>, PortError> {
        let sql = format!("{SEMENTARA} WHERE permohonan_id = $1 ORDER BY id DESC");
        let semua: Vec<BarisSementara> = self.semua(&sql, [id.uuid().into()]).await?;
        semua.into_iter().map(dari).collect()
    }

    async fn gantikan(&mut self, id: PermohonanId, pada: OffsetDateTime) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE dokumen_sementara SET keadaan = 'diganti', berubah_pada = $2
             WHERE permohonan_id = $1 AND keadaan = 'berlaku' AND berlaku_sampai IS NOT NULL",
            [id.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }
}
