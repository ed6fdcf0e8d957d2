//! The words of the business as the document lists them. Each `match` fails to compile when the business learns a new one.

mod langkah;

use std::fmt::Write;

use loket_domain::{akses, kalender, layanan, permohonan, sop};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(super) use langkah::*;

/// How a case comes in.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kanal {
    Whatsapp,
    Loket,
    Daring,
    JemputBola,
}

impl From<layanan::Kanal> for Kanal {
    fn from(kanal: layanan::Kanal) -> Self {
        match kanal {
            layanan::Kanal::Whatsapp => Self::Whatsapp,
            layanan::Kanal::Loket => Self::Loket,
            layanan::Kanal::Daring => Self::Daring,
            layanan::Kanal::JemputBola => Self::JemputBola,
        }
    }
}

impl From<Kanal> for layanan::Kanal {
    fn from(kanal: Kanal) -> Self {
        match kanal {
            Kanal::Whatsapp => Self::Whatsapp,
            Kanal::Loket => Self::Loket,
            Kanal::Daring => Self::Daring,
            Kanal::JemputBola => Self::JemputBola,
        }
    }
}

/// In what capacity somebody acts for the applicant.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum HubunganKuasa {
    Keluarga,
    Wali,
    AparatDesa,
    Kuasa,
}

impl From<HubunganKuasa> for permohonan::HubunganKuasa {
    fn from(hubungan: HubunganKuasa) -> Self {
        match hubungan {
            HubunganKuasa::Keluarga => Self::Keluarga,
            HubunganKuasa::Wali => Self::Wali,
            HubunganKuasa::AparatDesa => Self::AparatDesa,
            HubunganKuasa::Kuasa => Self::Kuasa,
        }
    }
}

impl From<permohonan::HubunganKuasa> for HubunganKuasa {
    fn from(hubungan: permohonan::HubunganKuasa) -> Self {
        match hubungan {
            permohonan::HubunganKuasa::Keluarga => Self::Keluarga,
            permohonan::HubunganKuasa::Wali => Self::Wali,
            permohonan::HubunganKuasa::AparatDesa => Self::AparatDesa,
            permohonan::HubunganKuasa::Kuasa => Self::Kuasa,
        }
    }
}

/// The family of a service: registration, civil records, data.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kelompok {
    Dafduk,
    Capil,
    Data,
}

impl From<layanan::Kelompok> for Kelompok {
    fn from(kelompok: layanan::Kelompok) -> Self {
        match kelompok {
            layanan::Kelompok::Dafduk => Self::Dafduk,
            layanan::Kelompok::Capil => Self::Capil,
            layanan::Kelompok::Data => Self::Data,
        }
    }
}

/// What a field holds.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum JenisIsian {
    Teks,
    Nik,
    NomorKk,
    Tanggal,
    Angka,
    Pilihan,
}

impl From<layanan::JenisIsian> for JenisIsian {
    fn from(jenis: layanan::JenisIsian) -> Self {
        match jenis {
            layanan::JenisIsian::Teks => Self::Teks,
            layanan::JenisIsian::Nik => Self::Nik,
            layanan::JenisIsian::NomorKk => Self::NomorKk,
            layanan::JenisIsian::Tanggal => Self::Tanggal,
            layanan::JenisIsian::Angka => Self::Angka,
            layanan::JenisIsian::Pilihan => Self::Pilihan,
        }
    }
}

/// The national kind of a document (Permendagri 109/2019).
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum JenisProduk {
    Kk,
    Biodata,
    KtpEl,
    Kia,
    Skpwni,
    AktaKelahiran,
    AktaKematian,
    AktaPerkawinan,
    AktaPerceraian,
    AktaPengakuanAnak,
    AktaPengesahanAnak,
    CatatanPinggir,
    LahirMati,
    Sktt,
    Skpln,
    SuratKeterangan,
}

impl From<layanan::JenisProduk> for JenisProduk {
    fn from(jenis: layanan::JenisProduk) -> Self {
        match jenis {
            layanan::JenisProduk::Kk => Self::Kk,
            layanan::JenisProduk::Biodata => Self::Biodata,
            layanan::JenisProduk::KtpEl => Self::KtpEl,
            layanan::JenisProduk::Kia => Self::Kia,
            layanan::JenisProduk::Skpwni => Self::Skpwni,
            layanan::JenisProduk::AktaKelahiran => Self::AktaKelahiran,
            layanan::JenisProduk::AktaKematian => Self::AktaKematian,
            layanan::JenisProduk::AktaPerkawinan => Self::AktaPerkawinan,
            layanan::JenisProduk::AktaPerceraian => Self::AktaPerceraian,
            layanan::JenisProduk::AktaPengakuanAnak => Self::AktaPengakuanAnak,
            layanan::JenisProduk::AktaPengesahanAnak => Self::AktaPengesahanAnak,
            layanan::JenisProduk::CatatanPinggir => Self::CatatanPinggir,
            layanan::JenisProduk::LahirMati => Self::LahirMati,
            layanan::JenisProduk::Sktt => Self::Sktt,
            layanan::JenisProduk::Skpln => Self::Skpln,
            layanan::JenisProduk::SuratKeterangan => Self::SuratKeterangan,
        }
    }
}

