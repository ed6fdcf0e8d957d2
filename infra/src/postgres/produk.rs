//! Approvals, register entries and corrections of products, and the public's questions.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    dokumen::{CatatanRegister, DokumenId, Perbaikan, Persetujuan, ProdukRepository},
    galat::PortError,
    permohonan::PermohonanId,
    sop::TugasId,
    verifikasi::{BarisVerifikasi, KeadaanTerbit, KodeVerifikasi},
};
use sea_orm::FromQueryResult;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    baris::{Segel, bilangan, kode, rusak},
    kerja::PgUnitOfWork,
};

#[derive(FromQueryResult)]
struct BarisPersetujuan {
    dokumen_id: Uuid,
    tugas_id: Uuid,
    tahap: String,
    level: Option<i32>,
    sha256: Vec<u8>,
    oleh: Uuid,
    nama: String,
    pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisRegister {
    dokumen_id: Uuid,
    permohonan_id: Uuid,
    register: String,
    tahun: i32,
    urut: i64,
    nomor: String,
    buku: Option<String>,
    halaman: Option<String>,
    tanggal: Date,
    oleh: Uuid,
    dibuat_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisPerbaikan {
    dokumen_id: Uuid,
    permohonan_id: Uuid,
}

#[derive(FromQueryResult)]
struct BarisPublik {
    keadaan: String,
    sementara: bool,
    nama: String,
    layanan_kode: Option<String>,
    produk_kode: Option<String>,
    penanda_tangan: Option<String>,
    terbit_pada: Option<OffsetDateTime>,
    berubah_pada: Option<OffsetDateTime>,
    halaman: Option<i32>,
    sha256: Option<Vec<u8>>,
    berlaku_sampai: Option<Date>,
}

/// Issued versions and interim products, as the public sees them; `{d}` and `{s}` say which. A version counts as issued from
/// when it was signed or ready, whatever became of it; a draft that already has a code does not.
const PUBLIK: &str = "SELECT d.keadaan, false AS sementara, d.nama, p.layanan_kode, d.produk_kode, d.penanda_tangan,
         coalesce(d.ditandatangani_pada, d.siap_pada, d.dibuat_pada) AS terbit_pada,
         CASE d.keadaan WHEN 'dicabut' THEN d.dicabut_pada WHEN 'diganti' THEN d.diganti_pada END AS berubah_pada,
         d.sah_halaman AS halaman, d.sah_sha256 AS sha256, NULL::date AS berlaku_sampai
     FROM dokumen d JOIN permohonan p ON p.id = d.permohonan_id
     WHERE {d} AND d.keadaan IN ('sah', 'siap', 'diganti', 'dicabut')
       AND (d.sah_sha256 IS NOT NULL OR d.siap_pada IS NOT NULL)
     UNION ALL
     SELECT s.keadaan, true, s.nama, NULL, NULL, NULL, s.dibuat_pada, s.berubah_pada, s.halaman, s.sha256,
         s.berlaku_sampai
     FROM dokumen_sementara s WHERE {s}
     LIMIT 1";

fn publik(baris: BarisPublik) -> Result<BarisVerifikasi, PortError> {
    Ok(BarisVerifikasi {
        keadaan: match baris.keadaan.as_str() {
            "sah" | "siap" | "berlaku" => KeadaanTerbit::Berlaku,
            "diganti" => KeadaanTerbit::Diganti,
            "dicabut" => KeadaanTerbit::Dicabut,
            lain => return Err(rusak(format!("keadaan {lain}"))),
        },
        sementara: baris.sementara,
        nama: baris.nama,
        asal: match (&baris.layanan_kode, &baris.produk_kode) {
            (Some(layanan), Some(produk)) => Some((kode(layanan)?, kode(produk)?)),
            _ => None,
        },
        penanda_tangan: baris.penanda_tangan,
        terbit_pada: baris.terbit_pada,
        berubah_pada: baris.berubah_pada,
        halaman: baris.halaman.map(bilangan).transpose()?,
        sha256: baris.sha256,
        berlaku_sampai: baris.berlaku_sampai,
    })
}

#[async_trait]
impl ProdukRepository for PgUnitOfWork {
    async fn catat_persetujuan(&mut self, satu: &Persetujuan) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO dokumen_persetujuan (dokumen_id, tugas_id, tahap, level, sha256, oleh, pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (dokumen_id, tugas_id) DO NOTHING",
            [
                satu.dokumen.uuid().into(),
                satu.tugas.uuid().into(),
                satu.tahap.to_string().into(),
                satu.level.map(bilangan::<_, i32>).transpose()?.into(),
                satu.sha256.clone().into(),
                satu.oleh.uuid().into(),
                satu.pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn persetujuan(&mut self, id: PermohonanId) -> Result<Vec<Persetujuan>, PortError> {
        let semua: Vec<BarisPersetujuan> = self
            .semua(
                "SELECT s.dokumen_id, s.tugas_id, s.tahap, s.level, s.sha256, s.oleh, g.nama, s.pada
                 FROM dokumen d JOIN dokumen_persetujuan s ON s.dokumen_id = d.id
                 JOIN pengguna g ON g.id = s.oleh
                 WHERE d.permohonan_id = $1 ORDER BY s.pada, s.tugas_id",
                [id.uuid().into()],
            )
            .await?;
        let baca = |baris: BarisPersetujuan| {
            Ok(Persetujuan {
                dokumen: DokumenId::new(baris.dokumen_id),
                tugas: TugasId::new(baris.tugas_id),
                tahap: kode(&baris.tahap)?,
                level: baris.level.map(bilangan).transpose()?,
                sha256: baris.sha256,
                oleh: PenggunaId::new(baris.oleh),
                nama: Some(baris.nama),
                pada: baris.pada,
            })
        };
        semua.into_iter().map(baca).collect()
    }

    async fn catat_register(&mut self, satu: &CatatanRegister) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO dokumen_register (dokumen_id, permohonan_id, register, tahun, urut, nomor, buku, halaman,
                 tanggal, oleh, dibuat_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            [
                satu.dokumen.uuid().into(),
                satu.permohonan.uuid().into(),
                satu.register.to_string().into(),
                satu.tahun.into(),
                bilangan::<_, i64>(satu.urut)?.into(),
                satu.nomor.as_str().into(),
                satu.buku.clone().into(),
                satu.halaman.clone().into(),
                satu.tanggal.into(),
                satu.oleh.uuid().into(),
                satu.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn register(&mut self, id: PermohonanId) -> Result<Vec<CatatanRegister>, PortError> {
        let semua: Vec<BarisRegister> = self
            .semua(
                "SELECT dokumen_id, permohonan_id, register, tahun, urut, nomor, buku, halaman, tanggal, oleh, dibuat_pada
                 FROM dokumen_register WHERE permohonan_id = $1 ORDER BY dibuat_pada",
                [id.uuid().into()],
            )
            .await?;
        let baca = |baris: BarisRegister| {
            Ok(CatatanRegister {
                dokumen: DokumenId::new(baris.dokumen_id),
                permohonan: PermohonanId::new(baris.permohonan_id),
                register: kode(&baris.register)?,
                tahun: baris.tahun,
                urut: bilangan(baris.urut)?,
                nomor: baris.nomor,
                buku: baris.buku,
                halaman: baris.halaman,
                tanggal: baris.tanggal,
                oleh: PenggunaId::new(baris.oleh),
                dibuat_pada: baris.dibuat_pada,
            })
        };
        semua.into_iter().map(baca).collect()
    }

    async fn catat_perbaikan(&mut self, satu: &Perbaikan) -> Result<(), PortError> {
        let id = satu.permohonan.uuid();
        let alasan = Segel::new(&self.kunci, "dokumen_perbaikan", id)
            .teks("alasan_tersegel", satu.alasan.buka())?;
        self.jalankan(
            "INSERT INTO dokumen_perbaikan (permohonan_id, dokumen_id, alasan_tersegel, oleh, dibuat_pada)
             VALUES ($1, $2, $3, $4, $5)",
            [
                id.into(),
                satu.dokumen.uuid().into(),
                alasan.into(),
                satu.oleh.uuid().into(),
                satu.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn perbaikan(
        &mut self,
        id: PermohonanId,
    ) -> Result<Option<(DokumenId, PermohonanId)>, PortError> {
        let baris: Option<BarisPerbaikan> = self
            .satu(
                "SELECT b.dokumen_id, d.permohonan_id FROM dokumen_perbaikan b JOIN dokumen d ON d.id = b.dokumen_id
                 WHERE b.permohonan_id = $1",
                [id.uuid().into()],
            )
            .await?;
        Ok(baris.map(|b| (DokumenId::new(b.dokumen_id), PermohonanId::new(b.permohonan_id))))
    }

    async fn perbaikan_berjalan(
        &mut self,
        id: DokumenId,
    ) -> Result<Option<PermohonanId>, PortError> {
        let sql = "SELECT p.id FROM dokumen_perbaikan b JOIN permohonan p ON p.id = b.permohonan_id
             WHERE b.dokumen_id = $1 AND p.status IN ('berjalan', 'menunggu_pemohon') LIMIT 1";
        Ok(self.nilai(sql, [id.uuid().into()]).await?.map(PermohonanId::new))
    }

    async fn nomor_dipakai(
        &mut self,
        nomor: &str,
        kecuali: PermohonanId,
    ) -> Result<bool, PortError> {
        let ada: Option<i32> = self
            .nilai(
                "SELECT 1 FROM dokumen WHERE nomor_dokumen = $1 AND permohonan_id <> $2
                   AND keadaan NOT IN ('ditolak', 'diganti', 'dicabut') LIMIT 1",
                [nomor.into(), kecuali.uuid().into()],
            )
            .await?;
        Ok(ada.is_some())
    }

    async fn dengan_kode(
        &mut self,
        kode: &KodeVerifikasi,
    ) -> Result<Option<BarisVerifikasi>, PortError> {
        let sql = PUBLIK
            .replace("{d}", "d.kode_verifikasi = $1")
            .replace("{s}", "s.kode_verifikasi = $1");
        let baris: Option<BarisPublik> = self.satu(&sql, [kode.padat().into()]).await?;
        baris.map(publik).transpose()
    }

    async fn dengan_sidik(&mut self, sha256: &[u8]) -> Result<Option<BarisVerifikasi>, PortError> {
        let sql = PUBLIK.replace("{d}", "d.sah_sha256 = $1").replace("{s}", "s.sha256 = $1");
        let baris: Option<BarisPublik> = self.satu(&sql, [sha256.to_vec().into()]).await?;
        baris.map(publik).transpose()
    }
}
