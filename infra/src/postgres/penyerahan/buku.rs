//! The ledger of hand-overs: what each change leaves behind, and how officers read it.

use loket_domain::{
    akses::PenggunaId,
    dokumen::DokumenId,
    galat::PortError,
    halaman::Halaman,
    nilai::{Kode, Rahasia},
    penyerahan::{
        BarisBuku, BarisRekap, JejakPenyerahan, KeadaanPenyerahan, Penarikan, Penyerahan,
        PenyerahanId, SaringPenyerahan, SebabPenarikan,
    },
    permohonan::PermohonanId,
};
use sea_orm::FromQueryResult;
use time::{Date, OffsetDateTime, UtcOffset};
use uuid::Uuid;

use crate::postgres::{
    baris::{Segel, bilangan, dari_kata, kata, rusak},
    kerja::PgUnitOfWork,
    saring::{Saring, id_sejak},
};

/// The name under which addresses of what was taken back are indexed.
const INDEKS_TUJUAN: &str = "penyerahan_tujuan";

const KOLOM: &str = "s.id, s.dokumen_id, d.nama AS dokumen_nama, s.permohonan_id, p.nomor, s.saluran, s.keadaan, s.urutan,
         s.tujuan_tersegel, s.oleh, u.nama AS oleh_nama, a.unit_kode, s.galat, s.dibuat_pada, s.diubah_pada
     FROM penyerahan s
     JOIN dokumen d ON d.id = s.dokumen_id
     JOIN permohonan p ON p.id = s.permohonan_id
     LEFT JOIN pengguna u ON u.id = s.oleh
     LEFT JOIN penyerahan_antar a ON a.penyerahan_id = s.id";

/// A page of attempts; the conditions name their own values behind `$2`.
pub(in crate::postgres) fn sql_buku(saring: &str) -> String {
    format!("SELECT {KOLOM} WHERE s.id < $1{saring} ORDER BY s.id DESC LIMIT $2")
}

/// Every attempt of case `$1`.
pub(in crate::postgres) fn sql_buku_kasus() -> String {
    format!("SELECT {KOLOM} WHERE s.permohonan_id = $1 ORDER BY s.id LIMIT 500")
}

/// Every state of every attempt of case `$1`.
pub(in crate::postgres) const JEJAK_PENYERAHAN: &str =
    "SELECT j.penyerahan_id, j.urutan, j.keadaan, j.galat, j.oleh, u.nama AS oleh_nama, j.pada
     FROM penyerahan s
     JOIN penyerahan_jejak j ON j.penyerahan_id = s.id
     LEFT JOIN pengguna u ON u.id = j.oleh
     WHERE s.permohonan_id = $1 ORDER BY j.penyerahan_id, j.urutan LIMIT 2000";