/// What a product is made of.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Medium {
    PdfTte,
    Kartu,
    RegisterKutipan,
    SuratBasah,
}

impl From<layanan::Medium> for Medium {
    fn from(medium: layanan::Medium) -> Self {
        match medium {
            layanan::Medium::PdfTte => Self::PdfTte,
            layanan::Medium::Kartu => Self::Kartu,
            layanan::Medium::RegisterKutipan => Self::RegisterKutipan,
            layanan::Medium::SuratBasah => Self::SuratBasah,
        }
    }
}

/// Where a product is signed: inside SIAK, by Loket at the BSrE host of the office, or there in the name of the office.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ModeTte {
    Siak,
    Bsre,
    Segel,
}

impl From<layanan::ModeTte> for ModeTte {
    fn from(mode: layanan::ModeTte) -> Self {
        match mode {
            layanan::ModeTte::Siak => Self::Siak,
            layanan::ModeTte::Bsre => Self::Bsre,
            layanan::ModeTte::Segel => Self::Segel,
        }
    }
}

/// How a product reaches the applicant.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SaluranPenyerahan {
    Whatsapp,
    Email,
    Tautan,
    Loket,
    Kurir,
    Kunjungan,
    Desa,
}

impl From<layanan::SaluranPenyerahan> for SaluranPenyerahan {
    fn from(saluran: layanan::SaluranPenyerahan) -> Self {
        match saluran {
            layanan::SaluranPenyerahan::Whatsapp => Self::Whatsapp,
            layanan::SaluranPenyerahan::Email => Self::Email,
            layanan::SaluranPenyerahan::Tautan => Self::Tautan,
            layanan::SaluranPenyerahan::Loket => Self::Loket,
            layanan::SaluranPenyerahan::Kurir => Self::Kurir,
            layanan::SaluranPenyerahan::Kunjungan => Self::Kunjungan,
            layanan::SaluranPenyerahan::Desa => Self::Desa,
        }
    }
}

impl From<SaluranPenyerahan> for layanan::SaluranPenyerahan {
    fn from(saluran: SaluranPenyerahan) -> Self {
        match saluran {
            SaluranPenyerahan::Whatsapp => Self::Whatsapp,
            SaluranPenyerahan::Email => Self::Email,
            SaluranPenyerahan::Tautan => Self::Tautan,
            SaluranPenyerahan::Loket => Self::Loket,
            SaluranPenyerahan::Kurir => Self::Kurir,
            SaluranPenyerahan::Kunjungan => Self::Kunjungan,
            SaluranPenyerahan::Desa => Self::Desa,
        }
    }
}

/// What kind of work a step is.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum JenisTahap {
    Registrasi,
    Disposisi,
    Verifikasi,
    Proses,
    Paraf,
    Persetujuan,
    Validasi,
    Tte,
    TandaTanganBasah,
    Cetak,
    Kirim,
    Serah,
    Konsultasi,
    Pembayaran,
    Jadwal,
    PihakLuar,
    Arsip,
    Survei,
    Umum,
}

impl From<sop::JenisTahap> for JenisTahap {
    fn from(jenis: sop::JenisTahap) -> Self {
        match jenis {
            sop::JenisTahap::Registrasi => Self::Registrasi,
            sop::JenisTahap::Disposisi => Self::Disposisi,
            sop::JenisTahap::Verifikasi => Self::Verifikasi,
            sop::JenisTahap::Proses => Self::Proses,
            sop::JenisTahap::Paraf => Self::Paraf,
            sop::JenisTahap::Persetujuan => Self::Persetujuan,
            sop::JenisTahap::Validasi => Self::Validasi,
            sop::JenisTahap::Tte => Self::Tte,
            sop::JenisTahap::TandaTanganBasah => Self::TandaTanganBasah,
            sop::JenisTahap::Cetak => Self::Cetak,
            sop::JenisTahap::Kirim => Self::Kirim,
            sop::JenisTahap::Serah => Self::Serah,
            sop::JenisTahap::Konsultasi => Self::Konsultasi,
            sop::JenisTahap::Pembayaran => Self::Pembayaran,
            sop::JenisTahap::Jadwal => Self::Jadwal,
            sop::JenisTahap::PihakLuar => Self::PihakLuar,
            sop::JenisTahap::Arsip => Self::Arsip,
            sop::JenisTahap::Survei => Self::Survei,
            sop::JenisTahap::Umum => Self::Umum,
        }
    }
}

