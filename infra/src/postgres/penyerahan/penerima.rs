//! Choices, proofs and links of recipients.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    id::IdSource,
    nilai::{Kode, Rahasia},
    outbox::PesanId,
    penyerahan::{
        KeadaanAmbil, PenerimaRepository, PenyerahanId, PeriksaPenerima, Pilihan, TautanAmbil,
    },
    percakapan::KontakId,
    permohonan::PermohonanId,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::crypto::SystemIds;
use crate::postgres::{
    baris::{Segel, bilangan, dari_kata, kata, kode, rusak},
    kerja::PgUnitOfWork,
};

/// The name under which addresses that answered are indexed.
const INDEKS_SUREL: &str = "penyerahan_surel";

const TAUTAN: &str =
    "SELECT id, penyerahan_id, periksa, keadaan, salah, berlaku_sampai, ingat_pada, unduh_sampai, dibuat_pada
     FROM penyerahan_tautan WHERE token_sidik = $1";

/// Attempts whose recipient did not answer before `$1`.
pub(in crate::postgres) const LEWAT: &str =
    "SELECT penyerahan_id FROM penyerahan_tautan WHERE keadaan = 'aktif' AND berlaku_sampai < $1
     ORDER BY berlaku_sampai LIMIT $2";

/// Attempts whose document is parked, or will not leave any more, past their deadline before `$1`.
pub(in crate::postgres) const PARKIR: &str = "SELECT s.id, s.pesan_keluar_id
     FROM penyerahan s JOIN pesan_keluar m ON m.id = s.pesan_keluar_id
     WHERE s.keadaan = 'berjalan' AND s.tenggat_pada < $1 AND m.keadaan IN ('tertahan', 'gagal', 'dilewati')
     ORDER BY s.tenggat_pada LIMIT $2";

/// Attempts whose recipient is to be reminded before `$1`.
pub(in crate::postgres) const INGAT: &str =
    "SELECT penyerahan_id AS id FROM penyerahan_tautan WHERE keadaan = 'aktif' AND ingat_pada < $1
     ORDER BY ingat_pada LIMIT $2";

/// Cases of contact `$1` for which a way may be chosen.
pub(in crate::postgres) const KASUS_MEMILIH: &str = "SELECT p.id FROM permohonan p
     WHERE p.kontak_id = $1 AND (p.status IN ('berjalan', 'menunggu_pemohon') OR EXISTS (
         SELECT 1 FROM penyerahan s
         WHERE s.permohonan_id = p.id AND s.keadaan IN ('antre', 'menunggu_penerima', 'siap')))
     ORDER BY p.id DESC LIMIT $2";

