//! Letters of conveyance.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    nilai::Kode,
    penyerahan::{
        IsiJalan, KeadaanSuratJalan, LangkahJalan, PenyerahanId, SuratJalan, SuratJalanId,
        SuratJalanRepository,
    },
};
use sea_orm::{FromQueryResult, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::buku::keadaan;
use crate::postgres::{
    baris::{Segel, bilangan, kode, rusak},
    kerja::PgUnitOfWork,
};

const KOLOM: &str =
    "SELECT id, nomor, unit_kode, keadaan, oleh, dibuat_pada, diubah_pada FROM surat_jalan";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    nomor: String,
    unit_kode: String,
    keadaan: String,
    oleh: Uuid,
    dibuat_pada: OffsetDateTime,
    diubah_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisIsi {
    penyerahan_id: Uuid,
    permohonan_id: Uuid,
    nomor: String,
    dokumen: String,
    nama_tersegel: Vec<u8>,
    keadaan: String,
}

#[derive(FromQueryResult)]
struct BarisLangkah {
    urutan: i32,
    ke_unit: String,
    diserahkan_oleh: Uuid,
    penyerah: String,
    diserahkan_pada: OffsetDateTime,
    diterima_oleh: Option<Uuid>,
    penerima: Option<String>,
    diterima_pada: Option<OffsetDateTime>,
    kurang: i32,
}

fn surat_dari(baris: Baris) -> Result<SuratJalan, PortError> {
    Ok(SuratJalan {
        id: SuratJalanId::new(baris.id),
        nomor: baris.nomor,
        unit: kode(&baris.unit_kode)?,
        keadaan: KeadaanSuratJalan::dari_kata(&baris.keadaan)
            .ok_or_else(|| rusak(format!("surat_jalan.keadaan {}", baris.keadaan)))?,
        oleh: PenggunaId::new(baris.oleh),
        isi: Vec::new(),
        langkah: Vec::new(),
        dibuat_pada: baris.dibuat_pada,
        diubah_pada: baris.diubah_pada,
    })
}

fn langkah_dari(baris: BarisLangkah) -> Result<LangkahJalan, PortError> {
    let diterima = match (baris.diterima_oleh, baris.penerima, baris.diterima_pada) {
        (Some(oleh), Some(nama), Some(pada)) => Some((PenggunaId::new(oleh), nama, pada)),
        _ => None,
    };
    Ok(LangkahJalan {
        urutan: bilangan(baris.urutan)?,
        ke: kode(&baris.ke_unit)?,
        diserahkan: (PenggunaId::new(baris.diserahkan_oleh), baris.penyerah, baris.diserahkan_pada),
        diterima,
        kurang: bilangan(baris.kurang)?,
    })
}

#[async_trait]
impl SuratJalanRepository for PgUnitOfWork {
    async fn tambah(&mut self, surat: &SuratJalan) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO surat_jalan (id, nomor, unit_kode, keadaan, oleh, dibuat_pada, diubah_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [
                surat.id.uuid().into(),
                surat.nomor.clone().into(),
                surat.unit.as_str().into(),
                surat.keadaan.kata().into(),
                surat.oleh.uuid().into(),
                surat.dibuat_pada.into(),
                surat.diubah_pada.into(),
            ],
        )
        .await?;
        let isi: Vec<Uuid> = surat.isi.iter().map(|satu| satu.penyerahan.uuid()).collect();
        self.jalankan(
            "INSERT INTO surat_jalan_isi (surat_jalan_id, penyerahan_id) SELECT $1, unnest($2::uuid[])",
            [surat.id.uuid().into(), isi.into()],
        )
        .await
        .map(drop)
    }

    async fn baca(
        &mut self,
        id: SuratJalanId,
        kunci: bool,
    ) -> Result<Option<SuratJalan>, PortError> {
        let kunci = if kunci { " FOR NO KEY UPDATE" } else { "" };
        let sql = format!("{KOLOM} WHERE id = $1{kunci}");
        let Some(baris) = self.satu::<Baris>(&sql, [id.uuid().into()]).await? else {
            return Ok(None);
        };
        let mut surat = surat_dari(baris)?;
        let isi: Vec<BarisIsi> = self
            .semua(
                "SELECT i.penyerahan_id, s.permohonan_id, p.nomor, d.nama AS dokumen, p.nama_tersegel, s.keadaan
                 FROM surat_jalan_isi i
                 JOIN penyerahan s ON s.id = i.penyerahan_id
                 JOIN dokumen d ON d.id = s.dokumen_id
                 JOIN permohonan p ON p.id = s.permohonan_id
                 WHERE i.surat_jalan_id = $1 ORDER BY i.penyerahan_id",
                [id.uuid().into()],
            )
            .await?;
        for satu in isi {
            let segel = Segel::new(&self.kunci, "permohonan", satu.permohonan_id);
            surat.isi.push(IsiJalan {
                penyerahan: PenyerahanId::new(satu.penyerahan_id),
                nomor: satu.nomor,
                dokumen: satu.dokumen,
                nama: segel.buka_teks("nama_tersegel", &satu.nama_tersegel)?,
                keadaan: keadaan(&satu.keadaan)?,
            });
        }
        let langkah: Vec<BarisLangkah> = self
            .semua(
                "SELECT l.urutan, l.ke_unit, l.diserahkan_oleh, a.nama AS penyerah, l.diserahkan_pada, l.diterima_oleh,
                     b.nama AS penerima, l.diterima_pada, l.kurang
                 FROM surat_jalan_langkah l
                 JOIN pengguna a ON a.id = l.diserahkan_oleh
                 LEFT JOIN pengguna b ON b.id = l.diterima_oleh
                 WHERE l.surat_jalan_id = $1 ORDER BY l.urutan",
                [id.uuid().into()],
            )
            .await?;
        surat.langkah = langkah.into_iter().map(langkah_dari).collect::<Result<_, _>>()?;
        Ok(Some(surat))
    }

    async fn simpan(&mut self, surat: &SuratJalan) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE surat_jalan SET keadaan = $2, diubah_pada = $3 WHERE id = $1",
            [surat.id.uuid().into(), surat.keadaan.kata().into(), surat.diubah_pada.into()],
        )
        .await
        .map(drop)
    }

    async fn serahkan(
        &mut self,
        id: SuratJalanId,
        langkah: &LangkahJalan,
    ) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO surat_jalan_langkah (surat_jalan_id, urutan, ke_unit, diserahkan_oleh, diserahkan_pada)
             VALUES ($1, $2, $3, $4, $5)",
            [
                id.uuid().into(),
                bilangan::<_, i32>(langkah.urutan)?.into(),
                langkah.ke.as_str().into(),
                langkah.diserahkan.0.uuid().into(),
                langkah.diserahkan.2.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn terima(&mut self, id: SuratJalanId, langkah: &LangkahJalan) -> Result<(), PortError> {
        let (oleh, pada) = match &langkah.diterima {
            Some((oleh, _, pada)) => (*oleh, *pada),
            None => return Err(rusak("a hand-over that nobody took")),
        };
        self.jalankan(
            "UPDATE surat_jalan_langkah SET diterima_oleh = $3, diterima_pada = $4, kurang = $5
             WHERE surat_jalan_id = $1 AND urutan = $2",
            [
                id.uuid().into(),
                bilangan::<_, i32>(langkah.urutan)?.into(),
                oleh.uuid().into(),
                pada.into(),
                bilangan::<_, i32>(langkah.kurang)?.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn keluarkan(&mut self, id: PenyerahanId) -> Result<(), PortError> {
        self.jalankan("DELETE FROM surat_jalan_isi WHERE penyerahan_id = $1", [id.uuid().into()])
            .await
            .map(drop)
    }

    async fn daftar(
        &mut self,
        unit: Option<&Kode>,
        halaman: Halaman,
    ) -> Result<Vec<SuratJalan>, PortError> {
        let mut nilai: Vec<Value> = vec![
            halaman.sesudah.unwrap_or(Uuid::max()).into(),
            (i64::from(halaman.batas) + 1).into(),
        ];
        let mut saring = "";
        if let Some(unit) = unit {
            saring = " AND (unit_kode = $3 OR EXISTS (SELECT 1 FROM surat_jalan_langkah l
                 WHERE l.surat_jalan_id = surat_jalan.id AND l.ke_unit = $3))";
            nilai.push(unit.as_str().into());
        }
        let sql = format!("{KOLOM} WHERE id < $1{saring} ORDER BY id DESC LIMIT $2");
        let semua: Vec<Baris> = self.semua(&sql, nilai).await?;
        semua.into_iter().map(surat_dari).collect()
    }
}
