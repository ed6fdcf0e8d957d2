//! Papers of a case.

use loket_domain::{
    galat::PortError,
    percakapan::KontakId,
    permohonan::{AsalBerkas, Berkas, BerkasId, KeadaanBerkas, PermohonanId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, sea_query::LockType,
};

use crate::postgres::{
    baris::{bilangan, kode, rusak},
    entity::berkas,
    error::port_error,
    kerja::PgUnitOfWork,
};

/// The state as its columns: word, reason, hash.
fn keadaan(berkas: &Berkas) -> (&'static str, Option<String>, Option<Vec<u8>>) {
    match &berkas.keadaan {
        KeadaanBerkas::Menunggu => ("menunggu", None, None),
        KeadaanBerkas::Sah { sha256 } => ("sah", None, Some(sha256.clone())),
        KeadaanBerkas::Ditolak { alasan } => ("ditolak", Some(alasan.clone()), None),
    }
}

pub(super) fn ke_baris(satu: &Berkas) -> Result<berkas::Model, PortError> {
    let (keadaan, alasan, sha256) = keadaan(satu);
    Ok(berkas::Model {
        id: satu.id.uuid(),
        permohonan_id: satu.permohonan.map(PermohonanId::uuid),
        kontak_id: satu.kontak.map(KontakId::uuid),
        syarat_kode: satu.syarat.as_ref().map(ToString::to_string),
        nama: satu.nama.clone(),
        asal: match satu.asal {
            AsalBerkas::Whatsapp => "whatsapp".to_owned(),
            AsalBerkas::Unggah => "unggah".to_owned(),
        },
        keadaan: keadaan.to_owned(),
        alasan,
        tipe: satu.tipe.clone(),
        ukuran: bilangan(satu.ukuran)?,
        sha256,
        kunci_objek: satu.kunci.clone(),
        dibuat_pada: satu.dibuat_pada,
    })
}

/// What may change of a paper; its key and origin never do.
pub(super) fn perubahan(satu: &Berkas) -> Result<berkas::ActiveModel, PortError> {
    let (keadaan, alasan, sha256) = keadaan(satu);
    Ok(berkas::ActiveModel {
        id: Set(satu.id.uuid()),
        permohonan_id: Set(satu.permohonan.map(PermohonanId::uuid)),
        syarat_kode: Set(satu.syarat.as_ref().map(ToString::to_string)),
        keadaan: Set(keadaan.to_owned()),
        alasan: Set(alasan),
        tipe: Set(satu.tipe.clone()),
        ukuran: Set(bilangan(satu.ukuran)?),
        sha256: Set(sha256),
        kunci_objek: Set(satu.kunci.clone()),
        ..Default::default()
    })
}

fn dari_baris(baris: berkas::Model) -> Result<Berkas, PortError> {
    Ok(Berkas {
        id: BerkasId::new(baris.id),
        permohonan: baris.permohonan_id.map(PermohonanId::new),
        kontak: baris.kontak_id.map(KontakId::new),
        syarat: baris.syarat_kode.as_deref().map(kode).transpose()?,
        nama: baris.nama,
        asal: match baris.asal.as_str() {
            "whatsapp" => AsalBerkas::Whatsapp,
            "unggah" => AsalBerkas::Unggah,
            lain => return Err(rusak(format!("berkas.asal {lain}"))),
        },
        keadaan: match (baris.keadaan.as_str(), baris.alasan, baris.sha256) {
            ("menunggu", _, _) => KeadaanBerkas::Menunggu,
            ("sah", _, Some(sha256)) => KeadaanBerkas::Sah { sha256 },
            ("ditolak", Some(alasan), _) => KeadaanBerkas::Ditolak { alasan },
            (lain, _, _) => return Err(rusak(format!("berkas.keadaan {lain}"))),
        },
        tipe: baris.tipe,
        ukuran: bilangan(baris.ukuran)?,
        kunci: baris.kunci_objek,
        dibuat_pada: baris.dibuat_pada,
    })
}

impl PgUnitOfWork {
    pub(super) async fn berkas_terkunci(&self, id: BerkasId) -> Result<Option<Berkas>, PortError> {
        let baris = berkas::Entity::find_by_id(id.uuid())
            .lock(LockType::NoKeyUpdate)
            .one(&self.tx)
            .await
            .map_err(port_error)?;
        baris.map(dari_baris).transpose()
    }

    pub(super) async fn berkas_milik(&self, id: PermohonanId) -> Result<Vec<Berkas>, PortError> {
        let semua = berkas::Entity::find()
            .filter(berkas::Column::PermohonanId.eq(id.uuid()))
            .order_by_asc(berkas::Column::Id)
            .all(&self.tx)
            .await
            .map_err(port_error)?;
        semua.into_iter().map(dari_baris).collect()
    }

    /// Papers tied to a request of the Forum, the oldest first.
    pub(in crate::postgres) async fn berkas_forum(
        &self,
        permintaan: uuid::Uuid,
    ) -> Result<Vec<Berkas>, PortError> {
        let semua: Vec<berkas::Model> = self
            .semua(
                "SELECT b.* FROM forum_berkas f JOIN berkas b ON b.id = f.berkas_id
                 WHERE f.permintaan_id = $1 ORDER BY b.id",
                [permintaan.into()],
            )
            .await?;
        semua.into_iter().map(dari_baris).collect()
    }
}
