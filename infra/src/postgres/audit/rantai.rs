//! The chain behind the trail, and its head.

use async_trait::async_trait;
use loket_domain::{
    audit::{BarisAudit, Jangkar, Kepala, MataRantai, RantaiRepository, isi_kanonis, sidik_mata},
    galat::PortError,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Baris;
use crate::{
    crypto::Sha256,
    postgres::{
        baris::{bilangan, rusak},
        kerja::PgUnitOfWork,
    },
};

/// Links behind number `$1` with their rows.
pub(in crate::postgres) const MATA: &str =
    "SELECT r.urut, r.audit_id, r.sidik, a.id, a.pada, a.pelaku, a.aksi, a.objek,
         a.objek_id, a.rincian
     FROM audit_rantai r LEFT JOIN audit a ON a.id = r.audit_id
     WHERE r.urut > $1 ORDER BY r.urut LIMIT $2";

/// Rows after the id `$1` that no link ties.
pub(in crate::postgres) const BELUM: &str =
    "SELECT id, pada, pelaku, aksi, objek, objek_id, rincian FROM audit a
     WHERE id > $1 AND NOT EXISTS (SELECT 1 FROM audit_rantai r WHERE r.audit_id = a.id)
     ORDER BY id LIMIT $2";

#[derive(FromQueryResult)]
struct BarisKepala {
    urut: i64,
    sidik: Vec<u8>,
}

#[derive(FromQueryResult)]
struct BarisMata {
    urut: i64,
    audit_id: Uuid,
    sidik: Vec<u8>,
    id: Option<Uuid>,
    pada: Option<OffsetDateTime>,
    pelaku: Option<serde_json::Value>,
    aksi: Option<String>,
    objek: Option<String>,
    objek_id: Option<Uuid>,
    rincian: Option<serde_json::Value>,
}

impl BarisMata {
    fn menjadi(self) -> Result<MataRantai, PortError> {
        let baris = match (self.id, self.pada, self.pelaku, self.aksi, self.objek, self.rincian) {
            (Some(id), Some(pada), Some(pelaku), Some(aksi), Some(objek), Some(rincian)) => {
                Some(BarisAudit { id, pada, pelaku, aksi, objek, objek_id: self.objek_id, rincian })
            }
            _ => None,
        };
        let urut = bilangan(self.urut)?;
        Ok(MataRantai { urut, audit: self.audit_id, sidik: self.sidik, baris })
    }
}

#[derive(FromQueryResult)]
struct BarisJangkar {
    urut: i64,
    kunci: String,
    sidik: Vec<u8>,
    pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct DiLuar {
    jumlah: i64,
    tertua: Option<Uuid>,
}

impl PgUnitOfWork {
    /// Ties the rows of this transaction to the chain. The very last thing before the commit: from here on the other
    /// writers of the office wait.
    pub(in crate::postgres) async fn ikat(&mut self) -> Result<(), PortError> {
        let baris = std::mem::take(&mut self.catatan);
        if baris.is_empty() {
            return Ok(());
        }
        let isi: Vec<(Uuid, Vec<u8>)> =
            baris.iter().map(|satu| (satu.id, isi_kanonis(satu))).collect();
        let kepala: Option<BarisKepala> =
            self.satu("SELECT urut, sidik FROM audit_kepala WHERE id = 1 FOR UPDATE", []).await?;
        let mut kepala = kepala.ok_or_else(|| rusak("audit_kepala tidak berbaris"))?;
        let (mut urut, mut audit, mut sidik) = (Vec::new(), Vec::new(), Vec::new());
        for (id, isi) in isi {
            kepala.urut += 1;
            let ke = bilangan(kepala.urut)?;
            kepala.sidik = sidik_mata(&Sha256, &self.slug, ke, &kepala.sidik, &isi);
            urut.push(kepala.urut);
            audit.push(id);
            sidik.push(kepala.sidik.clone());
        }
        let berubah = self
            .jalankan(
                "WITH mata AS (
                     INSERT INTO audit_rantai (urut, audit_id, sidik)
                     SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bytea[])
                 )
                 UPDATE audit_kepala SET urut = $4, sidik = $5 WHERE id = 1",
                [urut.into(), audit.into(), sidik.into(), kepala.urut.into(), kepala.sidik.into()],
            )
            .await?;
        if berubah == 1 { Ok(()) } else { Err(rusak("audit_kepala tidak berubah")) }
    }
}

#[async_trait]
impl RantaiRepository for PgUnitOfWork {
    async fn mata(&mut self, sesudah: u64, batas: u32) -> Result<Vec<MataRantai>, PortError> {
        let sesudah: i64 = bilangan(sesudah)?;
        let semua: Vec<BarisMata> =
            self.semua(MATA, [sesudah.into(), i64::from(batas).into()]).await?;
        semua.into_iter().map(BarisMata::menjadi).collect()
    }

    async fn kepala(&mut self) -> Result<Option<Kepala>, PortError> {
        let baris: Option<BarisKepala> =
            self.satu("SELECT urut, sidik FROM audit_kepala WHERE id = 1", []).await?;
        let menjadi =
            |baris: BarisKepala| Ok(Kepala { urut: bilangan(baris.urut)?, sidik: baris.sidik });
        baris.map(menjadi).transpose()
    }

    async fn di_luar(&mut self) -> Result<(u64, Option<Uuid>), PortError> {
        let baris: Option<DiLuar> = self
            .satu(
                "SELECT count(*) AS jumlah, (array_agg(a.id ORDER BY a.id))[1] AS tertua
                 FROM audit a WHERE NOT EXISTS (
                     SELECT 1 FROM audit_rantai r WHERE r.audit_id = a.id)",
                [],
            )
            .await?;
        let Some(baris) = baris else { return Ok((0, None)) };
        Ok((bilangan(baris.jumlah)?, baris.tertua))
    }

    async fn sambungkan(&mut self, sejak: Option<Uuid>, batas: u32) -> Result<u32, PortError> {
        let sejak = sejak.unwrap_or(Uuid::nil());
        let semua: Vec<Baris> = self.semua(BELUM, [sejak.into(), i64::from(batas).into()]).await?;
        let jumlah = bilangan(semua.len())?;
        self.catatan.extend(semua.into_iter().map(BarisAudit::from));
        Ok(jumlah)
    }

    async fn jangkar_terakhir(&mut self) -> Result<Option<Jangkar>, PortError> {
        let baris: Option<BarisJangkar> = self
            .satu(
                "SELECT urut, kunci, sidik, pada FROM audit_jangkar ORDER BY urut DESC, kunci LIMIT 1",
                [],
            )
            .await?;
        baris
            .map(|baris| {
                Ok(Jangkar {
                    urut: bilangan(baris.urut)?,
                    sidik: baris.sidik,
                    pada: baris.pada,
                    kunci: baris.kunci,
                    surat: String::new(),
                })
            })
            .transpose()
    }

    async fn simpan_jangkar(&mut self, jangkar: &Jangkar) -> Result<(), PortError> {
        let urut: i64 = bilangan(jangkar.urut)?;
        self.jalankan(
            "INSERT INTO audit_jangkar (urut, kunci, sidik, pada) VALUES ($1, $2, $3, $4)",
            [
                urut.into(),
                jangkar.kunci.as_str().into(),
                jangkar.sidik.clone().into(),
                jangkar.pada.into(),
            ],
        )
        .await
        .map(drop)
    }
}
