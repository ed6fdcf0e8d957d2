//! Hand-overs and their ledger.

mod antar;
mod buku;
mod penerima;
mod surat_jalan;
mod surel;

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    dokumen::DokumenId,
    galat::PortError,
    halaman::Halaman,
    nilai::Rahasia,
    outbox::PesanId,
    penyerahan::{
        BarisBuku, BarisRekap, JejakPenyerahan, KeadaanPenyerahan, Penarikan, Penyerahan,
        PenyerahanId, PenyerahanRepository, SaringPenyerahan,
    },
    permohonan::PermohonanId,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, sea_query::LockType,
};
use time::{OffsetDateTime, UtcOffset};

pub(super) use self::surel::kolom_hasil;
#[cfg(test)]
pub(super) use self::{
    buku::{JEJAK_PENYERAHAN, REKAP, sql_buku, sql_buku_kasus},
    penerima::{INGAT, KASUS_MEMILIH, LEWAT, PARKIR},
    surel::{DOKUMEN_MACET, KLAIM_SUREL, MACET_SUREL, sql_surel},
};

use super::{
    baris::{Segel, bilangan, dari_kata, kata, rusak},
    entity::penyerahan,
    error::port_error,
    kerja::PgUnitOfWork,
};

impl PgUnitOfWork {
    fn tujuan_tersegel(&self, satu: &Penyerahan) -> Result<Option<Vec<u8>>, PortError> {
        let segel = Segel::new(&self.kunci, "penyerahan", satu.id.uuid());
        satu.tujuan.as_ref().map(|teks| segel.teks("tujuan_tersegel", teks.buka())).transpose()
    }

    fn penyerahan_dari(&self, baris: penyerahan::Model) -> Result<Penyerahan, PortError> {
        let segel = Segel::new(&self.kunci, "penyerahan", baris.id);
        let tujuan = baris.tujuan_tersegel.as_deref();
        Ok(Penyerahan {
            id: PenyerahanId::new(baris.id),
            dokumen: DokumenId::new(baris.dokumen_id),
            permohonan: PermohonanId::new(baris.permohonan_id),
            saluran: dari_kata(baris.saluran)?,
            keadaan: KeadaanPenyerahan::SEMUA
                .into_iter()
                .find(|satu| satu.kata() == baris.keadaan)
                .ok_or_else(|| rusak(format!("penyerahan.keadaan {}", baris.keadaan)))?,
            urutan: bilangan(baris.urutan)?,
            tujuan: tujuan.map(|isi| segel.buka_teks("tujuan_tersegel", isi)).transpose()?,
            pesan: baris.pesan_keluar_id.map(PesanId::new),
            oleh: baris.oleh.map(PenggunaId::new),
            galat: baris.galat,
            dibuat_pada: baris.dibuat_pada,
            diubah_pada: baris.diubah_pada,
        })
    }
}

#[async_trait]
impl PenyerahanRepository for PgUnitOfWork {
    async fn tambah(&mut self, penyerahan: &Penyerahan) -> Result<(), PortError> {
        let tujuan_tersegel = self.tujuan_tersegel(penyerahan)?;
        self.sisipkan(penyerahan::Model {
            id: penyerahan.id.uuid(),
            dokumen_id: penyerahan.dokumen.uuid(),
            permohonan_id: penyerahan.permohonan.uuid(),
            saluran: kata(&penyerahan.saluran)?,
            pesan_keluar_id: penyerahan.pesan.map(PesanId::uuid),
            dibuat_pada: penyerahan.dibuat_pada,
            keadaan: penyerahan.keadaan.kata().to_owned(),
            urutan: bilangan(penyerahan.urutan)?,
            tujuan_tersegel,
            oleh: penyerahan.oleh.map(PenggunaId::uuid),
            galat: penyerahan.galat.clone(),
            diubah_pada: penyerahan.diubah_pada,
        })
        .await?;
        self.catat_jejak(penyerahan).await
    }

    async fn baca(&mut self, id: PenyerahanId) -> Result<Option<Penyerahan>, PortError> {
        let cari = penyerahan::Entity::find_by_id(id.uuid());
        let baris = cari.one(&self.tx).await.map_err(port_error)?;
        baris.map(|baris| self.penyerahan_dari(baris)).transpose()
    }

    async fn kunci(&mut self, id: PenyerahanId) -> Result<Option<Penyerahan>, PortError> {
        let baris = penyerahan::Entity::find_by_id(id.uuid())
            .lock(LockType::NoKeyUpdate)
            .one(&self.tx)
            .await
            .map_err(port_error)?;
        baris.map(|baris| self.penyerahan_dari(baris)).transpose()
    }

    async fn simpan(&mut self, penyerahan: &Penyerahan) -> Result<(), PortError> {
        let tujuan_tersegel = self.tujuan_tersegel(penyerahan)?;
        self.perbarui(penyerahan::ActiveModel {
            id: Set(penyerahan.id.uuid()),
            pesan_keluar_id: Set(penyerahan.pesan.map(PesanId::uuid)),
            keadaan: Set(penyerahan.keadaan.kata().to_owned()),
            tujuan_tersegel: Set(tujuan_tersegel),
            oleh: Set(penyerahan.oleh.map(PenggunaId::uuid)),
            galat: Set(penyerahan.galat.clone()),
            diubah_pada: Set(penyerahan.diubah_pada),
            ..Default::default()
        })
        .await?;
        self.catat_jejak(penyerahan).await
    }

    async fn milik(&mut self, id: PermohonanId) -> Result<Vec<Penyerahan>, PortError> {
        let semua = penyerahan::Entity::find()
            .filter(penyerahan::Column::PermohonanId.eq(id.uuid()))
            .order_by_asc(penyerahan::Column::Id)
            .all(&self.tx)
            .await
            .map_err(port_error)?;
        semua.into_iter().map(|baris| self.penyerahan_dari(baris)).collect()
    }
    async fn kunci_oleh_pesan(&mut self, pesan: PesanId) -> Result<Option<Penyerahan>, PortError> {
        let baris = penyerahan::Entity::find()
            .filter(penyerahan::Column::PesanKeluarId.eq(pesan.uuid()))
            .lock(LockType::NoKeyUpdate)
            .one(&self.tx)
            .await
            .map_err(port_error)?;
        baris.map(|baris| self.penyerahan_dari(baris)).transpose()
    }

    async fn daftar(
        &mut self,
        saring: &SaringPenyerahan,
        halaman: Halaman,
    ) -> Result<Vec<BarisBuku>, PortError> {
        self.daftar_buku(saring, halaman).await
    }

    async fn buku(&mut self, id: PermohonanId) -> Result<Vec<BarisBuku>, PortError> {
        self.buku_kasus(id).await
    }

    async fn jejak(&mut self, id: PermohonanId) -> Result<Vec<JejakPenyerahan>, PortError> {
        self.jejak_kasus(id).await
    }

    async fn rekap_penyerahan(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
        geser: UtcOffset,
    ) -> Result<Vec<BarisRekap>, PortError> {
        self.rekap(dari, sampai, geser).await
    }

    async fn tarik(&mut self, penarikan: &Penarikan) -> Result<(), PortError> {
        self.catat_penarikan(penarikan).await
    }

    async fn daftar_penarikan(&mut self, halaman: Halaman) -> Result<Vec<Penarikan>, PortError> {
        self.semua_penarikan(halaman).await
    }

    async fn pernah_salah(
        &mut self,
        permohonan: PermohonanId,
        tujuan: &Rahasia,
    ) -> Result<bool, PortError> {
        self.pernah_ditarik(permohonan, tujuan).await
    }
}
