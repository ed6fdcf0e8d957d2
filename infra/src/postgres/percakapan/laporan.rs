//! Reports of scams.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    nilai::Rahasia,
    percakapan::{KeadaanLaporan, KontakId, LaporanId, LaporanPenipuan, LaporanRepository},
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    baris::{Segel, bilangan, rusak},
    kerja::PgUnitOfWork,
};

const TABEL: &str = "laporan_penipuan";
/// The name under which numbers are indexed, as at contacts.
const INDEKS_NOMOR: &str = "nomor_wa";

const PILIH: &str =
    "SELECT id, kontak_id, nomor_tersegel, isi_tersegel, keadaan, dibuat_pada, diubah_oleh,
         diubah_pada
     FROM laporan_penipuan";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    kontak_id: Uuid,
    nomor_tersegel: Option<Vec<u8>>,
    isi_tersegel: Vec<u8>,
    keadaan: String,
    dibuat_pada: OffsetDateTime,
    diubah_oleh: Option<Uuid>,
    diubah_pada: Option<OffsetDateTime>,
}

impl PgUnitOfWork {
    fn laporan_dari(&self, baris: &Baris) -> Result<LaporanPenipuan, PortError> {
        let segel = Segel::new(&self.kunci, TABEL, baris.id);
        let nomor = baris.nomor_tersegel.as_deref();
        Ok(LaporanPenipuan {
            id: LaporanId::new(baris.id),
            kontak: KontakId::new(baris.kontak_id),
            nomor: nomor.map(|isi| segel.buka_teks("nomor_tersegel", isi)).transpose()?,
            isi: segel.buka_teks("isi_tersegel", &baris.isi_tersegel)?,
            keadaan: KeadaanLaporan::dari_kode(&baris.keadaan)
                .ok_or_else(|| rusak("laporan_penipuan.keadaan"))?,
            dibuat_pada: baris.dibuat_pada,
            diubah: baris.diubah_oleh.map(PenggunaId::new).zip(baris.diubah_pada),
        })
    }
}

#[async_trait]
impl LaporanRepository for PgUnitOfWork {
    async fn tambah(&mut self, laporan: &LaporanPenipuan) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, TABEL, laporan.id.uuid());
        let nomor = laporan.nomor.as_ref().map(Rahasia::buka);
        self.jalankan(
            "INSERT INTO laporan_penipuan (id, kontak_id, nomor_tersegel, nomor_indeks, isi_tersegel, keadaan,
                 dibuat_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [
                laporan.id.uuid().into(),
                laporan.kontak.uuid().into(),
                nomor.map(|nomor| segel.teks("nomor_tersegel", nomor)).transpose()?.into(),
                nomor.map(|nomor| self.kunci.indeks(INDEKS_NOMOR, nomor)).into(),
                segel.teks("isi_tersegel", laporan.isi.buka())?.into(),
                laporan.keadaan.kode().into(),
                laporan.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn jumlah_sejak(
        &mut self,
        kontak: KontakId,
        sejak: OffsetDateTime,
    ) -> Result<u32, PortError> {
        let jumlah: Option<i64> = self
            .nilai(
                "SELECT count(*) FROM laporan_penipuan WHERE kontak_id = $1 AND dibuat_pada > $2",
                [kontak.uuid().into(), sejak.into()],
            )
            .await?;
        bilangan(jumlah.unwrap_or(0))
    }

    async fn daftar(
        &mut self,
        keadaan: Option<KeadaanLaporan>,
        halaman: Halaman,
    ) -> Result<Vec<LaporanPenipuan>, PortError> {
        let (sesudah, batas) =
            (halaman.sesudah.unwrap_or(Uuid::max()), i64::from(halaman.batas) + 1);
        let semua: Vec<Baris> = if let Some(keadaan) = keadaan {
            let sql = format!("{PILIH} WHERE keadaan = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
            self.semua(&sql, [keadaan.kode().into(), sesudah.into(), batas.into()]).await?
        } else {
            let sql = format!("{PILIH} WHERE id < $1 ORDER BY id DESC LIMIT $2");
            self.semua(&sql, [sesudah.into(), batas.into()]).await?
        };
        semua.iter().map(|baris| self.laporan_dari(baris)).collect()
    }

    async fn kunci(&mut self, id: LaporanId) -> Result<Option<LaporanPenipuan>, PortError> {
        let sql = format!("{PILIH} WHERE id = $1 FOR NO KEY UPDATE");
        let baris: Option<Baris> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(|baris| self.laporan_dari(&baris)).transpose()
    }

    async fn simpan(&mut self, laporan: &LaporanPenipuan) -> Result<(), PortError> {
        let (oleh, pada) = laporan.diubah.unzip();
        self.jalankan(
            "UPDATE laporan_penipuan SET keadaan = $2, diubah_oleh = $3, diubah_pada = $4 WHERE id = $1",
            [
                laporan.id.uuid().into(),
                laporan.keadaan.kode().into(),
                oleh.map(PenggunaId::uuid).into(),
                pada.into(),
            ],
        )
        .await
        .map(drop)
    }
}
