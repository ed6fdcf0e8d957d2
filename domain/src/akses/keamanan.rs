//! Where credentials, devices, failures and one-time secrets are kept, and where accounts are.

use async_trait::async_trait;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    AturanKeamanan, CaraFaktor, FaktorSesi, Gagal, JenisRahasia, PenggunaId, RahasiaSekali,
    RahasiaSekaliId, RincianSesi, SesiId, SurelPetugas, SurelPetugasId, TiketMasuk, Totp,
};
use crate::{galat::PortError, penyerahan::HasilSurel};

/// What guards the accounts of one tenant's officers: counters, devices, tickets, one-time secrets.
#[async_trait]
pub trait KeamananRepository: Send {
    /// What the office decided; what an office has without deciding, before.
    async fn aturan(&mut self) -> Result<AturanKeamanan, PortError>;
    /// Stores what the office decided.
    async fn simpan_aturan(
        &mut self,
        aturan: AturanKeamanan,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Keeps other attempts of that counter out until the unit of work ends.
    async fn kunci_gagal(&mut self, kunci: &str) -> Result<(), PortError>;
    /// Failures of that counter since then.
    async fn gagal(&mut self, kunci: &str, sejak: OffsetDateTime) -> Result<Gagal, PortError>;
    /// Counts a failure. Counters are kept by keyed hash: no login name and no address is stored.
    async fn catat_gagal(
        &mut self,
        kunci: &str,
        id: Uuid,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
    /// Takes a failure back, or all of the counter.
    async fn hapus_gagal(&mut self, kunci: &str, id: Option<Uuid>) -> Result<(), PortError>;

    /// Whose device that is, while it is remembered.
    async fn perangkat(
        &mut self,
        hash: &[u8],
        pada: OffsetDateTime,
    ) -> Result<Option<PenggunaId>, PortError>;
    /// Remembers a device; of each officer the ten newest.
    async fn tambah_perangkat(
        &mut self,
        hash: &[u8],
        pengguna: PenggunaId,
        pada: OffsetDateTime,
        berakhir: OffsetDateTime,
    ) -> Result<(), PortError>;
    /// Forgets every device of an officer.
    async fn cabut_perangkat(&mut self, pengguna: PenggunaId) -> Result<(), PortError>;

    /// Keeps a ticket.
    async fn tambah_tiket(&mut self, tiket: &TiketMasuk) -> Result<(), PortError>;
    /// The ticket of that hash, kept from other writers.
    async fn kunci_tiket(&mut self, hash: &[u8]) -> Result<Option<TiketMasuk>, PortError>;
    /// Writes tries and end of a ticket.
    async fn simpan_tiket(
        &mut self,
        tiket: &TiketMasuk,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
    /// Calls off every ticket of an officer.
    async fn batalkan_tiket(
        &mut self,
        pengguna: PenggunaId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Keeps a one-time secret.
    async fn tambah_rahasia(&mut self, rahasia: &RahasiaSekali) -> Result<(), PortError>;
    /// The one-time secret of that hash; kept from other writers when asked.
    async fn rahasia(
        &mut self,
        hash: &[u8],
        kunci: bool,
    ) -> Result<Option<RahasiaSekali>, PortError>;
    /// Uses it up.
    async fn pakai_rahasia(
        &mut self,
        id: RahasiaSekaliId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
    /// Calls off what an officer has of that kind, and the emails with it that did not leave yet.
    async fn batalkan_rahasia(
        &mut self,
        pengguna: PenggunaId,
        jenis: JenisRahasia,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Removes failures, tickets, ceremonies, devices and one-time secrets that ended before then; tells how many.
    async fn rapikan(&mut self, sebelum: OffsetDateTime) -> Result<u64, PortError>;
}

/// Second factors, sessions and emails of one tenant's officers.
#[async_trait]
pub trait AkunRepository: Send {
    /// What second factors an officer can show; empty without any.
    async fn cara_faktor(&mut self, pengguna: PenggunaId) -> Result<Vec<CaraFaktor>, PortError>;
    /// The officer's authenticator.
    async fn totp(&mut self, pengguna: PenggunaId) -> Result<Option<Totp>, PortError>;
    /// The same, kept from other writers.
    async fn kunci_totp(&mut self, pengguna: PenggunaId) -> Result<Option<Totp>, PortError>;
    /// Stores it.
    async fn simpan_totp(
        &mut self,
        pengguna: PenggunaId,
        totp: &Totp,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
    /// Puts these recovery codes, by their hashes, in place of all there were.
    async fn ganti_kode_pulih(
        &mut self,
        pengguna: PenggunaId,
        hash: &[Vec<u8>],
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
    /// Uses a recovery code up; `false` when there is none of that hash left.
    async fn pakai_kode_pulih(
        &mut self,
        pengguna: PenggunaId,
        hash: &[u8],
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;
    /// How many recovery codes are left.
    async fn sisa_kode_pulih(&mut self, pengguna: PenggunaId) -> Result<u64, PortError>;
    /// Removes every second factor of an officer.
    async fn hapus_faktor(&mut self, pengguna: PenggunaId) -> Result<(), PortError>;

    /// Live sessions of an officer, the newest first.
    async fn sesi_milik(
        &mut self,
        pengguna: PenggunaId,
        pada: OffsetDateTime,
    ) -> Result<Vec<RincianSesi>, PortError>;
    /// Ends every live session of an officer but one; tells how many.
    async fn akhiri_sesi_lain(
        &mut self,
        pengguna: PenggunaId,
        kecuali: Option<SesiId>,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError>;
    /// The tokens of a session were renewed.
    async fn sesi_dipakai(&mut self, sesi: SesiId, pada: OffsetDateTime) -> Result<(), PortError>;
    /// The officer of a session showed again who they are.
    async fn sesi_segar(&mut self, sesi: SesiId, pada: OffsetDateTime) -> Result<(), PortError>;
    /// The officer of a session showed that much.
    async fn sesi_terbukti(
        &mut self,
        sesi: SesiId,
        faktor: FaktorSesi,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Queues an email.
    async fn antrekan_surel(&mut self, surel: &SurelPetugas) -> Result<(), PortError>;
    /// Claims up to `batas` emails that are due, the oldest first, and marks them as being sent since `pada`.
    async fn klaim_surel(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<SurelPetugas>, PortError>;
    /// Writes what became of a claimed email; what is over says nothing any more.
    async fn selesai_surel(
        &mut self,
        id: SurelPetugasId,
        hasil: &HasilSurel,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
    /// Puts emails back that are being sent since before `batas` and whose outcome never became known.
    async fn lepaskan_surel_macet(
        &mut self,
        batas: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError>;
}
