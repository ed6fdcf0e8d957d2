//! What people ask about their own data (UU 27/2022 ps. 5-13, 30-33): a copy, a correction, the withdrawal of consent, the
//! erasure. Each is answered within 3 x 24 hours; what the law of archives keeps is answered with its reason.

mod catat;
mod chat;
mod halaman;
mod jaga;
mod putuskan;
mod salinan;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::{Duration, OffsetDateTime};

use crate::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    id::Id,
    nilai::Rahasia,
    percakapan::KontakId,
    permohonan::{Pemohon, PermohonanId},
};

pub use catat::{BacaHak, CatatHak, DaftarHak, UnduhSalinan};
pub(crate) use chat::minta_lewat_chat;
pub use halaman::{
    HalamanSalinan, HasilSalinan, KeadaanSalinan, LihatSalinan, UnduhHalamanSalinan,
};
pub use jaga::JagaHakSubjek;
pub use putuskan::{Perbaikan, PutuskanHak};

/// Marks ids of requests.
#[derive(Debug)]
pub enum HakSubjekTag {}
/// The id of a request.
pub type HakSubjekId = Id<HakSubjekTag>;

/// How long the office has (ps. 30-33: 3 x 24 hours).
pub const WAKTU_JAWAB: Duration = Duration::hours(72);
/// How long a copy may be fetched.
pub const UMUR_SALINAN: Duration = Duration::days(3);
/// Before the end of the time at which the office is reminded, each once; after the last it is late.
const INGAT: [Duration; 3] = [Duration::hours(24), Duration::hours(6), Duration::ZERO];

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JenisHak {
    /// A copy of the data (ps. 7).
    Salinan,
    /// A correction (ps. 6).
    Perbaikan,
    /// The withdrawal of consent (ps. 9).
    Penarikan,
    /// The erasure (ps. 8).
    Penghapusan,
}

impl JenisHak {
    /// All of them.
    pub const SEMUA: [Self; 4] =
        [Self::Salinan, Self::Perbaikan, Self::Penarikan, Self::Penghapusan];

    /// The stable code.
    pub fn kode(self) -> &'static str {
        match self {
            Self::Salinan => "salinan",
            Self::Perbaikan => "perbaikan",
            Self::Penarikan => "penarikan",
            Self::Penghapusan => "penghapusan",
        }
    }

    /// As people read it.
    pub fn nama(self) -> &'static str {
        match self {
            Self::Salinan => "salinan data",
            Self::Perbaikan => "perbaikan data",
            Self::Penarikan => "penarikan persetujuan",
            Self::Penghapusan => "penghapusan data",
        }
    }
}

/// By what the office knows that it is they.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifikasiHak {
    /// They wrote from the number the data belong to.
    NomorWa,
    /// They stood at the counter and showed who they are.
    Loket,
}

impl VerifikasiHak {
    /// The stable code.
    pub fn kode(self) -> &'static str {
        match self {
            Self::NomorWa => "nomor_wa",
            Self::Loket => "loket",
        }
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanHak {
    /// The clock runs.
    Diterima,
    /// Done.
    Dikabulkan,
    /// Done as far as the law lets it be.
    DikabulkanSebagian,
    /// Not done, with its reason.
    Ditolak,
}

impl KeadaanHak {
    /// All of them.
    pub const SEMUA: [Self; 4] =
        [Self::Diterima, Self::Dikabulkan, Self::DikabulkanSebagian, Self::Ditolak];

    /// The stable code.
    pub fn kode(self) -> &'static str {
        match self {
            Self::Diterima => "diterima",
            Self::Dikabulkan => "dikabulkan",
            Self::DikabulkanSebagian => "dikabulkan_sebagian",
            Self::Ditolak => "ditolak",
        }
    }
}

/// Who asks and what they said; personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IsiHak {
    /// Full name, at the counter.
    pub nama: Option<String>,
    /// What they showed at the counter.
    pub identitas: Option<String>,
    /// What they want, in words.
    pub uraian: String,
}

/// What became of one kind of data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HasilHak {
    /// Which kind, as people read it.
    pub data: String,
    /// How many rows or files it concerned.
    pub jumlah: u64,
    /// Whether it was done; otherwise it is barred.
    pub dilaksanakan: bool,
    /// Why it is barred, by which law.
    pub dasar: Option<String>,
}

/// A copy that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundel {
    /// Its key in object storage.
    pub kunci: String,
    /// Its hash.
    pub sha256: Vec<u8>,
    /// The hash of the token by which the resident fetches it.
    pub token_sidik: Option<Vec<u8>>,
    /// Until when.
    pub sampai: OffsetDateTime,
    /// When it was fetched.
    pub diunduh_pada: Option<OffsetDateTime>,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HakSubjek {
    /// Its id.
    pub id: HakSubjekId,
    /// The number people read out.
    pub nomor: String,
    /// What is asked.
    pub jenis: JenisHak,
    /// By what they are known.
    pub verifikasi: VerifikasiHak,
    /// Whose data: a contact.
    pub kontak: Option<KontakId>,
    /// Whose data: the applicant of a case.
    pub permohonan: Option<PermohonanId>,
    /// Who asks, and what.
    pub isi: IsiHak,
    /// Where it stands.
    pub keadaan: KeadaanHak,
    /// What became of each kind of data.
    pub hasil: Vec<HasilHak>,
    /// The answer.
    pub jawaban: Option<Rahasia>,
    /// The officer who wrote it down.
    pub dicatat_oleh: Option<PenggunaId>,
    /// When the clock began.
    pub diterima_pada: OffsetDateTime,
    /// When it ends.
    pub batas_pada: OffsetDateTime,
    /// When the office is reminded next.
    pub ingat_pada: Option<OffsetDateTime>,
    /// How often it was.
    pub ingat_ke: u32,
    /// Who decided, and when.
    pub diputuskan: Option<(PenggunaId, OffsetDateTime)>,
    /// The copy.
    pub bundel: Option<Bundel>,
    /// When what is left goes.
    pub tuntas_pada: Option<OffsetDateTime>,
}

