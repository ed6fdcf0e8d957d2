//! Why a signed PDF does not count.

/// Why a signed PDF does not count. Each has its own stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum TandaTanganDitolak {
    /// Zero bytes.
    #[error("berkas kosong")]
    Kosong,
    /// No PDF at all.
    #[error("berkas bukan PDF")]
    BukanPdf,
    /// Something stands before `%PDF-`: a mark, junk, a web page.
    #[error("ada isi lain di depan PDF")]
    AwalanAsing,
    /// Begins as a PDF and cannot be read whole: cut off, or without a sound table of its objects.
    #[error("PDF rusak atau terpotong")]
    Rusak,
    /// More bytes or objects than are looked at.
    #[error("PDF terlalu besar untuk diperiksa")]
    TerlaluBesar,
    /// Encrypted.
    #[error("PDF terkunci kata sandi")]
    Terkunci,
    /// No signature at all.
    #[error("PDF belum ditandatangani secara elektronik")]
    TanpaTandaTangan,
    /// A place for a signature that nobody signed in.
    #[error("bidang tanda tangan pada PDF masih kosong")]
    BidangKosong,
    /// A signature that belongs to no field, so that no reader shows it.
    #[error("tanda tangan tidak terpasang pada formulir PDF")]
    TandaTanganLepas,
    /// Another form of signature than PAdES.
    #[error("bentuk tanda tangan tidak dikenal")]
    BentukAsing,
    /// The range of covered bytes is no range: negative, overlapping, beyond the file, or twice the same.
    #[error("rentang tanda tangan tidak sah")]
    RentangTidakSah,
    /// The range leaves out more, or other bytes, than the value of the signature.
    #[error("rentang tanda tangan melewatkan isi lain")]
    CelahRentang,
    /// The last signature does not reach the end of the file.
    #[error("tanda tangan tidak mencakup seluruh berkas")]
    TidakMencakupSemua,
    /// The file was updated after the last signature.
    #[error("PDF diperbarui setelah ditandatangani")]
    DiubahSetelahnya,
    /// The container of the signature cannot be read.
    #[error("isi tanda tangan tidak dapat dibaca")]
    WadahRusak,
    /// Made with an algorithm or a key that is not safe: SHA-1, MD5, RSA below 2048 bits.
    #[error("tanda tangan memakai algoritma yang tidak aman")]
    AlgoritmaDitolak,
    /// The covered bytes are not the ones that were signed.
    #[error("isi PDF berubah setelah ditandatangani")]
    IsiBerubah,
    /// The signature was not made with the key of the certificate that it names.
    #[error("tanda tangan tidak cocok dengan sertifikatnya")]
    TandaTanganRusak,
    /// An earlier signature in the same file is broken.
    #[error("tanda tangan sebelumnya pada PDF ini rusak")]
    TandaTanganLamaRusak,
    /// What an earlier signature covers was changed before the last one was made.
    #[error("isi PDF berubah di antara dua tanda tangan")]
    PerubahanTerlarang,
    /// The certificate is not for signing documents.
    #[error("sertifikat bukan untuk menandatangani dokumen")]
    KegunaanSertifikat,
    /// The certificate does not chain to a trusted anchor.
    #[error("sertifikat penanda tangan tidak tepercaya")]
    TidakTepercaya,
    /// The signer's certificate had ended.
    #[error("sertifikat penanda tangan sudah kedaluwarsa")]
    SertifikatKedaluwarsa,
    /// The signer's certificate had not begun.
    #[error("sertifikat penanda tangan belum berlaku")]
    SertifikatBelumBerlaku,
    /// A certificate above the signer's was not valid.
    #[error("sertifikat penerbit tidak berlaku")]
    SertifikatTidakBerlaku,
    /// The signer's certificate, or one above it, was revoked before the time of signing is proved.
    #[error("sertifikat penanda tangan sudah dicabut penerbitnya")]
    SertifikatDicabut,
    /// The office wants evidence that the certificate was not revoked, and there is none.
    #[error("tidak ada bukti bahwa sertifikat penanda tangan belum dicabut")]
    PencabutanTidakDiketahui,
    /// Nothing says when it was signed.
    #[error("waktu penandatanganan tidak tercatat")]
    TanpaWaktu,
    /// Signed in the future, or after the timestamp on it.
    #[error("waktu penandatanganan tidak wajar")]
    WaktuTidakWajar,
    /// The timestamp is broken, or belongs to another signature.
    #[error("cap waktu tidak sah")]
    CapWaktuTidakSah,
    /// The timestamp authority does not chain to a trusted anchor.
    #[error("penerbit cap waktu tidak tepercaya")]
    CapWaktuTidakTepercaya,
    /// Somebody else signed.
    #[error("penanda tangan bukan pejabat yang diharapkan")]
    PenandaTanganLain,
    /// Not the document that was approved.
    #[error("PDF yang ditandatangani bukan dokumen yang disetujui")]
    BukanYangDisetujui,
}

