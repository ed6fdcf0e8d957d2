//! Printers of cards and their log.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    kartu::{
        BahanHabis, CatatanPencetak, CetakId, MacamCatatan, Pencetak, PencetakId,
        PencetakRepository,
    },
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::{Segel, bilangan, kode, rusak},
    kartu::jenis_kartu,
    kerja::PgUnitOfWork,
};
use crate::crypto::KunciTenant;

const PENCETAK: &str =
    "id, nama, kartu, unit_kode, nomor_seri, aktif, ribbon_kapasitas, ribbon_terpakai,
     film_kapasitas, film_terpakai, tercetak, rusak, dibuat_pada";

/// Lines of the log of printer `$1` behind `$2`, the newest first, at most `$3`.
pub(super) const CATATAN: &str =
    "SELECT id, pencetak_id, macam, cetak_id, alasan, catatan_tersegel, oleh, pada
     FROM pencetak_catatan WHERE pencetak_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";

#[derive(FromQueryResult)]
struct BarisPencetak {
    id: Uuid,
    nama: String,
    kartu: Vec<String>,
    unit_kode: String,
    nomor_seri: Option<String>,
    aktif: bool,
    ribbon_kapasitas: i32,
    ribbon_terpakai: i32,
    film_kapasitas: i32,
    film_terpakai: i32,
    tercetak: i64,
    rusak: i64,
    dibuat_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisCatatan {
    id: Uuid,
    pencetak_id: Uuid,
    macam: String,
    cetak_id: Option<Uuid>,
    alasan: Option<String>,
    catatan_tersegel: Option<Vec<u8>>,
    oleh: Uuid,
    pada: OffsetDateTime,
}

fn pencetak_dari(baris: BarisPencetak) -> Result<Pencetak, PortError> {
    let bahan = |kapasitas: i32, terpakai: i32| -> Result<BahanHabis, PortError> {
        Ok(BahanHabis { kapasitas: bilangan(kapasitas)?, terpakai: bilangan(terpakai)? })
    };
    Ok(Pencetak {
        id: PencetakId::new(baris.id),
        nama: baris.nama,
        kartu: baris.kartu.iter().map(|satu| jenis_kartu(satu)).collect::<Result<_, _>>()?,
        unit: kode(&baris.unit_kode)?,
        nomor_seri: baris.nomor_seri,
        aktif: baris.aktif,
        ribbon: bahan(baris.ribbon_kapasitas, baris.ribbon_terpakai)?,
        film: bahan(baris.film_kapasitas, baris.film_terpakai)?,
        tercetak: bilangan(baris.tercetak)?,
        rusak: bilangan(baris.rusak)?,
        dibuat_pada: baris.dibuat_pada,
    })
}

fn catatan_dari(kunci: &KunciTenant, baris: BarisCatatan) -> Result<CatatanPencetak, PortError> {
    let segel = Segel::new(kunci, "pencetak_catatan", baris.id);
    let macam = MacamCatatan::dari_kata(&baris.macam);
    let catatan = baris.catatan_tersegel.as_deref();
    Ok(CatatanPencetak {
        id: baris.id,
        pencetak: PencetakId::new(baris.pencetak_id),
        macam: macam.ok_or_else(|| rusak(format!("pencetak_catatan.macam {}", baris.macam)))?,
        cetak: baris.cetak_id.map(CetakId::new),
        alasan: baris.alasan,
        catatan: catatan.map(|isi| segel.buka_teks("catatan_tersegel", isi)).transpose()?,
        oleh: PenggunaId::new(baris.oleh),
        pada: baris.pada,
    })
}

#[async_trait]
impl PencetakRepository for PgUnitOfWork {
    async fn tambah(&mut self, satu: &Pencetak) -> Result<(), PortError> {
        let kartu: Vec<String> = satu.kartu.iter().map(|satu| satu.kata().to_owned()).collect();
        let (ribbon, film): (i32, i32) =
            (bilangan(satu.ribbon.kapasitas)?, bilangan(satu.film.kapasitas)?);
        self.jalankan(
            "INSERT INTO pencetak (id, nama, kartu, unit_kode, nomor_seri, aktif, ribbon_kapasitas,
                 ribbon_terpakai, film_kapasitas, film_terpakai, tercetak, rusak, dibuat_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, 0, 0, 0, $9)",
            [
                satu.id.uuid().into(),
                satu.nama.as_str().into(),
                kartu.into(),
                satu.unit.as_str().into(),
                satu.nomor_seri.clone().into(),
                satu.aktif.into(),
                ribbon.into(),
                film.into(),
                satu.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn baca(&mut self, id: PencetakId) -> Result<Option<Pencetak>, PortError> {
        let sql = format!("SELECT {PENCETAK} FROM pencetak WHERE id = $1");
        let baris: Option<BarisPencetak> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(pencetak_dari).transpose()
    }

    async fn kunci(&mut self, id: PencetakId) -> Result<Option<Pencetak>, PortError> {
        let sql = format!("SELECT {PENCETAK} FROM pencetak WHERE id = $1 FOR UPDATE");
        let baris: Option<BarisPencetak> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(pencetak_dari).transpose()
    }

    async fn simpan(&mut self, satu: &Pencetak) -> Result<(), PortError> {
        let (ribbon, film): (i32, i32) =
            (bilangan(satu.ribbon.terpakai)?, bilangan(satu.film.terpakai)?);
        let (tercetak, rusak): (i64, i64) = (bilangan(satu.tercetak)?, bilangan(satu.rusak)?);
        self.jalankan(
            "UPDATE pencetak SET aktif = $2, ribbon_terpakai = $3, film_terpakai = $4, tercetak = $5,
                 rusak = $6 WHERE id = $1",
            [
                satu.id.uuid().into(),
                satu.aktif.into(),
                ribbon.into(),
                film.into(),
                tercetak.into(),
                rusak.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn daftar(&mut self) -> Result<Vec<Pencetak>, PortError> {
        let sql = format!("SELECT {PENCETAK} FROM pencetak ORDER BY id LIMIT 200");
        let semua: Vec<BarisPencetak> = self.semua(&sql, []).await?;
        semua.into_iter().map(pencetak_dari).collect()
    }

    async fn catat(&mut self, satu: &CatatanPencetak) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "pencetak_catatan", satu.id);
        let catatan = satu.catatan.as_ref();
        let catatan = catatan.map(|isi| segel.teks("catatan_tersegel", isi.buka())).transpose()?;
        self.jalankan(
            "INSERT INTO pencetak_catatan
                 (id, pencetak_id, macam, cetak_id, alasan, catatan_tersegel, oleh, pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                satu.id.into(),
                satu.pencetak.uuid().into(),
                satu.macam.kata().into(),
                satu.cetak.map(CetakId::uuid).into(),
                satu.alasan.clone().into(),
                catatan.into(),
                satu.oleh.uuid().into(),
                satu.pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn catatan(
        &mut self,
        id: PencetakId,
        halaman: Halaman,
    ) -> Result<Vec<CatatanPencetak>, PortError> {
        let nilai = [
            id.uuid().into(),
            halaman.sesudah.unwrap_or(Uuid::max()).into(),
            (i64::from(halaman.batas) + 1).into(),
        ];
        let semua: Vec<BarisCatatan> = self.semua(CATATAN, nilai).await?;
        semua.into_iter().map(|baris| catatan_dari(&self.kunci, baris)).collect()
    }
}
