//! Contacts and the inbox of stored webhook elements.

use async_trait::async_trait;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Alamat, KeadaanAlur, KontakId, MasukGagal, NomorLayanan, Verifikasi};
use crate::{
    galat::PortError,
    halaman::Halaman,
    nilai::{Kode, NomorWa, Rahasia},
    permohonan::PermohonanId,
};

/// A resident as a conversation partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kontak {
    /// Its id.
    pub id: KontakId,
    /// Phone, unless hidden.
    pub nomor: Option<NomorWa>,
    /// Business-scoped user id.
    pub bsuid: Option<String>,
    /// Profile name.
    pub nama: Option<Rahasia>,
    /// The service number they write to.
    pub nomor_layanan: String,
    /// Where the guided intake stands.
    pub alur: KeadaanAlur,
    /// Version of the notice they saw.
    pub persetujuan: Option<String>,
    /// The mark of a contact that must prove themselves again.
    pub verifikasi: Option<Verifikasi>,
    /// When they last wrote; the 24-hour window counts from here.
    pub terakhir_masuk: Option<OffsetDateTime>,
    /// Whether they asked not to get news (BERHENTI).
    pub berhenti: bool,
    /// The language they chose; without one, Indonesian.
    pub bahasa: Option<Kode>,
}

/// Who wrote, as a webhook names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pengirim<'a> {
    /// Phone, unless hidden.
    pub nomor: Option<&'a NomorWa>,
    /// Business-scoped user id.
    pub bsuid: Option<&'a str>,
    /// Profile name.
    pub nama: Option<&'a Rahasia>,
    /// The service number they wrote to.
    pub nomor_layanan: &'a str,
}

/// Contacts of one tenant.
#[async_trait]
pub trait KontakRepository: Send {
    /// The contact, kept from other writers; made with `id_baru` when it is not known. Matched by business-scoped id or
    /// phone, the oldest first; the missing one of the two is filled in.
    async fn kunci_pengirim(
        &mut self,
        pengirim: &Pengirim<'_>,
        id_baru: KontakId,
        pada: OffsetDateTime,
    ) -> Result<Kontak, PortError>;

    /// The contact of that id.
    async fn baca(&mut self, id: KontakId) -> Result<Option<Kontak>, PortError>;

    /// The contact of that id, kept from other writers.
    async fn kunci(&mut self, id: KontakId) -> Result<Option<Kontak>, PortError>;

    /// Stores conversation state, consent and the time of the last message; not the mark.
    async fn simpan(&mut self, kontak: &Kontak, pada: OffsetDateTime) -> Result<(), PortError>;

    /// The contact of a phone number an officer typed, made with `id_baru` when not known; `None` when the tenant has no
    /// service number yet.
    async fn dari_nomor(
        &mut self,
        nomor: &NomorWa,
        id_baru: KontakId,
        pada: OffsetDateTime,
    ) -> Result<Option<KontakId>, PortError>;

    /// The language a contact chose.
    async fn bahasa(&mut self, id: KontakId) -> Result<Option<Kode>, PortError>;

    /// Points an idle conversation at the case that waits for its applicant; `false` when the resident is in the middle
    /// of something else, or talks to an officer.
    async fn mulai_melengkapi(
        &mut self,
        id: KontakId,
        permohonan: PermohonanId,
    ) -> Result<bool, PortError>;

    /// Ends that, when it still points at this case.
    async fn selesai_melengkapi(
        &mut self,
        id: KontakId,
        permohonan: PermohonanId,
    ) -> Result<(), PortError>;

    /// Where to send, and through which service number; contacts without a way are left out.
    async fn alamat(
        &mut self,
        id: &[KontakId],
    ) -> Result<Vec<(KontakId, Alamat, NomorLayanan)>, PortError>;

    /// The service number of that id, with its token.
    async fn nomor_layanan(
        &mut self,
        phone_number_id: &str,
    ) -> Result<Option<NomorLayanan>, PortError>;
}

/// What kind of element a webhook brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JenisElemen {
    /// A message.
    Pesan,
    /// A status.
    Status,
    /// Anything else.
    Lain,
}

/// One element of a webhook, to be stored before it is answered.
#[derive(Clone, Debug, PartialEq)]
pub struct ElemenMasuk {
    /// The service number; empty when the element names none.
    pub phone_number_id: String,
    /// The account it came under: where an element without a number belongs.
    pub waba_id: Option<String>,
    /// What kind.
    pub jenis: JenisElemen,
    /// Unique key: the wamid for a message, wamid and status for a status, a hash of the bytes for the rest.
    pub kunci: String,
    /// Who wrote, for serialising: the phone or the business-scoped id.
    pub pengirim: Option<String>,
    /// The element, with the contact entry that belongs to it.
    pub isi: Value,
}

/// A stored element that is due.
#[derive(Clone, Debug, PartialEq)]
pub struct ElemenAntre {
    /// Its id.
    pub id: Uuid,
    /// The service number.
    pub phone_number_id: String,
    /// The element.
    pub isi: Value,
    /// How often it was tried.
    pub percobaan: u32,
    /// When it was stored.
    pub diterima: OffsetDateTime,
}

/// What one sender has in the queue, oldest first: a turn. An element without a sender is a turn of its own.
pub type Giliran = Vec<ElemenAntre>;

/// For how many tries an element that fails holds back what its sender sent after it.
pub const TAHAN_PERCOBAAN: u32 = 3;

/// The inbox of one tenant.
#[async_trait]
pub trait MasukRepository: Send {
    /// Stores elements; those whose key is known are left as they are. Returns how many were new.
    async fn simpan(
        &mut self,
        elemen: &[(Uuid, ElemenMasuk)],
        pada: OffsetDateTime,
    ) -> Result<u64, PortError>;

    /// Turns that are due, at most `batas`, each with what its sender has in the queue. One element that keeps failing
    /// holds the later ones of its sender back only for its first [`TAHAN_PERCOBAAN`] tries.
    async fn antre(&mut self, pada: OffsetDateTime, batas: u32) -> Result<Vec<Giliran>, PortError>;

    /// Keeps the elements from other workers until the unit of work ends; `false`, and none is kept, when one of them is
    /// done or held elsewhere.
    async fn kunci(&mut self, id: &[Uuid]) -> Result<bool, PortError>;

    /// Marks them done.
    async fn selesai(&mut self, id: &[Uuid]) -> Result<(), PortError>;

    /// Lets a turn wait until `pada`: more is expected of its sender.
    async fn tunggu(&mut self, id: &[Uuid], pada: OffsetDateTime) -> Result<(), PortError>;

    /// Elements that were given up behind the cursor, the newest first, and one more than asked for.
    async fn daftar_gagal(&mut self, halaman: Halaman) -> Result<Vec<MasukGagal>, PortError>;

    /// Puts an element that was given up back for `pada`, as if it had never been tried; `false` when there is none.
    async fn ulangi(&mut self, id: Uuid, pada: OffsetDateTime) -> Result<bool, PortError>;

    /// Puts it back for `pada`, or gives it up (`None`), with a stable code.
    async fn tunda(
        &mut self,
        id: Uuid,
        pada: Option<OffsetDateTime>,
        galat: &str,
    ) -> Result<(), PortError>;
}
