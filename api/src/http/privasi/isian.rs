//! What officers send.

use std::collections::BTreeMap;

use loket_domain::{privasi, retensi};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A field that is masked everywhere else.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum BidangUngkap {
    /// The applicant's NIK.
    Nik,
    /// The family card number.
    NomorKk,
    /// The WhatsApp number.
    NomorWa,
    /// The answers to the fields of the service.
    Isian,
}

impl From<BidangUngkap> for privasi::BidangUngkap {
    fn from(satu: BidangUngkap) -> Self {
        match satu {
            BidangUngkap::Nik => Self::Nik,
            BidangUngkap::NomorKk => Self::NomorKk,
            BidangUngkap::NomorWa => Self::NomorWa,
            BidangUngkap::Isian => Self::Isian,
        }
    }
}

/// Why somebody needs to see it.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum AlasanUngkap {
    /// It is keyed into SIAK.
    InputSiak,
    /// It is compared with papers or with SIAK.
    VerifikasiData,
    /// The resident is called or written to outside Loket.
    HubungiPemohon,
    /// A complaint is worked on.
    Pengaduan,
    /// A court or authority asks by law.
    PermintaanResmi,
    /// The office examines its own work.
    PemeriksaanInternal,
}

impl From<AlasanUngkap> for privasi::AlasanUngkap {
    fn from(satu: AlasanUngkap) -> Self {
        match satu {
            AlasanUngkap::InputSiak => Self::InputSiak,
            AlasanUngkap::VerifikasiData => Self::VerifikasiData,
            AlasanUngkap::HubungiPemohon => Self::HubungiPemohon,
            AlasanUngkap::Pengaduan => Self::Pengaduan,
            AlasanUngkap::PermintaanResmi => Self::PermintaanResmi,
            AlasanUngkap::PemeriksaanInternal => Self::PemeriksaanInternal,
        }
    }
}

/// What to reveal of a case, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "alasan": "input_siak", "keterangan": "Memasukkan data akta kelahiran ke SIAK" }))]
pub(super) struct UngkapRequest {
    /// Which fields; all of them when absent.
    #[serde(default)]
    pub bidang: Vec<BidangUngkap>,
    /// Why, by code.
    pub alasan: AlasanUngkap,
    /// Why, in words.
    #[schema(min_length = 10, max_length = 500)]
    pub keterangan: String,
}

/// Why to reveal the number of a contact.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "alasan": "hubungi_pemohon", "keterangan": "Menelepon warga tentang jadwal perekaman" }))]
pub(super) struct UngkapKontakRequest {
    /// Why, by code.
    pub alasan: AlasanUngkap,
    /// Why, in words.
    #[schema(min_length = 10, max_length = 500)]
    pub keterangan: String,
}

/// A kind of data with a schedule of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum JenisRetensi {
    WebhookMentah,
    PesanWa,
    MediaLepas,
    Draf,
    BerkasDitolak,
    BerkasSelesai,
    Tautan,
    Surel,
    KirimanLangganan,
    Sesi,
    GagalMasuk,
    Notifikasi,
    Idempotensi,
    KontakDiam,
}

macro_rules! pasangan {
    ($($nama:ident),*) => {
        impl From<JenisRetensi> for retensi::JenisRetensi {
            fn from(satu: JenisRetensi) -> Self {
                match satu { $(JenisRetensi::$nama => Self::$nama,)* }
            }
        }
        impl From<retensi::JenisRetensi> for JenisRetensi {
            fn from(satu: retensi::JenisRetensi) -> Self {
                match satu { $(retensi::JenisRetensi::$nama => Self::$nama,)* }
            }
        }
    };
}
pasangan!(
    WebhookMentah,
    PesanWa,
    MediaLepas,
    Draf,
    BerkasDitolak,
    BerkasSelesai,
    Tautan,
    Surel,
    KirimanLangganan,
    Sesi,
    GagalMasuk,
    Notifikasi,
    Idempotensi,
    KontakDiam
);

/// The schedule of the office.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "jadwal": { "pesan_wa": 180, "berkas_selesai": 365 } }))]
pub(super) struct RetensiRequest {
    /// Days by kind; a kind that is left out is kept as long as everywhere.
    #[schema(value_type = BTreeMap<String, u32>)]
    pub jadwal: BTreeMap<JenisRetensi, u32>,
}
