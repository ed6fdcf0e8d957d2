//! Retention: how long each kind of personal data is kept, why, and its removal for good (UU 27/2022 ps. 42-44).
//!
//! What the law of archives keeps — cases, documents, registers, the audit trail — is in no schedule here.

mod atur;
mod jalankan;

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::galat::{Pelanggaran, PortError};

pub use atur::{AturRetensi, BacaRetensi};
pub use jalankan::{HasilRetensi, JalankanRetensi, hapus_awalan};

/// A kind of data with a schedule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JenisRetensi {
    /// Elements of webhooks as they came.
    WebhookMentah,
    /// Texts of WhatsApp, both ways, of residents without a running case.
    PesanWa,
    /// Files that were sent and never belonged to a case.
    MediaLepas,
    /// What was begun in the chat and never handed in.
    Draf,
    /// Files that were refused, or announced and never sent.
    BerkasDitolak,
    /// Photos of requirements of cases that ended.
    BerkasSelesai,
    /// One-time pages, and codes that proved nothing.
    Tautan,
    /// Emails as they were sent.
    Surel,
    /// What the office's own systems were told: ids and codes, with every attempt.
    KirimanLangganan,
    /// Sessions of officers.
    Sesi,
    /// Failed logins.
    GagalMasuk,
    /// Notices to officers.
    Notifikasi,
    /// Idempotency keys.
    Idempotensi,
    /// Contacts that never had a case and have been quiet.
    KontakDiam,
}

/// What is fixed about a kind.
#[derive(Clone, Copy, Debug)]
pub struct SifatRetensi {
    /// As officers read it.
    pub nama: &'static str,
    /// Days when the office decides nothing.
    pub bawaan: u32,
    /// The fewest days an office may choose.
    pub paling_cepat: u32,
    /// The most.
    pub paling_lama: u32,
    /// From when the days count.
    pub sejak: &'static str,
    /// Why that long.
    pub dasar: &'static str,
}

impl JenisRetensi {
    /// All of them, in the order they are worked off: what refers to others goes first.
    pub const SEMUA: [Self; 14] = [
        Self::WebhookMentah,
        Self::PesanWa,
        Self::Draf,
        Self::Tautan,
        Self::MediaLepas,
        Self::BerkasDitolak,
        Self::BerkasSelesai,
        Self::Surel,
        Self::KirimanLangganan,
        Self::Sesi,
        Self::GagalMasuk,
        Self::Notifikasi,
        Self::Idempotensi,
        Self::KontakDiam,
    ];

    /// The stable code.
    pub fn kode(self) -> &'static str {
        match self {
            Self::WebhookMentah => "webhook_mentah",
            Self::PesanWa => "pesan_wa",
            Self::MediaLepas => "media_lepas",
            Self::Draf => "draf",
            Self::BerkasDitolak => "berkas_ditolak",
            Self::BerkasSelesai => "berkas_selesai",
            Self::Tautan => "tautan",
            Self::Surel => "surel",
            Self::KirimanLangganan => "kiriman_langganan",
            Self::Sesi => "sesi",
            Self::GagalMasuk => "gagal_masuk",
            Self::Notifikasi => "notifikasi",
            Self::Idempotensi => "idempotensi",
            Self::KontakDiam => "kontak_diam",
        }
    }

    /// What is fixed about it.
    pub fn sifat(self) -> SifatRetensi {
        const TUJUAN: &str =
            "UU 27/2022 ps. 42 ayat (1) huruf b: tujuan pemrosesan sudah tercapai.";
        const KEAMANAN: &str =
            "UU 27/2022 ps. 35-37: diperlukan untuk pengamanan dan pengawasan akses.";
        let (nama, [bawaan, paling_cepat, paling_lama], sejak, dasar) = match self {
            Self::WebhookMentah => {
                // Meta repeats a delivery for seven days, and a row that is gone would be taken for a new one.
                ("Kiriman webhook mentah WhatsApp", [30, 8, 90], "selesai diproses", TUJUAN)
            }
            Self::PesanWa => (
                "Isi percakapan WhatsApp warga yang tidak punya permohonan berjalan",
                [365, 30, 1_825],
                "pesan diterima atau dikirim",
                "UU 27/2022 ps. 42 dan UU 25/2009: bukti pelayanan selama masa pengaduan.",
            ),
            Self::MediaLepas => (
                "Foto dan berkas yang tidak pernah masuk permohonan",
                [30, 1, 180],
                "diterima",
                TUJUAN,
            ),
            Self::Draf => (
                "Isian percakapan yang tidak dilanjutkan",
                [30, 1, 180],
                "pesan terakhir warga",
                TUJUAN,
            ),
            Self::BerkasDitolak => {
                ("Berkas yang ditolak atau tidak jadi dikirim", [30, 1, 180], "dikirim", TUJUAN)
            }
            Self::BerkasSelesai => (
                "Foto persyaratan permohonan yang sudah berakhir",
                [730, 90, 3_650],
                "permohonan berakhir",
                "UU 27/2022 ps. 42-44 dengan jadwal retensi arsip daerah (Permendagri 104/2019); sesuaikan dengan JRA kantor.",
            ),
            Self::Tautan => {
                ("Halaman dan kode sekali pakai", [30, 1, 180], "selesai atau kedaluwarsa", TUJUAN)
            }
            Self::Surel => ("Surel yang sudah dikirim", [365, 30, 1_825], "dikirim", TUJUAN),
            Self::KirimanLangganan => (
                "Kiriman ke sistem lain milik kantor",
                [180, 30, 730],
                "terkirim, gagal atau dilewati",
                TUJUAN,
            ),
            Self::Sesi => ("Sesi petugas", [90, 7, 730], "berakhir", KEAMANAN),
            Self::GagalMasuk => ("Percobaan masuk yang gagal", [30, 1, 365], "terjadi", KEAMANAN),
            Self::Notifikasi => ("Pemberitahuan kepada petugas", [180, 30, 730], "dibuat", TUJUAN),
            Self::Idempotensi => ("Kunci pengulangan permintaan", [7, 1, 30], "dipakai", TUJUAN),
            Self::KontakDiam => (
                "Kontak WhatsApp tanpa permohonan",
                [365, 30, 1_825],
                "pesan terakhir warga",
                TUJUAN,
            ),
        };
        SifatRetensi { nama, bawaan, paling_cepat, paling_lama, sejak, dasar }
    }
}