impl TandaTanganDitolak {
    /// Every reason, in the order in which they are looked for.
    pub const SEMUA: [Self; 33] = [
        Self::Kosong,
        Self::BukanPdf,
        Self::AwalanAsing,
        Self::Rusak,
        Self::TerlaluBesar,
        Self::Terkunci,
        Self::TanpaTandaTangan,
        Self::BidangKosong,
        Self::TandaTanganLepas,
        Self::BentukAsing,
        Self::RentangTidakSah,
        Self::CelahRentang,
        Self::TidakMencakupSemua,
        Self::DiubahSetelahnya,
        Self::WadahRusak,
        Self::AlgoritmaDitolak,
        Self::IsiBerubah,
        Self::TandaTanganRusak,
        Self::TandaTanganLamaRusak,
        Self::PerubahanTerlarang,
        Self::KegunaanSertifikat,
        Self::TidakTepercaya,
        Self::SertifikatKedaluwarsa,
        Self::SertifikatBelumBerlaku,
        Self::SertifikatTidakBerlaku,
        Self::SertifikatDicabut,
        Self::PencabutanTidakDiketahui,
        Self::TanpaWaktu,
        Self::WaktuTidakWajar,
        Self::CapWaktuTidakSah,
        Self::CapWaktuTidakTepercaya,
        Self::PenandaTanganLain,
        Self::BukanYangDisetujui,
    ];

    /// Stable code for programs.
    pub fn kode(self) -> &'static str {
        match self {
            Self::Kosong => "tte_kosong",
            Self::BukanPdf => "tte_bukan_pdf",
            Self::AwalanAsing => "tte_awalan_asing",
            Self::Rusak => "tte_rusak",
            Self::TerlaluBesar => "tte_terlalu_besar",
            Self::Terkunci => "tte_terkunci",
            Self::TanpaTandaTangan => "tte_tanpa_tanda_tangan",
            Self::BidangKosong => "tte_bidang_kosong",
            Self::TandaTanganLepas => "tte_tanda_tangan_lepas",
            Self::BentukAsing => "tte_bentuk_asing",
            Self::RentangTidakSah => "tte_rentang_tidak_sah",
            Self::CelahRentang => "tte_celah_rentang",
            Self::TidakMencakupSemua => "tte_tidak_mencakup_semua",
            Self::DiubahSetelahnya => "tte_diubah_setelahnya",
            Self::WadahRusak => "tte_wadah_rusak",
            Self::AlgoritmaDitolak => "tte_algoritma_ditolak",
            Self::IsiBerubah => "tte_isi_berubah",
            Self::TandaTanganRusak => "tte_tanda_tangan_rusak",
            Self::TandaTanganLamaRusak => "tte_tanda_tangan_lama_rusak",
            Self::PerubahanTerlarang => "tte_perubahan_terlarang",
            Self::KegunaanSertifikat => "tte_kegunaan_sertifikat",
            Self::TidakTepercaya => "tte_tidak_tepercaya",
            Self::SertifikatKedaluwarsa => "tte_sertifikat_kedaluwarsa",
            Self::SertifikatBelumBerlaku => "tte_sertifikat_belum_berlaku",
            Self::SertifikatTidakBerlaku => "tte_sertifikat_tidak_berlaku",
            Self::SertifikatDicabut => "tte_sertifikat_dicabut",
            Self::PencabutanTidakDiketahui => "tte_pencabutan_tidak_diketahui",
            Self::TanpaWaktu => "tte_tanpa_waktu",
            Self::WaktuTidakWajar => "tte_waktu_tidak_wajar",
            Self::CapWaktuTidakSah => "tte_cap_waktu_tidak_sah",
            Self::CapWaktuTidakTepercaya => "tte_cap_waktu_tidak_tepercaya",
            Self::PenandaTanganLain => "tte_penanda_tangan_lain",
            Self::BukanYangDisetujui => "tte_bukan_yang_disetujui",
        }
    }
}
