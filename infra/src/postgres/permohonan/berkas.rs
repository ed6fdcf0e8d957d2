//! Papers of a case.

use loket_domain::{
    akses::PenggunaId,
    berkas::SifatBerkas,
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

/// The state as its columns: word, reason, code of the reason, hash.
struct Kolom {
    kata: &'static str,
    alasan: Option<String>,
    kode: Option<String>,
    sha256: Option<Vec<u8>>,
}

fn kolom(keadaan: &KeadaanBerkas) -> Kolom {
    let (kata, sha256) = match keadaan {
        KeadaanBerkas::Menunggu => ("menunggu", None),
        KeadaanBerkas::Kedaluwarsa => ("kedaluwarsa", None),
        KeadaanBerkas::Ditahan { sha256 } => ("ditahan", Some(sha256.clone())),
        KeadaanBerkas::Sah { sha256 } => ("sah", Some(sha256.clone())),
        KeadaanBerkas::Ditolak { alasan, kode, sha256 } => {
            let (alasan, kode) = (Some(alasan.clone()), kode.clone());
            return Kolom { kata: "ditolak", alasan, kode, sha256: sha256.clone() };
        }
    };
    Kolom { kata, alasan: None, kode: None, sha256 }
}

fn dari_kolom(
    kolom: (&str, Option<String>, Option<String>, Option<Vec<u8>>),
) -> Result<KeadaanBerkas, PortError> {
    Ok(match kolom {
        ("menunggu", ..) => KeadaanBerkas::Menunggu,
        ("kedaluwarsa", ..) => KeadaanBerkas::Kedaluwarsa,
        ("ditahan", _, _, Some(sha256)) => KeadaanBerkas::Ditahan { sha256 },
        ("sah", _, _, Some(sha256)) => KeadaanBerkas::Sah { sha256 },
        ("ditolak", Some(alasan), kode, sha256) => KeadaanBerkas::Ditolak { alasan, kode, sha256 },
        (lain, ..) => return Err(rusak(format!("berkas.keadaan {lain}"))),
    })
}

/// What is known of the content, as its columns: width, height, pages, revisions.
fn kolom_sifat(sifat: Option<SifatBerkas>) -> Result<[Option<i32>; 4], PortError> {
    let Some(SifatBerkas { lebar, tinggi, halaman, revisi }) = sifat else {
        return Ok([None; 4]);
    };
    let angka = |angka: u32| bilangan(angka).map(Some);
    Ok([angka(lebar)?, angka(tinggi)?, angka(halaman)?, angka(revisi)?])
}

pub(super) fn ke_baris(satu: &Berkas) -> Result<berkas::Model, PortError> {
    let Kolom { kata, alasan, kode, sha256 } = kolom(&satu.keadaan);
    let [lebar, tinggi, halaman, revisi] = kolom_sifat(satu.sifat)?;
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
        keadaan: kata.to_owned(),
        alasan,
        tipe: satu.tipe.clone(),
        ukuran: bilangan(satu.ukuran)?,
        sha256,
        kunci_objek: satu.kunci.clone(),
        dibuat_pada: satu.dibuat_pada,
        pengunggah_id: satu.pengunggah.map(PenggunaId::uuid),
        alasan_kode: kode,
        tampilan_kunci: satu.tampilan.clone(),
        cuplikan_kunci: satu.cuplikan.clone(),
        unggah_bagian: satu.unggah_bagian.clone(),
        lebar,
        tinggi,
        halaman,
        revisi,
    })
}

/// What may change of a paper; who brought it and how never does.
pub(super) fn perubahan(satu: &Berkas) -> Result<berkas::ActiveModel, PortError> {
    let Kolom { kata, alasan, kode, sha256 } = kolom(&satu.keadaan);
    let [lebar, tinggi, halaman, revisi] = kolom_sifat(satu.sifat)?;
    Ok(berkas::ActiveModel {
        id: Set(satu.id.uuid()),
        permohonan_id: Set(satu.permohonan.map(PermohonanId::uuid)),
        syarat_kode: Set(satu.syarat.as_ref().map(ToString::to_string)),
        keadaan: Set(kata.to_owned()),
        alasan: Set(alasan),
        alasan_kode: Set(kode),
        tipe: Set(satu.tipe.clone()),
        ukuran: Set(bilangan(satu.ukuran)?),
        sha256: Set(sha256),
        kunci_objek: Set(satu.kunci.clone()),
        tampilan_kunci: Set(satu.tampilan.clone()),
        cuplikan_kunci: Set(satu.cuplikan.clone()),
        unggah_bagian: Set(satu.unggah_bagian.clone()),
        lebar: Set(lebar),
        tinggi: Set(tinggi),
        halaman: Set(halaman),
        revisi: Set(revisi),
        ..Default::default()
    })
}

pub(in crate::postgres) fn dari_baris(baris: berkas::Model) -> Result<Berkas, PortError> {
    let sifat = match (baris.lebar, baris.tinggi, baris.halaman, baris.revisi) {
        (Some(lebar), Some(tinggi), Some(halaman), Some(revisi)) => Some(SifatBerkas {
            lebar: bilangan(lebar)?,
            tinggi: bilangan(tinggi)?,
            halaman: bilangan(halaman)?,
            revisi: bilangan(revisi)?,
        }),
        _ => None,
    };
    Ok(Berkas {
        id: BerkasId::new(baris.id),
        permohonan: baris.permohonan_id.map(PermohonanId::new),
        kontak: baris.kontak_id.map(KontakId::new),
        pengunggah: baris.pengunggah_id.map(PenggunaId::new),
        syarat: baris.syarat_kode.as_deref().map(kode).transpose()?,
        nama: baris.nama,
        asal: match baris.asal.as_str() {
            "whatsapp" => AsalBerkas::Whatsapp,
            "unggah" => AsalBerkas::Unggah,
            lain => return Err(rusak(format!("berkas.asal {lain}"))),
        },
        keadaan: dari_kolom((&baris.keadaan, baris.alasan, baris.alasan_kode, baris.sha256))?,
        tipe: baris.tipe,
        ukuran: bilangan(baris.ukuran)?,
        kunci: baris.kunci_objek,
        tampilan: baris.tampilan_kunci,
        cuplikan: baris.cuplikan_kunci,
        unggah_bagian: baris.unggah_bagian,
        sifat,
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
