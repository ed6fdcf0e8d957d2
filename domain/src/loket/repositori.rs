//! What the counter keeps, and how it is found.

use std::collections::BTreeSet;

use async_trait::async_trait;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    BarisRak, BeritaAcara, Bukti, BuktiId, Ditarik, DitarikId, IsiRak, KodeAmbil, MintaTandaTerima,
    Pembatalan, Pengambilan, PengambilanId, PengaturanLoket, PengingatRak, RakId, RingkasAmbil,
    SaringRak, UmurRak,
};
use crate::{
    galat::PortError,
    halaman::Halaman,
    nilai::{Kode, NomorRegistrasi},
    outbox::PesanId,
    penyerahan::PenyerahanId,
    percakapan::KontakId,
    permohonan::PermohonanId,
    sop::TugasId,
};

/// The counter of one tenant.
#[async_trait]
pub trait LoketRepository: Send {
    /// How the office runs it; the defaults where it never decided.
    async fn pengaturan(&mut self) -> Result<PengaturanLoket, PortError>;
    /// Stores that.
    async fn simpan_pengaturan(
        &mut self,
        pengaturan: &PengaturanLoket,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// The sheet that a message carries.
    async fn catat_kiriman(
        &mut self,
        id: PengambilanId,
        pesan: PesanId,
        kunci: &str,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Keeps every other change of who lies where out until the unit of work ends.
    async fn kunci_rak(&mut self) -> Result<(), PortError>;
    /// Slots that something lies in.
    async fn slot_terisi(&mut self) -> Result<Vec<u32>, PortError>;
    /// The pickup code of a case with something on the shelf.
    async fn kode_kasus(&mut self, id: PermohonanId) -> Result<Option<KodeAmbil>, PortError>;
    /// The case that was ever told that code.
    async fn cari_kode(&mut self, kode: &KodeAmbil) -> Result<Option<PermohonanId>, PortError>;
    /// The case of that number.
    async fn cari_nomor(
        &mut self,
        nomor: &NomorRegistrasi,
    ) -> Result<Option<PermohonanId>, PortError>;
    /// Adds a thing.
    async fn taruh(&mut self, isi: &IsiRak) -> Result<(), PortError>;
    /// A thing, kept from other writers.
    async fn kunci_isi(&mut self, id: RakId) -> Result<Option<IsiRak>, PortError>;
    /// Stores where a thing lies and stands.
    async fn simpan_isi(&mut self, isi: &IsiRak) -> Result<(), PortError>;
    /// What waits of a case, the oldest first.
    async fn di_rak(&mut self, id: PermohonanId) -> Result<Vec<IsiRak>, PortError>;
    /// What waits, behind the cursor, the longest waiting first, and one more than asked for.
    async fn daftar(
        &mut self,
        saring: &SaringRak,
        kini: OffsetDateTime,
        halaman: Halaman,
    ) -> Result<Vec<BarisRak>, PortError>;
    /// How many wait, by age.
    async fn umur(&mut self, kini: OffsetDateTime) -> Result<Vec<(UmurRak, u64)>, PortError>;
    /// Hand-overs that wait at the counter and lie nowhere.
    async fn belum_ditaruh(&mut self, batas: u32) -> Result<Vec<PenyerahanId>, PortError>;
    /// Things beside a full shelf.
    async fn tanpa_slot(&mut self, batas: u32) -> Result<Vec<RakId>, PortError>;
    /// Things whose hand-over does not wait at the counter any more.
    async fn tertinggal(&mut self, batas: u32) -> Result<Vec<RakId>, PortError>;

    /// Remembers when to remind.
    async fn tambah_pengingat(
        &mut self,
        id: Uuid,
        rak: RakId,
        hari: u16,
        jatuh: OffsetDateTime,
    ) -> Result<(), PortError>;
    /// Reminders that have come, the earliest first.
    async fn pengingat_jatuh(
        &mut self,
        kini: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<PengingatRak>, PortError>;
    /// Keeps a reminder from other workers; `false` when it is done, or another has it.
    async fn kunci_pengingat(&mut self, id: Uuid) -> Result<bool, PortError>;
    /// It is done.
    async fn selesaikan_pengingat(
        &mut self,
        id: Uuid,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
    /// Nobody is reminded of this any more.
    async fn hentikan_pengingat(
        &mut self,
        rak: RakId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Adds evidence.
    async fn tambah_bukti(&mut self, bukti: &Bukti) -> Result<(), PortError>;
    /// Evidence, kept from other writers.
    async fn kunci_bukti(&mut self, id: BuktiId) -> Result<Option<Bukti>, PortError>;
    /// Stores where evidence stands.
    async fn simpan_bukti(&mut self, bukti: &Bukti) -> Result<(), PortError>;

    /// Whether there is sound evidence for the case of that tugas, taken since the tugas was opened, that belongs to no
    /// collection at the counter.
    async fn bukti_bebas(&mut self, tugas: TugasId) -> Result<bool, PortError>;

    /// Adds a collection with what was taken.
    async fn tambah_pengambilan(&mut self, satu: &Pengambilan) -> Result<(), PortError>;
    /// A collection, kept from other writers.
    async fn kunci_pengambilan(
        &mut self,
        id: PengambilanId,
    ) -> Result<Option<Pengambilan>, PortError>;
    /// A collection with the name of the officer, for reading.
    async fn pengambilan(
        &mut self,
        id: PengambilanId,
    ) -> Result<Option<(Pengambilan, String)>, PortError>;
    /// The sound collections of cases of a contact, the newest first.
    async fn pengambilan_kontak(
        &mut self,
        kontak: KontakId,
        batas: u32,
    ) -> Result<Vec<RingkasAmbil>, PortError>;
    /// Writes down that a contact wants a receipt; false when one of that collection is on its way already.
    async fn minta_tanda_terima(
        &mut self,
        id: Uuid,
        pengambilan: PengambilanId,
        kontak: KontakId,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;
    /// How many receipts a contact asked for since that moment.
    async fn minta_sejak(
        &mut self,
        kontak: KontakId,
        sejak: OffsetDateTime,
    ) -> Result<u32, PortError>;
    /// Receipts that were asked for and did not leave yet, the oldest first.
    async fn tanda_terima_diminta(
        &mut self,
        batas: u32,
    ) -> Result<Vec<MintaTandaTerima>, PortError>;
    /// Settles a receipt that was asked for; false when another worker was first. Comes before the message is queued.
    async fn selesaikan_permintaan(
        &mut self,
        id: Uuid,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;
    /// Calls a collection off.
    async fn batalkan(&mut self, id: PengambilanId, batal: &Pembatalan) -> Result<(), PortError>;
    /// What was shown and withdrawn at the sound collections of a case.
    async fn sudah(&mut self, id: PermohonanId) -> Result<BTreeSet<Kode>, PortError>;

    /// Adds a withdrawn thing.
    async fn tambah_ditarik(&mut self, satu: &Ditarik) -> Result<(), PortError>;
    /// What was withdrawn at a collection.
    async fn ditarik_pada(&mut self, id: PengambilanId) -> Result<Vec<Ditarik>, PortError>;
    /// A withdrawn thing, kept from other writers.
    async fn kunci_ditarik(&mut self, id: DitarikId) -> Result<Option<Ditarik>, PortError>;
    /// Stores where a withdrawn thing stands.
    async fn simpan_ditarik(
        &mut self,
        satu: &Ditarik,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
    /// Withdrawn things in the office's keeping with the case's number, the oldest first, and one more than asked for.
    async fn daftar_ditarik(
        &mut self,
        halaman: Halaman,
    ) -> Result<Vec<(Ditarik, String)>, PortError>;
    /// Adds a berita acara.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when its number is taken.
    async fn tambah_berita_acara(&mut self, satu: &BeritaAcara) -> Result<(), PortError>;
}
