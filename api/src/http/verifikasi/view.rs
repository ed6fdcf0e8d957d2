//! What the public reads of a document: the same fields whatever is found.

use loket_domain::{
    kalender::Kalender,
    verifikasi::{BerkasAsing, DokumenPublik, HasilVerifikasi},
};
use serde::Serialize;
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;

use crate::http::kata::hex;

time::serde::format_description!(tanggal, Date, "[year]-[month]-[day]");

/// A file to check.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used; the form is read as a stream")]
pub(super) struct UnggahanVerifikasi {
    /// The PDF, at most 20 MB.
    #[schema(value_type = String, format = Binary)]
    berkas: Vec<u8>,
}

/// What was found.
pub(super) enum Jawaban {
    /// An issued document or interim product.
    Dokumen(Box<DokumenPublik>),
    /// A file that no office here issued.
    Asing(BerkasAsing),
    /// Nothing.
    TidakDitemukan,
}

/// What is known of a document. No field says anything of whom it is about.
#[derive(Serialize, ToSchema)]
#[schema(as = Verifikasi, example = json!({
    "hasil": "berlaku",
    "kalimat": "Dokumen ini diterbitkan Disdukcapil Kabupaten Balangan dan masih berlaku.",
    "dokumen": "Kutipan akta kelahiran",
    "penerbit": "Disdukcapil Kabupaten Balangan",
    "penanda_tangan": "Drs. Contoh Pejabat, M.Si.",
    "jabatan": "Kepala Dinas",
    "terbit": "2026-01-05",
    "berubah": null,
    "berlaku_sampai": null,
    "halaman": 1,
    "sidik_awal": "9f86d081884c7d65"
}))]
pub(super) struct VerifikasiView {
    /// `berlaku`, `diganti`, `dicabut`, `kedaluwarsa`, `tidak_ditemukan`; for a file also `bukan_catatan`, `berubah`,
    /// `tidak_tepercaya`, `tanpa_tanda_tangan`, `tidak_terbaca`.
    pub hasil: &'static str,
    /// What it means, in Indonesian.
    pub kalimat: String,
    /// What kind of document it is.
    pub dokumen: Option<String>,
    /// The office that issued it.
    pub penerbit: Option<String>,
    /// Who signed, as the certificate names them.
    pub penanda_tangan: Option<String>,
    /// Their office.
    pub jabatan: Option<String>,
    /// The day of issue.
    #[serde(with = "tanggal::option")]
    #[schema(value_type = Option<String>, format = Date)]
    pub terbit: Option<Date>,
    /// The day on which it lost its effect.
    #[serde(with = "tanggal::option")]
    #[schema(value_type = Option<String>, format = Date)]
    pub berubah: Option<Date>,
    /// The last day on which it is good.
    #[serde(with = "tanggal::option")]
    #[schema(value_type = Option<String>, format = Date)]
    pub berlaku_sampai: Option<Date>,
    /// Its pages.
    pub halaman: Option<u32>,
    /// The first 16 hex digits of the file's SHA-256, so that a copy can be compared.
    pub sidik_awal: Option<String>,
}

impl VerifikasiView {
    fn kosong(hasil: &'static str, kalimat: impl Into<String>) -> Self {
        Self {
            hasil,
            kalimat: kalimat.into(),
            dokumen: None,
            penerbit: None,
            penanda_tangan: None,
            jabatan: None,
            terbit: None,
            berubah: None,
            berlaku_sampai: None,
            halaman: None,
            sidik_awal: None,
        }
    }
}

impl From<Jawaban> for VerifikasiView {
    fn from(jawaban: Jawaban) -> Self {
        match jawaban {
            Jawaban::TidakDitemukan => Self::kosong(
                "tidak_ditemukan",
                "Tidak ada dokumen dengan kode atau berkas ini pada catatan kantor ini.",
            ),
            Jawaban::Asing(asing) => {
                let kalimat = kalimat_asing(&asing);
                let hasil = asing.kata();
                let BerkasAsing::BukanCatatan { penanda_tangan, pada } = asing else {
                    return Self::kosong(hasil, kalimat);
                };
                Self {
                    penanda_tangan: Some(penanda_tangan),
                    terbit: pada.map(OffsetDateTime::date),
                    ..Self::kosong(hasil, kalimat)
                }
            }
            Jawaban::Dokumen(satu) => Self {
                hasil: satu.hasil.kata(),
                kalimat: kalimat(&satu),
                dokumen: Some(satu.nama),
                penerbit: Some(satu.kantor),
                penanda_tangan: satu.penanda_tangan,
                jabatan: satu.jabatan,
                terbit: satu.terbit.map(OffsetDateTime::date),
                berubah: satu.berubah.map(OffsetDateTime::date),
                berlaku_sampai: satu.berlaku_sampai,
                halaman: satu.halaman,
                sidik_awal: satu.sha256.map(|sidik| hex(&sidik).chars().take(16).collect()),
            },
        }
    }
}

fn kalimat(satu: &DokumenPublik) -> String {
    let kantor = &satu.kantor;
    let pada =
        satu.berubah.map(|saat| format!(" tanggal {}", Kalender::tulis_tanggal(saat.date())));
    let pada = pada.unwrap_or_default();
    match satu.hasil {
        HasilVerifikasi::Berlaku => {
            format!("Dokumen ini diterbitkan {kantor} dan masih berlaku.")
        }
        HasilVerifikasi::Diganti => format!(
            "Dokumen ini diterbitkan {kantor}, tetapi sudah diganti oleh dokumen lebih baru{pada}. Minta dokumen yang terbaru."
        ),
        HasilVerifikasi::Dicabut => {
            format!("Dokumen ini sudah dicabut oleh {kantor}{pada} dan tidak berlaku lagi.")
        }
        HasilVerifikasi::Kedaluwarsa => {
            format!("Surat sementara ini diterbitkan {kantor}, tetapi masa berlakunya sudah habis.")
        }
    }
}

fn kalimat_asing(asing: &BerkasAsing) -> &'static str {
    match asing {
        BerkasAsing::BukanCatatan { .. } => {
            "Tanda tangan elektronik berkas ini sah, tetapi berkas ini bukan dari catatan kantor ini."
        }
        BerkasAsing::Berubah => {
            "Isi berkas ini berubah setelah ditandatangani. Jangan dipercaya; minta berkas aslinya."
        }
        BerkasAsing::TidakTepercaya => {
            "Tanda tangan elektronik berkas ini tidak dapat dipercaya, dan berkas ini bukan dari catatan kantor ini."
        }
        BerkasAsing::TanpaTandaTangan => {
            "Berkas ini tidak punya tanda tangan elektronik dan tidak ada pada catatan kantor ini. Hasil pindai atau cetakan diperiksa dengan kodenya."
        }
        BerkasAsing::TidakTerbaca => {
            "Berkas ini bukan PDF yang dapat dibaca, atau terkunci kata sandi."
        }
    }
}