/// What an office decided: days by kind; what it left out is as everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JadwalRetensi(pub BTreeMap<JenisRetensi, u32>);

impl JadwalRetensi {
    /// Days of that kind.
    pub fn hari(&self, jenis: JenisRetensi) -> u32 {
        self.0.get(&jenis).copied().unwrap_or(jenis.sifat().bawaan)
    }

    /// What is older than this goes.
    pub fn batas(&self, jenis: JenisRetensi, kini: OffsetDateTime) -> OffsetDateTime {
        kini - Duration::days(self.hari(jenis).into())
    }

    /// What cannot be, with its place.
    pub fn cacat(&self) -> Vec<Pelanggaran> {
        let salah = |(jenis, hari): (&JenisRetensi, &u32)| {
            let sifat = jenis.sifat();
            if (sifat.paling_cepat..=sifat.paling_lama).contains(hari) {
                return None;
            }
            let pesan = format!(
                "{}: isi {} sampai {} hari.",
                sifat.nama, sifat.paling_cepat, sifat.paling_lama
            );
            let pointer = format!("/jadwal/{}", jenis.kode());
            Some(Pelanggaran::baru(pointer, "masa_retensi_tidak_sah", pesan))
        };
        self.0.iter().filter_map(salah).collect()
    }
}

/// What one batch removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terhapus {
    /// Rows.
    pub baris: u64,
    /// Keys of objects that no row names any more.
    pub objek: Vec<String>,
}

/// An object that waits to be removed with all its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjekHapus {
    /// Its key.
    pub kunci: String,
    /// How often it was tried.
    pub percobaan: u32,
}

/// What retention does in the store. Every method but the settings needs a unit of work that may remove rows for good
/// ([`Store::begin_retensi`](crate::ports::Store::begin_retensi)).
#[async_trait]
pub trait RetensiRepository: Send {
    /// What the office decided.
    async fn jadwal(&mut self) -> Result<JadwalRetensi, PortError>;

    /// Stores it.
    async fn simpan_jadwal(
        &mut self,
        jadwal: &JadwalRetensi,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// How many rows of a kind are due.
    async fn hitung(
        &mut self,
        jenis: JenisRetensi,
        batas: OffsetDateTime,
    ) -> Result<u64, PortError>;

    /// Removes at most `banyak` rows of a kind that are older than that; their objects are in the answer.
    async fn hapus(
        &mut self,
        jenis: JenisRetensi,
        batas: OffsetDateTime,
        banyak: u32,
    ) -> Result<Terhapus, PortError>;

    /// Remembers objects that must go.
    async fn antre_objek(
        &mut self,
        kunci: &[String],
        sebab: &str,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Objects whose turn has come.
    async fn objek_antre(
        &mut self,
        pada: OffsetDateTime,
        banyak: u32,
    ) -> Result<Vec<ObjekHapus>, PortError>;

    /// Forgets an object that is gone.
    async fn objek_hilang(&mut self, kunci: &str) -> Result<(), PortError>;

    /// An object could not be removed: a stable code of the reason, and when it is tried again.
    async fn objek_gagal(
        &mut self,
        kunci: &str,
        galat: &str,
        coba_pada: OffsetDateTime,
    ) -> Result<(), PortError>;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_is_worked_off_once_with_a_default_within_its_bounds() {
        let kode: BTreeSet<_> = JenisRetensi::SEMUA.iter().map(|satu| satu.kode()).collect();
        assert_eq!(kode.len(), JenisRetensi::SEMUA.len());
        for jenis in JenisRetensi::SEMUA {
            let sifat = jenis.sifat();
            assert!((sifat.paling_cepat..=sifat.paling_lama).contains(&sifat.bawaan), "{jenis:?}");
            assert_eq!(serde_json::to_value(jenis).unwrap(), jenis.kode());
        }
    }

    #[test]
    fn a_schedule_outside_the_bounds_is_told_with_its_place() {
        let jadwal = JadwalRetensi(BTreeMap::from([
            (JenisRetensi::PesanWa, 29),
            (JenisRetensi::Sesi, 7),
            (JenisRetensi::BerkasSelesai, 3_651),
        ]));
        let letak: Vec<_> = jadwal.cacat().into_iter().map(|satu| satu.pointer).collect();
        assert_eq!(letak, ["/jadwal/pesan_wa", "/jadwal/berkas_selesai"]);
        assert_eq!(jadwal.hari(JenisRetensi::Sesi), 7);
        assert_eq!(jadwal.hari(JenisRetensi::Draf), 30);
    }
}