#[derive(FromQueryResult)]
struct BarisId {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct BarisPilihan {
    id: Uuid,
    permohonan_id: Uuid,
    produk: String,
    saluran: String,
    tujuan_tersegel: Option<Vec<u8>>,
    unit_kode: Option<String>,
    oleh: Option<Uuid>,
    dipilih_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisTautan {
    id: Uuid,
    penyerahan_id: Uuid,
    periksa: String,
    keadaan: String,
    salah: i32,
    berlaku_sampai: OffsetDateTime,
    ingat_pada: Option<OffsetDateTime>,
    unduh_sampai: Option<OffsetDateTime>,
    dibuat_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisParkir {
    id: Uuid,
    pesan_keluar_id: Uuid,
}

fn tautan_dari(baris: &BarisTautan) -> Result<TautanAmbil, PortError> {
    Ok(TautanAmbil {
        id: baris.id,
        penyerahan: PenyerahanId::new(baris.penyerahan_id),
        periksa: PeriksaPenerima::dari_kata(&baris.periksa)
            .ok_or_else(|| rusak(format!("penyerahan_tautan.periksa {}", baris.periksa)))?,
        keadaan: KeadaanAmbil::dari_kata(&baris.keadaan)
            .ok_or_else(|| rusak(format!("penyerahan_tautan.keadaan {}", baris.keadaan)))?,
        salah: bilangan(baris.salah)?,
        berlaku_sampai: baris.berlaku_sampai,
        ingat_pada: baris.ingat_pada,
        unduh_sampai: baris.unduh_sampai,
        dibuat_pada: baris.dibuat_pada,
    })
}

impl PgUnitOfWork {
    fn pilihan_dari(&self, baris: BarisPilihan) -> Result<Pilihan, PortError> {
        let segel = Segel::new(&self.kunci, "penyerahan_pilihan", baris.id);
        let tujuan = baris.tujuan_tersegel.as_deref();
        Ok(Pilihan {
            id: baris.id,
            permohonan: PermohonanId::new(baris.permohonan_id),
            produk: kode(&baris.produk)?,
            saluran: dari_kata(baris.saluran)?,
            tujuan: tujuan.map(|isi| segel.buka_teks("tujuan_tersegel", isi)).transpose()?,
            unit: baris.unit_kode.as_deref().map(kode).transpose()?,
            oleh: baris.oleh.map(PenggunaId::new),
            dipilih_pada: baris.dipilih_pada,
        })
    }
}

#[async_trait]
impl PenerimaRepository for PgUnitOfWork {
    async fn pilih(&mut self, pilihan: &Pilihan) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "penyerahan_pilihan", pilihan.id);
        let tujuan = pilihan.tujuan.as_ref();
        let tujuan = tujuan.map(|isi| segel.teks("tujuan_tersegel", isi.buka())).transpose()?;
        // The seal is bound to the id, so a replaced row takes the new one.
        self.jalankan(
            "INSERT INTO penyerahan_pilihan (id, permohonan_id, produk, saluran, tujuan_tersegel, unit_kode, oleh,
                 dipilih_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (permohonan_id, produk) DO UPDATE SET id = EXCLUDED.id, saluran = EXCLUDED.saluran,
                 tujuan_tersegel = EXCLUDED.tujuan_tersegel, unit_kode = EXCLUDED.unit_kode, oleh = EXCLUDED.oleh,
                 dipilih_pada = EXCLUDED.dipilih_pada",
            [
                pilihan.id.into(),
                pilihan.permohonan.uuid().into(),
                pilihan.produk.as_str().into(),
                kata(&pilihan.saluran)?.into(),
                tujuan.into(),
                pilihan.unit.as_ref().map(Kode::to_string).into(),
                pilihan.oleh.map(PenggunaId::uuid).into(),
                pilihan.dipilih_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn pilihan(&mut self, id: PermohonanId) -> Result<Vec<Pilihan>, PortError> {
        let semua: Vec<BarisPilihan> = self
            .semua(
                "SELECT id, permohonan_id, produk, saluran, tujuan_tersegel, unit_kode, oleh, dipilih_pada
                 FROM penyerahan_pilihan WHERE permohonan_id = $1 ORDER BY produk",
                [id.uuid().into()],
            )
            .await?;
        semua.into_iter().map(|baris| self.pilihan_dari(baris)).collect()
    }

    async fn kasus_memilih(
        &mut self,
        kontak: KontakId,
        batas: u32,
    ) -> Result<Vec<PermohonanId>, PortError> {
        let nilai = [kontak.uuid().into(), i64::from(batas).into()];
        let semua: Vec<BarisId> = self.semua(KASUS_MEMILIH, nilai).await?;
        Ok(semua.into_iter().map(|baris| PermohonanId::new(baris.id)).collect())
    }

    async fn simpan_pin(
        &mut self,
        id: PermohonanId,
        sidik: &str,
        oleh: Option<PenggunaId>,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO penyerahan_pin (permohonan_id, sidik, oleh, dibuat_pada) VALUES ($1, $2, $3, $4)
             ON CONFLICT (permohonan_id) DO UPDATE SET sidik = EXCLUDED.sidik, oleh = EXCLUDED.oleh,
                 dibuat_pada = EXCLUDED.dibuat_pada",
            [id.uuid().into(), sidik.into(), oleh.map(PenggunaId::uuid).into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn pin(&mut self, id: PermohonanId) -> Result<Option<String>, PortError> {
        self.nilai("SELECT sidik FROM penyerahan_pin WHERE permohonan_id = $1", [id.uuid().into()])
            .await
    }

    async fn surel_terbukti(
        &mut self,
        id: PermohonanId,
        alamat: &Rahasia,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let indeks = self.kunci.indeks_semua(INDEKS_SUREL, alamat.buka());
        let aktif = self.kunci.indeks(INDEKS_SUREL, alamat.buka());
        let baris = SystemIds.uuid();
        let segel = Segel::new(&self.kunci, "penyerahan_surel_sah", baris);
        let isi = segel.teks("alamat_tersegel", alamat.buka())?;
        // While a key is rotated the same address may stand there under an older index.
        self.jalankan(
            "DELETE FROM penyerahan_surel_sah WHERE permohonan_id = $1 AND alamat_indeks = ANY ($2)",
            [id.uuid().into(), indeks.into()],
        )
        .await?;
        self.jalankan(
            "INSERT INTO penyerahan_surel_sah (permohonan_id, alamat_indeks, id, alamat_tersegel, dibuktikan_pada)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (permohonan_id, alamat_indeks) DO UPDATE SET id = EXCLUDED.id,
                 alamat_tersegel = EXCLUDED.alamat_tersegel, dibuktikan_pada = EXCLUDED.dibuktikan_pada",
            [id.uuid().into(), aktif.into(), baris.into(), isi.into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn surel_sah(&mut self, id: PermohonanId, alamat: &Rahasia) -> Result<bool, PortError> {
        let indeks = self.kunci.indeks_semua(INDEKS_SUREL, alamat.buka());
        let ada: Option<bool> = self
            .nilai(
                "SELECT true FROM penyerahan_surel_sah WHERE permohonan_id = $1 AND alamat_indeks = ANY ($2)",
                [id.uuid().into(), indeks.into()],
            )
            .await?;
        Ok(ada.unwrap_or(false))
    }

    async fn dijamin_pada(&mut self, id: KontakId) -> Result<Option<OffsetDateTime>, PortError> {
        self.nilai(
            "SELECT pada FROM kontak_jaminan WHERE kontak_id = $1 ORDER BY id DESC LIMIT 1",
            [id.uuid().into()],
        )
        .await
    }

    async fn tambah_tautan(&mut self, tautan: &TautanAmbil, sidik: &[u8]) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO penyerahan_tautan (id, penyerahan_id, token_sidik, periksa, keadaan, salah, berlaku_sampai,
                 ingat_pada, unduh_sampai, dibuat_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                tautan.id.into(),
                tautan.penyerahan.uuid().into(),
                sidik.to_vec().into(),
                tautan.periksa.kata().into(),
                tautan.keadaan.kata().into(),
                i32::from(tautan.salah).into(),
                tautan.berlaku_sampai.into(),
                tautan.ingat_pada.into(),
                tautan.unduh_sampai.into(),
                tautan.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn tautan(&mut self, sidik: &[u8]) -> Result<Option<TautanAmbil>, PortError> {
        let baris: Option<BarisTautan> = self.satu(TAUTAN, [sidik.to_vec().into()]).await?;
        baris.as_ref().map(tautan_dari).transpose()
    }

    async fn kunci_tautan(&mut self, sidik: &[u8]) -> Result<Option<TautanAmbil>, PortError> {
        let sql = format!("{TAUTAN} FOR NO KEY UPDATE");
        let baris: Option<BarisTautan> = self.satu(&sql, [sidik.to_vec().into()]).await?;
        baris.as_ref().map(tautan_dari).transpose()
    }

    async fn simpan_tautan(&mut self, tautan: &TautanAmbil) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE penyerahan_tautan SET keadaan = $2, salah = $3, unduh_sampai = $4 WHERE id = $1",
            [
                tautan.id.into(),
                tautan.keadaan.kata().into(),
                i32::from(tautan.salah).into(),
                tautan.unduh_sampai.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn cabut_tautan(&mut self, id: PenyerahanId) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE penyerahan_tautan SET keadaan = 'dicabut' WHERE penyerahan_id = $1 AND keadaan IN ('aktif', 'terbuka')",
            [id.uuid().into()],
        )
        .await
        .map(drop)
    }

    async fn beri_tenggat(
        &mut self,
        id: PenyerahanId,
        sampai: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE penyerahan SET tenggat_pada = $2 WHERE id = $1",
            [id.uuid().into(), sampai.into()],
        )
        .await
        .map(drop)
    }

    async fn parkir_lewat(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<(PenyerahanId, PesanId)>, PortError> {
        let semua: Vec<BarisParkir> =
            self.semua(PARKIR, [pada.into(), i64::from(batas).into()]).await?;
        let satu =
            |baris: BarisParkir| (PenyerahanId::new(baris.id), PesanId::new(baris.pesan_keluar_id));
        Ok(semua.into_iter().map(satu).collect())
    }

    async fn ingat_jatuh(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<PenyerahanId>, PortError> {
        let semua: Vec<BarisId> = self.semua(INGAT, [pada.into(), i64::from(batas).into()]).await?;
        Ok(semua.into_iter().map(|baris| PenyerahanId::new(baris.id)).collect())
    }

    async fn selesaikan_ingat(
        &mut self,
        id: PenyerahanId,
        pada: OffsetDateTime,
    ) -> Result<Option<OffsetDateTime>, PortError> {
        self.nilai(
            "UPDATE penyerahan_tautan SET ingat_pada = NULL
             WHERE penyerahan_id = $1 AND keadaan = 'aktif' AND ingat_pada < $2
             RETURNING berlaku_sampai",
            [id.uuid().into(), pada.into()],
        )
        .await
    }

    async fn lewat(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<PenyerahanId>, PortError> {
        #[derive(FromQueryResult)]
        struct Baris {
            penyerahan_id: Uuid,
        }
        let semua: Vec<Baris> = self.semua(LEWAT, [pada.into(), i64::from(batas).into()]).await?;
        Ok(semua.into_iter().map(|baris| PenyerahanId::new(baris.penyerahan_id)).collect())
    }
}