/// Where a case stands.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum StatusPermohonan {
    Berjalan,
    MenungguPemohon,
    Selesai,
    Ditolak,
    Dibatalkan,
}

impl StatusPermohonan {
    /// The word that lists and filters use.
    pub(super) fn kata(self) -> &'static str {
        match self {
            Self::Berjalan => "berjalan",
            Self::MenungguPemohon => "menunggu_pemohon",
            Self::Selesai => "selesai",
            Self::Ditolak => "ditolak",
            Self::Dibatalkan => "dibatalkan",
        }
    }
}

impl From<&sop::StatusKasus> for StatusPermohonan {
    fn from(status: &sop::StatusKasus) -> Self {
        match status {
            sop::StatusKasus::Berjalan => Self::Berjalan,
            sop::StatusKasus::MenungguPemohon { .. } => Self::MenungguPemohon,
            sop::StatusKasus::Berakhir { akhir, .. } => (*akhir).into(),
        }
    }
}

impl From<sop::Akhir> for StatusPermohonan {
    fn from(akhir: sop::Akhir) -> Self {
        match akhir {
            sop::Akhir::Selesai => Self::Selesai,
            sop::Akhir::Ditolak => Self::Ditolak,
            sop::Akhir::Dibatalkan => Self::Dibatalkan,
        }
    }
}

/// The time zone of an office.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum ZonaWaktu {
    Wib,
    Wita,
    Wit,
}

impl From<kalender::ZonaWaktu> for ZonaWaktu {
    fn from(zona: kalender::ZonaWaktu) -> Self {
        match zona {
            kalender::ZonaWaktu::Wib => Self::Wib,
            kalender::ZonaWaktu::Wita => Self::Wita,
            kalender::ZonaWaktu::Wit => Self::Wit,
        }
    }
}

/// Why somebody acts in another's place: the holder is away (`plh`), or the post is vacant (`plt`).
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum JenisDelegasi {
    Plh,
    Plt,
}

impl From<akses::JenisDelegasi> for JenisDelegasi {
    fn from(jenis: akses::JenisDelegasi) -> Self {
        match jenis {
            akses::JenisDelegasi::Plh => Self::Plh,
            akses::JenisDelegasi::Plt => Self::Plt,
        }
    }
}

impl From<JenisDelegasi> for akses::JenisDelegasi {
    fn from(jenis: JenisDelegasi) -> Self {
        match jenis {
            JenisDelegasi::Plh => Self::Plh,
            JenisDelegasi::Plt => Self::Plt,
        }
    }
}

/// Where a delegation stands.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum KeadaanDelegasi {
    AkanDatang,
    Berlaku,
    Berakhir,
    Dicabut,
}

impl From<akses::KeadaanDelegasi> for KeadaanDelegasi {
    fn from(keadaan: akses::KeadaanDelegasi) -> Self {
        match keadaan {
            akses::KeadaanDelegasi::AkanDatang => Self::AkanDatang,
            akses::KeadaanDelegasi::Berlaku => Self::Berlaku,
            akses::KeadaanDelegasi::Berakhir => Self::Berakhir,
            akses::KeadaanDelegasi::Dicabut => Self::Dicabut,
        }
    }
}

/// What kind of unit it is.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum JenisUnit {
    Dinas,
    Upt,
    Kecamatan,
    Desa,
    Mitra,
}

impl From<akses::JenisUnit> for JenisUnit {
    fn from(jenis: akses::JenisUnit) -> Self {
        match jenis {
            akses::JenisUnit::Dinas => Self::Dinas,
            akses::JenisUnit::Upt => Self::Upt,
            akses::JenisUnit::Kecamatan => Self::Kecamatan,
            akses::JenisUnit::Desa => Self::Desa,
            akses::JenisUnit::Mitra => Self::Mitra,
        }
    }
}

time::serde::format_description!(pub(super) tanggal, Date, "[year]-[month]-[day]");

/// Bytes as lower-case hex.
pub(super) fn hex(isi: &[u8]) -> String {
    isi.iter().fold(String::with_capacity(isi.len() * 2), |mut teks, b| {
        // Writing to a String cannot fail.
        let _ = write!(teks, "{b:02x}");
        teks
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_business() {
        for jenis in [sop::JenisTahap::TandaTanganBasah, sop::JenisTahap::PihakLuar] {
            let kata = serde_json::to_value(JenisTahap::from(jenis)).unwrap();
            assert_eq!(kata, serde_json::to_value(jenis).unwrap());
        }
        let status = sop::StatusKasus::Berakhir {
            akhir: sop::Akhir::Dibatalkan,
            alasan: None,
            kode_alasan: None,
        };
        assert_eq!(StatusPermohonan::from(&status).kata(), status.kata());
        assert_eq!(hex(&[0, 255]), "00ff");
    }
}