impl HakSubjek {
    /// When the office is reminded after it was reminded `ke` times.
    fn ingat(batas: OffsetDateTime, ke: u32) -> Option<OffsetDateTime> {
        let sebelum = INGAT.get(usize::try_from(ke).ok()?)?;
        Some(batas - *sebelum)
    }
}

/// What was erased of a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IsiTerhapus {
    /// Messages, both ways, and notes on them.
    pub pesan: u64,
    /// Files that belonged to no case.
    pub berkas: u64,
    /// The keys of their objects.
    pub objek: Vec<String>,
}

/// Requests of one tenant.
#[async_trait]
pub trait HakSubjekRepository: Send {
    /// Adds one.
    async fn tambah(&mut self, hak: &HakSubjek) -> Result<(), PortError>;

    /// Stores what changed of it.
    async fn simpan(&mut self, hak: &HakSubjek) -> Result<(), PortError>;

    /// One of them.
    async fn baca(&mut self, id: HakSubjekId) -> Result<Option<HakSubjek>, PortError>;

    /// The same, kept from others.
    async fn kunci(&mut self, id: HakSubjekId) -> Result<Option<HakSubjek>, PortError>;

    /// That of the token.
    async fn oleh_token(&mut self, sidik: &[u8]) -> Result<Option<HakSubjek>, PortError>;

    /// The newest first; one row more when there are more.
    async fn daftar(
        &mut self,
        keadaan: Option<KeadaanHak>,
        halaman: Halaman,
    ) -> Result<Vec<HakSubjek>, PortError>;

    /// The open request of that kind of a contact.
    async fn terbuka(
        &mut self,
        kontak: KontakId,
        jenis: JenisHak,
    ) -> Result<Option<HakSubjek>, PortError>;

    /// Requests of which the office is to be reminded, or of which something is left to remove.
    async fn tempo(
        &mut self,
        pada: OffsetDateTime,
        banyak: u32,
    ) -> Result<Vec<HakSubjekId>, PortError>;

    /// Every case of the contact, whatever its state.
    async fn kasus(&mut self, kontak: KontakId) -> Result<Vec<PermohonanId>, PortError>;

    /// The conversation of a contact as data, the oldest first, at most `banyak` messages.
    async fn percakapan(&mut self, kontak: KontakId, banyak: u32) -> Result<Vec<Value>, PortError>;

    /// What the contact agreed to: version and moment.
    async fn persetujuan(
        &mut self,
        kontak: KontakId,
    ) -> Result<Option<(String, Option<OffsetDateTime>)>, PortError>;

    /// Replaces what is known of an applicant.
    async fn perbaiki_pemohon(
        &mut self,
        id: PermohonanId,
        pemohon: &Pemohon,
    ) -> Result<(), PortError>;

    /// Ends what rests on consent: no news, no draft, the notice is shown again. Returns whether there was a draft.
    async fn tarik_persetujuan(
        &mut self,
        kontak: KontakId,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;

    /// Removes messages and files without a case; needs a unit of work for retention.
    async fn hapus_isi(&mut self, kontak: KontakId) -> Result<IsiTerhapus, PortError>;

    /// Forgets who a contact is: number, name, identity. Its id stays, as cases and the trail name it.
    async fn lupakan_kontak(&mut self, kontak: KontakId) -> Result<(), PortError>;

    /// An address of a hand-over or object of the copy is gone.
    async fn buang_bundel(&mut self, id: HakSubjekId) -> Result<(), PortError>;
}

/// Why cases and documents cannot be erased.
pub(crate) const DASAR_ARSIP: &str = "UU 23/2006 jo. UU 24/2013 ps. 79 dan 85, UU 43/2009 dan jadwal retensi arsip: data kependudukan wajib disimpan; UU 27/2022 ps. 15 ayat (1) mengecualikannya dari penghapusan.";
/// Why the contact of a running case stays.
pub(crate) const DASAR_BERJALAN: &str = "Masih ada permohonan yang berjalan; pesannya diperlukan untuk pelayanan itu. Ajukan lagi setelah selesai.";
/// Why the trail stays.
pub(crate) const DASAR_AUDIT: &str =
    "UU 27/2022 ps. 31: perekaman kegiatan pemrosesan wajib disimpan; isinya hanya pengenal acak.";

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    /// Security bar 60.
    #[test]
    fn the_clock_is_three_times_twenty_four_hours_and_warns_before_its_end() {
        let terima = datetime!(2026-11-20 15:30 +08);
        let batas = terima + WAKTU_JAWAB;
        assert_eq!(batas, datetime!(2026-11-23 15:30 +08), "weekends count");
        let ingat: Vec<_> = (0..4).map(|ke| HakSubjek::ingat(batas, ke)).collect();
        assert_eq!(
            ingat,
            [
                Some(datetime!(2026-11-22 15:30 +08)),
                Some(datetime!(2026-11-23 09:30 +08)),
                Some(batas),
                None
            ]
        );
    }
}
