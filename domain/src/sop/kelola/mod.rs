//! SOP versions as an office manages them: draft, check, publish, announce, retire, and move running cases along.

mod baca;
mod draf;
mod kerjakan;
mod letak;
mod lihat;
mod lindungi;
mod model;
mod pensiun;
mod periksa;
mod pindah;
mod pindahkan;
mod terbit;
#[cfg(test)]
mod uji_pindah;

pub use baca::*;
pub use draf::*;
pub use kerjakan::*;
pub use letak::{pelanggaran_paket, pelanggaran_sop};
pub use lihat::*;
pub(crate) use lindungi::peran_hilang;
pub use lindungi::{KebutuhanKasus, VersiDibutuhkan};
pub use model::*;
pub use pensiun::*;
pub use periksa::*;
pub use pindah::*;
pub use pindahkan::*;
pub use terbit::*;

use std::collections::BTreeSet;

use async_trait::async_trait;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    galat::PortError, halaman::Halaman, id::Id, layanan::Layanan, nilai::Kode,
    permohonan::PermohonanId,
};

use super::{DefinisiSop, SopVersiId};

/// Marks ids of moves.
#[derive(Debug)]
pub enum PindahTag {}
/// The id of an order to move running cases to another version.
pub type PindahId = Id<PindahTag>;

/// SOP versions of one tenant.
#[async_trait]
pub trait SopRepository: Send {
    /// Every version that is not retired or still has running cases, by code and number, in one query.
    async fn ringkasan_sop(&mut self) -> Result<Vec<RingkasVersi>, PortError>;

    /// Versions of one SOP, the newest first; one row more than asked for when there are more.
    async fn daftar_versi(
        &mut self,
        kode: &Kode,
        halaman: Halaman,
    ) -> Result<Vec<RingkasVersi>, PortError>;

    /// The version of that number, drafts included.
    async fn versi(&mut self, kode: &Kode, nomor: u32) -> Result<Option<VersiSop>, PortError>;

    /// The version of that id, drafts included.
    async fn versi_dari_id(&mut self, id: SopVersiId) -> Result<Option<VersiSop>, PortError>;

    /// Keeps everybody else from changing versions of that SOP until the unit of work ends.
    async fn kunci_sop(&mut self, kode: &Kode) -> Result<(), PortError>;

    /// The version of that number, kept from other writers and from new cases until the unit of work ends.
    async fn kunci_versi(&mut self, kode: &Kode, nomor: u32)
    -> Result<Option<VersiSop>, PortError>;

    /// The version that new cases take at that moment.
    async fn versi_berlaku(
        &mut self,
        kode: &Kode,
        pada: OffsetDateTime,
    ) -> Result<Option<VersiSop>, PortError>;

    /// The published version that no other follows: the one in force, or the announced one.
    async fn versi_terbuka(&mut self, kode: &Kode) -> Result<Option<VersiSop>, PortError>;

    /// Adds a draft; returns its number, one above every other. Call [`kunci_sop`](Self::kunci_sop) first.
    async fn tambah_draf(
        &mut self,
        id: SopVersiId,
        definisi: &DefinisiSop,
        pada: OffsetDateTime,
    ) -> Result<u32, PortError>;

    /// Replaces what a draft says; its revision grows by one. Nothing but a draft is ever touched.
    async fn ganti_draf(&mut self, id: SopVersiId, definisi: &DefinisiSop)
    -> Result<(), PortError>;

    /// Removes a draft. Nothing but a draft is ever touched.
    async fn hapus_draf(&mut self, id: SopVersiId) -> Result<(), PortError>;

    /// Publishes a draft: the open-ended version before it ends at `berlaku_pada`.
    async fn terbitkan(
        &mut self,
        versi: &VersiSop,
        pada: OffsetDateTime,
        berlaku_pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Retires a version; one that was to end when this one began is open-ended again when `buka_lagi`.
    async fn pensiunkan(
        &mut self,
        versi: &VersiSop,
        pada: OffsetDateTime,
        buka_lagi: bool,
    ) -> Result<(), PortError>;

    /// How many running cases are pinned to a version.
    async fn kasus_berjalan(&mut self, id: SopVersiId) -> Result<u64, PortError>;

    /// Active services that an SOP handles, in menu order.
    async fn layanan_sop(&mut self, kode: &Kode) -> Result<Vec<Layanan>, PortError>;

    /// Every role of the office.
    async fn semua_peran(&mut self) -> Result<BTreeSet<Kode>, PortError>;

    /// Roles that at least one active officer holds.
    async fn peran_berpemegang(&mut self) -> Result<BTreeSet<Kode>, PortError>;

    /// What running cases need, for whoever is about to drop something.
    async fn kebutuhan_kasus(&mut self, pada: OffsetDateTime) -> Result<KebutuhanKasus, PortError>;

    /// Removes roles that nobody holds.
    async fn hapus_peran(&mut self, peran: &BTreeSet<Kode>) -> Result<(), PortError>;
}

/// Orders to move running cases, of one tenant.
#[async_trait]
pub trait PindahRepository: Send {
    /// Queues an order.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when a real move of the same SOP is under way.
    async fn tambah_pindah(&mut self, pindah: &Pindah) -> Result<(), PortError>;

    /// An order with its counts.
    async fn pindah(&mut self, id: PindahId) -> Result<Option<(Pindah, JumlahPindah)>, PortError>;

    /// What became of cases, by case id; one row more than asked for when there are more.
    async fn hasil_pindah(
        &mut self,
        id: PindahId,
        saring: Option<KataHasil>,
        halaman: Halaman,
    ) -> Result<Vec<BarisPindah>, PortError>;

    /// The oldest order that nobody works on, marked as being worked on until `sampai`.
    async fn klaim_pindah(
        &mut self,
        pada: OffsetDateTime,
        sampai: OffsetDateTime,
    ) -> Result<Option<Pindah>, PortError>;

    /// Running cases of the version the order moves away from that it has not settled yet, by id.
    async fn sisa_pindah(
        &mut self,
        pindah: &Pindah,
        batas: u32,
    ) -> Result<Vec<PermohonanId>, PortError>;

    /// Whether the order has settled that case.
    async fn sudah_diputus(&mut self, id: PindahId, kasus: PermohonanId)
    -> Result<bool, PortError>;

    /// Records what became of a case.
    async fn catat_hasil(
        &mut self,
        id: PindahId,
        kasus: PermohonanId,
        hasil: &HasilPindah,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Lets the next round go on at once.
    async fn lepas_pindah(&mut self, id: PindahId) -> Result<(), PortError>;

    /// Ends an order; `galat` tells why it failed.
    async fn selesai_pindah(
        &mut self,
        id: PindahId,
        galat: Option<&'static str>,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
}

/// The key that an earlier call used, with the fingerprint of its request.
pub type Idempotensi = (String, Vec<u8>);

/// What an earlier call with the same key and the same request made.
///
/// # Errors
/// The key was used for another request.
pub(crate) async fn buatan_lama(
    work: &mut dyn crate::ports::UnitOfWork,
    petugas: crate::akses::PenggunaId,
    (kunci, sidik): &Idempotensi,
) -> Result<Option<Uuid>, crate::galat::Galat> {
    match work.permohonan().idempotensi(petugas, kunci).await? {
        Some((lama, hasil)) if &lama == sidik => Ok(Some(hasil)),
        Some(_) => Err(crate::galat::Bentrok::baru(
            "kunci_idempotensi_dipakai",
            "Kunci Idempotency-Key ini sudah dipakai untuk isi permintaan yang lain.",
        )
        .into()),
        None => Ok(None),
    }
}
