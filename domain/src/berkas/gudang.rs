//! What is asked about papers beyond their cases.

use async_trait::async_trait;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{ObjekDinamai, Pemakaian, Pengirim};
use crate::{
    galat::PortError,
    permohonan::{Berkas, BerkasId, PermohonanId},
};

/// A file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duplikat {
    /// The paper that has the same content as an earlier one.
    pub berkas: BerkasId,
    /// The earlier one: the first of the same case, or else the first of the office.
    pub dari: BerkasId,
    /// Whether that one belongs to the same case.
    pub kasus_ini: bool,
}

/// An announcement nobody kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menggantung {
    /// The paper.
    pub id: BerkasId,
    /// The key that was announced.
    pub kunci: String,
    /// The upload in parts that is still open there.
    pub unggah_bagian: String,
}

/// Papers of one tenant, as the rules of uploads ask for them.
#[async_trait]
pub trait BerkasRepository: Send {
    /// What that sender sent since then, whatever became of it.
    async fn pemakaian(
        &mut self,
        pengirim: Pengirim,
        sejak: OffsetDateTime,
    ) -> Result<Pemakaian, PortError>;

    /// The sound papers of a case whose content is that of an earlier paper.
    async fn duplikat(&mut self, permohonan: PermohonanId) -> Result<Vec<Duplikat>, PortError>;

    /// The paper, without keeping it from other writers.
    async fn baca(&mut self, id: BerkasId) -> Result<Option<Berkas>, PortError>;

    /// Remembers the upload in parts of an announced paper, or that there is none any more.
    async fn catat_bagian(&mut self, id: BerkasId, unggah: Option<&str>) -> Result<(), PortError>;

    /// Papers that wait for the scanner with the keys of their originals, the longest waiting first.
    async fn ditahan(&mut self, batas: u32) -> Result<Vec<(BerkasId, String)>, PortError>;

    /// The scanner could not say about this one at that moment.
    async fn tunda_pindai(&mut self, id: BerkasId, pada: OffsetDateTime) -> Result<(), PortError>;

    /// Ends announcements made before that moment, at most `batas`; tells how many.
    async fn kedaluwarsakan(
        &mut self,
        sebelum: OffsetDateTime,
        batas: u32,
    ) -> Result<u64, PortError>;

    /// How many announcements were made before that moment and still wait.
    async fn hitung_kedaluwarsa(&mut self, sebelum: OffsetDateTime) -> Result<u64, PortError>;

    /// Ended papers with an upload in parts that is still open.
    async fn menggantung(&mut self, batas: u32) -> Result<Vec<Menggantung>, PortError>;

    /// The folders whose objects are known to rows: only these are swept.
    fn folder(&self) -> &'static [&'static str];

    /// Objects that rows of that kind name and that must be there, by the id of their rows, after that one; `None` when
    /// there is no such kind.
    async fn dinamai(
        &mut self,
        sumber: usize,
        sesudah: Option<Uuid>,
        batas: u32,
    ) -> Result<Option<Vec<ObjekDinamai>>, PortError>;

    /// Those of the keys that some row names.
    async fn kunci_dipakai(&mut self, kunci: &[String]) -> Result<Vec<String>, PortError>;
}
