//! The audit trail: rows are written where they are made, and tied into the chain when their transaction is committed.

mod rantai;
mod tertulis;

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    audit::{AuditRepository, BarisAudit, CatatanAudit, SaringAudit},
    galat::PortError,
    halaman::Halaman,
};
use sea_orm::{FromQueryResult, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{baris::ke_json, entity::audit, kerja::PgUnitOfWork};

#[cfg(test)]
pub(super) use self::rantai::{BELUM, MATA};
pub(super) use self::tertulis::{MESIN, Tertulis};

/// Every column of a row.
const KOLOM: &str = "id, pada, pelaku, aksi, objek, objek_id, rincian";

/// A row of that officer (`$4`) about that thing (`$1`), not older than the id `$2`.
pub(super) const SUDAH: &str = "SELECT 1 FROM audit WHERE objek_id = $1 AND id > $2 AND aksi = $3
     AND pelaku ->> 'id' = $4 LIMIT 1";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    pada: OffsetDateTime,
    pelaku: serde_json::Value,
    aksi: String,
    objek: String,
    objek_id: Option<Uuid>,
    rincian: serde_json::Value,
}

impl From<Baris> for BarisAudit {
    fn from(baris: Baris) -> Self {
        let Baris { id, pada, pelaku, aksi, objek, objek_id, rincian } = baris;
        Self { id, pada, pelaku, aksi, objek, objek_id, rincian }
    }
}

/// How far the moment of a row may be from that of its id.
const JAM: time::Duration = time::Duration::HOUR;

/// As the database keeps it: whole microseconds.
fn mikrodetik(pada: OffsetDateTime) -> OffsetDateTime {
    pada - time::Duration::nanoseconds((pada.nanosecond() % 1_000).into())
}

#[async_trait]
impl AuditRepository for PgUnitOfWork {
    async fn catat(&mut self, catatan: &CatatanAudit) -> Result<(), PortError> {
        let baris = BarisAudit {
            id: catatan.id,
            pada: mikrodetik(catatan.pada),
            pelaku: ke_json(&catatan.pelaku)?,
            aksi: catatan.aksi.to_owned(),
            objek: catatan.objek.to_owned(),
            objek_id: catatan.objek_id,
            rincian: catatan.rincian.clone(),
        };
        let BarisAudit { id, pada, pelaku, aksi, objek, objek_id, rincian } = baris.clone();
        self.sisipkan(audit::Model { id, pada, pelaku, aksi, objek, objek_id, rincian }).await?;
        self.catatan.push(baris);
        Ok(())
    }

    async fn sudah_tercatat(
        &mut self,
        petugas: PenggunaId,
        aksi: &str,
        objek_id: Uuid,
        sejak: Uuid,
    ) -> Result<bool, PortError> {
        let ada: Option<i32> = self
            .nilai(SUDAH, [objek_id.into(), sejak.into(), aksi.into(), petugas.to_string().into()])
            .await?;
        Ok(ada.is_some())
    }

    async fn daftar(
        &mut self,
        saring: &SaringAudit,
        halaman: Halaman,
    ) -> Result<Vec<BarisAudit>, PortError> {
        let (sql, nilai) = sql_daftar(saring, halaman);
        let semua: Vec<Baris> = self.semua(&sql, nilai).await?;
        Ok(semua.into_iter().map(Into::into).collect())
    }
}

/// The statement of one page, with what it is bound to.
pub(super) fn sql_daftar(saring: &SaringAudit, halaman: Halaman) -> (String, Vec<Value>) {
    let mut syarat = Vec::new();
    let mut nilai: Vec<Value> = Vec::new();
    let mut tambah = |kolom: &str, isi: Value| {
        nilai.push(isi);
        syarat.push(format!("{kolom} ${}", nilai.len()));
    };
    if let Some(petugas) = saring.petugas {
        tambah("pelaku ->> 'id' =", petugas.to_string().into());
    }
    if let Some(id) = saring.objek_id {
        tambah("objek_id =", id.into());
    }
    if let Some(objek) = &saring.objek {
        tambah("objek =", objek.as_str().into());
    }
    if let Some(aksi) = &saring.aksi {
        tambah("aksi =", aksi.as_str().into());
    }
    if let Some(dari) = saring.dari {
        // Ids begin with their moment, so that the primary key finds the place; the row says exactly.
        tambah("id >=", batas_id(dari - JAM).into());
        tambah("pada >=", dari.into());
    }
    if let Some(sampai) = saring.sampai {
        tambah("id <", batas_id(sampai + JAM).into());
        tambah("pada <", sampai.into());
    }
    if let Some(sesudah) = halaman.sesudah {
        tambah("id <", sesudah.into());
    }
    let syarat =
        if syarat.is_empty() { String::new() } else { format!("WHERE {}", syarat.join(" AND ")) };
    let batas = halaman.batas + 1;
    (format!("SELECT {KOLOM} FROM audit {syarat} ORDER BY id DESC LIMIT {batas}"), nilai)
}

/// The smallest UUIDv7 of that moment.
fn batas_id(pada: OffsetDateTime) -> Uuid {
    let milidetik = (pada.unix_timestamp_nanos() / 1_000_000).max(0);
    Uuid::from_u128(milidetik.unsigned_abs() << 80)
}