/// What came into each state from `$1` to before `$2`, by day `$3` seconds ahead of UTC.
pub(in crate::postgres) const REKAP: &str =
    "SELECT ((j.pada AT TIME ZONE 'UTC') + make_interval(secs => $3))::date AS hari, j.saluran, j.keadaan, d.produk_jenis AS jenis,
         count(*) AS jumlah
     FROM penyerahan_jejak j
     JOIN penyerahan s ON s.id = j.penyerahan_id
     JOIN dokumen d ON d.id = s.dokumen_id
     WHERE j.pada >= $1 AND j.pada < $2
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    dokumen_id: Uuid,
    dokumen_nama: String,
    permohonan_id: Uuid,
    nomor: String,
    saluran: String,
    keadaan: String,
    urutan: i32,
    tujuan_tersegel: Option<Vec<u8>>,
    oleh: Option<Uuid>,
    oleh_nama: Option<String>,
    unit_kode: Option<String>,
    galat: Option<String>,
    dibuat_pada: OffsetDateTime,
    diubah_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisJejak {
    penyerahan_id: Uuid,
    urutan: i32,
    keadaan: String,
    galat: Option<String>,
    oleh: Option<Uuid>,
    oleh_nama: Option<String>,
    pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisHari {
    hari: Date,
    saluran: String,
    keadaan: String,
    jenis: String,
    jumlah: i64,
}

#[derive(FromQueryResult)]
struct BarisTarik {
    id: Uuid,
    penyerahan_id: Uuid,
    sebab: String,
    catatan_tersegel: Option<Vec<u8>>,
    sudah_sampai: bool,
    oleh: Uuid,
    pada: OffsetDateTime,
}

pub(super) fn keadaan(kata: &str) -> Result<KeadaanPenyerahan, PortError> {
    KeadaanPenyerahan::dari_kata(kata).ok_or_else(|| rusak(format!("penyerahan.keadaan {kata}")))
}

fn orang(id: Option<Uuid>, nama: Option<String>) -> Option<(PenggunaId, String)> {
    id.zip(nama).map(|(id, nama)| (PenggunaId::new(id), nama))
}

impl PgUnitOfWork {
    /// Leaves the state of an attempt in the ledger, unless it is the one that was left last.
    pub(super) async fn catat_jejak(&self, satu: &Penyerahan) -> Result<(), PortError> {
        let urutan: Option<i32> = self.nilai(
            "INSERT INTO penyerahan_jejak (penyerahan_id, urutan, saluran, keadaan, galat, oleh, pada)
             SELECT $1, coalesce(max(urutan), 0) + 1, $2, $3, $4, $5, $6
             FROM penyerahan_jejak WHERE penyerahan_id = $1
             HAVING (array_agg(keadaan ORDER BY urutan DESC))[1] IS DISTINCT FROM $3
             RETURNING urutan",
            [
                satu.id.uuid().into(),
                kata(&satu.saluran)?.into(),
                satu.keadaan.kata().into(),
                satu.galat.clone().into(),
                satu.oleh.map(PenggunaId::uuid).into(),
                satu.diubah_pada.into(),
            ],
        )
        .await?;
        match urutan {
            Some(urutan) => self.kabarkan_penyerahan(satu, urutan).await,
            None => Ok(()),
        }
    }

    fn baris_buku(&self, baris: Baris) -> Result<BarisBuku, PortError> {
        let segel = Segel::new(&self.kunci, "penyerahan", baris.id);
        let tujuan = baris.tujuan_tersegel.as_deref();
        Ok(BarisBuku {
            id: PenyerahanId::new(baris.id),
            dokumen: DokumenId::new(baris.dokumen_id),
            dokumen_nama: baris.dokumen_nama,
            permohonan: PermohonanId::new(baris.permohonan_id),
            nomor: baris.nomor,
            saluran: dari_kata(baris.saluran)?,
            keadaan: keadaan(&baris.keadaan)?,
            urutan: bilangan(baris.urutan)?,
            tujuan: tujuan.map(|isi| segel.buka_teks("tujuan_tersegel", isi)).transpose()?,
            oleh: orang(baris.oleh, baris.oleh_nama),
            unit: baris.unit_kode,
            galat: baris.galat,
            dibuat_pada: baris.dibuat_pada,
            diubah_pada: baris.diubah_pada,
        })
    }

    pub(super) async fn daftar_buku(
        &self,
        saring: &SaringPenyerahan,
        halaman: Halaman,
    ) -> Result<Vec<BarisBuku>, PortError> {
        let saluran = saring.saluran.as_ref().map(kata).transpose()?;
        let Saring { nilai, syarat } = Saring::halaman(halaman)
            .bila("s.saluran =", saluran)
            .bila("s.keadaan =", saring.keadaan.map(KeadaanPenyerahan::kata))
            .bila("s.oleh =", saring.petugas.map(PenggunaId::uuid))
            .bila("s.id >=", saring.sejak.map(id_sejak))
            .bila("s.id <", saring.sebelum.map(id_sejak))
            .bila("a.unit_kode =", saring.unit.as_ref().map(Kode::as_str));
        let semua: Vec<Baris> = self.semua(&sql_buku(&syarat), nilai).await?;
        semua.into_iter().map(|baris| self.baris_buku(baris)).collect()
    }

    pub(super) async fn buku_kasus(&self, id: PermohonanId) -> Result<Vec<BarisBuku>, PortError> {
        let semua: Vec<Baris> = self.semua(&sql_buku_kasus(), [id.uuid().into()]).await?;
        semua.into_iter().map(|baris| self.baris_buku(baris)).collect()
    }

    pub(super) async fn jejak_kasus(
        &self,
        id: PermohonanId,
    ) -> Result<Vec<JejakPenyerahan>, PortError> {
        let semua: Vec<BarisJejak> = self.semua(JEJAK_PENYERAHAN, [id.uuid().into()]).await?;
        let satu = |baris: BarisJejak| {
            Ok(JejakPenyerahan {
                penyerahan: PenyerahanId::new(baris.penyerahan_id),
                urutan: bilangan(baris.urutan)?,
                keadaan: keadaan(&baris.keadaan)?,
                galat: baris.galat,
                oleh: orang(baris.oleh, baris.oleh_nama),
                pada: baris.pada,
            })
        };
        semua.into_iter().map(satu).collect()
    }

    pub(super) async fn rekap(
        &self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
        geser: UtcOffset,
    ) -> Result<Vec<BarisRekap>, PortError> {
        let geser = f64::from(geser.whole_seconds());
        let semua: Vec<BarisHari> =
            self.semua(REKAP, [dari.into(), sampai.into(), geser.into()]).await?;
        let satu = |baris: BarisHari| {
            Ok(BarisRekap {
                hari: baris.hari,
                saluran: dari_kata(baris.saluran)?,
                keadaan: keadaan(&baris.keadaan)?,
                jenis: dari_kata(baris.jenis)?,
                jumlah: bilangan(baris.jumlah)?,
            })
        };
        semua.into_iter().map(satu).collect()
    }

    pub(super) async fn catat_penarikan(&self, satu: &Penarikan) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "penyerahan_penarikan", satu.id);
        let catatan = satu.catatan.as_ref();
        let catatan = catatan.map(|isi| segel.teks("catatan_tersegel", isi.buka())).transpose()?;
        let tujuan = satu.tujuan.as_ref();
        let indeks = tujuan.map(|isi| self.kunci.indeks(INDEKS_TUJUAN, isi.buka()));
        let tujuan = tujuan.map(|isi| segel.teks("tujuan_tersegel", isi.buka())).transpose()?;
        self.jalankan(
            "INSERT INTO penyerahan_penarikan (id, penyerahan_id, sebab, catatan_tersegel, tujuan_indeks,
                 tujuan_tersegel, sudah_sampai, oleh, pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                satu.id.into(),
                satu.penyerahan.uuid().into(),
                satu.sebab.kata().into(),
                catatan.into(),
                indeks.into(),
                tujuan.into(),
                satu.sudah_sampai.into(),
                satu.oleh.uuid().into(),
                satu.pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    pub(super) async fn semua_penarikan(
        &self,
        halaman: Halaman,
    ) -> Result<Vec<Penarikan>, PortError> {
        let semua: Vec<BarisTarik> = self
            .semua(
                "SELECT id, penyerahan_id, sebab, catatan_tersegel, sudah_sampai, oleh, pada
                 FROM penyerahan_penarikan WHERE id < $1 ORDER BY id DESC LIMIT $2",
                [
                    halaman.sesudah.unwrap_or(Uuid::max()).into(),
                    (i64::from(halaman.batas) + 1).into(),
                ],
            )
            .await?;
        let satu = |baris: BarisTarik| {
            let segel = Segel::new(&self.kunci, "penyerahan_penarikan", baris.id);
            let catatan = baris.catatan_tersegel.as_deref();
            Ok(Penarikan {
                id: baris.id,
                penyerahan: PenyerahanId::new(baris.penyerahan_id),
                sebab: SebabPenarikan::dari_kata(&baris.sebab)
                    .ok_or_else(|| rusak(format!("penarikan.sebab {}", baris.sebab)))?,
                catatan: catatan.map(|isi| segel.buka_teks("catatan_tersegel", isi)).transpose()?,
                tujuan: None,
                sudah_sampai: baris.sudah_sampai,
                oleh: PenggunaId::new(baris.oleh),
                pada: baris.pada,
            })
        };
        semua.into_iter().map(satu).collect()
    }

    pub(super) async fn pernah_ditarik(
        &self,
        permohonan: PermohonanId,
        tujuan: &Rahasia,
    ) -> Result<bool, PortError> {
        let indeks = self.kunci.indeks_semua(INDEKS_TUJUAN, tujuan.buka());
        let ada: Option<bool> = self
            .nilai(
                "SELECT true FROM penyerahan_penarikan t JOIN penyerahan s ON s.id = t.penyerahan_id
                 WHERE t.tujuan_indeks = ANY ($1) AND s.permohonan_id = $2
                     AND t.sebab IN ('salah_nomor', 'salah_surel') LIMIT 1",
                [indeks.into(), permohonan.uuid().into()],
            )
            .await?;
        Ok(ada.unwrap_or(false))
    }
}
