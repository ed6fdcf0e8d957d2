//! Rows of SOP versions, and what they mean.

use loket_domain::{
    galat::PortError,
    sop::{KeadaanVersi, RingkasVersi, SopVersiId, VersiSop},
};
use sea_orm::{FromQueryResult, JsonValue};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::baris::{bilangan, dari_json, kode, rusak};

#[derive(FromQueryResult)]
pub(super) struct BarisVersi {
    pub(super) id: Uuid,
    pub(super) versi: i32,
    pub(super) keadaan: String,
    pub(super) definisi: JsonValue,
    pub(super) revisi: i64,
    pub(super) dibuat_pada: OffsetDateTime,
    pub(super) terbit_pada: Option<OffsetDateTime>,
    pub(super) berlaku_pada: Option<OffsetDateTime>,
    pub(super) digantikan_pada: Option<OffsetDateTime>,
    pub(super) pensiun_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
pub(super) struct BarisRingkas {
    pub(super) id: Uuid,
    pub(super) kode: String,
    pub(super) nama: Option<String>,
    pub(super) versi: i32,
    pub(super) keadaan: String,
    pub(super) revisi: i64,
    pub(super) dibuat_pada: OffsetDateTime,
    pub(super) terbit_pada: Option<OffsetDateTime>,
    pub(super) berlaku_pada: Option<OffsetDateTime>,
    pub(super) digantikan_pada: Option<OffsetDateTime>,
    pub(super) pensiun_pada: Option<OffsetDateTime>,
    pub(super) kasus: i64,
}

#[derive(FromQueryResult)]
pub(super) struct BarisButuh {
    pub(super) versi: i32,
    pub(super) definisi: JsonValue,
    pub(super) kasus: i64,
    pub(super) diumumkan: bool,
}

#[derive(FromQueryResult)]
pub(super) struct BarisJumlah {
    pub(super) kode: String,
    pub(super) jumlah: i64,
}

#[derive(FromQueryResult)]
pub(super) struct BarisDokumen {
    pub(super) layanan: String,
    pub(super) produk: String,
    pub(super) kasus: i64,
}

/// The state of a row from its word and its moments.
fn keadaan(
    kata: &str,
    terbit_pada: Option<OffsetDateTime>,
    berlaku_pada: Option<OffsetDateTime>,
    digantikan_pada: Option<OffsetDateTime>,
    pensiun_pada: Option<OffsetDateTime>,
) -> Result<KeadaanVersi, PortError> {
    match (kata, terbit_pada) {
        ("draf", _) => Ok(KeadaanVersi::Draf),
        ("pensiun", _) => Ok(KeadaanVersi::Pensiun { pensiun_pada }),
        ("terbit", Some(terbit_pada)) => Ok(KeadaanVersi::Terbit {
            terbit_pada,
            berlaku_pada: berlaku_pada.unwrap_or(terbit_pada),
            digantikan_pada,
        }),
        _ => Err(rusak(format!("sop_versi.keadaan {kata}"))),
    }
}

pub(super) fn versi_dari(baris: BarisVersi) -> Result<VersiSop, PortError> {
    Ok(VersiSop {
        id: SopVersiId::new(baris.id),
        nomor: bilangan(baris.versi)?,
        keadaan: keadaan(
            &baris.keadaan,
            baris.terbit_pada,
            baris.berlaku_pada,
            baris.digantikan_pada,
            baris.pensiun_pada,
        )?,
        definisi: dari_json(baris.definisi)?,
        revisi: bilangan(baris.revisi)?,
        dibuat_pada: baris.dibuat_pada,
    })
}

pub(super) fn ringkas_dari(baris: BarisRingkas) -> Result<RingkasVersi, PortError> {
    Ok(RingkasVersi {
        id: SopVersiId::new(baris.id),
        kode: kode(&baris.kode)?,
        nama: baris.nama.ok_or_else(|| rusak("sop_versi.definisi tanpa nama"))?,
        nomor: bilangan(baris.versi)?,
        keadaan: keadaan(
            &baris.keadaan,
            baris.terbit_pada,
            baris.berlaku_pada,
            baris.digantikan_pada,
            baris.pensiun_pada,
        )?,
        revisi: bilangan(baris.revisi)?,
        dibuat_pada: baris.dibuat_pada,
        kasus_berjalan: bilangan(baris.kasus)?,
    })
}
