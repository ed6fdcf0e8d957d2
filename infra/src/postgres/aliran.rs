//! Events for live screens: written in the statement that changes what they speak of, read and removed here.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    aliran::{AliranRepository, JenisKabar, Kabar},
    galat::PortError,
    id::IdSource,
    percakapan::KontakId,
    permohonan::PermohonanId,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::{bilangan, kode, rusak},
    kerja::PgUnitOfWork,
};
use crate::crypto::SystemIds;

/// Events behind `$1`, at most `$2`.
pub(super) const SEJAK: &str =
    "SELECT id, jenis, kontak_id, permohonan_id, objek_id, peran_kode, pengguna_id, belum_dibaca
     FROM aliran WHERE id > $1 ORDER BY id LIMIT $2";

/// Events of before `$1`, at most `$2`.
pub(super) const PANGKAS: &str =
    "DELETE FROM aliran WHERE id IN (SELECT id FROM aliran WHERE pada < $1 ORDER BY pada LIMIT $2)";

/// The id of an event. It is made here, as late as can be: listeners read on from the greatest id they saw.
pub(super) fn id_kabar() -> Uuid {
    SystemIds.uuid()
}

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    jenis: String,
    kontak_id: Option<Uuid>,
    permohonan_id: Option<Uuid>,
    objek_id: Option<Uuid>,
    peran_kode: Option<String>,
    pengguna_id: Option<Uuid>,
    belum_dibaca: Option<i32>,
}

fn kabar(baris: &Baris) -> Result<Kabar, PortError> {
    let jenis = JenisKabar::SEMUA.into_iter().find(|jenis| jenis.kata() == baris.jenis);
    Ok(Kabar {
        id: baris.id,
        jenis: jenis.ok_or_else(|| rusak(format!("aliran.jenis {}", baris.jenis)))?,
        kontak: baris.kontak_id.map(KontakId::new),
        permohonan: baris.permohonan_id.map(PermohonanId::new),
        objek: baris.objek_id,
        peran: baris.peran_kode.as_deref().map(kode).transpose()?,
        pengguna: baris.pengguna_id.map(PenggunaId::new),
        belum_dibaca: baris.belum_dibaca.map(bilangan).transpose()?,
    })
}

#[async_trait]
impl AliranRepository for PgUnitOfWork {
    async fn sejak(&mut self, id: Uuid, batas: u32) -> Result<Vec<Kabar>, PortError> {
        let semua: Vec<Baris> = self.semua(SEJAK, [id.into(), i64::from(batas).into()]).await?;
        semua.iter().map(kabar).collect()
    }

    async fn pangkas(&mut self, sebelum: OffsetDateTime, batas: u32) -> Result<u64, PortError> {
        self.jalankan(PANGKAS, [sebelum.into(), i64::from(batas).into()]).await
    }
}
